"""พิมพ์: the forms of the role, each with why it cannot be printed now; beside them the chosen one as it will be printed.

Nothing leaves before it is written down; what is printed is what is seen, with its reference.
"""

import asyncio
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from viewer.base.errors import PrawatError
from viewer.consent.history import ConsentTold
from viewer.paper.formats import A4, A5, LABELS, Format
from viewer.screen.ask import dialog
from viewer.screen.complaints import code_of, complaint
from viewer.screen.context import PageContext
from viewer.screen.issuing import Copy, Sealing, issue, preview
from viewer.screen.papers import Asked
from viewer.screen.printing.beside import FormBeside, told_of_a_form
from viewer.screen.printing.options import Options
from viewer.screen.printout import Made, Printout
from viewer.screen.signing import SignButton
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import scrolled
from viewer.screen.widgets.labels import Label
from viewer.signin.roles import (
    CONSENT,
    CONSENT_HISTORY,
    LAB_TREND,
    LABEL,
    MEDICINE_LIST,
)
from viewer.view.forms.blocks import Form, Paper
from viewer.view.forms.catalog import WRITTEN, FormChoice
from viewer.visit.states import Open, State

_SIZE, _LEFT = (1220, 690), 370  # px


async def show_forms(context: PageContext) -> None:
    """The dialog over the open record; a form that has a page of its own opens that page."""
    if not isinstance(context.visit.state, Open):
        return
    shown = FormsDialog(context, context.visit.state)
    unwatch = context.visit.watch(shown.follow)
    try:
        await dialog(shown)
    finally:
        unwatch()
    if shown.page:
        if shown.form in WRITTEN and context.visit.chart is not None:
            context.visit.chart.referring.choose(shown.form)
        context.turn_to(shown.page)


