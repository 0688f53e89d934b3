"""The rows of a binder by kind, in the order a reader wants them; only what changed is put in order again."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from viewer.record.account import Books, End
from viewer.record.facts import Fact
from viewer.record.values import UNDATED

_DAY = 86_400
_MANY = 64  # fewer new rows than one in so many find their places one by one

Entry = tuple[int, int, Fact]  # place in time, number, the fact
_PLACE, _NUMBER, _FACT = itemgetter(0), itemgetter(1), itemgetter(2)


class _Shelf:
    """The rows of one kind: all of them by number, and in order as of the last time they were arranged."""

    __slots__ = ("_entries", "_late", "fresh", "gone", "instead", "order", "stale")

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self._late: list[Entry] = []  # not in it yet: of most rows nobody ever asks by their number
        self.order: list[Entry] = []
        self.fresh: list[Entry] = []  # since then
        self.gone: list[Entry] = []
        self.instead: dict[
            int, Fact | None
        ] = {}  # what is shown in place of a row; None = another row tells it
        self.stale = False  # what is given out is not what it was

    @property
    def entries(self) -> dict[int, Entry]:
        """All rows by number."""
        if self._late:
            self._entries.update(zip(map(_NUMBER, self._late), self._late, strict=True))
            self._late.clear()
        return self._entries

    def add(self, entries: Sequence[Entry]) -> None:
        """Rows whose numbers are new."""
        self._late += entries
        self.fresh += entries

    def arrange(self) -> None:
        """New rows find their place among the others; only where some went, all are placed anew."""
        if not self.gone and len(self.fresh) * _MANY < len(self.order):
            for entry in self.fresh:
                insort(self.order, entry)
            return
        # They nearly are by number: two sorts by one number take half the time of one by both.
        come = sorted(self.entries.values() if self.gone else self.fresh, key=_NUMBER)
        come.sort(key=_PLACE)
        if self.gone or not self.order:
            self.order = come
        else:
            self.order += come
            self.order.sort()  # of two parts in order, which are only merged

    def shown(self, facts: Sequence[Fact | None]) -> tuple[Fact, ...]:
        """The rows in order; ``facts`` are all, by number. Few stand in the place of others: these are looked for, not
        asked for at every row."""
        if not self.instead:
            return tuple(map(_FACT, self.order))
        shown: list[Fact | None] = list(map(_FACT, self.order))
        for number, fact in self.instead.items():
            shown[bisect_left(self.order, (_place_of(facts[number]), number))] = fact
        return tuple([fact for fact in shown if fact is not None])


class Rows:
    """Open and restricted rows, by kind (a field of Record) and number. ``facts`` are the binder's own, by number."""

    def __init__(self, facts: Sequence[Fact | None]) -> None:
        self._facts = facts
        self._kinds: defaultdict[str, _Shelf] = defaultdict(_Shelf)

    def place(self, kind: str, number: int, fact: Fact) -> None:
        """Put a row in, or a new reading of it in the place of the old."""
        shelf = self._kinds[kind]
        if number in shelf.entries:
            shelf.gone.append(shelf.entries[number])
        entry = shelf.entries[number] = (_place_of(fact), number, fact)
        shelf.fresh.append(entry)

    def add(self, kind: str, entries: Sequence[Entry]) -> None:
        """As ``place``, of many rows whose numbers are new."""
        self._kinds[kind].add(entries)

    def remove(self, kind: str, number: int) -> None:
        """Take a row out."""
        shelf = self._kinds[kind]
        if (entry := shelf.entries.pop(number, None)) is not None:
            shelf.gone.append(entry)
        shelf.instead.pop(number, None)

    def arranged(self) -> dict[str, tuple[list[Entry], list[Entry]]]:
        """Put everything in order; by kind what came and what went since this was last asked."""
        found = {}
        for kind, shelf in self._kinds.items():
            if shelf.fresh or shelf.gone:
                shelf.arrange()
                fresh = shelf.fresh
                if shelf.gone:  # what came may have gone again
                    fresh = [entry for entry in fresh if shelf.entries.get(entry[1]) is entry]
                found[kind] = (fresh, shelf.gone)
                shelf.fresh, shelf.gone, shelf.stale = [], [], True
        return found

    def of_day(self, kind: str, day: int) -> list[Entry]:
        """The rows of a local day (a number of ``day_of``), as arranged."""
        order = self._kinds[kind].order
        first = bisect_left(order, (-(day * _DAY + _DAY - 1),))
        return order[first : bisect_left(order, (-day * _DAY + 1,), first)]

    def get(self, kind: str, number: int) -> Entry | None:
        """A row by its number."""
        return self._kinds[kind].entries.get(number)

    def show_instead(self, kind: str, shown: dict[int, Fact | None], again: Iterable[int]) -> None:
        """Show other facts in the place of these rows, or nothing; and the rows ``again`` as they are."""
        shelf = self._kinds[kind]
        for number in again:
            shelf.instead.pop(number, None)
        shelf.instead |= shown
        shelf.stale = True

    def changed(self) -> dict[str, tuple[Any, ...]]:
        """The kinds that changed since this was last asked, newest row first, undated last."""
        found: dict[str, tuple[Any, ...]] = {}
        for kind, shelf in self._kinds.items():
            if shelf.stale:
                shelf.stale = False
                found[kind] = shelf.shown(self._facts)
        return found


class Batch:
    """Rows of one kind whose numbers are new and that are shown as they came: placed and booked together."""

    __slots__ = ("_booked", "_books", "_kind", "_rows", "_type", "entries")

    def __init__(self, kind: str, rows: Rows, books: Books) -> None:
        self._kind, self._rows, self._books = kind, rows, books
        self.entries: list[Entry] = []
        self._type, self._booked = "", 0  # of what comes now; how many of the entries are in the books

    def turn(self, type_: str) -> None:
        """What comes next is of this type."""
        if (count := len(self.entries) - self._booked) > 0:
            self._books.enter(self._type, End.SHOWN, count)
            self._booked += count
        self._type = type_

    def settle(self) -> None:
        """Before anything is asked of them."""
        if self.entries:
            self.turn(self._type)
            self._rows.add(self._kind, self.entries)
            self.entries.clear()
            self._booked = 0


def _place_of(fact: Fact | None) -> int:
    return UNDATED if fact is None or fact.when is None else fact.when.age


def day_of(entry: Entry) -> int:
    """The local day of a row as a number; 0 when it has none."""
    return 0 if entry[0] == UNDATED else -entry[0] // _DAY
