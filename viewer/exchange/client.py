"""One request to the exchange: token only where it may go, bounded in time and bytes, repeated when that is safe.

Addresses hold resource ids, so nothing here says one: errors carry a request number, which is also sent along
(``X-Request-Id``) so that the exchange's people can find the request in their own books.
"""

import asyncio
import logging
import random
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urlencode

import httpx

from viewer.base.clock import Clock
from viewer.base.opaque import Opaque
from viewer.base.settings import Limits
from viewer.exchange import errors
from viewer.exchange.gate import Gate, Turn
from viewer.exchange.leaving import leaving_clean
from viewer.exchange.origins import Origins
from viewer.exchange.pools import FACILITY, Pools
from viewer.exchange.shapes import Outcome, fit
from viewer.signin.places import Origin

FHIR_JSON = "application/fhir+json"
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # read aloud on the telephone: no 0/o, 1/l/i
_PATIENCE = 30.0  # the longest Retry-After we wait for, seconds
_RETRIED = frozenset({502, 503, 504})
_BUSY_ROUNDS = 5

_FORM = "application/x-www-form-urlencoded"
# Gzip is unpacked 64 KB at a time, which is 64 MB at most; gzip within gzip could be any size at all.
_PACKED = ("", "identity", "gzip", "x-gzip")
_DESK = Turn()

Sleep = Callable[[float], Awaitable[None]]


class Bearer(Protocol):
    """Who holds the access token (signin). Both may raise its own errors when the session is over."""

    async def bearer(self) -> Opaque:
        """A token that is good now."""
        ...

    async def renewed(self, after: Opaque) -> Opaque:
        """A newer token than ``after``, which was refused."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask. Reads may be asked again after a broken connection; writes are sent once."""

    method: str
    url: Opaque
    form: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)
    headers: tuple[tuple[str, str], ...] = ()
    turn: Turn = _DESK
    read: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """2xx, or 304. ``whole`` is False when the connection broke inside the body and what came is all there is."""

    status: int
    body: bytes = field(repr=False)
    etag: str = ""
    whole: bool = True
    reference: str = ""
    date: str = ""  # as the server's clock says (RFC 9110, 6.6.1)


@dataclass(slots=True)
class _Reply:
    status: int
    headers: httpx.Headers
    body: bytes
    whole: bool = True


class _Broken(Exception):
    """The connection could not be made or broke; asking again may help."""


