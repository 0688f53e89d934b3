"""The minimap: the whole record in one strip, the days seen as a frame that can be dragged and stretched."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from viewer.screen.look import Theme
from viewer.screen.widgets.timeline_axis import AxisWords, Window
from viewer.screen.widgets.timeline_index import LaneIndex, histogram
from viewer.screen.widgets.timeline_layout import LABELS

HEIGHT, BAR, EDGE = 44, 4, 6  # px; EDGE = how near to the frame's side a pointer stretches it


class Minimap(QWidget):
    """Square-root bars of all events; ``caption`` stands at its left.

    Signals:
        moved(Window): the frame was dragged or stretched.
    """

    moved = Signal(object)

    def __init__(self, theme: Theme, words: AxisWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._caption = ""
        self._indexes: tuple[LaneIndex, ...] = ()
        self._whole = Window(0.0, 365.0, 1.0)
        self._seen = self._whole
        self._held: tuple[str, float] | None = None
        self._drawn: QPixmap | None = None
        self.setFixedHeight(theme.px(HEIGHT))
        self.setMouseTracking(True)

    def show_events(self, indexes: Sequence[LaneIndex], today: date, caption: str) -> None:
        """The whole record, from its first event (at least five years back) to a year ahead."""
        firsts = [int(index.starts[0]) for index in indexes if len(index)]
        start = min(min(firsts, default=10**9), today.toordinal() - 5 * 366) - 30
        self._indexes, self._caption, self._drawn = tuple(indexes), caption, None
        self._whole = Window(float(start), today.toordinal() + 120.0 - start, 1.0)
        self.update()

    def show_window(self, window: Window) -> None:
        """The days the timeline shows now."""
        self._seen = window
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(self._theme.px(900), self._theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The record, drawn once for its width, and the frame over it."""
        if self._drawn is None or self._drawn.deviceIndependentSize().toSize() != self.size():
            self._drawn = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        self._frame(painter)

    def _draw(self) -> QPixmap:
        theme, ratio = self._theme, self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.colour("surface"))
        painter = QPainter(picture)
        left, whole = theme.px(LABELS), self._scaled()
        painter.setPen(theme.colour("ink2"))
        painter.setFont(theme.font("caption"))
        painter.drawText(
            self.rect().adjusted(theme.px(10), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._caption
        )
        self._years(painter, whole, left)
        bars = max(int(whole.pixels // theme.px(BAR)), 1)
        heights = histogram(self._indexes, whole, bars)
        tallest = heights.max() if len(heights) and heights.max() else 1.0
        room = self.height() - theme.px(20)
        for place in heights.nonzero()[0]:
            height = max(heights[place] / tallest * room, 3)
            box = QRectF(
                left + place * whole.pixels / bars, theme.px(4) + room - height, theme.px(BAR) - 1, height
            )
            painter.fillRect(box, theme.colour("ink3"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
        return picture

    def _years(self, painter: QPainter, whole: Window, left: int) -> None:
        first, last = date.fromordinal(int(whole.start)).year + 1, date.fromordinal(int(whole.end)).year
        every = next(
            (years for years in (1, 2, 5, 10, 20) if whole.scale * 365 * years > self._theme.px(40)), 50
        )
        for year in range(first, last + 1):
            if (year + 543) % every:
                continue
            x = round(left + whole.x(date(year, 1, 1).toordinal()))
            if x > self.width() - self._theme.px(36):
                continue  # its number would be cut
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawLine(x, 0, x, self.height())
            painter.setPen(self._theme.colour("ink3"))
            box = QRectF(x + self._theme.px(3), self.height() - self._theme.px(17), 60, self._theme.px(16))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._words.year(year))

    def _frame(self, painter: QPainter) -> None:
        box = self._box()
        wash = QColor(self._theme.colour("accent"))
        wash.setAlphaF(0.10)
        painter.fillRect(box, wash)
        painter.setPen(QPen(self._theme.colour("accent"), self._theme.px(2)))
        painter.drawRect(box.adjusted(1, 1, -1, -2))

    def _scaled(self) -> Window:
        return self._whole.resized(self.width() - self._theme.px(LABELS))

    def _box(self) -> QRectF:
        left, whole = self._theme.px(LABELS), self._scaled()
        start, end = (min(max(whole.x(day), 0.0), whole.pixels) for day in (self._seen.start, self._seen.end))
        return QRectF(left + start, 0, max(end - start, 8.0), self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the frame by its middle or a side; beside it, bring it here."""
        x, box = event.position().x(), self._box()
        near = self._theme.px(EDGE)
        part = "start" if abs(x - box.left()) <= near else "end" if abs(x - box.right()) <= near else "middle"
        self._held = (part, self._day(x))
        if part == "middle" and not box.contains(event.position()):
            self._move(self._day(x) - self._seen.days / 2, self._seen.days)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag or stretch the frame; show which of the two a press would do."""
        x, box = event.position().x(), self._box()
        if self._held is None:
            near = min(abs(x - box.left()), abs(x - box.right())) <= self._theme.px(EDGE)
            self.setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.OpenHandCursor)
            return
        part, before = self._held
        change = self._day(x) - before
        start, days = self._seen.start, self._seen.days
        if part == "middle":
            start += change
        elif part == "start":
            start, days = start + change, days - change
        else:
            days += change
        if days >= 7:
            self._held = (part, self._day(x))
            self._move(start, days)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def _day(self, x: float) -> float:
        return self._scaled().day(x - self._theme.px(LABELS))

    def _move(self, start: float, days: float) -> None:
        self._seen = Window(start, days, self._seen.pixels)
        self.update()
        self.moved.emit(self._seen)
