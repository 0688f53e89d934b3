"""What is written in an open record, step by step: each can be undone and done again."""

from collections.abc import Callable
from typing import Generic, TypeVar

from viewer.visit.errors import WrongMoment

MOST_STEPS = 500  # that can be undone
Value = TypeVar("Value")


class Undoing(Generic[Value]):
    """Frozen values, one after another. ``show`` makes a new one the visit's; ``check`` raises WrongMoment once the
    record is closed, as every act here does."""

    def __init__(self, value: Value, check: Callable[[], None], show: Callable[[Value], None]) -> None:
        self._value, self._check, self._show = value, check, show
        self._before: list[Value] = []
        self._after: list[Value] = []

    @property
    def value(self) -> Value:
        """How it stands."""
        return self._value

    @property
    def steps(self) -> tuple[int, int]:
        """How many acts can be undone, and how many done again."""
        return len(self._before), len(self._after)

    def become(self, value: Value, *, merge: bool = False) -> bool:
        """One more step, or with ``merge`` the last one goes on; whether it changed anything."""
        self._check()
        if value == self._value:
            return False
        if not (merge and self._before):
            self._before = [*self._before[-MOST_STEPS + 1 :], self._value]
        self._after.clear()
        self._put(value)
        return True

    def amend(self, change: Callable[[Value], Value]) -> None:
        """What is no step: it holds of what was and what would be done again as well."""
        self._check()
        self._before = list(map(change, self._before))
        self._after = list(map(change, self._after))
        self._put(change(self._value))

    def undo(self) -> Value | None:
        """Take the last step back; how it stood until then, None when there was none."""
        return self._turn(self._before, self._after)

    def redo(self) -> Value | None:
        """Do again what was undone; as above."""
        return self._turn(self._after, self._before)

    def left(self, value: Value, marked: Value) -> None:
        """``value`` has left, on paper or as a file, and is ``marked`` so. What was changed meanwhile is on none; of a
        closed record nothing is told any more."""
        try:
            self._check()
        except WrongMoment:
            return
        if self._value == value:
            self._put(marked)

    def _turn(self, back: list[Value], forth: list[Value]) -> Value | None:
        self._check()
        if not back:
            return None
        was = self._value
        forth.append(was)
        self._put(back.pop())
        return was

    def _put(self, value: Value) -> None:
        self._value = value
        self._show(value)
