"""The provider's signing key, made at start and never kept, and the id_token signed with it."""

from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

ALGORITHM = "RS256"


class Keys:
    """One RSA key of 2048 bits. Its ``kid`` is its RFC 7638 thumbprint."""

    def __init__(self) -> None:
        self._key = RSAKey.generate_key(2048, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)

    def public(self) -> dict[str, Any]:
        """The JWK Set, without the private half (RFC 7517)."""
        return {"keys": [dict(self._key.as_dict(private=False))]}

    def sign(self, claims: dict[str, Any]) -> str:
        """A compact JWS over the claims."""
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.kid, "typ": "JWT"}, claims, self._key)
