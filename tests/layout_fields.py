"""The fields of the Thai layouts of a referral and of two forms beside it, one by one: where each stands on the paper,
and how it comes there. What is typed is named by its field; what is not, by why.

Sources: a hospital's letter (layout A), the electronic form of a referral system (B), a primary care unit's paper (C),
the blocks that a referral nurse hands over, the usual contents of an allergy card and of a reconciliation record.
"""

from typing import NamedTuple

from viewer.visit.referral import Field

F = Field

KNOWN = "from the record, the desk or the clock"
HAND = "by hand: "
ABSENT = "absent: "
_RECEIVER = HAND + "the receiver writes it"
_SIGNED = HAND + "a signature"


class Place(NamedTuple):
    """``label`` on the paper, "" where it deliberately has none; ``how``: the fields it is typed in, or why not."""

    label: str
    how: tuple[F, ...] | str


def typed(label: str, *names: F) -> Place:
    """Typed on the page ส่งต่อ."""
    return Place(label, names)


LAYOUT_A = {
    "ตรา": Place("ตรา", KNOWN), "ชื่อโรงพยาบาล": Place("คลินิกเวชกรรมใจดี", KNOWN),
    "ชื่อแบบฟอร์ม": Place("ใบส่งต่อผู้ป่วย", KNOWN),
    "เลขที่": typed("เลขที่", F.NUMBER), "วันที่ส่งออก": Place("วันที่ส่งออก", KNOWN),
    "ถึง": typed("ถึง", F.TO, F.TO_CODE),
    "ชื่อ": Place("พร้อมหนังสือนี้ ขอส่งผู้ป่วยชื่อ", KNOWN), "เพศ": Place("เพศ", KNOWN),
    "อายุ": Place("อายุ", KNOWN),
    "ที่อยู่": typed("อยู่ที่", F.ADDRESS), "รหัสไปรษณีย์": typed("อยู่ที่", F.ADDRESS),
    "มาเพื่อโปรด": typed("มาเพื่อโปรด", F.ASKED),
    "ประวัติการป่วย": typed("ประวัติการป่วย", F.CHIEF, F.HISTORY, F.PAST),
    "ผลการตรวจ": typed("ผลการตรวจ", F.EXAMINATION),
    "การวินิจฉัยโรคขั้นต้น": typed("การวินิจฉัยโรคขั้นต้น", F.DIAGNOSIS),
    "การรักษาที่ได้ให้ไว้แล้ว": typed("การรักษาที่ได้ให้ไว้แล้ว", F.TREATMENT),
    "สาเหตุที่ส่ง": typed("สาเหตุที่ส่ง", F.REASON, F.CAUSE),
    "รายละเอียดอื่นๆ": typed("รายละเอียดอื่น ๆ", F.OTHER),
    "เดินทางโดย": typed("เดินทางโดย", F.TRAVEL, F.TRAVEL_OTHER),
    "เอกสารแนบ": typed("เอกสารแนบ", F.ATTACHED, F.ATTACHED_OTHER), "ลงชื่อแพทย์ผู้ส่ง": Place("แพทย์ผู้ส่ง", _SIGNED),
    "เลขที่ใบประกอบวิชาชีพ": Place("ว.99001", KNOWN),
    "ตอบกลับ: ผลการวินิจฉัย": Place("ผลการวินิจฉัย", _RECEIVER),
    "ตอบกลับ: การรักษา": Place("การรักษาและคำแนะนำ", _RECEIVER),
    "ตอบกลับ: นัด": Place("นัด", _RECEIVER), "ตอบกลับ: ลงชื่อ": Place("แพทย์ผู้รับ", _RECEIVER),
}  # fmt: skip
LAYOUT_B = {
    "เอกสารการส่งตัว": Place("", ABSENT + "the paper itself is the document that would be uploaded"),
    "เลขประจำตัวประชาชน": Place("เลขประจำตัวประชาชน", KNOWN),
    "คำนำหน้า": Place("คำนำหน้า ชื่อ นามสกุล", "one line: sources send names whole, nothing is cut apart"),
    "ชื่อ": Place("คำนำหน้า ชื่อ นามสกุล", KNOWN), "นามสกุล": Place("คำนำหน้า ชื่อ นามสกุล", KNOWN),
    "เพศ": Place("เพศ", KNOWN),
    "วันเกิด": Place("เกิด", KNOWN), "รหัสผู้ป่วย (HN)": typed("HN", F.HN),
    "เบอร์โทรศัพท์ผู้ป่วย": typed("โทร", F.PHONE),
    "ประเภทผู้ป่วย": typed("ประเภทผู้ป่วย", F.SEEN), "ใหม่": typed("ใหม่", F.SEEN), "เก่า": typed("เก่า", F.SEEN),
    "ฉุกเฉิน": typed("ฉุกเฉิน", F.SEEN), "แผนกผู้ป่วย": typed("แผนกผู้ป่วย", F.DEPARTMENT),
    "OPD": typed("OPD", F.DEPARTMENT), "IPD": typed("IPD", F.DEPARTMENT), "บ้านเลขที่": typed("อยู่ที่", F.ADDRESS),
    "หมู่ที่": typed("อยู่ที่", F.ADDRESS), "ถนน": typed("อยู่ที่", F.ADDRESS),
    "ตำบล/แขวง": typed("อยู่ที่", F.ADDRESS),
    "อำเภอ/เขต": typed("อยู่ที่", F.ADDRESS), "จังหวัด": typed("อยู่ที่", F.ADDRESS),
    "สถานที่ใกล้เคียง": typed("สถานที่ใกล้เคียง", F.NEARBY),
    "เลขที่ใบส่งต่อโรงพยาบาลต้นทาง": typed("เลขที่ใบส่งต่อโรงพยาบาลต้นทาง", F.NUMBER),
    "วัน/เดือน/ปี และเวลา": Place("วันที่ส่งออก", KNOWN), "เบอร์โทรสถานพยาบาลต้นทาง": Place("โทร", KNOWN),
    "สถานพยาบาลต้นทาง": Place("สถานพยาบาลต้นทาง", KNOWN), "HCODE ต้นทาง": Place("HCODE", KNOWN),
    "สถานพยาบาลปลายทาง": typed("สถานพยาบาลปลายทาง", F.TO), "HCODE ปลายทาง": typed("HCODE", F.TO_CODE),
    "อายุใบส่งต่อ": typed("อายุใบส่งต่อ", F.VALID),
    "สำหรับการรักษาครั้งนี้เท่านั้น": typed("สำหรับการรักษาครั้งนี้เท่านั้น", F.VALID),
    "จนกระทั่งแพทย์มีความเห็น": typed("จนกระทั่งแพทย์มีความเห็นว่าสามารถกลับมารักษาที่สถานพยาบาลต้นทางได้", F.VALID),
    "ใช้ได้จนถึงวันที่": typed("ใช้ได้จนถึงวันที่", F.VALID_UNTIL),
    "จำนวนครั้ง": typed("ใช้ได้ไม่เกิน", F.VALID_TIMES),
    "สิทธิการรักษา": typed("สิทธิ", F.COVERAGE_TYPE, F.COVERAGE),
    "เลขที่สิทธิ": typed("เลขที่สิทธิ", F.COVERAGE_NUMBER),
    "เรียกเก็บเงินไปที่": typed("เรียกเก็บเงินไปที่", F.BILL_TO),
    "ประเภทการส่งต่อ": typed("ประเภทการส่งต่อ (THCC)", F.REASON),
    "1. ระดับความเร่งด่วน": typed("1. ความเร่งด่วน (THCC)", F.URGENCY),
    "2. ประวัติป่วยในอดีตและประวัติครอบครัว": typed("2. ประวัติป่วยในอดีตและประวัติครอบครัว", F.PAST),
    "3. ประวัติการป่วยปัจจุบัน": typed("3. ประวัติการป่วยปัจจุบัน", F.CHIEF, F.HISTORY, F.EXAMINATION),
    "4. ผลการตรวจชันสูตร": Place("4. ผลการตรวจชันสูตรทางห้องทดลองที่สำคัญ", KNOWN),
    "5. การวินิจฉัยโรคเบื้องต้น": typed("5. การวินิจฉัยโรคขั้นต้น *", F.DIAGNOSIS),
    "6. การรักษาที่ได้ให้ไว้แล้ว": typed("6. การรักษาที่ได้ให้ไว้แล้ว", F.TREATMENT),
    "7. สาเหตุที่ส่ง": typed("7. สาเหตุที่ส่ง *", F.CAUSE),
    "8. รายละเอียดอื่นๆ": typed("8. รายละเอียดอื่น ๆ", F.ASKED, F.OTHER),
    "การแจ้งความโรคติดต่อ": typed("การแจ้งความโรคติดต่อ", F.NOTIFIED), "ไม่ได้เป็น": typed("ไม่ได้เป็น", F.NOTIFIED),
    "แจ้งความแล้ว": typed("เป็นและแจ้งความแล้ว", F.NOTIFIED),
    "ยังไม่ได้แจ้งความ": typed("เป็นและยังไม่ได้แจ้งความ", F.NOTIFIED),
    "วันที่/เวลาที่วัด": typed("วัดเมื่อ", F.MEASURED), "คะแนนความเจ็บปวด": typed("คะแนนความเจ็บปวด 0–10", F.PAIN),
    "ความดันโลหิต": typed("ความดันโลหิต มม.ปรอท", F.SYSTOLIC, F.DIASTOLIC),
    "อุณหภูมิ": typed("อุณหภูมิ °C", F.TEMPERATURE),
    "ชีพจร": typed("PR ครั้ง/นาที", F.PULSE), "O2Sat": typed("SpO₂ %", F.SPO2),
    "RR": typed("RR ครั้ง/นาที", F.RESPIRATION),
    "ICD9CM": typed("ICD-9-CM", F.PROCEDURE_CODE), "วันที่ผ่าตัด": typed("วันที่", F.PROCEDURE_AT),
    "วิธีระงับความรู้สึก": typed("วิธีระงับความรู้สึก", F.ANAESTHESIA),
    "รายละเอียดการผ่าตัด": typed("รายละเอียด", F.PROCEDURE),
    "ICD10": typed("ICD-10", F.PRINCIPAL, F.COMORBID, F.COMPLICATION),
    "โรคหลัก/ร่วม/แทรก": typed("ประเภท (หลัก/ร่วม/แทรก)", F.PRINCIPAL, F.COMORBID, F.COMPLICATION),
    "แพ้: วันที่รายงาน": Place("บันทึกเมื่อ", KNOWN), "แพ้: ยาที่แพ้": Place("สิ่งที่แพ้", KNOWN),
    "แพ้: รหัสยา": Place("", ABSENT + "codes of allergens differ from place to place; the name stands in full"),
    "แพ้: รหัสมาตรฐานยา": Place("", ABSENT + "as above; the data in the file have the codes that were sent"),
    "แพ้: การวินิจฉัย": Place("ผลการประเมิน", KNOWN),
    "แพ้: ความร้ายแรง": Place("อาการ", "below what happened, as far as sent"),
    "แพ้: วันที่เริ่มแพ้": Place("อาการ", "below what happened"), "แพ้: ลักษณะอาการ": Place("อาการ", KNOWN),
    "แพ้: รายละเอียด": Place("อาการ", KNOWN), "แพ้: ประเภทการพบ": Place("ผู้ให้ข้อมูล", KNOWN),
    "แพ้: หน่วยบริการ": Place("บันทึกเมื่อ", "below it"), "ยา: ชื่อยา": Place("ยา ความแรง", KNOWN),
    "ยา: รหัสยา": Place("", ABSENT + "the receiver reads codes from the data in the file"),
    "ยา: เริ่ม": Place("แหล่ง · วันที่ · จำนวน", KNOWN),
    "ยา: สิ้นสุด": Place("เหลือ", "counted, never taken for a stop"),
    "ยา: ขนาดและวิธีการให้ยา": Place("วิธีใช้ตามต้นทาง", KNOWN),
    "เอกสารเพิ่มเติม": typed("เอกสารเพิ่มเติม", F.ATTACHED), "LAB": typed("LAB", F.ATTACHED),
    "EKG": typed("EKG", F.ATTACHED),
    "ผลตรวจร่างกาย": typed("ผลตรวจร่างกาย", F.ATTACHED), "CT": typed("CT", F.ATTACHED),
    "อื่นๆ": typed("อื่น ๆ", F.ATTACHED_OTHER),
    "1. ยาที่ให้จาก รพ.ต้นทาง": typed("1. ยาที่ให้จากสถานพยาบาลต้นทาง", F.MEDICINES_GIVEN),
    "2. ยาที่ใช้ระหว่างการส่งต่อ": typed("2. ยาที่ใช้ระหว่างการส่งต่อ", F.MEDICINES_ON_WAY),
    "3. ยาอื่นๆ": Place("3. ยาอื่น ๆ (ยาเดิมที่ผู้ป่วยใช้ประจำ)", KNOWN),
    "ลงชื่อแพทย์ผู้ส่ง": Place("แพทย์ผู้ส่ง", _SIGNED),
}  # fmt: skip
LAYOUT_C = {
    "เลขที่ใบส่งตัว/ปีงบประมาณ": typed("ใบส่งตัวหมายเลข", F.NUMBER),
    "ส่งต่อไปยัง": typed("ส่งต่อไปยัง", F.TO, F.TO_CODE),
    "ความเร่งด่วน": typed("ความเร่งด่วน", F.URGENCY), "ภาวะวิกฤต/ฉุกเฉิน": typed("ภาวะวิกฤต/ฉุกเฉิน", F.URGENCY),
    "ด่วนมาก": typed("ด่วนมาก", F.URGENCY), "ทั่วไป/นัดล่วงหน้า": typed("ทั่วไป/นัดล่วงหน้า", F.URGENCY),
    "ข้อมูลทั่วไปผู้ป่วย": Place("พร้อมหนังสือนี้ ขอส่งผู้ป่วยชื่อ", KNOWN),
    "สัญญาณชีพแรกรับก่อนส่งต่อ": typed("สัญญาณชีพแรกรับก่อนส่งต่อ", F.SYSTOLIC, F.PULSE, F.STATE),
    "อาการสำคัญและการตรวจร่างกาย": typed("อาการสำคัญและการตรวจร่างกาย", F.CHIEF, F.HISTORY, F.EXAMINATION),
    "การวินิจฉัยโรคเบื้องต้น": typed("การวินิจฉัยโรคขั้นต้น", F.DIAGNOSIS),
    "สาเหตุที่ส่งต่อ": typed("สาเหตุที่ส่ง", F.CAUSE, F.ASKED),
    "การรักษา/ยาที่ให้ก่อนส่งต่อ": typed("การรักษาและยาที่ให้ก่อนส่งต่อ", F.TREATMENT, F.MEDICINES_GIVEN),
    "ผู้ส่งต่อ": Place("แพทย์ผู้ส่ง", _SIGNED), "ผู้รับส่งต่อ": Place("ผู้รับส่งต่อ", _SIGNED),
    "ผลวินิจฉัยตอบกลับ": Place("ผลการวินิจฉัย", _RECEIVER), "แผนดูแลต่อเนื่อง": Place("แผนดูแลต่อเนื่อง", _RECEIVER),
}  # fmt: skip
NURSE = {  # what a referral nurse hands over, and a few columns of the 43 files: on every layout
    "GCS": (F.GCS_EYE, F.GCS_VERBAL, F.GCS_MOTOR), "pupils": (F.PUPIL_RIGHT, F.PUPIL_LEFT),
    "O2 device": (F.O2_DEVICE, F.O2_FLOW), "lines and tubes": (F.LINES, F.TUBES), "drips": (F.DRIPS,),
    "isolation": (F.ISOLATION, F.ISOLATION_WHY), "accepted by whom": (F.ACCEPTED_BY, F.ACCEPTED_PHONE, F.ACCEPTED_AT),
    "relative's phone": (F.RELATIVE, F.RELATIVE_PHONE), "สิทธิ": (F.COVERAGE_TYPE, F.COVERAGE),
    "หน่วยบริการประจำ": (F.REGISTERED,),
    "stroke": (F.STROKE_WELL, F.STROKE_NIHSS, F.STROKE_ANTICOAGULANT), "PSTATUS": (F.STATE,),
    "PTYPE": (F.PATIENT_TYPE,),
    "PTYPEDIS": (F.SPECIAL,), "CLINIC_REFER": (F.CLINIC,), "AN": (F.AN,), "DATETIME_ADMIT": (F.ADMITTED,),
    "CARETYPE": (F.CARE,), "CHIEFCOMP": (F.CHIEF,), "glucose": (F.GLUCOSE,),
    "validity": (F.VALID_UNTIL, F.VALID_TIMES),
    "BILL": (F.BILL_TO,), "notified": (F.NOTIFIED,), "anaesthesia": (F.ANAESTHESIA, F.PROCEDURE, F.PROCEDURE_CODE),
    "companion": (F.COMPANION, F.COMPANION_PHONE),
}  # fmt: skip
NOT_TYPED = {
    "SEQ": "the hospital's own system numbers its visits", "REFERID_PROVINCE": "the provincial system gives it",
    "HOSPCODE_ORIGIN": "an earlier referral is told in the history", "D_UPDATE": "the data in the file are dated",
}  # fmt: skip
REPLY = {
    "เลขที่": "เลขที่", "วันที่": "วันที่ออกหนังสือ", "ถึง": "ถึง (ผู้ส่งต่อ)", "อ้างถึง": "อ้างถึงใบส่งต่อเลขที่",
    "ส่งกลับ": "6 ส่งกลับไปยังสถานพยาบาลที่ส่งมา", "ตอบกลับ": "7 ตอบกลับการส่งต่อ (ไม่ได้ส่งผู้ป่วย)",
    "ผลการส่งต่อ": "ผลการส่งต่อ (43 แฟ้ม)", "ตอบรับ": "1 ตอบรับการส่งต่อ", "เสียชีวิตระหว่างการส่งต่อ": "3 เสียชีวิตระหว่างการส่งต่อ",
    "การวินิจฉัย": "การวินิจฉัยสุดท้าย", "การรักษา": "การรักษาที่ได้รับ และการดำเนินโรค",
    "ยากลับบ้าน": "ยากลับบ้าน (ชื่อยา ความแรง วิธีใช้ จำนวน)", "คำแนะนำ/แผน": "คำแนะนำ และแผนการดูแลต่อเนื่อง",
    "นัด": "นัดครั้งต่อไป", "ลงชื่อแพทย์ผู้ตอบ": "แพทย์ผู้ตอบกลับ",
}  # fmt: skip
CARD = {
    "ชื่อยาที่แพ้": "sulfamethoxazole", "อาการไม่พึงประสงค์": "Stevens-Johnson syndrome", "ผลการประเมิน": "ผลประเมิน",
    "ความร้ายแรง": "ความร้ายแรง", "แหล่งที่มา": "รพ.ศูนย์ธารสุวรรณ", "ชื่อผู้ป่วย": "holder", "HN": "HN", "รพ./ผู้ออกบัตร": "ผู้ออกบัตร",
    "วันที่": "2569", "ผู้ประเมิน": "ผู้ประเมิน",
}  # fmt: skip
RECONCILED = {
    "ลำดับ": "1", "ชื่อยา ความแรง รูปแบบ": "ยา ความแรง", "วิธีใช้": "วิธีใช้ตามต้นทาง", "แหล่งที่มา วันที่ จำนวน": "แหล่ง · วันที่ · จำนวน",
    "กินครั้งสุดท้ายเมื่อ": "กินครั้งสุดท้าย", "แผน": "พิจารณา", "ผู้ทบทวน": "ผู้ทบทวน",
}  # fmt: skip

