"""What a clinician typed stays when the consent behind an open record ends: sealed, in memory, until it is thrown away,
somebody else's record is opened, or they leave. Nothing of the record itself stays (clinical ruling 6)."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from viewer.base.opaque import Opaque
from viewer.base.sealed import Sealed
from viewer.visit.reconciliation import Reconciliation


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of one person, opened. Only what the clinician decided and typed, under the names they saw."""

    name: str  # the person's, as confirmed at the desk
    masked_id: str
    closed: datetime
    reconciliation: Reconciliation


class Keepsake:
    """At most one person's."""

    def __init__(self) -> None:
        self._patient: Opaque | None = None
        self._sealed: Sealed | None = None

    @property
    def holds(self) -> bool:
        """Whether there is something."""
        return self._sealed is not None

    def keep(self, patient: Opaque, kept: Kept) -> None:
        """Seal it; what was kept before is forgotten."""
        self.forget()
        if kept.reconciliation.begun:
            self._patient = patient
            self._sealed = Sealed.of(msgspec.json.encode(kept))

    def open(self) -> Kept | None:
        """What is kept; it stays kept."""
        return msgspec.json.decode(self._sealed.open(), type=Kept) if self._sealed else None

    def taken_up(self, patient: Opaque) -> Reconciliation:
        """A record is opened: this person's is gone on with, anybody else's forgotten."""
        kept = self.open() if patient == self._patient else None
        self.forget()
        return kept.reconciliation if kept else Reconciliation()

    def forget(self) -> None:
        """Throw it away."""
        if self._sealed is not None:
            self._sealed.forget()
        self._patient = self._sealed = None
