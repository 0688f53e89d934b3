"""Deciding on the page of medicines by keys: one, several, all others; undo, filter, what is said, nothing clipped."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import shiboken6
from msgspec import structs
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget

from viewer.screen import fonts
from viewer.screen.look import Theme
from viewer.screen.pages.record.medicines import MedicinesPage
from viewer.screen.pages.record.reconciling import keys
from viewer.screen.pages.record.reconciling.keys import choice_of, clears
from viewer.screen.pages.record.roomy import RoomyPage
from viewer.screen.window import MainWindow
from viewer.visit.reconciliation import Choice, Entry, Kind, Reconciliation
from viewer.visit.states import Open

from .fakes import FakeVisit
from .record_people import state_of, window_on
from .states import CLINIC

Show = Callable[..., "Hands"]
THAI_ROW = ("ๅ", "", "", "ภ", "ถ", "ุ", "ึ", "ค")


class Hands:
    """A window on the medicines of one person, and who sits before it."""

    def __init__(self, qapp: QApplication, window: MainWindow, visit: FakeVisit) -> None:
        self.qapp, self.window, self.visit = qapp, window, visit
        record = window.record
        assert record is not None
        frame = record.page
        assert isinstance(frame, RoomyPage)
        assert isinstance(frame.page, MedicinesPage)
        self.page = frame.page
        assert self.page._reconciling is not None
        self.desk = self.page._reconciling
        self.table = self.page._medicines.table

    @property
    def value(self) -> Reconciliation:
        assert isinstance(self.visit.state, Open)
        return self.visit.state.reconciliation

    def entry(self, name: str) -> Entry | None:
        return next((entry for entry in self.value.entries.values() if entry.name.startswith(name)), None)

    def choice(self, name: str) -> Choice | None:
        entry = self.entry(name)
        return entry.decision.choice if entry and entry.decision else None

    def at(self, name: str) -> None:
        rows = self.table.rows.entries
        self.desk._choose(
            next(n for n, e in enumerate(rows) if e.row and e.row.cells[0].text.startswith(name))
        )
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.table, key, modifier)
        self.settle()

    def types(self, field: str, text: str) -> None:
        box = self.desk.bar._fields[field]
        box.setText(text)
        box.textEdited.emit(text)
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            self.qapp.processEvents()

    def said(self) -> str:
        return self.desk.progress._progress.text()


@pytest.fixture
def show(qapp: QApplication) -> Iterator[Show]:
    made: list[MainWindow] = []

    def build(number: int = 1, size: tuple[int, int] = (1366, 768), theme: Theme | None = None) -> Hands:
        state = replace(state_of(number), page="medicines")
        window, visit = window_on(state, size=size, theme=theme)
        made.append(window)
        window.show()
        hands = Hands(qapp, window, visit)
        hands.settle()
        return hands

    yield build
    for window in made:
        window.hide()
        shiboken6.delete(window)


def key(
    text: str, code: int = 0, scan: int = 0, modifiers: Any = Qt.KeyboardModifier.NoModifier
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, code, modifiers, scan, 0, 0, text)


# --- keys


def test_one_key_a_choice_on_every_layout() -> None:
    for number, choice in enumerate(Choice, 1):
        assert choice_of(key(str(number))) is choice
        assert choice_of(key("๑๒๓๔๕๖๗๘"[number - 1])) is choice
        if THAI_ROW[number - 1]:
            assert choice_of(key(THAI_ROW[number - 1])) is choice


def test_signs_that_other_keys_type_too_count_only_from_the_row_of_digits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keys, "_FIRST_CODE", 10)
    assert choice_of(key("/", scan=11)) is Choice.STOP
    assert choice_of(key("-", scan=12)) is Choice.HOLD
    assert choice_of(key("/", scan=61)) is None
    assert choice_of(key("-", scan=82)) is None


@pytest.mark.parametrize("text", ["9", "0", "a", "ก", "", " ", "+", "๙"])
def test_any_other_key_decides_nothing(text: str) -> None:
    assert choice_of(key(text)) is None


def test_a_key_with_control_is_somebody_elses() -> None:
    assert choice_of(key("1", modifiers=Qt.KeyboardModifier.ControlModifier)) is None
    assert not clears(key("", Qt.Key.Key_Delete, modifiers=Qt.KeyboardModifier.AltModifier))
    assert clears(key("", Qt.Key.Key_Delete))


# --- the page


def test_on_a_low_screen_rows_have_the_room_of_what_is_not_in_use(show: Show) -> None:
    hands = show()
    table = hands.table
    whole = [
        at
        for at, entry in enumerate(table.rows.entries)
        if entry.row and table.visualRect(table.rows.index(at, 1)).bottom() <= table.viewport().height()
    ]
    assert len(whole) >= 6
    assert hands.page._findings.hidden_rows() <= 1
    bar, progress = hands.desk.bar, hands.desk.progress
    assert bar._written.isHidden()
    assert progress._add.isHidden()
    progress._more.click()
    assert not progress._add.isHidden()
    progress._only.click()
    progress._more.click()
    assert progress._add.isHidden()
    assert not progress._only.isHidden(), "a filter that is on stays in sight"


def test_with_room_all_of_it_is_there(show: Show) -> None:
    hands = show(size=(1920, 1080))
    assert not hands.desk.bar._written.isHidden()
    assert hands.desk.bar._notes.isHidden()
    assert not hands.desk.progress._add.isHidden()
    assert hands.desk.progress._more.isHidden()


def test_notes_open_for_who_wants_them_and_are_read_in_the_head_when_shut(show: Show) -> None:
    hands = show()
    hands.window.activateWindow()
    hands.at("enalapril")
    bar = hands.desk.bar
    hands.press(Qt.Key.Key_F2)
    assert bar._fields["reason"] is hands.window.focusWidget()
    hands.types("reason", "ไอแห้ง")
    QTest.keyClick(bar._fields["reason"], Qt.Key.Key_Return)
    hands.settle()
    assert not bar._written.isHidden(), "who opened them shuts them"
    hands.desk.bar.write("reason")
    hands.settle()
    bar.turn_notes()
    hands.settle()
    assert bar._written.isHidden()
    assert "ไอแห้ง" in bar._name.text()
    hands.press(Qt.Key.Key_4)
    assert not bar._written.isHidden()
    QTest.keyClick(bar._fields["dose"], Qt.Key.Key_Return)
    hands.settle()
    assert bar._written.isHidden(), "what a choice opened is shut again"


def test_the_first_medicine_has_the_keyboard_and_a_key_decides(show: Show) -> None:
    hands = show()
    hands.page.focus_first()
    assert hands.desk.bar._name.text().startswith("metformin")
    hands.press(Qt.Key.Key_8)
    assert hands.choice("metformin") is Choice.ASK
    assert hands.said() == "ตัดสินแล้ว 1 จาก 9"
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_1)
    assert hands.choice("amlodipine") is Choice.CONTINUE
    hands.press(Qt.Key.Key_Delete)
    assert hands.choice("amlodipine") is None


def test_what_a_choice_wants_to_know_is_asked_for_next(show: Show) -> None:
    hands = show()
    hands.window.activateWindow()
    hands.at("enalapril")
    hands.press(Qt.Key.Key_4)
    bar = hands.desk.bar
    assert bar._fields["dose"] is hands.window.focusWidget()
    hands.types("dose", "ครั้งละครึ่งเม็ด")
    entry = hands.entry("enalapril")
    assert entry is not None
    assert entry.dose == "ครั้งละครึ่งเม็ด"
    QTest.keyClick(bar._fields["dose"], Qt.Key.Key_Return)
    hands.settle()
    assert hands.window.focusWidget() is hands.table
    hands.press(Qt.Key.Key_4)
    assert hands.window.focusWidget() is hands.table, "it is written already"


def test_last_taken_is_told_back_as_it_was_understood(show: Show) -> None:
    hands = show()
    hands.at("losartan")
    hands.types("taken", "เมื่อวาน 20.00")
    assert hands.desk.bar._read.text() == "กินครั้งสุดท้าย: 22 พ.ย. 2569 20.00"
    hands.types("taken", "เมื่อคืน")
    assert hands.desk.bar._read.text() == "กินครั้งสุดท้าย: เก็บเป็นข้อความตามที่พิมพ์"
    entry = hands.entry("losartan")
    assert entry is not None
    assert entry.taken is not None
    assert (entry.taken.typed, entry.taken.day) == ("เมื่อคืน", None)
    hands.at("metformin")
    assert hands.desk.bar.notes == dict.fromkeys(("reason", "dose", "instead", "taken"), "")
    hands.at("losartan")
    assert hands.desk.bar.notes["taken"] == "เมื่อคืน"


def test_several_are_decided_at_one_stroke_but_not_what_is_in_doubt(show: Show) -> None:
    hands = show()
    hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert hands.desk.bar._name.text() == "เลือกไว้ 9 รายการ กดเลขเดียวตัดสินพร้อมกัน"
    assert not hands.desk.bar._fields["reason"].isEnabled()
    hands.press(Qt.Key.Key_1)
    assert hands.choice("metformin") is None, "A stopped it, B supplies it"
    assert hands.said() == "ตัดสินแล้ว 8 จาก 9"
    hands.press(Qt.Key.Key_8)
    assert hands.choice("metformin") is Choice.ASK, "any other choice is no approval"


def test_all_others_go_on_is_one_step_back(show: Show) -> None:
    hands = show()
    hands.at("enalapril")
    hands.press(Qt.Key.Key_2)
    button = hands.desk.progress._all
    assert button.text() == "ที่เหลือ 7 รายการ: ใช้ต่อ"
    assert button.toolTip() == "อีก 1 รายการต้องตัดสินทีละรายการ"
    button.click()
    assert hands.said() == "ตัดสินแล้ว 8 จาก 9"
    assert hands.choice("enalapril") is Choice.STOP
    assert not button.isEnabled()
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hands.said() == "ตัดสินแล้ว 1 จาก 9"
    hands.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert hands.said() == "ตัดสินแล้ว 8 จาก 9"


def test_only_the_undecided_are_shown_when_asked(show: Show) -> None:
    hands = show()
    hands.at("enalapril")
    hands.press(Qt.Key.Key_2)
    only = hands.desk.progress._only
    assert only.text() == "ยังไม่ตัดสิน 8"
    only.click()
    hands.settle()
    shown = [entry.row.cells[0].text for entry in hands.table.rows.entries if entry.row]
    assert len(shown) == 8
    assert "enalapril" not in shown
    hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.press(Qt.Key.Key_8)
    assert hands.page._medicines._empty.text() == "ตัดสินครบแล้ว"
    only.click()
    hands.settle()
    assert len([entry for entry in hands.table.rows.entries if entry.row]) == 9


def test_the_menu_has_every_choice_with_its_key(show: Show) -> None:
    hands = show()
    hands.at("enalapril")
    hands.press(Qt.Key.Key_2)
    row = hands.table.row_at(hands.table.currentIndex())
    assert row is not None
    menu = QMenu(hands.window)
    hands.desk._fill_menu(menu, row)
    told = [action.text() for action in menu.actions() if action.text()]
    assert told[:8] == [
        "1  ใช้ต่อ", "2  หยุด", "3  งดชั่วคราว", "4  ปรับขนาด", "5  เปลี่ยน", "6  กลับมาใช้", "7  เริ่มใหม่", "8  รอแพทย์พิจารณา",
    ]  # fmt: skip
    assert [action.text()[0] for action in menu.actions() if action.isChecked()] == ["2"]
    menu.actions()[2].trigger()
    assert hands.choice("enalapril") is Choice.HOLD


def test_what_changed_after_a_decision_is_told_by_name(show: Show) -> None:
    hands = show()
    hands.at("enalapril")
    hands.press(Qt.Key.Key_1)
    state = hands.visit.state
    assert isinstance(state, Open)
    supplies = tuple(fact for fact in state.record.supplies if not fact.drug.name.startswith("enalapril"))
    stopped = tuple(
        structs.replace(fact, status="stopped")
        for fact in state.record.supplies
        if fact.drug.name.startswith("enalapril")
    )
    assert stopped
    hands.visit.become(
        replace(state, record=replace(state.record, supplies=(*supplies, *stopped)), revision=2)
    )
    hands.settle()
    told = [notice.accessibleName() for notice in hands.window.notices._shown]
    assert any(text.startswith("ข้อมูลเปลี่ยนหลังตัดสินใจ enalapril") for text in told), told
    assert hands.said().endswith("ข้อมูลเปลี่ยน 1")


def test_a_told_medicine_enters_at_once_and_can_be_taken_out(show: Show) -> None:
    hands = show()
    acts = hands.visit.chart
    assert acts is not None
    key_of_it = acts.reconciling.add(Kind.HERB, "ขมิ้นชัน", listed=False)
    hands.page._medicines.let_in()
    hands.at("ขมิ้นชัน")
    hands.press(Qt.Key.Key_2)
    assert hands.choice("ขมิ้นชัน") is Choice.STOP
    hands.desk._remove(key_of_it)
    assert hands.value.extras == ()
    assert hands.entry("ขมิ้นชัน") is None


def test_a_role_that_does_not_reconcile_sees_no_column(qapp: QApplication) -> None:
    clerk = replace(CLINIC, role="referral-clerk")
    window, _ = window_on(replace(state_of(1), page="medicines", post=clerk))
    window.show()
    for _ in range(4):
        qapp.processEvents()
    record = window.record
    assert record is not None
    page = record.page
    assert isinstance(page, RoomyPage)
    assert isinstance(page.page, MedicinesPage)
    assert page.page._reconciling is None
    assert len(page.page._medicines.table.rows.columns) == 8
    window.hide()
    shiboken6.delete(window)


@pytest.mark.parametrize(("scale", "size"), [(100, (1366, 768)), (80, (1024, 640)), (150, (1920, 1080))])
def test_nothing_of_it_is_clipped(scale: int, size: tuple[int, int], show: Show, qapp: QApplication) -> None:
    theme = Theme(scale=scale)
    fonts.dress(qapp, theme)
    hands = show(size=size, theme=theme)
    for part in (hands.desk.bar, hands.desk.progress):
        shown = [one for one in part.findChildren(QWidget) if one.isVisible()]
        for one in shown:
            if isinstance(one, QAbstractButton):
                assert one.width() >= one.sizeHint().width() or one.width() >= one.minimumSizeHint().width()
                assert one.height() >= theme.px(24)
            corner = one.mapTo(part, one.rect().bottomRight())
            assert part.rect().contains(corner), (type(one).__name__, one.accessibleName())
    fonts.dress(qapp, Theme())


def test_every_control_has_a_name(show: Show) -> None:
    hands = show()
    for part in (hands.desk.bar, hands.desk.progress):
        controls = [*part.findChildren(QAbstractButton), *part.findChildren(QLineEdit)]
        assert [one for one in controls if one.isVisible() and not one.accessibleName()] == []
    names = [button.accessibleName() for button in hands.desk.bar._buttons.values()]
    assert names[0] == "1 ใช้ต่อ"
