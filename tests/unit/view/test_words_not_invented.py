"""Nothing is told that no source said: no medicine used before, no reference, no year, and what is refused is named."""

import json
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger
from viewer.record.binder import Binder
from viewer.view.joining import joined_rows
from viewer.view.letter_medicines import letter_medicines
from viewer.view.pen import Pen
from viewer.view.summary import summary

from .made import HERE, D, lines_of, pen_of, row_line

THAI = Words("th")
THERE = Facility("99002", "รพ.สอง")


def said(*resources: dict[str, Any]) -> str:
    return "\n".join(line for _, line in lines_of(pen_of(THAI, *resources)))


def order(**more: Any) -> dict[str, Any]:
    return {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": "2026-11-01",
            "medicationCodeableConcept": {"text": "ibuprofen 400 mg tab"}, **more}  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [order(doNotPerform=True), {**order(), "resourceType": "MedicationStatement", "status": "not-taken"}],
)
def test_what_is_forbidden_or_not_taken_was_not_used_before(row: dict[str, Any]) -> None:
    pen = pen_of(THAI, row)
    empties = [letter_medicines(pen, []).empty, *(section.empty for section in summary(pen).sections)]
    assert not [words for words in empties if "เคยใช้" in words]
    assert [words for words in empties if "พบเฉพาะยาที่ต้นทางระบุว่าไม่ได้ใช้หรือห้ามให้" in words]


def test_a_nameless_medicine_points_to_nothing() -> None:
    sent = order()
    del sent["medicationCodeableConcept"]
    assert "ต้นทางไม่ได้ส่งมา" not in said(sent)
    assert "ต้นทางไม่ได้ส่งมา" in said({**sent, "medicationReference": {"reference": "Medication/gone"}})


def test_an_order_that_is_completed_says_so() -> None:
    assert "ต้นทางระบุว่าคำสั่งใช้ยาสิ้นสุดแล้ว" in said(order(status="completed", authoredOn="2019-01-05"))


@pytest.mark.parametrize("end", ["9999-12-31", "9999-12-31T23:59:59+07:00"])
def test_an_open_end_is_no_buddhist_year(end: str) -> None:
    period = {"start": "2026-01-02", "end": end}
    row = {"resourceType": "MedicationStatement", "status": "active", "effectivePeriod": period,
           "medicationCodeableConcept": {"text": "ibuprofen"},
           "dosage": [{"text": "1x1", "timing": {"repeat": {"boundsPeriod": {"end": end}}}}]}  # fmt: skip
    coverage = {
        "resourceType": "Coverage",
        "status": "active",
        "type": {"text": "UC"},
        "period": {"start": "2026-01-02", "end": end},
    }
    told = said(row, coverage)
    assert "9456" not in told
    assert "อาจเป็น พ.ศ." not in told
    assert "ไม่กำหนดวันสิ้นสุด" in told
    assert "ถึง ไม่กำหนด" not in told


def test_what_a_consent_refuses_is_named() -> None:
    consent = {"resourceType": "Consent", "status": "active", "category": [{"text": "x"}],
               "provision": {"type": "deny", "code": [{"text": "blood transfusion"}]}}  # fmt: skip
    assert "ไม่ยินยอม: x (blood transfusion)" in said(consent)


def test_implants_are_told() -> None:
    procedure = {
        "resourceType": "Procedure", "status": "completed", "code": {"text": "PCI"},
        "usedCode": [{"text": "drug eluting stent"}],
        "focalDevice": [{"action": {"text": "implanted"}, "manipulated": {"display": "pacemaker DDD"}}],
    }  # fmt: skip
    assert "อุปกรณ์และสิ่งที่ใส่: pacemaker DDD (implanted), drug eluting stent" in said(procedure)


def test_who_made_a_vaccine_and_of_how_many_doses_it_is() -> None:
    vaccine = {
        "resourceType": "Immunization", "status": "completed", "vaccineCode": {"text": "HBV"},
        "occurrenceDateTime": "2020-05-05", "manufacturer": {"display": "โรงงานสมมติ"},
        "protocolApplied": [{"doseNumberPositiveInt": 2, "seriesDosesPositiveInt": 3}],
    }  # fmt: skip
    told = said(vaccine)
    assert "ทั้งชุดมี 3 ครั้ง" in told
    assert "ผู้ผลิต: โรงงานสมมติ" in told


def test_a_merged_row_says_which_source_calls_it_weak() -> None:
    binder = Binder(D, None)
    for place, more in ((HERE, {}), (THERE, {"isSubpotent": True, "subpotentReason": [{"text": "ตู้เย็นเสีย"}]})):
        sent = {
            "resourceType": "Immunization", "status": "completed", "id": place.hcode, "vaccineCode": {"text": "HBV"},
            "occurrenceDateTime": "2020-05-05", **more,
        }  # fmt: skip
        binder.add(json.dumps(sent).encode(), place)
    pen = Pen(binder.record(), Ledger(), D, THAI)
    (row,) = pen.record.vaccines
    lines = [row_line(one) for one in joined_rows(pen, row)]
    weak = [line for line in lines if "ตู้เย็นเสีย" in line]
    assert len(weak) == 1
    assert THERE.name in weak[0]
