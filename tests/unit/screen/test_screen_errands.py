"""Coroutines on behalf of an owner: one per name, errors told once, nothing left when the owner goes."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from viewer.screen import ask
from viewer.screen.errands import Errands

Run = Callable[[Any], Any]


def test_a_second_run_of_the_same_name_is_refused(run: Run) -> None:
    async def story() -> None:
        owner, told = QObject(), list[BaseException]()
        errands, go, ran = Errands(owner, told.append), asyncio.Event(), list[str]()

        async def errand(name: str) -> None:
            await go.wait()
            ran.append(name)

        assert errands.start("find", errand("first"))
        assert not errands.start("find", errand("second"))
        assert errands.start("other", errand("third"))
        assert errands.busy("find")
        go.set()
        await errands.finished()
        assert ran == ["first", "third"]
        assert not errands.busy()
        assert told == []

    run(story())


def test_what_has_just_ended_is_begun_anew_at_once(run: Run) -> None:
    async def story() -> None:
        owner, told, begun = QObject(), list[BaseException](), list[bool]()
        errands = Errands(owner, told.append)

        async def again() -> None:
            pass

        async def fail() -> None:
            try:
                raise ValueError("no")
            finally:
                asyncio.get_running_loop().call_soon(lambda: begun.append(errands.start("form", again())))

        errands.start(
            "form", fail()
        )  # ends before what it called for begins, and is told to have ended after it
        await errands.finished()
        await asyncio.sleep(0)
        await errands.finished()
        await asyncio.sleep(0)
        assert begun == [True]
        assert [type(error) for error in told] == [ValueError]
        assert not errands.busy()

    run(story())


def test_an_error_is_told_once_and_a_cancelled_errand_is_not_an_error(run: Run) -> None:
    async def story() -> None:
        owner, told, changes = QObject(), list[BaseException](), list[str]()
        errands = Errands(owner, told.append)
        errands.changed.connect(changes.append)

        async def fail() -> None:
            raise ValueError("no")

        errands.start("fail", fail())
        await errands.finished()
        await asyncio.sleep(0)
        errands.start("wait", asyncio.Event().wait())
        await asyncio.sleep(0)
        errands.cancel("wait")
        await errands.finished()
        await asyncio.sleep(0)
        assert [type(error) for error in told] == [ValueError]
        assert changes == ["fail", "fail", "wait", "wait"]

    run(story())


def test_all_end_when_the_owner_is_destroyed(run: Run, qapp: QApplication) -> None:
    async def story() -> None:
        owner = QWidget()
        errands = Errands(owner, lambda error: None)
        ended = asyncio.Event()

        async def long() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()

        errands.start("gather", long())
        await asyncio.sleep(0)
        owner.deleteLater()
        await asyncio.wait_for(ended.wait(), 5)

    run(story())


def test_a_dialog_is_awaited_without_stopping_the_loop(run: Run) -> None:
    async def story() -> None:
        parent = QWidget()
        dialog, beats = QDialog(parent), 0
        waiting = asyncio.create_task(ask.dialog(dialog))
        for _ in range(5):
            await asyncio.sleep(0)
            beats += 1
        assert dialog.isVisible()
        dialog.accept()
        assert await waiting == QDialog.DialogCode.Accepted.value
        assert beats == 5
        parent.deleteLater()

    run(story())


def test_a_question_is_answered_no_by_default(run: Run) -> None:
    async def story() -> None:
        parent = QWidget()
        waiting = asyncio.create_task(ask.confirm(parent, "ปิดหรือไม่", "<b>x</b>", yes="ปิด", no="ไม่ปิด"))
        await asyncio.sleep(0.01)
        box = parent.findChild(QDialog)
        assert box is not None
        box.reject()
        assert await waiting is False
        parent.deleteLater()

    run(story())


def test_who_waits_for_a_dialog_can_be_cancelled(run: Run) -> None:
    async def story() -> None:
        parent = QWidget()
        dialog = QDialog(parent)
        waiting = asyncio.create_task(ask.dialog(dialog))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert not isValid(dialog) or not dialog.isVisible()
        parent.deleteLater()

    run(story())


@pytest.mark.parametrize("asks", [False, True])
def test_a_dialog_that_goes_with_its_parent_is_left(run: Run, *, asks: bool) -> None:
    async def story() -> None:
        parent = QWidget()
        shown = (
            ask.confirm(parent, "ปิดหรือไม่", "x", yes="ปิด", no="ไม่ปิด") if asks else ask.dialog(QDialog(parent))
        )
        waiting: asyncio.Task[int] = asyncio.create_task(shown)
        await asyncio.sleep(0)
        parent.deleteLater()
        assert await asyncio.wait_for(waiting, 5) == QDialog.DialogCode.Rejected.value

    run(story())
