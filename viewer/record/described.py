"""The person a Patient describes, read apart from any record: to be held against the one who was confirmed."""

from collections.abc import Callable
from datetime import date

from viewer.exchange.directory import UNKNOWN
from viewer.record.arrivals import Arrival, arrivals_in
from viewer.record.facts import Person
from viewer.record.likeness import is_another, known_as
from viewer.record.reading.desk import Reading
from viewer.record.reading.known import Desk
from viewer.record.reading.numbers import numbers_of
from viewer.record.reading.people import PatientShape, read_person
from viewer.record.reading.terms import Terms
from viewer.record.reading.times import read_birth
from viewer.record.restricted import standard_rules
from viewer.record.subjects import Patients, subject_of


def person_in(sent: bytes, desk: Desk) -> Person | None:
    """Whom a Patient describes that came inside another resource, as sent."""
    described = (person_of(arrival, desk) for arrival in arrivals_in(sent) if arrival.type == "Patient")
    return next(described, None)


def person_of(arrival: Arrival, desk: Desk) -> Person | None:
    """Who a Patient describes; None of what is none, or cannot be read."""
    shape = arrival.shape
    if arrival.trouble or not isinstance(shape, PatientShape):
        return None
    return read_person(
        shape, Reading(desk, desk.terms, UNKNOWN, "", "Patient", arrival.read, arrival.sent, -1)
    )


def confirmed_person(name: str, gender: str, birth: str, today: date, number: str = "") -> Person:
    """The person as found and confirmed at the desk. ``birth`` is a FHIR date as sent, "" when it was not; ``number``
    is the citizen id."""
    return known_as(name, gender, read_birth(birth, today) if birth else None, number)


def tells_of_another(confirmed: Person, today: date) -> Callable[[bytes], str]:
    """Asks of a resource's bytes why it is somebody else's: "wrong-person" (another citizen id), "other-person" (name
    and year of birth both differ); "" when nothing says so."""
    desk = Desk(Terms(today, standard_rules()), {})
    known = numbers_of(confirmed.identifiers)

    def why(arrival: Arrival) -> str:
        person = person_of(arrival, desk)
        if person is None:
            subject = subject_of(arrival, desk.terms, Patients())
            number = subject.number if subject is not None else None
            return "wrong-person" if known and number is not None and number not in known else ""
        told = numbers_of(person.identifiers)
        if told and known and known.isdisjoint(told):
            return "wrong-person"
        return "other-person" if is_another(person, confirmed) else ""

    def ask(raw: bytes) -> str:
        return next(filter(None, map(why, arrivals_in(raw))), "")

    return ask
