"""The referral letter in words, of the sandbox's people: sources, blanks, completeness, and what stays off paper."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from paper_samples import pages_of

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.exchange.ledger import letter as letter_at
from viewer.paper.document import sheets_pdf
from viewer.paper.referral import referral_pdf
from viewer.record.binder import Binder
from viewer.signin.people import Clinician, Post
from viewer.view.imprint import Printing, imprint
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.pen import Pen
from viewer.view.sheet import Letter
from viewer.view.sheets import all_sheets

Patient = Callable[..., Any]
NOW = datetime(2026, 11, 23, 14, 20, tzinfo=BANGKOK)
DOCTOR = Clinician(Opaque("s"), "พญ.อรอนงค์ ตัวอย่างแพทย์", "ว.99001", Opaque("Practitioner/x"))
CLINIC = Post(Opaque("r"), "doctor", "990040001", "คลินิกเวชกรรมใจดี", "0-2000-9904")
LATE = {"F03": LineState.NOT_CONSENTED, "F06": LineState.TIMED_OUT, "F12": LineState.UNREACHABLE}


def printing(name: str, **changes: Any) -> Printing:
    wanted = Printing(DOCTOR, CLINIC, name, "9-6604-87647-59-7", NOW, NOW.replace(minute=18), "7F3K-2291")
    return replace(wanted, **changes)


def written(person: Any, words: Words, draft: LetterDraft | None = None, **changes: object) -> Letter:
    pen = Pen(person.record, person.ledger, NOW.date(), words)
    return letter_of(pen, printing(person.name, **changes), draft or LetterDraft(), sandbox=True)


def test_person_1_goes_to_the_kidney_clinic(patient: Patient, spoken: Words) -> None:
    told = written(patient(1, LATE), spoken)
    assert told.sent == "23 พฤศจิกายน พ.ศ. 2569 เวลา 14.20 น."
    assert told.facility_lines == ("รหัสสถานพยาบาล\u00a0990040001 · โทร\u00a00-2000-9904",)
    values = {line.label.strip(): line.value for line in told.patient}
    assert values["อายุ"] == "66 ปี 8 เดือน"
    assert values["เกิด"] == "14 มี.ค. 2503"
    assert values["เลขประจำตัวประชาชน"] == "9-6604-87647-59-7"
    assert told.problems[0].startswith("N18.4 ")
    assert told.problems[0].endswith("(A 3 พ.ย. 2569) · B ระบุเพียง N18.9")
    assert told.diagnoses == ()
    assert "148/86, น้ำหนัก 71 กก., ส่วนสูง 165 ซม. (A 3 พ.ย. 2569)" in told.results_note


def test_key_results_are_there_whatever_their_flag(patient: Patient, spoken: Words) -> None:
    told = written(patient(1), spoken)
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in told.results.rows}
    assert told.results.columns[-2] == "3 พ.ย. 2569"
    assert rows["Cr มก./ดล."][-2:] == ["2.27", "B, A ล่าสุด"]
    assert rows["eGFR ต้นทาง 2009"][-2] == "29"
    assert rows["eGFR คำนวณ 2021"][-2] == "31"
    assert rows["K มมล./ล."][-2] == "5.7"
    assert rows["HbA1c %"][-2:] == ["", "B"], "not measured that day: blank, not a word"


def test_each_medicine_says_where_from_when_and_how_much(patient: Patient, spoken: Words) -> None:
    rows = {row.cells[1].text: row for row in written(patient(1), spoken).medicines.rows}
    metformin = rows["metformin 500 มก. เม็ด"]
    assert metformin.cells[3].text == "B 31 ส.ค. 2569 · 360 เม็ด\nA 3 พ.ย. 2569 หยุด"
    assert metformin.cells[5].text == "ข้อมูลขัดแย้ง"
    assert all(row.cells[6].text == "" for row in rows.values()), "what was decided is written by hand"
    assert rows["diclofenac 25 มก. เม็ด"].cells[4].text == "คำนวณไม่ได้"


@pytest.mark.parametrize(
    ("number", "name", "doses", "supplies"),
    [
        (
            5,
            "warfarin",
            [
                "3 มก.: ครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันจันทร์-ศุกร์",
                "2 มก.: ครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน เฉพาะวันเสาร์-อาทิตย์",
            ],
            ["A 26 ต.ค. 2569 · 3 มก. 60 เม็ด", "A 26 ต.ค. 2569 · 2 มก. 24 เม็ด"],
        ),
        (
            2,
            "paracetamol",
            [
                "250 มก./5 มล.: ครั้งละ 1 ช้อนชา ทุก 4 ชั่วโมง เวลามีไข้",
                "120 มก./5 มล.: ครั้งละ 1 ช้อนชาครึ่ง (7.5 มล.) ทุก 4-6 ชั่วโมง เมื่อมีไข้",
            ],
            ["K 21 พ.ย. 2569 · 250 มก./5 มล. 1 ขวด 60 มล.", "J 20 พ.ย. 2569 · 120 มก./5 มล. 1 ขวด 60 มล."],
        ),
    ],
)
def test_each_strength_has_a_line_for_how_it_is_taken_and_one_for_who_supplied_it(
    number: int, name: str, doses: list[str], supplies: list[str], patient: Patient, spoken: Words
) -> None:
    rows = written(patient(number), spoken).medicines.rows
    cells = next(row.cells for row in rows if row.cells[1].text.startswith(name))
    assert cells[2].text.split("\n") == doses
    assert cells[3].text.split("\n") == supplies


def test_remarks_point_to_the_row_of_a_conflict(patient: Patient, spoken: Words) -> None:
    told = written(patient(1), spoken)
    place = next(row.cells[0].text for row in told.medicines.rows if "metformin" in row.cells[1].text)
    assert any("ไม่ใช่ทุกคู่ยา" in remark for remark in told.remarks)
    (conflict,) = [text for text in told.remarks if text.startswith("▲ ข้อมูลขัดแย้ง")]
    assert conflict == f"▲ ข้อมูลขัดแย้ง metformin: A หยุด “eGFR ลดลง ให้หยุด” · B ยังมียา — แถว {place}"


def test_the_footer_names_every_facility_that_is_missing(patient: Patient, spoken: Words) -> None:
    footer = " ".join(written(patient(1, LATE), spoken).footer)
    for said in (
        "ข้อมูล ณ เวลา 23 พ.ย. 2569 14.18 น.",
        "ตอบแล้ว 11 จาก 14 แห่ง",
        "ผู้ป่วยไม่ได้อนุญาต 1",
        "ไม่ตอบภายในเวลา 1: F รพ.มหาวิทยาลัยศรีนคร",
        "ติดต่อไม่ได้ 1: L สถาบันโรคทรวงอกเหนือธาร",
        "ข้อมูลที่จำกัดการเข้าถึง: ไม่พิมพ์",
        "พญ.อรอนงค์ ตัวอย่างแพทย์ ว.99001 · คลินิกเวชกรรมใจดี",
        "7F3K-2291",
    ):
        assert said in footer


def test_blanks_stay_blank(patient: Patient, spoken: Words) -> None:
    told = written(patient(1), spoken)
    assert (told.number, told.to, told.asked, told.treatment, told.cause) == ("", "", "", "", "")
    assert [line.value for line in told.address] == [""] * 6
    assert "ไม่มี" not in " ".join((*told.remarks, told.history, told.medicines.empty, told.results.empty))


def test_what_the_clinician_wrote_stands_as_written(patient: Patient, spoken: Words) -> None:
    draft = LetterDraft(number="14/2570", to="รพ.ศูนย์", asked="ประเมินไต", history="เล่าเอง", cause="เกินศักยภาพ")
    told = written(patient(1), spoken, draft)
    assert (told.number, told.to, told.asked, told.history, told.cause) == (
        "14/2570", "รพ.ศูนย์", "ประเมินไต", "เล่าเอง", "เกินศักยภาพ",
    )  # fmt: skip
    assert told.running_head.endswith("· เลขที่ 14/2570")


def test_the_history_is_begun_with_its_sources(patient: Patient, spoken: Words) -> None:
    told = written(patient(1), spoken)
    assert any("ข้อเข่าเสื่อม (H 13 พ.ย. 2569)" in line for line in told.problems)
    assert "E 18 พ.ย. 2569" in told.story
    assert told.history == ""


def test_only_letters_that_stand_in_the_letter_are_explained(patient: Patient, spoken: Words) -> None:
    legend = written(patient(1), spoken).legend
    assert [entry[0] for entry in legend] == ["A", "B", "E", "H"]
    assert "A รพ.ศูนย์ธารสุวรรณ · 0-2000-9901" in legend


def test_only_a_physician_is_printed_as_the_one_who_signs(patient: Patient, spoken: Words) -> None:
    nurse = replace(CLINIC, role="referral-nurse")
    assert written(patient(1), spoken).signer[0] == "(พญ.อรอนงค์ ตัวอย่างแพทย์)"
    assert written(patient(1), spoken, post=nurse).signer == ()


@pytest.mark.parametrize("number", range(1, 13))
def test_allergies_of_every_person_stand_on_every_page(number: int, patient: Patient, spoken: Words) -> None:
    told = written(patient(number), spoken)
    pages = pages_of(referral_pdf(told, spoken))
    names = {segment.text for line in told.allergy.lines for segment in line if not segment.badge}
    for page in pages:
        assert told.allergy.headline in page
        for name in names:
            assert name.strip() in page.replace("\u00a0", " ")


SECRETS = (
    "atazanavir", "ritonavir", "tenofovir", "emtricitabine", "คลินิกนภา", "B24", "A53", "ซิฟิลิส", "HIV", "CD4", "RPR",
    "1:32", "48,000",
)  # fmt: skip


def test_restricted_rows_are_on_no_paper(patient: Patient, spoken: Words) -> None:
    person = patient(3)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    told = written(person, spoken)
    foot = imprint(pen, printing(person.name))
    sheets = all_sheets(person.record, person.ledger, NOW.date(), spoken)
    files = (
        referral_pdf(told, spoken),
        sheets_pdf(sheets, spoken, header=foot.header, footer=foot.footer, allergy=told.allergy),
    )
    for data in files:
        text = "".join(pages_of(data))
        assert [secret for secret in SECRETS if secret in text] == []


def test_the_letter_of_person_1_takes_two_pages_with_its_reply_slip(patient: Patient, spoken: Words) -> None:
    late = {"F06": LineState.TIMED_OUT, "F12": LineState.UNREACHABLE}
    pages = pages_of(
        referral_pdf(written(patient(1, {"F03": LineState.NOT_CONSENTED, **late}), spoken), spoken)
    )
    assert len(pages) == 2
    assert "ใบตอบกลับ" in pages[1]
    assert all("ปฏิเสธการแพ้ยา" in page for page in pages)


def test_a_letter_sent_before_all_answered_says_so_first(patient: Patient, spoken: Words) -> None:
    told = written(patient(7, {"F08": LineState.ASKING}), spoken)
    waiting, unknown = told.beware
    assert waiting.startswith("พิมพ์ก่อนได้คำตอบครบ ยังสอบถามอยู่ 1 แห่ง: ")
    assert "รพ.เอกชนสุขสันต์เวช" in waiting
    assert unknown == "ยังไม่ได้คำตอบจาก 1 แห่ง: ยังไม่ทราบว่าใช้ยาต้านการแข็งตัวของเลือดหรือไม่"
    assert {waiting, unknown} <= set(told.strong)
    assert any("รพ.เอกชนสุขสันต์เวช · 0-2000-9908" in entry for entry in told.legend), "to ring up"
    assert told.allergy.headline == "กำลังสอบถาม ยังสรุปไม่ได้"


def test_the_letter_hands_on_what_the_band_warns_of(patient: Patient, spoken: Words) -> None:
    def beware(number: int) -> str:
        return next(
            (text for text in written(patient(number), spoken).beware if text.startswith("ข้อควรระวัง")), ""
        )

    assert beware(1) == ""
    assert "ตั้งครรภ์ GA 27+6 สัปดาห์" in beware(4)
    assert "เสมหะล่าสุด AFB 1+" in beware(6)
    assert "AVF แขนซ้าย" in beware(12)
    assert "HLA-B*58:01: ผลบวก (positive)" in beware(12)
    assert "DNR" not in beware(12)


def test_what_to_beware_of_is_on_the_first_page_above_the_history(patient: Patient, spoken: Words) -> None:
    first = pages_of(referral_pdf(written(patient(12), spoken), spoken))[0]
    assert first.index("ห้ามวัดความดัน") < first.index("ประวัติการป่วย")


def test_no_two_results_of_the_letter_have_one_name(patient: Patient, spoken: Words) -> None:
    for number in range(1, 13):
        names = [row.cells[0].text for row in written(patient(number), spoken).results.rows]
        assert len(names) == len(set(names)), number


def test_a_delivery_long_past_is_history_and_no_diagnosis(patient: Patient, spoken: Words) -> None:
    told = written(patient(4), spoken)
    assert not [text for text in told.problems if "O80.9" in text]
    before = "Z34.9 การตั้งครรภ์ปกติ ไม่ระบุรายละเอียด (B 29 มี.ค. 2564) · O80.9 การคลอดปกติ (B 11 พ.ย. 2564)"
    assert f"การตั้งครรภ์หรือการคลอดครั้งก่อน: {before}" in told.story
    (today,) = [text for text in told.problems if "Z34.9" in text]
    assert today.endswith("(C 12 พ.ค. 2569)")
    by_hand = written(patient(4), spoken, LetterDraft(history="ปวดศีรษะ 2 วัน"))
    assert by_hand.story == f"การตั้งครรภ์หรือการคลอดครั้งก่อน: {before}", "it stands nowhere else"


def test_a_footer_names_the_kinds_that_matter_and_counts_the_rest(patient: Patient, spoken: Words) -> None:
    person = patient(1)
    ledger = replace(person.ledger, not_asked_types=("CarePlan", "DiagnosticReport", "Goal", "Specimen"))
    pen = Pen(person.record, ledger, NOW.date(), spoken)
    limits = imprint(pen, printing(person.name)).footer[1]
    assert limits.endswith("ไม่ได้ขอตามบทบาทของผู้พิมพ์: รายงานผล และอีก 3 ชนิด")


def test_of_many_sources_the_letter_names_twelve_and_counts_the_rest(spoken: Words) -> None:
    day, binder = NOW.date(), Binder(NOW.date(), Opaque("p"))
    places = [Facility(f"99{at:03d}", f"รพ.จำลองที่ {at}") for at in range(100, 140)]
    for place in places:
        told = {
            "resourceType": "Condition", "id": f"c{place.hcode}", "subject": {"reference": "Patient/p"},
            "code": {"text": "ความดันโลหิตสูง", "coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I10"}]},
            "recordedDate": "2026-01-02",
        }  # fmt: skip
        binder.add(json.dumps(told).encode(), place)
    lines = tuple(Line(place, letter_at(at), LineState.ANSWERED) for at, place in enumerate(places))
    pen = Pen(binder.record(), Ledger(lines), day, spoken)
    made = letter_of(pen, printing("นายสัญจร ทั่วแดนสมมติ"), LetterDraft(), sandbox=True)
    (diagnosis,) = made.problems
    assert diagnosis.startswith("I10 ความดันโลหิตสูง (")
    assert diagnosis.endswith(" และอีก 28 แห่ง)")
    assert diagnosis.count(",") == 11


def test_the_slip_that_is_torn_off_names_the_patient(patient: Patient, spoken: Words) -> None:
    told = written(patient(1), spoken, LetterDraft(number="14/2570"))
    assert [(line.label, line.value) for line in told.reply_about] == [
        ("ผู้ป่วย", "นายบุญมี สมมติวงศ์"),
        ("เลขประจำตัวประชาชน", "9-6604-87647-59-7"),
        ("ตามใบส่งต่อเลขที่", "14/2570"),
    ]
    last = pages_of(referral_pdf(told, spoken))[-1]
    slip = last[last.index("ใบตอบกลับ") :].replace("\u00a0", "")
    assert "ผู้ป่วยนายบุญมีสมมติวงศ์" in slip.replace(" ", "")
    assert "9-6604-87647-59-7" in slip
    assert "14/2570" in slip


def test_an_old_vital_sign_says_how_old_it_is(patient: Patient, spoken: Words) -> None:
    old = written(patient(10), spoken).results_note
    assert "SpO₂ 93 %, อุณหภูมิ 38.9 °C (G 9 ส.ค. 2564, 5 ปี 3 เดือนก่อน)" in old
    assert "165 ซม. (A 3 พ.ย. 2569)" in written(patient(1), spoken).results_note


def test_a_vital_sign_drawn_into_the_text_is_not_said_twice(patient: Patient, spoken: Words) -> None:
    """As it was drawn it stands once; changed by hand, the record's own stays beside it."""
    drawn = "น้ำหนัก 71 กก. (A 3 พ.ย. 2569)"
    told = written(patient(1), spoken, LetterDraft(history=f"ซีด\n{drawn}"))
    assert "น้ำหนัก" not in told.results_note
    assert "148/86, ส่วนสูง 165 ซม. (A 3 พ.ย. 2569)" in told.results_note
    by_hand = written(patient(1), spoken, LetterDraft(history="น้ำหนัก 70 กก. (A 3 พ.ย. 2569)"))
    assert "น้ำหนัก 71 กก." in by_hand.results_note


