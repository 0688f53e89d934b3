"""Ids, links and codes that look drawn by chance and are the same in every run with the same seed."""

import base64
import hashlib

from viewer.sandbox.store import Store


class Lots:
    """Draws from a seed; the count of draws is kept in the store, so a kept state never repeats one."""

    def __init__(self, seed: int, store: Store) -> None:
        self._seed = seed
        self._store = store

    def word(self, kind: str, length: int = 24) -> str:
        """Lower-case letters and digits, at most 50 of them."""
        return base64.b32encode(self._draw(kind)).decode().lower().rstrip("=")[:length]

    def digits(self, kind: str, length: int = 6) -> str:
        """Decimal digits, leading zeros kept."""
        return str(int.from_bytes(self._draw(kind)[:8], "big") % 10**length).zfill(length)

    def _draw(self, kind: str) -> bytes:
        count = self._store.next(f"lots/{kind}")
        return hashlib.sha256(f"{self._seed}/{kind}/{count}".encode()).digest()
