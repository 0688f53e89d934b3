"""English dates, each no more precise than it was sent."""

from datetime import date, datetime

from viewer.record.values import Precision, When

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day(on: date) -> str:
    """14 Mar 1960."""
    return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"


def full_day(on: date) -> str:
    """23 November 2026."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def clock(at: datetime) -> str:
    """14:20."""
    return f"{at.hour:02d}:{at.minute:02d}"


def short_month(month: int) -> str:
    """Nov"""
    return MONTHS[month - 1][:3]


def moment(at: datetime) -> str:
    """23 Nov 2026, 14:20."""
    return f"{day(at.date())}, {clock(at)}"


def year(christian: int) -> str:
    """2020."""
    return str(christian)


_AGE_UNITS = {"a": "years", "mo": "months", "wk": "weeks", "d": "days", "h": "hours", "min": "minutes"}


def when(when: When | None, *, time: bool = False) -> str:
    """A date no more precise than it was sent; a flawed one as sent, with the doubt in words."""
    if when is None:
        return "no date"
    if when.flaw == "buddhist-year":
        return (
            f"{when.raw} (the source sent the year {when.year}, perhaps Buddhist era: {when.year - 543} CE)"
        )
    if when.flaw == "zero-date":
        return f"no date (the source sent {when.raw})"
    if when.flaw == "open-end":
        return f"no end set (the source sent {when.raw})"
    if when.flaw == "in-words":
        return f"“{when.raw}”"
    if when.flaw == "age":
        digits, _, sent = when.raw.partition(" ")
        return f"at the age of {digits} {_AGE_UNITS.get(sent, sent)}".rstrip()
    if not when.usable:
        return f"date unreadable (the source sent “{when.raw}”)"
    doubt = " (in the future)" if when.flaw == "future" else ""
    if when.precision is Precision.YEAR:
        return year(when.year) + doubt
    if when.precision is Precision.MONTH:
        return f"{MONTHS[when.month - 1][:3]} {when.year}{doubt}"
    if time and when.moment is not None:
        return moment(when.moment) + doubt
    return day(date(when.year, when.month, when.day)) + doubt
