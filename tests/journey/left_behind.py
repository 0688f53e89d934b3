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
    gc.collect()


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


def running_timers() -> list[str]:
    """Timers that still tick."""
    return [
        f"{timer.objectName() or 'timer'} of {type(timer.parent()).__name__}"
        for timer in _alive(QTimer)
        if shiboken6.isValid(timer) and timer.isActive()
    ]


def threads() -> set[str]:
    """Threads of Python that run."""
    return {thread.name for thread in threading.enumerate() if thread.is_alive()}


def of_a_record() -> dict[int, str]:
    """Values that hold a person's record and are still in memory, by identity."""
    kept = {id(value): type(value).__name__ for value in _alive(Open, Pen, Sheet, Candidate)}
    return kept | {id(record): "Record" for record in _alive(Record) if record.account.total.received}


def _alive(*kinds: type) -> list[object]:
    return [value for value in gc.get_objects() if type(value) in kinds]
