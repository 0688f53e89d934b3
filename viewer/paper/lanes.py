"""The lanes of the timeline on one stretch of time: what was when, and at which facility, at one look.

Told apart by words and shapes: a letter in a frame is one row of that facility, a number on grey so many that would
touch; of a medicine, grey is what was supplied, a dashed frame what is counted to remain.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, takewhile

from viewer.paper.fonts import Weight
from viewer.paper.furniture import capped
from viewer.paper.ink import PALE, Pen
from viewer.paper.inline import Align, Span, Style
from viewer.paper.lines import SLACK
from viewer.paper.tags import Role
from viewer.paper.text import Lines, Setter
from viewer.view.forms.blocks import Lanes
from viewer.view.sheet import TimelineEvent

_NAMES = 0.3  # of the width
_HEAD, _FOOT, _AIR = 13.0, 12.0, 3.0  # points: above the lanes, below them, within a lane
_LANE, _ASIDE, _TRACK = Style(8.5, 12, Weight.BOLD), Style(7.5, 10), Style(8, 11)
_AXIS, _LETTER = Style(7.5, 10, align=Align.CENTRE), Style(6.5, 9, align=Align.CENTRE)
_COUNT = Style(6.5, 9, Weight.BOLD, Align.CENTRE)
_HIGH, _WIDE, _DIGIT = 9.0, 9.0, 3.8  # of a mark, and what each further letter adds
_BAR, _ROOM, _DOT = 7.0, 8.0, 1.6  # height of a bar; what it needs to hold its letter; radius of a point
_APART = 1.0
_GREY, _FAINT = 0.82, 0.75
_MOST = 12  # lines of a name
_FEW = 3  # lanes or medicines that may stand at a page's foot


def lanes(setter: Setter, block: Lanes) -> "Drawn":
    """One figure to a screen reader, on as many pages as it needs. A long name makes its lane higher."""
    return Drawn(setter, block, tuple(_lines(setter, block)))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the drawing: a lane of marks, or the bars of one medicine."""

    names: tuple[Lines, ...]
    events: Sequence[TimelineEvent]
    bars: bool = False

    @property
    def height(self) -> float:
        return sum(name.height for name in self.names) + (0 if self.bars else _AIR)


@dataclass(frozen=True, slots=True)
class _Mark:
    """Events that would touch, drawn as one; lengths in points."""

    first: float
    last: float
    count: int
    letter: str

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2

    @property
    def said(self) -> str:
        return self.letter if self.count == 1 else f"{self.count:,}"

    @property
    def width(self) -> float:
        return _WIDE + _DIGIT * max(0, len(self.said) - 1)


