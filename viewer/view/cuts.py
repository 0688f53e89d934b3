"""Where a line of Thai may be broken. Thai has no spaces between words, so both screen and paper ask here.

Words come from nlpo3 (newmm) over two lists, ``words_th.txt`` (CC0) and ``clinical_th.txt`` (ours: hospital words),
and the Thai names of medicines in the formulary. The dictionary is read on first use and then shared by all threads: it
is a constant table, like a compiled pattern. Nothing of the text is kept, so a closed record leaves no word behind.

Never broken: a Latin run (drug names, codes), a number and its unit, a drug and its strength, a bracket and what it
holds, ๆ and the word it repeats, the name of a facility, its letter and its number, เวลา and the clock, โทร and the
number, an abbreviation (มคก., มี.ค.), a word that leads a number (อีก 70 วัน, ทุก 4 ชั่วโมง), a day of the week from เฉพาะ
or ทุก, and a "not" from what it turns: the next line alone would say the opposite.
"""

import csv
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlpo3 import load_dict, segment

from viewer.base.resources import resource

SOFT_BREAK = "\u200b"  # zero-width space: a line may break here
BOND = "\u2060"  # word joiner: a line may not break here
HARD_SPACE = "\u00a0"

_DICTIONARY = "prawat"
_LISTS = ("words_th.txt", "clinical_th.txt")
_NAMES = {"ingredients.csv": ("thai", "synonyms"), "trades.csv": ("thai",)}  # of medicines; columns
_CHUNK = 2000  # characters handed to nlpo3 at once: its search is bounded by what it is given

_THAI = r"\u0e01-\u0e3a\u0e40-\u0e4f"
_THAI_RUN = re.compile(rf"[{_THAI}]+")
_TOKEN = re.compile(
    rf"(?P<space>[^\S\u00a0]+)|(?P<thai>(?:[{_THAI}]+\.?)+)|(?P<other>(?:[^\s{_THAI}]|\u00a0)+)"
)
_NUMBER = re.compile(r"[(\[]?[<>≤≥=±~+\-−]{0,2}[\d๐-๙][\d๐-๙.,:/x×–−-]*")
_YEAR = re.compile(r"(?:.*/)?(?:2[45]\d\d|19\d\d|20\d\d)")
_LATIN_UNIT = re.compile(r"[\w%°µμ²³·^./]{1,5}[,;)]*|[\w%°µμ²³.*^]+/[\w%°µμ²³./*^]+[,;)]*")
_LATIN_END = re.compile(r"[A-Za-zα-ωµμ\d)]$")
_BREAKS_INSIDE = re.compile(r"(?<=[-/‐–+])(?=\w)")  # where a Latin run would be broken by Unicode's own rules

