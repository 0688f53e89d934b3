"""What merging does to a record as it grows: sealed, split, replaced, and shown together where it may not merge."""

import json

import pytest
from unit.merge.resources import (
    R,
    allergy,
    but,
    dose,
    given,
    icd,
    lab,
    listed,
    loinc,
    ordered,
    pressure,
    problem,
)
from unit.merge.test_labelled_pairs import F01, F02, TODAY

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.errors import NoSuchFact
from viewer.record.facts import Allergy
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Tally

F03 = Facility("99003", "รพ.สาม")
NINE = "2026-11-03T09:00:00+07:00"
K = lab(loinc("2823-3", "Potassium"), 5.7, "mmol/L", NINE, id="k")
ONCE = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"
DRUG, DAY = "metformin 500 mg tab", "2026-11-03"


def binder(*sent: tuple[R, Facility]) -> Binder:
    """Each under an id of its own unless it has one."""
    made = Binder(TODAY, None)
    for number, (resource, facility) in enumerate(sent):
        made.add(json.dumps({"id": f"r{number}", **resource}).encode(), facility)
    return made


def test_three_places_are_one_row_with_three_sources_and_a_rule() -> None:
    record = binder((K, F01), (K, F02), (K, F03)).record()
    (row,) = record.results
    joined = record.joined[row.number]
    assert joined.rule == "same-result"
    assert [member.origin.hcode for member in joined.members] == ["99001", "99002", "99003"]
    assert joined.members[0] is row
    assert record.account.total == Tally(received=3, shown=1, merged=2)


def test_the_most_complete_row_leads_whoever_sent_it() -> None:
    ranged = {**K, "referenceRange": [{"low": {"value": 3.5}, "high": {"value": 5.1}}]}
    (row,) = binder((K, F01), (ranged, F02)).record().results
    assert row.origin.hcode == "99002"


def test_what_could_be_either_of_two_stays_alone() -> None:
    morning, noon = K, but(K, effectiveDateTime="2026-11-03T12:00:00+07:00", id="noon")
    record = binder((morning, F01), (noon, F01), (but(K, effectiveDateTime="2026-11-03"), F02)).record()
    assert len(record.results) == 3
    assert not record.joined


def test_two_of_one_place_and_two_of_another_are_two_rows() -> None:
    twice = lab(loinc("2823-3"), 5.7, "mmol/L", "2026-11-03")
    record = binder((twice, F01), (twice, F01), (twice, F02), (twice, F02)).record()
    assert len(record.results) == 2
    assert all(len(joined.members) == 2 for joined in record.joined.values())


@pytest.mark.parametrize("secret_first", [True, False])
def test_a_restricted_source_restricts_the_merged_row_whole(*, secret_first: bool) -> None:
    labelled = {**K, "meta": {"security": [{"code": "R"}]}}
    found = binder(*[(labelled, F02), (K, F01)][:: 1 if secret_first else -1])
    record = found.record()
    (row,) = record.results
    assert row.restricted == "label"
    assert row.number == -1
    assert not record.joined
    assert record.account.total == Tally(received=2, merged=1, restricted=1)
    for number in range(2):
        with pytest.raises(NoSuchFact):
            found.fact(number)
        assert not found.split(number)
    assert not found.sources()


def test_a_row_that_turns_out_restricted_seals_the_one_it_is_merged_with() -> None:
    order = ordered(
        "", DAY, ONCE, 30, medicationCodeableConcept=None, medicationReference={"reference": "Medication/m"}
    )
    found = binder((order, F01), (given("ritonavir 100 mg tab", DAY, ONCE, 30), F01))
    assert found.record().account.total == Tally(received=2, shown=1, restricted=1)
    found.add(
        json.dumps(
            {"resourceType": "Medication", "id": "m", "code": {"text": "ritonavir 100 mg tab"}}
        ).encode(),
        F01,
    )
    record = found.record()
    assert [row.restricted for row in record.supplies] == ["hiv"]
    assert record.account.total == Tally(received=3, merged=1, restricted=1, supporting=1)


def test_a_newer_version_with_another_value_parts_the_row_and_marks_the_difference() -> None:
    first = {**K, "meta": {"versionId": "1"}}
    found = binder((first, F01), (but(K, id="other"), F02))
    assert len(found.record().results) == 1
    newer = {**but(K, valueQuantity={"value": 5.1, "unit": "mmol/L"}), "meta": {"versionId": "2"}}
    found.add(json.dumps(newer).encode(), F01)
    record = found.record()
    assert len(record.results) == 2
    assert not record.joined
    assert {difference.field for found in record.differs.values() for difference in found} == {"value"}
    assert record.account.total == Tally(received=3, shown=2, merged=1)


