"""The audit outbox: rows that are only ever added, each sealed (AES-256-GCM) and chained to the one before.

A row stays when it has been sent; that it was sent is marked beside it. The key comes from outside (the keyring);
without one the outbox lives in memory under a key of its own and is gone with the program.
"""

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from viewer.audit.errors import OutboxDamaged, OutboxUnwritable
from viewer.audit.event import Event, hashed_terms
from viewer.base.clock import Clock
from viewer.exchange.permit import Receipt

_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY,
    written TEXT NOT NULL,
    nonce BLOB NOT NULL,
    sealed BLOB NOT NULL,
    link BLOB NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS sent (number INTEGER PRIMARY KEY REFERENCES event, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refused (
    number INTEGER PRIMARY KEY REFERENCES event, at TEXT NOT NULL, status INTEGER NOT NULL
);
CREATE TRIGGER IF NOT EXISTS event_is_not_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS event_is_not_removed BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""
# Rows stay for ever and nearly all are sent: only what is not may be looked at.
_UNSENT = """
SELECT number, nonce, sealed, coalesce((SELECT link FROM event WHERE number = unsent.number - 1), ?)
FROM (SELECT number FROM event EXCEPT SELECT number FROM sent) AS unsent JOIN event USING (number) ORDER BY number
"""
_START = b"prawat audit chain"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that was not sent yet."""

    number: int
    id: str
    body: bytes  # AuditEvent JSON


class Outbox:
    """One append-only table. Its methods block on the disk: call them through ``asyncio.to_thread``."""

    def __init__(self, database: sqlite3.Connection, key: bytes, clock: Clock) -> None:
        self._database = database
        self._seal = AESGCM(key)
        self._key = key
        self._clock = clock
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path | None, key: bytes | None, clock: Clock) -> Self:
        """Open or make the outbox at ``path``; in memory when there is no path or no key (32 bytes).

        Raises:
            OutboxUnwritable: the file cannot be made or opened.
        """
        keep = path is not None and key is not None
        try:
            if keep and path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600, exist_ok=True)
            database = sqlite3.connect(
                path if keep and path else ":memory:", check_same_thread=False, timeout=5
            )
            database.executescript(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;" + _SCHEMA
            )
        except (OSError, sqlite3.Error) as error:
            raise OutboxUnwritable("the audit outbox cannot be opened") from error
        return cls(database, key if keep and key else AESGCM.generate_key(256), clock)

    def write(self, event: Event) -> Receipt:
        """Seal an event and add it. Only after this may what it tells of happen.

        Raises:
            OutboxUnwritable: it is not on disk.
        """
        plain = json.dumps(event.body, ensure_ascii=False, separators=(",", ":")).encode()
        written = self._clock.now()
        with self._change() as database:
            # Taken before looking at the last row: another program may write to the same file.
            database.execute("BEGIN IMMEDIATE")
            number, link = self._last(database)
            nonce = os.urandom(12)
            sealed = self._seal.encrypt(nonce, plain, _bound(number + 1, link))
            database.execute(
                "INSERT INTO event VALUES (?, ?, ?, ?, ?)",
                (number + 1, written.isoformat(), nonce, sealed, _link(link, number + 1, nonce, sealed)),
            )
        return Receipt(event.id, written)

    def waiting(self, most: int = 50, parked: frozenset[int] = frozenset()) -> list[Waiting]:
        """The oldest rows not yet sent, but for those that are ``parked``.

        A row sealed under another key is left where it is, and counted by ``unreadable``.

        Raises:
            OutboxUnwritable: the file cannot be looked into.
        """
        return [row for row in self._unsent() if row is not None and row.number not in parked][:most]

    def count_waiting(self) -> int:
        """How many rows were not sent yet.

        Raises:
            OutboxUnwritable: the file cannot be looked into.
        """
        ((count,),) = self._rows("SELECT (SELECT count(*) FROM event) - (SELECT count(*) FROM sent)")
        return int(count)

    def count_refused(self) -> int:
        """How many rows, among those not sent, the exchange refused for good when they were last offered.

        Raises:
            OutboxUnwritable: the file cannot be looked into.
        """
        ((count,),) = self._rows("SELECT count(*) FROM refused WHERE number NOT IN (SELECT number FROM sent)")
        return int(count)

    def unreadable(self) -> int:
        """How many unsent rows were sealed under a key that is not ours."""
        return sum(row is None for row in self._unsent())

    def mark_sent(self, number: int) -> None:
        """Note beside the row that the exchange has it."""
        with self._change() as database:
            database.execute(
                "INSERT OR IGNORE INTO sent VALUES (?, ?)", (number, self._clock.now().isoformat())
            )

    def mark_refused(self, number: int, status: int) -> None:
        """Note beside the row that the exchange will not have it; the row stays and counts as waiting."""
        with self._change() as database:
            database.execute(
                "INSERT OR REPLACE INTO refused VALUES (?, ?, ?)",
                (number, self._clock.now().isoformat(), status),
            )

    def verify(self) -> int:
        """Walk the chain. Returns the number of rows.

        Raises:
            OutboxDamaged: a row was changed, removed, or put in between.
            OutboxUnwritable: the file cannot be looked into.
        """
        link, count = _START, 0
        rows = self._rows("SELECT number, nonce, sealed, link FROM event ORDER BY number")
        for number, nonce, sealed, kept in rows:
            count += 1
            link = _link(link, number, nonce, sealed)
            if number != count or link != kept:
                raise OutboxDamaged(f"the audit chain breaks at row {count}")
        return count

    def digest(self, terms: str) -> str:
        """Search terms hashed under this outbox's key."""
        return hashed_terms(terms, self._key)

    def close(self) -> None:
        """Close the file. Rows stay."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                with self._database:
                    yield self._database
            except sqlite3.Error as error:
                raise OutboxUnwritable("the audit outbox cannot be written") from error

    def _rows(self, query: str, *values: bytes) -> list[Any]:
        with self._lock:
            try:
                with closing(self._database.execute(query, values)) as found:
                    return found.fetchall()
            except sqlite3.Error as error:
                raise OutboxUnwritable("the audit outbox cannot be looked into") from error

    def _last(self, database: sqlite3.Connection) -> tuple[int, bytes]:
        row = database.execute("SELECT number, link FROM event ORDER BY number DESC LIMIT 1").fetchone()
        return (row[0], row[1]) if row else (0, _START)

    def _unsent(self) -> list[Waiting | None]:
        return [self._unseal(*row) for row in self._rows(_UNSENT, _START)]

    def _unseal(self, number: int, nonce: bytes, sealed: bytes, before: bytes) -> Waiting | None:
        try:
            body = self._seal.decrypt(nonce, sealed, _bound(number, before))
        except InvalidTag:
            return None
        return Waiting(number, json.loads(body)["id"], body)


def _bound(number: int, before: bytes) -> bytes:
    """Authenticated with each row, so that a sealed row cannot be moved to another place."""
    return number.to_bytes(8, "big") + before


def _link(before: bytes, number: int, nonce: bytes, sealed: bytes) -> bytes:
    return hashlib.sha256(before + number.to_bytes(8, "big") + nonce + sealed).digest()
