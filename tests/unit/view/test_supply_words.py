"""Every number of supply explains itself; overlaps, gaps and early refills are said in words; states say why."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.record.binder import Binder
from viewer.view.pen import Pen
from viewer.view.sheet import Row
from viewer.view.sheets import sheet
from viewer.view.standing import state_note

D = date(2026, 11, 23)
A, B = Facility("99001", "รพ.เอ"), Facility("99002", "รพ.บี")
LEDGER = Ledger(tuple(Line(place, mark, LineState.ANSWERED) for place, mark in ((A, "A"), (B, "B"))))
ONCE = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"
Told = tuple[Facility, int, str, str, int]


def given(at: int, ago: int, drug: str, label: str, quantity: int) -> dict[str, Any]:
    return {
        "resourceType": "MedicationDispense", "id": f"m{at}", "status": "completed",
        "whenHandedOver": (D - timedelta(days=ago)).isoformat(), "medicationCodeableConcept": {"text": drug},
        "quantity": {"value": quantity, "unit": "เม็ด"}, "dosageInstruction": [{"text": label}] if label else [],
    }  # fmt: skip


def pen_of(words: Words, *told: Told, more: tuple[tuple[Facility, dict[str, Any]], ...] = ()) -> Pen:
    binder = Binder(D, None)
    for at, (place, ago, drug, label, quantity) in enumerate(told):
        binder.add(json.dumps(given(at, ago, drug, label, quantity)).encode(), place)
    for place, resource in more:
        binder.add(json.dumps(resource).encode(), place)
    return Pen(binder.record(), LEDGER, D, words)


def row_of(pen: Pen) -> Row:
    (row,) = sheet("medicines", pen.record, LEDGER, D, pen.words).sections[0].rows
    return row


def explained(row: Row) -> list[tuple[str, str]]:
    return [(detail.cells[0].text, detail.cells[1].text) for detail in row.details]


@pytest.mark.parametrize(
    ("label", "quantity", "told"),
    [
        (ONCE, 90, "90 เม็ด ÷ 1 เม็ด/วัน = 90 วัน · 3 พ.ย. 2569 – 31 ม.ค. 2570 · ±1 วัน"),
        ("รับประทานครั้งละครึ่งเม็ด วันละ 1 ครั้ง", 45, "45 เม็ด ÷ ครึ่งเม็ด/วัน = 90 วัน · 3 พ.ย. 2569 – 31 ม.ค. 2570 · ±1 วัน"),
        ("รับประทานครั้งละ 4 เม็ด สัปดาห์ละ 1 ครั้ง ทุกวันอาทิตย์", 48,
         "48 เม็ด ÷ 4 เม็ด/สัปดาห์ × 7 = 84 วัน · 3 พ.ย. 2569 – 25 ม.ค. 2570 · ±7 วัน"),
        ("รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน วันเว้นวัน", 15,
         "15 เม็ด ÷ 1 เม็ด ต่อ 2 วัน = 30 วัน · 3 พ.ย. 2569 – 2 ธ.ค. 2569 · ±2 วัน"),
        ("วันที่ 1-20 ครั้งละ 2 เม็ด วันละ 1 ครั้ง แล้วลดเหลือครั้งละ 1 เม็ด วันละ 1 ครั้ง 10 วัน", 50,
         "50 เม็ด: 2 เม็ด/วัน × 20 วัน + 1 เม็ด/วัน × 10 วัน = 30 วัน · 3 พ.ย. 2569 – 2 ธ.ค. 2569 · ±1 วัน"),
    ],
)  # fmt: skip
def test_days_left_explain_themselves(label: str, quantity: int, told: str, words: Words) -> None:
    row = row_of(pen_of(words, (A, 20, "losartan 50 mg tab", label, quantity)))
    assert explained(row)[0][1] == told
    assert explained(row)[0][0] == row.cells[4].text
    assert [note.letter for note in row.details[0].sources] == ["A"], (
        "the row it was counted from opens by it"
    )


def test_days_that_the_source_states_are_said_to_be_so(words: Words) -> None:
    stated = given(1, 20, "losartan 50 mg tab", "", 90) | {"daysSupply": {"value": 30, "unit": "d"}}
    pen = pen_of(words, more=((A, stated),))
    assert explained(row_of(pen))[0][1].startswith("ต้นทางระบุว่าพอใช้ 30 วัน")
    assert row_of(pen).cells[5].note == "ตามจำนวนวันที่ต้นทางระบุ"


def test_two_places_at_once_are_said_with_from_to_and_days(words: Words) -> None:
    row = row_of(
        pen_of(words, (A, 20, "omeprazole 20 mg tab", ONCE, 30), (B, 5, "omeprazole 20 mg tab", ONCE, 30))
    )
    assert "จ่ายซ้อนกันต่างสถานพยาบาล 18 พ.ย. 2569 – 2 ธ.ค. 2569 รวม 15 วัน" in row.cells[3].note
    assert "ซ้อนกันต่างสถานพยาบาล 15 วัน" in {mark.word for mark in row.marks}
    (told,) = (text for head, text in explained(row) if head == "ซ้อนกันต่างสถานพยาบาล 15 วัน")
    assert told.endswith(": 18 พ.ย. 2569 – 2 ธ.ค. 2569")


def test_a_gap_is_what_the_answers_tell(words: Words) -> None:
    row = row_of(
        pen_of(words, (A, 100, "losartan 50 mg tab", ONCE, 30), (A, 40, "losartan 50 mg tab", ONCE, 60))
    )
    assert "ขาดช่วงการจ่าย 14 ก.ย. 2569 – 13 ต.ค. 2569 รวม 30 วัน" in row.cells[3].note
    assert ("ขาดช่วงการจ่าย 30 วัน", "14 ก.ย. 2569 – 13 ต.ค. 2569 · เท่าที่ได้คำตอบ ตามจำนวนที่จ่าย") in explained(row)


def test_an_early_refill_names_what_was_left_and_from_when(words: Words) -> None:
    row = row_of(
        pen_of(words, (A, 60, "losartan 50 mg tab", ONCE, 90), (A, 30, "losartan 50 mg tab", ONCE, 90))
    )
    told = "จ่าย 24 ต.ค. 2569 ขณะที่ยาของ 24 ก.ย. 2569 ยังเหลือ 60 วัน (แจ้งเมื่อเหลือเกิน 14 วัน)"
    assert ("จ่ายก่อนยาหมด 60 วัน", told) in explained(row)


def test_what_is_covered_is_covered_at_least(words: Words) -> None:
    rows = [(A, ago, "losartan 50 mg tab", ONCE, 90) for ago in (10, 100, 190, 280, 370)]
    told = dict(explained(row_of(pen_of(words, *rows))))
    assert told["มียาครอบคลุมอย่างน้อย 100 %"] == "365 วัน ใน 365 วันล่าสุด จากการจ่าย 5 ครั้ง"


def test_tablets_of_the_old_dose_may_be_at_home(patient: Callable[..., Any], words: Words) -> None:
    person = patient(5)
    rows = sheet("medicines", person.record, person.ledger, D, words).sections[0].rows
    warfarin = next(row for row in rows if row.cells[0].text == "warfarin")
    assert ("ยาขนาดเดิม", "อาจเหลือ 3 มก. ที่บ้าน 6 เม็ด ตั้งแต่เปลี่ยนขนาดยาเมื่อ 26 ต.ค. 2569") in explained(warfarin)


def test_a_stopped_medicine_is_not_said_to_last(words: Words) -> None:
    stop = {
        "resourceType": "MedicationStatement", "id": "s", "status": "stopped", "effectiveDateTime": "2026-11-18",
        "medicationCodeableConcept": {"text": "losartan 50 mg tab"},
    }  # fmt: skip
    row = row_of(pen_of(words, (A, 20, "losartan 50 mg tab", ONCE, 90), more=((A, stop),)))
    assert row.cells[4].text == "อาจเหลือที่บ้าน 70 วัน"
    assert row.cells[5].text == "หยุดแล้ว"


def test_words_and_structure_of_an_order_that_disagree_are_flagged(words: Words) -> None:
    order = {
        "resourceType": "MedicationRequest", "id": "o", "status": "active", "intent": "order",
        "authoredOn": "2026-11-18",
        "medicationCodeableConcept": {"text": "paracetamol 500 mg tab"},
        "dosageInstruction": [{
            "text": "three times per day", "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "TAB"}}],
            "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
        }],
    }  # fmt: skip
    row = row_of(pen_of(words, more=((A, order),)))
    assert "ข้อความกับโครงสร้างไม่ตรงกัน" in {mark.word for mark in row.marks}
    assert "ข้อความกับโครงสร้างไม่ตรงกัน" in {mark.word for mark in row.details[0].marks}


@pytest.mark.parametrize("number", range(1, 13))
def test_every_state_has_its_reason(number: int, patient: Callable[..., Any], words: Words) -> None:
    person = patient(number)
    pen = Pen(person.record, person.ledger, D, words)
    assert all(state_note(pen, course) for course in pen.courses)


def test_taken_by_the_week_is_said_as_often_as_written(words: Words) -> None:
    twice = "รับประทานครั้งละ 1 เม็ด สัปดาห์ละ 2 ครั้ง ทุกวันจันทร์ พฤหัสบดี"
    row = row_of(pen_of(words, (A, 5, "ergocalciferol 500 mcg tab", twice, 8)))
    marks = {mark.word for mark in row.marks}
    assert "สัปดาห์ละ 2 ครั้ง" in marks
    assert "สัปดาห์ละ 1 ครั้ง" not in marks


def test_english_explains_too(english: Words) -> None:
    row = row_of(pen_of(english, (A, 20, "losartan 50 mg tab", ONCE, 90)))
    assert explained(row)[0][1].startswith("90 tablets ÷ 1 tablet/day = 90 days")
