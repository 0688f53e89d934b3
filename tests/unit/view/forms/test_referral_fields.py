"""Layouts B and C and the reply against the lists of their fields: each on the paper, or absent with its reason; and
what was written on the page of the referral stands on B and C, where the form has its place.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from form_samples import Told
from paper_samples import thai

from viewer.base.settings import ReferralCodes
from viewer.view.forms.blocks import Filled, Form, Heading, Remark, Rows, Ruled, Signatures, TearOff, Ticks
from viewer.view.forms.blocks import Told as Prose
from viewer.view.forms.primary import fiscal_year, primary
from viewer.view.forms.reply import FIELDS, reply
from viewer.view.forms.structured import structured
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.referring.paper_words import form_fields, letter_draft
from viewer.view.sheet import Letter, Section
from viewer.visit.referral import Field, ReferralDraft

DRAFT = LetterDraft(number="12", to="รพ.ศูนย์ธารสุวรรณ", asked="ปรับการรักษา", cause="เกินศักยภาพ", treatment="ให้น้ำเกลือ",
                    medicines_given="ceftriaxone 1 g", medicines_on_way="ออกซิเจน", attachments=("lab",))  # fmt: skip
# Each field of the list, and the label that it has on the paper; "" and the reason where it deliberately has none.
LAYOUT_B = {
    "เอกสารการส่งตัว": ("", "the paper itself is the document that would be uploaded"),
    "เลขประจำตัวประชาชน": ("เลขประจำตัวประชาชน", ""),
    "คำนำหน้า": ("คำนำหน้า ชื่อ นามสกุล", "one line: sources send names whole, nothing is cut apart"),
    "ชื่อ": ("คำนำหน้า ชื่อ นามสกุล", ""),
    "นามสกุล": ("คำนำหน้า ชื่อ นามสกุล", ""),
    "เพศ": ("เพศ", ""),
    "วันเกิด": ("เกิด", ""),
    "รหัสผู้ป่วย (HN)": ("HN", ""),
    "เบอร์โทรศัพท์ผู้ป่วย": ("โทร", ""),
    "ประเภทผู้ป่วย": ("ประเภทผู้ป่วย", ""),
    "ใหม่": ("ใหม่", ""), "เก่า": ("เก่า", ""), "ฉุกเฉิน": ("ฉุกเฉิน", ""),
    "แผนกผู้ป่วย": ("แผนกผู้ป่วย", ""), "OPD": ("OPD", ""), "IPD": ("IPD", ""),
    "บ้านเลขที่": ("อยู่บ้านเลขที่", ""), "หมู่ที่": ("หมู่ที่", ""), "ถนน": ("ถนน", ""), "ตำบล/แขวง": ("ตำบล", ""),
    "อำเภอ/เขต": ("อำเภอ", ""), "จังหวัด": ("จังหวัด", ""), "สถานที่ใกล้เคียง": ("สถานที่ใกล้เคียง", ""),
    "เลขที่ใบส่งต่อโรงพยาบาลต้นทาง": ("เลขที่ใบส่งต่อโรงพยาบาลต้นทาง", ""),
    "วัน/เดือน/ปี และเวลา": ("วันที่ส่งออก", ""),
    "เบอร์โทรสถานพยาบาลต้นทาง": ("โทร", ""),
    "สถานพยาบาลต้นทาง": ("สถานพยาบาลต้นทาง", ""), "HCODE": ("HCODE", ""),
    "สถานพยาบาลปลายทาง": ("สถานพยาบาลปลายทาง", ""),
    "อายุใบส่งต่อ": ("อายุใบส่งต่อ", ""),
    "สำหรับการรักษาครั้งนี้เท่านั้น": ("สำหรับการรักษาครั้งนี้เท่านั้น", ""),
    "จนกระทั่งแพทย์มีความเห็น": ("จนกระทั่งแพทย์มีความเห็นว่าสามารถกลับมารักษาที่สถานพยาบาลต้นทางได้", ""),
    "ใช้ได้จนถึงวันที่": ("ใช้ได้จนถึงวันที่", ""),
    "สิทธิการรักษา": ("สิทธิ", ""), "เลขที่สิทธิ": ("เลขที่สิทธิ", ""), "เรียกเก็บเงินไปที่": ("เรียกเก็บเงินไปที่", ""),
    "ประเภทการส่งต่อ": ("ประเภทการส่งต่อ (THCC)", ""),
    "1. ระดับความเร่งด่วน": ("1. ความเร่งด่วน (THCC)", ""),
    "2. ประวัติป่วยในอดีตและประวัติครอบครัว": ("2. ประวัติป่วยในอดีตและประวัติครอบครัว", ""),
    "3. ประวัติการป่วยปัจจุบัน": ("3. ประวัติการป่วยปัจจุบัน", ""),
    "4. ผลการตรวจชันสูตร": ("4. ผลการตรวจชันสูตรทางห้องทดลองที่สำคัญ", ""),
    "5. การวินิจฉัยโรคเบื้องต้น": ("5. การวินิจฉัยโรคขั้นต้น *", ""),
    "6. การรักษาที่ได้ให้ไว้แล้ว": ("6. การรักษาที่ได้ให้ไว้แล้ว", ""),
    "7. สาเหตุที่ส่ง": ("7. สาเหตุที่ส่ง *", ""),
    "8. รายละเอียดอื่นๆ": ("8. รายละเอียดอื่น ๆ", ""),
    "การแจ้งความโรคติดต่อ": ("การแจ้งความโรคติดต่อ", ""),
    "ไม่ได้เป็น": ("ไม่ได้เป็น", ""), "แจ้งความแล้ว": ("เป็นและแจ้งความแล้ว", ""), "ยังไม่ได้แจ้งความ": ("เป็นและยังไม่ได้แจ้งความ", ""),
    "วันที่/เวลาที่วัด": ("วัดเมื่อ", ""), "คะแนนความเจ็บปวด": ("คะแนนความเจ็บปวด 0–10", ""),
    "ความดันโลหิต": ("ความดันโลหิต มม.ปรอท", ""), "อุณหภูมิ": ("อุณหภูมิ °C", ""), "ชีพจร": ("PR ครั้ง/นาที", ""),
    "O2Sat": ("SpO₂ %", ""), "RR": ("RR ครั้ง/นาที", ""),
    "ICD9CM": ("ICD-9-CM", ""), "วันที่ผ่าตัด": ("วันที่", ""), "วิธีระงับความรู้สึก": ("วิธีระงับความรู้สึก", ""),
    "ICD10": ("ICD-10", ""), "โรคหลัก/ร่วม/แทรก": ("ประเภท (หลัก/ร่วม/แทรก)", ""),
    "แพ้: วันที่รายงาน": ("บันทึกเมื่อ", ""), "แพ้: ยาที่แพ้": ("สิ่งที่แพ้", ""),
    "แพ้: รหัสยา": ("", "codes of allergens differ from place to place; the name stands in full"),
    "แพ้: รหัสมาตรฐานยา": ("", "as above"),
    "แพ้: การวินิจฉัย": ("ผลการประเมิน", ""), "แพ้: ความร้ายแรง": ("อาการ", "below what happened, as far as it was sent"),
    "แพ้: วันที่เริ่มแพ้": ("อาการ", "below what happened"), "แพ้: ลักษณะอาการ": ("อาการ", ""),
    "แพ้: รายละเอียด": ("อาการ", ""), "แพ้: ประเภทการพบ": ("ผู้ให้ข้อมูล", ""), "แพ้: หน่วยบริการ": ("บันทึกเมื่อ", "below it"),
    "ยา: ชื่อยา": ("ยา ความแรง", ""), "ยา: รหัสยา": ("", "the receiver reads codes from the data in the file"),
    "ยา: เริ่ม": ("แหล่ง · วันที่ · จำนวน", ""), "ยา: สิ้นสุด": ("เหลือ", "counted, never taken for a stop"),
    "ยา: ขนาดและวิธีการให้ยา": ("วิธีใช้ตามต้นทาง", ""),
    "เอกสารเพิ่มเติม": ("เอกสารเพิ่มเติม", ""), "LAB": ("LAB", ""), "EKG": ("EKG", ""),
    "ผลตรวจร่างกาย": ("ผลตรวจร่างกาย", ""), "CT": ("CT", ""), "อื่นๆ": ("อื่น ๆ", ""),
    "1. ยาที่ให้จาก รพ.ต้นทาง": ("1. ยาที่ให้จากสถานพยาบาลต้นทาง", ""),
    "2. ยาที่ใช้ระหว่างการส่งต่อ": ("2. ยาที่ใช้ระหว่างการส่งต่อ", ""),
    "3. ยาอื่นๆ": ("3. ยาอื่น ๆ (ยาเดิมที่ผู้ป่วยใช้ประจำ)", ""),
    "ลงชื่อแพทย์ผู้ส่ง": ("แพทย์ผู้ส่ง", ""),
}  # fmt: skip
LAYOUT_C = {
    "เลขที่ใบส่งตัว/ปีงบประมาณ": "ใบส่งตัวหมายเลข",
    "ส่งต่อไปยัง": "ส่งต่อไปยัง",
    "ความเร่งด่วน": "ความเร่งด่วน",
    "ภาวะวิกฤต/ฉุกเฉิน": "ภาวะวิกฤต/ฉุกเฉิน",
    "ด่วนมาก": "ด่วนมาก",
    "ทั่วไป/นัดล่วงหน้า": "ทั่วไป/นัดล่วงหน้า",
    "ข้อมูลทั่วไปผู้ป่วย": "พร้อมหนังสือนี้ ขอส่งผู้ป่วยชื่อ",
    "สัญญาณชีพแรกรับก่อนส่งต่อ": "สัญญาณชีพแรกรับก่อนส่งต่อ",
    "อาการสำคัญและการตรวจร่างกาย": "อาการสำคัญและการตรวจร่างกาย",
    "การวินิจฉัยโรคเบื้องต้น": "การวินิจฉัยโรคขั้นต้น",
    "สาเหตุที่ส่งต่อ": "สาเหตุที่ส่ง",
    "การรักษา/ยาที่ให้ก่อนส่งต่อ": "การรักษาและยาที่ให้ก่อนส่งต่อ",
    "ผู้ส่งต่อ": "แพทย์ผู้ส่ง",
    "ผู้รับส่งต่อ": "ผู้รับส่งต่อ",
    "ผลวินิจฉัยตอบกลับ": "ผลการวินิจฉัย",
    "แผนดูแลต่อเนื่อง": "แผนดูแลต่อเนื่อง",
}
REPLY = {
    "เลขที่": "เลขที่", "วันที่": "วันที่ออกหนังสือ", "ถึง": "ถึง (ผู้ส่งต่อ)", "อ้างถึง": "อ้างถึงใบส่งต่อเลขที่",
    "ส่งกลับ": "6 ส่งกลับไปยังสถานพยาบาลที่ส่งมา", "ตอบกลับ": "7 ตอบกลับการส่งต่อ (ไม่ได้ส่งผู้ป่วย)",
    "ผลการส่งต่อ": "ผลการส่งต่อ (43 แฟ้ม)", "ตอบรับ": "1 ตอบรับการส่งต่อ", "เสียชีวิตระหว่างการส่งต่อ": "3 เสียชีวิตระหว่างการส่งต่อ",
    "การวินิจฉัย": "การวินิจฉัยสุดท้าย", "การรักษา": "การรักษาที่ได้รับ และการดำเนินโรค", "คำแนะนำ/แผน": "คำแนะนำ และแผนการดูแลต่อเนื่อง",
    "นัด": "นัดครั้งต่อไป", "ลงชื่อแพทย์ผู้ตอบ": "แพทย์ผู้ตอบกลับ",
}  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Told:
    return Told(1, thai())


@pytest.fixture(scope="module")
def letter(told: Told) -> Letter:
    return letter_of(told.pen, told.printing(), DRAFT, sandbox=True)


def labels(form: Form) -> set[str]:
    """Everything on the form that names something."""
    found: set[str] = set()
    torn = [part for block in form.parts if isinstance(block, TearOff) for part in block.blocks]
    for block in (*form.opening, *form.parts, *torn):
        match block:
            case Heading(text, _):
                found.add(text)
            case Prose():
                found.add(block.heading)
            case Filled():
                found |= {line.label.strip() for line in block.lines}
            case Ticks():
                found |= {block.label, *(choice.text for choice in block.choices)}
            case Ruled(section) | Rows(section):
                found |= {column.replace("\n", " ") for column in section.columns}
            case Signatures():
                found |= {place.as_who for place in block.places}
    return found


def test_every_field_of_layout_b_is_there_or_absent_for_a_reason(told: Told, letter: Letter) -> None:
    found = labels(structured(letter, told.pen, told.printing(), {}))
    assert {field for field, (label, _) in LAYOUT_B.items() if label and label not in found} == set()
    assert all(reason for label, reason in LAYOUT_B.values() if not label)


@pytest.mark.parametrize(("make", "fields"), [(primary, LAYOUT_C), (reply, REPLY)])
def test_every_field_of_layout_c_and_of_the_reply_is_there(
    told: Told, letter: Letter, make: object, fields: dict[str, str]
) -> None:
    assert callable(make)
    found = labels(make(letter, told.pen, told.printing(), {}))
    assert {field for field, label in fields.items() if label not in found} == set()


def prose(form: Form) -> dict[str, str]:
    return {block.heading: block.text for block in form.parts if isinstance(block, Prose)}


def measured(form: Form) -> Section:
    tables = (block.section for block in form.parts if isinstance(block, Ruled))
    return next(section for section in tables if section.name == "vitals")


def ticked(form: Form) -> list[str]:
    blocks = (*form.opening, *form.parts)
    return [
        tick.text for block in blocks if isinstance(block, Ticks) for tick in block.choices if tick.ticked
    ]


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


def test_the_reply_holds_what_was_typed(told: Told, letter: Letter) -> None:
    said = {name: f"เขียน {name}" for name in FIELDS}
    form = reply(letter, told.pen, told.printing(), said)
    values = [
        line.value
        for block in (*form.opening, *form.parts)
        if isinstance(block, Filled)
        for line in block.lines
    ]
    assert all(text in (*values, *prose(form).values()) for text in said.values())


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


def test_the_number_of_layout_c_counts_within_the_fiscal_year(told: Told, letter: Letter) -> None:
    def number(made: Letter) -> str:
        form = primary(made, told.pen, told.printing(), {})
        (first, *_) = (block for block in form.opening if isinstance(block, Filled))
        return first.lines[0].value

    assert number(letter) == "12/2570"
    assert number(replace(letter, number="")) == ""
    assert number(replace(letter, number="45/2570")) == "45/2570", "typed with its year"


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


def everything(form: Form) -> str:
    """All that is filled in: nothing of the labels, and of boxes only the ticked."""
    found = [*prose(form).values(), *ticked(form)]
    for block in (*form.opening, *form.parts):
        match block:
            case Filled():
                found += [line.value for line in block.lines]
            case Ruled(section):
                found += [cell.text for row in section.rows for cell in row.cells]
            case Remark(text):
                found.append(text)
            case Ticks():
                found.append(block.label if "(" in block.label else "")
            case _:
                pass
    return "\n".join(found)


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
        "ก่อนส่งต่อ 23 พ.ย. 2569 14.05", "7", "186/......", "วัดไม่ได้", "88", "96", "20",
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
