"""What a medicine's name says for certain: ingredients, strength, form. Doubt gives nothing, never a guess.

Two patterns are read: the TMT full name of a trade product, ``TRADE (maker) (ingredient strength + ...) form, unit``,
and the plain ``ingredient strength form`` of TMT's generic levels, which most hospitals send too. Of a Thai name
("ไทลินอล 500 มก. เม็ด") strength and form are read, for a trade name in Thai is no ingredient. Everything else keeps
only its name.
"""

import re

from viewer.record.codes import ATC, code_system
from viewer.record.drug_names import untagged
from viewer.record.facts import Drug
from viewer.record.values import Concept

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"(?:mcg|microgram|µg|μg|mg|g|kg|ml|mL|l|L|iu|IU|unit|units|mmol|meq|mEq|%|ไมโครกรัม|มก\.?|มิลลิกรัม|กรัม|มล\.?|ยูนิต)"
_PER = rf"(?:\s*/\s*(?:{_NUMBER}\s*)?(?:{_UNIT}|dose|puff|actuation|hr|h|vial|tab|cap)|\s+w/[wv]|\s+v/v)"
_STRENGTH = rf"{_NUMBER}\s*{_UNIT}{_PER}?(?!\w)"
_FORM_WORDS = (
    "tab|tabs|tablet|tablets|cap|caps|capsule|capsules|syrup|susp|suspension|solution|elixir|drop|drops|inj|injection|"
    "vial|amp|ampoule|cream|ointment|oint|gel|lotion|mdi|inhaler|dpi|nebule|nasal|spray|patch|supp|suppository|powder|"
    "sachet|granules|chewable|ec|sr|er|xr|mr|film-coated|enteric-coated|prolonged-release|extended-release|"
    "modified-release|delayed-release|gastro-resistant|effervescent|dispersible|orodispersible|sublingual|sl|oral|eye|"
    "ear|for|hard|soft|penfill|pen|dry|lozenge|pressurised|metered|inhalation|infusion|concentrate|irrigation|"
    "transdermal|topical|vaginal|rectal|ophthalmic|otic|prefilled|pre-filled|syringe|pessary|enema|shampoo|paste|foam|"
    "emulsion|liquid|mouthwash|and|solvent|"
    "เม็ด|แคปซูล|น้ำเชื่อม|ยาฉีด|ครีม|ขี้ผึ้ง|เคี้ยว"
)
# Possessive: no strength begins like a form, so there is nothing to go back for.
_FORM = rf"(?:(?:{_FORM_WORDS})(?:[\s,]++|$))++"
_NAME = r"[A-Za-z][A-Za-z0-9'’\- ]*?[A-Za-z0-9](?:\s*\([A-Za-z ]+\))?"

