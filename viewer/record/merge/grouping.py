"""From faces to groups: the same groups in whatever order the facts came.

Facts are taken in an order of their own (the most complete first). One that could belong to two groups that differ
belongs to neither: it stays alone. A source that sends a fact twice means two: a group holds one of each source.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

import msgspec

from viewer.record.facts import Fact, Supply
from viewer.record.merge.faces import Face, compare, completeness, exactly
from viewer.record.merge.supplied import batch, order, supplied_on, told

MOST_IN_BATCH = 96  # supplies of one medicine, strength and day; more are no prescription
MOST_FACES = 48  # different faces that are compared with one another; beyond it only equal faces merge


class Item(msgspec.Struct, frozen=True, gc=False):
    """A fact that may merge. ``source`` tells apart who sent it."""

    number: int
    fact: Fact
    face: Face
    source: tuple[str, ...]


class Group(msgspec.Struct, gc=False):
    """Items that tell one fact, the leading one first."""

    items: list[Item]
    rule: str = ""

    def takes(self, item: Item) -> str:
        """The rule by which an item belongs here; "" when it does not."""
        rule = ""
        for known in self.items:
            if known.source == item.source:
                return ""
            verdict = compare(known.face, item.face)
            if not verdict.rule:
                return ""
            rule = rule or verdict.rule
        return rule

    def join(self, item: Item, rule: str) -> None:
        """Take an item in."""
        self.items.append(item)
        self.rule = self.rule or rule


def groups_of(items: Iterable[Item]) -> list[Group]:
    """Groups, the single ones included."""
    buckets: dict[Hashable, list[Item]] = {}
    for item in items:
        key = exactly(item.face)
        if (bucket := buckets.get(key)) is None:
            buckets[key] = [item]
        else:
            bucket.append(item)
    found: list[Group] = []
    for bucket in buckets.values():
        if len(bucket) == 1:
            found.append(Group(bucket))
        elif len({item.source for item in bucket}) == 1:
            found += [Group([item]) for item in bucket]
        else:
            found += pair(*bucket) if len(bucket) == 2 else _grouped(sorted(bucket, key=_place))
    return found


def pair(one: Item, other: Item) -> list[Group]:
    """Two items: what most places come to."""
    verdict = compare(one.face, other.face)
    if not verdict.rule or one.source == other.source:
        return [Group([one]), Group([other])]
    first = one.source < other.source
    if one.face.values != other.face.values and (more := completeness(one.face) - completeness(other.face)):
        first = more > 0
    return [Group([one, other] if first else [other, one], verdict.rule)]


def _place(item: Item) -> tuple[int, tuple[str, ...], tuple[Hashable, ...]]:
    return -completeness(item.face), *_origin(item)


def _origin(item: Item) -> tuple[tuple[str, ...], tuple[Hashable, ...]]:
    origin = item.fact.origin
    return item.source, (origin.hcode, origin.facility, origin.type, origin.id, origin.version, origin.sent)


def _grouped(items: Sequence[Item]) -> list[Group]:
    """Equal faces pair off source by source; a less complete one joins the only group that it fits."""
    by_face: dict[Face, list[Group]] = {}
    sent: defaultdict[tuple[Face, tuple[str, ...]], int] = defaultdict(int)
    for item in items:
        rows = by_face.setdefault(item.face, [])
        turn = sent[item.face, item.source]
        sent[item.face, item.source] += 1
        if turn < len(rows) and (rule := rows[turn].takes(item)):
            rows[turn].join(item, rule)
            continue
        fitting: list[tuple[Group, str]] = []
        if len(by_face) <= MOST_FACES and not rows:
            fitting = _fitting(
                item, [row for face, rows in by_face.items() if face != item.face for row in rows]
            )
        if len(fitting) == 1:
            group, rule = fitting[0]
            group.join(item, rule)
        else:
            group = Group([item])
        rows.append(group)
    seen = {id(group): group for rows in by_face.values() for group in rows}
    return list(seen.values())


def _fitting(item: Item, groups: Sequence[Group]) -> list[tuple[Group, str]]:
    """At most two groups that it fits: the second is one too many."""
    found = []
    for group in groups:
        if rule := group.takes(item):
            found.append((group, rule))
            if len(found) == 2:
                break
    return found


def supply_groups(items: Iterable[Item]) -> list[Group]:
    """Supplies of one medicine at one facility: first what refers to one another, then batch by batch."""
    ordered = sorted(items, key=_supply_place)
    batches: defaultdict[Hashable, list[Group]] = defaultdict(list)
    for group in _linked(ordered):
        batches[batch(group.items[0].face)].append(group)
    found: list[Group] = []
    for groups in batches.values():
        found += _batched(groups) if 1 < len(groups) <= MOST_IN_BATCH else groups
    for group in found:
        group.items.sort(key=_supply_place)
    return found


def _supply_place(item: Item) -> tuple[Hashable, ...]:
    return (*order(item.fact), supplied_on(item.face), *_place(item)) if isinstance(item.fact, Supply) else ()


def _linked(items: Sequence[Item]) -> list[Group]:
    """Every item in a group; what names another as its basis in that one's, the earliest first."""
    by_id = {(told(item.face).scope, told(item.face).id): item for item in items}
    naming: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        who = told(item.face)
        for reference in who.basis:
            if (anchor := by_id.get((who.scope, reference))) is not None:
                naming[anchor.number].append(item)
    groups: dict[int, Group] = {}
    for anchor in items:
        if anchor.number not in naming:
            continue
        group = groups.setdefault(anchor.number, Group([anchor]))
        for item in sorted(naming[anchor.number], key=lambda one: supplied_on(one.face)):
            if item.number not in groups and (rule := group.takes(item)):
                group.join(item, rule)
                groups[item.number] = group
    for item in items:
        groups.setdefault(item.number, Group([item]))
    return list({id(group): group for group in groups.values()}.values())


def _batched(groups: Sequence[Group]) -> list[Group]:
    """Groups of one batch: what fits only one, or several that tell the same, is joined to the first of them."""
    made: list[Group] = []
    for group in groups:
        fitting = [(other, rule) for other in made if (rule := _takes_all(other, group))]
        content = {other.items[0].face.values[:-1] for other, _ in fitting}
        if len(content) != 1:
            made.append(group)
            continue
        first, rule = fitting[0]
        for item in group.items:
            first.join(item, rule)
    return made


def _takes_all(group: Group, other: Group) -> str:
    rules = [group.takes(item) for item in other.items]
    return rules[0] if all(rules) else ""
