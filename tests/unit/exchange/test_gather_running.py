"""Gathering while it runs: its time, stopping and asking again, a slow reader, and nothing left behind."""

import asyncio
from dataclasses import replace

import pytest
from fake_exchange import Reply, Setting, bundle
from unit.exchange.gathering import (
    FIRST,
    HCODES,
    PERMIT,
    TYPES,
    arrived,
    at,
    fill,
    gathered,
    gathering,
    row,
)

from viewer.base.settings import Limits
from viewer.exchange.gather import Arrived, LineChanged
from viewer.exchange.ledger import LineState
from viewer.exchange.wire import Page

pytestmark = pytest.mark.anyio


def _page(page: Page) -> bytes:
    return b"".join(entry.raw for entry in page.entries)


async def test_a_facility_has_its_time_and_no_more() -> None:
    setting = Setting(Limits(facility=0.05))
    for hcode in HCODES:
        fill(setting, hcode)
    setting.exchange.always(at(FIRST, "Goal"), Reply(hangs=True))
    async with setting.http:
        lines, events = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.TIMED_OUT, "timed-out")
    assert lines[FIRST].missing_types == ("Goal",)
    assert lines[FIRST].received == 12, "what had arrived is kept"
    assert len(arrived(events)) == 5
    assert lines["99002"].state is LineState.ANSWERED


async def test_the_time_i_take_is_not_the_facilitys(setting: Setting) -> None:
    """A reader that is slow makes the facilities wait; their clock must not run meanwhile."""
    setting.limits = Limits(facility=0.2)
    setting.exchange.page_size = 1
    loop = asyncio.get_running_loop()
    reading = loop.create_future()
    loop.call_later(0.5, reading.set_result, None)
    async with gathering(setting) as running:
        async for _ in running.events(stay=False):
            await reading
    assert running.ledger.complete


async def test_the_ledger_never_runs_ahead_of_the_events(setting: Setting) -> None:
    taken = 0
    async with gathering(setting) as running:
        async for event in running.events(stay=False):
            if isinstance(event, Arrived):
                taken += len(event.split.entries)
            if not running.ledger.asking:
                break
    assert taken == 48


async def test_stop_and_retry(setting: Setting) -> None:
    setting.exchange.always(at(FIRST, "Goal"), Reply(hangs=True))
    async with gathering(setting) as running:
        async for _ in running.events():
            line = running.ledger.line(FIRST)
            assert line is not None
            if running.ledger.asking == 1 and line.received == 12:
                running.stop(FIRST)
                running.stop(FIRST)
            if not running.ledger.asking:
                break
        line = running.ledger.line(FIRST)
        assert line is not None
        assert (line.state, line.detail, line.missing_types) == (LineState.STOPPED, "stopped", ("Goal",))
        setting.exchange.always(at(FIRST, "Goal"), Reply(body=bundle(row("Goal", 1))))
        setting.exchange.asked.clear()
        running.retry("99002")  # answered: nothing to ask again
        running.retry_all()
        running.retry(FIRST)  # already asking
        async for event in running.events():
            if isinstance(event, LineChanged) and event.line.state is not LineState.ASKING:
                break
        line = running.ledger.line(FIRST)
        assert line is not None
        assert (line.state, line.received) == (LineState.ANSWERED, 13)
        assert sorted(setting.exchange.paths("_search")) == [at(FIRST, "Goal"), at(FIRST, "Patient")]


async def test_stopped_before_it_began_asks_nothing(setting: Setting) -> None:
    async with gathering(setting) as running:
        for hcode in HCODES:
            running.stop(hcode)
        async for _ in running.events(stay=False):
            pass
    assert running.ledger.count(LineState.STOPPED) == 3
    assert not setting.exchange.asked


async def test_a_stop_before_the_first_turn_is_not_forgotten(setting: Setting) -> None:
    """The lines stand on screen, each with its button, before anybody is asked."""
    running = gathering(setting)
    running.stop(FIRST)
    async with running:
        async for _ in running.events(stay=False):
            pass
    assert running.ledger.count(LineState.STOPPED) == 1
    assert not [path for path in setting.exchange.paths("_search") if path.startswith(at(FIRST))]


async def test_an_unforeseen_answer_costs_one_line(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks in the reading of one facility, the others answer."""

    def bang(*_: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(
        "viewer.exchange.judging.lost_the_patient", lambda page, _: bang() if b"odd" in _page(page) else False
    )
    setting.exchange.held[at(FIRST), "Goal"].append(row("Goal", 7) | {"note": "odd"})
    lines, _ = await gathered(setting)
    assert (lines[FIRST].state, lines[FIRST].detail) == (LineState.UNREADABLE, "unexpected")
    assert lines["99002"].state is LineState.ANSWERED


async def test_leaving_leaves_no_task(setting: Setting) -> None:
    before = asyncio.all_tasks()
    for hcode in HCODES:
        setting.exchange.always(at(hcode, "Goal"), Reply(hangs=True))
    async with gathering(setting) as running:
        async for event in running.events():
            if isinstance(event, Arrived):
                break
        assert len(asyncio.all_tasks()) > len(before)
    assert asyncio.all_tasks() == before


async def test_my_own_error_comes_out_as_it_is(setting: Setting) -> None:
    before = asyncio.all_tasks()

    async def stumble() -> None:
        async with gathering(setting) as running:
            async for _ in running.events():
                raise LookupError

    with pytest.raises(LookupError):
        await stumble()
    assert asyncio.all_tasks() == before


async def test_a_reader_who_takes_nothing_is_not_flooded(setting: Setting) -> None:
    setting.exchange.page_size = 1
    for type_ in TYPES - {"Patient"}:
        setting.exchange.held[at(FIRST), type_] = [row(type_, number) for number in range(100)]
    async with gathering(setting) as running:
        first = await anext(aiter(running.events()))
        assert isinstance(first, LineChanged)
        for _ in range(3000):
            await asyncio.sleep(0)
        assert len(setting.exchange.asked) < 100


async def test_the_time_others_take_before_it_is_not_the_facilitys(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one place, and somebody else's request takes it in the middle, for longer than a facility has time."""
    setting = Setting(Limits(facility=100, in_all=1, per_facility=1))
    fill(setting, FIRST)
    loop, ahead = asyncio.get_running_loop(), list[float]()
    asked, answer, time = asyncio.Event(), asyncio.Event(), loop.time

    async def held() -> None:
        asked.set()
        await answer.wait()

    async def for_long() -> None:  # by the loop's clock, and what is over by it ends
        ahead.append(1000)
        for _ in range(5):
            await asyncio.sleep(0)

    setting.exchange.script(f"/at/{FIRST}/fhir/metadata", Reply(404, after=held))
    setting.exchange.script("/fhir/Practitioner/x", Reply(body={}, after=for_long))
    with monkeypatch.context() as moved:
        moved.setattr(loop, "time", lambda: time() + sum(ahead))
        async with setting.http:
            asking = asyncio.create_task(gathered(setting, replace(PERMIT, grants=PERMIT.grants[:1])))
            await asked.wait()
            other = asyncio.create_task(setting.client.get(setting.client.at("Practitioner", "x")))
            await asyncio.sleep(0)
            answer.set()
            lines, _ = await asking
            await other
    assert ahead
    assert lines[FIRST].state is LineState.ANSWERED
    took = lines[FIRST].took
    assert took is not None
    assert took < 100
