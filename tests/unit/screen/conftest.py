"""A window on a visit that only holds a state, and a loop that fails a test when a task is left behind."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from viewer.base.words import Words
from viewer.screen import fonts
from viewer.screen.context import PageContext
from viewer.screen.look import Theme
from viewer.screen.loop import Loop
from viewer.screen.readiness import Readiness
from viewer.screen.window import MainWindow
from viewer.visit.states import State

from .fakes import Desk, FakeVisit, PlainPage, Sheets


@pytest.fixture(scope="session", autouse=True)
def _fonts(qapp: QApplication) -> None:
    fonts.load_fonts()
    qapp.setQuitOnLastWindowClosed(False)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    made = Theme()
    fonts.dress(qapp, made)
    return made


@pytest.fixture
def words() -> Words:
    return Words("th")


@pytest.fixture
def run(qapp: QApplication) -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """Run one coroutine in Qt's loop; whatever task it leaves alive fails the test."""
    loop = Loop(qapp)
    asyncio.set_event_loop(loop)

    def to_end(coroutine: Coroutine[Any, Any, Any]) -> Any:
        async def guarded() -> Any:
            result = await asyncio.wait_for(coroutine, 20)
            for _ in range(3):
                await asyncio.sleep(0)
            left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            assert not left, left
            return result

        with loop:
            return loop.run_until_complete(guarded())

    yield to_end
    if not loop.is_closed():
        loop.close()
    asyncio.set_event_loop(None)
    # Else it ends with the loop, whenever that is found to be garbage: on a thread that makes paper, perhaps.
    shiboken6.delete(loop._timer)


@pytest.fixture
def desk(qapp: QApplication, words: Words) -> Iterator[Callable[..., Desk]]:
    """Builds a window on a fake visit; close it in the test or it is deleted afterwards."""
    made: list[MainWindow] = []

    def build(
        state: State | None = None, theme: Theme | None = None, size: tuple[int, int] = (1366, 768)
    ) -> Desk:
        visit, sheets, built = FakeVisit(state), Sheets(words), list[PlainPage]()

        def factory(name: str) -> Callable[[PageContext], QWidget]:
            def page(context: PageContext) -> QWidget:
                built.append(PlainPage(context, name))
                return built[-1]

            return page

        async def check() -> Readiness:
            return Readiness(reachable=True, clock_off=timedelta(seconds=2), waiting=2)

        async def paper(_: Any) -> bytes:
            return b"%PDF-1.7"

        window = MainWindow(
            visit=visit.as_real(), words=words, composer=sheets.composer(), paper=paper, check=check, theme=theme,
            record_pages={name: factory(name) for name in ("summary", "medicines", "referral", "ledger")},
            version="0.1.0",
        )  # fmt: skip
        window.resize(*size)
        made.append(window)
        return Desk(window, visit, sheets, words, built)

    yield build
    for window in made:
        window.hide()
        window.deleteLater()
    qapp.processEvents()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    words.speak("th")
