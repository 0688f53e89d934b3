"""A trend as a small chart in black strokes: one test, one unit, a value at every point that matters.

The whole chart is one figure to a screen reader, with the same in words as its Alt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from viewer.paper.flow import Drawing
from viewer.paper.fonts import Weight
from viewer.paper.ink import PALE, Pen
from viewer.paper.inline import Align, Style
from viewer.paper.tags import Role
from viewer.paper.text import Setter
from viewer.view.axis import figure
from viewer.view.forms.blocks import Chart

HEIGHT = 112.0
_BETWEEN = 16.0  # points between two charts
_LEFT, _RIGHT, _HEAD, _FOOT = 34.0, 30.0, 24.0, 16.0  # round the plot
_WORDS = Style(7.5, 10)
_TITLE = Style(9.5, 13, Weight.BOLD)
_NEWEST = replace(_WORDS, weight=Weight.BOLD)
_DOT = 1.7
_APART = 14.0  # points between two values that are written
_ABOVE = 10.5  # that words may stand above the plot, under the title
_AIR = 1.4  # round words: the dots of a line are thicker than it
_AWAY, _STEP = 9, 4.0  # steps that words may be moved away from their point, and points of one
_HIGH, _RISE = 6.5, 2.4  # of the figures of a value, and how far below the top of their line they begin

Place = tuple[float, float]
"""Of a point on the page: x from the left, y from the top."""


class Box(NamedTuple):
    """A rectangle on the page, in points from the left and the top."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From side to side."""
        return self.right - self.left

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any ground."""
        return (
            self.left < other.right and other.left < self.right
            and self.top < other.bottom and other.top < self.bottom
        )  # fmt: skip

    def grown(self, by: float) -> "Box":
        """With so much air on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def crossed(self, start: Place, end: Place) -> bool:
        """Whether a straight line goes through it (Liang and Barsky, 1984)."""
        enters, leaves = 0.0, 1.0
        moves = (end[0] - start[0], end[1] - start[1])
        for move, near, far in (
            (moves[0], self.left - start[0], self.right - start[0]),
            (moves[1], self.top - start[1], self.bottom - start[1]),
        ):
            if not move:
                if near > 0 or far < 0:
                    return False
                continue
            first, second = sorted((near / move, far / move))
            enters, leaves = max(enters, first), min(leaves, second)
        return enters <= leaves


@dataclass(frozen=True, slots=True)
class Written:
    """A value in words at its place; ``point`` is whose it is, None of the newest, which stands beside its own."""

    text: str
    box: Box
    style: Style
    point: Place | None = None


def chart_row(setter: Setter, charts: Sequence[Chart]) -> Drawing:
    """One or two charts side by side."""
    width = (setter.paper.width - _BETWEEN) / 2

    def ink(pen: Pen, x: float, top: float) -> None:
        for number, chart in enumerate(charts):
            Plot(setter, chart, x + number * (width + _BETWEEN), top, width).draw(pen)

    return Drawing(HEIGHT, ink)


