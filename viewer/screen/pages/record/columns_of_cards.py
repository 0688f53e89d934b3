"""Cards stacked in a column: each as tall as its rows; where there is no room, the least important gives up rows.

The page stands still: once somebody may be reading, heights change only when the reader asks for the rows that wait,
turns to the page anew, or the window changes; once more when the last facility has answered soon and nothing was
touched; and where a page lets a card take what stands empty (``squeezes``). What came meanwhile is counted in the
heads.
"""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QRect, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from viewer.screen.look import Theme
from viewer.screen.pages.record.card_row import CardRow
from viewer.screen.pages.record.section_card import SectionCard
from viewer.screen.widgets.tables import SETTLE_MS

Stacked = SectionCard | CardRow
_SOON_MS = 10_000  # after the first rows


class CardColumn(QWidget):
    """Cards from top to bottom, each with its patience: the smallest number gives up rows first, equal ones alike.

    The last number is the share of the column (0 … 1) that a card with rows keeps whatever the others want, and that
    it keeps free while facilities are still being asked, so that what they bring has a place.
    """

    def __init__(self, theme: Theme, cards: Sequence[tuple[Stacked, int, float]]) -> None:
        super().__init__()
        self._theme, self._cards = theme, tuple(cards)
        self._filling = False
        self._since = QElapsedTimer()
        for card, *_ in cards:
            card.setParent(self)
            card.asked.connect(self.lay_out)

    def rows_changed(self, *, filling: bool) -> None:
        """Rows came or went. ``filling``: facilities are still being asked."""
        ended, self._filling = self._filling and not filling, filling
        if ended and self._untouched():
            for card, *_ in self._cards:
                card.let_in()
            self.lay_out()
            return
        if self._since.isValid() and self._since.elapsed() > SETTLE_MS and self.isVisible():
            return
        if not self._since.isValid() and any(card.filled for card, *_ in self._cards):
            self._since.start()
        self.lay_out()

    def squeezes(self, card: Stacked) -> bool:
        """Whether it cuts this card's first row or its foot while the last one stands half empty."""
        wide, last = self.width(), self._cards[-1][0]
        if last.height() <= last.wanted_height(wide, last.height()):
            return False
        return card.height() < card.least_height(wide)

    def lay_out(self) -> None:
        """Share the height anew."""
        gap, wide = self._theme.px(8), self.width()
        room = self.height() - gap * (len(self._cards) - 1)
        if room <= 0 or not self._cards:
            return
        for card, *_ in self._cards:
            card.resize(wide, max(card.height(), 1))
        wanted = [self._wanted(card, kept, room) for card, _, kept in self._cards]
        least = [max(card.least_height(wide), round(kept * room)) for card, _, kept in self._cards]
        heights = share(wanted, [rank for _, rank, _ in self._cards], room, least)
        heights = self._on_rows(heights, wanted)
        top = 0
        for (card, *_), height in zip(self._cards, heights, strict=True):
            card.end_on_row(wide, height)
            card.setGeometry(QRect(0, top, wide, height))
            card.tell_hidden()
            top += height + gap

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another window, another share."""
        self.lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Only what is shown has its true width; whoever turns to the page reads it from the start."""
        self.lay_out()
        QTimer.singleShot(
            0, self, self.lay_out
        )  # the tables get their widths only once they are shown themselves

    def _untouched(self) -> bool:
        """Whether all came so soon, and nobody scrolled or chose a row, that the last share may still be made."""
        soon = not self._since.isValid() or self._since.elapsed() < _SOON_MS
        return soon and not any(card.touched for card, *_ in self._cards)

    def _wanted(self, card: Stacked, kept: float, room: int) -> int:
        wanted = card.wanted_height(self.width(), room)
        return max(wanted, round(kept * room)) if self._filling else wanted

    def _on_rows(self, heights: Sequence[int], wanted: Sequence[int]) -> list[int]:
        """Cards that give up rows end between two rows; the pixels left over go to the last card."""
        made, spare = [], 0
        for (card, *_), height, whole in zip(self._cards[:-1], heights, wanted, strict=False):
            cut = card.whole_rows(self.width(), height) if height < whole else height
            spare += height - cut
            made.append(cut)
        return [*made, heights[-1] + spare]


def share(wanted: Sequence[int], ranks: Sequence[int], room: int, least: Sequence[int]) -> list[int]:
    """Heights for cards that want ``wanted``: all of it, or less for the lowest ranks first, equal ranks alike; what
    is over goes to the last card. Never below its ``least`` or zero; when not even that fits, all shrink alike."""
    heights = [max(0, height) for height in wanted]
    for rank in sorted(set(ranks)):
        places = [place for place, other in enumerate(ranks) if other == rank]
        _level(heights, places, [min(least[place], heights[place]) for place in places], sum(heights) - room)
    total = sum(heights)
    if total > room:
        heights = [height * max(room, 0) // max(total, 1) for height in heights]
    spare = room - sum(heights)
    if spare > 0 and heights:
        heights[-1] += spare
    return heights


def _level(heights: list[int], places: Sequence[int], least: Sequence[int], over: int) -> None:
    """Take ``over`` pixels from these cards, always from the tallest of those that can still give."""
    floor = dict(zip(places, least, strict=True))
    while over > 0:
        giving = [place for place in places if heights[place] > floor[place]]
        if not giving:
            return
        tallest = max(heights[place] for place in giving)
        tops = [place for place in giving if heights[place] == tallest]
        below = max([heights[place] for place in giving if heights[place] < tallest], default=0)
        step = max(1, min(tallest - max(below, max(floor[place] for place in tops)), -(-over // len(tops))))
        for place in tops:
            taken = min(step, heights[place] - floor[place], over)
            heights[place] -= taken
            over -= taken
