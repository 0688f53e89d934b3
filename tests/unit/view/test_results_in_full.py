"""What a result, a report or a section says is told in full: also a value that is doubted, and what never came."""

from typing import Any

import pytest

from viewer.base.words import Words
from viewer.view.results import results

from .made import lines_of, pen_of, record_of

THAI = Words("th")
DAY = "2026-11-20"


def result(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "K"},
        "effectiveDateTime": DAY,
        **more,
    }


def value(number: float, unit: str = "mmol/L") -> dict[str, Any]:
    return {"value": number, "unit": unit}


def report(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "code": {"text": "CBC"},
        "effectiveDateTime": DAY,
        **more,
    }


def absent(code: str) -> dict[str, Any]:
    url = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
    return {"extension": [{"url": url, "valueCode": code}]}


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (report(result=[{"display": "WBC 3.2"}]), "CBC: WBC 3.2"),
        (report(result=[{"display": "WBC 3.2"}], conclusion="ปกติ"), "WBC 3.2"),
        (report(result=[{"reference": "Observation/gone"}]), "ต้นทางไม่ได้ส่งมา 1 รายการ"),
        (result(hasMember=[{"reference": "Observation/gone"}]), "ต้นทางไม่ได้ส่งมา 1 รายการ"),
        (
            {"resourceType": "Composition", "title": "สรุป", "section": [{"title": "ยา", "entry": [
                {"reference": "MedicationStatement/gone"}, {"reference": "Patient/x"}]}]},
            "ต้นทางไม่ได้ส่งมา 1 รายการ",
        ),
        (
            result(text={"status": "additional", "div": "<div>K 7.1</div>"}),
            "ต้นทางบอกไว้เป็นข้อความเท่านั้น: K 7.1",
        ),
        (result(valueString="7.1", dataAbsentReason={"coding": [{"code": "error"}]}), "7.1 (วัดผิดพลาด)"),
        (result(valueQuantity=value(7.1), dataAbsentReason={"coding": [{"code": "error"}]}), "ต้นทางไม่รับรองค่านี้"),
        (result(valueQuantity=value(7.1), valueString="hemolyzed"), "hemolyzed"),
        (result(valueQuantity=absent("masked")), "K ต้นทางไม่เปิดเผย"),
        (
            result(valueString=" ", text={"status": "additional", "div": "<div>K 7.1</div>"}),
            "ต้นทางบอกไว้เป็นข้อความเท่านั้น: K 7.1",
        ),
        (result(valueString="", dataAbsentReason={"coding": [{"code": "not-performed"}]}), "K ไม่ได้ตรวจ"),
        (result(valueQuantity={}, valueString="7.1"), "K 7.1"),
        (result(component=[{"code": {"text": "Na"}, "valueAttachment": {"title": "x"}}]), "Na อ่านค่าไม่ได้"),
        (result(component=[{"code": {"text": "Na"}, "_valueQuantity": absent("masked")}]), "Na ต้นทางไม่เปิดเผย"),
        (result(_valueString=absent("asked-declined")), "ซักถามแล้ว ไม่ประสงค์จะตอบ"),
        (
            result(
                valueQuantity=value(90, "mg/dL"),
                referenceRange=[{"low": value(3.9), "high": value(5.5)}],
            ),
            "3.9–5.5 มมล./ล.",
        ),
    ],
)  # fmt: skip
def test_it_is_told(resource: dict[str, Any], said: str) -> None:
    lines = [line for _, line in lines_of(pen_of(THAI, resource))]
    assert [line for line in lines if said in line], "\n".join(lines)


def test_a_doubted_value_is_doubted_on_every_surface_that_lists_it() -> None:
    sent = result(valueQuantity=value(7.1), dataAbsentReason={"coding": [{"code": "error"}]})
    lines = [
        line for surface, line in lines_of(pen_of(THAI, sent)) if surface in ("letter", "results", "timeline")
    ]
    told = [line for line in lines if "7.1" in line and "เฝ้าระวัง" not in line]
    assert told
    assert all("ต้นทางไม่รับรองค่านี้" in line or "วัดผิดพลาด" in line for line in told), told


def test_what_came_is_not_told_as_missing() -> None:
    pen = pen_of(
        THAI, result(id="k", valueQuantity=value(4)), report(result=[{"reference": "Observation/k"}])
    )
    assert not [line for _, line in lines_of(pen) if "ต้นทางไม่ได้ส่งมา" in line]


def test_a_range_in_the_unit_of_its_value_stands_without_it() -> None:
    sent = result(valueQuantity=value(4), referenceRange=[{"low": value(3.5), "high": value(5)}])
    (row,) = results(pen_of(THAI, sent)).sections[0].rows
    assert row.cells[0].note == "ช่วงที่ต้นทางส่ง 3.5–5"


@pytest.mark.parametrize(
    "timing", [{"event": ["2026-11-19", "2026-11-20"]}, {"repeat": {"boundsPeriod": {"start": "2026-11-19"}}}]
)
def test_a_result_of_a_timing_has_its_first_date(timing: dict[str, Any]) -> None:
    sent = {**result(valueQuantity=value(4)), "effectiveTiming": timing}
    del sent["effectiveDateTime"]
    (fact,) = pen_of(THAI, sent).record.results
    assert fact.when is not None
    assert fact.when.raw == "2026-11-19"


POSITIVE = {"text": "Positive"}
PERIOD = {"start": DAY}


@pytest.mark.parametrize(
    ("sent", "remarks", "note"),
    [
        ({"valueQuantity": value(7.1), "valueDateTime": DAY}, ["value"], ""),
        ({"valueQuantity": value(7.1), "valuePeriod": PERIOD}, ["value"], ""),
        ({"valueQuantity": value(7.1), "valueTime": "08:00:00"}, ["value"], ""),
        ({"valueQuantity": value(7.1), "valueBoolean": False}, ["value"], ""),
        ({"valueString": "Negative", "valueCodeableConcept": POSITIVE}, [], "Positive"),
        ({"valueString": "Negative", "valueBoolean": True}, ["value"], ""),
        ({"valueCodeableConcept": POSITIVE, "valueInteger": 0}, ["value"], ""),
        ({"valueBoolean": True, "valueDateTime": DAY}, ["value"], ""),
        ({"valueQuantity": {}, "valueString": "7.1", "valueSampledData": None}, [], ""),
        ({"valueQuantity": value(7.1), "valueString": "  ", "valueCodeableConcept": {}}, [], ""),
        (
            {"component": [{"code": POSITIVE, "valueBoolean": True, "valueString": "no"}]},
            ["component.value"],
            "",
        ),
        ({"component": [{"code": POSITIVE, "valueQuantity": value(1), "valueString": " "}]}, [], ""),
    ],
)
def test_a_second_value_is_told_or_marked(sent: dict[str, Any], remarks: list[str], note: str) -> None:
    (row,) = record_of(result(**sent)).results
    assert [one.detail for one in row.remarks if one.code == "field-unreadable"] == remarks
    assert row.note == note
