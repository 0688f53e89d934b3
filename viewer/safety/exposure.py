"""Which medicines count today, and since when their supply has ended (clinical ruling 9).

A medicine counts while it may be taken and for some days after (Windows). What a source says was stopped and what every
row denies does not count; a stop here and a supply there is a conflict, and counts. What was only ordered is what is
about to be dispensed: it counts for some days after the order, and older orders are told as not compared.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from viewer.record.courses import PAST_SUPPLY, Course, CourseState
from viewer.record.denials import denial
from viewer.record.facts import Supply, SupplyKind
from viewer.record.regimen import form_unit, unit_code
from viewer.record.supplies import HALTED, UNCOUNTED_DAYS, VOID, Portion, count_out

_NOT_SUPPLIED = frozenset({CourseState.STOPPED, CourseState.DENIED, CourseState.ORDERED_ONLY})
_GIVEN = frozenset({CourseState.GIVEN, CourseState.INPATIENT})
LOCAL = frozenset({"eye", "ear", "nose", "skin", "vaginal", "inhaled"})
_SOLID = frozenset({"tab", "cap", "sachet", "suppository", "patch"})
_LEAST_A_DAY = (
    0.5  # units of a solid form: who takes less than half a tablet a day has it for longer than counted
)
_OPENED_DAYS = (
    90  # a bottle or tube that cannot be counted out is taken to last no longer (assumption, local)
)


@dataclass(frozen=True, slots=True)
class Exposure:
    """One ingredient of one course that may count. ``ended``: days since the supply ran out, None while it may run."""

    ingredient: str
    course: Course
    rows: tuple[Supply, ...]
    hidden: bool
    ended: int | None
    local: bool
    place: int = 0  # among the contents of a combination

    def counts(self, days: int) -> bool:
        """Whether it still counts, ``days`` after the end of its supply."""
        return self.ended is None or self.ended <= days


@dataclass(frozen=True, slots=True)
class Known:
    """A course with its ingredients; () when they are not known for certain."""

    course: Course
    ingredients: tuple[str, ...]
    ended: int | None


def known(courses: Iterable[Course], today: date, recent: int) -> Iterator[Known]:
    """Every course that is not out of the question today. ``recent``: days for which an order counts."""
    for course in courses:
        left = (
            None if course.state in _NOT_SUPPLIED else Known(course, course.ingredients, ended(course, today))
        )
        if left is not None and not left.ended:
            yield left
        elif orders := _orders(course, today, recent):
            current = tuple(count_out(row, today=today) for row in orders)
            course = replace(course, state=CourseState.ORDERED_ONLY, current=current)
            yield Known(course, course.ingredients, None)
        elif left is not None:
            yield left


def not_compared(courses: Iterable[Course], today: date, recent: int) -> Iterator[Course]:
    """What was ordered, and not lately: nobody supplied it as far as is known, and no rule looks at it."""
    for course in courses:
        if course.state is CourseState.ORDERED_ONLY and not _orders(course, today, recent):
            day = _day(course.supplies[0])
            if day is None or (today - day).days <= UNCOUNTED_DAYS:
                yield course


def _orders(course: Course, today: date, recent: int) -> tuple[Supply, ...]:
    """The newest orders that nothing followed: no supply of that day or later, no word that it was stopped."""
    first: date | None = None
    found: list[Supply] = []
    for row in course.supplies:  # newest first
        day = _day(row)
        if first is not None and day != first:
            break
        if row.status in VOID - HALTED or row.category == "inpatient" or denial(row):
            continue
        if row.kind is not SupplyKind.REQUEST or row.status in HALTED or row.status == "on-hold":
            return ()
        if day is None or (today - day).days > recent:
            return ()
        first = day
        found.append(row)
    return tuple(found)


def _day(row: Supply) -> date | None:
    return row.when.first_day if row.when is not None else None


def exposures(found: Iterable[Known], *, hidden: bool) -> Iterator[Exposure]:
    """One exposure per ingredient; a combination has several."""
    for one in found:
        course = one.course
        local = course.route in LOCAL
        for place, ingredient in enumerate(one.ingredients):
            yield Exposure(ingredient, course, course.now, hidden, one.ended, local, place)


def ended(course: Course, today: date) -> int | None:
    """Days since the supply ran out; None while some of it may be taken.

    Where days cannot be counted it is taken to last as long as its quantity at half a unit a day, at most as long as
    the record itself holds an uncounted supply open.
    """
    if course.state in PAST_SUPPLY and course.left is not None:
        return max(0, -course.left)
    newest = course.supplies[0].when
    day = newest.first_day if newest else None
    if course.state in _GIVEN:
        return None if day is None else max(0, (today - day).days)
    if course.until is not None and course.until >= today:
        return None
    lasts = [last for portion in course.current if (last := _last_day(portion)) is not None]
    if not lasts:
        if course.state is CourseState.USING or day is None:
            return None  # a list says it is taken
        lasts = [day + timedelta(days=UNCOUNTED_DAYS)]
    return None if max(lasts) >= today else (today - max(lasts)).days


def still_runs(portion: Portion, today: date) -> bool:
    """Whether some of this supply may still be taken today."""
    last = _last_day(portion)
    return last is not None and last >= today


def _last_day(portion: Portion) -> date | None:
    if portion.end is not None or portion.start is None:
        return portion.end
    quantity = portion.supply.quantity
    form = portion.supply.drug.form or portion.supply.drug.name
    if quantity is None or quantity.value is None:
        days = UNCOUNTED_DAYS
    elif (unit_code(quantity.unit or quantity.code) or form_unit(form)) in _SOLID:
        days = min(UNCOUNTED_DAYS, ceil(float(quantity.value) / _LEAST_A_DAY))
    else:
        days = _OPENED_DAYS
    return portion.start + timedelta(days=max(0, days - 1))
