"""Where each lane and each named track stands in the timeline, in pixels from the top of the lanes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

from viewer.screen.look import Theme
from viewer.screen.widgets.timeline_index import LaneIndex
from viewer.view.sheet import Lane

LABELS, AXIS, LANE, HEADING, TRACK, BELOW = 176, 30, 30, 22, 18, 5  # px at 100 %
TIGHTER = ((6, 23), (5, 28))  # with more lanes than so many they are so high


@dataclass(frozen=True, slots=True)
class Band:
    """One horizontal band: a lane of marks, or one named track of bars under its lane."""

    lane: Lane
    top: int
    height: int
    index: LaneIndex
    track: str = ""  # name of the track; "" = the lane itself
    bars: bool = False  # the lane is a heading over its tracks and draws no marks of its own
    names: int = 0  # tracks below the heading
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


def bands(
    lanes: Sequence[Indexed], theme: Theme, room: int, *, unfolded: bool, track: int = TRACK
) -> tuple[Band, ...]:
    """Bands from top to bottom. Tracks that do not fit in ``room`` fold into one "n more" band unless unfolded."""
    names = sum(len(lane.tracks) for lane in lanes)
    fit = max(3, (room - heads_height(lanes, theme)) // theme.px(track))
    fold = not unfolded and names > fit
    return tuple(_stack(lanes, theme, fit - 1 if fold else names, theme.px(track)))


def heads_height(lanes: Sequence[Indexed], theme: Theme) -> int:
    """Height of all lanes without their tracks."""
    return sum(
        theme.px(HEADING) + theme.px(BELOW) if lane.tracks else _lane_height(lanes, theme) for lane in lanes
    )


def whole_height(lanes: Sequence[Indexed], theme: Theme, track: int = TRACK) -> int:
    """Height at which every track is seen."""
    return heads_height(lanes, theme) + sum(len(lane.tracks) for lane in lanes) * theme.px(track)


def _lane_height(lanes: Sequence[Indexed], theme: Theme) -> int:
    return theme.px(next((high for many, high in TIGHTER if len(lanes) > many), LANE))


def _stack(lanes: Sequence[Indexed], theme: Theme, most: int, track: int) -> Iterator[Band]:
    top = 0
    for item in lanes:
        head = theme.px(HEADING) if item.tracks else _lane_height(lanes, theme)
        yield Band(item.lane, top, head, item.index, bars=bool(item.tracks), names=len(item.tracks))
        top += head
        for place, (name, index) in enumerate(item.tracks):
            if place >= most:
                yield Band(item.lane, top, track, index, bars=True, more=len(item.tracks) - most)
                top += track
                break
            yield Band(item.lane, top, track, index, name)
            top += track
        if item.tracks:
            top += theme.px(BELOW)
