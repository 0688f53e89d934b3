"""Who the record is about: a figure, the name, sex, age and birth date, the masked number with its hold key."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen import icons
from viewer.screen.look import Theme
from viewer.screen.widgets.labels import KeyCap, Label


class Figure(QWidget):
    """The place of a photograph: an outline, as no card has been read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(theme.px(48), theme.px(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        """An edge and the figure."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), theme.px(1)))
        painter.setBrush(theme.colour("sunk"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
        side = theme.px(28)
        drawn = icons.pixmap("user-round", theme.colour("ink3").name(), side, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, drawn)


class IdentityBlock(QWidget):
    """The left end of the band. ``show_number`` swaps the masked number for the full one while F8 is held."""

    def __init__(
        self, theme: Theme, number_words: str, hold_words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._number_words = number_words
        self._extra = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.px(side) for side in (14, 0, 14, 0)))
        row.setSpacing(theme.px(12))
        self._figure = Figure(theme)
        row.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name = Label(theme, "", size="name", elide=True)
        self._about = Label(theme, "", size="small", weight=500)
        self._number = Label(theme, "", size="small", tone="ink2")
        number = QHBoxLayout()
        number.setSpacing(theme.px(4))
        number.addWidget(self._number)
        if hold_words:
            number.addWidget(KeyCap(theme, hold_words))
        self._after = Label(theme, "", size="small", tone="ink2", elide=True)
        number.addWidget(self._after)
        number.addStretch(1)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._about)
        words.addLayout(number)
        words.addStretch(1)
        row.addLayout(words, 1)

    def show_person(self, name: str, about: str, masked: str, extra: str = "") -> None:
        """Name, line about, number as it may be seen, and what follows it (สิทธิ)."""
        self._name.setText(name)
        self._name.setMinimumWidth(
            min(self._name.sizeHint().width(), self._about.sizeHint().width() * 3 // 2)
        )
        self._about.setText(about)
        self._after.setText(f"· {extra}" if extra else "")
        self.show_number(masked)
        self.setAccessibleName(f"{name} {about}")

    def give_way(self, narrow: bool) -> None:
        """With little room the figure and what follows the number go; name, age and number stay whole."""
        self._figure.setVisible(not narrow)
        self._after.setVisible(not narrow)

    def show_number(self, number: str) -> None:
        """Another form of the number."""
        self._number.setText(f"{self._number_words} {number}")
