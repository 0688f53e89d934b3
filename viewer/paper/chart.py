"""A trend as a small chart in black strokes: one test, one unit, a value at every point that matters.

The whole chart is one figure to a screen reader, with the same in words as its Alt.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

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
_DOT = 1.7
_APART = 22.0  # points between two values that are written


def chart_row(setter: Setter, charts: Sequence[Chart]) -> Drawing:
    """One or two charts side by side."""
    width = (setter.paper.width - _BETWEEN) / 2

    def ink(pen: Pen, x: float, top: float) -> None:
        for number, chart in enumerate(charts):
            _Plot(setter, chart, x + number * (width + _BETWEEN), top, width).draw(pen)

    return Drawing(HEIGHT, ink)


class _Plot:
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
            places = [
                (self._across(day.toordinal()), self._down(value)) for day, value in self._chart.trend.points
            ]
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

    def _values(self, pen: Pen, places: Sequence[tuple[float, float]]) -> None:
        """The first, the newest, the highest and the lowest in numbers; the newest bold."""
        values = [value for _, value in self._chart.trend.points]
        last = len(values) - 1
        newest = replace(_WORDS, weight=Weight.BOLD)
        self._say(pen, figure(values[last]), places[last][0] + 4, places[last][1] - 5, _RIGHT, newest)
        written = [places[last][0]]
        for n in dict.fromkeys((0, values.index(max(values)), values.index(min(values)))):
            x, y = places[n]
            if any(abs(x - other) < _APART for other in written):
                continue
            written.append(x)
            rises = (
                n == 0 and last > 0 and values[1] > values[0]
            )  # the line leaves upwards, through words above it
            below = (rises or values[n] == min(values)) and y + 13 < self._low
            align = Align.LEFT if n == 0 else Align.CENTRE
            start = x + 2 if n == 0 else x - 20
            self._say(
                pen, figure(values[n]), start, y + 3 if below else y - 13, 40, replace(_WORDS, align=align)
            )

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
