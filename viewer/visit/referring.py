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
from viewer.visit.undoing import Undoing

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
        self._clock, self._check, self.allowed = clock, check, allowed
        self._written = Undoing(value, check, show)
        self._typing: tuple[Field, datetime] | None = None

    @property
    def value(self) -> ReferralDraft:
        """How it stands."""
        return self._written.value

    @property
    def steps(self) -> tuple[int, int]:
        """How many acts can be undone, and how many done again."""
        return self._written.steps

    def type(self, name: Field, text: str, over: str = "") -> None:
        """What stands in a field now, key by key; ``over`` what the record knew, where it stood there until then.

        Raises:
            WrongMoment: the record was closed, or the role writes no referrals.
        """
        now, last = self._clock.now(), self._typing
        by_hand = abs(len(text) - len(self.value.text(name))) < _PASTED
        following = by_hand and last is not None and last[0] is name and now - last[1] < PAUSE
        if self._become(written_over(self.value, name, text, over), merge=following):
            self._typing = (name, now) if by_hand else None

    def fill(self, texts: Mapping[Field, str]) -> None:
        """Texts of a template, where nothing stands yet: one step."""
        self._become(filled(self.value, texts))

    def put(self, texts: Mapping[Field, str]) -> None:
        """What was chosen for several fields at once, whatever stands there: one step."""
        self._become(written(self.value, texts))

    def draw(self, name: Field, lines: Iterable[str]) -> None:
        """Lines of the record put into a field: one step."""
        self._become(drawn_into(self.value, name, lines))

    def leave_out(self, keys: frozenset[str]) -> None:
        """The rows that the paper does not show."""
        self._become(left_out(self.value, keys))

    def undo(self) -> Field | None:
        """Take the last step back. The field that it changed; None when there was none, or it was no field's."""
        return self._changed(self._written.undo())

    def redo(self) -> Field | None:
        """Do again what was undone; the field as above."""
        return self._changed(self._written.redo())

    def choose(self, form: str) -> None:
        """Which form is made of what is written; no step that is undone.

        Raises:
            WrongMoment: the record was closed.
        """
        self._written.amend(lambda draft: replace(draft, form=form))

    def show_opened(self, opened: bool) -> None:
        """Whether rows of restricted access that were opened stand on paper, too: one step.

        Raises:
            WrongMoment: the record was closed, or the role writes no referrals.
        """
        self._become(with_opened(self.value, opened))

    def left(self, form: str, value: ReferralDraft) -> None:
        """``value`` has left as this form, on paper or as a file: see Undoing."""
        self._written.left(value, replace(value, out=value.out | {form}))
        self._typing = None

    def _become(self, value: ReferralDraft, *, merge: bool = False) -> bool:
        self._check()
        if not self.allowed:
            raise WrongMoment("this role writes no referrals")
        changed = self._written.become(value, merge=merge)
        if changed:
            self._typing = None
        return changed

    def _changed(self, was: ReferralDraft | None) -> Field | None:
        """The first field that stands otherwise now."""
        if was is None:
            return None
        self._typing = None
        emptied = was.cleared ^ self.value.cleared
        names = (name for name in Field if was.text(name) != self.value.text(name) or name in emptied)
        return next(names, None)
