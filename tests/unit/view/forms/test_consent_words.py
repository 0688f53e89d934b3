"""The consent and its history in words: what was asked, granted, to whom, where, until when; no id, no clinical row."""

from dataclasses import replace
from datetime import timedelta

import pytest
from form_samples import NOW, Told
from paper_samples import thai

from viewer.view.forms.blocks import Filled, Form, Ruled
from viewer.view.forms.blocks import Told as Prose
from viewer.view.forms.consent import consent_form, consent_history


@pytest.fixture(scope="module")
def told() -> Told:
    return Told(1, thai())


def rows(form: Form) -> list[tuple[str, ...]]:
    (table,) = (block.section for block in form.parts if isinstance(block, Ruled))
    return [
        tuple(filter(None, (part for cell in row.cells for part in (cell.text, cell.note))))
        for row in table.rows
    ]


def lines(form: Form) -> dict[str, str]:
    return {
        line.label.strip(): line.value
        for block in form.parts if isinstance(block, Filled) for line in block.lines
    }  # fmt: skip


def test_the_form_says_who_what_for_and_until_when(told: Told) -> None:
    form = consent_form(told.pen, told.permit, told.consents[0], told.printing(), sandbox=True)
    assert lines(form) == {
        "ผู้ขอดูข้อมูล": "พญ.อรอนงค์ ตัวอย่างแพทย์ ว.99001",
        "สถานพยาบาล": "คลินิกเวชกรรมใจดี",
        "วัตถุประสงค์": "เพื่อการรักษา",
        "ขอเมื่อ": "23 พ.ย. 2569 เวลา 14.20 น.",
        "เปิดข้อมูลด้วยความยินยอมนี้เมื่อ": "23 พ.ย. 2569 เวลา 14.20 น.",
        "ให้ดูได้ถึง": "23 พ.ย. 2569 เวลา 16.20 น.",
    }
    (may,) = (block for block in form.parts if isinstance(block, Prose))
    assert may.text == "บันทึกการแพ้, การวินิจฉัย, การรับบริการ, ข้อควรระวังจากต้นทาง, การจ่ายยา, ผลตรวจ"
    assert rows(form)[2] == ("รพ.สต.หนองบัวแก้ว", "ไม่อนุญาต")
    assert rows(form)[4] == (
        "ร้านยาเภสัชรุ่งเรือง", "อนุญาต", "บันทึกการแพ้, ข้อควรระวังจากต้นทาง, การจ่ายยา · ตั้งแต่ 23 พ.ย. 2567",
    )  # fmt: skip


def test_a_consent_that_could_not_be_read_leaves_a_line_to_write_on(told: Told) -> None:
    form = consent_form(told.pen, told.permit, None, told.printing(), sandbox=True)
    assert lines(form)["ขอเมื่อ"] == ""


def test_the_history_tells_each_answer_apart(told: Told) -> None:
    found = [
        *told.consents,
        replace(told.consents[0], status="proposed"),
        replace(told.consents[0], status="made-up", until=NOW - timedelta(days=1)),
    ]
    states = [row[1] for row in rows(consent_history(told.pen, found, told.printing(), sandbox=True))]
    assert states == [
        "ยินยอม (ยังมีผล)", "ไม่ยินยอม", "ยินยอม (พ้นกำหนดแล้ว)", "สิ้นสุดหรือถอนแล้ว", "ขอแล้ว ยังไม่ได้คำตอบ", "made-up",
    ]  # fmt: skip
    first = rows(consent_history(told.pen, found, told.printing(), sandbox=True))[0]
    where = next(cell for cell in first if "ไม่อนุญาต: รพ.สต.หนองบัวแก้ว" in cell)
    allowed = [name for name in told.consents[0].permitted if name != "รพ.สต.หนองบัวแก้ว"]
    assert where.split(" · ")[0].split(", ") == allowed, "every one by its name, none that was refused"
    assert "แห่ง" not in where


def test_an_empty_history_says_what_was_asked(told: Told) -> None:
    form = consent_history(told.pen, (), told.printing(), sandbox=True)
    (table,) = (block.section for block in form.parts if isinstance(block, Ruled))
    assert table.empty == "ระบบแลกเปลี่ยนไม่พบความยินยอมที่ผู้พิมพ์เคยขอ"


def test_nothing_of_the_record_and_no_id_stands_on_either(told: Told) -> None:
    for form in (
        consent_form(told.pen, told.permit, told.consents[0], told.printing(), sandbox=True),
        consent_history(told.pen, told.consents, told.printing(), sandbox=True),
    ):
        said = repr(form)
        assert "metformin" not in said
        assert form.allergy is None
        assert "consent-91" not in said
