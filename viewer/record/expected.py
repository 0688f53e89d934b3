"""Whose a body is: what is about anyone but the consented patient is refused whole."""

from collections import defaultdict
from collections.abc import Sequence

from viewer.base.opaque import Opaque
from viewer.record.arrivals import Arrival
from viewer.record.described import person_in, person_of
from viewer.record.facts import Person
from viewer.record.likeness import is_another, names_of
from viewer.record.reading.known import Desk
from viewer.record.reading.numbers import numbers_of
from viewer.record.reading.shapes import NOTHING
from viewer.record.subjects import UNCOMPARED, Patients, Subject, doubt_on, second_subject_of, subject_of


class ExpectedPatient:
    """The patient who is ``expected`` by id, and, where somebody ``confirmed`` them, by citizen id, name and birth."""

    def __init__(self, expected: Opaque, confirmed: Person | None, desk: Desk) -> None:
        self._expected, self._confirmed, self._desk = expected, confirmed, desk
        self._names = (names_of(confirmed),) if confirmed is not None else ()
        self._numbers = set(numbers_of(() if confirmed is None else confirmed.identifiers))
        self._patients = defaultdict[str, Patients](Patients)  # by source: each has addresses of its own
        self._ours = defaultdict[str, set[bytes]](
            set
        )  # references, as sent, that are known to be to the patient

    def refusal(self, arrivals: Sequence[Arrival], source: str) -> str:
        """Why a body must be refused: "wrong-person", "other-person"; "" when it need not.

        What is let in and does not tell surely whose it is gets a flaw that says so.
        """
        patients = self._patients[source]
        patients.meet(arrivals)
        persons = [one for one in arrivals if one.type == "Patient" and not one.trouble]
        if not all(map(self._is_ours, persons)):
            return "wrong-person"
        if any(self._is_of_another(one, patients, self._ours[source]) for one in arrivals):
            return "wrong-person"
        confirmed = self._confirmed
        if confirmed is None:
            return ""
        described = (person_of(one, self._desk) for one in persons)
        return (
            "other-person" if any(one is not None and is_another(one, confirmed) for one in described) else ""
        )

    def _is_ours(self, patient: Arrival) -> bool:
        """A Patient of the expected id, and of no other citizen id than is known; one more of theirs is learned."""
        if self._expected != patient.shape.id:
            return False
        person = person_of(patient, self._desk)
        numbers = numbers_of(person.identifiers) if person is not None else frozenset()
        if numbers and self._numbers and self._numbers.isdisjoint(numbers):
            return False
        self._numbers |= numbers
        return True

    def _is_of_another(self, arrival: Arrival, patients: Patients, ours: set[bytes]) -> bool:
        if arrival.trouble or arrival.type == "Patient":
            return False
        shape = arrival.shape
        told = bytes(shape.patient if shape.subject is NOTHING else shape.subject)
        if (
            shape.patient is not NOTHING
            and shape.subject is not NOTHING
            and self._adds_another(arrival, patients)
        ):
            return True
        if told in ours:
            return False
        subject = subject_of(arrival, self._desk.terms, patients)
        if subject is None:
            return False
        if subject.within:
            return not self._is_described(subject.within)
        if self._is_somebody_else(subject):
            return True
        if subject.number is not None and not self._numbers and not subject.id:
            arrival.flaws += UNCOMPARED
        elif subject.vague:
            arrival.flaws += doubt_on(subject, self._names)
        elif subject.id and told and b"urn:" not in told:
            ours.add(told)
        return False

    def _is_described(self, sent: bytes) -> bool:
        """A Patient inside another resource who has a citizen id that is known, and no other name and year of birth."""
        person = person_in(sent, self._desk)
        if person is None or self._numbers.isdisjoint(numbers_of(person.identifiers)):
            return False
        return self._confirmed is None or not is_another(person, self._confirmed)

    def _adds_another(self, arrival: Arrival, patients: Patients) -> bool:
        """Whether ``patient`` names somebody else beside ``subject``; a name that differs leaves its flaw."""
        second = second_subject_of(arrival, self._desk.terms, patients)
        if second is None or second.within:
            return False
        arrival.flaws += doubt_on(second, self._names, beside=True)
        return self._is_somebody_else(second)

    def _is_somebody_else(self, subject: Subject) -> bool:
        return (bool(subject.id) and subject.id != self._expected) or self._is_numbered_otherwise(subject)

    def _is_numbered_otherwise(self, subject: Subject) -> bool:
        return subject.number is not None and bool(self._numbers) and subject.number not in self._numbers
