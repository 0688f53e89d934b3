"""Which copy of a paper of a patient it is, for as long as somebody is signed in: also when the record is closed and
opened again. Whose papers were counted cannot be read here: only keyed digests stay, of a key that nobody has."""

import hmac
import secrets
from collections import Counter

from viewer.base.opaque import Opaque


class Copies:
    """Begins anew with every sign-in."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._counted: Counter[bytes] = Counter()

    def next(self, patient: Opaque, kind: str) -> int:
        """The number of a copy that is about to leave; none is given twice. ``kind``: papers counted together."""
        paper = hmac.digest(self._key, f"{patient.reveal()}\n{kind}".encode(), "sha256")
        self._counted[paper] += 1
        return self._counted[paper]

    def forget(self) -> None:
        """Whoever was signed in has left."""
        self._key = secrets.token_bytes(32)
        self._counted.clear()
