"""A member that nothing is known of marks its row, of whatever version; one that R4 defines does not."""

from typing import Any

import pytest
from unit.record.made import ORDER, TODAY, coded, codes, one, read

from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder
from viewer.record.denials import denial
from viewer.record.facts import Stance

ALLERGY = {"resourceType": "AllergyIntolerance", "code": {"text": "penicillin"}}
A_DAY = {"frequency": 1, "period": 1, "periodUnit": "d"}


@pytest.mark.parametrize(
    "resource",
    [
        {
            "resourceType": "Observation",
            "code": {"text": "K"},
            "valueQuantity": {"value": 4},
            "withdrawn": True,
        },
        {"resourceType": "Goal", "description": {"text": "x"}, "notAGoal": True},
        {"resourceType": "Condition", "code": {"text": "x"}, "denied": "yes"},
    ],
)
def test_a_member_that_nothing_is_known_of_marks_its_row(resource: dict[str, Any]) -> None:
    (fact,) = read(resource).facts()
    assert "member-unknown" in codes(fact)


def test_extensions_and_what_stands_beside_a_primitive_are_known() -> None:
    fact = one(
        resourceType="Observation", language="th", text={"div": "<div>x</div>"}, contained=[], code={"text": "K"},
        extension=[{"url": "x", "valueString": "y"}], _status={"extension": [{"url": "x"}]}, valueInteger=4,
        status="final", device={"display": "x"},
    )  # fmt: skip
    assert not fact.remarks or "member-unknown" not in codes(fact)


def test_what_no_reader_of_its_type_asks_for_is_no_ordinary_row() -> None:
    medicine = {"medicationCodeableConcept": {"text": "x"}}
    given = one(resourceType="MedicationStatement", status="active", doNotPerform=True, **medicine)
    assert denial(given) == "not-taken"
    told = one(resourceType="Observation", code={"text": "K"}, valueInteger=4, doNotPerform=True)
    assert "member-unknown" in codes(told)


# --- dosages and reactions


@pytest.mark.parametrize(
    "dosage",
    [
        {"text": "1x1", "notAllowed": True},
        {"timing": {"repeat": {**A_DAY, "skipped": ["mon"]}}},
        {"timing": {"repeat": A_DAY, "onlyIf": "K"}},
        {"doseAndRate": [{"doseQuantity": {"value": 1}, "dosesMissed": 3}]},
    ],
)
def test_a_member_of_a_dosage_that_nothing_is_known_of_marks_its_row(dosage: dict[str, Any]) -> None:
    for row in read(*[{**ORDER, "dosageInstruction": [dosage]}] * 2).supplies:
        assert "member-unknown" in codes(row)


def test_what_r4_defines_for_a_dosage_marks_nothing_and_where_it_is_given_is_told() -> None:
    dosage = {
        "id": "d", "extension": [{"url": "x"}], "_text": {"id": "x"}, "text": "1x1", "site": {"text": "ตาซ้าย"},
        "timing": {"id": "t", "repeat": A_DAY, "code": {"text": "OD"}}, "method": {"text": "หยอด"},
        "route": {"text": "x"},
        "additionalInstruction": [{"text": "เขย่าขวด"}], "asNeededBoolean": False, "sequence": 1,
        "doseAndRate": [{"type": {"text": "ordered"}, "doseQuantity": {"value": 1}}],
    }  # fmt: skip
    (row,) = read({**ORDER, "dosageInstruction": [dosage]}).supplies
    assert (row.doses[0].extra, codes(row) & {"member-unknown", "field-unreadable"}) == (
        ("ตาซ้าย", "เขย่าขวด"),
        set(),
    )


