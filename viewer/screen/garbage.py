"""Garbage is collected on the thread of the window, between its events, and nowhere else.

What Qt made must end on that thread. Python's own collector runs on whichever thread happens to make many objects: a
dialog that it finds unreachable while a worker makes a paper takes the process with it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimerEvent

from viewer.base.frozen import FROZEN

_EVERY = 250  # ms


class Collector(QObject):
    """Looks at every tick whether Python would have collected by now, and does that instead of it.

    What stands after a whole collection is frozen (base.frozen): the program's modules and widgets are not gone through
    again. When a record is closed all of it is thawed (visit.chart), and once more when its pages are gone (window):
    the next tick leaves nothing of the record.
    """

    def __init__(self) -> None:
        super().__init__()
        self._timer = self.startTimer(_EVERY)

    def timerEvent(self, event: QTimerEvent) -> None:
        """A tick."""
        if not FROZEN:
            gc.collect()
            FROZEN.freeze()
            return
        due = [generation for generation, (count, limit) in enumerate(_counts()) if count > limit]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """No tick from now on."""
        self.killTimer(self._timer)


def _counts() -> Iterator[tuple[int, int]]:
    return zip(gc.get_count(), gc.get_threshold(), strict=True)


@contextmanager
def collected_here() -> Iterator[None]:
    """Collect on this thread while the block lasts; it needs an event loop of Qt."""
    was_on = gc.isenabled()
    gc.disable()
    collector = Collector()
    try:
        yield
    finally:
        collector.stop()
        FROZEN.thaw()
        if was_on:
            gc.enable()
