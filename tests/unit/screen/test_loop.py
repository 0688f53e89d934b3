"""The loop that asyncio and Qt share: what is called when, and what Qt gets done meanwhile."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from viewer.screen.loop import Loop

ENOUGH = 0.05  # seconds that are longer than one turn of callbacks


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[Loop]:
    made = Loop(qapp)
    asyncio.set_event_loop(made)
    with made:
        yield made


def timers(loop: Loop) -> int:
    """How many timers of Qt the loop holds."""
    dispatcher = QAbstractEventDispatcher.instance()
    assert dispatcher is not None
    return sum(
        len(dispatcher.registeredTimers(one)) for one in vars(loop).values() if isinstance(one, QObject)
    )


def test_what_is_called_soon_is_called_in_its_order_and_what_it_calls_after_it(loop: Loop) -> None:
    order: list[str] = []

    def first() -> None:
        order.append("first")
        loop.call_soon(order.append, "called by the first")

    loop.call_soon(first)
    loop.call_soon(order.append, "second")
    loop.run_until_complete(asyncio.sleep(0.01))
    assert order == ["first", "second", "called by the first"]


def test_what_is_called_later_is_called_by_its_time_and_never_before(loop: Loop) -> None:
    order: list[str] = []
    times: list[float] = []
    began = loop.time()
    loop.call_later(0.04, order.append, "third")
    loop.call_later(0.02, order.append, "first")
    loop.call_at(began + 0.03, lambda: times.append(loop.time() - began))
    loop.call_at(began + 0.03, order.append, "second")
    loop.run_until_complete(asyncio.sleep(0.06))
    assert order == ["first", "second", "third"]
    assert times[0] >= 0.03


def test_what_was_called_off_is_not_called(loop: Loop) -> None:
    called: list[str] = []
    for handle in (loop.call_soon(called.append, "soon"), loop.call_later(0.01, called.append, "later")):
        handle.cancel()
    loop.run_until_complete(asyncio.sleep(0.03))
    assert called == []


def test_limits_that_were_met_leave_no_timer_behind(loop: Loop) -> None:
    """A request sets a dozen, and is answered long before they end."""

    async def ask() -> None:
        for _ in range(500):
            async with asyncio.timeout(60):
                await asyncio.sleep(0)

    loop.run_until_complete(ask())
    assert timers(loop) <= 1


def test_qt_is_seen_to_between_long_callbacks(loop: Loop) -> None:
    order: list[str] = []

    def work(name: str) -> None:
        order.append(name)
        time.sleep(ENOUGH)

    async def both() -> None:
        QTimer.singleShot(0, partial(order.append, "Qt"))
        for name in "abcd":
            loop.call_soon(work, name)
        await asyncio.sleep(6 * ENOUGH)

    loop.run_until_complete(both())
    assert set(order) == {*"abcd", "Qt"}
    assert order.index("Qt") < 3


def test_a_loop_of_qt_within_a_callback_goes_on_with_the_others(loop: Loop) -> None:
    """Dialogs of the system are such loops."""
    inner = QEventLoop()
    order: list[str] = []

    def opens() -> None:
        inner.exec()
        order.append("closed")

    loop.call_soon(opens)
    loop.call_soon(order.append, "meanwhile")
    loop.call_later(0.02, inner.quit)
    loop.run_until_complete(asyncio.sleep(0.05))
    assert order == ["meanwhile", "closed"]


def test_another_thread_may_have_things_called(loop: Loop) -> None:
    async def heard() -> int:
        told: asyncio.Future[int] = loop.create_future()
        threading.Thread(target=loop.call_soon_threadsafe, args=(told.set_result, 7)).start()
        return await asyncio.wait_for(told, 10)

    assert loop.run_until_complete(heard()) == 7


@pytest.mark.parametrize("how", [Loop.call_soon, partial(Loop.call_later, delay=0.0)])
def test_a_failure_is_told_and_the_rest_is_called(loop: Loop, how: Callable[..., object]) -> None:
    told: list[object] = []
    called: list[str] = []
    loop.set_exception_handler(lambda _, context: told.append(context["exception"]))
    loop.call_soon(int, "no number")
    loop.call_later(0, called.append, "the rest")
    how(loop, callback=lambda: called.append("and this"))
    loop.run_until_complete(asyncio.sleep(0.01))
    assert [type(one) for one in told] == [ValueError]
    assert sorted(called) == ["and this", "the rest"]


def test_a_closed_loop_calls_nothing(qapp: QApplication) -> None:
    called: list[str] = []
    made = Loop(qapp)
    asyncio.set_event_loop(made)
    with made:
        made.run_until_complete(asyncio.sleep(0))
        made.call_soon(called.append, "soon")
        made.call_later(0, called.append, "later")
    made.call_soon(called.append, "after all")
    made.call_later(0, called.append, "later still")
    qapp.processEvents()
    assert called == []
    assert timers(made) == 0
