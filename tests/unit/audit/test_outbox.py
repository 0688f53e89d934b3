"""Events are written before things happen, sealed, chained, and kept."""

import base64
import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from viewer.audit.errors import OutboxDamaged, OutboxUnwritable
from viewer.audit.event import Act, Actor, Event, audit_event
from viewer.audit.outbox import Outbox
from viewer.base.clock import BANGKOK, StillClock
from viewer.base.opaque import Opaque

CLOCK = StillClock(datetime(2026, 11, 23, 9, tzinfo=BANGKOK))
ACTOR = Actor(Opaque("Practitioner/on-anong"), "พญ.อรอนงค์ ตัวอย่างแพทย์", Opaque("role-1"), "คลินิกเวชกรรมใจดี")
KEY = bytes(range(32))


def event(detail: str = "summary") -> Event:
    return audit_event(
        Act.VIEW_PAGE, ACTOR, CLOCK.now(), patient=Opaque("p-secret-9660487647597"), detail=detail
    )


def test_a_receipt_names_the_event_that_stands_in_the_outbox(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "audit.db", KEY, CLOCK)
    written = event()
    receipt = outbox.write(written)
    assert receipt.event == written.id
    (waiting,) = outbox.waiting()
    assert json.loads(waiting.body) == written.body
    assert waiting.id == written.id
    outbox.close()


def test_rows_outlive_the_program_and_are_readable_only_with_the_key(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    first = Outbox.open(path, KEY, CLOCK)
    first.write(event())
    first.close()
    again = Outbox.open(path, KEY, CLOCK)
    assert again.count_waiting() == 1
    assert again.unreadable() == 0
    again.close()
    stranger = Outbox.open(path, os.urandom(32), CLOCK)
    assert stranger.waiting() == []
    assert stranger.unreadable() == 1
    assert stranger.verify() == 1
    stranger.close()


def test_nothing_readable_is_on_disk(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "audit.db", KEY, CLOCK)
    outbox.write(event())
    outbox.close()
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (
        b"p-secret",
        b"9660487647597",
        "อรอนงค์".encode(),
        base64.b64encode(b"p-secret")[:8],
        b"702d736563726574",
    ):
        assert secret not in on_disk
    assert (tmp_path / "audit.db").stat().st_mode & 0o077 == 0


def test_sent_rows_stay_and_are_marked_beside(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    outbox = Outbox.open(path, KEY, CLOCK)
    outbox.write(event("a"))
    outbox.write(event("b"))
    first, second = outbox.waiting()
    outbox.mark_sent(first.number)
    outbox.mark_sent(first.number)
    assert [row.id for row in outbox.waiting()] == [second.id]
    assert outbox.count_waiting() == 1
    assert outbox.verify() == 2
    outbox.close()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM event").fetchone() == (2,)
    database.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE event SET sealed = x'00' WHERE number = 2",
        "DELETE FROM event WHERE number = 2",
        "UPDATE event SET number = 9 WHERE number = 3",
    ],
)
def test_the_chain_tells_of_every_tampering(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "audit.db"
    outbox = Outbox.open(path, KEY, CLOCK)
    for page in ("a", "b", "c"):
        outbox.write(event(page))
    outbox.close()
    with sqlite3.connect(path) as database, pytest.raises(sqlite3.IntegrityError, match="append only"):
        database.execute(damage)
    with database:
        database.executescript("DROP TRIGGER event_is_not_changed; DROP TRIGGER event_is_not_removed;")
        database.execute(damage)
    database.close()
    damaged = Outbox.open(path, KEY, CLOCK)
    with pytest.raises(OutboxDamaged):
        damaged.verify()
    damaged.close()


def test_without_a_key_it_lives_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    outbox = Outbox.open(path, None, CLOCK)
    outbox.write(event())
    assert outbox.count_waiting() == 1
    assert not path.exists()
    outbox.close()


def test_what_cannot_be_written_raises(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutboxUnwritable):
        Outbox.open(tmp_path / "file" / "audit.db", KEY, CLOCK)
    outbox = Outbox.open(tmp_path / "audit.db", KEY, CLOCK)
    outbox.close()
    with pytest.raises(OutboxUnwritable):
        outbox.write(event())


def test_what_cannot_be_looked_into_raises(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "audit.db", KEY, CLOCK)
    outbox.write(event())
    with sqlite3.connect(tmp_path / "audit.db") as stranger:
        stranger.executescript("DROP TABLE sent")
    stranger.close()
    for look in (outbox.waiting, outbox.count_waiting, outbox.unreadable):
        with pytest.raises(OutboxUnwritable):
            look()
    outbox.close()
    with pytest.raises(OutboxUnwritable):
        outbox.verify()


def test_two_programs_write_to_one_file(tmp_path: Path) -> None:
    desks = [Outbox.open(tmp_path / "audit.db", KEY, CLOCK) for _ in range(2)]
    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(desk.write, event()) for _ in range(40) for desk in desks]:
            done.result()
    assert desks[0].verify() == 80
    assert len({row.id for row in desks[1].waiting(100)}) == 80
    for desk in desks:
        desk.close()


def test_a_full_disk_refuses_and_keeps_what_was_written(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "audit.db", KEY, CLOCK)
    outbox.write(event())
    outbox._database.execute("PRAGMA max_page_count = 1")
    with pytest.raises(OutboxUnwritable):
        outbox.write(event("x" * 200_000))
    assert outbox.verify() == 1
    outbox.close()


def test_search_terms_are_hashed_under_the_key(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "audit.db", KEY, CLOCK)
    digest = outbox.digest("9660487647597")
    assert digest == outbox.digest("9660487647597") != outbox.digest("9660487647598")
    assert "9660487647597" not in digest
    outbox.close()
