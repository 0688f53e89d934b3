"""One person at one facility, about to be written down, and the pen that writes it.

A ``Chart`` is who, where and when. A ``Pen`` numbers what it writes, remembers it so that references resolve
inside the facility, and leaves every choice of spelling to a ``Dialect``.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from viewer.sandbox.world.days import Calendar, Moment
from viewer.sandbox.world.errors import StoryError
from viewer.sandbox.world.lines import MedicineRow
from viewer.sandbox.world.shape import split_guardian
from viewer.sandbox.world.stories import Lab, PersonHere, Story
from viewer.sandbox.world.values import FacilityEntry, Human, Resource


def opaque(seed: int, *parts: object, length: int = 20) -> str:
    """A stable hexadecimal name for something, the same for the same seed; it tells nothing of what it names."""
    told = "\x1f".join(map(str, (seed, *parts)))
    return hashlib.blake2b(told.encode(), digest_size=32).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class Chart:
    """Who, where and when."""

    facility: FacilityEntry
    human: Human
    story: Story
    here: PersonHere
    calendar: Calendar
    labs: Mapping[str, Lab]
    seed: int

    @property
    def name(self) -> str:
        """The person's name as this facility knows it."""
        return self.here.name or self.human.name

    @property
    def contact(self) -> tuple[str, str, str] | None:
        """Who answers for the person, or is told first: relation, name, phone; a child's guardian everywhere."""
        if self.here.contact is not None or not self.human.guardian:
            return self.here.contact
        return *split_guardian(self.human.guardian), ""

    def hn(self) -> str:
        """The hospital number, seven digits."""
        told = opaque(self.seed, "hn", self.facility.hcode, self.human.number, length=12)
        return self.here.hn or f"{int(told, 16) % 10_000_000:07d}"


@dataclass(frozen=True, slots=True)
class Systems:
    """The identifier and code systems a dialect writes."""

    cid: str
    hcode: str
    icd10: str
    icd9: str
    drug: str


class Dialect(Protocol):
    """How a family of facilities spells FHIR."""

    systems: Systems

    def row_id(self, chart: Chart, tag: str, count: int) -> str:
        """The logical id of a row."""
        ...

    def moment(self, moment: Moment, salt: str) -> str:
        """A FHIR dateTime."""
        ...

    def patient(self, pen: "Pen") -> Resource:
        """The facility's own Patient."""
        ...

    def medication(self, pen: "Pen", drug: str, resource: Resource) -> None:
        """Put the medicine into a row: a code, a contained Medication, or a reference to one."""
        ...

    def supply(self, row: MedicineRow) -> str:
        """Which resource tells of a supply: "statement" or "dispense"."""
        ...

    def practitioner(self, pen: "Pen", by: str) -> Resource:
        """A reference to someone by "name" or "name|licence"."""
        ...

    def finish(self, pen: "Pen", resource: Resource) -> None:
        """The last touch on every row: identifiers, profiles, and the dialect's known defects."""
        ...


_TAGS = {
    "AllergyIntolerance": "allergy",
    "Condition": "condition",
    "MedicationStatement": "medication",
    "MedicationDispense": "dispense",
    "MedicationRequest": "order",
    "MedicationAdministration": "given",
    "Observation": "lab",
    "DiagnosticReport": "report",
    "Encounter": "visit",
    "Immunization": "vaccine",
    "DocumentReference": "document",
}


@dataclass(slots=True)
class Pen:
    """Writes the rows of one chart.

    Attributes:
        written: everything so far, in the order it will be listed.
        names: local name ("lab:K:D-3", "condition:E11.2") to the reference it became.
    """

    chart: Chart
    dialect: Dialect
    written: list[Resource] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def start(self, kind: str, day: str = "", name: str = "") -> Resource:
        """A new resource of a type, with its id and meta, to be filled in and then kept."""
        tag = _TAGS.get(kind, kind.lower())
        self.counts[tag] += 1
        row_id = self.dialect.row_id(self.chart, tag, self.counts[tag])
        if name:
            self.names.setdefault(name, f"{kind}/{row_id}")
        return {
            "resourceType": kind,
            "id": row_id,
            "meta": {"versionId": "1", "lastUpdated": self.updated(day)},
        }

    def keep(self, resource: Resource) -> None:
        """Write it down."""
        self.dialect.finish(self, resource)
        self.written.append(resource)

    def when(self, told: str) -> str:
        """A FHIR dateTime from a story's day.

        Raises:
            StoryError: when it is not a day.
        """
        moment = self.chart.calendar.moment(told)
        return moment.verbatim or self.dialect.moment(moment, told)

    def updated(self, told: str) -> str:
        """A FHIR instant: the evening of that day, but never after the sandbox's own morning."""
        today = self.chart.calendar.today
        day = self.chart.calendar.moment(told).as_date() if told else None
        if day is None or day >= today:
            day = day or date(today.year, 1, 5)
        clock = "08:40:00" if day >= today else "16:30:00"
        return f"{min(day, today).isoformat()}T{clock}+07:00"

    def named(self, name: str) -> Resource:
        """A reference to something written before.

        Raises:
            StoryError: when nothing of that name was written here.
        """
        if name not in self.names:
            raise StoryError(
                f"person {self.chart.human.number} at {self.chart.facility.key}: no {name!r} to refer to"
            )
        return {"reference": self.names[name]}

    def subject(self) -> Resource:
        """A reference to the person."""
        return {"reference": f"Patient/{self.chart.human.patient_id}"}

    def organization(self) -> Resource:
        """A reference to this facility."""
        facility = self.chart.facility
        return {"reference": f"Organization/{facility.hcode}", "display": facility.name}

    def opaque(self, *parts: object, length: int = 20) -> str:
        """A stable opaque name within this chart."""
        chart = self.chart
        return opaque(chart.seed, chart.facility.hcode, chart.human.number, *parts, length=length)
