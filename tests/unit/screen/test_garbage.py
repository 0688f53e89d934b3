"""What Qt made ends on the thread of the window, whoever makes garbage where."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from viewer.screen.garbage import collected_here

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
        qtbot.waitUntil(lambda: gc.get_freeze_count() > 0)
        Unreachable()
        gc.freeze()  # as a record's rows are, while it is open
        gc.unfreeze()  # and when it is closed
        qtbot.waitUntil(lambda: bool(ENDED_ON))
        assert gc.get_freeze_count() > 0
