"""Diagnoses on layout B: what the writer left out is not there, and of what was found nothing says that it was not."""

from typing import Any

from paper_samples import thai
from unit.view.made import PRINTING, pen_of

from viewer.view.forms.blocks import Ruled
from viewer.view.forms.structured import structured
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.letter_story import open_problems
from viewer.view.pen import Pen
from viewer.view.sheet import Section


def diagnosis(text: str, code: str = "", status: str = "active") -> dict[str, Any]:
    coded = [{"system": "http://hl7.org/fhir/sid/icd-10", "code": code, "display": text}] if code else []
    return {"resourceType": "Condition", "clinicalStatus": {"coding": [{"code": status}]},
            "code": {"text": text, "coding": coded}, "recordedDate": "2025-01-01"}  # fmt: skip


def of_layout_b(pen: Pen, left_out: frozenset[str] = frozenset()) -> Section:
    letter = letter_of(pen, PRINTING, LetterDraft(left_out=left_out), sandbox=True)
    (found,) = (
        block.section
        for block in structured(letter, pen, PRINTING, {}).parts
        if isinstance(block, Ruled) and block.section.name == "icd10"
    )
    return found


def test_it_leaves_out_the_diagnosis_that_the_writer_left_out_and_no_other() -> None:
    pen = pen_of(thai(), diagnosis("ไตเรื้อรัง"), diagnosis("ไตเรื้อรัง ระยะ 4", "N18.4"))
    rows = {row.cells[0].text: row.key for row in open_problems(pen)}
    assert list(rows) == ["ไตเรื้อรัง ระยะ 4", "ไตเรื้อรัง"]
    for text, key in rows.items():
        shown = [row.cells[1].text for row in of_layout_b(pen, frozenset({key})).rows]
        assert shown == [other for other in rows if other != text]


def test_it_says_of_no_diagnosis_that_it_was_not_found_where_it_was() -> None:
    pen = pen_of(thai(), diagnosis("ความดันโลหิตสูง", "I10"))
    every = frozenset(row.key for row in open_problems(pen))
    assert of_layout_b(pen, every).empty == "อีก 1 รายการในประวัติ ผู้เขียนเลือกไม่พิมพ์"
    over = pen_of(thai(), diagnosis("ปอดอักเสบ", "J18.9", "resolved"))
    assert of_layout_b(over).empty == "พบเฉพาะการวินิจฉัยที่สิ้นสุดหรือตัดออกแล้ว"
    assert "ไม่พบข้อมูล" in of_layout_b(pen_of(thai())).empty