@pytest.mark.parametrize(("second", "marked"), [("2026-12-08", False), (8, True)])
def test_the_days_that_a_dosage_names_are_not_left_out_unsaid(second: object, marked: bool) -> None:
    dosage = {"timing": {"event": ["2026-12-01", second], "repeat": {"duration": 1, "durationUnit": "h"}}}
    (row,) = read({**ORDER, "dosageInstruction": [dosage]}).supplies
    told = {(one.code, one.detail) for one in row.remarks}
    assert (("field-unreadable", "dosage.timing.event") in told, len(told) > 0) == (marked, marked)
    assert row.doses[0].events[0].raw == "2026-12-01"


@pytest.mark.parametrize(
    ("reaction", "marked"),
    [
        ({"manifestation": [{"text": "ผื่น"}], "certainty": "unlikely"}, True),
        ({"manifestation": [{"text": "ผื่น"}], "id": "r", "note": [{"text": "x"}], "_severity": {}}, False),
    ],
)
def test_a_member_of_a_reaction_that_is_not_read_marks_its_row(reaction: Any, marked: bool) -> None:
    (fact,) = read({**ALLERGY, "reaction": [reaction]}).allergies
    assert ("member-unknown" in codes(fact)) is marked


# --- said twice, in several, or in no shape of R4


def test_a_withdrawn_allergy_is_withdrawn_whatever_else_is_said() -> None:
    confirmed = {"verificationStatus": coded("confirmed")}
    (fact,) = read({**ALLERGY, "status": "entered-in-error", **confirmed}).allergies
    assert denial(fact) == "entered-in-error"
    (fact,) = read({**ALLERGY, "status": "refuted", **confirmed}).allergies
    assert (fact.stance, "member-unknown" in codes(fact)) == (Stance.ALLERGIC, True)


@pytest.mark.parametrize(
    "more",
    [
        {"resourceType": "Condition", "code": {"text": "x"}, "recordedDate": "2020", "assertedDate": "2021"},
        {"resourceType": "Procedure", "code": {"text": "x"}, "statusReason": {"text": "a"},
         "notDone": True, "notDoneReason": {"text": "b"}},
        {"resourceType": "Observation", "code": {"text": "K"}, "reasonNotPerformed": {"text": "b"}},
    ],
)  # fmt: skip
def test_what_is_said_under_both_names_or_has_no_place_marks_its_row(more: dict[str, Any]) -> None:
    (fact,) = read(more).facts()
    assert "member-unknown" in codes(fact)


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "MedicationRequest", "medication": [{"text": "warfarin"}, {"text": "aspirin"}]},
        {
            "resourceType": "Immunization",
            "notGiven": True,
            "reasonNotGiven": [{"text": "warfarin"}, {"text": "ไข้"}],
        },
    ],
)
def test_of_several_where_one_is_read_the_row_is_marked(resource: dict[str, Any]) -> None:
    fact = one(**resource)
    assert "member-unknown" in codes(fact)
    assert "warfarin" in repr(fact)


@pytest.mark.parametrize("code", [{}, ["x"], 1, None])
def test_a_code_that_is_none_breaks_nothing(code: Any) -> None:
    (fact,) = read(
        {**ALLERGY, "participant": [{"function": {"coding": [{"code": code}]}, "actor": {}}]}
    ).allergies
    assert "member-unknown" in codes(fact)


@pytest.mark.parametrize("participant", [[[{"function": coded("author"), "actor": {}}]], ["x"], "x", 1])
def test_participants_that_are_none_break_nothing(participant: Any) -> None:
    (fact,) = read({**ALLERGY, "participant": participant}).allergies
    assert "member-unknown" in codes(fact)


def test_what_cannot_be_put_into_the_shapes_of_r4_marks_its_row() -> None:
    raw = (
        b'{"resourceType":"MedicationStatement","status":"active","wasNotTaken":true,'
        b'"medicationCodeableConcept":{"text":"x"},"x":%s}' % (b"9" * 5000)
    )
    binder = Binder(TODAY, None)
    binder.add(raw, UNKNOWN)
    (fact,) = binder.record().supplies
    assert "member-unknown" in codes(fact)
