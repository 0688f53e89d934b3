"""Bad weather on the wire: silence, closed connections, torn and dripping bodies.

The server (``server.py``) hands ``hang_up`` to every request, which closes the connection's transport. Without it,
in a test that has no socket, a closed connection is a ``ConnectionResetError``.
"""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from viewer.sandbox.faults import Fault
from viewer.sandbox.fhir.outcome import outcome
from viewer.sandbox.fhir.reply import Reply
from viewer.sandbox.forecast import Meets
from viewer.sandbox.weather import Weather

_TICK = 0.1  # seconds
_PIECES = 20
_PROXY = b'{"resourceType":"Bundle","type":"searchset","entry":[{"resource":<html>'
_STATUS = {
    "500": (500, "exception"),
    "502": (502, "transient"),
    "503": (503, "transient"),
    "504": (504, "timeout"),
    "429": (429, "throttled"),
}


async def before(weather: Weather, meets: Meets, moment: datetime) -> Response | None:
    """What happens instead of an answer; None when there will be one. Waits, when the facility is slow.

    ``moment`` is what the facility's own clock shows.
    """
    fault = meets.fault
    await weather.pause(meets.delay)
    if fault.kind == "slow":
        await weather.pause(fault.seconds)
    if fault.kind == "timeout":
        return _Silence(weather)
    if fault.kind == "unreachable":
        return _HangUp()
    if fault.kind in _STATUS:
        status, issue = _STATUS[fault.kind]
        later = _later(weather.scaled(fault.seconds), meets.later, moment) if status == 429 else {}
        return JSONResponse(outcome(issue, "bad weather"), status, later, "application/fhir+json")
    return None


def _later(seconds: float, how: str, moment: datetime) -> dict[str, str]:
    """A Retry-After header (RFC 9110 section 10.2.3)."""
    if how == "date":
        told = moment.astimezone(UTC) + timedelta(seconds=seconds)
        return {"Retry-After": format_datetime(told.replace(microsecond=0), usegmt=True)}
    return {"Retry-After": str(max(0, round(seconds)))} if how else {}


def after(weather: Weather, meets: Meets, whole: Reply) -> Response:
    """The answer, torn when the fault is of that kind."""
    fault = meets.fault
    if fault.kind == "cut":
        return _Cut(whole)
    if fault.kind == "drip":
        return _Drip(weather, fault, whole)
    if fault.kind in {"bad-json", "torn"}:
        # Whole on the wire, gzip undone, and not JSON: a proxy's page in place of the body's end, or no end at all.
        headers = {name: value for name, value in whole.headers.items() if name != "Content-Encoding"}
        packed = "Content-Encoding" in whole.headers
        plain = gzip.decompress(whole.body) if packed else whole.body
        body = plain[: len(plain) * 2 // 3] if fault.kind == "torn" else _PROXY
        return Response(body, 200, headers)
    if meets.rate:
        seconds = meets.first_byte + len(whole.body) / meets.rate
        pieces = max(1, min(_PIECES, len(whole.body)))
        return _Drip(weather, Fault("drip", seconds, meets.first_byte, pieces), whole)
    return whole.response()


class _Silence(Response):
    """Takes the request and says nothing until the other side gives up."""

    def __init__(self, weather: Weather) -> None:
        super().__init__()
        self._weather = weather

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = asyncio.ensure_future(_gone(receive))
        try:
            while not gone.done() and not self._weather.closing:
                await asyncio.wait({gone}, timeout=_TICK)
        finally:
            gone.cancel()
        if self._weather.closing:
            await _hang_up(scope, receive)


class _HangUp(Response):
    """Closes the connection without a word."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _hang_up(scope, receive)


class _Cut(Response):
    """Promises the whole body, sends half of it, closes."""

    def __init__(self, whole: Reply) -> None:
        super().__init__(whole.body, whole.status, whole.headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        half = bytes(self.body[: len(self.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await _hang_up(scope, receive)


class _Drip(Response):
    """Sends headers, then the body in pieces over a long time."""

    def __init__(self, weather: Weather, fault: Fault, whole: Reply) -> None:
        super().__init__(whole.body, whole.status, whole.headers)
        self._weather = weather
        self._fault = fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._weather.pause(self._fault.headers_seconds)
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        body = bytes(self.body)
        size = max(1, -(-len(body) // self._fault.pieces))
        pieces = [body[start : start + size] for start in range(0, len(body), size)] or [b""]
        between = max(0.0, self._fault.seconds - self._fault.headers_seconds) / len(pieces)
        for index, piece in enumerate(pieces):
            await self._weather.pause(between)
            last = index == len(pieces) - 1
            await send({"type": "http.response.body", "body": piece, "more_body": not last})


async def _hang_up(scope: Scope, receive: Receive) -> None:
    hang_up: Callable[[], None] | None = (scope.get("state") or {}).get("hang_up")
    if hang_up is None:
        raise ConnectionResetError("the sandbox closed the connection")
    hang_up()
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(_gone(receive), 5)


async def _gone(receive: Callable[[], Awaitable[object]]) -> None:
    """Until the connection is closed."""
    while True:
        message = await receive()
        if isinstance(message, dict) and message.get("type") == "http.disconnect":
            return
