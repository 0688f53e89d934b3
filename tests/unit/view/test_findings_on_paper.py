"""The findings on medicines as a letter hands them on: each with what to do, the rest counted, and how far it went."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from form_samples import NOW, PHARMACIST, SHOP, Told
from sandbox_people import TODAY

from viewer.base.words import Words
from viewer.safety.dismissal import Sifted, dismiss
from viewer.safety.finding import Finding
from viewer.view.finding_words import headline
from viewer.view.findings_on_paper import MOST, on_paper, printed_findings
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.letter_medicines import course_key
from viewer.view.pen import Pen
from viewer.view.reconciling.form import MedicinesForm, Subject, medicines_form
from viewer.visit.reconciliation import Choice, Reconciliation

People = Callable[[int], Told]


@pytest.fixture(scope="module")
def people(spoken: Words) -> People:
    known: dict[int, Told] = {}
    return lambda number: known.setdefault(number, Told(number, spoken))


def remarks(told: Told, **draft: Any) -> str:
    return "\n".join(letter_of(told.pen, told.printing(), LetterDraft(**draft), sandbox=True).remarks)


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (1, "ห้ามใช้: metformin (B) · eGFR 29 (A 3 พ.ย. 2569) — ไม่จ่าย metformin ปรึกษาแพทย์เรื่องยาเบาหวานอื่น"),
        (1, "enalapril (B) × losartan (A) · K 5.7 มมล./ล. (A 3 พ.ย. 2569) — ตรวจ K ซ้ำ; เลือกใช้เพียงตัวเดียว"),
        (2, "มี 2 ความเข้มข้น: 120 mg/5 mL · 250 mg/5 mL"),
        (2, "ให้เหลือความเข้มข้นเดียว และทบทวนวิธีตวงยากับผู้ดูแล"),
        (4, "isotretinoin (D 7 พ.ค. 2569, ยาหมดแล้ว 140 วัน)"),
        (4, "แจ้งแพทย์ฝากครรภ์"),
        (5, "ค่าวิกฤต: warfarin (A) · INR 6.1 (B 21 พ.ย. 2569) — แจ้งแพทย์ทันที"),
        (5, "× metronidazole (K 14 พ.ย. 2569, ยาหมดแล้ว 2 วัน) — ตรวจ INR ภายใน 3-5 วัน"),
        (5, "× diclofenac (K) — เลี่ยง NSAID"),
        (5, "ฟ้าทะลายโจร"),
    ],
)  # fmt: skip
def test_each_says_what_to_do_with_value_day_and_facility(number: int, line: str, people: People) -> None:
    assert line in remarks(people(number))


def test_the_most_severe_stand_first(people: People) -> None:
    told = remarks(people(5))
    assert told.index("ค่าวิกฤต:") < told.index("ปรึกษาแพทย์ก่อนจ่าย:") < told.index("เฝ้าระวัง:")


@pytest.mark.parametrize("number", [1, 3, 6, 12])
def test_coverage_is_told_in_full_and_leaves_restricted_data_out_for_everyone(
    number: int, people: People
) -> None:
    last = on_paper(people(number).pen)[-1]
    assert "เทียบกับกฎ " in last
    assert last.endswith("ไม่รวมข้อมูลที่จำกัดการเข้าถึง")
    assert "กฎที่ยังไม่ได้ยืนยันกับต้นฉบับ" in last


def test_an_allergy_that_cannot_be_compared_is_told(people: People) -> None:
    assert "แพ้ยาที่เทียบไม่ได้ 1 รายการ: แพ้ยาลดไข้สูง" in on_paper(people(2).pen)[-1]


def test_nothing_of_what_is_restricted_is_told(people: People) -> None:
    """Person 3's blind findings stand on a hidden row: paper has neither them nor their number."""
    told = remarks(people(3))
    for word in ("ห้ามใช้ร่วมกัน", "ergotamine", "จำกัดการเข้าถึง ซึ่ง", "ไม่ได้พิมพ์"):
        assert word not in told


def others(finding: Finding, count: int) -> tuple[Finding, ...]:
    """The same of so many other medicines."""
    (part, *_) = finding.parts
    return tuple(
        replace(finding, key=f"{finding.key}{n}", parts=(replace(part, ingredient=f"x{n}"),))
        for n in range(count)
    )


def test_what_does_not_fit_is_counted_and_what_forbids_is_always_told(spoken: Words) -> None:
    told = Told(1, spoken)
    first, second = told.pen.sifted.standing[:2]
    told.pen.__dict__["sifted"] = Sifted((first, *others(second, MOST + 2)), (), ())
    assert len(printed_findings(told.pen)) == MOST
    assert on_paper(told.pen)[-1].startswith("ข้อค้นพบด้านยาที่ไม่ได้พิมพ์: ปรึกษาแพทย์ก่อนจ่าย 3 · เทียบกับกฎ")
    told.pen.__dict__["sifted"] = Sifted((*others(first, MOST + 2), second), (), ())
    assert len(printed_findings(told.pen)) == MOST + 2
    assert on_paper(told.pen)[-1].startswith("ข้อค้นพบด้านยาที่ไม่ได้พิมพ์: ปรึกษาแพทย์ก่อนจ่าย 1 · เทียบกับกฎ")