def _lines(setter: Setter, block: Lanes) -> Iterator[_Line]:
    room = setter.paper.width * _NAMES - 8
    for strip in block.strips:
        title = [Span(strip.lane.title), Span(f"  {strip.aside}", Weight.REGULAR, _ASIDE.size)]
        names = [setter.lines(title, _LANE, room)]
        if strip.more:
            names.append(setter.lines(strip.more, _ASIDE, room))
        yield _Line(tuple(names), () if strip.lane.tracks else strip.lane.events)
        for name, bars in strip.lane.tracks:
            letters = " ".join(sorted({event.letter for event in bars}, key=lambda one: (len(one), one)))
            content = [Span(f"\u00a0\u00a0{name}"), Span(f"  {letters}", size=_ASIDE.size)]
            yield _Line((capped(setter.lines(content, _TRACK, room), _MOST, setter),), bars, bars=True)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lanes one under another, which may be parted between two lines: each page then has the axis. ``later``: the
    figure began on a page before, where all of it is read aloud."""

    _setter: Setter
    _block: Lanes
    _drawn: tuple[_Line, ...]
    later: bool = False
    keep: bool = False

    @property
    def height(self) -> float:
        """With the axis above and what stands below."""
        return _HEAD + sum(line.height for line in self._drawn) + _FOOT

    @property
    def least(self) -> float:
        """Of the first few lines."""
        return replace(self, _drawn=self._drawn[:_FEW]).height

    def split(self, room: float) -> tuple["Drawn | None", "Drawn | None"]:
        """A lane of medicines never stands above none of them."""
        free = room - _HEAD - _FOOT + SLACK
        heights = accumulate(line.height for line in self._drawn)
        fit = sum(1 for _ in takewhile(lambda height: height <= free, heights))
        if fit == len(self._drawn):
            return self, None
        while fit and self._drawn[fit].bars and not self._drawn[fit - 1].bars:
            fit -= 1
        if not fit:
            return None, self
        return replace(self, _drawn=self._drawn[:fit]), replace(self, _drawn=self._drawn[fit:], later=True)

    def kept(self) -> "Drawn":
        """The same, to stand on the page where what follows it begins."""
        return replace(self, keep=True)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it, the whole figure's words with its beginning."""
        corners = [x, pen.foot - top - self.height, x + self._width, pen.foot - top]
        layout = {"/O": "/Layout", "/BBox": [round(corner, 2) for corner in corners]}
        figure = pen.tags.element(Role.PICTURE, alt=self._block.alt, layout=layout)
        with pen.tags.repeated() if self.later else figure:
            left, foot = x + self._names, top + self.height - _FOOT
            self._axis(pen, left, top, foot)
            self._today(pen, left, x + self._width, top, foot)
            y = top + _HEAD
            for line in self._drawn:
                self._line(pen, line, x, y)
                y += line.height
            pen.line(x, foot, x + self._width, foot, width=0.6, shade=0.0)

    @property
    def _width(self) -> float:
        return self._setter.paper.width

    @property
    def _names(self) -> float:
        return self._width * _NAMES

    def _today(self, pen: Pen, left: float, right: float, top: float, foot: float) -> None:
        day, said = self._block.today
        if self._block.span[0] <= day <= self._block.span[1]:
            at = self._across(left, day)
            pen.line(at, top + _HEAD - 2, at, foot, width=0.9, shade=0.0)
            self._say(pen, said, at, foot + 1, right)

    def _axis(self, pen: Pen, left: float, top: float, foot: float) -> None:
        """A line at each tick, its words above it unless they would touch those before."""
        taken = left - self._names
        for day, said in self._block.ticks:
            at = self._across(left, day)
            pen.line(at, top + _HEAD - 2, at, foot, width=0.4, shade=_FAINT)
            wide = self._wide(said)
            middle = at if at > left + 1 else left + 6 - wide / 2  # the first leaves room to the next
            if middle - wide / 2 >= taken:
                taken = self._say(pen, said, middle, top, left + self._width - self._names)

    def _say(self, pen: Pen, said: str, middle: float, top: float, right: float) -> float:
        """Words centred at a place but not over the edge; answers where they end, with air."""
        wide = self._wide(said)
        start = min(middle - wide / 2, right - wide)
        self._setter.lines(said, _AXIS, wide).ink(pen, start, top)
        return start + wide + 3

    def _wide(self, said: str) -> float:
        return self._setter.prepare(said, _AXIS).widest + 1

    def _line(self, pen: Pen, line: _Line, x: float, top: float) -> None:
        left, y = x + self._names, top
        if not line.bars:
            pen.line(x, top, x + self._width, top, width=0.4, shade=_FAINT)
            y += _AIR / 2
        for name in line.names:
            name.ink(pen, x, y)
            y += name.height
        if line.bars:
            self._bars(pen, line.events, left, top + _TRACK.leading / 2)
            return
        for mark in marks_of((self._across(left, event.start), event.letter) for event in line.events):
            self._mark(pen, mark, top + _AIR / 2 + _LANE.leading / 2)

    def _mark(self, pen: Pen, mark: _Mark, middle: float) -> None:
        left, top = mark.middle - mark.width / 2, middle - _HIGH / 2
        pen.fill(left, top, mark.width, _HIGH, 1.0 if mark.count == 1 else PALE)
        pen.box(left, top, mark.width, _HIGH, line=0.7, shade=0.0)
        style = _LETTER if mark.count == 1 else _COUNT
        self._setter.lines(mark.said, style, mark.width).ink(pen, left, top)

    def _bars(self, pen: Pen, events: Sequence[TimelineEvent], left: float, middle: float) -> None:
        """The supplies of one medicine: bars first, so that what is only a day is seen on them."""
        for event in events:
            self._bar(pen, event, left, middle)
            self._remains(pen, event, left, middle)
        for event in events:
            at = self._across(left, event.start)
            if event.stopped:
                pen.fill(at - 3, middle - 3, 6, 6, 1.0)
                pen.box(at - 3, middle - 3, 6, 6, line=0.7, shade=0.0)
                pen.line(at - 3, middle - 3, at + 3, middle + 3, width=0.7, shade=0.0)
                pen.line(at - 3, middle + 3, at + 3, middle - 3, width=0.7, shade=0.0)
            elif event.end is None and self._block.span[0] <= event.start:
                pen.ring(at, middle, _DOT, filled=True)

    def _bar(self, pen: Pen, event: TimelineEvent, left: float, middle: float) -> None:
        if event.end is None:
            return
        start, end = self._across(left, event.start), self._across(left, event.end, whole=True)
        pen.fill(start, middle - _BAR / 2, end - start, _BAR, _GREY)
        pen.line(start, middle - _BAR / 2, start, middle + _BAR / 2, width=0.7, shade=0.0)
        if end - start >= _ROOM:
            self._setter.lines(event.letter, _LETTER, _ROOM).ink(
                pen, start + 0.5, middle - _LETTER.leading / 2
            )

    def _remains(self, pen: Pen, event: TimelineEvent, left: float, middle: float) -> None:
        """From today on, or from a day to come on which it begins."""
        if event.counted_to is None:
            return
        start = self._across(left, max(event.start, self._block.today[0]))
        end = self._across(left, event.counted_to, whole=True)
        pen.box(start, middle - _BAR / 2 + 0.3, end - start, _BAR - 0.6, line=0.6, shade=0.0, dash=(1.5, 1.2))

    def _across(self, left: float, day: date, *, whole: bool = False) -> float:
        """Where a day begins, or with ``whole`` ends; what lies outside stands at the edge."""
        first, last = (edge.toordinal() for edge in self._block.span)
        share = (day.toordinal() + whole - first) / (last + 1 - first)
        return left + (self._width - self._names - 6) * min(max(share, 0.0), 1.0)


def marks_of(events: Iterable[tuple[float, str]]) -> list[_Mark]:
    """Events as marks that do not touch; their numbers add up to the events."""
    made: list[_Mark] = []
    for x, letter in sorted(events):
        made.append(_Mark(x, x, 1, letter))
        while (
            len(made) > 1
            and made[-1].middle - made[-2].middle < (made[-1].width + made[-2].width) / 2 + _APART
        ):
            after, before = made.pop(), made.pop()
            made.append(_Mark(before.first, after.last, before.count + after.count, ""))
    return made
