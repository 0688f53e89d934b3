"""What a clinician with three minutes would read wrongly of results and vital signs: one test for each way it once
could be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from unit.view.made import by_name, pen_of, rows

from viewer.base.words import Words
from viewer.view.band import band
from viewer.view.timeline import timeline_sheet
from viewer.view.wording import en, th

Patient = Callable[..., Any]


def test_a_tolerance_test_is_not_one_plain_glucose(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(4), "summary", "key-results", today, words))
    assert "Glucose" not in found
    assert "FBS" not in found
    told = [(name, row.cells[1].text) for name, row in found.items() if "OGTT" in name]
    assert told == [
        ("OGTT 100 g ก่อนดื่ม", "92"),
        ("OGTT 100 g 1 ชม.", "188"),
        ("OGTT 100 g 2 ชม.", "164"),
        ("OGTT 100 g 3 ชม.", "132"),
    ]


def test_troponins_of_two_kinds_reach_the_summary_apart(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(12), "summary", "key-results", today, words))
    assert found["Trop T (hs)"].cells[1].text == "68"
    assert found["Trop I"].cells[1].text == "0.09"


def test_potassium_before_dialysis_stands_first(patient: Patient, words: Words, today: date) -> None:
    found = [
        row for row in rows(patient(12), "summary", "key-results", today, words) if row.cells[0].text == "K"
    ]
    assert [(row.cells[1].text, row.cells[1].note) for row in found] == [
        ("6.1", "ก่อนฟอกเลือด"),
        ("3.8", "หลังฟอกเลือด"),
    ]


def test_potassium_on_the_timeline_says_when_it_was_drawn(
    patient: Patient, words: Words, today: date
) -> None:
    told = " ".join(row.cells[3].text for row in rows(patient(12), "timeline", "events", today, words))
    assert "K ก่อนฟอกเลือด 6.1" in told
    assert "K หลังฟอกเลือด 3.8" in told


def test_an_inr_is_read_against_the_goal_that_was_sent(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(5), "summary", "key-results", today, words))
    assert found["INR"].cells[1].note == "สูงกว่าเป้าหมาย 2.5-3.5"


@pytest.mark.parametrize(("page", "section"), [("summary", "key-results"), ("results", "results")])
def test_a_normal_inr_does_not_reassure_of_a_direct_anticoagulant(
    page: str, section: str, patient: Patient, words: Words, today: date
) -> None:
    """Person 7 has a stroke and takes apixaban; at an INR of 1.1 alone nothing would speak against a thrombolysis."""
    row = by_name(rows(patient(7), page, section, today, words))["INR"]
    assert any(cell.note.endswith("ไม่สะท้อนฤทธิ์ของ apixaban") for cell in row.cells)
    assert row.trend is None or row.trend.goal == "ไม่สะท้อนฤทธิ์ของ apixaban"


def test_rising_bilirubin_reaches_the_summary(patient: Patient, words: Words, today: date) -> None:
    row = by_name(rows(patient(6), "summary", "key-results", today, words))["T-bil"]
    assert (row.cells[1].text, row.cells[2].text) == ("2.4", "เดิม 1.1")


def test_one_egfr_is_not_called_the_lower(patient: Patient, words: Words, today: date) -> None:
    def labels(number: int) -> list[str]:
        person = patient(number)
        return [f.label for f in band(person.record, person.ledger, today, words).facts if "eGFR" in f.label]

    assert labels(1) == ["eGFR (ค่าที่ต่ำกว่า)"]
    assert labels(3) == ["eGFR"]


def test_a_clearance_has_the_date_of_its_creatinine(patient: Patient, words: Words, today: date) -> None:
    """The weight is newer: a fresh date would make an old creatinine look fresh."""
    row = by_name(rows(patient(3), "summary", "vital-signs", today, words))["CrCl (C-G)"]
    assert (row.cells[1].text, row.cells[3].text) == ("96", "24 ต.ค. 2569")
    assert row.cells[2].text == "คำนวณจาก 64 กก. (11 พ.ย. 2569)"
    assert [note.date for note in row.sources] == ["24 ต.ค. 2569", "11 พ.ย. 2569"]
    row = by_name(rows(patient(1), "summary", "vital-signs", today, words))["CrCl (C-G)"]
    assert row.cells[2].text == "คำนวณจาก 71 กก."


@pytest.mark.parametrize("sent", ["10^3/µL", "10^3/μL", "10*3/uL", "10^3/uL"])
def test_thousands_of_cells_read_alike_however_they_were_written(sent: str) -> None:
    """The micro sign and the Greek letter are two characters, and casefold makes one of the other."""
    assert th.unit(sent) == en.unit(sent) == "10³/µL"


# --- vital signs


def test_old_vital_signs_say_how_old(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(10), "summary", "vital-signs", today, words))
    assert found["SpO₂"].cells[3].note == "5 ปี 3 เดือนก่อน"
    fresh = by_name(rows(patient(1), "summary", "vital-signs", today, words))
    assert fresh["น้ำหนัก"].cells[3].note == ""


def test_a_typing_error_is_marked_wherever_it_is_seen(patient: Patient, words: Words, today: date) -> None:
    person = patient(2)
    row = by_name(rows(person, "results", "results", today, words))["Body weight"]
    assert "น้ำหนักผิดปกติ 180 กก. ไม่ใช้คำนวณ" in [mark.word for mark in row.marks]
    assert row.trend is None
    told = [row.cells[3].text for row in rows(person, "timeline", "events", today, words)]
    assert "น้ำหนัก 180 กก. (น้ำหนักผิดปกติ 180 กก. ไม่ใช้คำนวณ)" in told


def test_what_rose_within_a_day_does_not_read_as_falling(patient: Patient, words: Words, today: date) -> None:
    """Person 2 came with 93 % and left with 97 %; the other way round it is a child that gets worse."""
    told = [row.cells[3].text for row in rows(patient(2), "timeline", "events", today, words)]
    (line,) = [text for text in told if "SpO2 97 %" in text]
    assert line.index("SpO2 93 %") < line.index("SpO2 97 %")


def test_what_fell_back_within_a_day_is_told_again(words: Words) -> None:
    """93 %, 97 %, then 93 % once more: without the last the patient would have got better."""
    told = [
        {
            "resourceType": "Observation",
            "id": str(hour),
            "status": "final",
            "effectiveDateTime": f"2026-11-20T{hour}:00:00+07:00",
            "category": [{"coding": [{"code": "vital-signs"}]}],
            "code": {"coding": [{"system": "http://loinc.org", "code": "2708-6"}], "text": "SpO2"},
            "valueQuantity": {"value": value, "unit": "%"},
        }
        for hour, value in ((10, 93), (12, 97), (14, 93), (15, 93))
    ]
    (row,) = timeline_sheet(pen_of(words, *told)).sections[0].rows
    assert row.cells[3].text == "SpO2 93 % · SpO2 97 % · SpO2 93 %"
