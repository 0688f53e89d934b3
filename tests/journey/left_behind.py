"""What a visit must not leave behind: tasks, widgets, timers, threads, and the record itself in memory."""

import gc
import threading

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from viewer.record.story import Record
from viewer.view.pen import Pen
from viewer.view.sheet import Sheet
from viewer.visit.states import Candidate, Open


def clear_away() -> None:
    """Let Qt delete what it was told to delete; outside of any coroutine."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def widgets() -> set[int]:
    """The widgets there are, by identity, so that none of them is kept."""
    return {shiboken6.getCppPointer(widget)[0] for widget in QApplication.allWidgets()}


def widgets_since(before: set[int]) -> list[str]:
    """Kinds of widgets that came since."""
    return sorted(
        type(widget).__name__
        for widget in QApplication.allWidgets()
        if shiboken6.getCppPointer(widget)[0] not in before
    )


def threads() -> set[str]:
    """Threads of Python that run."""
    return {thread.name for thread in threading.enumerate() if thread.is_alive()}


def kept() -> dict[int, str]:
    """Values that hold a person's record and timers that still tick, by identity; garbage is not counted."""
    gc.collect()
    found: dict[int, str] = {}
    for value in gc.get_objects():
        kind = type(value)
        held = kind in _OF_A_RECORD or (kind is Record and value.account.total.received)
        if held or (kind is QTimer and shiboken6.isValid(value) and value.isActive()):
            found[id(value)] = kind.__name__
    return found


_OF_A_RECORD = frozenset({Open, Pen, Sheet, Candidate})