class Plot:
    """One chart at its place."""

    def __init__(self, setter: Setter, chart: Chart, x: float, top: float, width: float) -> None:
        self._setter, self._chart = setter, chart
        self._x, self._top, self._width = x, top, width
        self._left, self._right = x + _LEFT, x + width - _RIGHT
        self._high, self._low = top + _HEAD, top + HEIGHT - _FOOT
        self._from, self._to = (day.toordinal() for day in chart.span)
        ends = [value for _, value in chart.trend.points] + [level for level, _ in chart.levels]
        self._least, self._most = min(ends), max(ends)

    def draw(self, pen: Pen) -> None:
        """Ground, axes, line, points, words."""
        corners = [self._x, pen.foot - self._top - HEIGHT, self._x + self._width, pen.foot - self._top]
        layout = {"/O": "/Layout", "/BBox": [round(corner, 2) for corner in corners]}
        with pen.tags.element(Role.PICTURE, alt=self._chart.alt, layout=layout):
            self._band(pen)
            self._axes(pen)
            places = self.places()
            for (x1, y1), (x2, y2) in pairwise(places):
                pen.line(x1, y1, x2, y2, width=0.9, shade=0.0)
            for x, y in places:
                pen.ring(x, y, _DOT, filled=True)
            self._values(pen, places)
            self._say(pen, self._chart.title, self._x, self._top, self._width, _TITLE)

    def _band(self, pen: Pen) -> None:
        """The reference range as a source sent it, cut to what is drawn."""
        trend = self._chart.trend
        if trend.low is None and trend.high is None:
            return
        top = self._down(min(trend.high, self._most)) if trend.high is not None else self._high
        foot = self._down(max(trend.low, self._least)) if trend.low is not None else self._low
        if foot > top:
            pen.fill(self._left, top, self._right - self._left, foot - top, PALE)

    def _axes(self, pen: Pen) -> None:
        for level, said in self._chart.levels:
            y = self._down(level)
            pen.line(self._left, y, self._right, y, width=0.35, shade=0.6, dash=(1, 1.5))
            self._say(pen, said, self._x, y - 5, _LEFT - 4, replace(_WORDS, align=Align.RIGHT))
        pen.line(self._left, self._low, self._right, self._low, width=0.6, shade=0.0)
        first, last = self._chart.ends
        self._say(pen, first, self._left, self._low + 3, 80, _WORDS)
        self._say(pen, last, self._right - 80, self._low + 3, 80, replace(_WORDS, align=Align.RIGHT))

    def places(self) -> list[Place]:
        """Of the points, oldest first."""
        points = self._chart.trend.points
        return [(self._across(day.toordinal()), self._down(value)) for day, value in points]

    def written(self, places: Sequence[Place]) -> list[Written]:
        """The newest value, the first, the highest and the lowest, where they touch no line; the newest bold."""
        values = [value for _, value in self._chart.trend.points]
        last = len(values) - 1
        x, y = places[last]
        found = {last: self._word(values[last], x + 4, y - _HIGH / 2, _NEWEST)}
        for n in dict.fromkeys((0, values.index(max(values)), values.index(min(values)))):
            if all(abs(places[n][0] - places[other][0]) >= _APART for other in found):
                taken = [one.box for one in found.values()]
                found[n] = self._free(values[n], places, n, taken, low=values[n] == min(values))
        return list(found.values())

    def _word(self, value: float, left: float, top: float, style: Style = _WORDS) -> Written:
        text = figure(value)
        wide = self._setter.prepare(text, style).widest
        return Written(text, Box(left, top, left + wide, top + _HIGH), style)

    def _values(self, pen: Pen, places: Sequence[Place]) -> None:
        for one in self.written(places):
            self._lead(pen, one)
            self._say(pen, one.text, one.box.left, one.box.top - _RISE, one.box.width + 2, one.style)

    def _lead(self, pen: Pen, one: Written) -> None:
        """A thin line from a point to words that had to stand away from it."""
        if one.point is None:
            return
        (x, y), box = one.point, one.box
        edge = box.bottom if box.bottom < y else box.top
        if abs(edge - y) > _DOT + _STEP:
            pen.line(x, y, min(max(x, box.left), box.right), edge, width=0.3, shade=0.4)

    def _free(
        self, value: float, places: Sequence[Place], at: int, taken: Sequence[Box], *, low: bool
    ) -> Written:
        """Where the words of a point stand: as near to it as the line and other words leave free, above it or, of the
        lowest, below. Nowhere free: where the fewest are touched."""
        x, y = places[at]
        first = self._word(value, x + 1, y - _DOT - 2 - _HIGH)
        wide, lines = first.box.width, list(pairwise(places))
        across = (x + 1, x - wide / 2) if at == 0 else (x - wide / 2, x + 1, x - wide - 1)
        found: list[tuple[int, int, Box]] = []
        for away in range(_AWAY):
            above = y - _DOT - 2 - _HIGH - away * _STEP
            below = y + _DOT + 2 + away * _STEP
            for top in (below, above) if low else (above, below):
                for left in across:
                    box = Box(left, top, left + wide, top + _HIGH)
                    if self._holds(box):
                        touched = sum(box.grown(_AIR).crossed(*line) for line in lines)
                        touched += 3 * sum(map(box.overlaps, taken))
                        found.append((touched, away, box))
        return replace(first, box=min(found)[2] if found else first.box, point=(x, y))

    def _holds(self, box: Box) -> bool:
        """Whether it stands within the plot, or in the room under the title."""
        across = self._left - 1 <= box.left and box.right <= self._right
        return across and self._high - _ABOVE <= box.top and box.bottom <= self._low

    def _say(self, pen: Pen, text: str, x: float, top: float, width: float, style: Style) -> None:
        self._setter.lines(text, style, width).ink(pen, x, top)

    def _across(self, day: int) -> float:
        if self._from == self._to:
            return (self._left + self._right) / 2
        return self._left + (self._right - self._left) * (day - self._from) / (self._to - self._from)

    def _down(self, value: float) -> float:
        if self._least == self._most:
            return (self._high + self._low) / 2
        return self._low - (self._low - self._high) * (value - self._least) / (self._most - self._least)
