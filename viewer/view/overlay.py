"""Marks that a row carries on whatever sheet it stands: opened though restricted, new, changed, gone at its source.

A row of a sheet may tell of several facts; it is marked when one of them is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from viewer.record.facts import Fact
from viewer.record.news import CHANGED, NEW, NEWS, VANISHED
from viewer.record.values import Remark
from viewer.view.lazy import Rows
from viewer.view.pen import Pen
from viewer.view.sheet import Mark, Row, Section, Shape, Sheet, Tone
from viewer.view.witnesses import witness_rows

_SIGNS = {
    (Shape.TAG, Tone.ACCENT): Shape.RING_DOT, (Shape.NEW, Tone.ACCENT): Shape.NEW,
    (Shape.TAG, Tone.DOUBT): Shape.DASHED_RING,
}  # fmt: skip
_BRIEF = frozenset({"summary", "timeline", "ledger"})  # sheets whose rows open nothing of one fact alone


def marked(sheet: Sheet, pen: Pen) -> Sheet:
    """The sheet with those marks, and who vouches for its rows; the same where there are none."""
    marks = _row_marks(pen)
    vouched = pen if pen.witnesses and sheet.name not in _BRIEF else None
    if not marks and vouched is None:
        return sheet
    return replace(sheet, sections=tuple(_section(section, marks, vouched) for section in sheet.sections))


def carried(pen: Pen, fact: Fact) -> tuple[Mark, ...]:
    """Those marks of a fact that is drawn as a sign: the same words, each kind with a shape of its own."""
    marks = _row_marks(pen)
    if not marks:
        return ()
    told = (mark for one in pen.record.members(fact) for mark in marks.get(one.number, ()))
    return tuple(Mark(_SIGNS[mark.shape, mark.tone], mark.word, mark.tone) for mark in dict.fromkeys(told))


def legend(pen: Pen, drawn: Iterable[Mark]) -> tuple[Mark, ...]:
    """The signs among these, each once, with what it means."""
    words = {
        Shape.RING_DOT: pen.say("Restricted access, opened"),
        Shape.NEW: pen.say("New or changed since it was last asked for"),
        Shape.DASHED_RING: pen.say("The source does not send this row any more"),
    }
    shapes = {mark.shape: mark.tone for mark in drawn}
    return tuple(Mark(shape, word, shapes[shape]) for shape, word in words.items() if shape in shapes)


def _row_marks(pen: Pen) -> dict[int, tuple[Mark, ...]]:
    return pen.once("row marks", pen.record, lambda: _marks(pen))


def _marks(pen: Pen) -> dict[int, tuple[Mark, ...]]:
    """By the number of the fact."""
    opened = Mark(Shape.TAG, pen.say("Restricted access, opened"), Tone.ACCENT)
    found: dict[int, tuple[Mark, ...]] = {row.number: (opened,) for row in pen.restricted if row.opened}
    for fact in pen.record.facts():
        if not fact.remarks:
            continue
        for remark in fact.remarks:
            if remark.code in NEWS:
                found[fact.number] = (*found.get(fact.number, ()), _news(pen, remark))
    return found


def _news(pen: Pen, remark: Remark) -> Mark:
    if remark.code == VANISHED:
        return Mark(Shape.TAG, pen.say("The source does not send this row any more"), Tone.DOUBT)
    clock = pen.speech.clock(datetime.fromisoformat(remark.detail))
    told = {
        NEW: pen.say("New since {clock}", clock=clock),
        CHANGED: pen.say("Changed since {clock}", clock=clock),
    }
    return Mark(Shape.NEW, told[remark.code], Tone.ACCENT)


def _section(section: Section, marks: Mapping[int, tuple[Mark, ...]], vouched: Pen | None) -> Section:
    return replace(section, rows=_rows(section.rows, marks, vouched))


def _rows(rows: Sequence[Row], marks: Mapping[int, tuple[Mark, ...]], vouched: Pen | None) -> Sequence[Row]:
    return Rows(len(rows), lambda at: _row(rows[at], marks, vouched)) if rows else rows


def _row(row: Row, marks: Mapping[int, tuple[Mark, ...]], vouched: Pen | None) -> Row:
    own = dict.fromkeys(mark for note in row.sources for mark in marks.get(note.fact, ()))
    more = tuple(mark for mark in own if mark not in row.marks)
    said = witness_rows(vouched, row.sources) if vouched is not None else ()
    if not own and not said:
        return row
    details = _rows(row.details, marks, None) if own else row.details
    return replace(row, marks=(*more, *row.marks), details=(*details, *said) if said else details)
