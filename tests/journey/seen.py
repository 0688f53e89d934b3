"""Every word that a window holds: drawn, in a tooltip, told to a screen reader, or waiting in a closed row."""

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from sheet_fields import field_names

_SHEETS = "viewer.view.sheet"
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


def words_of(root: QWidget, *, hidden_too: bool = False) -> list[str]:
    """What stands on a widget and all it holds, in no order; without ``hidden_too`` only what is shown now."""
    widgets = [root, *root.findChildren(QWidget)]
    shown = (widget for widget in widgets if hidden_too or widget.isVisible())
    return [text for widget in shown for text in _of_one(widget, hidden_too) if text]


def _of_one(widget: QWidget, hidden_too: bool) -> Iterator[str]:
    yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName())
    yield from (widget.accessibleDescription(), widget.whatsThis(), widget.statusTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield from (widget.text(), widget.placeholderText())
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, QAbstractItemView):
        model = widget.model()
        if model is not None:
            yield from _of_model(model)
    if hidden_too:  # rows that wait, details of closed rows, marks that are painted
        for value in vars(widget).values():
            yield from strings(value)


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount()):
            index = model.index(row, column)
            yield from (str(model.data(index, role) or "") for role in _ROLES)
    entries = getattr(model, "entries", ())
    yield from (text for entry in entries for text in strings(entry.row))


def strings(value: Any) -> Iterator[str]:
    """Every string inside what view made, at any depth; anything else (records, widgets) is not looked into."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Sequence):
        for item in value:
            if type(item).__module__ == _SHEETS or isinstance(item, tuple | list | str):
                yield from strings(item)
    elif type(value).__module__ == _SHEETS:
        for name in field_names(value):
            yield from strings(getattr(value, name))
