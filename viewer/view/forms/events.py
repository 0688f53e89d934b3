"""What the timeline tells as a list on paper, the newest first; rows of one month that are alike stand together.

A record of years fills a book: beyond so many rows the older ones are counted by their kind, vital signs first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from viewer.view.forms.blocks import Block, Heading, Remark, Ruled
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Row, Section, Timeline

_WIDTHS = (16, 18, 53, 13)
_MOST = 80  # rows of the list
_MANY = 4  # rows of a month that are told alike, before they are told together: dialysis is thirteen visits a month


def listed(pen: Pen, told: Timeline) -> list[Block]:
    """The list, and the rows without a usable date below it; what of them is not listed is counted above them."""
    say, events, *undated = pen.say, *told.sheet.sections
    groups, left = _chosen(pen, told, events)
    parts: list[Block] = []
    if groups:
        parts.append(Heading(say("Events, the newest first"), events.caption))
    if left:
        parts.append(
            Remark(say("Not listed below, though drawn or counted above: {list}", list=left), small=False)
        )
    columns = (say("Date"), say("Kind"), say("Details"), say("Facility"))
    rows = tuple(_row(pen, group) for group in groups)
    parts.append(Ruled(Section("events", events.title, columns, rows, empty=events.empty), _WIDTHS))
    for section in undated:
        rows = tuple(_row(pen, [row]) for row in section.rows[:_MOST])
        parts += [
            Heading(section.title, section.caption),
            Ruled(Section("undated", section.title, columns, rows), _WIDTHS),
        ]
        if len(section.rows) > _MOST:
            parts.append(Remark(say("Not listed: {n} more rows", n=len(section.rows) - _MOST)))
    return parts


def _chosen(pen: Pen, told: Timeline, events: Section) -> tuple[list[Sequence[Row]], str]:
    """Rows that are alike together, as many as are listed; and, in words, how many facts of which kind are not."""
    lanes = {event.row: lane.name for lane in told.lanes for event in lane.events}
    facts = Counter(event.row for lane in told.lanes for event in lane.events)
    many = len(events.rows) > _MOST
    places = [at for at in range(len(events.rows)) if not (many and lanes[at] == "vital-signs")]
    groups = sorted(_alike(pen, events.rows, places), key=lambda group: group[0])[:_MOST]
    shown = {at for group in groups for at in group}
    lost = {at for at, lane in lanes.items() if at not in shown and lane != "vital-signs"}
    left: Counter[str] = Counter()
    for at, lane in lanes.items():
        left[lane] += 0 if at in shown else facts[at]
    newest = next((events.rows[at] for at in range(len(events.rows)) if at in lost), None)
    return [[events.rows[at] for at in group] for group in groups], _left(pen, told, left, newest)


def _left(pen: Pen, told: Timeline, left: Mapping[str, int], newest: Row | None) -> str:
    """``newest``: of the rows that are not listed, vital signs apart; a row of several days reaches behind it."""
    parts = [f"{lane.title} {pen.speech.number(left[lane.name])}" for lane in told.lanes if left[lane.name]]
    if newest is not None:
        parts.append(
            pen.say("but for vital signs the list is complete only after {day}", day=newest.cells[0].text)
        )
    return " · ".join(parts)


def _alike(pen: Pen, rows: Sequence[Row], places: Iterable[int]) -> Iterator[Sequence[int]]:
    """The places of rows that a facility tells of one month in the same words, from so many on; of others, each."""
    found: dict[tuple[object, ...], list[int]] = {}
    for at in places:
        row = rows[at]
        exact = row.day if row.day and pen.speech.day(row.day) == row.cells[0].text else None
        said = (*(cell.text for cell in row.cells[1:]), row.marks)
        alike = (*said, exact.year, exact.month) if exact else (at,)
        found.setdefault(alike, []).append(at)
    for group in found.values():
        yield from [group] if len(group) >= _MANY else [[at] for at in group]


def _row(pen: Pen, together: Sequence[Row]) -> Row:
    newest = together[0]
    when, facility, kind, told = (cell.text for cell in newest.cells)
    notes = [newest.cells[3].note, *(mark.word for mark in newest.marks)]
    if len(together) > 1:
        days = [row.day for row in reversed(together) if row.day]
        when = f"{pen.speech.day(days[0])}\n{pen.say('to {day}', day=when)}"
        numbers = ", ".join(str(day.day) for day in days)
        notes.append(pen.say("{n} days: on the {days}", n=len(together), days=numbers))
    letters = dict.fromkeys(note.letter or note.facility for row in together for note in row.sources)
    return Row(
        row_key("event", newest.key),
        (
            Cell(when),
            Cell(kind),
            Cell(told, note=" · ".join(filter(None, notes))),
            Cell(", ".join(filter(None, letters)) or facility),
        ),
    )
