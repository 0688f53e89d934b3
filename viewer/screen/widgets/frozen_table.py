"""A table whose first columns stay in view while the others scroll sideways: names beside a grid of dates."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from viewer.screen.widgets.row_delegate import GROUP_HEAD
from viewer.screen.widgets.tables import RowTable

_Index = QModelIndex | QPersistentModelIndex


class FrozenTable(RowTable):
    """Its ``frozen`` first columns are drawn over those that scrolled under them, and found there.

    Of a column that stands half under them nothing is drawn: what is left of "1.3" would read as 3.
    """

    def frozen_width(self) -> int:
        """Pixels the frozen columns take."""
        return sum(self.columnWidth(at) for at in range(min(self._frozen, self.rows.columnCount())))

    def show_end(self) -> None:
        """Scroll the last column into view."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.maximum())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The cell that is seen there."""
        found = super().indexAt(point)
        if not found.isValid() or not self._scrolled() or point.x() >= self.frozen_width():
            return found
        left = 0
        for at in range(self._frozen):
            left += self.columnWidth(at)
            if point.x() < left:
                return found.siblingAtColumn(at)
        return found

    def visualRect(self, index: _Index) -> QRect:
        """Where a cell is seen."""
        box = super().visualRect(index)
        if index.isValid() and index.column() < self._frozen and self._scrolled():
            box.moveLeft(sum(self.columnWidth(at) for at in range(index.column())))
        return box

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into view, beside the frozen columns and not under them."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if index.column() < self._frozen:
            bar.setValue(before)
            return
        hidden = self.frozen_width() - self.visualRect(index).left()
        if hidden > 0:
            bar.setValue(bar.value() - hidden)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The table, then the frozen columns over it."""
        super().paintEvent(event)
        if not self._scrolled():
            return
        painter = QPainter(self.viewport())
        width, tall = self.frozen_width(), self.viewport().height()
        painter.setClipRect(QRect(0, self._covered(), width + self._cut().width(), tall))
        at = max(0, self.rowAt(0))
        while at < len(self.rows.entries) and self.rowViewportPosition(at) < tall:
            entry = self.rows.entries[at]
            if entry.row is not None and not entry.depth:
                self._paint_frozen(painter, at)
            at += 1
        painter.setClipping(False)
        painter.fillRect(QRect(width - 1, 0, 1, tall), self.theme.colour("line2"))
        painter.end()

    def _paint_frozen(self, painter: QPainter, at: int) -> None:
        delegate, left = self.itemDelegate(), 0
        top, tall = self.rowViewportPosition(at), self.rowHeight(at)
        current = self.currentIndex()
        for column in range(self._frozen):
            index = self.rows.index(at, column)
            option: Any = QStyleOptionViewItem()  # the stub leaves out rect and state
            option.rect = QRect(left, top, self.columnWidth(column), tall)
            if self.selectionModel().isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if self.hasFocus() and index == current:
                option.state |= QStyle.StateFlag.State_HasFocus
            delegate.paint(painter, option, index)
            left += self.columnWidth(column)
        cut = self._cut()
        if not cut.isEmpty():
            chosen = self.selectionModel().isSelected(self.rows.index(at, 0))
            ground = "select" if chosen else "hover" if at == self.drawn.hovered else "surface"
            painter.fillRect(
                cut.translated(0, top).intersected(QRect(0, top, 1 << 20, tall - 1)),
                self.theme.colour(ground),
            )

    def _cut(self) -> QRect:
        """Where a column that stands half under the frozen ones can still be seen, from the top of a row."""
        edge = self.frozen_width()
        at = self.columnAt(edge)
        if at < self._frozen:
            return QRect()
        left = self.columnViewportPosition(at)
        return QRect(edge, 0, left + self.columnWidth(at) - edge, 1 << 20) if left < edge else QRect()

    def _scrolled(self) -> bool:
        return bool(self._frozen) and self.horizontalScrollBar().value() > 0

    def _covered(self) -> int:
        """Height of the group head that stays at the top."""
        top = self.indexAt(QPoint(2, 2))
        entry = self.rows.entries[top.row()] if top.isValid() else None
        grouped = entry is not None and entry.row is not None and entry.group
        return self.theme.px(GROUP_HEAD) if grouped else 0
