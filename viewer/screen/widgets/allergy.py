"""The allergy block of the band: five states, one place, never green, never cut.

Up to three lines it is 84 px high; then it grows by a line's height up to six lines, then scrolls inside.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from viewer.screen import icons
from viewer.screen.look import Theme
from viewer.screen.typeset import Run, Typeset, runs_of
from viewer.screen.widgets.labels import paint_tag, tag_height, tag_width
from viewer.screen.widgets.marks import paint_mark
from viewer.view.sheet import AllergyBlock, AllergyState, Shape

HEIGHT = 84
MOST_LINES = 7
_ICON = 20

# ground, edge, style of the edge, ink of the first line, icon ("" = a mark is drawn)
_LOOKS = {
    AllergyState.ALLERGIC: ("redsoft", "red", Qt.PenStyle.SolidLine, "redink", ""),
    AllergyState.CONFLICT: ("ambersoft", "amberline", Qt.PenStyle.SolidLine, "amberink", ""),
    AllergyState.DENIED: ("surface", "line2", Qt.PenStyle.SolidLine, "ink", "circle-minus"),
    AllergyState.NOT_FOUND: ("surface", "line2", Qt.PenStyle.DashLine, "ink", "circle-help"),
    AllergyState.ASKING: ("sunk", "line2", Qt.PenStyle.DotLine, "ink", "hourglass"),
}
_MARKS = {AllergyState.ALLERGIC: Shape.OCTAGON, AllergyState.CONFLICT: Shape.DIAMOND}


class _Lines(QWidget):
    """The words of the block, set at the width there is."""

    def __init__(self, theme: Theme, block: AllergyBlock) -> None:
        super().__init__()
        self.theme, self.block = theme, block
        self._width = -1
        self._set: list[Typeset] = []
        self._tags: list[tuple[int, int]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def rows(self, width: int) -> list[Typeset]:
        """Headline and lines at this width."""
        if width != self._width:
            room = max(1, width - self.theme.px(42))
            ink = _LOOKS[self.block.state][3]
            head = Typeset(self.theme, self.block.headline, size="head", width=room)
            self._tags = self._placed(head, room)
            strong = self.block.state is AllergyState.ALLERGIC
            self._set = [head]
            for index, line in enumerate(self.block.lines):
                runs = runs_of(line)
                if strong and index == 0:
                    runs = tuple(_loud(run, ink) for run in runs)
                size = "base" if index == 0 else "small"
                self._set.append(
                    Typeset(self.theme, runs, size=size, width=room, line=self.theme.line("small"))
                )
            self._width = width
        return self._set

    def height_at(self, width: int) -> int:
        """All lines, uncut."""
        return sum(row.height for row in self.rows(width)) + self._below() + self.theme.px(12)

    def _placed(self, head: Typeset, room: int) -> list[tuple[int, int]]:
        """Line and x of each tag: beside the first line, or below it where they would be cut at the edge."""
        gap, placed = self.theme.px(8), []
        line, left = 0, head.natural_width + self.theme.px(10) if head.lines == 1 else room + 1
        for tag in self.block.tags:
            wide = tag_width(self.theme, tag.word)
            if left + wide > room and left > 0:
                line, left = line + 1, 0
            placed.append((line, left))
            left += wide + gap
        return placed

    def _below(self) -> int:
        """Pixels that tags take under the first line."""
        return max((line for line, _ in self._tags), default=0) * self.theme.line("head")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.height_at(width)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self.theme.px(300))
        return QSize(width, self.height_at(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(160), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.height_at(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, state = self.theme, self.block.state
        ink, icon = _LOOKS[state][3:]
        painter = QPainter(self)
        rows = self.rows(self.width())
        x, y = theme.px(42), theme.px(6)
        side = theme.px(_ICON)
        top = y + (theme.line("head") - side) // 2
        box = self.rect()
        box.setRect(theme.px(13), top, side, side)
        if icon:
            drawn = icons.pixmap(icon, theme.colour(ink).name(), side, self.devicePixelRatioF())
            painter.drawPixmap(box.topLeft(), drawn)
        else:
            paint_mark(painter, box, _MARKS[state], theme)
        rows[0].draw(painter, x, y, ink)
        high, step = tag_height(theme), theme.line("head")
        under = y + rows[0].height - step
        for tag, (line, left) in zip(self.block.tags, self._tags, strict=True):
            top = (under + line * step if line else y) + (step - high) // 2
            box.setRect(x + left, top, tag_width(theme, tag.word), high)
            paint_tag(painter, box, tag.word, tag.tone, theme)
        y += rows[0].height + self._below()
        for index, row in enumerate(rows[1:]):
            row.draw(painter, x, y, "ink" if index == 0 else "ink2")
            y += row.height


class AllergyBlockView(QFrame):
    """The block with its edge and ground. ``wanted_height`` tells the band how high it must be at a width.

    Signals:
        resized: its width changed, so it may want another height.
    """

    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._block = AllergyBlock(AllergyState.ASKING, "")
        self._lines: _Lines | None = None
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._reach)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(4), 0, 0, 0)
        whole.addWidget(self._scroll)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_block(self, block: AllergyBlock) -> None:
        """Draw another block; the same one again changes nothing on screen."""
        if block == self._block and self._lines is not None:
            return
        self._block = block
        self._lines = _Lines(self._theme, block)
        self._scroll.setWidget(self._lines)
        self.setAccessibleName(_spoken(block))
        self._scroll.setAccessibleName(_spoken(block))
        self.update()

    def wanted_height(self, width: int) -> int:
        """84 px, more when the lines need it, at most seven lines of words (then it scrolls inside)."""
        least = self._theme.px(HEIGHT)
        if self._lines is None:
            return least
        most = 1 + self._theme.px(12) + self._theme.line("head") + MOST_LINES * self._theme.line("small")
        return max(least, min(self._lines.height_at(width - self._theme.px(4)) + 1, most))

    def let_scroll(self, height: int) -> None:
        """A bar only where the lines do not fit: it makes them narrower and so taller, and would keep itself needed."""
        fits = self._lines is None or self._lines.height_at(self.width() - self._theme.px(4)) < height
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the band."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.resized.emit()

    def _reach(self, least: int, most: int) -> None:
        # What scrolls must be reachable without a mouse; what does not is no stop for the keyboard.
        policy = Qt.FocusPolicy.StrongFocus if most > least else Qt.FocusPolicy.NoFocus
        self._scroll.setFocusPolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible; the words wrap."""
        return QSize(self._theme.px(200), self._theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and the 4 px edge whose style tells the state."""
        ground, edge, style = _LOOKS[self._block.state][:3]
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(ground))
        width = self._theme.px(4)
        pen = QPen(self._theme.colour(edge), width)
        pen.setStyle(style)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if style is Qt.PenStyle.DashLine:
            pen.setDashPattern([2, 1])
        if style is Qt.PenStyle.DotLine:
            pen.setDashPattern([1, 1])
        painter.setPen(pen)
        painter.drawLine(width // 2, 0, width // 2, self.height())


def _loud(run: Run, ink: str) -> Run:
    return run if run.badge else Run(run.text, run.colour or ink, run.weight or 600)


def _spoken(block: AllergyBlock) -> str:
    lines = [" ".join(segment.text for segment in line) for line in block.lines]
    return "\n".join([block.headline, *(tag.word for tag in block.tags), *lines])
