"""The window: it follows the visit, stands still while facilities answer, and wipes before it goes."""

import asyncio
import gc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget

from viewer.base.words import Words
from viewer.exchange.ledger import LineState
from viewer.screen import thai
from viewer.screen.bar import PAGES, PageTab, Room, TopBar
from viewer.screen.look import Theme
from viewer.view.sheet import AllergyBlock, AllergyState, Segment
from viewer.visit.referral import Field, ReferralDraft
from viewer.visit.states import Identifying, Open, SignedOut

from .fakes import Desk
from .states import BUNMI, CLINIC, DOCTOR, closed, consenting, ledger, open_state, settle, until

Run = Callable[[Any], Any]
Make = Callable[..., Desk]


def tabs(made: Desk) -> list[str]:
    return [tab.page.slug for tab in made.window.findChildren(PageTab)]


def test_the_title_never_says_whose_record_is_open(desk: Make) -> None:
    made = desk(SignedOut())
    for state in (consenting(), open_state(), Identifying(DOCTOR, CLINIC, (CLINIC,))):
        made.visit.become(state)
        assert made.window.windowTitle() == "ประวัติ"


def test_tabs_are_those_the_role_may_open_and_the_window_can_build(desk: Make) -> None:
    made = desk(open_state())
    assert tabs(made) == ["summary", "medicines", "referral"]
    clerk = open_state()
    fields = {name: getattr(clerk, name) for name in ("clinician", "posts", "candidate", "permit", "record",
                                                      "ledger", "opened", "as_of", "revision")}  # fmt: skip
    post = type(CLINIC)(CLINIC.id, "referral-clerk", CLINIC.hcode, CLINIC.facility)
    made.visit.become(SignedOut())
    made.visit.become(Open(post=post, page="referral", **fields))
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete: the old tabs
    assert [slug for slug in tabs(made) if slug] == ["summary", "referral"]


