"""The curtain before restricted rows: which there are, and which of them their reader has opened, one by one.

A restricted fact has no number that anybody could open it by. Behind the curtain it keeps a private one, its place in
the binder; what is opened is drawn as any row, but remembers what it was restricted under (``Fact.revealed``), so that
it can be marked, left off paper, and hidden again.
"""

from dataclasses import replace as changed
from typing import Any

import msgspec

from viewer.record.errors import NoSuchFact
from viewer.record.facts import Fact
from viewer.record.story import Hidden, Record


class Curtain:
    """Belongs to one binder. Numbers are the binder's."""

    def __init__(self) -> None:
        self.hidden: dict[int, Hidden] = {}  # what is behind it, by number; the opened ones included
        self._opened: set[int] = set()

    def before(self, number: int, fact: Fact, kind: str, asked: str) -> Fact:
        """The fact as it is to be drawn now: as it was read, or opened. ``asked`` is the facility that sent it."""
        if not fact.restricted:
            if number in self.hidden:
                self.forget(number)
            return fact
        opened = number in self._opened
        self.hidden[number] = Hidden(number, kind, fact.restricted, asked, opened)
        return _opened(fact, number) if opened else fact

    def draw(self, number: int, fact: Fact | None, *, aside: bool) -> tuple[str, Fact]:
        """Open one row, or hide it again; its kind and the fact as it is to be drawn now.

        Raises:
            NoSuchFact: nothing restricted has this number.
        """
        known = self.hidden.get(number)
        if known is None or fact is None:
            raise NoSuchFact("no restricted row has this number")
        (self._opened.add if aside else self._opened.discard)(number)
        self.hidden[number] = changed(known, opened=aside)
        return known.kind, _opened(fact, number) if aside else _covered(fact)

    def replaced(self, older: int, newer: int) -> None:
        """A newer version of a row came: what was opened stays open."""
        if older in self._opened:
            self._opened.add(newer)
        self.forget(older)

    def forget(self, number: int) -> None:
        """The row is gone, or is restricted no more."""
        self.hidden.pop(number, None)
        self._opened.discard(number)

    def rows(self) -> tuple[Hidden, ...]:
        """All restricted rows, the opened ones included, in the order of their numbers."""
        return tuple(self.hidden[number] for number in sorted(self.hidden))


def covered(record: Record) -> Record:
    """The record with all that was opened hidden again: what may be printed."""
    if not any(row.opened for row in record.hidden):
        return record
    kinds: dict[str, Any] = {
        row.kind: tuple(map(_covered, getattr(record, row.kind))) for row in record.hidden if row.opened
    }
    return changed(record, hidden=tuple(changed(row, opened=False) for row in record.hidden), **kinds)


def under(target: Fact | None, fact: Fact) -> Fact:
    """A fact that points to this row: put under what that is restricted for; itself where that changes nothing."""
    if target is None or not target.restricted or fact.restricted or fact.revealed:
        return fact
    return msgspec.structs.replace(fact, restricted=target.restricted, number=-1)


def _opened(fact: Fact, number: int) -> Fact:
    if not fact.restricted:
        return fact
    return msgspec.structs.replace(fact, revealed=fact.restricted, restricted="", number=number)


def _covered(fact: Fact) -> Fact:
    if not fact.revealed:
        return fact
    return msgspec.structs.replace(fact, restricted=fact.revealed, revealed="", number=-1)
