"""What a clinician with three minutes would read wrongly: one test for each way it once could be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger, LineState
from viewer.view.band import band, band_of, cautions
from viewer.view.coverage import coverage_words, undecided_words
from viewer.view.finding_words import evidence, headline
from viewer.view.other_words import states
from viewer.view.pen import Pen
from viewer.view.persons import person_section
from viewer.view.sheet import AllergyState, Row
from viewer.view.sheets import sheet, sheet_of
from viewer.view.terms import turned
from viewer.view.timeline import timeline_sheet
from viewer.view.wording import en, th

from .made import pen_of

Patient = Callable[..., Any]


def rows(person: Any, page: str, section: str, today: date, words: Words) -> list[Row]:
    drawn = sheet(page, person.record, person.ledger, today, words)
    return next(list(part.rows) for part in drawn.sections if part.name == section)


def by_name(found: list[Row]) -> dict[str, Row]:
    return {row.cells[0].text: row for row in found}


def test_no_denial_is_called_confirmed(patient: Patient, words: Words, today: date) -> None:
    for number in (1, 3, 5, 7, 8):
        for row in rows(patient(number), "allergies", "allergies", today, words):
            if any(word in row.cells[0].text for word in ("ปฏิเสธ", "ไม่ทราบ")):
                assert (row.cells[1].text, row.cells[2].text) == ("", ""), number


def test_what_kills_stands_before_what_is_newer(patient: Patient, words: Words, today: date) -> None:
    first, second, third = rows(patient(8), "allergies", "allergies", today, words)[:3]
    assert first.cells[0].text == "sulfamethoxazole + trimethoprim"
    assert second.cells[0].text == "amoxicillin"
    assert third.cells[0].text == "แพ้ยาแก้อักเสบ"


def test_an_old_denial_casts_no_doubt_on_the_allergy(patient: Patient, words: Words, today: date) -> None:
    person = patient(7)
    block = band(person.record, person.ledger, today, words).allergy
    assert block.state is AllergyState.CONFLICT
    assert [tag.word for tag in block.tags] == ["คำปฏิเสธเก่า 7 ปี 6 เดือน ควรถามซ้ำ"]


def test_a_tolerance_test_is_not_one_plain_glucose(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(4), "summary", "key-results", today, words))
    assert "Glucose" not in found
    assert "FBS" not in found
    told = [(name, row.cells[1].text) for name, row in found.items() if "OGTT" in name]
    assert told == [
        ("OGTT 100 g ก่อนดื่ม", "92"),
        ("OGTT 100 g 1 ชม.", "188"),
        ("OGTT 100 g 2 ชม.", "164"),
        ("OGTT 100 g 3 ชม.", "132"),
    ]


def test_troponins_of_two_kinds_reach_the_summary_apart(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(12), "summary", "key-results", today, words))
    assert found["Trop T (hs)"].cells[1].text == "68"
    assert found["Trop I"].cells[1].text == "0.09"


def test_potassium_before_dialysis_stands_first(patient: Patient, words: Words, today: date) -> None:
    found = [
        row for row in rows(patient(12), "summary", "key-results", today, words) if row.cells[0].text == "K"
    ]
    assert [(row.cells[1].text, row.cells[1].note) for row in found] == [
        ("6.1", "ก่อนฟอกเลือด"),
        ("3.8", "หลังฟอกเลือด"),
    ]


def test_old_vital_signs_say_how_old(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(10), "summary", "vital-signs", today, words))
    assert found["SpO₂"].cells[3].note == "5 ปี 3 เดือนก่อน"
    fresh = by_name(rows(patient(1), "summary", "vital-signs", today, words))
    assert fresh["น้ำหนัก"].cells[3].note == ""


def test_an_inr_is_read_against_the_goal_that_was_sent(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(5), "summary", "key-results", today, words))
    assert found["INR"].cells[1].note == "สูงกว่าเป้าหมาย 2.5-3.5"


@pytest.mark.parametrize(("page", "section"), [("summary", "key-results"), ("results", "results")])
def test_a_normal_inr_does_not_reassure_of_a_direct_anticoagulant(
    page: str, section: str, patient: Patient, words: Words, today: date
) -> None:
    """Person 7 has a stroke and takes apixaban; at an INR of 1.1 alone nothing would speak against a thrombolysis."""
    row = by_name(rows(patient(7), page, section, today, words))["INR"]
    assert any(cell.note.endswith("ไม่สะท้อนฤทธิ์ของ apixaban") for cell in row.cells)
    assert row.trend is None or row.trend.goal == "ไม่สะท้อนฤทธิ์ของ apixaban"


def test_rising_bilirubin_reaches_the_summary(patient: Patient, words: Words, today: date) -> None:
    row = by_name(rows(patient(6), "summary", "key-results", today, words))["T-bil"]
    assert (row.cells[1].text, row.cells[2].text) == ("2.4", "เดิม 1.1")


def test_a_typing_error_is_marked_wherever_it_is_seen(patient: Patient, words: Words, today: date) -> None:
    person = patient(2)
    row = by_name(rows(person, "results", "results", today, words))["Body weight"]
    assert "น้ำหนักผิดปกติ 180 กก. ไม่ใช้คำนวณ" in [mark.word for mark in row.marks]
    assert row.trend is None
    told = [row.cells[3].text for row in rows(person, "timeline", "events", today, words)]
    assert "น้ำหนัก 180 กก. (น้ำหนักผิดปกติ 180 กก. ไม่ใช้คำนวณ)" in told


def test_what_rose_within_a_day_does_not_read_as_falling(patient: Patient, words: Words, today: date) -> None:
    """Person 2 came with 93 % and left with 97 %; the other way round it is a child that gets worse."""
    told = [row.cells[3].text for row in rows(patient(2), "timeline", "events", today, words)]
    (line,) = [text for text in told if "SpO2 97 %" in text]
    assert line.index("SpO2 93 %") < line.index("SpO2 97 %")


def test_what_fell_back_within_a_day_is_told_again(words: Words) -> None:
    """93 %, 97 %, then 93 % once more: without the last the patient would have got better."""
    told = [
        {
            "resourceType": "Observation",
            "id": str(hour),
            "status": "final",
            "effectiveDateTime": f"2026-11-20T{hour}:00:00+07:00",
            "category": [{"coding": [{"code": "vital-signs"}]}],
            "code": {"coding": [{"system": "http://loinc.org", "code": "2708-6"}], "text": "SpO2"},
            "valueQuantity": {"value": value, "unit": "%"},
        }
        for hour, value in ((10, 93), (12, 97), (14, 93), (15, 93))
    ]
    (row,) = timeline_sheet(pen_of(words, *told)).sections[0].rows
    assert row.cells[3].text == "SpO2 93 % · SpO2 97 % · SpO2 93 %"


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


def test_one_egfr_is_not_called_the_lower(patient: Patient, words: Words, today: date) -> None:
    def labels(number: int) -> list[str]:
        person = patient(number)
        return [f.label for f in band(person.record, person.ledger, today, words).facts if "eGFR" in f.label]

    assert labels(1) == ["eGFR (ค่าที่ต่ำกว่า)"]
    assert labels(3) == ["eGFR"]


def test_a_doubt_stands_beside_its_own_field(patient: Patient, words: Words, today: date) -> None:
    for row in rows(patient(6), "summary", "person", today, words):
        doubts = [mark.word for mark in row.marks]
        assert ("ชื่อไม่ตรงกับแหล่งอื่น" in doubts) == (row.cells[1].text == "นายสมพล จำลองสุข")
        assert ("ปีที่ส่งมาอาจเป็น พ.ศ." in doubts) == ("2522-05-30" in row.cells[1].text)


def test_only_the_sent_words_stand_in_quotes(patient: Patient, words: Words, today: date) -> None:
    row = by_name(rows(patient(5), "medicines", "medicines", today, words))["diclofenac"]
    detail = row.details[0].cells[1].text if row.details else ""
    assert "“1x3 pc prn” = ครั้งละ 1 เม็ด วันละ 3 ครั้ง หลังอาหาร เมื่อมีอาการ" in detail


def test_why_days_cannot_be_counted_is_the_true_reason(patient: Patient, words: Words, today: date) -> None:
    row = by_name(rows(patient(8), "medicines", "medicines", today, words))["methotrexate"]
    assert row.cells[4].text == "คำนวณไม่ได้: ข้อความกับโครงสร้างไม่ตรงกัน"


def test_potassium_on_the_timeline_says_when_it_was_drawn(
    patient: Patient, words: Words, today: date
) -> None:
    told = " ".join(row.cells[3].text for row in rows(patient(12), "timeline", "events", today, words))
    assert "K ก่อนฟอกเลือด 6.1" in told
    assert "K หลังฟอกเลือด 3.8" in told


def test_what_is_swallowed_is_no_needle(patient: Patient, words: Words, today: date) -> None:
    told = [row.cells[1].text for row in rows(patient(2), "vaccines", "vaccines", today, words)]
    assert "OPV ครั้งที่ 4" in told
    assert "DTP เข็มที่ 4" in told


def test_while_asking_an_allergy_stands_at_once_and_a_denial_never_alone(
    patient: Patient, words: Words, today: date
) -> None:
    late = {"F02": LineState.ASKING}
    person = patient(7, late)
    block = band(person.record, person.ledger, today, words).allergy
    assert block.state is AllergyState.ALLERGIC, "what one facility knows is not held back for another"
    assert [tag.word for tag in block.tags] == ["กำลังสอบถามอีก 1 แห่ง อาจมีเพิ่ม"]
    person = patient(7, {"F08": LineState.ASKING})
    block = band(person.record, person.ledger, today, words).allergy
    assert block.state is AllergyState.ASKING
    lines = ["".join(segment.text for segment in line) for line in block.lines]
    assert lines[0] == "กำลังสอบถาม 1 แห่ง ยังสรุปไม่ได้"
    assert lines[1].startswith("เท่าที่ได้รับ: ปฏิเสธการแพ้ยา")
    assert block.tags == ()


def test_past_medicines_are_not_all_while_answers_are_missing(
    patient: Patient, words: Words, today: date
) -> None:
    person = patient(10, {"F08": LineState.TIMED_OUT})
    drawn = sheet("summary", person.record, person.ledger, today, words)
    empty = next(part.empty for part in drawn.sections if part.name == "current-medicines")
    assert empty.startswith("พบเฉพาะยาที่เคยใช้ ดูหน้ายา · ไม่พบข้อมูล (ตอบ ")


def test_what_was_read_from_files_names_who_says_so(patient: Patient, words: Words, today: date) -> None:
    person = patient(1)
    drawn = sheet("summary", person.record, Ledger(), today, words)
    found = {row.cells[0].text: row for part in drawn.sections for row in part.rows}
    note = found["metformin 500 มก. เม็ด"].cells[1].note
    assert note == "รพ.ศูนย์ธารสุวรรณ หยุด “eGFR ลดลง ให้หยุด” · รพ.บ้านเหนือคลอง ยังมียา", (
        "letters stand for nothing there"
    )


def test_a_conflict_names_what_speaks_against_the_allergy(
    patient: Patient, words: Words, today: date
) -> None:
    """Nobody denied anything that counts: penicillin was assessed. A denial that counts is called one."""
    assessed, denied = patient(8), patient(7)
    block = band(assessed.record, assessed.ledger, today, words).allergy
    assert (block.state, block.headline) == (AllergyState.CONFLICT, "ข้อมูลขัดแย้ง: มีทั้งแพ้และประเมินแล้วไม่แพ้")
    block = band(denied.record, denied.ledger, today, words).allergy
    assert (block.state, block.headline) == (AllergyState.CONFLICT, "ข้อมูลขัดแย้ง: มีทั้งแพ้และปฏิเสธ")


def test_an_allergy_that_one_source_calls_over_was_not_assessed(words: Words) -> None:
    one = {
        "resourceType": "AllergyIntolerance",
        "code": {"text": "ceftriaxone"},
        "recordedDate": "2026-01-02",
    }
    over = one | {"clinicalStatus": {"coding": [{"code": "resolved"}]}}
    block = band_of(pen_of(words, one, over)).allergy
    assert (block.state, block.headline) == (AllergyState.CONFLICT, "ข้อมูลขัดแย้ง: มีทั้งแพ้และแจ้งว่าหายแล้ว")


def test_this_facility_is_the_one_that_wrote_it(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(8), "allergies", "allergies", today, words))
    assert found["amoxicillin"].cells[3].text == "สถานพยาบาลแห่งนี้เป็นผู้พบการแพ้ยาเอง (B)"
    assert found["enalapril"].cells[3].text == "ผู้ป่วยให้ประวัติเอง"


def test_a_clearance_has_the_date_of_its_creatinine(patient: Patient, words: Words, today: date) -> None:
    """The weight is newer: a fresh date would make an old creatinine look fresh."""
    row = by_name(rows(patient(3), "summary", "vital-signs", today, words))["CrCl (C-G)"]
    assert (row.cells[1].text, row.cells[3].text) == ("96", "24 ต.ค. 2569")
    assert row.cells[2].text == "คำนวณจาก 64 กก. (11 พ.ย. 2569)"
    assert [note.date for note in row.sources] == ["24 ต.ค. 2569", "11 พ.ย. 2569"]
    row = by_name(rows(patient(1), "summary", "vital-signs", today, words))["CrCl (C-G)"]
    assert row.cells[2].text == "คำนวณจาก 71 กก."


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


@pytest.mark.parametrize("sent", ["10^3/µL", "10^3/μL", "10*3/uL", "10^3/uL"])
def test_thousands_of_cells_read_alike_however_they_were_written(sent: str) -> None:
    """The micro sign and the Greek letter are two characters, and casefold makes one of the other."""
    assert th.unit(sent) == en.unit(sent) == "10³/µL"


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


def test_what_is_ordered_meets_what_is_taken_and_says_that_nobody_supplied_it(words: Words) -> None:
    def taken(type_: str, name: str, day: str, **more: object) -> dict[str, Any]:
        dose = {"text": "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง ก่อนนอน"}
        return {"resourceType": type_, "medicationCodeableConcept": {"text": name}, **more,
                **({"authoredOn": day, "status": "active", "dosageInstruction": [dose]}
                   if type_ == "MedicationRequest" else
                   {"whenHandedOver": day, "status": "completed", "dosageInstruction": [dose],
                    "quantity": {"value": 90, "unit": "เม็ด"}})}  # fmt: skip

    pen = pen_of(
        words,
        taken("MedicationDispense", "simvastatin 20 mg tab", "2026-11-10"),
        taken("MedicationRequest", "clarithromycin 500 mg tab", "2026-11-23"),
        taken("MedicationRequest", "warfarin 3 mg tab", "2026-10-01"),
    )
    told = [headline(pen, finding) for finding in pen.sifted.standing]
    assert "clarithromycin (สั่ง ยังไม่พบการจ่าย)" in told[0]
    assert "คำสั่งที่ยังไม่พบการจ่าย 1 รายการ ไม่ได้เทียบ" in coverage_words(pen)
    assert "คำสั่งที่ยังไม่พบการจ่าย 1 รายการ ไม่ได้เทียบ" in coverage_words(pen, brief=True)
    assert "ระบุตัวยาได้ 2 จาก 2 รายการ" in coverage_words(pen)


def test_person_6_whose_orders_are_old_is_told_that_they_were_not_compared(
    patient: Patient, words: Words, today: date
) -> None:
    person = patient(6)
    pen = Pen(person.record, person.ledger, today, words)
    assert "คำสั่งที่ยังไม่พบการจ่าย 4 รายการ ไม่ได้เทียบ" in coverage_words(pen)


def test_of_a_pregnant_woman_it_is_said_which_medicines_were_looked_at(
    patient: Patient, words: Words, today: date
) -> None:
    told = {}
    for number in (4, 8):
        person = patient(number)
        told[number] = coverage_words(Pen(person.record, person.ledger, today, words))
    assert "กฎสำหรับหญิงตั้งครรภ์มีเฉพาะ: isotretinoin, methotrexate, valproate" in told[4]
    assert "NSAIDs" in told[4]
    assert "หญิงตั้งครรภ์" not in told[8]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (4, "ergotamine: ห้ามใช้ในหญิงตั้งครรภ์ (RDU ข้อ 17)"),
        (4, "isotretinoin: เคยได้ยานี้ช่วงต้นครรภ์ (ประวัติ)"),
        (8, "methotrexate: ข้อความกับโครงสร้างไม่ตรงกัน ไม่คำนวณขนาด"),
    ],
)
def test_a_finding_names_its_medicine_once(
    number: int, told: str, patient: Patient, words: Words, today: date
) -> None:
    person = patient(number)
    pen = Pen(person.record, person.ledger, today, words)
    assert told in [headline(pen, finding) for finding in pen.sifted.standing]


def test_what_could_not_be_decided_names_the_medicine_it_is_about(
    patient: Patient, words: Words, today: date
) -> None:
    person = patient(8)
    told = undecided_words(Pen(person.record, person.ledger, today, words))
    start = "ตัดสินไม่ได้: methotrexate: ห้ามใช้ในหญิงตั้งครรภ์ ยกเว้นรักษามะเร็ง (ฉลากยา)"
    assert [line for line in told if line.startswith(start) and line.endswith("(ไม่ทราบว่าตั้งครรภ์หรือไม่)")]


def test_paper_says_of_what_could_not_be_decided_what_is_missing(
    patient: Patient, words: Words, today: date
) -> None:
    """It has no list of the rules: a bare number would tell whoever reads it nothing to ask for."""
    person = patient(8)
    pen = Pen(person.record, person.ledger, today, words)
    missing = "กฎที่ตัดสินไม่ได้ 3 ข้อ (ไม่ทราบว่าตั้งครรภ์หรือไม่, ไม่ทราบว่าให้นมบุตรหรือไม่)"
    assert missing in coverage_words(pen, brief=True)
    assert missing not in coverage_words(pen)


def test_a_doubt_that_not_all_sources_share_says_whose_it_is(
    patient: Patient, words: Words, today: date
) -> None:
    person = patient(1)
    name = person_section(Pen(person.record, person.ledger, today, words)).rows[0]
    assert [note.letter for note in name.sources] == ["A", "B", "C", "E", "H"]
    assert [mark.word for mark in name.marks] == ["ชื่อ-สกุลสลับช่อง: C"]


def test_metformin_with_a_coded_stage_says_that_no_number_was_found(words: Words) -> None:
    pen = pen_of(
        words,
        {
            "resourceType": "Condition", "clinicalStatus": {"coding": [{"code": "active"}]},
            "recordedDate": "2026-10-01",
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "N18.4"}]},
        },
        {
            "resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": "2026-11-10",
            "medicationCodeableConcept": {"text": "metformin 500 mg tab"}, "quantity": {"value": 60, "unit": "เม็ด"},
        },
    )  # fmt: skip
    (finding,) = pen.sifted.standing
    assert headline(pen, finding).startswith("metformin: วินิจฉัยโรคไตเรื้อรังระยะ 4-5")
    assert "ไม่พบค่า eGFR" in evidence(pen, finding)