def test_keys_open_pages_after_they_are_written_down(desk: Make, run: Run) -> None:
    async def story() -> None:
        made = desk(open_state())
        made.window.show()
        await settle()
        assert [page.name for page in made.built] == ["summary"]
        QTest.keyClick(made.window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        await settle()
        assert made.visit.chart is not None
        assert made.visit.chart.acts == ["page medicines"]
        assert [page.name for page in made.built] == ["summary", "medicines"]
        assert made.window.record is not None
        assert made.window.record.page is made.built[1]
        QTest.keyClick(made.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        await settle()
        assert made.visit.chart.acts[-1] == "page referral"

    run(story())


def test_nothing_changes_height_while_facilities_answer(desk: Make, qapp: QApplication) -> None:
    made = desk(open_state(lines=ledger(*[LineState.ASKING] * 14)))
    made.window.show()
    qapp.processEvents()
    record = made.window.record
    assert record is not None
    assert record.page is not None
    before = (made.window._bar.height(), record.band.height(), record.strip.height(), record.page.height())
    assert before[:3] == (44, 84, 32)
    for done in range(1, 15):
        states = [LineState.ANSWERED] * done + [LineState.ASKING] * (14 - done)
        made.visit.become(open_state(lines=ledger(*states), revision=done))
        qapp.processEvents()
        now = (made.window._bar.height(), record.band.height(), record.strip.height(), record.page.height())
        assert now == before
    assert made.built[0].drawn == 15


def test_the_band_grows_with_allergies_and_cuts_none(desk: Make, qapp: QApplication) -> None:
    made = desk(open_state())
    names = ", ".join(f"ยาสมมติชนิดที่ {n} (ผื่นลมพิษ)" for n in range(1, 14))
    made.sheets.allergy = AllergyBlock(
        AllergyState.ALLERGIC, "มีประวัติแพ้ยา", (), ((Segment(names),), (Segment("อาหาร: กุ้ง (ลมพิษ)"),))
    )
    made.window.show()
    made.visit.become(open_state(revision=1))
    for _ in range(3):
        qapp.processEvents()
    record = made.window.record
    assert record is not None
    assert record.band.height() > 84
    lines, port = record.band.allergy._lines, record.band.allergy._scroll.viewport()
    assert lines is not None
    assert lines.height() <= port.height()
    assert "ยาสมมติชนิดที่ 13" in record.band.allergy.accessibleName()


@pytest.mark.parametrize(("width", "scale"), [(1366, 100), (1366, 150), (1366, 200), (1920, 100)])
def test_name_age_and_number_are_whole_at_every_size(
    desk: Make, qapp: QApplication, width: int, scale: int
) -> None:
    made = desk(open_state(), theme=Theme(scale=scale), size=(width, 768))
    made.window.show()
    for _ in range(3):
        qapp.processEvents()
    assert made.window.width() == width
    record = made.window.record
    assert record is not None
    identity = record.band.identity
    for label in (identity._name, identity._about, identity._number):
        assert label.width() >= label.sizeHint().width(), label.text()
    for tab in made.window.findChildren(PageTab):
        assert tab.width() >= tab.sizeHint().width()
        assert tab.geometry().right() < made.window._bar.width()


def test_seven_tabs_shrink_to_icon_and_key(qapp: QApplication, words: Words) -> None:
    big = Theme(scale=200)
    bar = TopBar(big, words, simulated=True)
    bar.show_pages([page.slug for page in PAGES])
    bar.resize(1366, 88)
    bar.show()
    for _ in range(3):
        qapp.processEvents()
    shown = bar.findChildren(PageTab)
    assert {tab._room for tab in shown} == {Room.NARROW}
    assert shown[-1].geometry().right() < bar.width()
    assert all(tab.toolTip() == tab.text() for tab in shown)
    bar.deleteLater()


def test_the_number_is_shown_only_while_the_key_is_held(desk: Make, run: Run) -> None:
    async def story() -> None:
        made = desk(open_state())
        made.window.show()
        await settle()
        record = made.window.record
        assert record is not None
        number = record.band.identity._number
        assert BUNMI.masked_id in number.text()
        QTest.keyPress(made.window, Qt.Key.Key_F8)
        await settle()
        assert "9-6604-87647-59-7" in number.text()
        QTest.keyRelease(made.window, Qt.Key.Key_F8)
        assert BUNMI.masked_id in number.text()
        assert made.visit.chart is not None
        assert made.visit.chart.acts == ["reveal"]

    run(story())


def test_a_number_that_comes_after_the_key_was_released_is_not_shown(desk: Make, run: Run) -> None:
    async def story() -> None:
        made = desk(open_state())
        made.window.show()
        await settle()
        assert made.visit.chart is not None
        made.visit.chart.gate = asyncio.Event()
        QTest.keyPress(made.window, Qt.Key.Key_F8)
        await settle()
        QTest.keyRelease(made.window, Qt.Key.Key_F8)
        made.visit.chart.gate.set()
        await settle()
        assert made.window.record is not None
        assert "9-6604" not in made.window.record.band.identity._number.text()

    run(story())


def test_the_ledger_opens_over_the_page_and_escape_closes_it(desk: Make, run: Run) -> None:
    async def story() -> None:
        made = desk(open_state())
        made.window.show()
        await settle()
        record = made.window.record
        assert record is not None
        before = record.page.geometry() if record.page else None
        QTest.keyClick(made.window, Qt.Key.Key_F6)
        await settle()
        assert record.drawer.isVisible()
        assert record.drawer.width() == 1156
        assert record.page is not None
        assert record.page.geometry() == before
        QTest.keyClick(made.window, Qt.Key.Key_Escape)
        await settle()
        assert not record.drawer.isVisible()

    run(story())


def test_a_closed_record_leaves_no_words_in_the_window(desk: Make, run: Run, qapp: QApplication) -> None:
    async def story() -> None:
        made = desk(open_state())
        made.window.show()
        await settle()
        assert thai.line_starts.cache_info().currsize >= 0
        QTest.keyClick(made.window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: made.visit.moves)
        await settle()
        assert made.visit.moves == ["close"]
        assert made.window.record is None
        gc.collect()
        names = [label.text() for label in made.window.findChildren(QLabel)]
        assert not any(BUNMI.name in name for name in names)
        assert not any(
            BUNMI.name in (item.accessibleName() or "") for item in made.window.findChildren(QWidget)
        )
        assert thai.line_starts.cache_info().currsize < 60

    run(story())


def test_a_record_that_ends_under_the_question_whether_to_close_it_takes_it_along(
    desk: Make, run: Run
) -> None:
    async def story() -> None:
        unexpected: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: unexpected.append(context))
        made = desk(replace(open_state(), referral=ReferralDraft({Field.TO: "รพ."})))
        made.window.show()
        await settle()
        QTest.keyClick(made.window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: made.window.findChildren(QMessageBox))
        made.visit.become(closed())
        await settle()
        gc.collect()  # what became of the errand is told once nobody holds it
        assert unexpected == []
        assert made.window.findChildren(QMessageBox) == []
        assert made.visit.moves == []

    run(story())


def test_closing_the_window_wipes_first_and_leaves_no_task(desk: Make, run: Run) -> None:
    async def story() -> None:
        made = desk(open_state())
        made.window.show()
        await settle()
        gone: list[bool] = []
        made.window.left.connect(lambda: gone.append(made.window.isVisible()))
        assert made.window.record is not None
        made.window.record.errands.start("long", asyncio.Event().wait())
        made.window.close()
        assert made.window.isVisible()
        await until(lambda: gone)
        assert made.visit.moves == ["sign-out"]
        assert gone == [False]

    run(story())


def test_an_error_of_a_move_is_told_in_three_sentences(desk: Make, run: Run) -> None:
    async def story() -> None:
        made = desk(Identifying(DOCTOR, CLINIC, (CLINIC,)))
        made.window.show()
        made.visit.trouble = RuntimeError("secret detail")
        made.window._identify._input.setText("9660487647597")
        made.window._identify._search.click()
        await settle()
        (notice,) = made.window.notices.shown
        assert "ไม่ได้คาดไว้" in notice.accessibleName()
        assert "secret" not in notice.accessibleName()

    run(story())


def test_language_and_size_change_at_once(desk: Make, run: Run) -> None:
    async def story() -> None:
        made = desk(SignedOut())
        made.window.show()
        await settle()
        tasted: list[tuple[str, int]] = []
        made.window.tasted.connect(lambda language, scale: tasted.append((language, scale)))
        made.window.speak("en")
        await settle()
        assert any(
            "Sign in with" in label.text()
            for label in made.window.findChildren(type(made.window._sign_in._enter))
        )
        made.window.resize_text(125)
        await settle()
        assert made.window.theme.scale == 125
        assert tasted == [("en", 100), ("en", 125)]

    run(story())


def test_no_window_of_its_own_ever_flashes_up(desk: Make, run: Run, qapp: QApplication) -> None:
    async def story() -> None:
        made = desk(SignedOut())
        made.window.show()
        await settle()
        for state in (Identifying(DOCTOR, CLINIC, (CLINIC,), "not-found"), consenting(), open_state()):
            made.visit.become(state)
            await settle()
            assert made.window.isActiveWindow()
            assert [item for item in qapp.topLevelWidgets() if item.isVisible()] == [made.window]

    run(story())


def test_the_ring_is_round_what_has_the_keyboard(desk: Make, run: Run, qapp: QApplication) -> None:
    async def story() -> None:
        made = desk(Identifying(DOCTOR, CLINIC, (CLINIC,)))
        made.window.show()
        await settle()
        made.window._identify._input.setText("9660487647597")
        central, seen = made.window.centralWidget(), set()
        assert central is not None
        for _ in range(6):
            target = qapp.focusWidget()
            assert target is not None
            assert made.window._ring.target is target
            assert made.window._ring.isVisible()
            box = made.window._ring.geometry()
            inner = target.mapTo(central, target.rect().topLeft())
            assert (inner.x() - box.x(), inner.y() - box.y()) == (3, 3)
            assert target.accessibleName(), target
            seen.add(target)
            QTest.keyClick(target, Qt.Key.Key_Tab)
            await asyncio.sleep(0)
        assert len(seen) >= 3

    run(story())
