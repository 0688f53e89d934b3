"""A cell that holds a choice: a box with icon and word, as a drop-down has, and below it what was noted."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from viewer.screen import icons
from viewer.screen.look import Theme
from viewer.screen.typeset import Typeset
from viewer.screen.widgets.columns import PAD
from viewer.view.sheet import Cell, Tone

HIGH, _ICON, _GAP, _INSIDE = 28, 14, 6, 8  # px
_EDGES = {Tone.ACCENT: ("accentsoft", "accent", "ink"), Tone.DOUBT: ("ambersoft", "amberline", "amberink")}
_OPEN = ("surface", "line2", "ink2")


def measure_choice(theme: Theme, cell: Cell, width: int) -> int:
    """Height in pixels."""
    room = max(1, width - theme.px(PAD))
    return max(theme.px(HIGH), _words(theme, cell, room).height + theme.px(4)) + _note_height(
        theme, cell, room
    )


def paint_choice(painter: QPainter, box: QRect, theme: Theme, cell: Cell) -> None:
    """The box in the middle of the row, its words kept whole."""
    room = max(1, box.width() - theme.px(PAD))
    words = _words(theme, cell, room)
    high = max(theme.px(HIGH), words.height + theme.px(4))
    below = _note_height(theme, cell, room)
    top = box.y() + max(0, (box.height() - high - below) // 2)
    ground, edge, ink = _EDGES.get(cell.tone, _OPEN)
    stroke = theme.px(1)
    painter.setPen(QPen(theme.colour(edge), stroke))
    painter.setBrush(theme.colour(ground))
    frame = QRectF(box.x(), top, room, high).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    painter.drawRoundedRect(frame, theme.px(4), theme.px(4))
    x = box.x() + theme.px(_INSIDE)
    middle, side = top + high / 2, theme.px(_ICON)
    if cell.icon:
        _icon(painter, theme, cell.icon, ink, QRect(x, round(middle - side / 2), side, side))
        x += side + theme.px(_GAP)
    words.draw(painter, x, middle - words.height / 2, ink)
    arrow = QRect(box.x() + room - side - theme.px(_GAP), round(middle - side / 2), side, side)
    _icon(painter, theme, "chevron-down", "ink2", arrow)
    if cell.note:
        note = Typeset(theme, cell.note, size="caption", width=room)
        note.draw(painter, box.x(), top + high, "amberink" if cell.tone is Tone.DOUBT else "ink2")


def _words(theme: Theme, cell: Cell, room: int) -> Typeset:
    taken = 2 * _INSIDE + _ICON + _GAP + (_ICON + _GAP if cell.icon else 0)
    width = max(1, room - theme.px(taken))
    heavy = 500 if cell.tone in _EDGES else None
    return Typeset(theme, cell.text, size="small", weight=heavy, width=width)


def _note_height(theme: Theme, cell: Cell, room: int) -> int:
    return Typeset(theme, cell.note, size="caption", width=room).height if cell.note else 0


def _icon(painter: QPainter, theme: Theme, name: str, ink: str, box: QRect) -> None:
    drawn = icons.pixmap(name, theme.colour(ink).name(), box.width(), painter.device().devicePixelRatioF())
    painter.drawPixmap(box.topLeft(), drawn)
