"""Rows that point to others: remembered, and read again when what they point to comes, or comes anew.

So the order of arrival never changes what the record says. What is pointed to is read before what points to it, so
that a chain of references costs one more reading of each row, however long it is; and where all that changed is that
the target is restricted now, the row is covered as it stands.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec

from viewer.exchange.directory import Facility
from viewer.record.arrivals import Arrival, Names
from viewer.record.facts import Fact, Problem, Result
from viewer.record.index import Index
from viewer.record.others import Other
from viewer.record.reading.desk import Reading
from viewer.record.reading.known import Desk, Known, Named
from viewer.record.sent import Sent
from viewer.record.values import Origin

ReadAgain = Callable[[int], None]
Cover = Callable[[int, str], None]
_HEAVY = 128  # things wanted


class Again(NamedTuple):
    """What is needed to read a row again."""

    read: Sent
    parcel: Facility
    scope: str
    flaws: tuple[str, ...]
    custodian: msgspec.Raw
    names: Names
    wanted: int  # to how many things it points

    @classmethod
    def of(cls, arrival: Arrival, reading: Reading) -> "Again":
        """Of a row that was read a first time."""
        return cls(
            arrival.read, reading.parcel, reading.scope, arrival.flaws, arrival.custodian, arrival.names,
            len(reading.wanted),
        )  # fmt: skip

    def reading(self, desk: Desk, index: Index, origin: Origin, number: int) -> Reading:
        """To read it with once more."""
        reading = Reading(
            desk, desk.terms, self.parcel, self.scope, origin.type, self.read, origin.sent, number, self.custodian,
            index,
        )  # fmt: skip
        reading.lost(self.flaws)
        return reading


class Awaited:
    """Belongs to one binder. Numbers are the binder's; ``read_again`` reads the row of a number anew, ``cover`` puts
    one under what the target of a key is restricted for."""

    def __init__(self, desk: Desk, index: Index, read_again: ReadAgain, cover: Cover) -> None:
        self._desk = desk
        self._index = index
        self._read_again = read_again
        self._cover = cover
        self._again: dict[int, Again] = {}
        self._wanting: defaultdict[str, set[int]] = defaultdict(set)
        self._woken: dict[str, set[int]] = {}  # who wanted what came, since they were last read again
        self._stale: set[int] = set()
        self._pending: set[int] = set()  # of those that are being read again now: whose turn is still to come
        self._shaded: dict[int, str] = {}  # the key of what they point to that fell under a restriction

    def remember(self, number: int, again: Again) -> None:
        """A row points to something that is not here."""
        self._again[number] = again

    def forget(self, number: int) -> None:
        """The row was replaced."""
        self._again.pop(number, None)

    def how(self, number: int) -> Again | None:
        """How to read a row again; None of one that points to nothing."""
        return self._again.get(number)

    def want(self, number: int, keys: Iterable[str]) -> None:
        """The row is to be read again when one of these comes. What came before it was read is no news to it."""
        self._wake_for_news(number)
        for key in keys:
            self._wanting[key].add(number)

    def learn(self, keys: Iterable[str], found: Known, scope: str) -> None:
        """Answer references to ``keys`` with this from now on."""
        for key in keys:
            self._desk.learn(scope, key, found)
            self.wake(key)

    def wake(self, key: str) -> None:
        """What some rows wanted has come, or has changed what it means."""
        if (rows := self._wanting.pop(key, None)) is not None:
            self._stale |= rows - self._pending
            self._woken[key] = self._woken.get(key, set()) | rows

    def changed(self, number: int, before: Fact, after: Fact) -> None:
        """A row was read again: those that point to it are told when it has a name now, or is restricted now."""
        again = self._again.get(number)
        if again is None:
            return
        if after.restricted and not (before.restricted or before.revealed):
            for key in again.names.keys:
                if isinstance(after, Problem | Other):
                    self._desk.learn(again.scope, key, lent(after))
                self._shaded |= dict.fromkeys(self._wanting.get(key, ()), key)
        elif isinstance(before, Other) and isinstance(after, Other) and after.words and not before.words:
            self.learn(again.names.keys, lent(after), again.scope)

    def settle(self, *, all_of_it: bool = False) -> None:
        """Read them, once for all that came; that may wake those that point to them. Those that point to very much
        wait until ``all_of_it`` is asked for: read for every page that comes, they would add up."""
        self._wake_for_news()
        waiting: set[int] = set()
        while self._stale or self._shaded:
            stale, self._stale = self._stale, set()
            if not all_of_it:
                heavy = {number for number in stale if self._is_heavy(number)}
                waiting |= heavy
                stale -= heavy
            self._pending = stale
            for number in self._targets_first(stale):
                self._pending.discard(number)
                self._read_again(number)
            shaded, self._shaded = self._shaded, {}
            for number, key in shaded.items():
                self._cover(number, key)
        self._stale = waiting

    def _wake_for_news(self, before: int | None = None) -> None:
        for key in self._index.news(before):
            self.wake(key)

    def _is_heavy(self, number: int) -> bool:
        again = self._again.get(number)
        return again is not None and again.wanted > _HEAVY

    def _targets_first(self, stale: Iterable[int]) -> Iterator[int]:
        """Each once, after those among them that it points to; in a circle, the first that came begins."""
        numbers = sorted(stale)
        among = set(numbers)
        behind = {number: self._behind(number) & among for number in numbers}
        self._woken = {}
        ahead = Counter(number for rows in behind.values() for number in rows)
        done: set[int] = set()
        for first in sorted(numbers, key=lambda number: ahead[number] > 0):
            ready = [first]
            while ready:
                number = ready.pop()
                if number in done:
                    continue
                done.add(number)
                yield number
                for row in behind[number]:
                    ahead[row] -= 1
                    if not ahead[row]:
                        ready.append(row)

    def _behind(self, number: int) -> set[int]:
        again = self._again.get(number)
        keys = again.names.keys if again is not None else ()
        return {row for key in keys for row in self._woken.get(key, ())} - {number}


def lent(fact: Fact) -> Known:
    """What a row lends to those that point to it: itself, or no more than a name."""
    if isinstance(fact, Problem | Result):
        return fact
    return Named(fact.words) if isinstance(fact, Other) and not fact.restricted else Named()
