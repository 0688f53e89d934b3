"""A SMART Health Link on the next letter: off, until the clinician says that the patient agreed; for one paper only.

The link is the key to the letter's data, so it is made last, deposited after that was written down, and never shown on
the screen as text.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.ask import dialog
from viewer.screen.context import PageContext
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import Label
from viewer.view.forms.blocks import Form
from viewer.view.proof import link_on_paper
from viewer.view.sheet import Letter, Tone
from viewer.visit.chart import Chart
from viewer.visit.linking import LinkWish
from viewer.writing.health_link import Deposit

DAYS = (1, 7, 30)
_WIDTH = 520  # px


_Paper = TypeVar("_Paper", bound=Letter | Form)


async def with_link(context: PageContext, chart: Chart, letter: _Paper, wish: LinkWish | None) -> _Paper:
    """The letter, or the form made of it, with a link to its data, where one was asked for.

    Raises:
        OutboxUnwritable, ExchangeError, NotKept, WrongMoment: there is no link, and the letter must not leave as if.
    """
    address, words = context.visit.profile.health_links, context.words
    if wish is None or not letter.data:
        return letter
    until = context.visit.clock.now() + timedelta(days=wish.days)
    link = await chart.linking.make(address, Deposit(letter.data, until, wish.passcode, letter.title))
    context.notices.tell(
        words.say("Passcode of the link on this letter: {digits}", digits=wish.passcode.reveal()),
        words.say("Tell it to the patient or write it down for them: it is nowhere else"),
        tone=Tone.ACCENT, stays=True,
    )  # fmt: skip
    return replace(letter, link=link_on_paper(link.reveal(), until, words))


class LinkChoice(QWidget):
    """The switch below the ways out. Not to be seen where the exchange keeps no links."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._wish: LinkWish | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        say = context.words.say
        said = say("Link to the data on the next copy …")
        self._button = Button(context.theme, said, kind=Kind.CHOICE, size="small")
        self._button.clicked.connect(self._pressed)
        row.addWidget(self._button)
        row.addStretch(1)
        chart = context.visit.chart
        offered = context.visit.profile.health_links and chart is not None and chart.linking.allowed
        if not offered:  # it has no parent yet: to show it now would make it a window
            self.hide()

    def allow(self, allowed: bool) -> None:
        """Not on a paper that shows what is of restricted access: whoever has the link would read it."""
        self._button.setEnabled(allowed)
        if not allowed and self._wish is not None:
            self.take()

    def take(self) -> LinkWish | None:
        """What was asked for, once: the next paper has none again."""
        wish, self._wish = self._wish, None
        self._show()
        return wish

    def _pressed(self) -> None:
        if self._wish is not None:
            self._wish = None
        else:
            self._context.errands.start("health link", self._ask())
        self._show()

    async def _ask(self) -> None:
        chart = self._context.visit.chart
        if chart is None:
            return
        asking = LinkDialog(self._context)
        if await dialog(asking) == QDialog.DialogCode.Accepted.value:
            self._wish = LinkWish(asking.days(), chart.linking.new_passcode())
        self._show()

    def _show(self) -> None:
        wish, say = self._wish, self._context.words.say
        self._button.setChecked(wish is not None)
        said = say("Link to the data on the next copy …")
        if wish is not None:
            said = say("The next copy gets a link for {n} days: press to take it off", n=wish.days)
        self._button.setText(said)


class LinkDialog(QDialog):
    """What the link does, for how long, and that the patient agreed; nothing is chosen beforehand."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.window)
        theme, words, say = context.theme, context.words, context.words.say
        self.setWindowTitle(say("Link to the letter's data (SMART Health Link)"))
        self.setFixedWidth(theme.px(_WIDTH))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(16) for _ in range(4)))
        whole.setSpacing(theme.px(10))
        for said in _explained(words):
            whole.addWidget(Label(theme, said, wrap=True))
        warned = say("Whoever gets both the paper and the passcode reads the data; nobody sees who it was")
        whole.addWidget(Label(theme, warned, weight=600, tone="amberink", wrap=True))
        row = QHBoxLayout()
        row.addWidget(Label(theme, say("Can be opened for")))
        self._days = {days: QRadioButton(say("{n} days", n=days)) for days in DAYS}
        for days, choice in self._days.items():
            choice.setAccessibleName(f"{say('Can be opened for')} {say('{n} days', n=days)}")
            row.addWidget(choice)
        self._days[DAYS[0]].setChecked(True)
        row.addStretch(1)
        whole.addLayout(row)
        self._agreed = QCheckBox(say("I explained this, and the patient agreed"))
        whole.addWidget(self._agreed)
        whole.addStretch(1)
        keys = QHBoxLayout()
        keys.addStretch(1)
        no = Button(theme, say("Without a link"), key="Esc")
        self._yes = Button(theme, say("Put it on the next copy"), kind=Kind.PRIMARY)
        no.clicked.connect(self.reject)
        self._yes.clicked.connect(self.accept)
        self._yes.setEnabled(False)
        self._agreed.toggled.connect(self._yes.setEnabled)
        keys.addWidget(no)
        keys.addWidget(self._yes)
        whole.addLayout(keys)
        no.setFocus()

    def days(self) -> int:
        """For how long."""
        return next(days for days, choice in self._days.items() if choice.isChecked())


def _explained(words: Words) -> tuple[str, ...]:
    return (
        words.say(
            "A second QR code on the next copy lets another hospital read this letter's data by computer"
        ),
        words.say("It holds exactly what the letter shows, encrypted, and nothing of restricted access"),
        words.say("It needs a passcode of six digits, which is shown to you once and not printed"),
    )
