"""Values as their sources sent them: digits, units, ranges, precision of dates, and why there is none."""

from decimal import Decimal
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.view.sheet import Shape, Tone

from .made import lines_of, pen_of, row_line, rows_in, sheets_of

DAY = "2026-11-20"


def observation(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Observation", "status": "final", "code": {"text": "ชื่อทดสอบ"},
            "effectiveDateTime": DAY} | more  # fmt: skip


def listed(words: Words, *resources: dict[str, Any]) -> list[str]:
    """Grid and list of the page of results, as lines."""
    return [row_line(row) for row in rows_in(sheets_of(pen_of(words, *resources))["results"].sections)]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"valueQuantity": {"value": Decimal("1.50"), "unit": "mg/dL"}}, " 1.50 "),
        ({"valueQuantity": {"value": 0.0004, "unit": "ng/mL"}}, "0.0004"),
        ({"valueQuantity": {"value": 1234567.891, "unit": "copies/mL"}}, "1,234,567.891"),
        ({"valueQuantity": {"value": 20, "comparator": "<", "unit": "copies/mL"}}, "copies/mL <20"),
        ({"valueQuantity": {"value": 20, "comparator": ">=", "unit": "mm/h"}}, "mm/h >=20"),
        ({"valueQuantity": {"value": "<0.01", "unit": "ng/mL"}}, "<0.01 ng/mL"),
        ({"valueQuantity": {"value": 100, "unit": "mg/dL", "code": "mg/dL"}}, "100"),
        ({"valueString": "2+ (ปนเปื้อน)"}, "2+ (ปนเปื้อน)"),
        ({"valueCodeableConcept": {"text": "Reactive"}}, "Reactive"),
        ({"valueBoolean": True}, "ใช่"),
        ({"valueInteger": 3}, "3"),
        ({"valueRange": {"low": {"value": 2, "unit": "/HPF"}, "high": {"value": 5, "unit": "/HPF"}}}, "2-5 /HPF"),
        ({"valueRange": {"low": {"value": 500, "unit": "mL"}, "high": {"value": 1, "unit": "L"}}}, "500 mL - 1 L"),
        ({"valueRange": {"low": {"value": 2, "unit": "/HPF"}}}, "ตั้งแต่ 2 /HPF"),
        ({"valueRange": {"high": {"value": 5, "unit": "/HPF"}}}, "ไม่เกิน 5 /HPF"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 32}}}, "1:32"),
        ({"valueRatio": {"numerator": {"value": 30, "unit": "mg"}, "denominator": {"value": 1, "unit": "g"}}},
         "30 มก. / 1 กรัม"),
        ({"valueTime": "08:30:00"}, "08:30:00"),
        ({"valueDateTime": "2026-05"}, "พ.ค. 2569"),
        ({"valuePeriod": {"start": "2026-05", "end": "2026-11-20"}}, "พ.ค. 2569 ถึง 20 พ.ย. 2569"),
        ({"valuePeriod": {"start": "2026"}}, "ตั้งแต่ พ.ศ. 2569"),
        ({"valuePeriod": {"end": "2026-11-20"}}, "ถึง 20 พ.ย. 2569"),
        ({"valueSampledData": {"origin": {"value": 2048, "unit": "uV"}, "period": 10, "dimensions": 3,
                               "data": "2041 2043 E 2037 L U"}},
         "ข้อมูลสัญญาณต่อเนื่อง 6 จุด · 3 มิติ · ทุก 10 มิลลิวินาที · ค่าศูนย์ 2,048 uV · ดูข้อความต้นทาง"),
    ],
)  # fmt: skip
def test_every_kind_of_value(value: dict[str, Any], told: str, words: Words) -> None:
    (line, *_) = listed(words, observation(**value))
    assert told in line


