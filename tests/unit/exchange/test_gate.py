"""Turns: bounded in all, bounded per facility, the urgent ones first, and never lost."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from viewer.exchange.gate import Gate, Turn, Urgency

pytestmark = pytest.mark.anyio


class Crowd:
    """Requests that stay inside until let out."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.inside: list[str] = []
        self.order: list[str] = []
        self._out: dict[str, asyncio.Event] = {}

    async def visit(self, name: str, turn: Turn) -> None:
        self._out[name] = asyncio.Event()
        async with self.gate.turn(turn):
            self.inside.append(name)
            self.order.append(name)
            await self._out[name].wait()
        self.inside.remove(name)

    async def let_out(self, name: str) -> None:
        self._out[name].set()
        await settle()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_one_facility_never_takes_all_places() -> None:
    crowd = Crowd(Gate(in_all=3, per_facility=2))
    async with asyncio.TaskGroup() as group:
        for name in ("a1", "a2", "a3", "b1", "b2"):
            group.create_task(crowd.visit(name, Turn(name[0])))
        await settle()
        assert crowd.inside == ["a1", "a2", "b1"]
        await crowd.let_out("b1")
        assert crowd.inside == ["a1", "a2", "b2"]
        await crowd.let_out("a1")
        assert crowd.inside == ["a2", "b2", "a3"]
        for name in ("a2", "b2", "a3"):
            await crowd.let_out(name)


async def test_the_urgent_go_first_then_who_came_first() -> None:
    crowd = Crowd(Gate(in_all=1, per_facility=1))
    async with asyncio.TaskGroup() as group:
        for name, urgency in (
            ("now", Urgency.DESK),
            ("rest", Urgency.REST),
            ("results", Urgency.RESULTS),
            ("allergies 1", Urgency.ALLERGIES_AND_MEDICINES),
            ("allergies 2", Urgency.ALLERGIES_AND_MEDICINES),
        ):
            group.create_task(crowd.visit(name, Turn(name, urgency)))
            await settle()
        for name in ("now", "allergies 1", "allergies 2", "results", "rest"):
            await crowd.let_out(name)
    assert crowd.order == ["now", "allergies 1", "allergies 2", "results", "rest"]


async def test_who_leaves_while_waiting_takes_no_turn_along() -> None:
    gate = Gate(in_all=1, per_facility=1)
    crowd = Crowd(gate)
    first = asyncio.create_task(crowd.visit("first", Turn()))
    leaving = asyncio.create_task(crowd.visit("leaving", Turn()))
    last = asyncio.create_task(crowd.visit("last", Turn()))
    await settle()
    # All at once: the turn must not go to one that is cancelled but has not noticed yet.
    first.cancel()
    leaving.cancel()
    await settle()
    assert first.cancelled()
    assert leaving.cancelled()
    assert crowd.inside[-1] == "last"
    await crowd.let_out("last")
    await last


async def test_cancelled_in_the_moment_the_turn_comes() -> None:
    gate = Gate(in_all=1, per_facility=1)
    crowd = Crowd(gate)
    first = asyncio.create_task(crowd.visit("first", Turn()))
    unlucky = asyncio.create_task(crowd.visit("unlucky", Turn()))
    await settle()
    first.cancel()
    await asyncio.sleep(0)  # the turn has been handed on, the task has not run
    unlucky.cancel()
    await settle()
    assert unlucky.cancelled()
    async with asyncio.timeout(1), gate.turn(Turn()):
        pass


async def test_begun_is_called_inside_the_turn_and_its_error_gives_the_turn_back() -> None:
    gate = Gate(in_all=1, per_facility=1)

    def refuse() -> None:
        raise PermissionError

    with pytest.raises(PermissionError):
        async with gate.turn(Turn(begun=refuse)):
            pytest.fail("the block must not run")
    async with asyncio.timeout(1), gate.turn(Turn()):
        pass


async def test_turns_begin_a_breath_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(in_all=5, per_facility=5, pace=0.02)
    breaths: list[float] = []

    async def sleep(seconds: float) -> None:
        breaths.append(seconds)

    async def visit() -> None:
        async with gate.turn(Turn()):
            pass

    with monkeypatch.context() as still:  # a busy machine must not let two breaths end at once
        still.setattr(asyncio.get_running_loop(), "time", lambda: 100.0)
        still.setattr(asyncio, "sleep", sleep)
        await asyncio.gather(visit(), visit(), visit())
    assert breaths == pytest.approx([0.02, 0.04])


async def test_who_is_cancelled_while_catching_breath_gives_the_turn_back() -> None:
    gate = Gate(in_all=1, per_facility=1, pace=10)
    async with gate.turn(Turn()):
        pass
    waiting = asyncio.create_task(Crowd(gate).visit("waiting", Turn()))
    await settle()
    waiting.cancel()
    await settle()
    assert waiting.cancelled()
    assert gate._free == 1


async def test_who_has_fewer_under_way_goes_first_then_who_was_met_first() -> None:
    crowd = Crowd(Gate(in_all=2, per_facility=2))
    async with asyncio.TaskGroup() as group:
        for name in ("a1", "a2", "a3", "b1", "c1", "b2"):
            group.create_task(crowd.visit(name, Turn(name[0])))
        await settle()
        assert crowd.inside == ["a1", "a2"]
        await crowd.let_out("a1")
        assert crowd.inside == ["a2", "b1"], "one place each while others wait"
        await crowd.let_out("a2")
        assert crowd.inside == ["b1", "a3"], "a was met before c"
        for name in ("b1", "a3", "b2", "c1"):
            await crowd.let_out(name)
    assert crowd.order[4:] == ["b2", "c1"]


async def test_waiting_lasts_until_the_turn_comes() -> None:
    told: list[str] = []

    @contextmanager
    def waiting() -> Iterator[None]:
        told.append("waits")
        try:
            yield
        finally:
            told.append("waits no more")

    crowd = Crowd(Gate(in_all=1, per_facility=1))
    turn = Turn("b", begun=lambda: told.append("begun"), waiting=waiting)
    async with asyncio.TaskGroup() as group:
        group.create_task(crowd.visit("a", Turn("a")))
        await settle()
        group.create_task(crowd.visit("b", turn))
        await settle()
        assert told == ["waits"]
        await crowd.let_out("a")
        assert told == ["waits", "waits no more", "begun"]
        gone = group.create_task(crowd.visit("c", turn))
        await settle()
        gone.cancel()
        await settle()
        assert told[3:] == ["waits", "waits no more"]
        await crowd.let_out("b")


async def test_a_turn_given_up_in_the_breath_before_it_is_given_back() -> None:
    gate = Gate(in_all=1, per_facility=1, pace=30)
    async with gate.turn(Turn("a")):
        pass
    crowd = Crowd(gate)
    late = asyncio.create_task(crowd.visit("b", Turn("b")))
    await settle()
    late.cancel()
    await asyncio.wait({late})
    assert not crowd.order
    assert gate.free == 1
