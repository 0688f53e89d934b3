"""PySide6 6.12 on Python 3.11 loses a reference to None at every void call until it dies. This one must not."""

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_void_calls_keep_none_alive(qtbot: QtBot) -> None:
    label = QLabel("ประวัติ")
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(50_000):
        label.update()
    assert abs(sys.getrefcount(None) - before) < 1_000
