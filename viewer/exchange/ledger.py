"""The ledger: one line per facility, always in one of eleven states. Part of every screen and every paper."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from viewer.exchange.directory import Facility


class LineState(StrEnum):
    """Where one facility stands. Words for them are chosen in view."""

    ASKING = "asking"
    ANSWERED = "answered"
    EMPTY = "empty"
    NOT_CONSENTED = "not-consented"
    WITHHELD = "withheld"
    NOT_CONNECTED = "not-connected"
    TIMED_OUT = "timed-out"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"
    PARTIAL = "partial"
    STOPPED = "stopped"


ASKING_AGAIN, FAILED_AGAIN = "asking", "failed"
FINISHED_WELL = frozenset({LineState.ANSWERED, LineState.EMPTY})
RETRIABLE = frozenset(
    {LineState.TIMED_OUT, LineState.UNREACHABLE, LineState.UNREADABLE, LineState.PARTIAL, LineState.STOPPED}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One facility's line. ``letter`` follows the consented order and never changes while a record is open."""

    facility: Facility
    letter: str
    state: LineState
    received: int = 0  # resources so far
    stated: int | None = None  # the total the source stated, when it did
    unreadable: int = 0
    detail: str = ""  # stable code of what happened: "refused-403", "wrong-person", "type-not-granted" ...
    missing_types: tuple[str, ...] = ()  # types not granted or not answered
    took: float | None = None  # seconds
    answered: datetime | None = None
    reference: str = ""  # our request number, for a complaint; never a URL
    again: str = (
        ""  # it answered and is asked once more: ASKING_AGAIN, or FAILED_AGAIN when that brought not all
    )


@dataclass(frozen=True, slots=True)
class Ledger:
    """All lines of one person, in letter order; ``hidden`` counts what role or filter hides."""

    lines: tuple[Line, ...] = ()
    hidden: int = 0
    not_asked_types: tuple[str, ...] = ()  # types my role may not ask for
    restricted_not_asked: bool = False  # rows of restricted access are not for my role at all

    def count(self, *states: LineState) -> int:
        """How many lines stand in one of these states."""
        return sum(line.state in states for line in self.lines)

    @property
    def tally(self) -> Counter[LineState]:
        """Lines by state; the values add up to the number of lines."""
        return Counter(line.state for line in self.lines)

    @property
    def asking(self) -> int:
        """Facilities that are still being asked: while > 0 nothing is concluded."""
        return self.count(LineState.ASKING)

    @property
    def spoken(self) -> int:
        """n of "ตอบ n จาก m แห่ง": answered to the end, with data or without."""
        return self.count(*FINISHED_WELL)

    @property
    def complete(self) -> bool:
        """Every facility named for this person answered to its end."""
        return self.spoken == len(self.lines)

    def line(self, hcode: str) -> Line | None:
        """The line of a facility, by its code."""
        return next((line for line in self.lines if line.facility.hcode == hcode), None)


def letter(position: int) -> str:
    """Letter of the n-th facility (from 0): A … Z, AA, AB …"""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(65 + rest) + text
    return text
