"""What a clinician with three minutes would read wrongly: one test for each way it once could be."""

from collections.abc import Callable
from datetime import date
from typing import Any

from viewer.base.words import Words
from viewer.view.band import band
from viewer.view.sheet import AllergyState, Row
from viewer.view.sheets import sheet

Patient = Callable[..., Any]


def rows(person: Any, page: str, section: str, today: date, words: Words) -> list[Row]:
    drawn = sheet(page, person.record, person.ledger, today, words)
    return next(list(part.rows) for part in drawn.sections if part.name == section)


def by_name(found: list[Row]) -> dict[str, Row]:
    return {row.cells[0].text: row for row in found}


def test_no_denial_is_called_confirmed(patient: Patient, words: Words, today: date) -> None:
    for number in (1, 3, 5, 7, 8):
        for row in rows(patient(number), "allergies", "allergies", today, words):
            if any(word in row.cells[0].text for word in ("ปฏิเสธ", "ไม่ทราบ")):
                assert (row.cells[1].text, row.cells[2].text) == ("", ""), number


def test_what_kills_stands_before_what_is_newer(patient: Patient, words: Words, today: date) -> None:
    first, second, third = rows(patient(8), "allergies", "allergies", today, words)[:3]
    assert first.cells[0].text == "sulfamethoxazole + trimethoprim"
    assert second.cells[0].text == "amoxicillin"
    assert third.cells[0].text == "แพ้ยาแก้อักเสบ"


def test_an_old_denial_casts_no_doubt_on_the_allergy(patient: Patient, words: Words, today: date) -> None:
    person = patient(7)
    block = band(person.record, person.ledger, today, words).allergy
    assert block.state is AllergyState.CONFLICT
    assert [tag.word for tag in block.tags] == ["คำปฏิเสธเก่า 7 ปี 6 เดือน ควรถามซ้ำ"]


def test_a_tolerance_test_is_not_one_plain_glucose(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(4), "summary", "key-results", today, words))
    assert "Glucose" not in found
    assert "FBS" not in found
    values = [row.cells[1].text for name, row in found.items() if "100 g" in name]
    assert sorted(values) == ["132", "164", "188", "92"]


def test_troponins_of_two_kinds_reach_the_summary_apart(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(12), "summary", "key-results", today, words))
    assert found["Troponin T (hs)"].cells[1].text == "68"
    assert found["Troponin I"].cells[1].text == "0.09"


def test_potassium_before_dialysis_stands_first(patient: Patient, words: Words, today: date) -> None:
    found = [
        row for row in rows(patient(12), "summary", "key-results", today, words) if row.cells[0].text == "K"
    ]
    assert [(row.cells[1].text, row.cells[1].note) for row in found] == [
        ("6.1", "ก่อนฟอกเลือด"),
        ("3.8", "หลังฟอกเลือด"),
    ]


def test_old_vital_signs_say_how_old(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(10), "summary", "vital-signs", today, words))
    assert found["SpO₂"].cells[3].note == "5 ปี 3 เดือนก่อน"
    fresh = by_name(rows(patient(1), "summary", "vital-signs", today, words))
    assert fresh["น้ำหนัก"].cells[3].note == ""


def test_a_goal_that_was_sent_is_not_just_unknown(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(5), "summary", "key-results", today, words))
    assert found["INR"].cells[1].note == "ไม่ทราบเป้าหมาย INR: ต้นทางส่งเป้าหมายมา แต่รุ่นนี้ยังไม่อ่าน"


def test_rising_bilirubin_reaches_the_summary(patient: Patient, words: Words, today: date) -> None:
    row = by_name(rows(patient(6), "summary", "key-results", today, words))["T-bil"]
    assert (row.cells[1].text, row.cells[2].text) == ("2.4", "เดิม 1.1")
