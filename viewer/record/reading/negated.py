"""An allergen that its own words deny: "ไม่แพ้ยา penicillin", "Not allergic to eggs".

Only words that deny one thing and say nothing else are read so. Whatever else may stand in them ("แต่แพ้ …", "ยกเว้น …", a
list, a reaction) may be an allergy, and an allergy unseen kills.
"""

import re
from collections.abc import Sequence

_SAYS_MORE = re.compile(
    r"แพ้|แต่|ยกเว้น|นอกจาก|เว้น|ผื่น|คัน|หอบ|บวม|[,;/?()&+:]"
    r"|\b(?:but|except|other than|only|aside|apart|and|or|allerg\w*|rash|hives|urticaria)\b",
    re.I,
)
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
_LONGEST = 60  # letters of a name; what is longer says more


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
    more = _SAYS_MORE.search(name) or (drug and _NO_MEDICINE.search(name)) or len(name) > _LONGEST
    return "" if more else name


def _among(text: str, denied: Sequence[str]) -> bool:
    return any(text.casefold() in name.casefold() or name.casefold() in text.casefold() for name in denied)
