"""A referral on paper: what stands in the fields reads as it was typed, nothing completed, whichever the form; the
letter of a record that is closed."""

from collections.abc import Callable
from typing import Any

import pytest
from form_samples import CLINIC, DOCTOR, NOW
from paper_samples import pages_of
from unit.view.made import SITE, STROKE, draft_of, letter_for

from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.paper.form import form_pdf
from viewer.paper.referral import referral_pdf
from viewer.record.story import Record
from viewer.view.forms.primary import primary
from viewer.view.forms.structured import structured
from viewer.view.imprint import Printing
from viewer.view.pen import Pen
from viewer.view.referring.kept import kept_letter
from viewer.view.referring.paper_words import form_fields, letter_draft, moment_words
from viewer.view.referring.vitals import coma, odd, pressure, with_unit
from viewer.view.sheet import Letter
from viewer.visit.referral import Field, ReferralDraft

Patient = Callable[..., Any]
F = Field


def on_paper(letter: Letter, words: Words) -> str:
    return " ".join("".join(pages_of(referral_pdf(letter, words))).replace("\u00a0", " ").split())


def flat(text: str) -> str:
    """Without the places where a line was broken."""
    return "".join(text.split())


# --- paper


def test_everything_that_was_written_is_on_paper(spoken: Words) -> None:
    text = flat(on_paper(letter_for(draft_of(STROKE), spoken), spoken))
    for words in (
        "รพ.ศูนย์ธารสุวรรณ", "ฉุกเฉิน (emergency) (THCC 2)", "เพื่อการวินิจฉัยและรักษา (THCC 1)", "Stroke (43 แฟ้ม 02)",
        "เกินศักยภาพ", "โปรดพิจารณา thrombectomy", "แขนขาขวาอ่อนแรง", "ประวัติป่วยในอดีตและประวัติครอบครัว: บิดาเป็นเบาหวาน",
        "motor ขวา grade 2", "1. I63.9 Ischemic stroke", "2. สงสัยหัวใจเต้นผิดจังหวะ", "NSS 80 mL/hr",
        "วัดเมื่อ 23 พ.ย. 2569 14.05", "186/104 มม.ปรอท", "88 ครั้ง/นาที", "อุณหภูมิ วัดไม่ได้", "๙๖%", "nasal cannula",
        "3 L/min", "E4VTM6", "คะแนนความเจ็บปวด 0–10 0", "126 มก./ดล.", "แขนซ้าย No.20 · ขาขวา No.22",
        "droplet precautions (ละอองฝอย)",
        "ให้น้ำเกลือ (43 แฟ้ม 3)", "เห็นปกติครั้งสุดท้าย 22 พ.ย. 2569 22.30", "NIHSS 0–42 9", "พญ.รับดี", "0-2000-9901",
        "นางสมใจ ภรรยา", "08-0000-0000", "พยาบาลสมศรี", "บัตรทอง 12-34", "รพ.บ้านเหนือคลอง", "45/2570", "สำเนาที่ 2",
    ):  # fmt: skip
        assert flat(words) in text, words


def test_a_fast_track_that_was_chosen_has_lines_for_what_is_empty_and_no_other_is_printed(
    spoken: Words,
) -> None:
    letter = letter_for(draft_of({F.SPECIAL: "01", F.STEMI_ECG: "ST elevation V1-V4"}), spoken)
    assert [block.name for block in letter.blocks] == ["stemi"]
    (stemi,) = letter.blocks
    assert [line.value for line in stemi.lines if line.value] == ["ST elevation V1-V4"]
    assert len(stemi.lines) == 5
    assert letter_for(ReferralDraft(), spoken).blocks == ()


def test_an_empty_draft_is_the_letter_it_always_was(patient: Patient, spoken: Words) -> None:
    person = patient(1)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    letter = letter_for(ReferralDraft(), spoken, pen)
    assert letter.story.startswith("รับบริการล่าสุด: ")
    assert b"ServiceRequest" not in letter.data
    assert (letter.to, letter.urgency, letter.cause, letter.examination) == ("", "", "", "")


# --- measurements and moments


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({F.SYSTOLIC: "120", F.DIASTOLIC: "80"}, "120/80\u00a0มม.ปรอท"),
        ({F.SYSTOLIC: "120"}, "120/......\u00a0มม.ปรอท"),
        ({F.DIASTOLIC: "80"}, "....../80\u00a0มม.ปรอท"),
        ({}, ""),
    ],
)
def test_half_a_blood_pressure_is_never_completed(texts: dict[Field, str], words: str, spoken: Words) -> None:
    assert pressure(spoken, draft_of(texts)) == words


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("456", "E4V5M6\u00a0=\u00a015"),
        ("111", "E1V1M1\u00a0=\u00a03"),
        ("4T6", "E4VTM6"),
        ("4-6", "E4V...M6"),
        ("---", ""),
    ],
)
def test_a_coma_score_has_a_sum_only_where_all_three_are_numbers(codes: str, words: str) -> None:
    names = (F.GCS_EYE, F.GCS_VERBAL, F.GCS_MOTOR)
    chosen = {name: code for name, code in zip(names, codes, strict=True) if code != "-"}
    assert coma(draft_of(chosen)) == words


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        (F.PULSE, "88", "88\u00a0ครั้ง/นาที"),
        (F.TEMPERATURE, "37.2", "37.2°C"),
        (F.SPO2, "96", "96%"),
        (F.PAIN, "3", "3"),
        (F.PULSE, "คลำไม่ได้", "คลำไม่ได้"),
        (F.PULSE, "80-90", "80-90"),
        (F.TO, "12", "12"),
    ],
)
def test_only_a_number_gets_a_unit(name: Field, typed: str, words: str, spoken: Words) -> None:
    assert with_unit(spoken, name, typed) == words


