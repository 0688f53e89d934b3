"""What a source's own words deny never reads as if it were so, and clears nothing either."""

from typing import Any

from paper_samples import thai

from viewer.base.words import Words
from viewer.record.allergy import AllergyVerdict
from viewer.record.courses import CourseState
from viewer.view.band import band_of
from viewer.view.problems import problem_rows

from .made import lines_of, pen_of

THAI = Words("th")
DENIED = {
    "resourceType": "AllergyIntolerance",
    "code": {"text": "ไม่แพ้ยา penicillin"},
    "recordedDate": "2026-01-02",
}


def test_a_denied_allergen_is_shown_as_sent_and_to_be_asked_again() -> None:
    pen = pen_of(THAI, DENIED)
    assert pen.finding.verdict is AllergyVerdict.NOT_FOUND
    told = [line for surface, line in lines_of(pen) if "penicillin" in line]
    assert {surface for surface, line in lines_of(pen) if "penicillin" in line} >= {
        "allergies",
        "band",
        "timeline",
    }
    assert all("ต้นทางเขียนว่าไม่แพ้ ควรถามซ้ำ" in line for line in told), told
    assert "มีประวัติแพ้ยา" not in band_of(pen).allergy.headline


def test_it_clears_no_allergy_of_another_place() -> None:
    standing = {"resourceType": "AllergyIntolerance", "code": {"text": "penicillin"}}
    finding = pen_of(THAI, DENIED, standing).finding
    assert finding.verdict is AllergyVerdict.ALLERGIC
    assert [allergen.name for allergen in finding.drugs] == ["penicillin"]


def test_it_is_no_denial_of_all_drugs() -> None:
    informed = {**DENIED, "asserter": {"reference": "Patient/1", "display": "ผู้ป่วย"}}
    assert pen_of(THAI, informed).finding.verdict is AllergyVerdict.NOT_FOUND


def test_a_medicine_that_is_not_taken_in_words_is_not_in_use() -> None:
    row: dict[str, Any] = {
        "resourceType": "MedicationStatement", "status": "active", "effectiveDateTime": "2026-06-10",
        "medicationCodeableConcept": {"text": "ไม่ได้กินยา metformin"},
    }  # fmt: skip
    pen = pen_of(THAI, row)
    assert [course.state for course in pen.courses] == [CourseState.DENIED]
    told = [line for surface, line in lines_of(pen) if surface == "medicines" and "metformin" in line]
    assert told
    assert all("ต้นทางเขียนว่าไม่ได้ใช้" in line for line in told)


def test_a_refuted_diagnosis_is_not_still_open_whatever_its_clinical_status() -> None:
    """The status that was sent stands as sent; the head above does not say that it ever was."""
    row: dict[str, Any] = {
        "resourceType": "Condition", "recordedDate": "2026-06-10", "code": {"text": "หัวใจห้องบนสั่นพลิ้ว"},
        "clinicalStatus": {"coding": [{"code": "active"}]}, "verificationStatus": {"coding": [{"code": "refuted"}]},
    }  # fmt: skip
    (made,) = problem_rows(pen_of(thai(), row))
    assert made.cells[0].text == "ประเมินแล้วไม่ใช่: หัวใจห้องบนสั่นพลิ้ว"
    assert made.cells[2].text == "ต้นทางระบุ “active”"
    assert made.group == "สิ้นสุดแล้วหรือประเมินแล้วไม่ใช่ (ต้นทางแจ้ง)"
