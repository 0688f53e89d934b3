"""From a folder of stories to a ``World``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from viewer.sandbox.world import traveller
from viewer.sandbox.world.chart import Chart, Dialect, Pen, opaque
from viewer.sandbox.world.country import enlarged
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
from viewer.sandbox.world.shape import contact
from viewer.sandbox.world.silth import SilTh
from viewer.sandbox.world.stories import (
    Facilities,
    Labs,
    PersonHere,
    Section,
    Signers,
    SignerTold,
    Story,
    read,
)
from viewer.sandbox.world.values import FacilityEntry, Human, Resource, Signer, SignerPost, World

_DIALECTS: Mapping[str, Dialect] = {"HL": HealthLink(), "PHR": Phr(), "SIL": SilTh()}


def load(folder: Path, seed: int = 1, facilities: int = 0) -> World:
    """Read the stories of a folder.

    Args:
        folder: holds facilities.json, signers.json, labs.json and person-NN.json.
        seed: decides every opaque id; the same seed gives the same world.
        facilities: how many there are to be; for more than the stories have, others are invented, and one person
            more whom all of them know.

    Raises:
        StoryError: when a file is missing or cannot be understood.
    """
    told = read(folder / "facilities.json", Facilities)
    calendar = Calendar(date.fromisoformat(told.today))
    own = tuple(FacilityEntry(**entry.model_dump()) for entry in told.facilities)
    everyone = enlarged(own, facilities)
    by_key = {facility.key: facility for facility in everyone}
    labs = read(folder / "labs.json", Labs).labs
    stories = [read(path, Story) for path in sorted(folder.glob("person-*.json"))]
    shelves: dict[str, dict[str, Callable[[], Sequence[Resource]]]] = {f.hcode: {} for f in everyone}
    people = []
    for story in stories:
        people.append(human := _human(story, by_key, seed))
        for key, section in story.at.items():
            chart = Chart(_known(key, by_key), human, story, section.person, calendar, labs, seed)
            shelves[chart.facility.hcode][human.patient_id] = partial(write, chart, section)
    if len(everyone) > len(own):
        story = traveller.story(everyone)
        people.append(human := _human(story, by_key, seed))
        for facility in everyone:
            chart = Chart(facility, human, story, PersonHere(), calendar, labs, seed)
            shelves[facility.hcode][human.patient_id] = partial(_write_traveller, chart)
    return World(
        today=calendar.today,
        facilities=everyone,
        people=tuple(people),
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


def _write_traveller(chart: Chart) -> Sequence[Resource]:
    return write(chart, traveller.held(chart.facility, chart.seed))


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
    if pen.chart.here.contact is not None and "contact" not in patient:  # of a profile that knows none
        who, name, phone = pen.chart.here.contact
        patient["contact"] = [contact({"text": who}, {"text": name}, phone)]
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
