"""Bytes to record, held against ``json.loads`` of the same bytes; gc paused in both, or json.loads looks worse."""

import gc
import json
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from synthetic import pages

from viewer.base.opaque import Opaque
from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.story import Record

if TYPE_CHECKING:
    from run import Add

TODAY = date(2026, 11, 23)
HOSPITAL = Facility("99001", "รพ.ศูนย์ธารสุวรรณ")
CLINIC = Facility("99002", "รพ.บ้านเหนือคลอง")
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


def measure(add: "Add") -> None:
    """The ratio the project is held to, and what a snapshot costs after one more page."""
    bodies = pages(10_000)
    patient = Opaque("p-bench")
    ways: list[Callable[[], object]] = [
        lambda: [json.loads(body) for body in bodies],
        lambda: read_all(bodies),
        lambda: read_all(bodies, patient),
    ]
    rounds = [
        [milliseconds(way) for way in ways] for _ in range(ROUNDS)
    ]  # in turns: a busy machine disturbs all alike
    against, value, checked = (min(times) for times in zip(*rounds, strict=True))
    size = f"{sum(map(len, bodies)) / 1e6:.1f} MB"
    add(
        f"read 10,000 resources ({size}) to a record, to json.loads",
        value,
        "ms",
        against,
        value / against,
        2.0,
    )
    add("read the same, each resource checked to be the patient's", checked, "ms", against, checked / against)

    binder = Binder(TODAY, None)
    for body in bodies[:-1]:
        binder.add(body, HOSPITAL)
    binder.record()
    start = time.perf_counter()
    binder.add(bodies[-1], HOSPITAL)
    added = time.perf_counter()
    binder.record()
    add("read one more page of 200", (added - start) * 1000, "ms")
    add("read: snapshot of 10,000 rows after it", (time.perf_counter() - added) * 1000, "ms")
    measure_joining(add, bodies)


def measure_joining(add: "Add", bodies: list[bytes]) -> None:
    """What a further facility costs a large record: its rows are the same visits told again, so all may merge."""
    further = pages(500, hcode="99002")
    rounds = []
    for _ in range(ROUNDS):
        binder = Binder(TODAY, None)
        for body in bodies:
            binder.add(body, HOSPITAL)
        binder.record()
        rounds.append(
            (
                milliseconds(lambda: _add(Binder(TODAY, None), further)),
                milliseconds(partial(_add, binder, further)),
            )
        )
    alone, into = (min(times) for times in zip(*rounds, strict=True))
    add(
        "read: 500 resources into a record of 10,000, to the same 500 alone",
        into,
        "ms",
        alone,
        into / alone,
        2.0,
    )


def _add(binder: Binder, bodies: list[bytes]) -> Record:
    for body in bodies:
        binder.add(body, CLINIC)
    return binder.record()
