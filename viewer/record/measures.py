"""Weight and height to compute with, in kg and cm, and which weights nobody can have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from viewer.record.analytes import amount_in
from viewer.record.facts import Result
from viewer.record.key_results import day_of
from viewer.record.series import Series


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight to use, in kg, and newer ones that are not plausible beside the others (a typing error)."""

    kilograms: float
    result: Result
    rejected: tuple[Result, ...] = ()


def weight(series: Iterable[Series]) -> Weight | None:
    """The newest plausible weight among series: more than twice or less than half of one within two years is not."""
    found = [result for one in series if one.slug == "weight" for result in one.results]
    rows = [(result, kilograms) for result in found if (kilograms := kilograms_of(result))]
    rows.sort(key=lambda row: day_of(row[0]) or date.min, reverse=True)
    rejected: list[Result] = []
    for index, (result, kilograms) in enumerate(rows):
        others = [value for other, value in rows[index + 1 : index + 8] if _near(result, other)]
        if others and not any(0.5 <= kilograms / value <= 2 for value in others):
            rejected.append(result)
            continue
        return Weight(kilograms, result, tuple(rejected))
    return None


def _near(left: Result, right: Result) -> bool:
    new, old = day_of(left), day_of(right)
    return new is not None and old is not None and new - old <= timedelta(days=730)


def kilograms_of(result: Result) -> float | None:
    """A body weight in kg; None when it is not a plain number of a unit of weight."""
    found = amount_in(result, "weight")
    return None if found is None else float(found)


def centimetres_of(result: Result) -> float | None:
    """A height in cm; None when it is not a plain number of a unit of length."""
    found = amount_in(result, "height")
    return None if found is None else float(found)