def test_a_newer_version_that_says_the_same_stays_merged() -> None:
    found = binder(({**K, "meta": {"versionId": "1"}}, F01), (but(K, id="other"), F02))
    found.record()
    found.add(json.dumps({**K, "meta": {"versionId": "2"}, "note": [{"text": "ตรวจซ้ำแล้ว"}]}).encode(), F01)
    record = found.record()
    assert len(record.results) == 1
    assert record.account.total == Tally(received=3, shown=1, merged=2)


# --- shown together, with what differs

LEFT = pressure(148, 86, NINE, bodySite={"text": "left arm"})
DOSE = dose("MMR", "2021-04-06", 1, "A1")
DM = problem(icd("E11.2"), onset="2017-05-03")


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        (K, but(K, valueQuantity={"value": 5.1, "unit": "mmol/L"}), "value"),
        (K, but(K, valueQuantity={"value": 5.7, "unit": "mEq/L"}), "unit"),
        (K, but(K, status="amended"), "status"),
        ({**K, "specimen": {"display": "Serum"}}, {**K, "specimen": {"display": "Plasma"}}, "specimen"),
        (K, {**K, "method": {"text": "point of care"}}, "method"),
        ({**K, "method": {"text": "ISE"}}, {**K, "method": {"text": "photometry"}}, "how"),
        (LEFT, but(LEFT, bodySite={"text": "right arm"}), "side"),
        (pressure(148, 86, NINE), pressure(148, 90, NINE), "parts"),
        (DOSE, dose("MMR", "2021-04-06", 2, "A1"), "dose"),
        (DOSE, dose("MMR", "2021-04-06", 1, "B2"), "lot"),
        (DOSE, but(DOSE, status="not-done"), "status"),
        (DM, problem(icd("E11.2"), onset="2018-01-01"), "since"),
        (DM, but(DM, clinicalStatus={"coding": [{"code": "resolved"}]}), "status"),
        (DM, but(DM, verificationStatus={"coding": [{"code": "provisional"}]}), "verification"),
        (problem(icd("M17.1", "เข่าซ้าย"), DAY), problem(icd("M17.1", "เข่าขวา"), DAY), "side"),
    ],
)  # fmt: skip
def test_a_pair_that_differs_in_one_thing_says_which(first: R, second: R, field: str) -> None:
    record = binder((first, F01), (second, F02)).record()
    rows = list(record.facts())
    assert len(rows) == 2
    for row, other in (rows, rows[::-1]):
        assert [(found.field, found.other) for found in record.differs[row.number]] == [(field, other)]


def test_an_order_that_was_dispensed_in_part_says_so() -> None:
    record = binder(
        (ordered("favipiravir 200 mg tab", DAY, "", 64), F01),
        (given("favipiravir 200 mg tab", DAY, "", 50), F01),
    ).record()
    assert {found.field for of in record.differs.values() for found in of} == {"quantity"}
    assert len(record.supplies) == 2


def test_two_measurements_of_one_day_are_no_difference() -> None:
    later = but(
        K, effectiveDateTime="2026-11-03T15:00:00+07:00", valueQuantity={"value": 4.9, "unit": "mmol/L"}
    )
    assert not binder((K, F01), (later, F02)).record().differs


def test_two_strengths_of_one_day_are_no_difference() -> None:
    both = [(of(f"warfarin {n} mg tab", DAY, ONCE, 30), F01) for n in (3, 2) for of in (ordered, given)]
    record = binder(*both).record()
    assert len(record.supplies) == 2
    assert not record.differs


def test_what_is_nobodys_or_of_two_people_is_never_merged() -> None:
    nobodys = but(K, subject=None)
    anothers = but(K, subject={"reference": "Patient/p-2"})
    for first, second, rows in ((nobodys, nobodys, [2]), (K, anothers, [1, 1]), (K, K, [1])):
        sources = [
            Source(str(n), json.dumps({**one, "id": f"r{n}"}).encode())
            for n, one in enumerate((first, second))
        ]
        shelf = read_everything(sources, TODAY)
        assert [len(one.record.results) for one in shelf.persons] == rows
        assert shelf.account.total.adds_up


