"""The rules, one per kind of row: its kin (cheap: facts of another kin are never compared) and its face.

A face of None never merges: what was entered in error, what has no day, what says nothing.
Sources: clinical rulings 13 (side, specimen, method and local date belong to the key), FHIR R4 for the fields.
"""

import re
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from viewer.record.facts import (
    Allergy,
    Attachment,
    Document,
    Fact,
    Narrative,
    Problem,
    Procedure,
    Report,
    Result,
    Stance,
    Vaccine,
    Visit,
)
from viewer.record.merge import words
from viewer.record.merge.faces import Face, Field, Rule
from viewer.record.merge.words import Heard, Lexicon, Spoken
from viewer.record.series import OWN_NAMES
from viewer.record.values import Range, Samples, When

# What changes by the minute and has few values: two places may well find the same on one day.
_OF_THE_MOMENT = frozenset({"bp", "systolic", "diastolic", "pulse", "respiration", "temperature", "spo2"})
_WITHDRAWN = frozenset({"entered-in-error", "cancelled", "unknown"})
_APART = False  # telling=False: what differs here has nothing to do with the other

_MINUTE = Field("time", loose=True, telling=_APART)
_RESULT_FIELDS = (
    _MINUTE, Field("phase", telling=_APART), Field("method"), Field("side"), Field("unit"), Field("value"),
    Field("parts"), Field("status"), Field("specimen"), Field("specimen", loose=True), Field("how", loose=True),
    Field("range", loose=True),
)  # fmt: skip
RESULT = Rule("same-result", _RESULT_FIELDS)
VACCINE = Rule("same-vaccine", (Field("status"), Field("dose", loose=True), Field("lot", loose=True)))
_PROBLEM_FIELDS = (
    Field("side"), Field("site"), Field("status"), Field("verification"), Field("ended", loose=True),
    Field("category", loose=True, telling=_APART), Field("stage", loose=True, telling=_APART),
    Field("age", loose=True, telling=_APART),
)  # fmt: skip
PROBLEM_SINCE = Rule(
    "same-problem-since",
    (Field("since"), Field("since-month", loose=True), Field("since-day", loose=True), *_PROBLEM_FIELDS),
)
PROBLEM_RECORDED = Rule("same-problem-recorded", _PROBLEM_FIELDS)
PROCEDURE = Rule(
    "same-procedure",
    (
        Field("side"), Field("site", loose=True), Field("status"), Field("time", loose=True),
        Field("performer", loose=True), Field("outcome", loose=True), Field("complication", loose=True, telling=_APART),
    ),
)  # fmt: skip
ALLERGY = Rule(
    "same-allergy",
    (
        Field("kind", loose=True, telling=_APART), Field("said", telling=_APART), Field("status", loose=True),
        Field("verification", loose=True),
    ),
)  # fmt: skip
REPORT = Rule(
    "same-report",
    (_MINUTE, Field("conclusion"), Field("status"), Field("results", loose=True), Field("files", loose=True)),
)
DOCUMENT = Rule("same-file", (Field("files", telling=_APART), Field("status")))
NARRATIVE = Rule("same-text", (_MINUTE, Field("text"), Field("status")))
VISIT = Rule(
    "same-visit",
    (
        Field("time", telling=_APART), Field("class", telling=_APART), Field("department", loose=True, telling=_APART),
        Field("status"), Field("end", loose=True),
    ),
)  # fmt: skip


class Kind(NamedTuple):
    """How the facts of a field of Record are seen. ``by_day``: only facts of one local day are compared."""

    kin: Callable[[Any, Lexicon], Hashable]  # None = never merges
    face: Callable[[Any, Lexicon], Face | None]
    by_day: bool = True
    relayed: bool = False  # merges only what one source passes on of the facility that another source is


def result_kin(fact: Result, _: Lexicon) -> Hashable:
    """A key test whether by code or by name; others by LOINC code; the rest together, and their faces decide."""
    if fact.about:
        return None
    return fact.slug or fact.loinc or ("by words" if fact.concept.words else None)