def test_an_order_keeps_the_dose_of_its_structure(patient: Patient, spoken: Words) -> None:
    rows = {row.cells[1].text: row.cells[2].text for row in written(patient(6), spoken).medicines.rows}
    told = next(dose for name, dose in rows.items() if name.startswith("isoniazid 100"))
    assert told == "ครั้งละ 3 เม็ด (ตามโครงสร้างที่ส่ง) วันละ 1 ครั้ง ก่อนนอน"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2, "RR 36 ครั้ง/นาที, SpO₂ 97 % (J 2 พ.ย. 2569)"),
        (7, "NIHSS 12 คะแนน, GCS E4V3M6 (B 23 พ.ย. 2569 เวลา 07.30 น.)"),
        (12, "น้ำหนัก หลังฟอกเลือด 52.5 กก. (M 20 พ.ย. 2569)"),
    ],
)
def test_the_line_of_vital_signs_tells(number: int, words: str, patient: Patient, spoken: Words) -> None:
    assert words in written(patient(number), spoken).results_note


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (4, "หมู่เลือดไม่ตรงกัน: O Rh ลบ (B 12 ส.ค. 2569), O Rh บวก (C 13 ก.ค. 2569) — ใช้อ้างอิงเท่านั้น"),
        (12, "ห้ามวัดความดันและเจาะเลือดแขนซ้าย (AVF)"),
        (12, "มีหนังสือแสดงเจตนา ม.12 (A 14 ม.ค. 2568) ขอดูเอกสารจาก รพ.ศูนย์ธารสุวรรณ"),
        (12, " · ฟอกเลือด/ล้างไต (M 20 พ.ย. 2569)"),
        (5, " · มีลิ้นหัวใจเทียม (ไมตรัล ชนิดโลหะ) Z95.2"),
        (8, "ข้อควรระวัง: ตั้งครรภ์: ไม่ทราบ (ไม่พบบันทึก โปรดถาม)"),
    ],
)
def test_the_letter_warns_of(number: int, line: str, patient: Patient, spoken: Words) -> None:
    assert line in "\n".join(written(patient(number), spoken).beware)


