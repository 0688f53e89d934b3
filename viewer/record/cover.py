"""What the supplies of one medicine cover over time: two places at once, days between, early refills, days covered.

Only supplies that can be counted out are told of, and only what the margin of counting cannot explain away; where one
that cannot be counted may have filled a gap, there is no gap. Days are never summed over a change of dose, and what is
covered is covered at least (clinical rulings 9).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from pydantic import BaseModel, ConfigDict

from viewer.base.resources import resource
from viewer.record.courses import Course, CourseState
from viewer.record.facts import SupplyKind
from viewer.record.supplies import HALTED, UNCOUNTED_DAYS, Portion, halted_on

_DAY = timedelta(days=1)


class _Covered(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    windows: tuple[int, ...]
    supplies_at_least: int


class SupplyTerms(BaseModel):
    """From when on something is worth a word: days, as the site sets them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    about: str
    early_refill_more_than: int
    gap_more_than: int
    covered: _Covered


@cache
def supply_terms() -> SupplyTerms:
    """The table that is shipped."""
    return SupplyTerms.model_validate_json(resource("tables", "supply.json").read_bytes())


@dataclass(frozen=True, slots=True)
class Overlap:
    """Days on which the supplies of several places run at the same time."""

    start: date
    end: date
    portions: tuple[Portion, ...]  # oldest first

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Days between what one supply covered and the next supply."""

    start: date
    end: date
    before: Portion
    after: Portion

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Early:
    """A place supplied the same dose again while ``left`` days of ``before`` were left."""

    portion: Portion
    before: Portion
    left: int


@dataclass(frozen=True, slots=True)
class Over:
    """What may be at home of the old dose since the dose was changed: ``amount`` in the unit of ``before``."""

    portion: Portion
    before: Portion
    amount: int


@dataclass(frozen=True, slots=True)
class Covered:
    """At least ``days`` of the last ``window`` days were covered, by ``supplies`` supplies."""

    window: int
    days: int
    supplies: int

    @property
    def percent(self) -> int:
        """Rounded down: it is a lower bound."""
        return self.days * 100 // self.window


@dataclass(frozen=True, slots=True)
class Cover:
    """All of it, newest first."""

    overlaps: tuple[Overlap, ...] = ()
    gaps: tuple[Gap, ...] = ()
    early: tuple[Early, ...] = ()
    over: tuple[Over, ...] = ()
    covered: tuple[Covered, ...] = ()


@dataclass(slots=True)
class _Batch:
    """What one place supplied on one day: ``first`` is when the first part of it ends, ``last`` the last."""

    place: str
    start: date
    portions: list[Portion]
    first: date | None = None
    last: date | None = None

    dose: tuple[tuple[object, ...], ...] = ()  # what makes two batches the same dose

    def settle(self, stops: Sequence[date]) -> None:
        """Work out its days and its dose, once it is whole; it is not counted beyond ``stops``."""
        ends = [portion.end for portion in self.portions if portion.end is not None]
        if len(ends) == len(self.portions):
            before = [day - _DAY for day in stops if day >= self.start]
            self.first, self.last = min((*ends, *before)), min((max(ends), *before))
        doses = {_dose(portion): None for portion in self.portions}
        self.dose = tuple(doses) if len(doses) < 2 else tuple(sorted(doses, key=str))

    @property
    def limited(self) -> bool:
        """Whether it was written for so many days only: what comes after is no gap."""
        return any(
            p.stop or p.regimen.lasts or (p.regimen.steps and p.regimen.steps[-1].days) for p in self.portions
        )

    @property
    def margin(self) -> int:
        return max(p.reckoning.margin if p.reckoning else 1 for p in self.portions)


def _dose(portion: Portion) -> tuple[object, ...]:
    drug, regimen = portion.supply.drug, portion.regimen
    a_week = regimen.a_week
    often = None if a_week is None else (a_week.numerator, a_week.denominator)
    return drug.strength, drug.form, regimen.unit, often, regimen.steps


def cover_of(course: Course, today: date, terms: SupplyTerms) -> Cover:
    """What the supplies of a course cover."""
    if not course.portions:
        return Cover()
    halts = _halts(course)
    batches = _batches(course.portions, halts)
    counted = [batch for batch in batches if batch.last is not None]
    if not counted:
        return Cover()
    early, over = _refills(counted, terms.early_refill_more_than)
    certain = all(portion.start is not None for portion in course.portions)
    return Cover(
        overlaps=tuple(reversed(_overlaps(counted))),
        gaps=tuple(reversed(_gaps(batches, halts, terms.gap_more_than))) if certain else (),
        early=tuple(reversed(early)),
        over=tuple(reversed(over)),
        covered=_covered(course, batches, halts, today, terms.covered) if certain else (),
    )


def _halts(course: Course) -> list[tuple[str, date]]:
    """The place and the day of every row that says stopped or on hold."""
    return [
        (row.origin.hcode, when.first_day)
        for row in course.supplies
        if (row.status in HALTED or row.status == "on-hold") and row.kind is not SupplyKind.ADMINISTRATION
        if (when := halted_on(row)) is not None and when.first_day is not None
    ]


def _batches(portions: Iterable[Portion], halts: Sequence[tuple[str, date]]) -> list[_Batch]:
    """Oldest first. The same supply told twice counts once; what a place stopped is not counted beyond its stop."""
    found: dict[tuple[str, date], list[Portion]] = {}
    for portion in portions:
        if portion.start is not None and portion.unclear != "in-future":
            key = (portion.supply.origin.hcode, portion.start)
            if (told := found.get(key)) is None:
                found[key] = [portion]
            else:
                told.append(portion)
    batches = [_Batch(place, start, _once(told)) for (place, start), told in found.items()]
    for batch in batches:
        batch.settle([day for place, day in halts if place == batch.place])
    return sorted((b for b in batches if b.last is None or b.last >= b.start), key=lambda b: b.start)


def _once(portions: list[Portion]) -> list[Portion]:
    """Those of one place and day, the first of any that are the same supply."""
    if len(portions) == 1:
        return portions
    found: dict[tuple[object, ...], Portion] = {}
    for portion in portions:
        supply = portion.supply
        found.setdefault((supply.drug.strength, supply.drug.form, supply.quantity), portion)
    return list(found.values())


def _overlaps(batches: Sequence[_Batch]) -> list[Overlap]:
    turns: dict[date, list[tuple[bool, _Batch]]] = {}
    for batch in batches:
        if batch.last is not None:
            turns.setdefault(batch.start, []).append((True, batch))
            turns.setdefault(batch.last + _DAY, []).append((False, batch))
    found: list[Overlap] = []
    running: dict[int, _Batch] = {}
    since: date | None = None
    met: dict[int, _Batch] = {}
    for day in sorted(turns):
        for begins, batch in turns[day]:
            if begins:
                running[id(batch)] = batch
            else:
                del running[id(batch)]
        several = len({batch.place for batch in running.values()}) > 1
        if several:
            since = since or day
            met |= running
        elif since is not None:
            margins = sorted((batch.margin for batch in met.values()), reverse=True)
            if (day - since).days > sum(margins[:2]):
                portions = tuple(portion for batch in met.values() for portion in batch.portions)
                found.append(Overlap(since, day - _DAY, portions))
            since, met = None, {}
    return found


def _laid(batches: Sequence[_Batch], *, whole: bool) -> list[tuple[date, date, _Batch]]:
    """The days each batch covers when what was left of the same dose from the same place is used up before it.

    ``whole``: until the first of its parts ends, else until the last.
    """
    laid: list[tuple[date, date, _Batch]] = []
    carried: dict[str, tuple[date, tuple[tuple[object, ...], ...]]] = {}
    for batch in batches:
        end = batch.first if whole else batch.last
        if end is None or end < batch.start:
            continue
        start, dose = batch.start, batch.dose
        before = carried.get(batch.place)
        if before is not None and before[1] == dose and before[0] >= start:
            end += before[0] - start + _DAY
            start = before[0] + _DAY
        carried[batch.place] = (end, dose)
        laid.append((start, end, batch))
    return laid


def _gaps(batches: Sequence[_Batch], halts: Sequence[tuple[str, date]], more_than: int) -> list[Gap]:
    ends = {id(batch): end for _, end, batch in _laid(batches, whole=False)}
    found: list[Gap] = []
    reach: tuple[date, _Batch] | None = None
    fog = date.min  # until here a supply that cannot be counted may have lasted
    for batch in batches:
        end = ends.get(id(batch))
        if end is None:
            fog = max(fog, batch.start + timedelta(days=UNCOUNTED_DAYS))
            continue
        if reach is not None and (batch.start - reach[0]).days - 1 > max(more_than, reach[1].margin):
            start, last = reach[0] + _DAY, batch.start - _DAY
            stopped = any(reach[1].start <= day <= last for _, day in halts)
            if fog < start and not stopped and not reach[1].limited:
                found.append(Gap(start, last, reach[1].portions[0], batch.portions[0]))
        if reach is None or end >= reach[0]:
            reach = (end, batch)
    return found


def _refills(batches: Sequence[_Batch], more_than: int) -> tuple[list[Early], list[Over]]:
    early: list[Early] = []
    over: list[Over] = []
    latest: dict[str, _Batch] = {}  # per place: of the dose it supplies now, what lasts longest
    for batch in batches:
        before = latest.get(batch.place)
        if before is not None and before.last is not None and before.last >= batch.start:
            left = (before.last - batch.start).days + 1
            if before.dose != batch.dose:
                over += _left_over(batch, before, left)
            elif left > max(more_than, before.margin):
                early.append(Early(batch.portions[0], before.portions[0], left))
        same = before is not None and before.dose == batch.dose
        if not same or before is None or before.last is None or (batch.last or date.min) >= before.last:
            latest[batch.place] = batch
    return early, over


def _left_over(batch: _Batch, before: _Batch, left: int) -> Iterable[Over]:
    """Only of a single part whose days are all alike: of anything else nobody can say what is left."""
    (*others, part) = before.portions
    a_week = part.regimen.a_week
    if not others and a_week is not None and part.regimen.even:
        amount = int(Fraction(left) * a_week / 7)
        if amount:
            yield Over(batch.portions[0], part, amount)


_MEASURED = frozenset({CourseState.USING, CourseState.RUN_OUT, CourseState.ENDED})


def _covered(
    course: Course, batches: Sequence[_Batch], halts: Sequence[tuple[str, date]], today: date, terms: _Covered
) -> tuple[Covered, ...]:
    """Of medicines supplied again and again, none of whose supplies is uncounted, none of which was stopped."""
    days = {batch.start for batch in batches}
    if course.state not in _MEASURED or len(days) < terms.supplies_at_least:
        return ()
    laid = _laid(batches, whole=True)
    found = []
    for window in terms.windows:
        start = today - timedelta(days=window - 1)
        unsure = start - timedelta(days=UNCOUNTED_DAYS)
        uncounted = any(batch.last is None and batch.start >= unsure for batch in batches)
        if batches[0].start <= start and not uncounted and all(day < start for _, day in halts):
            within = [
                (max(first, start), min(end, today), batch) for first, end, batch in laid if end >= start
            ]
            within = [(first, end, batch) for first, end, batch in within if first <= end]
            found.append(Covered(window, _union(within), len({batch.start for *_, batch in within})))
    return tuple(found)


def _union(spans: Iterable[tuple[date, date, _Batch]]) -> int:
    days, reach = 0, date.min
    for start, end, _ in sorted(spans, key=lambda span: span[:2]):
        if end > reach:
            days += (end - max(start, reach + _DAY)).days + 1
            reach = end
    return days
