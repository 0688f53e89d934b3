"""A rule that spoke, before it is a finding: what every judge hands on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from viewer.record.facts import Allergy, Fact, Result
from viewer.safety.exposure import Exposure
from viewer.safety.finding import Level, Note, Reading, Unchecked
from viewer.safety.person import Person
from viewer.safety.rulebook import Entry

Sides = Sequence[Sequence[Exposure]]
"""The medicines on each side of a rule that count for it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What one rule found. ``level`` where it differs from the rule's own."""

    entry: Entry
    exposures: tuple[Exposure, ...] = ()
    values: tuple[Reading, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    others: tuple[Fact, ...] = ()
    notes: tuple[Note, ...] = ()
    level: Level | None = None
    unchecked: tuple[Unchecked, ...] = ()  # what else it would have looked at, and could not

    @property
    def hidden(self) -> bool:
        """Whether it rests on anything of restricted access."""
        facts = (*self.allergies, *self.others, *(value.fact for value in self.values))
        return any(one.hidden for one in self.exposures) or any(fact.restricted for fact in facts)


Doubt = Callable[[Unchecked], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge needs besides the rule and its medicines. ``doubt`` takes what could not be decided."""

    person: Person
    doubt: Doubt

    def unsure(
        self, entry: Entry, test: str, reason: str, fact: Fact | None = None, drugs: tuple[str, ...] = ()
    ) -> None:
        """A rule whose medicine is there could not be decided."""
        result = fact if isinstance(fact, Result) else None
        self.doubt(Unchecked(entry.rule.id, test, reason, result, tuple(dict.fromkeys(drugs))))


def in_order(exposures: Iterable[Exposure]) -> tuple[Exposure, ...]:
    """Each once, as they came."""
    return tuple({(id(one.course), one.ingredient): one for one in exposures}.values())
