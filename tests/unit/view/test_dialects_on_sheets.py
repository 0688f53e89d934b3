"""The defects of real feeds as a clinician meets them: the doubt stands in words beside what was read."""

from typing import Any

from viewer.base.words import Words
from viewer.view.band import band_of
from viewer.view.letter import LetterDraft, letter_of

from .made import PRINTING, lines_of, pen_of, row_line, rows_in, sheets_of

ICD = "http://hl7.org/fhir/sid/icd-10"
PHR = "http://terminology.hl7.org/CodeSystem/conditionclinical"
DAY = "2026-11-20"
CONSTANT = "ต้นทางส่งความรุนแรงเท่ากันทุกรายการ"


def condition(text: str, code: str = "", day: str = DAY, **more: Any) -> dict[str, Any]:
    coding = [{"system": ICD, "code": code}] if code else []
    return {"resourceType": "Condition", "code": {"text": text, "coding": coding}, "recordedDate": day} | more


def status(value: str) -> dict[str, Any]:
    return {"coding": [{"code": value}]}


def problem_rows(words: Words, *resources: dict[str, Any]) -> list[Any]:
    return list(sheets_of(pen_of(words, *resources))["problems"].sections[0].rows)


def test_diagnoses_of_thai_traditional_medicine_are_their_own_group(words: Words) -> None:
    resources = (condition("ไข้หวัดแผนไทย", "U71.73"), condition("ลมปลายปัตคาด", "U5732"), condition("หืด", "J45.9"),
                 condition("แผนไทย รหัสขาด", "U72..01"), condition("โควิด-19", "U07.1"))  # fmt: skip
    rows = {row.cells[0].text: row for row in problem_rows(words, *resources)}
    group = "การวินิจฉัยทางแพทย์แผนไทย"
    assert {name for name, row in rows.items() if row.group == group} == {
        "ไข้หวัดแผนไทย",
        "แผนไทย รหัสขาด",
        "ลมปลายปัตคาด",
    }
    assert rows["โควิด-19"].group == ""
    assert "รหัสผิดรูปแบบ" in row_line(rows["แผนไทย รหัสขาด"])
    letter = letter_of(pen_of(words, *resources), PRINTING, LetterDraft(), sandbox=True)
    assert any("ลมปลายปัตคาด" in line for line in letter.problems)  # a group of its own is not left off paper


def test_a_constant_severity_is_never_a_finding(words: Words) -> None:
    severe: dict[str, Any] = {"severity": {"coding": [{"code": "24484000", "display": "Severe"}]}}
    names = ("หวัด", "หืด", "ปวดหลัง", "ผื่น", "ท้องเสีย")
    rows = problem_rows(words, *(condition(name, **severe) for name in names))
    assert all("ความรุนแรง: รุนแรง" not in row_line(row) for row in rows)
    assert all(CONSTANT in row_line(row) for row in rows)
    few = problem_rows(words, *(condition(name, **severe) for name in names[:4]))
    assert all("ความรุนแรง: รุนแรง" in row_line(row) for row in few)  # too few to call it a habit
    mixed = problem_rows(words, *(condition(name, **severe) for name in names[:4]), condition("ท้องเสีย"))
    assert sum("ความรุนแรง: รุนแรง" in row_line(row) for row in mixed) == 4


def test_a_source_that_never_closes_a_diagnosis_says_nothing_by_active(words: Words) -> None:
    always: dict[str, Any] = {"clinicalStatus": status("active"), "verificationStatus": status("confirmed")}
    names = ("หวัด", "หืด", "ปวดหลัง", "ผื่น")
    old = condition("ท้องเสีย", day="2021-03-01", **always)
    rows = problem_rows(words, *(condition(name, **always) for name in names), old)
    assert all("ต้นทางส่งทุกรายการว่ายังเป็นอยู่" in row_line(row) for row in rows)
    closed: dict[str, Any] = {"clinicalStatus": status("resolved"), "verificationStatus": status("confirmed")}
    rows = problem_rows(words, *(condition(name, **always) for name in names), condition("ท้องเสีย", **closed))
    assert not any("ต้นทางส่งทุกรายการว่ายังเป็นอยู่" in row_line(row) for row in rows)


def test_a_buddhist_birth_date_is_offered_in_words_and_no_age_is_made_of_it(words: Words) -> None:
    pen = pen_of(words, {"resourceType": "Patient", "birthDate": "2522-05-30", "gender": "male"})
    about = band_of(pen).about
    assert "2522-05-30 (ต้นทางส่งปี 2522 อาจเป็น พ.ศ. ซึ่งตรงกับ ค.ศ. 1979)" in about
    assert "ไม่ทราบอายุ" in about
    assert "3065" not in about


