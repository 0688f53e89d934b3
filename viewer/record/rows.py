"""The rows of a binder by kind, in the order a reader wants them; only what changed is put in order again."""

from collections.abc import Iterable
from typing import Any

from viewer.record.facts import Fact
from viewer.record.values import UNDATED


class Rows:
    """Open and restricted rows, by kind (a field of Record) and number."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self._kinds: dict[str, dict[int, tuple[int, int, Fact]]] = {kind: {} for kind in kinds}
        self._changed: set[str] = set()

    def place(self, kind: str, number: int, fact: Fact) -> None:
        """Put a row in, or a new reading of it in the place of the old."""
        when = fact.when
        self._kinds[kind][number] = (UNDATED if when is None else when.age, number, fact)
        self._changed.add(kind)

    def remove(self, kind: str, number: int) -> None:
        """Take a row out."""
        self._kinds[kind].pop(number, None)
        self._changed.add(kind)

    def changed(self) -> dict[str, tuple[Any, ...]]:
        """The kinds that changed since this was last asked, newest row first, undated last."""
        ordered = {
            kind: tuple([fact for _, _, fact in sorted(self._kinds[kind].values())]) for kind in self._changed
        }
        self._changed.clear()
        return ordered
