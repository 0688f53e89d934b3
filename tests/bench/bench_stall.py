"""The whole program while 14 facilities of 500 resources arrive over real HTTP from the sandbox's own process:
longest stall of the window (a click or a key waits no longer) and of what asyncio is to call, and how soon the first
rows are painted after their bytes were there."""

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from unittest.mock import patch

from bench.crowd import CID, write
from PySide6.QtCore import QEvent, QObject, Qt, QTimerEvent

from viewer.app import FIRST_SIZE, Stage, stage
from viewer.commands.actors import Browser, press
from viewer.commands.rented import sandbox
from viewer.exchange.gather import Arrived
from viewer.screen.widgets.tables import RowTable
from viewer.visit.chart import Chart
from viewer.visit.states import Confirming, Consenting, Open, State

if TYPE_CHECKING:
    from bench.run import Add

BEAT = 0.002  # seconds between two looks
VISITS = 3


class Watch(QObject):
    """Notes when pages were there, when rows were first painted, and how long the window and the loop were away."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[float] = []
        self.painted = 0.0
        self.longest, self.loop_longest = 0.0, 0.0  # seconds
        self._seen = 0.0

    def timerEvent(self, event: QTimerEvent) -> None:
        """The window sees to its events."""
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._seen - BEAT)
        self._seen = now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A table with rows is being painted."""
        if event.type() is QEvent.Type.Paint and not self.painted and self.arrived:
            table = watched.parent()
            if isinstance(table, RowTable) and table.rows.rowCount():
                self.painted = time.perf_counter()
        return False

    async def beat(self) -> None:
        """Look at both until cancelled."""
        self._seen = time.perf_counter()
        timer = self.startTimer(round(BEAT * 1000), Qt.TimerType.PreciseTimer)
        try:
            while True:
                before = time.perf_counter()
                await asyncio.sleep(BEAT)
                self.loop_longest = max(self.loop_longest, time.perf_counter() - before - BEAT)
        finally:
            self.killTimer(timer)


async def begin(made: Stage, watch: Watch, citizen: str) -> None:
    """Sign in, be allowed: the record of this person has just been opened."""
    desk = made.desk
    desk.window.resize(*FIRST_SIZE)
    desk.window.show()
    await desk.visit.sign_in()
    await desk.visit.find(citizen)
    found = desk.visit.state
    assert isinstance(found, Confirming)
    await desk.visit.confirm(found.candidates[0])
    asked = desk.visit.state
    assert isinstance(asked, Consenting)
    assert asked.link is not None
    await asyncio.to_thread(press, asked.link.reveal(), "answer", "approve")
    await until(desk.visit.watch, lambda: desk.visit.state, lambda state: isinstance(state, Open))
    record = desk.window.record
    assert record is not None
    for table in record.findChildren(RowTable):
        table.viewport().installEventFilter(watch)
    gc.collect()


async def visit(made: Stage, watch: Watch) -> tuple[float, int]:
    """Gather everything of the crowd's person; seconds and resources."""
    desk = made.desk
    await begin(made, watch, CID)
    start = time.perf_counter()
    beat = asyncio.create_task(watch.beat())
    await until(
        desk.visit.watch,
        lambda: desk.visit.state,
        lambda state: isinstance(state, Open) and not state.ledger.asking,
    )
    took = time.perf_counter() - start
    await asyncio.sleep(0.3)
    beat.cancel()
    state = desk.visit.state
    assert isinstance(state, Open)
    received = state.record.account.total.received
    await desk.visit.sign_out()
    return took, received


async def until(
    watch: Callable[..., Callable[[], None]], now: Callable[[], State], reached: Callable[[State], bool]
) -> None:
    """Wait for a state of the visit."""
    news = asyncio.Event()
    unwatch = watch(lambda _: news.set())
    async with asyncio.timeout(300):
        while not reached(now()):
            news.clear()
            await news.wait()
    unwatch()


@contextmanager
def arrivals(watch: Watch) -> Iterator[None]:
    """Let the watch note each page of rows that is taken into a record: the Patient, asked first, makes none."""
    take = Chart.take

    def noted(self: Chart, page: Arrived) -> Awaitable[None]:
        if page.type != "Patient":
            watch.arrived.append(time.perf_counter())
        return take(self, page)

    with patch.object(Chart, "take", noted):
        yield


def measure(add: "Add") -> None:
    """Stall, first row, and all of it: the middle of several visits, for one alone swings by a factor of three."""
    stalls, loops, firsts, wholes = list[float](), list[float](), list[float](), list[float]()
    received = 0
    with tempfile.TemporaryDirectory() as folder:
        people = write(Path(folder) / "people")
        for _ in range(VISITS):
            watch = Watch()
            with (
                arrivals(watch),
                sandbox("--people", str(people), "--no-habits") as rented,
                stage(rented.profile, rented.now, Browser("on-anong")) as made,
            ):
                took, received = made.loop.run_until_complete(visit(made, watch))
            stalls.append(watch.longest * 1000)
            loops.append(watch.loop_longest * 1000)
            firsts.append((watch.painted - watch.arrived[0]) * 1000)
            wholes.append(took)
    name = f"stall, longest, while {received:,} resources of 14 facilities arrive"
    add(name, median(stalls), "ms", None, None, 50)
    add("stall, longest, of what asyncio is to call meanwhile", median(loops), "ms")
    add("first row painted after its facility's bytes were there", median(firsts), "ms", None, None, 100)
    add("first row to all of 14 facilities x 500 resources", median(wholes), "s")
