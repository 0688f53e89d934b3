"""One visit from sign-in to close, without widgets. Screens watch the state and call the moves.

A move that fails leaves the visit where it was, with the error's code as the state's complaint; nothing is revealed
that was not written to the audit trail first. A later move overtakes those that still wait for an answer (visit/steps):
what they bring changes nothing any more. A move that does not fit the state raises WrongMoment.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from viewer.audit.event import Act
from viewer.base.clock import Clock
from viewer.base.errors import PrawatError
from viewer.base.settings import Profile
from viewer.consent.answers import Answer, ConsentRequest, Ended
from viewer.consent.desk import ConsentDesk
from viewer.consent.grant import Consented
from viewer.exchange import query
from viewer.identity.citizen import CitizenId
from viewer.signin.people import Clinician, Post
from viewer.signin.roles import BY_REFERENCE, DIRECTORY_TYPES, readable
from viewer.visit.chart import Chart
from viewer.visit.chores import Chores
from viewer.visit.desk import Desk
from viewer.visit.entry import Door, enter, leave
from viewer.visit.errors import WrongMoment
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
from viewer.visit.steps import Overtaken, Steps

ASKED_FOR = timedelta(hours=2)  # how long a record may be read, down to the full hour
_CLOSING = 1.0  # seconds a closed record may stand on screen while its closing is written down
_PATIENCE = 1.0  # seconds somebody who leaves waits for what is under way, then for what is taken back
_ENDINGS = {
    Answer.REJECTED: Asking.REFUSED,
    Answer.NOTHING_GRANTED: Asking.REFUSED,
    Answer.INACTIVE: Asking.REFUSED,
    Answer.EXPIRED: Asking.EXPIRED,
}


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
        self._consents: ConsentDesk | None = None
        self._citizen: CitizenId | None = None
        self._request: ConsentRequest | None = None
        self._chart: Chart | None = None

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
        desk = await self._enter(step)
        if desk is None:
            return
        if not self._steps.stands(step):  # signed out at the last moment
            await leave(desk)
            return
        self._desk = desk
        self._consents = ConsentDesk(
            desk.client, self.profile, desk.facilities, self.clock, rhythm=self._door.rhythm
        )
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
        if self._steps.stands(step):
            self._desk = desk.acting(post)
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
        try:
            citizen = CitizenId.parse(typed)
            await self._steps.part(step, desk.write(Act.SEARCH, terms=citizen.digits()))
            found = await self._steps.part(step, query.find(desk.client, citizen))
        except Overtaken:
            return
        except Exception as error:
            self._identify(_code(error))
            if isinstance(error, PrawatError):
                return
            raise
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
        state = self._state
        if not isinstance(state, Confirming) or state.busy or candidate not in state.candidates:
            raise WrongMoment("nobody to confirm")
        self._become(replace(state, busy=True))
        await self._open_or_ask(candidate, self._identify)

    async def ask_again(self) -> None:
        """A new code for the same person; the old one counts no more."""
        state = self._state
        if not isinstance(state, Consenting) or state.stage is Asking.SENDING:
            raise WrongMoment("nobody is being asked")
        waiting = replace(state, stage=Asking.SENDING, code="", link=None, code_until=None, complaint="")

        def failed(code: str) -> None:
            self._become(replace(waiting, stage=Asking.FAILED, complaint=code))

        self._become(waiting)
        await self._open_or_ask(state.candidate, failed)

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
        if not isinstance(self._state, Open):
            return
        step = self._steps.begin()
        await self._end_record()
        if self._steps.stands(step):
            self._become(Closed(*self._who(), CloseReason.BY_CLINICIAN, self.clock.now()))

    async def sign_out(self) -> None:
        """Close, wipe, forget the tokens. Whatever still waits for an answer ends."""
        self.cancel_sign_in()
        desk, chores, self._desk = (
            self._desk,
            self._chores,
            None,
        )  # from here on every other move comes too late
        self._steps.begin()
        await self._leave_person()
        self._consents, self._chores = None, Chores()
        self._become(SignedOut())
        try:
            await self._steps.abandon(_PATIENCE)
            await chores.finished("take back", "write close", within=_PATIENCE)
            await chores.stop()
        finally:
            if desk is not None:
                await leave(desk)

    async def _enter(self, step: int) -> Desk | None:
        """A desk; None when it came to nothing, which the state then tells."""
        entering = self._entering = asyncio.create_task(enter(self._door))
        complaint = ""
        try:
            return await entering
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                if not entering.cancelled() and entering.exception() is None:  # it had just succeeded
                    await leave(entering.result())
                raise
        except Exception as error:
            complaint = _code(error)
            if not isinstance(error, PrawatError):
                raise
        finally:
            self._entering = None
            came_in = not entering.cancelled() and entering.exception() is None
            if not came_in and self._steps.stands(step):
                self._become(SignedOut(complaint))
        return None

    # --- asking the patient

    async def _open_or_ask(self, candidate: Candidate, failed: Callable[[str], None]) -> None:
        """Open at once when consent stands, otherwise ask. ``failed`` tells what kept us from knowing."""
        step = self._steps.begin()
        try:
            await self._chores.stop("consent")
            consents, post = self._consenting()
            looking = consents.earlier(candidate.patient, post, self._types())
            earlier = await self._steps.part(step, looking)
            if earlier is not None:
                await self._open(step, candidate, earlier)
                return
            self._take_back(consents)
            await self._ask(step, candidate)
        except Overtaken:
            return
        except Exception as error:
            failed(_code(error))
            if not isinstance(error, PrawatError):
                raise

    async def _ask(self, step: int, candidate: Candidate) -> None:
        desk, now, types = self._at_desk(), self.clock.now(), self._types()
        until = _full_hour(now + ASKED_FOR)
        waiting = Consenting(
            *self._who(), candidate, Asking.SENDING, now, until=until, types=tuple(sorted(types))
        )
        self._become(waiting)
        try:
            await self._steps.part(step, desk.write(Act.ASK_CONSENT, patient=candidate.patient))
            request = await self._steps.part(step, self._send(step, candidate, until))
        except PrawatError as error:
            self._become(replace(waiting, stage=Asking.FAILED, complaint=error.code))
            return
        waiting = replace(
            waiting, stage=Asking.WAITING, code=request.code, link=request.link, code_until=request.code_until
        )
        self._become(waiting)
        self._chores.start("consent", self._wait(step, waiting, request))

    async def _send(self, step: int, candidate: Candidate, until: datetime) -> ConsentRequest:
        """Send the request. If this person was left meanwhile, it is taken back as soon as it can be named."""
        desk, chores, (consents, post) = self._at_desk(), self._chores, self._consenting()
        request = await consents.request(candidate.patient, post, desk.clinician, self._types(), until)
        if self._steps.stands(step):
            self._request = request
        else:
            chores.start("take back", _taken_back(consents, request))
        return request

    async def _wait(self, step: int, waiting: Consenting, request: ConsentRequest) -> None:
        consents, _ = self._consenting()
        try:
            outcome = await consents.wait(request)
            if outcome.consented is not None:
                await self._open(step, waiting.candidate, outcome.consented)
                return
            self._request = None  # answered: there is nothing to take back
            ending = replace(waiting, stage=_ENDINGS[outcome.answer], complaint=outcome.answer.value)
        except Overtaken:
            return
        except Exception as error:
            self._become(replace(waiting, stage=Asking.FAILED, complaint=_code(error)))
            if isinstance(error, PrawatError):
                return
            raise
        self._become(ending)

    def _take_back(self, consents: ConsentDesk) -> None:
        """Tell the exchange, in the background, that the request under way counts no more."""
        request, self._request = self._request, None
        if request is not None:
            self._chores.start("take back", _taken_back(consents, request))

    # --- the open record

    async def _open(self, step: int, candidate: Candidate, consented: Consented) -> None:
        desk, citizen, (consents, _) = self._at_desk(), self._citizen, self._consenting()
        assert citizen is not None  # noqa: S101 - somebody was found
        answered = desk.write(Act.CONSENT_ANSWERED, patient=candidate.patient, detail="active")
        receipt = await self._steps.part(step, answered)
        permit = consents.permit(consented, receipt)
        opened = desk.write(Act.OPEN, patient=candidate.patient, detail=desk.role.lands_on)
        await self._steps.part(step, opened)
        self._request = None
        self._chart = chart = Chart(
            desk, candidate, citizen, permit, self.profile.limits, self._become, self._door.prepare
        )
        self._become(chart.state)
        self._chores.start("gather", chart.fill())
        self._chores.start("watch", self._watch_consent(consents, chart))

    async def _watch_consent(self, consents: ConsentDesk, chart: Chart) -> None:
        """Close the record when it must be, and also when we cannot look any more: it never stands unwatched."""
        broken: Exception | None = None
        try:
            ended = await consents.watch(chart.state.permit)
            reason = CloseReason.WITHDRAWN if ended is Ended.WITHDRAWN else CloseReason.EXPIRED
        except Exception as error:  # noqa: BLE001 - handed on below, once the record is closed
            reason = CloseReason.CONSENT_UNKNOWN
            broken = None if isinstance(error, PrawatError) else error
        if self._chart is chart:
            step, who = self._steps.begin(), self._who()
            await self._end_record()
            if self._steps.stands(step):
                self._become(Closed(*who, reason, self.clock.now()))
        if broken is not None:
            raise broken

    async def _leave_person(self) -> None:
        """Whoever was found is left: nobody is waited for, a request is taken back, an open record ends."""
        await self._chores.stop("consent")
        if self._consents is not None:
            self._take_back(self._consents)
        await self._end_record()

    async def _end_record(self) -> None:
        """From the first line on nothing of the record can be turned to, printed or shown anew."""
        chart, self._chart, self._citizen = self._chart, None, None
        if chart is None:
            return
        chart.wipe()
        self._chores.start("write close", chart.write_close())  # goes on when the one who closes is cancelled
        await self._chores.stop("gather", "watch")
        await self._chores.finished("write close", within=_CLOSING)

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

    def _consenting(self) -> tuple[ConsentDesk, Post]:
        _, post, _ = self._who()
        assert self._consents is not None  # noqa: S101 - it comes and goes with the desk
        return self._consents, post

    def _types(self) -> frozenset[str]:
        desk = self._at_desk()
        return readable(desk.role, desk.session.granted_scopes) - DIRECTORY_TYPES - BY_REFERENCE

    def _identify(self, complaint: str = "", *, busy: bool = False) -> None:
        self._become(Identifying(*self._who(), complaint, busy))

    def _become(self, state: State) -> None:
        """The next state. One who watches and fails (a page that cannot be drawn) does not stop the visit."""
        self._state = state
        for watcher in tuple(self._watchers):
            try:
                watcher(state)
            except Exception as error:  # noqa: BLE001 - told to the loop, which tells the clinician
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "a watcher of the visit failed", "exception": error}
                )


async def _taken_back(consents: ConsentDesk, request: ConsentRequest) -> None:
    with suppress(PrawatError):  # the code runs out by itself
        await consents.cancel(request)


def _code(error: Exception) -> str:
    return error.code if isinstance(error, PrawatError) else PrawatError.code


def _full_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
