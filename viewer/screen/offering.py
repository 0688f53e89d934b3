"""What the record offers for fields of the referral that nobody has touched, of an open record."""

from typing import TYPE_CHECKING

from viewer.screen.composing import Composing
from viewer.view.referring.offers import offers
from viewer.visit.referral import Field, ReferralDraft, offered
from viewer.visit.states import Open

if TYPE_CHECKING:
    from viewer.view.pen import Pen


class Offering:
    """Worked out once for each state of the record, not with every key."""

    def __init__(self, composing: Composing) -> None:
        self._composing = composing
        self._known: tuple[Pen, dict[Field, str]] | None = None

    def draft(self, state: Open) -> ReferralDraft:
        """The draft as it is seen and printed: with what the record knows in the fields that nobody has touched."""
        pen = self._composing.paper_pen(state)
        known = self._known
        if known is None or known[0] is not pen:
            known = self._known = (pen, offers(pen))
        return offered(state.referral, known[1])

    def of(self, state: Open, name: Field) -> str:
        """What of the record stands in a field now; "" where somebody wrote in it or emptied it."""
        return "" if name in state.referral.said else self.draft(state).text(name)

    def forget(self) -> None:
        """The record is closed."""
        self._known = None
