"""How much of an ingredient is taken in all, only where every part of it is exactly known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from viewer.record.supplies import Portion

_STRENGTH = re.compile(
    r"^\s*(\d{1,3}(?:,\d{3}){1,4}|\d{1,12}(?:\.\d{1,12})?)\s*(mg|mcg|µg|g|มก\.?|ไมโครกรัม|กรัม)\s*$", re.I
)
_MASS = {
    "mg": "mg",
    "มก.": "mg",
    "มก": "mg",
    "mcg": "mcg",
    "µg": "mcg",
    "ไมโครกรัม": "mcg",
    "g": "g",
    "กรัม": "g",
}


@dataclass(frozen=True, slots=True)
class Total:
    """How much of the ingredient is taken: ``amount`` of ``unit`` (mg, mcg, g) per "day" or "week"."""

    amount: Fraction
    unit: str
    per: str


def total_of(current: Sequence[Portion]) -> Total | None:
    """The ingredient taken per day, or per week when days differ; None unless every part is computable."""
    if not current:
        return None
    parts: list[tuple[Fraction, str]] = []
    for portion in current:
        drug, a_week = portion.supply.drug, portion.regimen.a_week
        strength = _STRENGTH.match(drug.strength)
        if len(drug.ingredients) != 1 or a_week is None or strength is None:
            return None
        if portion.regimen.unit not in ("tab", "cap") or portion.regimen.interval > 1:
            return None  # of every other day there are three in one week and four in the next
        amount = Fraction(strength[1].replace(",", ""))
        parts.append((amount * a_week, _MASS[strength[2].casefold()]))
    if len({unit for _, unit in parts}) != 1:
        return None
    a_week = sum((amount for amount, _ in parts), Fraction())
    even = all(portion.regimen.even for portion in current)
    amount = a_week / 7 if even else a_week
    # What three decimals cannot hold is not exact, and is not said.
    return Total(amount, parts[0][1], "day" if even else "week") if 1000 % amount.denominator == 0 else None
