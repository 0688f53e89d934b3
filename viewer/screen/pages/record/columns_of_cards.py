"""Cards stacked in a column: each as tall as its rows; where there is no room, the least important gives up rows."""

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from viewer.screen.look import Theme
from viewer.screen.pages.record.section_card import SectionCard

LEAST = 96  # px: a card never shrinks below its head and a line or two


class CardColumn(QWidget):
    """Cards from top to bottom. ``patience`` ranks them: the smallest number gives up rows first."""

    def __init__(self, theme: Theme, cards: Sequence[tuple[SectionCard, int]]) -> None:
        super().__init__()
        self._theme, self._cards = theme, tuple(cards)
        for card, _ in cards:
            card.setParent(self)

    def lay_out(self) -> None:
        """Share the height anew: after the rows or the window changed."""
        gap = self._theme.px(8)
        room = self.height() - gap * (len(self._cards) - 1)
        for card, _ in self._cards:
            card.resize(self.width(), card.height())
        heights = share([card.wanted_height() for card, _ in self._cards], [rank for _, rank in self._cards], room,
                        self._theme.px(LEAST))  # fmt: skip
        top = 0
        for (card, _), height in zip(self._cards, heights, strict=True):
            card.setGeometry(QRect(0, top, self.width(), height))
            card.tell_hidden()
            top += height + gap

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another window, another share."""
        self.lay_out()


def share(wanted: Sequence[int], ranks: Sequence[int], room: int, least: int) -> list[int]:
    """Heights for cards that want ``wanted``: all of it, or less for the lowest ranks first; what is over goes to
    the last card. Never below ``least`` (then the column is taller than its room and is cut by the window)."""
    heights = list(wanted)
    for place in sorted(range(len(heights)), key=lambda place: ranks[place]):
        over = sum(heights) - room
        if over <= 0:
            break
        heights[place] = max(min(least, heights[place]), heights[place] - over)
    spare = room - sum(heights)
    if spare > 0 and heights:
        heights[-1] += spare
    return heights
