"""Rows of restricted access, opened one by one: for a role that may, with a reason, once that is written down."""

from collections.abc import Awaitable, Callable

from viewer.record.binder import Binder
from viewer.signin.roles import Role
from viewer.visit.errors import ReasonMissing, WrongMoment

OTHER = "other"
REASONS = ("treatment", "medicines", "patient-asks", "handover", "emergency", OTHER)
"""Why a row was opened, in codes that stand in the audit trail. "other" asks for words of the clinician's own."""

MOST_WORDS = 200  # characters of their own

Write = Callable[[str, str], Awaitable[object]]


class Revealing:
    """Belongs to an open record. What is opened stays so until it is hidden again or the record is closed."""

    def __init__(self, binder: Binder, role: Role, write: Write, changed: Callable[[], None]) -> None:
        """``write`` puts a reason's code and words into the audit trail; ``changed`` shows the record anew."""
        self._binder, self._role = binder, role
        self._write, self._changed = write, changed

    @property
    def role(self) -> Role:
        """Whose leave it is: which categories it may open."""
        return self._role

    async def reveal(self, number: int, reason: str, words: str = "") -> None:
        """Open one row. ``reason`` is one of REASONS.

        Raises:
            ReasonMissing: no reason, or "other" without words; nothing was written and nothing opened.
            OutboxUnwritable: it stays hidden.
            WrongMoment: this role may not open it, it is not there any more, or the record was closed meanwhile.
        """
        words = " ".join(words.split())[:MOST_WORDS]
        if reason not in REASONS or (reason == OTHER and not words):
            raise ReasonMissing("a row of restricted access is opened with a reason")
        self._check(number)
        await self._write(reason, words if reason == OTHER else "")
        self._check(number)  # a newer version may have come meanwhile
        self._binder.reveal(number)
        self._changed()

    def hide(self, number: int) -> None:
        """Hide a row again. Of what is not there nothing is to be hidden."""
        if any(row.number == number and row.opened for row in self._binder.restricted()):
            self._binder.reveal(number, hide_again=True)
            self._changed()

    def _check(self, number: int) -> None:
        rows = (row for row in self._binder.restricted() if row.number == number)
        found = next(rows, None)
        allowed = self._role.requests_restricted and found is not None
        if not allowed or found is None or found.category not in self._role.restricted:
            raise WrongMoment("this row is not opened here")
