"""What a signed-in clinician works with: the session, the exchange's client, its directory, the audit trail."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from viewer.audit.courier import Courier
from viewer.audit.event import Act, Actor, audit_event
from viewer.audit.outbox import Outbox
from viewer.base.clock import Clock
from viewer.base.opaque import Opaque
from viewer.exchange.client import ExchangeClient
from viewer.exchange.directory import Facility
from viewer.exchange.permit import Receipt
from viewer.exchange.query import Capability
from viewer.signin.flow import Session
from viewer.signin.people import Clinician, Post
from viewer.signin.roles import ROLES, Role
from viewer.visit.copies import Copies


@dataclass(frozen=True, slots=True)
class Desk:
    """Made when somebody has signed in, gone when they sign out. ``post`` is None until one is chosen."""

    session: Session
    clinician: Clinician
    posts: tuple[Post, ...]
    client: ExchangeClient
    facilities: Mapping[str, Facility]
    capability: Capability
    outbox: Outbox
    courier: Courier
    clock: Clock
    hang_up: Callable[[], Awaitable[None]]  # closes the connections
    post: Post | None = None
    copies: Copies = field(default_factory=Copies)

    def acting(self, post: Post) -> "Desk":
        """The same desk, acting for this post."""
        return replace(self, post=post)

    @property
    def role(self) -> Role:
        """The role of the chosen post."""
        assert self.post is not None, "a post is chosen before anything else"  # noqa: S101 - a move checked it
        return ROLES[self.post.role]

    async def write(
        self,
        act: Act,
        *,
        patient: Opaque | None = None,
        detail: str = "",
        terms: str = "",
        reason: str = "",
        failed: bool = False,
        also: Mapping[str, str] | None = None,
    ) -> Receipt:
        """Put an act into the audit trail, before it happens.

        ``terms`` are search terms; only their keyed digest is written. ``reason`` is why, in the clinician's words;
        ``also`` are further codes and numbers by name.

        Raises:
            OutboxUnwritable: it may not happen.
        """
        post = self.post
        actor = Actor(
            self.clinician.fhir_user,
            self.clinician.name,
            post.id if post else None,
            post.facility if post else "",
        )
        query = f"POST Patient/_search identifier={self.outbox.digest(terms)}" if terms else ""
        event = audit_event(
            act,
            actor,
            self.clock.now(),
            patient=patient,
            detail=detail,
            query=query,
            reason=reason,
            failed=failed,
            also=also,
        )
        receipt = await asyncio.to_thread(self.outbox.write, event)
        self.courier.wake()
        return receipt