@pytest.mark.parametrize(
    ("texts", "doubted"),
    [
        ({F.TEMPERATURE: "372"}, [F.TEMPERATURE]),
        ({F.TEMPERATURE: "37.2"}, []),
        ({F.SYSTOLIC: "80", F.DIASTOLIC: "120"}, [F.DIASTOLIC]),
        ({F.SPO2: "101"}, [F.SPO2]),
        ({F.STROKE_NIHSS: "43", F.PAIN: "11"}, [F.PAIN, F.STROKE_NIHSS]),
        ({F.PULSE: "คลำไม่ได้"}, []),
    ],
)
def test_numbers_that_are_likely_mistyped_are_doubted(texts: dict[Field, str], doubted: list[Field]) -> None:
    assert sorted(odd(draft_of(texts))) == sorted(doubted)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("วันนี้ 8.00", "23 พ.ย. 2569 08.00"),
        ("เมื่อวาน", "22 พ.ย. 2569"),
        ("22/11/2569 7.15 น.", "22 พ.ย. 2569 07.15"),
        ("23 พ.ย. 2569 14.05", "23 พ.ย. 2569 14.05"),
        ("เช้ามืด", "เช้ามืด"),
        ("14.05", "14.05"),
        ("", ""),
    ],
)
def test_a_moment_is_written_out_where_it_is_certain(typed: str, words: str, spoken: Words) -> None:
    assert moment_words(spoken, typed, NOW) == words


# --- other forms


@pytest.mark.parametrize("form", [structured, primary])
def test_what_was_written_is_on_the_other_forms_of_the_letter_too(form: Any, spoken: Words) -> None:
    draft = draft_of(STROKE)
    pen = Pen(Record(), Ledger(), NOW.date(), spoken)
    printing = Printing(DOCTOR, CLINIC, "นายทดสอบ สมมติวงศ์", "9-6604-87647-59-7", NOW, NOW, "7F3K", copy=1)
    made = form(letter_for(draft, spoken, pen), pen, printing, form_fields(draft, spoken, SITE, NOW))
    text = flat("".join(pages_of(form_pdf(made, spoken))).replace("\u00a0", " "))
    for words in (
        "รพ.ศูนย์ธารสุวรรณ", "โปรดพิจารณา thrombectomy", "แขนขาขวาอ่อนแรง", "บิดาเป็นเบาหวาน", "motor ขวา grade 2",
        "Ischemic stroke", "NSS 80 mL/hr", "186/104", "วัดไม่ได้", "23 พ.ย. 2569 14.05", "nasal cannula", "E4VTM6",
        "แขนซ้าย No.20", "droplet", "22 พ.ย. 2569 22.30", "พญ.รับดี", "08-0000-0000", "พยาบาลสมศรี",
    ):  # fmt: skip
        assert flat(words) in text, words


def test_a_code_of_another_list_ticks_no_box_of_thcc(spoken: Words) -> None:
    site = ReferralCodes(reason="std15", urgency="eclaim")
    fields = form_fields(draft_of({F.REASON: "1", F.URGENCY: "E", F.PULSE: "88"}), spoken, site, NOW)
    assert fields == {"pulse": "88"}


# --- kept


def test_the_letter_of_a_closed_record_says_so_on_every_page_and_knows_nothing_of_allergies(
    spoken: Words,
) -> None:
    pen = Pen(Record(), Ledger(), NOW.date(), spoken)
    printing = Printing(DOCTOR, CLINIC, "นายทดสอบ", "•-••••-••••7-59-7", NOW, NOW, "7F3K")
    draft = letter_draft(draft_of({F.HISTORY: "ขาบวม", F.TO: "รพ."}), spoken, SITE, NOW)
    letter = kept_letter(pen, draft, printing, head="นายทดสอบ · •-7", sandbox=False)
    assert letter.data == b""
    for page in pages_of(referral_pdf(letter, spoken)):
        told_ = flat(page)
        assert flat("ความยินยอมสิ้นสุดแล้ว") in told_
        assert flat("ซักประวัติการแพ้อีกครั้ง") in told_
        assert "ปฏิเสธการแพ้ยา" not in told_
    assert "7F3K" in letter.footer[-1]
