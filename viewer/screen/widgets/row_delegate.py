"""How a line of a table is drawn: ground, divider, the accent line of what is new, its cells, the focus ring."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.screen.look import Theme
from viewer.screen.typeset import Typeset
from viewer.screen.widgets.cells import is_new, paint
from viewer.screen.widgets.columns import PAD, Axis, Column, Draws
from viewer.screen.widgets.detail_line import paint_detail
from viewer.screen.widgets.rows import Entry, RowModel

GROUP_HEAD = 22
_BARE = {Draws.OPEN, Draws.SHAPE, Draws.CHECK, Draws.SOURCES, Draws.SOURCE, Draws.LINK}


@dataclass(slots=True)
class Drawn:
    """What table and delegate both look at while drawing."""

    theme: Theme
    rows: RowModel
    axis: Axis | None = None
    opened: frozenset[str] = frozenset()  # keys of rows whose details are open
    ticked: frozenset[str] = frozenset()  # keys of rows whose box is ticked
    hovered: int = -1
    link: str = ""  # words of the way to a source, at the end of a detail
    width: int = 0  # of the table's window: lines that span all columns stay within it


class RowDelegate(QStyledItemDelegate):
    """Draws one cell at a time."""

    def __init__(self, drawn: Drawn, parent: QObject) -> None:
        super().__init__(parent)
        self._drawn = drawn

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell, the head of a group, or a detail over the whole width."""
        drawn, theme = self._drawn, self._drawn.theme
        entry = drawn.rows.entries[index.row()]
        fields: Any = option  # the stub leaves out rect and state
        box: QRect = fields.rect
        if entry.row is None:
            paint_group_head(painter, self._whole(box), entry, theme)
            return
        chosen = bool(fields.state & QStyle.StateFlag.State_Selected)
        column = drawn.rows.columns[index.column()]
        ground = self._ground(entry, column, index.row(), chosen=chosen)
        if entry.depth:
            box = self._whole(box)
        painter.save()
        painter.fillRect(box, theme.colour(ground))
        painter.fillRect(_under(box, theme), theme.colour("line"))
        if entry.depth:
            paint_detail(painter, box, entry.row, theme, drawn.link)
        else:
            if index.column() == 0 and is_new(entry.row):
                painter.fillRect(QRect(box.x(), box.y(), theme.px(3), box.height()), theme.colour("accent"))
            inner = box.adjusted(theme.px(indent(index.column(), column)), 0, 0, -1)
            marked = drawn.ticked if column.draws is Draws.CHECK else drawn.opened
            paint(painter, inner, theme, column, entry.row, drawn.axis, entry.key in marked)
        if fields.state & QStyle.StateFlag.State_HasFocus:
            stroke = theme.px(2)
            painter.setPen(QPen(theme.colour("accent"), stroke))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -stroke, -stroke))
        painter.restore()

    def _whole(self, box: QRect) -> QRect:
        """A line over all columns stays in view when they are scrolled sideways."""
        return QRect(0, box.y(), self._drawn.width or box.width(), box.height())

    def _ground(self, entry: Entry, column: Column, at: int, *, chosen: bool) -> str:
        if chosen:
            return "select"
        if at == self._drawn.hovered:
            return "hover"
        if entry.depth:
            return "sunk"
        return "accentsoft" if column.tint else "surface"


def indent(at: int, column: Column) -> int:
    """Room at the left of a cell, in pixels at 100 %."""
    if column.draws in _BARE or (column.right and at):
        return 0
    return PAD + 2 if at == 0 else PAD


def paint_group_head(painter: QPainter, box: QRect, entry: Entry, theme: Theme) -> None:
    """The head of a group: sunk, with its count."""
    painter.save()
    painter.fillRect(box, theme.colour("sunk"))
    painter.fillRect(_under(box, theme), theme.colour("line"))
    typeset = Typeset(theme, entry.group, size="caption", weight=600, line=theme.px(GROUP_HEAD - 2))
    typeset.draw(painter, box.x() + theme.px(10), box.y() + 1, "ink2")
    count = Typeset(theme, str(entry.count), size="caption", line=theme.px(GROUP_HEAD - 2))
    count.draw(painter, box.x() + theme.px(18) + typeset.natural_width, box.y() + 1, "ink3")
    painter.restore()


def _under(box: QRect, theme: Theme) -> QRect:
    thick = theme.px(1)
    return QRect(box.x(), box.bottom() + 1 - thick, box.width(), thick)
