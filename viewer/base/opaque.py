"""Text that must never be shown by accident: tokens, resource ids, citizen ids."""

from typing import Never


class Opaque(str):
    """A string whose ``repr``, ``str`` and formatting are masked; ``reveal`` gives the text on purpose.

    Resource ids of Thai feeds may hold the citizen id, so they are kept as this too. Equality and hash
    are those of the text, so it works as a dictionary key.
    """

    __slots__ = ()

    def reveal(self) -> str:
        """The text itself. Every call of this is a place to look at in a review."""
        return str.__str__(self)

    def __repr__(self) -> str:
        return "<opaque>"

    def __str__(self) -> str:
        return "<opaque>"

    def __format__(self, format_spec: str) -> str:
        return "<opaque>"

    def __reduce__(self) -> Never:
        raise TypeError("an Opaque is not to be pickled")
