"""The ledger in cells: one of 18 x 18 per facility, in letter order. Shape tells the state, colour repeats it.

Of more facilities than a line has room for, one cell per state with their number, as wide as its share: none is hidden.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from viewer.exchange.ledger import LineState
from viewer.screen.look import Theme
from viewer.view.sheet import LedgerCell

_SIDE, _GAP = 18, 2
MOST = 28  # facilities with a cell each
_ALL, _LEAST = 220, 14  # px of all states together, and of one at least; a number of three digits takes 22
_NAMED = 20  # facilities of a state that its tooltip names


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One cell as it is drawn. ``words`` is its tooltip."""

    text: str
    state: str
    width: int
    words: str


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
    """All cells in a row. Hovering names facilities and state; the accessible description lists them all."""

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
        before = self.sizeHint()
        self._cells = cells
        self.setAccessibleDescription("\n".join(cell.words for cell in cells))
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As many cells as there are facilities, or states of many."""
        gaps = max(0, len(self._drawn()) - 1) * self._theme.px(_GAP)
        return QSize(sum(cell.width for cell in self._drawn()) + gaps, self._theme.px(_SIDE))

    def event(self, event: QEvent) -> bool:
        """The tooltip of the cell under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for box, cell in self._placed():
                if box.adjusted(0, 0, self._theme.px(_GAP), 0).contains(event.pos()):
                    QToolTip.showText(event.globalPos(), cell.words, self)
                    return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells."""
        painter = QPainter(self)
        for box, cell in self._placed():
            paint_ledger_cell(painter, box, cell.text, cell.state, self._theme)

    def _placed(self) -> Iterator[tuple[QRect, _Drawn]]:
        x = 0
        for cell in self._drawn():
            yield QRect(x, 0, cell.width, self._theme.px(_SIDE)), cell
            x += cell.width + self._theme.px(_GAP)

    def _drawn(self) -> Sequence[_Drawn]:
        if len(self._cells) > MOST:
            return self._by_state()
        side = self._theme.px(_SIDE)
        return [_Drawn(cell.letter, cell.state, side, cell.words) for cell in self._cells]

    def _by_state(self) -> list[_Drawn]:
        """One cell for each state there is."""
        found = []
        for state in LineState:
            cells = [cell for cell in self._cells if cell.state == state]
            if cells:
                number = str(len(cells))
                least = self._theme.px(_LEAST + 4 * len(number))
                width = max(least, self._theme.px(_ALL) * len(cells) // len(self._cells))
                named = [f"{cell.letter} {cell.words}" for cell in cells[:_NAMED]]
                more = [f"+{len(cells) - _NAMED}"] if len(cells) > _NAMED else []
                found.append(_Drawn(number, state, width, "\n".join([*named, *more])))
        return found


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
