"""Where a visit stands. Screens draw a state; moves (visit/journey) replace it by the next.

SignedOut -> SigningIn -> ChoosingPost -> Identifying -> Confirming -> Consenting -> Open -> Closed
                                             ^                |            |          |        |
                                             +----------------+------------+----------+--------+
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from viewer.base.opaque import Opaque
from viewer.exchange.ledger import Ledger
from viewer.exchange.permit import Permit
from viewer.record.story import Record
from viewer.safety.dismissal import Dismissal
from viewer.signin.people import Clinician, Post
from viewer.visit.papers import Paper
from viewer.visit.prescription import Proposed
from viewer.visit.reconciliation import Reconciliation
from viewer.visit.referral import ReferralDraft


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person found before consent: who, never where."""

    patient: Opaque
    name: str
    gender: str  # FHIR code
    birth: str  # FHIR date as sent
    deceased: bool = False
    masked_id: str = ""


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Nobody is signed in. ``complaint`` is an error code to explain, or ""."""

    complaint: str = ""


@dataclass(frozen=True, slots=True)
class SigningIn:
    """The browser is open; the answer comes over loopback."""

    since: datetime


@dataclass(frozen=True, slots=True)
class ChoosingPost:
    """Signed in; several posts, one must be chosen before anything else."""

    clinician: Clinician
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class AtDesk:
    """What every later state knows: who acts, where."""

    clinician: Clinician
    post: Post
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Identifying(AtDesk):
    """Waiting for a citizen id. ``complaint``: "not-found", "placeholder" ...; ``busy`` while searching."""

    complaint: str = ""
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Confirming(AtDesk):
    """Found; the clinician confirms by name, sex and birth date. More than one = found twice, shown side by side."""

    candidates: tuple[Candidate, ...] = ()
    busy: bool = False


class Asking(StrEnum):
    """How far the consent has come."""

    SENDING = "sending"
    WAITING = "waiting"
    REFUSED = "refused"
    EXPIRED = "expired"  # the code ran out while waiting
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Consenting(AtDesk):
    """The patient is being asked. ``link`` is drawn as a QR, never as text."""

    candidate: Candidate
    stage: Asking
    since: datetime
    code: str = ""
    link: Opaque | None = None
    code_until: datetime | None = None
    until: datetime | None = None  # what is asked for: open until then
    types: tuple[str, ...] = ()
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Open(AtDesk):
    """A record is open and filling. ``revision`` grows with every arrival."""

    candidate: Candidate
    permit: Permit
    record: Record
    ledger: Ledger
    opened: datetime
    as_of: datetime
    revision: int = 0
    page: str = "summary"
    unheard: datetime | None = None  # since when the exchange could not be asked how the consent stands
    dismissals: tuple[Dismissal, ...] = ()  # findings the clinician put aside in this visit
    proposals: tuple[Proposed, ...] = ()  # what is about to be dispensed
    breast_feeding: bool = False  # said in the prescription check
    reconciliation: Reconciliation = Reconciliation()  # noqa: RUF009 - frozen: what was decided on the medicines
    referral: ReferralDraft = ReferralDraft()  # noqa: RUF009 - frozen: what was written of the referral
    papers: tuple[Paper, ...] = ()  # what left the program in this visit, oldest first


class CloseReason(StrEnum):
    """Why a record was closed and wiped."""

    BY_CLINICIAN = "by-clinician"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CONSENT_UNKNOWN = "consent-unknown"  # the exchange no longer says whether it stands


@dataclass(frozen=True, slots=True)
class Closed(AtDesk):
    """The record was closed and wiped; nothing of it is held here. ``kept``: what the clinician typed is (keepsake)."""

    reason: CloseReason = CloseReason.BY_CLINICIAN
    when: datetime | None = field(default=None)
    kept: bool = False


State = SignedOut | SigningIn | ChoosingPost | Identifying | Confirming | Consenting | Open | Closed
