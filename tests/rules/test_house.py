"""Rules of the house that a machine can keep: sizes, names, forbidden calls, who may make a Permit and a Receipt."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = sorted((ROOT / "viewer").rglob("*.py"))


@cache
def trees() -> dict[str, ast.Module]:
    """By path; made when the first rule asks: so many objects would slow the garbage collector of every test before."""
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in FILES}


LONGEST_FILE, LONGEST_FUNCTION, MOST_METHODS = 350, 50, 12
VAGUE = ("Manager", "Handler", "Helper", "Service", "Utils", "Common", "Misc", "Base", "Abstract")
VAGUE_FILES = {"utils", "helpers", "common", "misc", "manager", "handler", "service"}
# A class of widget or server overrides what its framework calls; those methods are the framework's, not ours.
FRAMEWORK_METHODS = (
    "Event",
    "sizeHint",
    "Hint",
    "paint",
    "data",
    "rowCount",
    "columnCount",
    "headerData",
    "index",
)


def nodes(*kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                yield name, node


def calls(name: str) -> list[str]:
    """Files that call a function or class of this name, plain or as an attribute."""
    found = []
    for path, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        target = node.func
        called = (
            target.id
            if isinstance(target, ast.Name)
            else target.attr
            if isinstance(target, ast.Attribute)
            else ""
        )
        if called == name:
            found.append(path)
    return found


def test_files_stay_short() -> None:
    long = {
        path: size
        for path in trees()
        if (size := len((ROOT / path).read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_functions_stay_short() -> None:
    long = {}
    for path, node in nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > LONGEST_FUNCTION:
            long[f"{path}:{node.name}"] = length
    assert long == {}


def test_classes_do_one_thing() -> None:
    wide = {}
    for path, node in nodes(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        if any(isinstance(parent, ast.Name) and parent.id == "Protocol" for parent in node.bases):
            continue  # says what others have, does nothing itself
        public = [
            item.name
            for item in node.body
            if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))
            and not item.name.startswith("_")
            and not any(
                isinstance(mark, ast.Name) and mark.id in ("property", "cached_property")
                for mark in item.decorator_list
            )
            and not item.name.endswith(FRAMEWORK_METHODS)
        ]
        if len(public) > MOST_METHODS:
            wide[f"{path}:{node.name}"] = len(public)
    assert wide == {}


def test_names_say_what_a_thing_is() -> None:
    vague = []
    for path, node in nodes(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        if node.name.strip("_").startswith(VAGUE) or node.name.endswith(VAGUE):
            vague.append(f"{path}:{node.name}")
    vague += [path for path in trees() if Path(path).stem in VAGUE_FILES]
    assert vague == []


@pytest.mark.parametrize(("made", "room"), [("Permit", "viewer/consent/"), ("Receipt", "viewer/audit/")])
def test_papers_are_made_only_where_they_are_issued(made: str, room: str) -> None:
    makers = calls(made)
    assert makers, f"nobody makes a {made}"
    assert [path for path in makers if not path.startswith(room)] == []


@pytest.mark.parametrize("call", ["asyncSlot", "asyncClose", "exec", "exec_", "processEvents"])
def test_nothing_spins_the_loop_within_the_loop(call: str) -> None:
    assert calls(call) == []


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    # The sandbox is a program of its own and has its own clock.
    asked = [
        path for name in ("utcnow", "today") for path in calls(name) if not path.startswith("viewer/sandbox/")
    ]
    reads = []
    for path, node in nodes(ast.Attribute):
        assert isinstance(node, ast.Attribute)
        if node.attr == "now" and isinstance(node.value, ast.Name) and node.value.id == "datetime":
            reads.append(path)
    reads = [path for path in reads if not path.startswith("viewer/sandbox/")]
    assert reads == ["viewer/base/clock.py"]
    assert [path for path in asked if "date.today" in (ROOT / path).read_text("utf-8")] == []


# Each catches broadly for one reason, said beside it: the errands' owner reports; one facility must not stop others;
# a crash of prawat read must not end with the exit code that means "there are gaps".
CATCHES_ALL = {
    "viewer/screen/errands.py",
    "viewer/exchange/source.py",
    "viewer/commands/read.py",
    "viewer/paper/sealing.py",
}


def test_nothing_is_swallowed() -> None:
    broad = set()
    for path, node in nodes(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        caught = node.type
        every = caught is None or (
            isinstance(caught, ast.Name) and caught.id in ("Exception", "BaseException")
        )
        passed_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        if every and not passed_on:
            broad.add(path)
    assert broad <= CATCHES_ALL


def test_every_exemption_says_why() -> None:
    exempt = re.compile(r"# (?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|type: ignore\[[\w-]+\])(?P<why>.*)")
    bare = []
    tests = (path for path in sorted((ROOT / "tests").rglob("*.py")) if path != Path(__file__))
    for path in (*FILES, *tests):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if "# noqa" in line or "# type: ignore" in line:
                found = exempt.search(line)
                if found is None or len(found["why"].strip(" -")) < 8:
                    bare.append(f"{path.relative_to(ROOT)}:{number}")
    assert bare == []


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    # Written backwards, so that this list does not find itself.
    forbidden = tuple(
        word[::-1] for word in (b"/krow/", b"/mraf/", b"lru-xedni", b"detsohnohtyp.selif", b"sjmpn.yrtsiger")
    )
    named = []
    for name in filter(None, listed.stdout.split(b"\0")):
        path = ROOT / name.decode()
        if path.is_file() and path.suffix not in (".ttf", ".png", ".pdf"):
            content = path.read_bytes()
            named += [f"{path.relative_to(ROOT)}: {word!r}" for word in forbidden if word in content]
    assert [line for line in named if not line.startswith("Makefile")] == []


def test_top_level_holds_only_what_it_may() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    allowed = {
        "pyproject.toml", "README.md", "viewer", "resources", "translations", "tests", "packaging", "Makefile",
        "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".ci",
    }  # fmt: skip
    assert {name for name in top if not name.startswith(".")} <= allowed
