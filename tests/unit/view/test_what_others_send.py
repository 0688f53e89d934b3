"""What the published sets of other countries send and Thai feeds seldom do: each said whole, and as what it is."""

from typing import Any

import pytest

from viewer.base.words import Words
from viewer.view.results import results

from .made import lines_of, pen_of

DAY = "2026-11-20"
LEFT = "http://example.org/StructureDefinition/laterality-qualifier"
LOWER = "http://example.org/StructureDefinition/body-location-qualifier"


def text(words: str) -> dict[str, Any]:
    return {"text": words}


def amount(value: float, unit: str = "", code: str = "") -> dict[str, Any]:
    return {"value": value, **({"unit": unit} if unit else {}), **({"code": code} if code else {})}


def qualified(words: str, *qualifiers: tuple[str, str]) -> dict[str, Any]:
    sent = [{"url": url, "valueCodeableConcept": text(told)} for url, told in qualifiers]
    return {"coding": [{"display": words}], "extension": sent}


def result(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Observation", "status": "final", "code": text("Ferritin"), "effectiveDateTime": DAY,
            **more}  # fmt: skip


def procedure(**more: Any) -> dict[str, Any]:
    return {"resourceType": "Procedure", "status": "completed", "code": text("ส่องกล้องลำไส้ใหญ่"), **more}


def glasses(eye: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "VisionPrescription", "status": "active", "dateWritten": DAY,
            "lensSpecification": [{"product": text("แว่น"), "eye": eye, **more}]}  # fmt: skip


def mixture(**strength: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": DAY,
        "contained": [{"resourceType": "Medication", "id": "m", "code": text("Diprosalic"), "ingredient": [
            {"itemCodeableConcept": text("salicylic acid"), "strength": strength}]}],
        "medicationReference": {"reference": "#m"},
    }  # fmt: skip


RANGE_OF_MEN = {"low": amount(0.76), "high": amount(1.27), "appliesTo": [text("Male")]}
RANGE_OF_WOMEN = {
    "low": amount(0.57),
    "high": amount(1),
    "appliesTo": [text("Female")],
    "age": {"low": amount(15, "yr")},
}
TOLD: list[tuple[str, dict[str, Any], str]] = [
    ("the right eye is no correct one", glasses("right"), "ข้าง: ขวา"),
    ("the left eye is none that is left over", glasses("left"), "ข้าง: ซ้าย"),
    ("a side in an extension", {"resourceType": "Condition", "code": text("มะเร็งปอด"),
        "bodySite": [qualified("Lung", (LEFT, "Left"))]}, "Lung, Left"),
    ("a side and a place in extensions",
        procedure(bodySite=[qualified("Lobe of lung", (LEFT, "Left"), (LOWER, "Lower"))]), "Lobe of lung, Left, Lower"),
    ("a complication that only a reference names", procedure(complicationDetail=[{"display": "ลำไส้ทะลุ"}]),
        "ภาวะแทรกซ้อน: ลำไส้ทะลุ"),
    ("why it was not done", procedure(status="not-done", statusReason=text("ครรภ์เป็นพิษ")),
        "เหตุผลของสถานะ: ครรภ์เป็นพิษ"),
    ("a strength whose unit is only a code",
        mixture(numerator=amount(5, code="mg"), denominator=amount(1, code="g")), "5 มก./กรัม"),
    ("a strength in units", mixture(numerator=amount(100, code="U"), denominator=amount(1, code="mL")),
        "100 ยูนิต/มล."),
    ("a lower limit", result(valueQuantity=amount(12, "IU/L"), referenceRange=[{"low": amount(10)}]),
        "ช่วงที่ต้นทางส่ง ≥10"),
    ("an upper limit is no negative number", result(valueQuantity=amount(10, "/HPF"),
        referenceRange=[{"high": amount(5)}]), "ช่วงที่ต้นทางส่ง ≤5"),
    ("a range in words", result(valueString="POSITIVE", referenceRange=[text("NEGATIVE")]),
        "ช่วงที่ต้นทางส่ง NEGATIVE"),
    ("ranges for others", result(valueQuantity=amount(2.4, "mg/dL"), referenceRange=[RANGE_OF_MEN, RANGE_OF_WOMEN]),
        "ช่วงที่ต้นทางส่ง Male: 0.76–1.27; Female ≥15 yr: 0.57–1"),
    ("a range of degrees", result(valueQuantity=amount(13), referenceRange=[
        {"high": amount(8), "type": text("Severe")}]), "ช่วงที่ต้นทางส่ง Severe: ≤8"),
    ("the only range of one sex", result(valueQuantity=amount(2.4, "mg/dL"), referenceRange=[RANGE_OF_MEN]),
        "ช่วงที่ต้นทางส่ง 0.76–1.27"),
    ("where it was measured", result(valueString="อ่านไม่ได้", bodySite=text("แขนขวา")), "แขนขวา"),
    ("why there is no value, by a code of another system", result(dataAbsentReason={"coding": [
        {"system": "http://snomed.info/sct", "code": "125154007", "display": "Specimen unsatisfactory"}]}),
        "Specimen unsatisfactory"),
    ("what was measured of another person", result(valueString="เปลี่ยนท่อเป็น",
        focus=[{"reference": "Patient/mother"}]), "(ไม่ใช่ของผู้ป่วย: บุคคลอื่น)"),
    ("of whom it was measured nobody says", result(valueString="ดี", focus=[{"reference": "urn:uuid:0"}]),
        "(ไม่ใช่ของผู้ป่วย: ต้นทางไม่ได้ระบุว่าเป็นของใคร)"),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "said"), [pytest.param(*case, id=name) for name, *case in TOLD])
def test_it_is_said(resource: dict[str, Any], said: str, words: Words) -> None:
    assert any(said in line for _, line in lines_of(pen_of(words, resource)))


@pytest.mark.parametrize("about", ["Condition/cancer", "https://example.org/fhir/Procedure/1", "Encounter/2"])
def test_what_concerns_a_row_of_the_patients_is_theirs(about: str, words: Words) -> None:
    stage = result(code=text("TNM stage"), valueString="IIIC", focus=[{"reference": about}])
    lines = [line for _, line in lines_of(pen_of(words, stage)) if "IIIC" in line]
    assert lines
    assert not any("ไม่ใช่ของผู้ป่วย" in line for line in lines)


def test_no_band_is_drawn_from_a_range_that_may_be_anothers(words: Words) -> None:
    values = [
        result(valueQuantity=amount(2.4 + n, "mg/dL"), effectiveDateTime=f"2026-11-0{n + 1}",
               referenceRange=[RANGE_OF_MEN, RANGE_OF_WOMEN])
        for n in range(2)
    ]  # fmt: skip
    pen = pen_of(words, *values)
    (row,) = (row for section in results(pen).sections for row in section.rows)
    assert row.trend is not None
    assert (row.trend.low, row.trend.high) == (None, None)
