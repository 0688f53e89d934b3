"""The menu of a row: its source text, a merged row shown apart and put together again, by mouse and by key."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from unit.merge.resources import dose

from viewer.app import _paper
from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.record.binder import Binder
from viewer.screen.pages.record.allergy_card import CardDialog
from viewer.screen.pages.record.lists import AllergiesPage
from viewer.screen.pages.record.roomy import RoomyPage
from viewer.screen.pages.record.section_card import SectionCard
from viewer.screen.widgets.tables import RowTable
from viewer.screen.window import MainWindow
from viewer.view.allergy_card import AllergyCard
from viewer.visit.merges import Merges
from viewer.visit.states import Open

from .fakes import FakeVisit
from .record_people import state_of, window_on
from .states import NOW, until

A, B = Facility("99001", "รพ.หนึ่ง"), Facility("99002", "รพ.สอง")
SPLIT, JOIN, SOURCE = "แยกแสดงแต่ละแหล่ง", "รวมกลับเป็นรายการเดียว", "ข้อความต้นทาง"
Shown = tuple[MainWindow, FakeVisit, RowTable]


@pytest.fixture
def vaccines(qapp: QApplication) -> Iterator[Shown]:
    """A window on the page of allergies; its table of vaccines holds one dose that two places tell of."""
    binder = Binder(NOW.date(), None)
    for place in (A, B):
        binder.add(json.dumps({**dose("MMR", "2021-04-06", 1), "id": place.hcode}).encode(), place)
    ledger = Ledger((Line(A, "A", LineState.ANSWERED, 1), Line(B, "B", LineState.ANSWERED, 1)))
    state = replace(state_of(11), record=binder.record(), ledger=ledger, page="allergies")
    window, visit = window_on(state)

    def show() -> None:
        now = visit.state
        assert isinstance(now, Open)
        visit.become(replace(now, record=binder.record(), revision=now.revision + 1))

    assert visit.chart is not None
    visit.chart.merges = Merges(lambda: binder, lambda: None, show)
    window.show()
    _settle(qapp)
    assert window.record is not None
    page = window.record.page
    page = page.page if isinstance(page, RoomyPage) else page
    assert page is not None
    (table,) = (found for found in page.findChildren(RowTable) if _texts(found) == ["MMR เข็มที่ 1"])
    yield window, visit, table
    window.hide()
    shiboken6.delete(window)


def _settle(qapp: QApplication) -> None:
    for _ in range(4):
        qapp.processEvents()


def _texts(table: RowTable) -> list[str]:
    return [
        entry.row.cells[1].text for entry in table.rows.entries if entry.row is not None and not entry.depth
    ]


def _asked(qapp: QApplication, table: RowTable, reason: QContextMenuEvent.Reason) -> QMenu | None:
    """The menu that comes up over the first row."""
    first = next(at for at, entry in enumerate(table.rows.entries) if entry.row is not None)
    table.setCurrentIndex(table.rows.index(first, 1))
    place = (
        table.visualRect(table.rows.index(first, 1)).center()
        if reason is QContextMenuEvent.Reason.Mouse
        else QPoint()
    )
    viewport = table.viewport()
    qapp.sendEvent(viewport, QContextMenuEvent(reason, place, viewport.mapToGlobal(place)))
    _settle(qapp)
    shown = qapp.activePopupWidget()
    return shown if isinstance(shown, QMenu) else None


def _busy(window: MainWindow) -> bool:
    return window.record is not None and window.record.errands.busy()


def _do(qapp: QApplication, menu: QMenu | None, words: str) -> None:
    _choose(menu, words)
    _settle(qapp)


def _choose(menu: QMenu | None, words: str) -> None:
    assert menu is not None
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
def test_a_merged_row_is_parted_and_put_together(
    qapp: QApplication, vaccines: Shown, reason: QContextMenuEvent.Reason
) -> None:
    _, _, table = vaccines
    menu = _asked(qapp, table, reason)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [SOURCE, SPLIT]
    _do(qapp, menu, SPLIT)
    assert len(_texts(table)) == 2
    menu = _asked(qapp, table, reason)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [SOURCE, JOIN]
    _do(qapp, menu, JOIN)
    assert len(_texts(table)) == 1


def test_a_page_drawn_again_is_not_what_the_reader_waits_for(qapp: QApplication, vaccines: Shown) -> None:
    """Parting was asked for and is not there yet: what comes first is another answer, which waits as any other."""
    _, visit, table = vaccines
    card = next(card for card in table.window().findChildren(SectionCard) if card.table is table)
    card._expect()
    assert isinstance(visit.state, Open)
    visit.become(replace(visit.state, revision=visit.state.revision + 1))
    _settle(qapp)
    assert card._expecting


def test_a_closed_record_has_no_menu(qapp: QApplication, vaccines: Shown) -> None:
    _, visit, table = vaccines
    visit.chart = None
    assert _asked(qapp, table, QContextMenuEvent.Reason.Mouse) is None


CARD = "บัตรแพ้ยา …"


@pytest.fixture
def allergies_of(qapp: QApplication) -> Iterator[Callable[[int], Shown]]:
    """A window on the page of allergies of a sandbox person, and its table of them."""
    made: list[MainWindow] = []

    def build(number: int) -> Shown:
        window, visit = window_on(
            replace(state_of(number), page="allergies"), paper=partial(_paper, Words("th"))
        )
        made.append(window)
        window.show()
        _settle(qapp)
        assert window.record is not None
        page = window.record.page
        page = page.page if isinstance(page, RoomyPage) else page
        assert isinstance(page, AllergiesPage)
        return window, visit, page._cards["allergies"].table

    yield build
    for window in made:
        window.hide()
        shiboken6.delete(window)


def test_a_card_of_what_nobody_assessed_is_refused_with_the_reason(
    run: Callable[..., object], qapp: QApplication, allergies_of: Callable[[int], Shown]
) -> None:
    window, visit, table = allergies_of(7)
    assert visit.chart is not None
    menu = _asked(qapp, table, QContextMenuEvent.Reason.Keyboard)

    async def story() -> None:
        _choose(menu, CARD)
        await until(lambda: window.notices._shown and not _busy(window))

    run(story())
    (notice,) = window.notices._shown
    assert "ออกบัตรแพ้ยาไม่ได้" in notice.accessibleName()
    assert "สารทึบรังสีไอโอดีน: ไม่มีแหล่งใดระบุว่าประเมินแล้ว" in notice.accessibleName()
    assert window.findChildren(CardDialog) == []
    assert visit.chart.acts == []


def test_the_card_is_written_down_before_it_is_made(
    run: Callable[..., object], qapp: QApplication, allergies_of: Callable[[int], Shown]
) -> None:
    window, visit, table = allergies_of(8)
    chart = visit.chart
    assert chart is not None
    menu = _asked(qapp, table, QContextMenuEvent.Reason.Keyboard)

    async def story() -> None:
        _choose(menu, CARD)
        await until(lambda: window.findChildren(CardDialog))
        (shown,) = window.findChildren(CardDialog)
        assert chart.acts == []  # a preview leaves nothing
        made = await shown._finished("save")
        assert made is not None
        assert made.pdf.startswith(b"%PDF-")
        assert chart.acts == ["save allergy-card"]
        shown.reject()
        await until(lambda: not _busy(window))

    run(story())


def test_a_card_closes_when_what_arrives_speaks_against_it(
    run: Callable[..., object], qapp: QApplication, allergies_of: Callable[[int], Shown]
) -> None:
    window, visit, table = allergies_of(8)
    menu = _asked(qapp, table, QContextMenuEvent.Reason.Keyboard)

    async def story() -> None:
        _choose(menu, CARD)
        await until(lambda: window.findChildren(CardDialog))
        (shown,) = window.findChildren(CardDialog)
        state = visit.state
        assert isinstance(state, Open)
        less = tuple(row for row in state.record.allergies if "sulfa" not in row.substance.words)
        visit.become(
            replace(state, record=replace(state.record, allergies=less), revision=state.revision + 1)
        )
        assert await shown._finished("print") is None
        await until(lambda: not _busy(window))

    run(story())
    assert window.findChildren(CardDialog) == []
    (notice,) = window.notices._shown
    assert "อีกแห่งประเมินแล้วไม่แพ้" in notice.accessibleName()


def test_what_comes_while_the_card_is_set_is_seen_on_it(
    run: Callable[..., object], qapp: QApplication, allergies_of: Callable[[int], Shown]
) -> None:
    """Else the card that is printed is not the one that was looked at."""
    window, visit, table = allergies_of(8)
    menu = _asked(qapp, table, QContextMenuEvent.Reason.Keyboard)
    seen: list[object] = []

    async def story() -> None:
        _choose(menu, CARD)
        await until(lambda: window.findChildren(CardDialog))
        (shown,) = window.findChildren(CardDialog)
        card = shown._card

        def noted(state: Open, reference: str) -> AllergyCard:
            seen.append(state.record)
            return card(state, reference)

        shown._card = noted  # type: ignore[method-assign]  # what each setting was of is noted
        state = visit.state
        assert isinstance(state, Open)
        visit.become(replace(state, record=replace(state.record), revision=state.revision + 1))
        await until(lambda: isinstance(visit.state, Open) and seen and seen[-1] is visit.state.record)
        shown.reject()
        await until(lambda: not _busy(window))

    run(story())


def test_a_role_that_writes_no_cards_is_offered_none(
    qapp: QApplication, allergies_of: Callable[[int], Shown]
) -> None:
    _, visit, table = allergies_of(8)
    assert isinstance(visit.state, Open)
    visit.state = replace(visit.state, post=replace(visit.state.post, role="referral-nurse"))
    menu = _asked(qapp, table, QContextMenuEvent.Reason.Keyboard)
    assert menu is not None
    assert CARD not in [action.text() for action in menu.actions()]
