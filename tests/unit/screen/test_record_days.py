"""The timeline and the results: days that are chosen, names that stay while dates scroll, tests that are drawn."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.screen.pages.record.results import ResultsPage
from viewer.screen.pages.record.timeline import TimelinePage
from viewer.screen.widgets.timeline_layout import Band
from viewer.screen.window import MainWindow

from .record_people import state_of
from .record_windows import (
    Show,
    let_draw,
    page_of,
    turn,
    windows,  # noqa: F401  the fixture "show"
)


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
    let_draw(qapp)
    at_start = table.grab(QRect(0, 0, table.frozen_width() - 1, table.height() - 40)).toImage()
    assert at_end == at_start
    bar.setValue(bar.maximum() // 2)
    y = table.visualRect(table.rows.index(1, 2)).center().y()
    assert table.indexAt(QPoint(table.frozen_width() - 20, y)).column() == 2
    assert table.visualRect(table.rows.index(1, 2)).right() < table.frozen_width()
    table.scrollTo(table.rows.index(1, 6))
    assert table.visualRect(table.rows.index(1, 6)).left() >= table.frozen_width() - 1


def test_key_tests_are_drawn_before_others(show: Show, qapp: QApplication) -> None:
    """Of a dialysed woman creatinine and potassium, not what comes first by its letter."""
    window, visit = show(state_of(12))
    turn(qapp, visit, "results")
    page = page_of(window)
    assert isinstance(page, ResultsPage)
    table = page._grid.table
    drawn = [
        entry.row.cells[0].text
        for entry in table.rows.entries
        if entry.row and entry.key in table.drawn.ticked
    ]
    assert drawn == ["Creatinine ก่อนฟอกเลือด", "Potassium ก่อนฟอกเลือด", "Hemoglobin"]


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
