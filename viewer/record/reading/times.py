"""FHIR dates and dateTimes (R4 2.24.0.1) to When: precision kept, Bangkok's calendar, nothing silently repaired."""

import re
from datetime import date, datetime

from viewer.base.clock import BANGKOK
from viewer.record.reading.prose import harmless
from viewer.record.values import Precision, When

_FORM = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?(Z|z|[+-]\d{2}:?\d{2})?)?)?)?",
    re.ASCII,
)
NO_END = 9999  # 9999-12-31 stands where a system must write an end and knows none
FIRST_BUDDHIST = 2400  # a year above it is a Buddhist year in a field that should hold a Christian one
FIRST_YEAR, LAST_YEAR = 1850, 2150  # outside them a year is no year of a patient
FIRST_FIXED_OFFSET = 1921  # before 1920 Bangkok kept local mean time, not +07:00


def read_when(text: str, today: date) -> When:
    """A date or dateTime as sent.

    A time without an offset is taken as Bangkok's (the standard wants one; feeds forget it). A Buddhist year, a zero
    date and an unreadable text are flagged, never converted; a day after ``today`` is flagged "future".
    """
    usual = usual_when(text, today)
    if usual is not None:
        return usual
    text = text.strip()
    match = _FORM.fullmatch(text) or _FORM.fullmatch(_from_43_files(text))
    if match is None:
        return When(harmless(text), flaw="zero-date" if text.startswith("0000") else "unreadable")
    year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
    if year == 0 or month == 0 or day == 0:
        return When(text, flaw="zero-date")
    assert year is not None  # noqa: S101 - the pattern demands it; says so to mypy
    if year == NO_END:
        return When(text, flaw="open-end")
    if year > FIRST_BUDDHIST:
        return When(text, _precision(match), year, month or 1, day or 1, flaw="buddhist-year")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return When(text, flaw="unreadable")
    try:
        return _placed(text, match, date(year, month or 1, day or 1), today)
    except (ValueError, OverflowError):
        return When(text, flaw="unreadable")


def _from_43_files(text: str) -> str:
    """The 43 files write YYYYMMDD and YYYYMMDDHHMMSS, in Christian years; "" for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) in (8, 14)):
        return ""
    clock = f"T{text[8:10]}:{text[10:12]}:{text[12:]}" if len(text) == 14 else ""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}{clock}"


def read_birth(text: str, today: date) -> When:
    """A birthDate; a dateTime sent there is read as the local day it falls on."""
    when = read_when(text, today)
    if when.moment is None:
        return when
    return When(when.raw, Precision.DAY, when.year, when.month, when.day, flaw=when.flaw)


_DAY, _INSTANT = Precision.DAY, Precision.INSTANT  # asked for by every date: see wire._MATCH


def usual_when(text: str, today: date) -> When | None:
    """The two forms that nearly all feeds use, read quickly; None for every other and for everything doubtful."""
    size = len(text)
    moment = None
    try:
        if size == 10 and text[4] == "-" and text[7] == "-":
            day = date.fromisoformat(text)
            precision = _DAY
        elif size < 20 or text[10] != "T" or text[4] != "-":
            return None
        else:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                return None
            moment = moment.astimezone(BANGKOK)
            day = moment.date()
            precision = _INSTANT
    except (ValueError, OverflowError):
        return None
    year = day.year
    if not FIRST_FIXED_OFFSET <= year <= LAST_YEAR:
        return None
    return When(text, precision, year, day.month, day.day, moment, "future" if day > today else "")


def _precision(match: re.Match[str]) -> Precision:
    if match.group(4):
        return Precision.INSTANT
    if match.group(3):
        return Precision.DAY
    return Precision.MONTH if match.group(2) else Precision.YEAR


def _placed(text: str, match: re.Match[str], day: date, today: date) -> When:
    precision = _precision(match)
    moment = None
    if precision is Precision.INSTANT:
        moment = _moment(match)
        day = moment.date()
    flaw = "future" if day > today else ""
    return When(text, precision, day.year, day.month, day.day, moment, flaw)


def _moment(match: re.Match[str]) -> datetime:
    fraction = (match.group(5) or "")[:7]
    stamp = datetime.fromisoformat(f"{match.group(1)}-{match.group(2)}-{match.group(3)}T{match.group(4)}")
    if fraction:
        stamp = stamp.replace(microsecond=int(fraction[1:].ljust(6, "0")))
    offset = match.group(6)
    if not offset:
        return stamp.replace(tzinfo=BANGKOK)
    zoned = "+00:00" if offset in "Zz" else offset
    return stamp.replace(tzinfo=datetime.fromisoformat(f"2000-01-01T00:00{zoned}").tzinfo).astimezone(BANGKOK)
