"""The patient takes the consent back while facilities are answering: the record is closed and nothing of it is left."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from sandbox_process import Sandbox, ScriptedBrowser, start

from viewer.audit.outbox import Outbox
from viewer.consent.answers import Rhythm
from viewer.record.story import Record
from viewer.sandbox.world.traveller import CID
from viewer.visit.chart import Chart
from viewer.visit.entry import Door
from viewer.visit.errors import WrongMoment
from viewer.visit.journey import Visit
from viewer.visit.states import Closed, CloseReason, Confirming, Consenting, Open, State

pytestmark = pytest.mark.anyio


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with start(latency=0.02, facilities=16) as running:
        yield running


@pytest.fixture
async def visit(sandbox: Sandbox) -> AsyncIterator[Visit]:
    clock = sandbox.clock()
    browser = ScriptedBrowser("on-anong")
    rhythm = Rhythm(soon=0.05, later=0.05, watching=0.05)
    door = Door(sandbox.profile(), clock, Outbox.open(None, None, clock), browser.open, rhythm=rhythm)
    visit = Visit(door)
    await visit.sign_in()
    await browser.done()
    yield visit
    await visit.sign_out()
    door.outbox.close()


async def until(visit: Visit, reached: Callable[[State], bool]) -> State:
    news = asyncio.Event()
    unwatch = visit.watch(lambda _: news.set())
    async with asyncio.timeout(30):
        while not reached(visit.state):
            news.clear()
            await news.wait()
    unwatch()
    return visit.state


async def opened(sandbox: Sandbox, visit: Visit, weather: dict[str, object]) -> str:
    """The traveller's record is open, and facilities begin to answer; the code of the request."""
    slow = {"latency": {"kind": "fixed", "seconds": 5}}
    sandbox.tell("weather", weather={"everywhere": slow, "facilities": {"F02": weather}})
    await visit.find(CID)
    found = visit.state
    assert isinstance(found, Confirming)
    await visit.confirm(found.candidates[0])
    asked = visit.state
    assert isinstance(asked, Consenting)
    sandbox.tell(f"consents/{asked.code}", answer="approve")
    await until(visit, lambda state: isinstance(state, Open))
    return asked.code


async def check_closed(visit: Visit, chart: Chart) -> None:
    """It ends as withdrawn, and nothing of it is left."""
    closed = await until(visit, lambda state: not isinstance(state, Open))
    assert isinstance(closed, Closed)
    assert closed.reason is CloseReason.WITHDRAWN
    assert visit.chart is None
    assert chart.state.record == Record()
    with pytest.raises(WrongMoment):
        await chart.as_sent(1)


@pytest.mark.parametrize("revoked", [{"after_requests": 8}, {"after_seconds": 10}], ids=str)
async def test_the_record_is_closed_and_wiped(
    sandbox: Sandbox, visit: Visit, revoked: dict[str, object]
) -> None:
    await opened(sandbox, visit, {"revoked": revoked})
    chart = visit.chart
    assert chart is not None
    await check_closed(visit, chart)


async def test_what_had_come_is_wiped_too(sandbox: Sandbox, visit: Visit) -> None:
    code = await opened(sandbox, visit, {"silent": 1})
    chart = visit.chart
    assert chart is not None
    state = await until(
        visit, lambda state: not isinstance(state, Open) or state.record.account.total.received > 0
    )
    assert isinstance(state, Open)
    assert state.ledger.asking, "one of them is silent"
    sandbox.tell(f"consents/{code}", answer="withdraw")
    await check_closed(visit, chart)
