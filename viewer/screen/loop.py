"""The loop of asyncio on that of Qt, with one timer for all that is to be called.

qasync gives each callback a timer of its own, and a time limit that was met long ago keeps its timer until it would
have ended. Qt goes through all its timers to stop one: with the limits of thousands of requests that held the window
for 0.2 s at a time.
"""

import asyncio
import heapq
import math
import time
from collections import deque
from collections.abc import Callable
from contextvars import Context
from itertools import count

import qasync
from PySide6.QtCore import QObject, Qt, QTimerEvent

_SLICE = 0.008  # seconds of callbacks at a time: then the window sees to what was clicked, typed and is to be painted


class Loop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """qasync's, but for when things are called."""

    def __init__(self, application: QObject) -> None:
        self._agenda = Agenda(self.time)
        super().__init__(application)

    def call_soon(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        """Call it after what is to be called already."""
        handle = asyncio.Handle(callback, args, self, context)
        self._agenda.soon(handle)
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Call it ``delay`` seconds from now."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Call it when the loop's ``time`` is ``when``."""
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self._agenda.at(when, handle)
        return handle

    def close(self) -> None:
        """Release all; what was still to be called is not."""
        super().close()
        self._agenda.close()


class Agenda(QObject):
    """What is to be called, in the order of its time and then of its coming; ``now`` is the clock, in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now = now
        self._ready = deque[asyncio.Handle]()
        self._later: list[tuple[float, int, asyncio.TimerHandle]] = []  # a heap
        self._number = count()
        self._timer = 0  # Qt's; 0: none runs
        self._wakes = math.inf  # when it fires
        self._closed = False

    def soon(self, handle: asyncio.Handle) -> None:
        """Call it after what is ready."""
        self._ready.append(handle)
        if self._wakes:
            self._wake(0)

    def at(self, when: float, handle: asyncio.TimerHandle) -> None:
        """Call it at a time of the clock."""
        heapq.heappush(self._later, (when, next(self._number), handle))
        if when < self._wakes:
            self._wake(when)

    def close(self) -> None:
        """Call nothing from now on, whatever somebody still asks for."""
        self._closed = True
        self._ready.clear()
        self._later.clear()
        self._rest()

    def timerEvent(self, event: QTimerEvent) -> None:
        """Call what is ready, for about ``_SLICE``; what becomes ready by it waits for the next turn."""
        self._rest()
        now, later = self._now(), self._later
        due = list[asyncio.Handle]()
        while later and (later[0][0] <= now or later[0][2].cancelled()):
            due.append(heapq.heappop(later)[2])
        self._ready.extendleft(reversed(due))  # most of what is ready became so later
        # The timer of the next turn is set first: whatever is called may open a loop of Qt's own, which needs it.
        if self._ready:
            self._wake(0)
        elif later:
            self._wake(later[0][0])
        until = time.perf_counter() + _SLICE
        for _ in range(len(self._ready)):
            if not self._ready:  # a loop within called the rest
                break
            handle = self._ready.popleft()
            if not handle.cancelled():
                handle._run()  # noqa: SLF001 - how asyncio's own loop calls it
            if time.perf_counter() > until:
                break

    def _wake(self, when: float) -> None:
        """Be called by Qt at a time of the clock; 0: as soon as it has seen to what came before."""
        self._rest()
        if self._closed:
            return
        wait = max(0, math.ceil((when - self._now()) * 1000)) if when else 0
        self._timer, self._wakes = self.startTimer(wait, Qt.TimerType.PreciseTimer), when

    def _rest(self) -> None:
        if self._timer:
            self.killTimer(self._timer)
            self._timer, self._wakes = 0, math.inf
