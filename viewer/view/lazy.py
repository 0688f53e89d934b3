"""Parts of a sheet that are worded when somebody looks at them: a record has thousands, and a clinician opens a few."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

from viewer.view.sheet import Row


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


_Part = TypeVar("_Part")


class Later(Sequence[_Part]):
    """What is worked out when somebody asks: a line of results has thousands of sources, and of points to draw.

    Equal to others that say the same.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[_Part, ...]]) -> None:
        self._make: Callable[[], tuple[_Part, ...]] | None = make
        self._made: tuple[_Part, ...] = ()

    def _all(self) -> tuple[_Part, ...]:
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, at: int) -> _Part: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[_Part, ...]: ...

    def __getitem__(self, at: int | slice) -> _Part | tuple[_Part, ...]:
        return self._all()[at]

    def __iter__(self) -> Iterator[_Part]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        """What they say: two papers are told apart by it."""
        return repr(self._all())
