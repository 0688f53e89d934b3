"""How one cell of a table is measured and drawn: words, units, marks, source chips, trends, supplies."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPen

from viewer.screen import icons
from viewer.screen.look import Theme
from viewer.screen.typeset import BADGE, TONES, Typeset, paint_badge
from viewer.screen.widgets import cell_words
from viewer.screen.widgets.cell_words import GAP, STATE, SetCell, set_cell
from viewer.screen.widgets.choice_cell import measure_choice, paint_choice
from viewer.screen.widgets.columns import PAD, Axis, Column, Draws
from viewer.screen.widgets.marks import SIDE, paint_mark
from viewer.screen.widgets.trends import SUPPLY, paint_spans, paint_sparkline, paint_supply
from viewer.view.sheet import Mark, Row, Shape, Tone, Trend

CHIP_LINES = 3  # lines of source chips in a row at most
_COUNT_ROOM = 2  # places of chips that the number of further ones takes
STRIP = 14  # px: height of the supplies over time
_WORDED = frozenset({Draws.CELL, Draws.STATE, Draws.PLACE})
_ARROWS = frozenset({Shape.UP, Shape.DOWN})
_TAGS = frozenset({Shape.TAG, Shape.NEW})


def measure(theme: Theme, column: Column, row: Row, width: int) -> int:
    """Height in pixels that this column needs for the row, without the row's padding."""
    if column.draws in _WORDED:
        return _words(theme, column, row, width).height if column.cell < len(row.cells) else 0
    if column.draws is Draws.CHOICE and column.cell < len(row.cells):
        return measure_choice(theme, row.cells[column.cell], width)
    if column.draws is Draws.SOURCES:
        lines, _ = _chips(theme, width, _letters(row))
        return len(lines) * (theme.px(BADGE) + theme.px(GAP))
    if column.draws is Draws.MARKS:
        return len(_worded(row)) * theme.line("small")
    if column.draws is Draws.TREND and row.trend is not None:
        return theme.px(column.tall)
    return 0


def paint(
    painter: QPainter, box: QRect, theme: Theme, column: Column, row: Row, axis: Axis | None, on: bool = False
) -> None:
    """Draw the row's part of this column into ``box``; the ground is already there. ``on``: opened, or ticked."""
    match column.draws:
        case Draws.CELL | Draws.STATE | Draws.PLACE if column.cell < len(row.cells):
            _paint_words(painter, box, theme, column, row)
            if column.supply and axis is not None:
                _paint_left(painter, box, theme, column, row, axis)
        case Draws.CHOICE if column.cell < len(row.cells):
            paint_choice(painter, box, theme, row.cells[column.cell])
        case Draws.OPEN | Draws.CHECK | Draws.SHAPE:
            _paint_sign(painter, box, theme, column, row, on)
        case Draws.MARKS:
            _paint_marks(painter, box, theme, row)
        case Draws.SOURCES:
            _paint_sources(painter, box, theme, _letters(row))
        case Draws.SOURCE:
            _paint_sources(painter, box, theme, [note.letter for note in row.sources if note.letter][:1])
        case Draws.LINK if sent(row):
            paint_link(painter, box, theme, column.words)
        case Draws.TREND if row.trend is not None and axis is not None:
            strip = _middle(box, theme.px(column.tall))
            paint_sparkline(painter, strip, row.trend, (axis.start, axis.end), theme)
        case Draws.SPANS if row.spans and axis is not None:
            strip = _middle(box.adjusted(0, 0, -theme.px(PAD), 0), theme.px(STRIP))
            paint_spans(painter, strip, row.spans, (axis.start, axis.end), axis.today, theme)
        case _:
            pass


def spoken(column: Column, row: Row) -> str:
    """What a screen reader says, and what is copied, for this cell: value with unit, note, source."""
    match column.draws:
        case Draws.CELL | Draws.STATE | Draws.PLACE | Draws.CHOICE if column.cell < len(row.cells):
            cell = row.cells[column.cell]
            after = row.cells[column.after].text if 0 <= column.after < len(row.cells) else ""
            head = " ".join(part for part in (cell.text, cell.unit, cell.code, after) if part)
            below = row.cells[column.below].text if 0 <= column.below < len(row.cells) else ""
            notes = " · ".join(part for part in (cell.note, below) if part)
            return f"{head} ({notes})" if notes else head
        case Draws.SHAPE | Draws.MARKS:
            return " · ".join(mark.word for mark in row.marks if mark.word)
        case Draws.SOURCES | Draws.SOURCE:
            notes_of = (
                " ".join(part for part in (n.letter, n.facility, n.date) if part) for n in row.sources
            )
            return ", ".join(dict.fromkeys(notes_of))
        case Draws.LINK:
            return column.words if sent(row) else ""
        case Draws.OPEN:
            return column.words if sent(row) and not row.details else ""
        case Draws.TREND if row.trend is not None:
            return spoken_trend(row.trend)
        case _:
            return ""


