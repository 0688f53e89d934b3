"""Rows that point to what is not here yet: remembered, and read again when it comes.

So the order of arrival never changes what the record says.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec

from viewer.exchange.directory import Facility
from viewer.record.facts import Fact, Problem, Result
from viewer.record.index import Index
from viewer.record.others import Other
from viewer.record.reading.known import Desk, Known, Named

ReadAgain = Callable[[int], None]
_HEAVY = 128  # things wanted


class Again(NamedTuple):
    """What is needed to read a row again."""

    raw: bytes
    parcel: Facility
    scope: str
    flaws: tuple[str, ...]
    custodian: msgspec.Raw
    keys: tuple[str, ...]
    wanted: int  # to how many things it points that are not here


class Awaited:
    """Belongs to one binder. Numbers are the binder's; ``read_again`` reads the row of a number anew."""

    def __init__(self, desk: Desk, index: Index, read_again: ReadAgain) -> None:
        self._desk = desk
        self._index = index
        self._read_again = read_again
        self._again: dict[int, Again] = {}
        self._wanting: defaultdict[str, set[int]] = defaultdict(set)
        self._stale: set[int] = set()

    def remember(self, number: int, again: Again) -> None:
        """A row points to something that is not here."""
        self._again[number] = again

    def forget(self, number: int) -> None:
        """The row was replaced."""
        self._again.pop(number, None)

    def how(self, number: int) -> Again | None:
        """How to read a row again; None of one that points to nothing missing."""
        return self._again.get(number)

    def want(self, number: int, keys: Iterable[str]) -> None:
        """The row is to be read again when one of these comes."""
        for key in keys:
            self._wanting[key].add(number)

    def learn(self, keys: Iterable[str], found: Known, scope: str) -> None:
        """Answer references to ``keys`` with this from now on."""
        for key in keys:
            self._desk.learn(scope, key, found)
            self.wake(key)

    def wake(self, key: str) -> None:
        """What some rows wanted has come, or has changed what it means."""
        if key in self._wanting:
            self._stale |= self._wanting.pop(key)

    def settle(self, *, all_of_it: bool = False) -> None:
        """Read them, once for all that came; that may wake those that point to them. Those that point to very much
        wait until ``all_of_it`` is asked for: read for every page that comes, they would add up."""
        for key in self._index.news():
            self.wake(key)
        waiting: set[int] = set()
        while self._stale:
            stale = sorted(self._stale)
            self._stale.clear()
            for number in stale:
                again = self._again.get(number)
                if again is not None and again.wanted > _HEAVY and not all_of_it:
                    waiting.add(number)
                else:
                    self._read_again(number)
        self._stale = waiting


def lent(fact: Fact) -> Known:
    """What a row lends to those that point to it: itself, or no more than a name."""
    if isinstance(fact, Problem | Result):
        return fact
    return Named(fact.words) if isinstance(fact, Other) and not fact.restricted else Named()
