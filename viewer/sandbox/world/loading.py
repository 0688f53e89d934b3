"""From a folder of stories to a ``World``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from viewer.sandbox.world.chart import Chart, Dialect, Pen, opaque
from viewer.sandbox.world.days import Calendar
from viewer.sandbox.world.errors import StoryError
from viewer.sandbox.world.findings import report, result, vitals
from viewer.sandbox.world.healthlink import HealthLink
from viewer.sandbox.world.medicines import medicine
from viewer.sandbox.world.others import other
from viewer.sandbox.world.phr import Phr
from viewer.sandbox.world.rows import (
    AnyRow,
    allergy,
    document,
    problem,
    procedure,
    repeated,
    vaccine,
    visit,
)
from viewer.sandbox.world.silth import SilTh
from viewer.sandbox.world.stories import Facilities, Labs, Section, Signers, SignerTold, Story, read
from viewer.sandbox.world.values import FacilityEntry, Human, Resource, Signer, SignerPost, World

_DIALECTS: Mapping[str, Dialect] = {"HL": HealthLink(), "PHR": Phr(), "SIL": SilTh()}


def load(folder: Path, seed: int = 1) -> World:
    """Read the stories of a folder.

    Args:
        folder: holds facilities.json, signers.json, labs.json and person-NN.json.
        seed: decides every opaque id; the same seed gives the same world.

    Raises:
        StoryError: when a file is missing or cannot be understood.
    """
    told = read(folder / "facilities.json", Facilities)
    calendar = Calendar(date.fromisoformat(told.today))
    facilities = tuple(FacilityEntry(**entry.model_dump()) for entry in told.facilities)
    by_key = {facility.key: facility for facility in facilities}
    labs = read(folder / "labs.json", Labs).labs
    stories = [read(path, Story) for path in sorted(folder.glob("person-*.json"))]
    people = tuple(_human(story, by_key, seed) for story in stories)
    shelves: dict[str, dict[str, Callable[[], Sequence[Resource]]]] = {f.hcode: {} for f in facilities}
    for story, human in zip(stories, people, strict=True):
        for key, section in story.at.items():
            facility = _known(key, by_key)
            chart = Chart(facility, human, story, section.person, calendar, labs, seed)
            shelves[facility.hcode][human.patient_id] = _Writing(chart, section)
    return World(
        today=calendar.today,
        facilities=facilities,
        people=people,
        signers=tuple(
            _signer(signer, by_key, seed) for signer in read(folder / "signers.json", Signers).signers
        ),
        resources={hcode: Shelf(writers) for hcode, writers in shelves.items()},
    )


class Shelf(Mapping[str, Sequence[Resource]]):
    """What one facility holds: patient id to resources, each written when first asked for."""

    def __init__(self, writers: Mapping[str, Callable[[], Sequence[Resource]]]) -> None:
        self._writers = writers
        self._written: dict[str, Sequence[Resource]] = {}

    def __getitem__(self, patient_id: str) -> Sequence[Resource]:
        if patient_id not in self._written:
            self._written[patient_id] = self._writers[patient_id]()
        return self._written[patient_id]

    def rewrite(self, patient_id: str, resources: Sequence[Resource]) -> None:
        """Hold something else about this person, until ``restore``."""
        self._written[patient_id] = resources

    def restore(self) -> None:
        """Hold again what the stories tell."""
        self._written.clear()

    def __contains__(self, patient_id: object) -> bool:
        return patient_id in self._writers  # asking whether must not write

    def __iter__(self) -> Iterator[str]:
        return iter(self._writers)

    def __len__(self) -> int:
        return len(self._writers)


class _Writing:
    """One section waiting to be written."""

    def __init__(self, chart: Chart, section: Section) -> None:
        self._chart = chart
        self._section = section

    def __call__(self) -> Sequence[Resource]:
        return write(self._chart, self._section)


def write(chart: Chart, section: Section) -> tuple[Resource, ...]:
    """Everything a facility holds about a person, Patient and Organization first.

    Raises:
        StoryError: when a day, a dose or a reference of the section cannot be understood.
    """
    dialect = _DIALECTS[chart.facility.dialect]
    pen = Pen(chart, dialect)
    _supporting(pen)
    _each(pen, section.problems, problem)
    _each(pen, section.allergies, allergy)
    _each(pen, section.medicines, medicine)
    _each(pen, section.visits, visit)
    for row in section.results:
        result(pen, row)
    _each(pen, section.vitals, vitals)
    _each(pen, section.reports, report)
    _each(pen, section.procedures, procedure)
    _each(pen, section.vaccines, vaccine)
    _each(pen, section.documents, document)
    for raw in section.others:
        other(pen, raw)
    return tuple(pen.written)


def _each(pen: Pen, rows: Sequence[AnyRow], writer: Callable[[Pen, AnyRow], None]) -> None:
    for row in rows:
        for again in repeated(pen, row):
            writer(pen, again)


def _supporting(pen: Pen) -> None:
    """The facility's own Patient and Organization; their logical ids are the exchange's."""
    facility, human = pen.chart.facility, pen.chart.human
    patient = pen.start("Patient") | {"id": human.patient_id} | pen.dialect.patient(pen)
    if human.deceased:
        patient["deceasedDateTime"] = human.deceased
        patient.pop("deceasedBoolean", None)
    if contact := pen.chart.here.contact:
        who, name, phone = contact
        patient["contact"] = [
            {
                "relationship": [{"text": who}],
                "name": {"text": name},
                "telecom": [{"system": "phone", "value": phone}],
            }
        ]
    pen.keep(patient)
    organization = pen.start("Organization") | {"id": facility.hcode, "active": True, "name": facility.name}
    if facility.phone:
        organization["telecom"] = [{"system": "phone", "value": facility.phone, "use": "work"}]
    pen.keep(organization)


def _human(story: Story, by_key: Mapping[str, FacilityEntry], seed: int) -> Human:
    def hcodes(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(_known(key, by_key).hcode for key in keys)

    return Human(
        number=story.number,
        patient_id="p-" + opaque(seed, "patient", story.number),
        cid=story.cid,
        other_ids=story.other_ids,
        name=story.name,
        gender=story.gender,
        birth=story.birth,
        deceased=story.deceased,
        guardian=story.guardian,
        named=hcodes(story.named),
        refuses=hcodes(story.refuses),
        unconnected=hcodes(story.unconnected),
        habits={_known(key, by_key).hcode: dict(habit) for key, habit in story.habits.items()},
    )


def _signer(told: SignerTold, by_key: Mapping[str, FacilityEntry], seed: int) -> Signer:
    return Signer(
        id=told.id,
        name=told.name,
        licence=told.licence,
        practitioner_id="dr-" + opaque(seed, "practitioner", told.id, length=12),
        posts=tuple(
            SignerPost(
                role_id="role-" + opaque(seed, "role", told.id, post.at, length=12),
                role=post.role,
                hcode=_known(post.at, by_key).hcode,
                specialty=post.specialty,
            )
            for post in told.posts
        ),
    )


def _known(key: str, by_key: Mapping[str, FacilityEntry]) -> FacilityEntry:
    try:
        return by_key[key]
    except KeyError:
        raise StoryError(f"no facility {key!r} in facilities.json") from None
