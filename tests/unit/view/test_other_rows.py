"""Rows read by the table, in words: every code has its Thai, and nothing reads as its opposite."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger
from viewer.record.binder import Binder
from viewer.record.reading.forms_care import PLANS
from viewer.record.reading.forms_found import ANY, FINDINGS
from viewer.record.story import Record
from viewer.view import other_words
from viewer.view.band import band
from viewer.view.sheet import Row, Section, Sheet
from viewer.view.sheets import all_sheets, sheet
from viewer.view.terms import kinds

F01 = Facility("99001", "รพ.ศูนย์ธารสุวรรณ")
Strings = Callable[[Any], list[str]]


def record(*resources: dict[str, Any]) -> Record:
    binder = Binder(date(2026, 11, 23), None)
    for resource in resources:
        binder.add(json.dumps(resource).encode(), F01)
    return binder.record()


def others(found: Record, today: date, words: Words) -> dict[str, Section]:
    return {part.name: part for part in sheet("others", found, Ledger(), today, words).sections}


def row_of(resource: dict[str, Any], today: date, words: Words) -> Row:
    sections = others(record(resource), today, words)
    (row,) = [row for section in sections.values() for row in section.rows]
    return row


def test_every_label_part_and_type_of_the_table_has_its_word(words: Words) -> None:
    labels, parts, types = other_words.labels(words), other_words.parts(words), kinds(words)
    for form in (*PLANS, *FINDINGS, ANY):
        assert {label for label, _ in form.lines} <= labels.keys(), form.type
        for nest in form.nests:
            assert {label for label, _ in nest.lines} <= labels.keys(), (form.type, nest.kind)
            assert nest.kind in parts, (form.type, nest.kind)
        assert form.type in types or form is ANY, form.type
    assert other_words.states(words).keys() >= other_words.NEGATING


def test_every_type_of_the_table_stands_in_one_group(words: Words) -> None:
    named = [type_ for group in other_words.groups(words) for type_ in group.types]
    assert len(named) == len(set(named))
    assert {form.type for form in (*PLANS, *FINDINGS)} - set(named) == {"Substance"}


@pytest.mark.parametrize("status", sorted(other_words.NEGATING))
def test_a_negating_status_stands_before_the_words_wherever_they_are_told(
    status: str, words: Words, today: date
) -> None:
    found = record(
        {"resourceType": "Task", "status": status, "code": {"text": "ฉีดวัคซีน"}, "authoredOn": "2026-11-01"}
    )
    word = other_words.states(words)[status]
    (row,) = others(found, today, words)["orders"].rows
    assert row.cells[1].text == f"{word}: ฉีดวัคซีน"
    assert [mark.word for mark in row.marks] == [word]
    events = sheet("timeline", found, Ledger(), today, words).sections[0]
    assert events.rows[0].cells[3].text == f"{word}: ฉีดวัคซีน"


def test_what_is_forbidden_says_so_first(words: Words, today: date) -> None:
    plan = {
        "resourceType": "CarePlan",
        "status": "active",
        "activity": [
            {"detail": {"code": {"text": "เจาะเลือดแขนซ้าย"}, "doNotPerform": True, "status": "in-progress"}}
        ],
    }
    assert row_of(plan, today, words).details[0].cells[1].text == "ห้ามทำ: เจาะเลือดแขนซ้าย"
    order = {"resourceType": "ServiceRequest", "code": {"text": "วัดความดันแขนซ้าย"}, "doNotPerform": True}
    row = row_of(order, today, words)
    assert (row.cells[1].text, row.marks[0].word) == ("ห้ามทำ: วัดความดันแขนซ้าย", "ห้ามทำ")


def test_a_consent_refused_never_reads_as_given(words: Words, today: date) -> None:
    refused = {
        "resourceType": "Consent",
        "status": "active",
        "category": [{"text": "เปิดเผยข้อมูล"}],
        "provision": {"type": "deny"},
    }
    assert row_of(refused, today, words).cells[1].text == "ไม่ยินยอม: เปิดเผยข้อมูล"
    partly = {**refused, "provision": {"type": "deny", "provision": [{"type": "permit"}]}}
    assert row_of(partly, today, words).cells[1].text == "ไม่ยินยอม เว้นแต่ที่ระบุไว้: เปิดเผยข้อมูล"


def test_a_contraindicated_vaccine_never_reads_as_due(words: Words, today: date) -> None:
    told = {
        "contraindicatedVaccineCode": [{"text": "MMR"}],
        "forecastStatus": {"coding": [{"code": "contraindicated"}]},
    }
    row = row_of({"resourceType": "ImmunizationRecommendation", "recommendation": [told]}, today, words)
    assert "MMR" not in row.cells[1].text
    assert "ห้ามให้: MMR" in row.cells[1].note
    assert "ห้ามให้: MMR" in row.details[0].cells[1].note


def test_an_unanswered_question_says_so_and_a_no_is_a_no(words: Words, today: date) -> None:
    items = [
        {"text": "สูบบุหรี่"},
        {"text": "ดื่มสุรา", "answer": [{"valueBoolean": False}]},
        {"text": "หมวด", "item": [{"text": "ย่อย"}]},
    ]
    row = row_of({"resourceType": "QuestionnaireResponse", "item": items}, today, words)
    told = [(detail.cells[1].text, detail.cells[1].note) for detail in row.details]
    assert told == [("สูบบุหรี่", "ไม่ได้ตอบ"), ("ดื่มสุรา", "ไม่ใช่"), ("หมวด", ""), ("– ย่อย", "ไม่ได้ตอบ")]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("completed", "ให้ morphine 5 mg ในสถานพยาบาล"),
        ("not-done", "ไม่ได้ให้ morphine 5 mg"),
        ("unknown", "ไม่ทราบว่าได้ให้หรือไม่: morphine 5 mg"),
        ("entered-in-error", "บันทึกผิดพลาด ไม่ถือว่าได้ให้ morphine 5 mg"),
        ("stopped", "เริ่มให้แล้วหยุดก่อนครบ: morphine 5 mg"),
        ("on-hold", "พักการให้ morphine 5 mg"),
        ("in-progress", "กำลังให้ morphine 5 mg"),
        ("cancelled", "ยกเลิก: morphine 5 mg"),
        ("not-taken", "ไม่ได้ใช้: morphine 5 mg"),
        ("planned", "ไม่ทราบว่าได้ให้หรือไม่: morphine 5 mg"),
    ],
)
def test_a_medicine_not_given_never_reads_as_given(status: str, told: str, words: Words, today: date) -> None:
    given = {
        "resourceType": "MedicationAdministration", "status": status, "medicationCodeableConcept": {"text": "morphine"},
        "effectiveDateTime": "2026-11-20", "dosage": {"dose": {"value": 5, "unit": "mg"}},
    }  # fmt: skip
    events = sheet("timeline", record(given), Ledger(), today, words).sections[0]
    assert events.rows[0].cells[3].text == told


def test_the_next_appointments_stand_below_the_visits_and_cancelled_ones_do_not(
    words: Words, today: date
) -> None:
    def appointment(day: str, name: str, status: str = "booked") -> dict[str, Any]:
        return {
            "resourceType": "Appointment",
            "status": status,
            "start": f"{day}T09:00:00+07:00",
            "description": name,
        }

    found = record(
        appointment("2027-01-05", "นัดไกล"), appointment("2026-11-30", "นัดใกล้"),
        appointment("2026-11-25", "นัดที่ยกเลิก", "cancelled"), appointment("2026-11-01", "นัดที่ผ่านไป"),
        {"resourceType": "Encounter", "class": {"code": "AMB"}, "period": {"start": "2026-11-10"}},
    )  # fmt: skip
    (visits,) = [
        part for part in sheet("summary", found, Ledger(), today, words).sections if part.name == "visits"
    ]
    assert [row.cells[1].text for row in visits.rows] == ["ผู้ป่วยนอก"]
    assert visits.footer == (
        "นัดครั้งต่อไป: 30 พ.ย. 2569 เวลา 09.00 น. นัดใกล้ (รพ.ศูนย์ธารสุวรรณ, อีก 7 วัน) · "
        "5 ม.ค. 2570 เวลา 09.00 น. นัดไกล (รพ.ศูนย์ธารสุวรรณ, อีก 43 วัน)"
    )


def test_a_flag_in_force_stands_on_the_band_and_one_that_ended_does_not(words: Words, today: date) -> None:
    def flag(name: str, **more: Any) -> dict[str, Any]:
        return {"resourceType": "Flag", "status": "active", "code": {"text": name}, **more}

    found = record(
        flag("เสี่ยงหกล้ม"), flag("แยกห้อง", status="inactive"), flag("เก่า", period={"end": "2026-01-01"})
    )
    told = [mark.word for mark in band(found, Ledger(), today, words).notices]
    assert told == ["เสี่ยงหกล้ม"]


@pytest.mark.parametrize(
    ("goals", "told"),
    [
        ([(2, 3, "active")], "สูงกว่าเป้าหมาย 2-3"),
        ([(4, 5, "active")], "ต่ำกว่าเป้าหมาย 4-5"),
        ([(3, 4, "active")], "อยู่ในเป้าหมาย 3-4"),
        ([(2, 3, "rejected")], "ไม่ทราบเป้าหมาย INR"),
        ([], "ไม่ทราบเป้าหมาย INR"),
        ([(2, 3, "active"), (2.5, 3.5, "active")], "แหล่งข้อมูลไม่ตรงกัน: "),
    ],
)
def test_an_inr_is_judged_by_one_standing_goal_only(
    goals: list[tuple[float, float, str]], told: str, words: Words, today: date
) -> None:
    def goal(low: float, high: float, status: str) -> dict[str, Any]:
        target = {"measure": {"text": "INR"}, "detailRange": {"low": {"value": low}, "high": {"value": high}}}
        return {
            "resourceType": "Goal",
            "lifecycleStatus": status,
            "description": {"text": "x"},
            "target": [target],
        }

    inr = {
        "resourceType": "Observation", "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "6301-6"}]},
        "valueQuantity": {"value": 3.2}, "effectiveDateTime": "2026-11-20",
        "referenceRange": [{"low": {"value": 0.9}, "high": {"value": 1.1}}],
        "interpretation": [{"coding": [{"code": "H"}]}],
    }  # fmt: skip
    warfarin = {
        "resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": "2026-11-01",
        "medicationCodeableConcept": {"text": "warfarin 3 mg tab"},
    }  # fmt: skip
    found = record(inr, warfarin, *(goal(*one) for one in goals))
    (section,) = [
        part
        for part in sheet("summary", found, Ledger(), today, words).sections
        if part.name == "key-results"
    ]
    (row,) = [row for row in section.rows if row.cells[0].text == "INR"]
    assert row.cells[1].note.startswith(told)
    assert not any("ต้นทางแจ้ง" in mark.word for mark in row.marks)


def test_an_inr_without_warfarin_keeps_its_flag_and_range(words: Words, today: date) -> None:
    """In bleeding it is no matter of a goal: that the laboratory called it critical was not on the summary."""
    inr = {
        "resourceType": "Observation", "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "6301-6"}]},
        "valueQuantity": {"value": 4.2}, "effectiveDateTime": "2026-11-20",
        "referenceRange": [{"low": {"value": 0.9}, "high": {"value": 1.1}}],
        "interpretation": [{"coding": [{"code": "HH"}]}],
    }  # fmt: skip
    bleeding = {
        "resourceType": "Condition",
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "K92.2"}]},
    }
    drawn = sheet("summary", record(inr, bleeding), Ledger(), today, words)
    (row,) = [row for part in drawn.sections for row in part.rows if row.cells[0].text == "INR"]
    assert "ค่าวิกฤต (ต้นทางแจ้ง)" in [mark.word for mark in row.marks]
    assert row.trend is not None
    assert (row.trend.low, row.trend.high, row.trend.goal) == (0.9, 1.1, "")


def test_restricted_rows_of_the_table_are_on_no_sheet(words: Words, today: date, strings: Strings) -> None:
    secret = {"resourceType": "CarePlan", "title": "แผนให้ยา ritonavir", "period": {"start": "2026-11-01"}}
    open_row = {"resourceType": "CarePlan", "title": "แผนเดินเร็ว", "period": {"start": "2026-11-01"}}
    found = record(secret, open_row)
    drawn: tuple[Sheet, ...] = all_sheets(found, Ledger(), today, words)
    text = "\n".join(strings(drawn))
    assert "ritonavir" not in text
    assert "แผนเดินเร็ว" in text
    assert "มีข้อมูลที่จำกัดการเข้าถึง 1 รายการ ไม่แสดง" in text
