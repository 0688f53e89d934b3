"""Deciding on medicines in words: the column, what is missing, what asks to be decided again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from form_samples import NOW
from unit.view.made import Gathered, decide, medicine

from viewer.base.words import Words
from viewer.view.medicines import medicines
from viewer.view.pen import Pen
from viewer.view.reconciling.review import Review, cases, review, together
from viewer.view.sheet import Tone
from viewer.visit.reconciliation import (
    Choice,
    Extra,
    Kind,
    LastTaken,
    Reconciliation,
    Sent,
    added,
    decided,
    noted,
)


def reviewed(pen: Pen, value: Reconciliation) -> Review:
    return review(cases(pen, value.own), value, medicines(pen).sections[0])


def cell(made: Review, name: str) -> Any:
    (row,) = (row for row in made.section.rows if row.cells[0].text.startswith(name))
    return row.cells[-1]


# --- the column


def test_every_medicine_of_today_is_to_be_decided(spoken: Words) -> None:
    made = reviewed(Gathered(1).pen(spoken), Reconciliation())
    assert made.progress == "ตัดสินแล้ว 0 จาก 9"
    assert len(made.undecided) == 9
    assert made.section.columns[-1] == "การพิจารณา"
    assert {row.cells[-1].text for row in made.section.rows} == {"เลือก"}


@pytest.mark.parametrize(
    ("choice", "word"),
    [
        (Choice.CONTINUE, "ใช้ต่อ"),
        (Choice.STOP, "หยุด"),
        (Choice.HOLD, "งดชั่วคราว"),
        (Choice.DOSE, "ปรับขนาด"),
        (Choice.SWITCH, "เปลี่ยน"),
        (Choice.RESUME, "กลับมาใช้"),
        (Choice.START, "เริ่มใหม่"),
        (Choice.ASK, "รอแพทย์พิจารณา"),
    ],
)
def test_each_choice_has_its_word_and_icon(choice: Choice, word: str, spoken: Words) -> None:
    pen = Gathered(1).pen(spoken)
    made = reviewed(pen, decide(pen, Reconciliation(), choice, "enalapril"))
    told_of = cell(made, "enalapril")
    assert told_of.text == word
    assert told_of.icon
    assert told_of.tone is Tone.ACCENT
    assert made.progress == "ตัดสินแล้ว 1 จาก 9"


def test_notes_stand_below_and_what_is_missing_is_said(spoken: Words) -> None:
    pen = Gathered(1).pen(spoken)
    value = decide(pen, Reconciliation(), Choice.DOSE, "enalapril")
    assert cell(reviewed(pen, value), "enalapril").note == "ยังไม่ได้ระบุขนาดใหม่"
    one = medicine(pen, value, "enalapril")
    taken = LastTaken("เมื่อวาน 20.00", date(2026, 11, 22), time(20))
    value = noted(value, one, taken, "K 5.7", "ครึ่งเม็ด", "")
    note = cell(reviewed(pen, value), "enalapril").note
    assert note == "ใหม่: ครึ่งเม็ด · K 5.7 · กินครั้งสุดท้าย 22 พ.ย. 2569 20.00"
    value = decide(pen, Reconciliation(), Choice.SWITCH, "enalapril")
    assert cell(reviewed(pen, value), "enalapril").note == "ยังไม่ได้ระบุยาที่ใช้แทน"


def test_only_what_is_shown_and_in_no_doubt_goes_on_at_one_stroke(spoken: Words) -> None:
    pen = Gathered(1).pen(spoken)
    made = reviewed(pen, Reconciliation())
    keys = [row.key for row in made.section.rows]
    medicines_, apart = together(made.standings, keys)
    assert len(medicines_) == 8
    assert apart == 1
    assert not any(one.name.startswith("metformin") for one in medicines_), "A stopped it, B supplies it"
    assert len(together(made.standings, keys[:3])[0]) == 2
    value = decided(Reconciliation(), medicines_, Choice.CONTINUE, "x", NOW)
    assert together(reviewed(pen, value).standings, keys) == ([], 1)


def test_told_medicines_stand_below_what_is_taken_now(spoken: Words) -> None:
    pen = Gathered(1).pen(spoken)
    value = added(Reconciliation(), Extra("e1", Kind.HERB, "ขมิ้นชัน", how="เช้า", source="ตลาด"))
    value = added(value, Extra("e2", Kind.BOUGHT, "ibuprofen", listed=True))
    made = reviewed(pen, value)
    herb, bought = (row for row in made.section.rows if row.key in ("e1", "e2"))
    assert [each.text for each in herb.cells[:3]] == ["ขมิ้นชัน", "เช้า", "ตลาด"]
    assert herb.cells[0].note == "ชื่อตามที่พิมพ์ ไม่ได้เลือกจากรายการ"
    assert bought.cells[0].note == ""
    assert bought.cells[1].text == "ไม่ได้บอกวิธีใช้"
    assert made.progress == "ตัดสินแล้ว 0 จาก 11"


def test_while_facilities_answer_that_is_said(spoken: Words) -> None:
    made = reviewed(Gathered(1, asking=("F02", "F08")).pen(spoken), Reconciliation())
    assert made.waiting == "ยังรอคำตอบ 2 แห่ง อาจมียาเพิ่ม"
    assert made.asking == 2
    empty = reviewed(Gathered(11, asking=("F04",)).pen(spoken), Reconciliation())
    assert empty.section.rows == ()
    assert empty.section.empty == "กำลังสอบถาม 1 แห่ง ยังสรุปไม่ได้"


# --- what asks again


def test_when_another_facility_stops_it_the_decision_asks_again(spoken: Words) -> None:
    before = Gathered(1, but_not=("F01",))
    pen = before.pen(spoken)
    value = decide(pen, Reconciliation(), Choice.CONTINUE)
    assert not reviewed(pen, value).undecided
    after = Gathered(1).pen(spoken)
    made = reviewed(after, value)
    asked_again = cell(made, "metformin")
    assert asked_again.tone is Tone.DOUBT
    assert asked_again.note.startswith("ข้อมูลเปลี่ยนหลังตัดสินใจ · ตัดสินเมื่อ: ใช้อยู่ · B 31 ส.ค. 2569")
    assert cell(made, "glipizide").tone is Tone.ACCENT, "what did not change stands"
    assert made.progress.endswith("ข้อมูลเปลี่ยน 1")
    again = decide(after, value, Choice.STOP, "metformin")
    assert cell(reviewed(after, again), "metformin").text == "หยุด"


@pytest.mark.parametrize(
    "change",
    [
        lambda told_of: told_of.states(
            "F02", "active", "enalapril 20 mg tablet", "n1", effectiveDateTime="2026-11-20"
        ),
        lambda told_of: told_of.states("F08", "stopped", "enalapril 20 mg tablet", "n2"),
        lambda told_of: told_of.states("F08", "on-hold", "enalapril 5 mg tablet", "n3"),
    ],
    ids=["new-supply", "stopped-elsewhere", "another-strength"],
)
def test_a_new_fact_is_a_change(change: Callable[[Gathered], None], spoken: Words) -> None:
    one = Gathered(1)
    pen = one.pen(spoken)
    value = decide(pen, Reconciliation(), Choice.CONTINUE, "enalapril")
    change(one)
    made = reviewed(one.pen(spoken), value)
    assert [entry.stale for entry in made.standings.values() if entry.entry is not None] == [True]


def test_neither_another_day_nor_what_we_sent_ourselves_is_a_change(spoken: Words) -> None:
    one = Gathered(1)
    pen = one.pen(spoken)
    value = decide(pen, Reconciliation(), Choice.STOP, "enalapril")
    tomorrow = reviewed(one.pen(spoken, date(2026, 11, 24)), value)
    assert cell(tomorrow, "enalapril").tone is Tone.ACCENT
    one.states("F05", "stopped", "enalapril 20 mg tablet", "ours")
    assert cell(reviewed(one.pen(spoken), value), "enalapril").tone is Tone.DOUBT
    own = replace(value, sent=(Sent("f", NOW, frozenset({"ours"})),))
    assert cell(reviewed(one.pen(spoken), own), "enalapril").tone is Tone.ACCENT
    assert cases(pen, own.own).seen == cases(one.pen(spoken), own.own).seen


def test_what_is_not_in_the_record_any_more_stays_and_asks_to_be_looked_at(spoken: Words) -> None:
    pen = Gathered(1).pen(spoken)
    value = decide(pen, Reconciliation(), Choice.STOP, "diclofenac")
    made = reviewed(Gathered(1, but_not=("F05",)).pen(spoken), value)
    first = made.section.rows[0]
    assert first.cells[0].text.startswith("diclofenac")
    assert first.cells[5].text == "ไม่อยู่ในรายการแล้ว"
    assert first.key in made.undecided
