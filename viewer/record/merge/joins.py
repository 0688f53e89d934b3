"""Which rows of a growing record are one: only the places in time that something came to are looked at again.

What merges depends on all facts of such a place together, never on the order in which they came; so a place is worked
out anew from the facts that are there, and what that changes is told to the rows and to the books.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from math import inf
from time import perf_counter
from typing import Any

import msgspec

from viewer.record.account import Books, End, end_of
from viewer.record.facts import Fact, Supply
from viewer.record.merge.differences import differences
from viewer.record.merge.grouping import Group, Item, groups_of, pair, supply_groups
from viewer.record.merge.places import Places
from viewer.record.merge.rules import KINDS
from viewer.record.merge.supplied import supply_face, whole
from viewer.record.merge.words import Lexicon
from viewer.record.rows import Entry, Rows
from viewer.record.story import Difference, Joined

SUPPLIES = "supplies"
_DOUBTFUL = frozenset(
    {"modifier-unknown", "member-unknown", "field-unreadable"}
)  # what a row with one of these says is not known whole

Key = Hashable


class _Outcome(msgspec.Struct):
    """What came of one place: ends by number where they differ from a row's own, and what is shown and told."""

    ends: dict[int, End] = {}
    instead: dict[int, Fact | None] = {}
    joined: dict[int, Joined] = {}
    sealed: set[int] = set()
    differs: dict[int, tuple[Difference, ...]] = {}


