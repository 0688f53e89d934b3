"""A result that was measured of another (a fetus, a donor) is shown with that word, and is nobody's key result."""

from typing import Any

from viewer.base.words import Words
from viewer.record.values import Quantity
from viewer.view.blood_groups import blood_groups

from .made import lines_of, pen_of


def observation(loinc: str, name: str, value: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": loinc}], "text": name},
        "effectiveDateTime": "2026-11-20T09:00:00+07:00",
    } | value | more  # fmt: skip


FETUS = {"focus": [{"display": "ทารกในครรภ์"}]}


def rate(number: int, **more: Any) -> dict[str, Any]:
    return observation("8867-4", "Heart rate", {"valueQuantity": {"value": number, "unit": "/min"}}, **more)


def test_a_fetal_heart_rate_is_not_the_mothers_pulse(words: Words) -> None:
    pen = pen_of(words, rate(84), rate(148, **FETUS))
    (pulse,) = (series.latest.value for series in pen.series if series.slug == "pulse")
    assert isinstance(pulse, Quantity)
    assert pulse.value == 84
    told = [line for _, line in lines_of(pen) if "148" in line and "Heart rate" in line]
    assert told
    assert all("ไม่ใช่ของผู้ป่วย: ทารกในครรภ์" in line for line in told)
    assert not any("148" in line and "84" in line.replace("148", "") for _, line in lines_of(pen)), (
        "no shared row"
    )


def test_another_persons_pressure_and_blood_group_are_not_the_patients(words: Words) -> None:
    pressure = observation("85354-9", "BP", {}, component=[
        {"code": {"coding": [{"code": "8480-6"}]}, "valueQuantity": {"value": 190, "unit": "mmHg"}},
        {"code": {"coding": [{"code": "8462-4"}]}, "valueQuantity": {"value": 120, "unit": "mmHg"}},
    ], focus={"type": "RelatedPerson"})  # fmt: skip
    group = observation("883-9", "ABO group", {"valueString": "B"}, focus=[{"display": "ผู้บริจาค"}])
    pen = pen_of(words, pressure, group)
    assert pen.pressures == ()
    assert blood_groups(pen) == []
    lines = [line for _, line in lines_of(pen)]
    assert any("190/120" in line and "ไม่ใช่ของผู้ป่วย: ญาติหรือผู้ดูแล" in line for line in lines)
    assert any("ผู้บริจาค" in line for line in lines)
