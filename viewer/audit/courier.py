"""Carries sealed rows to the exchange, one at a time, oldest first, until none is left; keeps trying.

A row that the exchange refuses for good (it will not take this one, whoever sends it again) is parked: it stays in the
outbox, is counted, and is offered again at the next sign-in; those behind it go on.
"""

import asyncio
from collections.abc import Awaitable, Callable

from viewer.audit.outbox import Outbox
from viewer.base.errors import PrawatError
from viewer.exchange.errors import Refused

Deliver = Callable[[str, bytes], Awaitable[None]]
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 300.0
# Answers to what was sent, not to who sent it or when: asking again with the same row brings the same.
_FOR_GOOD = frozenset({400, 405, 406, 409, 410, 411, 412, 413, 415, 422, 431})


class Courier:
    """Drains an outbox. ``deliver`` takes an AuditEvent's id and JSON, and raises PrawatError when it was not taken:
    Refused with a status for good parks the row, anything else is tried again.

    Sending the same event twice is sending it once: its id is its own.
    """

    def __init__(
        self, outbox: Outbox, deliver: Deliver, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._outbox = outbox
        self._deliver = deliver
        self._sleep = sleep
        self._news = asyncio.Event()
        self._parked: set[int] = set()  # of this sign-in

    def wake(self) -> None:
        """Something was written: try now."""
        self._news.set()

    async def drain(self) -> int:
        """Send what waits now; returns how many were taken.

        Raises:
            PrawatError: one was not taken, which may pass; it and those behind it stay.
        """
        taken = 0
        while rows := await asyncio.to_thread(self._outbox.waiting, 50, frozenset(self._parked)):
            for row in rows:
                try:
                    await self._deliver(row.id, row.body)
                except Refused as refused:
                    if refused.status not in _FOR_GOOD:
                        raise
                    self._parked.add(row.number)
                    await asyncio.to_thread(self._outbox.mark_refused, row.number, refused.status)
                    continue
                await asyncio.to_thread(self._outbox.mark_sent, row.number)
                taken += 1
        return taken

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
