"""What the record offers for fields of the referral that nobody has touched, of an open record."""

from viewer.screen.composing import Composing
from viewer.view.referring.offers import offers
from viewer.visit.referral import Field, ReferralDraft, offered
from viewer.visit.states import Open


class Offering:
    """Worked out once for each state of the record, not with every key."""

    def __init__(self, composing: Composing) -> None:
        self._composing = composing

    def draft(self, state: Open) -> ReferralDraft:
        """The draft as it is seen and printed: with what the record knows in the fields that nobody has touched."""
        return offered(state.referral, self._composing.of_paper(state, "offers", offers))

    def of(self, state: Open, name: Field) -> str:
        """What of the record stands in a field now; "" where somebody wrote in it or emptied it."""
        return "" if name in state.referral.said else self.draft(state).text(name)
