"""Draws the timeline: axis, lane labels, lanes, today, the selection. Painting only; the view decides what is seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from viewer.screen import icons
from viewer.screen.look import Theme
from viewer.screen.widgets.timeline_axis import AxisWords, ticks
from viewer.screen.widgets.timeline_layout import AXIS, LABELS, Band
from viewer.screen.widgets.timeline_paint import Brush, counted_days, paint_cluster, paint_track
from viewer.screen.widgets.timeline_signs import paint_signs, paint_track_signs

SOON_DAYS = 7  # this many days left or fewer are said louder


@dataclass(frozen=True, slots=True)
class Told:
    """Words on the timeline. All but the first have a number: "อีก {n} ตัวยา", "{n} ตัวยา", "เหลือ {n} วัน"."""

    today: str
    more: str
    tracks: str
    left: str


@dataclass(frozen=True, slots=True)
class Canvas:
    """One frame: what to draw and where. Built anew for each paint; everything heavy is indexed beforehand."""

    theme: Theme
    brush: Brush
    bands: Sequence[Band]
    words: AxisWords
    told: Told
    more_word: str  # "อีก {n} ตัวยา", with its number filled in
    selected: tuple[float, float] | None
    current: Band | None
    focused: bool
    ratio: float
    scrolled: int = 0

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Draw the whole area."""
        painter.fillRect(area, self.theme.colour("surface"))
        self._grid(painter, area)
        painter.save()
        top = self.theme.px(AXIS)
        painter.setClipRect(area.adjusted(0, top, 0, 0))
        painter.translate(0, top)
        self._selection(painter, area)
        self._now(painter, 0, area.bottom(), area)
        for band in self.bands:
            box = band.rect(area.width(), self.scrolled)
            if box.bottom() >= 0 and box.top() <= area.height():
                self._band(painter, band, box, area)
        painter.restore()
        self._axis(painter, area)

    def _grid(self, painter: QPainter, area: QRect) -> None:
        top = self.theme.px(AXIS)
        for tick in ticks(self.brush.window, self.words):
            x = round(self.brush.x(tick.day))
            if x > self.theme.px(LABELS):
                painter.setPen(QPen(self.theme.colour("line2" if tick.strong else "line"), 1))
                painter.drawLine(x, top, x, area.bottom())

    def _axis(self, painter: QPainter, area: QRect) -> None:
        theme, left = self.theme, self.theme.px(LABELS)
        painter.fillRect(QRect(0, 0, area.width(), theme.px(AXIS)), theme.colour("sunk"))
        for tick in ticks(self.brush.window, self.words):
            x = round(self.brush.x(tick.day))
            if x < left - 1:
                continue
            painter.setPen(QPen(theme.colour("line2" if tick.strong else "line"), 1))
            painter.drawLine(x, theme.px(AXIS) - theme.px(10), x, theme.px(AXIS))
            painter.setPen(theme.colour("ink" if tick.strong else "ink2"))
            painter.setFont(theme.font("caption", 600 if tick.strong else 400))
            box = QRect(x + theme.px(4), 0, theme.px(96), theme.px(AXIS))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, tick.label)
        painter.save()
        painter.setClipRect(QRect(left, 0, area.width() - left, theme.px(AXIS)))
        self._selection(painter, area)
        painter.restore()
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(left, 0, left, area.bottom())
        self._today(painter, area)

    def _now(self, painter: QPainter, top: int, bottom: int, area: QRect) -> None:
        """The line of today: behind letters and numbers, over the bars, which are read against it."""
        x = round(self.brush.x(self.brush.today + 1))
        if self.theme.px(LABELS) <= x <= area.right():
            smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(QPen(self.theme.colour("ink"), 1.5))
            painter.drawLine(x, top, x, bottom)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=smooth)

    def _today(self, painter: QPainter, area: QRect) -> None:
        theme = self.theme
        x = round(self.brush.x(self.brush.today + 1))
        if not theme.px(LABELS) <= x <= area.right():
            return
        self._now(painter, theme.px(AXIS) - 2, theme.px(AXIS), area)
        font = theme.font("caption", 600)
        width = QFontMetrics(font).horizontalAdvance(self.told.today) + theme.px(14)
        place = min(x - width / 2, area.right() - width)
        box = QRectF(place, theme.px(5), width, theme.px(20))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink"))
        painter.drawRoundedRect(box, theme.px(3), theme.px(3))
        painter.setPen(theme.colour("surface"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.told.today)

    def _selection(self, painter: QPainter, area: QRect) -> None:
        if self.selected is None:
            return
        first, last = (self.brush.x(day) for day in self.selected)
        wash = QColor(self.theme.colour("accent"))
        wash.setAlphaF(0.08)
        painter.fillRect(QRectF(first, 0, last - first, area.height()), wash)
        painter.setPen(QPen(self.theme.colour("accent"), 1))
        for x in (round(first), round(last)):
            painter.drawLine(x, 0, x, area.height())

    def _band(self, painter: QPainter, band: Band, box: QRect, area: QRect) -> None:
        left = self.theme.px(LABELS)
        painter.save()
        painter.setClipRect(QRect(left + 1, box.top(), area.width() - left - 1, box.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if band.track:
            painter.setPen(QPen(self.theme.colour("line"), 1))
            painter.drawLine(left, box.center().y(), area.right(), box.center().y())
            paint_track(painter, band.index, self.brush, box)
            self._now(painter, box.top(), box.bottom(), area)
            middle = box.center().y()
            paint_track_signs(painter, band.index, self.brush.window, self.brush.left, middle, self.theme)
            self._left_over(painter, band, box)
        elif not band.bars:
            for cluster in band.index.clusters(self.brush.window):
                edge = paint_cluster(painter, cluster, self.brush, box.center().y())
                if cluster.signs:
                    corner = edge.topRight() + QPointF(0, self.theme.px(4))  # within the lane
                    paint_signs(painter, cluster.signs, corner, self.theme)
        painter.restore()
        self._label(painter, band, box, left)
        if not band.track:
            painter.setPen(QPen(self.theme.colour("line"), 1))
            painter.drawLine(0, box.top() - 1, area.right(), box.top() - 1)

    def _left_over(self, painter: QPainter, band: Band, box: QRect) -> None:
        """How many days are counted to remain, beside where they end; within the picture."""
        days = counted_days(band.index, self.brush.today)
        end = self.brush.x(self.brush.today + days)
        if not days or end < self.theme.px(LABELS):
            return
        soon = days <= SOON_DAYS
        font = self.theme.font("caption", 600 if soon else 400)
        words = self.told.left.format(n=days)
        room = QFontMetrics(font).horizontalAdvance(words) + self.theme.px(6)
        if end - room > box.right():
            return
        painter.setFont(font)
        painter.setPen(self.theme.colour("amberink" if soon else "ink2"))
        left = min(end + self.theme.px(5), box.right() - room)
        painter.drawText(QRectF(left, box.top(), room, box.height()), Qt.AlignmentFlag.AlignVCenter, words)

    def _label(self, painter: QPainter, band: Band, box: QRect, left: int) -> None:
        theme = self.theme
        if band is self.current and self.focused:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(QRect(2, box.top() + 1, left - 4, box.height() - 3))
        if band.track or band.more:
            painter.setPen(theme.colour("accent" if band.more else "ink"))
            painter.setFont(theme.font("caption", 500 if band.more else 400))
            name = self.more_word if band.more else band.track
            room = QRect(theme.px(10), box.top(), left - theme.px(18), box.height())
            shown = QFontMetrics(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
            return
        side = theme.px(16)
        picture = icons.pixmap(band.lane.icon, theme.colours.ink2, side, self.ratio)
        painter.drawPixmap(theme.px(10), box.center().y() - side // 2, picture)
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font("small", 600))
        words = QRect(theme.px(34), box.top(), left - theme.px(44), box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, band.lane.title)
        painter.setPen(theme.colour("ink3"))
        painter.setFont(theme.font("caption"))
        count = self.told.tracks.format(n=band.names) if band.names else f"{len(band.index):,}"
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