_NEVER_BEFORE = "ฯๆะาำๅ็่้๊๋์ํัิีึืฺุู๎" + ")]}>”’»%°.,;:!?/·•—–…\u2060"
_NEVER_AFTER = "เแโใไ" + "([{<“‘«/฿$€#"
_COMPARES = frozenset({"<", ">", "≤", "≥", "=", "<=", ">=", "±", "~", "+", "→", "("})
_LETTER_LISTED, _LETTER = (
    re.compile(r"[(\[]?[A-Z]{1,2},"),
    re.compile(r"[A-Z]{1,2}[,)\]]*"),
)  # facilities: A, B
_DATED = re.compile(
    r"(?:[ก-ู]{1,3}\.){2}|(?:[เแ][ก-ู]{1,2}\.)[ก-ู]{1,3}\."
)  # ม.ค., เม.ย., พ.ศ.: the year stays beside
_NOT = re.compile(r"(?:ยัง)?(?:ไม่|มิ)(?:ได้|เคย|ควร|ต้อง)?|ห้าม|งด|อย่า|เลิก")
_LEANS = frozenset({"ละ", "ครึ่ง"})  # วันละ, 1 ช้อนชาครึ่ง: one and a half, not one
_ON = frozenset({"ทุก", "เฉพาะ", "ยกเว้น", "เว้น"})  # ทุกวันอาทิตย์: once a week, not every …
_WEEKDAY = re.compile(r"วัน|อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์")
_PER = re.compile(r".*/[\d๐-๙.,]+")  # มก./5 มล.
_AGES = frozenset({"ปี", "เดือน"})  # 7 ปี 6 เดือน
_CLOCK = re.compile(r"[(\[]?[\d๐-๙]{1,2}[.:][\d๐-๙]{2}[),;\]]*")  # 14.20
_LEADS = re.compile(r".*(?:อีก|ละ|ที่|ทุก|ข้อ|แถว|โทร\.?)|[Tt]el\.")  # อีก 70 วัน, วันละ 1 ครั้ง, ทุก 4 ชั่วโมง, โทร 0-…
_BADGE = re.compile(r"[(\[]?[A-Z]{1,2}\]?")  # A รพ.ศูนย์ธารสุวรรณ, [A] รพ.…
_FACILITY = re.compile(r"รพ\.|โรงพยาบาล|คลินิก|ร้านยา|สถาบัน|ศูนย์")
_NUMBERED = re.compile(r"[\d๐-๙]{1,3}[,;)\]]*")  # ศูนย์บริการสาธารณสุข 99
_SHORT = re.compile(r"(?:[เแ]?[ก-ฮ][ิี]?[ก-ฮ]{0,3}\.)+")  # มคก., มี.ค., รพศ.: the lists know few of them
_SYLLABLES = 5  # letters: a name of a medicine that is no part of other words
_NAME = 24  # letters: a facility's name is not cut; a longer run is prose


@dataclass(frozen=True, slots=True)
class _Token:
    """One word with the space before it; ``bound``: no line may break before it."""

    space: str
    text: str
    bound: bool


def cuts(text: str) -> tuple[str, ...]:
    """The text in pieces; a line may be broken between any two, and joined they are the text again.

    Space stands at the beginning of the piece that follows it (and is dropped there by whoever begins a line).
    """
    pieces: list[str] = []
    for token in _tokens(text):
        if token.bound and pieces:
            pieces[-1] += token.space + token.text
        else:
            pieces.append(token.space + token.text)
    return tuple(pieces)


def seams(text: str) -> tuple[int, ...]:
    """Positions between the Thai words of what is never broken, a facility's name too, rising: where it is parted when
    a room is too narrow for it after all."""
    found: list[int] = []
    for match in _TOKEN.finditer(text):
        at = match.start()
        for word in segment(match.group(), _dictionary()) if match.lastgroup == "thai" else ():
            at += len(word)
            found.append(at)
    return tuple(
        at for at in found if at < len(text) and text[at] != HARD_SPACE and not _bound(text[:at], text[at:])
    )


def breakable(text: str) -> str:
    """The text with marks for Qt's line breaking: **for display only**; copy, find and export take ``plain``.

    U+200B where a line may break, U+00A0 for a space that must hold, U+2060 inside Latin runs.
    """
    parts: list[str] = []
    for token in _tokens(text):
        if token.space:
            parts.append(token.space.replace(" ", HARD_SPACE) if token.bound and token.text else token.space)
        elif parts and not token.bound:
            parts.append(SOFT_BREAK)
        parts.append(_BREAKS_INSIDE.sub(BOND, token.text))
    return "".join(parts)


def plain(text: str) -> str:
    """The text without the marks of ``breakable``."""
    return text.translate({ord(SOFT_BREAK): None, ord(BOND): None, ord(HARD_SPACE): " "})


