"""Who is who: facilities beside their chips, as many as there is room for; the tooltip names all of them."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.typeset import BADGE, Typeset, advance, paint_badge

_GAP, _BETWEEN = 6, 14  # px: chip to name, name to the next chip


class Legend(QWidget):
    """Ends at the right. The accessible name names every facility."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self._known: tuple[tuple[str, str], ...] = ()
        self.setFixedHeight(theme.px(26))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_facilities(self, known: Sequence[tuple[str, str]]) -> None:
        """Letters with their names, in letter order."""
        known = tuple(known)
        if known == self._known:
            return
        self._known = known
        named = [f"{letter} {name}" for letter, name in known]
        self.setAccessibleName(", ".join(named))
        plain = "\n".join(named)
        self.setToolTip(plain.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>"))
        self.update()

    def sizeHint(self) -> QSize:
        """All names, when they are given the room."""
        return QSize(sum(self._width(name) for _, name in self._known), self.height())

    def minimumSizeHint(self) -> QSize:
        """Names give way."""
        return QSize(0, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Chips and names from the right edge on; the rest is counted."""
        theme, painter = self._theme, QPainter(self)
        shown, more = self._fitting()
        x = self.width() - sum(self._width(name) for _, name in shown)
        x += -advance(theme, more, "small") if more else theme.px(_BETWEEN)
        side = theme.px(BADGE)
        for letter, name in shown:
            paint_badge(painter, QRect(x, (self.height() - side) // 2, side, side), letter, theme)
            words = Typeset(theme, name, size="small")
            words.draw(painter, x + side + theme.px(_GAP), (self.height() - words.height) / 2)
            x += self._width(name)
        if more:
            words = Typeset(theme, more, size="small")
            words.draw(painter, x, (self.height() - words.height) / 2, "ink2")
        painter.end()

    def _fitting(self) -> tuple[tuple[tuple[str, str], ...], str]:
        """Facilities that have room, and the words for the others."""
        room = self.width() + self._theme.px(_BETWEEN)
        if sum(self._width(name) for _, name in self._known) <= room:
            return self._known, ""
        for count in range(len(self._known) - 1, -1, -1):
            more = self._words.say("{n} more facilities", n=len(self._known) - count)
            wide = sum(self._width(name) for _, name in self._known[:count])
            if wide + advance(self._theme, more, "small") <= self.width():
                return self._known[:count], more
        return (), ""

    def _width(self, name: str) -> int:
        return self._theme.px(BADGE + _GAP + _BETWEEN) + advance(self._theme, name, "small")
