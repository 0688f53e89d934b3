"""What else an allergy speaks against: the other drugs of its class or ring, as far as a rule in force says so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from viewer.record.facts import Allergy
from viewer.record.formulary import Formulary
from viewer.safety.allergens import named
from viewer.safety.rulebook import Rulebook
from viewer.safety.tables import AllergyRule


@dataclass(frozen=True, slots=True)
class Kindred:
    """Drugs beside the recorded one. ``whole``: the class was recorded by its name, so each of them is meant."""

    group: str
    ingredients: tuple[str, ...]  # ids, in alphabetical order
    whole: bool


def kindred(rows: Iterable[Allergy], formulary: Formulary, book: Rulebook) -> tuple[Kindred, ...]:
    """Each drug once, under the strongest rule that names it; () where nothing is known by an exact name."""
    told: set[str] = set()
    known: set[str] = set()
    classes: dict[str, None] = {}
    for row in rows:
        names = named(row, formulary)
        known.update(names.ingredients)
        classes |= dict.fromkeys(names.groups)
    found = []
    for group, members, whole in _rings(classes, known, formulary, book):
        if rest := members - known - told:
            told |= rest
            found.append(Kindred(group, tuple(sorted(rest)), whole))
    return tuple(found)


def _rings(
    classes: Iterable[str], known: set[str], formulary: Formulary, book: Rulebook
) -> Iterator[tuple[str, frozenset[str], bool]]:
    rules = [entry.rule for entry in book.entries if isinstance(entry.rule, AllergyRule) and not entry.why]
    for rule in sorted(rules, key=lambda rule: rule.rank):
        if rule.how == "class":
            for group in classes:
                yield group, formulary.members(group), True
        elif rule.how == "ring":
            for group in rule.groups:
                members = formulary.members(group)
                if members & known:
                    yield group, members, False
