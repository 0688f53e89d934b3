"""The bytes of resources as they were sent.

A page that is read whole is not taken apart for it: one pass reads its resources instead of two. Few ask for the bytes
of a resource afterwards (to show them, to tell two versions apart); the page is taken apart when the first does.
"""

from typing import Any, Never, TypeAlias

import msgspec

from viewer.exchange.wire import Page, split


class Uncut(msgspec.Struct, gc=False):
    """A page that was read whole: its bytes, or what it was taken apart into once somebody asked."""

    held: bytes | Page

    def __repr__(self) -> str:
        """Without what it holds: that is names and numbers."""
        return "<uncut>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []

    def __reduce__(self) -> Never:
        raise TypeError("an uncut page is not to be pickled")

    @property
    def page(self) -> Page:
        """It, taken apart. Two threads may ask at once: what is held is exchanged in one step."""
        held = self.held
        if isinstance(held, bytes):
            held = self.held = split(held)
        return held


class Excerpt(msgspec.Struct, frozen=True, eq=False, gc=False):
    """One resource of a page that was read whole. It compares as its bytes do."""

    whole: Uncut
    place: int  # of its entry

    def __repr__(self) -> str:
        return "<excerpt>"

    def __bytes__(self) -> bytes:
        return self.whole.page.entries[self.place].raw

    def __eq__(self, other: object) -> bool:
        return bytes(self) == bytes(other) if isinstance(other, Excerpt | bytes) else NotImplemented

    def __lt__(self, other: "Sent") -> bool:
        return bytes(self) < bytes(other)

    def __gt__(self, other: "Sent") -> bool:
        return bytes(self) > bytes(other)

    def __hash__(self) -> int:
        return hash(bytes(self))


Sent: TypeAlias = bytes | Excerpt
