"""What other viewers leave out without a word, and ours must not: each once."""

from typing import Any

import pytest

from viewer.base.words import Words
from viewer.view.band import band_of
from viewer.view.timeline import timeline_of

from .made import lines_of, pen_of, row_line, rows_in, sheets_of

DAY = "2026-11-20"
LOINC = "http://loinc.org"


def part(code: str, text: str, value: dict[str, Any] | None) -> dict[str, Any]:
    made = {"code": {"coding": [{"system": LOINC, "code": code}], "text": text}}
    return made | ({"valueQuantity": value} if value else {})


def pressure(*more: dict[str, Any], unit: str = "mm[Hg]") -> dict[str, Any]:
    """A blood pressure whose numbers stand in components only."""
    numbers = (part("8480-6", "Systolic", {"value": 148.5, "unit": unit}),
               part("8462-4", "Diastolic", {"value": 86, "unit": unit}))  # fmt: skip
    return {
        "resourceType": "Observation", "status": "final", "effectiveDateTime": DAY,
        "code": {"coding": [{"system": LOINC, "code": "85354-9"}], "text": "Blood pressure"},
        "component": [*numbers, *more],
    }  # fmt: skip


def test_a_blood_pressure_in_components_is_on_every_surface(words: Words) -> None:
    pen = pen_of(words, pressure())
    places = {place for place, line in lines_of(pen) if "148.5/86" in line}
    assert {"summary", "results", "timeline", "letter"} <= places


def test_its_further_components_are_told(words: Words) -> None:
    pen = pen_of(words, pressure(part("8478-0", "Mean", {"value": 107, "unit": "mm[Hg]"})))
    assert any("Mean 107" in row_line(row) for row in rows_in(sheets_of(pen)["results"].sections))
    assert any("Mean 107" in row_line(row) for row in timeline_of(pen).sheet.sections[0].rows)


def test_kilopascals_are_never_told_as_millimetres(words: Words) -> None:
    pen = pen_of(words, pressure(unit="kPa"))
    assert not pen.pressures
    text = "\n".join(line for _, line in lines_of(pen))
    assert "Systolic 148.5 kPa" in text
    assert "มม.ปรอท" not in text


def test_a_half_that_was_not_measured_says_so(words: Words) -> None:
    sent = {"resourceType": "Observation", "status": "final", "effectiveDateTime": DAY,
            "code": {"text": "Blood pressure"},
            "component": [part("8480-6", "Systolic", {"value": 90, "unit": "mm[Hg]"}),
                          part("8462-4", "Diastolic", None)]}  # fmt: skip
    text = "\n".join(line for _, line in lines_of(pen_of(words, sent)))
    assert "Systolic 90 มม.ปรอท · Diastolic ต้นทางไม่ได้ส่งค่า" in text


@pytest.mark.parametrize(
    ("type_", "sheet", "more"),
    [
        ("Observation", "results", {"effectiveDateTime": DAY, "valueString": "คำ"}),
        ("Condition", "problems", {"recordedDate": DAY}),
        ("AllergyIntolerance", "allergies", {"recordedDate": DAY}),
        ("Procedure", "others", {"performedDateTime": DAY}),
        ("DiagnosticReport", "documents", {"effectiveDateTime": DAY}),
    ],
)
def test_no_list_stops_at_a_hundred(type_: str, sheet: str, more: dict[str, Any], words: Words) -> None:
    many = [{"resourceType": type_, "code": {"text": f"รายการที่ {number}"}, **more} for number in range(250)]
    pen = pen_of(words, *many)
    lines = [row_line(row) for row in rows_in(sheets_of(pen)[sheet].sections)]
    found = {number for number in range(250) if any(f"รายการที่ {number} " in f"{line} " for line in lines)}
    assert found == set(range(250))


