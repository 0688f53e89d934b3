"""Papers of an open record that carry a code: each is registered at the exchange before it leaves."""

import asyncio
from collections.abc import Callable

from viewer.base.errors import PrawatError
from viewer.signin.roles import PROOF, creatable
from viewer.visit.desk import Desk
from viewer.writing.paper_code import new_code
from viewer.writing.proof import Issued, register

PATIENCE = 8.0  # seconds: somebody stands at the printer


class Proving:
    """Belongs to an open record. ``check`` raises WrongMoment once that is closed.

    A paper that says something else than an earlier one of its kind takes its place; one that says the same is
    a further copy. They are told apart by a fingerprint that the caller makes, as time and number always differ.
    """

    def __init__(self, desk: Desk, check: Callable[[], None]) -> None:
        self._desk, self._check = desk, check
        self._left: dict[str, dict[str, str]] = {}  # by kind: code -> fingerprint of what the paper says

    @property
    def offered(self) -> bool:
        """Whether the exchange takes proofs from whoever is signed in."""
        granted = creatable(self._desk.session.granted_scopes)
        return PROOF in self._desk.capability.creates and bool({"*", PROOF} & granted)

    def new_code(self) -> str:
        """A code for a paper that is about to be made."""
        return new_code()

    async def register(self, kind: str, code: str, pdf: bytes, fingerprint: str, copy: int) -> bool:
        """Register a finished paper, which says that it is this ``copy``; False where that cannot be done now: then it
        must not carry the code.

        Raises:
            WrongMoment: the record was closed.
        """
        self._check()
        desk, left = self._desk, self._left.setdefault(kind, {})
        assert desk.post is not None  # noqa: S101 - the desk acts for a post by now
        replaced = tuple(old for old, said in left.items() if said != fingerprint)
        issued = Issued(code, pdf, copy, replaced)
        try:
            async with asyncio.timeout(PATIENCE):
                await register(desk.client, desk.post.id, issued)
        except (PrawatError, TimeoutError):
            return False
        self._check()
        left[code] = fingerprint
        return True
