"""What keeps two rows apart that would be one otherwise: shown beside both, so that nobody has to find it."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import combinations

from viewer.record.merge.faces import compare
from viewer.record.merge.grouping import Group
from viewer.record.story import Difference

MOST = 16  # rows of one kin that are held against each other; so many of a day are a course, not a difference


def differences(groups: Sequence[Group]) -> dict[int, tuple[Difference, ...]]:
    """By number of the leading fact: every other source's row that differs in one telling thing."""
    kins: defaultdict[Hashable, list[Group]] = defaultdict(list)
    for group in groups:
        face = group.items[0].face
        kins[face.rule.name, face.kin].append(group)
    found: defaultdict[int, dict[int, Difference]] = defaultdict(dict)
    for kin in kins.values():
        if 1 < len(kin) <= MOST:
            for one, other in combinations(kin, 2):
                _hold(found, one, other)
    return {number: tuple(of.values()) for number, of in found.items()}


def _hold(found: dict[int, dict[int, Difference]], one: Group, other: Group) -> None:
    mine, theirs = one.items[0], other.items[0]
    field = compare(mine.face, theirs.face).field
    if not field:
        return
    if {item.source for item in one.items}.isdisjoint(
        item.source for item in other.items
    ):  # else it meant two
        found[mine.number][theirs.number] = Difference(field, theirs.fact)
        found[theirs.number][mine.number] = Difference(field, mine.fact)
