"""The hazard log is kept true: every control that is said to be tested names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOG = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Hazard log")[2]
ROWS = [line for line in LOG.splitlines() if re.match(r"\| H\d+ ", line)]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
WITHOUT_A_TEST = {"H15", "H18"}  # nothing is built yet that could do this harm


def test_every_hazard_has_its_row() -> None:
    numbers = [int(row.split("|")[1].strip().removeprefix("H")) for row in ROWS]
    assert numbers[:20] == list(range(1, 21))
    assert numbers[20:] == sorted(set(numbers[20:]) - set(range(21))), "further ones as they are built"


def test_every_control_names_tests_that_exist() -> None:
    missing = []
    for row in ROWS:
        hazard = row.split("|")[1].strip()
        named = NAMED.findall(row)
        if not named and hazard not in WITHOUT_A_TEST:
            missing.append(f"{hazard}: no test")
        for path, function in named:
            file = ROOT / path
            known = set()
            if file.is_file():
                tree = ast.parse(file.read_text("utf-8"))
                known = {
                    node.name
                    for node in ast.walk(tree)
                    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                }
            if function not in known:
                missing.append(f"{hazard}: {path}::{function}")
    assert missing == []
