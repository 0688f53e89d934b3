"""Words, codes, units and values in one spelling for comparing. Nothing here is shown to anybody."""

import re
import unicodedata
from collections.abc import Hashable, Iterable
from functools import lru_cache

from viewer.record.codes import LOINC, TMT, bare, code_system, icd10
from viewer.record.facts import Component
from viewer.record.values import Concept, Precision, Quantity, Range, Ratio, Value, When

_BLANK = re.compile(r"[\s\-–—_,;:/()\[\]'\"]+")
_MANY = 4096  # spellings remembered

# Sides. Of paired organs "left" and "right" are two facts; a source that names none has not said "both".
_SIDES = (
    ("left", re.compile(r"\b(?:left|lt|os|sinister)\b|ซ้าย", re.I)),
    ("right", re.compile(r"\b(?:right|rt|dexter)\b|ขวา", re.I)),
    ("both", re.compile(r"\b(?:bilateral|both)\b|(?:ทั้ง|2|สอง)\s?ข้าง", re.I)),
)
# What makes a result another test though its code is the same: how, of what, when it was taken.
_METHODS = (
    (
        "point-of-care",
        re.compile(
            r"\bdtx\b|\bpoct?\b|point.of.care|bedside|glucometer|finger.?(?:stick|prick)|capillary|ปลายนิ้ว", re.I
        ),
    ),
    ("feu", re.compile(r"\bfeu\b|fibrinogen equivalent", re.I)),
    ("ddu", re.compile(r"\bddu\b|d-?dimer units?", re.I)),
    ("troponin-t", re.compile(r"trop(?:onin)?[\s-]?t\b|\b(?:hs-?)?ctnt\b", re.I)),
    ("troponin-i", re.compile(r"trop(?:onin)?[\s-]?i\b|\b(?:hs-?)?ctni\b", re.I)),
)  # fmt: skip
_SPECIMENS = (
    ("serum", re.compile(r"\bserum\b|ซีรั่ม", re.I)),
    ("plasma", re.compile(r"\bplasma\b|พลาสมา", re.I)),
    ("urine", re.compile(r"\burine\b|\bua\b|ปัสสาวะ", re.I)),
    ("csf", re.compile(r"\bcsf\b|cerebrospinal|น้ำไขสันหลัง", re.I)),
    ("fluid", re.compile(r"pleural|ascit|peritoneal|synovial|น้ำในช่อง", re.I)),
    ("arterial", re.compile(r"\bart(?:erial)?\b|\babg\b|หลอดเลือดแดง", re.I)),
    ("venous", re.compile(r"\bvenous\b|\bvbg\b|หลอดเลือดดำ", re.I)),
    ("sputum", re.compile(r"sputum|เสมหะ", re.I)),
    ("stool", re.compile(r"stool|\bfa?ec|อุจจาระ", re.I)),
    ("cord", re.compile(r"\bcord\b|สายสะดือ", re.I)),
)
_OTHER_THAN_BLOOD = frozenset({"urine", "csf", "fluid", "sputum", "stool", "cord", "arterial", "venous"})
_PHASES = (
    ("fasting", re.compile(r"\bfbs\b|\bfpg\b|fasting|อดอาหาร", re.I)),
    ("after-meal", re.compile(r"post.?prandial|\b2h?pp\b|หลังอาหาร|random|สุ่ม", re.I)),
    ("before-dialysis", re.compile(r"ก่อนฟอก|\bpre-?\s?(?:hd|dialysis)", re.I)),
    ("after-dialysis", re.compile(r"หลังฟอก|\bpost-?\s?(?:hd|dialysis)", re.I)),
    ("peak", re.compile(r"\bpeak\b", re.I)),
    ("trough", re.compile(r"\btrough\b", re.I)),
    ("lying", re.compile(r"supine|lying|ท่านอน", re.I)),
    ("sitting", re.compile(r"sitting|ท่านั่ง", re.I)),
    ("standing", re.compile(r"standing|orthostat|ท่ายืน", re.I)),
    ("baseline", re.compile(r"baseline|ก่อนดื่ม", re.I)),
    *((f"{n}h", re.compile(rf"\b{n}\s*(?:h|hr|hour|ชม|ชั่วโมง)", re.I)) for n in (1, 2, 3)),
)
_UNITS = {
    "mm[hg]": "mmhg", "มม.ปรอท": "mmhg", "cel": "°c", "degc": "°c", "c": "°c", "[degf]": "°f", "degf": "°f", "f": "°f",
    "กก": "kg", "กิโลกรัม": "kg", "ซม": "cm", "เซนติเมตร": "cm", "/min": "/min", "{beats}/min": "/min", "bpm": "/min",
    "ครั้ง/นาที": "/min", "{breaths}/min": "/min", "10*3/ul": "10^3/ul", "x10^3/ul": "10^3/ul", "k/ul": "10^3/ul",
    "10*3/µl": "10^3/ul", "10^3/µl": "10^3/ul", "x10^3/µl": "10^3/ul", "10*9/l": "10^9/l", "x10^9/l": "10^9/l",
    "ml/min/1.73m2": "ml/min/1.73m2", "ml/min/{1.73_m2}": "ml/min/1.73m2", "ml/min/1.73m^2": "ml/min/1.73m2",
    "ml/min/1.73m²": "ml/min/1.73m2", "ml/min/1.73_m2": "ml/min/1.73m2", "umol/l": "µmol/l", "ug/l": "µg/l",
    "mcg/l": "µg/l", "เม็ด": "tab", "[iu]/l": "iu/l", "[iu]/ml": "iu/ml",
}  # fmt: skip


