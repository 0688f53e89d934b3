"""Trends: chosen tests, values and ranges as sent, and no line that joins what must not be joined."""

from typing import Any

import pytest
from form_samples import CLINIC, DOCTOR, NOW, Told
from paper_samples import thai
from unit.view.made import pen_of

from viewer.base.words import Words
from viewer.view.forms.blocks import Charts, Form, Remark, Ruled, Signatures
from viewer.view.forms.trends import analytes, lab_trends
from viewer.view.imprint import Printing
from viewer.view.pen import Pen

PRINTING = Printing(DOCTOR, CLINIC, "นายทดสอบ", "9-6604-87647-59-7", NOW, NOW, "7F3K2291")


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


def result(code: str, name: str, value: float, unit: str, day: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "status": "final", "effectiveDateTime": day,
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": name}]},
        "valueQuantity": {"value": value, "unit": unit, "code": unit, "system": "http://unitsofmeasure.org"}, **more,
    }  # fmt: skip


def form_of(pen: Pen, chosen: set[str] | None = None) -> Form:
    return lab_trends(pen, PRINTING, chosen, sandbox=True)


def charts(form: Form) -> list[Any]:
    return [chart for block in form.parts if isinstance(block, Charts) for chart in block.charts]


def table(form: Form) -> list[list[str]]:
    (section,) = (block.section for block in form.parts if isinstance(block, Ruled))
    rows = [[" ".join(filter(None, (cell.text, cell.note))) for cell in row.cells] for row in section.rows]
    return [list(section.columns), *rows]


def test_two_units_are_two_charts_and_never_one_line(words: Words) -> None:
    pen = pen_of(
        words,
        result("2160-0", "Creatinine", 1.2, "mg/dL", "2025-01-10"),
        result("2160-0", "Creatinine", 1.4, "mg/dL", "2025-06-10"),
        result("14682-9", "Creatinine", 130, "umol/L", "2026-01-10"),
        result("14682-9", "Creatinine", 150, "umol/L", "2026-06-10"),
    )
    made = charts(form_of(pen))
    assert [[value for _, value in chart.trend.points] for chart in made] == [[1.2, 1.4], [130.0, 150.0]]
    assert len({chart.trend.unit for chart in made}) == 2
    values = [row[2] for row in table(form_of(pen))[1:]]
    assert all(any(digit in value for digit in "0123456789") for value in values)
    assert len({value.split()[-1] for value in values}) == 2, "each value has its own unit"
    assert any("แยกกราฟตามหน่วย" in block.text for block in form_of(pen).parts if isinstance(block, Remark))


def test_the_range_is_the_one_that_was_sent(words: Words) -> None:
    ranged = [{"low": {"value": 3.5, "unit": "mmol/L"}, "high": {"value": 5.1, "unit": "mmol/L"}}]
    pen = pen_of(
        words,
        result("2823-3", "Potassium", 5.7, "mmol/L", "2026-01-10", referenceRange=ranged,
               interpretation=[{"coding": [{"code": "H"}]}]),
        result("2823-3", "Potassium", 4.9, "mmol/L", "2025-01-10"),
    )  # fmt: skip
    head, ranges, newest, _ = table(form_of(pen))
    assert (head[2].split("\n")[0], ranges[2]) == ("Potassium", "3.5–5.1")
    assert newest[2].startswith("5.7 ")
    (chart,) = charts(form_of(pen))
    assert (chart.trend.low, chart.trend.high) == (3.5, 5.1)


def test_no_range_is_said_and_none_is_made_up(words: Words) -> None:
    pen = pen_of(words, result("2823-3", "Potassium", 5.7, "mmol/L", "2026-01-10"))
    form = form_of(pen)
    assert len(table(form)) == 2
    assert charts(form) == []
    assert any("ไม่มีช่วงอ้างอิง" in block.text for block in form.parts if isinstance(block, Remark))


def test_an_inr_under_warfarin_is_held_against_no_range(words: Words) -> None:
    told = Told(5, words)
    chosen = {one.key for one in analytes(told.pen) if one.series.slug == "inr"}
    (chart,) = charts(lab_trends(told.pen, told.printing(), chosen, sandbox=True))
    assert (chart.trend.low, chart.trend.high) == (None, None)


def test_an_inr_under_warfarin_stands_under_its_goal(words: Words) -> None:
    told = Told(5, words)
    head = next(one for one in table(lab_trends(told.pen, told.printing(), sandbox=True))[0] if "INR" in one)
    assert head == "INR\nเป้าหมาย INR 2.5-3.5 บันทึกเมื่อ 23 ธ.ค. 2567"


def test_values_that_are_no_number_stand_in_the_table_and_on_no_line(words: Words) -> None:
    below = result("2823-3", "Potassium", 2, "mmol/L", "2026-02-10")
    below["valueQuantity"]["comparator"] = "<"
    pen = pen_of(
        words, below, result("2823-3", "Potassium", 3.1, "mmol/L", "2026-01-10"),
        result("2823-3", "Potassium", 3.4, "mmol/L", "2025-01-10"),
    )  # fmt: skip
    form = form_of(pen)
    assert [row[2] for row in table(form)[1:]] == ["<2", "3.1", "3.4"]
    (chart,) = charts(form)
    assert [value for _, value in chart.trend.points] == [3.4, 3.1]


