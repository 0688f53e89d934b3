"""What both fuzzers share: limits for every input, structural mutation beside atheris' own, and the numbers at the end.

    python tests/fuzz/fuzz_reading.py [--minutes 30] [FOLDER]

Inputs that found new ways through the code are kept in FOLDER (out/fuzz/... when not given), which grows and is not
committed; an input that fails is written there as crash-*, with what failed on stderr. The small corpus beside this
file is what is read first, and what the tests replay.
"""

import argparse
import random
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import atheris

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LONGEST = 2.0  # seconds of processor time for one input
MOST_MEMORY = 3 * 1024**3
LARGEST = 64 * 1024  # bytes of one input
Check = Callable[[bytes], None]
Mutate = Callable[[bytes, random.Random], bytes]


class TooSlow(BaseException):
    """Not an Exception, so that nothing under test can swallow it."""


def _late(number: int, frame: FrameType | None) -> None:
    raise TooSlow(f"one input took more than {LONGEST} s")


def _limited(check: Check) -> Check:
    def run(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
        try:
            check(data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    return run


def _mutator(mutate: Mutate) -> Callable[[bytes, int, int], bytes]:
    """Half of the time the structure is changed, else the bytes."""

    def change(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)  # repeatable by its seed
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        changed = mutate(data, chance)
        return changed if len(changed) <= most else data

    return change


def drive(name: str, check: Check, mutate: Mutate) -> None:
    """Fuzz until the time is over or something fails."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "out" / "fuzz" / name)
    asked, more = parser.parse_known_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.signal(signal.SIGVTALRM, _late)
    for _ in range(2):  # first calls load words, tables and dictionaries
        for seed in sorted((HERE / "corpus" / name).iterdir()):
            check(seed.read_bytes())
    options = [
        sys.argv[0],
        f"-max_total_time={round(asked.minutes * 60)}",
        f"-max_len={LARGEST}",
        "-len_control=20",
        "-timeout=60",
        "-print_final_stats=1",
        "-reload=0",
        f"-artifact_prefix={asked.folder}/",
        *more,
        str(asked.folder),
        str(HERE / "corpus" / name),
    ]
    atheris.Setup(options, _limited(check), custom_mutator=_mutator(mutate))
    atheris.Fuzz()
