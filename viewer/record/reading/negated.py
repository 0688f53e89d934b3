"""An allergen that its own words deny: "ไม่แพ้ยา penicillin", "Not allergic to eggs".

Only words that deny one thing and say nothing else are read so: what is denied must be no more than a name. Whatever
else stands there may be an allergy, and an allergy unseen kills.
"""

import re
from collections.abc import Sequence

from viewer.record.plain_names import is_plain_name

# What is no medicine, behind "not allergic to medicines": it may well be what they are allergic to.
_NO_MEDICINE = re.compile(
    r"กุ้ง|ปู|ปลา|หอย|หมึก|ทะเล|ถั่ว|นม|ไข่|ฝุ่น|อาหาร|แมว|หมา|สุนัข|เกสร|ละออง|ยาง"
    r"|\b(?:shrimps?|prawns?|crabs?|fish|sea ?food|shellfish|peanuts?|nuts?|eggs?|milk|dust|latex|pollen|cats?|dogs?"
    r"|foods?)\b",
    re.I,
)
_THAI = re.compile(r"(?:ผู้ป่วย|คนไข้)?\s*ไม่(?:เคย|ได้|มีประวัติ(?:การ)?)?แพ้\s*(?P<drug>ยา\s*)?(?P<name>\S.*)")
_ENGLISH = re.compile(
    r"(?:patient |pt\.? )?(?:(?:is |was )?(?:not|never) allergic to|non-?allergic to"
    r"|(?:no|denies|without)(?: known| any)?(?: history of)?(?: drug| food)? allerg(?:y|ies) to)\s+(?P<name>\S.*)",
    re.I,
)


def is_negated(texts: Sequence[str]) -> bool:
    """Whether one of these denies what it names, and the others only name the same."""
    told = [" ".join(text.split()).strip(" .\"'[]*-") for text in texts]
    denied = [name for text in told if (name := _denied(text))]
    return bool(denied) and all(_denied(text) or _among(text, denied) for text in told)


def _denied(text: str) -> str:
    """What the words deny, "" where they deny nothing for certain."""
    if match := _ENGLISH.fullmatch(text):
        name, drug = match["name"], False
    elif match := _THAI.fullmatch(text):
        name, drug = match["name"], bool(match["drug"])
    else:
        return ""
    return name if is_plain_name(name) and not (drug and _NO_MEDICINE.search(name)) else ""


def _among(text: str, denied: Sequence[str]) -> bool:
    told = text.casefold()
    return is_plain_name(text) and any(told in name.casefold() or name.casefold() in told for name in denied)
