"""Words, codes, units and values in one spelling for comparing. Nothing here is shown to anybody.

A ``Lexicon`` remembers the spellings of one record and goes with it.
"""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

from viewer.record.codes import ICD10, LOINC, TMT, bare, code_system, icd10
from viewer.record.facts import Component
from viewer.record.key_results import named
from viewer.record.values import Concept, Precision, Quantity, Range, Ratio, Span, Value, When

_BLANK = re.compile(r"[\s\-–—_,;:/()\[\]'\"]+")
# Sides by letters, as they are written: an eye in capitals, L and R in brackets. In small letters they are words.
_LETTERED = re.compile(r"\(\s*([LR])\s*\)|(?<![A-Za-z])(?:([LR])E|(O[DU]))(?![A-Za-z])")
_BY_LETTER = {"L": " left ", "R": " right ", "OD": " right ", "OU": " both "}
_SIGNED = re.compile(
    r"(?<=[^\W\d])-(?=[^\W\d])"
)  # a dash between letters; before or between digits it is a sign
_SHORT = 200  # characters: longer texts are not remembered

# What is looked for in words in a padded spelling: Latin words whole, between blanks, Thai ones anywhere.
# Sides. Of paired organs "left" and "right" are two facts; a source that names none has not said "both".
_SIDES = (
    ("left", (" left ", " lt ", " os ", "ซ้าย")),
    ("right", (" right ", " rt ", "ขวา")),
    ("both", (" bilateral ", " both ", "สองข้าง", "2 ข้าง", "2ข้าง")),
)
# What makes a result another test though its code is the same: how, of what, when it was taken.
_METHODS = (
    (
        "point-of-care",
        (
            " dtx ", " poc ", " poct ", "point of care", " bedside ", " glucometer ", " fingerstick ", " finger stick ",
            " fingerprick ", " finger prick ", " capillary ", "ปลายนิ้ว",
        ),
    ),
    ("feu", (" feu ", "fibrinogen equivalent")),
    ("ddu", (" ddu ", " d dimer unit")),
    ("troponin-t", (" troponin t ", " troponint ", " trop t ", " tropt ", " ctnt ")),
    ("troponin-i", (" troponin i ", " troponini ", " trop i ", " tropi ", " ctni ")),
)  # fmt: skip
_SPECIMENS = (
    ("serum", (" serum ", "ซีรั่ม", "ซีรัม")),
    ("plasma", (" plasma ", "พลาสมา")),
    ("urine", (" urine ", " ua ", "ปัสสาวะ")),
    ("csf", (" csf ", "cerebrospinal", "น้ำไขสันหลัง")),
    ("fluid", ("pleural", " ascit", "peritoneal", "synovial", "น้ำในช่อง")),
    ("arterial", (" arterial ", " abg ", "หลอดเลือดแดง")),
    ("venous", (" venous ", " vbg ", "หลอดเลือดดำ")),
    ("sputum", ("sputum", "เสมหะ")),
    ("stool", (" stool", " feces ", " faeces ", " fecal ", " faecal ", "อุจจาระ")),
    ("cord", (" cord ", "สายสะดือ")),
)
_OTHER_THAN_BLOOD = frozenset({"urine", "csf", "fluid", "sputum", "stool", "cord", "arterial", "venous"})
_BLOOD = re.compile(
    r"blood|เลือด|serum|plasma|ซีรั่ม|ซีรัม|พลาสมา|edta|clot|heparin|fluoride|\bnaf\b|citrate|tube|specimen|สิ่งส่งตรวจ|venous|vein"
)
_PHASES = (
    ("fasting", (" fbs ", " fpg ", " fasting ", "อดอาหาร")),
    ("after-meal", ("postprandial", " post prandial ", " pp ", " 2hpp ", "หลังอาหาร", " random ", "สุ่ม")),
    ("before-dialysis", ("ก่อนฟอก", " pre hd ", " prehd ", " pre dialysis ", " predialysis ")),
    ("after-dialysis", ("หลังฟอก", " post hd ", " posthd ", " post dialysis ", " postdialysis ")),
    ("peak", (" peak ",)),
    ("trough", (" trough ",)),
    ("lying", (" supine ", " lying ", "ท่านอน")),
    ("sitting", (" sitting ", "ท่านั่ง")),
    ("standing", (" standing ", " orthostatic ", "ท่ายืน")),
    ("baseline", (" baseline ", "ก่อนดื่ม")),
    *(
        (f"{n}h", (f" {n}h ", f" {n}hr", f" {n} h ", f" {n} hr", f" {n} hour", f"{n} ชม", f"{n} ชั่วโมง", f"{n}ชม"))
        for n in (1, 2, 3)
    ),
)  # fmt: skip
_UNITS = {
    "mm[hg]": "mmhg", "มม.ปรอท": "mmhg", "cel": "°c", "degc": "°c", "c": "°c", "[degf]": "°f", "degf": "°f", "f": "°f",
    "กก": "kg", "กิโลกรัม": "kg", "ซม": "cm", "เซนติเมตร": "cm", "/min": "/min", "{beats}/min": "/min", "bpm": "/min",
    "ครั้ง/นาที": "/min", "{breaths}/min": "/min", "10*3/ul": "10^3/ul", "x10^3/ul": "10^3/ul", "k/ul": "10^3/ul",
    "10*3/µl": "10^3/ul", "10^3/µl": "10^3/ul", "x10^3/µl": "10^3/ul", "10*9/l": "10^9/l", "x10^9/l": "10^9/l",
    "ml/min/1.73m2": "ml/min/1.73m2", "ml/min/{1.73_m2}": "ml/min/1.73m2", "ml/min/1.73m^2": "ml/min/1.73m2",
    "ml/min/1.73m²": "ml/min/1.73m2", "ml/min/1.73_m2": "ml/min/1.73m2", "umol/l": "µmol/l", "ug/l": "µg/l",
    "mcg/l": "µg/l", "เม็ด": "tab", "[iu]/l": "iu/l", "[iu]/ml": "iu/ml",
}  # fmt: skip


