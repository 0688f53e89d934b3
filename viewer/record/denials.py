"""What a row says is *not* so: withdrawn, not done, not taken, refuted, or "none known" in the place of a name.

A row that denies something is kept and shown; but its name must never stand anywhere without the words that turn it,
and nothing may be concluded from it as if it were an ordinary row. Every sheet and every conclusion asks here.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from viewer.record.absences import NO_INFORMATION, NONE_KNOWN, SAID_NOT_TAKEN
from viewer.record.facts import Allergy, Fact, Problem, Procedure, Result, Stance, Supply, Vaccine

# FHIR R4 statuses that say the thing did not happen, or that the row is withdrawn.
_WITHDRAWN = frozenset({"entered-in-error", "cancelled"})
_STATUSES = {
    "Immunization": {"not-done": "not-given"},
    "Procedure": {"not-done": "not-done", "preparation": "planned"},
    "MedicationAdministration": {"not-done": "not-given"},
    "MedicationDispense": {"declined": "declined", "preparation": "not-yet", "in-progress": "not-yet"},
    "MedicationStatement": {"not-taken": "not-taken", "intended": "planned"},
    "MedicationRequest": {"draft": "draft"},
    "Encounter": {"planned": "planned", "noshow": "not-done"},
    "DocumentReference": {"superseded": "superseded"},
}
_NO_STATUSES: dict[str, str] = {}
_ANYWHERE = {  # of types that have no such status, but were sent with it
    "not-done": "not-done",
    "noshow": "not-done",
    "not-taken": "not-taken",
    "declined": "declined",
}
_TURNING = frozenset(_ANYWHERE).union(*_STATUSES.values())  # few: no need to look closer at the others
_PROPOSED = frozenset({"proposal", "plan", "option"})  # MedicationRequest.intent: nothing was ordered yet

DENYING = frozenset(
    {
        "entered-in-error",
        "cancelled",
        "do-not-give",
        "declined",
        "not-taken",
        NONE_KNOWN,
        NO_INFORMATION,
        SAID_NOT_TAKEN,
    }
)
"""A medicine of which every row says one of these is not taken, as far as the sources tell."""


def denial(fact: Fact) -> str:
    """The code of what turns a row, "" for an ordinary one.

    Codes: "entered-in-error", "cancelled", "do-not-give", "not-done", "not-given", "not-taken", "declined", "not-yet",
    "planned", "draft", "proposed", "refuted", "superseded", "none-known", "no-information", "said-not-taken"
    (the name of a medicine says so itself).
    """
    status = fact.status
    kind = type(fact)  # asked of every row: isinstance takes three times as long to say no
    if status in _WITHDRAWN:
        return status
    if kind is Result:  # by far the most rows: nothing else can turn one
        return _ANYWHERE.get(status, "")
    if (own := _OWN.get(kind)) is not None and (told := own(fact)):
        return told
    if status in _TURNING and kind is not Allergy:
        found = _STATUSES.get(fact.origin.type, _NO_STATUSES).get(status) or _ANYWHERE.get(status)
        if found:
            return found
    absence = _ABSENCE.get(kind)
    return "" if absence is None else absence(fact)


def _of_supply(supply: Supply) -> str:
    if supply.forbidden:
        return "do-not-give"
    return "proposed" if supply.intent in _PROPOSED else ""


def _of_problem(row: Problem | Allergy) -> str:
    return row.verification if row.verification in ("refuted", "entered-in-error") else ""


def _of_allergy(allergy: Allergy) -> str:
    return _of_problem(allergy) or ("refuted" if allergy.stance is Stance.REFUTED else "")


_OWN: dict[type[Fact], Callable[[Any], str]] = {
    Supply: _of_supply,
    Problem: _of_problem,
    Allergy: _of_allergy,
}
# What stands in the place of its name may deny all of its kind.
_ABSENCE: dict[type[Fact], Callable[[Any], str]] = {
    Supply: attrgetter("drug.absence"),
    **dict.fromkeys((Problem, Procedure, Vaccine), attrgetter("concept.absence")),
}


def stands(fact: Fact) -> bool:
    """Whether a row may be concluded from: nothing in it turns it."""
    return not denial(fact)
