"""Time, injected everywhere: nothing of ours calls ``datetime.now`` but this module."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")


class Clock(Protocol):
    """Tells the time of day. ``now`` is aware and in Asia/Bangkok."""

    def now(self) -> datetime:
        """The present moment, aware, in Asia/Bangkok."""
        ...

    def today(self) -> date:
        """The local calendar day in Bangkok."""
        ...


@dataclass(frozen=True, slots=True)
class MachineClock:
    """The machine's clock, shifted by ``offset`` (only the sandbox profile shifts it)."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """The present moment, aware, in Asia/Bangkok."""
        return datetime.now(BANGKOK) + self.offset

    def today(self) -> date:
        """The local calendar day in Bangkok."""
        return self.now().date()


@dataclass(slots=True)
class StillClock:
    """A clock that stands until it is moved: for tests and for ``--today``."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was set to, in Asia/Bangkok."""
        return self.moment.astimezone(BANGKOK)

    def today(self) -> date:
        """The local calendar day in Bangkok."""
        return self.now().date()

    def advance(self, by: timedelta) -> None:
        """Move on by ``by``."""
        self.moment += by
