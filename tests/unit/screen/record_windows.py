"""Windows on an open record, and what stands on their pages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from viewer.exchange.ledger import LineState
from viewer.screen.pages.record.roomy import RoomyPage
from viewer.screen.pages.record.section_card import SectionCard
from viewer.screen.window import MainWindow
from viewer.visit.states import Open

from .fakes import FakeVisit
from .record_people import window_on

Shown = tuple[MainWindow, FakeVisit]


Show = Callable[..., Shown]


SILENT = {
    "F02": LineState.NOT_CONSENTED, "F03": LineState.NOT_CONNECTED, "F04": LineState.TIMED_OUT,
    "F05": LineState.WITHHELD, "F06": LineState.UNREADABLE, "F07": LineState.STOPPED, "F08": LineState.UNREACHABLE,
}  # fmt: skip


SMALL, LARGE = (1366, 768), (1920, 1080)


@pytest.fixture(name="show")
def windows(qapp: QApplication) -> Iterator[Show]:
    """Windows on sandbox people, shown until the test is over."""
    made: list[MainWindow] = []

    def build(state: Open, **options: Any) -> Shown:
        window, visit = window_on(state, **options)
        made.append(window)
        window.show()
        let_draw(qapp)
        return window, visit

    yield build
    for window in made:
        window.hide()
        shiboken6.delete(window)  # now: later windows restyle all that lives


def let_draw(qapp: QApplication) -> None:
    for _ in range(4):
        qapp.processEvents()


def turn(qapp: QApplication, visit: FakeVisit, page: str) -> None:
    assert isinstance(visit.state, Open)
    visit.become(replace(visit.state, page=page))
    let_draw(qapp)


def page_of(window: MainWindow) -> QWidget:
    assert window.record is not None
    page = window.record.page
    assert page is not None
    return page.page if isinstance(page, RoomyPage) else page


def cards_of(window: MainWindow) -> list[SectionCard]:
    return [card for card in page_of(window).findChildren(SectionCard) if card.isVisible()]


def card_named(window: MainWindow, icon_title: str) -> SectionCard:
    return next(card for card in cards_of(window) if card.accessibleName() == icon_title)


def on_page(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(page_of(window), QPoint(0, 0)), widget.size())


def nothing(state: Open) -> Open:
    """The same ledger over a record without a row."""
    from viewer.record.story import Record

    return replace(state, record=Record())
