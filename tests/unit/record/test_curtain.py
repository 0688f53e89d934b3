"""Rows of restricted access: opened one by one by a private number, marked, hidden again, never given away."""

from typing import Any

import pytest
from unit.record.parcels import F01, F02, binder, bundle, row

from viewer.record.binder import Binder
from viewer.record.curtain import covered
from viewer.record.errors import NoSuchFact
from viewer.record.story import Tally

OPEN = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I10"}], "text": "I10"}
SECRET = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "B24"}], "text": "B24"}


def _both(**more: Any) -> Binder:
    found = binder()
    found.add(bundle(row("Condition", "1", code=OPEN), row("Condition", "2", code=SECRET, **more)), F01)
    return found


def test_before_it_is_opened_no_number_leads_to_it() -> None:
    found = _both()
    (hidden,) = found.record().hidden
    assert (hidden.kind, hidden.category, hidden.asked, hidden.opened) == ("problems", "hiv", "99001", False)
    assert [fact.number for fact in found.record().facts() if fact.restricted] == [-1]
    with pytest.raises(NoSuchFact):
        found.fact(hidden.number)


def test_opened_it_is_a_row_like_any_other_but_remembers_what_it_is() -> None:
    found = _both()
    (hidden,) = found.record().hidden
    found.reveal(hidden.number)
    record = found.record()
    opened = next(fact for fact in record.problems if fact.revealed)
    assert (opened.restricted, opened.revealed, opened.number) == ("", "hiv", hidden.number)
    assert b"B24" in found.fact(hidden.number).origin.raw
    assert [row.opened for row in record.hidden] == [True]
    assert record.account.total == Tally(received=2, shown=1, restricted=1), "what it is does not change"


def test_hidden_again_it_leaves_no_way_back() -> None:
    found = _both()
    before = found.record()
    (hidden,) = before.hidden
    found.reveal(hidden.number)
    found.reveal(hidden.number, hide_again=True)
    assert found.record() == before
    with pytest.raises(NoSuchFact):
        found.fact(hidden.number)


@pytest.mark.parametrize("number", [-1, 0, 2, 99])
def test_only_a_restricted_row_is_opened(number: int) -> None:
    found = _both()
    before = found.record()
    with pytest.raises(NoSuchFact):
        found.reveal(number)
    assert found.record() == before


def test_a_newer_version_of_an_opened_row_stays_open() -> None:
    found = _both(meta={"versionId": "1"})
    (hidden,) = found.record().hidden
    found.reveal(hidden.number)
    found.add(
        bundle(row("Condition", "2", code=SECRET, recordedDate="2026-01-01", meta={"versionId": "2"})), F01
    )
    (newer,) = found.record().hidden
    assert newer.opened
    assert newer.number != hidden.number
    assert [fact.origin.version for fact in found.record().problems if fact.revealed] == ["2"]


def test_a_row_that_is_read_again_stays_open() -> None:
    """A late Medication makes the row be read again; opening it was not undone."""
    found = binder()
    dispense = row(
        "MedicationDispense", "1", medicationReference={"reference": "Medication/m", "display": "ritonavir"}
    )
    found.add(bundle(dispense), F01)
    (hidden,) = found.record().hidden
    found.reveal(hidden.number)
    found.add(
        bundle({"resourceType": "Medication", "id": "m", "code": {"text": "ritonavir 100 mg tab"}}), F01
    )
    (supply,) = found.record().supplies
    assert (supply.revealed, supply.drug.name, supply.number) == (
        "hiv",
        "ritonavir 100 mg tab",
        hidden.number,
    )


def test_a_row_that_is_found_to_be_restricted_later_is_hidden_then() -> None:
    found = binder()
    found.add(bundle(row("MedicationDispense", "1", medicationReference={"reference": "Medication/m"})), F01)
    assert found.record().hidden == ()
    found.add(
        bundle({"resourceType": "Medication", "id": "m", "code": {"text": "ritonavir 100 mg tab"}}), F01
    )
    assert [row.kind for row in found.record().hidden] == ["supplies"]
    assert [fact.number for fact in found.record().supplies] == [-1]


def test_opening_a_diagnosis_does_not_open_the_visit_it_was_made_at() -> None:
    found = binder()
    visit = row("Encounter", "9", diagnosis=[{"condition": {"reference": "Condition/2"}}])
    found.add(bundle(row("Condition", "2", code=SECRET)), F01)
    (hidden,) = found.record().hidden
    found.reveal(hidden.number)
    found.add(bundle(visit), F01)
    assert [fact.restricted for fact in found.record().visits] == ["hiv"]
    assert [row.opened for row in found.record().hidden] == [True, False]


def test_covered_is_the_record_as_if_nothing_had_been_opened() -> None:
    found = _both()
    found.add(bundle(row("Condition", "7", code=SECRET)), F02)
    before = found.record()
    found.reveal(before.hidden[0].number)
    assert covered(found.record()) == before
    assert covered(before) is before
