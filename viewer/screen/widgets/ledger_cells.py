"""The ledger in cells: one of 18 x 18 per facility, in letter order. Shape tells the state, colour repeats it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLineF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from viewer.exchange.ledger import LineState
from viewer.screen.look import Theme
from viewer.view.sheet import LedgerCell

_SIDE, _GAP = 18, 2


def paint_ledger_cell(painter: QPainter, box: QRect, letter: str, state: str, theme: Theme) -> None:
    """One cell: filled = answered, outline = empty, hatched dashes = asking, struck dots = not consented, amber =
    anything that is missing.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill, edge, ink, style = _look(state)
    pen = QPen(theme.colour(edge), theme.px(1))
    pen.setStyle(style)
    body = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(fill))
    painter.drawRoundedRect(body, theme.px(3), theme.px(3))
    if state == LineState.ASKING:
        painter.fillRect(body, theme.colour("surface"))
        _hatch(painter, body, theme)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(body, theme.px(3), theme.px(3))
    font = theme.font("keycap", 600)
    if len(letter) > 1:
        font.setPixelSize(max(1, theme.px(9)))
    font.setStrikeOut(state == LineState.NOT_CONSENTED)
    painter.setFont(font)
    painter.setPen(theme.colour(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    painter.restore()


class LedgerCells(QWidget):
    """All cells in a row. Hovering names facility and state; the accessible description lists them all."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cells: tuple[LedgerCell, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_cells(self, cells: Sequence[LedgerCell]) -> None:
        """Draw these; the row keeps its place as long as their number stays."""
        cells = tuple(cells)
        if cells == self._cells:
            return
        grown = len(cells) != len(self._cells)
        self._cells = cells
        self.setAccessibleDescription("\n".join(cell.words for cell in cells))
        if grown:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As many cells as there are facilities."""
        step = self._theme.px(_SIDE) + self._theme.px(_GAP)
        return QSize(max(0, len(self._cells) * step - self._theme.px(_GAP)), self._theme.px(_SIDE))

    def event(self, event: QEvent) -> bool:
        """The tooltip of the cell under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            step = self._theme.px(_SIDE) + self._theme.px(_GAP)
            index = event.pos().x() // step
            if 0 <= index < len(self._cells):
                QToolTip.showText(event.globalPos(), self._cells[index].words, self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells."""
        painter = QPainter(self)
        side, step = self._theme.px(_SIDE), self._theme.px(_SIDE) + self._theme.px(_GAP)
        for index, cell in enumerate(self._cells):
            box = QRect(index * step, 0, side, side)
            paint_ledger_cell(painter, box, cell.letter, cell.state, self._theme)


def _look(state: str) -> tuple[str, str, str, Qt.PenStyle]:
    solid = Qt.PenStyle.SolidLine
    match state:
        case LineState.ANSWERED:
            return "ink2", "ink2", "surface", solid
        case LineState.EMPTY:
            return "surface", "line2", "ink2", solid
        case LineState.ASKING:
            return "surface", "line2", "ink2", Qt.PenStyle.DashLine
        case LineState.NOT_CONSENTED:
            return "surface", "line2", "ink3", Qt.PenStyle.DotLine
        case _:
            return "ambersoft", "amberline", "amberink", solid


def _hatch(painter: QPainter, body: QRectF, theme: Theme) -> None:
    painter.save()
    painter.setClipRect(body)
    painter.setPen(QPen(theme.colour("line"), theme.px(2)))
    step = theme.px(6)
    x = body.left() - body.height()
    while x < body.right():
        painter.drawLine(QLineF(x, body.bottom(), x + body.height(), body.top()))
        x += step
    painter.restore()
