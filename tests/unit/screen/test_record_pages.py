"""The pages of an open record, on every sandbox person: nothing overlaps, nothing is cut silently, nothing jumps."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from viewer.base.words import Words
from viewer.exchange.ledger import LineState
from viewer.screen.band import LEAST_ALLERGY
from viewer.screen.look import Theme
from viewer.screen.pages.record.medicines import MedicinesPage
from viewer.screen.pages.record.nothing import NothingPage
from viewer.screen.pages.record.section_card import SectionCard
from viewer.screen.widgets.cell_words import set_cell
from viewer.screen.widgets.columns import Draws
from viewer.screen.widgets.tables import RowTable
from viewer.visit.states import Open

from .record_people import NUMBERS, composer, state_of
from .record_windows import (
    LARGE,
    SILENT,
    SMALL,
    Show,
    card_named,
    cards_of,
    let_draw,
    nothing,
    on_page,
    page_of,
    turn,
    windows,  # noqa: F401  the fixture "show"
)

DATA_PAGES = ("summary", "timeline", "medicines", "results", "allergies", "documents")


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
    problems = card_named(window, "โรคและปัญหา")  # they give way to the findings, and say so
    assert problems.hidden_rows() <= 2
    assert f"อีก {problems.hidden_rows()} รายการ" in problems._caption.text()
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


def test_cards_keep_their_place_while_somebody_reads(
    show: Show, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = state_of(1, dict.fromkeys(("F08", "F10"), LineState.ASKING))  # with its finding of the top level
    window, visit = show(early)
    before = {card.accessibleName(): card.geometry() for card in cards_of(window)}
    monkeypatch.setattr("viewer.screen.pages.record.columns_of_cards.SETTLE_MS", -1)
    monkeypatch.setattr("viewer.screen.widgets.tables.SETTLE_MS", -1)
    late = state_of(1, {"F10": LineState.ASKING})
    visit.become(replace(late, revision=2))
    let_draw(qapp)
    after = {card.accessibleName(): card.geometry() for card in cards_of(window)}
    assert after == before
    medicines = card_named(window, "ยาปัจจุบัน")
    assert medicines._news.isVisible(), "rows that would push what is read wait in the head"
    QTest.mouseClick(medicines._news, Qt.MouseButton.LeftButton)
    let_draw(qapp)
    assert len(medicines.table.rows.entries) == 9
    assert not medicines._news.isVisible()


def test_when_all_answer_soon_the_page_is_shared_out_once_more(
    show: Show, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, visit = show(state_of(1, {"F01": LineState.ASKING, "F08": LineState.ASKING}))
    monkeypatch.setattr("viewer.screen.pages.record.columns_of_cards.SETTLE_MS", -1)
    monkeypatch.setattr("viewer.screen.widgets.tables.SETTLE_MS", -1)
    visit.become(replace(state_of(1), revision=2))
    let_draw(qapp)
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
    let_draw(qapp)
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
    let_draw(qapp)
    assert QApplication.focusWidget() is medicines.table
    visit.become(nothing(state_of(11, SILENT)))
    let_draw(qapp)
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
    let_draw(qapp)
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
    told = [entry.row and entry.row.cells[0].text for entry in details]
    assert told == ["เหลือ 6 วัน", "3 พ.ย. 2569", "31 ส.ค. 2569"]
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


def test_findings_stand_before_what_is_missing_most_severe_first(show: Show, qapp: QApplication) -> None:
    window, visit = show(state_of(1, {"F03": LineState.NOT_CONSENTED}))
    for slug in ("summary", "medicines"):
        turn(qapp, visit, slug)
        entries = card_named(window, "ข้อค้นพบเรื่องยา").table.rows.entries
        told = [entry.row.cells[0].text for entry in entries if entry.row]
        assert told[0].startswith("ห้ามใช้: metformin")
        assert not told[5].startswith("ห้ามใช้")
        assert any("รพ.สต.หนองบัวแก้ว" in text for text in told[6:])
        assert "ไม่ใช่ทุกคู่ยา" in card_named(window, "ข้อค้นพบเรื่องยา")._footer.text()


def test_a_danger_never_waits_and_makes_room_for_itself(
    show: Show, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, visit = show(state_of(1, {"F01": LineState.ASKING, "F08": LineState.ASKING}))
    monkeypatch.setattr("viewer.screen.pages.record.columns_of_cards.SETTLE_MS", -1)
    monkeypatch.setattr("viewer.screen.widgets.tables.SETTLE_MS", -1)
    visit.become(replace(state_of(1, {"F08": LineState.ASKING}), revision=2))
    let_draw(qapp)
    card = card_named(window, "ข้อค้นพบเรื่องยา")
    first = next(entry.row for entry in card.table.rows.entries if entry.row)
    assert first.cells[0].text.startswith("ห้ามใช้: metformin")
    assert not card._news.isVisible()
    assert card.hidden_rows() == 0


@pytest.mark.parametrize(("width", "columns"), [(1366, 1), (1900, 2)])
def test_the_band_grows_with_its_notices_and_cuts_none(
    width: int, columns: int, show: Show, qapp: QApplication
) -> None:
    """They come while facilities answer: each time all of them have their height, the button (F7) too. In a wide window
    they stand two in a row, in reading order, and the band is half as high."""
    window, visit = show(state_of(12))
    window.resize(width, 900)
    assert window.record is not None
    assert isinstance(visit.state, Open)
    band, made = window.record.band, composer(Words("th")).band(visit.state)
    assert made.opens
    assert len(made.notices) > 3
    for most in range(len(made.notices) + 1):
        last = most == len(made.notices)
        band.show_band(
            replace(made, notices=made.notices[:most], restricted=made.restricted if last else "", opens=last)
        )
        high = band.notices.sizeHint().height() if most else 0
        assert band.height() >= high, "at once: nothing may come later that would fit it again"
        let_draw(qapp)
        shown = [one for one in band.notices.findChildren(QWidget) if not one.isHidden()]
        places = [one.geometry().translated(band.notices.pos()) for one in shown]
        assert len(places) == most + last
        for place, one in zip(places, shown, strict=True):
            assert place.height() >= one.sizeHint().height()
            assert place.width() >= one.sizeHint().width()
            assert 0 <= place.top() <= place.bottom() < band.height()
        used = len({place.left() for place in places}) or 1
        rows = [places[at : at + used] for at in range(0, len(places), used)]
        assert used == 1 or len(places) > 3, "few are as high as the band without them"
        assert all(a[0].bottom() < b[0].top() for a, b in pairwise(rows))
        assert all(left.right() < right.left() for row in rows for left, right in pairwise(row))
    assert used == columns
    assert band.allergy.width() >= LEAST_ALLERGY


@pytest.mark.parametrize("number", NUMBERS)
def test_no_card_cuts_what_stands_below_its_rows(show: Show, qapp: QApplication, number: int) -> None:
    """How far the check of medicines went stands there."""
    window, _ = show(state_of(number))
    let_draw(qapp)
    for card in cards_of(window):
        words = card._footer
        if words.isVisible():
            assert words.height() >= words.heightForWidth(words.width()), words.text()
