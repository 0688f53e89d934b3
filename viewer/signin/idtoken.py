"""Is this id_token the provider's word, about this sign-in, for us? (OpenID Connect Core 1.0, 3.1.3.7)"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viewer.base.opaque import Opaque
from viewer.signin.errors import IdentityNotTrusted, ProviderUnsuited

_KEY_TYPES = {"RS256": "RSA", "ES256": "EC"}
_WEAK_RSA = 2048  # bits; NIST SP 800-131A
_Instant = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the id_token must say. ``algorithms`` are ours, never taken from the token."""

    issuer: str
    client_id: str
    nonce: Opaque
    access_token: Opaque
    algorithms: tuple[str, ...]
    now: datetime
    leeway: timedelta = timedelta(seconds=60)


class Claims(BaseModel):
    """The claims we use. Types are strict: a number as text is not a number."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, hide_input_in_errors=True)

    iss: str
    sub: str = Field(min_length=1, max_length=255, repr=False)
    aud: str | list[str]
    exp: _Instant
    iat: _Instant
    nonce: str | None = Field(default=None, repr=False)
    azp: str | None = None
    at_hash: str | None = Field(default=None, repr=False)
    name: str = Field(default="", repr=False)
    fhir_user: str = Field(default="", alias="fhirUser", repr=False)


async def check(token: Opaque, expected: Expected, jwks: Callable[[], Awaitable[bytes]]) -> Claims:
    """The claims of a token that holds.

    ``jwks`` fetches the provider's keys; it is asked once more when the token names a key that is not among them,
    since keys are rotated.

    Raises:
        IdentityNotTrusted: ``reason`` is the first check that failed.
        ProviderUnsuited: the keys are unreadable.
        ProviderUnreachable: from ``jwks``.
    """
    algorithm, kid = _header(token, expected.algorithms)
    key = _pick(await jwks(), algorithm, kid) or _pick(await jwks(), algorithm, kid)
    if key is None:
        raise IdentityNotTrusted("kid")
    try:
        # The list of one is explicit: the header's word alone never chooses the algorithm.
        signed = jwt.decode(token.reveal(), key, algorithms=[algorithm])
        claims = Claims.model_validate(signed.claims)
    except JoseError:
        raise IdentityNotTrusted("signature") from None
    except ValidationError:
        raise IdentityNotTrusted("claims") from None
    _hold(claims, expected)
    return claims


def _header(token: Opaque, algorithms: tuple[str, ...]) -> tuple[str, str | None]:
    try:
        header = json.loads(_unbase64(token.reveal().split(".")[0]))
        algorithm, kid = header["alg"], header.get("kid")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise IdentityNotTrusted("header") from None
    if algorithm not in algorithms or algorithm not in _KEY_TYPES:
        raise IdentityNotTrusted("algorithm")
    if kid is not None and not isinstance(kid, str):
        raise IdentityNotTrusted("header")
    return algorithm, kid


def _pick(jwks: bytes, algorithm: str, kid: str | None) -> RSAKey | ECKey | None:
    """The key that a token may have been signed with; without a ``kid`` only if there is no choice."""
    try:
        listed = json.loads(jwks)["keys"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ProviderUnsuited("jwks-unreadable") from None
    if not isinstance(listed, list):
        raise ProviderUnsuited("jwks-unreadable")
    fitting = [key for key in listed if isinstance(key, dict) and _fits(key, algorithm)]
    if kid is not None:
        fitting = [key for key in fitting if key.get("kid") == kid]
    if len(fitting) != 1:
        return None
    try:
        return RSAKey.import_key(fitting[0]) if algorithm == "RS256" else ECKey.import_key(fitting[0])
    except (JoseError, ValueError, TypeError):
        return None


def _fits(key: dict[str, Any], algorithm: str) -> bool:
    """Meant for signing, with this algorithm, and strong enough (RFC 7517 4)."""
    if key.get("kty") != _KEY_TYPES[algorithm] or key.get("use", "sig") != "sig":
        return False
    if key.get("alg", algorithm) != algorithm:
        return False
    try:
        return algorithm != "RS256" or len(_unbase64(key["n"])) * 8 >= _WEAK_RSA
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _hold(claims: Claims, expected: Expected) -> None:
    audiences = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    now, leeway = expected.now.timestamp(), expected.leeway.total_seconds()
    checks = (
        ("iss", claims.iss == expected.issuer),
        ("aud", expected.client_id in audiences),
        ("azp", claims.azp == expected.client_id or (claims.azp is None and len(audiences) == 1)),
        ("exp", claims.exp > now - leeway),
        ("iat", claims.iat < now + leeway),
        ("nonce", claims.nonce is not None and _same(claims.nonce, expected.nonce.reveal())),
        ("at_hash", claims.at_hash is None or _same(claims.at_hash, _at_hash(expected.access_token))),
    )
    for reason, holds in checks:
        if not holds:
            raise IdentityNotTrusted(reason)


def _at_hash(access_token: Opaque) -> str:
    """Left half of SHA-256, the hash of both algorithms we take (OpenID Connect Core 3.1.3.6)."""
    digest = hashlib.sha256(access_token.reveal().encode()).digest()
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode("ascii")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _unbase64(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
