"""One visit from sign-in to close, without widgets. Screens watch the state and call the moves.

A move that fails leaves the visit where it was, with the error's code as the state's complaint; nothing is revealed
that was not written to the audit trail first.
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

ASKED_FOR = timedelta(hours=2)  # how long a record may be read, down to the full hour
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
        self._chores = Chores()
        self._signing_in: asyncio.Task[Desk] | None = None
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
        """SignedOut -> SigningIn -> ChoosingPost, or Identifying with only one post."""
        if not isinstance(self._state, SignedOut):
            return
        self._become(SigningIn(self.clock.now()))
        self._signing_in = asyncio.create_task(enter(self._door))
        try:
            desk = await self._signing_in
        except PrawatError as error:
            self._become(SignedOut(error.code))
            return
        except asyncio.CancelledError:
            self._become(SignedOut())
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                raise
            return
        finally:
            self._signing_in = None
        self._desk = desk
        self._consents = ConsentDesk(desk.client, self.profile, desk.facilities, self.clock)
        self._chores.start("courier", desk.courier.run())
        if len(desk.posts) == 1:
            await self.choose_post(desk.posts[0])
        else:
            self._become(ChoosingPost(desk.clinician, desk.posts))

    def cancel_sign_in(self) -> None:
        """Stop waiting for the browser."""
        if self._signing_in is not None:
            self._signing_in.cancel()

    async def choose_post(self, post: Post) -> None:
        """Act for this post from now on; an open record is closed first."""
        desk = self._at_desk()
        if post not in desk.posts:
            raise WrongMoment("not one of this clinician's posts")
        await self._end_record()
        self._desk = desk.acting(post)
        self._identify()

    # --- whose record

    async def find(self, typed: str) -> None:
        """Identifying -> Confirming with whoever carries this citizen id, or a complaint."""
        desk = self._at_desk()
        self._identify(busy=True)
        try:
            citizen = CitizenId.parse(typed)
            await desk.write(Act.SEARCH, terms=citizen.digits())
            found = await query.find(desk.client, citizen)
        except PrawatError as error:
            self._identify(error.code)
            return
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
        desk, consents = self._at_desk(), self._consents
        if not isinstance(self._state, Confirming) or consents is None or desk.post is None:
            raise WrongMoment("nobody to confirm")
        self._become(replace(self._state, busy=True))
        try:
            earlier = await consents.earlier(candidate.patient, desk.post, self._types())
            if earlier is not None:
                await self._open(candidate, earlier)
                return
        except PrawatError as error:
            self._identify(error.code)
            return
        await self._ask(candidate)

    async def ask_again(self) -> None:
        """A new code for the same person."""
        if not isinstance(self._state, Consenting):
            raise WrongMoment("nobody is being asked")
        candidate = self._state.candidate
        await self._take_back()
        await self._ask(candidate)

    async def back(self) -> None:
        """To Identifying; a request under way is taken back, an open record closed."""
        await self._take_back()
        await self._end_record()
        self._identify()

    # --- leaving

    async def close(self) -> None:
        """Close the record and wipe it."""
        if isinstance(self._state, Open):
            await self._end_record()
        self._identify()

    async def sign_out(self) -> None:
        """Close, wipe, forget the tokens."""
        self.cancel_sign_in()
        await self._take_back()
        await self._end_record()
        await self._chores.stop()
        desk, self._desk, self._consents = self._desk, None, None
        self._become(SignedOut())
        if desk is not None:
            await leave(desk)

    # --- asking the patient

    def _types(self) -> frozenset[str]:
        desk = self._at_desk()
        return readable(desk.role, desk.session.granted_scopes) - DIRECTORY_TYPES - BY_REFERENCE

    async def _ask(self, candidate: Candidate) -> None:
        desk, consents = self._at_desk(), self._consents
        assert consents is not None and desk.post is not None  # noqa: S101, PT018 - its callers checked
        now, types = self.clock.now(), self._types()
        until = _full_hour(now + ASKED_FOR)
        waiting = Consenting(
            *self._who(), candidate, Asking.SENDING, now, until=until, types=tuple(sorted(types))
        )
        self._become(waiting)
        try:
            await desk.write(Act.ASK_CONSENT, patient=candidate.patient)
            request = await consents.request(candidate.patient, desk.post, desk.clinician, types, until)
        except PrawatError as error:
            self._become(replace(waiting, stage=Asking.FAILED, complaint=error.code))
            return
        self._request = request
        waiting = replace(
            waiting, stage=Asking.WAITING, code=request.code, link=request.link, code_until=request.code_until
        )
        self._become(waiting)
        self._chores.start("consent", self._wait(waiting, request))

    async def _wait(self, waiting: Consenting, request: ConsentRequest) -> None:
        assert self._consents is not None  # noqa: S101 - a chore of a signed-in visit
        try:
            outcome = await self._consents.wait(request)
            self._request = None
            if outcome.consented is not None:
                await self._open(waiting.candidate, outcome.consented)
                return
            ending = replace(waiting, stage=_ENDINGS[outcome.answer], complaint=outcome.answer.value)
        except PrawatError as error:
            ending = replace(waiting, stage=Asking.FAILED, complaint=error.code)
        self._become(ending)

    async def _take_back(self) -> None:
        await self._chores.stop("consent")
        request, self._request = self._request, None
        if request is not None and self._consents is not None:
            await self._consents.cancel(request)

    # --- the open record

    async def _open(self, candidate: Candidate, consented: Consented) -> None:
        desk, consents, citizen = self._at_desk(), self._consents, self._citizen
        assert consents is not None and citizen is not None  # noqa: S101, PT018 - its callers checked
        receipt = await desk.write(Act.CONSENT_ANSWERED, patient=candidate.patient, detail="active")
        permit = consents.permit(consented, receipt)
        await desk.write(Act.OPEN, patient=candidate.patient, detail=desk.role.lands_on)
        self._chart = Chart(desk, candidate, citizen, permit, self.profile.limits, self._become)
        self._become(self._chart.state)
        self._chores.start("gather", self._chart.fill())
        self._chores.start("watch", self._watch_consent(consents, self._chart))

    async def _watch_consent(self, consents: ConsentDesk, chart: Chart) -> None:
        try:
            ended = await consents.watch(chart.state.permit)
            reason = CloseReason.WITHDRAWN if ended is Ended.WITHDRAWN else CloseReason.EXPIRED
        except PrawatError:
            reason = CloseReason.CONSENT_UNKNOWN
        await self._end_record()
        self._become(Closed(*self._who(), reason, self.clock.now()))

    async def _end_record(self) -> None:
        chart, self._chart = self._chart, None
        await self._chores.stop("gather", "watch")
        self._citizen = None
        if chart is None:
            return
        patient = chart.state.permit.patient
        chart.wipe()
        with suppress(PrawatError):  # closed all the same: nothing more is revealed
            await self._at_desk().write(Act.CLOSE, patient=patient)

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
        self._state = state
        for watcher in tuple(self._watchers):
            watcher(state)


def _full_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