def spoken_trend(trend: Trend) -> str:
    """Every point in words; one that was converted says from what."""
    unit = f" {trend.unit}" if trend.unit else ""
    sent = (*trend.sent, *("" for _ in trend.points))
    return ", ".join(
        f"{day.isoformat()} {value:,.10g}{unit}" + (f" ({was})" if was else "")
        for (day, value), was in zip(trend.points, sent, strict=False)
    )


def tags(row: Row) -> list[Mark]:
    """Marks of a row that are tags (words in an edge), and further marks whose word must not be lost."""
    shaped = [mark for mark in row.marks if mark.shape not in _TAGS | _ARROWS and mark.word]
    return [mark for mark in row.marks if mark.shape in _TAGS and mark.word] + shaped[1:]


def is_new(row: Row) -> bool:
    """Whether the row carries the accent line of what came in this visit."""
    return any(mark.shape is Shape.NEW for mark in row.marks)


def sent(row: Row) -> bool:
    """Whether the row can be opened as its source sent it."""
    return any(note.fact >= 0 for note in row.sources)


def forget() -> None:
    """Drop the cells set so far: a closed record leaves no words behind."""
    cell_words.forget()


def paint_link(painter: QPainter, box: QRect, theme: Theme, words: str) -> None:
    """Words that open what the source sent, underlined, ending at the right."""
    typeset = Typeset(theme, words, size="small")
    x = box.right() + 1 - theme.px(PAD) - typeset.natural_width
    y = box.y() + (box.height() - typeset.height) // 2
    typeset.draw(painter, x, y, "accent")
    base = y + typeset.height - theme.px(3)
    painter.setPen(QPen(theme.colour("accent"), theme.px(1)))
    painter.drawLine(x, base, x + typeset.natural_width, base)


def _words(theme: Theme, column: Column, row: Row, width: int) -> SetCell:
    cell = row.cells[column.cell]
    below = row.cells[column.below] if 0 <= column.below < len(row.cells) else None
    after = row.cells[column.after].text if 0 <= column.after < len(row.cells) else ""
    arrow = next((mark.shape for mark in row.marks if mark.shape in _ARROWS), None) if column.arrow else None
    shown = tuple(tags(row)) if column.marks else ()
    return set_cell(theme, cell, column, width - _before(theme, column, row), shown, arrow, below, after)


def _before(theme: Theme, column: Column, row: Row) -> int:
    """Pixels that a mark or a chip takes beside the words."""
    if column.draws is Draws.PLACE and row.sources and row.sources[0].letter:
        return theme.px(BADGE + 6)
    # At the right edge the mark stands beside the first line only; the second has the whole room below it.
    beside = column.draws is Draws.STATE and not column.right and _shaped(row)
    return theme.px(STATE + 6) if beside else 0


