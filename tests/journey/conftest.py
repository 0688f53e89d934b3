"""A day at the desk: the whole program offscreen on a sandbox of its own process, over a real socket.

A story runs in Qt's own loop. When it is over the window is closed as a person closes it, and then nothing may be
left: no task, widget, timer or thread, no warning, no part of the record in memory, and no marked name, number, id
or token in any file or line that was written.
"""

import asyncio
import json
import logging
import os
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from journey import canary, left_behind
from journey.at_desk import AtDesk, Browser, DeskClock
from journey.journal import HeardOutbox, Journal
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sandbox_process import Sandbox, start

from viewer import app
from viewer.base import log
from viewer.base.clock import MachineClock
from viewer.base.settings import Limits, Preferences
from viewer.consent.answers import Rhythm
from viewer.exchange.client import build_http
from viewer.screen.fonts import load_fonts
from viewer.screen.garbage import collected_here
from viewer.screen.loop import Loop
from viewer.visit import entry

LONGEST = 180.0  # seconds for one story; three times the longest on a machine that is busy besides
CLOSING = (
    0.05  # for connections that were let go a moment ago: asyncio closes them in a later turn of the loop
)
KEY = bytes(range(32))
# Who is silent is given up soon. Who answers is not: on a busy machine it takes our own reading that long.
HURRIED = Limits(connect=3, silence=6, facility=120, retries=1)
UNHURRIED: dict[str, object] = {"limits": Limits(connect=3, silence=1000, facility=1000, retries=1)}
QUICK = Rhythm(soon=0.05, later=0.05, watching=0.1)
Run = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    qapp.setQuitOnLastWindowClosed(False)  # as app.stage does: the loop ends when everything is wiped
    load_fonts()


