"""What a clinician typed stays when the consent behind an open record ends: sealed, in memory, until it is thrown away,
somebody else's record is opened, or they leave. Nothing of the record itself stays (clinical ruling 6)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from viewer.audit.event import EXPORTS
from viewer.base.opaque import Opaque
from viewer.base.sealed import Sealed
from viewer.signin.roles import RECONCILIATION, REFERRAL
from viewer.visit.desk import Desk
from viewer.visit.errors import WrongMoment
from viewer.visit.reconciliation import Reconciliation
from viewer.visit.referral import ReferralDraft, typed_only


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of one person, opened. Only what the clinician decided and typed, under the names they saw."""

    name: str  # the person's, as confirmed at the desk
    masked_id: str
    closed: datetime
    reconciliation: Reconciliation = Reconciliation()  # noqa: RUF009 - frozen value
    referral: ReferralDraft = ReferralDraft()  # noqa: RUF009 - frozen value
    purpose: str = "TREAT"  # v3-ActReason code that the record was opened for

    @property
    def forms(self) -> tuple[str, ...]:
        """The names of the forms that hold anything."""
        begun = {RECONCILIATION: self.reconciliation.begun, REFERRAL: self.referral.begun}
        return tuple(name for name, any_ in begun.items() if any_)


class Keepsake:
    """At most one person's. ``desk`` is who is signed in; ``dropped`` is called when it was thrown away."""

    def __init__(self, desk: Callable[[], Desk], dropped: Callable[[], None]) -> None:
        self._desk, self._dropped = desk, dropped
        self._patient: Opaque | None = None
        self._sealed: Sealed | None = None
        self.forms: tuple[str, ...] = ()  # names of the forms that something is kept of

    @property
    def holds(self) -> bool:
        """Whether there is something."""
        return self._sealed is not None

    def keep(self, patient: Opaque, kept: Kept) -> None:
        """Seal it; what was kept before is forgotten."""
        self.forget()
        typed = replace(kept, referral=typed_only(kept.referral))
        if typed.forms:
            self._patient, self.forms = patient, typed.forms
            self._sealed = Sealed.of(msgspec.json.encode(typed))

    def open(self) -> Kept | None:
        """What is kept; it stays kept."""
        return msgspec.json.decode(self._sealed.open(), type=Kept) if self._sealed else None

    def taken_up(self, patient: Opaque) -> tuple[Reconciliation, ReferralDraft]:
        """A record is opened: this person's is gone on with, anybody else's forgotten."""
        kept = self.open() if patient == self._patient else None
        self.forget()
        return (kept.reconciliation, kept.referral) if kept else (Reconciliation(), ReferralDraft())

    async def leaves(self, act: str, form: str) -> tuple[Kept, str]:
        """What is kept of a form is saved or printed (``act``), once that is written down; with its reference.

        Raises:
            OutboxUnwritable: it may not leave.
            WrongMoment: nothing is kept (any more).
        """
        if self._patient is None:
            raise WrongMoment("nothing is kept")
        receipt = await self._desk().write(EXPORTS[act], patient=self._patient, detail=f"{form} kept")
        kept = self.open()
        if kept is None:
            raise WrongMoment("nothing is kept any more")
        return kept, receipt.event[:8].upper()

    def drop(self) -> None:
        """The clinician throws it away."""
        self.forget()
        self._dropped()

    def forget(self) -> None:
        """Nothing is kept any more, and nobody is told."""
        if self._sealed is not None:
            self._sealed.forget()
        self._patient, self._sealed, self.forms = None, None, ()
