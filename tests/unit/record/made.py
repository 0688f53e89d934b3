"""Resources as a facility sends them, and what the binder reads from them; a report with its result, an order."""

import json
from datetime import date
from typing import Any

from viewer.exchange.directory import UNKNOWN, Facility
from viewer.record.binder import Binder
from viewer.record.facts import Fact
from viewer.record.story import Record

TODAY = date(2026, 11, 23)
HERE = Facility("99002", "รพ.บ้านเหนือคลอง")
HB = {
    "resourceType": "Observation", "id": "hb", "status": "final", "code": {"text": "Hb"},
    "valueQuantity": {"value": 9.8, "unit": "g/dL"},
}  # fmt: skip
REPORT: dict[str, Any] = {
    "resourceType": "DiagnosticReport", "id": "r", "status": "final", "code": {"text": "CBC"},
    "subject": {"reference": "Patient/p"}, "effectiveDateTime": "2026-11-20",
    "identifier": [{"system": "https://bps.moph.go.th/hcode/5", "value": "99002"}],
    "result": [{"reference": "#hb"}], "contained": [HB],
}  # fmt: skip
ORDER = {"resourceType": "MedicationRequest", "medicationCodeableConcept": {"text": "x"}}


def body(*resources: dict[str, Any]) -> bytes:
    """The bundle of these resources."""
    entries = [{"resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def read(*resources: dict[str, Any]) -> Record:
    """The record of a bundle whose facility is unknown."""
    binder = Binder(TODAY, None)
    binder.add(body(*resources), UNKNOWN)
    record = binder.record()
    assert record.account.total.adds_up
    return record


def one(**resource: Any) -> Fact:
    """The only row of one resource."""
    (fact,) = read(resource).facts()
    return fact


def codes(fact: Fact) -> set[str]:
    """What its remarks are about."""
    return {remark.code for remark in fact.remarks}


def coded(code: str) -> dict[str, Any]:
    """A CodeableConcept with one code of no system."""
    return {"coding": [{"code": code}]}
