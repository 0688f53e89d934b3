"""The open record of one person: filling while facilities answer, read page by page, gone when it is closed."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol

from viewer.audit.event import Act
from viewer.base.errors import PrawatError
from viewer.base.frozen import FROZEN
from viewer.base.opaque import Opaque
from viewer.base.settings import Limits
from viewer.exchange.again import Reread
from viewer.exchange.gather import Arrived, Gathering
from viewer.exchange.ledger import Ledger
from viewer.exchange.permit import Permit, Receipt
from viewer.identity.citizen import CitizenId
from viewer.record.arrivals import arrivals_of
from viewer.record.binder import Binder
from viewer.record.described import confirmed_person, tells_of_another
from viewer.record.facts import Allergy
from viewer.record.formulary import load_formulary
from viewer.record.restricted import standard_rules
from viewer.record.story import Record
from viewer.signin.roles import REFERRAL, readable
from viewer.visit.consented import consented_dates
from viewer.visit.consents import PastConsents
from viewer.visit.desk import Desk
from viewer.visit.dismissing import Dismissing
from viewer.visit.errors import WrongMoment
from viewer.visit.linking import Linking
from viewer.visit.merges import Merges
from viewer.visit.papers import Paper, Papers
from viewer.visit.prescription import Prescription
from viewer.visit.proving import Proving
from viewer.visit.reconciliation import Reconciliation
from viewer.visit.reconciling import Reconciling
from viewer.visit.referral import ReferralDraft
from viewer.visit.referring import Referring
from viewer.visit.revealing import Revealing
from viewer.visit.states import Candidate, Open

PART = 40  # resources read between two turns of the loop
BREATH = 4  # a large record is shown anew less often: this many times as long as it took to make ready
PIECE = 0.005  # seconds that merging may take before the window draws again
SETTLE = 0.05  # seconds: what arrives within it is shown together


class Publish(Protocol):
    """Makes a new open state the visit's state."""

    def __call__(self, state: Open) -> None: ...


class Facilities(Protocol):
    """What can be asked of the facilities of an open record, by hcode."""

    def stop(self, hcode: str) -> None:
        """Ask this one no further; what has arrived stays."""
        ...

    def retry(self, hcode: str) -> None:
        """Ask this one again for what it still owes."""
        ...

    def retry_all(self) -> None:
        """Ask again whoever did not answer to the end."""
        ...

    def refresh(self, hcode: str) -> None:
        """Ask one that answered for what is new, changed or gone since."""
        ...

    def refresh_all(self) -> None:
        """Ask everybody again who may be asked."""
        ...


