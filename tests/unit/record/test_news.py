"""What asking again brought is marked on its row: new, changed, not sent any more. Nothing goes in silence."""

from typing import Any

import pytest
from unit.record.parcels import F01, F02, binder, bundle, row

from viewer.record.binder import Binder
from viewer.record.story import Tally

BEFORE = "2026-11-23T09:00:00+07:00"


def news(found: Binder) -> dict[str, list[tuple[str, str]]]:
    return {
        fact.origin.id.reveal(): [
            (remark.code, remark.detail)
            for remark in fact.remarks
            if remark.code.endswith(("since", "vanished"))
        ]
        for fact in found.record().facts()
    }


def two(**more: Any) -> Binder:
    found = binder()
    found.add(
        bundle(row("Condition", "1", code={"text": "a"}, **more), row("Condition", "2", code={"text": "b"})),
        F01,
    )
    return found


def again(found: Binder, *resources: Any) -> None:
    from viewer.record.arrivals import arrivals_in

    found.take(arrivals_in(bundle(*resources)), F01, since=BEFORE)


def test_rows_of_the_first_answer_are_no_news() -> None:
    assert news(two()) == {"1": [], "2": []}


def test_a_new_row_says_since_when_and_a_copy_says_nothing() -> None:
    found = two()
    again(found, row("Condition", "1", code={"text": "a"}), row("Condition", "3", code={"text": "c"}))
    assert news(found) == {"1": [], "2": [], "3": [("new-since", BEFORE)]}
    assert found.record().account.total == Tally(received=4, shown=3, merged=1)


@pytest.mark.parametrize("meta", [{"versionId": "2"}, {"lastUpdated": "2026-11-23T02:00:00Z"}, {}])
def test_a_changed_row_says_so_also_where_the_source_gives_no_version(meta: dict[str, str]) -> None:
    older = {"meta": {"versionId": "1", "lastUpdated": "2026-01-01T02:00:00Z"}} if meta else {}
    found = two(**older)
    again(found, row("Condition", "1", code={"text": "changed"}, **({"meta": meta} if meta else {})))
    assert news(found) == {"1": [("changed-since", BEFORE)], "2": []}
    assert sorted(fact.concept.text for fact in found.record().problems) == ["b", "changed"]


def test_a_row_that_is_not_sent_any_more_stays_and_says_so_until_it_comes_back() -> None:
    found = two()
    types, one = frozenset({"Condition"}), frozenset({("Condition", "1")})
    found.reread(F01, types, one)
    assert news(found) == {"1": [], "2": [("vanished", "")]}
    assert len(found.record().problems) == 2, "never taken away"
    found.reread(F01, types, one)
    assert news(found)["2"] == [("vanished", "")], "said once"
    found.reread(F01, types, frozenset({("Condition", "1"), ("Condition", "2")}))
    assert news(found) == {"1": [], "2": []}


def test_only_of_types_that_were_read_to_their_end_and_of_the_facility_that_was_asked() -> None:
    found = two()
    found.add(bundle(row("Condition", "9", code={"text": "c"})), F02)
    found.add(bundle(row("Observation", "8"), row("Condition", "")), F01)
    found.reread(F01, frozenset({"Condition"}), frozenset())
    assert news(found) == {
        "1": [("vanished", "")], "2": [("vanished", "")], "9": [], "8": [], "": []
    }  # fmt: skip


def test_a_restricted_row_that_vanished_stays_hidden_and_opened_it_says_so() -> None:
    found = binder()
    found.add(bundle(row("Condition", "1", code={"text": "HIV"})), F01)
    found.reread(F01, frozenset({"Condition"}), frozenset())
    (hidden,) = found.record().hidden
    assert not hidden.opened
    assert [fact.restricted for fact in found.record().problems] == ["hiv"]
    found.reveal(hidden.number)
    assert news(found) == {"1": [("vanished", "")]}
    found.reread(F01, frozenset({"Condition"}), frozenset({("Condition", "1")}))
    assert news(found) == {"1": []}
    assert [row.opened for row in found.record().hidden] == [True]


def test_a_row_read_again_for_a_late_reference_keeps_its_mark() -> None:
    found = two()
    again(found, row("MedicationDispense", "5", medicationReference={"reference": "Medication/m"}))
    found.add(
        bundle({"resourceType": "Medication", "id": "m", "code": {"text": "metformin 500 mg tab"}}), F01
    )
    (supply,) = found.record().supplies
    assert supply.drug.name == "metformin 500 mg tab"
    assert news(found)["5"] == [("new-since", BEFORE)]