def test_only_what_was_chosen_is_on_it_and_nothing_is_said_with_its_reason(words: Words) -> None:
    told = Told(1, words)
    key = next(one.key for one in analytes(told.pen) if one.name == "Potassium")
    form = lab_trends(told.pen, told.printing(), {key}, sandbox=True)
    assert table(form)[0][2:] == ["Potassium\nมมล./ล."]
    nobody = Told(11, words)
    assert analytes(nobody.pen) == ()
    remark, signed = lab_trends(nobody.pen, nobody.printing(), None, sandbox=True).parts
    assert isinstance(remark, Remark)
    assert isinstance(signed, Signatures)
    assert remark.text.startswith("ไม่พบข้อมูล")
    unchosen, _ = lab_trends(told.pen, told.printing(), set(), sandbox=True).parts
    assert isinstance(unchosen, Remark)
    assert unchosen.text.startswith("ไม่ได้เลือกรายการตรวจ")
    assert "ไม่พบข้อมูล" not in unchosen.text


# --- our own eGFR


def creatinine(value: float, day: str, unit: str = "mg/dL") -> dict[str, Any]:
    return result("2160-0", "Creatinine", value, unit, day)


def man(birth: str = "1960-01-01", **more: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "birthDate": birth, "gender": "male", **more}


def test_our_own_egfr_has_a_column_and_a_chart_of_its_own_beside_the_creatinine(words: Words) -> None:
    told = Told(1, words)
    kidney = {one.key for one in analytes(told.pen) if one.series.slug in ("egfr", "cr")}
    form = lab_trends(told.pen, told.printing(), kidney, sandbox=True)
    head, *rows = table(form)
    assert head[2:] == [
        "eGFR (CKD-EPI 2009)\nมล./นาที/1.73 ม.²", "Creatinine\nมก./ดล.",
        "eGFR คำนวณ\n(CKD-EPI 2021)\nมล./นาที/1.73 ม.²",
    ]  # fmt: skip
    assert rows[0][2:] == ["29", "2.27", "31"], "the ruling: 66 years, Cr 2.27"
    reported, _, ours = charts(form)
    assert [value for _, value in reported.trend.points] == [57, 49, 41, 35, 29]
    assert [value for _, value in ours.trend.points] == [60, 52, 44, 37, 31]
    assert ours.title == "eGFR คำนวณจาก Cr (CKD-EPI 2021) มล./นาที/1.73 ม.²"
    assert ours.alt.endswith("3 พ.ย. 2569 31 (Cr 2.27)")
    assert any(
        "จาก Creatinine ในแถวเดียวกัน" in block.text for block in form.parts if isinstance(block, Remark)
    )


def test_without_the_creatinine_there_is_no_computed_one(words: Words) -> None:
    told = Told(1, words)
    reported = {one.key for one in analytes(told.pen) if one.series.slug == "egfr"}
    form = lab_trends(told.pen, told.printing(), reported, sandbox=True)
    assert len(table(form)[0]) == 3
    assert len(charts(form)) == 1


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ((man("2012-01-01"),), "อายุต่ำกว่า 18 ปี"),
        ((man(""),), "ไม่ทราบอายุ"),
        ((man(gender=""),), "ไม่ทราบเพศ"),
        (
            (
                man(),
                {
                    "resourceType": "Procedure", "status": "completed", "performedDateTime": "2026-11-01",
                    "code": {"text": "ฟอกเลือด (Hemodialysis)",
                             "coding": [{"system": "http://hl7.org/fhir/sid/icd-9-cm", "code": "39.95"}]},
                },
            ),
            "ฟอกเลือด/ล้างไต",
        ),
    ],
)  # fmt: skip
def test_where_the_equation_does_not_hold_there_is_none_and_why(words: Words, about: Any, why: str) -> None:
    pen = pen_of(words, *about, creatinine(1.2, "2025-01-10"), creatinine(1.4, "2026-06-10"))
    form = form_of(pen)
    assert len(table(form)[0]) == 3
    assert [chart.title for chart in charts(form)] == ["Creatinine มก./ดล."]
    assert any(
        f"eGFR (CKD-EPI 2021) ไม่คำนวณ: {why}" in block.text
        for block in form.parts
        if isinstance(block, Remark)
    )


def test_a_creatinine_that_changes_fast_or_has_another_unit_is_left_out_by_itself(words: Words) -> None:
    pen = pen_of(
        words, man(), creatinine(1.0, "2026-06-01"), creatinine(2.0, "2026-06-03"), creatinine(1.1, "2025-06-01"),
        creatinine(3, "2026-07-01", "mmol/mol"),
    )  # fmt: skip
    form = form_of(pen)
    (section,) = (block.section for block in form.parts if isinstance(block, Ruled))
    column = next(at for at, head in enumerate(section.columns) if head.startswith("eGFR คำนวณ"))
    told = {row.cells[0].text: row.cells[column].text for row in section.rows}
    assert told["3 มิ.ย. 2569"] == ""
    assert told["1 มิ.ย. 2569"] != ""
    assert told["1 ก.ค. 2569"] == ""


def test_a_tolerance_test_stands_in_the_order_of_its_hours(words: Words) -> None:
    names = [one.name for one in analytes(Told(4, words).pen)]
    hours = [name for name in names if "100 g" in name]
    assert hours == [
        "OGTT 100 g ก่อนดื่ม",
        "Glucose 1 h post 100 g",
        "Glucose 2 h post 100 g",
        "Glucose 3 h post 100 g",
    ]
