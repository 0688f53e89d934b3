"""No event is ever hidden: the marks of a lane add up at every zoom, panning changes no number, keys work."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from viewer.screen.look import Theme
from viewer.screen.widgets.timeline import Picked, TimelineView
from viewer.screen.widgets.timeline_axis import AxisWords, Window, ticks
from viewer.screen.widgets.timeline_canvas import Told
from viewer.screen.widgets.timeline_index import CELL, LaneIndex, histogram
from viewer.screen.widgets.timeline_layout import AXIS, LABELS, Indexed, bands
from viewer.screen.widgets.timeline_minimap import Minimap
from viewer.view.sheet import Lane, Sheet, Timeline, TimelineEvent

TODAY = date(2026, 11, 23)
WORDS = AxisWords(str, lambda year: str(year + 543))


def events(count: int, span: int, seed: int = 1) -> tuple[TimelineEvent, ...]:
    pick = random.Random(seed)  # test data
    return tuple(
        TimelineEvent(TODAY - timedelta(days=pick.randrange(span)), None, pick.choice("ABEH"), row)
        for row in range(count)
    )


def whole(index: LaneIndex, pixels: float) -> Window:
    first, last = int(index.starts[0]), int(index.starts[-1])
    return Window(first - 1.0, last - first + 3.0, pixels)


@pytest.mark.parametrize("count", [1, 2, 30, 999, 20_000])
@pytest.mark.parametrize("pixels", [40.0, 300.0, 1166.0, 20_000.0])
def test_marks_add_up_at_every_zoom(count: int, pixels: int) -> None:
    index = LaneIndex(events(count, 4000))
    marks = index.clusters(whole(index, pixels))
    assert sum(mark.count for mark in marks) == count
    assert [mark.first for mark in marks[1:]] == [mark.last for mark in marks[:-1]]


def test_counted_marks_do_not_overlap() -> None:
    index = LaneIndex(events(20_000, 4000))
    marks = index.clusters(whole(index, 1166))
    gaps = [right.x - left.x for left, right in pairwise(marks)]
    assert min(gaps) >= CELL * 0.5


def test_panning_changes_no_number() -> None:
    index = LaneIndex(events(5_000, 4000))
    window = Window(TODAY.toordinal() - 3000.0, 2000.0, 1166.0)
    before = {(mark.first, mark.last) for mark in index.clusters(window)}
    after = {(mark.first, mark.last) for mark in index.clusters(window.panned(13))}
    assert len(before - after) <= 1
    assert len(after - before) <= 1


def test_a_mark_names_every_facility_inside() -> None:
    day = TODAY
    same = tuple(TimelineEvent(day, None, letter, row) for row, letter in enumerate("BABH"))
    (mark,) = LaneIndex(same).clusters(Window(day.toordinal() - 10.0, 20.0, 600.0))
    assert (mark.count, mark.letters) == (4, ("A", "B", "H"))


def test_an_empty_lane_has_no_marks() -> None:
    assert LaneIndex(()).clusters(Window(700_000.0, 10.0, 100.0)) == []
    assert histogram([LaneIndex(())], Window(700_000.0, 10.0, 100.0), 5).tolist() == [0] * 5


def test_long_supplies_are_seen_where_their_start_is_not() -> None:
    long = TimelineEvent(TODAY - timedelta(days=900), TODAY, "A", 7)
    short = TimelineEvent(TODAY - timedelta(days=800), TODAY - timedelta(days=790), "B", 8)
    index = LaneIndex((long, short))
    first, last = index.seen(Window(TODAY.toordinal() - 100.0, 50.0, 500.0))
    assert (first, last) == (0, 2)
    assert index.rows_between(TODAY.toordinal() - 100, TODAY.toordinal() - 99) == [7]


def test_zooming_keeps_the_day_under_the_cursor() -> None:
    window = Window(738_000.0, 365.0, 1000.0)
    nearer = window.zoomed(2.0, 250.0)
    assert nearer.days == pytest.approx(182.5)
    assert nearer.day(250.0) == pytest.approx(window.day(250.0))
    assert window.zoomed(1e9, 0).days == 7.0


def test_years_are_written_in_the_buddhist_era() -> None:
    labels = [tick.label for tick in ticks(Window(date(2025, 11, 1).toordinal(), 420.0, 1166.0), WORDS)]
    assert "1 2569" in labels
    assert [tick.label for tick in ticks(Window(date(1996, 1, 1).toordinal(), 365.0 * 30, 1166.0), WORDS)][
        1
    ] == "2540"


def test_tracks_without_room_fold_into_a_count_and_unfold() -> None:
    tracks = tuple((f"ยา {n}", events(1, 10)) for n in range(30))
    lanes = (Indexed.of(Lane("medicines", "ยา", "pill", (), tracks)),)
    folded = bands(lanes, Theme(), 200, unfolded=False)
    assert folded[-1].more + sum(bool(band.track) for band in folded) == 30
    assert folded[-1].more > 0
    assert sum(bool(band.track) for band in bands(lanes, Theme(), 200, unfolded=True)) == 30


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    made = TimelineView(Theme(), WORDS, Told("วันนี้", "อีก {n} ตัวยา", "{n} ตัวยา", "เหลือ {n} วัน"))
    qtbot.addWidget(made)
    made.resize(1342, 400)
    lanes = (
        Lane("visits", "การรับบริการ", "stethoscope", events(40, 300)),
        Lane("medicines", "ยา", "pill", (), (("metformin", events(3, 60)),)),
    )
    made.show_timeline(Timeline(lanes, Sheet("timeline", "ประวัติตามเวลา"), TODAY))
    made.show()
    return made


def test_keys_pan_zoom_and_choose(qtbot: QtBot, view: TimelineView) -> None:
    before = view.window_seen
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.window_seen.start < before.start
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.window_seen.days < before.days
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.window_seen.days == pytest.approx(before.days)
    with qtbot.waitSignal(view.picked) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(chosen.args[0], Picked)
    assert chosen.args[0].rows
    with qtbot.waitSignal(view.opened):
        QTest.keyClick(view, Qt.Key.Key_Return)


def test_a_click_picks_the_rows_behind_a_mark(qtbot: QtBot, view: TimelineView) -> None:
    lane = view.lanes[0]
    mark = lane.index.clusters(view.window_seen)[0]
    point = QPoint(round(LABELS + mark.x), AXIS + 17)
    with qtbot.waitSignal(view.picked) as chosen:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert len(chosen.args[0].rows) == mark.count


def test_shift_and_drag_choose_a_span(qtbot: QtBot, view: TimelineView) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    area = view.viewport()
    QTest.mousePress(area, Qt.MouseButton.LeftButton, shift, QPoint(LABELS + 100, 100))
    view.choose(TODAY.toordinal() - 30.0, TODAY.toordinal() - 10.0)
    with qtbot.waitSignal(view.picked) as chosen:
        QTest.mouseRelease(area, Qt.MouseButton.LeftButton, shift, QPoint(LABELS + 300, 100))
    assert (chosen.args[0].last - chosen.args[0].first).days == 19


def test_the_line_of_today_covers_no_letter_and_no_number(view: TimelineView) -> None:
    """It stands behind the marks of its own day, and over the bars that are read against it."""
    theme = Theme()
    supply = TimelineEvent(TODAY - timedelta(days=9), TODAY + timedelta(days=9), "A", 1)
    lanes = (
        Lane("visits", "การรับบริการ", "stethoscope", (TimelineEvent(TODAY, None, "A", 0),)),
        Lane("medicines", "ยา", "pill", (), (("metformin", (supply,)),)),
    )
    view.show_timeline(Timeline(lanes, Sheet("timeline", "ประวัติตามเวลา"), TODAY))
    seen = view.window_seen
    x = round(LABELS + (TODAY.toordinal() + 1 - seen.start) * seen.pixels / seen.days)
    image = view.viewport().grab().toImage()
    made = bands(view.lanes, theme, 400, unfolded=True)
    visit, bars = (band.rect(view.viewport().width(), 0).translated(0, AXIS) for band in (made[0], made[-1]))
    ink = theme.colour("ink").lightness()
    assert image.pixelColor(x, visit.top() + 2).lightness() == ink, "the line, above the mark"
    assert image.pixelColor(x, visit.center().y() + 5).lightness() != ink
    assert image.pixelColor(x, bars.center().y()).lightness() == ink


def test_more_rows_leave_the_days_seen_where_they_are(view: TimelineView) -> None:
    view.zoom(2.0)
    before = view.window_seen
    lanes = (Lane("visits", "การรับบริการ", "stethoscope", events(80, 3000)),)
    view.show_timeline(Timeline(lanes, Sheet("timeline", "ประวัติตามเวลา"), TODAY))
    assert view.window_seen == before


def test_the_minimap_moves_the_timeline(qtbot: QtBot, view: TimelineView) -> None:
    strip = Minimap(Theme(), WORDS)
    qtbot.addWidget(strip)
    strip.resize(1342, 44)
    strip.show_events([lane.index for lane in view.lanes], TODAY, "ทั้งหมด 40 รายการ")
    strip.show_window(view.window_seen)
    strip.moved.connect(view.go)
    before = view.window_seen
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(LABELS + 40, 20))
    assert view.window_seen.start < before.start
    assert view.window_seen.days == pytest.approx(before.days)
    assert not strip.grab().isNull()


def test_what_lies_outside_the_days_seen_is_counted() -> None:
    """A preset of three months hides what is older: how much is said, down to a supply that reaches in."""
    day = TODAY - timedelta(days=400)
    reaches_in = TimelineEvent(day, TODAY - timedelta(days=10), "A", 0)
    before = TimelineEvent(day, day + timedelta(days=30), "A", 1)
    within = TimelineEvent(TODAY - timedelta(days=5), None, "A", 2)
    after = TimelineEvent(TODAY + timedelta(days=30), None, "A", 3)
    index = LaneIndex((reaches_in, before, within, after))
    seen = Window(TODAY.toordinal() - 90.0, 91.0, 1000.0)
    assert index.beyond(seen) == 2
    assert index.beyond(Window(TODAY.toordinal() - 5000.0, 10_000.0, 1000.0)) == 0
    assert LaneIndex(()).beyond(seen) == 0
