"""What a clinician with three minutes would read wrongly of the person, of diagnoses and of what was done: one test for
each way it once could be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from unit.view.made import by_name, pen_of, rows

from viewer.base.words import Words
from viewer.view.band import band, band_of, cautions
from viewer.view.other_words import states
from viewer.view.pen import Pen
from viewer.view.persons import person_section
from viewer.view.sheets import sheet, sheet_of
from viewer.view.terms import turned

Patient = Callable[..., Any]


# --- the person and the band


def test_the_band_repeats_alerts_in_the_words_of_their_source(
    patient: Patient, words: Words, today: date
) -> None:
    def told(number: int) -> list[str]:
        person = patient(number)
        return [mark.word for mark in band(person.record, person.ledger, today, words).notices]

    assert told(6)[:2] == ["วัณโรคปอด ตรวจพบเชื้อในเสมหะ A15.0", "เสมหะล่าสุด AFB 1+ · 11 พ.ย. 2569"]
    assert "HLA-B*58:01: ผลบวก (positive)" in told(12)
    assert "HBsAg: reactive" in told(12)
    assert not [word for word in told(4) if "HBsAg" in word], "a negative one is no alert"


def test_the_arm_of_the_fistula_stands_on_the_band(patient: Patient, words: Words, today: date) -> None:
    person = patient(12)
    assert "AVF แขนซ้าย" in [mark.word for mark in band(person.record, person.ledger, today, words).notices]


def test_a_doubt_stands_beside_its_own_field(patient: Patient, words: Words, today: date) -> None:
    for row in rows(patient(6), "summary", "person", today, words):
        doubts = [mark.word for mark in row.marks]
        assert ("ชื่อไม่ตรงกับแหล่งอื่น" in doubts) == (row.cells[1].text == "นายสมพล จำลองสุข")
        assert ("ปีที่ส่งมาอาจเป็น พ.ศ." in doubts) == ("2522-05-30" in row.cells[1].text)


def test_a_doubt_that_not_all_sources_share_says_whose_it_is(
    patient: Patient, words: Words, today: date
) -> None:
    person = patient(1)
    name = person_section(Pen(person.record, person.ledger, today, words)).rows[0]
    assert [note.letter for note in name.sources] == ["A", "B", "C", "E", "H"]
    assert [mark.word for mark in name.marks] == ["ชื่อ-สกุลสลับช่อง: C"]


# --- pregnancy


def test_a_delivery_five_years_ago_does_not_go_on(patient: Patient, words: Words, today: date) -> None:
    found = rows(patient(4), "problems", "problems", today, words)
    delivery = by_name(found)["การคลอดปกติ"]
    assert (delivery.group, delivery.cells[2].text) == ("การตั้งครรภ์หรือการคลอดครั้งก่อน", "ต้นทางไม่ได้ปิดรายการ")
    pregnant = next(row for row in found if row.cells[0].code == "Z34.9")
    assert pregnant.group == "", "the open pregnancy stays open"


def test_both_due_dates_and_both_blood_groups_are_kept(patient: Patient, words: Words, today: date) -> None:
    person = patient(4)
    facts = {fact.label: fact for fact in band(person.record, person.ledger, today, words).facts}
    assert facts["ตั้งครรภ์"].caption == "กำหนดคลอด 16 ก.พ. 2570 (LMP) · มี 2 ค่า"
    told = [row.cells[1].text for row in rows(person, "summary", "person", today, words)]
    assert "GA 27+6 สัปดาห์ · กำหนดคลอด 16 ก.พ. 2570 (LMP), 20 ก.พ. 2570 (อัลตราซาวด์)" in told
    groups = [row for row in rows(person, "summary", "person", today, words) if row.cells[0].text == "หมู่เลือด"]
    assert [row.cells[1].text for row in groups] == ["O Rh ลบ", "O Rh บวก"]
    for row in groups:
        assert [mark.word for mark in row.marks] == ["ข้อมูลขัดแย้ง"]
        assert "ต้องตรวจหมู่เลือดและ crossmatch ใหม่ทุกครั้ง" in row.cells[1].note


def test_silence_is_not_taken_for_not_pregnant(patient: Patient, words: Words, today: date) -> None:
    def told(number: int) -> list[str]:
        person = patient(number)
        return [
            f.value for f in band(person.record, person.ledger, today, words).facts if f.label == "ตั้งครรภ์"
        ]

    assert told(8) == ["ไม่ทราบ"]
    assert told(4) == ["GA 27+6 สัปดาห์"]
    assert told(1) == told(2) == told(12) == []


@pytest.mark.parametrize(
    ("gender", "born", "caption", "row"),
    [
        (
            "female",
            "1998-01-15",
            "LMP 3 พ.ย. 2569 · ไม่พบบันทึก โปรดถาม",
            ["LMP 3 พ.ย. 2569 · ไม่ทราบว่าตั้งครรภ์หรือไม่"],
        ),
        (
            "female",
            "1966-01-15",
            "LMP 3 พ.ย. 2569 · ไม่พบบันทึก โปรดถาม",
            ["LMP 3 พ.ย. 2569 · ไม่ทราบว่าตั้งครรภ์หรือไม่"],
        ),
        ("male", "1996-01-15", None, []),
    ],
)
def test_a_last_period_is_never_told_as_a_pregnancy(
    gender: str, born: str, caption: str | None, row: list[str], words: Words
) -> None:
    pen = pen_of(
        words,
        {"resourceType": "Patient", "gender": gender, "birthDate": born},
        {
            "resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-11-10",
            "code": {"coding": [{"system": "http://loinc.org", "code": "8665-2"}]}, "valueDateTime": "2026-11-03",
        },
    )  # fmt: skip
    facts = {fact.label: fact for fact in band_of(pen).facts}
    told = facts.get("ตั้งครรภ์")
    assert (told and (told.value, told.caption)) == (caption and ("ไม่ทราบ", caption))
    drawn = [row for part in sheet_of("summary", pen).sections for row in part.rows]
    assert [row.cells[1].text for row in drawn if row.cells[0].text == "ตั้งครรภ์"] == row
    assert list(cautions(pen)) == row


# --- done, ordered, due


def test_what_is_swallowed_is_no_needle(patient: Patient, words: Words, today: date) -> None:
    told = [row.cells[1].text for row in rows(patient(2), "vaccines", "vaccines", today, words)]
    assert "OPV ครั้งที่ 4" in told
    assert "DTP เข็มที่ 4" in told


def test_what_is_due_or_ordered_does_not_read_as_done(patient: Patient, words: Words, today: date) -> None:
    told = [row.cells[3].text for row in rows(patient(9), "timeline", "events", today, words)]
    assert "วัคซีนที่ควรได้รับ: พิษสุนัขบ้า (rabies)" in told
    assert "พิษสุนัขบ้า (rabies)" not in told
    told = [row.cells[3].text for row in rows(patient(7), "timeline", "events", today, words)]
    assert "ใบขอตรวจหรือขอบริการ: 1 เพื่อการวินิจฉัยและรักษา" in told


def test_an_open_order_does_not_say_that_its_result_is_there(words: Words) -> None:
    """ผล is a result: "มีผลอยู่" on an order for a test was read as "the result has come"."""
    assert not [word for word in states(words).values() if word.startswith(("มีผล", "ไม่มีผล"))]


def test_a_disease_ruled_out_does_not_read_as_cut_out(words: Words) -> None:
    assert "ตัดออก" not in turned(words)["refuted"] + states(words)["refuted"]


def test_the_head_of_the_visits_says_how_many_the_card_holds(
    patient: Patient, words: Words, today: date
) -> None:
    for number, told in ((1, "ทั้งหมด 12 ครั้ง"), (12, "12 ครั้งล่าสุด จากทั้งหมด 480 ครั้ง")):
        person = patient(number)
        drawn = sheet("summary", person.record, person.ledger, today, words)
        (section,) = (part for part in drawn.sections if part.name == "visits")
        assert (section.caption, len(section.rows)) == (told, 12)
