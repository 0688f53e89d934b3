"""How much, and how it reads: dose limits, and labels that contradict themselves."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from viewer.record.facts import Supply
from viewer.safety.dose import most_a_day
from viewer.safety.draft import Draft, Judged, Sides, in_order
from viewer.safety.exposure import Exposure, still_runs
from viewer.safety.finding import Note, Reading, Unchecked
from viewer.safety.rulebook import Entry
from viewer.safety.tables import DoseRule, ReadingRule


@dataclass(frozen=True, slots=True)
class Sum:
    """mg a day over several supplies: of those that can be worked out, and whether all could be."""

    milligrams: Fraction
    at_most: bool
    whole: bool


def dose(entry: Entry, sides: Sides, judged: Judged) -> Iterator[Draft]:
    """More than the limit a day, of one ingredient over all its supplies."""
    rule = entry.rule
    if not isinstance(rule, DoseRule) or not all(sides):
        return
    by_ingredient: defaultdict[str, list[Exposure]] = defaultdict(list)
    for one in sides[0]:
        by_ingredient[one.ingredient].append(one)
    beside = tuple(sides[1]) if len(sides) > 1 else ()
    for found in by_ingredient.values():
        if (
            beside
            and all(one.course is other.course for one in found for other in beside[:1])
            and len(beside) == 1
        ):
            continue  # a fixed combination
        total = _sum(found, judged.person.today)
        note, values = _over(entry, rule, total, judged)
        if note is not None:
            rest = () if total.whole else (Unchecked(rule.id, "dose", "dose-unclear"),)
            yield Draft(entry, in_order((*found, *beside)), values, notes=(note,), unchecked=rest)


def _over(
    entry: Entry, rule: DoseRule, total: Sum, judged: Judged
) -> tuple[Note | None, tuple[Reading, ...]]:
    amount, limit, values = total.milligrams, rule.over, ()
    told: tuple[Reading, ...] = values
    if rule.over_per_kg is not None:
        heft = judged.person.heft
        if heft.kilograms is None or heft.reading is None:
            judged.unsure(entry, "weight", heft.why)
            return None, ()
        amount, limit, told = amount / Fraction(str(heft.kilograms)), rule.over_per_kg, (heft.reading,)
    if amount > Fraction(str(limit)):
        code = ("at-most" if total.at_most or not total.whole else "dose") + (
            "-per-kg" if rule.over_per_kg is not None else ""
        )
        return Note(code, f"{float(amount):.0f}"), told
    if not total.whole:
        judged.unsure(entry, "dose", "dose-unclear")
    return None, ()


def _sum(found: Sequence[Exposure], today: date) -> Sum:
    milligrams, at_most, whole = Fraction(), False, True
    for one in found:
        for supply in _taken(one, today):
            mixed = len(one.course.ingredients) > supply.drug.strength.count("+") + 1
            most = (
                None if mixed else most_a_day([(supply, one.place)])
            )  # one number says nothing of each of several
            if most is None:
                whole = False
                continue
            milligrams, at_most = milligrams + most.milligrams, at_most or most.at_most
    return Sum(milligrams, at_most, whole)


def _taken(one: Exposure, today: date) -> tuple[Supply, ...]:
    running = tuple(portion.supply for portion in one.course.current if still_runs(portion, today))
    return running or one.rows


def reading(entry: Entry, sides: Sides, _: Judged) -> Iterator[Draft]:
    """A label that contradicts its structure, or a weekly medicine that reads as daily."""
    rule = entry.rule
    if not isinstance(rule, ReadingRule):
        return
    test = _clashes if rule.reading == "clash" else _is_daily
    found = [one for one in sides[0] if test(one)]
    if found:
        yield Draft(entry, in_order(found))


def _clashes(one: Exposure) -> bool:
    return one.course.unclear == "clash" or any(portion.unclear == "clash" for portion in one.course.current)


def _is_daily(one: Exposure) -> bool:
    for portion in one.course.current:
        regimen = portion.regimen
        if not regimen.unclear and not regimen.weekly and (regimen.times_a_week or 0) >= 7:
            return True
    return False