def test_a_buddhist_date_of_a_row_is_undated_and_told_as_sent(words: Words) -> None:
    pen = pen_of(words, condition("หืด", onsetDateTime="2564-01-05", day="2564-01-05"))
    (row,) = sheets_of(pen)["problems"].sections[0].rows
    assert "2564-01-05 (ต้นทางส่งปี 2564 อาจเป็น พ.ศ. ซึ่งตรงกับ ค.ศ. 2021)" in row.cells[1].text
    assert row.day is None


def test_swapped_parts_of_a_name_are_told_once_and_flagged(words: Words) -> None:
    name = {"prefix": ["นาย"], "given": ["สมชาย"], "family": "สมชาย ใจดี", "suffix": ["ใจดี"]}
    pen = pen_of(words, {"resourceType": "Patient", "name": [name]})
    section = next(s for s in sheets_of(pen)["summary"].sections if s.name == "person")
    (row,) = (row for row in section.rows if "สมชาย" in row.cells[1].text)
    assert row.cells[1].text == "นายสมชาย ใจดี"
    assert "ชื่อ-สกุลสลับช่อง" in row_line(row)


def test_a_time_that_would_move_to_the_next_day_is_doubted(words: Words) -> None:
    phr: dict[str, Any] = {"clinicalStatus": {"coding": [{"system": PHR, "code": "active"}]}}
    night = {
        "resourceType": "Encounter",
        "class": {"code": "AMB"},
        "period": {"start": "2026-11-20T20:15:00.000Z"},
    }
    noon = {
        "resourceType": "Encounter",
        "class": {"code": "AMB"},
        "period": {"start": "2026-11-18T05:00:00.000Z"},
    }
    doubt = "เวลาอาจคลาด 7 ชม."
    rows = sheets_of(pen_of(words, night, noon, condition("หืด", **phr)))["others"].sections[0].rows
    assert [doubt in row_line(row) for row in rows] == [True, False]
    rows = sheets_of(pen_of(words, night, noon))["others"].sections[0].rows
    assert not any(doubt in row_line(row) for row in rows)  # a source that may well mean UTC


def test_a_time_that_is_told_is_doubted_too(words: Words) -> None:
    phr: dict[str, Any] = {"clinicalStatus": {"coding": [{"system": PHR, "code": "active"}]}}
    result = {"resourceType": "Observation", "code": {"text": "Cr"},
              "effectiveDateTime": "2026-11-18T05:00:00Z", "valueQuantity": {"value": 1}}  # fmt: skip
    (row,) = sheets_of(pen_of(words, result, condition("หืด", **phr)))["results"].sections[0].rows
    (detail,) = row.details
    assert "เวลา 12.00 น." in detail.cells[0].text
    assert "เวลาอาจคลาด 7 ชม." in row_line(detail)


def test_a_dose_that_is_only_a_route_is_no_dose(words: Words) -> None:
    supply = {"resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": DAY,
              "medicationCodeableConcept": {"text": "amlodipine 5 mg tab"},
              "dosageInstruction": [{"text": "Oral", "route": {"text": "Oral"}}]}  # fmt: skip
    (row,) = sheets_of(pen_of(words, supply))["medicines"].sections[0].rows
    assert row.cells[1].text == "ต้นทางไม่ได้ระบุวิธีใช้ยา (ส่งมาเพียง “Oral”)"


def test_how_a_patient_left_is_on_the_line_of_the_visit(words: Words) -> None:
    core = "https://terms.sil-th.org/core/CodeSystem/"
    visit = {
        "resourceType": "Encounter", "class": {"code": "EMER"}, "period": {"start": DAY},
        "diagnosis": [{"condition": {"display": "STEMI"},
                       "use": {"coding": [{"system": f"{core}cs-43plus-encounter-diagnosis-role", "code": "1"}]}}],
        "hospitalization": {
            "admitSource": {"coding": [{"system": f"{core}cs-thcc-admit-source", "code": "4"}]},
            "dischargeDisposition": {"coding": [{"system": f"{core}cs-thcc-discharge-status", "code": "4"}]}},
    }  # fmt: skip
    pen = pen_of(words, visit)
    (row,) = sheets_of(pen)["others"].sections[0].rows
    assert "STEMI (โรคหลัก) · เสียชีวิต" in row.cells[1].text
    assert "นำส่งโดย EMS" in row.cells[1].note
    assert any("เสียชีวิต" in line for place, line in lines_of(pen) if place == "timeline")


def test_no_resource_id_is_on_any_sheet(words: Words) -> None:
    number = "9660487647597"
    made = [{**condition("หืด", "J45.9"), "id": f"99001-{number}-condition-1"},
            {"resourceType": "Encounter", "id": f"99001-{number}-OPD-1", "class": {"code": "AMB"},
             "period": {"start": DAY},
             "diagnosis": [{"condition": {"reference": f"Condition/99001-{number}-condition-1"}}]}]  # fmt: skip
    pen = pen_of(words, *made)
    rows = [row for page in sheets_of(pen).values() for row in rows_in(page.sections)]
    assert number not in "\n".join(line for _, line in lines_of(pen))
    assert not any(number in row.key for row in rows)
