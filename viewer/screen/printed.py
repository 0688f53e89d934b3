"""มีข้อมูลใหม่หลังพิมพ์: told on whatever page is open, once for each facility that came later than the paper."""

from collections.abc import Callable

from viewer.base.words import Words
from viewer.screen.context import Composer
from viewer.screen.widgets.notices import Notice, NoticeStack
from viewer.signin.roles import RECONCILIATION, REFERRAL, REFERRAL_B, REFERRAL_C, REPLY
from viewer.view.sheet import Tone
from viewer.visit.states import Open

_PAGES = {
    REFERRAL: "referral",
    REFERRAL_B: "referral",
    REFERRAL_C: "referral",
    REPLY: "referral",
    RECONCILIATION: "medicines",
}  # where a form is printed again


class Printed:
    """Belongs to an open record."""

    def __init__(
        self, words: Words, composer: Composer, notices: NoticeStack, turn_to: Callable[[str], None]
    ) -> None:
        self._words, self._composer, self._notices, self._turn_to = words, composer, notices, turn_to
        self._looked_at: tuple[object, ...] = ()
        self._told: dict[str, frozenset[str]] = {}  # by reference of the paper: facilities that were told of
        self._notice: Notice | None = None

    def show_state(self, state: Open) -> None:
        """Look whether anything has come since a paper left."""
        made_of = (state.record, state.papers)
        if not state.papers or (self._looked_at and all(map(_same, made_of, self._looked_at))):
            return
        self._looked_at = made_of
        say = self._words.say
        for one in self._composer.letters.since(state):
            if one.facilities <= self._told.get(one.paper.reference, frozenset()):
                continue
            self._told[one.paper.reference] = one.facilities
            if self._notice is not None and self._notice in self._notices.shown:
                self._notice.close_now()
            page = _PAGES.get(one.paper.form, "")
            self._notice = self._notices.tell(
                one.headline, one.told, say("The paper that left does not have it"), tone=Tone.DOUBT,
                act=(say("Look at it and print it again"), self._opener(page)) if page else None, stays=True,
            )  # fmt: skip

    def _opener(self, page: str) -> Callable[[], None]:
        return lambda: self._turn_to(page)


def _same(one: object, other: object) -> bool:
    return one is other
