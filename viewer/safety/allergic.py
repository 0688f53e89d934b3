"""A medicine that is there although an allergy is recorded: to it, to its class by name, to one of its ring.

An allergy of which the text was not read whole, and that holds the name, is asked about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from viewer.record.facts import Allergy
from viewer.record.formulary import Formulary
from viewer.safety.allergens import Allergens
from viewer.safety.draft import Draft, in_order
from viewer.safety.exposure import Exposure
from viewer.safety.finding import Note
from viewer.safety.rulebook import Entry
from viewer.safety.tables import AllergyRule

Found = Iterator[tuple[Exposure, Sequence[Allergy]]]


def allergic(
    entry: Entry, present: Mapping[str, Sequence[Exposure]], known: Allergens, formulary: Formulary
) -> Iterator[Draft]:
    """One draft per course; a combination whose two parts are both named is one."""
    rule = entry.rule
    if not isinstance(rule, AllergyRule) or known.is_empty:
        return
    ways = {"same": _same, "class": _class, "ring": _ring, "mention": _mention}
    by_course: defaultdict[int, list[tuple[Exposure, Sequence[Allergy]]]] = defaultdict(list)
    for one, rows in ways[rule.how](rule, present, known, formulary):
        by_course[id(one.course)].append((one, rows))
    for found in by_course.values():
        exposures = in_order(one for one, _ in found)
        rows = _once(row for _, told in found for row in told)
        against = _against(exposures, known, formulary)
        notes = (Note("conflict"),) if against else ()
        yield Draft(entry, exposures, allergies=(*rows, *against), notes=notes)


def _same(
    _: AllergyRule, present: Mapping[str, Sequence[Exposure]], known: Allergens, __: Formulary
) -> Found:
    for ingredient, rows in known.by_ingredient.items():
        for one in present.get(ingredient, ()):
            yield one, rows


def _class(
    _: AllergyRule, present: Mapping[str, Sequence[Exposure]], known: Allergens, formulary: Formulary
) -> Found:
    for group, rows in known.by_group.items():
        for ingredient in formulary.members(group):
            for one in present.get(ingredient, ()):
                yield one, rows


def _mention(
    _: AllergyRule, present: Mapping[str, Sequence[Exposure]], known: Allergens, formulary: Formulary
) -> Found:
    for ingredient, rows in known.mentioned_ingredients.items():
        for one in present.get(ingredient, ()):
            yield one, rows
    for group, rows in known.mentioned_groups.items():
        for ingredient in formulary.members(group):
            for one in present.get(ingredient, ()):
                yield one, rows


def _ring(
    rule: AllergyRule, present: Mapping[str, Sequence[Exposure]], known: Allergens, formulary: Formulary
) -> Found:
    for group in rule.groups:
        members = formulary.members(group)
        for recorded in members & known.by_ingredient.keys():
            for ingredient in members - {recorded}:
                for one in present.get(ingredient, ()):
                    yield one, known.by_ingredient[recorded]


def _against(exposures: Iterable[Exposure], known: Allergens, formulary: Formulary) -> tuple[Allergy, ...]:
    """Rows that say it was assessed and is none, of the same ingredient or of its class."""
    found: list[Allergy] = []
    for one in exposures:
        found += known.refuted_ingredients.get(one.ingredient, ())
        for group, rows in known.refuted_groups.items():
            if one.ingredient in formulary.members(group):
                found += rows
    return _once(found)


def _once(rows: Iterable[Allergy]) -> tuple[Allergy, ...]:
    return tuple({id(row): row for row in rows}.values())
