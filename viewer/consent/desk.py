"""The consent desk: look for an earlier consent, ask the patient, wait for the answer, watch it while a record is open.

The only place where a Permit is made.
"""

import asyncio
import random
from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta

from viewer.base.clock import Clock
from viewer.base.opaque import Opaque
from viewer.base.settings import Profile
from viewer.consent.answers import Answer, ConsentRequest, Ended, Outcome, Rhythm
from viewer.consent.asking import encoded, proposal, taken_back
from viewer.consent.errors import RequestNotTaken
from viewer.consent.grant import TREATMENT, Consented, NotConsented, Reading
from viewer.consent.moments import begins, ends
from viewer.consent.reading import read
from viewer.consent.shape import CodeIdentifier, Consent
from viewer.consent.weighing import Context
from viewer.exchange import errors
from viewer.exchange.client import Answer as HttpAnswer
from viewer.exchange.client import ExchangeClient, Sleep
from viewer.exchange.directory import Facility
from viewer.exchange.pages import Search, pages
from viewer.exchange.permit import Permit, Receipt
from viewer.exchange.shapes import Shape, fit
from viewer.signin.errors import ProviderUnreachable
from viewer.signin.people import Clinician, Post

_CODE_LASTS = timedelta(minutes=6)  # when the exchange does not say
_GONE = (403, 404, 410)
# What passes by itself; a provider that is down renews no token, which says nothing of the consent.
_PASSING = (errors.Unreachable, errors.TimedOut, errors.ServerFailed, errors.Busy, ProviderUnreachable)


