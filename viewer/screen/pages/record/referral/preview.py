"""The letter as it will be printed, set again a moment after each change, away from the window's thread.

One is set at a time. When the draft has moved on, what is being set is dropped at its next step, unless nothing new
was shown for a while: who types on and on still sees the paper follow.
"""

import asyncio
from operator import is_
from time import monotonic

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from viewer.screen.context import PageContext
from viewer.screen.issuing import preview
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.paper_view import PaperView
from viewer.visit.states import Open

PAUSE_MS = 250  # after the last key before the letter is set again
_LONGEST = 0.8  # seconds that who types on sees no new paper
ERRAND = "letter"


class Preview(QObject):
    """Keeps ``paper`` showing the letter of the newest state that was wanted."""

    def __init__(self, context: PageContext, card: Card, paper: PaperView) -> None:
        super().__init__(paper)
        self._context, self._card, self._paper = context, card, paper
        self._wanted: Open | None = None
        self._shown: tuple[object, ...] = ()
        self._shown_at = 0.0
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._later.timeout.connect(self._begin)
        paper.fits_otherwise.connect(self._again)

    def want(self, state: Open) -> None:
        """Show this state's letter in a moment. The record's own arrivals wait no longer than keys do."""
        self._wanted = state
        late = monotonic() - self._shown_at > _LONGEST
        if not self.shows(state) and not (self._later.isActive() and late):
            self._later.start()

    def _again(self) -> None:
        self._shown = ()
        self._later.start()

    def shows(self, state: Open) -> bool:
        """Whether the paper is the letter of this state."""
        made_of = _made_of(state)
        return len(self._shown) == len(made_of) and all(map(is_, self._shown, made_of))

    def _begin(self) -> None:
        if not self._context.errands.start(ERRAND, self._set()):
            self._later.start()  # one is being set: it looks for newer ones itself, and ends in a moment

    async def _set(self) -> None:
        began = monotonic()
        while (state := self._wanted) is not None and not self.shows(state) and isValid(self):
            await self._show(state, began)

    async def _show(self, state: Open, began: float) -> None:
        """One letter. Away from the window's thread, and given up between two steps once it is stale."""

        def stale() -> bool:
            return self._wanted is not state and monotonic() - max(self._shown_at, began) < _LONGEST

        composer = self._context.composer
        made = await asyncio.to_thread(composer.papers.of_written, state, composer.forms.layout(state), "")
        if stale():
            return
        pdf = await self._context.paper(preview(self._context, made))
        if stale() or not isValid(self._paper):
            return
        pages = await self._paper.show_pdf(pdf, stale)
        if pages:
            self._shown, self._shown_at = _made_of(state), monotonic()
            self._card.say(caption=self._context.words.say("{n} pages", n=pages))


def _made_of(state: Open) -> tuple[object, ...]:
    return state.record, state.ledger, state.referral
