"""Whether a certificate is of the clinician who is signed in: by its name and, where it holds one, its licence number.

Titles, spaces and case count for nothing. Names in different scripts cannot be compared here, and that is said.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from viewer.signin.people import Clinician

_SHORT = (
    "นพ", "พญ", "ภก", "ภญ", "ทพ", "ทพญ", "สพ", "สพญ", "พว", "พจ", "กภ", "ทนพ", "ทนพญ", "ดร", "ศ", "รศ", "ผศ", "นส",
    "พล", "mr", "mrs", "ms", "dr", "prof", "assoc", "asst",
)  # fmt: skip
_LONG = (
    "นายแพทย์", "แพทย์หญิง", "เภสัชกรหญิง", "เภสัชกร", "ทันตแพทย์หญิง", "ทันตแพทย์", "สัตวแพทย์หญิง", "สัตวแพทย์", "พยาบาลวิชาชีพ",
    "รองศาสตราจารย์", "ผู้ช่วยศาสตราจารย์", "ศาสตราจารย์", "ดอกเตอร์", "นางสาว", "นาง", "นาย",
    "หม่อมราชวงศ์", "หม่อมหลวง", "ว่าที่",
)  # fmt: skip
_RANKS = (
    r"(?:พล|พัน|ร้อย)(?:ตำรวจ)?(?:เอก|โท|ตรี)(?:พิเศษ)?|(?:พลเรือ|พลอากาศ|นาวา(?:อากาศ)?|เรือ(?:อากาศ)?)(?:เอก|โท|ตรี)(?:พิเศษ)?"
    r"|พล\.\s?(?:[ก-ฮ]\.\s?)+"
)
# A run of single letters is a title, too: น.ส., ม.ร.ว., พ.ต.ท.; "หญิง" follows some.
_TITLE = re.compile(
    unicodedata.normalize(
        "NFKD",
        rf"(?:(?:[ก-ฮ]\.\s?){{2,}}|{_RANKS}|(?:{'|'.join(_SHORT)})(?:\.|\s)|miss\s|{'|'.join(_LONG)})"
        r"(?:\s?หญิง\s|\s)*",
    ),
    re.I,
)
_DEGREE = re.compile(r"(?<![a-z])(?:m\.?d|ph\.?d|pharm\.?d|r\.?n|d\.?d\.?s)\.?(?![a-z])", re.I)
_LICENCE = re.compile(r"(?<![ก-๙.])([ทภว])\.?\s?(\d{1,8})(?!\d)")
_NUMBER = re.compile(r"\d+")


class Holder(StrEnum):
    """Whose a certificate is."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"  # its name is in another script than the clinician's, or it has none


def holder(name: str, licence: str, clinician: Clinician) -> Holder:
    """``name`` and ``licence`` of the certificate, "" where it holds none."""
    if licence and clinician.licence and not _one_licence(licence, clinician.licence):
        return Holder.OTHER
    held, own = _names(name), _names(clinician.name)
    scripts = held.keys() & own.keys()
    if not scripts:
        return Holder.UNKNOWN
    return Holder.SAME if all(held[script] & own[script] for script in scripts) else Holder.OTHER


def licence_in(texts: Iterable[str]) -> str:
    """The first licence number of a physician, dentist or pharmacist in what a certificate says; "" for none."""
    found = (_LICENCE.search(text) for text in texts)
    return next((f"{one[1]}.{int(one[2])}" for one in found if one), "")


def _one_licence(one: str, other: str) -> bool:
    """Same number, of the same council where both name it."""
    numbers = [int(found[0]) if (found := _NUMBER.search(text)) else None for text in (one, other)]
    councils = {found[1] for text in (one, other) if (found := _LICENCE.search(text))}
    return numbers[0] == numbers[1] and len(councils) < 2


def _names(text: str) -> dict[str, frozenset[str]]:
    """By script: the name without its titles, however far it may be read as one. "นางสาวิตรี" is นาง or นางสาว."""
    plain = _DEGREE.sub(" ", _LICENCE.sub(" ", unicodedata.normalize("NFKD", text).casefold())).strip()
    left, found = [plain], dict[str, set[str]]()
    while left:
        one = left.pop()
        untitled, certain = _untitled(one)
        left += untitled
        for script, letters in _by_script("" if certain else one).items():
            found.setdefault(script, set()).add(letters)
    return {script: frozenset(names) for script, names in found.items()}


def _untitled(text: str) -> tuple[list[str], bool]:
    """Without the title at its beginning; and whether that is certainly one: a word may begin a name as well."""
    match = _TITLE.match(text)
    if match is None:
        return [], False
    shorter = [text[len("นาง") :]] if match[0].startswith("นางสาว") else []
    return [text[match.end() :].strip(), *shorter], "." in match[0]


def _by_script(text: str) -> dict[str, str]:
    """Its letters, apart by script. Latin names are sorted by words: surnames stand first or last."""
    words = dict[str, list[str]]()
    before = ""
    for letter in text:
        script = (
            unicodedata.name(letter, "").partition(" ")[0] if unicodedata.category(letter)[0] in "LM" else ""
        )
        if script == "COMBINING":
            continue  # an accent
        if script and script == before:
            words[script][-1] += letter
        elif script:
            words.setdefault(script, []).append(letter)
        before = script
    return {script: "".join(sorted(said) if script == "LATIN" else said) for script, said in words.items()}
