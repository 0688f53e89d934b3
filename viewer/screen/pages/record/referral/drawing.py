"""Rows of the record for the letter: put into the text where the keyboard is, or left off the paper."""

import asyncio
from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from viewer.screen.ask import dialog
from viewer.screen.context import PageContext
from viewer.screen.pages.record.referral.rows_dialog import RowsDialog
from viewer.view.referring.asked import Asked
from viewer.visit.referral import Field
from viewer.visit.referring import Referring
from viewer.visit.states import Open

ERRAND = "rows"


class Drawing:
    """What the two buttons do. ``field``: where the keyboard is, or was last."""

    def __init__(
        self,
        context: PageContext,
        referring: Callable[[], Referring | None],
        state: Callable[[], Open | None],
        field: Callable[[], Field | None],
    ) -> None:
        self._context, self._referring, self._state, self._field = context, referring, state, field
        self.shown: RowsDialog | None = None

    def draw(self) -> None:
        """Ask which rows go into the text; of the history where the keyboard is in no text that takes rows."""
        self._context.errands.start(ERRAND, self._draw())

    def choose(self) -> None:
        """Ask which rows stand on paper."""
        self._context.errands.start(ERRAND, self._choose())

    async def _draw(self) -> None:
        state, into, say = self._state(), self._into(), self._context.words.say
        if state is None:
            return
        letters = self._context.composer.letters
        found = await asyncio.to_thread(letters.candidates, state)
        title = say("From the record: {field}", field=into.label)
        shown = RowsDialog(self._context, title, found, frozenset(), draws=True)
        if not await self._agreed(shown):
            return
        lines = [one.words for one in found if one.key in shown.chosen]
        if lines and (referring := self._referring()) is not None:
            referring.draw(into.name, lines)

    async def _choose(self) -> None:
        state, say = self._state(), self._context.words.say
        if state is None:
            return
        every = await asyncio.to_thread(self._context.composer.letters.candidates, state)
        found = [one for one in every if not (one.fixed or one.text_only)]
        keys = frozenset(one.key for one in found)
        on_paper = keys - state.referral.left_out
        shown = RowsDialog(self._context, say("Rows on paper"), found, on_paper, draws=False)
        if await self._agreed(shown) and (referring := self._referring()) is not None:
            # What is not listed now (its source is asked again) stays as it was chosen.
            referring.leave_out((referring.value.left_out - keys) | (keys - shown.chosen))

    async def _agreed(self, shown: RowsDialog) -> bool:
        self.shown = shown
        try:
            return await dialog(shown) == QDialog.DialogCode.Accepted.value
        finally:
            self.shown = None

    def _into(self) -> Asked:
        fields = [asked for block in self._context.composer.letters.blocks() for asked in block.fields]
        takes = {asked.name: asked for asked in fields if asked.draws}
        return takes.get(self._field() or Field.HISTORY, takes[Field.HISTORY])
