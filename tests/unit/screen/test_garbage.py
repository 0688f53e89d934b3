"""What Qt made ends on the thread of the window, whoever makes garbage where."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from viewer.base.frozen import FROZEN
from viewer.screen.garbage import collected_here
from viewer.visit.states import Closed, CloseReason, Open

from .record_people import state_of, window_on

ENDED_ON: list[threading.Thread] = []


class Unreachable(QDialog):
    """A window that holds itself: nothing but the collector ends it."""

    def __init__(self) -> None:
        super().__init__()
        self.startTimer(1000)
        self._myself = self

    def __del__(self) -> None:
        ENDED_ON.append(threading.current_thread())


@pytest.fixture(autouse=True)
def _none_yet(qtbot: QtBot) -> Iterator[None]:
    ENDED_ON.clear()
    yield
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def _makes_much() -> None:
    made = [[place] for place in range(200_000)]  # enough for Python's own collector to run many times
    assert len(made) == 200_000


def test_a_window_nobody_holds_ends_on_the_thread_of_the_windows(qtbot: QtBot) -> None:
    with collected_here():
        Unreachable()
        worker = threading.Thread(target=_makes_much)
        worker.start()
        worker.join()
        assert ENDED_ON == []
        qtbot.waitUntil(lambda: bool(ENDED_ON))
    assert [threading.main_thread()] == ENDED_ON


def test_what_is_thawed_is_gone_through_at_the_next_tick(qtbot: QtBot) -> None:
    with collected_here():
        qtbot.waitUntil(lambda: bool(FROZEN))
        Unreachable()
        FROZEN.freeze()  # as a record's rows are, while it is open
        FROZEN.thaw()  # and when it is closed
        qtbot.waitUntil(lambda: bool(ENDED_ON))
        assert bool(FROZEN)


class Held:
    """Something of a page that holds itself."""

    def __init__(self) -> None:
        self._myself = self


def test_a_tick_while_a_record_closes_keeps_nothing_of_its_pages(qtbot: QtBot) -> None:
    """Between the wiping and the going of the pages there may be a tick, which freezes what still stands."""
    window, visit = window_on(state_of(1))
    window.show()
    with collected_here():
        qtbot.waitUntil(lambda: bool(FROZEN))
        record = window.record
        assert record is not None
        record.held = held = Held()  # type: ignore[attr-defined]  # whatever a page holds
        gone = weakref.ref(held)
        del held, record
        FROZEN.thaw()  # as the wiping does
        state = visit.state
        assert isinstance(state, Open)
        visit.become(Closed(state.clinician, state.post, state.posts, CloseReason.BY_CLINICIAN))
        gc.collect()
        FROZEN.freeze()  # the tick
        del state
        qtbot.waitUntil(lambda: gone() is None)
    window.hide()
    shiboken6.delete(window)