def test_a_medicine_that_is_left_off_is_in_no_finding_and_that_is_counted(people: People) -> None:
    pen = people(5).pen
    key = next(course_key(course) for course in pen.courses if course.name == "warfarin")
    lines = on_paper(pen, frozenset({key}))
    assert not any("warfarin" in line for line in lines)
    assert lines[-1].startswith("ข้อค้นพบด้านยาที่ไม่ได้พิมพ์: ห้ามใช้ หรือค่าวิกฤต 1, ปรึกษาแพทย์ก่อนจ่าย 3 · ")


def test_a_row_that_only_a_finding_names_goes_along_as_data_with_its_letter(people: People) -> None:
    told = people(4)
    letter = letter_of(told.pen, told.printing(), LetterDraft(), sandbox=True)
    assert "isotretinoin" in json.dumps(json.loads(letter.data))
    assert any(line.startswith("D ") for line in letter.legend)


def test_the_reconciliation_form_warns_beside_each_medicine(people: People) -> None:
    told = people(5)
    value = told.signed(told.decide(Reconciliation(), Choice.CONTINUE))
    form = medicines_form(told.subject, value, told.printing(PHARMACIST, SHOP), sandbox=True)
    notes = {row.cells[1].text: row.cells[-1].note for row in form.medicines.rows}
    warfarin = next(note for name, note in notes.items() if name.startswith("warfarin"))
    assert "■ ค่าวิกฤต: warfarin · INR 6.1" in warfarin
    assert "▲ ปรึกษาแพทย์ก่อนจ่าย: warfarin × metronidazole; warfarin × diclofenac; " in warfarin
    assert warfarin.count("\n") == 1, "a line for each level"
    assert not {"■", "▲"} & set(next(note for name, note in notes.items() if name.startswith("furosemide")))


def form_of(told: Told, value: Reconciliation | None = None) -> MedicinesForm:
    value = told.signed(told.decide(Reconciliation(), Choice.CONTINUE)) if value is None else value
    return medicines_form(told.subject, value, told.printing(PHARMACIST, SHOP), sandbox=True)


@pytest.mark.parametrize(
    ("number", "medicine", "line"),
    [
        (1, "atorvastatin", "○ เฝ้าระวัง: atorvastatin × simvastatin"),
        (12, "omeprazole", "○ เฝ้าระวัง: omeprazole: ตัวยาเดียวกันจากสองแหล่งหรือสองผลิตภัณฑ์"),
        (5, "digoxin", "○ เฝ้าระวัง: digoxin × furosemide"),
    ],
)
def test_the_reconciliation_form_tells_two_of_one_kind_and_what_to_watch(
    number: int, medicine: str, line: str, people: People
) -> None:
    notes = [
        row.cells[-1].note
        for row in form_of(people(number)).medicines.rows
        if row.cells[1].text.startswith(medicine)
    ]
    assert notes
    assert all(line in note for note in notes)


@pytest.mark.parametrize("number", [1, 4, 5, 12])
def test_every_finding_is_on_the_reconciliation_form(number: int, people: People) -> None:
    """Beside a medicine, or below them; then how far the check went."""
    told = people(number)
    form = form_of(told)
    beside = "\n".join(row.cells[-1].note for row in form.medicines.rows)
    below = "\n".join(form.findings)
    for finding in told.pen.sifted.standing:
        named = [part.ingredient for part in finding.parts]
        assert all(name in beside for name in named) or all(name in below for name in named), finding.rule
    assert "เทียบกับกฎ 93 ข้อ (ไม่ใช่ทุกคู่ยา)" in form.findings[-1]
    assert form.findings[-1].endswith("ไม่รวมข้อมูลที่จำกัดการเข้าถึง")


def test_a_value_without_a_medicine_stands_below_the_form_with_its_facility(people: People) -> None:
    form = form_of(people(12))
    assert form.findings[0].startswith("เฝ้าระวัง: K 6.1 มมล./ล. (M 20 พ.ย. 2569, ก่อนฟอกเลือด) — ")
    assert any(line.startswith("M ") for line in form.legend)


@pytest.mark.parametrize("number", [1, 12])
def test_what_was_put_aside_is_counted_on_the_form(number: int, spoken: Words) -> None:
    """Person 12 has rows of restricted access: the form's own pen knows of it too."""
    told = Told(number, spoken)
    first = told.pen.sifted.standing[0]
    told.pen = Pen(
        told.patient.record, told.patient.ledger, TODAY, spoken,
        dismissals=(dismiss(first, "ปรึกษาแล้ว", "ภญ.ก", NOW),),
    )  # fmt: skip
    told.subject = Subject.of(told.pen, told.patient.record, opened=False)
    form = form_of(told, Reconciliation())
    assert form.findings[-1].startswith("ข้อค้นพบด้านยาที่ไม่ได้พิมพ์: พักไว้ 1 · ")
    assert not any(
        headline(told.pen, first) in cell.note for row in form.medicines.rows for cell in row.cells
    )


def test_findings_that_share_a_line_take_one_place_of_a_letter(spoken: Words) -> None:
    """Five findings on two pairs of medicines left no place for two statins."""
    pen = Told(1, spoken).pen
    lines = on_paper(pen)
    assert lines[-2].startswith("เฝ้าระวัง: atorvastatin (A) × simvastatin (B) — ")
    assert "ไม่ได้พิมพ์" not in lines[-1]


def test_the_reconciliation_form_tells_why_a_medicine_was_stopped(people: People) -> None:
    """Whoever decides between a stop and a supply must know it."""
    cells = [row.cells[3].text for row in form_of(people(1)).medicines.rows]
    assert "B 31 ส.ค. 2569 · 360 เม็ด\nA 3 พ.ย. 2569 หยุด “eGFR ลดลง ให้หยุด”" in cells
