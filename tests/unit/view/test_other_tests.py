"""Results on paper: what matters for the person's state is shown, what is left out is counted, the table says how it is
read."""

from typing import Any

import pytest
from form_samples import Told
from paper_samples import thai
from unit.view.made import PRINTING, pen_of

from viewer.base.words import Words
from viewer.view.forms.blocks import Form, Remark, Ruled
from viewer.view.forms.primary import primary
from viewer.view.forms.structured import structured
from viewer.view.forms.trends import lab_trends
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.letter_results import letter_results
from viewer.view.pen import Pen
from viewer.view.sheets import sheet_of

DIALYSED = ("BUN มก./ดล.", "Ca มก./ดล.", "PO4 มก./ดล.", "Albumin ก./ดล.", "Ferritin ng/mL", "HBsAg")


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


def result(code: str, name: str, value: str | float, day: str = "2026-11-20", **more: Any) -> dict[str, Any]:
    sent = (
        {"valueString": value}
        if isinstance(value, str)
        else {"valueQuantity": {"value": value, "unit": "mg/dL"}}
    )
    return {
        "resourceType": "Observation", "status": "final", "effectiveDateTime": day, **sent,
        "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": name}, **more,
    }  # fmt: skip


def problem(icd: str, day: str = "2026-11-01", status: str = "active") -> dict[str, Any]:
    return {
        "resourceType": "Condition", "recordedDate": day,
        "clinicalStatus": {"coding": [{"code": status}]},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": icd}]},
    }  # fmt: skip


TESTS = (
    result("3094-0", "BUN", 66.0), result("2777-1", "Phosphate", 5.1), result("20454-5", "Urine protein", "trace"),
    result("5195-3", "HBsAg", "negative"), result("787-2", "MCV", 72.0), result("2160-0", "Creatinine", 1.1),
)  # fmt: skip


def names(pen: Pen) -> list[str]:
    return [row.cells[0].text for row in letter_results(pen).rows]


@pytest.mark.parametrize(
    ("icd", "shown", "left"),
    [
        ("I10", [], 5),
        ("Z34.9", ["HBsAg", "Urine protein"], 3),
        ("N18.5", ["BUN มก./ดล.", "PO4 มก./ดล.", "HBsAg"], 2),
        ("N18.4", ["BUN มก./ดล.", "PO4 มก./ดล.", "HBsAg"], 2),
        ("Z99.2", ["BUN มก./ดล.", "PO4 มก./ดล.", "HBsAg"], 2),
        ("N18.3", [], 5),
    ],
)
def test_tests_of_a_state_are_shown_where_it_holds_and_counted_elsewhere(
    words: Words, icd: str, shown: list[str], left: int
) -> None:
    pen = pen_of(words, problem(icd), *TESTS)
    assert [name for name in names(pen) if name not in ("Cr มก./ดล.", "eGFR คำนวณ 2021")] == shown
    assert f"ในประวัติมีผลตรวจอื่นอีก {left} รายการ ไม่อยู่ในตารางนี้" in letter_results(pen).footer
    summary = next(one for one in sheet_of("summary", pen).sections if one.name == "key-results")
    assert f"ผลตรวจอื่นอีก {left} รายการ ดูหน้าผลตรวจ" in summary.footer


def test_a_kidney_disease_that_is_over_shows_nothing_more(words: Words) -> None:
    assert "BUN มก./ดล." not in names(pen_of(words, problem("N18.5", status="resolved"), *TESTS))


def test_the_pregnant_and_the_dialysed_person_of_the_sandbox(words: Words) -> None:
    pregnant, dialysed = Told(4, words).pen, Told(12, words).pen
    assert {"HBsAg", "Urine protein"} <= set(names(pregnant))
    assert set(DIALYSED) <= set(names(dialysed))
    assert all("HIV" not in name for name in names(pregnant)), "restricted: on no paper"


def test_vital_signs_scores_and_dates_of_a_pregnancy_are_no_tests_left_out(words: Words) -> None:
    pen = pen_of(
        words,
        result("2160-0", "Creatinine", 1.1),
        result("29463-7", "Body weight", 60.0),
        result("9269-2", "Glasgow coma score", 15.0),
        result("11779-6", "EDC", "2027-02-16"),
        result("787-2", "MCV", 72.0, status="entered-in-error"),
    )
    assert "ผลตรวจอื่น" not in letter_results(pen).footer


