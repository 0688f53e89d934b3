"""Run the benches and print a table: ``python tests/bench/run.py [NAMES]``; also written to out/bench.json.

A bench is a module bench_*.py beside this one with ``measure(add)``; it calls ``add`` once per number. NAMES picks the
benches whose module name holds one of the words. Budgets are printed, never asserted: the exit code is 0 as long as
every bench ran.
"""

import importlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUT = ROOT / "out" / "bench.json"
ALONE = "--alone"


@dataclass(frozen=True, slots=True)
class Measured:
    """One number. ``ratio`` is value to ``against`` where there is something to hold it against."""

    name: str
    value: float
    unit: str
    against: float | None = None
    ratio: float | None = None
    budget: float | None = None
    met: bool = True


class Add(Protocol):
    """What a bench calls. The budget is a ceiling on the ratio when there is one, else on the value."""

    def __call__(
        self,
        name: str,
        value: float,
        unit: str,
        against: float | None = None,
        ratio: float | None = None,
        budget: float | None = None,
    ) -> None: ...


def judged(
    name: str,
    value: float,
    unit: str,
    against: float | None = None,
    ratio: float | None = None,
    budget: float | None = None,
) -> Measured:
    """A number held against its budget. Rates ("…/s") are to be at least the budget, all else at most."""
    if budget is None:
        return Measured(name, value, unit, against, ratio)
    judged_by = value if ratio is None else ratio
    met = judged_by >= budget if unit.endswith("/s") else judged_by <= budget
    return Measured(name, value, unit, against, ratio, budget, met)


def main(names: Iterable[str]) -> int:
    """Run what was asked for, each bench in a process of its own: what one leaves in memory slows the next by a tenth.
    1 when a bench broke."""
    wanted = list(names)
    rows: list[Measured] = []
    broken = False
    for module in sorted(path.stem for path in HERE.glob("bench_*.py")):
        if wanted and not any(name in module for name in wanted):
            continue
        with tempfile.TemporaryDirectory() as folder:
            told = Path(folder) / "rows.json"
            ran = subprocess.run(
                [sys.executable, str(HERE / "run.py"), ALONE, module, str(told)], check=False
            )
            if ran.returncode or not told.exists():
                broken = True  # one broken bench must not hide the others' numbers
                sys.stderr.write(f"{module} broke: exit code {ran.returncode}\n")
                continue
            rows += [Measured(**row) for row in json.loads(told.read_text("utf-8"))]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(table(rows))
    return 1 if broken else 0


def alone(module: str, told: Path) -> int:
    """One bench; its numbers go into a file."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
    rows: list[Measured] = []
    importlib.import_module(f"bench.{module}").measure(
        lambda *given, **named: rows.append(judged(*given, **named))
    )
    told.write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")
    return 0


def table(rows: list[Measured]) -> str:
    """The numbers in aligned columns."""
    lines = [("", "value", "", "against", "ratio", "budget", "")]
    lines += [
        (
            row.name, number(row.value), row.unit, number(row.against), number(row.ratio), number(row.budget),
            "" if row.budget is None else "ok" if row.met else "OVER",
        )
        for row in rows
    ]  # fmt: skip
    widths = [max(len(line[column]) for line in lines) for column in range(7)]
    right = {1, 3, 4, 5}
    return "".join(
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )


def number(value: float | None) -> str:
    """Three significant digits are enough for a bench."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    if sys.argv[1:2] == [ALONE]:
        sys.exit(alone(sys.argv[2], Path(sys.argv[3])))
    sys.exit(main(sys.argv[1:]))
