"""FHIR dates and dateTimes as the stretch of time they name (https://hl7.org/fhir/R4/search.html#date)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from viewer.sandbox.clock import BANGKOK

_SHAPE = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` until just before ``end``."""

    start: datetime
    end: datetime


def stretch(text: str) -> Stretch | None:
    """What a date names: "2026" a year, "2026-11" a month, a moment one second (or less). None if it is none.

    What carries no offset is taken as time of Bangkok.
    """
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, _minute, second, fraction, _ = match.groups()
    try:
        if hour is not None:
            start = datetime.fromisoformat(text.strip())
            start = start if start.tzinfo else start.replace(tzinfo=BANGKOK)
            return Stretch(start, start + _tick(second, fraction))
        start = datetime(int(year), int(month or 1), int(day or 1), tzinfo=BANGKOK)
        return Stretch(start, _end(start, month, day))
    except (ValueError, OverflowError):
        return None


def _tick(second: str | None, fraction: str | None) -> timedelta:
    if second is None:
        return timedelta(minutes=1)
    return timedelta(milliseconds=1) if fraction else timedelta(seconds=1)


def _end(start: datetime, month: str | None, day: str | None) -> datetime:
    if day is not None:
        return start + timedelta(days=1)
    if month is None or start.month == 12:
        return start.replace(year=start.year + 1, month=1)
    return start.replace(month=start.month + 1)


def fits(prefix: str, wanted: Stretch, found: Stretch) -> bool:
    """Whether a value lies to a search value as the prefix says (FHIR R4 search.html#prefix)."""
    equal = wanted.start <= found.start and found.end <= wanted.end
    tests = {
        "eq": equal,
        "ne": not equal,
        "gt": found.end > wanted.end,
        "lt": found.start < wanted.start,
        "ge": found.end > wanted.end or equal,
        "le": found.start < wanted.start or equal,
        "sa": found.start >= wanted.end,
        "eb": found.end <= wanted.start,
    }
    return tests[prefix]
