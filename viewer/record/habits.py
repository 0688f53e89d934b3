"""Habits of sources: what one sends alike on every diagnosis is a default of its program, and no finding."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from viewer.record.facts import Problem

MANY = 5  # rows of one source, of different diagnoses, from which sameness is a habit


@dataclass(frozen=True, slots=True)
class Habits:
    """Sources (hcodes) that call every diagnosis equally severe, and those that never close one."""

    same_severity: frozenset[str] = frozenset()
    never_closed: frozenset[str] = frozenset()


def habits(problems: Iterable[Problem], today: date) -> Habits:
    """What each source that sent enough different diagnoses does with all of them.

    Active and confirmed on every row is a habit only where some row is of an earlier year: a new source may be right.
    """
    sources: dict[str, list[Problem]] = {}
    for row in problems:
        sources.setdefault(row.origin.hcode, []).append(row)
    judged = {
        place: rows
        for place, rows in sources.items()
        if len({row.icd or row.concept.words for row in rows}) >= MANY
    }
    return Habits(
        frozenset(place for place, rows in judged.items() if _same_severity(rows)),
        frozenset(place for place, rows in judged.items() if _never_closed(rows, today)),
    )


def _same_severity(rows: list[Problem]) -> bool:
    return bool(rows[0].severity) and len({row.severity for row in rows}) == 1


def _never_closed(rows: list[Problem], today: date) -> bool:
    open_ = {(row.clinical, row.verification) for row in rows} == {("active", "confirmed")}
    return open_ and any(row.when and row.when.usable and row.when.year < today.year for row in rows)
