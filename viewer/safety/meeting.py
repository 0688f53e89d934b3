"""Two of them at once: pairs that should not meet, and the same more than once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from viewer.record.courses import PAST_SUPPLY
from viewer.safety.dose import per_unit
from viewer.safety.draft import Draft, Judged, Sides, in_order
from viewer.safety.exposure import Exposure, still_runs
from viewer.safety.finding import Note
from viewer.safety.rulebook import LEFT, RIGHT, Entry
from viewer.safety.tables import RepeatRule


def pair(entry: Entry, sides: Sides, _: Judged) -> Iterator[Draft]:
    """Whatever of the left side is there beside something of the right side in another product.

    Counted, never paired: a fixed combination does not meet itself.
    """
    left, right = sides[LEFT], sides[RIGHT]
    met = (*_beside(left, right), *_beside(right, left))
    if met:
        yield Draft(entry, in_order(met))


def _beside(ones: Sequence[Exposure], others: Sequence[Exposure]) -> list[Exposure]:
    courses = Counter(id(one.course) for one in others)
    names = Counter(one.ingredient for one in others)
    both = Counter((id(one.course), one.ingredient) for one in others)
    return [
        one
        for one in ones
        if len(others)
        - courses[id(one.course)]
        - names[one.ingredient]
        + both[id(one.course), one.ingredient]
        > 0
    ]


def repeated_class(entry: Entry, sides: Sides, judged: Judged) -> Iterator[Draft]:
    """Two different ingredients of one class, in different products; or one of the side more than once."""
    found = sides[0]
    if isinstance(entry.rule, RepeatRule) and entry.rule.what != "class":
        yield from repeated(entry, found, judged)
        return
    if len({one.ingredient for one in found}) > 1 and len({id(one.course) for one in found}) > 1:
        yield Draft(entry, in_order(found), notes=(*_places(found),))


def repeated(entry: Entry, exposures: Iterable[Exposure], judged: Judged) -> Iterator[Draft]:
    """One ingredient from two places or in two products; or one liquid in two concentrations."""
    by_ingredient: defaultdict[str, list[Exposure]] = defaultdict(list)
    for one in exposures:
        if not one.local and one.ingredient not in entry.but:
            by_ingredient[one.ingredient].append(one)
    rule, today = entry.rule, judged.person.today
    concentration = isinstance(rule, RepeatRule) and rule.what == "strength"
    for found in by_ingredient.values():
        if concentration:
            strengths = _concentrations(found, today)
            if len(strengths) > 1:
                yield Draft(entry, in_order(found), notes=(Note("strengths", " · ".join(sorted(strengths))),))
        elif len(found) > 1 or len(_sources(found[0], today)) > 1:
            yield Draft(entry, in_order(found), notes=(*_places(found, found[0].ingredient),))


def _sources(one: Exposure, today: date) -> set[str]:
    """The facilities whose supply of it may still be taken."""
    if one.course.state in PAST_SUPPLY:
        return set()
    return {portion.supply.origin.hcode for portion in one.course.current if still_runs(portion, today)}


def _places(found: Iterable[Exposure], about: str = "") -> Iterator[Note]:
    places = {row.origin.hcode for one in found for row in one.rows}
    if len(places) > 1:
        yield Note("places", str(len(places)), about)


def _concentrations(found: Iterable[Exposure], today: date) -> dict[str, None]:
    """The strengths, as written, of its liquids that may still be taken; one of each concentration."""
    told: dict[object, str] = {}
    for one in found:
        for portion in one.course.current:
            strength = per_unit(portion.supply, one.place)
            if strength is not None and strength[1] and still_runs(portion, today):
                told.setdefault(strength[0], portion.supply.drug.strength)
    return dict.fromkeys(told.values())
