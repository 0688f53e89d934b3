"""How one cell of a table is measured and drawn: words with a second line, units, marks, source chips, trends."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from viewer.screen import icons
from viewer.screen.look import Theme
from viewer.screen.typeset import BADGE, TONES, Run, Typeset, paint_badge
from viewer.screen.widgets.labels import paint_tag, tag_height, tag_width
from viewer.screen.widgets.marks import SIDE, paint_mark
from viewer.screen.widgets.trends import SPARK, paint_spans, paint_sparkline
from viewer.view.sheet import Cell, Mark, Row, Shape, Tone

PAD = 8
_GAP = 4


class Draws(StrEnum):
    """What a column draws of a row."""

    CELL = "cell"  # words of row.cells[cell]
    OPEN = "open"  # the chevron of rows with details
    SHAPE = "shape"  # the worst mark without its word (the tooltip has it)
    MARKS = "marks"  # marks with their words
    SOURCES = "sources"  # facility chips: always the last column
    TREND = "trend"  # a sparkline
    SPANS = "spans"  # supplies over time


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``width`` in pixels at 100 %; 0 = takes the rest (shared by ``stretch``)."""

    title: str
    width: int = 0
    draws: Draws = Draws.CELL
    cell: int = 0
    weight: int | None = None  # weight of the first line
    size: str = "base"
    stretch: int = 1
    marks: bool = False  # tags (Shape.TAG, Shape.NEW) of the row are drawn after the words of this cell


@dataclass(frozen=True, slots=True)
class Axis:
    """The one time axis that sparklines and supply bars of a table share."""

    start: date
    end: date
    today: date


