"""Where to sign in: SMART App Launch's document at the exchange, OpenID Connect's at the issuer the profile pins.

SMART names where to send the browser and the code; OpenID names the keys and algorithms. Neither may name a place
outside the profile: a document that was tampered with must not be able to send a code or a token elsewhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from viewer.base.clock import Clock
from viewer.base.settings import Profile
from viewer.signin.errors import ProviderUnsuited
from viewer.signin.places import objection, origin
from viewer.signin.wire import SignInLimits, get_document

ALGORITHMS = ("RS256", "ES256")
"""The id_token signatures we accept, whatever a provider offers."""


class _Document(BaseModel):
    """Written by strangers: what we don't know is passed over, what doesn't fit is named without its value."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class SmartConfiguration(_Document):
    """``{base}/.well-known/smart-configuration`` (SMART App Launch 2.2, "Conformance")."""

    authorization_endpoint: str
    token_endpoint: str
    issuer: str | None = None
    revocation_endpoint: str | None = None
    capabilities: tuple[str, ...] = ()
    code_challenge_methods_supported: tuple[str, ...] = ()
    now: AwareDatetime | None = None  # the sandbox's clock; not part of SMART


class OpenIdConfiguration(_Document):
    """``{issuer}/.well-known/openid-configuration`` (OpenID Connect Discovery 1.0, 3; RFC 9207, 3)."""

    issuer: str
    jwks_uri: str
    revocation_endpoint: str | None = None
    id_token_signing_alg_values_supported: tuple[str, ...] = Field(min_length=1)
    authorization_response_iss_parameter_supported: bool = False


@dataclass(frozen=True, slots=True)
class Provider:
    """What both documents agree on, checked against the profile. Addresses are absolute."""

    issuer: str
    authorization: str
    token: str
    jwks: str
    revocation: str | None
    algorithms: tuple[str, ...]
    names_itself: bool  # promises ``iss`` in every authorization answer
    capabilities: frozenset[str]


async def discover(profile: Profile, http: httpx.AsyncClient, limits: SignInLimits | None = None) -> Provider:
    """Read both documents and hold them against the profile.

    Raises:
        ProviderUnreachable: one of them did not come.
        ProviderUnsuited: ``reason`` says which rule it breaks.
    """
    limits = limits or SignInLimits()
    smart = await _smart(profile, http, limits)
    openid_url = _allowed(profile, profile.issuer, "issuer").rstrip("/") + "/.well-known/openid-configuration"
    openid = _read(OpenIdConfiguration, await get_document(http, openid_url, limits, "openid"), "openid")
    if openid.issuer != profile.issuer or smart.issuer not in (None, profile.issuer):
        raise ProviderUnsuited("issuer-differs")
    if "S256" not in smart.code_challenge_methods_supported:
        raise ProviderUnsuited("no-s256")
    algorithms = tuple(a for a in ALGORITHMS if a in openid.id_token_signing_alg_values_supported)
    if not algorithms:
        raise ProviderUnsuited("algorithms")
    revocation = smart.revocation_endpoint or openid.revocation_endpoint
    return Provider(
        issuer=openid.issuer,
        authorization=_allowed(profile, smart.authorization_endpoint, "authorization-endpoint"),
        token=_allowed(profile, smart.token_endpoint, "token-endpoint"),
        jwks=_allowed(profile, openid.jwks_uri, "jwks"),
        revocation=_allowed(profile, revocation, "revocation-endpoint") if revocation else None,
        algorithms=algorithms,
        names_itself=openid.authorization_response_iss_parameter_supported,
        capabilities=frozenset(smart.capabilities),
    )


async def sandbox_offset(
    profile: Profile, http: httpx.AsyncClient, clock: Clock, limits: SignInLimits | None = None
) -> timedelta:
    """How far the sandbox's day is from ``clock``; zero in every profile that is not a sandbox.

    Raises:
        ProviderUnreachable, ProviderUnsuited: as ``discover``.
    """
    if not profile.sandbox:
        return timedelta()
    stated: datetime | None = (await _smart(profile, http, limits or SignInLimits())).now
    return stated - clock.now() if stated else timedelta()


async def _smart(profile: Profile, http: httpx.AsyncClient, limits: SignInLimits) -> SmartConfiguration:
    url = _allowed(profile, profile.base, "base").rstrip("/") + "/.well-known/smart-configuration"
    return _read(SmartConfiguration, await get_document(http, url, limits, "smart"), "smart")


_Kind = TypeVar("_Kind", bound=_Document)


def _read(kind: type[_Kind], body: bytes, what: str) -> _Kind:
    try:
        return kind.model_validate_json(body)
    except ValidationError:
        raise ProviderUnsuited(f"{what}-unreadable") from None


def _allowed(profile: Profile, url: str, what: str) -> str:
    """The address itself, if the profile names its origin or pins it as the issuer's."""
    place = origin(url)
    if place is None:
        raise ProviderUnsuited(f"{what}-address")
    against = objection(place, sandbox=profile.sandbox)
    if against:
        raise ProviderUnsuited(f"{what}-{against}")
    if place not in {origin(known) for known in (*profile.origins, profile.issuer)}:
        raise ProviderUnsuited(f"{what}-origin")
    return url
