"""Pages as they will be printed, one under another, white in every theme."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QStyle, QVBoxLayout, QWidget
from shiboken6 import isValid

from viewer.base.words import Words
from viewer.paper.pages import page_count, page_image
from viewer.screen.look import Theme

PageImage = tuple[int, int, bytes]  # width, height, RGB
_POINTS = 595  # width of A4
_EDGE = 2  # px: pages are drawn a little wider than they are asked for
_LEAST_SHARE = 0.8  # of the width that is wished


class PaperView(QScrollArea):
    """Scrolls through the pages. ``width`` of a page in px of the theme; where there is a little less room, so much.

    Signals:
        fits_otherwise: there is room now for pages of another width than those that are shown.
    """

    fits_otherwise = Signal()

    def __init__(self, theme: Theme, words: Words, name: str, width: int) -> None:
        super().__init__()
        self._theme, self._words, self._width = theme, words, width
        self._drawn_for = 0
        inside = QWidget()
        self._pages = QVBoxLayout(inside)
        self._pages.setSpacing(theme.px(12))
        self._pages.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self.setAccessibleName(name)

    async def show_pdf(self, pdf: bytes, stale: Callable[[], bool] = lambda: False) -> int:
        """Draw it on a worker thread and show it; how many pages it has. Pages stay where they are scrolled to.

        Once ``stale`` nothing more of it is drawn, and the number is 0.
        """
        self._drawn_for = self._fitting()
        scale = self._drawn_for * self.devicePixelRatioF() / _POINTS
        count = await asyncio.to_thread(page_count, pdf)
        for number in range(count):
            if stale() or not isValid(self):
                return 0
            image = await asyncio.to_thread(_drawn, pdf, number, scale)
            if stale() or not isValid(self):
                return 0
            name = self._words.say("Page {n} of {m}", n=number + 1, m=count)
            self._page(number).show_image(image, self.devicePixelRatioF(), name)
        while self._pages.count() > count and (item := self._pages.takeAt(count)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        return count

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room may fit other pages."""
        super().resizeEvent(event)
        if self._drawn_for and self._fitting() != self._drawn_for:
            self.fits_otherwise.emit()

    def _fitting(self) -> int:
        """Width of a page in px: as wished, or as there is room beside a scroll bar. In far less room it is scrolled:
        nobody reads a page that is too small."""
        wished, sides = self._theme.px(self._width), self._pages.contentsMargins()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        room = self.maximumViewportSize().width() - sides.left() - sides.right() - bar - self._theme.px(_EDGE)
        return room if wished * _LEAST_SHARE <= room < wished else wished

    def _page(self, number: int) -> "_Page":
        item = self._pages.itemAt(number)
        known = item.widget() if item is not None else None
        if isinstance(known, _Page):
            return known
        made = _Page(self._theme)
        self._pages.addWidget(made)
        return made


def picture(page: PageImage) -> QImage:
    """One page as Qt draws it."""
    width, height, pixels = page
    made = QImage(pixels, width, height, width * 3, QImage.Format.Format_RGB888)
    return made.copy()  # QImage does not own the bytes it is made from


def _drawn(pdf: bytes, number: int, scale: float) -> QImage:
    """A page as the screen shows it soonest; on a worker thread."""
    return picture(page_image(pdf, number, scale)).convertToFormat(QImage.Format.Format_RGB32)


class _Page(QWidget):
    """One page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._picture = QPixmap()
        self._edge = theme.colour("line2")

    def show_image(self, image: QImage, ratio: float, name: str) -> None:
        """Another picture of the page."""
        self._picture = QPixmap.fromImage(image)
        self._picture.setDevicePixelRatio(ratio)
        self.setFixedSize(self._picture.deviceIndependentSize().toSize())
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page and its edge."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setPen(self._edge)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