class FormsDialog(FormBeside):
    """Follows the record while it is open. ``page`` is where the reader wants to go, "" = nowhere, to make ``form``."""

    _choices: dict[str, FormChoice]
    _consents: tuple[ConsentTold, ...] | None  # None: not looked up yet

    def __init__(self, context: PageContext, state: Open) -> None:
        super().__init__(context, context.words.say("Print a form"), _SIZE)
        self._state = state
        self.page, self.form, self._code = "", "", ""
        self._shown_of: tuple[object, ...] = ()
        self._choices = {}
        self._buttons: dict[str, QRadioButton] = {}
        self._whys: dict[str, Label] = {}
        self._consents = None
        self._whole.addLayout(self._column())
        self._whole.addWidget(self._paper, 1)
        self.follow(state)
        self._choose_first()

    def follow(self, state: State) -> None:
        """What can be printed, and the preview, as the record stands now."""
        made_of = (state.record, state.ledger, state.reconciliation) if isinstance(state, Open) else ()
        if not isinstance(state, Open) or not isValid(self) or made_of == self._shown_of:
            return
        self._state, self._shown_of = state, made_of
        papers = self._context.composer.papers
        self._choices = {choice.code: choice for choice in papers.choices(state)}
        for code, choice in self._choices.items():
            self._buttons[code].setEnabled(not choice.why)
            self._whys[code].setText(choice.why or choice.about)
        self._options.offer_tests(papers.analytes(state))
        self._ready()
        self._later.start()

    # --- building

    def _column(self) -> QVBoxLayout:
        theme, say = self._context.theme, self._context.words.say
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, theme.px(8), 0)
        body.setSpacing(theme.px(2))
        group = QButtonGroup(self)
        for choice in self._context.composer.papers.choices(self._state):
            button = self._buttons[choice.code] = QRadioButton(choice.title)
            button.setFont(theme.font("base", 500))
            button.setAccessibleDescription(choice.why or choice.about)
            button.clicked.connect(partial(self._choose, choice.code))
            group.addButton(button)
            body.addWidget(button)
            why = self._whys[choice.code] = Label(theme, choice.about, size="caption", tone="ink2", wrap=True)
            below = QHBoxLayout()
            below.setContentsMargins(theme.px(26), 0, 0, theme.px(4))
            below.addWidget(why)
            body.addLayout(below)
        self._options = Options(
            theme, self._context.words, self._context.composer.papers.first_size(self._state)
        )
        self._options.changed.connect(self._ready)
        self._options.changed.connect(self._later.start)
        self._list = body
        body.addStretch(1)
        frame = scrolled(inside)
        frame.setFixedWidth(theme.px(_LEFT))
        column = QVBoxLayout()
        column.setSpacing(theme.px(8))
        column.addWidget(frame, 1)
        self._trouble = Label(theme, "", size="small", tone="redink", wrap=True)
        self._trouble.hide()
        column.addWidget(self._trouble)
        self._go = Button(theme, say("Open its page"), icon="file-text")
        self._go.clicked.connect(self._open_page)
        self._save = Button(theme, say("Save as PDF"), icon="save")
        self._save.clicked.connect(lambda: self._context.errands.start("form save", self._printout().save()))
        self._sign = SignButton(self._context, say("Sign electronically"), "form sign", self._printout)
        self._print = Button(theme, say("Print"), kind=Kind.PRIMARY, icon="printer")
        self._print.clicked.connect(
            lambda: self._context.errands.start("form print", self._printout().print())
        )
        close = Button(theme, say("Close"), key="Esc")
        close.clicked.connect(self.reject)
        for widget in (self._go, self._print, self._sign, self._save, close):
            column.addWidget(widget)
        return column

    # --- choosing

    def _choose_first(self) -> None:
        """The first form that can be printed here."""
        here = [code for code, choice in self._choices.items() if not choice.why and not choice.page]
        if here:
            self._buttons[here[0]].setChecked(True)
            self._buttons[here[0]].setFocus()
            self._choose(here[0])

    def _choose(self, code: str, *_: object) -> None:
        self._code = code
        self._list.removeWidget(self._options)
        self._list.insertWidget(self._list.indexOf(self._buttons[code]) + 2, self._options)
        self._options.show_of(
            sizes=code == MEDICINE_LIST,
            stickers=code == LABEL,
            tests=code == LAB_TREND,
        )
        self._ready()
        self._later.start()

    def _ready(self) -> None:
        """Which keys can be pressed; the preview of what is made elsewhere is there."""
        choice, here = self._choices.get(self._code), self._is_here()
        self._print.setEnabled(here)
        self._save.setEnabled(here)
        self._sign.offer(self._code, here=here)
        self._go.setVisible(choice is not None and bool(choice.page))
        self._paper.setVisible(here)

    def _open_page(self) -> None:
        self.page, self.form = self._choices[self._code].page, self._code
        self.accept()

    # --- setting it

    @property
    def _asked(self) -> Asked:
        options = self._options
        return Asked(options.paper, options.label, options.analytes, self._consents or ())

    def _is_here(self) -> bool:
        """What is made elsewhere, or cannot be, has no preview here; nor has a page of no test."""
        choice = self._choices.get(self._code)
        empty = self._code == LAB_TREND and not self._options.analytes
        return choice is not None and not choice.why and not choice.page and not empty

    async def _show(self) -> None:
        code = self._code
        if code in (CONSENT, CONSENT_HISTORY):
            await self._look_up()
        made = self._context.composer.papers.made
        form = await asyncio.to_thread(made, self._state, code, self._asked, "")
        shown = preview(self._context, form) if isinstance(form, Form) and form.vouched else form
        pdf = await self._context.paper(shown)
        if isValid(self) and code == self._code:
            await self._paper.show_pdf(pdf)

    async def _look_up(self) -> None:
        """Once for the dialog; where the exchange does not say, the form stands without it and that is told."""
        chart = self._context.visit.chart
        if self._consents is not None or chart is None:
            return
        try:
            self._consents = await chart.consents.look()
        except PrawatError as error:
            if isValid(self):
                self._trouble.setText(complaint(self._context.words, code_of(error)).what)
                self._trouble.show()

    # --- leaving the program

    def _printout(self) -> Printout:
        """Of what is chosen now, whatever is chosen while its copies are made."""
        context, code, asked = self._context, self._code, self._asked
        paper = _format(code, asked)
        return Printout(
            context.window,
            context.words,
            context.notices,
            f"{code}.pdf",
            told_of_a_form(context.words),
            partial(self._finished, code, asked),
            (paper.page_width, paper.page_height),
        )

    async def _finished(
        self, code: str, asked: Asked, act: str, sealing: Sealing | None = None
    ) -> Made | None:
        """The form of the record as it stands now, with its reference, written down first."""
        chart, state = self._context.visit.chart, self._context.visit.state
        if chart is None or not isinstance(state, Open):
            return None
        papers = self._context.composer.papers
        if any(choice.code == code and choice.why for choice in papers.choices(state)):
            return None  # what was possible a moment ago is not any more: the menu says why
        kind = kind_of(code, asked)
        reference = await chart.exported(act, code, kind=kind)
        form = await asyncio.to_thread(papers.made, state, code, asked, reference)
        if isinstance(form, Form) and form.vouched:
            pdf = await issue(self._context, chart, form, Copy(kind, reference, sealing))
        else:
            pdf = await self._context.paper(form)
            chart.check_open()
        return Made(pdf)


def _format(code: str, asked: Asked) -> Format:
    """The size of paper that the printer is asked for."""
    if code == LABEL:
        return LABELS[asked.label]
    return A5 if code == MEDICINE_LIST and asked.paper is Paper.A5 else A4


def kind_of(code: str, asked: Asked) -> str:
    """Papers that take each other's place and are counted together: not two charts of different tests."""
    return " ".join((code, *sorted(asked.analytes or ()))) if code == LAB_TREND else code
