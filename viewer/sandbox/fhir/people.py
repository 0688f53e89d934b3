"""People of the exchange before consent: who they are, and never where they are known."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.codes import CITIZEN, same_system
from viewer.sandbox.web import Pairs
from viewer.sandbox.world import Human, World

Resource = dict[str, Any]
_SILENT = ("_format", "_count", "_total")


class People:
    """Finds people by identifier only: names and birth dates would let one leaf through the population."""

    def __init__(self, world: World, written_at: Callable[[str], Sequence[str]] = lambda _: ()) -> None:
        """``written_at`` names the facilities where something was written of a person since: they know them, too."""
        self._people, self._written_at = world.people, written_at
        self._by_patient = {human.patient_id: human for human in world.people}

    def human(self, patient: str) -> Human | None:
        """The person behind a logical id or a Patient reference."""
        human = self._by_patient.get(patient.rsplit("/", 1)[-1])
        if human is None:
            return None
        more = [hcode for hcode in self._written_at(human.patient_id) if hcode not in human.named]
        return replace(human, named=(*human.named, *more)) if more else human

    def found(self, pairs: Pairs, *, strict: bool) -> tuple[list[Human], Pairs]:
        """Whom a search means, and the search as it was understood.

        Raises:
            FhirRefusal: without an identifier, or with unknown parameters when ``strict``.
        """
        understood = [(name, value) for name, value in pairs if name in {"identifier", *_SILENT}]
        if strict and len(understood) != len(pairs):
            raise FhirRefusal(
                400, "not-supported", "Patient is searched by identifier only", detail="parameter"
            )
        wanted = [value for name, value in understood if name == "identifier"]
        if not any(part.rpartition("|")[2] for value in wanted for part in value.split(",")):
            raise FhirRefusal(400, "required", "identifier is required", detail="parameter")
        return [human for human in self._people if all(_is(human, value) for value in wanted)], understood


def _is(human: Human, wanted: str) -> bool:
    known = [(CITIZEN[0], human.cid)] if human.cid else []
    known += list(human.other_ids)
    for token in wanted.split(","):
        system, bar, value = token.rpartition("|")
        for own_system, own_value in known:
            if value and own_value == value and (not bar or same_system(system, own_system)):
                return True
    return False


def patient(human: Human) -> Resource:
    """The Patient as the exchange shows it: name, gender, birth date, whether deceased, identifiers."""
    identifiers = [{"system": CITIZEN[0], "value": human.cid}] if human.cid else []
    identifiers += [{"system": system, "value": value} for system, value in human.other_ids]
    resource: Resource = {
        "resourceType": "Patient",
        "id": human.patient_id,
        "meta": {"versionId": "1"},
        "identifier": identifiers,
        "active": True,
        "name": [{"use": "official", "text": human.name}],
        "gender": human.gender,
        "birthDate": human.birth,
    }
    if human.deceased:
        resource["deceasedDateTime"] = human.deceased
    return {name: value for name, value in resource.items() if value not in ("", [])}
