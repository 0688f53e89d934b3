"""The whole program while 300 facilities answer in bad weather: how soon there is something to read, and all of it.

A process of its own, so that its memory is its own. The seed makes the weather the same every time; the facilities'
waiting is part of the times, the stall is the program's alone.
"""

import asyncio
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.run import Add

HERE = Path(__file__).resolve().parent
FACILITIES, SEED, WEATHER = 300, 7, HERE.parent.parent / "resources" / "weather" / "monsoon.json"
LATENCY = 0.4  # of the weather's seconds: most of the time is the program's own, not the facilities' waiting
_SMOOTH = 50.0  # ms: nothing holds the window for longer
_PER_MIB = 1024 * 1024  # what ru_maxrss counts in where there is no /proc (macOS: bytes)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds since the record was opened, resources, MiB, milliseconds; facilities by state."""

    first_row: float
    half: float
    most: float
    all: float
    received: int
    memory: float
    stall: float
    states: dict[str, int]


def gathered() -> Outcome:
    """One visit to someone whom all facilities know."""
    from bench.bench_stall import Watch, arrivals, begin, until

    from viewer.app import stage
    from viewer.commands.actors import Browser
    from viewer.commands.rented import sandbox
    from viewer.sandbox.world.traveller import CID
    from viewer.visit.states import Open

    watch = Watch()

    async def visit() -> Outcome:
        await begin(made, watch, CID)
        visit, bare = made.desk.visit, _peak()
        start = time.perf_counter()
        marks: list[float] = []  # when the n-th facility had finished

        def count(state: object) -> None:
            if isinstance(state, Open):
                finished = len(state.ledger.lines) - state.ledger.asking
                marks.extend([time.perf_counter() - start] * (finished - len(marks)))

        unwatch = visit.watch(count)
        beat = asyncio.create_task(watch.beat())
        await until(visit.watch, lambda: visit.state, lambda s: isinstance(s, Open) and not s.ledger.asking)
        await asyncio.sleep(0.3)
        beat.cancel()
        unwatch()
        state = visit.state
        assert isinstance(state, Open)
        result = Outcome(
            first_row=watch.painted - start,
            half=marks[len(marks) // 2 - 1],
            most=marks[len(marks) * 95 // 100 - 1],
            all=marks[-1],
            received=state.record.account.total.received,
            memory=_peak() - bare,
            stall=watch.longest * 1000,
            states={str(name): count for name, count in state.ledger.tally.items()},
        )
        await visit.sign_out()
        return result

    options = ["--facilities", str(FACILITIES), "--seed", str(SEED), "--weather", str(WEATHER), "--no-habits"]
    options += ["--latency", str(LATENCY)]
    with (
        arrivals(watch),
        sandbox(*options) as rented,
        stage(rented.profile, rented.now, Browser("on-anong")) as made,
    ):
        outcome: Outcome = made.loop.run_until_complete(visit())
        return outcome


def _peak() -> float:
    """The most memory this process ever had, MiB. Linux hands ru_maxrss on from the process that started this one."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PER_MIB


def measure(add: "Add") -> None:
    """First row, half, most and all of the facilities, memory, stall."""
    done = subprocess.run(
        [sys.executable, str(HERE / "bench_weather.py")],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
    )
    found = Outcome(**json.loads(done.stdout.splitlines()[-1]))
    where = f"{FACILITIES} facilities in bad weather"
    add(f"first row of {where}", found.first_row, "s")
    add(f"first row to 50 % of {where}", found.half, "s")
    add(f"first row to 95 % of {where}", found.most, "s")
    add(f"first row to all of {where}", found.all, "s")
    add(f"read {found.received:,} resources of {where}, memory", found.memory, "MiB")
    add(f"stall, longest, {where}", found.stall, "ms", _SMOOTH, found.stall / _SMOOTH)


if __name__ == "__main__":
    for path in (HERE.parent.parent, HERE.parent):
        sys.path.insert(0, str(path))
    sys.stdout.write(json.dumps(asdict(gathered())) + "\n")
