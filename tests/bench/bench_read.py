"""Bytes to record, held against ``json.loads`` of the same bytes; gc paused in both, or json.loads looks worse.

Also the sheets of that record against its reading, one facility's 500 joining 10,000 against the same 500 alone, and
the memory of it all, told by a process of its own.
"""

import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.synthetic import pages

from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger
from viewer.record.binder import Binder
from viewer.record.story import Record
from viewer.view.sheet import Row, Sheet
from viewer.view.sheets import all_sheets

if TYPE_CHECKING:
    from bench.run import Add

TODAY = date(2026, 11, 23)
HOSPITAL = Facility("99001", "รพ.ศูนย์ธารสุวรรณ")
CLINIC = Facility("99010", "รพ.ทั่วไปเมืองชายน้ำ")
ROUNDS = 15


def read_all(bodies: list[bytes], patient: Opaque | None = None) -> Record:
    """One binder, page by page, and one snapshot at the end; of ``patient`` only, when given."""
    binder = Binder(TODAY, patient)
    for body in bodies:
        binder.add(body, HOSPITAL)
    return binder.record()


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of one run, gc paused; what it made is let go of after the clock has stopped."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    made = work()
    took = time.process_time() - start
    del made
    gc.enable()
    return took * 1000


def joined(bodies: list[bytes], other: list[bytes]) -> tuple[float, float]:
    """Milliseconds for ``other`` (another facility's) to join a record of ``bodies``, and to be read alone."""
    times: list[tuple[float, float]] = []
    for _ in range(5):
        binder, alone = Binder(TODAY, None), Binder(TODAY, None)
        for body in bodies:
            binder.add(body, HOSPITAL)
        binder.record()
        times.append(
            (milliseconds(partial(added, binder, other)), milliseconds(partial(added, alone, other)))
        )
    grown, alone_took = (min(column) for column in zip(*times, strict=True))
    return grown, alone_took


def added(binder: Binder, bodies: list[bytes]) -> Record:
    """One facility's pages, and the snapshot after them."""
    for body in bodies:
        binder.add(body, CLINIC)
    return binder.record()


def memory(bodies: list[bytes]) -> dict[str, float]:
    """Megabytes above the bare program, told by ``memory_of_a_record.py``."""
    script = str(Path(__file__).with_name("memory_of_a_record.py"))
    with tempfile.TemporaryDirectory() as folder:
        for number, body in enumerate(bodies):
            Path(folder, f"{number:04}.json").write_bytes(body)
        told = subprocess.run([sys.executable, script, folder], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(told.stdout)
    return found


def measure(add: "Add") -> None:
    """The ratios the project is held to."""
    bodies = pages(10_000)
    patient = Opaque("p-bench")
    words, ledger = Words(), Ledger()
    record = read_all(bodies)
    ways: list[Callable[[], object]] = [
        lambda: [json.loads(body) for body in bodies],
        lambda: read_all(bodies),
        lambda: read_all(bodies, patient),
        lambda: all_sheets(replace(record), ledger, TODAY, words),
        lambda: looked_at(all_sheets(replace(record), ledger, TODAY, words)),
    ]
    rounds = [
        [milliseconds(way) for way in ways] for _ in range(ROUNDS)
    ]  # in turns: a busy machine disturbs all alike
    against, value, checked, sheets, whole = (min(times) for times in zip(*rounds, strict=True))
    size = f"{sum(map(len, bodies)) / 1e6:.1f} MB"
    add(
        f"read 10,000 resources ({size}) to a record, to json.loads",
        value,
        "ms",
        against,
        value / against,
        1.6,
    )
    add("read the same, each resource checked to be the patient's", checked, "ms", against, checked / against)
    add("table: all sheets of that record, to its reading", sheets, "ms", value, sheets / value, 0.5)
    add("table: the same with every row looked at", whole, "ms", value, whole / value)
    grown, alone = joined(bodies, pages(500, hcode="99010"))
    add(
        "read 500 resources into a record of 10,000, to the 500 alone", grown, "ms", alone, grown / alone, 2.0
    )
    held = memory(bodies)
    add("read: memory of a record of 10,000 above the bare program", held["record"], "MB", None, None, 80)
    add("read: memory of that record and all its sheets", held["sheets"], "MB")


def looked_at(sheets: Iterable[Sheet]) -> int:
    """Word every row of every sheet, also those that are opened below others."""
    return sum(count(section.rows) for sheet in sheets for section in sheet.sections)


def count(rows: Sequence[Row]) -> int:
    """Rows, with those below them and the points of their trends."""
    return sum(1 + count(row.details) + (len(row.trend.points) if row.trend else 0) for row in rows)
