"""What two facilities send about one person, and a binder that expects them."""

import json
from datetime import date
from typing import Any

from viewer.base.opaque import Opaque
from viewer.exchange.directory import Facility
from viewer.record.binder import Binder

TODAY = date(2026, 11, 23)
F01 = Facility("99001", "รพ.ศูนย์ธารสุวรรณ")
F02 = Facility("99002", "รพ.บ้านเหนือคลอง")
HCODE = "https://bps.moph.go.th/hcode/5"


def bundle(*resources: Any, type_: str = "searchset", **more: Any) -> bytes:
    """A Bundle of resources, or of entries as they are."""
    entries = [{"resource": item} if "resourceType" in item else item for item in resources]
    return json.dumps({"resourceType": "Bundle", "type": type_, "entry": entries, **more}).encode()


def row(type_: str = "Observation", id_: str = "1", **more: Any) -> dict[str, Any]:
    """A row about the expected patient."""
    about = "patient" if type_ in ("AllergyIntolerance", "Immunization") else "subject"
    return {"resourceType": type_, "id": id_, about: {"reference": "Patient/p-1"}, **more}


def binder() -> Binder:
    """One that expects this patient."""
    return Binder(TODAY, Opaque("p-1"))


HIDDEN = row("Condition", "c", code={"coding": [{"system": "http://thcc.or.th/ICD-10TM/", "code": "B24"}]})
