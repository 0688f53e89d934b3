"""Nothing that stands on a page of a record is cut, half seen or held back."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtWidgets import QApplication

from viewer.base.words import Words
from viewer.exchange.ledger import LineState
from viewer.screen.look import Theme
from viewer.screen.pages.record.columns_of_cards import CardColumn
from viewer.screen.pages.record.results import ResultsPage
from viewer.screen.strip import ConsentLine
from viewer.screen.widgets.allergy import _Lines
from viewer.screen.widgets.labels import tag_width
from viewer.screen.widgets.trend_chart import TrendChart
from viewer.view.sheet import LedgerBar, Segment, Trend
from viewer.view.strip import ConsentStrip

from .record_people import composer, state_of
from .record_windows import (
    Show,
    card_named,
    cards_of,
    let_draw,
    page_of,
    turn,
    windows,  # noqa: F401  the fixture "show"
)


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
    let_draw(qapp)
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
        let_draw(qapp)
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


def test_the_trend_of_an_inr_under_warfarin_names_its_goal(show: Show, qapp: QApplication) -> None:
    """It said that there is no range, where the goal is what it is read against."""
    window, visit = show(state_of(5))
    turn(qapp, visit, "results")
    notes = {chart._title: chart._note for chart in page_of(window).findChildren(TrendChart)}
    assert notes["INR"] == "เป้าหมาย INR 2.5-3.5 บันทึกเมื่อ 23 ธ.ค. 2567"
    assert notes["Hemoglobin"] == "ไม่มีช่วงอ้างอิง"


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
    let_draw(qapp)
    names = [entry.row.cells[0].text for entry in card_named(window, "การแพ้").table.rows.entries if entry.row]
    assert names[:2] == ["sulfamethoxazole + trimethoprim", "amoxicillin"]


def test_a_finding_takes_what_stands_empty_below(
    show: Show, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that change while somebody reads must not cut its sentence: below stands half a column of nothing."""
    window, visit = show(state_of(7))
    monkeypatch.setattr("viewer.screen.pages.record.columns_of_cards.SETTLE_MS", -1)
    monkeypatch.setattr("viewer.screen.widgets.tables.SETTLE_MS", -1)
    findings, allergies = card_named(window, "ข้อค้นพบเรื่องยา"), card_named(window, "การแพ้")
    column = findings.parentWidget()
    assert isinstance(column, CardColumn)
    findings.resize(findings.width(), 60)  # as the share of fewer rows left it
    allergies.resize(allergies.width(), column.height() // 2)
    assert findings.hidden_rows()
    visit.become(replace(state_of(7), revision=2))
    let_draw(qapp)
    assert not findings.hidden_rows()


def test_the_words_on_the_answers_take_the_room_of_the_consent(theme: Theme, qapp: QApplication) -> None:
    """What is missing is said whole while there is room; the cells keep their place while nothing is cut."""
    strip = ConsentLine(theme, Words("th"))
    strip.resize(1366, strip.height())
    strip.show_consent(ConsentStrip((Segment("ผู้ป่วยยินยอมเพื่อการรักษา · ถึง 11.00 น."),)))
    strip.show_ledger(LedgerBar((), (Segment("ตอบแล้ว 9 จาก 9 แห่ง"),)))
    strip.show()
    let_draw(qapp)
    place = strip._answers.x()
    long = "ตอบแล้ว 3 จาก 9 แห่ง · ผู้ป่วยไม่อนุญาต 1 · สถานพยาบาลไม่เปิดเผย 1 · ยังไม่เชื่อมต่อ 1 · หมดเวลา 1"
    strip.show_ledger(LedgerBar((), (Segment(long),)))
    let_draw(qapp)
    for label in (strip._answers, strip._consent):
        assert label.width() >= label.sizeHint().width()
    assert strip._answers.x() < place
    strip.show_ledger(LedgerBar((), (Segment("ตอบแล้ว 9 จาก 9 แห่ง"),)))
    let_draw(qapp)
    assert strip._answers.x() == place


def test_the_line_of_today_crosses_no_value(
    theme: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value of today stands beside the line, where it was drawn across it before."""
    since, today = date(2025, 11, 23), date(2026, 11, 23)
    trend = Trend(points=((since, 120.0), (today, 1234.5)))
    chart = TrendChart(theme, "INR", trend, (since, today), note="")
    chart.resize(400, 200)
    drawn: list[QRectF] = []
    above = chart._above

    def kept(plot: QRectF, dot: QPointF, wide: float) -> QRectF:
        drawn.append(above(plot, dot, wide))
        return drawn[-1]

    monkeypatch.setattr(chart, "_above", kept)
    chart.grab()
    line = 400 - theme.px(16)  # the right end of the plot
    assert len(drawn) == 2
    assert all(box.right() < line for box in drawn)
