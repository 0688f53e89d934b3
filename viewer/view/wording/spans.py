"""Counting years, months and days between calendar days, alike in every language."""

from calendar import monthrange
from datetime import date

import msgspec

from viewer.record.values import Precision, When


def meant(when: When | None) -> When | None:
    """A date that may well lie ahead, without the doubt that one that is past would leave there."""
    return msgspec.structs.replace(when, flaw="") if when is not None and when.flaw == "future" else when


def months_between(start: date, end: date) -> int:
    """Whole months from start to end (end not before start)."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def exact_age(birth: When, on: date) -> tuple[int, int, int] | None:
    """Years, months and days on a day; coarser birth dates count from what they give. None when not born yet."""
    born = birth.first_day
    if born is None or born > on:
        return None
    if birth.precision is Precision.YEAR:
        return on.year - birth.year, 0, 0
    months = months_between(born, on)
    anchor_year, anchor_month = divmod(born.year * 12 + born.month - 1 + months, 12)
    last = monthrange(anchor_year, anchor_month + 1)[1]
    anchor = date(anchor_year, anchor_month + 1, min(born.day, last))
    return months // 12, months % 12, (on - anchor).days
