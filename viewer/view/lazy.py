"""Parts of a sheet that are worded when somebody looks at them: a record has thousands, and a clinician opens a few."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from viewer.view.sheet import Row, SourceNote


class Rows(Sequence[Row]):
    """Rows that are worded when they are first looked at: a record has thousands, and a clinician opens a few.

    ``make`` words the row at a place. Equal only to itself.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, count: int, make: Callable[[int], Row]) -> None:
        self._make = make
        self._made: list[Row | None] = [None] * count

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self._made))))
        row = self._made[at]
        if row is None:
            row = self._made[at] = self._make(at % len(self._made))
        return row

    def __repr__(self) -> str:
        """What they say: two papers are told apart by it."""
        return repr(tuple(self))


class Notes(Sequence[SourceNote]):
    """Where the rows behind one line came from, worded when somebody asks: a line of results has thousands.

    Equal to others that say the same.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[SourceNote, ...]]) -> None:
        self._make: Callable[[], tuple[SourceNote, ...]] | None = make
        self._made: tuple[SourceNote, ...] = ()

    def _all(self) -> tuple[SourceNote, ...]:
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, at: int) -> SourceNote: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[SourceNote, ...]: ...

    def __getitem__(self, at: int | slice) -> SourceNote | tuple[SourceNote, ...]:
        return self._all()[at]

    def __iter__(self) -> Iterator[SourceNote]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Notes) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        """What they say: two papers are told apart by it."""
        return repr(self._all())
