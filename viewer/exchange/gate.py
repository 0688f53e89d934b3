"""Whose request goes next: so many at a time in all, so many to one facility, the urgent ones first."""

import asyncio
from bisect import insort
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import IntEnum


class Urgency(IntEnum):
    """What a clinician must see first. Lower goes first."""

    DESK = 0  # sign-in data, consent, audit: somebody is waiting for it
    PERSON = 1
    ALLERGIES_AND_MEDICINES = 2
    PROBLEMS = 3
    RESULTS = 4
    VISITS = 5
    REST = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose request it is, and how urgent. ``begun`` is called each time the turn comes."""

    facility: str = ""  # hcode; "" = the exchange itself
    urgency: Urgency = Urgency.DESK
    begun: Callable[[], None] | None = None


@dataclass(order=True, slots=True)
class _Waiting:
    urgency: int
    number: int
    facility: str = field(compare=False)
    ready: asyncio.Future[None] = field(compare=False)


PACE = (
    0.003  # seconds between two starts: two dozen requests sent in one breath would hold the loop for 50 ms
)


class Gate:
    """At most ``in_all`` turns at a time and ``per_facility`` of one facility, begun ``pace`` seconds apart. Used from
    one event loop.
    """

    def __init__(self, in_all: int, per_facility: int, pace: float = 0.0) -> None:
        self._free = in_all
        self._per_facility = per_facility
        self._pace = pace
        self._next_start = 0.0
        self._busy: Counter[str] = Counter()
        self._waiting: list[_Waiting] = []
        self._number = 0

    @asynccontextmanager
    async def turn(self, turn: Turn) -> AsyncIterator[None]:
        """Wait for the turn; it is given back at the end of the block."""
        await self._take(turn)
        try:
            await self._breathe()
            if turn.begun is not None:
                turn.begun()
            yield
        finally:
            self._give_back(turn.facility)

    async def _breathe(self) -> None:
        now = asyncio.get_running_loop().time()
        start = max(now, self._next_start)
        self._next_start = start + self._pace
        if start > now:
            await asyncio.sleep(start - now)

    async def _take(self, turn: Turn) -> None:
        # Whoever still waits can't go now, so nobody is overtaken by looking at the room alone.
        if self._has_room(turn.facility):
            self._enter(turn.facility)
            return
        self._number += 1
        ready = asyncio.get_running_loop().create_future()
        waiting = _Waiting(turn.urgency, self._number, turn.facility, ready)
        insort(self._waiting, waiting)
        try:
            await ready
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            else:  # the turn had come already
                self._give_back(turn.facility)
            raise

    def _has_room(self, facility: str) -> bool:
        return self._free > 0 and self._busy[facility] < self._per_facility

    def _enter(self, facility: str) -> None:
        self._free -= 1
        self._busy[facility] += 1

    def _give_back(self, facility: str) -> None:
        self._free += 1
        self._busy[facility] -= 1
        for waiting in tuple(self._waiting):
            if self._free == 0:
                return
            # One that was cancelled a moment ago still stands here; it leaves by itself.
            if self._has_room(waiting.facility) and not waiting.ready.done():
                self._waiting.remove(waiting)
                self._enter(waiting.facility)
                waiting.ready.set_result(None)
