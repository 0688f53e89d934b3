"""Who the sources say this is: side by side where they differ, nothing where they agree, never merged away."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.view.band import band
from viewer.view.sheets import sheet

Patient = Callable[..., Any]


def _sections(number: int, patient: Patient, today: date, words: Words) -> dict[str, Any]:
    person = patient(number)
    page = sheet("ledger", person.record, person.ledger, today, words)
    return {section.name: section for section in page.sections}


def test_person_6_one_letter_of_the_name_and_a_leaked_year(
    patient: Patient, today: date, words: Words
) -> None:
    rows = _sections(6, patient, today, words)["side-by-side"].rows
    told = {row.cells[1].text: (row.cells[2].text, [mark.word for mark in row.marks]) for row in rows}
    assert told["สถาบันโรคทรวงอกเหนือธาร"] == ("นายสมพล จำลองสุข", ["ชื่อไม่ตรงกับแหล่งอื่น"])
    name, marks = told["รพ.สต.หนองบัวแก้ว"]
    assert name == "นายสมพร จำลองสุข"
    assert marks == ["ปีที่ส่งมาอาจเป็น พ.ศ.", "ชื่อ-สกุลสลับช่อง"], "a leaked year is no difference"


def test_person_4_a_married_name_is_the_same_person(patient: Patient, today: date, words: Words) -> None:
    rows = _sections(4, patient, today, words)["side-by-side"].rows
    names = {row.cells[2].text for row in rows}
    assert any("ปรีชาจำลอง" in name for name in names)
    assert any("ตัวอย่างสกุล" in name for name in names)


@pytest.mark.parametrize("number", [1, 3])
def test_where_the_sources_agree_nothing_is_said(
    number: int, patient: Patient, today: date, words: Words
) -> None:
    person = patient(number)
    assert "side-by-side" not in _sections(number, patient, today, words)
    drawn = band(person.record, person.ledger, today, words)
    assert not [mark for mark in drawn.notices if "ไม่ตรงกัน" in mark.word]


def test_the_band_points_to_it(patient: Patient, today: date, words: Words) -> None:
    person = patient(6)
    notices = [mark.word for mark in band(person.record, person.ledger, today, words).notices]
    assert "ชื่อหรือวันเกิดไม่ตรงกัน (F6)" in notices
