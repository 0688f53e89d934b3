"""The courier keeps what was not taken, sends the rest once, and never gives up."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

import pytest

from viewer.audit.courier import Courier
from viewer.audit.errors import AuditError
from viewer.audit.event import Act, Actor, audit_event
from viewer.audit.outbox import Outbox
from viewer.base.clock import BANGKOK, StillClock
from viewer.base.opaque import Opaque

CLOCK = StillClock(datetime(2026, 11, 23, 9, tzinfo=BANGKOK))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def outbox() -> Iterator[Outbox]:
    box = Outbox.open(None, None, CLOCK)
    yield box
    box.close()


def write(outbox: Outbox) -> str:
    return outbox.write(audit_event(Act.CLOSE, Actor(Opaque("Practitioner/x"), "x"), CLOCK.now())).event


class Exchange:
    """Takes events, or refuses the next few."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.refuse = 0
        self._taking = asyncio.Condition()

    async def deliver(self, identity: str, body: bytes) -> None:
        if self.refuse:
            self.refuse -= 1
            raise AuditError("not now")
        assert identity.encode() in body
        async with self._taking:
            self.taken.append(identity)
            self._taking.notify_all()

    async def has(self, count: int) -> None:
        async with self._taking:
            await self._taking.wait_for(lambda: len(self.taken) == count)


@pytest.mark.anyio
async def test_all_are_sent_in_order_once(outbox: Outbox) -> None:
    exchange = Exchange()
    written = [write(outbox) for _ in range(120)]
    assert await Courier(outbox, exchange.deliver).drain() == 120
    assert exchange.taken == written
    assert await Courier(outbox, exchange.deliver).drain() == 0


@pytest.mark.anyio
async def test_an_outbox_that_cannot_be_looked_into_is_tried_again(outbox: Outbox) -> None:
    exchange, again = Exchange(), asyncio.Event()

    async def sleep(_: float) -> None:
        outbox._database.execute("ALTER TABLE away RENAME TO sent")
        again.set()

    outbox._database.execute("ALTER TABLE sent RENAME TO away")
    write(outbox)
    running = asyncio.create_task(Courier(outbox, exchange.deliver, sleep).run())
    await exchange.has(1)
    assert again.is_set()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


@pytest.mark.anyio
async def test_what_was_not_taken_stays(outbox: Outbox) -> None:
    exchange = Exchange()
    exchange.refuse = 1
    write(outbox)
    with pytest.raises(AuditError):
        await Courier(outbox, exchange.deliver).drain()
    assert outbox.count_waiting() == 1


@pytest.mark.anyio
async def test_it_waits_longer_after_each_failure_and_wakes_on_news(outbox: Outbox) -> None:
    exchange = Exchange()
    exchange.refuse = 3
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    write(outbox)
    courier = Courier(outbox, exchange.deliver, wait)
    running = asyncio.create_task(courier.run())
    async with asyncio.timeout(5):
        await exchange.has(1)
        assert waits == [2, 4, 8]
        write(outbox)
        courier.wake()
        await exchange.has(2)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