def test_restricted_results_are_not_counted(words: Words) -> None:
    pen = pen_of(words, result("2160-0", "Creatinine", 1.1), result("24467-3", "CD4", 300.0))
    assert pen.hidden == 1
    assert "ผลตรวจอื่น" not in letter_results(pen).footer


def test_no_key_result_is_not_no_result(words: Words) -> None:
    pen = pen_of(words, result("787-2", "MCV", 72.0))
    made = letter_results(pen)
    assert made.rows == ()
    assert made.footer == ""
    assert made.empty == "ผลตรวจสำคัญ: ไม่พบข้อมูล · ในประวัติมีผลตรวจอื่นอีก 1 รายการ ไม่ได้พิมพ์ในใบนี้"


def test_the_trends_count_what_they_do_not_print(words: Words) -> None:
    pen = pen_of(words, *TESTS)
    remarks = [
        block.text for block in lab_trends(pen, PRINTING, sandbox=True).parts if isinstance(block, Remark)
    ]
    assert any("ในประวัติมีผลตรวจอื่นอีก 5 รายการ ไม่ได้พิมพ์ในใบนี้" in text for text in remarks)
    bare = pen_of(words, result("5195-3", "HBsAg", "negative"))
    (said,) = (
        block.text for block in lab_trends(bare, PRINTING, sandbox=True).parts if isinstance(block, Remark)
    )
    assert said.endswith("ในประวัติมีผลตรวจอื่นอีก 1 รายการ ไม่ได้พิมพ์ในใบนี้")


def test_the_table_says_what_is_bold_which_days_it_has_and_that_no_range_came(words: Words) -> None:
    days = [f"2026-0{month}-10" for month in range(1, 7)]
    values = [result("2160-0", "Creatinine", 1.0 + at / 10, day) for at, day in enumerate(days)]
    few, many = letter_results(pen_of(words, *values[:5])), letter_results(pen_of(words, *values))
    assert few.footer == "ตัวหนา = ค่าล่าสุดของแต่ละรายการ · ไม่มีช่วงอ้างอิง"
    assert "แสดง 5 วันล่าสุดที่มีผล" in many.footer
    ranged = {**values[0], "referenceRange": [{"high": {"value": 1.2, "unit": "mg/dL"}}]}
    assert "ไม่มีช่วงอ้างอิง" not in letter_results(pen_of(words, ranged)).footer


def test_what_was_left_off_is_told_once(words: Words) -> None:
    pen = pen_of(words, *TESTS)
    keys = frozenset(row.key for row in letter_results(pen).rows)
    made = letter_results(pen, keys)
    assert (made.rows, made.footer) == ((), "")
    assert made.empty.startswith("อีก 1 รายการในประวัติ ผู้เขียนเลือกไม่พิมพ์ · ")


@pytest.mark.parametrize("number", [4, 7, 12])
@pytest.mark.parametrize("make", [primary, structured])
def test_vital_signs_of_the_record_stand_once_and_those_of_today_with_their_time(
    make: Any, number: int, words: Words
) -> None:
    told = Told(number, words)
    letter = letter_of(told.pen, told.printing(), LetterDraft(), sandbox=True)
    said = {"systolic": "186", "diastolic": "104", "measured": "23 พ.ย. 2569 14.05"}
    form: Form = make(letter, told.pen, told.printing(), said)
    (table,) = (one.section for one in form.parts if isinstance(one, Ruled) and one.section.name == "vitals")
    before, known = table.rows
    assert before.cells[0].text == "ก่อนส่งต่อ\n23 พ.ย. 2569 14.05"
    (line,) = (one.text for one in form.parts if isinstance(one, Remark) and one.text.startswith("ในประวัติ: "))
    assert not [name for name in ("ความดัน", "ชีพจร", "SpO₂", "อุณหภูมิ", "RR") if name in line]
    assert "น้ำหนัก" in line
    if number == 7:
        assert known.cells[2].note == "B 23 พ.ย. 2569 เวลา 07.28 น."
        assert "GCS E4V3M6 (B 23 พ.ย. 2569 เวลา 07.30 น.)" in line
    unsaid: Form = make(letter, told.pen, told.printing(), {"systolic": "186"})
    (table,) = (
        one.section for one in unsaid.parts if isinstance(one, Ruled) and one.section.name == "vitals"
    )
    assert table.rows[0].cells[0].text.startswith("ก่อนส่งต่อ\n......"), "a line for the time"