@lru_cache(_MANY)
def fold(text: str) -> str:
    """Case, width, dashes and blanks apart: "DTP-4" and "dtp 4" are one spelling."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip(" .")


@lru_cache(_MANY)
def sides(text: str) -> tuple[str, ...]:
    """The sides that words name, in a fixed order."""
    return _marks(_SIDES, text)


@lru_cache(_MANY)
def methods(text: str) -> tuple[str, ...]:
    """What words say of how it was measured."""
    return _marks(_METHODS, text)


@lru_cache(_MANY)
def specimen(text: str) -> tuple[str, ...]:
    """What it was measured in, in one spelling; () when nothing is said."""
    return _marks(_SPECIMENS, text) or ((fold(text),) if fold(text) else ())


@lru_cache(_MANY)
def not_blood(text: str) -> tuple[str, ...]:
    """Urine, sputum and the like where words name one; a test without a code is of blood if they do not."""
    return tuple(name for name in _marks(_SPECIMENS, text) if name in _OTHER_THAN_BLOOD)


@lru_cache(_MANY)
def phases(text: str) -> tuple[str, ...]:
    """What words say of when it was taken, against a meal, a dose, dialysis."""
    return _marks(_PHASES, text)


def _marks(table: Iterable[tuple[str, re.Pattern[str]]], text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in table if pattern.search(text))


@lru_cache(_MANY)
def all_words(concept: Concept) -> str:
    """Text and displays, for looking for telling words."""
    return "\n".join(dict.fromkeys((concept.text, *(coding.display for coding in concept.codings))))


@lru_cache(_MANY)
def codes_of(concept: Concept) -> frozenset[tuple[str, str]]:
    """(system, code) of every coding that has both; ICD-10 in one spelling, TMT's "00000" is no code."""
    found = set()
    for coding in concept.codings:
        system = code_system(coding.system) or bare(coding.system)
        code = coding.code.strip()
        if system == "icd10":
            code = icd10(code)
        elif system == TMT and not code.strip("0"):
            continue
        if system and code:
            found.add((system, code.casefold()))
    return frozenset(found)


def loinc_of(concept: Concept) -> str:
    """Its LOINC code, "" when none."""
    return next((code for system, code in codes_of(concept) if system == LOINC), "")


@lru_cache(_MANY)
def unit(text: str) -> str:
    """A unit in one spelling. Units that measure the same in another size stay apart."""
    plain = "".join(text.casefold().replace("μ", "µ").split()).strip(".")
    return _UNITS.get(plain, plain)


def quantity(value: Quantity | None) -> Hashable:
    """Comparator and number: 7.50 and 7.5 are one number. None when there is none; words where only words came."""
    if value is None:
        return None
    if value.value is None:
        return fold(value.text) or None
    number = value.value
    return value.comparator, number if number.is_finite() else str(number)


def unit_of(value: Quantity | None) -> str:
    """Its unit, else its code, in one spelling."""
    return unit(value.unit or value.code) if value is not None else ""


def amount(value: Value) -> tuple[Hashable, str]:
    """A value and its unit; (None, "") when it says nothing."""
    match value:
        case Quantity():
            return quantity(value), unit_of(value)
        case Concept():
            return ("words", fold(value.words)) if value.words else None, ""
        case str():
            return ("words", fold(value)) if fold(value) else None, ""
        case bool():
            return ("flag", value), ""
        case Range():
            return ("range", quantity(value.low), quantity(value.high)), unit_of(value.low or value.high)
        case Ratio():
            both = (value.numerator, value.denominator)
            return ("ratio", *map(quantity, both)), "/".join(map(unit_of, both))
        case When():
            return ("date", value.raw), ""
        case _:
            return None, ""


def components(parts: Iterable[Component]) -> tuple[Hashable, ...]:
    """Components in an order of their own."""
    found = [
        (loinc_of(part.concept) or fold(part.concept.words), *amount(part.value), part.absent)
        for part in parts
    ]
    return tuple(sorted(found, key=repr))


def day(when: When | None) -> int:
    """The local day as a number; 0 when it is not known to the day."""
    if when is None or when.precision < Precision.DAY or not when.usable:
        return 0
    return when.year * 10_000 + when.month * 100 + when.day


def minute(when: When | None) -> str | None:
    """The local minute; None when only a day is known. Midnight is a day without a time in many feeds."""
    if when is None or when.moment is None:
        return None
    moment = when.moment
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return None
    return moment.strftime("%Y%m%d%H%M")
