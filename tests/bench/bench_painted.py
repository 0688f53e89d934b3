"""A record from its last byte to painted, as a web viewer would be timed: all bytes are there, the page is drawn."""

import gc
import resource
import time
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bench.synthetic import pages
from PySide6.QtWidgets import QApplication

from viewer import app
from viewer.audit.outbox import Outbox
from viewer.base.clock import BANGKOK, StillClock
from viewer.base.opaque import Opaque
from viewer.base.settings import Preferences, Profile
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.exchange.permit import Grant, Permit, Receipt
from viewer.record.binder import Binder
from viewer.screen.fonts import load_fonts
from viewer.signin.people import Clinician, Post
from viewer.visit.states import Candidate, Open

if TYPE_CHECKING:
    from bench.run import Add

NOW = datetime(2026, 11, 23, 9, tzinfo=BANGKOK)
HOSPITAL = Facility("99001", "รพ.ศูนย์ธารสุวรรณ", "รพศ.", "0-2000-9901")
PROFILE = Profile(
    name="bench", title="bench", base="http://127.0.0.1/fhir", issuer="http://127.0.0.1/oidc", client_id="x",
    origins=("http://127.0.0.1",), sandbox=True,
)  # fmt: skip


def opened(bodies: list[bytes], page: str) -> Open:
    """The bytes as an open record."""
    binder = Binder(date(2026, 11, 23), None)
    for body in bodies:
        binder.add(body, HOSPITAL)
    record = binder.record()
    ledger = Ledger((Line(HOSPITAL, "A", LineState.ANSWERED, record.account.total.received),))
    post = Post(Opaque("r"), "doctor", "99001", "รพ.ศูนย์ธารสุวรรณ")
    permit = Permit(
        Opaque("c"), Opaque("p-bench"), "TREAT", NOW + timedelta(hours=2), (Grant("99001", HOSPITAL.name, True),),
        frozenset(), Receipt("e", NOW),
    )  # fmt: skip
    clinician = Clinician(Opaque("s"), "พญ.ทดสอบ", "ว.99001", Opaque("Practitioner/x"))
    who = Candidate(Opaque("p-bench"), "นายทดสอบ เร็วดี", "male", "1960-03-14")
    return Open(clinician, post, (post,), who, permit, record, ledger, NOW, NOW, 1, page)


def painted(bodies: list[bytes], page: str) -> float:
    """Seconds from the bytes to the page drawn in a window of 1366 x 768.

    The page stands there empty before, as it does in a visit: it opens when consent is given, then answers come.
    """
    clock = StillClock(NOW)
    box = Outbox.open(None, None, clock)
    desk = app.build(PROFILE, clock, outbox=box, open_browser=lambda _: True, preferences=Preferences())
    desk.window.resize(*app.FIRST_SIZE)
    desk.window.show()
    desk.window._show(opened([], page))
    desk.window.grab()
    gc.collect()
    start = time.perf_counter()
    desk.window._show(opened(bodies, page))
    desk.window.grab()
    took = time.perf_counter() - start
    desk.window._close_record()
    desk.window.hide()
    desk.window.deleteLater()
    box.close()
    return took


def measure(add: "Add") -> None:
    """1,244 and 10,000 resources on the summary; the other pages at 10,000; memory."""
    QApplication.instance() or QApplication([])
    load_fonts()
    painted(pages(200), "summary")  # fonts, icons and words are there from now on, as in a running program
    for count, budget in ((1_244, 0.1), (10_000, 0.6)):
        bodies = pages(count)
        best = min(painted(bodies, "summary") for _ in range(3))
        add(f"table: {count:,} resources from last byte to painted (summary)", best, "s", None, None, budget)
    for page in ("medicines", "results", "timeline"):
        best = min(painted(bodies, page) for _ in range(2))
        add(f"table: 10,000 resources from last byte to painted ({page})", best, "s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    add("table: peak memory of the bench with records of 10,000 resources", peak, "MB")
