"""Sign in: what the program is on the left, one button and this machine's readiness on the right."""

from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.complaints import complaint
from viewer.screen.front import SCALES, Front
from viewer.screen.pages.readiness_card import ReadinessCard
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import column, line, panel
from viewer.screen.widgets.complaint_box import ComplaintBox
from viewer.screen.widgets.labels import IconView, Label, Stamp, rule
from viewer.visit.states import SignedOut, SigningIn, State

_SIDE, _FORM = 520, 440


class SignInPage(QWidget):
    """Shown while SignedOut and SigningIn."""

    _since: datetime | None = None

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._brand = BrandSide(front)
        whole.addWidget(self._brand)
        right = QVBoxLayout()
        right.setContentsMargins(*(front.theme.px(side) for side in (24, 12, 24, 24)))
        right.addWidget(TasteLine(front))
        right.addStretch(3)
        right.addWidget(self._form(), 0, Qt.AlignmentFlag.AlignHCenter)
        right.addStretch(4)
        whole.addLayout(right, 1)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._count)

    def show_state(self, state: State) -> None:
        """Ready to sign in, with what went wrong before; or waiting for the browser."""
        waiting = isinstance(state, SigningIn)
        self._enter.setVisible(not waiting)
        self._explain.setVisible(not waiting)
        self._waiting.setVisible(waiting)
        code = state.complaint if isinstance(state, SignedOut) else ""
        self._trouble.show_complaint(complaint(self._front.words, code) if code else None)
        if isinstance(state, SigningIn):
            self._since = state.since
            self._count()
            self._tick.start()
            self._cancel.setFocus()
        else:
            self._tick.stop()
            self._enter.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Without room for both, the form stays."""
        super().resizeEvent(event)
        frame = self.parentWidget()
        room = frame.width() if frame is not None else self.width()
        self._brand.setVisible(room >= self._front.theme.px(_SIDE + _FORM + 48))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits here any more."""
        super().hideEvent(event)
        self._tick.stop()

    def check(self) -> None:
        """Look at this machine's readiness now."""
        self._ready.check()

    def _form(self) -> QWidget:
        words, theme, visit = self._front.words, self._front.theme, self._front.visit
        form = QWidget()
        form.setFixedWidth(theme.px(_FORM))
        whole = QVBoxLayout(form)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(6))
        whole.addWidget(Label(theme, words.say("Sign in"), size="title"))
        network = line(spacing=theme.px(4))
        network.addWidget(Label(theme, words.say("Exchange network:"), tone="ink2"))
        network.addWidget(Label(theme, visit.profile.title, weight=600))
        network.addStretch(1)
        whole.addLayout(network)
        whole.addSpacing(theme.px(6))
        self._trouble = ComplaintBox(theme)
        whole.addWidget(self._trouble)
        whole.addSpacing(theme.px(6))
        self._enter = Button(
            theme, words.say("Sign in with {provider}", provider=visit.profile.provider), kind=Kind.PRIMARY,
            icon="log-in", key="Enter", size="large",
        )  # fmt: skip
        self._enter.clicked.connect(self._sign_in)
        whole.addWidget(self._enter)
        self._explain = Label(
            theme,
            words.say(
                "The program opens the browser for you to prove who you are, then comes back here by itself. "
                "It neither sees nor keeps your password"
            ),
            size="small", tone="ink2", wrap=True,
        )  # fmt: skip
        whole.addWidget(self._explain)
        whole.addWidget(self._waiting_panel())
        whole.addSpacing(theme.px(18))
        self._ready = ReadinessCard(self._front)
        whole.addWidget(self._ready)
        return form

    def _waiting_panel(self) -> QWidget:
        words, theme = self._front.words, self._front.theme
        self._waiting = panel("well")
        row = QHBoxLayout(self._waiting)
        row.setContentsMargins(*(theme.px(side) for side in (14, 10, 10, 10)))
        row.setSpacing(theme.px(12))
        row.addWidget(IconView(theme, "hourglass", size=22, tone="accent"))
        texts = column()
        texts.addWidget(Label(theme, words.say("Finish in the browser that has opened"), weight=600))
        self._waited = Label(theme, "", size="small", tone="ink2")
        texts.addWidget(self._waited)
        row.addLayout(texts, 1)
        self._cancel = Button(theme, words.say("Cancel"), icon="x", key="Esc")
        self._cancel.setShortcut("Esc")
        self._cancel.clicked.connect(self._front.visit.cancel_sign_in)
        row.addWidget(self._cancel)
        return self._waiting

    def _sign_in(self) -> None:
        self._front.errands.start("sign-in", self._front.visit.sign_in())

    def _count(self) -> None:
        if self._since is not None:
            seconds = max(0, int((self._front.visit.clock.now() - self._since).total_seconds()))
            self._waited.setText(self._front.words.say("Waiting for {n} seconds", n=seconds))


