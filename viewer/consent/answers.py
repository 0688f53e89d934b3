"""A request for consent, and what becomes of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from viewer.base.opaque import Opaque
from viewer.consent.asking import Json
from viewer.consent.grant import Consented
from viewer.signin.people import Post


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often to look, in seconds. Each wait is varied by ``spread`` either way: many desks, one exchange."""

    soon: float = 2
    later: float = 5
    later_after: float = 60
    watching: float = 30
    spread: float = 0.2


@dataclass(frozen=True, slots=True)
class ConsentRequest:
    """A request the patient can now see. ``link`` is for their phone, drawn as a QR; ``code`` is six digits."""

    id: Opaque
    patient: Opaque
    post: Post
    types: frozenset[str]
    until: datetime
    asked: datetime
    code: str
    link: Opaque | None
    code_until: datetime
    sent: Json = field(repr=False, default_factory=dict)


class Answer(StrEnum):
    """How the waiting ended."""

    ACTIVE = "active"
    NARROWED = "narrowed"  # yes, but to less than asked
    REJECTED = "rejected"
    INACTIVE = "inactive"  # withdrawn, or gone
    EXPIRED = "expired"  # nobody answered while the code was good
    NOTHING_GRANTED = "nothing-granted"  # active, but permits us nothing that we understand


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer; ``consented`` with ACTIVE and NARROWED only."""

    answer: Answer
    consented: Consented | None = None
    reasons: tuple[str, ...] = ()


class Ended(StrEnum):
    """Why an open record must be closed."""

    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