def test_an_inr_stands_wherever_it_decides_something(patient: Patient, spoken: Words) -> None:
    """Person 7 has a stroke and takes apixaban; the goal of a warfarin user is not asked of them."""
    late = {"F08": LineState.ASKING}
    for states, note in ((None, "ไม่สะท้อนฤทธิ์ของ apixaban"), (late, "")):
        rows = {row.cells[0].text: row for row in written(patient(7, states), spoken).results.rows}
        assert rows["INR"].cells[0].note == note


def test_supplies_of_what_is_taken_as_needed_are_counted(patient: Patient, spoken: Words) -> None:
    rows = written(patient(2), spoken).medicines.rows
    told = next(row for row in rows if row.cells[1].text.startswith("salbutamol"))
    assert told.cells[3].text.endswith("\nและก่อนหน้านี้อีก 2 ครั้ง")


def test_nothing_found_says_of_what(patient: Patient, spoken: Words) -> None:
    told, bare = written(patient(10), spoken), written(patient(11), spoken)
    assert told.results.empty.startswith("ผลตรวจสำคัญ: ไม่พบข้อมูล"), "other tests were found"
    assert told.results.empty.endswith("ในประวัติมีผลตรวจอื่นอีก 6 รายการ ไม่ได้พิมพ์ในใบนี้")
    assert "ผลตรวจอื่น" not in bare.results.empty
    assert told.medicines.empty == "พบเฉพาะยาที่เคยใช้"
