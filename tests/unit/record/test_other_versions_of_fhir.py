"""R5, STU3 and DSTU2 read as what they say; what is unknown marks its row; Parameters give up what they hold."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder
from viewer.record.denials import denial
from viewer.record.facts import Fact, Stance
from viewer.record.others import Other
from viewer.record.story import Record
from viewer.record.values import Quantity


def read(*resources: dict[str, Any]) -> Record:
    binder = Binder(date(2026, 11, 23), None)
    entries = [{"resource": resource} for resource in resources]
    binder.add(
        json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode(), UNKNOWN
    )
    record = binder.record()
    assert record.account.total.adds_up
    return record


def one(**resource: Any) -> Fact:
    (fact,) = read(resource).facts()
    return fact


def codes(fact: Fact) -> set[str]:
    return {remark.code for remark in fact.remarks}


def coded(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


WARFARIN = {"concept": {"text": "Warfarin 3 mg tablet"}}


@pytest.mark.parametrize("type_", ["MedicationRequest", "MedicationDispense", "MedicationStatement"])
def test_a_medicine_of_r5_has_its_name(type_: str) -> None:
    record = read({"resourceType": type_, "status": "active", "medication": WARFARIN})
    (fact,) = record.supplies
    assert (fact.drug.name, fact.drug.ingredients, fact.drug.strength) == (
        "Warfarin 3 mg tablet", ("warfarin",), "3 mg",
    )  # fmt: skip
    assert not codes(fact) & {"reference-broken", "member-unknown"}


def test_a_medicine_of_r5_may_be_pointed_to() -> None:
    medicine = {
        "resourceType": "Medication", "id": "m", "doseForm": {"text": "tablet"},
        "ingredient": [{"item": {"concept": {"text": "metformin"}}, "strengthRatio": {"numerator": {"value": 500,
                        "unit": "mg"}, "denominator": {"value": 1}}}],
    }  # fmt: skip
    row = {"resourceType": "MedicationRequest", "medication": {"reference": {"reference": "Medication/m"}}}
    (fact,) = read(medicine, row).supplies
    assert (fact.drug.name, fact.drug.strength, fact.drug.form) == ("metformin", "500 mg", "tablet")


def test_numbers_keep_their_digits_on_the_way() -> None:
    raw = (
        b'{"resourceType":"MedicationRequest","medication":{"concept":{"text":"x"}},'
        b'"dosageInstruction":[{"asNeeded":true,"doseAndRate":[{"doseQuantity":{"value":1.50}}]}]}'
    )
    binder = Binder(date(2026, 11, 23), None)
    binder.add(raw, UNKNOWN)
    (fact,) = binder.record().supplies
    assert fact.origin.raw == raw
    amount = fact.doses[0].amount
    assert isinstance(amount, Quantity)
    assert (str(amount.value), fact.doses[0].as_needed) == ("1.50", True)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"status": "recorded", "adherence": {"code": coded("not-taking")}}, "not-taken"),
        ({"status": "recorded", "adherence": {"code": coded("taking-as-directed")}}, "active"),
        ({"status": "recorded", "adherence": {"code": coded("stopped-as-directed")}}, "stopped"),
        ({"status": "recorded", "adherence": {"code": coded("on-hold")}}, "on-hold"),
        ({"status": "entered-in-error", "adherence": {"code": coded("taking")}}, "entered-in-error"),
        ({"status": "active", "taken": "n"}, "not-taken"),
        ({"status": "active", "taken": "unk"}, "unknown"),
        ({"status": "active", "taken": "y"}, "active"),
        ({"status": "completed", "wasNotTaken": True}, "not-taken"),
        ({"status": "completed", "wasNotTaken": False}, "completed"),
    ],
)
def test_whether_a_medicine_is_taken(more: dict[str, Any], status: str) -> None:
    fact = one(resourceType="MedicationStatement", medicationCodeableConcept={"text": "metformin"}, **more)
    assert fact.status == status
    assert "member-unknown" not in codes(fact)


@pytest.mark.parametrize(
    ("type_", "more", "turned"),
    [
        ("Procedure", {"notDone": True}, "not-done"),
        ("Procedure", {"notPerformed": True}, "not-done"),
        ("Procedure", {"notDone": "true"}, "not-done"),
        ("Procedure", {"notDone": False}, ""),
        ("Immunization", {"notGiven": True}, "not-given"),
        ("Immunization", {"wasNotGiven": True}, "not-given"),
        ("Immunization", {"notGiven": False}, ""),
        ("MedicationAdministration", {"notGiven": True}, "not-given"),
        ("MedicationAdministration", {"wasNotGiven": True}, "not-given"),
        ("MedicationDispense", {"notDone": True}, "declined"),
    ],
)
def test_what_was_not_done_is_not_told_as_done(type_: str, more: dict[str, Any], turned: str) -> None:
    names = {"code": {"text": "x"}} if type_ == "Procedure" else {"vaccineCode": {"text": "x"}}
    names = {"medicationCodeableConcept": {"text": "x"}} if type_.startswith("Medication") else names
    fact = one(resourceType=type_, status="completed", **names, **more)
    assert denial(fact) == turned
    assert "member-unknown" not in codes(fact)


def test_why_it_was_not_done_is_told() -> None:
    reason = {"text": "ผู้ป่วยปฏิเสธ"}
    (fact,) = read(
        {"resourceType": "Procedure", "code": {"text": "x"}, "notDone": True, "notDoneReason": reason}
    ).procedures
    assert fact.not_done_reason == "ผู้ป่วยปฏิเสธ"


@pytest.mark.parametrize("type_", ["Task", "ServiceRequest", "DeviceRequest", "CommunicationRequest"])
def test_what_is_not_to_be_done_is_forbidden_whatever_the_type(type_: str) -> None:
    fact = one(resourceType=type_, status="requested", code={"text": "Give blood"}, doNotPerform=True)
    assert isinstance(fact, Other)
    assert fact.forbidden


def test_a_reaction_of_r5_has_its_manifestation() -> None:
    (fact,) = read(
        {
            "resourceType": "AllergyIntolerance", "type": coded("intolerance"), "code": {"text": "codeine"},
            "reaction": [{"manifestation": [{"concept": {"text": "คลื่นไส้"}}]}],
            "participant": [{"function": coded("informant"), "actor": {"display": "มารดา"}}],
        }
    ).allergies  # fmt: skip
    assert (fact.stance, fact.informant) == (Stance.SIDE_EFFECT, "มารดา")
    assert [one.words for one in fact.reactions[0].manifestations] == ["คลื่นไส้"]


def test_a_visit_of_r5_has_its_days_class_and_reasons() -> None:
    (visit,) = read(
        {
            "resourceType": "Encounter", "status": "completed",
            "actualPeriod": {"start": "2024-01-02", "end": "2024-01-05"},
            "class": [{"coding": [{"code": "IMP"}]}],
            "reason": [{"value": [{"concept": {"text": "ไข้"}}]}],
            "diagnosis": [{"condition": [{"concept": {"text": "ปอดอักเสบ"}}, {"concept": {"text": "ซีด"}}]}],
        }
    ).visits  # fmt: skip
    assert visit.when is not None
    assert visit.end is not None
    assert (visit.when.raw, visit.end.raw, visit.kind, visit.reasons) == (
        "2024-01-02",
        "2024-01-05",
        "IMP",
        ("ไข้",),
    )
    assert [found.words for found in visit.diagnoses] == ["ปอดอักเสบ", "ซีด"]


def test_a_procedure_of_r5_has_its_date() -> None:
    fact = one(resourceType="Procedure", code={"text": "x"}, occurrenceDateTime="2020-05-05")
    assert fact.when is not None
    assert fact.when.raw == "2020-05-05"


def test_an_allergy_of_dstu2_has_its_substance_and_status() -> None:
    (fact,) = read(
        {"resourceType": "AllergyIntolerance", "substance": {"text": "aspirin"}, "status": "refuted"}
    ).allergies
    assert (fact.substance.words, fact.stance) == ("aspirin", Stance.REFUTED)


def test_a_dose_of_older_versions_is_read() -> None:
    dosage = {
        "doseQuantity": {"value": 2, "unit": "tab"},
        "timing": {"repeat": {"frequency": 1, "period": 24, "periodUnits": "h"}},
    }
    (fact,) = read(
        {
            "resourceType": "MedicationRequest",
            "medicationCodeableConcept": {"text": "x"},
            "dosageInstruction": [dosage],
        }
    ).supplies
    (dose,) = fact.doses
    assert dose.amount == Quantity(Decimal(2), "tab")
    assert dose.period == Quantity(Decimal(24), "h")


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


ALLERGY = {"resourceType": "AllergyIntolerance", "code": {"text": "penicillin"}}
GOUT = {"resourceType": "Condition", "code": {"text": "Gout"}}


@pytest.mark.parametrize("wrapped", [True, False])
def test_parameters_give_up_the_resources_they_hold(wrapped: bool) -> None:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": GOUT}]}
    parameters = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "return", "resource": ALLERGY},
            {"name": "more", "part": [{"name": "deep", "part": [{"name": "deeper", "resource": bundle}]}]},
        ],
    }  # fmt: skip
    if wrapped:
        record = read(parameters)
    else:
        binder = Binder(date(2026, 11, 23), None)
        binder.add(json.dumps(parameters).encode(), UNKNOWN)
        record = binder.record()
    assert [fact.substance.words for fact in record.allergies] == ["penicillin"]
    assert [fact.concept.words for fact in record.problems] == ["Gout"]
    assert (record.account.total.received, record.account.total.shown) == (2, 2)
    assert record.account.total.adds_up


def test_what_parameters_say_beside_their_resources_stays_a_row() -> None:
    record = read(
        {
            "resourceType": "Parameters",
            "parameter": [
                {"name": "return", "resource": ALLERGY},
                {"name": "comment", "valueString": "ระวัง"},
            ],
        }
    )
    assert [fact.origin.type for fact in record.facts()] == ["AllergyIntolerance", "Parameters"]
    assert (
        len(read({"resourceType": "Parameters", "parameter": [{"name": "x", "valueString": "y"}]}).others)
        == 1
    )
