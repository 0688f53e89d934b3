"""A referral in words: what stands in the fields reads on paper and in the data as it was typed, codes with their
system, nothing completed; rows left out are on neither; what is missing is named."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from paper_samples import pages_of, thai

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.paper.form import form_pdf
from viewer.paper.opening import data_in
from viewer.paper.referral import referral_pdf
from viewer.record.facts import Problem, Result
from viewer.record.news import VANISHED, since, standing
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Joined, Record
from viewer.record.values import Quantity, Remark
from viewer.signin.people import Clinician, Post
from viewer.signin.roles import REFERRAL, REFERRAL_B, REFERRAL_C
from viewer.view.forms.primary import primary
from viewer.view.forms.structured import structured
from viewer.view.imprint import Printing
from viewer.view.key_rows import key_series
from viewer.view.letter import letter_of
from viewer.view.other_tests import others
from viewer.view.pen import Pen
from viewer.view.procedures import procedures
from viewer.view.referring.asked import Takes
from viewer.view.referring.choosing import Part, candidates
from viewer.view.referring.codes import coded, priority, told
from viewer.view.referring.data import written as as_data
from viewer.view.referring.fields import blocks
from viewer.view.referring.kept import kept_letter
from viewer.view.referring.missing import REQUIRED, missing, urgent
from viewer.view.referring.paper_words import form_fields, letter_draft, moment_words
from viewer.view.referring.since import since_papers
from viewer.view.referring.template import ALLOWED, Why, fit
from viewer.view.referring.vitals import coma, odd, pressure, with_unit
from viewer.view.sheet import Letter
from viewer.visit.papers import Paper
from viewer.visit.referral import Field, ReferralDraft, drawn_into, left_out, written

from .made import record_of

Patient = Callable[..., Any]
F = Field
NOW = datetime(2026, 11, 23, 14, 20, tzinfo=BANGKOK)
DOCTOR = Clinician(Opaque("s"), "พญ.อรอนงค์ ตัวอย่างแพทย์", "ว.99001", Opaque("Practitioner/x"))
CLINIC = Post(Opaque("r"), "doctor", "990040001", "คลินิกเวชกรรมใจดี", "0-2000-9904")
SITE = ReferralCodes()
STROKE = {
    F.TO: "รพ.ศูนย์ธารสุวรรณ", F.URGENCY: "2", F.REASON: "1", F.CAUSE: "เกินศักยภาพ", F.ASKED: "โปรดพิจารณา thrombectomy",
    F.SPECIAL: "02", F.HISTORY: "แขนขาขวาอ่อนแรง", F.PAST: "บิดาเป็นเบาหวาน", F.EXAMINATION: "motor ขวา grade 2",
    F.DIAGNOSIS: "I63.9 Ischemic stroke\\nสงสัยหัวใจเต้นผิดจังหวะ", F.TREATMENT: "NSS 80 mL/hr", F.MEASURED: "วันนี้ 14.05",
    F.SYSTOLIC: "186", F.DIASTOLIC: "104", F.PULSE: "88", F.RESPIRATION: "20", F.TEMPERATURE: "วัดไม่ได้", F.SPO2: "๙๖",
    F.O2_DEVICE: "cannula", F.O2_FLOW: "3", F.GCS_EYE: "4", F.GCS_VERBAL: "T", F.GCS_MOTOR: "6", F.PAIN: "0",
    F.GLUCOSE: "126", F.LINES: "แขนซ้าย No.20\\nขาขวา No.22", F.ISOLATION: "droplet", F.CARE: "1 3",
    F.STROKE_WELL: "เมื่อวาน 22.30", F.STROKE_NIHSS: "9", F.ACCEPTED_BY: "พญ.รับดี", F.ACCEPTED_PHONE: "0-2000-9901",
    F.RELATIVE: "นางสมใจ ภรรยา", F.RELATIVE_PHONE: "08-0000-0000", F.TRAVEL: "ambulance", F.COMPANION: "พยาบาลสมศรี",
    F.COVERAGE: "บัตรทอง", F.COVERAGE_NUMBER: "12-34", F.REGISTERED: "รพ.บ้านเหนือคลอง", F.NUMBER: "45/2570",
    F.ATTACHED: "lab film",
}  # fmt: skip


@pytest.fixture(scope="module")
def spoken() -> Words:
    return thai()


def draft_of(texts: dict[Field, str]) -> ReferralDraft:
    return written(ReferralDraft(), {name: text.replace("\\n", "\n") for name, text in texts.items()})


def letter_for(draft: ReferralDraft, words: Words, pen: Pen | None = None, reference: str = "7F3K") -> Letter:
    pen = pen or Pen(Record(), Ledger(), NOW.date(), words)
    printing = Printing(DOCTOR, CLINIC, "นายทดสอบ สมมติวงศ์", "9-6604-87647-59-7", NOW, NOW, reference, copy=2)
    made = letter_draft(draft, words, SITE, NOW)
    data = as_data(draft, words, SITE, CLINIC, NOW)
    return letter_of(pen, printing, replace(made, written=data), sandbox=True)


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


# --- codes


@pytest.mark.parametrize("list_", ["thcc", "43plus", "std15", "eclaim"])
def test_each_reason_is_told_with_its_system(list_: Any, spoken: Words) -> None:
    found = coded(F.REASON, spoken, ReferralCodes(reason=list_))
    labels = {"thcc": "THCC", "43plus": "43 แฟ้มพลัส", "std15": "Std15", "eclaim": "e-Claim"}
    assert found
    assert all(one.told == f"{one.words} ({labels[list_]} {one.code})" for one in found)
    assert all(one.system.startswith("https://terms.sil-th.org/core/CodeSystem/cs-") for one in found)


def test_the_same_digit_means_what_its_system_says(spoken: Words) -> None:
    six = {
        list_: told(F.REASON, "6", spoken, ReferralCodes(reason=list_))
        for list_ in ("43plus", "std15", "thcc")
    }
    assert six["thcc"] is None
    assert six["43plus"] is not None
    assert six["43plus"].words == "ส่งกลับไปยังสถานพยาบาลที่ส่งมา"
    assert six["std15"] is not None
    assert six["std15"].words == "เพื่อหัตถการหรือตรวจทางห้องปฏิบัติการเฉพาะเรื่อง"


@pytest.mark.parametrize(
    ("list_", "code", "expected"),
    [("thcc", "1", "stat"), ("thcc", "2", "stat"), ("thcc", "3", "urgent"), ("thcc", "5", "routine"),
     ("eclaim", "E", "stat"), ("eclaim", "R", "routine")],
)  # fmt: skip
def test_priorities(list_: Any, code: str, expected: str, spoken: Words) -> None:
    found = told(F.URGENCY, code, spoken, ReferralCodes(urgency=list_))
    assert found is not None
    assert priority(found) == expected


def test_every_field_is_on_the_page_once_and_every_coded_one_has_its_list(spoken: Words) -> None:
    asked = [one for block in blocks(spoken, SITE) for one in block.fields]
    assert sorted(one.name for one in asked) == sorted(Field)
    assert [one.name for one in asked if (one.takes in (Takes.CODE, Takes.CODES)) != bool(one.codes)] == []
    assert [block.name for block in blocks(spoken, SITE) if block.open] == ["letter", "reply"], "a calm page"


# --- rows


def test_rows_left_out_are_neither_on_paper_nor_in_the_data_and_that_is_said(
    patient: Patient, spoken: Words
) -> None:
    person = patient(1)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    every = candidates(pen)
    whole = letter_for(ReferralDraft(), spoken, pen)
    for part in (Part.DIAGNOSES, Part.RESULTS, Part.MEDICINES, Part.VISITS):
        first = next(one for one in every if one.part is part)
        letter = letter_for(left_out(ReferralDraft(), frozenset({first.key})), spoken, pen)
        assert len(letter.data) < len(whole.data), part
        prose, tables = " ".join(letter.footer), letter.results.footer + letter.medicines.footer
        assert "ผู้เขียนเลือกไม่พิมพ์" in prose + tables, part
        names = [*letter.problems, *(row.cells[0].text for row in letter.results.rows)]
        names += [row.cells[1].text for row in letter.medicines.rows]
        whole_names = [*whole.problems, *(row.cells[0].text for row in whole.results.rows)]
        whole_names += [row.cells[1].text for row in whole.medicines.rows]
        if part is not Part.VISITS:
            assert len(names) == len(whole_names) - 1, part
    everything = letter_for(left_out(ReferralDraft(), frozenset(one.key for one in every)), spoken, pen)
    (back,) = read_everything([Source("r", everything.data)], NOW.date()).persons
    assert (back.record.problems, back.record.supplies, back.record.visits) == ((), (), ())
    assert "ไม่พบข้อมูล" not in everything.medicines.empty, "they were found, and left out"


def test_rows_read_with_source_and_date_and_none_is_restricted(patient: Patient, spoken: Words) -> None:
    for number in (1, 9, 12):
        person = patient(number)
        pen = Pen(person.record, person.ledger, NOW.date(), spoken)
        found = candidates(pen)
        assert len({one.key for one in found}) == len(found)
        for one in found:
            assert one.words.strip()
            if one.part in (Part.DIAGNOSES, Part.RESULTS) or one.text_only:
                assert "(" in one.words, one.words


def test_what_no_table_of_the_letter_shows_can_be_put_into_a_text(patient: Patient, spoken: Words) -> None:
    """Every other test with its newest value, reports that say something, operations once with how often."""
    person = patient(12)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    found = {part: [one for one in candidates(pen) if one.part is part] for part in Part}
    tests = found[Part.OTHER_RESULTS]
    assert [one.words for one in tests] == ["HLA-B*58:01 ผลบวก (positive) (F 15 ส.ค. 2565)"]
    assert len(tests) == others(pen, (one.latest for one in key_series(pen)))
    told = [one.words for one in found[Part.REPORTS]]
    assert "Echocardiogram: LVEF 48 % (F 10 ส.ค. 2569)" in told
    assert not any(words.startswith("ผลเลือดประจำเดือน") for words in told), "its results are told one by one"
    done = [one.words for one in found[Part.PROCEDURES]]
    assert len(done) == len(procedures(pen).rows)
    assert sum(words.startswith("ฟอกเลือดด้วยเครื่องไตเทียม") for words in done) == 1
    assert all(
        one.text_only for part in (Part.OTHER_RESULTS, Part.REPORTS, Part.PROCEDURES) for one in found[part]
    )


# --- data


def test_what_was_typed_is_read_back_from_the_paper_as_the_same_facts(spoken: Words) -> None:
    letter = letter_for(draft_of(STROKE), spoken)
    (person,) = read_everything([Source("r.pdf", data_in(referral_pdf(letter, spoken)))], NOW.date()).persons
    record = person.record
    assert record.account.total.gaps == 0
    measured = {result.loinc: result for result in record.results}
    values = {
        loinc: result.value.value for loinc, result in measured.items() if isinstance(result.value, Quantity)
    }
    assert values == {
        "8867-4": Decimal(88), "9279-1": Decimal(20), "59408-5": Decimal(96), "3151-8": Decimal(3),
        "72514-3": Decimal(0), "41653-7": Decimal(126), "70182-1": Decimal(9),
    }  # fmt: skip
    assert measured["8310-5"].value == "วัดไม่ได้"
    halves = [part.value.value for part in measured["85354-9"].components if isinstance(part.value, Quantity)]
    assert halves == [Decimal(186), Decimal(104)]
    assert measured["9269-2"].value is None, "a part could not be tested: no sum"
    assert {result.when.raw for result in record.results if result.when} == {"2026-11-23T14:05:00+07:00"}
    assert {result.origin.hcode for result in record.results} == {CLINIC.hcode}
    assert [(row.icd, row.concept.words, row.verification) for row in record.problems] == [
        ("I63.9", "Ischemic stroke", "provisional"),
        ("", "สงสัยหัวใจเต้นผิดจังหวะ", "provisional"),
    ]
    assert all(isinstance(row, Problem) for row in record.problems)
    types = sorted(row.origin.type for row in record.others)
    assert types == ["Coverage", "QuestionnaireResponse", "ServiceRequest"]


def test_the_request_says_reason_urgency_and_to_whom(spoken: Words) -> None:
    bundle = json.loads(letter_for(draft_of(STROKE), spoken).data)
    by_type = {entry["resource"]["resourceType"]: entry["resource"] for entry in bundle["entry"]}
    request = by_type["ServiceRequest"]
    found = (entry["resource"].get("valueQuantity") for entry in bundle["entry"])
    assert {type(one["value"]) for one in found if one} == {int}, "numbers, not their digits in quotes"
    assert request["priority"] == "stat"
    (thai_urgency,) = request["_priority"]["extension"]
    assert thai_urgency["valueCodeableConcept"]["coding"] == [
        {
            "system": "https://terms.sil-th.org/core/CodeSystem/cs-thcc-refer-thai-priority",
            "code": "2",
            "display": "ฉุกเฉิน (emergency)",
        }
    ]
    assert request["performer"] == [{"display": "รพ.ศูนย์ธารสุวรรณ"}]
    assert request["orderDetail"] == [{"text": "โปรดพิจารณา thrombectomy"}]
    assert [reason["text"] for reason in request["reasonCode"]] == [
        "เพื่อการวินิจฉัยและรักษา", "Stroke", "เกินศักยภาพ",
    ]  # fmt: skip
    assert request["reasonCode"][0]["coding"][0] == {
        "system": "https://terms.sil-th.org/core/CodeSystem/cs-thcc-refer-in-reason",
        "code": "1",
        "display": "เพื่อการวินิจฉัยและรักษา",
    }
    assert {one["value"] for one in request["identifier"]} == {CLINIC.hcode, "45/2570"}
    answers = {
        item["linkId"]: item["answer"][0].get("valueString")
        or [one["valueCoding"]["display"] for one in item["answer"]]
        for item in by_type["QuestionnaireResponse"]["item"]
    }
    assert (answers["1"], answers["2"], answers["5"]) == ("แขนขาขวาอ่อนแรง", "บิดาเป็นเบาหวาน", "NSS 80 mL/hr")
    assert answers["urgency"] == ["ฉุกเฉิน (emergency)"]
    assert answers["care"] == ["ดูแลทางเดินหายใจ (airway)", "ให้น้ำเกลือ"]
    assert answers["relative-phone"] == "08-0000-0000"
    places = {entry["fullUrl"] for entry in bundle["entry"]}
    listed = [
        one["reference"]
        for part in bundle["entry"][0]["resource"]["section"]
        for one in part.get("entry", ())
    ]
    assert set(listed) <= places
    rows = [
        e
        for e in bundle["entry"]
        if e["resource"]["resourceType"] not in ("Composition", "Patient", "Organization")
    ]
    assert len(listed) == len(rows) == len(set(listed))


def test_every_text_on_paper_is_in_the_data_too(spoken: Words) -> None:
    sent = letter_for(draft_of(STROKE), spoken).data.decode()
    for name, text in STROKE.items():
        if name not in (F.TRAVEL, F.ATTACHED, F.SPECIAL, F.URGENCY, F.REASON, F.ISOLATION, F.CARE, F.O2_DEVICE,
                        F.GCS_EYE, F.GCS_VERBAL, F.GCS_MOTOR, F.MEASURED, F.STROKE_WELL):  # fmt: skip
            for line in text.split("\\n"):
                assert line in sent, name


def test_the_writers_measurements_stand_beside_the_records(patient: Patient, spoken: Words) -> None:
    person = patient(1)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    letter = letter_for(draft_of({F.SYSTOLIC: "120", F.DIASTOLIC: "80", F.HISTORY: "x"}), spoken, pen)
    (back,) = read_everything([Source("r", letter.data)], NOW.date()).persons
    own = [row for row in back.record.results if row.origin.hcode == CLINIC.hcode and isinstance(row, Result)]
    assert len(own) == 1
    assert own[0].when is None, "nobody typed when it was measured"


# --- what is missing


def test_what_the_form_asks_for_is_named_until_it_is_there() -> None:
    order = [one_of[0] for one_of in REQUIRED[REFERRAL]]
    assert missing(ReferralDraft(), REFERRAL, diagnosed=False, urgent=False) == tuple(
        sorted(order, key=list(Field).index)
    )
    assert F.DIAGNOSIS not in missing(ReferralDraft(), REFERRAL, diagnosed=True, urgent=False)
    coded_only = draft_of({F.TO: "รพ.", F.URGENCY: "3", F.REASON: "1", F.ASKED: "โปรด"})
    assert missing(coded_only, REFERRAL, diagnosed=True, urgent=False) == ()


@pytest.mark.parametrize(
    ("form", "asked"),
    [(REFERRAL, F.ASKED), (REFERRAL_B, F.COVERAGE_TYPE), (REFERRAL_B, F.REASON), (REFERRAL_C, F.SYSTOLIC)],
)
def test_each_form_asks_for_its_own(form: str, asked: Field) -> None:
    assert asked in missing(ReferralDraft(), form, diagnosed=True, urgent=False)
    others = {REFERRAL, REFERRAL_B, REFERRAL_C} - {form}
    assert any(asked not in missing(ReferralDraft(), other, diagnosed=True, urgent=False) for other in others)


@pytest.mark.parametrize(("track", "asked"), [("01", F.STEMI_ONSET), ("02", F.STROKE_WELL), ("03", F.TRAUMA_HOW),
                                              ("05", F.SEPSIS_ANTIBIOTIC)])  # fmt: skip
def test_a_fast_track_asks_for_what_it_is_for(track: str, asked: Field) -> None:
    assert asked in missing(draft_of({F.SPECIAL: track}), REFERRAL, diagnosed=True, urgent=False)
    assert asked not in missing(draft_of({F.SPECIAL: "04"}), REFERRAL, diagnosed=True, urgent=False)


def test_what_cannot_wait_asks_for_the_state_the_person_left_in(spoken: Words) -> None:
    assert urgent(draft_of({F.URGENCY: "2"}), spoken, SITE)
    assert not urgent(draft_of({F.URGENCY: "3"}), spoken, SITE)
    assert not urgent(ReferralDraft(), spoken, SITE)
    assert F.SPO2 in missing(draft_of({F.URGENCY: "2"}), REFERRAL, diagnosed=True, urgent=True)


# --- what came after it had left


@pytest.mark.parametrize("number", [1, 9, 12])
def test_what_came_later_is_counted_by_facility_and_never_tells_of_restricted_rows(
    number: int, patient: Patient, spoken: Words
) -> None:
    person = patient(number)
    pen = Pen(person.record, person.ledger, NOW.date(), spoken)
    paper = Paper("referral", "print", 2, "7F3K", NOW, frozenset())
    (found,) = since_papers(pen, (replace(paper, number=1, rows=standing(person.record)), paper))
    assert found.headline == "มีข้อมูลใหม่หลังพิมพ์ 14.20 น. (สำเนาที่ 2)"
    counted = sum(int(part) for part in re.findall(r" (\d+)(?:,| ·|$)", found.told))
    assert counted == sum(1 for _ in pen.record.facts())
    assert since_papers(pen, (replace(paper, rows=standing(person.record)),)) == ()


def test_another_source_of_a_known_row_is_no_news_and_a_row_that_vanished_is(spoken: Words) -> None:
    problem = {"resourceType": "Condition", "code": {"text": "ข้อเข่าเสื่อม"}, "recordedDate": "2026-01-02"}
    record = record_of(problem, {**problem, "code": {"text": "ต้อกระจก"}})
    known = standing(record)
    assert list(since(record, known)) == []
    first, second = record.problems
    gone = msgspec.structs.replace(first, remarks=(Remark(VANISHED, ""),))
    assert [row.number for row in since(replace(record, problems=(gone, second)), known)] == [first.number]
    merged = replace(record, problems=(first,), joined={first.number: Joined("same", (first, second))})
    assert list(since(merged, frozenset({second.number}))) == []


# --- templates


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("โปรดประเมินและให้การรักษาต่อ", None),
        ("นายบุญมี มีอาการบวม", Why.NAME),
        ("คุณบุญมี มีอาการบวม", Why.NAME),
        ("ครอบครัวสมมติวงศ์", Why.NAME),
        ("โทร 08-1234-5678", Why.NUMBER),
        ("HN 1234567", Why.NUMBER),
        ("๙ ๖๖๐๔ ๘๗๖๔๗ ๕๙ ๗", Why.NUMBER),
        ("นัด 15 ธ.ค. 2570", Why.DATE),
        ("ตรวจ 3/11/2569", Why.DATE),
        ("Cr มากกว่า 2.0 หรือ K มากกว่า 5.5", None),
        ("N18.4 โรคไตเรื้อรัง ระยะที่ 4", Why.FROM_RECORD),
    ],
)
def test_a_template_holds_nothing_of_a_patient(text: str, why: Why | None) -> None:
    drawn = drawn_into(ReferralDraft(), F.PAST, ("N18.4 โรคไตเรื้อรัง ระยะที่ 4 (A 3 พ.ย. 2569)",))
    found = fit(written(drawn, {F.ASKED: text}), ["นายบุญมี สมมติวงศ์"])
    assert found.refused.get(F.ASKED) == why
    assert (F.ASKED in found.texts) == (why is None)
    assert F.PAST not in found.texts


def test_what_is_one_patients_by_its_nature_is_never_offered() -> None:
    doses = {F.REPLY_HOME: "warfarin 3 mg ครั้งละ 1 เม็ด", F.MEDICINES_GIVEN: "rt-PA 50 mg"}
    found = fit(draft_of({**STROKE, **doses}), ["นายบุญมี สมมติวงศ์"])
    offered = {*found.texts, *found.refused}
    assert not offered & doses.keys()
    assert offered <= set(ALLOWED)
    assert not offered & {
        F.SYSTOLIC,
        F.RELATIVE,
        F.RELATIVE_PHONE,
        F.ACCEPTED_BY,
        F.NUMBER,
        F.COVERAGE_NUMBER,
    }


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
