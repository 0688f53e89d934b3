"""Coroutines on behalf of a page: the only place of the window where one is started.

Signals of Qt know nothing of coroutines: a deleted page would leave its task running (a closed patient would go on
being fetched), and an error would vanish into sys.excepthook. Errands belong to an owner and end with it.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal


class Errands(QObject):
    """Runs one coroutine per name at a time for ``owner``; all are cancelled when the owner is destroyed.

    Signals:
        changed(str): an errand of this name began or ended; ask ``busy``.
    """

    changed = Signal(str)

    def __init__(self, owner: QObject, report: Callable[[BaseException], None]) -> None:
        super().__init__(owner)
        self._report = report
        self._running: dict[str, asyncio.Task[Any]] = {}
        running = self._running
        # A plain function over the dictionary: this object is itself half gone when its owner is destroyed.
        owner.destroyed.connect(lambda: _cancel(running))

    def start(self, name: str, coroutine: Coroutine[Any, Any, Any]) -> bool:
        """Begin an errand in the running loop. False, and nothing begins, while one of this name runs, or when
        the loop has ended (the last events of Qt come after it).
        """
        loop, before = _loop(), self._running.get(name)
        # Not left to the loop's next round: a key pressed before it would be lost.
        if before is not None and before.done():
            self._ended(name, before)
        if name in self._running or loop is None:
            coroutine.close()
            return False
        task = loop.create_task(coroutine, name=f"errand:{name}")
        self._running[name] = task
        task.add_done_callback(lambda done: self._ended(name, done))
        self.changed.emit(name)
        return True

    def busy(self, name: str = "") -> bool:
        """Whether an errand of this name runs; without a name, whether any does."""
        return name in self._running if name else bool(self._running)

    def cancel(self, name: str = "") -> None:
        """Stop the errand of this name, or all; never the one who asks."""
        me = _current()
        for known, task in list(self._running.items()):
            if task is not me and (not name or known == name):
                task.cancel()

    async def finished(self) -> None:
        """Wait until nothing runs, whatever the outcome; the one who asks is not waited for."""
        me = asyncio.current_task()
        others = [task for task in self._running.values() if task is not me]
        if others:
            await asyncio.wait(others)

    def _ended(self, name: str, task: asyncio.Task[Any]) -> None:
        if self._running.get(name) is not task:
            return
        del self._running[name]
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._report(error)
        self.changed.emit(name)


def _loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _current() -> asyncio.Task[Any] | None:
    loop = _loop()
    return asyncio.current_task(loop) if loop is not None else None


def _cancel(running: dict[str, asyncio.Task[Any]]) -> None:
    tasks, gone = list(running.values()), running
    gone.clear()
    for task in tasks:
        if not task.get_loop().is_closed():
            task.cancel()
