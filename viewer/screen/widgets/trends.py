"""Sparklines and supply bars: small pictures beside their numbers, never instead of them."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from viewer.screen.look import Theme
from viewer.view.sheet import SupplySpan, Trend

SUPPLY = (44, 6)
SUPPLY_DAYS = 90


def paint_sparkline(
    painter: QPainter, box: QRect, trend: Trend, span: tuple[date, date], theme: Theme
) -> None:
    """Points over the time axis ``span``, the same for all sparklines of a card, so that an old value looks old.

    A band is drawn only from ``low``/``high``, which are set only when a source sent them. No colour by value.
    """
    if not trend.points:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    margin = theme.px(4)
    inner = QRectF(box).adjusted(margin, margin, -margin, -margin)
    values = [value for _, value in trend.points]
    low = min([*values, *([trend.low] if trend.low is not None else [])])
    high = max([*values, *([trend.high] if trend.high is not None else [])])
    tall = (high - low) or 1.0
    middle = high == low

    def y(value: float) -> float:
        return inner.center().y() if middle else inner.bottom() - (value - low) / tall * inner.height()

    if trend.low is not None or trend.high is not None:
        top = y(trend.high) if trend.high is not None else inner.top()
        bottom = y(trend.low) if trend.low is not None else inner.bottom()
        painter.fillRect(QRectF(inner.left(), top, inner.width(), bottom - top), theme.colour("sunk"))
    days = max(1, (span[1] - span[0]).days)
    wide = inner.width() / days
    # To half a pixel: hundreds of values in a strip of 76 pixels are drawn where they fall, once.
    spots = dict.fromkeys(
        (round(2 * (day - span[0]).days * wide), round(2 * y(value)))
        for day, value in trend.points
        if day >= span[0]
    )
    _paint_points(painter, [QPointF(inner.left() + across / 2, down / 2) for across, down in spots], theme)
    painter.restore()


def paint_supply(
    painter: QPainter, box: QRect, days_left: int, theme: Theme, days_whole: int = SUPPLY_DAYS
) -> None:
    """A bar of days left; seven days or fewer are amber (the words beside it say the number)."""
    painter.save()
    soon = days_left <= 7
    painter.fillRect(box, theme.colour("sunk"))
    filled = QRect(box)
    filled.setWidth(round(box.width() * max(0, min(days_left, days_whole)) / days_whole))
    painter.fillRect(filled, theme.colour("amberline" if soon else "ink2"))
    painter.setPen(QPen(theme.colour("line"), theme.px(1)))
    painter.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def paint_spans(
    painter: QPainter,
    box: QRect,
    spans: Sequence[SupplySpan],
    span: tuple[date, date],
    today: date,
    theme: Theme,
) -> None:
    """Supplies over time: filled up to today, outlined what is counted to remain, a black line at today.

    Bars that overlap share the height, so that an overlap is seen; the letter stands inside when there is room.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    days = max(1, (span[1] - span[0]).days)

    def x(day: date) -> float:
        return box.left() + (day - span[0]).days / days * box.width()

    tracks = _tracks([item for item in spans if item.end is not None and item.end >= span[0]])
    high = box.height() / max(1, len(tracks))
    for level, track in enumerate(tracks):
        for item in track:
            end = item.end or item.start
            left, right, now = x(max(item.start, span[0])), x(end), x(today)
            look = theme.facility(item.letter)
            top = box.top() + level * high + 1
            fill = look.edge if look.outlined else look.fill
            past = QRectF(left, top, max(2.0, min(right, now) - left), high - 2)
            if item.start <= today:
                painter.fillRect(past, theme.colour(fill))
            if end > today:
                painter.setPen(QPen(theme.colour(look.edge), theme.px(1)))
                painter.setBrush(theme.colour("surface"))
                ahead = max(left, now)
                painter.drawRect(QRectF(ahead, top + 0.5, max(2.0, right - ahead), high - 3))
            if past.width() >= theme.px(14) and high >= theme.px(12) and item.start <= today:
                painter.setFont(theme.font("keycap", 700))
                painter.setPen(theme.colour(look.ink if not look.outlined else "surface"))
                painter.drawText(past, Qt.AlignmentFlag.AlignCenter, item.letter)
    for item in spans:
        if item.end is None and span[0] <= item.start <= span[1]:  # where its end cannot be counted: a point
            look = theme.facility(item.letter)
            painter.setPen(QPen(theme.colour(look.edge), theme.px(1)))
            painter.setBrush(theme.colour(look.fill))
            painter.drawEllipse(QPointF(x(item.start), box.center().y() + 0.5), theme.px(4), theme.px(4))
    painter.setPen(QPen(theme.colour("ink"), theme.px(1)))
    painter.drawLine(QPointF(x(today), box.top()), QPointF(x(today), box.bottom()))
    painter.restore()


def _paint_points(painter: QPainter, points: list[QPointF], theme: Theme) -> None:
    if not points:
        return
    unit = theme.scale / 100
    painter.setPen(QPen(theme.colour("ink3"), 1.4 * unit))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("ink3"))
    for point in points[:-1]:
        painter.drawEllipse(point, 1.6 * unit, 1.6 * unit)
    painter.setBrush(theme.colour("ink"))
    painter.drawEllipse(points[-1], 3.0 * unit, 3.0 * unit)


def _tracks(spans: list[SupplySpan]) -> list[list[SupplySpan]]:
    tracks: list[list[SupplySpan]] = []
    for item in sorted(spans, key=lambda span: span.start):
        for track in tracks:
            last = track[-1].end or track[-1].start
            if last <= item.start:
                track.append(item)
                break
        else:
            tracks.append([item])
    return tracks
