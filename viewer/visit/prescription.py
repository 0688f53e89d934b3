"""The prescription check: what is about to be dispensed, and what the patient says besides. Of this visit
only; nothing of it is sent, and no rule ever guesses a medicine: each was chosen from a list."""

from collections.abc import Callable
from dataclasses import dataclass

MOST = 40  # medicines of one check
LONGEST = 300  # characters of a label


@dataclass(frozen=True, slots=True)
class Proposed:
    """One medicine. ``name`` as chosen, ``ingredients`` what that name stands for (ids of the formulary).

    ``strength`` and ``label`` as typed: "400 mg tab", "รับประทานครั้งละ 1 เม็ด วันละ 3 ครั้ง". ``bought``: the patient
    has it already, from a shop or as an herb.
    """

    name: str
    ingredients: tuple[str, ...]
    strength: str = ""
    label: str = ""
    bought: bool = False

    @property
    def words(self) -> str:
        """Name and strength."""
        return f"{self.name} {self.strength}".strip()


class Prescription:
    """Belongs to an open record. ``changed`` is called when the rules must be asked again."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._before: list[tuple[Proposed, ...]] = []
        self.made: tuple[Proposed, ...] = ()
        self.breast_feeding = False  # she says so; what is recorded needs no telling

    @property
    def can_undo(self) -> bool:
        """Whether something was changed that can be taken back."""
        return bool(self._before)

    def add(self, proposed: Proposed) -> bool:
        """Put one more on the list; False when the list is full, or it stands there already."""
        if len(self.made) >= MOST or proposed in self.made:
            return False
        self._put((*self.made, proposed))
        return True

    def tell_breast_feeding(self, *, on: bool) -> None:
        """What she answered when she was asked."""
        if on != self.breast_feeding:
            self.breast_feeding = on
            self._changed()

    def remove(self, at: int) -> None:
        """Take one off; of what is not there nothing is taken."""
        if 0 <= at < len(self.made):
            self._put((*self.made[:at], *self.made[at + 1 :]))

    def clear(self) -> None:
        """Take all off."""
        if self.made:
            self._put(())

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            self.made = self._before.pop()
            self._changed()

    def forget(self) -> None:
        """The record is closed."""
        self.made, self._before, self.breast_feeding = (), [], False

    def _put(self, made: tuple[Proposed, ...]) -> None:
        self._before.append(self.made)
        self.made = made
        self._changed()
