"""A trend as a small chart: one unit, one time axis, points in the colour of their facility with the value above.

A point that was converted from another unit is a diamond with "≈" before its value; the tooltip says from what.
"""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.screen.look import Theme
from viewer.screen.typeset import Run, Typeset, advance
from viewer.view.axis import axis_of, figure
from viewer.view.sheet import Trend

LEAST, MOST = 128, 300  # px: height of a chart
_LEFT, _RIGHT, _HEAD, _VALUE, _YEARS = 40, 16, 26, 18, 20  # px around the plot
_MANY = 14  # from so many points on only the first, the newest, the highest and the lowest are written


class TrendChart(QWidget):
    """Title, unit and points. A band is drawn only where a source sent a range; no colour judges a value.

    ``about`` are the lines of the tooltip: what each converted point was sent as.
    """

    def __init__(
        self, theme: Theme, title: str, trend: Trend, span: tuple[date, date], *, note: str,
        year: Callable[[int], str] | None = None, about: Sequence[str] = (), parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._title, self._trend, self._span = theme, title, trend, span
        self._note, self._year = note, year
        if about:
            self.setToolTip("<br>".join(map(escape, about)))
        self._low, self._high, self._step = axis_of(trend)
        self.setMinimumHeight(theme.px(LEAST))
        self.setMaximumHeight(theme.px(MOST))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        points = ", ".join(
            f"{day.isoformat()} {figure(value)} {self._sent(number)}".rstrip()
            for number, (day, value) in enumerate(trend.points)
        )
        self.setAccessibleName(f"{title} {trend.unit}: {points}")

    def sizeHint(self) -> QSize:
        """Room for the axis and a few points."""
        return QSize(self._theme.px(380), self._theme.px(MOST))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw head, grid, band, line, points."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._head(painter)
        below = _YEARS if self._year is not None else 12
        plot = QRectF(self.rect()).adjusted(
            theme.px(_LEFT), theme.px(_HEAD + _VALUE), -theme.px(_RIGHT), -theme.px(below)
        )
        if self._trend.points and plot.height() > 0:
            self._band(painter, plot)
            self._values(painter, plot)
            self._years(painter, plot)
            dots = [self._place(plot, day, value) for day, value in self._trend.points]
            painter.setPen(QPen(theme.colour("ink2"), 1.4))
            painter.drawPolyline(QPolygonF(dots))
            for number, dot in enumerate(dots):
                self._dot(painter, dot, number)
            self._figures(painter, plot, dots)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _head(self, painter: QPainter) -> None:
        theme = self._theme
        most = (
            self.width() * 4 // 5
        )  # goals of an INR on which sources differ are long; the row says them in full
        note = Typeset(theme, self._note, size="caption", width=most, max_lines=1)
        top = (theme.px(_HEAD) - note.height) / 2 + theme.px(2)
        room = self.width() - theme.px(12) - note.natural_width - theme.px(20)
        runs = [Run(self._title, weight=600), Run(f"  {self._trend.unit}", "ink2", 400, "caption")]
        title = Typeset(theme, runs, size="small", width=max(room, 1), max_lines=1)
        title.draw(painter, theme.px(12), top - 1)
        note.draw(painter, self.width() - theme.px(12) - note.natural_width, top, "ink2")

    def _place(self, plot: QRectF, day: date, value: float) -> QPointF:
        first, last = self._span
        across = (day - first).days / max((last - first).days, 1)
        return QPointF(plot.left() + across * plot.width(), self._y(plot, value))

    def _y(self, plot: QRectF, value: float) -> float:
        return plot.bottom() - (value - self._low) / (self._high - self._low) * plot.height()

    def _band(self, painter: QPainter, plot: QRectF) -> None:
        low, high = self._trend.low, self._trend.high
        if low is None and high is None:
            return
        top = self._y(plot, min(high, self._high)) if high is not None else plot.top()
        bottom = self._y(plot, max(low, self._low)) if low is not None else plot.bottom()
        if bottom > top:
            painter.fillRect(QRectF(plot.left(), top, plot.width(), bottom - top), self._theme.colour("sunk"))

    def _values(self, painter: QPainter, plot: QRectF) -> None:
        theme = self._theme
        painter.setFont(theme.font("caption"))
        for count in range(round((self._high - self._low) / self._step) + 1):
            value = self._low + count * self._step
            y = round(self._y(plot, value)) + 0.5
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.colour("ink2"))
            box = QRectF(0, y - theme.px(9), plot.left() - theme.px(6), theme.px(18))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, figure(value))

    def _years(self, painter: QPainter, plot: QRectF) -> None:
        """A line where each year begins, its name once where there is room; today at the right."""
        theme, free = self._theme, plot.left()
        painter.setFont(theme.font("caption"))
        for year in range(self._span[0].year, self._span[1].year + 1):
            begins = max(date(year, 1, 1), self._span[0])
            x = self._place(plot, begins, self._low).x()
            if begins.timetuple().tm_yday == 1:
                painter.setPen(QPen(theme.colour("line"), 1))
                painter.drawLine(QPointF(round(x) + 0.5, plot.top()), QPointF(round(x) + 0.5, plot.bottom()))
            if self._year is None:
                continue
            word = self._year(year)
            wide = advance(theme, word, "caption") + theme.px(8)
            if x < free or x + wide > plot.right() + theme.px(_RIGHT):
                continue
            free = x + wide
            painter.setPen(theme.colour("ink2"))
            box = QRectF(x + theme.px(3), plot.bottom() + theme.px(1), wide, theme.px(18))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, word)
        painter.setPen(QPen(theme.colour("ink"), 1.2))
        painter.drawLine(plot.topRight(), plot.bottomRight())

    def _dot(self, painter: QPainter, dot: QPointF, number: int) -> None:
        theme = self._theme
        letter = self._trend.letters[number] if number < len(self._trend.letters) else ""
        look = theme.facility(letter)
        painter.setPen(QPen(theme.colour(look.edge), 1.4))
        painter.setBrush(theme.colour(look.fill))
        radius = theme.scale / 100 * (3.6 if len(self._trend.points) < 20 else 2.6)
        if not self._sent(number):
            painter.drawEllipse(dot, radius, radius)
            return
        corner = radius * 1.4
        shape = [QPointF(0, -corner), QPointF(corner, 0), QPointF(0, corner), QPointF(-corner, 0)]
        painter.drawPolygon(QPolygonF([dot + side for side in shape]))

    def _figures(self, painter: QPainter, plot: QRectF, dots: list[QPointF]) -> None:
        """Values above their points: the newest always, then those that cover no other; of many only the ends."""
        theme = self._theme
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font("caption", 600))
        taken: list[QRectF] = []
        for number in self._told():
            words = ("≈" if self._sent(number) else "") + figure(self._trend.points[number][1])
            wide = advance(theme, words, "caption", 600) + theme.px(2)
            box = self._above(plot, dots[number], wide)
            if any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _above(self, plot: QRectF, dot: QPointF, wide: float) -> QRectF:
        """Where a value stands: over its point, but never across the line of today."""
        theme = self._theme
        left = min(dot.x() - wide / 2, plot.right() - theme.px(3) - wide)
        return QRectF(max(left, theme.px(2)), dot.y() - theme.px(22), wide, theme.px(18))

    def _sent(self, number: int) -> str:
        """From what a point was converted; "" of a number as sent."""
        return self._trend.sent[number] if number < len(self._trend.sent) else ""

    def _told(self) -> list[int]:
        """Numbers of the points whose value is written, the most wanted first."""
        values = [value for _, value in self._trend.points]
        last = len(values) - 1
        if last < _MANY:
            return [last, *range(last)]
        return [last, 0, values.index(max(values)), values.index(min(values))]