def measure(theme: Theme, column: Column, row: Row, width: int) -> int:
    """Height in pixels that this column needs for the row, without the row's padding."""
    if column.draws is Draws.CELL and column.cell < len(row.cells):
        first, note = _paragraphs(theme, row.cells[column.cell], column, _room(theme, column, row, width))
        return first.height + (note.height if note else 0)
    if column.draws is Draws.SOURCES:
        each = theme.px(BADGE) + theme.px(_GAP)
        per_line = max(1, (width - theme.px(PAD)) // each)
        letters = len(_letters(row))
        return -(-letters // per_line) * each if letters else 0
    if column.draws is Draws.MARKS:
        return len(_worded(row)) * theme.line("small")
    if column.draws is Draws.TREND and row.trend is not None:
        return theme.px(SPARK[1])
    return 0


def paint(
    painter: QPainter, box: QRect, theme: Theme, column: Column, row: Row, axis: Axis | None, opened: bool
) -> None:
    """Draw the row's part of this column into ``box``; the ground is already there."""
    match column.draws:
        case Draws.CELL:
            _paint_words(painter, box, theme, column, row)
        case Draws.OPEN if row.details:
            _paint_chevron(painter, box, theme, opened)
        case Draws.SHAPE:
            _paint_shape(painter, box, theme, row)
        case Draws.MARKS:
            _paint_marks(painter, box, theme, row)
        case Draws.SOURCES:
            _paint_sources(painter, box, theme, row)
        case Draws.TREND if row.trend is not None and axis is not None:
            paint_sparkline(
                painter, _middle(box, theme.px(SPARK[1])), row.trend, (axis.start, axis.end), theme
            )
        case Draws.SPANS if row.spans and axis is not None:
            strip = _middle(box.adjusted(0, 0, -theme.px(PAD), 0), theme.px(16))
            paint_spans(painter, strip, row.spans, (axis.start, axis.end), axis.today, theme)
        case _:
            pass


def spoken(column: Column, row: Row) -> str:
    """What a screen reader says, and what is copied, for this cell: value with unit, note, source."""
    match column.draws:
        case Draws.CELL if column.cell < len(row.cells):
            cell = row.cells[column.cell]
            head = " ".join(part for part in (cell.text, cell.unit, cell.code) if part)
            return f"{head} ({cell.note})" if cell.note else head
        case Draws.SHAPE | Draws.MARKS:
            return " · ".join(mark.word for mark in row.marks if mark.word)
        case Draws.SOURCES:
            notes = (" ".join(part for part in (n.letter, n.facility, n.date) if part) for n in row.sources)
            return ", ".join(dict.fromkeys(notes))
        case Draws.TREND if row.trend is not None:
            unit = f" {row.trend.unit}" if row.trend.unit else ""
            return ", ".join(f"{day.isoformat()} {value:g}{unit}" for day, value in row.trend.points)
        case _:
            return ""


def tags(row: Row) -> list[Mark]:
    """Marks of a row that are tags: words in an edge."""
    return [mark for mark in row.marks if mark.shape in {Shape.TAG, Shape.NEW} and mark.word]


def is_new(row: Row) -> bool:
    """Whether the row carries the accent line of what came in this visit."""
    return any(mark.shape is Shape.NEW for mark in row.marks)


def forget() -> None:
    """Drop the cells set so far: a closed record leaves no words behind."""
    _paragraphs.cache_clear()


@lru_cache(maxsize=4096)
def _paragraphs(theme: Theme, cell: Cell, column: Column, room: int) -> tuple[Typeset, Typeset | None]:
    colour, weight = TONES[cell.tone]
    runs = [Run(cell.text, colour if cell.tone is not Tone.PLAIN else "")]
    if cell.unit:
        runs.append(Run(f" {cell.unit}", "ink3", 400, "caption"))
    if cell.code:
        runs.append(Run(f" {cell.code}", "ink3", 400, "caption"))
    heavy = column.weight or weight or (600 if cell.number else None)
    width = max(1, room)
    first = Typeset(theme, runs, size=column.size, weight=heavy, width=width)
    note = Typeset(theme, cell.note, size="small", width=width) if cell.note else None
    return first, note


def _room(theme: Theme, column: Column, row: Row, width: int) -> int:
    room = width - theme.px(PAD)
    if column.marks:
        taken = sum(tag_width(theme, mark.word) + theme.px(_GAP * 2) for mark in tags(row))
        room = max(theme.px(60), room - taken)
    return room


def _paint_words(painter: QPainter, box: QRect, theme: Theme, column: Column, row: Row) -> None:
    if column.cell >= len(row.cells):
        return
    cell = row.cells[column.cell]
    first, note = _paragraphs(theme, cell, column, _room(theme, column, row, box.width()))
    high = first.height + (note.height if note else 0)
    y = box.y() + (box.height() - high) / 2
    x = box.x()
    edge = box.right() - theme.px(PAD) + 1
    first.draw(painter, edge - first.natural_width if cell.number else x, y)
    if column.marks:
        left = x + first.natural_width + theme.px(_GAP * 2)
        for mark in tags(row):
            wide, high_tag = tag_width(theme, mark.word), tag_height(theme)
            spot = QRect(left, round(y + (theme.line(column.size) - high_tag) / 2), wide, high_tag)
            tone = Tone.ACCENT if mark.shape is Shape.NEW else mark.tone
            paint_tag(painter, spot, mark.word, tone, theme)
            left += wide + theme.px(_GAP)
    if note:
        note.draw(painter, edge - note.natural_width if cell.number else x, y + first.height, "ink2")


def _paint_chevron(painter: QPainter, box: QRect, theme: Theme, opened: bool) -> None:
    side = theme.px(16)
    name = "chevron-down" if opened else "chevron-right"
    drawn = icons.pixmap(name, theme.colour("ink2").name(), side, painter.device().devicePixelRatioF())
    painter.drawPixmap(box.x() + (box.width() - side) // 2, box.y() + (box.height() - side) // 2, drawn)


def _shaped(row: Row) -> list[Mark]:
    return [mark for mark in row.marks if mark.shape not in {Shape.TAG, Shape.NEW}]


def _worded(row: Row) -> list[Mark]:
    return [mark for mark in _shaped(row) if mark.word]


def _paint_shape(painter: QPainter, box: QRect, theme: Theme, row: Row) -> None:
    for mark in _shaped(row)[:1]:
        side = theme.px(SIDE)
        spot = QRect(box.x() + (box.width() - side) // 2, box.y() + (box.height() - side) // 2, side, side)
        paint_mark(painter, spot, mark.shape, theme)


def _paint_marks(painter: QPainter, box: QRect, theme: Theme, row: Row) -> None:
    worded = _worded(row)
    high, side = theme.line("small"), theme.px(14)
    y = box.y() + (box.height() - len(worded) * high) / 2
    for mark in worded:
        paint_mark(painter, QRect(box.x(), round(y + (high - side) / 2), side, side), mark.shape, theme)
        colour, weight = TONES[mark.tone]
        room = box.width() - side - theme.px(6) - theme.px(PAD)
        typeset = Typeset(theme, mark.word, size="small", weight=weight, width=room, max_lines=1)
        typeset.draw(painter, box.x() + side + theme.px(6), y, colour)
        y += high


def _letters(row: Row) -> list[str]:
    seen = dict.fromkeys(note.letter for note in row.sources if note.letter)
    return sorted(seen, key=lambda letter: (len(letter), letter))


def _paint_sources(painter: QPainter, box: QRect, theme: Theme, row: Row) -> None:
    letters = _letters(row)
    side, step = theme.px(BADGE), theme.px(BADGE) + theme.px(_GAP)
    per_line = max(1, (box.width() - theme.px(PAD)) // step)
    lines = [letters[at : at + per_line] for at in range(0, len(letters), per_line)]
    y = box.y() + (box.height() - len(lines) * step + theme.px(_GAP)) // 2
    for line in lines:
        x = box.right() + 1 - theme.px(PAD) - len(line) * step + theme.px(_GAP)
        for letter in line:
            paint_badge(painter, QRect(x, y, side, side), letter, theme)
            x += step
        y += step


def _middle(box: QRect, high: int) -> QRect:
    return QRect(box.x(), box.y() + (box.height() - high) // 2, box.width(), high)
