"""STU3 and DSTU2 read as what they say; whether something was taken or done, as each version says it."""

from decimal import Decimal
from typing import Any

import pytest
from unit.record.made import ORDER, coded, codes, one, read

from viewer.record.denials import denial
from viewer.record.facts import Stance
from viewer.record.others import Other
from viewer.record.values import Quantity

# --- taken, done, given


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"status": "recorded", "adherence": {"code": coded("not-taking")}}, "not-taken"),
        ({"status": "recorded", "adherence": {"code": coded("taking-as-directed")}}, "active"),
        ({"status": "recorded", "adherence": {"code": coded("stopped-as-directed")}}, "stopped"),
        ({"status": "recorded", "adherence": {"code": coded("on-hold")}}, "on-hold"),
        ({"status": "entered-in-error", "adherence": {"code": coded("taking")}}, "entered-in-error"),
        ({"status": "draft", "adherence": {"code": coded("taking")}}, "draft"),
        ({"status": "stopped", "adherence": {"code": coded("taking")}}, "stopped"),
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


def test_a_plain_no_denies_nothing() -> None:
    medicine = {"medicationCodeableConcept": {"text": "x"}}
    assert (
        one(resourceType="MedicationStatement", status="active", wasNotTaken=0, **medicine).status == "active"
    )


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


# --- older names and shapes


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


@pytest.mark.parametrize("amount", [{"quantity": {"value": 2}}, {"quantityQuantity": {"value": 2}}])
def test_an_amount_of_dstu2_is_read(amount: dict[str, Any]) -> None:
    statement = {**ORDER, "resourceType": "MedicationStatement", "dosage": [amount]}
    (row,) = read(statement).supplies
    assert row.doses[0].amount == Quantity(Decimal(2))
    assert "member-unknown" not in codes(row)


def test_notes_of_dstu2_are_notes() -> None:
    fact = one(resourceType="Condition", code={"text": "x"}, notes="แพทย์สงสัย")
    assert (fact.note, codes(fact) & {"member-unknown"}) == ("แพทย์สงสัย", set())


def test_who_ordered_a_medicine_by_stu3_is_told() -> None:
    requester = {"agent": {"display": "นพ. ก"}, "onBehalfOf": {"type": "Organization", "display": "รพ. ข"}}
    (row,) = read({**ORDER, "requester": requester}).supplies
    assert (row.prescriber, row.origin.facility) == ("นพ. ก", "รพ. ข")
    (row,) = read({**ORDER, "requester": {"who": "นพ. ก"}}).supplies
    assert "field-unreadable" in codes(row)
    (row,) = read({**ORDER, "requester": {"extension": [{"url": "x"}]}}).supplies
    assert "field-unreadable" not in codes(row)