# --- supplies


def test_order_dispense_and_list_are_one_supply_that_lacks_nothing() -> None:
    record = binder(
        (ordered(DRUG, DAY, ONCE), F01), (given(DRUG, DAY, quantity=30), F01), (listed(DRUG, DAY), F01)
    ).record()
    (supply,) = record.supplies
    assert supply.origin.type == "MedicationDispense"
    assert supply.quantity is not None
    assert [one.text for one in supply.doses] == [ONCE]
    joined = record.joined[supply.number]
    assert joined.rule == "one-supply"
    assert [member.origin.type for member in joined.members] == [
        "MedicationDispense", "MedicationStatement", "MedicationRequest",
    ]  # fmt: skip
    assert joined.members[0].origin.id == supply.origin.id
    assert getattr(joined.members[0], "doses", None) == ()


def test_an_order_belongs_to_its_first_dispense_and_refills_stand_alone() -> None:
    on_order = {"authorizingPrescription": [{"reference": "MedicationRequest/order"}]}
    refills = [
        ({**given(DRUG, day, ONCE, 30), **on_order}, F01)
        for day in ("2026-10-30", "2026-08-31", "2026-09-30")
    ]
    record = binder(({**ordered(DRUG, "2026-08-30", ONCE, 30), "id": "order"}, F01), *refills).record()
    assert len(record.supplies) == 3
    (joined,) = record.joined.values()
    assert [member.when.raw for member in joined.members if member.when] == ["2026-08-31", "2026-08-30"]


def test_a_dispense_that_names_its_order_may_come_before_it() -> None:
    on_order = {"authorizingPrescription": [{"reference": "MedicationRequest/order"}]}
    found = binder(({**given(DRUG, "2026-11-05", ONCE, 30), **on_order}, F01))
    found.record()
    found.add(json.dumps({**ordered(DRUG, DAY, ONCE, 30), "id": "order"}).encode(), F01)
    record = found.record()
    assert len(record.supplies) == 1
    assert record.account.total == Tally(received=2, shown=1, merged=1)


def test_thousands_of_one_code_and_day_are_read_at_once() -> None:
    many = [
        {**lab(loinc("2951-2", "Na"), 130 + number % 10, "mmol/L", "2026-11-03"), "id": f"s{number}"}
        for number in range(3000)
    ]
    body = json.dumps(
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in many]}
    ).encode()
    found = Binder(TODAY, None)
    found.add(body, F01)
    found.add(body, F02)
    record = found.record()
    assert len(record.results) == 3000
    assert record.account.total == Tally(received=6000, shown=3000, merged=3000)


# --- the reader's say


def test_a_split_lasts_when_more_arrives_and_when_a_row_is_replaced() -> None:
    found = binder(({**K, "meta": {"versionId": "1"}}, F01), (but(K, id="b"), F02))
    (row,) = found.record().results
    assert found.split(row.number)
    assert len(found.record().results) == 2
    found.add(json.dumps({**K, "meta": {"versionId": "2"}, "note": [{"text": "x"}]}).encode(), F01)
    found.add(json.dumps(but(K, id="c")).encode(), F03)
    record = found.record()
    assert len(record.results) == 3
    assert len(record.parted) == 2
    assert record.parted.keys() <= {one.number for one in record.results}
    assert found.rejoin(next(iter(record.parted)))
    record = found.record()
    assert len(record.results) == 1
    assert len(next(iter(record.joined.values())).members) == 3


def test_what_is_not_merged_is_not_split() -> None:
    found = binder((K, F01))
    (row,) = found.record().results
    assert not found.split(row.number)
    assert not found.rejoin(row.number)
    assert not found.record().parted


def test_reactions_of_both_sources_are_kept() -> None:
    rash = {**allergy("amoxicillin"), "reaction": [{"manifestation": [{"text": "ผื่น"}]}]}
    grave = {
        **allergy("amoxicillin"),
        "reaction": [{"manifestation": [{"text": "anaphylaxis"}], "severity": "severe"}],
    }
    record = binder((rash, F01), (grave, F02)).record()
    (row,) = record.allergies
    told = [
        one.manifestations[0].words
        for member in record.members(row)
        if isinstance(member, Allergy)
        for one in member.reactions
    ]
    assert sorted(told) == ["anaphylaxis", "ผื่น"]
