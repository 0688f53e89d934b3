"""The time axis: which days are seen, how wide a day is, where the months and years stand.

A day is its proleptic ordinal (``date.toordinal``) as a float; pixels grow to the right.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

NARROWEST, WIDEST = 7.0, 366.0 * 130  # days that can be seen at once
_ROOMY, _TIGHT = 62, 34  # pixels a month label needs: with its name, and with its number of months skipped


@dataclass(frozen=True, slots=True)
class Window:
    """The days seen: from ``start`` on, ``days`` of them, over ``pixels``."""

    start: float
    days: float
    pixels: float

    @property
    def end(self) -> float:
        """The first day not seen."""
        return self.start + self.days

    @property
    def scale(self) -> float:
        """Pixels per day."""
        return self.pixels / self.days

    def x(self, day: float) -> float:
        """Where a day begins, in pixels from the left edge."""
        return (day - self.start) * self.scale

    def day(self, x: float) -> float:
        """The day under a pixel."""
        return self.start + x / self.scale

    def zoomed(self, factor: float, x: float) -> "Window":
        """``factor`` > 1 shows fewer days; the day under ``x`` stays where it is."""
        days = min(max(self.days / factor, NARROWEST), WIDEST)
        return replace(self, start=self.day(x) - x / self.pixels * days, days=days)

    def panned(self, pixels: float) -> "Window":
        """Moved so that what stood at 0 stands at ``-pixels``."""
        return replace(self, start=self.start + pixels / self.scale)

    def resized(self, pixels: float) -> "Window":
        """The same right edge and scale of time for another width: more room shows the same days wider."""
        return replace(self, pixels=max(pixels, 1.0))


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the axis. ``strong`` = a year begins; ``label`` may be empty."""

    day: int
    label: str
    strong: bool


@dataclass(frozen=True, slots=True)
class AxisWords:
    """How months and years are written: ``month(11)`` -> "พ.ย.", ``year(2026)`` -> "2569"."""

    month: Callable[[int], str]
    year: Callable[[int], str]


def ticks(window: Window, words: AxisWords) -> Iterator[Tick]:
    """Months where they have room, otherwise quarters, years, decades; every year that is drawn is named."""
    month = window.scale * 30.4
    step = next((months for months in (1, 3, 6) if month * months >= _ROOMY), 0)
    if step:
        yield from _months(window, words, step)
        return
    every = next(
        years for years in (1, 2, 5, 10, 20, 50, 100) if month * 12 * years >= _TIGHT or years == 100
    )
    first, last = _day(window.start).year, _day(window.end).year
    for year in range(first - first % every, last + 1, every):
        if year > 0:
            yield Tick(date(year, 1, 1).toordinal(), words.year(year), True)


def _months(window: Window, words: AxisWords, step: int) -> Iterator[Tick]:
    first = _day(window.start)
    count = first.year * 12 + first.month - 1
    count -= count % step
    while True:
        year, month = divmod(count, 12)
        start = date(year, month + 1, 1).toordinal()
        if start > window.end:
            return
        label = words.month(month + 1)
        yield Tick(start, f"{label} {words.year(year)}" if month == 0 else label, month == 0)
        count += step


def _day(day: float) -> date:
    return date.fromordinal(min(max(int(day), 366), date.max.toordinal() - 366))
