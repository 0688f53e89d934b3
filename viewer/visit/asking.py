"""Asking the patient, for one post: look for an earlier consent, send a request, wait for the answer, take it back."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from viewer.audit.event import Act
from viewer.base.errors import PrawatError
from viewer.consent.answers import Answer, ConsentRequest
from viewer.consent.desk import ConsentDesk
from viewer.consent.grant import Consented
from viewer.signin.people import Post
from viewer.signin.roles import BY_REFERENCE, DIRECTORY_TYPES, readable
from viewer.visit.chores import Chores
from viewer.visit.desk import Desk
from viewer.visit.states import Asking, Candidate, Consenting
from viewer.visit.steps import Steps

ASKED_FOR = timedelta(hours=2)  # how long a record may be read, down to the full hour
_ENDINGS = {
    Answer.REJECTED: Asking.REFUSED,
    Answer.NOTHING_GRANTED: Asking.REFUSED,
    Answer.INACTIVE: Asking.REFUSED,
    Answer.EXPIRED: Asking.EXPIRED,
}
Opener = Callable[[int, Candidate, Consented], Awaitable[None]]


class Asker:
    """Made when a post is chosen. Publishes how far the asking has come; ``opener`` is called with the answer yes."""

    def __init__(
        self,
        desk: Desk,
        post: Post,
        consents: ConsentDesk,
        steps: Steps,
        chores: Chores,
        publish: Callable[[Consenting], None],
        opener: Opener,
    ) -> None:
        self.desk, self.post, self.consents = desk, post, consents
        self._steps, self._chores = steps, chores
        self._publish, self._opener = publish, opener
        self._types = readable(desk.role, desk.session.granted_scopes) - DIRECTORY_TYPES - BY_REFERENCE
        self._request: ConsentRequest | None = None

    async def open_or_ask(self, step: int, candidate: Candidate) -> None:
        """Open at once when consent stands, otherwise ask for it; an earlier request counts no more.

        Raises:
            PrawatError, Overtaken: nothing was opened and nobody asked.
        """
        await self._chores.stop("consent")
        looking = self.consents.earlier(candidate.patient, self.post, self._types)
        earlier = await self._steps.part(step, looking)
        if earlier is None:
            self.take_back()
            await self._ask(step, candidate)
        else:
            await self._opener(step, candidate, earlier)

    async def leave(self) -> None:
        """Nobody is waited for any more; a request under way is taken back."""
        await self._chores.stop("consent")
        self.take_back()

    def take_back(self) -> None:
        """Tell the exchange, in the background, that the request under way counts no more."""
        request, self._request = self._request, None
        if request is not None:
            self._chores.start("take back", self._tell_taken_back(request))

    def opened(self) -> None:
        """The record stands open: there is nothing to take back any more."""
        self._request = None

    async def _ask(self, step: int, candidate: Candidate) -> None:
        now = self.desk.clock.now()
        waiting = Consenting(
            self.desk.clinician, self.post, self.desk.posts, candidate, Asking.SENDING, now,
            until=_full_hour(now + ASKED_FOR), types=tuple(sorted(self._types)),
        )  # fmt: skip
        self._publish(waiting)
        with self._steps.telling(step, lambda code: self._publish(failed(waiting, code))):
            await self._steps.part(step, self.desk.write(Act.ASK_CONSENT, patient=candidate.patient))
            request = await self._steps.part(step, self._send(step, waiting))
            waiting = replace(
                waiting,
                stage=Asking.WAITING,
                code=request.code,
                link=request.link,
                code_until=request.code_until,
            )
            self._publish(waiting)
            self._chores.start("consent", self._wait(step, waiting, request))

    async def _send(self, step: int, asking: Consenting) -> ConsentRequest:
        """Send the request. If this person was left meanwhile, it is taken back as soon as it can be named."""
        assert asking.until is not None  # noqa: S101 - set by the only caller
        request = await self.consents.request(
            asking.candidate.patient, self.post, self.desk.clinician, self._types, asking.until
        )
        self._request = request
        if not self._steps.stands(step):
            self.take_back()
        return request

    async def _wait(self, step: int, waiting: Consenting, request: ConsentRequest) -> None:
        with self._steps.telling(step, lambda code: self._publish(failed(waiting, code))):
            outcome = await self.consents.wait(request)
            if outcome.consented is None:
                with suppress(
                    PrawatError
                ):  # nothing is revealed by it: a "no" is obeyed also where it cannot be kept
                    await self.desk.write(
                        Act.CONSENT_ANSWERED, patient=waiting.candidate.patient, detail=outcome.answer.value
                    )
            if outcome.consented is not None:
                await self._opener(step, waiting.candidate, outcome.consented)
            elif self._steps.stands(step):
                self._request = None  # answered: there is nothing to take back
                self._publish(
                    replace(waiting, stage=_ENDINGS[outcome.answer], complaint=outcome.answer.value)
                )

    async def _tell_taken_back(self, request: ConsentRequest) -> None:
        with suppress(PrawatError):  # unheard, its code runs out by itself
            await self.consents.cancel(request)


def sending(state: Consenting) -> Consenting:
    """The same person is asked anew; the old code is not shown any more."""
    return replace(state, stage=Asking.SENDING, code="", link=None, code_until=None, complaint="")


def failed(state: Consenting, code: str) -> Consenting:
    """It could not be asked, or not be opened."""
    return replace(state, stage=Asking.FAILED, code="", link=None, code_until=None, complaint=code)


def _full_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
