"""What a patient allowed, as values; and that they did not, with the reasons."""

from dataclasses import dataclass
from datetime import datetime

from viewer.base.opaque import Opaque
from viewer.exchange.permit import Grant
from viewer.signin.people import Post

TREATMENT = "TREAT"  # v3-ActReason


@dataclass(frozen=True, slots=True)
class Consented:
    """An active Consent that lets this post read something, now."""

    id: Opaque  # Consent id
    patient: Opaque
    post: Post  # who may read
    wanted: frozenset[str]  # the FHIR types that were or would be asked for
    types: frozenset[str]  # those permitted at one facility at least
    until: datetime  # the earliest end of anything permitted
    grants: tuple[Grant, ...]  # every facility it names, permitted or not, in its order
    narrowed: bool  # less than asked: a facility refused, a type left out, a shorter time, not all dates
    reasons: tuple[str, ...] = ()  # what in it was not understood, and therefore is not permitted

    def covers(self, other: "Consented") -> bool:
        """Everything ``other`` permits is still permitted here."""
        mine = {grant.hcode: grant for grant in self.grants if grant.permitted}
        return self.until >= other.until and all(
            (here := mine.get(grant.hcode)) is not None
            and (grant.types or other.types) <= (here.types or self.types)
            and (here.data_since, here.data_until) == (grant.data_since, grant.data_until)
            for grant in other.grants
            if grant.permitted
        )


@dataclass(frozen=True, slots=True)
class NotConsented:
    """Nothing in it lets this post read anything now. ``reasons`` are stable codes, the most telling first."""

    reasons: tuple[str, ...]


Reading = Consented | NotConsented
