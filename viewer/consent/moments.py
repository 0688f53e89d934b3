"""FHIR dates and times as the moments at which they begin and end. A local date is a date in Bangkok."""

import re
from datetime import datetime, timedelta

from viewer.base.clock import BANGKOK

_LAST = datetime(9999, 12, 31, tzinfo=BANGKOK)  # "for ever", with room for other time zones behind it
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def begins(text: str) -> datetime | None:
    """The first moment of a FHIR date or dateTime, at the latest the last day there is; None when it is neither."""
    date = _DATE.match(text)
    if date is None and "T" not in text:
        return None
    try:
        if date is not None:
            return datetime(int(date[1]), int(date[2] or 1), int(date[3] or 1), tzinfo=BANGKOK)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return min(moment if moment.tzinfo is not None else moment.replace(tzinfo=BANGKOK), _LAST)


def ends(text: str) -> datetime | None:
    """The first moment after it: the end of a Period includes all of a date (FHIR R4, Period.end)."""
    first, date = begins(text), _DATE.match(text)
    if first is None or date is None:
        return first
    if first.year == _LAST.year:  # nothing comes after it
        return _LAST
    if date[3]:
        return first + timedelta(days=1)
    if date[2]:
        return (first + timedelta(days=31)).replace(day=1)
    return first.replace(year=first.year + 1)
