"""A QR code drawn by the painter: dark on white with four modules of white, in dark theme too (ISO/IEC 18004)."""

import segno
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.base.opaque import Opaque
from viewer.screen.look import Theme

QUIET = 4
_DARK, _WHITE = QColor("#16202B"), QColor("#FFFFFF")


class QrView(QWidget):
    """Shows a link as a QR code, never as text. Without a link it is an empty frame."""

    def __init__(self, theme: Theme, name: str, *, side: int = 228, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._side = theme, theme.px(side)
        self._rows: tuple[tuple[bool, ...], ...] = ()
        self._link: Opaque | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_link(self, link: Opaque | None) -> None:
        """Draw this link; None wipes what was drawn."""
        if link == self._link:
            return
        self._link = link
        matrix = segno.make_qr(link.reveal(), error="m").matrix if link is not None else ()
        self._rows = tuple(tuple(bool(module) for module in row) for row in matrix)
        self.update()

    @property
    def modules(self) -> int:
        """Modules along a side, 0 without a link."""
        return len(self._rows)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """White ground, then whole-pixel modules, centred."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line"), self._theme.px(1)))
        painter.setBrush(_WHITE)
        radius = self._theme.px(6)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if not self._rows:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        size = self.modules
        module = max(1, min(self.width(), self.height()) // (size + 2 * QUIET))
        left, top = (self.width() - module * size) // 2, (self.height() - module * size) // 2
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRect(left + x * module, top + y * module, module, module), _DARK)
