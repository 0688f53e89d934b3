"""Where each lane and each named track stands in the timeline, in pixels from the top of the lanes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

from viewer.screen.look import Theme
from viewer.screen.widgets.timeline_index import LaneIndex
from viewer.view.sheet import Lane

LABELS, AXIS, LANE, TRACK = 176, 30, 34, 18  # px at 100 %


@dataclass(frozen=True, slots=True)
class Band:
    """One horizontal band: a lane of marks, or one named track of bars under its lane."""

    lane: Lane
    top: int
    height: int
    index: LaneIndex
    track: str = ""  # name of the track; "" = the lane itself
    bars: bool = False  # the lane is a heading over its tracks and draws no marks of its own
    more: int = 0  # > 0: this band says "n more" instead of drawing

    def rect(self, width: int, scrolled: int) -> QRect:
        """The band in a widget of this width, scrolled down by so many pixels."""
        return QRect(0, self.top - scrolled, width, self.height)


@dataclass(frozen=True, slots=True)
class Indexed:
    """A lane with its events indexed once."""

    lane: Lane
    index: LaneIndex
    tracks: tuple[tuple[str, LaneIndex], ...]

    @classmethod
    def of(cls, lane: Lane) -> "Indexed":
        """Index a lane and its tracks."""
        return cls(
            lane, LaneIndex(lane.events), tuple((name, LaneIndex(events)) for name, events in lane.tracks)
        )


def bands(lanes: Sequence[Indexed], theme: Theme, room: int, *, unfolded: bool) -> tuple[Band, ...]:
    """Bands from top to bottom. Tracks that do not fit in ``room`` fold into one "n more" band unless unfolded."""
    heads = sum(theme.px(22 if lane.tracks else LANE) for lane in lanes)
    names = sum(len(lane.tracks) for lane in lanes)
    fit = max(3, (room - heads) // theme.px(TRACK))
    fold = not unfolded and names > fit
    return tuple(_stack(lanes, theme, fit - 1 if fold else names))


def _stack(lanes: Sequence[Indexed], theme: Theme, most: int) -> Iterator[Band]:
    top = 0
    for item in lanes:
        head = theme.px(22 if item.tracks else LANE)
        yield Band(item.lane, top, head, item.index, bars=bool(item.tracks))
        top += head
        for place, (name, index) in enumerate(item.tracks):
            if place >= most:
                yield Band(item.lane, top, theme.px(TRACK), index, bars=True, more=len(item.tracks) - most)
                top += theme.px(TRACK)
                break
            yield Band(item.lane, top, theme.px(TRACK), index, name)
            top += theme.px(TRACK)
        if item.tracks:
            top += theme.px(5)