@pytest.fixture(scope="session")
def running() -> Iterator[Sandbox]:
    """One sandbox for all stories; its late facilities are fifty times quicker than in life."""
    with start(latency=0.02) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def offset(running: Sandbox) -> timedelta:
    """From the machine's time to the sandbox's."""
    return running.now - MachineClock().now()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder that is looked through afterwards: settings, state, log and temporary files go there."""
    place = tmp_path / "home"
    for name in ("config", "state", "cache", "data", "runtime", "tmp", "log"):
        (place / name).mkdir(parents=True, mode=0o700)
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(place / name))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place / "runtime"))
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("TMPDIR", str(place / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(place / "tmp"))
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def journal() -> Journal:
    """What happened, in order."""
    return Journal()


@pytest.fixture
def outbox(home: Path, journal: Journal, offset: timedelta) -> Iterator[HeardOutbox]:
    """The real outbox on a real file under a known key."""
    box = HeardOutbox.open(home / "state" / "prawat" / "audit.db", KEY, DeskClock(offset))
    box.journal, box.bodies = journal, []
    yield box
    box.close()


@pytest.fixture(scope="session")
def marked(running: Sandbox) -> frozenset[str]:
    """Names, numbers and ids of everybody in the sandbox."""
    return frozenset(_marked(running))


@pytest.fixture
def site() -> dict[str, object]:
    """What this site's profile says beyond the usual; a file or a story may have one of its own: UNHURRIED where a
    facility is silent until it is told otherwise, however slow the machine is."""
    return {}


@pytest.fixture
def desk(
    qapp: QApplication,
    running: Sandbox,
    marked: frozenset[str],
    home: Path,
    journal: Journal,
    outbox: HeardOutbox,
    offset: timedelta,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    site: dict[str, object],
) -> Iterator[AtDesk]:
    """The program, built as app builds it, on a fresh sandbox."""
    running.tell("reset")
    clock, browser = DeskClock(offset), Browser()
    monkeypatch.setattr(entry, "build_http", journal.pool(build_http))
    before = left_behind.widgets()
    built = app.build(
        running.profile(**{"limits": HURRIED} | site),
        clock,
        outbox=outbox,
        open_browser=browser,
        preferences=Preferences(),
        rhythm=QUICK,
        templates=home / "config" / "prawat" / "referral-templates.json",
    )
    saved = tmp_path / "saved"
    saved.mkdir()
    made = AtDesk(built, running, clock, outbox, journal, browser, home, saved)
    made.secrets |= marked
    built.visit.watch(journal.state)
    built.window.left.connect(lambda: setattr(made, "left", True))
    built.window.resize(*app.FIRST_SIZE)
    yield made
    built.window.hide()
    built.window.deleteLater()
    left_behind.clear_away()
    assert left_behind.widgets_since(before) == []


@pytest.fixture
def run(
    qapp: QApplication,
    desk: AtDesk,
    capfd: pytest.CaptureFixture[str],
    home: Path,
) -> Iterator[Run]:
    """Run a story to its end, go home, and look what was left behind."""
    loop = Loop(qapp)
    asyncio.set_event_loop(loop)
    unexpected: list[dict[str, Any]] = []

    def handle(its_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        unexpected.append(context)
        if not desk.left:
            app.tell_unexpected(desk.app, its_loop, context)

    def whole(story: Coroutine[Any, Any, None]) -> None:
        async def told() -> None:
            desk.app.window.show()
            try:
                await asyncio.wait_for(story, LONGEST)
                calm = desk.left or desk.dialogs or desk.app.window.isActiveWindow()
                assert calm, "another window came up and took the keyboard"
            finally:
                await asyncio.wait_for(desk.goes_home(), LONGEST)
                await asyncio.sleep(CLOSING)
            left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            assert not left, left

        loop.set_exception_handler(handle)
        before = left_behind.threads()
        earlier = left_behind.kept()  # what other tests hold, and the traceback of a story that failed
        stop_logging = log.setup(home / "log")
        try:
            with loop, collected_here():
                loop.run_until_complete(told())
        finally:
            stop_logging()
        assert unexpected == []
        left_behind.clear_away()
        assert [kind for key, kind in left_behind.kept().items() if key not in earlier] == []
        assert left_behind.threads() <= before
        _nothing_told(desk, capfd)
        assert _warnings(home / "log") == []

    yield whole
    if not loop.is_closed():
        loop.close()
    asyncio.set_event_loop(None)
    # Else it ends with the loop, whenever that is found to be garbage: on a thread that makes paper, perhaps.
    shiboken6.delete(loop._timer)


def _nothing_told(desk: AtDesk, capfd: pytest.CaptureFixture[str]) -> None:
    """The canary lives: nothing of what it marks stands in a file or in what was printed."""
    printed = capfd.readouterr()
    places = [
        *canary.files_under(desk.home),
        ("standard output", printed.out.encode()),
        ("standard error", printed.err.encode()),
        ("clipboard", desk.clipboard().encode()),
        ("environment", json.dumps(dict(os.environ)).encode()),
    ]
    assert canary.found(desk.secrets | desk.journal.secrets, places) == []


def _warnings(folder: Path) -> list[dict[str, object]]:
    """Lines of the log that say more than that something went its way."""
    lines = [
        json.loads(line) for file in folder.glob("*.log") for line in file.read_text("utf-8").splitlines()
    ]
    return [line for line in lines if logging.getLevelName(line["level"]) >= logging.WARNING]


def _marked(sandbox: Sandbox) -> set[str]:
    marks: set[str] = set()
    people: Any = sandbox.control_state()["people"]
    for person in people:
        marks |= {person["name"], person["cid"], person["patient"], *person["name"].split()}
        cid = person["cid"]
        if cid:
            marks |= {f"{cid[0]}-{cid[1:5]}-{cid[5:10]}-{cid[10:12]}-{cid[12]}", cid[1:12]}
        marks |= {str(value) for _, value in person["other_ids"]}
    return {mark for mark in marks if mark and len(mark) >= 4}
