"""The provider's addresses: discovery, authorize, sign-in, token, keys, revocation."""

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from viewer.sandbox import roles
from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.errors import FormUnreadable, OAuthRefusal
from viewer.sandbox.oidc.grants import ACCESS_LIFE, Grant, Grants
from viewer.sandbox.oidc.keys import ALGORITHM, Keys
from viewer.sandbox.oidc.page import refusal_page, sign_in_page
from viewer.sandbox.oidc.requests import (
    CLIENT,
    NoRedirect,
    SignInRequest,
    Waiting,
    read_redirect,
    read_request,
)
from viewer.sandbox.places import Places
from viewer.sandbox.web import Pairs, once, page, query_pairs, read_form
from viewer.sandbox.world import Signer, World

_UNSTORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_LOOPBACK = "'self' http://127.0.0.1:*"  # browsers apply form-action to the redirect that follows, too


class Provider:
    """OpenID Connect Core 1.0, code flow only, for one public client."""

    def __init__(
        self,
        world: World,
        places: Places,
        clock: SandboxClock,
        waiting: Waiting,
        grants: Grants,
        keys: Keys,
    ) -> None:
        self._places = places
        self._clock = clock
        self._waiting = waiting
        self._grants = grants
        self._keys = keys
        self._signers = {signer.id: signer for signer in world.signers}
        self._facilities = {entry.hcode: entry.name for entry in world.facilities}

    def routes(self) -> list[Route]:
        """The addresses, relative to the origin."""
        path = urlsplit(self._places.issuer).path
        return [
            Route(f"{path}/.well-known/openid-configuration", self.discovery),
            Route(f"{path}/authorize", self.authorize),
            Route(f"{path}/signin", self.signed_in, methods=["POST"]),
            Route(f"{path}/token", self.token, methods=["POST"]),
            Route(f"{path}/jwks", self.jwks),
            Route(f"{path}/revoke", self.revoke, methods=["POST"]),
        ]

    async def discovery(self, _: Request) -> Response:
        """OpenID Connect Discovery 1.0 section 3, RFC 8414, RFC 9207."""
        issuer = self._places.issuer
        return JSONResponse(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/jwks",
                "revocation_endpoint": f"{issuer}/revoke",
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": [ALGORITHM],
                "token_endpoint_auth_methods_supported": ["none"],
                "revocation_endpoint_auth_methods_supported": ["none"],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
                "request_parameter_supported": False,
                "request_uri_parameter_supported": False,
                "claims_supported": [
                    "sub",
                    "iss",
                    "aud",
                    "exp",
                    "iat",
                    "auth_time",
                    "nonce",
                    "name",
                    "fhirUser",
                ],
                "scopes_supported": list(roles.SUPPORTED),
                "ui_locales_supported": ["th"],
            }
        )

    async def jwks(self, _: Request) -> Response:
        """The public key."""
        return JSONResponse(self._keys.public())

    async def authorize(self, request: Request) -> Response:
        """Check the request, then show the people."""
        pairs = query_pairs(request)
        try:
            address = read_redirect(pairs)
        except NoRedirect as refused:
            return page(refusal_page(f"คำขอจากโปรแกรมไม่ถูกต้อง ({refused.error})"), status=400)
        try:
            asked = read_request(pairs, address, self._places.base)
        except OAuthRefusal as refused:
            bare = SignInRequest(address, _state(pairs), "", "", "")
            return self._back(bare, error=refused.error, error_description=refused.description)
        key = self._waiting.keep(asked)
        people = tuple(self._signers.values())
        html = sign_in_page(f"{self._places.issuer}/signin", key, people, self._facilities)
        return page(html, form_targets=_LOOPBACK)

    async def signed_in(self, request: Request) -> Response:
        """Somebody pressed their name."""
        try:
            pairs = await read_form(request)
            key, who, answer = once(pairs, "request"), once(pairs, "who"), once(pairs, "answer")
        except FormUnreadable:
            return page(refusal_page("แบบฟอร์มไม่ถูกต้อง"), status=400)
        if answer != "cancel" and who not in self._signers:
            return page(refusal_page("ไม่รู้จักบัญชีนี้"), status=400)
        asked = self._waiting.take(key)
        if asked is None:
            return page(refusal_page("หน้านี้หมดอายุ หรือถูกใช้ไปแล้ว"), status=400)
        if answer == "cancel":
            return self._back(asked, error="access_denied", error_description="the person went back")
        signer = self._signers[who]
        granted = roles.grant(asked.scope, (post.role for post in signer.posts))
        return self._back(asked, code=self._grants.open(signer.id, granted, asked))

    async def token(self, request: Request) -> Response:
        """Codes and refresh tokens against access tokens."""
        try:
            return JSONResponse(self._redeem(await self._client_pairs(request)), headers=_UNSTORED)
        except FormUnreadable as error:
            return _refused(OAuthRefusal("invalid_request", str(error)))
        except OAuthRefusal as refused:
            return _refused(refused)

    async def revoke(self, request: Request) -> Response:
        """RFC 7009: whichever token it is, the grant ends."""
        try:
            token = once(await self._client_pairs(request), "token")
        except FormUnreadable as error:
            return _refused(OAuthRefusal("invalid_request", str(error)))
        except OAuthRefusal as refused:
            return _refused(refused)
        if not token:
            return _refused(OAuthRefusal("invalid_request", "token is required"))
        self._grants.revoke(token)
        return Response(status_code=200, headers=_UNSTORED)

    async def _client_pairs(self, request: Request) -> Pairs:
        """The form of our one client, which is public and names itself in the body (RFC 6749 section 3.2.1)."""
        if request.headers.get("authorization"):
            raise OAuthRefusal("invalid_client", "this client is public and has no secret", status=401)
        pairs = await read_form(request)
        if once(pairs, "client_id") != CLIENT:
            raise OAuthRefusal("invalid_client", "this client is not registered here", status=401)
        return pairs

    def _redeem(self, pairs: Pairs) -> dict[str, object]:
        kind = once(pairs, "grant_type")
        if kind == "authorization_code":
            wanted = [once(pairs, name) for name in ("code", "redirect_uri", "code_verifier")]
            if not all(wanted):
                raise OAuthRefusal("invalid_request", "code, redirect_uri and code_verifier are required")
            grant = self._grants.redeem(*wanted)
            return self._grants.tokens(grant, grant.scope) | {"id_token": self._id_token(grant)}
        if kind == "refresh_token":
            token, scope = once(pairs, "refresh_token"), once(pairs, "scope")
            if not token:
                raise OAuthRefusal("invalid_request", "refresh_token is required")
            grant = self._grants.renew(token, scope)
            return self._grants.tokens(grant, scope or grant.scope)
        raise OAuthRefusal("unsupported_grant_type", "authorization_code or refresh_token")

    def _id_token(self, grant: Grant) -> str:
        signer: Signer = self._signers[grant.signer]
        now = int(self._clock.epoch())
        claims: dict[str, Any] = {
            "iss": self._places.issuer,
            "sub": signer.id,
            "aud": CLIENT,
            "azp": CLIENT,
            "iat": now,
            "exp": now + ACCESS_LIFE,
            "auth_time": int(grant.authenticated),
            "name": signer.name,
        }
        if "fhirUser" in grant.scope.split():
            claims["fhirUser"] = f"{self._places.base}/Practitioner/{signer.practitioner_id}"
        if grant.nonce:
            claims["nonce"] = grant.nonce
        return self._keys.sign(claims)

    def _back(self, asked: SignInRequest, **values: str) -> Response:
        """303, so that the browser asks the loopback by GET (RFC 9700 section 4.12)."""
        target = asked.answer(self._places.issuer, **values)
        return RedirectResponse(
            target, status_code=303, headers=_UNSTORED | {"Referrer-Policy": "no-referrer"}
        )


def _state(pairs: Pairs) -> str:
    """The first state given, for an answer to a request that is refused anyway."""
    return next((value for name, value in pairs if name == "state"), "")


def _refused(refused: OAuthRefusal) -> Response:
    body = {"error": refused.error, "error_description": refused.description}
    return JSONResponse(body, status_code=refused.status, headers=_UNSTORED)