class Joins:
    """The merged rows of one binder. ``facts`` and ``scopes`` are the binder's own lists, by number.

    ``of_one``: whether they are known to be of one person; else nothing merges.
    """

    def __init__(
        self,
        rows: Rows,
        books: Books,
        facts: Sequence[Fact | None],
        scopes: Sequence[str],
        *,
        of_one: bool = True,
    ) -> None:
        self._rows, self._books, self._facts, self._scopes = rows, books, facts, scopes
        self._of_one, self._lexicon = of_one, Lexicon()
        self._sources: set[tuple[str, str]] = set()  # (scope, facility): who sends what of whom
        self._places = {kind: Places(kind, rows, self._lexicon) for kind in (*KINDS, SUPPLIES)}
        self._outcomes: dict[tuple[str, Key], _Outcome] = {}
        self._ends: dict[int, End] = {}
        self._sealed: set[int] = set()
        self._apart: dict[
            int, tuple[str, tuple[int, ...]]
        ] = {}  # what the reader split: kind, all of that split
        self._dirty: set[tuple[str, Key]] = set()
        self._untold = False  # something was worked out since the fields of the record were told

    # --- what the binder asks

    def end(self, number: int, fact: Fact) -> End:
        """How a fact is booked now."""
        return self._ends.get(number) or end_of(fact)

    def hear(self, scope: str, places: Iterable[str]) -> None:
        """Rows of these facilities, by hcode or name, came from there."""
        for place in places:
            self._sources.add((scope, place))

    def is_sealed(self, number: int) -> bool:
        """Whether it stands in a row that is restricted as a whole."""
        return number in self._sealed

    def forget(self, number: int, newer: int = -1) -> None:
        """A fact is read anew, or a newer version of it comes under another number; its booking is settled by the
        caller. What the reader split stays split."""
        self._ends.pop(number, None)
        if newer >= 0 and number in self._apart:
            kind, numbers = self._apart.pop(number)
            changed = tuple(newer if one == number else one for one in numbers)
            self._apart |= dict.fromkeys(changed, (kind, changed))

    def split(self, number: int) -> bool:
        """Show each fact of a merged row by itself, also when more arrives. False when it is in no merged row."""
        for (kind, _), outcome in self._outcomes.items():
            for joined in outcome.joined.values():
                numbers = tuple(member.number for member in joined.members)
                if number in numbers:
                    self._apart |= dict.fromkeys(numbers, (kind, numbers))
                    self._look_again(kind, numbers)
                    return True
        return False

    def rejoin(self, number: int) -> bool:
        """Undo a split. False when there was none."""
        if number not in self._apart:
            return False
        kind, numbers = self._apart[number]
        for one in numbers:
            self._apart.pop(one, None)
        self._look_again(kind, numbers)
        return True

    def _look_again(self, kind: str, numbers: Iterable[int]) -> None:
        entries = [entry for number in numbers if (entry := self._rows.get(kind, number)) is not None]
        self._dirty |= {(kind, key) for key in self._places[kind].touched(entries, ())}

    def settle(self) -> dict[str, Any]:
        """Look again at every place that something came to, went from, or was split at. What changed of the fields
        ``joined``, ``differs`` and ``parted`` of a Record."""
        self.settle_until(inf)
        changed, self._untold = self._untold, False
        return self._told() if changed else {}

    def settle_until(self, moment: float) -> bool:
        """As much of it as is done by then (of time.perf_counter); True when nothing is left."""
        self._look_at_what_came()
        while self._dirty:
            self._untold = True
            self._work_out(*self._dirty.pop())
            if self._dirty and perf_counter() >= moment:
                return False
        return True

    def _look_at_what_came(self) -> None:
        arranged = self._rows.arranged()
        if not self._of_one:
            return
        several = len(self._sources) > 1
        relayed = several and len({place for _, place in self._sources}) < len(self._sources)
        for kind, places in self._places.items():
            if kind not in arranged:
                continue
            fresh, gone = arranged[kind]
            if kind == SUPPLIES or (several and (relayed or not KINDS[kind].relayed)):
                self._dirty |= {(kind, key) for key in places.touched(fresh, gone)}
            else:
                places.keep(fresh, gone)

    # --- one place

    def _work_out(self, kind: str, key: Key) -> None:
        entries, keys = self._places[kind].at(key)
        places = [(kind, one) for one in keys]
        self._dirty.difference_update(places)
        old = [outcome for place in places if (outcome := self._outcomes.pop(place, None)) is not None]
        made = self._outcome(kind, entries)
        if made is None and not old:
            return
        made = made or _Outcome()
        if made.ends or made.differs:
            self._outcomes[kind, key] = made
        self._book({number for outcome in old for number in outcome.ends}, made.ends)
        self._rows.show_instead(kind, made.instead, [number for outcome in old for number in outcome.instead])
        for outcome in old:
            self._sealed -= outcome.sealed
        self._sealed |= made.sealed

    def _book(self, old: set[int], ends: Mapping[int, End]) -> None:
        for number in old | ends.keys():
            fact = self._facts[number]
            before, after = self._ends.pop(number, None), ends.get(number)
            if fact is None:  # replaced, and booked by the binder
                continue
            if after is not None:
                self._ends[number] = after
            if before is not after:
                self._books.move(fact.origin.type, before or end_of(fact), after or end_of(fact))

    def _outcome(self, kind: str, entries: Sequence[Entry]) -> _Outcome | None:
        if len(entries) < 2:
            return None
        made: _Outcome | None = None
        for groups in self._supplies(entries) if kind == SUPPLIES else self._groups(kind, entries):
            for group in groups:
                if len(group.items) > 1:
                    made = made or _Outcome()
                    _tell(made, group)
            if len(groups) > 1 and (apart := differences([one for one in groups if not _is_restricted(one)])):
                made = made or _Outcome()
                made.differs |= apart
        return made

    def _source(self, entry: Entry) -> tuple[str, str]:
        origin = entry[2].origin
        return self._scopes[entry[1]], origin.hcode or origin.facility

    def _groups(self, kind: str, entries: Sequence[Entry]) -> Iterator[list[Group]]:
        """By kin first, which is quick: only what two sources tell of is looked at closely."""
        kin_of, face_of = KINDS[kind][:2]
        lexicon, source_of = self._lexicon, self._source
        kins: defaultdict[Hashable, list[Entry]] = defaultdict(list)
        for entry in entries:
            kins[kin_of(entry[2], lexicon)].append(entry)
        kins.pop(None, None)
        for found in kins.values():
            if len(found) < 2:
                continue
            sources = list(map(source_of, found))
            if sources.count(sources[0]) == len(sources):
                continue
            items = [
                Item(entry[1], entry[2], face, source)
                for entry, source in zip(found, sources, strict=True)
                if ((not entry[2].remarks and not self._apart) or self._may_join(entry))
                and (face := face_of(entry[2], lexicon)) is not None
            ]
            yield pair(*items) if len(items) == 2 else groups_of(items)

    def _supplies(self, entries: Sequence[Entry]) -> Iterator[list[Group]]:
        found = {(self._scopes[number], fact.kind) for _, number, fact in entries if isinstance(fact, Supply)}
        if len(found) < 2:
            return
        items = []
        for entry in entries:
            _, number, fact = entry
            scope = self._scopes[number]
            if (
                isinstance(fact, Supply)
                and self._may_join(entry)
                and (face := supply_face(fact, scope, self._lexicon)) is not None
            ):
                items.append(Item(number, fact, face, (scope, str(fact.kind))))
        yield supply_groups(items)

    def _may_join(self, entry: Entry) -> bool:
        _, number, fact = entry
        if number in self._apart:
            return False
        return not fact.remarks or not any(remark.code in _DOUBTFUL for remark in fact.remarks)

    def _told(self) -> dict[str, Any]:
        joined: dict[int, Joined] = {}
        differs: dict[int, tuple[Difference, ...]] = {}
        for outcome in self._outcomes.values():
            joined |= outcome.joined
            differs |= outcome.differs
        parted = {number: numbers for number, (_, numbers) in self._apart.items()}
        return {"joined": joined, "differs": differs, "parted": parted}


def _is_restricted(group: Group) -> bool:
    return any(item.fact.restricted for item in group.items)


def _tell(made: _Outcome, group: Group) -> None:
    """One group as one row; restricted as a whole when one of its members is."""
    lead, *others = group.items
    for item in others:
        made.ends[item.number] = End.MERGED
        made.instead[item.number] = None
    if _is_restricted(group):
        made.sealed.update(item.number for item in group.items)
        made.ends[lead.number] = End.RESTRICTED
        made.instead[lead.number] = _sealed(group.items)
        return
    made.joined[lead.number] = Joined(group.rule, tuple([item.fact for item in group.items]))
    if isinstance(lead.fact, Supply):
        made.instead[lead.number] = whole(
            lead.fact, [item.fact for item in others if isinstance(item.fact, Supply)]
        )


def _sealed(items: Iterable[Item]) -> Fact:
    lead, *_ = items = list(items)
    category = next(item.fact.restricted for item in items if item.fact.restricted)
    return msgspec.structs.replace(lead.fact, restricted=category, number=-1)
