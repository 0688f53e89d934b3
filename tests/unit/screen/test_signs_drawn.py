"""Signs on the timeline are seen, told apart without colour, and said in words."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF
from PySide6.QtGui import QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from viewer.screen.look import Theme
from viewer.screen.widgets.timeline import TimelineView
from viewer.screen.widgets.timeline_axis import AxisWords, Window
from viewer.screen.widgets.timeline_canvas import Told
from viewer.screen.widgets.timeline_index import SIGNS, LaneIndex, signs_in
from viewer.screen.widgets.timeline_layout import AXIS, LABELS
from viewer.screen.widgets.timeline_signs import SIDE, SignLegend, paint_sign
from viewer.view.sheet import Lane, Mark, Shape, Sheet, Timeline, TimelineEvent, Tone

TODAY = date(2026, 11, 23)
WORDS = AxisWords(str, lambda year: str(year + 543))
OPENED = Mark(Shape.RING_DOT, "จำกัดการเข้าถึง เปิดดูแล้ว", Tone.ACCENT)
NEW = Mark(Shape.NEW, "ใหม่ตั้งแต่ 09.00 น.", Tone.ACCENT)
GONE = Mark(Shape.DASHED_RING, "ต้นทางไม่ส่งรายการนี้แล้ว", Tone.DOUBT)


def event(days: int, *marks: Mark, lasts: int = 0) -> TimelineEvent:
    start = TODAY - timedelta(days=days)
    return TimelineEvent(start, start + timedelta(days=lasts) if lasts else None, "A", 0, marks=marks)


def shown(
    qtbot: QtBot, visits: tuple[TimelineEvent, ...], supplies: tuple[TimelineEvent, ...] = ()
) -> TimelineView:
    view = TimelineView(Theme(), WORDS, Told("วันนี้", "อีก {n} ตัวยา", "{n} ตัวยา", "เหลือ {n} วัน"))
    qtbot.addWidget(view)
    view.resize(1342, 400)
    lanes = (
        Lane("visits", "การรับบริการ", "stethoscope", visits),
        Lane("medicines", "ยา", "pill", supplies, (("metformin", supplies),)),
    )
    view.show_timeline(Timeline(lanes, Sheet("timeline", "ประวัติตามเวลา"), TODAY))
    view.show()
    return view


def test_a_mark_of_several_events_carries_the_signs_of_all() -> None:
    index = LaneIndex((event(3), event(3, NEW), event(3, OPENED, NEW), event(200, GONE)))
    far, near = index.clusters(Window(TODAY.toordinal() - 365.0, 400.0, 600.0))
    assert signs_in(far.signs) == [Shape.DASHED_RING]
    assert (near.count, signs_in(near.signs)) == (3, [Shape.RING_DOT, Shape.NEW])


def test_an_event_without_marks_has_no_sign() -> None:
    index = LaneIndex((event(3), event(9)))
    assert not index.signed
    assert {mark.signs for mark in index.clusters(Window(TODAY.toordinal() - 365.0, 400.0, 600.0))} == {0}


def test_signs_differ_in_shape_and_not_in_colour_alone(qtbot: QtBot) -> None:
    drawn = set()
    for shape in SIGNS:
        image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        paint_sign(painter, QRectF(0, 0, SIDE, SIDE), shape, Theme())
        painter.end()
        dark = tuple(
            image.pixelColor(x, y).lightness() < 200 for y in range(SIDE) for x in range(SIDE)
        )  # any ink, whatever its colour
        assert any(dark)
        drawn.add(dark)
    assert len(drawn) == len(SIGNS)


@pytest.mark.parametrize("mark", [OPENED, NEW, GONE])
def test_the_sign_is_drawn_on_marks_and_on_bars(qtbot: QtBot, mark: Mark) -> None:
    plain = shown(qtbot, (event(30),), (event(60, lasts=30),)).grab().toImage()
    on_mark = shown(qtbot, (event(30, mark),), (event(60, lasts=30),)).grab().toImage()
    on_bar = shown(qtbot, (event(30),), (event(60, mark, lasts=30),)).grab().toImage()
    assert plain != on_mark
    assert plain != on_bar
    assert on_mark != on_bar


def test_where_the_pointer_rests_the_signs_say_what_they_mean(qtbot: QtBot) -> None:
    view = shown(
        qtbot, (event(30, NEW), event(30, NEW), event(30, OPENED), event(200)), (event(60, GONE, lasts=30),)
    )
    marks = view.lanes[0].index.clusters(view.window_seen)
    plain, signed = (QPoint(round(LABELS + mark.x), AXIS + 15) for mark in marks)
    assert view.signs_at(plain) == []
    assert view.signs_at(signed) == ["ใหม่ตั้งแต่ 09.00 น. (2)", "จำกัดการเข้าถึง เปิดดูแล้ว"]
    x = round(LABELS + view.window_seen.x(TODAY.toordinal() - 45.0))
    on_bar = next(QPoint(x, y) for y in range(AXIS, 200) if view.signs_at(QPoint(x, y)))
    assert view.signs_at(on_bar) == ["ต้นทางไม่ส่งรายการนี้แล้ว"]
    place = view.viewport().mapToGlobal(signed)
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, signed, place))
    assert "จำกัดการเข้าถึง เปิดดูแล้ว" in QToolTip.text()
    QToolTip.hideText()


def test_the_legend_names_the_signs_that_are_there(qtbot: QtBot) -> None:
    legend = SignLegend(Theme())
    qtbot.addWidget(legend)
    legend.show_signs((NEW, GONE))
    assert legend.accessibleName() == f"{NEW.word}, {GONE.word}"
    assert legend.sizeHint().width() > 0
    assert not legend.grab().isNull()
    legend.show_signs(())
    assert not legend.isVisible()
