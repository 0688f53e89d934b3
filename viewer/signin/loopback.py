"""The place the browser comes back to: one port on 127.0.0.1, for one answer (RFC 8252 7.3 and 8.3)."""

import asyncio
import contextlib
import hmac
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from viewer.base.opaque import Opaque
from viewer.signin import page
from viewer.signin.errors import SignInTimedOut

_PATH = "/callback"
_HEAD = 16 * 1024  # bytes of a request's head; codes are short, browsers' headers are not
_PATIENCE = 10.0  # seconds for one head to arrive: browsers open connections ahead and leave them silent
_VISITORS = 16
_REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed"}


@dataclass(frozen=True, slots=True)
class Answer:
    """The authorization response (RFC 6749 4.1.2, RFC 9207): a code, or an error, and who says so."""

    code: Opaque | None
    error: str
    issuer: str | None


class _Unacceptable(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Loopback:
    """Listens from ``async with`` on until its block is left; leaving it by cancellation is how it is cancelled.

    A request with another state, path, method or Host is refused and the wait goes on: a page that the clinician
    happens to have open must not be able to end a sign-in. The right state is taken once.
    """

    def __init__(self, state: Opaque) -> None:
        self._state = state.reveal().encode()
        self._spent = False
        self._answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._visits: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._admit, "127.0.0.1", 0, limit=_HEAD)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server:
            self._server.close()
        visits = tuple(self._visits)
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        if self._server:
            await self._server.wait_closed()
        self._answer.cancel()

    @property
    def redirect_uri(self) -> str:
        """Where the provider is to send the browser."""
        return f"http://127.0.0.1:{self._port}{_PATH}"

    async def answer(self, seconds: float) -> Answer:
        """Wait for the browser.

        Raises:
            SignInTimedOut: it did not come in time.
        """
        try:
            async with asyncio.timeout(seconds):
                return await self._answer
        except TimeoutError:
            raise SignInTimedOut("browser") from None

    def _admit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._visits) >= _VISITORS:
            writer.transport.abort()
            return
        visit = asyncio.get_running_loop().create_task(self._receive(reader, writer), name="loopback-visit")
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answer: Answer | None = None
        try:
            async with asyncio.timeout(_PATIENCE):
                head = await reader.readuntil(b"\r\n\r\n")
            answer = self._judge(head)
            await _respond(writer, 200, page.ANSWERED)
        except _Unacceptable as refusal:
            await _respond(writer, refusal.status, page.REFUSED)
        except asyncio.LimitOverrunError:
            await _respond(writer, 400, page.REFUSED)
        except (TimeoutError, asyncio.IncompleteReadError, OSError):
            pass  # went away, or never said anything
        finally:
            writer.close()
        if answer and not self._answer.done():
            self._answer.set_result(answer)

    def _judge(self, head: bytes) -> Answer:
        """The answer in a request, or the status it is refused with."""
        try:
            request, *headers = head.decode("ascii").split("\r\n")
            method, target, version = request.split(" ")
            where = urlsplit(target)
        except ValueError:
            raise _Unacceptable(400) from None
        if not version.startswith("HTTP/1.") or not self._is_for_us(headers):
            raise _Unacceptable(400)
        if where.path != _PATH or where.netloc:
            raise _Unacceptable(404)
        if method != "GET":
            raise _Unacceptable(405)
        return self._take(where.query)

    def _is_for_us(self, headers: list[str]) -> bool:
        """Whether Host names this very port: a name rebound to 127.0.0.1 does not."""
        hosts = [
            value.strip() for name, _, value in (h.partition(":") for h in headers) if name.lower() == "host"
        ]
        return hosts == [f"127.0.0.1:{self._port}"]

    def _take(self, query: str) -> Answer:
        try:
            pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=20)
        except ValueError:
            raise _Unacceptable(400) from None
        values = dict(pairs)
        ours = hmac.compare_digest(values.get("state", "").encode(), self._state)
        # RFC 6749 3.1: no parameter more than once. Either a code or an error, never both.
        if (
            len(values) != len(pairs)
            or not ours
            or self._spent
            or bool(values.get("code")) == bool(values.get("error"))
        ):
            raise _Unacceptable(400)
        self._spent = True
        code = values.get("code")
        return Answer(Opaque(code) if code else None, values.get("error", ""), values.get("iss"))


async def _respond(writer: asyncio.StreamWriter, status: int, body: bytes) -> None:
    head = (
        f"HTTP/1.1 {status} {_REASONS[status]}\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\n"
        f"Content-Security-Policy: {page.POLICY}\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n"
    )
    with contextlib.suppress(OSError):
        writer.write(head.encode("ascii") + body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
