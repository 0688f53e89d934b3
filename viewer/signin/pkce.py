"""Proof Key for Code Exchange, S256 only (RFC 7636)."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from viewer.base.opaque import Opaque


@dataclass(frozen=True, slots=True)
class Proof:
    """``verifier`` stays here until the code is exchanged; ``challenge`` goes through the browser."""

    verifier: Opaque
    challenge: str


def fresh() -> Proof:
    """A proof for one sign-in: a verifier of 64 characters, 384 bits."""
    verifier = secrets.token_urlsafe(48)
    return Proof(Opaque(verifier), s256(verifier))


def s256(verifier: str) -> str:
    """BASE64URL(SHA256(ASCII(verifier))) without padding (RFC 7636 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")
