"""What is restricted makes its row restricted wherever in it it stands: nothing that is drawn may tell of it."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.commands.written import sheets_json
from viewer.exchange.ledger import Ledger
from viewer.record.restricted import standard_rules
from viewer.record.shelf import Shelf, Source, read_everything
from viewer.view.sheets import all_sheets

TODAY = date(2026, 11, 23)
SECRET = "ติดเชื้อ HIV"
TELLS: dict[str, Any] = {"text": SECRET}
NAMES: dict[str, Any] = {"display": SECRET}
AMOUNT: dict[str, Any] = {"value": 1, "unit": SECRET}
DRUG: dict[str, Any] = {
    "status": "active",
    "medicationCodeableConcept": {"text": "co-trimoxazole 400 mg tab"},
}


def read(*resources: dict[str, Any]) -> Shelf:
    about = {"reference": "Patient/p"}
    sent: list[dict[str, Any]] = [{"resourceType": "Patient", "id": "p"}]
    sent += [{"id": "r", "subject": about, "patient": about, **resource} for resource in resources]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in sent]}
    return read_everything([Source("file", json.dumps(bundle).encode())], TODAY)


def drawn(shelf: Shelf) -> str:
    words = Words("th")
    return sheets_json([all_sheets(one.record, Ledger(), TODAY, words) for one in shelf.persons])


PLACES: list[tuple[str, dict[str, Any]]] = [
    ("MedicationRequest", {**DRUG, "note": [TELLS]}),
    ("MedicationRequest", {**DRUG, "requester": NAMES}),
    ("MedicationRequest", {**DRUG, "status": "stopped", "statusReason": TELLS}),
    ("MedicationRequest", {**DRUG, "dosageInstruction": [TELLS]}),
    ("MedicationRequest", {**DRUG, "dosageInstruction": [{"patientInstruction": SECRET}]}),
    ("MedicationRequest", {**DRUG, "dosageInstruction": [{"asNeededCodeableConcept": TELLS}]}),
    ("MedicationRequest", {**DRUG, "dosageInstruction": [{"doseAndRate": [{"rateQuantity": AMOUNT}]}]}),
    ("MedicationRequest", {**DRUG, "dosageInstruction": [{"maxDosePerPeriod": {"numerator": AMOUNT}}]}),
    ("MedicationRequest", {**DRUG, "reasonCode": [TELLS]}),
    ("MedicationRequest", {**DRUG, "reasonCode": [{"text": "นัดคลินิกนภา"}]}),
    ("MedicationStatement", {**DRUG, "reasonCode": [{"text": "หวัด"}, {"text": "นัดคลินิกนภา"}]}),
    ("MedicationStatement", {**DRUG, "reasonReference": [NAMES]}),
    ("MedicationRequest", {**DRUG, "dosageInstruction": [{"route": TELLS}]}),
    ("MedicationDispense", {**DRUG, "note": [TELLS]}),
    ("MedicationDispense", {**DRUG, "status": "declined", "statusReasonCodeableConcept": TELLS}),
    ("MedicationDispense", {**DRUG, "dosageInstruction": [TELLS]}),
    ("MedicationDispense", {**DRUG, "dosageInstruction": [{"additionalInstruction": [TELLS]}]}),
    ("MedicationStatement", {**DRUG, "informationSource": NAMES}),
    ("MedicationStatement", {**DRUG, "note": [TELLS]}),
    ("MedicationStatement", {**DRUG, "statusReason": [TELLS]}),
    ("MedicationStatement", {**DRUG, "dosage": [TELLS]}),
    ("MedicationAdministration", {**DRUG, "note": [TELLS]}),
    ("MedicationAdministration", {**DRUG, "status": "not-done", "statusReason": [TELLS]}),
    ("MedicationAdministration", {**DRUG, "dosage": TELLS}),
    ("MedicationAdministration", {**DRUG, "dosage": {"rateQuantity": AMOUNT}}),
    ("MedicationAdministration", {**DRUG, "reasonCode": [TELLS]}),
    ("Observation", {"code": {"text": "ผลเลือด"}, "valueString": "บวก", "method": TELLS}),
    ("Observation", {"code": {"text": "ผลเลือด"}, "valueString": "บวก", "specimen": NAMES}),
    ("Observation", {"code": {"text": "ผลเลือด"}, "valueString": "บวก", "focus": [NAMES]}),
    ("Observation", {"code": {"text": "ชุด"}, "component": [{"code": {"text": "ผล"}, "valueString": SECRET}]}),
    (
        "Observation",
        {"code": {"text": "ชุด"}, "component": [{"code": {"text": "ผล"}, "valueCodeableConcept": TELLS}]},
    ),
    ("DiagnosticReport", {"code": {"text": "รายงาน"}, "presentedForm": [{"title": SECRET}]}),
    ("Condition", {"code": {"text": "ปอดอักเสบ"}, "note": [TELLS]}),
    ("Condition", {"code": {"text": "ปอดอักเสบ"}, "severity": TELLS}),
    ("Condition", {"code": {"text": "ปอดอักเสบ"}, "bodySite": [TELLS]}),
    ("Condition", {"code": {"text": "ปอดอักเสบ"}, "onsetString": SECRET}),
    ("Condition", {"code": {"text": "ปอดอักเสบ"}, "abatementString": SECRET}),
    ("Condition", {"code": {"text": "ปอดอักเสบ"}, "stage": [{"summary": TELLS}]}),
    ("Procedure", {"code": {"text": "ให้คำปรึกษา"}, "reasonCode": [TELLS]}),
    ("Procedure", {"code": {"text": "ให้คำปรึกษา"}, "complication": [TELLS]}),
    ("Procedure", {"code": {"text": "ให้คำปรึกษา"}, "followUp": [TELLS]}),
    ("Procedure", {"code": {"text": "ให้คำปรึกษา"}, "reasonCode": [{"text": "นัดคลินิกนภา"}]}),
    ("Procedure", {"code": {"text": "ให้คำปรึกษา"}, "followUp": [{"text": "นัดคลินิกนภา"}]}),
    ("Procedure", {"code": {"text": "ให้คำปรึกษา"}, "outcome": TELLS}),
    ("Procedure", {"code": {"text": "ให้คำปรึกษา"}, "status": "not-done", "statusReason": TELLS}),
    ("Procedure", {"code": {"text": "ให้คำปรึกษา"}, "bodySite": [TELLS]}),
    ("Procedure", {"code": {"text": "ให้คำปรึกษา"}, "performer": [{"actor": {"display": "คลินิกยาต้านไวรัส"}}]}),
    ("Procedure", {"code": {"text": "ให้คำปรึกษา"}, "performedString": SECRET}),
    ("Immunization", {"vaccineCode": {"text": "BCG"}, "status": "not-done", "statusReason": TELLS}),
    ("Immunization", {"vaccineCode": {"text": "BCG"}, "note": [TELLS]}),
    ("Immunization", {"vaccineCode": {"text": "BCG"}, "subpotentReason": [TELLS]}),
    ("Immunization", {"vaccineCode": {"text": "BCG"}, "reaction": [{"detail": NAMES}]}),
    ("Immunization", {"vaccineCode": {"text": "BCG"}, "reportOrigin": {"text": "คลินิกนภา"}}),
    ("Immunization", {"vaccineCode": {"text": "BCG"}, "route": TELLS}),
    ("Immunization", {"vaccineCode": {"text": "BCG"}, "site": TELLS}),
    ("Immunization", {"vaccineCode": {"text": "BCG"}, "protocolApplied": [{"doseNumberString": SECRET}]}),
    ("Immunization", {"vaccineCode": {"text": "BCG"}, "occurrenceString": SECRET}),
    ("Immunization", {"vaccineCode": {"text": "BCG"}, "performer": [{"actor": {"display": "คลินิกนภา"}}]}),
    ("Encounter", {"class": {"code": SECRET}}),
    ("Encounter", {"class": {"code": "AMB", "display": "คลินิกนภา"}}),
    ("Encounter", {"reasonReference": [NAMES]}),
    ("Encounter", {"reasonCode": [{"text": "นัดคลินิกนภา"}]}),
    ("Encounter", {"hospitalization": {"admitSource": {"text": "คลินิกนิรนาม"}}}),
    ("Encounter", {"hospitalization": {"dischargeDisposition": TELLS}}),
    ("Encounter", {"diagnosis": [{"condition": {"display": "ปอดอักเสบ"}, "use": TELLS}]}),
    ("DocumentReference", {"description": "จดหมาย", "author": [{"display": "คลินิกยาต้านไวรัส"}]}),
    ("Composition", {"title": SECRET, "section": [{"title": "ก", "text": {"div": "<div>ข</div>"}}]}),
    ("Composition", {"type": TELLS, "section": [{"title": "ก", "text": {"div": "<div>ข</div>"}}]}),
    ("Composition", {"title": "สรุป", "section": [{"code": TELLS, "text": {"div": "<div>ข</div>"}}]}),
    ("Composition", {"title": "สรุป", "section": [{"title": "ก", "section": [{"code": TELLS}]}]}),
    ("Composition", {"title": "สรุป", "author": [{"display": "คลินิกยาต้านไวรัส"}], "section": [{"title": "ก"}]}),
]


@pytest.mark.parametrize(("type_", "resource"), PLACES)
def test_a_row_that_tells_of_it_anywhere_is_restricted(type_: str, resource: dict[str, Any]) -> None:
    shelf = read({"resourceType": type_, **resource})
    assert shelf.account.types[type_].restricted == 1
    told = drawn(shelf)
    assert SECRET not in told
    assert "คลินิก" not in told


def test_a_medicine_that_only_its_reference_names_is_restricted() -> None:
    named = {"reference": "Medication/m", "display": "Efavirenz 600 mg"}
    nameless = {"resourceType": "Medication", "id": "m", "form": {"text": "เม็ด"}}
    shelf = read({"resourceType": "MedicationRequest", "medicationReference": named}, nameless)
    assert shelf.account.types["MedicationRequest"].restricted == 1
    assert "favirenz" not in drawn(shelf)


def test_a_reason_that_must_be_seen_hides_nothing_for_its_words() -> None:
    """A dementia with psychosis is told whatever its words say, as the reason of a medicine or a procedure, too."""
    dementia = {
        "coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "F03"}],
        "text": "สมองเสื่อม มีอาการโรคจิต",
    }
    shelf = read(
        {"resourceType": "MedicationRequest", **DRUG, "reasonCode": [dementia]},
        {"resourceType": "Procedure", "code": {"text": "ให้คำปรึกษา"}, "reasonCode": [dementia]},
    )
    assert shelf.account.total.restricted == 0
    assert "สมองเสื่อม" in drawn(shelf)


def test_what_is_not_drawn_hides_no_medicine_but_is_not_shown_as_sent() -> None:
    code = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "B24"}]}
    why = {"extension": [{"url": "https://his.example/program", "valueCodeableConcept": code}]}
    shelf = read({"resourceType": "MedicationRequest", **DRUG, **why})
    assert shelf.account.types["MedicationRequest"].shown == 1
    assert "B24" not in drawn(shelf)
    (row,) = shelf.persons[0].record.supplies
    assert standard_rules().of_sent(row.origin.raw) == "hiv"


@pytest.mark.parametrize(
    ("sent", "category"),
    [
        ({"text": {"div": "<div>ผู้ป่วย HIV</div>"}}, "hiv"),
        ({"extension": [{"valueCodeableConcept": {"coding": [{"code": "F20.0"}]}}]}, "psychiatric"),
        ({"contained": [{"code": {"coding": [{"system": "http://loinc.org", "code": "20447-9"}]}}]}, "hiv"),
        ({"valueCoding": {"system": "http://snomed.info/sct", "code": "76272004"}}, "sti"),
        ({"location": [{"display": "คลินิกนภา"}]}, "hiv"),
        (
            {
                "code": {
                    "coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "F03"}],
                    "text": "โรคจิต",
                }
            },
            "",
        ),
        ({"code": {"text": "เบาหวาน"}, "valueInteger": 24, "active": True, "note": None}, ""),
    ],
)
def test_what_was_sent_is_looked_through_whole(sent: dict[str, Any], category: str) -> None:
    assert standard_rules().of_sent(json.dumps(sent, ensure_ascii=False).encode()) == category


def test_what_was_sent_and_is_no_json_is_looked_through_as_text() -> None:
    assert standard_rules().of_sent(b'{"text": "anti-HIV') == "hiv"
    assert standard_rules().of_sent(b'{"text": "FBS') == ""