def build_http(limits: Limits) -> httpx.AsyncClient:
    """The connection pool, made once. Blocks for about 0.2 s (TLS): call it through ``asyncio.to_thread``.

    The environment is not trusted: a proxy variable would carry loopback traffic out, a .netrc would replace
    our token. httpx's own log lines hold addresses and are switched off.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).disabled = True
    return httpx.AsyncClient(
        timeout=httpx.Timeout(limits.silence, connect=limits.connect, pool=None),
        # A little over what the gate lets through.
        transport=Pools(limits.in_all + 4, limits.per_facility),
        follow_redirects=False,
        trust_env=False,
    )


class ExchangeClient:
    """Everything said to the exchange goes through one of these; one per signed-in session."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        bearer: Bearer,
        origins: Origins,
        base: str,
        limits: Limits,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._http = http
        self._bearer = bearer
        self._origins = origins
        self._base = base.rstrip("/")
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._gate = Gate(limits.in_all, limits.per_facility, limits.pace)

    @property
    def base(self) -> Opaque:
        """The exchange's FHIR base, without a slash at its end."""
        return Opaque(self._base)

    def at(self, *path: str) -> Opaque:
        """An address under the exchange's base: ``at("Consent", id)``."""
        return Opaque("/".join((self._base, *path)))

    def origin(self, url: Opaque) -> Origin:
        """The origin of an allowed address.

        Raises:
            OriginRefused: not one of the profile's.
        """
        return self._origins.check(url)

    def allows(self, url: Opaque) -> bool:
        """Whether the profile lets our token go there."""
        return self._origins.allows(url)

    async def get(self, url: Opaque, *, etag: str = "", turn: Turn | None = None) -> Answer:
        """Read one address; with ``etag`` the answer may be 304 with no body.

        Raises:
            ExchangeError: as ``ask``.
        """
        headers = (("If-None-Match", etag),) if etag else ()
        return await self.ask(Request("GET", url, headers=headers, turn=turn or _DESK))

    async def write(self, method: str, url: Opaque, resource: bytes, *, etag: str = "") -> Answer:
        """POST or PUT one resource, sent once; with ``etag`` only if it is still that version.

        Raises:
            ExchangeError: as ``ask``.
        """
        headers = (("Prefer", "return=representation"), *((("If-Match", etag),) if etag else ()))
        return await self.ask(Request(method, url, body=resource, headers=headers, read=False))

    async def ask(self, request: Request) -> Answer:
        """Send a request and wait for all of its answer.

        Raises:
            ExchangeError: one of its tree; whatever the bearer raises passes through.
        """
        self._origins.check(request.url)
        reference = _number()
        token = await self._bearer.bearer()
        renewed, attempt, busy = False, 0, 0
        while True:
            last = attempt >= self._limits.retries or not request.read
            try:
                reply = await self._once(request, token, reference, last)
            except _Broken:
                if last:
                    raise errors.Unreachable("no connection, or it broke", reference) from None
                await self._pause(attempt)
                attempt += 1
                continue
            if reply.status == 401 and not renewed:
                token, renewed = await self._bearer.renewed(token), True
            elif reply.status == 429 and busy < _BUSY_ROUNDS:
                busy += 1
                await self._obey(reply, busy, reference)
            elif reply.status in _RETRIED and not last:
                await self._pause(attempt)
                attempt += 1
            else:
                return _judge(reply, reference)

    async def _once(self, request: Request, token: Opaque, reference: str, last: bool) -> _Reply:
        headers = {
            "Accept": FHIR_JSON,
            "Accept-Encoding": "gzip",
            "Authorization": f"Bearer {token.reveal()}",
            "X-Request-Id": reference,
            **dict(request.headers),
        }
        if request.form or request.body:
            headers.setdefault("Content-Type", _FORM if request.form else FHIR_JSON)
        async with self._gate.turn(request.turn):
            try:
                return await leaving_clean(self._exchange(request, headers, reference, last))
            except (httpx.NetworkError, httpx.ProtocolError):
                raise _Broken from None
            except httpx.ConnectTimeout:
                raise errors.Unreachable("no connection in time", reference) from None
            except httpx.TimeoutException:
                raise errors.TimedOut("silent for too long", reference) from None
            except httpx.DecodingError:
                raise errors.NotJson("the body's encoding is broken", reference) from None
            except (httpx.HTTPError, httpx.InvalidURL):
                raise errors.Unreachable("the request could not be sent", reference) from None

    async def _exchange(
        self, request: Request, headers: dict[str, str], reference: str, last: bool
    ) -> _Reply:
        sending = self._http.stream(
            request.method,
            request.url.reveal(),
            content=urlencode(request.form).encode() or request.body or None,
            headers=headers,
            follow_redirects=False,
            extensions={FACILITY: request.turn.facility},
        )
        async with sending as response:
            body, until = bytearray(), self._clock.now() + timedelta(seconds=self._limits.facility)
            if response.headers.get("Content-Encoding", "").strip().lower() not in _PACKED:
                raise errors.NotJson("packed in a way that was not asked for", reference)
            try:
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > self._limits.page_bytes:
                        raise errors.TooLarge("more bytes than a page may have", reference)
                    if self._clock.now() > until:  # a byte now and then is never silent
                        raise errors.TimedOut("too slow to its end", reference)
            except (httpx.NetworkError, httpx.ProtocolError):
                if not (last and body and request.read and response.status_code == httpx.codes.OK):
                    raise
                return _Reply(response.status_code, response.headers, bytes(body), whole=False)
            return _Reply(response.status_code, response.headers, bytes(body))

    async def _pause(self, attempt: int) -> None:
        """About 0.3 s, then 0.6 s …, each its own, so that many who failed at once don't come back at once."""
        await self._sleep(0.3 * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311  not a secret

    async def _obey(self, reply: _Reply, rounds: int, reference: str) -> None:
        wanted = self._retry_after(reply.headers.get("Retry-After", ""), reply.headers.get("Date", ""))
        seconds = wanted if wanted is not None else 0.5 * 2**rounds
        if seconds > _PATIENCE:
            raise errors.Busy("asked to come back later than anyone waits", reference)
        await self._sleep(seconds + random.uniform(0, 0.2))  # noqa: S311  not a secret

    def _retry_after(self, text: str, sent: str) -> float | None:
        """Seconds of a Retry-After (RFC 9110, 10.2.3): a number, or a date by the clock that also wrote ``Date``."""
        if text.strip().isdecimal():
            return float(text)
        moment = _moment(text)
        if moment is None:
            return None
        return max(0.0, (moment - (_moment(sent) or self._clock.now())).total_seconds())


def _moment(text: str) -> datetime | None:
    """An HTTP date; None when it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _judge(reply: _Reply, reference: str) -> Answer:
    """The answer, or the error that its status means."""
    status = reply.status
    if status == httpx.codes.NOT_MODIFIED:
        return Answer(status, b"", reply.headers.get("ETag", ""), reference=reference)
    if 300 <= status < 400:
        raise errors.Redirected("answered with a redirect", reference)
    if 200 <= status < 300:
        kind = reply.headers.get("Content-Type", "").lower()
        if reply.body and kind and not any(word in kind for word in ("json", "text/plain", "octet-stream")):
            raise errors.NotJson("answered with something else than JSON", reference)
        tag, date = reply.headers.get("ETag", ""), reply.headers.get("Date", "")
        return Answer(status, reply.body, tag, reply.whole, reference, date)
    if status >= 500:
        raise errors.ServerFailed("the server failed", reference, status)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise errors.Busy("too many requests", reference)
    outcome = fit(reply.body, Outcome)
    kind_of_refusal = errors.SessionRefused if status == httpx.codes.UNAUTHORIZED else errors.Refused
    raise kind_of_refusal("refused", reference, status, outcome.codes if outcome else ())


def _number() -> str:
    """Eight characters to say on the telephone: ``k7f3-92qd``."""
    text = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{text[:4]}-{text[4:]}"