def test_what_a_short_list_leaves_to_another_page_is_counted_in_words(words: Words) -> None:
    visits = [{"resourceType": "Encounter", "class": {"code": "AMB"}, "period": {"start": f"2026-{month:02d}-01"}}
              for month in range(1, 12)] * 3  # fmt: skip
    pen = pen_of(words, *visits)
    section = next(s for s in sheets_of(pen)["summary"].sections if s.name == "visits")
    assert len(section.rows) < 33
    assert "33" in section.caption
    everything = next(s for s in sheets_of(pen)["others"].sections if s.name == "visits")
    assert len(everything.rows) == 33


def test_the_day_of_an_export_is_no_event(words: Words) -> None:
    exported = {"meta": {"lastUpdated": "2026-11-22T01:00:00+07:00"}}
    pen = pen_of(
        words,
        {"resourceType": "Condition", "code": {"text": "หืด"}, **exported},
        {"resourceType": "Observation", "code": {"text": "Cr"}, "valueQuantity": {"value": 1}, **exported},
        {"resourceType": "MedicationStatement", "status": "active", **exported,
         "medicationCodeableConcept": {"text": "aspirin 81 mg tab"}},
        {"resourceType": "Immunization", "vaccineCode": {"text": "MMR"}, **exported},
    )  # fmt: skip
    assert "22 พ.ย." not in "\n".join(line for _, line in lines_of(pen))
    assert timeline_of(pen).undated == 4


def test_the_day_of_a_record_is_not_told_as_the_day_a_disease_began(words: Words) -> None:
    pen = pen_of(words, {"resourceType": "Condition", "code": {"text": "หืด"}, "recordedDate": DAY})
    (row,) = sheets_of(pen)["problems"].sections[0].rows
    assert row.cells[1].text == "บันทึก 20 พ.ย. 2569"


@pytest.mark.parametrize(
    ("death", "told"),
    [
        ({"deceasedDateTime": "2020-03-01"}, "เสียชีวิตเมื่ออายุ 109 ปี 11 เดือน"),
        ({"deceasedDateTime": "2020"}, "เสียชีวิตเมื่ออายุ ประมาณ 110 ปี"),
        ({"deceasedBoolean": True}, "เสียชีวิตแล้ว ไม่ทราบอายุขณะเสียชีวิต"),
        ({"deceasedDateTime": "2563-03-01"}, "เสียชีวิตแล้ว ไม่ทราบอายุขณะเสียชีวิต"),
    ],
)
def test_nobody_ages_after_death(death: dict[str, Any], told: str, words: Words) -> None:
    pen = pen_of(words, {"resourceType": "Patient", "birthDate": "1910-03-02", "gender": "female", **death})
    assert told in band_of(pen).about
    text = "\n".join([band_of(pen).about, *(line for _, line in lines_of(pen))])
    assert "116 ปี" not in text


def test_no_name_of_a_medicine_is_hidden(words: Words) -> None:
    names = [
        "metformin 500 mg tab",
        "ยาต้มสมุนไพรหมอแดง",
        "XYZ-999 unknown",
        "amoxicillin+clavulanic acid 1 g tab",
    ]
    supplies = [{"resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": DAY,
                 "medicationCodeableConcept": {"text": name}} for name in names]  # fmt: skip
    coded = {"resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": DAY,
             "medicationCodeableConcept": {"coding": [{"system": "http://x", "code": "D-4711"}]}}  # fmt: skip
    nothing = {"resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": DAY}
    pen = pen_of(words, *supplies, coded, nothing)
    for page in ("medicines", "summary", "timeline"):
        text = "\n".join(row_line(row) for row in rows_in(sheets_of(pen)[page].sections))
        assert [
            name for name in ("metformin", *names[1:], "D-4711", "ต้นทางไม่ได้เขียนชื่อ") if name not in text
        ] == []


def test_a_long_name_is_never_cut(words: Words) -> None:
    name = "ยา" + "ก" * 400
    pen = pen_of(words, {"resourceType": "AllergyIntolerance", "code": {"text": name}, "recordedDate": DAY})
    assert any(name in line for place, line in lines_of(pen) if place == "band")
