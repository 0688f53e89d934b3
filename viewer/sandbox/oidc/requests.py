"""The authorization request: what is asked of the sign-in page, checked before anybody sees it.

RFC 6749 section 4.1.1, RFC 7636 (PKCE), RFC 8252 section 7.3 (loopback redirects), SMART App Launch 2.2 (``aud``).
"""

import json
import re
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FormUnreadable, OAuthRefusal
from viewer.sandbox.lots import Lots
from viewer.sandbox.store import Store
from viewer.sandbox.web import Pairs, once

CLIENT = "prawat-desktop"
LIFE = 600  # seconds a sign-in page waits for its person
_REDIRECT = re.compile(r"http://127\.0\.0\.1:([1-9]\d{0,4})/callback")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # BASE64URL of a SHA-256, RFC 7636 section 4.2
_ONCE = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "aud", "prompt", "max_age")


class NoRedirect(OAuthRefusal):
    """Client or redirect address are wrong, so nothing may be sent there (RFC 6749 section 4.1.2.1)."""


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """A checked authorization request."""

    redirect_uri: str
    state: str
    scope: str
    nonce: str
    challenge: str

    def answer(self, issuer: str, **values: str) -> str:
        """The loopback address with the answer; ``iss`` always rides along (RFC 9207)."""
        return f"{self.redirect_uri}?{urlencode({**values, 'state': self.state, 'iss': issuer})}"


def read_redirect(pairs: Pairs) -> str:
    """The address the answer goes to: the client's registered one on any port.

    Raises:
        NoRedirect: unknown client, or an address that was not registered.
    """
    try:
        client, address = once(pairs, "client_id"), once(pairs, "redirect_uri")
    except FormUnreadable as error:
        raise NoRedirect("invalid_request", str(error)) from error
    if client != CLIENT:
        raise NoRedirect("unauthorized_client", "this client is not registered here")
    match = _REDIRECT.fullmatch(address)
    if match is None or int(match[1]) > 65535:
        raise NoRedirect("invalid_request", "redirect_uri is not registered for this client")
    return address


def read_request(pairs: Pairs, redirect_uri: str, audience: str) -> SignInRequest:
    """Everything else of the request.

    Raises:
        OAuthRefusal: to be told to the client through the redirect.
    """
    given = {}
    try:
        for name in (
            *_ONCE,
            "code_challenge",
            "code_challenge_method",
            "response_mode",
            "request",
            "request_uri",
        ):
            given[name] = once(pairs, name)
    except FormUnreadable as error:
        raise OAuthRefusal("invalid_request", str(error)) from error
    _check(given, audience)
    return SignInRequest(
        redirect_uri, given["state"], given["scope"], given["nonce"], given["code_challenge"]
    )


def _check(given: dict[str, str], audience: str) -> None:
    rules = (
        (not given["request"], "request_not_supported", "request objects are not supported"),
        (not given["request_uri"], "request_uri_not_supported", "request_uri is not supported"),
        (given["response_type"] == "code", "unsupported_response_type", "response_type must be code"),
        (given["response_mode"] in {"", "query"}, "invalid_request", "response_mode must be query"),
        (bool(given["state"]), "invalid_request", "state is required"),
        (given["code_challenge_method"] == "S256", "invalid_request", "code_challenge_method must be S256"),
        (
            _CHALLENGE.fullmatch(given["code_challenge"]) is not None,
            "invalid_request",
            "code_challenge is not a SHA-256 in base64url",
        ),
        (
            given["aud"].rstrip("/") == audience,
            "invalid_request",
            "aud must be the FHIR base of this exchange",
        ),
        ("openid" in given["scope"].split(), "invalid_scope", "scope must hold openid"),
        ("none" not in given["prompt"].split(), "login_required", "nobody is signed in here beforehand"),
    )
    for fits, error, description in rules:
        if not fits:
            raise OAuthRefusal(error, description)


class Waiting:
    """Requests whose sign-in page is open, each for ten minutes and for one answer."""

    def __init__(self, store: Store, lots: Lots, clock: SandboxClock) -> None:
        self._store = store
        self._lots = lots
        self._clock = clock

    def keep(self, request: SignInRequest) -> str:
        """Keep a request; the opaque id that stands in the form."""
        key = self._lots.word("request")
        self._store.run(
            "insert into requests values (?, ?, ?)",
            key,
            json.dumps(asdict(request)),
            self._clock.epoch() + LIFE,
        )
        return key

    def take(self, key: str) -> SignInRequest | None:
        """The request, once; None when it is unknown, answered or too old."""
        row = self._store.one("delete from requests where id = ? returning body, until", key)
        if row is None or row["until"] <= self._clock.epoch():
            return None
        return SignInRequest(**json.loads(row["body"]))
