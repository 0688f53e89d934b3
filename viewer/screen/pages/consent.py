"""Ask the patient: steps on the left, code and QR in the middle, what is asked on the right.

Each way it can end (refused, code run out, failed) has its words and its next step in the same place.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from viewer.consent.answers import Answer
from viewer.screen import persons
from viewer.screen.complaints import complaint
from viewer.screen.front import Front
from viewer.screen.pages.asked import AskedCard
from viewer.screen.pages.code_panel import CodePanel
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import column, line, panel
from viewer.screen.widgets.complaint_box import ComplaintBox
from viewer.screen.widgets.identity import IdentityBlock
from viewer.screen.widgets.labels import IconView, Label, rule
from viewer.screen.widgets.steps import Step
from viewer.view.wording.grammar import grammar
from viewer.visit.states import Asking, Consenting, State

_BAND, _LEFT, _RIGHT = 84, 300, 440
_ENDED = {Asking.REFUSED, Asking.EXPIRED, Asking.FAILED}


class ConsentPage(QWidget):
    """Shown while Consenting."""

    _state: Consenting | None = None

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        theme = front.theme
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._band())
        row = QHBoxLayout()
        row.setContentsMargins(*(theme.px(16) for _ in range(4)))
        row.setSpacing(theme.px(16))
        row.addWidget(self._steps_card())
        row.addWidget(self._middle_card(), 1)
        self._asked = AskedCard(front)
        self._asked.setFixedWidth(theme.px(_RIGHT))
        row.addWidget(self._asked)
        whole.addLayout(row, 1)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._count)

    def show_state(self, state: State) -> None:
        """Draw how far the consent has come."""
        if not isinstance(state, Consenting):
            self._tick.stop()
            return
        first = self._state is None or self._state.stage is not state.stage
        self._state = state
        words, today = self._front.words, self._front.visit.clock.today()
        candidate = state.candidate
        self._who.show_person(candidate.name, persons.about(candidate, words, today), candidate.masked_id)
        self._asked.show_state(state)
        ended = state.stage in _ENDED
        self._middle.setCurrentIndex(1 if ended else 0)
        if ended:
            self._show_end(state)
        else:
            self._code.show_state(state)
        self._again.setVisible(state.stage is Asking.WAITING)
        self._tick.start()
        self._count()
        if first and self._cancel.isVisibleTo(self):
            (self._retry if ended else self._cancel).setFocus()

    def forget(self) -> None:
        """Nobody is asked any more: name, code and link go, though the page is only hidden."""
        if self._state is None:
            return
        self._tick.stop()
        self._state = None
        self._who.show_person("", "", "")
        self._asked.forget()
        self._code.forget()

    def _band(self) -> QFrame:
        theme, words = self._front.theme, self._front.words
        band = panel("band")
        band.setFixedHeight(theme.px(_BAND))
        row = QHBoxLayout(band)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._who = IdentityBlock(theme, words.say("Citizen number"), "")
        row.addWidget(self._who)
        row.addWidget(rule(vertical=True))
        row.addSpacing(theme.px(20))
        row.addWidget(IconView(theme, "circle-check", size=18, tone="accent"))
        row.addSpacing(theme.px(8))
        confirmed = words.say("You confirmed by name, sex and birth date that it is this person")
        row.addWidget(Label(theme, confirmed, tone="ink2", elide=True), 1)
        return band

    def _steps_card(self) -> QFrame:
        theme, words = self._front.theme, self._front.words
        card = panel("card")
        card.setFixedWidth(theme.px(_LEFT))
        whole = QVBoxLayout(card)
        whole.setContentsMargins(*(theme.px(18) for _ in range(4)))
        whole.setSpacing(theme.px(16))
        whole.addWidget(Label(theme, words.say("Ask for consent"), size="head"))
        self._steps = [Step(theme) for _ in range(4)]
        for step in self._steps:
            whole.addWidget(step)
        whole.addStretch(1)
        whole.addWidget(rule())
        note = words.say("Going back withdraws the request; the patient's phone says so")
        whole.addWidget(Label(theme, note, size="small", tone="ink2", wrap=True))
        return card

    def _middle_card(self) -> QFrame:
        theme, words = self._front.theme, self._front.words
        card = panel("card")
        whole = QVBoxLayout(card)
        whole.setContentsMargins(*(theme.px(side) for side in (18, 16, 18, 18)))
        self._middle = QStackedWidget()
        self._code = CodePanel(self._front)
        self._middle.addWidget(self._code)
        self._middle.addWidget(self._end_panel())
        whole.addWidget(self._middle, 1)
        buttons = line(spacing=theme.px(12))
        buttons.addStretch(1)
        self._again = Button(theme, words.say("Make a new code"), icon="refresh-cw")
        self._again.clicked.connect(self._ask_again)
        self._cancel = Button(theme, words.say("Cancel the request"), icon="x", key="Esc")
        self._cancel.setShortcut("Esc")
        self._cancel.clicked.connect(lambda: self._front.errands.start("back", self._front.visit.back()))
        buttons.addWidget(self._again)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        whole.addLayout(buttons)
        return card

    def _end_panel(self) -> QWidget:
        theme = self._front.theme
        end = QWidget()
        whole = column(spacing=theme.px(14))
        outer = QHBoxLayout(end)
        outer.addStretch(1)
        outer.addLayout(whole, 4)
        outer.addStretch(1)
        whole.addStretch(1)
        self._end_icon = IconView(theme, "shield-x", size=40, tone="ink2")
        whole.addWidget(self._end_icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._end_title = Label(theme, "", size="name", wrap=True, centred=True)
        self._end_words = Label(theme, "", tone="ink2", wrap=True, centred=True)
        whole.addWidget(self._end_title)
        whole.addWidget(self._end_words)
        self._end_trouble = ComplaintBox(theme)
        whole.addWidget(self._end_trouble)
        self._retry = Button(theme, "", kind=Kind.PRIMARY, icon="refresh-cw", size="large")
        self._retry.clicked.connect(self._ask_again)
        whole.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(2)
        return end

    def _show_end(self, state: Consenting) -> None:
        words = self._front.words
        say = words.say
        icon, title, text, again = {
            Asking.REFUSED: (
                "shield-x", say("The patient did not allow it"),
                say("Nothing was fetched. Take the history from the patient, or explain what it is for and ask again"),
                say("Explain, then ask again"),
            ),
            Asking.EXPIRED: (
                "timer-off", say("The code ran out before the patient answered"),
                say("Nothing was fetched. Make a new code and let the patient scan it"),
                say("Make a new code"),
            ),
        }.get(
            state.stage,
            ("cloud-off", say("The request could not be sent"), say("Nothing was fetched"), say("Try again")),
        )  # fmt: skip
        if state.complaint == Answer.NOTHING_GRANTED:
            title = say("The patient allowed none of what was asked")
        self._end_icon.show_icon(icon, "amberink" if state.stage is Asking.FAILED else "ink2")
        self._end_title.setText(title)
        self._end_words.setText(text)
        failed = state.stage is Asking.FAILED
        told = replace(complaint(words, state.complaint), safe=say("Nothing of the patient was fetched"))
        self._end_trouble.show_complaint(told if failed else None)
        self._end_words.setVisible(not failed)
        self._retry.say(again)

    def _ask_again(self) -> None:
        self._front.errands.start("ask-again", self._front.visit.ask_again())

    def _count(self) -> None:
        state = self._state
        if state is None:
            return
        say, speech = self._front.words.say, grammar(self._front.words)
        now = self._front.visit.clock.now()
        sent = state.stage is not Asking.SENDING
        self._steps[0].say("done", say("Confirmed the person"), say("by name, sex and birth date"))
        failed = state.stage is Asking.FAILED
        self._steps[1].say(
            "stopped" if failed else "done" if sent else "now",
            say("Request sent") if sent and not failed else _unsent(say, failed=failed),
            speech.clock(state.since) if sent else "",
        )  # fmt: skip
        waited = say("{n} seconds", n=max(0, int((now - state.since).total_seconds())))
        stage, title, note = {
            Asking.WAITING: ("now", say("Waiting for the patient's answer"), waited),
            Asking.REFUSED: ("stopped", say("The patient did not allow it"), ""),
            Asking.EXPIRED: ("stopped", say("The code ran out"), ""),
        }.get(state.stage, ("next", say("Waiting for the patient's answer"), ""))
        self._steps[2].say(stage, title, note)
        self._steps[3].say("next", say("Open the history"), say("by itself as soon as the patient consents"))
        self._code.count(now)
        if state.stage in _ENDED:
            self._tick.stop()


def _unsent(say: Callable[[str], str], *, failed: bool) -> str:
    return say("The request could not be sent") if failed else say("Sending the request")
