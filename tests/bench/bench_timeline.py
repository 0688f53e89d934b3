"""Frames of the timeline at 100,000 events, panned and zoomed, held against 10,000 events in the same run."""

import random
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from viewer.screen.fonts import load_fonts
from viewer.screen.look import Theme
from viewer.screen.widgets.timeline import TimelineView
from viewer.screen.widgets.timeline_axis import AxisWords
from viewer.screen.widgets.timeline_canvas import Told
from viewer.view.sheet import Lane, Sheet, Timeline, TimelineEvent

if TYPE_CHECKING:
    from bench.run import Add

TODAY = date(2026, 11, 23)
FRAMES = 120
LANES, TRACKS = 7, 20


def timeline(count: int) -> Timeline:
    """Seven lanes of points and twenty drugs with overlapping supplies, over ten years."""
    chance = random.Random(1)  # the same events every time
    share = count // (LANES + 1)

    def day() -> date:
        return TODAY - timedelta(days=chance.randrange(3650))

    def supply(row: int) -> TimelineEvent:
        start = day()
        return TimelineEvent(start, start + timedelta(days=30), chance.choice("ABCDEFGH"), row)

    lanes = [
        Lane(f"lane{number}", "การรับบริการ", "pill",
             tuple(TimelineEvent(day(), None, chance.choice("ABCDEFGHIJKLMN"), row) for row in range(share)))
        for number in range(LANES)
    ]  # fmt: skip
    tracks = tuple((f"ยา {n}", tuple(supply(row) for row in range(share // TRACKS))) for n in range(TRACKS))
    return Timeline((*lanes, Lane("medicines", "ยา", "pill", (), tracks)), Sheet("timeline", ""), TODAY)


def frames(count: int) -> list[float]:
    """Milliseconds of each frame while panning and zooming, sorted."""
    view = TimelineView(Theme(), AxisWords(str, str), Told("วันนี้", "อีก {n}", "{n}", "เหลือ {n}"))
    view.resize(1342, 520)
    view.show()
    QApplication.processEvents()
    view.show_timeline(timeline(count))
    times = []
    for days in (90.0, 365.0, 1826.0, None):
        view.show_days(days)
        view.viewport().repaint()
        for number in range(FRAMES // 4):
            start = time.perf_counter()
            if number % 10 == 9:
                view.zoom(1.05)
            else:
                view.go(view.window_seen.panned(9))
            view.viewport().repaint()
            times.append((time.perf_counter() - start) * 1000)
    view.close()
    return sorted(times)


def measure(add: "Add") -> None:
    """p95 of a frame, budget 16 ms; the median beside it."""
    QApplication.instance() or QApplication([])
    load_fonts()
    small, large = frames(10_000), frames(100_000)
    p95 = large[int(len(large) * 0.95)]
    against = small[int(len(small) * 0.95)]
    add("timeline frame p95 at 100,000 events", p95, "ms", against, None, 16)
    add("timeline frame median at 100,000 events", large[len(large) // 2], "ms", small[len(small) // 2])
