"""What recorded allergens stand for: ingredients and classes by their exact names, or nothing.

"แพ้ยาแก้อักเสบ", "ซัลฟา" and "ยาลดไข้สูง" are what people say of many drugs: they stay unresolved and are counted
(clinical ruling 5). An allergen recorded as a class matches that class; a member matches itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from viewer.record.denials import stands
from viewer.record.facts import Allergy, Stance
from viewer.record.formulary import Formulary

_BEFORE = re.compile(
    r"^(?:(?:มีประวัติ|ประวัติ)?(?:แพ้ยา|แพ้|allergy to|allergic to|ยากลุ่ม|กลุ่มยา|กลุ่ม|ยา)\s*[:\-]?\s*){1,3}", re.I
)
_NOT_DRUGS = (frozenset({"food"}), frozenset({"environment"}))


@dataclass(frozen=True)
class Allergens:
    """Standing drug allergies by ingredient and by class, those refuted, and those that name nothing known."""

    by_ingredient: dict[str, list[Allergy]]
    by_group: dict[str, list[Allergy]]
    refuted_ingredients: dict[str, list[Allergy]]
    refuted_groups: dict[str, list[Allergy]]
    unresolved: tuple[Allergy, ...]

    @cached_property
    def is_empty(self) -> bool:
        """Whether no standing allergy names anything."""
        return not self.by_ingredient and not self.by_group


def allergens(allergies: Iterable[Allergy], formulary: Formulary) -> Allergens:
    """Sort allergy rows by what they name. Restricted rows are taken too: a finding on one is blind."""
    found = Allergens({}, {}, {}, {}, ())
    unresolved: list[Allergy] = []
    for row in allergies:
        refuted = row.stance is Stance.REFUTED or row.verification == "refuted" or row.clinical == "resolved"
        if not refuted and not _may_be_a_drug(row):
            continue
        if row.status == "entered-in-error" or row.verification == "entered-in-error":
            continue
        ingredients, group = named(row, formulary)
        one_by_one = found.refuted_ingredients if refuted else found.by_ingredient
        for ingredient in ingredients:
            one_by_one.setdefault(ingredient, []).append(row)
        if group:
            (found.refuted_groups if refuted else found.by_group).setdefault(group, []).append(row)
        if not ingredients and not group and not refuted and not row.restricted:
            unresolved.append(row)
    return Allergens(
        found.by_ingredient,
        found.by_group,
        found.refuted_ingredients,
        found.refuted_groups,
        tuple(unresolved),
    )


def _may_be_a_drug(row: Allergy) -> bool:
    if row.stance is not Stance.ALLERGIC or not stands(row):
        return False
    return not row.categories or not any(set(row.categories) <= other for other in _NOT_DRUGS)


def named(row: Allergy, formulary: Formulary) -> tuple[tuple[str, ...], str]:
    """The ingredients and the class that a row names, by its words, else by the display of a code."""
    concept = row.substance
    for text in dict.fromkeys((concept.text, *(coding.display for coding in concept.codings))):
        for spelling in dict.fromkeys((text, _BEFORE.sub("", text.strip()))):
            if group := formulary.group_named(spelling):
                return (), group
            reading = formulary.named(spelling) if spelling else None
            if reading is not None and reading.certain:
                return reading.ingredients, ""
    return (), ""
