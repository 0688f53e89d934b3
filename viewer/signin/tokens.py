"""The session's tokens: in memory only, renewed by one flight at a time, wiped at sign-out."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viewer.base.clock import Clock
from viewer.base.opaque import Opaque
from viewer.signin.discovery import Provider
from viewer.signin.errors import (
    AnswerNotTrusted,
    ProviderUnreachable,
    ProviderUnsuited,
    SignInAgain,
    SignInError,
    SignInRefused,
)
from viewer.signin.wire import SignInLimits, post_form

_MARGIN = timedelta(seconds=60)  # a token this close to its end is not sent out any more
_LIFETIME = 300  # seconds, where a provider does not say (RFC 6749 5.1 only recommends it)
_FAREWELL = 5.0  # seconds a sign-out waits for the provider
_REFUSALS = frozenset({"access_denied", "login_required", "interaction_required", "consent_required",
                       "account_selection_required", "invalid_grant"})  # fmt: skip
_PASSING = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
_MISFITS = frozenset({"invalid_request", "invalid_client", "unauthorized_client", "unsupported_grant_type",
                      "unsupported_response_type", "invalid_scope", "invalid_target"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grant:
    """One answer of the token endpoint. ``scopes`` None = granted as asked (RFC 6749 5.1)."""

    access: Opaque
    refresh: Opaque | None
    expires: datetime
    margin: timedelta
    id_token: Opaque | None = None
    scopes: frozenset[str] | None = field(default=None, repr=False)


class _TokenDocument(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    access_token: str = Field(min_length=1, repr=False)
    token_type: str
    expires_in: float = Field(default=_LIFETIME, gt=0, allow_inf_nan=False, le=366 * 86400)
    refresh_token: str | None = Field(default=None, repr=False)
    id_token: str | None = Field(default=None, repr=False)
    scope: str | None = None


class _ErrorDocument(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    error: str


def refusal(error: str) -> SignInError:
    """Our error for an error code of OAuth or OpenID; a code we don't know is never repeated."""
    if error in _REFUSALS:
        return SignInRefused(error)
    if error in _PASSING:
        return ProviderUnreachable(error)
    return ProviderUnsuited(error if error in _MISFITS else "unknown-error")


async def ask(
    http: httpx.AsyncClient, endpoint: str, form: Mapping[str, str], clock: Clock, limits: SignInLimits
) -> Grant:
    """Send a form to the token endpoint.

    Raises:
        SignInRefused, ProviderUnreachable, ProviderUnsuited: as ``refusal``, or from the wire.
        AnswerNotTrusted: what came is not a bearer token.
    """
    asked = clock.now()
    reply = await post_form(http, endpoint, form, limits, "token")
    if reply.status != httpx.codes.OK:
        raise _refused(reply.body)
    try:
        document = _TokenDocument.model_validate_json(reply.body)
    except ValidationError:
        raise AnswerNotTrusted("token-unreadable") from None
    if document.token_type.lower() != "bearer":
        raise AnswerNotTrusted("token-type")
    lifetime = timedelta(seconds=document.expires_in)
    return Grant(
        access=Opaque(document.access_token),
        refresh=Opaque(document.refresh_token) if document.refresh_token else None,
        expires=asked + lifetime,
        margin=min(_MARGIN, lifetime / 2),  # else a provider of short tokens is asked before every request
        id_token=Opaque(document.id_token) if document.id_token else None,
        scopes=None if document.scope is None else frozenset(document.scope.split()),
    )


class Tokens:
    """Hands out the bearer token. Build it with the first grant; call ``forget`` when the clinician leaves.

    Not a thread-safe object: it belongs to one event loop.
    """

    def __init__(
        self,
        first: Grant,
        provider: Provider,
        client_id: str,
        http: httpx.AsyncClient,
        clock: Clock,
        limits: SignInLimits | None = None,
    ) -> None:
        self._grant: Grant | None = replace(first, id_token=None)
        self._provider = provider
        self._client_id = client_id
        self._http = http
        self._clock = clock
        self._limits = limits or SignInLimits()
        self._flight: asyncio.Task[Opaque] | None = None

    async def bearer(self) -> Opaque:
        """A token for the next request, renewed 60 s before its end.

        Raises:
            SignInAgain: it is over and cannot be renewed.
            ProviderUnreachable: it is over and the provider does not answer.
        """
        grant = self._held()
        left = grant.expires - self._clock.now()
        if left > grant.margin:
            return grant.access
        if grant.refresh is None and left <= timedelta():
            raise SignInAgain("no-refresh-token")
        if grant.refresh is None:
            return grant.access
        try:
            return await self._renew()
        except ProviderUnreachable:
            if grant.expires <= self._clock.now():
                raise
            return grant.access  # still good; the next request tries again

    async def renewed(self, after: Opaque) -> Opaque:
        """Another token than ``after``, which was answered with 401.

        Callers that were refused with the same token share one renewal.

        Raises:
            SignInAgain: there is no other to be had.
            ProviderUnreachable: the provider does not answer.
        """
        grant = self._held()
        if grant.access != after:
            return grant.access
        if grant.refresh is None:
            raise SignInAgain("no-refresh-token")
        return await self._renew()

    async def forget(self) -> None:
        """Wipe at once, then tell the provider if it listens (RFC 7009). Never fails."""
        grant, self._grant = self._grant, None
        flight = self._flight
        if flight is not None:
            flight.cancel()
            await asyncio.wait({flight})
        if grant is None or self._provider.revocation is None:
            return
        kind, token = ("refresh_token", grant.refresh) if grant.refresh else ("access_token", grant.access)
        form = {"token": token.reveal(), "token_type_hint": kind, "client_id": self._client_id}
        brief = replace(self._limits, answer=min(_FAREWELL, self._limits.answer))
        with contextlib.suppress(SignInError):
            await post_form(self._http, self._provider.revocation, form, brief, "revocation")

    def _held(self) -> Grant:
        if self._grant is None:
            raise SignInAgain("signed-out")
        return self._grant

    async def _renew(self) -> Opaque:
        """Join the flight under way or start one. It goes on when the one who started it is cancelled."""
        if self._flight is None:
            self._flight = asyncio.get_running_loop().create_task(self._fly(), name="token-renewal")
            self._flight.add_done_callback(self._land)
        flight = self._flight
        try:
            return await asyncio.shield(flight)
        except asyncio.CancelledError:
            caller = asyncio.current_task()
            if flight.cancelled() and not (caller and caller.cancelling()):
                raise SignInAgain("signed-out") from None  # not we were cancelled: the session ended
            raise

    def _land(self, flight: asyncio.Task[Opaque]) -> None:
        self._flight = None
        if not flight.cancelled():
            flight.exception()  # seen, even if every caller has gone

    async def _fly(self) -> Opaque:
        held = self._held()
        if held.refresh is None:
            raise SignInAgain("no-refresh-token")
        form = {
            "grant_type": "refresh_token",
            "refresh_token": held.refresh.reveal(),
            "client_id": self._client_id,
        }
        try:
            new = await ask(self._http, self._provider.token, form, self._clock, self._limits)
        except SignInRefused as refused:
            self._grant = None
            raise SignInAgain(refused.reason) from None
        # Where tokens are rotated the old refresh token is spent now; where they are not, it stays ours.
        # A new id_token is not read: who signed in was settled once.
        self._grant = replace(new, refresh=new.refresh or held.refresh, id_token=None)
        return new.access


def _refused(body: bytes) -> SignInError:
    try:
        return refusal(_ErrorDocument.model_validate_json(body).error)
    except ValidationError:
        return ProviderUnsuited("token-refusal-unreadable")
