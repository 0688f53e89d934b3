"""Signs on the timeline's marks and bars: opened though restricted, new or changed, gone at its source.

Each has a shape of its own, told apart in black and white; its words stand in the legend and where the pointer rests.
"""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.screen.look import Theme
from viewer.screen.typeset import Typeset, advance
from viewer.screen.widgets.timeline_axis import Window
from viewer.screen.widgets.timeline_index import SIGNS, Cluster, LaneIndex, signs_in
from viewer.view.sheet import Mark, Shape

SIDE = 12  # px of a sign
_GAP, _BETWEEN = 4, 14  # px: sign to word, word to the next sign


def paint_sign(painter: QPainter, box: QRectF, shape: Shape, theme: Theme) -> None:
    """One sign on a ground of its own, so that it is seen on any colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface"))
    painter.drawEllipse(box)
    painter.translate(box.x(), box.y())
    painter.scale(box.width() / SIDE, box.height() / SIDE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _DRAW[shape](painter, theme)
    painter.restore()


def _plus(painter: QPainter, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour("accent"), 2.6))
    painter.drawLine(QPointF(6, 1.5), QPointF(6, 10.5))
    painter.drawLine(QPointF(1.5, 6), QPointF(10.5, 6))


def _eye(painter: QPainter, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour("ink"), 1.4))
    painter.drawEllipse(QPointF(6, 6), 4.6, 4.6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("ink"))
    painter.drawEllipse(QPointF(6, 6), 1.9, 1.9)


def _gone(painter: QPainter, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour("amberink"), 1.6))
    painter.drawEllipse(QPointF(6, 6), 4.6, 4.6)
    painter.drawLine(QPointF(2.8, 9.2), QPointF(9.2, 2.8))


_DRAW: dict[Shape, Callable[[QPainter, Theme], None]] = {
    Shape.RING_DOT: _eye, Shape.NEW: _plus, Shape.DASHED_RING: _gone,
}  # fmt: skip
assert tuple(_DRAW) == SIGNS  # noqa: S101 - every sign that is indexed can be drawn


def paint_signs(painter: QPainter, signs: int, corner: QPointF, theme: Theme) -> None:
    """The signs of one mark side by side, the first one around its upper right corner."""
    side = theme.px(SIDE)
    for place, shape in enumerate(signs_in(signs)):
        paint_sign(
            painter,
            QRectF(corner.x() + place * side - side / 2, corner.y() - side / 2, side, side),
            shape,
            theme,
        )


def paint_track_signs(
    painter: QPainter, index: LaneIndex, window: Window, left: int, middle: float, theme: Theme
) -> None:
    """Before each signed bar that is seen, or at its first day seen; of those at one spot, all signs once."""
    if not index.signed:
        return
    first, last = index.seen(window)
    side = theme.px(SIDE)
    spots: dict[int, int] = {}
    for position in index.signed_between(first, last):
        x = max(window.x(float(index.starts[position])) - side / 2, side / 2)  # before its letter
        spots[round(x / side)] = spots.get(round(x / side), 0) | int(index.signs[position])
    for spot, signs in spots.items():
        paint_signs(painter, signs, QPointF(left + spot * side, middle), theme)


def words_of(marks: Iterable[Sequence[Mark]]) -> list[str]:
    """The words of the marks of several events: each once, with how many events carry it."""
    counts: dict[str, int] = {}
    for one in marks:
        for mark in one:
            counts[mark.word] = counts.get(mark.word, 0) + 1
    return [f"{word} ({count})" if count > 1 else word for word, count in counts.items()]


def words_at(index: LaneIndex, mark: Cluster | None, day: float) -> list[str]:
    """What the pointer is told over a mark; or, where bars are drawn, over those that last on a day."""
    if not index.signed:
        return []
    positions = range(mark.first, mark.last) if mark is not None else index.lasting(day)
    return words_of(index.marks.get(position, ()) for position in positions)


class SignLegend(QWidget):
    """Which signs are on the timeline, each beside its word. Takes no room where there are none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._signs: tuple[Mark, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_signs(self, signs: tuple[Mark, ...]) -> None:
        """The signs that are drawn now."""
        if signs == self._signs:
            return
        self._signs = signs
        self.setAccessibleName(", ".join(mark.word for mark in signs))
        self.setVisible(bool(signs))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All of them in one line."""
        return QSize(sum(self._width(mark) for mark in self._signs), self._theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sign, word, sign, word."""
        theme, painter, x = self._theme, QPainter(self), 0
        side = theme.px(SIDE)
        for mark in self._signs:
            paint_sign(painter, QRectF(x, (self.height() - side) / 2, side, side), mark.shape, theme)
            words = Typeset(theme, mark.word, size="caption")
            words.draw(painter, x + side + theme.px(_GAP), (self.height() - words.height) / 2, "ink2")
            x += self._width(mark)
        painter.end()

    def _width(self, mark: Mark) -> int:
        return self._theme.px(SIDE + _GAP + _BETWEEN) + advance(self._theme, mark.word, "caption")
