"""The books: every resource received ends as exactly one of shown, merged, restricted, supporting or gap."""

from collections import Counter, defaultdict
from enum import StrEnum

from viewer.exchange.directory import Facility
from viewer.record.facts import Fact, Person
from viewer.record.story import Account, Gap, Tally


class End(StrEnum):
    """What became of a resource. Values are the fields of Tally."""

    SHOWN = "shown"
    MERGED = "merged"
    RESTRICTED = "restricted"
    SUPPORTING = "supporting"
    GAPS = "gaps"


class Books:
    """Counts per type. An entry is made once, with its end; later it may only move from one end to another."""

    def __init__(self) -> None:
        self._ends: defaultdict[str, dict[End, int]] = defaultdict(lambda: dict.fromkeys(End, 0))
        self._all = dict.fromkeys(End, 0)

    def enter(self, type_: str, end: End, count: int = 1) -> None:
        """One more resource was received, or several, and ended so."""
        self._ends[type_][end] += count
        self._all[end] += count

    def move(self, type_: str, before: End, after: End) -> None:
        """A resource ends another way now: a late reference made it restricted, or a newer version replaced it."""
        ends = self._ends[type_]
        ends[before] -= 1
        ends[after] += 1
        self._all[before] -= 1
        self._all[after] += 1

    @property
    def total(self) -> Tally:
        """The sum over all types."""
        return _tally(self._all)

    def account(self) -> Account:
        """The tallies, by type in order of name."""
        return Account({type_: _tally(ends) for type_, ends in sorted(self._ends.items())})


class Gaps:
    """What was received and is not shown, counted by why, type and the facility asked."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str, str, str]] = Counter()

    def note(self, code: str, type_: str, parcel: Facility, count: int = 1, detail: str = "") -> None:
        """One more, or several."""
        self._counts[code, type_, parcel.hcode, parcel.name, detail] += count

    def rows(self) -> tuple[Gap, ...]:
        """All of them, in the order in which they were first met."""
        counted = self._counts.items()
        return tuple(Gap(code, type_, count, *where) for (code, type_, *where), count in counted)


_SHOWN, _SUPPORTING, _RESTRICTED = (
    End.SHOWN,
    End.SUPPORTING,
    End.RESTRICTED,
)  # asked for by every row: see wire._MATCH


def end_of(fact: Fact) -> End:
    """What became of a resource that was read: opening a restricted row does not change what it is."""
    if fact.restricted or fact.revealed:
        return _RESTRICTED
    return _SUPPORTING if isinstance(fact, Person) else _SHOWN


def _tally(ends: dict[End, int]) -> Tally:
    return Tally(sum(ends.values()), **{str(end): count for end, count in ends.items()})
