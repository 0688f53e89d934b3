"""The form of a story: what one may write in resources/people, and nothing else.

A story is read by clinicians first and keeps their words; its rows are in ``lines``.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError

from viewer.sandbox.world.errors import StoryError
from viewer.sandbox.world.lines import (
    AllergyRow,
    DocumentRow,
    MedicineRow,
    ProblemRow,
    ProcedureRow,
    ReportRow,
    ResultRow,
    Told,
    VaccineRow,
    VisitRow,
    VitalsRow,
)


class PersonHere(Told):
    """How one facility writes the person: only what differs from the story's own."""

    name: str = ""
    birth: str = ""  # sent exactly so
    hn: str = ""
    phone: str = ""
    ids: tuple[tuple[str, str], ...] = ()  # (system, value), instead of the person's own
    contact: tuple[str, str, str] | None = None  # who they are to the person, name, phone


class Section(Told):
    """What one facility holds about one person.

    ``others`` are FHIR resources of the rarer types, written almost as sent: id, subject and organization are
    filled in, and every text "@D-3" becomes that day.
    """

    person: PersonHere = PersonHere()
    problems: tuple[ProblemRow, ...] = ()
    allergies: tuple[AllergyRow, ...] = ()
    medicines: tuple[MedicineRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    vitals: tuple[VitalsRow, ...] = ()
    visits: tuple[VisitRow, ...] = ()
    vaccines: tuple[VaccineRow, ...] = ()
    documents: tuple[DocumentRow, ...] = ()
    procedures: tuple[ProcedureRow, ...] = ()
    reports: tuple[ReportRow, ...] = ()
    others: tuple[dict[str, Any], ...] = ()


class Story(Told):
    """One person's story.

    Attributes:
        at: facility key to what it holds.
        unasked: what a facility would hold if it were asked; part of the story, never served.
        counts: for a long record, how many resources of each type it must come to; checked by a test.
    """

    number: int
    name: str
    gender: str
    birth: str
    deceased: str = ""
    cid: str = ""
    other_ids: tuple[tuple[str, str], ...] = ()
    latin: str = ""
    guardian: str = ""
    story: str
    named: tuple[str, ...]
    refuses: tuple[str, ...] = ()
    unconnected: tuple[str, ...] = ()
    habits: Mapping[str, Mapping[str, Any]] = {}
    at: Mapping[str, Section] = {}
    unasked: Mapping[str, Section] = {}
    counts: Mapping[str, int] = {}


class FacilityTold(Told):
    """One line of facilities.json."""

    key: str
    hcode: Annotated[str, Field(pattern=r"^(\d{5}|\d{9})$")]
    name: str
    kind: str
    dialect: Annotated[str, Field(pattern="^(HL|PHR|SIL)$")]
    phone: str = ""


class Facilities(Told):
    """facilities.json: the sandbox's day and its facilities."""

    today: str
    facilities: tuple[FacilityTold, ...]


class PostTold(Told):
    """A role at a facility."""

    role: str
    at: str
    specialty: str = ""


class SignerTold(Told):
    """One line of signers.json."""

    id: str
    name: str
    licence: str = ""
    posts: tuple[PostTold, ...]


class Signers(Told):
    """signers.json."""

    signers: tuple[SignerTold, ...]


class Lab(Told):
    """One line of labs.json: a short name and what is sent for it."""

    loinc: str = ""
    words: str
    unit: str = ""
    ucum: str = ""
    category: str = "laboratory"


class Labs(Told):
    """labs.json."""

    labs: Mapping[str, Lab]


Form = TypeVar("Form", bound=Told)


def read(path: Path, form: type[Form]) -> Form:
    """Read one file of the folder.

    Raises:
        StoryError: when it is missing, not JSON, or not in this form.
    """
    try:
        return form.model_validate(json.loads(path.read_bytes()))
    except (OSError, ValueError, ValidationError) as why:
        raise StoryError(f"{path.name}: {why}") from why
