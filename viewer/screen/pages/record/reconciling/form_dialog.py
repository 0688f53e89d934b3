"""The form as it will be printed, and beside it what turns it into one: who told, who signs; print, save, send."""

from collections.abc import Coroutine
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QRadioButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from viewer.base.errors import PrawatError
from viewer.screen.complaints import code_of, complaint
from viewer.screen.context import PageContext
from viewer.screen.issuing import Copy, Sealing, issue, preview
from viewer.screen.pages.record.reconciling.progress_card import signed_words
from viewer.screen.printing.beside import FormBeside, told_of_a_form
from viewer.screen.printout import Made, Printout
from viewer.screen.signing import SignButton
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import scrolled
from viewer.screen.widgets.labels import Label
from viewer.signin.roles import RECONCILIATION
from viewer.view.reconciling.terms import informants, kinds
from viewer.visit.reconciliation import ASKED, Informant
from viewer.visit.reconciliation import Kind as Origin
from viewer.visit.states import Open

_SIZE, _LEFT = (1180, 690), 330  # px


class FormDialog(FormBeside):
    """Follows the record while it is open. Nothing leaves before it is written down."""

    def __init__(self, context: PageContext, state: Open) -> None:
        super().__init__(context, context.words.say("Medication reconciliation record"), _SIZE)
        self._state, theme = state, context.theme
        inside = QWidget()
        self._left = QVBoxLayout(inside)
        self._left.setContentsMargins(0, 0, theme.px(8), 0)
        self._left.setSpacing(theme.px(6))
        self._build()
        column = scrolled(inside)
        column.setFixedWidth(theme.px(_LEFT))
        self._whole.addWidget(column)
        self._whole.addWidget(self._paper, 1)
        self.show_state(state)

    def show_state(self, state: Open) -> None:
        """Draw it as it stands now."""
        self._state = state
        value, say = state.reconciliation, self._context.words.say
        review = self._context.composer.forms.review(state)
        self._progress.setText(review.progress)
        _tell(self._waiting, review.waiting)
        self._signed.setText(signed_words(self._context.words, review, value))
        self._informants[value.informant].setChecked(True)
        told_of = {extra.kind for extra in value.extras}
        for kind, box in self._denied.items():
            box.setEnabled(kind not in told_of)
            box.setChecked(kind in value.denied)
        self._opened.setVisible(any(row.opened for row in state.record.hidden))
        fresh = self._is_fresh()
        self._sign.setEnabled(value.begun and not fresh)
        self._sign.set_kind(Kind.PLAIN if fresh else Kind.PRIMARY)
        self._seal.offer(RECONCILIATION, here=fresh)
        why = self._why_not(fresh=fresh)
        self._send.setEnabled(not why)
        self._send.set_kind(Kind.PRIMARY if not why else Kind.PLAIN)
        _tell(self._why, why)
        undecided = len(review.undecided)
        _tell(self._undecided, say("{n} are printed as not decided", n=undecided) if undecided else "")
        self._later.start()

    @property
    def opened(self) -> bool:
        """Whether restricted rows that were opened are printed and sent, too."""
        return not self._opened.isHidden() and self._opened.isChecked()

    def _is_fresh(self) -> bool:
        """Whether it is signed by name, and the record still shows what it showed then."""
        signed = self._state.reconciliation.signed
        return signed is not None and signed.seen == self._context.composer.forms.review(self._state).seen

    # --- building

    def _build(self) -> None:
        theme, say, body = self._context.theme, self._context.words.say, self._left
        body.addWidget(Label(theme, say("Medication reconciliation record"), size="head", wrap=True))
        self._progress = Label(theme, "", weight=600)
        self._waiting = Label(theme, "", size="small", tone="amberink", wrap=True)
        self._undecided = Label(theme, "", size="small", tone="amberink", wrap=True)
        for label in (self._progress, self._waiting, self._undecided):
            body.addWidget(label)
        self._ask(body)
        self._signed = Label(theme, "", size="small", tone="ink2", wrap=True)
        self._sign = Button(theme, say("Sign by name"), icon="check", size="large")
        self._sign.clicked.connect(lambda: self._start("form sign", self._signing()))
        body.addSpacing(theme.px(6))
        body.addWidget(self._signed)
        body.addWidget(self._sign)
        self._opened = QCheckBox(say("Print and send rows of restricted access that were opened"))
        self._opened.setFont(theme.font("small"))
        self._opened.toggled.connect(self._later.start)
        body.addWidget(self._opened)
        self._print = Button(theme, say("Print"), icon="printer")
        self._print.clicked.connect(lambda: self._start("form print", self._printout().print()))
        self._save = Button(theme, say("Save as PDF"), icon="save")
        self._save.clicked.connect(lambda: self._start("form save", self._printout().save()))
        self._seal = SignButton(self._context, say("Sign electronically"), "form seal", self._printout)
        self._send = Button(theme, say("Send to the exchange"), icon="send")
        self._send.clicked.connect(lambda: self._start("form send", self._sending()))
        self._why = Label(theme, "", size="small", tone="ink2", wrap=True)
        self._trouble = Label(theme, "", size="small", tone="redink", wrap=True)
        self._trouble.hide()
        for widget in (self._print, self._save, self._seal, self._send, self._why, self._trouble):
            body.addWidget(widget)
        body.addStretch(1)
        close = Button(theme, say("Close"), key="Esc")
        close.clicked.connect(self.accept)
        body.addWidget(close)

    def _ask(self, body: QVBoxLayout) -> None:
        """Who told, and what was asked for and denied."""
        theme, words = self._context.theme, self._context.words
        body.addWidget(Label(theme, words.say("Who told how they are taken"), size="small", weight=600))
        self._informants: dict[Informant, QRadioButton] = {}
        for informant, word in informants(words).items():
            choice = self._informants[informant] = QRadioButton(word)
            choice.setFont(theme.font("small"))
            choice.clicked.connect(self._told)
            body.addWidget(choice)
        self._denied: dict[Origin, QCheckBox] = {}
        for kind in ASKED:
            said = words.say("{kind}: none, says the informant", kind=kinds(words)[kind])
            box = self._denied[kind] = QCheckBox(said)
            box.setFont(theme.font("small"))
            box.clicked.connect(self._told)
            body.addWidget(box)

    # --- acts

    def _start(self, name: str, act: Coroutine[Any, Any, None]) -> None:
        self._trouble.hide()
        self._context.errands.start(name, act)

    def _told(self, *_: object) -> None:
        chart = self._context.visit.chart
        if chart is not None:
            denied = frozenset(kind for kind, box in self._denied.items() if box.isChecked())
            informant = next(known for known, choice in self._informants.items() if choice.isChecked())
            chart.reconciling.tell(informant=informant, denied=denied)

    def _why_not(self, *, fresh: bool) -> str:
        """Why it cannot be sent now; "" when it can be."""
        chart, say = self._context.visit.chart, self._context.words.say
        if chart is None:
            return ""
        obstacle = chart.reconciling.obstacle
        if obstacle == "" and not fresh:
            return say("New data came after it was signed: look through it again")
        return {
            "not-taken": say("The exchange does not say that it takes lists of medicines: print it instead"),
            "not-granted": say("What was granted at sign-in does not include sending it: print it instead"),
            "empty": say("Nothing is decided yet"),
            "unsigned": say("Sign it before it is sent"),
            "sent": say("The exchange has it"),
        }.get(obstacle, "")

    async def _signing(self) -> None:
        chart = self._context.visit.chart
        if chart is not None:
            review = self._context.composer.forms.review(self._state)
            await self._telling(chart.reconciling.sign(review.seen, review.asking))

    async def _sending(self) -> None:
        chart = self._context.visit.chart
        if chart is None:
            return
        made = self._context.composer.forms.reconciled(self._state, opened=self.opened)
        if made is not None:
            self._send.setEnabled(False)
            await self._telling(chart.reconciling.send(made, with_restricted=self.opened))

    async def _telling(self, act: Coroutine[Any, Any, object]) -> None:
        """What goes wrong is told here, with what is safe: all that was decided is."""
        say = self._context.words.say
        try:
            await act
        except PrawatError as error:
            if isValid(self):
                told = complaint(self._context.words, code_of(error))
                safe = say("All that was decided is kept; sent again it does not stand there twice")
                self._trouble.setText(" · ".join((told.what, safe, say("Try again"))))
                self._trouble.show()
                self.show_state(self._state)

    def _printout(self) -> Printout:
        context, told = self._context, told_of_a_form(self._context.words)
        finished = partial(self._finished, self.opened)
        return Printout(context.window, context.words, context.notices, "reconciliation.pdf", told, finished)

    async def _finished(self, opened: bool, act: str, sealing: Sealing | None = None) -> Made | None:
        """The form with its reference, written down first. None where it is to be signed and is stale: new data may
        come while the key is asked for."""
        chart = self._context.visit.chart
        if chart is None or self._is_stale(sealing):
            return None
        reference = await chart.exported(act, RECONCILIATION, with_restricted=opened)
        state = self._state
        if self._is_stale(sealing):
            return None
        form = self._context.composer.forms.medicines(state, opened=opened, reference=reference)
        pdf = await issue(self._context, chart, form, Copy(RECONCILIATION, reference, sealing))
        return Made(pdf, partial(chart.reconciling.left, state.reconciliation))

    def _is_stale(self, sealing: Sealing | None) -> bool:
        """Whether it may not be signed as it stands now; then it is told."""
        stale = sealing is not None and not self._is_fresh()
        if stale and isValid(self):
            self._trouble.setText(
                self._context.words.say("New data came after it was signed: look through it again")
            )
            self._trouble.show()
        return stale

    async def _show(self) -> None:
        form = self._context.composer.forms.medicines(self._state, opened=self.opened, reference="")
        pdf = await self._context.paper(preview(self._context, form))
        if isValid(self):
            await self._paper.show_pdf(pdf)


def _tell(label: Label, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
