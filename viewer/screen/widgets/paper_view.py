"""Pages as they will be printed, one under another, white in every theme."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.paper.pages import page_images
from viewer.screen.look import Theme

PageImage = tuple[int, int, bytes]  # width, height, RGB
_POINTS = 595  # width of A4


class PaperView(QScrollArea):
    """Scrolls through the pages. ``width`` of a page in px of the theme."""

    def __init__(self, theme: Theme, words: Words, name: str, width: int) -> None:
        super().__init__()
        self._theme, self._words, self._width = theme, words, width
        inside = QWidget()
        self._pages = QVBoxLayout(inside)
        self._pages.setSpacing(theme.px(12))
        self._pages.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self.setAccessibleName(name)

    async def show_pdf(self, pdf: bytes) -> int:
        """Draw it on a worker thread and show it; how many pages it has."""
        scale = self._theme.px(self._width) * self.devicePixelRatioF() / _POINTS
        images = await asyncio.to_thread(lambda: list(page_images(pdf, scale)))
        while (item := self._pages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for number, image in enumerate(images, 1):
            name = self._words.say("Page {n} of {m}", n=number, m=len(images))
            self._pages.addWidget(_Page(self._theme, image, self.devicePixelRatioF(), name))
        return len(images)


def picture(page: PageImage) -> QImage:
    """One page as Qt draws it."""
    width, height, pixels = page
    made = QImage(pixels, width, height, width * 3, QImage.Format.Format_RGB888)
    return made.copy()  # QImage does not own the bytes it is made from


class _Page(QWidget):
    """One page."""

    def __init__(self, theme: Theme, image: PageImage, ratio: float, name: str) -> None:
        super().__init__()
        self._picture = QPixmap.fromImage(picture(image))
        self._picture.setDevicePixelRatio(ratio)
        self._edge = theme.colour("line2")
        self.setFixedSize(self._picture.deviceIndependentSize().toSize())
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page and its edge."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setPen(self._edge)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
