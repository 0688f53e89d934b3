"""A table of denials through the real sheets: the name of what is not so never stands without the words that say so.

Every line of every sheet, bar, band and letter on which the name appears must carry one of the words beside it.
"""

from typing import Any

import pytest

from viewer.base.words import Words
from viewer.record.courses import CourseState

from .made import lines_of, pen_of, sheets_of

ERROR, CANCELLED = "ต้นทางแจ้งว่าบันทึกผิด", "ยกเลิก"
NOT_DONE, NOT_TAKEN, REFUTED, NONE = "ไม่ได้ทำ", "ไม่ได้ใช้", "ประเมินแล้วไม่ใช่", "ต้นทางแจ้งว่าไม่มี"
DAY = "2026-11-20"


def code(text: str, **coding: str) -> dict[str, Any]:
    return {"text": text, "coding": [coding]} if coding else {"text": text}


def status(value: str) -> dict[str, Any]:
    return {"coding": [{"code": value}]}


def condition(text: str, verification: str = "", clinical: str = "active", **coding: str) -> dict[str, Any]:
    made = {"resourceType": "Condition", "code": code(text, **coding), "recordedDate": DAY,
            "clinicalStatus": status(clinical)}  # fmt: skip
    return made | ({"verificationStatus": status(verification)} if verification else {})


def statement(text: str, state: str = "active", **coding: str) -> dict[str, Any]:
    return {"resourceType": "MedicationStatement", "status": state, "effectiveDateTime": DAY,
            "medicationCodeableConcept": code(text, **coding)}  # fmt: skip


def request(text: str, state: str = "active", **more: Any) -> dict[str, Any]:
    return {"resourceType": "MedicationRequest", "status": state, "authoredOn": DAY,
            "medicationCodeableConcept": code(text)} | more  # fmt: skip


def dispense(text: str, state: str) -> dict[str, Any]:
    return {"resourceType": "MedicationDispense", "status": state, "whenHandedOver": DAY,
            "medicationCodeableConcept": code(text), "quantity": {"value": 30, "unit": "เม็ด"}}  # fmt: skip


def procedure(text: str, state: str, **coding: str) -> dict[str, Any]:
    return {"resourceType": "Procedure", "status": state, "code": code(text, **coding),
            "performedDateTime": DAY}  # fmt: skip


def vaccine(text: str, state: str, **coding: str) -> dict[str, Any]:
    return {"resourceType": "Immunization", "status": state, "vaccineCode": code(text, **coding),
            "occurrenceDateTime": DAY}  # fmt: skip


def observation(text: str, state: str = "final", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": state,
        "code": code(text),
        "effectiveDateTime": DAY,
    } | more


def allergy(text: str, verification: str = "", **more: Any) -> dict[str, Any]:
    made = {"resourceType": "AllergyIntolerance", "code": code(text), "recordedDate": DAY,
            "asserter": {"display": "ผู้ป่วย"}}  # fmt: skip
    return made | ({"verificationStatus": status(verification)} if verification else {}) | more


def encounter(text: str, state: str) -> dict[str, Any]:
    return {"resourceType": "Encounter", "status": state, "class": {"code": "AMB"}, "period": {"start": DAY},
            "reasonCode": [{"text": text}]}  # fmt: skip


