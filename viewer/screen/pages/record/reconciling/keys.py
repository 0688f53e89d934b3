"""One key a choice: 1 to 8, whatever keyboard layout is on, also as Thai digits; Delete takes a decision back.

On the Thai layout the row of digits types "ๅ/-ภถุึค"; of these "/" and "-" are typed by other keys, too, and count
only where they come from that row.
"""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from viewer.view.reconciling.terms import KEYS
from viewer.visit.reconciliation import Choice

_THAI_DIGITS = dict(zip("๑๒๓๔๕๖๗๘", KEYS.values(), strict=True))
_THAI_ROW = {"ๅ": "1", "ภ": "4", "ถ": "5", "ุ": "6", "ึ": "7", "ค": "8"}
_BY_PLACE = {"/": "2", "-": "3"}
_FIRST_CODE = 2 if sys.platform == "win32" else 10  # scan code of the key 1; macOS tells none
_CLEAR = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def choice_of(event: QKeyEvent) -> Choice | None:
    """The choice that a key makes; None for any other key."""
    if event.modifiers() & _MODIFIERS:
        return None
    text = event.text()
    digit = _THAI_ROW.get(text, text)
    if text in _BY_PLACE:
        placed = event.nativeScanCode() - _FIRST_CODE + 1 == int(_BY_PLACE[text])
        digit = _BY_PLACE[text] if placed else ""
    return KEYS.get(digit) or _THAI_DIGITS.get(text)


def clears(event: QKeyEvent) -> bool:
    """Whether a key takes a decision back."""
    return event.key() in _CLEAR and not event.modifiers() & _MODIFIERS