def result_face(fact: Result, lexicon: Lexicon) -> Face | None:
    """A result: the same test, moment, number and unit; method, side, specimen and status not contradicting."""
    value, unit = lexicon.amount(fact.value)
    day = words.day(fact.when)
    if fact.status in _WITHDRAWN or not day or (value is None and not fact.components):
        return None
    if fact.components and any(isinstance(part.value, Samples) for part in fact.components):
        return None  # what they hold is not read, so nobody can say that it is the same
    heard, minute = lexicon.heard(fact.concept), words.minute(fact.when)
    if minute is None and heard.test in _OF_THE_MOMENT:
        return None
    slug, spoken, sides = heard.test, heard.spoken, heard.spoken.sides
    if fact.body_site:
        sides = spoken.and_of(lexicon.spoken(fact.body_site)).sides
    if fact.method or fact.specimen or fact.note:
        for text in (fact.method, fact.specimen, fact.note):
            spoken = spoken.and_of(lexicon.spoken(text)._replace(sides=()))
    own = slug in OWN_NAMES
    values = (
        minute,
        (spoken.phases, heard.all if own else ""),
        spoken.methods,
        (sides, lexicon.fold(fact.body_site) if fact.body_site else ""),
        unit,
        value,
        lexicon.components(fact.components) if fact.components else (),
        fact.status,
        _elsewhere(fact, slug, spoken, lexicon),
        lexicon.specimen(fact.specimen) if fact.specimen else (),
        lexicon.fold(fact.method) if fact.method else "",
        tuple([_range(one, lexicon) for one in fact.ranges]) if fact.ranges else (),
    )
    kin = (slug or fact.loinc or "by words", day)
    if fact.loinc and not slug:
        return Face(RESULT, kin, values)
    return _named(RESULT, kin, values, heard, slug if not own else "")


_OF_URINE = frozenset({"uacr", "uprotein"})


def _elsewhere(fact: Result, slug: str, spoken: Spoken, lexicon: Lexicon) -> Hashable:
    """What it was measured in where that is not blood: a source that leaves it out says another thing then.

    A LOINC code says it itself, unless it is of a test of blood (or urine) and the specimen is another.
    """
    if fact.loinc and not slug:
        return ()
    if slug in _OF_URINE:
        return tuple([name for name in spoken.other if name != "urine"])
    return spoken.other or (lexicon.unusual(fact.specimen) if fact.specimen else ())


def _range(sent: Range, lexicon: Lexicon) -> tuple[Hashable, ...]:
    return lexicon.quantity(sent.low), lexicon.quantity(sent.high), lexicon.fold(f"{sent.whose} {sent.text}")


def _named(
    rule: Rule, kin: Hashable, values: tuple[Hashable, ...], heard: Heard, name: str = ""
) -> Face | None:
    name = name or heard.name
    return Face(rule, kin, values, heard.codes, name) if heard.codes or name else None


_NUMBERED = re.compile(r"(.*?)[\s-]*(?:dose|เข็มที่|เข็ม|ครั้งที่|#)?[\s-]*([1-6])", re.I)


def vaccine_face(fact: Vaccine, lexicon: Lexicon) -> Face | None:
    """A dose: the same vaccine on the same local day; number and lot not contradicting; given never with not given."""
    if fact.status in _WITHDRAWN or not words.day(fact.when):
        return None
    heard, number = lexicon.heard(fact.concept), lexicon.fold(fact.dose_number)
    name = heard.name
    if found := _NUMBERED.fullmatch(name):
        name, number = found[1], number or found[2]
    lot = "".join(sign for sign in lexicon.fold(fact.lot) if sign.isalnum())
    return _named(VACCINE, words.day(fact.when), (fact.status, number, lot), heard, name)


def problem_kin(fact: Problem, lexicon: Lexicon) -> Hashable:
    """By ICD-10 code in one spelling, else by words; with the day it was recorded where no beginning is told."""
    what = fact.icd or lexicon.fold(fact.concept.words)
    if fact.onset is not None and fact.onset.usable:
        return (what, "since") if what else None
    recorded = words.day(fact.recorded)
    return (what, recorded) if what and recorded else None


def problem_face(fact: Problem, lexicon: Lexicon) -> Face | None:
    """A diagnosis: same code, state and side; begun at the same time as far as told, else recorded on the same day."""
    kin = problem_kin(fact, lexicon)
    if kin is None or fact.verification in _WITHDRAWN or fact.status in _WITHDRAWN:
        return None
    heard = lexicon.heard(fact.concept)
    spoken = heard.spoken.and_of(lexicon.spoken(fact.note)).and_of(lexicon.spoken(fact.body_site))
    shared = (
        spoken.sides, lexicon.fold(fact.body_site), fact.clinical, fact.verification,
        words.day(fact.abatement) or None, fact.category, lexicon.fold(fact.stage),
        lexicon.fold(fact.onset.raw) if fact.onset is not None and fact.onset.flaw in ("age", "in-words") else "",
    )  # fmt: skip
    codes, name = (heard.codes, heard.name) if not fact.icd else (frozenset[tuple[str, str]](), "")
    if fact.onset is not None and fact.onset.usable:
        return Face(PROBLEM_SINCE, kin, (*_since(fact.onset), *shared), codes, name)
    return Face(PROBLEM_RECORDED, kin, shared, codes, name)


def _since(onset: When) -> tuple[int, int | None, int | None]:
    """Year, month and day as far as the source gave them."""
    month = onset.month if onset.precision > 1 else None
    return onset.year, month, onset.day if onset.precision > 2 else None


