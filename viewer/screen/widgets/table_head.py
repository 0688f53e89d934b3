"""The head of a table: titles at the side of what stands under them, a facility's chip, frozen columns in place."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from viewer.screen.typeset import BADGE, Typeset, paint_badge
from viewer.screen.widgets.columns import PAD, Draws
from viewer.screen.widgets.row_delegate import Drawn

HIGH = 30


class TableHead(QHeaderView):
    """Draws the titles. ``frozen`` columns keep their place when the rest scrolls sideways."""

    def __init__(self, drawn: Drawn, frozen: int, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._drawn, self._theme, self._rows, self._frozen = drawn, drawn.theme, drawn.rows, frozen
        self.setFixedHeight(self._theme.px(HIGH))
        self.setMinimumSectionSize(self._theme.px(20))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, box: QRect, at: int) -> None:
        """One title."""
        self._paint_title(painter, box, at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All titles; the frozen ones over those that scrolled under them."""
        super().paintEvent(event)
        if not self._frozen or not self.offset():
            return
        painter, left = QPainter(self.viewport()), 0
        for at in range(min(self._frozen, self.count())):
            wide = self.sectionSize(at)
            self._paint_title(painter, QRect(left, 0, wide, self.height()), at)
            left += wide
        self._cover_cut(painter, left)
        painter.end()

    def _cover_cut(self, painter: QPainter, edge: int) -> None:
        """A title half under the frozen ones is not drawn: neither are its cells (``FrozenTable``)."""
        at = self.logicalIndexAt(edge)
        start = self.sectionViewportPosition(at) if at >= self._frozen else edge
        if start < edge:
            box = QRect(edge, 0, start + self.sectionSize(at) - edge, self.height())
            painter.fillRect(box, self._theme.colour("sunk"))
            thick = self._theme.px(1)
            painter.fillRect(
                QRect(box.x(), box.bottom() + 1 - thick, box.width(), thick), self._theme.colour("line")
            )

    def _paint_title(self, painter: QPainter, box: QRect, at: int) -> None:
        theme, column = self._theme, self._rows.columns[at]
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, theme.colour("accentsoft" if column.tint else "sunk"))
        thick = theme.px(1)
        painter.fillRect(QRect(box.x(), box.bottom() + 1 - thick, box.width(), thick), theme.colour("line"))
        left = 0 if column.draws in _MARKS or column.right else theme.px(PAD + 2 if at == 0 else PAD)
        right = box.right() + 1 - theme.px(PAD)
        if column.letter:
            side = theme.px(BADGE)
            right -= side
            paint_badge(painter, QRect(right, (box.height() - side) // 2, side, side), column.letter, theme)
            right -= theme.px(4)
        if column.title:
            size = "caption" if column.letter else "small"
            room = max(1, right - box.x() - left)
            words = Typeset(theme, column.title, size=size, weight=600, width=room, max_lines=1)
            spare = room - words.natural_width if self._rows.ends_right(at) and not column.unit else 0
            words.draw(painter, box.x() + left + max(0, spare), (box.height() - words.height) / 2, "ink2")
            if column.draws is Draws.SPANS and column.words:
                self._paint_today(painter, box, left, words.natural_width, column.words)
        painter.restore()

    def _paint_today(self, painter: QPainter, box: QRect, left: int, taken: int, word: str) -> None:
        """Today over the line that the supplies below share; left out where the title stands."""
        axis, theme = self._drawn.axis, self._theme
        if axis is None:
            return
        room = box.width() - left - theme.px(PAD)
        across = (axis.today - axis.start).days / max(1, (axis.end - axis.start).days)
        words = Typeset(theme, word, size="caption")
        x = left + round(across * room) - words.natural_width // 2
        if x > left + taken + theme.px(6):
            words.draw(painter, box.x() + x, (box.height() - words.height) / 2, "ink2")


_MARKS = frozenset({Draws.OPEN, Draws.SHAPE, Draws.CHECK})


def furnish(table: QTableView, head: TableHead, *, shown: bool, least: int) -> None:
    """What every table has: whole rows chosen, smooth scrolling, Tab leaves it, lines at least ``least`` px high."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setMouseTracking(True)
    table.verticalHeader().hide()
    table.verticalHeader().setMinimumSectionSize(1)
    table.verticalHeader().setDefaultSectionSize(least)
    table.setHorizontalHeader(head)
    head.setVisible(shown)