CASES: list[tuple[str, dict[str, Any], str, tuple[str, ...]]] = [
    # what, the resource, the name that must never stand alone, the words of which one must stand beside it
    ("a refuted diagnosis", condition("มะเร็งปอด", "refuted", code="C34.9"), "มะเร็งปอด", (REFUTED,)),
    ("a diagnosis entered in error", condition("โรคลมชัก", "entered-in-error"), "โรคลมชัก", (ERROR,)),
    ("a resolved diagnosis", condition("ปอดอักเสบ", clinical="resolved"), "ปอดอักเสบ", ("หายแล้ว", "ปอดอักเสบ")),
    ("no known problems, IPS", condition("No known problems", code="no-known-problems"), "No known problems", (NONE,)),
    ("no problems, SNOMED CT", condition("No current problems", code="160245001"), "No current problems", (NONE,)),
    ("no chronic disease, in Thai", condition("ปฏิเสธโรคประจำตัว"), "โรคประจำตัว", (NONE,)),
    ("nobody knows of problems", condition("No information", code="no-problem-info"), "No information",
     ("ต้นทางแจ้งว่าไม่มีข้อมูล",)),
    ("not taken", statement("warfarin 3 mg tab", "not-taken"), "warfarin", (NOT_TAKEN,)),
    ("a medicine entered in error", statement("warfarin 3 mg tab", "entered-in-error"), "warfarin", (ERROR,)),
    ("a stopped medicine", statement("warfarin 3 mg tab", "stopped"), "warfarin", ("หยุด",)),
    ("a medicine on hold", statement("warfarin 3 mg tab", "on-hold"), "warfarin", ("งดชั่วคราว", "พัก")),
    ("a medicine intended", statement("warfarin 3 mg tab", "intended"), "warfarin", ("ตามแผน",)),
    ("no known medicines, IPS", statement("No known medications", code="no-known-medications"),
     "No known medications", (NONE,)),
    ("no known medicines, SNOMED CT", statement("No known medications", code="787481004"),
     "No known medications", (NONE,)),
    ("no regular medicines, in Thai", statement("ไม่มียาประจำ"), "ยาประจำ", (NONE,)),
    ("an order not to give", request("aspirin 81 mg tab", doNotPerform=True), "aspirin", ("ต้นทางสั่งห้ามให้",)),
    ("an order cancelled", request("aspirin 81 mg tab", "cancelled"), "aspirin", (CANCELLED,)),
    ("an order stopped", request("aspirin 81 mg tab", "stopped"), "aspirin", ("หยุด",)),
    ("a draft of an order", request("aspirin 81 mg tab", "draft"), "aspirin", ("ร่าง",)),
    ("a proposal", request("aspirin 81 mg tab", intent="proposal"), "aspirin", ("เป็นเพียงข้อเสนอ",)),
    ("a supply declined", dispense("aspirin 81 mg tab", "declined"), "aspirin", ("ปฏิเสธรับ",)),
    ("a supply cancelled", dispense("aspirin 81 mg tab", "cancelled"), "aspirin", (CANCELLED,)),
    ("a supply being prepared", dispense("aspirin 81 mg tab", "preparation"), "aspirin", ("ยังไม่ได้จ่าย",)),
    ("a procedure not done", procedure("ผ่าตัดต้อกระจก", "not-done"), "ผ่าตัดต้อกระจก", (NOT_DONE,)),
    ("a procedure entered in error", procedure("ผ่าตัดต้อกระจก", "entered-in-error"), "ผ่าตัดต้อกระจก", (ERROR,)),
    ("no known procedures", procedure("No known procedures", "completed", code="787480003"),
     "No known procedures", (NONE,)),
    ("a vaccine not given", vaccine("MMR", "not-done"), "MMR", ("ไม่ได้ให้",)),
    ("a vaccine entered in error", vaccine("MMR", "entered-in-error"), "MMR", (ERROR,)),
    ("no known vaccines", vaccine("No known immunizations", "completed", code="no-known-immunizations"),
     "No known immunizations", (NONE,)),
    ("a result entered in error", observation("Potassium", "entered-in-error",
     valueQuantity={"value": 7.9, "unit": "mmol/L"}), "7.9", (ERROR,)),
    ("a result cancelled", observation("Potassium", "cancelled", valueQuantity={"value": 7.9, "unit": "mmol/L"}),
     "7.9", (CANCELLED,)),
    ("not detected", observation("Xpert MTB/RIF", valueString="RIF resistance NOT DETECTED"), "RIF resistance",
     ("NOT DETECTED",)),
    ("not detected, coded", observation("SARS-CoV-2", valueCodeableConcept=code("Not detected", code="260415000")),
     "etected", ("Not detected",)),
    ("a boolean that is false", observation("ตั้งครรภ์อยู่", valueBoolean=False), "ตั้งครรภ์อยู่", ("ไม่ใช่",)),
    ("a denial in words", observation("ประวัติสูบบุหรี่", valueString="ปฏิเสธการสูบบุหรี่"), "การสูบบุหรี่", ("ปฏิเสธ",)),
    ("a situation that is denied", condition("No family history of diabetes mellitus (situation)", code="160274005"),
     "diabetes", ("No family history",)),
    ("absent, in words", observation("Family history of breast cancer", valueString="Absent"),
     "breast cancer", ("Absent",)),
    ("a refuted allergy", allergy("penicillin", "refuted"), "penicillin", ("ประเมินแล้วไม่แพ้",)),
    ("an allergy entered in error", allergy("penicillin", "entered-in-error"), "penicillin", (ERROR,)),
    ("a visit cancelled", encounter("เจ็บแน่นหน้าอก", "cancelled"), "เจ็บแน่นหน้าอก", (CANCELLED,)),
    ("a visit planned", encounter("เจ็บแน่นหน้าอก", "planned"), "เจ็บแน่นหน้าอก", ("ตามแผน",)),
    ("a report entered in error", {"resourceType": "DiagnosticReport", "status": "entered-in-error",
     "code": {"text": "CT brain"}, "effectiveDateTime": DAY, "conclusion": "เลือดออกในสมอง"}, "เลือดออกในสมอง", (ERROR,)),
    ("a document superseded", {"resourceType": "DocumentReference", "status": "superseded", "date": DAY,
     "description": "สรุปจำหน่าย"}, "สรุปจำหน่าย", ("มีฉบับใหม่แทนแล้ว",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "name", "said"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_the_name_never_stands_without_its_turn(
    resource: dict[str, Any], name: str, said: tuple[str, ...], words: Words
) -> None:
    pen = pen_of(words, resource)
    found = [(place, line) for place, line in lines_of(pen) if name in line]
    assert found, "shown, not dropped"
    assert [where for where in found if not any(word in where[1] for word in said)] == []


@pytest.mark.parametrize(
    "resource",
    [case[1] for case in CASES if case[1]["resourceType"].startswith("Medication") and "hold" not in case[0]],
)
def test_what_is_not_taken_is_no_medicine_in_use(resource: dict[str, Any], words: Words) -> None:
    pen = pen_of(words, resource)
    (course,) = pen.courses
    assert course.state not in (CourseState.USING, CourseState.AS_NEEDED, CourseState.ORDERED_ONLY)
    sections = {section.name: section for section in sheets_of(pen)["summary"].sections}
    listed = [row.cells[1].text for row in sections["current-medicines"].rows]
    assert set(listed) <= {"ไม่ทราบ"}  # an intention, a draft, a supply being prepared: open, and said so


@pytest.mark.parametrize(
    ("code_", "text"),
    [("716186003", "No known allergy"), ("no-known-allergies", "No known allergies"), ("", "ปฏิเสธการแพ้ยา"),
     ("409137002", "No known drug allergy"), ("no-allergy-info", "No information about allergies")],
)  # fmt: skip
def test_no_known_allergy_is_nowhere_an_allergen(code_: str, text: str, words: Words) -> None:
    pen = pen_of(words, allergy(text) | {"code": code(text, code=code_) if code_ else code(text)})
    assert not pen.finding.drugs
    assert [line for _, line in lines_of(pen) if f"แพ้: {text}" in line or line.startswith(f"แพ้ {text}")] == []


def test_nothing_is_concluded_from_what_was_not_done_or_refuted(words: Words) -> None:
    pen = pen_of(
        words,
        condition("ไตวายเรื้อรังที่ต้องฟอกเลือด", "refuted", system="http://hl7.org/fhir/sid/icd-10", code="Z99.2"),
        procedure("Haemodialysis AVF แขนซ้าย", "not-done", system="http://snomed.info/sct", code="302497006"),
        condition("ตั้งครรภ์", "entered-in-error", system="http://hl7.org/fhir/sid/icd-10", code="Z34.9"),
        condition("วัณโรคปอด", "refuted", system="http://hl7.org/fhir/sid/icd-10", code="A15.0"),
        request("warfarin 3 mg tab", doNotPerform=True),
    )
    assert pen.dialysis is None
    assert pen.pregnancy is None
    band = [line for place, line in lines_of(pen) if place == "band"]
    assert [line for line in band if any(word in line for word in ("ฟอก", "AVF", "วัณโรค", "warfarin"))] == []


def test_one_place_refutes_what_another_says(words: Words) -> None:
    pen = pen_of(
        words,
        condition("โรคลมชัก", "confirmed", system="http://hl7.org/fhir/sid/icd-10", code="G40.9"),
        condition("โรคลมชัก", "refuted", system="http://hl7.org/fhir/sid/icd-10", code="G40.9"),
    )
    (row,) = sheets_of(pen)["problems"].sections[0].rows
    assert row.cells[0].text == "โรคลมชัก"
    assert "ข้อมูลขัดแย้ง" in [mark.word for mark in row.marks]
    assert {detail.cells[1].text for detail in row.details} == {"โรคลมชัก", "ประเมินแล้วไม่ใช่: โรคลมชัก"}


def test_a_dose_that_was_not_given_is_not_counted(words: Words) -> None:
    weak = vaccine("JE", "completed") | {"isSubpotent": True}
    pen = pen_of(words, vaccine("MMR", "not-done"), vaccine("Tdap", "completed"), weak)
    section = sheets_of(pen)["vaccines"].sections[0]
    assert len(section.rows) == 3
    assert any("ฤทธิ์ไม่เพียงพอ" in row.cells[1].note for row in section.rows if "JE" in row.cells[1].text)
    assert section.caption.startswith("1 ")


def test_a_day_of_results_says_which_of_them_is_wrong(words: Words) -> None:
    pen = pen_of(
        words,
        observation("Potassium", valueQuantity={"value": 4.1, "unit": "mmol/L"}),
        observation("Sodium", "entered-in-error", valueQuantity={"value": 99, "unit": "mmol/L"}),
    )
    (row,) = sheets_of(pen)["timeline"].sections[0].rows
    assert row.cells[3].text == "K 4.1 มมล./ล. · ต้นทางแจ้งว่าบันทึกผิด: Na 99 มมล./ล."
