"""ส่งต่อ: what the clinician adds on the left, the letter as it will be printed on the right; save, print."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.issuing import Seal, issue, preview
from viewer.screen.pages.record.signing import Change, Signing
from viewer.screen.pages.record.signing_key import sign_words
from viewer.screen.printout import Printout, Told, write_whole
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.labels import Label
from viewer.screen.widgets.paper_view import PaperView
from viewer.view.letter import LetterDraft
from viewer.view.sheet import Tone
from viewer.visit.states import Open

FORM, SHEET_WIDTH = 400, 820  # px: the fields; a page of the preview
PAUSE_MS = 400  # after the last key before the letter is set again
# Field of the draft, message, lines: in the order of the letter.
FIELDS = (
    ("to", "To (facility, department)", 1),
    ("urgency", "Urgency", 1),
    ("asked", "Please", 3),
    ("treatment", "Treatment given so far", 3),
    ("cause", "Reason for referral", 2),
)


class ReferralPage(QWidget):
    """The letter is set again a moment after each change; what is printed is what was seen."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._state: Open | None = None
        self._shown_for: tuple[object, ...] = ()
        self._fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        theme = context.theme
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._later.timeout.connect(self._set)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        form = self._form()
        form.setFixedWidth(theme.px(FORM))
        whole.addWidget(form)
        self._preview = Card(theme, context.words.say("Letter as it will be printed"), icon="file-text")
        name = context.words.say("Letter as it will be printed")
        self._paper = PaperView(theme, context.words, name, SHEET_WIDTH)
        self._preview.body.addWidget(self._paper, 1)
        whole.addWidget(self._preview, 1)

    def show_state(self, state: Open) -> None:
        """Set the letter anew when the record or the ledger changed; what was typed stays."""
        self._state = state
        if self._shown_for != (state.record, state.ledger):
            self._later.start()

    def focus_first(self) -> None:
        """Keyboard to the first field."""
        self._fields["to"].setFocus()

    def print_now(self) -> None:
        """Ctrl+P."""
        self._context.errands.start("print", self._printout().print())

    def draft(self) -> LetterDraft:
        """What was typed."""
        typed = {
            name: field.text() if isinstance(field, QLineEdit) else field.toPlainText()
            for name, field in self._fields.items()
        }
        return LetterDraft(
            to=typed["to"], urgency=typed["urgency"], asked=typed["asked"], treatment=typed["treatment"],
            cause=typed["cause"],
        )  # fmt: skip

    # --- building

    def _form(self) -> Card:
        say, theme = self._context.words.say, self._context.theme
        card = Card(theme, say("Referral letter"), icon="send")
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(*(theme.px(side) for side in (14, 8, 14, 12)))
        body.setSpacing(theme.px(4))
        for name, message, lines in FIELDS:
            body.addWidget(Label(theme, say(message), size="small", weight=600))
            body.addWidget(self._field(name, say(message), lines))
            body.addSpacing(theme.px(6))
        hint = say("Fields left empty are printed as dotted lines to write on")
        body.addWidget(Label(theme, hint, size="caption", tone="ink2", wrap=True))
        body.addStretch(1)
        keys = QHBoxLayout()
        keys.setSpacing(theme.px(8))
        self._save_button = Button(theme, say("Save as PDF"), icon="save")
        self._save_button.clicked.connect(
            lambda: self._context.errands.start("save", self._printout().save())
        )
        self._print_button = Button(theme, say("Print"), kind=Kind.PRIMARY, icon="printer", key="Ctrl+P")
        self._print_button.clicked.connect(self.print_now)
        self._sign_button = Button(theme, sign_words(self._context), icon="shield-check")
        self._sign_button.clicked.connect(lambda: self._context.errands.start("sign", self._sign()))
        keys.addWidget(self._save_button)
        keys.addWidget(self._print_button, 1)
        body.addLayout(keys)
        body.addWidget(self._sign_button)
        card.body.addWidget(inside, 1)
        return card

    def _field(self, name: str, label: str, lines: int) -> QWidget:
        theme = self._context.theme
        field: QLineEdit | QPlainTextEdit = QLineEdit() if lines == 1 else QPlainTextEdit()
        if isinstance(field, QPlainTextEdit):
            field.setFixedHeight(theme.px(18) + theme.line("base") * lines)
            field.setTabChangesFocus(True)
        field.setAccessibleName(label)
        field.textChanged.connect(self._later.start)
        self._fields[name] = field
        return field

    # --- setting the letter

    def _set(self) -> None:
        if self._state is None:
            return
        if not self._context.errands.start("letter", self._show_letter(self._state)):
            self._later.start()

    async def _show_letter(self, state: Open) -> None:
        letter = self._context.composer.letter(state, self.draft(), "")
        pages = await self._paper.show_pdf(await self._context.paper(preview(self._context, letter)))
        self._shown_for = (state.record, state.ledger)
        self._preview.say(caption=self._context.words.say("{n} pages", n=pages))

    # --- leaving the program

    async def finished(
        self, act: str, change: Change | None = None, seal: Seal | None = None
    ) -> bytes | None:
        """The letter with its reference, written down first; ``change`` is made to it at the end, then ``seal``."""
        chart = self._context.visit.chart
        if chart is None or self._state is None:
            return None
        reference = await chart.exported(act)
        letter = self._context.composer.letter(self._state, self.draft(), reference)
        return await issue(self._context, chart, change(letter) if change is not None else letter, seal)

    async def _sign(self) -> None:
        say = self._context.words.say
        try:
            path = await Signing(self._context, self.finished, write_whole).sign()
        except OSError:
            self._context.notices.tell(
                say("The letter was not saved"), say("The file could not be written: disk full or no permission"),
                say("Choose another place or print it"), tone=Tone.DOUBT, stays=True,
            )  # fmt: skip
            return
        if path is not None:
            self._context.notices.tell(
                say("The letter is signed and saved"), say("It holds health data: keep it safe")
            )

    def _printout(self) -> Printout:
        context, say = self._context, self._context.words.say
        told = Told(
            say("The letter is saved"),
            say("The letter was not saved"),
            say("The letter was sent to the printer"),
        )
        return Printout(context.window, context.words, context.notices, "referral.pdf", told, self.finished)
