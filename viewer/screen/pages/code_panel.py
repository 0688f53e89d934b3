"""The code: as a QR to scan, as six digits to type, as words to read aloud, with the time it has left."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.front import Front
from viewer.screen.widgets.cards import column, line
from viewer.screen.widgets.labels import Label
from viewer.screen.widgets.qr import QrView
from viewer.screen.widgets.steps import TimeLeft
from viewer.view.wording.grammar import grammar
from viewer.visit.states import Asking, Consenting

_BAR, _QR = 420, 264


def read_aloud(words: Words, code: str) -> str:
    """The digits as words, in threes: "สี่ แปด สอง · เก้า หนึ่ง สาม"."""
    say = words.say
    names = (
        say("zero"), say("one"), say("two"), say("three"), say("four"),
        say("five"), say("six"), say("seven"), say("eight"), say("nine"),
    )  # fmt: skip
    groups = (code[at : at + 3] for at in range(0, len(code), 3))
    return " · ".join(" ".join(names[int(digit)] for digit in group) for group in groups)


def grouped(code: str) -> str:
    """482 913."""
    return " ".join(code[at : at + 3] for at in range(0, len(code), 3))


def time_left(words: Words, left: timedelta) -> str:
    """4 นาที 22 วินาที."""
    minutes, seconds = divmod(max(0, int(left.total_seconds())), 60)
    if minutes:
        return words.say("{m} minutes {s} seconds", m=minutes, s=seconds)
    return words.say("{n} seconds", n=seconds)


class CodePanel(QWidget):
    """The middle of the consent page while the request is sent and waited for."""

    _until: datetime | None = None
    _since: datetime | None = None

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        theme, say = front.theme, front.words.say
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(10))
        centre = Qt.AlignmentFlag.AlignHCenter
        self._title = Label(theme, "", size="head", centred=True)
        whole.addWidget(self._title)
        self._qr = QrView(theme, say("QR code for the patient to scan"), side=_QR)
        whole.addWidget(self._qr, 0, centre)
        self._digits = Label(theme, "", size="code", centred=True)
        whole.addWidget(self._digits)
        self._aloud = Label(theme, "", tone="ink2", centred=True)
        whole.addWidget(self._aloud)
        whole.addSpacing(theme.px(4))
        foot = QWidget()
        foot.setFixedWidth(theme.px(_BAR))
        inner = column(spacing=theme.px(2))
        foot.setLayout(inner)
        words = line()
        self._left = Label(theme, "", size="small", weight=600)
        self._ends = Label(theme, "", size="small", tone="ink2")
        words.addWidget(self._left)
        words.addStretch(1)
        words.addWidget(self._ends)
        inner.addLayout(words)
        self._bar = TimeLeft(theme)
        inner.addWidget(self._bar)
        self._foot = foot
        whole.addWidget(foot, 0, centre)
        whole.addStretch(1)

    def show_state(self, state: Consenting) -> None:
        """The code, or that it is on its way."""
        say = self._front.words.say
        waiting = state.stage is Asking.WAITING and bool(state.code)
        self._title.setText(
            say("Let the patient scan, or type this code in their health app")
            if waiting
            else say("Sending the request to the exchange")
        )
        self._qr.show_link(state.link if waiting else None)
        self._digits.setText(grouped(state.code) if waiting else "")
        self._digits.setAccessibleName(" ".join(state.code))
        aloud = read_aloud(self._front.words, state.code) if waiting else ""
        self._aloud.setText(say("Can be read to the patient: {digits}", digits=aloud) if aloud else "")
        self._until, self._since = (state.code_until, state.since) if waiting else (None, None)
        self._foot.setVisible(waiting)
        if state.code_until is not None:
            ends = grammar(self._front.words).clock(state.code_until)
            self._ends.setText(say("ends at {time}", time=ends))

    def forget(self) -> None:
        """Code and link are not kept, not even undrawn."""
        self._until = self._since = None
        self._qr.show_link(None)
        self._digits.setText("")
        self._digits.setAccessibleName("")
        self._aloud.setText("")

    def count(self, now: datetime) -> None:
        """Shorten the bar; called every second."""
        if self._until is None or self._since is None:
            return
        left, whole = self._until - now, self._until - self._since
        text = time_left(self._front.words, left)
        self._left.setText(self._front.words.say("The code lasts another {time}", time=text))
        self._left.set_tone("amberink" if left <= timedelta(minutes=1) else "ink")
        self._bar.show_share(left / whole if whole > timedelta() else 0.0)
