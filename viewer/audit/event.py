"""AuditEvents as IHE Basic Audit Log Patterns (BALP 1.1) shape them. They say who did what to whose record,
never what the record says."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import uuid4

from viewer.base.opaque import Opaque

_REST = {
    "system": "http://terminology.hl7.org/CodeSystem/audit-event-type",
    "code": "rest",
    "display": "RESTful Operation",
}
_DICOM = "http://dicom.nema.org/resources/ontology/DCM"
_BALP = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
_ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"


@dataclass(frozen=True, slots=True)
class _Shape:
    type: dict[str, str]
    subtype: dict[str, str]
    action: str  # C R U D E
    profile: str = ""


def _dicom(code: str, display: str) -> dict[str, str]:
    return {"system": _DICOM, "code": code, "display": display}


def _fhir(code: str) -> dict[str, str]:
    return {"system": "http://hl7.org/fhir/restful-interaction", "code": code}


def _ours(code: str) -> dict[str, str]:
    return {"system": "https://prawat.example/audit", "code": code}


class Act(Enum):
    """What the clinician does, each with its BALP shape."""

    SIGN_IN = _Shape(_dicom("110114", "User Authentication"), _dicom("110122", "Login"), "E")
    SIGN_OUT = _Shape(_dicom("110114", "User Authentication"), _dicom("110123", "Logout"), "E")
    SEARCH = _Shape(_REST, _fhir("search-type"), "E", _BALP + "PatientQuery")
    ASK_CONSENT = _Shape(_REST, _fhir("create"), "C", _BALP + "PatientCreate")
    CONSENT_ANSWERED = _Shape(_REST, _fhir("read"), "R", _BALP + "PatientRead")
    OPEN = _Shape(_REST, _ours("open-record"), "R", _BALP + "PatientRead")
    VIEW_PAGE = _Shape(_dicom("110103", "DICOM Instances Accessed"), _ours("view-page"), "R")
    VIEW_AS_SENT = _Shape(_dicom("110103", "DICOM Instances Accessed"), _ours("view-as-sent"), "R")
    REVEAL_ID = _Shape(_dicom("110103", "DICOM Instances Accessed"), _ours("reveal-id"), "R")
    REVEAL_RESTRICTED = _Shape(_dicom("110103", "DICOM Instances Accessed"), _ours("reveal-restricted"), "R")
    DISMISS_FINDING = _Shape(_dicom("110100", "Application Activity"), _ours("dismiss-finding"), "E")
    PRINT = _Shape(_dicom("110106", "Export"), _ours("print"), "R")
    SAVE = _Shape(_dicom("110106", "Export"), _ours("save"), "R")
    SIGN = _Shape(_dicom("110110", "Patient Record"), _ours("sign-form"), "C")
    SEAL = _Shape(_dicom("110106", "Export"), _ours("sign"), "R")
    SEND = _Shape(_dicom("110106", "Export"), _ours("send"), "C")
    SHARE_LINK = _Shape(_dicom("110106", "Export"), _ours("health-link"), "C")
    CLOSE = _Shape(_dicom("110100", "Application Activity"), _ours("close-record"), "E")


EXPORTS = {"print": Act.PRINT, "save": Act.SAVE, "sign": Act.SEAL}
"""How a paper leaves the program."""
FILES = frozenset({"save", "sign"})
"""Those of them that leave a file, which nothing of ours protects any more: the screen says so first, each time."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for whom: the clinician, their post, its facility."""

    practitioner: Opaque  # reference, "Practitioner/…"
    name: str
    role: Opaque | None = None  # PractitionerRole id
    facility: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One AuditEvent, ready to be sealed: its own id and its JSON."""

    id: str
    body: dict[str, Any]


def hashed_terms(terms: str, key: bytes) -> str:
    """Search terms as a keyed digest (HMAC-SHA256): the same search can be recognised, the number cannot be read."""
    return hmac.new(key, terms.encode(), hashlib.sha256).hexdigest()


def audit_event(
    act: Act,
    actor: Actor,
    now: datetime,
    *,
    patient: Opaque | None = None,
    purpose: str = "TREAT",
    detail: str = "",
    query: str = "",
    reason: str = "",
    failed: bool = False,
    also: Mapping[str, str] | None = None,
) -> Event:
    """An AuditEvent (FHIR R4). ``detail`` is a page's name or a code, never clinical words; ``query`` is what was
    asked with its terms hashed; ``reason`` is why, in the clinician's own words, where the act asks for them;
    ``also`` are further codes and numbers, each under a name of its own."""
    shape = act.value
    identity = str(uuid4())
    body: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": identity,
        "type": shape.type,
        "subtype": [shape.subtype],
        "action": shape.action,
        "recorded": now.isoformat(timespec="milliseconds"),
        "outcome": "8" if failed else "0",
        "purposeOfEvent": [{"coding": [{"system": _REASON, "code": purpose}]}],
        "agent": _agents(actor, purpose),
        "source": {
            "observer": {"display": "Prawat"},
            "type": [{"system": "http://terminology.hl7.org/CodeSystem/security-source-type", "code": "1"}],
        },
        "entity": list(
            _entities(identity, patient, query, {"what": detail, "reason": reason, **(also or {})})
        ),
    }
    if shape.profile:
        body["meta"] = {"profile": [shape.profile]}
    return Event(identity, body)


def _agents(actor: Actor, purpose: str) -> list[dict[str, Any]]:
    person: dict[str, Any] = {
        "type": {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}
            ]
        },
        "who": {"reference": actor.practitioner.reveal(), "display": actor.name},
        "requestor": True,
        "purposeOfUse": [{"coding": [{"system": _REASON, "code": purpose}]}],
    }
    if actor.role is not None:
        person["role"] = [{"text": actor.facility}]
        person["policy"] = [f"https://prawat.example/acting/{actor.role.reveal()}"]
    client = {
        "type": {"coding": [_dicom("110153", "Source Role ID")]},
        "who": {"display": "Prawat desktop"},
        "requestor": False,
    }
    return [person, client]


def _entities(
    identity: str, patient: Opaque | None, query: str, told: Mapping[str, str]
) -> list[dict[str, Any]]:
    entities: list[dict[str, Any]] = [
        {
            "what": {"identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{identity}"}},
            "type": {
                "system": "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType",
                "code": "XrequestId",
            },
        }
    ]
    if patient is not None:
        entities.append(
            {
                "what": {"reference": f"Patient/{patient.reveal()}"},
                "type": {"system": _ENTITY_TYPE, "code": "1", "display": "Person"},
                "role": {"system": _OBJECT_ROLE, "code": "1", "display": "Patient"},
            }
        )
    if query:
        entities.append(
            {
                "type": {"system": _ENTITY_TYPE, "code": "2", "display": "System Object"},
                "role": {"system": _OBJECT_ROLE, "code": "24", "display": "Query"},
                "query": base64.b64encode(query.encode()).decode(),
            }
        )
    details = [{"type": name, "valueString": value} for name, value in told.items() if value]
    if details:
        entities.append(
            {
                "type": {"system": _ENTITY_TYPE, "code": "2", "display": "System Object"},
                "detail": details,
            }
        )
    return entities
