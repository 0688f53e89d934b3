"""How a lane is drawn: single chips, counted marks, supply bars. Pure painting; knows no widget."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap

from viewer.screen.look import FacilityColour, Theme
from viewer.screen.widgets.timeline_axis import Window
from viewer.screen.widgets.timeline_index import Cluster, LaneIndex

CHIP, COUNTED, STRIP = 18, 22, 4  # px: side of a chip; height of a counted mark and of the facilities in it
MOST_BARS = 80  # above that a track is drawn as what it covers, not bar by bar
_LETTER_ROOM = 14  # px a bar needs to hold its letter


Stamps = dict[tuple[object, object], QPixmap]


@dataclass(frozen=True, slots=True)
class Brush:
    """What painting needs to know: the theme, the window of time, where day 0 of it lies, what today is."""

    theme: Theme
    window: Window
    left: int
    today: int
    stamps: Stamps  # marks drawn once, kept by the view
    ratio: float = 1.0

    def x(self, day: float) -> float:
        """A day in the widget's pixels."""
        return self.left + self.window.x(day)


def paint_chip(painter: QPainter, box: QRectF, letter: str, theme: Theme) -> None:
    """A facility's chip with its letter."""
    look = theme.facility(letter)
    edge = theme.px(2 if look.outlined else 1)
    painter.setPen(QPen(theme.colour(look.edge), edge))
    painter.setBrush(theme.colour(look.fill))
    inset = edge / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), theme.px(3), theme.px(3))
    painter.setPen(theme.colour(look.ink))
    painter.setFont(theme.font("keycap", 700))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)


def cluster_box(cluster: Cluster, brush: Brush, middle: float) -> QRectF:
    """Where a mark is drawn; a counted one is as wide as its number."""
    stamp = _number_stamp(cluster, brush)
    width, height = stamp.width() / brush.ratio, stamp.height() / brush.ratio
    return QRectF(brush.left + cluster.x - width / 2, middle - height / 2, width, height)


def paint_cluster(painter: QPainter, cluster: Cluster, brush: Brush, middle: float) -> QRectF:
    """A chip for one event; a number over a strip of its facilities for more. Returns where it was drawn."""
    box = cluster_box(cluster, brush, middle)
    corner = QPointF(round(box.left()), round(box.top()))
    painter.drawPixmap(corner, _number_stamp(cluster, brush))
    if cluster.count > 1:
        strip = _strip_stamp(cluster.letters, box.width() - 6, brush)
        painter.drawPixmap(corner + QPointF(3, box.height() - brush.theme.px(STRIP) - 2), strip)
    return box


def _number_stamp(cluster: Cluster, brush: Brush) -> QPixmap:
    """The chip, or the frame with its number, as a picture: each is drawn once."""
    letter = cluster.letters[0] if cluster.count == 1 else ""
    key = (cluster.count, letter)
    found = brush.stamps.get(key)
    if found is None:
        found = brush.stamps[key] = _draw_number(cluster.count, letter, brush.theme, brush.ratio)
    return found


def _strip_stamp(letters: tuple[str, ...], width: float, brush: Brush) -> QPixmap:
    """The facilities of a mark side by side as a picture."""
    key = (letters, width)
    found = brush.stamps.get(key)
    if found is None:
        found = brush.stamps[key] = _draw_strip(letters, width, brush.theme, brush.ratio)
    return found


def _canvas(width: float, height: float, ratio: float) -> QPixmap:
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _draw_number(count: int, letter: str, theme: Theme, ratio: float) -> QPixmap:
    digits = QFontMetricsF(theme.font("caption", 600)).horizontalAdvance(str(count))
    width = theme.px(CHIP) if letter else max(round(digits) + theme.px(12), theme.px(26))
    height = theme.px(CHIP if letter else COUNTED)
    picture = _canvas(width, height, ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(0, 0, width, height)
    if letter:
        paint_chip(painter, box, letter, theme)
    else:
        painter.setPen(QPen(theme.colour("line2"), theme.px(1)))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3), theme.px(3))
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font("caption", 600))
        painter.drawText(box.adjusted(0, -1, 0, -theme.px(STRIP)), Qt.AlignmentFlag.AlignCenter, str(count))
    painter.end()
    return picture


