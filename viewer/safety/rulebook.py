"""The rulebook: all tables together, made quick to ask, with what a site switched off.

Sides are worked out to ingredients once. By ingredient the book knows which sides it stands on, so that a check looks
at the rules of the medicines that are there and at no others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from viewer.base.resources import resource
from viewer.record.formulary import Formulary
from viewer.safety.errors import TableUnreadable
from viewer.safety.tables import (
    DoseRule,
    LimitRule,
    MonitorRule,
    PairRule,
    PastRule,
    ReadingRule,
    RepeatRule,
    Rule,
    Side,
    Source,
    Table,
    Windows,
    read_table,
)

LEFT, RIGHT = 0, 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule in force, or not: ``why`` is "" (applied), "off", "asleep". ``sides`` are ingredient ids."""

    rule: Rule
    table: str
    version: str
    source: Source
    owner: str
    review: date  # when its table is to be looked at again
    sides: tuple[frozenset[str], ...] = ()
    without: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    why: str = ""

    @property
    def local(self) -> tuple[bool, ...]:
        """By side, whether medicines that act where they are put count too."""
        return tuple(side.where == "any" for side in sides_of(self.rule))


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules. ``faults`` say which tables could not be read; their rules are not here."""

    entries: tuple[Entry, ...] = ()
    by_ingredient: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    windows: Windows = field(default_factory=Windows)
    outlasting: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()

    def entry(self, rule: str) -> Entry | None:
        """A rule by its id, with its table and source: for the words of a finding and the page of rules."""
        return next((entry for entry in self.entries if entry.rule.id == rule), None)


def rulebook(
    formulary: Formulary,
    extra: Sequence[Path] = (),
    off: Iterable[str] = (),
    shipped: Sequence[Path] | None = None,
) -> Rulebook:
    """Our tables, then a site's (``extra``): its rules stand beside ours, one of the same id in its place.

    A table that cannot be read is a fault and the rest runs. ``off`` are ids the site does not want.
    """
    tables: list[Table] = []
    faults: list[str] = []
    for path in (
        *(shipped if shipped is not None else sorted(resource("tables", "rules").glob("*.json"))),
        *extra,
    ):
        try:
            tables.append(read_table(path))
        except TableUnreadable as error:
            faults.append(str(error))
    unwanted = frozenset(off)
    entries: dict[str, Entry] = {}
    lists = {name: frozenset(members) for table in tables for name, members in table.lists.items()}
    for table in tables:
        for rule in table.rules:
            entries[rule.id] = _entry(rule, table, formulary, lists, unwanted)
    windows = next((table.windows for table in reversed(tables) if table.windows is not None), Windows())
    in_order = tuple(entries.values())
    return Rulebook(
        in_order, _by_ingredient(in_order), windows, _members(windows.drugs, formulary, lists), tuple(faults)
    )


def sides_of(rule: Rule) -> tuple[Side, ...]:
    """The sides of a rule, in its order."""
    if isinstance(rule, PairRule):
        return (rule.left, rule.right)
    if isinstance(rule, LimitRule):
        return rule.sides
    if isinstance(rule, DoseRule):
        return (rule.side,) if rule.beside is None else (rule.side, rule.beside)
    if isinstance(rule, MonitorRule | PastRule | ReadingRule):
        return (rule.side,)
    return (rule.side,) if isinstance(rule, RepeatRule) and rule.side is not None else ()


Lists = Mapping[str, frozenset[str]]


def _entry(rule: Rule, table: Table, formulary: Formulary, lists: Lists, off: frozenset[str]) -> Entry:
    sides = tuple(_members(side, formulary, lists) for side in sides_of(rule))
    without: frozenset[str] = frozenset()
    if isinstance(rule, LimitRule):
        without = without.union(*(_members(side, formulary, lists) for side in rule.without))
    but: frozenset[str] = frozenset()
    if isinstance(rule, RepeatRule):
        but = but.union(rule.but, *(_group(name, formulary, lists) for name in rule.but))
    why = "off" if rule.id in off or not rule.on else "asleep" if rule.asleep and not all(sides) else ""
    if rule.asleep == "outbreak":
        why = why or "asleep"
    return Entry(
        rule,
        table.table,
        table.version,
        table.sources[rule.source],
        table.owner,
        table.review,
        sides,
        without,
        but,
        why,
    )


def _members(side: Side, formulary: Formulary, lists: Lists) -> frozenset[str]:
    found = frozenset(side.of).union(*(_group(name, formulary, lists) for name in side.groups))
    return found - frozenset(side.but).union(*(_group(name, formulary, lists) for name in side.but))


def _group(name: str, formulary: Formulary, lists: Lists) -> frozenset[str]:
    return formulary.members(name) | lists.get(name, frozenset())


def _by_ingredient(entries: Sequence[Entry]) -> dict[str, tuple[tuple[int, int], ...]]:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        if entry.why:
            continue
        for place, members in enumerate(entry.sides):
            for ingredient in members:
                found[ingredient].append((number, place))
    return {ingredient: tuple(places) for ingredient, places in found.items()}
