"""Marks: a shape that can be told apart in black and white, always beside its word. 16 x 16 at 100 %."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPolygonF

from viewer.screen.look import Theme
from viewer.view.sheet import Shape

SIDE = 16


def paint_mark(painter: QPainter, box: QRect, shape: Shape, theme: Theme) -> None:
    """Draw a mark into ``box``. UP, DOWN are drawn in ink; TAG has no shape and draws nothing."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.x(), box.y())
    painter.scale(box.width() / SIDE, box.height() / SIDE)
    _DRAW.get(shape, _nothing)(painter, theme)
    painter.restore()


def _nothing(painter: QPainter, theme: Theme) -> None:
    """TAG: words only."""


def _pen(theme: Theme, colour: str, width: float = 1.6) -> QPen:
    pen = QPen(theme.colour(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _octagon(painter: QPainter, theme: Theme) -> None:
    cut, far = 4.6, 15.5
    points = [
        (cut, 0.5), (far + 0.5 - cut, 0.5), (far, cut), (far, far + 0.5 - cut),
        (far + 0.5 - cut, far), (cut, far), (0.5, far + 0.5 - cut), (0.5, cut),
    ]  # fmt: skip
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("red"))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    painter.setBrush(theme.colour("onred"))
    painter.drawRoundedRect(QRectF(4, 6.7, 8, 2.6), 0.6, 0.6)


def _triangle(painter: QPainter, theme: Theme) -> None:
    painter.setPen(_pen(theme, "amberline"))
    painter.setBrush(theme.colour("ambersoft"))
    painter.drawPolygon(QPolygonF([QPointF(8, 1.6), QPointF(15.1, 14.2), QPointF(0.9, 14.2)]))
    painter.setPen(_pen(theme, "amberink", 1.7))
    painter.drawLine(QPointF(8, 6.2), QPointF(8, 9.4))
    painter.drawPoint(QPointF(8, 11.9))


def _ring_dot(painter: QPainter, theme: Theme) -> None:
    painter.setPen(_pen(theme, "ink2", 1.4))
    painter.drawEllipse(QPointF(8, 8), 6.4, 6.4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("ink2"))
    painter.drawEllipse(QPointF(8, 8), 2.1, 2.1)


def _disc(painter: QPainter, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawEllipse(QPointF(8, 8), 5, 5)


def _ring(painter: QPainter, theme: Theme) -> None:
    painter.setPen(_pen(theme, "accent", 1.8))
    painter.drawEllipse(QPointF(8, 8), 4.6, 4.6)


def _diamond(painter: QPainter, theme: Theme) -> None:
    whole = QPolygonF([QPointF(8, 1.2), QPointF(14.8, 8), QPointF(8, 14.8), QPointF(1.2, 8)])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("amberline"))
    painter.drawPolygon(QPolygonF([QPointF(8, 1.2), QPointF(14.8, 8), QPointF(8, 14.8)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(theme, "amberline"))
    painter.drawPolygon(whole)


def _square(painter: QPainter, theme: Theme) -> None:
    painter.setPen(_pen(theme, "ink3"))
    painter.drawRect(QRectF(3.2, 3.2, 9.6, 9.6))


def _cross_square(painter: QPainter, theme: Theme) -> None:
    painter.setPen(_pen(theme, "ink"))
    painter.setBrush(theme.colour("surface"))
    painter.drawRect(QRectF(2.5, 2.5, 11, 11))
    painter.drawLine(QPointF(5.3, 5.3), QPointF(10.7, 10.7))
    painter.drawLine(QPointF(10.7, 5.3), QPointF(5.3, 10.7))


def _half_disc(painter: QPainter, theme: Theme) -> None:
    half = QPainterPath(QPointF(8, 2.8))
    half.arcTo(QRectF(2.8, 2.8, 10.4, 10.4), 90, 180)
    half.closeSubpath()
    painter.fillPath(half, QBrush(theme.colour("ink3")))
    painter.setPen(_pen(theme, "ink3"))
    painter.drawEllipse(QPointF(8, 8), 5.2, 5.2)


def _dashed_ring(painter: QPainter, theme: Theme) -> None:
    pen = _pen(theme, "ink3", 1.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.6, 1.65])
    painter.setPen(pen)
    painter.drawEllipse(QPointF(8, 8), 5, 5)


def _arrow(up: bool, painter: QPainter, theme: Theme) -> None:
    tip, base = (5.0, 11.0) if up else (11.0, 5.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("ink"))
    painter.drawPolygon(QPolygonF([QPointF(8, tip), QPointF(12, base), QPointF(4, base)]))


def _up(painter: QPainter, theme: Theme) -> None:
    _arrow(True, painter, theme)


def _down(painter: QPainter, theme: Theme) -> None:
    _arrow(False, painter, theme)


def _new(painter: QPainter, theme: Theme) -> None:
    painter.fillRect(QRectF(0, 0, 3, SIDE), theme.colour("accent"))


_DRAW = {
    Shape.OCTAGON: _octagon,
    Shape.TRIANGLE: _triangle,
    Shape.RING_DOT: _ring_dot,
    Shape.DISC: _disc,
    Shape.RING: _ring,
    Shape.DIAMOND: _diamond,
    Shape.SQUARE: _square,
    Shape.CROSS_SQUARE: _cross_square,
    Shape.HALF_DISC: _half_disc,
    Shape.DASHED_RING: _dashed_ring,
    Shape.UP: _up,
    Shape.DOWN: _down,
    Shape.NEW: _new,
}
