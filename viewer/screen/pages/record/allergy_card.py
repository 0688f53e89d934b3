"""บัตรแพ้ยา as it will be printed: looked at, then printed or saved; where none may be issued, why."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout
from shiboken6 import isValid

from viewer.screen.ask import dialog
from viewer.screen.context import PageContext
from viewer.screen.issuing import Copy, Sealing, issue, preview
from viewer.screen.printout import Made, Printout, Told
from viewer.screen.signing import SignButton
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import Label
from viewer.screen.widgets.paper_view import PaperView
from viewer.signin.roles import ALLERGY_CARD
from viewer.view.allergy_card import AllergyCard
from viewer.view.sheet import Tone
from viewer.visit.states import Open, State

_SIZE, _PAGE = (900, 660), 820  # px
_PAUSE_MS = 250  # before it is tried again to set a card while one is being set


async def show_card(context: PageContext) -> None:
    """The card of the open record in a dialog, or a notice that says why none may be issued."""
    state = context.visit.state
    if not isinstance(state, Open):
        return
    if reasons := context.composer.forms.why_no_card(state):
        refuse(context, reasons)
        return
    shown = CardDialog(context)
    unwatch = context.visit.watch(shown.follow)
    try:
        await dialog(shown)
    finally:
        unwatch()


def refuse(context: PageContext, reasons: tuple[str, ...]) -> None:
    """Say why there is no card, allergen by allergen."""
    say = context.words.say
    context.notices.tell(
        say("No allergy card: it is only for an allergy that was assessed"), " · ".join(reasons),
        say("Have it assessed first, or look at the rows of each facility"), tone=Tone.DOUBT, stays=True,
    )  # fmt: skip


class CardDialog(QDialog):
    """Follows the record while it is open. Nothing leaves before it is written down."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.window)
        self._context, self._wanted = context, context.visit.state
        self._shown_of: object = None
        self._later = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._later.timeout.connect(self._set)
        theme, say = context.theme, context.words.say
        self.setWindowTitle(say("Drug allergy card"))
        self.resize(*(theme.px(side) for side in _SIZE))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(12) for _ in range(4)))
        whole.setSpacing(theme.px(8))
        about = say(
            "Only assessed allergies stand on it. Look at it with the patient before it is handed over"
        )
        whole.addWidget(Label(theme, about, size="small", tone="ink2", wrap=True))
        self._paper = PaperView(theme, context.words, say("Card as it will be printed"), _PAGE)
        whole.addWidget(self._paper, 1)
        keys = QHBoxLayout()
        keys.setSpacing(theme.px(8))
        save = Button(theme, say("Save as PDF"), icon="save")
        save.clicked.connect(lambda: context.errands.start("card save", self._printout().save()))
        sign = SignButton(context, say("Sign electronically"), "card sign", self._printout)
        sign.offer(ALLERGY_CARD)
        self._print = Button(theme, say("Print"), kind=Kind.PRIMARY, icon="printer")
        self._print.clicked.connect(lambda: context.errands.start("card print", self._printout().print()))
        close = Button(theme, say("Close"), key="Esc")
        close.clicked.connect(self.accept)
        keys.addWidget(save)
        keys.addWidget(sign)
        keys.addWidget(self._print)
        keys.addStretch(1)
        keys.addWidget(close)
        whole.addLayout(keys)
        self.follow(context.visit.state)
        self._print.setFocus()

    def follow(self, state: State) -> None:
        """Set the card anew when the record changed; close it when none may be issued any more."""
        if not isinstance(state, Open) or not isValid(self) or self._shown_of is state.record:
            return
        if reasons := self._context.composer.forms.why_no_card(state):
            refuse(self._context, reasons)
            self.reject()
            return
        self._wanted, self._shown_of = state, state.record
        self._set()

    def _set(self) -> None:
        if not self._context.errands.start("card preview", self._show()):
            self._later.start()  # an older one is being set, perhaps for a dialog that was closed a moment ago

    async def _show(self) -> None:
        if not isinstance(self._wanted, Open):
            return
        pdf = await self._context.paper(preview(self._context, self._card(self._wanted, "")))
        if isValid(self):
            await self._paper.show_pdf(pdf)

    def _card(self, state: Open, reference: str) -> AllergyCard:
        return self._context.composer.forms.allergy_card(state, reference=reference)

    def _printout(self) -> Printout:
        context, say = self._context, self._context.words.say
        told = Told(
            say("The card is saved"), say("The card was not saved"), say("The card was sent to the printer"),
            say("The card is signed and saved"),
        )  # fmt: skip
        return Printout(
            context.window, context.words, context.notices, "allergy-card.pdf", told, self._finished
        )

    async def _finished(self, act: str, sealing: Sealing | None = None) -> Made | None:
        """The card of the record as it stands now, with its reference, written down first."""
        chart, state = self._context.visit.chart, self._context.visit.state
        if chart is None or not isinstance(state, Open):
            return None
        if reasons := self._context.composer.forms.why_no_card(state):
            refuse(self._context, reasons)
            return None
        reference = await chart.exported(act, ALLERGY_CARD)
        copy = Copy(ALLERGY_CARD, reference, sealing)
        return Made(await issue(self._context, chart, self._card(state, reference), copy))
