"""Days as stories tell them, and as FHIR writes them.

A story says "D-84" (84 days before the sandbox's day), "D+3", "D-2 07:30" (local time), or something absolute:
"2017", "2020-03", "2020-03-12", "2021-08-05 18:30", or a FHIR dateTime, which is sent exactly as written.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from viewer.sandbox.world.errors import StoryError

_RELATIVE = re.compile(r"D([+-]\d+)?(?: (\d\d:\d\d))?")
_ABSOLUTE = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)")
_AS_SENT = re.compile(r"\d{4}(-\d\d(-\d\d(T.*)?)?)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as far as it is known.

    Attributes:
        day: FHIR date, "2026-11-23", or only "2017-05" or "2017".
        clock: local time "07:30", "" when only the day is known.
        verbatim: sent exactly so, whatever the dialect; "" otherwise.
    """

    day: str
    clock: str = ""
    verbatim: str = ""

    def as_date(self) -> date | None:
        """The calendar day, None when it is not known to the day."""
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns the days of stories into moments, given the sandbox's day."""

    today: date

    def moment(self, told: str) -> Moment:
        """Read one day.

        Raises:
            StoryError: when it is none of the forms above.
        """
        if relative := _RELATIVE.fullmatch(told):
            day = self.today + timedelta(days=int(relative[1] or 0))
            return Moment(day.isoformat(), relative[2] or "")
        if absolute := _ABSOLUTE.fullmatch(told):
            return Moment(absolute[1], absolute[2])
        if _AS_SENT.fullmatch(told):
            return Moment(told[:10], verbatim=told if "T" in told else "")
        raise StoryError(f"not a day: {told!r}")

    def back(self, told: str, days: int) -> str:
        """The day so many days before, in the same form (for rows that repeat).

        Raises:
            StoryError: when the day is not relative to D.
        """
        relative = _RELATIVE.fullmatch(told)
        if relative is None:
            raise StoryError(f"only a D day can repeat: {told!r}")
        offset = int(relative[1] or 0) - days
        clock = f" {relative[2]}" if relative[2] else ""
        return f"D{offset:+d}{clock}"
