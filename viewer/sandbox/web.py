"""Reading forms and answering pages: what sign-in, the phone and the FHIR endpoints share."""

from datetime import UTC
from email.utils import format_datetime
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FormUnreadable

FORM = "application/x-www-form-urlencoded"
_LONGEST = 1024 * 1024  # bytes of a form
_FIELDS = 500

Pairs = list[tuple[str, str]]


async def read_form(request: Request) -> Pairs:
    """The fields of a urlencoded body in their order; empty values count.

    Raises:
        FormUnreadable: another content type, more than 1 MiB, not UTF-8, or broken.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise FormUnreadable(f"the body must be {FORM}")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST:
            raise FormUnreadable("the body is too long")
    try:
        return parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except ValueError as error:
        raise FormUnreadable("the body is not a urlencoded form in UTF-8") from error


def query_pairs(request: Request) -> Pairs:
    """The parameters of the URL in their order; empty values count."""
    return parse_qsl(request.url.query, keep_blank_values=True)


def once(pairs: Pairs, name: str) -> str:
    """The value of a field, "" when it is absent.

    Raises:
        FormUnreadable: when it stands there twice.
    """
    values = [value for key, value in pairs if key == name]
    if len(values) > 1:
        raise FormUnreadable(f"{name} must not stand there twice")
    return values[0] if values else ""


def page(html: str, *, status: int = 200, form_targets: str = "'self'") -> HTMLResponse:
    """A page that no cache keeps, no frame holds and no script runs in."""
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {form_targets}"
    )
    return HTMLResponse(
        html,
        status_code=status,
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def gone(_: Request, __: Exception) -> Response:
    """The client left in the middle of its request: nobody is told anything."""
    return Response(status_code=400)


class Dated:
    """Gives every answer a Date by the sandbox's clock, unless it brings one of its own (RFC 9110 section 6.6.1)."""

    def __init__(self, app: ASGIApp, clock: SandboxClock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on."""

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                now = format_datetime(self._clock.now().astimezone(UTC), usegmt=True)
                MutableHeaders(scope=message).setdefault("Date", now)
            await send(message)

        await self._app(scope, receive, dated)