class Chart:
    """What can be done with an open record. Made by the visit when a Permit is there.

    ``facilities`` are asked again or no further, ``restricted`` opens rows of restricted access.
    Once it is wiped, every act on it raises WrongMoment; also one that was being written down meanwhile.
    """

    def __init__(
        self,
        desk: Desk,
        candidate: Candidate,
        citizen: CitizenId,
        permit: Permit,
        limits: Limits,
        publish: Publish,
        prepare: Callable[[Open], None],
        begun: tuple[Reconciliation, ReferralDraft],
        formulary: Path | None = None,
    ) -> None:
        self._desk, self._citizen, self._publish, self._prepare = desk, citizen, publish, prepare
        today = desk.clock.today()
        told = candidate.name, candidate.gender, candidate.birth
        confirmed = confirmed_person(*told, today, citizen.digits())
        names = {facility.hcode: facility.name for facility in desk.facilities.values()}
        self._formulary = partial(load_formulary, formulary)
        self._binder: Binder = Binder(
            today, permit.patient, names, confirmed=confirmed, dates=consented_dates(permit),
            formulary=self._formulary,
        )  # fmt: skip
        types = readable(desk.role, desk.session.granted_scopes)
        self._gathering = Gathering(
            desk.client, permit, desk.facilities, types, desk.capability, limits, desk.clock,
            tells_of_another(confirmed, today),
        )  # fmt: skip
        self.facilities: Facilities = self._gathering
        assert desk.post is not None  # noqa: S101 - the desk acts for a post by now
        now = desk.clock.now()
        decided, written = begun
        self._state = Open(
            desk.clinician, desk.post, desk.posts, candidate, permit, self._binder.record(), self._ledger(),
            now, now, page=desk.role.lands_on, reconciliation=decided, referral=written,
        )  # fmt: skip
        self._changed, self._asked = asyncio.Event(), asyncio.Event()
        self._reading = asyncio.Lock()  # the binder takes nothing while a new record is made of it
        self.restricted = Revealing(self._binder, desk.role, self._write_reason, self._changed.set)
        self._wiped = False
        self._papers = Papers(desk, permit.patient, self._write, lambda: self._state.record, self._show_paper)
        self.reconciling = Reconciling(desk, decided, self.check_open, self._write, self._show_reconciled)
        self.referring = Referring(
            desk.clock, written, self.check_open, self._show_referral, allowed=REFERRAL in desk.role.forms
        )
        self.consents = PastConsents(desk, permit.patient, self._write)
        self.merges = Merges(lambda: self._binder, self.check_open, self._show_now)
        self.prescription = Prescription(self._show_now)
        self.proving = Proving(desk, self.check_open)
        self.linking = Linking(desk, self._write)
        self.findings = Dismissing(desk.clinician.name, desk.clock.now, self._write_dismissal, self._show_now)

    @property
    def state(self) -> Open:
        """The record as it stands."""
        return self._state

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages this role may open, in their order."""
        return self._desk.role.pages

    async def fill(self) -> None:
        """Take what the facilities send, until cancelled; what arrives within a moment is shown together."""
        await asyncio.to_thread(self._formulary)  # asked at the first medicine: not while the window waits
        async with asyncio.TaskGroup() as group:
            group.create_task(self._show())
            async with self._gathering as gathering:
                async for event in gathering.events():
                    if isinstance(event, Arrived):
                        await self.take(event)
                    elif isinstance(event, Reread):
                        self._binder.reread(event.facility, event.types, event.ids)
                    self._changed.set()

    async def take(self, page: Arrived) -> None:
        """Read a page in small parts; the window draws between them. Whose it is was judged for the whole page."""
        arrivals = arrivals_of(page.split)
        if page.refused:
            self._binder.refuse(arrivals, page.facility, page.refused)
            return
        since = page.since.isoformat() if page.since is not None else ""
        while part := list(islice(arrivals, PART)):
            async with self._reading:
                self._binder.take(part, page.facility, since=since)
            await asyncio.sleep(0)

    async def open_page(self, name: str) -> None:
        """Turn to a page, once that is written down.

        Raises:
            OutboxUnwritable: the page stays closed.
            WrongMoment: the role may not open this page, or the record was closed meanwhile.
        """
        if name not in self._desk.role.pages:
            raise WrongMoment(f"this role does not open {name}")
        await self._write(Act.VIEW_PAGE, name)
        await self._make_ready(replace(self._state, page=name))
        self._put(replace(self._state, page=name))

    async def reveal_id(self) -> str:
        """The whole citizen id, grouped, to be shown while a key is held.

        Raises:
            OutboxUnwritable: it stays hidden.
            WrongMoment: the record was closed meanwhile.
        """
        await self._write(Act.REVEAL_ID)
        return self._citizen.grouped()

    def citizen_for_paper(self) -> str:
        """The whole citizen id, grouped, for a letter. The letter leaves only through ``exported``, which is audited;
        on screen the preview masks it."""
        return self._citizen.grouped()

    async def as_sent(self, fact: int) -> bytes | None:
        """A row's resource as the source sent it. None where a part of it that no sheet draws is restricted: an
        extension, a narrative. Allergies, and what its reader opened, are shown whole.

        Raises:
            OutboxUnwritable: it stays closed.
            WrongMoment: the record was closed meanwhile.
        """
        await self._write(Act.VIEW_AS_SENT)
        row = self._binder.fact(fact)
        sent = row.origin.raw
        if row.revealed or isinstance(row, Allergy):
            return sent
        return None if await asyncio.to_thread(standard_rules().of_sent, sent) else sent

    async def exported(
        self, act: str, form: str = "referral", *, kind: str = "", with_restricted: bool = False
    ) -> str:
        """Write down that a form leaves, before it does; its reference stands on the paper. ``act``: a key of EXPORTS;
        ``kind``: papers that are counted together, "" = of the form; ``with_restricted``: rows of restricted access
        that were opened stand on it.

        Raises:
            OutboxUnwritable: it may not leave.
            WrongMoment: the role does not write this form, or sign it, or the record was closed meanwhile.
        """
        return await self._papers.exported(act, form, kind=kind, with_restricted=with_restricted)

    def consent_heard(self, heard: bool) -> None:
        """The exchange said how the consent stands, or could not be asked: then the state says since when."""
        since = None if heard else self._state.unheard or self._desk.clock.now()
        if since != self._state.unheard:
            self._put(replace(self._state, unheard=since))

    def wipe(self) -> None:
        """Forget the record. What the screen still holds goes with its pages."""
        self._wiped = True
        self._binder = Binder(self._desk.clock.today(), Opaque(""))
        self.restricted = Revealing(self._binder, self._desk.role, self._write_reason, self._changed.set)
        FROZEN.thaw()
        self._state = replace(
            self._state, record=Record(), dismissals=(), proposals=(), breast_feeding=False,
            reconciliation=Reconciliation(), referral=ReferralDraft(), papers=(),
        )  # fmt: skip
        self.prescription.forget()
        standard_rules().forget()
        self._formulary().forget()

    async def write_close(self) -> None:
        """Write down that the record is closed. Where that cannot be, it is closed all the same."""
        with suppress(PrawatError):
            await self._desk.write(Act.CLOSE, patient=self._state.permit.patient)

    async def _write(
        self, act: Act, detail: str = "", reason: str = "", *, failed: bool = False,
        also: Mapping[str, str] | None = None,
    ) -> Receipt:  # fmt: skip
        """Write an act down, before it happens; the record may be closed while that is done."""
        self.check_open()
        patient = self._state.permit.patient
        receipt = await self._desk.write(
            act, patient=patient, detail=detail, reason=reason, failed=failed, also=also
        )
        self.check_open()
        return receipt

    async def _write_reason(self, code: str, words: str) -> Receipt:
        """Why a restricted row is opened: the code, and nothing of the row."""
        return await self._write(Act.REVEAL_RESTRICTED, f"reason:{code}", words)

    async def _write_dismissal(self, what: str, words: str) -> Receipt:
        """That a finding is put aside: its rule and the code of the reason."""
        return await self._write(Act.DISMISS_FINDING, what, words)

    def _ledger(self) -> Ledger:
        """Who was asked; a role that no restricted data is for has not asked for it."""
        return replace(self._gathering.ledger, restricted_not_asked=not self._desk.role.requests_restricted)

    def check_open(self) -> None:
        """Raises WrongMoment once the record is closed."""
        if self._wiped:
            raise WrongMoment("the record is closed")

    async def _show(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            self._asked.clear()
            async with self._reading:  # what comes meanwhile waits: else there would be ever more to settle
                for _ in self._binder.settling(PIECE):
                    await asyncio.sleep(0)
                    if self._wiped:
                        return
                record = self._binder.record()
            state = replace(
                self._state,
                record=record,
                ledger=self._ledger(),
                as_of=self._desk.clock.now(),
                revision=self._state.revision + 1,
                dismissals=self.findings.made,
                proposals=self.prescription.made,
                breast_feeding=self.prescription.breast_feeding,
            )
            loop = asyncio.get_running_loop()
            began = loop.time()
            await self._make_ready(state)
            took = loop.time() - began
            if self._wiped:  # nothing of it may be frozen: it would stay
                return
            now = self._state  # what else changed while it was made ready
            self._put(
                replace(
                    now, record=state.record, ledger=state.ledger, as_of=state.as_of, revision=state.revision,
                    dismissals=state.dismissals, proposals=state.proposals, breast_feeding=state.breast_feeding,
                )
            )  # fmt: skip
            # What has come stays until the record is closed: going through it for garbage only stops the window.
            FROZEN.freeze()
            with suppress(TimeoutError):
                async with asyncio.timeout(max(SETTLE, BREATH * took)):
                    await self._asked.wait()

    def _show_reconciled(self, value: Reconciliation) -> None:
        self._put(replace(self._state, reconciliation=value))

    def _show_paper(self, paper: Paper) -> None:
        self._put(replace(self._state, papers=(*self._state.papers, paper)))

    def _show_referral(self, value: ReferralDraft) -> None:
        self._put(replace(self._state, referral=value))

    def _show_now(self) -> None:
        """The reader did something to the record and waits for it."""
        self._changed.set()
        self._asked.set()

    async def _make_ready(self, state: Open) -> None:
        with suppress(Exception):  # what cannot be worded fails again where it is drawn, and is told there
            await asyncio.to_thread(self._prepare, state)

    def _put(self, state: Open) -> None:
        if self._wiped:
            return
        self._state = state
        self._publish(state)