def test_sampled_data_invents_nothing(words: Words) -> None:
    text = "\n".join(
        line for _, line in lines_of(pen_of(words, observation(valueSampledData={"data": "7 8"})))
    )
    assert "ข้อมูลสัญญาณต่อเนื่อง 2 จุด · ดูข้อความต้นทาง" in text
    assert "มิติ" not in text
    assert "ค่าศูนย์" not in text


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("unknown", "ไม่ทราบ"), ("asked-unknown", "ถามแล้ว ไม่ทราบ"), ("temp-unknown", "ยังไม่ทราบผล"),
        ("not-asked", "ไม่ได้ซักถาม"), ("asked-declined", "ซักถามแล้ว ไม่ประสงค์จะตอบ"),
        ("masked", "ต้นทางไม่เปิดเผย"), ("not-applicable", "ไม่เกี่ยวข้องกับผู้ป่วยรายนี้"),
        ("unsupported", "ระบบของต้นทางส่งค่านี้ไม่ได้"), ("as-text", "ต้นทางบอกไว้เป็นข้อความเท่านั้น"),
        ("error", "วัดผิดพลาด"), ("not-a-number", "ต้นทางแจ้งว่าไม่ใช่ตัวเลข"),
        ("negative-infinity", "ต่ำกว่าค่าที่วัดได้"), ("positive-infinity", "สูงกว่าค่าที่วัดได้"),
        ("not-performed", "ไม่ได้ตรวจ"), ("not-permitted", "ต้นทางไม่เปิดเผย"), ("house-code", "ต้นทางไม่ได้ส่งค่า (house-code)"),
    ],
)  # fmt: skip
def test_why_there_is_no_value(reason: str, told: str, words: Words) -> None:
    absent = {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": reason}]
    }
    (line,) = listed(words, observation(dataAbsentReason=absent))
    assert told in line
    part = {"code": {"text": "ส่วนหนึ่ง"}, "dataAbsentReason": absent}
    (line,) = listed(words, observation(component=[part]))
    assert f"ส่วนหนึ่ง {told}" in line


