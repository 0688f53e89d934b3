"""A combination is told substance by substance, each with its own strength, beside the trade name that was sent."""

from decimal import Decimal
from typing import Any

import pytest
from form_samples import Told
from paper_samples import thai

from viewer.base.words import Words
from viewer.view.ingredients import cased
from viewer.view.medicines import full_name

from .made import lines_of, pen_of


def dispensed(name: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationDispense",
        "status": "completed",
        "medicationCodeableConcept": {"text": name},
        "whenHandedOver": "2026-11-20",
    } | more


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("Cafergot (ergotamine 1 mg + caffeine 100 mg)", "ergotamine 1 มก. + caffeine 100 มก. (Cafergot)"),
        ("levodopa 100 mg + carbidopa 25 mg tab", "levodopa 100 มก. + carbidopa 25 มก. เม็ด"),
        ("STALEVO (NOVARTIS) (levodopa 100 mg + carbidopa 25 mg + entacapone 200 mg) film-coated tablet, 1 tablet",
         "levodopa 100 มก. + carbidopa 25 มก. + entacapone 200 มก. เม็ดเคลือบฟิล์ม (STALEVO)"),
        ("HRZE FDC (isoniazid 75 + rifampicin 150 + pyrazinamide 400 + ethambutol 275 mg) tab",
         "isoniazid 75 + rifampicin 150 + pyrazinamide 400 + ethambutol 275 มก. เม็ด (HRZE FDC)"),
        ("insulin NPH 100 unit/mL inj", "insulin NPH 100 ยูนิต/มล. ยาฉีด"),
        ("PARACETAMOL 500 MG TAB", "paracetamol 500 มก. เม็ด"),
    ],
)  # fmt: skip
def test_every_substance_stands_with_its_strength(sent: str, told: str, words: Words) -> None:
    pen = pen_of(words, dispensed(sent))
    (course,) = pen.courses
    assert full_name(pen, course) == told
    assert any(told in line for surface, line in lines_of(pen) if surface == "summary")


def test_the_page_of_medicines_tells_the_strength_of_each(words: Words) -> None:
    pen = pen_of(words, dispensed("Cafergot (ergotamine 1 mg + caffeine 100 mg)"))
    told = [line for surface, line in lines_of(pen) if surface == "medicines"]
    assert any("ergotamine 1 มก. + caffeine 100 มก. (Cafergot)" in line for line in told)
    assert not any("1 มก. + 100 มก." in line for line in told)


def test_two_strengths_of_a_combination_stand_side_by_side(words: Words) -> None:
    names = (
        "amoxicillin 500 mg + clavulanic acid 125 mg tab",
        "amoxicillin 875 mg + clavulanic acid 125 mg tab",
    )
    pen = pen_of(words, *map(dispensed, names))
    (course,) = pen.courses
    assert sorted(full_name(pen, course).split(" / ")) == [
        "amoxicillin 500 มก. + clavulanic acid 125 มก. เม็ด",
        "amoxicillin 875 มก. + clavulanic acid 125 มก. เม็ด",
    ]


def test_a_list_without_strengths_lends_no_strength_to_another_substance(words: Words) -> None:
    """The list of ingredients has another order than the name that tells the strengths."""
    held: dict[str, Any] = {
        "resourceType": "Medication",
        "id": "m",
        "code": {"text": "Cafergot (ergotamine 1 mg + caffeine 100 mg)"},
        "ingredient": [{"itemCodeableConcept": {"text": name}} for name in ("caffeine", "ergotamine")],
    }
    row = dispensed("", contained=[held], medicationReference={"reference": "#m"})
    del row["medicationCodeableConcept"]
    pen = pen_of(words, row)
    assert full_name(pen, pen.courses[0]) == "ergotamine 1 มก. + caffeine 100 มก. (Cafergot)"
    for item, amount in zip(held["ingredient"], (100, 1), strict=True):
        item["strength"] = {
            "numerator": {"value": Decimal(amount), "unit": "mg"},
            "denominator": {"value": Decimal(1), "unit": "tablet"},
        }
    pen = pen_of(words, row)
    assert full_name(pen, pen.courses[0]) == "caffeine 100 มก. + ergotamine 1 มก. (Cafergot)"


def test_abbreviations_keep_the_capitals_of_their_source() -> None:
    assert cased("erythropoietin (epo)", "erythropoietin (EPO) 4,000 unit inj") == "erythropoietin (EPO)"
    assert cased("metformin hcl", "Metformin HCl 500 mg") == "metformin HCl"
    assert cased("insulin nph", "INSULIN NPH 100 IU") == "insulin nph", "all are capitals there"
    assert cased("asa", "Asa 81 mg tab") == "asa"


@pytest.mark.parametrize(
    ("number", "name"),
    [(4, "ergotamine 1 มก. + caffeine 100 มก. (Cafergot)"), (12, "insulin NPH 100 ยูนิต/มล. ยาฉีด")],
)
def test_medicines_of_sandbox_people_are_named_so(number: int, name: str) -> None:
    pen = Told(number, thai()).pen
    assert name in [full_name(pen, course) for course in pen.courses]
