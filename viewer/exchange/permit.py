"""The two papers without which nothing is fetched: a Receipt (it was written down) and a Permit (it was allowed)."""

from dataclasses import dataclass
from datetime import datetime

from viewer.base.clock import Clock
from viewer.base.errors import PrawatError
from viewer.base.opaque import Opaque


class PermitExpired(PrawatError):
    """The consent behind the permit is past its period, or was withdrawn."""

    code = "permit-expired"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that an event stands in the audit outbox. Made only by audit/outbox."""

    event: str  # uuid of the AuditEvent
    written: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """One facility's place in a consent: may it be asked, for what."""

    hcode: str
    name: str  # as the consent or the directory names it
    permitted: bool
    types: frozenset[str] = frozenset()  # FHIR types permitted; empty = all that were asked for
    data_since: datetime | None = (
        None  # only data from here on, when the consent says so (Consent dataPeriod)
    )
    data_until: datetime | None = None  # only data before this moment


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to read one person's data, made only by consent/desk from an active Consent.

    Raises (from ``check``):
        PermitExpired: past ``until``.
    """

    consent: Opaque  # Consent id
    patient: Opaque  # Patient id on the exchange
    purpose: str  # v3-ActReason code: TREAT
    until: datetime
    grants: tuple[Grant, ...]  # in the order of the consent: gives the facility letters
    types: frozenset[str]  # what was permitted in all
    receipt: Receipt

    def check(self, clock: Clock) -> None:
        """Refuse use after expiry; called before every request."""
        if clock.now() >= self.until:
            raise PermitExpired("the consent has expired")

    @property
    def permitted(self) -> tuple[Grant, ...]:
        """The facilities that may be asked."""
        return tuple(grant for grant in self.grants if grant.permitted)
