"""A facility's time: it runs while the facility is at work for us, and stands while we are not ready for it."""

import asyncio
from contextlib import AbstractContextManager, ExitStack

import pytest

from viewer.exchange.stint import Stint

pytestmark = pytest.mark.anyio


async def for_ever(stint: Stint, *standing: AbstractContextManager[None]) -> None:
    """One request after the other that never ends; ``standing``: what goes on besides."""
    async with stint.lasting():
        with stint.asking():
            stint.start()
            with ExitStack() as besides:
                for one in standing:
                    besides.enter_context(one)
                await asyncio.Event().wait()


async def test_it_ends_when_it_has_run_out() -> None:
    stint = Stint(0.01)
    with pytest.raises(TimeoutError):
        await for_ever(stint)
    assert stint.over
    assert stint.took is not None
    assert stint.took >= 0.01


async def test_before_the_first_request_it_does_not_run() -> None:
    stint = Stint(0.0)
    async with stint.lasting():
        with stint.asking():
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert not stint.over
    assert stint.took is None


@pytest.mark.parametrize("standing", ["waiting", "busy"])
async def test_it_stands_while_we_keep_it_waiting(standing: str) -> None:
    loop = asyncio.get_running_loop()
    stint = Stint(0.05)
    async with stint.lasting():
        with stint.asking():
            stint.start()
            began = loop.time()
            with getattr(stint, standing)():
                passed = loop.create_future()
                loop.call_later(0.2, passed.set_result, None)
                await passed
            assert not stint.over
            assert stint.took is not None
            assert stint.took < 0.05 < loop.time() - began


async def test_it_runs_while_any_of_its_requests_is_under_way() -> None:
    stint = Stint(0.01)
    with pytest.raises(TimeoutError):
        await for_ever(stint, stint.asking(), stint.waiting())


async def test_stopped_it_ends_at_once_and_does_not_run_again() -> None:
    stint = Stint(1000)
    running = asyncio.create_task(for_ever(stint))
    await asyncio.sleep(0)
    stint.stop()
    with stint.busy():
        assert stint.over
    with pytest.raises(TimeoutError):
        await running
    assert stint.over
