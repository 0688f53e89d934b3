"""A trend as a small chart: one unit, one time axis, points in the colour of their facility with the value above."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from viewer.screen.look import Theme
from viewer.screen.typeset import advance
from viewer.view.sheet import Trend

HEIGHT = 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 20, 44, 24  # px around the plot


class TrendChart(QWidget):
    """Title, unit and points. A band is drawn only where a source sent a range; no colour judges a value."""

    def __init__(
        self, theme: Theme, title: str, trend: Trend, span: tuple[date, date], *, note: str,
        year: Callable[[int], str], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._title, self._trend, self._span = theme, title, trend, span
        self._note, self._year = note, year
        self.setMinimumHeight(theme.px(HEIGHT))
        points = ", ".join(f"{day.isoformat()} {value:g}" for day, value in trend.points)
        self.setAccessibleName(f"{title} {trend.unit}: {points}")

    def sizeHint(self) -> QSize:
        """Room for the axis and a few points."""
        return QSize(self._theme.px(380), self._theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw head, grid, band, line, points."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        self._head(painter)
        plot = QRectF(self.rect()).adjusted(
            theme.px(_LEFT), theme.px(_TOP), -theme.px(_RIGHT), -theme.px(_BOTTOM)
        )
        if not self._trend.points or plot.height() <= 0:
            return
        low, high = self._bounds()
        self._grid(painter, plot, low, high)
        dots = [self._place(plot, day, value, low, high) for day, value in self._trend.points]
        painter.setPen(QPen(theme.colour("ink2"), 1.4))
        painter.drawPolyline(QPolygonF(dots))
        for number, dot in enumerate(dots):
            self._dot(painter, dot, number)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _head(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font("small", 600))
        box = QRectF(theme.px(12), 0, self.width() - theme.px(24), theme.px(30))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._title)
        across = advance(theme, self._title, "small", 600)
        painter.setPen(theme.colour("ink3"))
        painter.setFont(theme.font("caption"))
        painter.drawText(
            box.adjusted(across + theme.px(8), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._trend.unit
        )
        painter.setPen(theme.colour("ink2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._note)

    def _bounds(self) -> tuple[float, float]:
        values = [value for _, value in self._trend.points]
        values += [bound for bound in (self._trend.low, self._trend.high) if bound is not None]
        low, high = min(values), max(values)
        room = (high - low) * 0.15 or abs(high) * 0.1 or 1.0
        return low - room, high + room

    def _place(self, plot: QRectF, day: date, value: float, low: float, high: float) -> QPointF:
        first, last = self._span
        across = (day - first).days / max((last - first).days, 1)
        return QPointF(
            plot.left() + across * plot.width(), plot.bottom() - (value - low) / (high - low) * plot.height()
        )

    def _grid(self, painter: QPainter, plot: QRectF, low: float, high: float) -> None:
        theme = self._theme
        if self._trend.low is not None or self._trend.high is not None:
            top = self._place(plot, self._span[0], min(self._trend.high or high, high), low, high).y()
            bottom = self._place(plot, self._span[0], max(self._trend.low or low, low), low, high).y()
            painter.fillRect(QRectF(plot.left(), top, plot.width(), bottom - top), theme.colour("sunk"))
        painter.setFont(theme.font("caption"))
        for step in range(3):
            value = low + (high - low) * (0.1 + 0.4 * step)
            y = plot.bottom() - (value - low) / (high - low) * plot.height()
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.colour("ink2"))
            label = QRectF(0, y - theme.px(9), plot.left() - theme.px(6), theme.px(18))
            painter.drawText(
                label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{value:.3g}"
            )
        last = plot.left() - theme.px(60)
        for year in range(self._span[0].year, self._span[1].year + 1):
            x = self._place(plot, max(date(year, 1, 1), self._span[0]), low, low, high).x()
            if x - last < theme.px(56):
                continue
            last = x
            painter.setPen(theme.colour("ink3"))
            box = QRectF(x - theme.px(10), plot.bottom() + 2, theme.px(70), theme.px(18))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._year(year))
        painter.setPen(QPen(theme.colour("ink"), 1.2))
        painter.drawLine(plot.topRight(), plot.bottomRight())

    def _dot(self, painter: QPainter, dot: QPointF, number: int) -> None:
        theme = self._theme
        letter = self._trend.letters[number] if number < len(self._trend.letters) else ""
        look = theme.facility(letter)
        painter.setPen(QPen(theme.colour(look.edge), 1.4))
        painter.setBrush(theme.colour(look.fill))
        radius = theme.px(4)
        painter.drawEllipse(dot, radius, radius)
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font("caption", 600))
        value = f"{self._trend.points[number][1]:g}"
        box = QRectF(dot.x() - theme.px(30), dot.y() - theme.px(22), theme.px(60), theme.px(18))
        right = self.width() - theme.px(2)
        box.moveRight(min(box.right(), right))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, value)
