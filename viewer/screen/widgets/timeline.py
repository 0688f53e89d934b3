"""The timeline: lanes by kind over one time axis. 100,000 events are drawn within a frame; none is ever hidden."""

from dataclasses import dataclass
from datetime import date
from html import escape

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from viewer.screen.look import Theme
from viewer.screen.widgets.timeline_axis import AxisWords, Window
from viewer.screen.widgets.timeline_canvas import Canvas, Told
from viewer.screen.widgets.timeline_index import Cluster
from viewer.screen.widgets.timeline_layout import AXIS, LABELS, TRACK, Band, Indexed, bands, whole_height
from viewer.screen.widgets.timeline_paint import Brush, Stamps, cluster_box
from viewer.screen.widgets.timeline_signs import words_at
from viewer.view.sheet import Timeline

ZOOM, PAN = 1.25, 0.15  # a step of the wheel or + ; a step of an arrow, as a share of the window
AHEAD = (
    0.27,
    45.0,
    120.0,
)  # share of a preset kept free after today, for what is counted to remain; least, most


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen: its days (both included) and the rows of the timeline's sheet that stand behind it."""

    first: date
    last: date
    rows: tuple[int, ...]


class TimelineView(QAbstractScrollArea):
    """Wheel and +/- zoom at the cursor, drag and arrows pan, a click picks a mark, Shift + drag picks a span.

    Signals:
        moved(Window): the days seen have changed.
        picked(Picked): a mark or a span was chosen.
        opened(): Enter was pressed on what is chosen.
    """

    moved = Signal(object)
    picked = Signal(object)
    opened = Signal()

    def __init__(
        self,
        theme: Theme,
        words: AxisWords,
        told: Told,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._words, self._told = theme, words, told
        self._track = TRACK
        self._lanes: tuple[Indexed, ...] = ()
        self._bands: tuple[Band, ...] = ()
        self._today = 0
        self._window = Window(0.0, 365.0, 1.0)
        self._settled = False
        self._unfolded = False
        self._chosen: tuple[float, float] | None = None
        self._current = 0
        self._dragged: QPoint | None = None
        self._stamps: Stamps = {}
        self._moved_far = False
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    @property
    def window_seen(self) -> Window:
        """The days seen now."""
        return self._window

    @property
    def lanes(self) -> tuple[Indexed, ...]:
        """The lanes as indexed, for the minimap."""
        return self._lanes

    def show_timeline(self, timeline: Timeline) -> None:
        """Draw another record, or the same one with more rows: the days seen and the choice stay."""
        self._lanes = tuple(Indexed.of(lane) for lane in timeline.lanes)
        self._today = timeline.today.toordinal()
        if not self._settled:
            self.show_days(365)
            self._settled = True
        self._lay_out()

    def show_days(self, days: float | None) -> None:
        """A preset: the last ``days`` days with a little of what is to come; None = from the first event on."""
        share, least, most = AHEAD
        if days is None:
            firsts = [int(item.index.starts[0]) for item in self._lanes if len(item.index)]
            days = max(self._today - min(firsts, default=self._today - 365) + 30, 30)
        ahead = min(max(days * share, least), most)
        self._go(Window(self._today + 1 - days, days + ahead, self._window.pixels))

    def show_tracks(self, height: int) -> None:
        """So many pixels (at 100 %) for each medicine."""
        if height != self._track:
            self._track = height
            self._lay_out()

    def go(self, window: Window) -> None:
        """Show these days (from the minimap)."""
        self._go(window.resized(self._window.pixels))

    def zoom(self, factor: float) -> None:
        """Zoom at the middle."""
        self._go(self._window.zoomed(factor, self._window.pixels / 2))

    def choose(self, first: float, last: float, rows: tuple[int, ...] | None = None) -> None:
        """Choose a span of days (``last`` not included) and say which rows stand behind it."""
        self._chosen = (first, last)
        if rows is None:
            # A supply is a row of the day it was given; all else is a row of every day it lasts.
            found = (
                row
                for item in self._lanes
                for row in (item.index.rows_starting if item.tracks else item.index.rows_between)(
                    first, last - 1
                )
            )
            rows = tuple(sorted(set(found)))
        self.picked.emit(Picked(date.fromordinal(int(first)), date.fromordinal(int(last) - 1), rows))
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Room for its lanes with every track."""
        lanes = whole_height(self._lanes, self._theme, self._track)
        return QSize(self._theme.px(900), self._theme.px(AXIS) + lanes)

    # --- drawing ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """One frame."""
        more = next((band.more for band in self._bands if band.more), 0)
        painter = QPainter(self.viewport())
        Canvas(
            self._theme, self._brush(), self._bands, self._words, self._told,
            self._told.more.format(n=more), self._chosen,
            self._bands[self._current] if self._bands else None, self.hasFocus(),
            self.devicePixelRatioF(), self.verticalScrollBar().value(),
        ).paint(painter, self.viewport().rect())  # fmt: skip
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same days over another width."""
        self._stamps.clear()  # it may have come to a screen of another ratio
        self._window = self._window.resized(self.viewport().width() - self._theme.px(LABELS))
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.viewport().height() - self._theme.px(AXIS)
        self._bands = bands(self._lanes, self._theme, room, unfolded=self._unfolded, track=self._track)
        self._current = min(self._current, max(len(self._bands) - 1, 0))
        bar = self.verticalScrollBar()
        bar.setPageStep(max(room, 1))
        bar.setRange(0, max(0, self._height() - room))
        self.updateGeometry()
        self.viewport().update()
        self.moved.emit(self._window)

    def _height(self) -> int:
        return self._bands[-1].top + self._bands[-1].height if self._bands else 0

    def _brush(self) -> Brush:
        left, ratio = self._theme.px(LABELS), self.devicePixelRatioF()
        return Brush(self._theme, self._window, left, self._today, self._stamps, ratio)

    def _go(self, window: Window) -> None:
        earliest, latest = 366.0, date.max.toordinal() - 366.0
        if earliest < window.start and window.end < latest:
            self._window = window
            self.moved.emit(window)
            self.viewport().update()

    # --- signs ---

    def viewportEvent(self, event: QEvent) -> bool:
        """What the signs of a mark or a bar say, where the pointer rests on it."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            told = "<br>".join(map(escape, self.signs_at(event.pos())))
            QToolTip.showText(event.globalPos(), told, self.viewport())
            return True
        return super().viewportEvent(event)

    def signs_at(self, point: QPoint) -> list[str]:
        """The words of the signs at a point of the viewport."""
        band = self._band_at(point)
        if band is None or point.x() < self._theme.px(LABELS):
            return []
        mark = self._mark_at(point)
        return words_at(band.index, mark, int(self._day_at(point))) if mark or band.track else []

    # --- pointer ----------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; sideways or with Shift it pans, with Ctrl it scrolls the lanes."""
        steps = event.angleDelta().y() / 120
        sideways = event.angleDelta().x() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif sideways or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._go(self._window.panned(-(sideways or steps) * self._window.pixels * PAN))
        else:
            x = max(event.position().x() - self._theme.px(LABELS), 0)
            self._go(self._window.zoomed(ZOOM**steps, x))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the axis, or begin a span with Shift."""
        self._dragged, self._moved_far = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, stretch the span, or show that a mark can be clicked."""
        here = event.position().toPoint()
        if self._dragged is None:
            shape = (
                Qt.CursorShape.PointingHandCursor if self._mark_at(here) else Qt.CursorShape.OpenHandCursor
            )
            self.viewport().setCursor(shape)
            return
        self._moved_far = self._moved_far or (here - self._dragged).manhattanLength() > 4
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            edges = sorted((self._day_at(self._dragged), self._day_at(here)))
            self._chosen = (float(int(edges[0])), float(int(edges[1])) + 1)
            self.viewport().update()
        elif self._moved_far:
            self._go(self._window.panned(self._dragged.x() - here.x()))
            self._dragged = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks the mark under it; a span is complete."""
        here, self._dragged = event.position().toPoint(), None
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._chosen:
            self.choose(*self._chosen)
        elif not self._moved_far:
            self._click(here)

    def _click(self, here: QPoint) -> None:
        band = self._band_at(here)
        if band and band.more:
            self._unfolded = True
            self._lay_out()
        elif band and (mark := self._mark_at(here)):
            self._pick(band, mark)
        elif band and band.track and here.x() > self._theme.px(LABELS):
            day = float(int(self._day_at(here)))
            self.choose(day, day + 1, tuple(dict.fromkeys(band.index.rows_between(day, day))))

    def _pick(self, band: Band, mark: Cluster) -> None:
        index = band.index
        rows = tuple(dict.fromkeys(int(row) for row in index.rows[mark.first : mark.last]))
        self.choose(float(index.starts[mark.first]), float(index.starts[mark.last - 1]) + 1, rows)

    def _day_at(self, point: QPoint) -> float:
        return self._window.day(point.x() - self._theme.px(LABELS))

    def _band_at(self, point: QPoint) -> Band | None:
        y = point.y() - self._theme.px(AXIS) + self.verticalScrollBar().value()
        return next((band for band in self._bands if band.top <= y < band.top + band.height), None)

    def _mark_at(self, point: QPoint) -> Cluster | None:
        band = self._band_at(point)
        if band is None or band.bars or band.track or point.x() < self._theme.px(LABELS):
            return None
        brush, middle = self._brush(), point.y()
        marks = band.index.clusters(self._window)
        return next((mark for mark in marks if cluster_box(mark, brush, middle).contains(point)), None)

    # --- keyboard ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows pan and change the lane, + and - zoom, Shift + arrows go from mark to mark, Enter opens the rows."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        if step and shift:
            self._step_mark(step)
        elif step:
            self._go(self._window.panned(step * self._window.pixels * PAN))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            change = -1 if key == Qt.Key.Key_Up else 1
            self._current = min(max(self._current + change, 0), max(len(self._bands) - 1, 0))
            self.viewport().update()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1 / ZOOM if key == Qt.Key.Key_Minus else ZOOM)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def _step_mark(self, step: int) -> None:
        band = self._bands[self._current] if self._bands else None
        if band is None or not len(band.index):
            return
        marks = band.index.clusters(self._window)
        here = self._chosen[0] if self._chosen else self._today + 1
        days = [float(band.index.starts[mark.first]) for mark in marks]
        beyond = [place for place, day in enumerate(days) if (day - here) * step > 0]
        if beyond:
            self._pick(band, marks[beyond[0] if step > 0 else beyond[-1]])
