"""Events of one lane as arrays, so that 100,000 of them are culled and counted within a frame.

Events are sorted by start, with a running maximum of their ends (what may still reach into the window); which are seen
is then two binary searches. Marks that would overlap are counted together: no event is ever left out, and the marks'
numbers add up to the number of events seen at every zoom.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from viewer.screen.widgets.timeline_axis import Window
from viewer.view.sheet import Mark, Shape, TimelineEvent

NEAR, NEAR_WIDE, CELL = (
    24.0,
    40.0,
    40.0,
)  # pixels: closer marks merge; three digits need more; long chains are cut
_WIDE_NUMBER = 100
SIGNS = (Shape.RING_DOT, Shape.NEW, Shape.DASHED_RING)  # what an event may carry, a bit each
_NEIGHBOURS = 6  # supplies of one drug further apart in order than this hardly overlap


@dataclass(frozen=True, slots=True)
class Cluster:
    """One mark: at ``x`` (pixels from the window's left), standing for ``count`` events, sorted positions a … b-1."""

    x: float
    count: int
    first: int
    last: int  # exclusive
    letters: tuple[str, ...]
    signs: int = 0  # of all its events


def signs_in(signs: int) -> list[Shape]:
    """The shapes of these bits."""
    return [shape for bit, shape in enumerate(SIGNS) if signs >> bit & 1]


def _sign(marks: Sequence[Mark]) -> int:
    return sum({1 << SIGNS.index(mark.shape) for mark in marks if mark.shape in SIGNS})


@dataclass(frozen=True, slots=True)
class _Marks:
    """All marks of a lane at one scale: n marks, n + 1 bounds, middles in pixels from day 0."""

    scale: float
    bounds: NDArray[np.int64]
    middle: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shares:
    """How the bars of a track share its height: bar i is the ``rank``-th of ``count``; ``until`` = its last day."""

    until: NDArray[np.int64]
    rank: NDArray[np.int64]
    count: NDArray[np.int64]


class LaneIndex:
    """The events of one lane, sorted by start."""

    def __init__(self, events: Sequence[TimelineEvent]) -> None:
        count = len(events)
        starts = np.fromiter((event.start.toordinal() for event in events), np.int64, count)
        order = np.argsort(starts, kind="stable")
        ends = np.fromiter(((event.end or event.start).toordinal() for event in events), np.int64, count)
        counted = (event.counted_to or event.end or event.start for event in events)
        self.starts: NDArray[np.int64] = starts[order]
        self.ends: NDArray[np.int64] = ends[order]
        self.counted: NDArray[np.int64] = np.fromiter((day.toordinal() for day in counted), np.int64, count)[
            order
        ]
        self.reach: NDArray[np.int64] = (
            np.maximum.accumulate(np.maximum(self.ends, self.counted)) if count else starts
        )
        rows = np.fromiter((event.row for event in events), np.int64, count)
        self.rows: NDArray[np.int64] = rows[order]
        self.letters: tuple[str, ...] = tuple(dict.fromkeys(event.letter for event in events))
        place = {letter: index for index, letter in enumerate(self.letters)}
        self.letter: NDArray[np.int64] = np.fromiter(
            (place[event.letter] for event in events), np.int64, count
        )[order]
        self._marks: _Marks | None = None
        self._shares: Shares | None = None
        self._masks: dict[bytes, tuple[str, ...]] = {}
        self.stopped: NDArray[np.bool_] = np.fromiter((event.stopped for event in events), np.bool_, count)[
            order
        ]

        signs = np.fromiter((_sign(event.marks) if event.marks else 0 for event in events), np.int64, count)
        self.signs: NDArray[np.int64] = signs[order]
        self.marks: dict[int, tuple[Mark, ...]] = {
            int(place): events[order[place]].marks for place in np.flatnonzero(self.signs)
        }
        self.signed = bool(self.marks)

    def __len__(self) -> int:
        return len(self.starts)

    def seen(self, window: Window) -> tuple[int, int]:
        """Sorted positions a, b: every event that touches the window lies within a … b-1."""
        first = int(np.searchsorted(self.reach, int(window.start), side="left"))
        last = int(np.searchsorted(self.starts, window.end, side="right"))
        return min(first, last), last

    def beyond(self, window: Window) -> int:
        """How many events lie wholly outside the window."""
        last = np.maximum(self.ends, self.counted)
        return int(np.count_nonzero((last < int(window.start)) | (self.starts >= window.end)))

    def clusters(self, window: Window) -> list[Cluster]:
        """The marks of a lane of points that touch the window, left to right."""
        marks = self._marks_at(window.scale)
        shift = window.start * window.scale
        first = int(np.searchsorted(marks.middle, shift - NEAR_WIDE))
        last = int(np.searchsorted(marks.middle, shift + window.pixels + NEAR_WIDE))
        bounds = marks.bounds[first : last + 1]
        letters = self._letters(bounds) if last > first else []
        signs = (
            np.bitwise_or.reduceat(self.signs, bounds[:-1]).tolist() if self.signed and last > first else None
        )
        return [
            Cluster(
                float(marks.middle[first + n]) - shift, int(b - a), int(a), int(b), letters[n],
                signs[n] if signs else 0,
            )
            for n, (a, b) in enumerate(pairwise(bounds))
        ]  # fmt: skip

    def signed_between(self, first: int, last: int) -> Iterator[int]:
        """The sorted positions first … last-1 of events that carry a sign."""
        return (first + int(place) for place in np.flatnonzero(self.signs[first:last]))

    def lasting(self, day: float) -> list[int]:
        """The sorted positions of the events that last on a day; what is counted to remain is part of them."""
        until = np.maximum(self.ends, self.counted)
        return np.flatnonzero((self.starts <= day) & (until >= int(day))).tolist()

    def _marks_at(self, scale: float) -> "_Marks":
        """All marks at a scale. They are fixed in time, not in the window: panning changes no number."""
        if self._marks is None or self._marks.scale != scale:
            near = NEAR
            bounds, middle = self._bounds(scale, near)
            if len(bounds) > 1 and int(np.diff(bounds).max()) >= _WIDE_NUMBER:
                near = NEAR_WIDE
                bounds, middle = self._bounds(scale, near)
            self._marks = _Marks(scale, bounds, middle)
        return self._marks

    def _bounds(self, scale: float, near: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Positions where one mark ends and the next begins, both ends included, and each mark's middle in pixels.

        Events nearer than ``near`` pixels are one chain; a chain longer than a cell is cut at cells fixed in time.
        """
        x = np.asarray((self.starts + 0.5) * scale, np.float64)
        if not len(x):
            return np.zeros(1, np.int64), x
        breaks = np.diff(x) >= near
        opens = np.flatnonzero(np.concatenate(([True], breaks)))
        closes = np.concatenate((opens[1:] - 1, [len(x) - 1]))
        chain = np.concatenate(([0], np.cumsum(breaks)))
        long = ((x[closes] - x[opens]) > CELL)[chain]
        cell = np.where(long, np.floor(x / CELL), 0).astype(np.int64)
        changes = np.flatnonzero((np.diff(chain) != 0) | (np.diff(cell) != 0)) + 1
        bounds = np.concatenate(([0], changes, [len(x)]))
        heads, tails = bounds[:-1], bounds[1:] - 1
        return bounds, np.where(long[heads], (cell[heads] + 0.5) * CELL, (x[heads] + x[tails]) / 2)

    def _letters(self, bounds: NDArray[np.int64]) -> list[tuple[str, ...]]:
        """The facilities inside each of these marks, in letter order."""
        marks, kinds = len(bounds) - 1, len(self.letters)
        mark = np.repeat(np.arange(marks), np.diff(bounds))
        letter = self.letter[bounds[0] : bounds[-1]]
        found = np.bincount(mark * kinds + letter, minlength=marks * kinds).reshape(marks, kinds) > 0
        return [self._named(row.tobytes()) for row in found]

    def _named(self, present: bytes) -> tuple[str, ...]:
        """Letters by a mask of them; the same few masks come again and again."""
        known = self._masks.get(present)
        if known is None:
            letters = (letter for letter, there in zip(self.letters, present, strict=True) if there)
            known = self._masks[present] = tuple(sorted(letters))
        return known

    def shares(self) -> Shares:
        """Supplies of several places that overlap split the height, in letter order. The same at every zoom."""
        if self._shares is None:
            until = np.maximum(self.ends, self.counted)
            own = np.left_shift(np.int64(1), self.letter % 62)
            met = own.copy()
            for apart in range(1, min(_NEIGHBOURS, len(self) - 1) + 1):
                touch = (
                    (self.starts[apart:] <= until[:-apart]) & ~self.stopped[apart:] & ~self.stopped[:-apart]
                )
                met[:-apart] |= np.where(touch, own[apart:], 0)
                met[apart:] |= np.where(touch, own[:-apart], 0)
            below = np.bitwise_count(met & (own - 1)).astype(np.int64)
            self._shares = Shares(until, below, np.bitwise_count(met).astype(np.int64))
        return self._shares

    def rows_between(self, first_day: float, last_day: float) -> list[int]:
        """Rows of the events that touch the days first … last (both included)."""
        a = int(np.searchsorted(self.reach, first_day, side="left"))
        b = int(np.searchsorted(self.starts, last_day, side="right"))
        touching = np.maximum(self.ends[a:b], self.starts[a:b]) >= first_day
        return [int(row) for row in self.rows[a:b][touching]]

    def rows_starting(self, first_day: float, last_day: float) -> list[int]:
        """Rows of the events that begin within the days first … last (both included)."""
        a = int(np.searchsorted(self.starts, first_day, side="left"))
        b = int(np.searchsorted(self.starts, last_day, side="right"))
        return [int(row) for row in self.rows[a:b]]


def histogram(indexes: Sequence[LaneIndex], window: Window, bars: int) -> NDArray[np.float64]:
    """For the minimap: square root of the number of events in each of ``bars`` equal stretches of the window."""
    total = np.zeros(bars)
    for index in indexes:
        place = ((index.starts - window.start) / window.days * bars).astype(np.int64)
        inside = place[(place >= 0) & (place < bars)]
        total += np.bincount(inside, minlength=bars)[:bars]
    return np.sqrt(total)
