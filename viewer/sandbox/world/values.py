"""The world as values: what the sandbox's server serves and its control page tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Resource = dict[str, Any]
"""One FHIR R4 resource as JSON. Deliberately loose: two dialects send what R4 does not allow."""


@dataclass(frozen=True, slots=True)
class FacilityEntry:
    """One facility of the directory.

    Attributes:
        key: "F01" … "F14", the name used in the stories.
        hcode: 5 or 9 digits, as text.
        kind: its kind in Thai as printed ("รพศ.", "ร้านยา").
        dialect: "HL", "PHR" or "SIL": which family of profiles it writes.
        phone: "" when the directory does not know one.
    """

    key: str
    hcode: str
    name: str
    kind: str
    dialect: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SignerPost:
    """A role held at a facility (PractitionerRole)."""

    role_id: str
    role: str
    hcode: str
    specialty: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Someone who can sign in."""

    id: str
    name: str
    licence: str
    practitioner_id: str
    posts: tuple[SignerPost, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Human:
    """One person.

    Attributes:
        number: their number among the stories, from 1.
        patient_id: logical id at the exchange and at every facility; opaque, from the seed.
        cid: 13 digits, "" for a person who has none.
        other_ids: (system, value) of every other identifier the exchange knows.
        name: full name with prefix, Thai where there is one.
        birth: FHIR date; may be partial.
        deceased: "" or a FHIR date.
        guardian: who consents for a child, "" otherwise.
        named: hcodes of the facilities said to know this person, in letter order.
        refuses: hcodes this person does not allow to answer.
        unconnected: hcodes that have no endpoint as far as this person goes.
        habits: how a facility misbehaves for this person: hcode to fault ({"kind": "slow", "seconds": 15}).
    """

    number: int
    patient_id: str
    cid: str
    other_ids: tuple[tuple[str, str], ...]
    name: str
    gender: str
    birth: str
    deceased: str
    guardian: str
    named: tuple[str, ...]
    refuses: tuple[str, ...]
    unconnected: tuple[str, ...]
    habits: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class World:
    """Everything there is on the sandbox's day.

    ``resources`` maps hcode to patient id to the resources that facility holds, in the order it would list
    them. A person's resources are written when they are first asked for, and the same for the same seed.
    """

    today: date
    facilities: tuple[FacilityEntry, ...]
    people: tuple[Human, ...]
    signers: tuple[Signer, ...]
    resources: Mapping[str, Mapping[str, Sequence[Resource]]]