class Spoken(NamedTuple):
    """What words say beside the name of a thing."""

    phases: tuple[str, ...] = ()  # when it was taken, against a meal, a dose, dialysis
    methods: tuple[str, ...] = ()  # how it was measured
    sides: tuple[str, ...] = ()
    other: tuple[
        str, ...
    ] = ()  # urine, sputum and the like; a test without a code is of blood if nothing is said

    def and_of(self, more: "Spoken") -> "Spoken":
        """What both say together."""
        if more == NOTHING_SPOKEN:
            return self
        return Spoken(*(tuple(sorted({*mine, *theirs})) for mine, theirs in zip(self, more, strict=True)))


NOTHING_SPOKEN = Spoken()


class Heard(NamedTuple):
    """A concept: its words in one spelling, its codes by system, and what its words say besides."""

    name: str
    all: str  # text and displays, in one spelling
    codes: frozenset[tuple[str, str]]
    loinc: str
    spoken: Spoken
    test: str  # slug of the key test it is, ""


class Lexicon:
    """Spellings met in one record."""

    def __init__(self) -> None:
        self._folded: dict[str, str] = {}
        self._spoken: dict[str, Spoken] = {"": NOTHING_SPOKEN}
        self._heard: dict[
            int, tuple[Concept, Heard]
        ] = {}  # by id(), which holds as long as the concept is held
        self._units: dict[str, str] = {}
        self._unusual: dict[str, tuple[str, ...]] = {}

    def fold(self, text: str) -> str:
        """Case, width, dashes and blanks apart: "DTP-4" and "dtp 4" are one spelling."""
        if not text:
            return ""
        if (known := self._folded.get(text)) is None:
            known = _BLANK.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip(" .")
            if len(text) <= _SHORT:
                self._folded[text] = known
        return known

    def value(self, text: str) -> str:
        """A value in words. Signs stay, for -5 is not 5 and 1:2 not 12."""
        plain = _SIGNED.sub(" ", unicodedata.normalize("NFKC", text).casefold())
        return " ".join(plain.split()).strip(" .")

    def spoken(self, text: str) -> Spoken:
        """What free words say."""
        if (known := self._spoken.get(text)) is None:
            padded = self._padded(_LETTERED.sub(_side, text))
            other = tuple([name for name in _marks(_SPECIMENS, padded) if name in _OTHER_THAN_BLOOD])
            known = Spoken(_marks(_PHASES, padded), _marks(_METHODS, padded), _marks(_SIDES, padded), other)
            if len(text) <= _SHORT:
                self._spoken[text] = known
        return known

    def heard(self, concept: Concept) -> Heard:
        """What a concept says. The rows of a record share theirs."""
        known = self._heard.get(id(concept))
        if known is not None:
            return known[1]
        told = "\n".join(dict.fromkeys((concept.text, *(coding.display for coding in concept.codings))))
        codes = frozenset(_codes(concept))
        loinc = next((code for system, code in codes if system == LOINC), "")
        found = Heard(
            self.fold(concept.words),
            self.fold(told),
            codes,
            loinc,
            self.spoken(told),
            named(loinc, concept.words),
        )
        self._heard[id(concept)] = (concept, found)
        return found

    def specimen(self, text: str) -> tuple[str, ...]:
        """What it was measured in, in one spelling; () when nothing is said."""
        return _marks(_SPECIMENS, self._padded(text)) or (self.fold(text),) if text else ()

    def unusual(self, text: str) -> tuple[str, ...]:
        """A specimen that no word of blood stands in, and that is no number or label; () of every other."""
        if (known := self._unusual.get(text)) is None:
            told = self.fold(text)
            is_label = any(sign.isdigit() for sign in told) or not any(sign.isalpha() for sign in told)
            known = () if is_label or _BLOOD.search(told) else (told,)
            if len(text) <= _SHORT:
                self._unusual[text] = known
        return known

    def _padded(self, text: str) -> str:
        return f" {' '.join(self.fold(text).replace('.', ' ').split())} "

    def unit(self, text: str) -> str:
        """A unit in one spelling. Units that measure the same in another size stay apart."""
        if (known := self._units.get(text)) is None:
            plain = "".join(text.casefold().replace("μ", "µ").split()).strip(".")
            known = self._units[text] = _UNITS.get(plain, plain)
        return known

    def quantity(self, value: Quantity | None) -> Hashable:
        """Comparator and number: 7.50 and 7.5 are one. None when there is none; words where only words came."""
        if value is None:
            return None
        number = value.value
        if number is None:
            return self.value(value.text) or None
        return value.comparator, number if number.is_finite() else str(number)

    def unit_of(self, value: Quantity | None) -> str:
        """Its unit, else its code, in one spelling."""
        return self.unit(value.unit or value.code) if value is not None else ""

    def amount(self, value: Value) -> tuple[Hashable, str]:
        """A value and its unit; (None, "") when it says nothing."""
        if isinstance(value, Quantity):  # nearly all
            return self.quantity(value), self.unit(value.unit or value.code)
        match value:
            case Concept():
                return ("words", self.value(value.words)) if value.words else None, ""
            case str():
                return ("words", self.value(value)) if self.value(value) else None, ""
            case bool():
                return ("flag", value), ""
            case Range():
                ends = (self.quantity(value.low), self.quantity(value.high))
                return ("range", *ends, self.value(value.text)), self.unit_of(value.low or value.high)
            case Ratio():
                both = (value.numerator, value.denominator)
                return ("ratio", *map(self.quantity, both)), "/".join(map(self.unit_of, both))
            case When():
                return ("date", value.raw), ""
            case Span():
                days = (value.start.raw if value.start else "", value.end.raw if value.end else "")
                return ("period", *days), ""
            case _:
                return None, ""

    def components(self, parts: tuple[Component, ...]) -> tuple[Hashable, ...]:
        """Components in an order of their own."""
        found = [(self.heard(part.concept), *self.amount(part.value), part.absent) for part in parts]
        return tuple(sorted([(heard.loinc or heard.name, *told) for heard, *told in found], key=repr))


def _side(letters: re.Match[str]) -> str:
    return _BY_LETTER[letters[letters.lastindex or 0]]


def _marks(table: Iterable[tuple[str, tuple[str, ...]]], padded: str) -> tuple[str, ...]:
    return tuple([name for name, needles in table if any(needle in padded for needle in needles)])


def _codes(concept: Concept) -> Iterator[tuple[str, str]]:
    """(system, code) of every coding that has both; ICD-10 in one spelling, TMT's "00000" is no code."""
    for coding in concept.codings:
        system = code_system(coding.system) or bare(coding.system)
        code = coding.code.strip()
        if system == ICD10:
            code = icd10(code)
        elif system == TMT and not code.strip("0"):
            continue
        if system and code:
            yield system, code.casefold()


def day(when: When | None) -> int:
    """The local day as a number; 0 when it is not known to the day."""
    if when is None or when.precision < Precision.DAY or not when.usable:
        return 0
    return when.year * 10_000 + when.month * 100 + when.day


def minute(when: When | None) -> int | None:
    """The local minute of its day; None when only a day is known. Midnight is a day without a time in many feeds."""
    if when is None or (moment := when.moment) is None:
        return None
    return moment.hour * 60 + moment.minute or None
