"""What the sandbox remembers, in SQLite: in memory, or in a file that outlives the process.

Tokens and codes are kept as SHA-256 only; times are seconds since 1970 by the sandbox's clock.
"""

import hashlib
import sqlite3
from typing import Any

_TABLES = """
create table if not exists counters (name text primary key, n integer not null);
create table if not exists requests (id text primary key, body text not null, until real not null);
create table if not exists grants (
    id text primary key, signer text not null, scope text not null, nonce text not null,
    authenticated real not null, dead integer not null default 0);
create table if not exists codes (
    hash text primary key, grant_id text not null, redirect_uri text not null, challenge text not null,
    until real not null, used integer not null default 0);
create table if not exists access (
    hash text primary key, grant_id text not null, scope text not null, until real not null);
create table if not exists refresh (
    hash text primary key, grant_id text not null, used integer not null default 0);
create table if not exists consents (
    id text primary key, version integer not null, patient text not null, practitioner text not null,
    status text not null, until real not null, code text not null, code_until real not null,
    secret text not null unique, changed real not null, ended text not null, body text not null);
create table if not exists asked (id text primary key, body text not null);
create table if not exists audit (
    id text primary key, version integer not null, received real not null, body text not null);
create table if not exists papers (
    id text not null, type text not null, hcode text not null, patient text not null, identifiers text not null,
    body text not null, primary key (type, id));
create table if not exists proofs (code text primary key, hcode text not null, body text not null);
create table if not exists links (
    secret text primary key, until real not null, passcode text not null, tries integer not null, files text not null);
create table if not exists tickets (ticket text primary key, until real not null, jwe text not null);
create table if not exists cursors (
    id text primary key, signer text not null, hcode text not null, body text not null, until real not null);
"""
_NAMES = (
    "requests",
    "grants",
    "codes",
    "access",
    "refresh",
    "consents",
    "asked",
    "audit",
    "papers",
    "proofs",
    "links",
    "tickets",
    "cursors",
    "counters",
)


class Store:
    """One SQLite database. Every statement stands for itself (autocommit)."""

    def __init__(self, path: str = ":memory:") -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(_TABLES)

    def run(self, statement: str, *values: object) -> int:
        """Execute a statement; the number of rows it changed."""
        return self._db.execute(statement, values).rowcount

    def one(self, query: str, *values: object) -> dict[str, Any] | None:
        """The first row, or None."""
        row = self._db.execute(query, values).fetchone()
        return dict(row) if row is not None else None

    def all(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Every row."""
        return [dict(row) for row in self._db.execute(query, values)]

    def next(self, name: str) -> int:
        """Count one further under ``name``: 1, 2, 3 ..., going on where a kept file stopped."""
        row = self._db.execute(
            "insert into counters values (?, 1) on conflict (name) do update set n = n + 1 returning n",
            (name,),
        ).fetchone()
        return int(row["n"])

    def latest(self) -> float:
        """The latest moment anything kept here was changed; 0.0 in an empty store."""
        row = self.one("select max(changed) as m from consents")
        other = self.one("select max(received) as m from audit")
        return max(float((row or {}).get("m") or 0), float((other or {}).get("m") or 0))

    def wipe(self) -> None:
        """Forget everything."""
        for name in _NAMES:
            self._db.execute(f"delete from {name}")  # noqa: S608 - the names stand above

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def fingerprint(secret: str) -> str:
    """How a token or a code is kept: SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