class BrandSide(QFrame):
    """The navy side: the name, what it is for, three promises, the version."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        words, theme = front.words, front.theme
        self.setProperty("role", "brandside")
        self.setFixedWidth(theme.px(_SIDE))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (56, 50, 56, 38)))
        whole.setSpacing(0)
        head = line(spacing=theme.px(14))
        head.addWidget(Label(theme, "ประวัติ", size="brand", tone="barink"))
        if front.visit.profile.sandbox:
            head.addWidget(Stamp(theme, words.say("Simulated data")))
        head.addStretch(1)
        whole.addLayout(head)
        for text in (
            words.say("The patient's history from every facility"),
            words.say("as far as the patient allows, on one screen"),
        ):
            whole.addWidget(Label(theme, text, size="lead", tone="barink"))
        whole.addSpacing(theme.px(46))
        divider = rule()
        divider.setStyleSheet(f"background: {theme.colour('line2').name()};")
        whole.addWidget(divider)
        whole.addSpacing(theme.px(20))
        for icon, title, note in (
            ("shield-check", words.say("Opens only when the patient consents"),
             words.say("Each facility answers only what the patient allowed")),
            ("scroll-text", words.say("Writes down every access"),
             words.say("Patients can ask who opened their history, and when")),
            ("eraser", words.say("Wipes when closed"), words.say("Keeps no patient data on this machine")),
        ):  # fmt: skip
            whole.addLayout(_promise(front, icon, title, note))
            whole.addSpacing(theme.px(14))
        whole.addStretch(1)
        privacy = words.say("Personal health information. Not to be disclosed to those not concerned")
        version = words.say("Version {version}", version=front.version) if front.version else ""
        text = " · ".join(filter(None, (version, privacy)))
        whole.addWidget(Label(theme, text, size="caption", tone="barink2", wrap=True))


class TasteLine(QWidget):
    """Help, text size and language, at the top right."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        words, theme = front.words, front.theme
        self._front = front
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addStretch(1)
        helps = Button(theme, words.say("Help"), icon="circle-help", key="F1", size="small")
        helps.clicked.connect(front.help)
        row.addWidget(helps)
        row.addSpacing(theme.px(12))
        row.addWidget(IconView(theme, "a-large-small", size=18, tone="ink2"))
        smaller = Button(theme, "", icon="minus", size="small", name=words.say("Smaller text"))
        larger = Button(theme, "", icon="plus", size="small", name=words.say("Larger text"))
        smaller.setEnabled(theme.scale > SCALES[0])
        larger.setEnabled(theme.scale < SCALES[-1])
        smaller.clicked.connect(lambda: self._step(-1))
        larger.clicked.connect(lambda: self._step(1))
        row.addWidget(smaller)
        row.addWidget(Label(theme, words.say("Text size {n} %", n=theme.scale), size="small", tone="ink2"))
        row.addWidget(larger)
        row.addSpacing(theme.px(12))
        for language, name in (("th", "ไทย"), ("en", "English")):
            if language == words.language:
                row.addWidget(Label(theme, name, weight=600))
            else:
                link = Button(theme, name, kind=Kind.LINK)
                link.clicked.connect(lambda _=False, chosen=language: front.speak(chosen))
                row.addWidget(link)

    def _step(self, by: int) -> None:
        nearest = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - self._front.theme.scale))
        self._front.resize(SCALES[max(0, min(len(SCALES) - 1, nearest + by))])


def _promise(front: Front, icon: str, title: str, note: str) -> QHBoxLayout:
    theme = front.theme
    row = line(spacing=theme.px(12))
    row.addWidget(IconView(theme, icon, size=20, tone="barink2"), 0, Qt.AlignmentFlag.AlignTop)
    texts = column()
    texts.addWidget(Label(theme, title, tone="barink", weight=500))
    texts.addWidget(Label(theme, note, size="small", tone="barink2", wrap=True))
    row.addLayout(texts, 1)
    return row
