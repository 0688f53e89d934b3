"""A small OpenID provider with a SMART exchange before it, for ``httpx.MockTransport``: keeps state, has real keys.

Every fault a test wants is one changed field: a document's, a claim's, an answer's. What is not changed is right.
"""

import asyncio
import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from viewer.base.clock import Clock
from viewer.base.settings import Profile

BASE = "https://exchange.example/fhir"
ISSUER = "https://id.example"
CLIENT = "prawat-desktop"
ABSENT = object()


@cache
def rsa() -> RSAKey:
    """One key for all tests: making one takes a tenth of a second."""
    return RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})


@cache
def elliptic() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": "ec-1", "use": "sig", "alg": "ES256"})


def profile(**changes: object) -> Profile:
    """The profile of a site of this exchange."""
    fields: dict[str, object] = {
        "name": "test",
        "title": "Test",
        "base": BASE,
        "issuer": ISSUER,
        "client_id": CLIENT,
        "origins": ("https://exchange.example",),
    }
    return Profile.model_validate(fields | changes)


def with_changes(fields: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The fields with the changed ones replaced and the ABSENT ones left out."""
    return {name: value for name, value in (fields | changes).items() if value is not ABSENT}


@dataclass
class OpenIdProvider:
    """Answers ``handle`` as a provider and its exchange would, and ``authorize`` as its sign-in page."""

    clock: Clock
    smart: dict[str, Any] = field(default_factory=dict)
    openid: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)  # of the token answer
    answer: dict[str, Any] = field(default_factory=dict)  # of the redirect
    algorithm: str = "RS256"
    published: list[dict[str, Any]] | None = None  # the JWKS; default: both public keys
    rotates: bool = True
    bend: Callable[[str], str] = str  # what happens to an id_token under way
    # What happened, for tests to look at
    asked: dict[str, str] = field(default_factory=dict)  # the last authorization request
    forms: list[dict[str, str]] = field(default_factory=list)  # every token request
    revoked: list[str] = field(default_factory=list)
    jwks_asked: int = 0
    refresh: str = ""
    spent: set[str] = field(default_factory=set)
    knocked: asyncio.Event = field(default_factory=asyncio.Event)  # a token request has come
    gate: asyncio.Event | None = None  # token answers wait for it
    broken: int = 0  # so many token requests are answered 503
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """The transport."""
        where = f"{request.url.scheme}://{request.url.netloc.decode()}{request.url.path}"
        if where == f"{BASE}/.well-known/smart-configuration":
            return httpx.Response(200, json=with_changes(self._smart(), self.smart))
        if where == f"{ISSUER}/.well-known/openid-configuration":
            return httpx.Response(200, json=with_changes(self._openid(), self.openid))
        if where == f"{ISSUER}/jwks":
            return self._jwks()
        form = dict(parse_qsl(request.content.decode(), strict_parsing=True))
        if where == f"{ISSUER}/revoke":
            self.revoked.append(form["token"])
            return httpx.Response(200)
        if where == f"{ISSUER}/token":
            return await self._token(form)
        return httpx.Response(404)

    def authorize(self, url: str) -> str:
        """Somebody signs in at this address; gives the loopback address the browser is sent to."""
        asked = {
            name: values[0] for name, values in parse_qs(urlsplit(url).query, strict_parsing=True).items()
        }
        self.asked = asked
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert asked["aud"] == BASE
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        parameters = with_changes({"code": code, "state": asked["state"], "iss": ISSUER}, self.answer)
        return f"{asked['redirect_uri']}?{urlencode(parameters)}"

    def client(self) -> httpx.AsyncClient:
        """A client whose every request comes here."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self.handle))

    def _smart(self) -> dict[str, Any]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "capabilities": ["launch-standalone", "client-public", "permission-v2"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _openid(self) -> dict[str, Any]:
        return {
            "issuer": ISSUER,
            "jwks_uri": f"{ISSUER}/jwks",
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "revocation_endpoint": f"{ISSUER}/revoke",
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def _jwks(self) -> httpx.Response:
        self.jwks_asked += 1
        keys = [dict(key.as_dict(private=False)) for key in (rsa(), elliptic())]
        return httpx.Response(200, json={"keys": keys if self.published is None else self.published})

    async def _token(self, form: dict[str, str]) -> httpx.Response:
        self.forms.append(form)
        self.knocked.set()
        if self.gate:
            await self.gate.wait()
        if self.broken:
            self.broken -= 1
            return httpx.Response(503, text="closed for cleaning")
        if form["client_id"] != CLIENT:
            return httpx.Response(401, json={"error": "invalid_client"})
        if form["grant_type"] == "authorization_code":
            return self._redeem(form)
        presented = form["refresh_token"]
        if presented != self.refresh or presented in self.spent:
            return httpx.Response(400, json={"error": "invalid_grant"})
        return self._grant({})

    def _redeem(self, form: dict[str, str]) -> httpx.Response:
        asked = self.codes.pop(form["code"], None)
        if asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            return httpx.Response(400, json={"error": "invalid_grant"})
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if _base64(digest) != asked["code_challenge"]:
            return httpx.Response(400, json={"error": "invalid_grant"})
        return self._grant(asked)

    def _grant(self, asked: dict[str, str]) -> httpx.Response:
        access = f"access-{secrets.token_urlsafe(8)}"
        answer: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": 300}
        if self.rotates or not self.refresh:
            self.spent.add(self.refresh)
            self.refresh = f"refresh-{secrets.token_urlsafe(8)}"
            answer["refresh_token"] = self.refresh
        if asked:
            answer |= {"scope": asked["scope"], "id_token": self._id_token(asked, access)}
        return httpx.Response(200, json=with_changes(answer, self.token))

    def _id_token(self, asked: dict[str, str], access: str) -> str:
        now = int(self.clock.now().timestamp())
        half = hashlib.sha256(access.encode()).digest()[:16]
        claims = {
            "iss": ISSUER, "sub": "somchai", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            "at_hash": _base64(half), "name": "พญ.ทดสอบ สมมติแพทย์",
            "fhirUser": f"{BASE}/Practitioner/pr-1",
        }  # fmt: skip
        return self.bend(self.sign(with_changes(claims, self.claims)))

    def sign(self, claims: dict[str, Any]) -> str:
        """A compact JWS under ``algorithm``: "none" and "HS256" are the two classic forgeries."""
        key = elliptic() if self.algorithm == "ES256" else rsa()
        header = with_changes({"alg": self.algorithm, "kid": key.kid}, self.header)
        if self.algorithm in ("none", "HS256"):
            return _forged(header, claims, self.algorithm)
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])


def _forged(header: dict[str, Any], claims: dict[str, Any], algorithm: str) -> str:
    """Unsigned, or signed with what everybody can read: the public key."""
    parts = [_base64(json.dumps(part).encode()) for part in (header, claims)]
    secret = rsa().as_pem(private=False)
    seal = hmac.digest(secret, ".".join(parts).encode(), "sha256") if algorithm == "HS256" else b""
    return ".".join([*parts, _base64(seal)])


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


class Visitor:
    """The clinician's browser: signs in at the provider, then really goes to the loopback."""

    def __init__(self, provider: OpenIdProvider, *, first: tuple[dict[str, Any], ...] = ()) -> None:
        self._provider = provider
        self._first = first  # changed answers that are tried before the right one
        self.statuses: list[int] = []
        self._task: asyncio.Task[None] | None = None

    def open(self, url: str) -> None:
        """What a sign-in is given as ``open_browser``."""
        self._task = asyncio.get_running_loop().create_task(self._go(url))

    async def done(self) -> None:
        """Until its last page has come."""
        assert self._task is not None
        await self._task

    async def _go(self, url: str) -> None:
        lasting = self._provider.answer
        async with httpx.AsyncClient(trust_env=False) as http:
            for changes in (*self._first, lasting):
                self._provider.answer = changes
                self.statuses.append((await http.get(self._provider.authorize(url))).status_code)
