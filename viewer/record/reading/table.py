"""Which types are read, by whom; which only support others; and how a type and a subject are told from bytes."""

import re
from collections.abc import Callable

import msgspec

from viewer.record.facts import Fact
from viewer.record.reading import shapes
from viewer.record.reading.allergies import read_allergy
from viewer.record.reading.care import read_procedure, read_vaccine
from viewer.record.reading.desk import Reading
from viewer.record.reading.documents import read_document, read_narrative
from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.medicines import read_dispense, read_request, read_statement
from viewer.record.reading.people import read_person
from viewer.record.reading.problems import read_problem
from viewer.record.reading.results import read_report, read_result
from viewer.record.reading.visits import read_visit

READERS: dict[str, Callable[[Reading], Fact | None]] = {
    "AllergyIntolerance": read_allergy,
    "Condition": read_problem,
    "MedicationRequest": read_request,
    "MedicationDispense": read_dispense,
    "MedicationStatement": read_statement,
    "Observation": read_result,
    "DiagnosticReport": read_report,
    "Encounter": read_visit,
    "Procedure": read_procedure,
    "Immunization": read_vaccine,
    "DocumentReference": read_document,
    "Composition": read_narrative,
}
PERSON_READER = read_person

# Kind of row in the Record (its field), by type.
KINDS: dict[str, str] = {
    "AllergyIntolerance": "allergies",
    "Condition": "problems",
    "MedicationRequest": "supplies",
    "MedicationDispense": "supplies",
    "MedicationStatement": "supplies",
    "Observation": "results",
    "DiagnosticReport": "reports",
    "Encounter": "visits",
    "Procedure": "procedures",
    "Immunization": "vaccines",
    "DocumentReference": "documents",
    "Composition": "narratives",
}
SUPPORTING = frozenset(
    {
        "Patient", "Organization", "Practitioner", "PractitionerRole", "RelatedPerson", "Location",
        "HealthcareService", "Medication", "Endpoint",
    }
)  # fmt: skip
_FIRST_MEMBER = re.compile(rb'\s*\{\s*"resourceType"\s*:\s*"([A-Za-z]+)"')


class Head(msgspec.Struct, rename="camel", gc=False):
    """What identifies a resource, whatever its type."""

    resource_type: str = ""
    id: str = ""
    meta: shapes.MetaShape | None = None
    subject: msgspec.Raw = shapes.NOTHING
    patient: msgspec.Raw = shapes.NOTHING


_HEAD = msgspec.json.Decoder(Head)
_LOOSE = msgspec.json.Decoder(dict[str, msgspec.Raw])


def head_of(raw: bytes) -> Head | None:
    """The head of a resource; None when it is no JSON object. Members of the wrong kind count as absent."""
    try:
        return _HEAD.decode(raw)
    except UNREADABLE:
        pass
    try:
        members = _LOOSE.decode(raw)
    except UNREADABLE:
        return None
    head = Head(
        subject=members.get("subject", shapes.NOTHING), patient=members.get("patient", shapes.NOTHING)
    )
    for name, sent_as in (("resource_type", "resourceType"), ("id", "id")):
        try:
            setattr(head, name, msgspec.json.decode(members[sent_as], type=str))
        except (*UNREADABLE, KeyError):
            continue
    return head


def type_of(raw: bytes) -> str:
    """The resource type; "" when there is none."""
    match = _FIRST_MEMBER.match(raw)
    if match:
        return match[1].decode()
    head = head_of(raw)
    return head.resource_type if head else ""
