"""The detail of an opened row, over the whole width: arrow, chips, date, words, place, the way to its source."""

from msgspec.structs import replace
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from viewer.screen import icons
from viewer.screen.look import Theme
from viewer.screen.typeset import BADGE, Run, Typeset, advance, paint_badge
from viewer.screen.widgets.cell_words import GAP, SetCell, set_cell
from viewer.screen.widgets.cells import paint_link, sent, tags
from viewer.screen.widgets.columns import PAD, Column
from viewer.view.sheet import Row

INDENT, LEAST = 30, 27  # px
_HEAD, _HEAD_MOST = 96, 260  # px of the first cell: as wide as it needs between the two
_PLACE = 210
_WORDS = Column("", size="small", marks=True)


def measure_detail(theme: Theme, row: Row, width: int, link: str) -> int:
    """Height of a detail at a width."""
    head, words = _texts(theme, row, width, link)
    return max(theme.px(LEAST), max(head.height, words.height if words else 0) + theme.px(5))


def paint_detail(painter: QPainter, box: QRect, row: Row, theme: Theme, link: str) -> None:
    """Draw it into ``box``; the ground is already there."""
    head, words = _texts(theme, row, box.width(), link)
    line, top = theme.line("small"), box.y() + theme.px(3)
    x = box.x() + theme.px(INDENT)
    side = theme.px(14)
    arrow = icons.pixmap(
        "corner-down-right", theme.colour("ink3").name(), side, painter.device().devicePixelRatioF()
    )
    painter.drawPixmap(x, top + (line - side) // 2, arrow)
    x += theme.px(22)
    for letter in _letters(row):
        high = theme.px(BADGE)
        paint_badge(painter, QRect(x, top + (line - high) // 2, high, high), letter, theme)
        x += high + theme.px(GAP)
    x += theme.px(4)
    head.draw(painter, x, top, "ink2" if len(row.cells) > 2 else "ink")
    if words is not None:
        words.draw(painter, x + _head_width(theme, row) + theme.px(12), top, theme)
    right = box.right() + 1
    if sent(row) and link:
        paint_link(painter, QRect(box.x(), top, box.width(), line), theme, link)
        right -= _link_width(theme, link)
    if len(row.cells) > 2:
        place = Typeset(theme, row.cells[2].text, size="small", width=theme.px(_PLACE), max_lines=1)
        place.draw(painter, right - theme.px(PAD) - place.natural_width, top, "ink2")


def on_link(theme: Theme, row: Row, width: int, x: int, link: str) -> bool:
    """Whether a click at ``x`` of a detail falls on the way to its source."""
    return bool(link) and sent(row) and x >= width - _link_width(theme, link)


def spoken_detail(row: Row) -> str:
    """What a screen reader says of a detail."""
    told = (" ".join(part for part in (cell.text, cell.unit, cell.note) if part) for cell in row.cells)
    return " · ".join(part for part in told if part)


def _texts(theme: Theme, row: Row, width: int, link: str) -> tuple[Typeset, SetCell | None]:
    start = theme.px(INDENT + 22 + 4) + len(_letters(row)) * theme.px(BADGE + GAP)
    first = _head_width(theme, row)
    dated = len(row.cells) > 2
    head = Typeset(
        theme, [Run(row.cells[0].text if row.cells else "")], size="small", weight=None if dated else 600,
        width=first,
    )  # fmt: skip
    if len(row.cells) < 2:
        return head, None
    room = width - start - first - theme.px(12)
    if sent(row) and link:
        room -= _link_width(theme, link)
    if dated and row.cells[2].text:
        room -= min(theme.px(_PLACE), advance(theme, row.cells[2].text, "small")) + theme.px(PAD)
    words = replace(row.cells[1], number=False)  # numbers stand beside their dates here, not under each other
    return head, set_cell(theme, words, _WORDS, max(room, theme.px(80)), tuple(tags(row)))


def _head_width(theme: Theme, row: Row) -> int:
    if not row.cells:
        return 0
    wanted = advance(theme, row.cells[0].text, "small", 600)
    return max(theme.px(_HEAD), min(wanted, theme.px(_HEAD_MOST)))


def _link_width(theme: Theme, link: str) -> int:
    return advance(theme, link, "small") + theme.px(PAD + 12)


def _letters(row: Row) -> list[str]:
    return list(dict.fromkeys(note.letter for note in row.sources if note.letter))
