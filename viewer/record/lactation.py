"""Whether a woman breast-feeds: a coded diagnosis, an observation of the status, or what she says today.

Silence is never "no". A statement holds for a year (assumption: children are nursed for up to two years, and a status
is asked about at visits); the newest one decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from viewer.record.denials import stands
from viewer.record.facts import Fact, Problem, Result
from viewer.record.series import among
from viewer.record.story import Record
from viewer.record.values import Concept, Quantity

HOLDS = timedelta(days=365)
_STATUS = frozenset({"63895-7", "413712001"})  # LOINC breastfeeding status; SNOMED CT breastfeeding (mother)
_ICD10 = "Z39.1"  # care and examination of lactating mother
# LOINC: currently, fully, partially; SNOMED CT: breastfeeding (mother), yes.
_YES = frozenset({"LA29252-6", "LA29254-2", "LA29255-9", "413712001", "373066001"})
_NO = frozenset({"LA29253-4", "373067005"})  # LOINC: not currently; SNOMED CT: no
_NAMES = frozenset(
    {
        "ให้นมบุตร",
        "การให้นมบุตร",
        "สถานะการให้นมบุตร",
        "breastfeeding",
        "breast-feeding",
        "breastfeeding status",
        "lactating",
    }
)
_YES_WORDS = frozenset(
    {"ใช่", "ให้", "ให้นมบุตร", "กำลังให้นมบุตร", "ให้นมอยู่", "yes", "y", "true", "currently breastfeeding"}
)
_NO_WORDS = frozenset(
    {"ไม่", "ไม่ใช่", "ไม่ให้", "ไม่ได้ให้นมบุตร", "หยุดให้นมแล้ว", "no", "n", "false", "not currently breastfeeding"}
)  # fmt: skip
_ENDED = frozenset({"inactive", "resolved", "remission"})


@dataclass(frozen=True, slots=True)
class Lactation:
    """What is known of it. ``fact`` is None where it was said at the desk."""

    yes: bool
    fact: Fact | None = None


def lactation(record: Record, today: date, *, told: bool = False) -> Lactation | None:
    """The newest statement of the last year; None when nobody says. ``told``: she says so today.

    Restricted rows are not looked at.
    """
    if told:
        return Lactation(yes=True)
    found = [(day, yes, fact) for day, yes, fact in _statements(record) if today - HOLDS <= day <= today]
    if not found:
        return None
    newest = max(day for day, _, _ in found)
    of_that_day = [(yes, fact) for day, yes, fact in found if day == newest]
    yes, fact = next(
        (one for one in of_that_day if one[0]), of_that_day[0]
    )  # a "yes" beats a "no" of one day
    return Lactation(yes, fact)


def _statements(record: Record) -> Iterator[tuple[date, bool, Fact]]:
    told: list[tuple[Fact, bool | None]] = [(problem, _diagnosed(problem)) for problem in record.problems]
    # A number says neither yes nor no, and nearly all are numbers.
    told += [
        (result, _observed(result))
        for result in among(record.alike, lambda result: not isinstance(result.value, Quantity))
    ]
    for fact, yes in told:
        day = fact.when.first_day if fact.when else None
        if yes is not None and day is not None and not fact.restricted and stands(fact):
            yield day, yes, fact


def _diagnosed(problem: Problem) -> bool | None:
    codes = {coding.code for coding in problem.concept.codings}
    if not problem.icd.startswith(_ICD10) and not codes & _STATUS:
        return None
    return problem.clinical not in _ENDED


def _observed(result: Result) -> bool | None:
    """What an observation of the status says; None of every other one, and of a value that leaves it open."""
    if result.about or (result.loinc not in _STATUS and not _is_status(result.concept)):
        return None
    value = result.value
    if isinstance(value, bool):
        return value
    if isinstance(value, Concept):
        codes = {coding.code for coding in value.codings}
        if codes & (_YES | _NO):
            return bool(codes & _YES) and not codes & _NO
        value = value.words
    if not isinstance(value, str):
        return None
    said = " ".join(value.casefold().split())
    return True if said in _YES_WORDS else False if said in _NO_WORDS else None


def _is_status(concept: Concept) -> bool:
    codes = {coding.code for coding in concept.codings}
    return bool(codes & _STATUS) or " ".join(concept.text.casefold().split()) in _NAMES
