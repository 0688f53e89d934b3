"""What a rule looks at in a fact, and what two facts of one rule are to each other."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import msgspec

EMPTY = ("", None, ())  # what a source that says nothing leaves in a loose field


class Verdict(NamedTuple):
    """What one fact is to another: ``rule`` joins them, or ``field`` parts them, or neither: they are unrelated."""

    rule: str = ""
    field: str = ""

    @property
    def same(self) -> bool:
        """Whether both tell the same fact."""
        return bool(self.rule)


UNRELATED = Verdict()


class Field(NamedTuple):
    """One thing that is compared.

    ``loose``: a source that leaves it out does not contradict one that says it. ``telling``: where it is all that
    parts two facts, a reader should see the difference; otherwise they have nothing to do with each other.
    """

    name: str
    loose: bool = False
    telling: bool = True


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule by name, with its fields in the order in which a difference is named. One value per rule."""

    name: str
    fields: tuple[Field, ...]
    same: Callable[["Face", "Face"], Verdict] | None = None  # where comparing field by field is not enough

    @cached_property
    def merged(self) -> Verdict:
        """That two facts are one by this rule."""
        return Verdict(rule=self.name)

    @cached_property
    def exact(self) -> tuple[int, ...]:
        """Places of the fields that must be equal."""
        return tuple(place for place, field in enumerate(self.fields) if not field.loose)

    @cached_property
    def loose(self) -> tuple[int, ...]:
        """Places of the others."""
        return tuple(place for place, field in enumerate(self.fields) if field.loose)


class Face(msgspec.Struct, frozen=True, gc=False):
    """A fact as its rule sees it. Only faces of one ``rule`` and ``kin`` may be the same.

    ``codes`` are (system, code) pairs, ``name`` the folded words: for kinds that are told by code here and by words
    there. Both empty where ``kin`` says it all.
    """

    rule: Rule
    kin: Hashable
    values: tuple[Hashable, ...]
    codes: frozenset[tuple[str, str]] = frozenset()
    name: str = ""


def compare(one: Face, other: Face) -> Verdict:
    """What two facts are to each other. Symmetric."""
    rule = one.rule
    if rule.same is None and one == other:
        return rule.merged
    if rule is not other.rule or one.kin != other.kin or not _same_thing(one, other):
        return UNRELATED
    return rule.same(one, other) if rule.same is not None else by_fields(one, other)


def by_fields(one: Face, other: Face, skip: frozenset[str] = frozenset()) -> Verdict:
    """Field by field; ``skip`` are names that are not looked at."""
    found = ""
    for field, mine, theirs in zip(one.rule.fields, one.values, other.values, strict=True):
        if mine == theirs or field.name in skip or (field.loose and (mine in EMPTY or theirs in EMPTY)):
            continue
        if not field.telling:
            return UNRELATED
        found = found or field.name
    return Verdict(field=found) if found else one.rule.merged


def exactly(face: Face) -> tuple[Hashable, ...]:
    """What must be equal in the same facts: a key for looking them up."""
    values = face.values
    return (face.rule, face.kin, *[values[place] for place in face.rule.exact])


def completeness(face: Face) -> int:
    """How many of the loose fields are told."""
    values = face.values
    return sum([values[place] not in EMPTY for place in face.rule.loose])


def _same_thing(one: Face, other: Face) -> bool:
    """By a shared code, else by the same words; never when both have a code of one system and none is shared."""
    if not (one.codes or one.name or other.codes or other.name):
        return True
    systems = {system for system, _ in one.codes} & {system for system, _ in other.codes}
    shared = one.codes & other.codes
    if systems - {system for system, _ in shared}:
        return False
    return bool(shared) or (bool(one.name) and one.name == other.name)
