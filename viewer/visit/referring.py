"""Writing the referral of an open record: each act can be undone; what is typed in one go is one step."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from viewer.base.clock import Clock
from viewer.visit.errors import WrongMoment
from viewer.visit.referral import (
    Field,
    ReferralDraft,
    drawn_into,
    filled,
    left_out,
    with_opened,
    written,
    written_over,
)

MOST_STEPS = 500  # that can be undone
PAUSE = timedelta(seconds=1.5)  # without a key: what is typed then is a step of its own
_PASTED = 5  # signs that come at once: nobody types so many with one key, also in Thai


class Referring:
    """Belongs to an open record. ``show`` makes a new value the visit's; ``check`` raises WrongMoment once the record
    is closed, as every act here does. ``allowed``: whether the role that acts writes referrals."""

    def __init__(
        self,
        clock: Clock,
        value: ReferralDraft,
        check: Callable[[], None],
        show: Callable[[ReferralDraft], None],
        *,
        allowed: bool,
    ) -> None:
        self._clock, self._value, self._check, self._show = clock, value, check, show
        self.allowed = allowed
        self._before: list[ReferralDraft] = []
        self._after: list[ReferralDraft] = []
        self._typing: tuple[Field, datetime] | None = None

    @property
    def value(self) -> ReferralDraft:
        """How it stands."""
        return self._value

    @property
    def steps(self) -> tuple[int, int]:
        """How many acts can be undone, and how many done again."""
        return len(self._before), len(self._after)

    def type(self, name: Field, text: str, over: str = "") -> None:
        """What stands in a field now, key by key; ``over`` what the record knew, where it stood there until then.

        Raises:
            WrongMoment: the record was closed, or the role writes no referrals.
        """
        now, last = self._clock.now(), self._typing
        by_hand = abs(len(text) - len(self._value.text(name))) < _PASTED
        following = by_hand and last is not None and last[0] is name and now - last[1] < PAUSE
        if self._become(written_over(self._value, name, text, over), merge=following):
            self._typing = (name, now) if by_hand else None

    def fill(self, texts: Mapping[Field, str]) -> None:
        """Texts of a template, where nothing stands yet: one step."""
        self._become(filled(self._value, texts))

    def put(self, texts: Mapping[Field, str]) -> None:
        """What was chosen for several fields at once, whatever stands there: one step."""
        self._become(written(self._value, texts))

    def draw(self, name: Field, lines: Iterable[str]) -> None:
        """Lines of the record put into a field: one step."""
        self._become(drawn_into(self._value, name, lines))

    def leave_out(self, keys: frozenset[str]) -> None:
        """The rows that the paper does not show."""
        self._become(left_out(self._value, keys))

    def undo(self) -> Field | None:
        """Take the last step back. The field that it changed; None when there was none, or it was no field's."""
        return self._turn(self._before, self._after)

    def redo(self) -> Field | None:
        """Do again what was undone; the field as above."""
        return self._turn(self._after, self._before)

    def choose(self, form: str) -> None:
        """Which form is made of what is written; no step that is undone.

        Raises:
            WrongMoment: the record was closed.
        """
        self._check()
        self._value = replace(self._value, form=form)
        self._show(self._value)

    def show_opened(self, opened: bool) -> None:
        """Whether rows of restricted access that were opened stand on paper, too: one step.

        Raises:
            WrongMoment: the record was closed, or the role writes no referrals.
        """
        self._become(with_opened(self._value, opened))

    def left(self, value: ReferralDraft) -> None:
        """``value`` has left: on paper, or as a file. What was changed meanwhile is on none; of a closed record nothing
        is told any more."""
        try:
            self._check()
        except WrongMoment:
            return
        if self._value == value:
            self._value = replace(self._value, out=True)
            self._typing = None
            self._show(self._value)

    def _become(self, value: ReferralDraft, *, merge: bool = False) -> bool:
        self._check()
        if not self.allowed:
            raise WrongMoment("this role writes no referrals")
        if value == self._value:
            return False
        if not (merge and self._before):
            self._before = [*self._before[-MOST_STEPS + 1 :], self._value]
        self._after.clear()
        self._value, self._typing = value, None
        self._show(value)
        return True

    def _turn(self, back: list[ReferralDraft], forth: list[ReferralDraft]) -> Field | None:
        self._check()
        if not back:
            return None
        was = self._value
        forth.append(was)
        self._value, self._typing = replace(back.pop(), out=False, form=was.form), None
        self._show(self._value)
        emptied = was.cleared ^ self._value.cleared
        names = (name for name in Field if was.text(name) != self._value.text(name) or name in emptied)
        return next(names, None)
