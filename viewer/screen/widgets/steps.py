"""Steps of the way, and a bar of time that is left. Nothing spins: words count."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from viewer.screen.look import Theme
from viewer.screen.widgets.labels import IconView, Label

# icon and colour by how far a step is
_STEPS = {"done": ("circle-check", "accent"), "now": ("loader", "accent"), "next": ("circle", "ink3"),
          "stopped": ("triangle-alert", "amberink")}  # fmt: skip


class Step(QWidget):
    """One step: icon, title, a line below. ``stage`` is "done", "now", "next" or "stopped"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        self._icon = IconView(theme, "circle", size=22, tone="ink3")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = Label(theme, "", weight=600, wrap=True)
        self._note = Label(theme, "", size="small", tone="ink2", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._note)
        row.addLayout(words, 1)

    def say(self, stage: str, title: str, note: str) -> None:
        """Change how far it is and its words."""
        icon, tone = _STEPS[stage]
        self._icon.show_icon(icon, tone)
        self._title.setText(title)
        self._title.set_tone("ink3" if stage == "next" else "ink")
        self._note.setText(note)
        self.setAccessibleName(f"{title} {note}")


class TimeLeft(QWidget):
    """A bar that shortens each second, without easing; the words beside it say the time."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._share = theme, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """0 to 1 of the whole time."""
        self._share = max(0.0, min(1.0, share))
        self.update()

    def sizeHint(self) -> QSize:
        """8 px high."""
        return QSize(self._theme.px(200), self._theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and what is left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self._theme.colour("line"), self._theme.px(1)))
        painter.setBrush(self._theme.colour("sunk"))
        radius = self._theme.px(2)
        painter.drawRoundedRect(box, radius, radius)
        box.setWidth(box.width() * self._share)
        painter.fillRect(box, self._theme.colour("accent"))
