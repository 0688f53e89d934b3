"""Tables stand still: rows that arrive never push what is being read, doses wrap, copies are whole."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.exchange.ledger import letter
from viewer.screen.look import Theme
from viewer.screen.widgets import tables
from viewer.screen.widgets.cells import _chips, measure, spoken
from viewer.screen.widgets.columns import Axis, Column, Draws
from viewer.screen.widgets.rows import entries_of
from viewer.screen.widgets.tables import RowTable
from viewer.view.sheet import Cell, Mark, Row, Shape, SourceNote, SupplySpan, Tone, Trend

COLUMNS = (
    Column("", 24, Draws.OPEN), Column("", 24, Draws.SHAPE), Column("ตัวยา", cell=0, weight=600, marks=True),
    Column("ค่า", 90, cell=1), Column("", 120, Draws.MARKS), Column("", 90, Draws.TREND),
    Column("", 90, Draws.SPANS), Column("", 60, Draws.SOURCES),
)  # fmt: skip
TODAY = date(2026, 11, 23)


def row(key: str, name: str = "", note: str = "", **more: Any) -> Row:
    return Row(
        key, (Cell(name or f"ยา {key}", note), Cell("2.27", unit="มก./ดล.", number=True)),
        marks=(Mark(Shape.DISC, "ใช้อยู่", Tone.ACCENT), Mark(Shape.NEW, "เพิ่งมาถึง")),
        sources=(SourceNote("รพ.ศูนย์ธารสุวรรณ", "A", "ยา", "3 พ.ย. 2569"),),
        trend=Trend(((date(2026, 1, 1), 1.0), (TODAY, 2.0)), "มก./ดล."),
        spans=(SupplySpan(date(2026, 10, 1), date(2026, 12, 1), "A"),), **more,
    )  # fmt: skip


@pytest.fixture
def table(qapp: QApplication, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Iterator[RowTable]:
    monkeypatch.setattr(tables, "SETTLE_MS", -1)  # somebody has been reading for a while
    made = RowTable(theme, COLUMNS, name="ยา", axis=Axis(date(2025, 11, 23), TODAY, TODAY))
    made.resize(760, 300)
    made.show()
    yield made
    made.hide()
    made.deleteLater()


def keys(table: RowTable) -> list[str]:
    return [entry.key for entry in table.rows.entries]


def test_the_first_rows_enter_at_once(table: RowTable) -> None:
    table.show_rows([row("b"), row("d")])
    assert keys(table) == ["b", "d"]


def test_rows_that_would_push_wait_and_changed_ones_change(table: RowTable) -> None:
    waiting: list[int] = []
    table.waiting.connect(waiting.append)
    table.show_rows([row("b"), row("d")])
    table.show_rows([row("a"), row("b", "ยาเปลี่ยน"), row("c"), row("d")])
    assert keys(table) == ["b", "d"]
    assert table.rows.entries[0].row is not None
    assert table.rows.entries[0].row.cells[0].text == "ยาเปลี่ยน"
    assert waiting == [2]
    table.show_waiting()
    assert keys(table) == ["a", "b", "c", "d"]
    assert waiting == [2, 0]


def test_rows_below_what_is_read_enter(table: RowTable) -> None:
    table.show_rows([row("b"), row("d")])
    table.show_rows([row("b"), row("d"), row("e")])
    assert keys(table) == ["b", "d", "e"]


def test_rows_above_a_scrolled_view_enter_and_nothing_moves(table: RowTable, qapp: QApplication) -> None:
    table.show_rows([row(f"k{n:03d}") for n in range(100, 200)])
    qapp.processEvents()
    table.verticalScrollBar().setValue(600)
    qapp.processEvents()
    top = table.rowAt(0)
    key, place = keys(table)[top], table.rowViewportPosition(top)
    table.show_rows([row(f"k{n:03d}") for n in range(90, 200)])
    qapp.processEvents()
    assert len(keys(table)) == 110
    assert table.rowViewportPosition(keys(table).index(key)) == place


def test_a_dose_wraps_and_its_row_grows(table: RowTable, qapp: QApplication) -> None:
    dose = "ครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหารเช้า เย็น ห้ามเคี้ยว ห้ามหักเม็ดยา และดื่มน้ำตามมาก ๆ ทุกครั้ง"
    table.show_rows([row("a"), row("b", note=dose)])
    qapp.processEvents()
    assert table.rowHeight(1) > table.rowHeight(0) + 30
    assert table.rowHeight(0) >= 27


def test_details_open_under_their_row_by_key(table: RowTable) -> None:
    table.show_rows([row("a", details=(Row("x", (Cell("ต้นทาง"),)),)), row("b")])
    table.setCurrentIndex(table.rows.index(0, 2))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert keys(table) == ["a", "a/x", "b"]
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert keys(table) == ["a", "b"]


def test_groups_have_a_head_with_their_count() -> None:
    made = entries_of([row("a", group="ตับ"), row("b", group="ตับ"), row("c", group="ไต")], frozenset())
    assert [(entry.group, entry.count) for entry in made if entry.row is None] == [("ตับ", 2), ("ไต", 1)]


def test_groups_grow_and_shrink_with_their_rows(table: RowTable, qapp: QApplication) -> None:
    table.show_rows([row("a", group="ตับ"), row("c", group="ไต")])
    table.show_rows(
        [row("a", group="ตับ"), row("c", group="ไต"), row("d", group="ไต"), row("e", group="เลือด")]
    )
    qapp.processEvents()
    assert keys(table) == ["group:ตับ", "a", "group:ไต", "c", "d", "group:เลือด", "e"]
    assert [table.columnSpan(at, 0) for at in range(7)] == [8, 1, 8, 1, 1, 8, 1]
    table.show_rows([row("c", group="ไต")])
    assert keys(table) == ["group:ไต", "c"]


def test_a_copy_has_units_marks_and_sources_and_no_marks_of_ours(table: RowTable) -> None:
    table.show_rows([row("a", "ยาสมมติ", "ครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร")])
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    for part in ("ยาสมมติ", "หลังอาหาร", "2.27 มก./ดล.", "ใช้อยู่", "A รพ.ศูนย์ธารสุวรรณ 3 พ.ย. 2569"):
        assert part in copied
    assert not set(copied) & {"\u200b", "\u2060", "\u00a0"}


def test_screen_readers_hear_value_unit_and_source(table: RowTable) -> None:
    table.show_rows([row("a")])
    said = [table.rows.data(table.rows.index(0, at), Qt.ItemDataRole.AccessibleTextRole) for at in range(8)]
    assert said[3] == "2.27 มก./ดล."
    assert "2026-11-23 2 มก./ดล." in said[5]
    assert said[7] == "A รพ.ศูนย์ธารสุวรรณ 3 พ.ย. 2569"


def test_ten_thousand_rows_measure_only_what_is_seen(table: RowTable, qapp: QApplication) -> None:
    table.show_rows([row(f"k{n}") for n in range(10_000)])
    qapp.processEvents()
    assert len(table._heights) < 60


@pytest.mark.parametrize(("width", "lines"), [(100, 3), (64, 3), (24, 3)])
def test_sources_of_many_facilities_are_counted_and_the_row_stays_readable(
    theme: Theme, width: int, lines: int
) -> None:
    notes = tuple(SourceNote(f"รพ. {at}", letter(at), "Condition", "", at) for at in range(200))
    column = Column("", width, Draws.SOURCES)
    many, few = replace(row("many"), sources=notes), row("few")
    assert measure(theme, column, many, width) == lines * measure(theme, column, few, width)
    placed, more = _chips(theme, width, [note.letter for note in notes])
    assert len(placed) == lines
    shown = [one for line in placed for one in line]
    assert shown == [note.letter for note in notes[: len(shown)]]
    assert more == f"+{200 - len(shown)}"
    assert all(note.facility in spoken(column, many) for note in notes), "who hovers is told all"
