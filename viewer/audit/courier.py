"""Carries sealed rows to the exchange, one at a time, oldest first, until none is left; keeps trying.

A row that the exchange refuses for good (it will not take this one, whoever sends it again) is parked: it stays in the
outbox, is counted, and is offered again at the next sign-in; those behind it go on. One that it does not take from
this session (401, though the token was renewed) is put behind the others and tried again. Either is told.
"""

import asyncio
from collections.abc import Awaitable, Callable

from viewer.audit.outbox import Outbox, Waiting
from viewer.base.errors import PrawatError
from viewer.exchange.errors import Refused

Deliver = Callable[[str, bytes], Awaitable[None]]
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 300.0
# Answers to what was sent, or to what this sign-in may do: asking again with the same row brings the same.
_FOR_GOOD = frozenset({400, 403, 404, 405, 406, 409, 410, 411, 412, 413, 415, 422, 431})
_NOT_NOW = 401
_MOST_NOT_NOW = (
    3  # rows of a round that are not taken from this session: then it is the session, and all wait
)
PARKED, HELD = "audit-parked", "audit-held"


class Courier:
    """Drains an outbox. ``deliver`` takes an AuditEvent's id and JSON, and raises PrawatError when it was not taken:
    Refused with a status for good parks the row, anything else is tried again. ``tell`` gets PARKED or HELD when that
    happens, each once.

    Sending the same event twice is sending it once: its id is its own.
    """

    def __init__(
        self,
        outbox: Outbox,
        deliver: Deliver,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._outbox = outbox
        self._deliver = deliver
        self._sleep = sleep
        self._tell = tell
        self._told: set[str] = set()
        self._news = asyncio.Event()
        self._parked: set[int] = set()  # of this sign-in
        self._behind: set[int] = set()  # not taken from this session so far: others go first

    def wake(self) -> None:
        """Something was written: try now."""
        self._news.set()

    async def drain(self) -> int:
        """Send what waits now; returns how many were taken.

        Raises:
            PrawatError: one was not taken, which may pass; it and those behind it stay.
        """
        first, self._behind = frozenset(self._behind), set()
        held: list[Refused] = []
        try:
            taken = await self._round(first, held)
            taken += await self._round(frozenset(), held)
        except PrawatError:
            self._behind |= first
            raise
        if held:
            raise held[-1]
        return taken

    async def _round(self, apart: frozenset[int], held: list[Refused]) -> int:
        """Offer all but those ``apart``; whatever this session is not believed for is put behind, and ``held``."""
        taken = 0
        while rows := await asyncio.to_thread(self._outbox.waiting, 50, apart | self._parked | self._behind):
            for row in rows:
                try:
                    taken += await self._offer(row)
                except Refused as refused:
                    if refused.status != _NOT_NOW:
                        raise
                    held.append(refused)
                    self._behind.add(row.number)
                    self._say(HELD)
                    if len(held) >= _MOST_NOT_NOW:
                        raise
        return taken

    async def _offer(self, row: Waiting) -> bool:
        """Whether it was taken; else it is parked.

        Raises:
            PrawatError: it was not taken, which may pass.
        """
        try:
            await self._deliver(row.id, row.body)
        except Refused as refused:
            if refused.status not in _FOR_GOOD:
                raise
            self._parked.add(row.number)
            await asyncio.to_thread(self._outbox.mark_refused, row.number, refused.status)
            self._say(PARKED)
            return False
        await asyncio.to_thread(self._outbox.mark_sent, row.number)
        return True

    async def run(self) -> None:
        """Drain whenever something is written, waiting longer after each failure; ends only when cancelled."""
        wait = _FIRST_WAIT
        while True:
            self._news.clear()
            try:
                await self.drain()
            except PrawatError:
                await self._sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            else:
                wait = _FIRST_WAIT
                await self._news.wait()

    def _say(self, code: str) -> None:
        if code not in self._told:
            self._told.add(code)
            self._tell(code)
