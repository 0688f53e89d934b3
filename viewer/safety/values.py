"""Values rules ask for: newest result of a test, how a limit compares with it, and why it decides nothing.

A unit that is not known, a word, a comparator that leaves the question open, a date that is not there or too long ago:
each is said, and no rule guesses. An older usable result never stands in for a newer one that cannot be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice

from viewer.record.analytes import folded, standard_analytes
from viewer.record.facts import Result
from viewer.record.key_results import VOID
from viewer.record.series import Placed
from viewer.record.values import Quantity
from viewer.safety.finding import Reading
from viewer.safety.tables import Ground

STALE_DAYS = 183
SLUGS = frozenset({"egfr", "cr", "k", "inr", "ast", "alt"})
_ANALYTES = {"k": "potassium", "cr": "creatinine"}
_UNITS = {
    "egfr": frozenset({"ml/min/1.73m2", "ml/min/1.73m^2", "ml/min/{1.73_m2}", "ml/min/1.73sqm", "ml/min/1.73_m2"}),
    "inr": frozenset({"", "1", "{inr}", "inr", "ratio", "{ratio}"}),  # a ratio: it has no unit
    "ast": frozenset({"u/l", "iu/l", "unit/l", "units/l", "[iu]/l"}),
    "alt": frozenset({"u/l", "iu/l", "unit/l", "units/l", "[iu]/l"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """One result as a number with its comparator; ``why`` is "" or the reason why it decides nothing."""

    test: str
    result: Result
    number: Fraction | None = None
    comparator: str = ""
    day: date | None = None
    why: str = ""

    def reading(self, today: date, equation: str = "") -> Reading:
        """As it is told beside a finding."""
        value = self.result.value
        sent = value if isinstance(value, Quantity) else None
        digits = f"{sent.comparator}{sent.value}" if sent is not None and sent.value is not None else ""
        stale = self.day is not None and (today - self.day).days > STALE_DAYS
        unit = (sent.unit or sent.code) if sent is not None else ""
        return Reading(self.test, digits, unit, self.day, self.result, equation, self.result.phase, stale)


def newest(groups: Iterable[list[Placed]]) -> dict[str, tuple[Result, ...]]:
    """The two newest open results of each test, newest first. What was taken after dialysis is not looked at."""
    found: dict[str, list[Placed]] = {}
    for group in groups:
        first = group[0][1]
        told = first.value is not None and first.status not in VOID
        if first.slug in SLUGS and told and first.phase != "after-dialysis":
            open_ = (placed for placed in group if not placed[1].restricted)
            found.setdefault(first.slug, []).extend(islice(open_, 2))
    return {
        slug: tuple([result for _, result in sorted(placed)[:2]]) for slug, placed in found.items() if placed
    }


def measured(test: str, result: Result, today: date) -> Measured:
    """Read a result as a number of the unit its limits are in."""
    when = result.when
    day = when.first_day if when is not None and when.usable else None
    value = result.value
    if not isinstance(value, Quantity) or value.value is None:
        return Measured(test, result, day=day, why="not-a-number")
    if day is None or day > today:
        return Measured(test, result, day=day, why="undated")
    number = _in_unit(test, value)
    if number is None:
        return Measured(test, result, day=day, why="unit-unknown")
    return Measured(test, result, number, value.comparator, day)


def _in_unit(test: str, value: Quantity) -> Fraction | None:
    if value.value is None:
        return None
    if (analyte := _ANALYTES.get(test)) is not None:
        axis = standard_analytes().axis("", analyte, value.unit, value.code)
        return None if axis is None else axis.step(value.value)
    said = {_plain(unit) for unit in (value.unit, value.code) if unit} or {""}
    return Fraction(value.value) if said <= _UNITS[test] else None


def _plain(unit: str) -> str:
    return folded(unit.replace("²", "2").replace("ตร.ม.", "m2"))


def holds(ground: Ground, value: Measured) -> bool | None:
    """Whether a value lies where the ground speaks; None when its comparator leaves that open."""
    if value.number is None:
        return None
    parts: list[bool | None] = []
    if ground.below is not None:
        parts.append(_below(value.number, value.comparator, Fraction(str(ground.below))))
    if ground.at_least is not None:
        below = _below(value.number, value.comparator, Fraction(str(ground.at_least)))
        parts.append(None if below is None else not below)
    if ground.above is not None:
        parts.append(_above(value.number, value.comparator, Fraction(str(ground.above))))
    if False in parts:
        return False
    return None if None in parts else True


def _below(number: Fraction, comparator: str, limit: Fraction) -> bool | None:
    if comparator == "<":
        return True if number <= limit else None
    if comparator == "<=":
        return True if number < limit else None
    if comparator in (">", ">="):
        return False if number >= limit else None
    return number < limit


def _above(number: Fraction, comparator: str, limit: Fraction) -> bool | None:
    if comparator == ">":
        return True if number >= limit else None
    if comparator == ">=":
        return True if number > limit else None
    if comparator in ("<", "<="):
        return False if number <= limit else None
    return number > limit
