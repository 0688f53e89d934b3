"""Cards side by side that stand as one in a column: as tall as the tallest of them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from viewer.screen.look import Theme
from viewer.screen.pages.record.section_card import SectionCard


class CardRow(QWidget):
    """Cards with their shares of the width.

    Signals:
        asked: the reader let in rows that waited in one of them.
    """

    asked = Signal()

    def __init__(self, theme: Theme, cards: Sequence[tuple[SectionCard, int]]) -> None:
        super().__init__()
        self._theme, self._cards = theme, tuple(cards)
        for card, _ in cards:
            card.setParent(self)
            card.asked.connect(self.asked)

    @property
    def filled(self) -> bool:
        """Whether one of them has rows."""
        return any(card.filled for card, _ in self._cards)

    @property
    def touched(self) -> bool:
        """Whether the reader scrolled or chose a row in one of them."""
        return any(card.touched for card, _ in self._cards)

    def let_in(self) -> None:
        """Show the rows that wait."""
        for card, _ in self._cards:
            card.let_in()

    def wanted_height(self, width: int, most: int = 1 << 20) -> int:
        """The height at which none of them scrolls."""
        return max(card.wanted_height(wide, most) for card, wide in self._shared(width))

    def least_height(self, width: int) -> int:
        """The height at which each shows a row."""
        return max(card.least_height(wide) for card, wide in self._shared(width))

    def whole_rows(self, width: int, height: int) -> int:
        """Rows of cards side by side end at different heights: nothing to cut."""
        return height

    def end_on_row(self, width: int, height: int) -> None:
        """Show no half of a row at the foot of any."""
        for card, wide in self._shared(width):
            card.end_on_row(wide, height)

    def tell_hidden(self) -> None:
        """Each says how many of its rows stand below."""
        for card, _ in self._cards:
            card.tell_hidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All as tall as the row."""
        left, gap = 0, self._theme.px(8)
        for card, wide in self._shared(self.width()):
            card.setGeometry(left, 0, wide, self.height())
            left += wide + gap

    def _shared(self, width: int) -> list[tuple[SectionCard, int]]:
        gaps = self._theme.px(8) * (len(self._cards) - 1)
        whole, given, made = sum(share for _, share in self._cards), 0, []
        for card, share in self._cards[:-1]:
            wide = (width - gaps) * share // whole
            made.append((card, wide))
            given += wide
        return [*made, (self._cards[-1][0], width - gaps - given)]
