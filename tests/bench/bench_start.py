"""From ``python`` to the first painted window, as a new process each time, held against a bare Qt window."""

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.run import Add

ROUNDS = 5
OURS = """
from PySide6.QtWidgets import QApplication
q = QApplication([])
from viewer import app
from viewer.audit.outbox import Outbox
from viewer.base.clock import MachineClock
from viewer.base.settings import Preferences, Profile
app.load_fonts()
profile = Profile(name="b", title="b", base="http://127.0.0.1:9/fhir", issuer="http://127.0.0.1:9/oidc", client_id="x",
                  origins=("http://127.0.0.1:9",), sandbox=True)
clock = MachineClock()
desk = app.build(profile, clock, outbox=Outbox.open(None, None, clock), open_browser=print, preferences=Preferences())
desk.window.resize(1366, 768); desk.window.show(); desk.window.grab()
import os; os._exit(0)
"""
BARE = """
from PySide6.QtWidgets import QApplication, QLabel
q = QApplication([]); w = QLabel("x"); w.resize(1366, 768); w.show(); w.grab()
import os; os._exit(0)
"""


def started(code: str) -> float:
    """Best wall time of some starts, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", code], check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        )
        times.append(time.perf_counter() - start)
    return min(times)


def measure(add: "Add") -> None:
    """Start to first window."""
    ours, bare = started(OURS), started(BARE)
    add("start to first window", ours, "s", bare, ours / bare)
