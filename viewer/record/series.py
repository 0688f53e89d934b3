"""Series: the results of one test that may stand on one line.

Results are followed by test, code, specimen and method. Two units share a series only where the table of analytes says
what each reads on one axis; every other pair of units is two series that never share a trend.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from viewer.record.analytes import axis_of, folded, reads_as
from viewer.record.facts import Result
from viewer.record.key_results import (
    BY_SLUG,
    VOID,
    exact_day_of,
    is_bedside,
    is_fasting,
    number_of,
    phase_of,
    unit_of,
)
from viewer.record.values import Precision, Quantity

_DAY = Precision.DAY


Placed = tuple[int, Result]
"""A result with its place among all, newest first."""


@dataclass(frozen=True, slots=True)
class Series:
    """One test of one specimen by one method: results newest first; ``points`` are its plain numbers, oldest first.

    ``unit`` is the newest result's. Where ``mixed``, several units were sent: points read in ``axis_unit`` then.
    """

    slug: str  # "" for a test that is not a key test
    unit: str
    results: tuple[Result, ...]
    phase: str = ""  # "before-dialysis", "after-dialysis": never on one line with each other
    mixed: bool = False
    line: tuple[str, ...] = ()  # what its results have in common; never of two series alike

    @property
    def axis_unit(self) -> str:
        """The unit of the points."""
        axis = axis_of(self.latest) if self.mixed else None
        return axis.unit if axis else self.unit

    @property
    def latest(self) -> Result:
        """The newest result."""
        return self.results[0]

    @property
    def points(self) -> tuple[tuple[date, float], ...]:
        """Plain numbers with a day, oldest first; a "<20" is not a point, and a year alone has no place on an axis."""
        return tuple((day, number) for day, number, _ in self.plotted)

    @property
    def has_points(self) -> bool:
        """Whether there are any; nearly always the newest result is one."""
        return any(exact_day_of(row) is not None and self.number(row) is not None for row in self.results)

    @property
    def plotted(self) -> tuple[tuple[date, float, Result], ...]:
        """The points, each with its result."""
        if self.mixed:
            return tuple(
                [
                    (day, number, result)
                    for result in reversed(self.results)
                    if (day := exact_day_of(result)) is not None
                    and (number := self.number(result)) is not None
                ]
            )
        return tuple(  # as above, of thousands: ``number_of`` and ``exact_day_of`` without a call for each
            [
                (when.first_day, float(value.value), result)
                for result in reversed(self.results)
                if isinstance(value := result.value, Quantity)
                and value.value is not None
                and not value.comparator
                and (when := result.when) is not None
                and when.first_day is not None
                and when.precision >= _DAY
            ]
        )

    def number(self, result: Result) -> float | None:
        """A result's plain number in the unit of the points."""
        axis = axis_of(result) if self.mixed else None
        if axis is None or not axis.step.changes:
            return number_of(result)
        read = reads_as(result, axis)
        return None if read is None else round(float(read), axis.digits)

    def is_converted(self, result: Result) -> bool:
        """Whether its number on the axis is another than the one sent."""
        axis = axis_of(result) if self.mixed else None
        return axis is not None and axis.step.changes

    @property
    def before(self) -> Result | None:
        """The newest earlier result that can be compared with the latest."""
        if number_of(self.latest) is None:
            return None
        return next((result for result in self.results[1:] if number_of(result) is not None), None)


def alike(results: Iterable[Result]) -> tuple[list[Placed], ...]:
    """Results by all that could keep two of them apart: thousands share a test, a unit and a way of measuring, so what
    follows from these is worked out once for all of a group. Newest first; no group is empty.

    Withdrawn rows (entered in error, cancelled) and rows without a value stand in groups of their own.
    """
    found: dict[tuple[object, ...], list[Placed]] = {}
    for placed in enumerate(results):
        result = placed[1]
        value = result.value
        unit = (value.unit, value.code, value.value is None) if isinstance(value, Quantity) else value is None
        key = (
            id(result.concept), result.loinc, result.slug, unit, result.phase, result.specimen, result.method,
            result.body_site, result.about, bool(result.components), result.status in VOID,
        )  # fmt: skip
        if (group := found.get(key)) is None:
            found[key] = [placed]
        else:
            group.append(placed)
    return tuple(found.values())


def among(groups: Iterable[list[Placed]], wanted: Callable[[Result], bool]) -> list[Result]:
    """The results of the groups that are ``wanted``, newest first. It is asked of one result of each group, and may
    look at nothing but what all of a group share."""
    found = [group for group in groups if wanted(group[0][1])]
    placed = sorted(chain.from_iterable(found)) if len(found) > 1 else chain.from_iterable(found)
    return [result for _, result in placed]


def series_of(results: Iterable[Result], slugs: Container[str] = BY_SLUG) -> tuple[Series, ...]:
    """Series of the given tests (key tests and vital signs) in the order of their newest result. Takes results newest
    first."""
    return series_among(alike(results), slugs)


def series_among(groups: Iterable[list[Placed]], slugs: Container[str] = BY_SLUG) -> tuple[Series, ...]:
    """As ``series_of``, of results that are in groups already.

    Rows that a source withdrew (entered in error, cancelled) are left out, and so are those without a value.
    """
    found: dict[tuple[str, ...], list[list[Placed]]] = {}
    for group in groups:
        first = group[0][1]
        slug = first.slug
        told = first.value is not None or first.components
        if slug in slugs and told and first.status not in VOID:
            line = (slug, *line_of(first, slug), _apart(slug, first))
            found.setdefault(line, []).append(group)
    by_newest = sorted(found.items(), key=lambda one: min(part[0][0] for part in one[1]))
    return tuple(one_series(line[0], line, parts) for line, parts in by_newest)


def one_series(slug: str, line: tuple[str, ...], parts: Sequence[Sequence[Placed]]) -> Series:
    """A series of groups of results that are known to share a line."""
    placed = sorted(chain.from_iterable(parts)) if len(parts) > 1 else parts[0]
    rows = tuple([result for _, result in placed])
    units = {folded(unit_of(part[0][1])) for part in parts}
    return Series(slug, unit_of(rows[0]), rows, phase_of(rows[0]), len(units) > 1, line)


def line_of(result: Result, slug: str = "") -> tuple[str, ...]:
    """What results must have in common to stand on one line: test, unit, phase, specimen, method and place.

    A test and a unit that the table of analytes knows become the table's line; all others stay as sent. Without a
    code the name as sent tells tests apart, or the ``slug`` of the test that all its exact names stand for.
    """
    axis = axis_of(result)
    test = (
        result.loinc or slug or " ".join(result.concept.words.casefold().split()),
        folded(unit_of(result)),
    )
    if axis is not None:
        test = (axis.line if result.loinc or not slug else slug, "")
    place = f"{result.body_site} {result.about}" if result.about else result.body_site
    return (*test, phase_of(result), result.specimen, result.method, place)


OWN_NAMES = frozenset({"ogtt", "troponin"})
"""Families of tests: each keeps the name it was sent by (1 h, 2 h; T, I), and no two names share a series."""


def _apart(slug: str, result: Result) -> str:
    """What keeps two results of one code apart: fasting or not, at the bedside or not, or the name itself."""
    if slug in OWN_NAMES:
        return " ".join(result.concept.words.casefold().split())
    if slug != "glucose":
        return ""
    return " ".join(
        name for name, holds in (("fasting", is_fasting(result)), ("bedside", is_bedside(result))) if holds
    )
