"""One visit from sign-in to close, without widgets. Screens watch the state and call the moves.

A move that fails leaves the visit where it was, with the error's code as the state's complaint; nothing is revealed
that was not written to the audit trail first. A later move overtakes those that still wait for an answer (visit/steps):
what they bring changes nothing any more. A move that does not fit the state raises WrongMoment.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from viewer.audit.event import Act
from viewer.base.clock import Clock
from viewer.base.errors import PrawatError
from viewer.base.settings import Profile
from viewer.consent.answers import Ended
from viewer.consent.desk import ConsentDesk
from viewer.consent.grant import Consented
from viewer.exchange import query
from viewer.exchange.directory import Facility
from viewer.identity.citizen import CitizenId
from viewer.signin.people import Clinician, Post
from viewer.visit.asking import Asker, failed, sending
from viewer.visit.chart import Chart
from viewer.visit.chores import Chores
from viewer.visit.desk import Desk
from viewer.visit.entry import Door, enter, leave
from viewer.visit.errors import WrongMoment
from viewer.visit.keepsake import Keepsake, Kept
from viewer.visit.states import (
    Asking,
    Candidate,
    ChoosingPost,
    Closed,
    CloseReason,
    Confirming,
    Consenting,
    Identifying,
    Open,
    SignedOut,
    SigningIn,
    State,
)
from viewer.visit.steps import HandedOver, Steps

_CLOSING = 1.0  # seconds a closed record may stand on screen while its closing is written down
_PATIENCE = 1.0  # seconds somebody who leaves waits for what is under way, then for what is taken back


class Visit:
    """Where the visit stands, and the moves to the next state. Belongs to one event loop."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._state: State = SignedOut()
        self._watchers: list[Callable[[State], None]] = []
        self._steps = Steps()
        self._chores = Chores()
        self._entering: asyncio.Task[Desk] | None = None
        self._desk: Desk | None = None
        self._asker: Asker | None = None
        self._citizen: CitizenId | None = None
        self._chart: Chart | None = None
        self.keepsake = Keepsake(self._at_desk, self._kept_no_more)

    @property
    def state(self) -> State:
        """Where the visit stands."""
        return self._state

    @property
    def profile(self) -> Profile:
        """The site's profile."""
        return self._door.profile

    @property
    def clock(self) -> Clock:
        """The visit's clock."""
        return self._door.clock

    @property
    def directory(self) -> Mapping[str, Facility]:
        """The exchange's facilities by hcode; none before somebody has signed in."""
        return self._desk.facilities if self._desk is not None else {}

    @property
    def chart(self) -> Chart | None:
        """The open record, while one is open."""
        return self._chart

    def watch(self, on_change: Callable[[State], None]) -> Callable[[], None]:
        """Call ``on_change`` with each new state, in the loop's thread. Returns what ends it."""
        self._watchers.append(on_change)
        return lambda: self._watchers.remove(on_change)

    # --- coming in

    async def sign_in(self) -> None:
        """SignedOut -> SigningIn -> ChoosingPost, or Identifying with only one post. Ignored in any other state."""
        if not isinstance(self._state, SignedOut):
            return
        step = self._steps.begin()
        self._become(SigningIn(self.clock.now()))
        with self._steps.telling(step, lambda code: self._become(SignedOut(code))):
            desk = await self._enter(step)
            if desk is None:
                return
            if not self._steps.stands(step):  # signed out at the last moment
                await leave(desk)
                return
            self._desk = desk
            self._chores.start("courier", desk.courier.run())
            if len(desk.posts) == 1:
                await self.choose_post(desk.posts[0])
            else:
                self._become(ChoosingPost(desk.clinician, desk.posts))

    def cancel_sign_in(self) -> None:
        """Stop waiting for the browser."""
        if self._entering is not None:
            self._entering.cancel()

    async def choose_post(self, post: Post) -> None:
        """Act for this post from now on; a request under way is taken back, an open record closed."""
        desk = self._at_desk()
        if post not in desk.posts:
            raise WrongMoment("not one of this clinician's posts")
        step = self._steps.begin()
        await self._leave_person()
        if not self._steps.stands(step):
            return
        self._desk = desk = desk.acting(post)
        consents = ConsentDesk(
            desk.client, self.profile, desk.facilities, self.clock, rhythm=self._door.rhythm
        )
        self._asker = Asker(desk, post, consents, self._steps, self._chores, self._become, self._open)
        self._identify()

    # --- whose record

    async def find(self, typed: str) -> None:
        """Identifying -> Confirming with whoever carries this citizen id, or a complaint."""
        desk, state = self._at_desk(), self._state
        free = isinstance(state, Identifying | Confirming) and not state.busy
        if not free and not isinstance(state, Closed):
            raise WrongMoment("nobody is looked for here")
        step, self._citizen = self._steps.begin(), None
        self._identify(busy=True)
        with self._steps.telling(step, self._identify):
            citizen = CitizenId.parse(typed)
            await self._steps.part(step, desk.write(Act.SEARCH, terms=citizen.digits()))
            found = await self._steps.part(step, query.find(desk.client, citizen))
            if not found:
                self._identify("not-found")
                return
            self._citizen = citizen
            people = tuple(
                Candidate(one.patient, one.name, one.gender, one.birth, one.deceased, citizen.masked())
                for one in found
            )
            self._become(Confirming(*self._who(), people))

    async def confirm(self, candidate: Candidate) -> None:
        """This is the person: open at once when consent stands, otherwise ask for it."""
        state, asker = self._state, self._asker
        fits = isinstance(state, Confirming) and not state.busy and candidate in state.candidates
        if not isinstance(state, Confirming) or not fits or asker is None:
            raise WrongMoment("nobody to confirm")
        step = self._steps.begin()
        self._become(replace(state, busy=True))
        with self._steps.telling(step, self._identify):
            await asker.open_or_ask(step, candidate)

    async def ask_again(self) -> None:
        """A new code for the same person; the old one counts no more."""
        state, asker = self._state, self._asker
        if not isinstance(state, Consenting) or state.stage is Asking.SENDING or asker is None:
            raise WrongMoment("nobody is being asked")
        step = self._steps.begin()
        self._become(sending(state))
        with self._steps.telling(step, lambda code: self._become(failed(state, code))):
            await asker.open_or_ask(step, state.candidate)

    async def back(self) -> None:
        """To Identifying; a request under way is taken back, an open record closed."""
        self._who()
        step = self._steps.begin()
        await self._leave_person()
        if self._steps.stands(step):
            self._identify()

    # --- leaving

    async def close(self) -> None:
        """Close the record and wipe it. Ignored when none is open."""
        if isinstance(self._state, Open):
            await self._close(self._state, CloseReason.BY_CLINICIAN)

    async def sign_out(self) -> None:
        """Close, wipe, forget the tokens. Whatever still waits for an answer ends."""
        self.cancel_sign_in()
        desk, chores, self._desk = (
            self._desk,
            self._chores,
            None,
        )  # from here on every other move comes too late
        self._steps.begin()
        self.keepsake.forget()
        await self._leave_person()
        self._asker, self._chores = None, Chores()
        self._become(SignedOut())
        try:
            await self._steps.abandon(_PATIENCE)
            await chores.finished("take back", "write close", within=_PATIENCE)
            await chores.stop()
        finally:
            if desk is not None:
                await leave(desk)

    async def _enter(self, step: int) -> Desk | None:
        """A desk; None when the sign-in was cancelled."""
        self._entering = entering = asyncio.create_task(enter(self._door))
        try:
            return await entering
        except asyncio.CancelledError:
            if self._steps.stands(step):
                self._become(SignedOut())
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                if not entering.cancelled() and entering.exception() is None:  # it had just succeeded
                    await leave(entering.result())
                raise
            return None
        finally:
            self._entering = None

    # --- the open record

    async def _open(self, step: int, candidate: Candidate, consented: Consented) -> None:
        asker, citizen = self._asker, self._citizen
        assert asker is not None and citizen is not None  # noqa: S101, PT018 - somebody was found and asked
        desk = asker.desk
        answered = desk.write(Act.CONSENT_ANSWERED, patient=candidate.patient, detail="active")
        permit = asker.consents.permit(consented, await self._steps.part(step, answered))
        opened = desk.write(Act.OPEN, patient=candidate.patient, detail=desk.role.lands_on)
        await self._steps.part(step, opened)
        asker.opened()
        limits, prepare = self.profile.limits, self._door.prepare
        begun = self.keepsake.taken_up(candidate.patient)
        self._chart = chart = Chart(
            desk, candidate, citizen, permit, limits, self._become, prepare, begun, self.profile.formulary
        )
        self._become(chart.state)
        self._chores.start("gather", chart.fill())
        self._chores.start("watch", self._watch_consent(asker.consents, chart))

    async def _watch_consent(self, consents: ConsentDesk, chart: Chart) -> None:
        """Close the record when it must be, and also when we cannot look any more: it never stands unwatched."""
        reason = CloseReason.CONSENT_UNKNOWN
        try:
            with suppress(PrawatError):
                ended = await consents.watch(chart.state.permit, chart.consent_heard)
                reason = CloseReason.WITHDRAWN if ended is Ended.WITHDRAWN else CloseReason.EXPIRED
        finally:
            if self._chart is chart:
                await self._close(chart.state, reason)

    async def _close(self, shown: Open, reason: CloseReason) -> None:
        """End the record and say why. Of several who close it at once the first says why."""
        self._steps.begin()
        if reason is not CloseReason.BY_CLINICIAN and self._chart is not None:
            self._keep(shown)
        await self._end_record()
        if isinstance(self._state, Open):
            who = (shown.clinician, shown.post, shown.posts)
            self._become(Closed(*who, reason, self.clock.now(), self.keepsake.holds))

    def _kept_no_more(self) -> None:
        if isinstance(self._state, Closed):
            self._become(replace(self._state, kept=False))

    def _keep(self, shown: Open) -> None:
        """Not the clinician closes the record: what they typed stays."""
        who = shown.candidate
        kept = Kept(
            who.name,
            who.masked_id,
            self.clock.now(),
            shown.reconciliation,
            shown.referral,
            shown.permit.purpose,
        )
        self.keepsake.keep(who.patient, kept)

    async def _leave_person(self) -> None:
        """Whoever was found is left: nobody is waited for, a request is taken back, an open record ends."""
        if self._asker is not None:
            await self._asker.leave()
        await self._end_record()

    async def _end_record(self) -> None:
        """From the first line on nothing of the record can be turned to, printed or shown anew."""
        chart, self._chart, self._citizen = self._chart, None, None
        chores = self._chores
        if chart is not None:
            chart.wipe()
            chores.start(
                "write close", _wind_up(chart, chores)
            )  # goes on when the one who closes is cancelled
            await chores.stop("watch")
        await chores.finished("write close", within=_CLOSING)

    # --- states

    def _at_desk(self) -> Desk:
        if self._desk is None:
            raise WrongMoment("nobody is signed in")
        return self._desk

    def _who(self) -> tuple[Clinician, Post, tuple[Post, ...]]:
        desk = self._at_desk()
        if desk.post is None:
            raise WrongMoment("no post is chosen")
        return desk.clinician, desk.post, desk.posts

    def _identify(self, complaint: str = "", *, busy: bool = False) -> None:
        self._become(Identifying(*self._who(), complaint, busy))

    def _become(self, state: State) -> None:
        """The next state. One who watches and fails (a page that cannot be drawn) does not stop the visit."""
        self._state = state
        for watcher in tuple(self._watchers):
            with HandedOver("a watcher of the visit failed"):
                watcher(state)


async def _wind_up(chart: Chart, chores: Chores) -> None:
    """Nobody is asked for this person any more; then that is written down."""
    await chores.stop("gather")
    await chart.write_close()
