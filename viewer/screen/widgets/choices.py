"""A big choice of one: facilities where the clinician may act."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from viewer.screen.look import Theme
from viewer.screen.typeset import Typeset
from viewer.screen.widgets.labels import keycap_width, paint_keycap


class Choice(QAbstractButton):
    """A row of two lines with a ring that fills when chosen, and its key."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        note: str,
        *,
        key: str = "",
        chosen: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._title, self._note, self._key = theme, title, note, key
        self.setCheckable(True)
        self.setChecked(chosen)
        self.setText(title)
        self.setAccessibleName(f"{title} {note}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the pointer comes and goes
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if key:
            self.setShortcut(key)

    def sizeHint(self) -> QSize:
        """Two lines high."""
        return QSize(self._theme.px(300), self._theme.px(54))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, ring, words, key cap."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        ground = "select" if chosen else "hover" if self.underMouse() else "surface"
        painter.setPen(QPen(theme.colour("accent" if chosen else "line"), theme.px(1)))
        painter.setBrush(theme.colour(ground))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        middle = self.height() / 2
        ring = theme.px(16)
        spot = QRectF(theme.px(14), middle - ring / 2, ring, ring)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent" if chosen else "ink2"), 1.6 * theme.scale / 100))
        painter.drawEllipse(spot)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(spot.center(), ring / 4, ring / 4)
        cap = keycap_width(theme, self._key) if self._key else 0
        room = self.width() - theme.px(42) - cap - theme.px(20)
        title = Typeset(theme, self._title, weight=600, width=room, max_lines=1)
        note = Typeset(theme, self._note, size="small", width=room, max_lines=1)
        top = middle - (title.height + note.height) / 2
        title.draw(painter, theme.px(42), top)
        note.draw(painter, theme.px(42), top + title.height, "ink2")
        if self._key:
            high = theme.px(18)
            at = QRect(self.width() - cap - theme.px(12), round(middle - high / 2), cap, high)
            paint_keycap(painter, at, self._key, "ink3", theme)
