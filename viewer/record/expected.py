"""Whose a body is: what is about anyone but the consented patient is refused whole."""

from collections.abc import Sequence

from viewer.base.opaque import Opaque
from viewer.record.arrivals import Arrival, patients_by_key, subject_of
from viewer.record.described import person_of
from viewer.record.facts import Person
from viewer.record.likeness import is_another
from viewer.record.reading.known import Desk
from viewer.record.reading.shapes import NOTHING


class ExpectedPatient:
    """The patient who is ``expected`` by id, and, where somebody ``confirmed`` them, by name and birth."""

    def __init__(self, expected: Opaque, confirmed: Person | None, desk: Desk) -> None:
        self._expected, self._confirmed, self._desk = expected, confirmed, desk
        self._patients: dict[str, str] = {}  # ids of Patients, by what references call them
        self._ours: set[bytes] = set()  # references, as sent, that are known to be to the expected patient

    def refusal(self, arrivals: Sequence[Arrival]) -> str:
        """Why a body must be refused: "wrong-person", "other-person"; "" when it need not."""
        if self._is_of_another(arrivals):
            return "wrong-person"
        confirmed = self._confirmed
        if confirmed is None:
            return ""
        described = (person_of(one, self._desk) for one in arrivals if one.type == "Patient")
        return (
            "other-person" if any(one is not None and is_another(one, confirmed) for one in described) else ""
        )

    def _is_of_another(self, arrivals: Sequence[Arrival]) -> bool:
        self._patients |= patients_by_key(arrivals)
        for arrival in arrivals:
            if arrival.trouble:
                continue
            shape = arrival.shape
            told = bytes(shape.patient if shape.subject is NOTHING else shape.subject)
            if told in self._ours and arrival.type != "Patient":
                continue
            subject = subject_of(arrival, self._desk.terms, self._patients)
            if subject and subject != self._expected:
                return True
            if subject and told and b"urn:" not in told:
                self._ours.add(told)
        return False
