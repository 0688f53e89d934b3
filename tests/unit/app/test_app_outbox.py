"""What the program says of its access log when it opens: looked at each time, never repaired."""

import sqlite3
from datetime import datetime
from pathlib import Path

from viewer.app import _look_into
from viewer.audit.event import Act, Actor, audit_event
from viewer.audit.outbox import Outbox
from viewer.base.clock import BANGKOK, StillClock
from viewer.base.opaque import Opaque

CLOCK = StillClock(datetime(2026, 11, 23, 9, tzinfo=BANGKOK))
KEY = bytes(32)


def test_a_row_taken_out_is_found_when_the_program_opens_and_stays_found(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    box = Outbox.open(path, KEY, CLOCK)
    for _ in range(3):
        box.write(audit_event(Act.CLOSE, Actor(Opaque("Practitioner/x"), "x"), CLOCK.now()))
    assert _look_into(box) == (3, 0, False)
    box.close()
    with sqlite3.connect(path) as database:
        database.executescript("DROP TRIGGER event_is_not_removed; DELETE FROM event WHERE number = 2;")
    database.close()
    box = Outbox.open(path, KEY, CLOCK)
    assert _look_into(box) == (2, 0, True)
    box.write(audit_event(Act.CLOSE, Actor(Opaque("Practitioner/x"), "x"), CLOCK.now()))
    assert _look_into(box) == (3, 0, True), "what is written later hides nothing"
    box.close()
