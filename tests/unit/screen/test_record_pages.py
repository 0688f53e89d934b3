"""The pages of an open record, on every sandbox person: nothing overlaps, nothing is cut silently, nothing jumps."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from viewer.base.words import Words
from viewer.exchange.ledger import FINISHED_WELL, RETRIABLE, Ledger, Line, LineState, letter
from viewer.screen.look import Theme
from viewer.screen.pages.record.facility_line import FacilityLine
from viewer.screen.pages.record.ledger import LedgerPage
from viewer.screen.pages.record.medicines import MedicinesPage
from viewer.screen.pages.record.nothing import NothingPage
from viewer.screen.pages.record.results import ResultsPage
from viewer.screen.pages.record.roomy import RoomyPage
from viewer.screen.pages.record.section_card import SectionCard
from viewer.screen.pages.record.summary import SummaryPage
from viewer.screen.pages.record.timeline import TimelinePage
from viewer.screen.widgets.allergy import _Lines
from viewer.screen.widgets.cell_words import set_cell
from viewer.screen.widgets.columns import Draws
from viewer.screen.widgets.labels import Label, tag_width
from viewer.screen.widgets.tables import RowTable
from viewer.screen.widgets.timeline_layout import Band
from viewer.screen.window import MainWindow
from viewer.visit.states import Open

from .conftest import FakeVisit, ledger, settle
from .record_people import NUMBERS, composer, state_of, window_on

DATA_PAGES = ("summary", "timeline", "medicines", "results", "allergies", "documents")
Shown = tuple[MainWindow, FakeVisit]
Show = Callable[..., Shown]

SILENT = {
    "F02": LineState.NOT_CONSENTED, "F03": LineState.NOT_CONNECTED, "F04": LineState.TIMED_OUT,
    "F05": LineState.WITHHELD, "F06": LineState.UNREADABLE, "F07": LineState.STOPPED, "F08": LineState.UNREACHABLE,
}  # fmt: skip


@pytest.fixture
def show(qapp: QApplication) -> Iterator[Show]:
    """Windows on sandbox people, shown until the test is over."""
    made: list[MainWindow] = []

    def build(state: Open, **options: object) -> Shown:
        window, visit = window_on(state, **options)  # type: ignore[arg-type]  # its own options
        made.append(window)
        window.show()
        _settle(qapp)
        return window, visit

    yield build
    for window in made:
        window.hide()
        shiboken6.delete(window)  # now: later windows restyle all that lives


def _settle(qapp: QApplication) -> None:
    for _ in range(4):
        qapp.processEvents()


def turn(qapp: QApplication, visit: FakeVisit, page: str) -> None:
    assert isinstance(visit.state, Open)
    visit.become(replace(visit.state, page=page))
    _settle(qapp)


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


def cut_words(theme: Theme, card: SectionCard) -> list[str]:
    """Names, reactions and doses in a card that are not drawn to their end."""
    found = []
    for at, column in enumerate(card.table.rows.columns):
        for entry in card.table.rows.entries:
            if column.draws is not Draws.CELL or entry.row is None or entry.depth:
                continue
            cell = entry.row.cells[column.cell]
            made = set_cell(theme, cell, column, card.table._inner_width(at))
            if column.lines or any(part.words.elided for part in made.parts):
                found.append(cell.text)
    return found


SMALL, LARGE = (1366, 768), (1920, 1080)
UNCUT = {"การแพ้", "ยาปัจจุบัน", "ยา"}  # cards whose words are never shortened


@pytest.mark.parametrize(
    ("number", "size"),
    [*((number, SMALL) for number in NUMBERS), *((number, LARGE) for number in (1, 8, 12))],
)
def test_every_page_shows_everybody(
    show: Show, qapp: QApplication, number: int, size: tuple[int, int]
) -> None:
    """Cards never overlap, rows below are counted and can be scrolled to, only grids of dates scroll sideways."""
    window, visit = show(state_of(number), size=size)
    for slug in DATA_PAGES:
        turn(qapp, visit, slug)
        assert not window.grab().isNull()
        page, cards = page_of(window), cards_of(window)
        boxes = [on_page(window, card) for card in cards]
        assert all(page.rect().contains(box) for box in boxes), slug
        assert not [pair for pair in combinations(boxes, 2) if pair[0].intersects(pair[1])], slug
        for card in cards:
            where = (slug, card.accessibleName())
            assert card.height() >= 56, where
            hidden, told = card.hidden_rows(), card._caption.text()
            assert told.startswith(f"อีก {hidden} รายการ") == bool(hidden), (where, hidden, told)
            assert (card.table.verticalScrollBar().maximum() > 0) >= bool(hidden), where
            assert card._frozen or not card.filled or card.table.horizontalScrollBar().maximum() == 0, where
            if card.accessibleName() in UNCUT:
                assert not cut_words(window.theme, card), where


def test_the_summary_of_the_first_person_stands_on_one_small_screen(show: Show) -> None:
    window, _ = show(state_of(1, {"F03": LineState.NOT_CONSENTED}))
    medicines, results = card_named(window, "ยาปัจจุบัน"), card_named(window, "ผลตรวจสำคัญ")
    assert len(medicines.table.rows.entries) == 9
    assert medicines.hidden_rows() == 0
    assert {medicines.table.height_of(at) for at in range(9)} == {43}, "a dose takes one line"
    assert len(results.table.rows.entries) == 8
    assert results.hidden_rows() == 0
    assert card_named(window, "ข้อค้นพบเรื่องยา").hidden_rows() == 0
    assert card_named(window, "โรคและปัญหา").hidden_rows() == 0
    vitals = card_named(window, "สัญญาณชีพ")
    assert vitals.hidden_rows() == 0
    assert {vitals.table.height_of(at) for at in range(len(vitals.table.rows.entries))} == {27}
    for card in cards_of(window):
        assert card.table.horizontalScrollBar().maximum() == 0, card.accessibleName()


@pytest.mark.parametrize("scale", [80, 125, 150, 200])
def test_big_text_scrolls_the_page_instead_of_cutting_it(show: Show, qapp: QApplication, scale: int) -> None:
    window, visit = show(state_of(1), theme=Theme(scale=scale))
    for slug in DATA_PAGES:
        turn(qapp, visit, slug)
        boxes = [on_page(window, card) for card in cards_of(window)]
        assert all(page_of(window).rect().contains(box) for box in boxes), slug
        assert not [pair for pair in combinations(boxes, 2) if pair[0].intersects(pair[1])], slug


# --- the page stands still


def test_cards_keep_their_place_while_somebody_reads(
    show: Show, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = state_of(1, dict.fromkeys(("F01", "F08", "F10"), LineState.ASKING))
    window, visit = show(early)
    before = {card.accessibleName(): card.geometry() for card in cards_of(window)}
    monkeypatch.setattr("viewer.screen.pages.record.columns_of_cards.SETTLE_MS", -1)
    monkeypatch.setattr("viewer.screen.widgets.tables.SETTLE_MS", -1)
    late = state_of(1, {"F10": LineState.ASKING})
    visit.become(replace(late, revision=2))
    _settle(qapp)
    after = {card.accessibleName(): card.geometry() for card in cards_of(window)}
    assert after == before
    medicines = card_named(window, "ยาปัจจุบัน")
    assert medicines._news.isVisible(), "rows that would push what is read wait in the head"
    QTest.mouseClick(medicines._news, Qt.MouseButton.LeftButton)
    _settle(qapp)
    assert len(medicines.table.rows.entries) == 9
    assert not medicines._news.isVisible()


# --- keyboard


def test_when_all_answer_soon_the_page_is_shared_out_once_more(
    show: Show, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, visit = show(state_of(1, {"F01": LineState.ASKING, "F08": LineState.ASKING}))
    monkeypatch.setattr("viewer.screen.pages.record.columns_of_cards.SETTLE_MS", -1)
    monkeypatch.setattr("viewer.screen.widgets.tables.SETTLE_MS", -1)
    visit.become(replace(state_of(1), revision=2))
    _settle(qapp)
    medicines = card_named(window, "ยาปัจจุบัน")
    assert len(medicines.table.rows.entries) == 9
    assert medicines.hidden_rows() == 0
    assert not any(card._news.isVisible() for card in cards_of(window))


def test_nothing_is_shared_out_anew_under_a_reader_who_chose_a_row(
    show: Show, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, visit = show(state_of(1, {"F01": LineState.ASKING, "F08": LineState.ASKING}))
    medicines = card_named(window, "ยาปัจจุบัน")
    medicines.table.selectRow(1)
    before = medicines.geometry()
    monkeypatch.setattr("viewer.screen.pages.record.columns_of_cards.SETTLE_MS", -1)
    monkeypatch.setattr("viewer.screen.widgets.tables.SETTLE_MS", -1)
    visit.become(replace(state_of(1), revision=2))
    _settle(qapp)
    assert medicines.geometry() == before
    assert medicines._news.isVisible()


def test_the_keyboard_never_rests_on_the_button_that_closes(show: Show, qapp: QApplication) -> None:
    """While nothing has come, and when nothing comes: Enter must not close the record."""
    asking = dict.fromkeys(("F01", "F02", "F05", "F08"), LineState.ASKING)
    window, visit = show(state_of(1, asking))
    window.activateWindow()
    medicines = card_named(window, "ยาปัจจุบัน")
    assert QApplication.focusWidget() is medicines
    visit.become(replace(state_of(1), revision=2))
    _settle(qapp)
    assert QApplication.focusWidget() is medicines.table
    visit.become(nothing(state_of(11, SILENT)))
    _settle(qapp)
    why = page_of(window).findChild(NothingPage)
    assert why is not None
    assert QApplication.focusWidget() is why._again


def test_rows_that_come_above_the_first_line_read_wait(
    show: Show, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, visit = show(state_of(1, dict.fromkeys(("F05", "F08", "F10"), LineState.ASKING)))
    visits = card_named(window, "การรับบริการล่าสุด")
    newest = visits.table.rows.entries[0].key
    monkeypatch.setattr("viewer.screen.widgets.tables.SETTLE_MS", -1)
    visit.become(replace(state_of(1, {"F10": LineState.ASKING}), revision=2))
    _settle(qapp)
    assert visits.table.rows.entries[0].key == newest
    assert visits.table.verticalScrollBar().value() == 0
    assert visits._news.text() == "มีรายการใหม่ 2 แสดง"


def test_enter_opens_details_and_escape_closes_them(show: Show, qapp: QApplication) -> None:
    window, visit = show(state_of(1))
    turn(qapp, visit, "medicines")
    page = page_of(window)
    assert isinstance(page, MedicinesPage)
    table = page._medicines.table
    table.setFocus()
    table.setCurrentIndex(table.rows.index(1, 1))
    closed = len(table.rows.entries)
    QTest.keyClick(table, Qt.Key.Key_Return)
    details = [entry for entry in table.rows.entries if entry.depth]
    assert len(table.rows.entries) == closed + len(details)
    assert len(details) == 2
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert len(table.rows.entries) == closed
    assert table.currentIndex().row() == 1


def test_a_detail_can_be_opened_as_its_source_sent_it(show: Show, qapp: QApplication) -> None:
    window, visit = show(state_of(1))
    turn(qapp, visit, "medicines")
    page = page_of(window)
    assert isinstance(page, MedicinesPage)
    table, opened = page._medicines.table, list[object]()
    table.opened_row.disconnect()
    table.opened_row.connect(opened.append)
    table.setCurrentIndex(table.rows.index(1, 1))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == []
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert len(opened) == 1


@pytest.mark.parametrize("slug", DATA_PAGES)
def test_tab_leaves_every_table_and_each_has_a_name(show: Show, qapp: QApplication, slug: str) -> None:
    window, visit = show(state_of(12))
    turn(qapp, visit, slug)
    window.activateWindow()
    tables = [table for table in page_of(window).findChildren(RowTable) if table.isVisible()]
    assert tables
    assert all(table.accessibleName().strip() for table in tables)
    reached: set[QWidget] = set()
    tables[0].setFocus()
    for _ in range(60):
        now = QApplication.focusWidget()
        if now is None or now in reached:
            break
        reached.add(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert set(tables) <= reached


# --- timeline


def bands_of(window: MainWindow) -> tuple[Band, ...]:
    page = page_of(window)
    assert isinstance(page, TimelinePage)
    return page._view._bands


def test_nine_medicines_have_their_track_on_a_small_screen(show: Show, qapp: QApplication) -> None:
    window, visit = show(state_of(1))
    turn(qapp, visit, "timeline")
    bands = bands_of(window)
    assert sum(bool(band.track) for band in bands) == 9
    assert not any(band.more for band in bands)
    page = page_of(window)
    assert isinstance(page, TimelinePage)
    assert page._view.verticalScrollBar().maximum() == 0
    assert page._rows.height() >= 108


def test_the_newest_days_are_chosen_at_first(show: Show, qapp: QApplication) -> None:
    window, visit = show(state_of(1))
    turn(qapp, visit, "timeline")
    page = page_of(window)
    assert isinstance(page, TimelinePage)
    assert page._rows._title.text() == "ช่วงที่เลือก 13–18 พ.ย. 2569"
    days = [entry.row.day for entry in page._rows.table.rows.entries if entry.row]
    assert days
    assert {(day.month, day.day) for day in days if day} <= {(11, day) for day in range(13, 19)}


def test_a_preset_stays_chosen_until_the_days_change(show: Show, qapp: QApplication) -> None:
    window, visit = show(state_of(1))
    turn(qapp, visit, "timeline")
    page = page_of(window)
    assert isinstance(page, TimelinePage)
    assert page._segments.chosen == 1
    QTest.mouseClick(page._segments._parts[2], Qt.MouseButton.LeftButton)
    assert page._segments.chosen == 2
    page._view.zoom(1.25)
    assert page._segments.chosen == -1


# --- results


def test_names_stay_while_dates_scroll(show: Show, qapp: QApplication) -> None:
    window, visit = show(state_of(12))
    turn(qapp, visit, "results")
    page = page_of(window)
    assert isinstance(page, ResultsPage)
    table = page._grid.table
    bar = table.horizontalScrollBar()
    assert bar.value() == bar.maximum() > 0, "the newest dates are in view"
    newest = max(at for at, column in enumerate(table.rows.columns) if column.tint)
    seen = table.visualRect(table.rows.index(1, newest))
    assert table.viewport().rect().contains(seen.center())
    at_end = table.grab(QRect(0, 0, table.frozen_width() - 1, table.height() - 40)).toImage()
    bar.setValue(0)
    _settle(qapp)
    at_start = table.grab(QRect(0, 0, table.frozen_width() - 1, table.height() - 40)).toImage()
    assert at_end == at_start
    bar.setValue(bar.maximum() // 2)
    y = table.visualRect(table.rows.index(1, 2)).center().y()
    assert table.indexAt(QPoint(table.frozen_width() - 20, y)).column() == 2
    assert table.visualRect(table.rows.index(1, 2)).right() < table.frozen_width()
    table.scrollTo(table.rows.index(1, 6))
    assert table.visualRect(table.rows.index(1, 6)).left() >= table.frozen_width() - 1


def test_ticked_tests_are_drawn_and_three_at_most(show: Show, qapp: QApplication) -> None:
    window, visit = show(state_of(1))
    turn(qapp, visit, "results")
    page = page_of(window)
    assert isinstance(page, ResultsPage)
    table = page._grid.table
    assert len(table.drawn.ticked) == 3
    other = next(
        at for at, entry in enumerate(table.rows.entries)
        if entry.row and entry.row.trend and entry.key not in table.drawn.ticked
    )  # fmt: skip
    table.setCurrentIndex(table.rows.index(other, 2))
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert table.rows.entries[other].key in table.drawn.ticked
    assert len(table.drawn.ticked) == 3
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert table.rows.entries[other].key not in table.drawn.ticked


# --- the list of answers


def all_states() -> Open:
    state = state_of(1)
    lines = tuple(
        replace(line, state=line_state, received=3, unreadable=2, stated=5)
        for line, line_state in zip(state.ledger.lines, LineState, strict=False)
    )
    return replace(state, ledger=Ledger(lines, 0, ("Task",)))


def elided(label: Label) -> bool:
    return label._elide and label._typeset(label.width()).elided


def test_the_list_of_answers_tells_all_eleven_states_whole(show: Show, qapp: QApplication) -> None:
    state = all_states()
    window, visit = show(state)
    assert window.record is not None
    window.record.toggle_ledger()
    _settle(qapp)
    page = window.record._built["ledger"]
    assert isinstance(page, LedgerPage)
    lines = page.findChildren(FacilityLine)
    assert len(lines) == len(LineState) == 11
    for line, told in zip(lines, state.ledger.lines, strict=True):
        assert told.facility.name in line.accessibleName()
        assert line._act.isVisible() == (told.state in RETRIABLE | FINISHED_WELL | {LineState.ASKING})
        for place in (2, 3, 4, 5, 6):
            assert not elided(line._labels[place]), line.accessibleName()
    assert "งานที่มอบหมาย" in page._foot.text(), "what the role does not ask for"
    assert page._again.text() == "ถามใหม่ทุกแห่ง"
    QTest.mouseClick(page._again, Qt.MouseButton.LeftButton)
    assert visit.chart is not None
    assert visit.chart.acts == ["refresh all"]
    QTest.mouseClick(page._close, Qt.MouseButton.LeftButton)
    assert window.record.drawer.isHidden()


def test_one_facility_is_asked_again_or_stopped_on_its_line(show: Show, qapp: QApplication) -> None:
    window, visit = show(all_states())
    assert window.record is not None
    window.record.toggle_ledger()
    _settle(qapp)
    lines: dict[LineState, tuple[Line, FacilityLine]] = {
        line._line.state: (line._line, line) for line in window.record.drawer.findChildren(FacilityLine)
    }
    for state in (LineState.ASKING, LineState.TIMED_OUT, LineState.ANSWERED, LineState.EMPTY):
        QTest.mouseClick(lines[state][1]._act, Qt.MouseButton.LeftButton)
    assert visit.chart is not None
    assert visit.chart.acts == [
        f"stop {lines[LineState.ASKING][0].facility.hcode}",
        *(f"refresh {lines[state][0].facility.hcode}"
          for state in (LineState.TIMED_OUT, LineState.ANSWERED, LineState.EMPTY)),
    ]  # fmt: skip


def many_states() -> Open:
    """A hundred facilities: every tenth lacks something, every seventh is being asked."""
    states = [
        LineState.UNREADABLE if at % 10 == 3 else LineState.ASKING if at % 7 == 5 else LineState.ANSWERED
        for at in range(100)
    ]
    return replace(state_of(1), ledger=ledger(*states))


def test_of_many_facilities_who_lacks_something_stands_first(show: Show, qapp: QApplication) -> None:
    state = many_states()
    window, _ = show(state)
    assert window.record is not None
    window.record.toggle_ledger()
    _settle(qapp)
    page = window.record._built["ledger"]
    assert isinstance(page, LedgerPage)

    def order() -> list[FacilityLine]:
        items = [page._body.itemAt(at) for at in range(page._body.count())]
        return [
            line for item in items if item is not None and isinstance(line := item.widget(), FacilityLine)
        ]

    lines = order()
    assert len(lines) == 100
    tally = state.ledger.tally
    lacking, asking = tally[LineState.UNREADABLE], tally[LineState.ASKING]
    assert {line._line.state for line in lines[:lacking]} == {LineState.UNREADABLE}
    assert {line._line.state for line in lines[lacking : lacking + asking]} == {LineState.ASKING}
    letters = [line._line.letter for line in lines[lacking + asking :]]
    assert letters == sorted(letters, key=lambda text: (len(text), text))
    assert f"ตอบแล้ว {tally[LineState.ANSWERED]} จาก 100 แห่ง" in page._as_of.text()
    assert f"กำลังสอบถาม {asking}" in page._as_of.text()
    answered = replace(state, ledger=ledger(*[LineState.ANSWERED] * 100))
    window.record.show_state(answered)
    assert order() == lines, "no line moves while it is being read"
    window.record.toggle_ledger()
    window.record.toggle_ledger()
    _settle(qapp)
    assert [line._line.letter for line in order()] == [line.letter for line in answered.ledger.lines]


def test_of_many_facilities_the_bar_has_a_cell_for_each_state(show: Show, qapp: QApplication) -> None:
    state = many_states()
    window, _ = show(state)
    assert window.record is not None
    cells = window.record.strip.cells
    drawn = list(cells._placed())
    tally = state.ledger.tally
    assert {cell.state: int(cell.text) for _, cell in drawn} == {
        found.value: count for found, count in tally.items()
    }
    assert cells.sizeHint().width() < 300
    boxes = [box for box, _ in drawn]
    assert all(before.right() < after.left() for before, after in pairwise(boxes))
    assert cells.accessibleDescription().count("\n") == 99, "who listens is told every facility"
    window.record.show_state(replace(state, ledger=ledger(*[LineState.ANSWERED] * 28)))
    assert [cell.text for _, cell in cells._placed()] == [letter(at) for at in range(28)]


# --- nothing to show


def nothing(state: Open) -> Open:
    """The same ledger over a record without a row."""
    from viewer.record.story import Record

    return replace(state, record=Record())


def test_nothing_to_show_says_why_for_each_facility(
    show: Show, run: Callable[..., object], qapp: QApplication
) -> None:
    async def story() -> None:
        window, visit = show(nothing(state_of(11, SILENT)))
        page = page_of(window)
        assert isinstance(page, SummaryPage)
        why = page.findChild(NothingPage)
        assert why is not None
        assert why.isVisible()
        assert not cards_of(window)
        assert "ไม่มี" not in why._title.text()
        assert "ไม่พบ" in why._title.text()
        assert "7" in why._about.text()
        lines = why.findChildren(FacilityLine)
        assert len(lines) == 14
        for line in lines:
            assert not any(elided(line._labels[place]) for place in (2, 3, 6)), line.accessibleName()
        assert why._again_title.text() == "ถามใหม่ 4 แห่ง"
        QTest.keyClick(why._again, Qt.Key.Key_F5)
        assert visit.chart is not None
        assert visit.chart.acts == ["retry all"]
        QTest.mouseClick(why._letter, Qt.MouseButton.LeftButton)
        await settle()
        assert visit.chart.acts[-1] == "page referral"

    run(story())


def test_while_facilities_are_asked_nothing_is_concluded(show: Show) -> None:
    window, _ = show(nothing(state_of(11, {**SILENT, "F01": LineState.ASKING})))
    why = page_of(window).findChild(NothingPage)
    assert why is not None
    assert not why.isVisible()
    assert cards_of(window)


def test_everybody_answered_and_knows_nothing(show: Show) -> None:
    window, _ = show(nothing(state_of(11)))
    why = page_of(window).findChild(NothingPage)
    assert why is not None
    assert why.isVisible()
    assert why._title.text() == "ไม่พบประวัติ ทุกแห่งตอบครบแล้ว"
    assert why._again_row.isHidden()


def test_what_was_not_checked_is_said_where_findings_would_stand(show: Show, qapp: QApplication) -> None:
    window, visit = show(state_of(1, {"F03": LineState.NOT_CONSENTED}))
    for slug in ("summary", "medicines"):
        turn(qapp, visit, slug)
        entries = card_named(window, "ข้อค้นพบเรื่องยา").table.rows.entries
        told = [entry.row.cells[0].text for entry in entries if entry.row]
        assert told[0] == "รุ่นนี้ยังไม่ตรวจอันตรกิริยาระหว่างยา"
        assert any("รพ.สต.หนองบัวแก้ว" in text for text in told[1:])


def test_the_band_grows_with_its_notices_and_cuts_none(show: Show, qapp: QApplication) -> None:
    """They come while facilities answer: each time all of them have their height, the button (F7) too."""
    window, visit = show(state_of(6))
    assert window.record is not None
    band, made = window.record.band, composer(Words("th")).band(visit.state)  # type: ignore[arg-type]  # an open one
    assert made.opens
    for most in range(len(made.notices) + 1):
        last = most == len(made.notices)
        band.show_band(
            replace(made, notices=made.notices[:most], restricted=made.restricted if last else "", opens=last)
        )
        _settle(qapp)
        places = [
            (item.geometry(), item.sizeHint()) for n in range(band._tags.count())
            if (item := band._tags.itemAt(n)) is not None and item.widget() is not None
        ]  # fmt: skip
        assert len(places) == most + last
        for place, wanted in places:
            assert place.height() >= wanted.height()
            assert 0 <= place.top() <= place.bottom() < band.height()
        assert all(a[0].bottom() < b[0].top() for a, b in pairwise(places))


@pytest.mark.parametrize("number", [2, 8])
def test_a_page_that_was_not_landed_on_shares_its_height_by_what_it_holds(
    show: Show, qapp: QApplication, number: int
) -> None:
    """A pharmacist lands on the medicines: the summary counted rows below that were in sight, and cut the last one."""
    window, visit = show(replace(state_of(number), page="medicines"))
    turn(qapp, visit, "summary")
    window.grab()
    for card in cards_of(window):
        hidden = card.hidden_rows()
        assert card._caption.text().startswith(f"อีก {hidden} รายการ") == bool(hidden), card.accessibleName()
    medicines = card_named(window, "ยาปัจจุบัน")
    assert medicines.hidden_rows() == 0
    assert not medicines.table.verticalScrollBar().isVisible()


def test_rows_that_open_can_be_scrolled_to(show: Show, qapp: QApplication) -> None:
    """A card that holds all its rows has no scroll bar until some of them are opened."""
    window, visit = show(state_of(1))
    turn(qapp, visit, "allergies")
    window.grab()
    table = card_named(window, "โรคและปัญหา").table
    assert not table.verticalScrollBar().isVisible()
    for key in [entry.key for entry in table.rows.entries if entry.row is not None and entry.row.details]:
        table.toggle(key)
    _settle(qapp)
    assert table.verticalScrollBar().isVisible()


def test_the_band_has_one_height_when_allergies_and_facts_come_at_once(
    show: Show, qapp: QApplication
) -> None:
    """Facts take width from the allergies, which then want more height: two heights were mixed, a line was cut."""
    window, _ = show(state_of(2))
    assert window.record is not None
    band, made = window.record.band, composer(Words("th")).band(state_of(12))
    for lines, facts in ((0, 0), (len(made.allergy.lines), 3), (1, 3), (len(made.allergy.lines), 1)):
        allergy = replace(made.allergy, lines=made.allergy.lines[:lines])
        band.show_band(replace(made, allergy=allergy, facts=made.facts[:facts]))
        _settle(qapp)
        assert band.minimumHeight() == band.maximumHeight() == band.height()
        assert band.geometry().bottom() < window.record.strip.geometry().top()
        port, drawn = band.allergy._scroll.viewport(), band.allergy._lines
        assert drawn is not None
        assert drawn.height() <= port.height()


def test_no_value_is_seen_by_half_beside_the_names(show: Show, qapp: QApplication) -> None:
    """Of an INR of 1.3 half under the name only "3" was in sight."""
    window, visit = show(state_of(5))
    turn(qapp, visit, "results")
    page = page_of(window)
    assert isinstance(page, ResultsPage)
    table = page._grid.table
    edge = table.frozen_width()
    half = table.columnAt(edge)
    cut = table.columnViewportPosition(half) + table.columnWidth(half) - edge
    assert 0 < cut < table.columnWidth(half), "a column stands half under the names"
    at = next(
        n for n, entry in enumerate(table.rows.entries) if entry.row and entry.row.cells[0].text == "INR"
    )
    assert "1.3" in str(table.rows.data(table.rows.index(at, half)))
    top, high = table.rowViewportPosition(at), table.rowHeight(at) - 2
    seen = table.viewport().grab(QRect(edge, top, cut, high)).toImage()
    assert {seen.pixel(x, y) for x in range(seen.width()) for y in range(seen.height())} == {seen.pixel(0, 0)}
    titles = table.horizontalHeader().viewport().grab(QRect(edge, 2, cut, 20)).toImage()
    assert {titles.pixel(x, y) for x in range(titles.width()) for y in range(18)} == {titles.pixel(0, 0)}


@pytest.mark.parametrize("width", [260, 300, 420, 900])
def test_tags_of_the_allergies_are_never_cut_at_the_edge(theme: Theme, width: int) -> None:
    """Beside notices the block is narrow: a tag that does not fit beside the first line stands below it."""
    block = composer(Words("th")).band(state_of(7)).allergy
    assert block.tags
    lines = _Lines(theme, block)
    rows, room = lines.rows(width), width - theme.px(42)
    assert rows[0].natural_width <= room
    for tag, (line, left) in zip(block.tags, lines._tags, strict=True):
        assert left + tag_width(theme, tag.word) <= room
        assert line or rows[0].natural_width < left
    below = max(line for line, _ in lines._tags) * theme.line("head")
    assert lines.height_at(width) == sum(row.height for row in rows) + below + theme.px(12)


@pytest.mark.parametrize("slug", ["summary", "allergies"])
def test_an_allergen_does_not_wait_to_be_asked_for(
    show: Show, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    """A card that went on listing denials under the head "allergic" would be read as "denies"."""
    monkeypatch.setattr("viewer.screen.pages.record.columns_of_cards.SETTLE_MS", -1)
    monkeypatch.setattr("viewer.screen.widgets.tables.SETTLE_MS", -1)
    asking = dict.fromkeys(("F01", "F02", "F03"), LineState.ASKING)
    window, visit = show(replace(state_of(8, asking), page=slug))
    visit.become(replace(state_of(8, {"F03": LineState.ASKING}), page=slug))  # not all have answered yet
    _settle(qapp)
    names = [entry.row.cells[0].text for entry in card_named(window, "การแพ้").table.rows.entries if entry.row]
    assert names[:2] == ["sulfamethoxazole + trimethoprim", "amoxicillin"]