_PLAIN = re.compile(
    rf"(?P<name>{_NAME})\s+(?:(?P<before>{_FORM})\s*)?(?P<strength>{_STRENGTH})\s*(?P<form>{_FORM})?",
    re.IGNORECASE,
)
_PART = re.compile(rf"(?P<name>{_NAME})\s+(?P<strength>{_STRENGTH})", re.IGNORECASE)
_FORM_ONLY = re.compile(_FORM, re.IGNORECASE)
_UNITLESS = re.compile(rf"(?P<name>{_NAME})\s+(?P<strength>{_NUMBER})", re.IGNORECASE)
_THAI_NAME = re.compile(
    rf"[\u0e00-\u0e7f][\u0e00-\u0e7f .\-]{{0,80}}\s(?P<strength>{_STRENGTH})\s*(?P<form>{_FORM})?",
    re.IGNORECASE,
)
_PACKED = re.compile(r",\s+\d[^()]*$")  # ", 1 tablet": the unit of use of a TMT name
_ENDS_IN_STRENGTH = re.compile(rf"{_STRENGTH}\s*$", re.IGNORECASE)
_MOST_SPELLINGS = 20
_COMBINED = re.compile(r"\b(?:and|combinations?|with|excl)\b|,|/")
_SEVERAL = re.compile(
    r"\+|\b(?:and|with|plus)\b(?!\s+(?:solvent|diluent|water|applicator|syringe|needle|spacer))|และ|ผสม",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_NAME = 400, 4000  # characters of one part, and of a name of many (vitamins have forty)
_FORM_NAME = re.compile(rf"\b(?:{_FORM_WORDS})\b", re.IGNORECASE)


def read_drug(concept: Concept, form: str = "") -> Drug:
    """A medicine from its concept; ``form`` is Medication.form, when sent. "00000" of TMT is no name."""
    name = _name(concept)
    substance = _by_atc(concept)
    for words in _spellings(concept, name):
        read = _from_full(words) or _from_plain(words) or _from_combination(words)
        if read is not None:
            ingredients, strength, found = read
            if substance and len(ingredients) == 1:
                ingredients = substance
            return Drug(name, concept, ingredients, strength, form or found)
    if (thai := _whole(_THAI_NAME, name)) is not None:
        return Drug(
            name, concept, substance, _strength(thai["strength"]), form or (thai["form"] or "").strip(" ,")
        )
    # A trade name may stand for its code's substance; words that name several do not.
    return Drug(name, concept, () if _SEVERAL.search(name) else substance, form=form)


def _by_atc(concept: Concept) -> tuple[str, ...]:
    """The substance that a full ATC code stands for; none for combinations, whose displays name no doses."""
    for coding in concept.codings:
        if code_system(coding.system) == ATC and len(coding.code) == 7 and coding.display:
            name = _ingredient(coding.display)
            return () if _COMBINED.search(name) else (name,)
    return ()


def _name(concept: Concept) -> str:
    words = concept.words.strip()
    return "" if words and not words.strip("0") else words


def _spellings(concept: Concept, name: str) -> list[str]:
    spellings = dict.fromkeys(map(untagged, (name, *(coding.display for coding in concept.codings))))
    return [text for text in spellings if text][:_MOST_SPELLINGS]


def _from_plain(words: str) -> tuple[tuple[str, ...], str, str] | None:
    match = _whole(_PLAIN, _PACKED.sub("", words.strip()))
    if match is None or _FORM_NAME.search(match["name"]):
        return None
    form = " ".join(part.strip(" ,") for part in (match["before"], match["form"]) if part)
    return (_ingredient(match["name"]),), _strength(match["strength"]), form


def _from_combination(words: str) -> tuple[tuple[str, ...], str, str] | None:
    """ "tenofovir DF 300 mg + emtricitabine 200 mg tab": every part must name its own strength."""
    parts = _parts(_PACKED.sub("", words)) if len(words) <= _LONGEST_NAME else []
    if len(parts) < 2:
        return None
    last = _whole(_PLAIN, parts[-1])
    if last is None or last["before"]:
        return None
    content = _content([*parts[:-1], parts[-1][: last.end("strength")]])
    return None if content is None else (*content, (last["form"] or "").strip(" ,"))


def _from_full(words: str) -> tuple[tuple[str, ...], str, str] | None:
    words = words.strip()
    if len(words) > _LONGEST_NAME:
        return None
    words = _PACKED.sub("", words)
    group = _last_group(words)
    if group is None:
        return None
    if _ENDS_IN_STRENGTH.search(words[: group.start - 1]):
        return None  # "calcium carbonate 1000 mg (elemental calcium 400 mg)": a remark, not the content
    form = words[group.stop + 1 :].strip()
    if form and not _whole(_FORM_ONLY, form):
        return None
    content = _content(_parts(words[group]))
    return None if content is None else (*content, form)


def _last_group(words: str) -> slice | None:
    """What stands inside the last pair of parentheses of the outermost level."""
    depth = start = 0
    found = None
    for position, sign in enumerate(words):
        if sign == "(":
            start = position + 1 if depth == 0 else start
            depth += 1
        elif sign == ")":
            depth -= 1
            found = slice(start, position) if depth == 0 else found
    return found if depth == 0 else None


def _content(parts: list[str]) -> tuple[tuple[str, ...], str] | None:
    """Ingredients and strengths; a unit may stand once, after the last ("isoniazid 75 + rifampicin 150 mg")."""
    last = _whole(_PART, parts[-1])
    pattern = _UNITLESS if len(parts) > 1 and _whole(_UNITLESS, parts[0]) else _PART
    found = [*(_whole(pattern, part) for part in parts[:-1]), last]
    ingredients = tuple(_ingredient(part["name"]) for part in found if part)
    if len(ingredients) != len(parts) or len(set(ingredients)) != len(ingredients):
        return None
    return ingredients, " + ".join(_strength(part["strength"]) for part in found if part)


def _parts(words: str) -> list[str]:
    return [part.strip() for part in words.split("+")]


def _whole(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """The words when the pattern is all of them. Longer ones are no name of one substance, and take long to refuse."""
    words = words.strip()
    return pattern.fullmatch(words) if len(words) <= _LONGEST else None


def _ingredient(name: str) -> str:
    return " ".join(name.lower().split())


def _strength(text: str) -> str:
    return " ".join(text.split())
