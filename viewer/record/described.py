"""The person a Patient describes, read apart from any record: to be held against the one who was confirmed."""

from collections.abc import Callable
from datetime import date

from viewer.exchange.directory import UNKNOWN
from viewer.record.arrivals import Arrival, arrivals_in
from viewer.record.facts import Person
from viewer.record.likeness import is_another, known_as
from viewer.record.reading.desk import Reading
from viewer.record.reading.known import Desk
from viewer.record.reading.people import PatientShape, read_person
from viewer.record.reading.terms import Terms
from viewer.record.reading.times import read_birth
from viewer.record.restricted import standard_rules


def person_of(arrival: Arrival, desk: Desk) -> Person | None:
    """Who a Patient describes; None of what is none, or cannot be read."""
    shape = arrival.shape
    if arrival.trouble or not isinstance(shape, PatientShape):
        return None
    return read_person(
        shape, Reading(desk, desk.terms, UNKNOWN, "", "Patient", arrival.raw, arrival.sent, -1)
    )


def confirmed_person(name: str, gender: str, birth: str, today: date) -> Person:
    """The person as found and confirmed at the desk. ``birth`` is a FHIR date as sent, "" when it was not."""
    return known_as(name, gender, read_birth(birth, today) if birth else None)


def tells_of_another(confirmed: Person, today: date) -> Callable[[bytes], bool]:
    """Asks of a Patient's bytes whether somebody else is described: name and year of birth both differ."""
    desk = Desk(Terms(today, standard_rules()), {})

    def ask(raw: bytes) -> bool:
        described = (person_of(arrival, desk) for arrival in arrivals_in(raw))
        return any(person is not None and is_another(person, confirmed) for person in described)

    return ask
