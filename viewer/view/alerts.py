"""Alerts of the band that a source itself states: tuberculosis, hepatitis B, HLA and G6PD, the arm of the fistula,
a valve or a pacemaker.

A flag that a facility keeps in force is repeated too.
Nothing is concluded: a result is repeated in its own words with its place and date, and only when those words are
positive ones. A negative result is on the page of results; beside a positive one of the same test it is shown too.
"""

import re
from collections.abc import Iterable

from viewer.record.denials import stands
from viewer.record.facts import Problem, Procedure, Result
from viewer.record.key_results import VOID, day_of
from viewer.record.others import Other
from viewer.view.pen import Pen
from viewer.view.sheet import Mark, Shape, Tone

_NEGATIVE = re.compile(
    r"non[- ]?reactive|not\s+(?:detected|deficient)|\bneg|absent|\bnormal|ไม่พบ|ผลลบ|ลบ$|ปกติ|ไม่พร่อง|ไม่ใช่", re.I
)
_POSITIVE = re.compile(r"reactive|positive|detected|deficien|บวก|พร่อง|พบเชื้อ", re.I)
# What is told on the band: genes and enzymes that forbid medicines, and what those who draw blood must know.
_TOLD = (
    re.compile(r"\bHLA-?\s?[AB]\s?\*?\s?\d", re.I),
    re.compile(r"\bG-?6-?PD\b", re.I),
    re.compile(r"\bHBs\s?Ag\b", re.I),
)
_TUBERCULOSIS = re.compile(r"^A1[56]")
_IMPLANTED = re.compile(r"^Z95\.?[0234]")
_SMEAR = re.compile(r"\bAFB\b|acid[- ]fast", re.I)
_SMEAR_LOINC = frozenset({"11545-1", "11478-5", "647-8"})
_ARM = re.compile(r"(?:\b(?:AVF|AVG)\b|เส้นฟอก(?:เลือด)?)\s*+(?:ที่\s*+)?แขน(?:ซ้าย|ขวา)")
# What must not be done to a limb, to the end of its sentence; whole words of the source, never cut.
_SPARED = re.compile(r"(?:ห้าม|งด)(?:วัดความดัน|วัด BP|เจาะเลือด|แทงเส้น|ให้น้ำเกลือ)[^.;·\n]*")
_CLOSED = frozenset({"inactive", "resolved", "remission"})


def alerts(pen: Pen) -> tuple[Mark, ...]:
    """The alerts in the order of haste, short: the band must leave its room to the allergies."""
    told = (
        *_tuberculosis(pen),
        *filter(None, (fistula(pen),)),
        *_spared(pen),
        *_implants(pen),
        *_tests(pen, full=False),
        *_flags(pen),
    )
    return tuple(Mark(Shape.TAG, text, Tone.STRONG) for text in told)


def alerts_in_full(pen: Pen) -> tuple[str, ...]:
    """The same with the place and date of every result, for paper."""
    return (
        *_tuberculosis(pen),
        *filter(None, (fistula(pen),)),
        *_spared(pen),
        *_implants(pen),
        *_tests(pen, full=True),
        *_flags(pen),
    )


def _flags(pen: Pen) -> Iterable[str]:
    """Flags that a facility keeps in force, in its own words."""
    rows = (row for row in pen.record.others if row.origin.type == "Flag" and row.status == "active")
    return dict.fromkeys(row.words for row in rows if row.words and not _is_over(pen, row))


def _is_over(pen: Pen, row: Other) -> bool:
    end = row.end.first_day if row.end else None
    return end is not None and end < pen.today


def fistula(pen: Pen) -> str:
    """AVF แขนซ้าย, as a diagnosis or a procedure writes it; "" when none does."""
    rows: tuple[Problem | Procedure, ...] = (*pen.record.problems, *pen.record.procedures)
    told = [f"{row.concept.words} {row.note}" for row in rows if stands(row)]
    found = map(_ARM.search, told)
    return next((match.group() for match in found if match), "")


def _spared(pen: Pen) -> Iterable[str]:
    """ห้ามวัดความดันและเจาะเลือดแขนซ้าย (AVF), as a plan or a flag in force, a diagnosis or a procedure writes it."""
    rows: tuple[Problem | Procedure, ...] = (*pen.record.problems, *pen.record.procedures)
    told = [f"{row.concept.words}\n{row.note}" for row in rows if stands(row)]
    for row in pen.record.others:
        if row.status == "active" and not _is_over(pen, row):
            said = (value for line in row.lines for value in line.values if isinstance(value, str))
            told += [row.words, row.text, row.note, *said]
    found = (match.group().strip() for text in told for match in _SPARED.finditer(text))
    return dict.fromkeys(" ".join(words.split()) for words in found)


def _implants(pen: Pen) -> Iterable[str]:
    """A heart valve, a pacemaker or a defibrillator, as a diagnosis that stands writes it: before an MRI, diathermy or
    a dental operation it is asked about."""
    rows = (row for row in pen.record.problems if _IMPLANTED.match(row.icd) and stands(row))
    return dict.fromkeys(f"{row.concept.words} {row.icd}" for row in rows if row.clinical not in _CLOSED)


def _tuberculosis(pen: Pen) -> Iterable[str]:
    """An open tuberculosis of the lungs and the newest smear, whatever it says: who sits beside must know."""
    problem = next((row for row in pen.record.problems if _is_open_tuberculosis(row)), None)
    if problem is None:
        return
    smear = next((row for row in _standing(pen) if row.loinc in _SMEAR_LOINC or _names(row, _SMEAR)), None)
    yield f"{problem.concept.words} {problem.icd}".strip()
    if smear is not None:
        value, date = pen.speech.value(smear.value), pen.date(smear.when)
        yield pen.say("Latest smear AFB {value} · {date}", value=value, date=date)


def _is_open_tuberculosis(problem: Problem) -> bool:
    return (
        bool(_TUBERCULOSIS.match(problem.icd))
        and problem.clinical not in _CLOSED
        and problem.verification not in ("refuted", "entered-in-error")
    )


def _tests(pen: Pen, *, full: bool) -> Iterable[str]:
    """HLA-B*58:01: ผลบวก (positive)."""
    for rows in tested(pen):
        told = [pen.speech.value(row.value) for row in rows]
        if full:
            told = [f"{value} ({_place(pen, row)})" for value, row in zip(told, rows, strict=True)]
        values = " · ".join(dict.fromkeys(told))
        yield f"{rows[0].concept.words}: {values}"


def tested(pen: Pen) -> Iterable[list[Result]]:
    """Of each test that is told the newest of every facility, newest first, where one of them is positive."""
    newest: dict[str, dict[str, Result]] = {}
    for result in _standing(pen):
        name = " ".join(result.concept.words.split())
        if any(pattern.search(name) for pattern in _TOLD):
            newest.setdefault(name.casefold(), {}).setdefault(result.origin.hcode, result)
    for found in newest.values():
        rows = sorted(found.values(), key=lambda row: str(day_of(row)), reverse=True)
        if any(map(_is_positive, rows)):
            yield rows


def _standing(pen: Pen) -> Iterable[Result]:
    return (row for row in pen.record.results if row.status not in VOID and row.value not in (None, ""))


def _names(result: Result, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(result.concept.words))


def _is_positive(result: Result) -> bool:
    text = result.value if isinstance(result.value, str) else getattr(result.value, "words", "")
    return bool(_POSITIVE.search(text)) and not _NEGATIVE.search(text)


def _place(pen: Pen, result: Result) -> str:
    return f"{pen.who(result)} {pen.date(result.when)}"
