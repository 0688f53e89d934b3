"""Buttons: primary, plain, danger, link, and the plain one on the navy bar. Never under 24 x 24."""

from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from viewer.screen import icons
from viewer.screen.look import TARGET, Theme
from viewer.screen.typeset import Typeset, advance
from viewer.screen.widgets.labels import keycap_width, paint_keycap


class Kind(StrEnum):
    """How loud a button is. One primary a page at most."""

    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"
    LINK = "link"
    BAR = "bar"  # on the navy bar
    CHOICE = "choice"  # a plain one that stays chosen: checkable


# ground, ground under the pointer, edge, ink
_LOOKS = {
    Kind.PRIMARY: ("accent", "accent", "accent", "accentink"),
    Kind.PLAIN: ("surface", "hover", "line2", "ink"),
    Kind.DANGER: ("surface", "redsoft", "redline", "redink"),
    Kind.LINK: ("", "", "", "accent"),
    Kind.BAR: ("bar", "bar", "", "barink"),
    Kind.CHOICE: ("surface", "hover", "line2", "ink"),
}
_GAP = 8


class Button(QPushButton):
    """A button with an icon before its words and a key cap after them.

    ``size`` is "small" (26 high), "normal" (32) or "large" (46). ``icon`` is a Lucide name. The accessible name is
    the words; with words left out (icon alone) give ``name``, which is also the tooltip.
    """

    def __init__(
        self, theme: Theme, text: str, *, kind: Kind = Kind.PLAIN, icon: str = "", key: str = "", size: str = "normal",
        name: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._kind, self._icon, self._key, self._step = theme, kind, icon, key, size
        self._weight = {Kind.LINK: 400}.get(kind, 600 if size == "large" else 500)
        self._font_step = {"small": "small", "large": "value"}.get(size, "base")
        self.setText(text)
        self.setAccessibleName(name or text)
        if not text:
            self.setToolTip(name)
        self.setCheckable(kind is Kind.CHOICE)
        self.setAutoDefault(True)  # Enter presses whatever has the keyboard
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the pointer comes and goes
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Change the words."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_kind(self, kind: Kind) -> None:
        """Louder or quieter: one primary a page at most."""
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as icon, words and key cap ask for."""
        height = self._theme.px({"small": 26, "large": 46}.get(self._step, 32))
        if self._kind is Kind.LINK:
            height = self._theme.line(self._font_step)
        padding = (
            0 if self._kind is Kind.LINK else self._theme.px({"small": 10, "large": 24}.get(self._step, 12))
        )
        width = self._content_width() + 2 * padding
        return QSize(max(width, self._theme.px(TARGET)), max(height, self._theme.px(TARGET)))

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, edge, icon, words, key cap."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink = self._colours()
        self._paint_ground(painter, ground, edge)
        middle = self.height() / 2
        x = self._left()
        if self._icon:
            side = self._icon_side()
            drawn = icons.pixmap(self._icon, self._theme.colour(ink).name(), side, self.devicePixelRatioF())
            painter.drawPixmap(int(x), round(middle - side / 2), drawn)
            x += side + (self._theme.px(_GAP) if self.text() else 0)
        if self.text():
            typeset = Typeset(self._theme, self.text(), size=self._font_step, weight=self._weight)
            typeset.draw(painter, x, middle - typeset.height / 2, ink)
            if self._kind is Kind.LINK:
                base = round(middle + self._theme.px(9))
                painter.setPen(QPen(self._theme.colour(ink), self._theme.px(1)))
                painter.drawLine(int(x), base, int(x) + typeset.natural_width, base)
            x += typeset.natural_width
        if self._key:
            high = self._theme.px(18)
            x += self._theme.px(_GAP)
            box = QRect(round(x), round(middle - high / 2), keycap_width(self._theme, self._key), high)
            paint_keycap(painter, box, self._key, ink if self._kind is Kind.PRIMARY else "ink2", self._theme)

    def _left(self) -> float:
        if self._kind is Kind.LINK:
            return 0
        return max(0.0, (self.width() - self._content_width()) / 2)

    def _icon_side(self) -> int:
        return self._theme.px(18 if self._step == "large" or not self.text() else 14)

    def _content_width(self) -> int:
        width = advance(self._theme, self.text(), self._font_step, self._weight) if self.text() else 0
        if self._icon:
            width += self._icon_side() + (self._theme.px(_GAP) if self.text() else 0)
        if self._key:
            width += keycap_width(self._theme, self._key) + self._theme.px(_GAP)
        return width

    def _colours(self) -> tuple[str, str, str]:
        ground, hovered, edge, ink = _LOOKS[self._kind]
        if self.isChecked():
            return "accentsoft", "accent", "accent"
        if not self.isEnabled():
            return ("sunk" if ground else ""), ("line" if edge else ""), "ink3"
        return (hovered if self.underMouse() else ground), edge, ink

    def _paint_ground(self, painter: QPainter, ground: str, edge: str) -> None:
        if not ground:
            return
        colour = self._theme.colour(ground)
        if self._kind is Kind.PRIMARY and (self.underMouse() or self.isDown()) and self.isEnabled():
            colour = colour.darker(112)
        stroke = self._theme.px(1)
        painter.setPen(QPen(self._theme.colour(edge), stroke) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        inset = stroke / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, self._theme.px(4), self._theme.px(4))
