"""Blood groups as the sources send them: never decided between, and never to transfuse by."""

import re
from collections.abc import Iterable
from datetime import date

from viewer.record.facts import Result
from viewer.record.key_results import VOID, day_of
from viewer.record.series import among
from viewer.view.pen import Pen

_NAMED = re.compile(r"blood (?:group|type|typing)|(?:หมู่|กรุ๊ป)(?:เลือด|โลหิต)|^abo\b|\brh\b", re.I)
_ABOUT_ANTIBODIES = re.compile(
    r"^(?!.*\babo\b).*(?:antibod|screen|immun|titer|titre|crossmatch|แอนติบอดี|ภูมิ)", re.I
)
_LOINC = frozenset({"883-9", "882-1", "10331-7", "884-7"})
_RH_ONLY = frozenset({"10331-7"})
_ABO = re.compile(r"(?<![A-Za-z])(AB|A|B|O)(?![A-Za-z])")
_POSITIVE, _NEGATIVE = re.compile(r"\+|pos|บวก", re.I), re.compile(r"[-−–](?:\s*ve)?\W*$|neg|ลบ", re.I)


def blood_groups(pen: Pen) -> list[Result]:
    """Those with a value that nobody took back, newest first."""
    return [row for row in among(pen.record.alike, _stands) if row.value not in (None, "")]


def _stands(result: Result) -> bool:
    return result.status not in VOID and is_blood_group(result)


def is_blood_group(result: Result) -> bool:
    """Whether a result is one of this person."""
    if result.about:
        return False
    return result.loinc in _LOINC or _names_one(result.concept.words)


def _names_one(name: str) -> bool:
    """Whether a test is named as one; a screen for antibodies against blood groups is none."""
    return bool(_NAMED.search(name)) and not _ABOUT_ANTIBODIES.search(name)


def differing_groups(pen: Pen) -> tuple[Result, ...]:
    """The rows of which another says otherwise, ABO or Rh: the newest of each test and facility."""
    newest: dict[tuple[str, str], Result] = {}
    for row in blood_groups(pen):
        key = (row.loinc or row.concept.words, row.origin.hcode)
        known = newest.get(key)
        if known is None or (day_of(row) or date.min) > (day_of(known) or date.min):
            newest[key] = row
    said = {key: _said(pen, row) for key, row in newest.items()}
    torn = _torn(said.values())
    return tuple(row for key, row in newest.items() if said[key] & torn)


def _said(pen: Pen, row: Result) -> frozenset[tuple[str, str]]:
    """What a row says of each part; of words that are neither, the words themselves."""
    words = pen.speech.value(row.value)
    abo = None if row.loinc in _RH_ONLY else _ABO.search(words)
    rest = words.replace(abo.group(), "", 1) if abo else words
    rh = "+" if _POSITIVE.search(rest) else "-" if _NEGATIVE.search(rest) else ""
    told = {("abo", abo.group()) if abo else ("", ""), ("rh", rh) if rh else ("", "")} - {("", "")}
    return frozenset(told or {(row.loinc or row.concept.words, " ".join(words.split()).casefold())})


def _torn(said: Iterable[frozenset[tuple[str, str]]]) -> set[tuple[str, str]]:
    """What is said of a part of which another thing is said too."""
    parts: dict[str, set[tuple[str, str]]] = {}
    for told in said:
        for one in told:
            parts.setdefault(one[0], set()).add(one)
    return {one for found in parts.values() if len(found) > 1 for one in found}


def differing_words(pen: Pen) -> tuple[str, ...]:
    """หมู่เลือดไม่ตรงกัน: O Rh ลบ (B 12 ส.ค. 2569), O Rh บวก (C 13 ก.ค. 2569) — …; () where they agree."""
    rows = differing_groups(pen)
    if not rows:
        return ()
    told = [f"{pen.speech.value(row.value)} ({pen.who(row)} {pen.date(row.when)})" for row in rows]
    rule = pen.say("For reference only: group and crossmatch again every time")
    return (f"{pen.say('Blood groups differ: {list}', list=', '.join(told))} — {rule}",)