def _draw_strip(letters: tuple[str, ...], width: float, theme: Theme, ratio: float) -> QPixmap:
    height = theme.px(STRIP)
    picture = _canvas(width, height, ratio)
    painter = QPainter(picture)
    share = width / len(letters)
    for place, letter in enumerate(letters):
        look = theme.facility(letter)
        part = QRectF(place * share, 0, share, height)
        if look.outlined:
            painter.setPen(QPen(theme.colour(look.edge), theme.px(1)))
            painter.setBrush(theme.colour("surface"))
            painter.drawRect(part.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(part, theme.colour(look.fill))
    painter.end()
    return picture


def paint_track(painter: QPainter, index: LaneIndex, brush: Brush, row: QRect) -> None:
    """The supplies of one drug: filled where past, outlined where counted to remain; overlaps split the height."""
    first, last = index.seen(brush.window)
    if last - first > MOST_BARS:
        _paint_cover(painter, index, brush, row, first, last)
        return
    bars = _bars(index, brush, row, first, last)
    for letter, mine in _by_letter(bars).items():
        look = brush.theme.facility(letter)
        edge = QPen(brush.theme.colour(look.edge), brush.theme.px(1))
        painter.setBrush(brush.theme.colour(look.fill))
        painter.setPen(edge if look.outlined else Qt.PenStyle.NoPen)
        painter.drawRects([bar.past for bar in mine if bar.past.width() > 0])
        edge.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(edge)
        painter.setBrush(brush.theme.colour("surface"))
        painter.drawRects([bar.rest.adjusted(0.5, 0.5, -0.5, -0.5) for bar in mine if bar.rest.width() > 1])
        _paint_points(painter, [bar for bar in mine if bar.point], brush, look)
    _paint_joints(painter, bars, brush)
    for position in range(first, last):
        if index.stopped[position]:
            _paint_stop(painter, brush.x(index.starts[position] + 0.5), row.center().y(), brush.theme)


@dataclass(frozen=True, slots=True)
class _Bar:
    """One supply in pixels: what is past, what is counted to remain; ``point`` = its end cannot be counted."""

    letter: str
    past: QRectF
    rest: QRectF
    point: bool


def _bars(index: LaneIndex, brush: Brush, row: QRect, first: int, last: int) -> list[_Bar]:
    height = brush.theme.px(11)
    top = row.center().y() - height / 2
    scale, left, today = (
        brush.window.scale,
        brush.left - brush.window.start * brush.window.scale,
        brush.today + 1,
    )
    shares = index.shares()
    made = []
    seen = slice(first, last)
    rows = zip(
        index.stopped[seen].tolist(), index.letter[seen].tolist(), index.starts[seen].tolist(),
        shares.until[seen].tolist(), shares.rank[seen].tolist(), shares.count[seen].tolist(), strict=True,
    )  # fmt: skip
    for stopped, letter, start, until, rank, count in rows:
        if stopped:
            continue
        tall, end = height / count, until + 1
        past = max(min(end, today), start)
        x, middle, y = left + start * scale, left + past * scale, top + rank * tall
        point = end - start <= 1
        made.append(
            _Bar(
                index.letters[letter],
                QRectF(x, y, 0 if point else max(middle - x, 0.0), tall),
                QRectF(middle, y, 0 if point else left + end * scale - middle, tall),
                point,
            )
        )
    return made


def _by_letter(bars: list[_Bar]) -> dict[str, list[_Bar]]:
    parted: dict[str, list[_Bar]] = {}
    for bar in bars:
        parted.setdefault(bar.letter, []).append(bar)
    return parted


def _paint_points(painter: QPainter, bars: list[_Bar], brush: Brush, look: FacilityColour) -> None:
    """Supplies whose end cannot be counted are points, not bars of one day."""
    painter.setPen(QPen(brush.theme.colour(look.edge), 1))
    painter.setBrush(brush.theme.colour(look.fill))
    radius = brush.theme.px(4.5)
    for bar in bars:
        painter.drawEllipse(
            QPointF(bar.past.x() + brush.window.scale / 2, bar.past.center().y()), radius, radius
        )


def _paint_joints(painter: QPainter, bars: list[_Bar], brush: Brush) -> None:
    """A line of surface where each supply begins, and its letter where there is room."""
    theme = brush.theme
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface"))
    painter.drawRects(
        [QRectF(bar.past.x(), bar.past.y(), 1, bar.past.height()) for bar in bars if not bar.point]
    )
    painter.setFont(theme.font("keycap", 700))
    roomy = [
        bar for bar in bars if bar.past.width() >= theme.px(_LETTER_ROOM) and bar.past.height() >= theme.px(9)
    ]
    for bar in roomy:
        painter.setPen(theme.colour(theme.facility(bar.letter).ink))
        painter.drawText(bar.past.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, bar.letter)


def counted_days(index: LaneIndex, today: int) -> int:
    """Days that the supplies of a track are counted to last, today included; 0 when none reaches beyond today."""
    ahead = index.counted[(index.counted > today) & (index.starts <= today) & ~index.stopped]
    return int(ahead.max()) - today + 1 if len(ahead) else 0


def _paint_stop(painter: QPainter, x: float, y: float, theme: Theme) -> None:
    side = theme.px(13)
    box = QRectF(x - side / 2, y - side / 2, side, side)
    painter.setPen(QPen(theme.colour("ink"), 1.2))
    painter.setBrush(theme.colour("surface"))
    painter.drawRect(box)
    inset = side * 0.3
    painter.drawLine(box.topLeft() + QPointF(inset, inset), box.bottomRight() - QPointF(inset, inset))
    painter.drawLine(box.topRight() + QPointF(-inset, inset), box.bottomLeft() + QPointF(inset, -inset))


def _paint_cover(
    painter: QPainter, index: LaneIndex, brush: Brush, row: QRect, first: int, last: int
) -> None:
    """Which pixels any supply covers, as few rectangles, with the number of supplies at the right."""
    theme, width = brush.theme, int(brush.window.pixels)
    change = np.zeros(width + 1, np.int64)
    start = np.clip(
        (index.starts[first:last] - brush.window.start) * brush.window.scale, 0, width - 1
    ).astype(np.int64)
    end = np.clip((index.ends[first:last] + 1 - brush.window.start) * brush.window.scale, 1, width).astype(
        np.int64
    )
    np.add.at(change, start, 1)
    np.add.at(change, np.maximum(end, start + 1), -1)
    covered = np.concatenate(([0], (np.cumsum(change)[:width] > 0).astype(np.int8), [0]))
    edges = np.flatnonzero(np.diff(covered))
    height = theme.px(11)
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        box = QRectF(brush.left + int(a), row.center().y() - height / 2, int(b - a), height)
        painter.fillRect(box, theme.colour("ink3"))
