"""The courier keeps what was not taken, sends the rest once, and never gives up."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

import pytest

from viewer.audit.courier import HELD, PARKED, Courier
from viewer.audit.errors import AuditError
from viewer.audit.event import Act, Actor, audit_event
from viewer.audit.outbox import Outbox
from viewer.base.clock import BANGKOK, StillClock
from viewer.base.opaque import Opaque
from viewer.exchange.errors import Refused

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


class Choosy(Exchange):
    """Refuses some events with a status, every time they come."""

    def __init__(self, status: int, *refused: str) -> None:
        super().__init__()
        self.status, self.refused = status, refused
        self.offered: list[str] = []

    async def deliver(self, identity: str, body: bytes) -> None:
        self.offered.append(identity)
        if identity in self.refused:
            raise Refused("refused", "k7f3-92qd", self.status)
        await super().deliver(identity, body)


@pytest.mark.anyio
@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 413, 422])
async def test_one_refused_for_good_is_parked_and_holds_nobody_back(status: int, outbox: Outbox) -> None:
    written = [write(outbox) for _ in range(4)]
    exchange = Choosy(status, written[1])
    told: list[str] = []
    courier = Courier(outbox, exchange.deliver, tell=told.append)
    assert await courier.drain() == 3
    assert exchange.taken == [written[0], written[2], written[3]]
    assert (outbox.count_waiting(), outbox.count_refused()) == (1, 1), "it is kept, and it is said"
    assert await courier.drain() == 0
    assert told == [PARKED]
    assert exchange.offered.count(written[1]) == 1, "not offered again and again"
    assert outbox.verify() == 4


@pytest.mark.anyio
async def test_a_parked_one_is_offered_again_at_the_next_sign_in(outbox: Outbox) -> None:
    written = [write(outbox) for _ in range(2)]
    await Courier(outbox, Choosy(422, written[0]).deliver).drain()
    exchange = Exchange()
    assert await Courier(outbox, exchange.deliver).drain() == 1
    assert exchange.taken == [written[0]]
    assert (outbox.count_waiting(), outbox.count_refused()) == (0, 0)


@pytest.mark.anyio
@pytest.mark.parametrize("status", [408, 423, 429])
async def test_what_says_nothing_of_the_row_itself_keeps_all_in_their_order(
    status: int, outbox: Outbox
) -> None:
    written = [write(outbox) for _ in range(2)]
    exchange = Choosy(status, written[0])
    with pytest.raises(Refused):
        await Courier(outbox, exchange.deliver).drain()
    assert exchange.offered == written[:1]
    assert (outbox.count_waiting(), outbox.count_refused()) == (2, 0)


@pytest.mark.anyio
async def test_more_parked_ones_than_are_taken_up_at_once_hide_nobody(outbox: Outbox) -> None:
    refused = [write(outbox) for _ in range(60)]
    last = write(outbox)
    exchange = Choosy(400, *refused)
    assert await Courier(outbox, exchange.deliver).drain() == 1
    assert exchange.taken == [last]


@pytest.mark.anyio
@pytest.mark.parametrize("count", [1, 2, 5])
async def test_those_this_session_is_not_believed_for_are_tried_again_behind_the_others(
    count: int, outbox: Outbox
) -> None:
    """401 says something of the session; where it comes for some rows only, those after them are not held back."""
    written = [write(outbox) for _ in range(count + 3)]
    exchange, told = Choosy(401, *written[:count]), list[str]()
    courier = Courier(outbox, exchange.deliver, tell=told.append)
    for _ in range(3):
        with pytest.raises(Refused):
            await courier.drain()
    assert exchange.taken == written[count:]
    assert told == [HELD], "once, not at every try"
    assert (outbox.count_waiting(), outbox.count_refused()) == (count, 0), "nothing is given up"
    exchange.refused = ()
    assert await courier.drain() == count
    assert sorted(exchange.taken) == sorted(written)


@pytest.mark.anyio
async def test_a_session_that_nothing_is_taken_from_is_not_asked_for_every_row(outbox: Outbox) -> None:
    written = [write(outbox) for _ in range(60)]
    exchange = Choosy(401, *written)
    with pytest.raises(Refused):
        await Courier(outbox, exchange.deliver).drain()
    assert exchange.offered == written[:3]
    assert outbox.count_waiting() == 60
