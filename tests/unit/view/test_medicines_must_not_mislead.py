"""What a clinician with three minutes would read wrongly of medicines and of findings on them: one test for each way it
once could be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from unit.view.made import by_name, pen_of, rows

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger, LineState
from viewer.view.coverage import coverage_words, undecided_words
from viewer.view.finding_words import evidence, headline
from viewer.view.pen import Pen
from viewer.view.sheets import sheet

Patient = Callable[..., Any]


def test_only_the_sent_words_stand_in_quotes(patient: Patient, words: Words, today: date) -> None:
    row = by_name(rows(patient(5), "medicines", "medicines", today, words))["diclofenac"]
    detail = row.details[0].cells[1].text if row.details else ""
    assert "“1x3 pc prn” = ครั้งละ 1 เม็ด วันละ 3 ครั้ง หลังอาหาร เมื่อมีอาการ" in detail


def test_why_days_cannot_be_counted_is_the_true_reason(patient: Patient, words: Words, today: date) -> None:
    row = by_name(rows(patient(8), "medicines", "medicines", today, words))["methotrexate"]
    assert row.cells[4].text == "คำนวณไม่ได้: ข้อความกับโครงสร้างไม่ตรงกัน"


def test_past_medicines_are_not_all_while_answers_are_missing(
    patient: Patient, words: Words, today: date
) -> None:
    person = patient(10, {"F08": LineState.TIMED_OUT})
    drawn = sheet("summary", person.record, person.ledger, today, words)
    empty = next(part.empty for part in drawn.sections if part.name == "current-medicines")
    assert empty.startswith("พบเฉพาะยาที่เคยใช้ ดูหน้ายา · ไม่พบข้อมูล (ตอบ ")


def test_what_was_read_from_files_names_who_says_so(patient: Patient, words: Words, today: date) -> None:
    person = patient(1)
    drawn = sheet("summary", person.record, Ledger(), today, words)
    found = {row.cells[0].text: row for part in drawn.sections for row in part.rows}
    note = found["metformin 500 มก. เม็ด"].cells[1].note
    assert note == "รพ.ศูนย์ธารสุวรรณ หยุด “eGFR ลดลง ให้หยุด” · รพ.บ้านเหนือคลอง ยังมียา", (
        "letters stand for nothing there"
    )


# --- findings


def test_what_is_ordered_meets_what_is_taken_and_says_that_nobody_supplied_it(words: Words) -> None:
    def taken(type_: str, name: str, day: str, **more: object) -> dict[str, Any]:
        dose = {"text": "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน"}
        return {"resourceType": type_, "medicationCodeableConcept": {"text": name}, **more,
                **({"authoredOn": day, "status": "active", "dosageInstruction": [dose]}
                   if type_ == "MedicationRequest" else
                   {"whenHandedOver": day, "status": "completed", "dosageInstruction": [dose],
                    "quantity": {"value": 90, "unit": "เม็ด"}})}  # fmt: skip

    pen = pen_of(
        words,
        taken("MedicationDispense", "simvastatin 20 mg tab", "2026-11-10"),
        taken("MedicationRequest", "clarithromycin 500 mg tab", "2026-11-23"),
        taken("MedicationRequest", "warfarin 3 mg tab", "2026-10-01"),
    )
    told = [headline(pen, finding) for finding in pen.sifted.standing]
    assert "clarithromycin (สั่ง ยังไม่พบการจ่าย)" in told[0]
    assert "คำสั่งที่ยังไม่พบการจ่าย 1 รายการ ไม่ได้เทียบ" in coverage_words(pen)
    assert "คำสั่งที่ยังไม่พบการจ่าย 1 รายการ ไม่ได้เทียบ" in coverage_words(pen, brief=True)
    assert "ระบุตัวยาได้ 2 จาก 2 รายการ" in coverage_words(pen)


def test_person_6_whose_orders_are_old_is_told_that_they_were_not_compared(
    patient: Patient, words: Words, today: date
) -> None:
    person = patient(6)
    pen = Pen(person.record, person.ledger, today, words)
    assert "คำสั่งที่ยังไม่พบการจ่าย 4 รายการ ไม่ได้เทียบ" in coverage_words(pen)


def test_of_a_pregnant_woman_it_is_said_which_medicines_were_looked_at(
    patient: Patient, words: Words, today: date
) -> None:
    told = {}
    for number in (4, 8):
        person = patient(number)
        told[number] = coverage_words(Pen(person.record, person.ledger, today, words))
    assert "กฎสำหรับหญิงตั้งครรภ์มีเฉพาะ: isotretinoin, methotrexate, valproate" in told[4]
    assert "NSAIDs" in told[4]
    assert "หญิงตั้งครรภ์" not in told[8]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (4, "ergotamine: ห้ามใช้ในหญิงตั้งครรภ์ (RDU ข้อ 17)"),
        (4, "isotretinoin: เคยได้ยานี้ช่วงต้นครรภ์ (ประวัติ)"),
        (8, "methotrexate: ข้อความกับโครงสร้างไม่ตรงกัน ไม่คำนวณขนาด"),
    ],
)
def test_a_finding_names_its_medicine_once(
    number: int, told: str, patient: Patient, words: Words, today: date
) -> None:
    person = patient(number)
    pen = Pen(person.record, person.ledger, today, words)
    assert told in [headline(pen, finding) for finding in pen.sifted.standing]


def test_what_could_not_be_decided_names_the_medicine_it_is_about(
    patient: Patient, words: Words, today: date
) -> None:
    person = patient(8)
    told = undecided_words(Pen(person.record, person.ledger, today, words))
    start = "ตัดสินไม่ได้: methotrexate: ห้ามใช้ในหญิงตั้งครรภ์ ยกเว้นรักษามะเร็ง (ฉลากยา)"
    assert [line for line in told if line.startswith(start) and line.endswith("(ไม่ทราบว่าตั้งครรภ์หรือไม่)")]


def test_paper_says_of_what_could_not_be_decided_what_is_missing(
    patient: Patient, words: Words, today: date
) -> None:
    """It has no list of the rules: a bare number would tell whoever reads it nothing to ask for."""
    person = patient(8)
    pen = Pen(person.record, person.ledger, today, words)
    missing = "กฎที่ตัดสินไม่ได้ 3 ข้อ (ไม่ทราบว่าตั้งครรภ์หรือไม่, ไม่ทราบว่าให้นมบุตรหรือไม่)"
    assert missing in coverage_words(pen, brief=True)
    assert missing not in coverage_words(pen)


def test_metformin_with_a_coded_stage_says_that_no_number_was_found(words: Words) -> None:
    pen = pen_of(
        words,
        {
            "resourceType": "Condition", "clinicalStatus": {"coding": [{"code": "active"}]},
            "recordedDate": "2026-10-01",
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "N18.4"}]},
        },
        {
            "resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": "2026-11-10",
            "medicationCodeableConcept": {"text": "metformin 500 mg tab"}, "quantity": {"value": 60, "unit": "เม็ด"},
        },
    )  # fmt: skip
    (finding,) = pen.sifted.standing
    assert headline(pen, finding).startswith("metformin: วินิจฉัยโรคไตเรื้อรังระยะ 4-5")
    assert "ไม่พบค่า eGFR" in evidence(pen, finding)
