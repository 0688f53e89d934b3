"""Findings put aside by the clinician: with a reason, once that is written down, for this visit and no longer."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from viewer.safety.dismissal import Dismissal, dismiss
from viewer.safety.finding import Finding
from viewer.visit.errors import ReasonMissing

OTHER = "other"
REASONS = ("known", "benefit", "short", "not-taken", "wrong-data", OTHER)
"""Why, in codes that stand in the audit trail. "other" asks for words of the clinician's own."""

MOST_WORDS = 200  # characters of their own

Write = Callable[[str, str], Awaitable[object]]


class Dismissing:
    """Belongs to an open record. What is put aside comes back by itself when a fact behind it changes."""

    def __init__(
        self, who: str, now: Callable[[], datetime], write: Write, changed: Callable[[], None]
    ) -> None:
        """``write`` puts rule and reason into the audit trail; ``changed`` shows the record anew."""
        self._who, self._now, self._write, self._changed = who, now, write, changed
        self.made: tuple[Dismissal, ...] = ()

    async def put_aside(self, finding: Finding, reason: str, words: str = "") -> None:
        """Put one finding aside. ``reason`` is one of REASONS; ``words`` say "other".

        Raises:
            ReasonMissing: no reason, or "other" without words; nothing was written and nothing put aside.
            OutboxUnwritable: it stands.
            WrongMoment: the record was closed meanwhile.
        """
        words = " ".join(words.split())[:MOST_WORDS]
        if reason not in REASONS or (reason == OTHER and not words):
            raise ReasonMissing("a finding is put aside with a reason")
        about = finding.rule or "restricted"
        await self._write(f"rule:{about} reason:{reason}", words if reason == OTHER else "")
        made = dismiss(finding, words or reason, self._who, self._now())
        self.made = (*(one for one in self.made if one.key != finding.key), made)
        self._changed()

    def take_back(self, key: str) -> None:
        """Let a finding stand again. Of what was never put aside nothing is to be taken back."""
        kept = tuple(one for one in self.made if one.key != key)
        if kept != self.made:
            self.made = kept
            self._changed()