class ConsentDesk:
    """One per signed-in session. ``facilities`` is the directory by hcode (exchange.query.facilities)."""

    def __init__(
        self,
        client: ExchangeClient,
        profile: Profile,
        facilities: Mapping[str, Facility],
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
        rhythm: Rhythm | None = None,
        chance: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._client = client
        self._profile = profile
        self._facilities = {f.organization: f for f in facilities.values() if f.organization}
        self._clock = clock
        self._sleep = sleep
        self._rhythm = rhythm or Rhythm()
        self._chance = chance
        self._behind: dict[
            Opaque, Consented
        ] = {}  # what each Permit was made from, to hold the next look against

    async def earlier(self, patient: Opaque, post: Post, types: Iterable[str]) -> Consented | None:
        """What this post was allowed before and still is: the widest of several, the longest of equals.

        Raises:
            ExchangeError: the exchange did not say.
        """
        parameters = (("patient", patient.reveal()), ("status", "active"))
        context = self._context(patient, post, frozenset(types))
        found: list[Consented] = []
        search = Search(self._client.base, "Consent", parameters)
        async with aclosing(pages(self._client, search)) as received:
            async for part in received:
                readings = (_read(entry.raw, context) for entry in part.page.entries)
                found += [reading for reading in readings if isinstance(reading, Consented)]
        return max(found, key=lambda one: (len(one.types), _places(one), one.until), default=None)

    async def request(
        self, patient: Opaque, post: Post, clinician: Clinician, types: Iterable[str], until: datetime
    ) -> ConsentRequest:
        """Ask the patient for these types until then, from every facility that knows them.

        Raises:
            ExchangeError: it could not be sent, or was refused.
            RequestNotTaken: it was taken, but there is no code to show.
        """
        now, wanted = self._clock.now(), frozenset(types)
        sent = proposal(patient, post, clinician, wanted, now, until)
        answer = await self._client.write("POST", self._client.at("Consent"), encoded(sent))
        consent = fit(answer.body, Consent)
        code = self._code(consent) if consent is not None else None
        if consent is None or not consent.id or code is None or not code.value:
            raise RequestNotTaken("the exchange gave no code to show")
        link, code_until = self._link(consent, code)
        return ConsentRequest(
            Opaque(consent.id),
            patient,
            post,
            wanted,
            until,
            now,
            code.value,
            link,
            code_until or now + _CODE_LASTS,
            sent,
        )

    async def wait(self, request: ConsentRequest) -> Outcome:
        """Look again and again until the patient has answered or the code has run out.

        A connection that fails meanwhile is no answer; we go on looking. Cancelling this ends the looking only.

        Raises:
            Refused: the exchange does not let us look.
        """
        context = self._context(request.patient, request.post, request.types, request.until)
        etag = ""
        while True:
            over = self._clock.now() >= request.code_until
            answer = await self._look(request.id, etag)
            if answer is not None and answer.status in _GONE:
                return Outcome(Answer.INACTIVE)
            if answer is not None and answer.status != 304:
                etag = answer.etag
                outcome = _outcome(answer.body, context.at(self._clock.now()))
                if outcome is not None:
                    return outcome
            if over:
                return Outcome(Answer.EXPIRED)
            await self._until_next_look(request)

    async def cancel(self, request: ConsentRequest) -> bool:
        """Take the request back, as well as the exchange lets us; False when it did not. Never raises ExchangeError."""
        try:
            url = self._client.at("Consent", request.id.reveal())
            await self._client.write("PUT", url, taken_back(request.sent, request.id))
        except errors.ExchangeError:
            return False
        return True

    def permit(self, consented: Consented, receipt: Receipt) -> Permit:
        """Leave to read, for what the patient allowed and was written down."""
        self._behind[consented.id] = consented
        return Permit(
            consented.id,
            consented.patient,
            TREATMENT,
            consented.until,
            consented.grants,
            consented.types,
            receipt,
        )

    async def watch(self, permit: Permit, heard: Callable[[bool], None] = lambda _: None) -> Ended:
        """Return when the record must be closed: the consent was withdrawn or made smaller, or its time is over.

        While the exchange, or the provider of our token, cannot be reached the permit stands until its end;
        ``heard`` is told after each look whether an answer came.

        Raises:
            ExchangeError, or the session's own error: looking is no longer possible (the session was revoked, the
                exchange refuses); close the record.
            KeyError: a permit that this desk did not make.
        """
        behind, etag = self._behind[permit.consent], ""
        context = self._context(behind.patient, behind.post, behind.wanted)
        while True:
            left = (permit.until - self._clock.now()).total_seconds()
            if left <= 0:
                return Ended.EXPIRED
            await self._sleep(min(left, self._varied(self._rhythm.watching)))
            answer = await self._look(permit.consent, etag)
            heard(answer is not None)
            if answer is None or answer.status == 304:
                continue
            etag = answer.etag
            reading = _read(answer.body, context.at(self._clock.now()))
            if not isinstance(reading, Consented) or not reading.covers(behind):
                over = self._clock.now() >= permit.until
                return Ended.EXPIRED if over else Ended.WITHDRAWN

    def _context(
        self, patient: Opaque, post: Post, wanted: frozenset[str], until: datetime | None = None
    ) -> Context:
        return Context(patient, post, wanted, self._facilities, self._clock.now(), until)

    async def _look(self, consent: Opaque, etag: str) -> HttpAnswer | None:
        """The Consent, or None when it cannot be seen just now. One that is gone reads as an empty answer.

        Raises:
            ExchangeError: anything that will not pass by itself.
        """
        try:
            return await self._client.get(self._client.at("Consent", consent.reveal()), etag=etag)
        except _PASSING:
            return None
        except errors.Refused as error:
            if error.status not in _GONE:
                raise
            return HttpAnswer(error.status, b"")

    async def _until_next_look(self, request: ConsentRequest) -> None:
        waited = (self._clock.now() - request.asked).total_seconds()
        pace = self._rhythm.soon if waited < self._rhythm.later_after else self._rhythm.later
        left = (request.code_until - self._clock.now()).total_seconds()
        await self._sleep(max(0.0, min(left, self._varied(pace))))

    def _varied(self, seconds: float) -> float:
        return seconds * self._chance(1 - self._rhythm.spread, 1 + self._rhythm.spread)

    def _code(self, consent: Consent) -> CodeIdentifier | None:
        system = self._profile.consent_code_system
        return next((one for one in consent.identifier or [] if one.system == system and one.value), None)

    def _link(self, consent: Consent, code: CodeIdentifier) -> tuple[Opaque | None, datetime | None]:
        """The link and the code's end, as extensions of the identifier or of the Consent, or as its period."""
        link, code_until = None, ends(code.period.end) if code.period and code.period.end else None
        for extension in (*(consent.extension or ()), *(code.extension or ())):
            if extension.url == self._profile.consent_link and extension.value_url:
                link = Opaque(extension.value_url)
            elif extension.url == self._profile.consent_code_until and extension.value_date_time:
                code_until = begins(extension.value_date_time)
        return link, code_until


def _read(raw: bytes, context: Context) -> Reading:
    consent = fit(raw, Consent)
    return read(consent, context) if consent is not None else NotConsented(("not-understood",))


def _outcome(body: bytes, context: Context) -> Outcome | None:
    """What a Consent says while we wait for it; None = no answer yet."""
    status = _status(body)
    if status in ("proposed", ""):  # without one it is no Consent: look again
        return None
    if status != "active":
        return Outcome(Answer.REJECTED if status == "rejected" else Answer.INACTIVE)
    reading = _read(body, context)
    if isinstance(reading, NotConsented):
        return Outcome(Answer.NOTHING_GRANTED, reasons=reading.reasons)
    return Outcome(Answer.NARROWED if reading.narrowed else Answer.ACTIVE, reading, reading.reasons)


class _Status(Shape):
    """Read apart from the rest: a Consent we don't understand still has a status."""

    status: str | None = None


def _status(body: bytes) -> str:
    shape = fit(body, _Status)
    return (shape.status if shape else "") or ""


def _places(consented: Consented) -> int:
    return sum(grant.permitted for grant in consented.grants)
