"""A reconciled list as FHIR R4: one transaction of a List and a MedicationStatement per decision.

https://hl7.org/fhir/R4/list.html, https://hl7.org/fhir/R4/medicationstatement.html. Every word is made in view and
handed in; nothing is worded here, and no dose is put into numbers. Each entry has an identifier of its own and is made
only where none with it exists, so that what is sent twice stands there once. What it replaces is taken back with it.
"""

from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from viewer.base.opaque import Opaque
from viewer.writing.replacing import IDENTIFIER, Earlier

CHOICE = "https://prawat.example/reconciliation-choice"
_USES = "http://terminology.hl7.org/CodeSystem/list-example-use-codes"
# "intended" of what is only begun: nobody has taken it yet. "unknown" where a doctor is still to decide.
_STATUSES = {
    "continue": "active",
    "stop": "stopped",
    "hold": "on-hold",
    "dose": "active",
    "switch": "stopped",
    "resume": "active",
    "start": "intended",
    "ask": "unknown",
}

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """One decision. ``choice`` is our code, ``said`` its word; ``codings`` are (system, code, display) as sent."""

    choice: str
    said: str
    name: str
    codings: tuple[tuple[str, str, str], ...] = ()
    reason: str = ""
    dose: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What is sent. ``author`` is the PractitionerRole of who signed; ``told``: the patient told how they are taken."""

    form: str  # a UUID
    title: str
    code: str  # what kind of list it is, in words
    patient: Opaque
    author: Opaque
    practitioner: Opaque  # reference, "Practitioner/…"
    author_name: str
    when: datetime
    lines: tuple[Line, ...]
    told: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """The Bundle to post: first the list, then the statements that are new, then what is taken back.

    ``entries`` is how many it has, ``listed`` how many lines; ``kept`` are ids of statements that stay.
    """

    body: bytes = field(repr=False)
    entries: int
    listed: int
    kept: frozenset[str] = field(default=frozenset(), repr=False)


def transaction(reconciled: Reconciled, before: Earlier | None = None) -> Transaction:
    """What to post. ``before``: a list of the same reconciliation that this one replaces."""
    kept: set[str] = set()
    new, items = [], []
    for number, line in enumerate(reconciled.lines, 1):
        statement = _statement(reconciled, number, line)
        same = before.same(statement, kept) if before is not None else ""
        kept |= {same} if same else set()
        new += [] if same else [_entry(reconciled, number, statement)]
        place = f"MedicationStatement/{same}" if same else _urn(reconciled, number)
        items.append(_item(line, place))
    taken_back = before.taken_back(kept) if before is not None else []
    entries = [_entry(reconciled, 0, _list(reconciled, items)), *new, *taken_back]
    bundle: Json = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    return Transaction(msgspec.json.encode(bundle), len(entries), len(items), frozenset(kept))


def _item(line: Line, place: str) -> Json:
    return {
        "flag": {
            "coding": [{"system": CHOICE, "code": line.choice, "display": line.said}],
            "text": line.said,
        },
        "item": {"reference": place, "display": line.name},
    }


def _list(reconciled: Reconciled, items: list[Json]) -> Json:
    return {
        "resourceType": "List",
        "identifier": [_identifier(reconciled, 0)],
        "status": "current",
        "mode": "snapshot",
        "title": reconciled.title,
        "code": {
            "coding": [{"system": _USES, "code": "medications", "display": "Medication List"}],
            "text": reconciled.code,
        },
        "subject": _patient(reconciled),
        "date": _moment(reconciled.when),
        "source": {
            "reference": f"PractitionerRole/{reconciled.author.reveal()}",
            "display": reconciled.author_name,
        },
        **_notes(reconciled.notes),
        "entry": items,
    }


def _statement(reconciled: Reconciled, number: int, line: Line) -> Json:
    medication: Json = {"text": line.name}
    codings = [
        {name: part for name, part in zip(("system", "code", "display"), coding, strict=True) if part}
        for coding in line.codings
    ]
    if codings:
        medication["coding"] = codings
    reason = " · ".join(filter(None, (line.said, line.reason)))
    return {
        "resourceType": "MedicationStatement",
        "identifier": [_identifier(reconciled, number)],
        "status": _STATUSES[line.choice],
        "statusReason": [
            {"coding": [{"system": CHOICE, "code": line.choice, "display": line.said}], "text": reason}
        ],
        "medicationCodeableConcept": medication,
        "subject": _patient(reconciled),
        "dateAsserted": _moment(reconciled.when),
        "informationSource": _patient(reconciled) if reconciled.told else _author(reconciled),
        **_notes(line.notes),
        **({"dosage": [{"text": line.dose}]} if line.dose else {}),
    }


def _entry(reconciled: Reconciled, number: int, resource: Json) -> Json:
    sought = f"identifier={IDENTIFIER}|{_number(reconciled, number)}"
    return {
        "fullUrl": _urn(reconciled, number),
        "resource": resource,
        "request": {"method": "POST", "url": resource["resourceType"], "ifNoneExist": sought},
    }


def _urn(reconciled: Reconciled, number: int) -> str:
    """A place within the Bundle: the form's own UUID with the number of the entry as its end."""
    return f"urn:uuid:{reconciled.form[:-6]}{number:06x}"


def _identifier(reconciled: Reconciled, number: int) -> Json:
    return {"system": IDENTIFIER, "value": _number(reconciled, number)}


def _number(reconciled: Reconciled, number: int) -> str:
    return f"{reconciled.form}-{number}" if number else reconciled.form


def _patient(reconciled: Reconciled) -> Json:
    return {"reference": f"Patient/{reconciled.patient.reveal()}"}


def _author(reconciled: Reconciled) -> Json:
    return {"reference": reconciled.practitioner.reveal(), "display": reconciled.author_name}


def _notes(notes: tuple[str, ...]) -> Json:
    return {"note": [{"text": note} for note in notes]} if notes else {}


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
