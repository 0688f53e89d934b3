"""A modifier that we do not know can turn a row: the row says that it was not read in full, wherever it stands."""

from typing import Any

import pytest

from viewer.base.words import Words
from viewer.view.band import band_of
from viewer.view.timeline import timeline_of

from .made import pen_of, record_of, row_line, rows_in, sheets_of

UNREAD = "อ่านได้ไม่ครบ"
DAY = "2026-11-20"
MODIFIER: dict[str, Any] = {
    "modifierExtension": [{"url": "http://example.org/StructureDefinition/is-not", "valueBoolean": True}]
}
ROWS: dict[str, dict[str, Any]] = {
    "AllergyIntolerance": {"code": {"text": "penicillin"}, "recordedDate": DAY},
    "Condition": {"code": {"text": "โรคหืด"}, "recordedDate": DAY},
    "MedicationRequest": {"medicationCodeableConcept": {"text": "aspirin 81 mg tab"}, "authoredOn": DAY},
    "MedicationDispense": {"medicationCodeableConcept": {"text": "aspirin 81 mg tab"}, "whenHandedOver": DAY},
    "MedicationStatement": {
        "medicationCodeableConcept": {"text": "aspirin 81 mg tab"}, "effectiveDateTime": DAY, "status": "active",
    },
    "Observation": {
        "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}], "text": "Potassium"},
        "effectiveDateTime": DAY, "valueQuantity": {"value": 5.7, "unit": "mmol/L"},
    },
    "DiagnosticReport": {"code": {"text": "CXR"}, "effectiveDateTime": DAY},
    "Encounter": {"class": {"code": "AMB"}, "period": {"start": DAY}},
    "Procedure": {"code": {"text": "ผ่าตัดต้อกระจก"}, "performedDateTime": DAY},
    "Immunization": {"vaccineCode": {"text": "MMR"}, "occurrenceDateTime": DAY},
    "DocumentReference": {"description": "สรุปจำหน่าย", "date": DAY},
    "Composition": {"title": "สรุปการรักษา", "date": DAY},
}  # fmt: skip


@pytest.mark.parametrize("type_", ROWS)
def test_on_every_kind_of_row(type_: str, words: Words) -> None:
    pen = pen_of(words, {"resourceType": type_, **ROWS[type_], **MODIFIER})
    sheets = sheets_of(pen)
    rows = [
        row
        for name, page in sheets.items()
        for row in rows_in(page.sections)
        if row.sources and name not in ("ledger",) and "passage" not in row.key
    ]
    assert rows
    assert [row_line(row) for row in rows if UNREAD not in row_line(row)] == []
    assert any(UNREAD in row_line(row) for row in timeline_of(pen).sheet.sections[0].rows)


@pytest.mark.parametrize(
    ("name", "resource"),
    [
        ("a dosage", {"resourceType": "MedicationRequest", **ROWS["MedicationRequest"],
                      "dosageInstruction": [{"text": "1x1 hs", **MODIFIER}]}),
        ("a component", {"resourceType": "Observation", "code": {"text": "BP"}, "effectiveDateTime": DAY,
                         "component": [{"code": {"text": "Systolic"}, "valueQuantity": {"value": 140}, **MODIFIER}]}),
        ("a reaction", {"resourceType": "AllergyIntolerance", **ROWS["AllergyIntolerance"],
                        "reaction": [{"manifestation": [{"text": "ผื่น"}], **MODIFIER}]}),
        ("a performer", {"resourceType": "Procedure", **ROWS["Procedure"],
                         "performer": [{"actor": {"display": "นพ.ก"}, **MODIFIER}]}),
        ("a diagnosis of a visit", {"resourceType": "Encounter", **ROWS["Encounter"],
                                    "diagnosis": [{"condition": {"display": "หืด"}, **MODIFIER}]}),
        ("a contained medicine", {"resourceType": "MedicationRequest", "authoredOn": DAY,
                                  "contained": [{"resourceType": "Medication", "id": "m",
                                                 "code": {"text": "aspirin 81 mg tab"}, **MODIFIER}],
                                  "medicationReference": {"reference": "#m"}}),
        ("rules of another guide", {"resourceType": "Condition", **ROWS["Condition"],
                                    "implicitRules": "http://example.org/rules"}),
    ],
)  # fmt: skip
def test_nested_ones_and_implicit_rules_count_too(name: str, resource: dict[str, Any], words: Words) -> None:
    (fact,) = record_of(resource).facts()
    assert "modifier-unknown" in [remark.code for remark in fact.remarks], name
    pen = pen_of(words, resource)
    assert any(UNREAD in row_line(row) for page in sheets_of(pen).values() for row in rows_in(page.sections))


def test_a_row_made_of_several_says_so_of_any_of_them(words: Words) -> None:
    """Old and new, both facilities' rows, the points of a trend: whatever stands in one row."""
    for type_ in ("AllergyIntolerance", "Condition", "MedicationDispense", "Observation", "Immunization"):
        plain = {"resourceType": type_, **ROWS[type_]}
        for pair in ((plain, plain | MODIFIER), (plain | MODIFIER, plain)):
            pen = pen_of(words, *pair)
            first = {
                "AllergyIntolerance": "allergies", "Condition": "problems", "MedicationDispense": "medicines",
                "Observation": "results", "Immunization": "vaccines",
            }[type_]  # fmt: skip
            rows = sheets_of(pen)[first].sections[0].rows
            assert any(UNREAD in row_line(row) for row in rows), type_
            assert (
                len(rows) == 1 or type_ == "Immunization"
            )  # a dose that was not read in full joins no other


def test_a_person_and_the_allergies_of_the_band_say_so(words: Words) -> None:
    patient = {
        "resourceType": "Patient",
        "name": [{"text": "นายทดสอบ"}],
        "birthDate": "1960-03-14",
        **MODIFIER,
    }
    pen = pen_of(words, patient)
    sections = {section.name: section for section in sheets_of(pen)["summary"].sections}
    (named,) = (row for row in sections["person"].rows if row.cells[1].text == "นายทดสอบ")
    assert UNREAD in row_line(named)
    allergy = {"resourceType": "AllergyIntolerance", **ROWS["AllergyIntolerance"], **MODIFIER}
    assert any(UNREAD in mark.word for mark in band_of(pen_of(words, allergy)).allergy.tags)


def test_an_ordinary_extension_marks_nothing(words: Words) -> None:
    resource = {"resourceType": "Condition", **ROWS["Condition"], "extension": MODIFIER["modifierExtension"]}
    (fact,) = record_of(resource).facts()
    assert "modifier-unknown" not in [remark.code for remark in fact.remarks]


def test_a_medicine_that_a_row_points_to_counts(words: Words) -> None:
    medicine = {"resourceType": "Medication", "id": "m", "code": {"text": "aspirin 81 mg tab"}, **MODIFIER}
    order = {
        "resourceType": "MedicationRequest",
        "authoredOn": DAY,
        "medicationReference": {"reference": "Medication/m"},
    }
    for pair in ((medicine, order), (order, medicine)):
        pen = pen_of(words, *pair)
        (row,) = sheets_of(pen)["medicines"].sections[0].rows
        assert UNREAD in row_line(row)
