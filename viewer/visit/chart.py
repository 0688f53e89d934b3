"""The open record of one person: filling while facilities answer, read page by page, gone when it is closed."""

import asyncio
from dataclasses import replace
from itertools import islice
from typing import Protocol

from viewer.audit.event import Act
from viewer.base.opaque import Opaque
from viewer.base.settings import Limits
from viewer.exchange.gather import Arrived, Gathering
from viewer.exchange.permit import Permit
from viewer.identity.citizen import CitizenId
from viewer.record.arrivals import arrivals_of
from viewer.record.binder import Binder
from viewer.signin.roles import readable
from viewer.visit.desk import Desk
from viewer.visit.errors import WrongMoment
from viewer.visit.states import Candidate, Open

PART = 40  # resources read between two turns of the loop
SETTLE = 0.05  # seconds: what arrives within it is shown together
EXPORTS = {"print": Act.PRINT, "save": Act.SAVE}


class Publish(Protocol):
    """Makes a new open state the visit's state."""

    def __call__(self, state: Open) -> None: ...


class Chart:
    """What can be done with an open record. Made by the visit when a Permit is there."""

    def __init__(
        self,
        desk: Desk,
        candidate: Candidate,
        citizen: CitizenId,
        permit: Permit,
        limits: Limits,
        publish: Publish,
    ) -> None:
        self._desk, self._citizen, self._publish = desk, citizen, publish
        self._binder: Binder = Binder(desk.clock.today(), permit.patient)
        types = readable(desk.role, desk.session.granted_scopes)
        self._gathering = Gathering(
            desk.client, permit, desk.facilities, types, desk.capability, limits, desk.clock
        )
        assert desk.post is not None  # noqa: S101 - the desk acts for a post by now
        now = desk.clock.now()
        self._state = Open(
            desk.clinician, desk.post, desk.posts, candidate, permit, self._binder.record(),
            self._gathering.ledger, now, now, page=desk.role.lands_on,
        )  # fmt: skip
        self._changed = asyncio.Event()

    @property
    def state(self) -> Open:
        """The record as it stands."""
        return self._state

    async def fill(self) -> None:
        """Take what the facilities send, until cancelled; what arrives within a moment is shown together."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._show())
            async with self._gathering as gathering:
                async for event in gathering.events():
                    if isinstance(event, Arrived):
                        await self.take(event)
                    self._changed.set()

    async def take(self, page: Arrived) -> None:
        """Read a page in small parts; the window draws between them. Whose it is was judged for the whole page."""
        arrivals = arrivals_of(page.split)
        while part := list(islice(arrivals, PART)):
            self._binder.take(part, page.facility)
            await asyncio.sleep(0)

    async def open_page(self, name: str) -> None:
        """Turn to a page, once that is written down.

        Raises:
            OutboxUnwritable: the page stays closed.
            WrongMoment: the role may not open this page.
        """
        if name not in self._desk.role.pages:
            raise WrongMoment(f"this role does not open {name}")
        await self._desk.write(Act.VIEW_PAGE, patient=self._state.permit.patient, detail=name)
        self._put(replace(self._state, page=name))

    async def reveal_id(self) -> str:
        """The whole citizen id, grouped, to be shown while a key is held.

        Raises:
            OutboxUnwritable: it stays hidden.
        """
        await self._desk.write(Act.REVEAL_ID, patient=self._state.permit.patient)
        return self._citizen.grouped()

    def citizen_for_paper(self) -> str:
        """The whole citizen id, grouped, for a letter. The letter leaves only through ``exported``, which is audited;
        on screen the preview masks it."""
        return self._citizen.grouped()

    async def as_sent(self, fact: int) -> bytes:
        """A row's resource as the source sent it.

        Raises:
            OutboxUnwritable: it stays closed.
        """
        await self._desk.write(Act.VIEW_AS_SENT, patient=self._state.permit.patient)
        return self._binder.fact(fact).origin.raw

    async def exported(self, act: str) -> str:
        """Write down that the record is printed or saved, before it is. ``act``: "print" or "save".

        Returns the reference that stands on the paper. Raises OutboxUnwritable: it may not leave.
        """
        receipt = await self._desk.write(EXPORTS[act], patient=self._state.permit.patient, detail="referral")
        return receipt.event[:8].upper()

    def stop(self, hcode: str) -> None:
        """Ask this facility no further."""
        self._gathering.stop(hcode)

    def retry(self, hcode: str) -> None:
        """Ask this facility again."""
        self._gathering.retry(hcode)

    def retry_all(self) -> None:
        """Ask again whoever did not answer to the end."""
        self._gathering.retry_all()

    def wipe(self) -> None:
        """Forget the record. What the screen still holds goes with its pages."""
        self._binder = Binder(self._desk.clock.today(), Opaque(""))

    async def _show(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            self._put(
                replace(
                    self._state,
                    record=self._binder.record(),
                    ledger=self._gathering.ledger,
                    as_of=self._desk.clock.now(),
                    revision=self._state.revision + 1,
                )
            )
            await asyncio.sleep(SETTLE)

    def _put(self, state: Open) -> None:
        self._state = state
        self._publish(state)
