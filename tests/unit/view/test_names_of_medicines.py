"""What a medicine is called on the sheets, and that one that could not be identified says so and is counted."""

from typing import Any

import pytest

from viewer.base.words import Words
from viewer.view.medicines import medicines
from viewer.view.sheet import Row

from .made import pen_of


def dispense(name: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationDispense",
        "status": "completed",
        "medicationCodeableConcept": {"text": name} | more,
        "whenHandedOver": "2026-11-20",
        "quantity": {"value": 30, "unit": "เม็ด"},
    }


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("metformin hydrochloride 500 mg tab", "metformin"),
        ("Glucophage 500 mg tab", "metformin"),
        ("พาราเซตามอล 500 มก.", "paracetamol (พาราเซตามอล)"),
        ("แคปซูลฟ้าทะลายโจร 400 mg", "ฟ้าทะลายโจร (andrographis)"),
        ("metfomin 500 mg tab", "metfomin 500 mg tab"),
    ],
)
def test_the_name_of_a_row(words: Words, sent: str, told: str) -> None:
    row = _only(words, dispense(sent))
    assert row.cells[0].text == told
    assert sent in row.details[0].cells[1].note  # as sent, one glance away


def test_what_is_not_identified_says_so_and_is_counted(words: Words) -> None:
    pen = pen_of(words, dispense("metfomin 500 mg tab"), dispense("Losec (furosemide 40 mg) tab"),
                 dispense("metformin 500 mg tab"))  # fmt: skip
    section = medicines(pen).sections[0]
    assert section.caption.endswith("ระบุตัวยาไม่ได้ 2 รายการ")
    marked = {
        row.cells[0].text: row for row in section.rows if any(m.word == "ระบุตัวยาไม่ได้" for m in row.marks)
    }
    assert set(marked) == {"metfomin 500 mg tab", "Losec (furosemide 40 mg) tab"}
    assert "ไม่มีในบัญชีตัวยา" in marked["metfomin 500 mg tab"].cells[0].note
    assert "หมายถึงยาคนละตัว" in marked["Losec (furosemide 40 mg) tab"].cells[0].note


def test_nothing_is_counted_where_all_are_identified(words: Words) -> None:
    section = medicines(pen_of(words, dispense("metformin 500 mg tab"))).sections[0]
    assert "ระบุตัวยาไม่ได้" not in section.caption


def _only(words: Words, resource: dict[str, Any]) -> Row:
    section = medicines(pen_of(words, resource)).sections[0]
    (row,) = section.rows
    return row
