"""Lucide icons (ISC licence), tinted with the colour of the text beside them."""

import re

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from viewer.base.resources import resource

STROKE = "1.75"


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon as a pixmap: ``size`` in logical pixels, ``colour`` as "#RRGGBB", ``ratio`` of the screen.

    Drawn once per name, colour, size and ratio; Qt's own pixmap cache keeps it.

    Raises:
        FileNotFoundError: no icon of that name is shipped.
    """
    key = f"prawat-icon:{name}:{colour}:{size}:{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    svg = re.sub(r'stroke-width="[\d.]+"', f'stroke-width="{STROKE}"', svg).replace("currentColor", colour)
    side = max(1, round(size * ratio))
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """The same as a QIcon, for Qt's own controls (menus, line edits)."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, colour, size, ratio))
    return made
