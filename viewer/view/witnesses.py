"""Who told or recorded a row, below the row itself: what a Provenance says of whom, when, and from what.

A Provenance is listed as a row of its own, too. One that is restricted is told nowhere.
"""

from collections.abc import Iterable, Iterator

from viewer.record.others import Other, Part
from viewer.view.other_telling import line_words, part_words
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Row, SourceNote
from viewer.view.telling import tell

_MOST = 8  # told below one row; the list has all


def witness_rows(pen: Pen, sources: Iterable[SourceNote]) -> tuple[Row, ...]:
    """The details to stand below a row with these sources; () where nobody vouches for any of them."""
    notes = {note.fact: note for note in sources}
    found: dict[int, tuple[Other, list[SourceNote]]] = {}
    for number, note in notes.items():
        for row in pen.witnesses.get(number, ()):
            found.setdefault(row.number, (row, []))[1].append(note)
    told = list(found.values())
    rows = [_row(pen, row, of if len(notes) > 1 else ()) for row, of in told[:_MOST]]
    if len(told) > _MOST:
        rows.append(_more(pen, told[0][0], len(told) - _MOST))
    return tuple(rows)


def _row(pen: Pen, row: Other, of: Iterable[SourceNote]) -> Row:
    """One Provenance. ``of``: which of several sources it speaks of, where the row above tells of several."""
    agents = [_agent(pen, part) for part in row.parts if part.kind == "agent"]
    words = "; ".join(filter(None, agents))
    note = (
        *(pen.say("about {what}", what=_named(one)) for one in of),
        tell(pen, row) if words and row.words else "",
        *line_words(pen, (line for line in row.lines if line.label != "for")),
        *_entities(pen, row),
        row.note,
    )
    return Row(
        key=pen.key(row, "witness"),
        cells=(
            Cell(pen.say("Told or recorded by")),
            Cell(words or tell(pen, row), note=" · ".join(filter(None, note))),
            Cell(pen.facility(row)),
        ),
        marks=pen.marks(row),
        sources=(pen.source(row),),
    )


def _agent(pen: Pen, part: Part) -> str:
    name, told = part_words(pen, part)
    return f"{name} ({told})" if told else name


def _entities(pen: Pen, row: Other) -> Iterator[str]:
    for part in row.parts:
        if part.kind == "source":
            name, told = part_words(pen, part)
            yield pen.say("from {what}", what=f"{name} ({told})" if told else name)


def _named(note: SourceNote) -> str:
    return " ".join(filter(None, (note.type, note.date, note.facility)))


def _more(pen: Pen, first: Other, count: int) -> Row:
    return Row(
        key=pen.key(first, "witness", "more"),
        cells=(
            Cell(pen.say("Told or recorded by")),
            Cell(pen.say("{n} more, listed under where data came from", n=count)),
        ),
    )
