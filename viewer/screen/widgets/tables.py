"""A table of rows that stands still: sticky group heads, wrapped doses, chips at the end, copy with units and source.

Rows that arrive while somebody reads enter only outside what is on screen; otherwise they wait and ``waiting`` tells
how many. For the first two seconds after the first row, nobody has read yet: rows enter freely.
"""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QTableView,
    QWidget,
)

from viewer.screen.look import Theme
from viewer.screen.widgets.cells import measure
from viewer.screen.widgets.columns import Axis, Column, Draws
from viewer.screen.widgets.detail_line import measure_detail, on_link
from viewer.screen.widgets.row_delegate import GROUP_HEAD, Drawn, RowDelegate, indent, paint_group_head
from viewer.screen.widgets.rows import RowModel, entries_of, pushes
from viewer.screen.widgets.table_head import TableHead, furnish
from viewer.view.sheet import Row

ONE_LINE, TWO_LINES = 27, 43
SETTLE_MS = 2000
_SEAM = 1  # px under the lines of a row: they are set with room of their own
_Index = QModelIndex | QPersistentModelIndex


class RowTable(QTableView):
    """Rows of a section under columns.

    Signals:
        waiting(int): so many rows wait to be shown; 0 = none. Connect to the card's ``announce``.
        chosen(Row): the row under the cursor changed.
        opened_row(Row): Enter or double click on a row without details, or a click on the way to its source.
        ticked(Row): Space or a click on its box.
        choice_wanted(Row, QPoint): a click on a choice, at the place below it on screen.
        menu_wanted(Row, QPoint): what can be done with a row, asked by the mouse or the menu key, at a place on screen.
        measured: the columns have other widths, so rows have other heights.
    """

    waiting = Signal(int)
    chosen = Signal(object)
    opened_row = Signal(object)
    ticked = Signal(object)
    menu_wanted = Signal(object, object)
    choice_wanted = Signal(object, object)
    measured = Signal()

    def __init__(
        self, theme: Theme, columns: Sequence[Column], *, name: str, least: int = ONE_LINE, head: bool = True,
        axis: Axis | None = None, link: str = "", frozen: int = 0, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.theme, self._least, self._frozen = theme, theme.px(least), frozen
        self.rows = RowModel(columns, self)
        self.drawn = Drawn(theme, self.rows, axis, link=link)
        self._shown: tuple[Row, ...] = ()
        self._held: tuple[Row, ...] | None = None
        self._since = QElapsedTimer()
        self._heights: dict[tuple[str, int], int] = {}
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self.drawn, self))
        self.setAccessibleName(name)
        furnish(self, TableHead(self.drawn, frozen, self), shown=head, least=self._least)
        self.doubleClicked.connect(self._open)
        self.clicked.connect(self._clicked)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; those that would push what is being read wait (``waiting``), changed ones change."""
        rows = tuple(rows)
        if rows == self._shown and self._held is None:
            return
        if self._may_enter(rows):
            self._apply(rows)
            return
        self._held = rows
        known = {row.key for row in self._shown}
        newest = {row.key: row for row in rows}
        self._put([newest[row.key] for row in self._shown if row.key in newest])
        self.waiting.emit(sum(row.key not in known for row in rows))

    def reshape(self, columns: Sequence[Column], least: int | None = None) -> None:
        """Other titles, widths or heights for the same columns."""
        if tuple(columns) == self.rows.columns and least is None:
            return
        self.rows.columns = tuple(columns)
        if least is not None:
            self._least = self.theme.px(least)
            self.verticalHeader().setDefaultSectionSize(self._least)
        self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        self._heights.clear()
        self._share_width()
        self.viewport().update()

    def show_waiting(self) -> None:
        """Let in the rows that wait; the reader asked for them."""
        if self._held is not None:
            self._apply(self._held)

    def row_at(self, index: _Index) -> Row | None:
        """The row of an index, None for a group head."""
        return self.rows.entries[index.row()].row if index.isValid() else None

    def toggle(self, key: str) -> None:
        """Open or close the details of a row."""
        opened = self.drawn.opened
        self.drawn.opened = opened - {key} if key in opened else opened | {key}
        self._put(self._shown)

    def content_height(self, most: int = 1 << 20) -> int:
        """Head and all lines: the height at which nothing scrolls. Lines beyond ``most`` are not measured."""
        high = self.head_height()
        for at in range(len(self.rows.entries)):
            if high > most:
                break
            high += self.height_of(at)
        return high

    def head_height(self) -> int:
        """Height of the titles, 0 without."""
        return 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().height()

    def height_of(self, at: int) -> int:
        """Height of one line at the present widths."""
        entry = self.rows.entries[at]
        if entry.row is None:
            return self.theme.px(GROUP_HEAD)
        key = (entry.key, hash(entry.row))
        if key not in self._heights:
            self._heights[key] = self._measure(entry.row, detail=bool(entry.depth))
        return self._heights[key]

    def copied(self) -> str:
        """The chosen rows as text, one line each, tabs between cells; units and sources included."""
        lines = []
        for index in sorted(self.selectionModel().selectedRows(), key=lambda index: index.row()):
            cells = (self.rows.data(index.siblingAtColumn(at)) for at in range(len(self.rows.columns)))
            lines.append("\t".join(str(cell) for cell in cells if cell))
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; Enter opens, Esc closes what it opened, Space ticks."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space:
            self._tick(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape and self._shut(self.currentIndex()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the pointer; asked by key, of the row that has the cursor."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row = self.row_at(index)
        if row is None:
            return
        at = self.visualRect(index).bottomLeft() if by_key else event.pos()
        self.menu_wanted.emit(row, self.viewport().mapToGlobal(at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width again; lines wrap anew."""
        super().resizeEvent(event)
        self.drawn.width = self.viewport().width()
        self._share_width()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Heads that stay in place are drawn anew, not moved with the rest."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ground of the row under the pointer."""
        super().mouseMoveEvent(event)
        at = self.indexAt(event.position().toPoint()).row()
        if at != self.drawn.hovered:
            self.drawn.hovered = at
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Measure what is about to be seen, draw it, then the head of the group that is being read."""
        self._fit_visible()
        super().paintEvent(event)
        top = self.indexAt(QPoint(2, 2))
        entry = self.rows.entries[top.row()] if top.isValid() else None
        if entry is not None and entry.row is not None and entry.group:
            head = next(item for item in self.rows.entries if item.row is None and item.group == entry.group)
            box = QRect(0, 0, self.viewport().width(), self.theme.px(GROUP_HEAD))
            paint_group_head(QPainter(self.viewport()), box, head, self.theme)

    # How it is built.

    def _share_width(self) -> None:
        columns = self.rows.columns
        fixed = sum(self.theme.px(column.width) for column in columns if column.width)
        shares = sum(column.stretch for column in columns if not column.width) or 1
        rest = max(0, self.viewport().width() - fixed)
        changed = False
        for at, column in enumerate(columns):
            width = self.theme.px(column.width) if column.width else rest * column.stretch // shares
            if not column.width:
                width = max(width, self.theme.px(column.least))
            if width != self.columnWidth(at):
                changed = True
                self.setColumnWidth(at, width)
        if changed:
            self._heights.clear()
            self._fit_visible()
            self.measured.emit()

    def _inner_width(self, at: int) -> int:
        return self.columnWidth(at) - self.theme.px(indent(at, self.rows.columns[at]))

    def _measure(self, row: Row, *, detail: bool) -> int:
        if detail:
            return measure_detail(self.theme, row, self.viewport().width(), self.drawn.link)
        columns = enumerate(self.rows.columns)
        tall = max(
            (measure(self.theme, column, row, self._inner_width(at)) for at, column in columns), default=0
        )
        return max(self._least, tall + self.theme.px(_SEAM))

    def _fit_visible(self) -> None:
        at, y = max(0, self.rowAt(0)), 0
        while at < len(self.rows.entries) and y <= self.viewport().height():
            tall = self.height_of(at)
            if self.rowHeight(at) != tall:
                self.setRowHeight(at, tall)
            y += tall
            at += 1

    # How rows come in.

    def _may_enter(self, rows: tuple[Row, ...]) -> bool:
        if not self._shown or not self.isVisible() or not self._since.isValid():
            return True
        if self._since.elapsed() < SETTLE_MS:
            return True
        known = {row.key for row in self._shown}
        scrolled = self.verticalScrollBar().value() > 0
        return not pushes([row.key for row in rows], known, self._visible_keys(), scrolled=scrolled)

    def _visible_keys(self) -> list[str]:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        until = last if last >= 0 else len(self.rows.entries) - 1
        return [
            entry.key
            for entry in self.rows.entries[max(0, first) : until + 1]
            if entry.row and not entry.depth
        ]

    def _apply(self, rows: tuple[Row, ...]) -> None:
        if not self._shown and rows:
            self._since.start()
        held, self._held, self._shown = self._held, None, rows
        self._put(rows)
        if held is not None:
            self.waiting.emit(0)

    def _put(self, rows: Sequence[Row]) -> None:
        """Exchange the lines and keep the top one on screen where it is."""
        top = self.rowAt(0) if self.verticalScrollBar().value() > 0 else -1
        anchor = self.rows.entries[top].key if top >= 0 else ""
        offset = self.rowViewportPosition(top) if top >= 0 else 0
        current = self.currentIndex()
        chosen = self.rows.entries[current.row()].key if current.isValid() else ""
        self.rows.replace(entries_of(rows, self.drawn.opened))
        self.clearSpans()
        if len(self.rows.columns) > 1:
            for at, entry in enumerate(self.rows.entries):
                if entry.row is None or entry.depth:
                    self.setSpan(at, 0, 1, len(self.rows.columns))
        self._fit_visible()
        if chosen and not self.currentIndex().isValid() and (at := self.rows.row_of(chosen)) >= 0:
            self.setCurrentIndex(self.rows.index(at, current.column()))
        if anchor and (at := self.rows.row_of(anchor)) >= 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(at) - offset)

    # What a reader does.

    def _tell_chosen(self, current: QModelIndex) -> None:
        row = self.row_at(current)
        if row is not None:
            self.chosen.emit(row)

    def _clicked(self, index: QModelIndex) -> None:
        entry = self.rows.entries[index.row()]
        draws = self.rows.columns[index.column()].draws
        if entry.row is None:
            return
        if entry.depth:
            x = self.viewport().mapFromGlobal(QCursor.pos()).x()
            if on_link(self.theme, entry.row, self.viewport().width(), x, self.drawn.link):
                self.opened_row.emit(entry.row)
        elif draws is Draws.LINK:
            self.opened_row.emit(entry.row)
        elif draws is Draws.OPEN:
            self._open(index)
        elif draws is Draws.CHECK:
            self._tick(index)
        elif draws is Draws.CHOICE:
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.choice_wanted.emit(entry.row, below)

    def _open(self, index: QModelIndex) -> None:
        entry = self.rows.entries[index.row()] if index.isValid() else None
        if entry is None or entry.row is None:
            return
        if entry.row.details:
            self.toggle(entry.key)
        else:
            self.opened_row.emit(entry.row)

    def _shut(self, index: QModelIndex) -> bool:
        """Close the details of a row, or those it stands among; the row above them keeps the cursor."""
        key = self.rows.entries[index.row()].key if index.isValid() else ""
        parent = key if key in self.drawn.opened else key.partition("/")[0]
        if parent not in self.drawn.opened:
            return False
        self.setCurrentIndex(self.rows.index(self.rows.row_of(parent), index.column()))
        self.toggle(parent)
        return True

    def _tick(self, index: QModelIndex) -> None:
        entry = self.rows.entries[index.row()] if index.isValid() else None
        if entry is not None and entry.row is not None and not entry.depth:
            self.ticked.emit(entry.row)
