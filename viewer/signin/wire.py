"""The few requests of a sign-in: small JSON documents, bounded, never redirected, errors without addresses."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from viewer.signin.errors import ProviderUnreachable, ProviderUnsuited

_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}
_BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """How long and how much. ``browser``, ``answer`` and ``leeway`` are seconds, ``document`` bytes."""

    browser: float = 300  # until somebody comes back from the browser
    answer: float = 20  # one request to the provider, all of it
    leeway: float = 60  # how far its clock and ours may be apart
    document: int = 256 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """Status and whole body of an answer below 500."""

    status: int
    body: bytes


async def get_document(http: httpx.AsyncClient, url: str, limits: SignInLimits, what: str) -> bytes:
    """A document that must be there (200); ``what`` names it in errors: "smart", "openid", "jwks".

    Raises:
        ProviderUnreachable: no answer, too late, or 5xx.
        ProviderUnsuited: any other status, a redirect among them, or too long.
    """
    reply = await _ask(http, "GET", url, None, limits, what)
    if reply.status != httpx.codes.OK:
        raise ProviderUnsuited(f"{what}-status-{reply.status}")
    return reply.body


async def post_form(
    http: httpx.AsyncClient, url: str, form: Mapping[str, str], limits: SignInLimits, what: str
) -> Reply:
    """Send a form and give back what was said, refusals included.

    Raises:
        ProviderUnreachable: no answer, too late, 5xx, or "too many".
        ProviderUnsuited: too long, or a redirect: a form with a secret in it follows none.
    """
    reply = await _ask(http, "POST", url, form, limits, what)
    if httpx.codes.is_redirect(reply.status):
        raise ProviderUnsuited(f"{what}-redirect")
    return reply


async def _ask(
    http: httpx.AsyncClient,
    method: str,
    url: str,
    form: Mapping[str, str] | None,
    limits: SignInLimits,
    what: str,
) -> Reply:
    body = bytearray()
    try:
        async with (
            asyncio.timeout(limits.answer),
            http.stream(method, url, data=form, headers=_HEADERS, follow_redirects=False) as response,
        ):
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > limits.document:
                    raise ProviderUnsuited(f"{what}-too-long")
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
        # from None: httpx writes the address, and so the state or the code, into its own errors.
        raise ProviderUnreachable(what) from None
    if response.status_code >= 500 or response.status_code in _BUSY:
        raise ProviderUnreachable(f"{what}-status-{response.status_code}")
    return Reply(response.status_code, bytes(body))
