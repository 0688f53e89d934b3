"""What was written on the page of the referral stands on layouts B and C where the form has its place, and nothing
stands there that nobody wrote."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from form_samples import Told
from forms_read import everything, measured, prose, ticked
from paper_samples import thai

from viewer.base.settings import ReferralCodes
from viewer.signin.roles import REFERRAL_C
from viewer.view.forms.blocks import Filled, Form, Heading, Remark, TearOff
from viewer.view.forms.blocks import Told as Told_
from viewer.view.forms.primary import primary
from viewer.view.forms.reply import reply
from viewer.view.forms.structured import structured
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.numbering import fiscal_year
from viewer.view.referring.paper_words import form_fields, letter_draft
from viewer.view.sheet import Letter
from viewer.visit.referral import Field, ReferralDraft

DRAFT = LetterDraft(number="12", to="รพ.ศูนย์ธารสุวรรณ", asked="ปรับการรักษา", cause="เกินศักยภาพ", treatment="ให้น้ำเกลือ",
                    medicines_given="ceftriaxone 1 g", medicines_on_way="ออกซิเจน", attachments=("lab",))  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Told:
    return Told(1, thai())


@pytest.fixture(scope="module")
def letter(told: Told) -> Letter:
    return letter_of(told.pen, told.printing(), DRAFT, sandbox=True)


def test_what_was_written_stands_in_its_place(told: Told, letter: Letter) -> None:
    said = {"past": "บิดาเป็นเบาหวาน", "urgency": "2", "reason": "1", "systolic": "148", "diastolic": "86"}
    form = structured(letter, told.pen, told.printing(), said)
    text = prose(form)
    assert text["2. ประวัติป่วยในอดีตและประวัติครอบครัว"] == "บิดาเป็นเบาหวาน"
    assert text["6. การรักษาที่ได้ให้ไว้แล้ว"] == "ให้น้ำเกลือ"
    assert text["7. สาเหตุที่ส่ง *"] == "เกินศักยภาพ"
    assert text["8. รายละเอียดอื่น ๆ"] == "ปรับการรักษา"
    assert text["1. ยาที่ให้จากสถานพยาบาลต้นทาง"] == "ceftriaxone 1 g"
    assert ticked(form) == ["1 เพื่อการวินิจฉัยและรักษา", "2 ฉุกเฉิน (emergency)", "LAB"]
    vitals = measured(form)
    assert vitals.rows[0].cells[2].text == "148/86"
    assert (vitals.rows[1].cells[2].text, vitals.rows[1].cells[2].note) == ("148/86", "A 3 พ.ย. 2569")


def test_nothing_is_ticked_or_filled_that_nobody_said(told: Told) -> None:
    plain = letter_of(told.pen, told.printing(), LetterDraft(), sandbox=True)
    form = structured(plain, told.pen, told.printing(), {})
    assert ticked(form) == []
    assert prose(form)["6. การรักษาที่ได้ให้ไว้แล้ว"] == ""
    vitals = measured(form)
    assert [cell.text for cell in vitals.rows[0].cells[1:]] == [""] * 6, (
        "what is in the record was not measured today"
    )


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 9, 30), 2569),
        (date(2026, 10, 1), 2570),
        (date(2026, 12, 31), 2570),
        (date(2027, 1, 1), 2570),
    ],
)
def test_the_fiscal_year_begins_in_october(day: date, year: int) -> None:
    assert fiscal_year(day) == year


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", "12/2570"), ("", ""), ("45/2570", "45/2570")],  # the last was typed with its year
)
def test_the_number_of_layout_c_counts_within_the_fiscal_year(told: Told, typed: str, number: str) -> None:
    """Wherever it stands: the slip that comes back said only 12, which is another letter in every year."""
    draft = replace(DRAFT, number=typed)
    made = letter_of(told.pen, told.printing(), draft, form=REFERRAL_C, sandbox=True)
    form = primary(made, told.pen, told.printing(), {})
    (first, *_) = (block for block in form.opening if isinstance(block, Filled))
    (slip,) = (block for block in form.parts if isinstance(block, TearOff))
    about = next(block for block in slip.blocks if isinstance(block, Filled))
    assert first.lines[0].value == number
    assert about.lines[-1].value == number
    assert form.running_head.endswith(f"เลขที่ {number}" if number else "9-6604-87647-59-7")


F = Field
SAID = {
    F.NUMBER: "12", F.TO: "รพ.ศูนย์", F.URGENCY: "2", F.REASON: "1", F.CAUSE: "เกินศักยภาพ", F.ASKED: "โปรดรับไว้",
    F.SPECIAL: "02", F.HISTORY: "แขนขวาอ่อนแรง", F.PAST: "บิดาเป็นเบาหวาน", F.EXAMINATION: "motor grade 2",
    F.DIAGNOSIS: "I63.9 Ischemic stroke", F.TREATMENT: "NSS 80 mL/hr", F.MEDICINES_GIVEN: "aspirin 300 mg",
    F.MEDICINES_ON_WAY: "ออกซิเจน", F.MEASURED: "วันนี้ 14.05", F.SYSTOLIC: "186", F.PULSE: "88", F.RESPIRATION: "20",
    F.TEMPERATURE: "วัดไม่ได้", F.SPO2: "96", F.O2_DEVICE: "cannula", F.O2_FLOW: "3", F.GCS_EYE: "4", F.PAIN: "7",
    F.GLUCOSE: "126", F.LINES: "แขนซ้าย No.20", F.STROKE_NIHSS: "9", F.ACCEPTED_BY: "พญ.รับดี", F.TRAVEL: "own",
    F.RELATIVE: "นางสมใจ", F.COMPANION: "พยาบาลสมศรี", F.COMPANION_PHONE: "08-1111-1111", F.COVERAGE: "บัตรทอง",
    F.COVERAGE_NUMBER: "12-34", F.REGISTERED: "รพ.บ้านเหนือคลอง", F.ATTACHED: "film pathology",
}  # fmt: skip
CODED = {F.URGENCY: "ฉุกเฉิน", F.REASON: "เพื่อการวินิจฉัยและรักษา", F.SPECIAL: "Stroke", F.O2_DEVICE: "nasal cannula",
         F.GCS_EYE: "E4", F.MEASURED: "14.05", F.TRAVEL: "รถส่วนตัว", F.ATTACHED: "ฟิล์ม"}  # fmt: skip


def drafted(told: Told, make: Callable[..., Form], said: dict[Field, str], site: ReferralCodes) -> Form:
    referral, now = ReferralDraft(said), told.printing().now
    draft = letter_draft(referral, told.pen.words, site, now)
    letter = letter_of(told.pen, told.printing(), draft, sandbox=True)
    return make(letter, told.pen, told.printing(), form_fields(referral, told.pen.words, site, now))


@pytest.mark.parametrize("make", [structured, primary])
def test_everything_that_was_written_is_on_the_paper_once(told: Told, make: Callable[..., Form]) -> None:
    text = everything(drafted(told, make, SAID, ReferralCodes()))
    absent = {F.URGENCY} if make is primary else set()  # three steps of its own
    missing = {name for name, value in SAID.items() if CODED.get(name, value) not in text}
    assert missing <= absent, missing
    assert text.count("บิดาเป็นเบาหวาน") == 1
    assert text.count("วัดไม่ได้") == 1


def test_vital_signs_stand_in_the_table_and_the_others_below_it(told: Told) -> None:
    form = drafted(told, structured, SAID, ReferralCodes())
    assert [cell.text for cell in measured(form).rows[0].cells] == [
        "ก่อนส่งต่อ\n23 พ.ย. 2569 14.05", "7", "186/......", "วัดไม่ได้", "88", "96", "20",
    ]  # fmt: skip
    below = [line.label for block in form.parts if isinstance(block, Filled) for line in block.lines]
    assert "SpO₂" not in below
    assert "GCS" in below
    assert prose(form)["3. ประวัติการป่วยปัจจุบัน"] == "แขนขวาอ่อนแรง\nmotor grade 2"


def test_boxes_are_ticked_only_for_codes_of_their_own_system(told: Told) -> None:
    other = ReferralCodes(reason="43plus", urgency="eclaim")
    form = drafted(told, structured, {F.REASON: "1", F.URGENCY: "E"}, other)
    assert ticked(form) == []
    remarks = [block.text for block in form.parts if isinstance(block, Remark)]
    assert any("E" in text for text in remarks)
    assert prose(form)["7. สาเหตุที่ส่ง *"], "the reason stands in words with its system"
    small = drafted(told, primary, {F.URGENCY: "3"}, ReferralCodes())
    assert ticked(small) == ["ด่วนมาก: เร่งด่วน (urgent) (THCC 3)"]


def test_past_history_stands_in_its_item_and_what_the_record_tells_beside_what_nobody_wrote(
    told: Told,
) -> None:
    form = drafted(told, structured, {F.PAST: "บิดาเป็นเบาหวาน"}, ReferralCodes())
    assert prose(form)["2. ประวัติป่วยในอดีตและประวัติครอบครัว"] == "บิดาเป็นเบาหวาน"
    assert prose(form)["3. ประวัติการป่วยปัจจุบัน"] == "", "the record's own words are not the writer's"


def test_the_reply_answers_who_referred_and_has_a_place_for_number_and_day(
    told: Told, letter: Letter
) -> None:
    opening = reply(letter, told.pen, told.printing(), {}).opening
    labels = [line.label.strip() for block in opening if isinstance(block, Filled) for line in block.lines]
    assert labels[labels.index("อ้างถึงใบส่งต่อเลขที่") + 1] == "ลงวันที่"
    assert "ตามที่ท่านส่งผู้ป่วยชื่อ" in labels
    assert "พร้อมหนังสือนี้ ขอส่งผู้ป่วยชื่อ" not in labels


def test_the_reply_keeps_what_is_taken_home_apart_from_the_medicines_of_the_record(
    told: Told, letter: Letter
) -> None:
    home = "ยากลับบ้าน (ชื่อยา ความแรง วิธีใช้ จำนวน)"
    unsaid = reply(letter, told.pen, told.printing(), {}).parts
    at = [block.heading if isinstance(block, Told_) else getattr(block, "text", "") for block in unsaid]
    place, old = at.index(home), at.index("ยาเดิมตามประวัติ ไม่ใช่ยากลับบ้าน")
    assert place < old
    assert "ยา" not in at, "a heading that says of neither"
    blank = unsaid[place]
    assert isinstance(blank, Told_)
    assert (blank.text, blank.lines) == ("", 4), "lines to write on"
    typed = reply(letter, told.pen, told.printing(), {"reply-home": "aspirin 81 มก. 1x1 pc #30"})
    assert prose(typed)[home] == "aspirin 81 มก. 1x1 pc #30"


@pytest.mark.parametrize("make", [primary, structured])
def test_what_warns_of_medicines_has_a_heading_of_its_own(
    told: Told, letter: Letter, make: Callable[..., Form]
) -> None:
    """Else the head of the medicines would stand pages before them."""
    parts = make(letter, told.pen, told.printing(), {}).parts
    at = next(n for n, block in enumerate(parts) if isinstance(block, Heading) and block.text == "ยา")
    before = next(
        n for n, one in enumerate(parts) if isinstance(one, Heading) and one.text == "ข้อควรระวังเรื่องยา"
    )
    assert [one.text for one in parts[before + 1 : at] if isinstance(one, Remark)] == list(letter.remarks)
    assert at == before + 1 + len(letter.remarks)
    assert not any(isinstance(block, Remark) for block in parts[at : at + 4])


@pytest.mark.parametrize("make", [primary, structured, reply])
def test_what_to_beware_of_the_person_stands_first_below_the_allergies(
    told: Told, make: Callable[..., Form]
) -> None:
    """Whoever receives the person looks there: an arm to be spared, a pregnancy, an anticoagulant."""
    one = Told(12, told.pen.words)
    letter = letter_of(one.pen, one.printing(), LetterDraft(), sandbox=True)
    first = make(letter, one.pen, one.printing(), {}).parts[0]
    assert isinstance(first, Remark)
    assert first.text.startswith("ข้อควรระวัง: ")
    assert "ห้ามวัดความดันและเจาะเลือดแขนซ้าย (AVF)" in first.text
    assert not first.small
