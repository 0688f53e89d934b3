"""Bytes kept out of sight in memory: sealed (AES-256-GCM) under a key that is forgotten together with them."""

import os
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


@dataclass(slots=True)
class Sealed:
    """What is sealed, with its key apart from it. After ``forget`` nobody opens it, wherever a copy may lie."""

    _sealed: bytes = field(repr=False)
    _key: bytes = field(repr=False)

    @classmethod
    def of(cls, plain: bytes) -> Self:
        """Seal bytes under a key of their own."""
        key, nonce = AESGCM.generate_key(256), os.urandom(12)
        return cls(nonce + AESGCM(key).encrypt(nonce, plain, None), key)

    def open(self) -> bytes:
        """The bytes; b"" once forgotten."""
        if not self._key:
            return b""
        return AESGCM(self._key).decrypt(self._sealed[:12], self._sealed[12:], None)

    def forget(self) -> None:
        """Let go of the key."""
        self._key = b""
