"""Words on their own: labels, chips, tags, stamps, key caps. Text from elsewhere is always plain text."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from viewer.screen import icons
from viewer.screen.look import Theme
from viewer.screen.typeset import BADGE, Run, Typeset, advance, paint_badge
from viewer.view.sheet import Tone


class Label(QLabel):
    """Plain words at a step of the type scale. One line, or wrapped at Thai word ends when ``wrap``.

    An unwrapped label is never cut unless ``elide`` is set; then the full text stands in its tooltip.
    """

    def __init__(
        self, theme: Theme, text: str = "", *, size: str = "base", weight: int | None = None, tone: str = "ink",
        wrap: bool = False, elide: bool = False, centred: bool = False, right: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._size, self._weight, self._tone = theme, size, weight, tone
        self._elide, self._centred, self._right = elide, centred, right
        self._runs: tuple[Run, ...] = ()
        self._set: dict[int, Typeset] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        policy = QSizePolicy(
            QSizePolicy.Policy.Preferred if wrap or elide else QSizePolicy.Policy.Minimum,
            QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed,
        )
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setFont(theme.font(size, weight))
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show other words; markup in them is shown as it stands."""
        self.set_runs((Run(text),))

    def set_runs(self, runs: Sequence[Run]) -> None:
        """Show words of several colours or weights, with badges among them."""
        runs = tuple(runs)
        if runs == self._runs:
            return
        self._runs = runs
        self._set.clear()
        super().setText(" ".join(run.text.strip() for run in runs if run.text.strip()))
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: str) -> None:
        """Another colour token."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """One line, or the lines it takes at its present width."""
        natural = self._typeset(-1)
        if not self.wordWrap():
            return QSize(natural.natural_width, natural.height)
        width = min(natural.natural_width, self._theme.px(360))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A wrapped or elided label may be narrow; a plain one is never cut."""
        if self._elide:
            return QSize(self._theme.px(24), self._theme.line(self._size))
        if self.wordWrap():
            return QSize(
                min(self._typeset(-1).natural_width, self._theme.px(60)), self._theme.line(self._size)
            )
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Only wrapped words grow in height."""
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        """Height of the words at a width."""
        return self._typeset(width).height if self.wordWrap() else self._theme.line(self._size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """An elided text shows itself whole in the tooltip."""
        super().resizeEvent(event)
        if self._elide:
            self.setToolTip(_escaped(self.text()) if self._typeset(self.width()).elided else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Set and draw."""
        painter = QPainter(self)
        typeset = self._typeset(self.width())
        side = "centre" if self._centred else "right" if self._right else ""
        top = max(0.0, (self.height() - typeset.height) / 2) if not self.wordWrap() else 0.0
        tone = self._tone if self.isEnabled() else "ink3"
        typeset.draw(painter, 0, top, tone, self.width(), side)

    def _typeset(self, width: int) -> Typeset:
        bounded = width >= 0 and (self.wordWrap() or self._elide)
        key = width if bounded else -1
        if key not in self._set:
            if len(self._set) > 8:
                self._set.clear()
            self._set[key] = Typeset(
                self._theme, self._runs, size=self._size, weight=self._weight,
                width=width if bounded else None, max_lines=1 if self._elide and not self.wordWrap() else 0,
            )  # fmt: skip
        return self._set[key]


