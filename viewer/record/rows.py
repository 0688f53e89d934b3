"""The rows of a binder by kind, in the order a reader wants them; only what changed is put in order again."""

from collections.abc import Iterable
from typing import Any

from viewer.record.facts import Fact

_UNDATED = 1 << 60
_USABLE = ("", "future")  # as When.usable


class Rows:
    """Open and restricted rows, by kind (a field of Record) and number."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self._kinds: dict[str, dict[int, tuple[int, int, Fact]]] = {kind: {} for kind in kinds}
        self._changed: set[str] = set()

    def place(self, kind: str, number: int, fact: Fact) -> None:
        """Put a row in, or a new reading of it in the place of the old."""
        self._kinds[kind][number] = (_place_in_time(fact), number, fact)
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


def _place_in_time(fact: Fact) -> int:
    """Smaller is newer; within a day the latest moment first."""
    when = fact.when
    if when is None or not when.year or when.flaw not in _USABLE:
        return _UNDATED
    day = when.year * 10_000 + when.month * 100 + when.day
    moment = when.moment
    clock = moment.hour * 3600 + moment.minute * 60 + moment.second if moment is not None else 0
    return -(day * 86_400 + clock)