@pytest.mark.parametrize(
    "value",
    [
        {"valueDecimal": 4.2}, {"valueDate": "2026-01-02"}, {"valueCoding": {"code": "x"}}, {"value": 5},
        {"valueBoolean": "no"}, {"valueQuantity": 7.5}, {"valueRatio": {"numerator": {"value": 1}}},
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_not_said_to_be_missing(value: dict[str, Any], words: Words) -> None:
    (line,) = listed(words, observation(**value))
    assert "ต้นทางไม่ได้ส่งค่า" not in line
    assert "อ่านค่าไม่ได้" in line
    assert "อ่านบางช่องไม่ได้" in line


@pytest.mark.parametrize("value", [{}, {"valueQuantity": {}}, {"valueString": None}])
def test_a_value_that_was_not_sent_is_said_to_be_missing(value: dict[str, Any], words: Words) -> None:
    (line,) = listed(words, observation(**value))
    assert "ต้นทางไม่ได้ส่งค่า" in line


def test_a_unit_without_a_number_is_no_empty_value(words: Words) -> None:
    (line,) = listed(words, observation(valueQuantity={"unit": "mg/dL"}))
    assert "ต้นทางไม่ได้ส่งค่า" in line


@pytest.mark.parametrize(
    ("status", "told"),
    [("amended", "แก้ไขแล้ว"), ("corrected", "แก้ไขให้ถูกต้องแล้ว"), ("preliminary", "ผลเบื้องต้น"),
     ("entered-in-error", "ต้นทางแจ้งว่าบันทึกผิด"), ("cancelled", "ยกเลิก")],
)  # fmt: skip
def test_a_status_stands_on_its_own_value(status: str, told: str, words: Words) -> None:
    old = observation(
        effectiveDateTime="2026-11-01", status=status, valueQuantity={"value": 9.9, "unit": "x"}
    )
    new = observation(valueQuantity={"value": 5.5, "unit": "x"})
    page = sheets_of(pen_of(words, new, old))["results"]
    cells = [cell for row in page.sections[0].rows for cell in row.cells]
    rows = [row_line(row) for row in rows_in(page.sections) if "9.9" in row_line(row)]
    assert rows
    assert all(told in line for line in rows)
    assert all(not cell.note for cell in cells if cell.text == "5.5")
    assert all(cell.note == told for cell in cells if cell.text == "9.9")


@pytest.mark.parametrize(("sent", "told"), [("2026-03", "มี.ค. 2569"), ("2026", "พ.ศ. 2569")])
def test_a_partial_date_gains_no_day_on_any_sheet(sent: str, told: str, words: Words) -> None:
    potassium = {"coding": [{"system": "http://loinc.org", "code": "2823-3"}], "text": "Potassium"}
    pen = pen_of(
        words,
        observation(code=potassium, effectiveDateTime=sent, valueQuantity={"value": 5.7, "unit": "mmol/L"}),
        observation(effectiveDateTime=sent, valueString="คำ"),
        {"resourceType": "Condition", "code": {"text": "หืด"}, "onsetDateTime": sent},
        {"resourceType": "AllergyIntolerance", "code": {"text": "penicillin"}, "recordedDate": sent},
        {"resourceType": "MedicationStatement", "status": "active", "effectiveDateTime": sent,
         "medicationCodeableConcept": {"text": "aspirin 81 mg tab"}},
        {"resourceType": "Encounter", "class": {"code": "AMB"}, "period": {"start": sent}},
        {"resourceType": "Procedure", "code": {"text": "ผ่าตัด"}, "performedDateTime": sent},
        {"resourceType": "Immunization", "vaccineCode": {"text": "MMR"}, "occurrenceDateTime": sent},
        {"resourceType": "DocumentReference", "description": "เอกสาร", "date": sent},
        {"resourceType": "DiagnosticReport", "code": {"text": "CXR"}, "effectiveDateTime": sent},
        {"resourceType": "Observation", "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
         "effectiveDateTime": sent, "valueQuantity": {"value": 60, "unit": "kg"}},
    )  # fmt: skip
    text = "\n".join(line for _, line in lines_of(pen))
    headers = "\n".join(
        column for page in sheets_of(pen).values() for s in page.sections for column in s.columns
    )
    assert told in text
    assert told in headers
    for invented in ("1 ม.ค.", "1 มี.ค.", "วันก่อน", "เดือนก่อน"):
        assert invented not in text
        assert invented not in headers


def test_a_year_alone_shares_no_column_and_no_dose_with_its_first_day(words: Words) -> None:
    potassium = {"coding": [{"system": "http://loinc.org", "code": "2823-3"}], "text": "Potassium"}
    rows = [observation(code=potassium, effectiveDateTime=sent, valueQuantity={"value": value, "unit": "mmol/L"})
            for sent, value in (("2026", 5.7), ("2026-01-01", 4.1))]  # fmt: skip
    doses = [{"resourceType": "Immunization", "vaccineCode": {"text": "MMR"}, "occurrenceDateTime": sent}
             for sent in ("2026", "2026-01-01")]  # fmt: skip
    sheets = sheets_of(pen_of(words, *rows, *doses))
    assert [c for c in sheets["results"].sections[0].columns if "2569" in c] == [
        "พ.ศ. 2569 A",
        "1 ม.ค. 2569 A",
    ]
    assert len(sheets["vaccines"].sections[0].rows) == 2
    (potassium_row,) = sheets["results"].sections[0].rows
    assert potassium_row.trend is not None
    assert [value for _, value in potassium_row.trend.points] == [4.1]


def test_instants_stand_on_bangkoks_day(words: Words) -> None:
    row = observation(effectiveDateTime="2026-11-20T18:30:00Z", valueString="คำ")
    assert "21 พ.ย. 2569" in listed(words, row)[0]


def test_an_older_result_in_another_unit_keeps_its_range_on_the_axis(words: Words) -> None:
    def creatinine(code: str, day: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
        name = {"coding": [{"system": "http://loinc.org", "code": code}], "text": "Creatinine"}
        return (
            observation(code=name, effectiveDateTime=day, valueQuantity={"value": value, "unit": unit}) | more
        )

    band = [{"low": {"value": 62, "unit": "µmol/L"}, "high": {"value": 106, "unit": "µmol/L"}}]
    rows = (creatinine("2160-0", "2026-05-01", 1.05, "mg/dL"),
            creatinine("14682-9", DAY, 93, "µmol/L", referenceRange=band))  # fmt: skip
    (row,) = sheets_of(pen_of(words, *rows))["results"].sections[0].rows
    assert row.trend is not None
    assert row.trend.unit == "มก./ดล."
    assert (round(row.trend.low or 0, 2), round(row.trend.high or 0, 2)) == (0.70, 1.20)
    assert "ช่วงที่ต้นทางส่ง 62–106 µmol/L" in row.cells[0].note
    band[0]["low"]["unit"] = "mg/dL"  # a range in another unit than its value is not drawn
    (row,) = sheets_of(pen_of(words, *rows))["results"].sections[0].rows
    assert row.trend is not None
    assert (row.trend.low, row.trend.high) == (None, None)


@pytest.mark.parametrize(
    ("sent", "unit", "loinc", "big"),
    [
        ((65, 63), "mmol/mol", "59261-8", False),  # 0.18 %
        ((70, 63), "mmol/mol", "59261-8", True),  # 0.64 %
        ((8.1, 7.9), "%", "4548-4", False),
        ((8.5, 7.9), "%", "4548-4", True),
    ],
)
def test_a_big_change_is_as_big_in_another_unit(
    words: Words, sent: tuple[float, float], unit: str, loinc: str, big: bool
) -> None:
    before, now = (
        observation(
            code={"text": "HbA1c", "coding": [{"system": "http://loinc.org", "code": loinc}]},
            valueQuantity={"value": value, "unit": unit},
            effectiveDateTime=day,
        )
        for value, day in zip(sent, ("2026-08-20", DAY), strict=True)
    )
    pen = pen_of(words, before, now)
    (mark,) = (
        mark
        for row in rows_in(sheets_of(pen)["summary"].sections)
        if "HbA1c" in row_line(row)
        for mark in row.marks
    )
    assert (mark.shape is Shape.DOWN, mark.tone is Tone.STRONG) == (True, big)