SAMPLES: dict[F, tuple[str, str]] = {  # what is typed, and what of it stands on the paper
    F.TO: ("รพ.ปลายทาง", "รพ.ปลายทาง"), F.TO_CODE: ("10670", "10670"), F.URGENCY: ("2", "ฉุกเฉิน"),
    F.REASON: ("1", "เพื่อการวินิจฉัยและรักษา"), F.CAUSE: ("เกินศักยภาพ", "เกินศักยภาพ"),
    F.ASKED: ("โปรดรับไว้", "โปรดรับไว้"),
    F.SPECIAL: ("02", "Stroke"), F.CHIEF: ("ปวดศีรษะ 1 ชม.", "อาการสำคัญ: ปวดศีรษะ 1 ชม."),
    F.HISTORY: ("แขนขวาอ่อนแรง",) * 2,
    F.PAST: ("บิดาเป็นเบาหวาน",) * 2, F.EXAMINATION: ("motor grade 2",) * 2,
    F.DIAGNOSIS: ("I63.9 Ischemic stroke", "Ischemic stroke"), F.TREATMENT: ("NSS 80 mL/hr",) * 2,
    F.MEDICINES_GIVEN: ("aspirin 300 mg",) * 2, F.MEDICINES_ON_WAY: ("ออกซิเจน 3 ลิตร",) * 2,
    F.OTHER: ("ญาติตามไปภายหลัง",) * 2,
    F.PRINCIPAL: ("i639", "I63.9"), F.COMORBID: ("I10, E11.2", "E11.2"), F.COMPLICATION: ("J69.0",) * 2,
    F.PROCEDURE: ("ใส่ท่อช่วยหายใจ",) * 2, F.PROCEDURE_CODE: ("96.04",) * 2,
    F.PROCEDURE_AT: ("วันนี้ 13.05", "13.05"),
    F.ANAESTHESIA: ("spinal", "spinal block"), F.MEASURED: ("วันนี้ 14.05", "14.05"), F.STATE: ("รู้สึกตัวดี",) * 2,
    F.SYSTOLIC: ("186", "186/104"), F.DIASTOLIC: ("104", "186/104"), F.PULSE: ("88",) * 2, F.RESPIRATION: ("22",) * 2,
    F.TEMPERATURE: ("36.8",) * 2, F.SPO2: ("95",) * 2, F.O2_DEVICE: ("cannula", "nasal cannula"),
    F.O2_FLOW: ("3", "3 L/min"), F.GCS_EYE: ("4", "E4V5M6"), F.GCS_VERBAL: ("5", "E4V5M6"),
    F.GCS_MOTOR: ("6", "E4V5M6"), F.PAIN: ("7",) * 2,
    F.PUPIL_RIGHT: ("3 RTL ขวา",) * 2, F.PUPIL_LEFT: ("3 RTL ซ้าย",) * 2, F.GLUCOSE: ("126",) * 2,
    F.LINES: ("แขนซ้าย No.20",) * 2, F.TUBES: ("NG 16 Fr",) * 2, F.DRIPS: ("nicardipine 25 mL/hr",) * 2,
    F.ISOLATION: ("droplet", "droplet precautions"), F.ISOLATION_WHY: ("ไข้หวัดใหญ่",) * 2,
    F.CARE: ("3", "ให้น้ำเกลือ"),
    F.STROKE_WELL: ("วันนี้ 12.35", "12.35"), F.STROKE_NIHSS: ("9",) * 2,
    F.STROKE_ANTICOAGULANT: ("warfarin เมื่อวาน",) * 2,
    F.ACCEPTED_BY: ("พญ.รับดี",) * 2, F.ACCEPTED_PHONE: ("0-2000-9901",) * 2,
    F.ACCEPTED_AT: ("วันนี้ 13.45", "13.45"),
    F.RELATIVE: ("นางสมใจ",) * 2, F.RELATIVE_PHONE: ("08-0000-0001",) * 2, F.TRAVEL: ("other", "อื่น ๆ"),
    F.TRAVEL_OTHER: ("เรือพยาบาล",) * 2, F.COMPANION: ("พยาบาลสมศรี",) * 2, F.COMPANION_PHONE: ("08-0000-0002",) * 2,
    F.PHONE: ("08-0000-0003",) * 2, F.HN: ("123456/69",) * 2, F.ADDRESS: ("12 ม.3 ต.บ้านเหนือ",) * 2,
    F.NEARBY: ("ข้างวัดกลาง",) * 2,
    F.SEEN: ("known", "เก่า"), F.PATIENT_TYPE: ("3", "ผู้ป่วยฉุกเฉิน (ยกเว้นอุบัติเหตุ)"),
    F.DEPARTMENT: ("IMP", "IPD"),
    F.CLINIC: ("หอผู้ป่วยอายุรกรรมชาย",) * 2, F.AN: ("690012345",) * 2, F.ADMITTED: ("วันนี้ 9.15", "09.15"),
    F.NOTIFIED: ("not-yet", "เป็นและยังไม่ได้แจ้งความ"), F.COVERAGE_TYPE: ("SSS", "ประกันสังคม"),
    F.COVERAGE: ("รพ.ตามสิทธิ",) * 2,
    F.COVERAGE_NUMBER: ("SS-778899",) * 2, F.REGISTERED: ("รพ.บ้านเหนือคลอง",) * 2,
    F.BILL_TO: ("สำนักงานประกันสังคมเขต 3",) * 2,
    F.VALID: ("until", "ใช้ได้จนถึงวันที่"), F.VALID_UNTIL: ("31/12/2569", "31 ธ.ค. 2569"), F.VALID_TIMES: ("6", "6 ครั้ง"),
    F.NUMBER: ("45/2570",) * 2, F.ATTACHED: ("lab ekg ct", "EKG"), F.ATTACHED_OTHER: ("ใบยินยอมผ่าตัด",) * 2,
}  # fmt: skip
