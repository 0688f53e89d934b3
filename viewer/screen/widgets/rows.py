"""The rows of a section as Qt's table model: flattened with group heads and opened details, changed without jumps."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.screen.widgets.cells import spoken
from viewer.screen.widgets.columns import Column, Draws
from viewer.screen.widgets.detail_line import spoken_detail
from viewer.view.sheet import Row

_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table: a row, a row's detail (``depth`` 1), or a group head (``row`` None)."""

    key: str
    row: Row | None
    depth: int = 0
    group: str = ""
    count: int = 0  # rows in the group


def entries_of(rows: Sequence[Row], opened: frozenset[str]) -> list[Entry]:
    """Rows in their order with a head before each new group and the details of opened rows below them."""
    made: list[Entry] = []
    group = ""
    tally: dict[str, int] = {}
    for row in rows:
        tally[row.group] = tally.get(row.group, 0) + 1
    for row in rows:
        if row.group and row.group != group:
            made.append(Entry(f"group:{row.group}", None, group=row.group, count=tally[row.group]))
        group = row.group
        made.append(Entry(row.key, row, group=row.group))
        if row.key in opened:
            made.extend(Entry(f"{row.key}/{detail.key}", detail, 1, row.group) for detail in row.details)
    return made


def pushes(wanted: Sequence[str], known: Set[str], seen: Sequence[str], *, scrolled: bool) -> bool:
    """Whether showing the keys ``wanted`` would move a line that is read: a new one would come between those ``seen``.

    Below the last one nothing is pushed; nor above the first when the table is ``scrolled``, as the scroll bar takes
    it up. But who reads the first lines must not lose newer ones above them unseen.
    """
    order = {key: at for at, key in enumerate(wanted)}
    read = [order[key] for key in seen if key in order]
    if not read:
        return False
    first = min(read) if scrolled else -1
    return any(first < order[key] < max(read) for key in wanted if key not in known)


class RowModel(QAbstractTableModel):
    """Entries under columns. ``replace`` inserts and removes single lines where it can, so views keep their place."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.entries: list[Entry] = []

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Lines, heads and details included."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  # Qt's own
        """Words for screen readers, tooltips and the clipboard; drawing asks ``entries`` itself."""
        if not index.isValid() or role not in _WORDED:
            return None
        entry = self.entries[index.row()]
        if entry.row is None:
            return entry.group if index.column() == 0 else ""
        column = self.columns[index.column()]
        if entry.depth:  # a detail spans all columns
            words = spoken_detail(entry.row) if index.column() == 0 else ""
            return words if role != Qt.ItemDataRole.ToolTipRole else None
        words = spoken(column, entry.row)
        if role == Qt.ItemDataRole.ToolTipRole:
            whole = column.draws in {Draws.CELL, Draws.STATE, Draws.PLACE} and not column.lines
            return _escaped(words) if words and not whole else None
        return words

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  # Qt's own
        """Titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.ends_right(section) else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def ends_right(self, at: int) -> bool:
        """Whether the words of a column end at its right edge: numbers do, and what is told to."""
        column = self.columns[at]
        if column.right:
            return True
        first = next((entry.row for entry in self.entries if entry.row is not None), None)
        if first is None or column.draws is not Draws.CELL or column.cell >= len(first.cells):
            return False
        return first.cells[column.cell].number

    def replace(self, entries: list[Entry]) -> None:
        """Show these lines. When the old ones keep their order, only what differs is inserted, removed or redrawn."""
        old, new = [entry.key for entry in self.entries], [entry.key for entry in entries]
        had, wanted = set(old), set(new)
        kept_old = [key for key in old if key in wanted]
        kept_new = [key for key in new if key in had]
        if not old or not new or kept_old != kept_new or len(wanted) != len(new):
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()
            return
        self._remove(wanted)
        self._insert(entries)
        changed = [row for row, entry in enumerate(entries) if self.entries[row] != entry]
        self.entries = entries
        if changed:
            first, last = self.index(changed[0], 0), self.index(changed[-1], len(self.columns) - 1)
            self.dataChanged.emit(first, last)

    def row_of(self, key: str) -> int:
        """Line of a key, -1 when it is gone."""
        return next((at for at, entry in enumerate(self.entries) if entry.key == key), -1)

    def _remove(self, wanted: set[str]) -> None:
        for at in range(len(self.entries) - 1, -1, -1):
            if self.entries[at].key not in wanted:
                self.beginRemoveRows(_ROOT, at, at)
                del self.entries[at]
                self.endRemoveRows()

    def _insert(self, entries: list[Entry]) -> None:
        at = 0
        while at < len(entries):
            if at < len(self.entries) and self.entries[at].key == entries[at].key:
                at += 1
                continue
            until = at
            here = self.entries[at].key if at < len(self.entries) else None
            while until < len(entries) and entries[until].key != here:
                until += 1
            self.beginInsertRows(_ROOT, at, until - 1)
            self.entries[at:at] = entries[at:until]
            self.endInsertRows()
            at = until


_WORDED = {
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