def procedure_face(fact: Procedure, lexicon: Lexicon) -> Face | None:
    """A procedure: same code, local day, side and status."""
    if fact.status in _WITHDRAWN or not words.day(fact.when):
        return None
    heard = lexicon.heard(fact.concept)
    spoken = heard.spoken.and_of(lexicon.spoken(fact.body_site)).and_of(lexicon.spoken(fact.note))
    values = (
        spoken.sides, lexicon.fold(fact.body_site), fact.status, words.minute(fact.when),
        lexicon.fold(fact.performer), lexicon.fold(fact.outcome), lexicon.fold(fact.complication),
    )  # fmt: skip
    return _named(PROCEDURE, words.day(fact.when), values, heard)


_LEADING = re.compile(r"^(?:แพ้ยา|แพ้|allergy to|allergic to)\s*", re.I)


_ALONE = frozenset({Stance.UNKNOWN, Stance.NEGATED})


def allergy_kin(fact: Allergy, lexicon: Lexicon) -> Hashable:
    """By what the row says of the person: allergic, denied, refuted, side effect. What is not known stays alone."""
    return None if fact.stance in _ALONE else fact.stance


def allergy_face(fact: Allergy, lexicon: Lexicon) -> Face | None:
    """An allergy: same substance and stance. A denial or refutation is one only of one day and informant."""
    if fact.stance in _ALONE or "entered-in-error" in (fact.status, fact.verification):
        return None
    said: Hashable = ()
    kinds = tuple(sorted(fact.categories))
    if fact.stance in (Stance.DENIED, Stance.REFUTED):
        said = (words.day(fact.when), lexicon.fold(fact.informant), kinds)
        if not words.day(fact.when):
            return None
    values = (kinds, said, fact.clinical, fact.verification)
    if fact.stance is Stance.DENIED:
        return Face(ALLERGY, fact.stance, values)
    heard = lexicon.heard(fact.substance)
    return _named(ALLERGY, fact.stance, values, heard, _LEADING.sub("", heard.name))


def report_face(fact: Report, lexicon: Lexicon) -> Face | None:
    """A report: same examination, moment and conclusion; without a conclusion the same files."""
    files, conclusion = _files(fact.attachments), lexicon.fold(fact.conclusion)
    if fact.status in _WITHDRAWN or not words.day(fact.when) or not (files or conclusion):
        return None
    values = (words.minute(fact.when), conclusion, fact.status, len(fact.results) or None, files)
    return _named(REPORT, words.day(fact.when), values, lexicon.heard(fact.concept))


def document_face(fact: Document, lexicon: Lexicon) -> Face | None:
    """A document: the same files by their hash, of the same day."""
    files = _files(fact.attachments)
    if fact.status in _WITHDRAWN or not words.day(fact.when) or not files:
        return None
    return Face(DOCUMENT, words.day(fact.when), (files, fact.status))


def _files(attachments: tuple[Attachment, ...]) -> tuple[str, ...]:
    """The hashes of all files; () when one of them has none."""
    hashes = tuple(sorted(one.hash for one in attachments))
    return hashes if all(hashes) else ()


def narrative_face(fact: Narrative, lexicon: Lexicon) -> Face | None:
    """A written summary: same type, title and text."""
    text = tuple(
        (lexicon.fold(one.title), lexicon.fold(one.text), one.entries) for one in fact.passages if one.text
    )
    if fact.status in _WITHDRAWN or not words.day(fact.when) or not text:
        return None
    title, values = lexicon.fold(fact.title), (words.minute(fact.when), text, fact.status)
    return _named(NARRATIVE, (words.day(fact.when), title), values, lexicon.heard(fact.concept), title)


def visit_face(fact: Visit, lexicon: Lexicon) -> Face | None:
    """A visit: told again by another source than the facility itself; same start and class."""
    origin = fact.origin
    if fact.status in _WITHDRAWN or not words.day(fact.when) or not origin.hcode:
        return None
    values = (
        words.minute(fact.when), fact.kind, lexicon.fold(fact.department), fact.status,
        (words.day(fact.end), words.minute(fact.end)) if words.day(fact.end) else None,
    )  # fmt: skip
    return Face(VISIT, (words.day(fact.when), origin.hcode), values)


def _any(fact: Fact, lexicon: Lexicon) -> Hashable:
    return ""


KINDS: dict[str, Kind] = {
    "results": Kind(result_kin, result_face),
    "vaccines": Kind(_any, vaccine_face),
    "procedures": Kind(_any, procedure_face),
    "reports": Kind(_any, report_face),
    "documents": Kind(_any, document_face),
    "narratives": Kind(_any, narrative_face),
    "visits": Kind(lambda fact, _: fact.origin.hcode or None, visit_face, relayed=True),
    "problems": Kind(problem_kin, problem_face, by_day=False),
    "allergies": Kind(allergy_kin, allergy_face, by_day=False),
}
"""By field of Record. Supplies have rules of their own (``supplied``)."""