def _paint_words(painter: QPainter, box: QRect, theme: Theme, column: Column, row: Row) -> None:
    made = _words(theme, column, row, box.width())
    before = _before(theme, column, row)
    y = box.y() + (box.height() - made.height) // 2
    line = theme.line(column.size)
    if column.draws is Draws.PLACE and before:
        side = theme.px(BADGE)
        paint_badge(painter, QRect(box.x(), y + (line - side) // 2, side, side), row.sources[0].letter, theme)
    elif column.draws is Draws.STATE:
        side = theme.px(STATE)
        x = box.right() + 1 - theme.px(PAD) - side if column.right else box.x()
        for mark in _shaped(row)[:1]:
            paint_mark(painter, QRect(x, y + (line - side) // 2, side, side), mark.shape, theme)
    made.draw(painter, box.x() + before, y, theme)


def _paint_sign(painter: QPainter, box: QRect, theme: Theme, column: Column, row: Row, on: bool) -> None:
    """What stands in a narrow column of its own: the way to details or to the source, a box, a mark."""
    if column.draws is Draws.SHAPE:
        _paint_shape(painter, box, theme, row)
    elif column.draws is Draws.CHECK:
        if row.trend is not None and row.trend.points:
            _paint_check(painter, box, theme, on)
    elif row.details:
        _paint_icon(painter, box, theme, "chevron-down" if on else "chevron-right", "ink2", 16)
    elif sent(row):
        _paint_icon(painter, box, theme, "scroll-text", "ink3", 14)


def _paint_icon(painter: QPainter, box: QRect, theme: Theme, name: str, tone: str, size: int) -> None:
    side = theme.px(size)
    drawn = icons.pixmap(name, theme.colour(tone).name(), side, painter.device().devicePixelRatioF())
    painter.drawPixmap(box.x() + (box.width() - side) // 2, box.y() + (box.height() - side) // 2, drawn)


def _paint_check(painter: QPainter, box: QRect, theme: Theme, ticked: bool) -> None:
    side = theme.px(14)
    spot = QRect(box.x() + (box.width() - side) // 2, box.y() + (box.height() - side) // 2, side, side)
    painter.setPen(QPen(theme.colour("accent" if ticked else "line2"), theme.px(1)))
    painter.setBrush(theme.colour("accentsoft" if ticked else "surface"))
    painter.drawRoundedRect(spot, theme.px(3), theme.px(3))
    if ticked:
        drawn = icons.pixmap(
            "check", theme.colour("accent").name(), theme.px(12), painter.device().devicePixelRatioF()
        )
        painter.drawPixmap(spot.x() + theme.px(1), spot.y() + theme.px(1), drawn)


def _shaped(row: Row) -> list[Mark]:
    return [mark for mark in row.marks if mark.shape not in _TAGS | _ARROWS]


def _worded(row: Row) -> list[Mark]:
    return [mark for mark in row.marks if mark.shape not in _TAGS and mark.word]


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


def _paint_left(painter: QPainter, box: QRect, theme: Theme, column: Column, row: Row, axis: Axis) -> None:
    """A bar only where days are counted: the words beside it say so in the voice of a fact or of doubt."""
    ends = [span.end for span in row.spans if span.end is not None and span.end >= axis.today]
    if not ends or column.below >= len(row.cells) or row.cells[column.below].tone is Tone.QUIET:
        return
    bar = QRect(0, 0, theme.px(SUPPLY[0]), theme.px(SUPPLY[1]))
    bar.moveTopLeft(box.topLeft())
    bar.moveTop(box.y() + box.height() // 2 + theme.px(8))
    paint_supply(painter, bar, (max(ends) - axis.today).days + 1, theme)


def _letters(row: Row) -> list[str]:
    seen = dict.fromkeys(note.letter for note in row.sources if note.letter)
    return sorted(seen, key=lambda letter: (len(letter), letter))


def _per_line(theme: Theme, width: int) -> int:
    return max(1, (width - theme.px(PAD) + theme.px(GAP)) // (theme.px(BADGE) + theme.px(GAP)))


def _chips(theme: Theme, width: int, letters: list[str]) -> tuple[list[list[str]], str]:
    """The lines of chips, and how many more there are ("+226"; "" none) in the place of the last ones: a row is read
    for its words, and who hovers or listens is told every source.
    """
    per_line = _per_line(theme, width)
    room = min(_COUNT_ROOM, per_line)
    kept, more = letters, ""
    if len(letters) > per_line * CHIP_LINES:
        kept = letters[: per_line * CHIP_LINES - room]
        more = f"+{len(letters) - len(kept)}"
    lines = [kept[at : at + per_line] for at in range(0, len(kept), per_line)]
    return ([*lines, []] if more and room == per_line else lines), more


def _paint_sources(painter: QPainter, box: QRect, theme: Theme, letters: list[str]) -> None:
    side, step = theme.px(BADGE), theme.px(BADGE) + theme.px(GAP)
    lines, more = _chips(theme, box.width(), letters)
    right = box.right() + 1 - theme.px(PAD)
    y = box.y() + (box.height() - len(lines) * step + theme.px(GAP)) // 2
    for line in lines:
        count = more if line is lines[-1] else ""
        room = min(_COUNT_ROOM, _per_line(theme, box.width())) if count else 0
        x = right - (len(line) + room) * step + theme.px(GAP)
        for letter in line:
            paint_badge(painter, QRect(x, y, side, side), letter, theme)
            x += step
        if count:
            words = Typeset(theme, count, size="caption", weight=600)
            words.draw(painter, right - words.natural_width, y + (side - words.height) / 2, "ink2")
        y += step


def _middle(box: QRect, high: int) -> QRect:
    return QRect(box.x(), box.y() + (box.height() - high) // 2, box.width(), high)
