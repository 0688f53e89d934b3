"""Resources as a facility sends them: a bundle of some, and a report that contains its result."""

import json
from datetime import date
from typing import Any

from viewer.exchange.directory import Facility

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


def body(*resources: dict[str, Any]) -> bytes:
    """The bundle of these resources."""
    entries = [{"resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()
