"""What recorded allergens stand for: ingredients and classes by their exact names, or nothing.

"แพ้ยาแก้อักเสบ", "ซัลฟา" and "ยาลดไข้สูง" are what people say of many drugs: they stay unresolved and are counted
(clinical ruling 5). An allergen recorded as a class matches that class; a member matches itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from viewer.record.denials import stands
from viewer.record.facts import Allergy, Stance
from viewer.record.formulary import Formulary

_BEFORE = re.compile(
    r"^(?:(?:มีประวัติ|ประวัติ)?(?:แพ้ยา|แพ้|allergy to|allergic to|(?:ยาแก้ปวด|ยาปฏิชีวนะ|ยาฆ่าเชื้อ)?กลุ่ม|ยากลุ่ม|กลุ่มยา|ยา)"
    r"\s*[:\-]?\s*){1,3}",
    re.I,
)
_CLASS_AFTER = re.compile(r"\s+(?:groups?|class|allergy|ทุกชนิด|ทุกตัว)$", re.I)
# What it did, written behind the name in the same field. A closed list: any other word leaves the allergen unread.
_REACTION = (
    r"ผื่น(?:คัน|แดง|ลมพิษ|แพ้ยา|แพ้)?(?:ขึ้น)?(?:ตามตัว|ทั้งตัว)?|ลมพิษ|คัน(?:ทั้งตัว)?|(?:หน้า|ตา|ปาก|ตัว)?บวม|หายใจ(?:ไม่ออก|ลำบาก)|"
    r"แน่นหน้าอก|หอบ|ช็อ[กค]|หมดสติ|ปากเปื่อย|ผิวหนัง(?:ไหม้|ลอก)|คลื่นไส้(?:อาเจียน)?|อาเจียน|เวียน(?:ศีรษะ|หัว)|ใจสั่น|"
    r"(?:mp |maculopapular |skin )?rash(?:es)?|urticaria|hives|angioedema|anaphyla(?:xis|ctic shock)|shock|sjs|ten|"
    r"dress|stevens[- ]johnson syndrome|fixed drug eruption|fde|itching|pruritus|swelling|dyspn(?:o)?ea|n/v|"
    r"erythema multiforme"
)
_AFTER = re.compile(rf"(?: ?[ (\[,;:=\-] ?(?:มีอาการ|อาการ|แล้ว|เป็น|มี)? ?(?:{_REACTION}) ?[)\]]?)+$", re.I)
_TELLS = re.compile(rf"(?<![A-Za-z])(?:{_REACTION})(?![A-Za-z])", re.I)
_SEVERAL = re.compile(r"\s*[,;/+]\s*|\s*(?:และ|กับ|\band\b)\s*")
_MOST, _LONGEST = 12, 400  # names in one field, and its characters
# A text that denies, or tells of somebody else, says nothing of a name that stands in it.
_OF_NO_USE = re.compile(
    r"ไม่(?:แพ้|มี|เคย|พบ|ได้)|ปฏิเสธ|พ่อ|แม่|บิดา|มารดา|ญาติ|พี่|น้อง|ลูก|บุตร|สามี|ภรรยา|"
    r"\b(?:no|not|non|denie[sd]|without|mother|father|family|brother|sister|son|daughter)\b",
    re.I,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9'-]*|[ก-๛]+")
_WORDS = 40  # of one text, that are looked at
_NOT_DRUGS = (frozenset({"food"}), frozenset({"environment"}))


@dataclass(frozen=True)
class Allergens:
    """Standing drug allergies by ingredient and by class, those refuted, and those that name nothing known."""

    by_ingredient: dict[str, list[Allergy]]
    by_group: dict[str, list[Allergy]]
    refuted_ingredients: dict[str, list[Allergy]]
    refuted_groups: dict[str, list[Allergy]]
    unresolved: tuple[Allergy, ...]
    mentioned_ingredients: dict[str, list[Allergy]] = field(
        default_factory=dict
    )  # in a text that was not read whole
    mentioned_groups: dict[str, list[Allergy]] = field(default_factory=dict)

    @cached_property
    def is_empty(self) -> bool:
        """Whether no standing allergy names anything."""
        named_ = self.by_ingredient or self.by_group
        return not named_ and not self.mentioned_ingredients and not self.mentioned_groups


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
        names = named(row, formulary)
        one_by_one = found.refuted_ingredients if refuted else found.by_ingredient
        for ingredient in names.ingredients:
            one_by_one.setdefault(ingredient, []).append(row)
        for group in names.groups:
            (found.refuted_groups if refuted else found.by_group).setdefault(group, []).append(row)
        read = (names.ingredients or names.groups) and not names.partly
        if not read and not refuted:
            for ingredient in (seen := mentioned(row, formulary)).ingredients:
                found.mentioned_ingredients.setdefault(ingredient, []).append(row)
            for group in seen.groups:
                found.mentioned_groups.setdefault(group, []).append(row)
        if not read and not refuted and not row.restricted:
            unresolved.append(row)
    return Allergens(
        found.by_ingredient,
        found.by_group,
        found.refuted_ingredients,
        found.refuted_groups,
        tuple(unresolved),
        found.mentioned_ingredients,
        found.mentioned_groups,
    )


def tells_reaction(text: str) -> bool:
    """Whether a name holds what happened as well: "แพ้ซัลฟา ผื่น", "Penicillin (rash)"."""
    return bool(_TELLS.search(text))


def _may_be_a_drug(row: Allergy) -> bool:
    if row.stance is not Stance.ALLERGIC or not stands(row):
        return False
    return not row.categories or not any(set(row.categories) <= other for other in _NOT_DRUGS)


@dataclass(frozen=True, slots=True)
class Names:
    """What one row names; ``partly`` when it holds a name that nobody knows."""

    ingredients: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    partly: bool = False


def named(row: Allergy, formulary: Formulary) -> Names:
    """The ingredients and the classes that a row names, by its words, else by the display of a code.

    Several names in one field are read one by one, where the field as a whole is no name ("Penicillin, Sulfa").
    """
    concept = row.substance
    texts = dict.fromkeys((concept.text, *(coding.display for coding in concept.codings)))
    for text in texts:
        if found := _one(text, formulary):
            return found
    for text in texts:
        parts = [part for part in _SEVERAL.split(_without_reaction(text)) if part]
        if 1 < len(parts) <= _MOST:
            read = [_one(part, formulary) for part in parts]
            known = [one for one in read if one is not None]
            if known:
                return Names(
                    tuple(dict.fromkeys(name for one in known for name in one.ingredients)),
                    tuple(dict.fromkeys(name for one in known for name in one.groups)),
                    partly=len(known) < len(read),
                )
    return Names()


def _one(text: str, formulary: Formulary) -> Names | None:
    """One name, with what may stand before and behind it; None when it is none."""
    bare = _BEFORE.sub("", _CLASS_AFTER.sub("", _without_reaction(text)))
    for spelling in dict.fromkeys((text, _BEFORE.sub("", text.strip()), bare)):
        if group := formulary.group_named(spelling):
            return Names(groups=(group,))
        reading = formulary.named(spelling) if spelling else None
        if reading is not None and reading.certain:
            return Names(reading.ingredients)
    return None


def mentioned(row: Allergy, formulary: Formulary) -> Names:
    """Exact names that stand as words of their own in a text of which the rest is not understood."""
    ingredients: dict[str, None] = {}
    groups: dict[str, None] = {}
    concept = row.substance
    for text in dict.fromkeys((concept.text, *(coding.display for coding in concept.codings))):
        if len(text) > _LONGEST or _OF_NO_USE.search(text):
            continue
        words = _WORD.findall(text)[:_WORDS]
        for start in range(len(words)):
            for length in (3, 2, 1):
                if found := _one(" ".join(words[start : start + length]), formulary):
                    ingredients |= dict.fromkeys(found.ingredients)
                    groups |= dict.fromkeys(found.groups)
    return Names(tuple(ingredients), tuple(groups))


def _without_reaction(text: str) -> str:
    plain = " ".join(text.split())
    return _AFTER.sub("", plain) if len(plain) <= _LONGEST else plain
