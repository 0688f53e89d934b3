"""The lanes of the timeline on paper: which days the drawing spans, what of each lane is drawn, and the same in words.

The newest years stand in it; what lies outside is counted beside its lane and never left out silently.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from viewer.view.forms.blocks import Lanes, Strip
from viewer.view.pen import Pen
from viewer.view.sheet import Lane, Timeline, TimelineEvent

_YEARS = (5, 10, 20)  # of the calendar on one drawing: the first that leaves out few rows
_FEW = 0.1  # of all
_AHEAD = timedelta(days=366)  # appointments and supplies beyond are counted
_MONTHS, _FEW_MONTHS = 18, 6  # up to so many the axis tells quarters, and months
_TRACKS = 20  # medicines that are drawn
Span = tuple[date, date]


def lanes(pen: Pen, told: Timeline) -> Lanes | None:
    """The drawing; None where nothing has a day."""
    events = [event for lane in told.lanes for event in lane.events]
    if not events:
        return None
    span = _span(events, told.today)
    strips = tuple(_strip(pen, lane, span) for lane in told.lanes if lane.events)
    alt = "; ".join(_in_words(pen, lane, strip) for lane, strip in zip(_filled(told), strips, strict=True))
    return Lanes(strips, span, tuple(_ticks(pen, span)), (told.today, pen.say("today")), alt)


def _filled(told: Timeline) -> list[Lane]:
    return [lane for lane in told.lanes if lane.events]


def _span(events: Sequence[TimelineEvent], today: date) -> Span:
    last = min(max(today, *map(_last_day, events)), today + _AHEAD)
    begins = [date(last.year - years + 1, 1, 1) for years in _YEARS]
    left = (sum(event.start < begin for event in events) for begin in begins)
    few = (begin for begin, out in zip(begins, left, strict=True) if out <= len(events) * _FEW)
    earliest = min(min(event.start for event in events), last)
    return max(earliest.replace(day=1), next(few, begins[-1])), last


def _last_day(event: TimelineEvent) -> date:
    return event.counted_to or event.end or event.start


def _strip(pen: Pen, lane: Lane, span: Span) -> Strip:
    count = pen.speech.number
    if not lane.tracks:
        drawn = tuple(event for event in lane.events if span[0] <= event.start <= span[1])
        return Strip(replace(lane, events=drawn), count(len(lane.events)), _left(pen, lane, drawn))
    seen = [(name, tuple(event for event in bars if _reaches(event, span))) for name, bars in lane.tracks]
    tracks = tuple(track for track in seen if track[1])[:_TRACKS]
    events = tuple(event for _, bars in tracks for event in bars)
    aside = pen.say("{n} medicines, {k} rows", n=count(len(lane.tracks)), k=count(len(lane.events)))
    more = _left(pen, lane, events, len(lane.tracks) - len(tracks))
    return Strip(replace(lane, events=events, tracks=tracks), aside, more)


def _left(pen: Pen, lane: Lane, drawn: Sequence[TimelineEvent], medicines: int = 0) -> str:
    """What of a lane is not drawn; ``medicines`` of which nothing is."""
    rows = pen.speech.number(left) if (left := len(lane.events) - len(drawn)) else ""
    if medicines:
        return pen.say("not drawn: {n} medicines, {k} rows", n=medicines, k=rows)
    return pen.say("{n} rows outside the days seen", n=rows) if rows else ""


def _reaches(event: TimelineEvent, span: Span) -> bool:
    return event.start <= span[1] and _last_day(event) >= span[0]


def _ticks(pen: Pen, span: Span) -> Iterator[tuple[date, str]]:
    """Years; of a short stretch quarters or months, each with its year."""
    months = (span[1].year - span[0].year) * 12 + span[1].month - span[0].month + 1
    step = 1 if months <= _FEW_MONTHS else 3 if months <= _MONTHS else 12
    count = span[0].year * 12 + span[0].month - 1
    for month in range(count, count + months):
        if month % step == 0 or (month == count and step == 12):
            day = date(month // 12, month % 12 + 1, 1)
            year = pen.speech.year(day.year).removeprefix("พ.ศ. ")
            yield (
                day,
                year if day.month == 1 and step == 12 else f"{pen.speech.short_month(day.month)} {year}",
            )


def _in_words(pen: Pen, whole: Lane, strip: Strip) -> str:
    """Of a lane: how many, from when to when, at which facilities; of each medicine the same."""
    parts = [f"{whole.title} {strip.aside}", *([strip.more] if strip.more else [])]
    if strip.lane.tracks:
        parts += [f"{name}: {_days(pen, bars)}" for name, bars in strip.lane.tracks]
    elif strip.lane.events:
        parts.append(_days(pen, strip.lane.events))
    return ", ".join(parts)


def _days(pen: Pen, events: Iterable[TimelineEvent]) -> str:
    found = sorted(events, key=lambda event: event.start)
    first, last = found[0].start, max(map(_last_day, found))
    day = pen.speech.day
    when = day(first) if first == last else pen.say("{first} to {last}", first=day(first), last=day(last))
    places = Counter(event.letter for event in found if event.letter)
    if not places:
        return when
    return f"{when} ({', '.join(f'{letter} {n}' for letter, n in sorted(places.items(), key=_order))})"


def _order(place: tuple[str, int]) -> tuple[int, str]:
    return len(place[0]), place[0]
