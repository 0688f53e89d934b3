"""A few choices joined to one control, of which at most one is chosen: the presets of the time axis."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from viewer.screen.look import Theme
from viewer.screen.typeset import Typeset, advance

HIGH = 26


class Segments(QWidget):
    """Words side by side. None is chosen when what is seen answers to none of them.

    Signals:
        wanted(int): the choice with this number was pressed.
    """

    wanted = Signal(int)

    def __init__(self, theme: Theme, words: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._parts = [_Segment(theme, text, first=not at) for at, text in enumerate(words)]
        for number, part in enumerate(self._parts):
            part.clicked.connect(lambda _=False, number=number: self._press(number))
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def chosen(self) -> int:
        """The number of the choice, -1 for none."""
        return next((number for number, part in enumerate(self._parts) if part.isChecked()), -1)

    def choose(self, number: int) -> None:
        """Show this one as chosen, -1 for none."""
        for at, part in enumerate(self._parts):
            part.setChecked(at == number)

    def _press(self, number: int) -> None:
        self.choose(number)
        self.wanted.emit(number)


class _Segment(QAbstractButton):
    def __init__(self, theme: Theme, text: str, *, first: bool) -> None:
        super().__init__()
        self._theme, self._first = theme, first
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the pointer comes and goes
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(
            advance(self._theme, self.text(), "small", 500) + self._theme.px(20), self._theme.px(HIGH)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, edge, words."""
        theme, painter = self._theme, QPainter(self)
        on = self.isChecked()
        ground = "accent" if on else "hover" if self.underMouse() else "surface"
        painter.setPen(QPen(theme.colour("accent" if on else "line2"), theme.px(1)))
        painter.setBrush(theme.colour(ground))
        # Neighbours share an edge: the one at the left draws it.
        painter.drawRect(QRectF(self.rect()).adjusted(0.5 if self._first else -0.5, 0.5, -0.5, -0.5))
        words = Typeset(theme, self.text(), size="small", weight=500)
        left = (self.width() - words.natural_width) / 2
        words.draw(painter, left, (self.height() - words.height) / 2, "accentink" if on else "ink")