def _tokens(text: str) -> Iterator[_Token]:
    """Every word of the text in order, each told whether it is bound to the one before."""
    space, before, unit = "", "", False
    for kind, word in _words(text):
        if kind == "space":
            space += word
            continue
        if space:
            bound = space.isprintable() and (not before or _bound_over_space(before, word, unit))
        else:
            bound = not before or _bound(before, word)
        yield _Token(space, word, bound)
        unit = bound and bool(space) and _NUMBER.fullmatch(before) is not None
        space, before = "", word
    if space:
        yield _Token(space, "", True)


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Runs of space and of other letters as they are, Thai runs cut into words."""
    for match in _TOKEN.finditer(text):
        kind, run = match.lastgroup or "other", match.group()
        if kind != "thai":
            yield kind, run
            continue
        if len(run) <= _NAME and _FACILITY.match(run):
            yield kind, run
            continue
        if short := _SHORT.match(run):
            yield kind, short.group()
            run = run[short.end() :]
        for start in range(0, len(run), _CHUNK):
            for word in segment(run[start : start + _CHUNK], _dictionary()):
                yield kind, word


def _bound(before: str, word: str) -> bool:
    """Whether two words that touch must stay together."""
    first, last = word[0], before[-1]
    if first in _NEVER_BEFORE or last in _NEVER_AFTER:
        return True
    if _is_thai(last) and _is_thai(first):
        if _WEEKDAY.match(word) and (before.endswith("วัน") or before in _ON):
            return True
        return word in _LEANS or before == "ครึ่ง" or _NOT.fullmatch(before) is not None
    if _is_thai(last):  # Thai, then Latin, digits or a bracket
        return not (first.isalpha() or first in "([{“‘")
    if _is_thai(first):  # Latin, then Thai: only a letter or a comma lets go, never a digit (67ปี, 500มก.)
        return not (last.isalpha() or last in ",;:)]”’?!")
    return last != "." or not _is_thai(before[0]) or first.isdigit()


def _bound_over_space(before: str, word: str, unit: bool) -> bool:
    """Whether the space between two words must hold. ``unit``: the word before is the unit of a number."""
    if word[0] in _NEVER_BEFORE and word != "…":
        return True
    if before in _COMPARES or before[-1] in "([{“‘":
        return True
    if _LETTER_LISTED.fullmatch(before) and _LETTER.fullmatch(word):
        return True
    if _BADGE.fullmatch(before) and _FACILITY.match(word):
        return True
    if _CLOCK.fullmatch(word) and (before == "เวลา" or _YEAR.fullmatch(before)):
        return True
    if before.startswith("ศูนย์") and _NUMBERED.fullmatch(word):
        return True
    if _PER.fullmatch(before) and _is_thai(word[0]):
        return True
    if _NUMBER.fullmatch(before):
        if _YEAR.fullmatch(before) or (before[-1] == "," and _FACILITY.match(word)):
            return False
        return _is_thai(word[0]) or _LATIN_UNIT.fullmatch(word) is not None
    if word[0].isdigit():
        drug = not unit and not _is_thai(before[-1]) and _LATIN_END.search(before) is not None
        if drug or (unit and before in _AGES) or _DATED.fullmatch(before):
            return True
        return _LEADS.fullmatch(before) is not None
    return False


def _is_thai(letter: str) -> bool:
    return "\u0e01" <= letter <= "\u0e4e"


@cache
def _dictionary() -> str:
    """Name under which nlpo3 holds our lists and names; read at the first call, about 0.1 s.

    nlpo3 reads one file a dictionary, so the lists are joined in a folder that is gone a moment later.
    """
    words = "\n".join((*(_entries(resource("words", name)) for name in _LISTS), *_medicines()))
    with tempfile.TemporaryDirectory(prefix="prawat-words-") as folder:
        joined = Path(folder) / "words.txt"
        joined.write_text(words, encoding="utf-8")
        load_dict(str(joined), _DICTIONARY)  # answers False when another thread was first, which is as good
    return _DICTIONARY


def _entries(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line and not line.startswith("#"))


def _medicines() -> Iterator[str]:
    """Thai names of medicines. Short ones are syllables of other words as well, the longest are phrases."""
    for table, columns in _NAMES.items():
        with resource("tables", "formulary", table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names = (name for column in columns for name in _THAI_RUN.findall(row[column]))
                yield from (name for name in names if _SYLLABLES <= len(name) <= _NAME)
