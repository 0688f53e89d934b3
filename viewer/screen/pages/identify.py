"""Identify: the number on the left, on the right what was found, to be confirmed before anything else.

Until the patient consents no facility is named: even that somebody was seen somewhere is theirs to tell.
"""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.complaints import complaint
from viewer.screen.front import Front
from viewer.screen.pages.found import FoundPanel
from viewer.screen.pages.kept import KeptNote
from viewer.screen.pages.posts import PostCard
from viewer.screen.paper_reader import read_paper
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.complaint_box import ComplaintBox
from viewer.screen.widgets.id_input import IdInput, Typed
from viewer.screen.widgets.labels import IconView, Label, rule
from viewer.visit.states import AtDesk, Closed, CloseReason, Confirming, Identifying, State

_LEFT = 470


class IdentifyPage(QWidget):
    """Shown while Identifying, Confirming and Closed.

    Signals:
        kept_wanted: what was kept when a consent ended is to be saved.
    """

    kept_wanted = Signal(str)

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self._typed = Typed.NOTHING
        theme = front.theme
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(16) for _ in range(4)))
        whole.setSpacing(theme.px(16))
        left = QVBoxLayout()
        left.setSpacing(theme.px(16))
        self._posts = PostCard(front)
        left.addWidget(self._posts)
        left.addWidget(self._number_card(), 1)
        column = QWidget()
        column.setFixedWidth(theme.px(_LEFT))
        column.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)
        self._found = FoundPanel(front)
        whole.addWidget(self._found, 1)
        self._judge(Typed.NOTHING)

    def show_state(self, state: State) -> None:
        """Waiting for a number, searching, found, not found, or just closed."""
        if not isinstance(state, AtDesk):
            return
        several = len(state.posts) > 1
        self._posts.setVisible(several)
        if several:
            self._posts.show_posts(state.posts, state.post)
        code = state.complaint if isinstance(state, Identifying) else ""
        told = complaint(self._front.words, code) if code and code != "not-found" else None
        safe = self._front.words.say("No record was opened")
        self._trouble.show_complaint(replace(told, safe=safe) if told else None)
        self._wiped.setVisible(isinstance(state, Closed))
        self._kept.show_kept(self._front.visit.keepsake.forms)
        self._kept.setVisible(self._front.visit.keepsake.holds)
        if isinstance(state, Closed):
            self._input.wipe()
            self._wiped_words.setText(_closing(self._front, state.reason))
        self._found.show_state(state)
        self._search.setEnabled(self._typed.searchable and not _busy(state))
        self._search.set_kind(Kind.PLAIN if isinstance(state, Confirming) else Kind.PRIMARY)
        if isinstance(state, Confirming):
            if not state.busy:
                self._found.focus_first()
        elif not self._input.hasFocus():
            self._input.setFocus()
            self._input.selectAll()

    def forget(self) -> None:
        """Neither the number nor whoever was found is kept, though the page is only hidden."""
        self._input.wipe()
        self._found.forget()

    def _number_card(self) -> QFrame:
        theme, words = self._front.theme, self._front.words
        card = QFrame()
        card.setProperty("role", "card")
        whole = QVBoxLayout(card)
        whole.setContentsMargins(*(theme.px(16) for _ in range(4)))
        whole.setSpacing(theme.px(4))
        whole.addWidget(self._wiped_note())
        self._kept = KeptNote(theme, words)
        self._kept.save_wanted.connect(self.kept_wanted)
        self._kept.drop_wanted.connect(self._front.visit.keepsake.drop)
        whole.addWidget(self._kept)
        whole.addWidget(Label(theme, words.say("Open a patient's history"), size="lead", weight=600))
        whole.addSpacing(theme.px(4))
        whole.addWidget(Label(theme, words.say("Citizen number, 13 digits"), size="small"))
        self._input = IdInput(theme, words.say("Citizen number, 13 digits"))
        self._input.judged.connect(self._judge)
        self._input.returnPressed.connect(self._find)
        whole.addWidget(self._input)
        self._hint = Label(theme, "", size="small", tone="ink2", wrap=True)
        self._hint.setMinimumHeight(2 * theme.line("small"))
        whole.addWidget(self._hint)
        self._search = Button(
            theme, words.say("Find the patient"), kind=Kind.PRIMARY, icon="search", key="Enter", size="large"
        )
        self._search.clicked.connect(self._find)
        whole.addWidget(self._search)
        whole.addSpacing(theme.px(8))
        self._trouble = ComplaintBox(theme)
        whole.addWidget(self._trouble)
        whole.addStretch(1)
        brought = Button(theme, words.say("Open a PDF paper and check it"), icon="file-text", key="Ctrl+O")
        brought.clicked.connect(lambda: self._front.errands.start("read paper", read_paper(self._front)))
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(brought.click)
        whole.addWidget(brought)
        whole.addSpacing(theme.px(8))
        whole.addWidget(rule())
        whole.addSpacing(theme.px(6))
        out = QHBoxLayout()
        note = words.say("The number is kept only while the record is open")
        out.addWidget(Label(theme, note, size="small", tone="ink2", wrap=True), 1)
        leave = Button(theme, words.say("Sign out"), size="small")
        leave.clicked.connect(lambda: self._front.errands.start("sign-out", self._front.visit.sign_out()))
        out.addWidget(leave)
        whole.addLayout(out)
        return card

    def _wiped_note(self) -> QWidget:
        theme = self._front.theme
        self._wiped = QFrame()
        self._wiped.setProperty("role", "well")
        row = QHBoxLayout(self._wiped)
        row.setContentsMargins(*(theme.px(side) for side in (14, 8, 12, 8)))
        row.setSpacing(theme.px(12))
        row.addWidget(IconView(theme, "eraser", size=22, tone="accent"))
        self._wiped_words = Label(theme, "", wrap=True, weight=500)
        row.addWidget(self._wiped_words, 1)
        return self._wiped

    def _judge(self, typed: Typed) -> None:
        self._typed = typed
        say, box = self._front.words.say, self._input
        hints = {
            Typed.NOTHING: say("Type or paste in any grouping, Thai digits too"),
            Typed.SHORT: say("Not 13 digits yet"),
            Typed.LONG: say("More than 13 digits, check the number again"),
            Typed.LETTERS: say("A citizen number has digits only, this has letters"),
            Typed.PLACEHOLDER: say(
                "This number is used for people without a number and belongs to nobody. "
                "Use the number on the person's own card"
            ),
            Typed.DOUBTFUL: say(
                "The check digit does not fit. Check the number again (you can still search)"
            ),
            Typed.GOOD: say("13 digits complete, press Enter to search"),
        }
        self._hint.setText(hints[typed])
        warned = typed in {Typed.LONG, Typed.LETTERS, Typed.PLACEHOLDER, Typed.DOUBTFUL}
        self._hint.set_tone("amberink" if warned else "ink2")
        match typed:
            case Typed.GOOD:
                box.say(say("Check digit fits"), "check", "accent")
            case Typed.DOUBTFUL:
                box.say(say("Check again"), "triangle-alert", "amberink")
            case Typed.PLACEHOLDER | Typed.LONG | Typed.LETTERS:
                box.say(say("Cannot be used"), "triangle-alert", "amberink")
            case _:
                box.say("", "check", "accent")
        self._search.setEnabled(typed.searchable and not _busy(self._front.visit.state))

    def _find(self) -> None:
        if self._typed.searchable and not _busy(self._front.visit.state):
            self._front.errands.start("find", self._front.visit.find(self._input.text()))


def _busy(state: State) -> bool:
    return isinstance(state, Identifying | Confirming) and state.busy


def _closing(front: Front, reason: CloseReason) -> str:
    say = front.words.say
    return {
        CloseReason.BY_CLINICIAN: say("The record is closed and wiped from this machine"),
        CloseReason.WITHDRAWN: say(
            "The patient withdrew consent. The record is closed and wiped from this machine"
        ),
        CloseReason.EXPIRED: say("The time the patient allowed is over. The record is closed and wiped"),
        CloseReason.CONSENT_UNKNOWN: say(
            "The exchange no longer says whether the consent stands. The record is closed and wiped"
        ),
    }[reason]