class Badge(QWidget):
    """A facility's chip, 18 x 18. Its accessible name and tooltip name the facility."""

    def __init__(self, theme: Theme, letter: str, facility: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.letter = theme, letter
        side = theme.px(BADGE)
        self.setFixedSize(side, side)
        self.setToolTip(_escaped(facility))
        self.setAccessibleName(f"{letter} {facility}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        paint_badge(QPainter(self), self.rect(), self.letter, self._theme)


TAG_TONES = {
    Tone.PLAIN: ("surface", "line2", "ink2"),
    Tone.STRONG: ("surface", "line2", "ink"),
    Tone.QUIET: ("surface", "line2", "ink3"),
    Tone.ACCENT: ("accentsoft", "accent", "accent"),
    Tone.DOUBT: ("ambersoft", "amberline", "amberink"),
    Tone.STOP: ("redsoft", "redline", "redink"),
}
_TAG_HEIGHT = 20
_TAG_SIDES = 12  # beside the word, both sides together


def tag_width(theme: Theme, text: str) -> int:
    """Width of a tag with this word."""
    return advance(theme, text, "caption") + theme.px(_TAG_SIDES)


def tag_height(theme: Theme) -> int:
    """Height of every tag: 20 px, more where rounding would cut a mark."""
    return max(theme.px(_TAG_HEIGHT), theme.line("caption") + 2 * theme.px(1))


def paint_tag(painter: QPainter, box: QRect, text: str, tone: Tone, theme: Theme) -> None:
    """A word in a 1 px edge, cut with "…" where the box is too narrow. Never a button."""
    ground, edge, ink = TAG_TONES[tone]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(edge), theme.px(1)))
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3), theme.px(3))
    room = box.width() - theme.px(_TAG_SIDES) // 2
    typeset = Typeset(theme, text, size="caption", width=room, max_lines=1)
    top = box.y() + (box.height() - typeset.height) / 2
    typeset.draw(painter, box.x() + (box.width() - typeset.natural_width) / 2, top, ink)
    painter.restore()


class Tag(QWidget):
    """A short word in an edge: neutral, accent (new), amber (doubt), red (stop)."""

    def __init__(
        self, theme: Theme, text: str, tone: Tone = Tone.PLAIN, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._text, self._tone = theme, text, tone
        self.setAccessibleName(text)
        self.setFixedSize(tag_width(theme, text), tag_height(theme))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tag."""
        paint_tag(QPainter(self), self.rect(), self._text, self._tone, self._theme)


class Stamp(QWidget):
    """ "ข้อมูลจำลอง" on the navy bar, outlined: shown whenever the sandbox speaks."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text = theme, text
        self.setAccessibleName(text)
        self.setFixedSize(advance(theme, text, "caption", 500) + theme.px(14), tag_height(theme))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the outline and the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("barink"), self._theme.px(1)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        typeset = Typeset(self._theme, self._text, size="caption", weight=500)
        left = (self.width() - typeset.natural_width) / 2
        typeset.draw(painter, left, (self.height() - typeset.height) / 2, "barink")


class IconView(QWidget):
    """A Lucide icon beside words; decoration unless given an accessible name."""

    def __init__(
        self, theme: Theme, name: str, *, size: int = 16, tone: str = "ink", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._tone = theme, name, tone
        side = theme.px(size)
        self.setFixedSize(side, side)

    def show_icon(self, name: str, tone: str) -> None:
        """Another icon in another colour."""
        if (name, tone) == (self._name, self._tone):
            return
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it at the screen's own resolution."""
        colour = self._theme.colour(self._tone).name()
        drawn = icons.pixmap(self._name, colour, self.width(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, drawn)


def keycap_width(theme: Theme, text: str) -> int:
    """Width of a key cap with this hint."""
    return advance(theme, text, "keycap") + theme.px(10)


def paint_keycap(painter: QPainter, box: QRect, text: str, colour: str, theme: Theme) -> None:
    """A keyboard hint: small letters in an edge of the same colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(colour), theme.px(1)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3), theme.px(3))
    typeset = Typeset(theme, text, size="keycap")
    left = box.x() + (box.width() - typeset.natural_width) / 2
    typeset.draw(painter, left, box.y() + (box.height() - typeset.height) / 2, colour)
    painter.restore()


class KeyCap(QWidget):
    """A keyboard hint on its own."""

    def __init__(self, theme: Theme, text: str, tone: str = "ink3", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._text, self._tone = theme, text, tone
        self.setAccessibleName(text)
        self.setFixedSize(keycap_width(theme, text), theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        paint_keycap(QPainter(self), self.rect(), self._text, self._tone, self._theme)


def rule(vertical: bool = False, parent: QWidget | None = None) -> QFrame:
    """A 1 px divider: decoration, carries no meaning."""
    made = QFrame(parent)
    made.setProperty("role", "pole" if vertical else "rule")
    return made


def _escaped(text: str) -> str:
    # A tooltip guesses whether its text is markup; text from elsewhere must never become markup.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
