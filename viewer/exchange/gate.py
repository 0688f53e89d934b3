"""Whose request goes next: so many at a time in all, so many to one facility, the urgent ones first.

Among those as urgent, a facility that has fewer requests under way goes first, then the one that was met first. So
when many facilities are asked at once, the first ones answer at once and not all of them a little, and the slow ones
hold one place each instead of all.
"""

import asyncio
from bisect import insort
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from enum import IntEnum


class Urgency(IntEnum):
    """What a clinician must see first. Lower goes first."""

    DESK = 0  # sign-in data, consent, audit: somebody is waiting for it
    ALLERGIES_AND_MEDICINES = 1  # and whose they are
    PROBLEMS = 2
    RESULTS = 3
    VISITS = 4
    REST = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose request it is, and how urgent. ``begun`` is called each time the turn comes; ``waiting`` makes a block
    that lasts as long as the turn is waited for.
    """

    facility: str = ""  # hcode; "" = the exchange itself
    urgency: Urgency = Urgency.DESK
    begun: Callable[[], None] | None = None
    waiting: Callable[[], AbstractContextManager[None]] = nullcontext


@dataclass(order=True, slots=True)
class _Waiting:
    urgency: int
    number: int
    facility: str = field(compare=False)
    ready: asyncio.Future[None] = field(compare=False)


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
        self._met: dict[str, int] = {}  # facility: the how manyth it was
        self._waiting: dict[str, list[_Waiting]] = {}  # by facility, the most urgent first; none is empty
        self._number = 0

    @property
    def free(self) -> int:
        """Places that nobody has taken."""
        return self._free

    @asynccontextmanager
    async def turn(self, turn: Turn) -> AsyncIterator[None]:
        """Wait for the turn; it is given back at the end of the block."""
        with turn.waiting():
            await self._take(turn)
            try:
                await self._breathe()
            except asyncio.CancelledError:
                self._give_back(turn.facility)
                raise
        try:
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
        self._met.setdefault(turn.facility, len(self._met))
        # Whoever still waits can't go now, so nobody is overtaken by looking at the room alone.
        if self._has_room(turn.facility):
            self._enter(turn.facility)
            return
        self._number += 1
        ready = asyncio.get_running_loop().create_future()
        waiting = _Waiting(turn.urgency, self._number, turn.facility, ready)
        insort(self._waiting.setdefault(turn.facility, []), waiting)
        try:
            await ready
        except asyncio.CancelledError:
            if waiting in self._waiting.get(turn.facility, ()):
                self._leave(waiting)
            else:  # the turn had come already
                self._give_back(turn.facility)
            raise

    def _has_room(self, facility: str) -> bool:
        return self._free > 0 and self._busy[facility] < self._per_facility

    def _enter(self, facility: str) -> None:
        self._free -= 1
        self._busy[facility] += 1

    def _leave(self, waiting: _Waiting) -> None:
        queue = self._waiting[waiting.facility]
        queue.remove(waiting)
        if not queue:
            del self._waiting[waiting.facility]

    def _give_back(self, facility: str) -> None:
        self._free += 1
        self._busy[facility] -= 1
        while self._free > 0 and (first := self._first()) is not None:
            self._leave(first)
            self._enter(first.facility)
            first.ready.set_result(None)

    def _first(self) -> _Waiting | None:
        """Who goes next, of all that may."""
        found: _Waiting | None = None
        least: tuple[int, int, int] | None = None
        for facility, queue in self._waiting.items():
            busy = self._busy[facility]
            if busy >= self._per_facility:
                continue
            # One that was cancelled a moment ago still stands here; it leaves by itself.
            head = next((waiting for waiting in queue if not waiting.ready.done()), None)
            if head is None:
                continue
            place = (head.urgency, busy, self._met[facility])
            if least is None or place < least:
                found, least = head, place
        return found
