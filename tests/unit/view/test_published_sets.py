"""What published sets of rows send, as it is read on the sheets."""

from typing import Any

from viewer.base.words import Words
from viewer.view.telling import reactions

from .made import lines_of, pen_of

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"


def criterion(code: str, day: str) -> dict[str, Any]:
    return {"code": {"coding": [{"system": LOINC, "code": code, "display": "Date"}]}, "value": day}


def test_each_date_of_a_vaccine_to_come_says_which_it_is(words: Words) -> None:
    row = {
        "resourceType": "ImmunizationRecommendation",
        "date": "2026-11-01",
        "recommendation": [
            {
                "vaccineCode": [{"text": "MMR"}],
                "forecastStatus": {"coding": [{"code": "due"}]},
                "dateCriterion": [
                    criterion("30981-5", "2026-12-01"),
                    criterion("30980-7", "2026-12-15"),
                    criterion("59777-3", "2027-06-30"),
                    criterion("59778-1", "2027-01-15"),
                ],
            }
        ],
    }
    told = "\n".join(line for _, line in lines_of(pen_of(words, row)))
    for name, day in (
        ("วันแรกที่ให้ได้", "1 ธ.ค. 2569"),
        ("วันครบกำหนด", "15 ธ.ค. 2569"),
        ("วันสุดท้ายที่ให้ได้", "30 มิ.ย. 2570"),
        ("เลยกำหนดตั้งแต่", "15 ม.ค. 2570"),
    ):
        assert any(name in line and day in line for line in told.split("\n")), name


def test_what_brought_a_reaction_about_is_no_symptom_and_the_end_of_an_allergy_is_told(words: Words) -> None:
    row = {
        "resourceType": "AllergyIntolerance",
        "recordedDate": "2020-01-05",
        "code": {"text": "penicillin"},
        "clinicalStatus": {"coding": [{"code": "resolved"}]},
        "extension": [
            {
                "url": "http://hl7.org/fhir/uv/ips/StructureDefinition/abatement-dateTime-uv-ips",
                "valueDateTime": "2024-03",
            }
        ],
        "reaction": [
            {
                "substance": {"text": "amoxicillin"},
                "exposureRoute": {"text": "oral"},
                "manifestation": [{"text": "ผื่น"}],
                "severity": "Mild",
            }
        ],
    }
    pen = pen_of(words, row)
    (allergy,) = pen.record.allergies
    assert reactions(pen, allergy) == "ผื่น [จาก amoxicillin, ช่องทาง: oral]"
    told = "\n".join(line for surface, line in lines_of(pen) if surface == "allergies")
    assert "สิ้นสุดเมื่อ: มี.ค. 2567" in told
    assert "Mild" not in told


def test_what_a_diagnosis_rests_on_is_told_and_what_is_restricted_in_it_hides_the_row(words: Words) -> None:
    row = {
        "resourceType": "Condition",
        "code": {"text": "ปอดอักเสบ"},
        "recordedDate": "2026-11-02",
        "severity": {"coding": [{"system": SNOMED, "code": "255604002", "display": "Mild"}]},
        "evidence": [
            {
                "code": [{"text": "ไข้"}, {"text": "ไอ"}],
                "detail": [{"reference": "Observation/x", "display": "CXR"}],
            }
        ],
    }
    told = [line for surface, line in lines_of(pen_of(words, row)) if surface == "problems"]
    assert any("หลักฐาน: ไข้, ไอ, CXR" in line and "ความรุนแรง: เล็กน้อย" in line for line in told)
    row["evidence"] = [{"code": [{"text": "anti-HIV positive"}]}]
    assert pen_of(words, row).record.problems == ()


def test_repeats_and_the_most_at_a_time_are_told_without_a_text(words: Words) -> None:
    row = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": "ibuprofen 400 mg tab"},
        "authoredOn": "2026-11-02",
        "dispenseRequest": {"numberOfRepeatsAllowed": 3},
        "dosageInstruction": [
            {
                "asNeededBoolean": True,
                "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tab"}}],
                "maxDosePerAdministration": {"value": 2, "unit": "tab"},
                "maxDosePerPeriod": {
                    "numerator": {"value": 6, "unit": "tab"},
                    "denominator": {"value": 1, "unit": "day"},
                },
            }
        ],
    }
    told = "\n".join(
        line for surface, line in lines_of(pen_of(words, row)) if surface in ("medicines", "timeline")
    )
    assert "ไม่เกินวันละ 6 เม็ด" in told
    assert "ครั้งละไม่เกิน 2 เม็ด" in told
    assert "ให้จ่ายซ้ำได้ 3 ครั้ง" in told
