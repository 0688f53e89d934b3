"""Nothing to show: why, facility by facility, and what can be done now. Silence is never drawn as health."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.exchange.ledger import RETRIABLE
from viewer.screen.context import PageContext
from viewer.screen.pages.record.facility_line import FacilityLine, Part, heads
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import Card, column, scrolled
from viewer.screen.widgets.labels import IconView, Label, rule
from viewer.signin.roles import ROLES
from viewer.view.discretion import discreet
from viewer.view.drawer import ledger_section
from viewer.visit.states import Open

ACTS = 400  # px: the column of what can be done
_PARTS = (Part(1, 226), Part(2, 180), Part(3, wrap=True), Part(6, 92, quiet=False))


def nothing_found(state: Open) -> bool:
    """Whether every facility has had its say and not one row that may be shown came of it."""
    asked = state.ledger.lines and not state.ledger.asking
    return bool(asked) and all(fact.restricted for fact in state.record.facts())


class NothingPage(QWidget):
    """Reasons on the left, acts on the right."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._lines: dict[str, FacilityLine] = {}
        theme = context.theme
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        whole.addWidget(self._reasons(), 1)
        acts = QWidget()
        acts.setFixedWidth(theme.px(ACTS))
        beside = QVBoxLayout(acts)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.px(8))
        beside.addWidget(self._acts())
        self._limits = self._unchecked()
        beside.addWidget(self._limits)
        beside.addStretch(1)
        whole.addWidget(acts)
        again = QShortcut(QKeySequence("F5"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        again.activated.connect(self._ask_again)
        again.activatedAmbiguously.connect(self._ask_again)  # the list of answers has the same key

    def show_state(self, state: Open) -> None:
        """Draw the reasons as they stand."""
        say, ledger = self._context.words.say, state.ledger
        section = ledger_section(discreet(ledger, state.record), self._context.words)
        silent = len(ledger.lines) - ledger.spoken
        if silent:
            self._title.setText(say("No history found in the answers so far; nothing can be concluded yet"))
            told = say("{n} facilities have not given a usable answer, each for its own reason", n=silent)
        else:
            self._title.setText(say("No history found: every facility answered"))
            told = say("What was never recorded in the network is not known: ask the patient")
        self._about.setText(told)
        if not self._heads.count():
            self._heads.addWidget(heads(self._context, _PARTS, section.columns))
        for line, row in zip(ledger.lines, section.rows, strict=True):
            hcode = line.facility.hcode
            if hcode not in self._lines:
                self._lines[hcode] = FacilityLine(self._context, line, _PARTS)
                self._body.addWidget(self._lines[hcode])
            self._lines[hcode].show_line(line, row)
        again = [line.letter for line in ledger.lines if line.state in RETRIABLE]
        self._again_row.setVisible(bool(again))
        self._again_title.setText(say("Ask {n} again", n=len(again)))
        self._again_note.setText(say("{letters} may answer this time", letters=", ".join(again)))
        self._limits.set_footer(section.footer)
        role = ROLES.get(state.post.role)
        self._print_row.setVisible(role is not None and "referral" in role.pages)

    def focus_first(self) -> None:
        """Keyboard to the first thing that can be done."""
        (self._again if not self._again_row.isHidden() else self._letter).setFocus()

    def _reasons(self) -> QFrame:
        theme = self._context.theme
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._title = Label(theme, "", size="name", wrap=True)
        self._about = Label(theme, "", tone="ink2", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self._title)
        words.addWidget(self._about)
        top = QHBoxLayout()
        top.setContentsMargins(*(theme.px(side) for side in (18, 14, 18, 12)))
        top.setSpacing(theme.px(16))
        top.addWidget(IconView(theme, "folder-search", size=32, tone="ink2"), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        inside.addLayout(top)
        self._heads, self._body = column(), column()
        inside.addLayout(self._heads)
        lines, held = QWidget(), column()
        held.addLayout(self._body)
        held.addStretch(1)
        lines.setLayout(held)
        inside.addWidget(scrolled(lines), 1)
        return card

    def _acts(self) -> Card:
        theme, say = self._context.theme, self._context.words.say
        card = Card(theme, say("What can be done now"), icon="list-checks")
        self._again = Button(theme, say("Ask anew"), kind=Kind.PRIMARY, key="F5", size="small")
        self._again.clicked.connect(self._ask_again)
        self._again_title, self._again_note = Label(theme, "", weight=600, wrap=True), self._note()
        self._again_row = self._act("refresh-cw", self._again_title, self._again_note, self._again)
        asked = self._note()
        asked.setText(say("Drug allergies, medicines taken now, diseases"))
        title = Label(theme, say("Ask the patient"), weight=600, wrap=True)
        self._letter = Button(theme, say("Open the letter"), size="small")
        self._letter.clicked.connect(lambda: self._context.turn_to("referral"))
        blank = self._note()
        blank.setText(say("What was not found is left blank to write on"))
        letter = Label(theme, say("Print the letter with blanks"), weight=600, wrap=True)
        self._print_row = self._act("printer", letter, blank, self._letter)
        card.body.addWidget(self._again_row)
        card.body.addWidget(self._act("message-circle-question", title, asked, None))
        card.body.addWidget(self._print_row)
        return card

    def _unchecked(self) -> Card:
        theme, say = self._context.theme, self._context.words.say
        card = Card(theme, say("Findings on medicines"), icon="triangle-alert")
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(*(theme.px(side) for side in (14, 8, 14, 10)))
        inside.setSpacing(0)
        inside.addWidget(
            Label(theme, say("Cannot be checked: neither medicines nor allergies are known"), wrap=True)
        )
        inside.addWidget(
            Label(
                theme, say("This does not mean that anything is safe"), size="small", tone="ink2", wrap=True
            )
        )
        card.body.addWidget(holder)
        return card

    def _note(self) -> Label:
        return Label(self._context.theme, "", size="small", tone="ink2", wrap=True)

    def _act(self, icon: str, title: Label, note: Label, button: Button | None) -> QWidget:
        theme = self._context.theme
        row = QWidget()
        whole = QVBoxLayout(row)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        inside = QHBoxLayout()
        inside.setContentsMargins(*(theme.px(side) for side in (14, 9, 14, 9)))
        inside.setSpacing(theme.px(12))
        inside.addWidget(IconView(theme, icon, size=20, tone="accent"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(note)
        inside.addLayout(words, 1)
        if button is not None:
            inside.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(inside)
        whole.addWidget(rule())
        return row

    def _ask_again(self) -> None:
        if self._context.visit.chart is not None:
            self._context.visit.chart.facilities.retry_all()
