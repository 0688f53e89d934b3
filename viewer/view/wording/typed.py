"""Moments as clinicians type them: "วันนี้ 8.00", "เมื่อวาน 20:30", "22 พ.ย. 2569", "22/11/2569 7.15 น.".

Read only where day, month and year are all certain: two-digit years, days without a year and what lies ahead are
not. Such words stay words.
"""

import re
from datetime import date, datetime, time, timedelta

from viewer.view.wording.th_dates import MONTHS, SHORT_MONTHS
from viewer.visit.reconciliation import LastTaken

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = {
    name.replace(".", ""): number
    for names in (MONTHS, SHORT_MONTHS, _ENGLISH)
    for number, name in enumerate(names, 1)
}
_CLOCK = re.compile(r"(?:^|\s)(?:เวลา\s*)?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})\s*(?:น\.?)?$")
_NUMBERS = re.compile(r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_NAMED = re.compile(r"(?P<day>\d{1,2})\s*(?P<name>[^\d\s]+)\s*(?:พ\.?ศ\.?\s*)?(?P<year>\d{4})")
_RELATIVE = {"วันนี้": 0, "today": 0, "เมื่อวาน": 1, "เมื่อวานนี้": 1, "yesterday": 1}
_BUDDHIST_FROM = 2400
_EARLIEST = 1900


def read_moment(typed: str, now: datetime) -> LastTaken | None:
    """What was typed, with day and time where they are certain; None for nothing."""
    text = " ".join(typed.split())
    if not text:
        return None
    plain = text.translate(_DIGITS).casefold()
    clock, rest = _clock(plain)
    day = _day(rest, now.date())
    if day is None or (rest != plain and clock is None):
        return LastTaken(text)
    ahead = day > now.date() or (day == now.date() and clock is not None and clock > now.time())
    return LastTaken(text) if ahead else LastTaken(text, day, clock)


def read_day(typed: str, now: datetime) -> date | None:
    """A day, also one to come; None where it is not certain."""
    return _day(" ".join(typed.split()).translate(_DIGITS).casefold(), now.date())


def _clock(text: str) -> tuple[time | None, str]:
    """The time at the end and what stands before it; a time that none is takes its words with it."""
    found = _CLOCK.search(text)
    if found is None:
        return None, text
    hour, minute = int(found["hour"]), int(found["minute"])
    rest = text[: found.start()].strip()
    return (time(hour, minute) if hour < 24 and minute < 60 else None), rest


def _day(text: str, today: date) -> date | None:
    if text in _RELATIVE:
        return today - timedelta(days=_RELATIVE[text])
    for pattern in (_ISO, _NUMBERS, _NAMED):
        if (found := pattern.fullmatch(text)) is not None:
            parts = found.groupdict()
            month = int(parts["month"]) if "month" in parts else _NAMES.get(parts["name"].replace(".", ""), 0)
            return _date(int(parts["year"]), month, int(parts["day"]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    christian = year - 543 if year >= _BUDDHIST_FROM else year
    try:
        return date(christian, month, day) if christian >= _EARLIEST else None
    except ValueError:
        return None
