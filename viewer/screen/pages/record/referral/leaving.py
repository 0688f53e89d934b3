"""Below the blocks: what is missing, what came since the last copy, and the ways out: save, print, sign.

Nothing stops a letter that cannot wait: what is missing is said, and printed as dotted lines.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout

from viewer.screen.context import PageContext
from viewer.screen.issuing import Copy, Sealing, issue
from viewer.screen.linking import LinkChoice, with_link
from viewer.screen.printout import Made, Printout, Told, goes_as_it_is
from viewer.screen.signing import SignButton
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import Label
from viewer.signin.roles import REFERRAL, REPLY
from viewer.visit.referral import Field, ReferralDraft
from viewer.visit.states import Open


class Leaving(QFrame):
    """Asks ``state`` for what is to be printed at the moment it is.

    Signals:
        field_wanted(object): a field that is still empty was asked for.
    """

    field_wanted = Signal(object)

    def __init__(self, context: PageContext, state: Callable[[], Open | None]) -> None:
        super().__init__()
        self._context, self._state = context, state
        self._shown: tuple[object, ...] = ()
        theme, say = context.theme, context.words.say
        self.setProperty("role", "cardfoot")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (10, 6, 10, 8)))
        whole.setSpacing(theme.px(4))
        self.since = Label(theme, "", size="small", tone="amberink", wrap=True)
        self.missing = Button(theme, say("Go there"), kind=Kind.LINK, size="small")
        self.missing.clicked.connect(self._go)
        self.lacks = Label(theme, "", size="small", tone="ink2", wrap=True)
        whole.addWidget(self.since)
        lacking = QHBoxLayout()
        lacking.addWidget(self.lacks, 1)
        lacking.addWidget(self.missing, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(lacking)
        for widget in (self.since, self.missing, self.lacks):
            widget.hide()
        keys = QHBoxLayout()
        keys.setSpacing(theme.px(8))
        save = Button(theme, say("Save as PDF"), icon="save")
        save.clicked.connect(lambda: context.errands.start("save", self.printout().save()))
        printing = Button(theme, say("Print"), kind=Kind.PRIMARY, icon="printer", key="Ctrl+P")
        printing.clicked.connect(self.print_now)
        self._signing = SignButton(context, say("Sign the letter"), "sign", self.printout)
        keys.addWidget(save)
        keys.addWidget(self._signing)
        keys.addWidget(printing, 1)
        whole.addLayout(keys)
        self._link = LinkChoice(context)
        whole.addWidget(self._link)
        self._opened = QCheckBox(say("Print rows of restricted access that were opened, too"))
        self._opened.setFont(theme.font("small"))
        self._opened.clicked.connect(self._show_opened)
        self._opened.hide()
        whole.addWidget(self._opened)

    def show_state(self, state: Open) -> None:
        """What is missing now, and what came since."""
        made_of = (state.record, state.ledger, state.referral, state.papers)
        if len(self._shown) == 4 and all(
            one is other for one, other in zip(self._shown, made_of, strict=True)
        ):
            return
        self._shown = made_of
        say, letters = self._context.words.say, self._context.composer.letters
        form = self._context.composer.forms.layout(state)
        self._signing.offer(form)
        self._opened.setVisible(state.referral.opened or any(row.opened for row in state.record.hidden))
        self._opened.setChecked(state.referral.opened)
        self._link.allow(not state.referral.opened)
        self._missing = letters.missing(state)
        named = " · ".join(asked.label for asked in self._missing)
        self.missing.setVisible(bool(self._missing))
        _tell(self.lacks, say("Still missing: {list}", list=named) if named else "")
        news = [
            one
            for one in letters.since(state)
            if one.paper.form == self._context.composer.forms.layout(state)
        ]
        _tell(self.since, " · ".join(f"{one.headline} · {one.told}" for one in news))

    def print_now(self) -> None:
        """Name what is missing, ask for the printer, then print."""
        self._context.errands.start("print", self._print())

    async def _finished(self, form: str, act: str, sealing: Sealing | None = None) -> Made | None:
        """The form with its reference, written down first."""
        chart = self._context.visit.chart
        if chart is None:
            return None
        written = chart.state.referral
        kind = kind_of(form, written)
        reference = await chart.exported(act, form, kind=kind, with_restricted=written.opened)
        state = replace(chart.state, referral=written)
        made = await asyncio.to_thread(self._context.composer.papers.of_written, state, form, reference)
        made = await with_link(self._context, chart, made, self._link.take())
        pdf = await issue(self._context, chart, made, Copy(kind, reference, sealing))
        return Made(pdf, partial(chart.referring.left, form, written))

    def _show_opened(self, opened: bool) -> None:
        chart = self._context.visit.chart
        if chart is not None:
            chart.referring.show_opened(opened)

    def _go(self) -> None:
        if self._missing:
            self.field_wanted.emit(self._missing[0].name)

    def _lacking(self) -> str:
        """What is missing, in words; "" when nothing is, or when the letter cannot wait."""
        state = self._state()
        return self._context.composer.letters.lacking(state) if state is not None else ""

    async def _print(self) -> None:
        context, lacking = self._context, self._lacking()
        if lacking and not await goes_as_it_is(context.window, context.words, lacking):
            self._go()
            return
        await self.printout().print()

    def printout(self) -> Printout:
        """The form that is chosen now, on its way out."""
        context, say, state = self._context, self._context.words.say, self._state()
        form = context.composer.forms.layout(state) if state is not None else REFERRAL
        told = Told(
            say("The letter is saved"),
            say("The letter was not saved"),
            say("The letter was sent to the printer"),
            say("The letter is signed and saved"),
        )
        return Printout(
            context.window,
            context.words,
            context.notices,
            f"{form}.pdf",
            told,
            partial(self._finished, form),
            lacking=self._lacking,
        )


def kind_of(form: str, written: ReferralDraft) -> str:
    """Papers that take each other's place: not the replies to two referrals."""
    return f"{form} {written.text(Field.REPLY_NUMBER)}" if form == REPLY else form


def _tell(label: Label, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
