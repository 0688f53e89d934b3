"""What rules ask about the person: age, an open pregnancy, dialysis, kidneys, weight, and what was measured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from viewer.record.conditions import Pregnancy, dialysis, pregnancy
from viewer.record.denials import stands
from viewer.record.facts import Fact, Problem, Result
from viewer.record.kidney import ADULT, Body, estimate
from viewer.record.lactation import Lactation, lactation
from viewer.record.measures import weight
from viewer.record.series import among, series_of
from viewer.record.story import Record
from viewer.safety.finding import Reading
from viewer.safety.genes import Gene, genes
from viewer.safety.values import STALE_DAYS, Measured, measured, newest

WEIGHT_DAYS = 90
TOGETHER_DAYS = 7  # a reported value and a computed one of the same days are two readings of one kidney
FERTILE = range(12, 51)
_PER = "mL/min/1.73 m²"


@dataclass(frozen=True, slots=True)
class Kidney:
    """The eGFR that rules use, the lower of what was reported and ours, and both; or the code why there is none."""

    used: Measured | None = None
    told: tuple[Reading, ...] = ()
    why: str = ""
    doubt: Measured | None = (
        None  # a reported value beside ours that could not be read: it might be the lower
    )


@dataclass(frozen=True, slots=True)
class Heft:
    """A weight that may be computed with, in kg; else ``why``: "no-weight", "weight-old", "weight-odd"."""

    kilograms: float | None = None
    reading: Reading | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """The circumstances of one person today."""

    today: date
    body: Body
    pregnancy: Pregnancy | None = None
    lactation: Lactation | None = None
    dialysis: Fact | None = None
    problems: tuple[Problem, ...] = ()
    values: Mapping[str, Measured] = field(default_factory=dict)
    kidney: Kidney = field(default_factory=Kidney)
    genes: Mapping[str, Gene] = field(default_factory=dict)
    heft: Heft = field(default_factory=Heft)

    @property
    def age(self) -> int | None:
        """Full years today."""
        return self.body.age(self.today)

    @property
    def may_be_pregnant(self) -> bool:
        """Nobody may read silence as "not pregnant"."""
        age = self.age
        return self.pregnancy is None and self.body.sex != "male" and (age is None or age in FERTILE)

    @property
    def may_breast_feed(self) -> bool:
        """Nobody may read silence as "does not breast-feed"; of who is pregnant it is not asked."""
        age = self.age
        alone = self.pregnancy is None and self.lactation is None
        return alone and self.body.sex != "male" and (age is None or age in FERTILE)


def person_of(record: Record, today: date, *, breast_feeding: bool = False) -> Person:
    """Read from the open rows of a record; each pass over its results is one. ``breast_feeding``: she says so."""
    births = [person.birth for person in record.persons if person.birth is not None]
    birth = next((one for one in births if one.usable), None)
    sex = next((person.gender for person in record.persons if person.gender), "")
    open_pregnancy, on_dialysis = pregnancy(record, today), dialysis(record)
    body = Body(sex, birth.first_day if birth else None, open_pregnancy is not None, on_dialysis is not None)
    found = newest(record.alike)
    values = {test: measured(test, rows[0], today) for test, rows in found.items()}
    return Person(
        today,
        body,
        open_pregnancy,
        lactation(record, today, told=breast_feeding),
        on_dialysis,
        tuple(one for one in record.problems if not one.restricted and stands(one)),
        values,
        _kidney(found, values, body, today),
        genes(among(record.alike, lambda result: not result.slug)),
        _heft(among(record.alike, lambda result: result.slug == "weight"), body, today),
    )


def _kidney(
    found: Mapping[str, tuple[Result, ...]], values: Mapping[str, Measured], body: Body, today: date
) -> Kidney:
    reported = values.get("egfr")
    ours, why = _ours(found.get("cr", ()), body, today)
    if why in ("child", "pregnant", "dialysis"):
        return Kidney(why=why)
    if reported is None and ours is None:
        return Kidney(why=why or "no-result")
    told = [
        one for one in (reported, ours) if one is not None and one.number is not None and one.day is not None
    ]
    if not told:
        return Kidney(reported, why=reported.why if reported is not None else why)
    if reported is not None and reported.why and (ours is None or _newer(reported, ours)):
        return Kidney(reported, why=reported.why)
    last = max(one.day for one in told if one.day is not None)
    told = [one for one in told if one.day is not None and (last - one.day).days <= TOGETHER_DAYS]
    used = min(told, key=lambda one: (one.number or 0, one is ours))
    readings = tuple(_told(one, ours, today) for one in (used, *(x for x in told if x is not used)))
    return Kidney(used, readings, doubt=reported if reported is not None and reported.why else None)


def _newer(left: Measured, right: Measured) -> bool:
    return left.day is None or right.day is None or left.day > right.day


def _told(value: Measured, ours: Measured | None, today: date) -> Reading:
    if value is not ours or value.number is None:
        return value.reading(today, "reported")
    stale = value.day is not None and (today - value.day).days > STALE_DAYS
    return Reading(
        "egfr", str(round(float(value.number))), _PER, value.day, value.result, "ckd-epi-2021", stale=stale
    )


def _ours(rows: tuple[Result, ...], body: Body, today: date) -> tuple[Measured | None, str]:
    if not rows:
        alone = "child" if (age := body.age(today)) is not None and age < ADULT else ""
        return None, alone or ("pregnant" if body.pregnant else "dialysis" if body.dialysis else "")
    found = estimate(rows[0], body, rows[1] if len(rows) > 1 else None)
    day = rows[0].when.first_day if rows[0].when is not None else None
    if found.value is None or day is None or day > today:
        return None, "unit-unknown" if found.reason == "unit" else found.reason or "undated"
    return Measured("egfr", rows[0], Fraction(found.value), "", day), ""


def _heft(weights: Iterable[Result], body: Body, today: date) -> Heft:
    rows = [row for row in weights if not row.restricted]
    found = weight(series_of(rows))
    if found is None:
        return Heft(why="weight-odd" if rows else "no-weight")
    when = found.result.when
    day = when.first_day if when is not None and when.usable else None
    if day is None or not 0 <= (today - day).days <= WEIGHT_DAYS:
        return Heft(why="weight-odd" if found.rejected else "weight-old")
    if not _plausible(found.kilograms, body.age(day)):
        return Heft(why="weight-odd")
    return Heft(found.kilograms, Reading("weight", f"{found.kilograms:g}", "kg", day, found.result))


# Years below, kg from and to: wide on purpose, only what nobody of that age weighs (assumption, local).
_ODDEST = ((1, 1.5, 20), (3, 4, 35), (6, 7, 60), (10, 10, 110), (15, 14, 180), (200, 20, 350))


def _plausible(kilograms: float, age: int | None) -> bool:
    if age is None:
        return 1.5 <= kilograms <= 350
    low, high = next((low, high) for until, low, high in _ODDEST if age < until)
    return low <= kilograms <= high
