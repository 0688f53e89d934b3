"""The help: F1 opens it wherever one is, Esc closes it, every key it names exists, and it holds nothing of a person."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from viewer.base.words import Words
from viewer.screen.help import HelpDialog
from viewer.screen.help_words import topics
from viewer.screen.keys import other_keys, record_keys
from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.labels import KeyCap
from viewer.visit.states import Identifying, SignedOut, State

from .fakes import Desk
from .record_people import state_of
from .record_windows import Show, turn, windows
from .states import BUNMI, CLINIC, DOCTOR, open_state, settle

Run = Callable[[Any], Any]
Make = Callable[..., Desk]
__all__ = ["windows"]
ELSEWHERE = {"F8", "Esc", "Ctrl+C"}  # heard by the window, by dialogs and by tables themselves


def opened(made: Desk) -> HelpDialog | None:
    found = made.window.findChildren(HelpDialog)
    return next((one for one in found if one.isVisible()), None)


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.mark.parametrize("state", [SignedOut(), Identifying(DOCTOR, CLINIC, (CLINIC,)), open_state()])
def test_f1_opens_it_and_esc_closes_it(desk: Make, run: Run, state: State) -> None:
    async def story() -> None:
        made = desk(state)
        made.window.show()
        await settle()
        QTest.keyClick(made.window, Qt.Key.Key_F1)
        await settle()
        shown = opened(made)
        assert shown is not None
        text = said(shown)
        assert "คิวพิมพ์ของระบบเก็บสำเนาไว้จนกว่าจะพิมพ์เสร็จ โปรแกรมนี้ไม่เก็บสำเนา" in text
        assert not re.search(r"\d{5}", text), "no number of anybody"
        for private in (DOCTOR.name, CLINIC.facility, CLINIC.hcode, BUNMI.name):
            assert private not in text
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        await settle()
        assert opened(made) is None

    run(story())


def test_the_bar_and_the_sign_in_page_lead_to_it(desk: Make, run: Run) -> None:
    async def story() -> None:
        for state in (SignedOut(), open_state()):
            made = desk(state)
            made.window.show()
            await settle()
            leads = [button for button in made.window.findChildren(Button)
                     if button.accessibleName().startswith("วิธีใช้") and button.isVisible()]  # fmt: skip
            assert len(leads) == 1
            leads[0].click()
            await settle()
            shown = opened(made)
            assert shown is not None
            shown.accept()
            await settle()
            made.window.hide()

    run(story())


def test_every_key_that_it_names_exists(show: Show, qapp: QApplication, words: Words) -> None:
    window, visit = show(state_of(1))
    for page in ("medicines", "documents", "referral"):
        turn(qapp, visit, page)
    there = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    named = [key for key, _ in (*record_keys(words), *other_keys(words))]
    assert len(set(named)) == len(named)
    for key in named:
        first, _, last = key.partition(" … ")
        wanted = {f"Ctrl+{at}" for at in range(1, int(last) + 1)} if last else {first}
        assert wanted <= there | ELSEWHERE, key


def test_a_section_is_brought_to_the_top_and_the_keyboard_reads_on(
    qapp: QApplication, theme: Theme, words: Words
) -> None:
    window = QWidget()
    window.resize(1366, 768)
    shown = HelpDialog(theme, words, window)
    shown.show()
    qapp.processEvents()
    assert [section.accessibleName() for section in shown.sections] == [
        topic.title for topic in topics(words)
    ]
    assert shown.area.hasFocus() or shown.focusWidget() is shown.area
    bar = shown.area.verticalScrollBar()
    QTest.keyClick(shown.area, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    shown.go_to(3)
    assert bar.value() == min(shown.sections[3].y(), bar.maximum())
    caps = {cap.accessibleName() for cap in shown.findChildren(KeyCap)}
    assert {"F1", "F6", "F10", "Ctrl+W"} <= caps
    shown.deleteLater()
    window.deleteLater()
