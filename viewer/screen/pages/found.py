"""The right side of identify: how it goes on, who was found, side by side when there are two, and nobody found."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from viewer.screen import persons
from viewer.screen.complaints import complaint
from viewer.screen.front import Front
from viewer.screen.help import key_grid
from viewer.screen.keys import record_keys
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import column, line, panel
from viewer.screen.widgets.complaint_box import ComplaintBox
from viewer.screen.widgets.identity import Figure
from viewer.screen.widgets.labels import IconView, Label, Tag, rule
from viewer.view.sheet import Tone
from viewer.visit.states import Candidate, Confirming, Identifying, State

_CARD = 380


class FoundPanel(QFrame):
    """One card that changes with the state; its place never moves."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self._shown: tuple[object, ...] = ()
        self._first: QWidget | None = None
        self.setProperty("role", "card")
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(1, 1, 1, 1)

    def show_state(self, state: State) -> None:
        """Draw the state; the same one again leaves focus and buttons alone."""
        if isinstance(state, Confirming):
            key: tuple[object, ...] = ("found", state.candidates, state.busy)
        elif isinstance(state, Identifying) and (state.busy or state.complaint == "not-found"):
            key = ("searching",) if state.busy else ("not-found",)
        else:
            key = ("way",)
        if key == self._shown:
            return
        self._put(key, self._confirm(state) if isinstance(state, Confirming) else self._plain(str(key[0])))

    def forget(self) -> None:
        """Whoever was found is not kept, though the page is only hidden."""
        if self._shown != ("way",):
            self._put(("way",), self._plain("way"))

    def _put(self, key: tuple[object, ...], page: QWidget) -> None:
        self._shown = key
        old = self._stack.currentWidget()
        self._stack.setCurrentIndex(self._stack.addWidget(page))
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()

    def focus_first(self) -> None:
        """Keyboard to the confirm button when one person was found; nobody is preselected among several."""
        if self._first is not None:
            self._first.setFocus()

    def _plain(self, which: str) -> QWidget:
        self._first = None
        return {"searching": self._searching, "not-found": self._nobody}.get(which, self._way)()

    def _page(self, icon: str, title: str) -> tuple[QWidget, QVBoxLayout]:
        theme = self._front.theme
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        head = line(spacing=theme.px(10), margins=(theme.px(16), theme.px(10), theme.px(16), theme.px(10)))
        head.addWidget(IconView(theme, icon, size=18))
        head.addWidget(Label(theme, title, size="lead", weight=600))
        head.addStretch(1)
        whole.addLayout(head)
        whole.addWidget(rule())
        return page, whole

    def _foot(self, whole: QVBoxLayout, *texts: str) -> None:
        theme = self._front.theme
        foot = panel("sunk")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.px(side) for side in (16, 12, 16, 12)))
        row.setSpacing(theme.px(12))
        row.addWidget(IconView(theme, "info", size=18, tone="ink2"), 0, Qt.AlignmentFlag.AlignTop)
        words = column()
        for text in texts:
            words.addWidget(Label(theme, text, size="small", tone="ink2", wrap=True))
        row.addLayout(words, 1)
        whole.addStretch(1)
        whole.addWidget(foot)

    def _way(self) -> QWidget:
        say = self._front.words.say
        page, whole = self._page("list-checks", say("How it goes on"))
        self._list(
            whole,
            (
                ("search", say("Find the person by the number"),
                 say("From the citizen card. The network answers with a name only")),
                ("user-round-check", say("Confirm that it is this person"),
                 say("Compare name, sex and birth date with the card and with the person in front of you")),
                ("smartphone", say("The patient consents on their own phone"),
                 say("They choose which facilities may answer, and until when")),
                ("layout-dashboard", say("The history opens by itself"),
                 say("Facilities answer one after the other. It always says who has not answered")),
            ),
            numbered=True,
        )  # fmt: skip
        whole.addWidget(rule())
        whole.addLayout(self._keys())
        self._foot(
            whole,
            say(
                "Before the patient consents, the program does not show whether there is a history at any facility"
            ),
        )
        return page

    def _list(
        self, whole: QVBoxLayout, rows: Sequence[tuple[str, str, str]], *, numbered: bool = False
    ) -> None:
        theme = self._front.theme
        made = column(spacing=theme.px(18), margins=(theme.px(24), theme.px(22), theme.px(24), theme.px(22)))
        for number, (icon, title, note) in enumerate(rows, 1):
            row = line(spacing=theme.px(16))
            if numbered:
                row.addWidget(
                    Label(theme, str(number), size="name", tone="accent"), 0, Qt.AlignmentFlag.AlignTop
                )
            row.addWidget(IconView(theme, icon, size=22, tone="ink2"), 0, Qt.AlignmentFlag.AlignTop)
            texts = column()
            texts.addWidget(Label(theme, title, weight=600, wrap=True))
            texts.addWidget(Label(theme, note, size="small", tone="ink2", wrap=True))
            row.addLayout(texts, 1)
            made.addLayout(row)
        whole.addLayout(made)

    def _keys(self) -> QVBoxLayout:
        """Keys of the open record, where there is time to read them."""
        theme, words = self._front.theme, self._front.words
        made = column(spacing=theme.px(10), margins=(theme.px(24), theme.px(18), theme.px(24), theme.px(18)))
        made.addWidget(Label(theme, words.say("Keys in the open record"), weight=600))
        made.addLayout(key_grid(theme, record_keys(words)))
        return made

    def _searching(self) -> QWidget:
        theme, say = self._front.theme, self._front.words.say
        page, whole = self._page("search", say("Searching"))
        row = line(spacing=theme.px(12), margins=(theme.px(24), theme.px(24), theme.px(24), 0))
        row.addWidget(IconView(theme, "hourglass", size=22, tone="accent"))
        row.addWidget(Label(theme, say("Asking the network who has this number"), tone="ink2"), 1)
        whole.addLayout(row)
        whole.addStretch(1)
        return page

    def _nobody(self) -> QWidget:
        theme, say = self._front.theme, self._front.words.say
        page, whole = self._page("user-x", say("Nobody found"))
        inner = column(margins=(theme.px(24), theme.px(20), theme.px(24), 0))
        box = ComplaintBox(theme)
        inner.addWidget(box)
        whole.addLayout(inner)
        box.show_complaint(complaint(self._front.words, "not-found"))
        self._list(
            whole,
            (
                ("search", say("Type the number again"), say("Read it from the card, digit by digit")),
                ("message-circle-question", say("Ask the patient"),
                 say("Allergies, medicines in use, diseases, the patient's own book")),
                ("phone", say("Telephone the facility the patient names"),
                 say("It may not be connected to the network yet")),
            ),
        )  # fmt: skip
        whole.addStretch(1)
        return page

    def _confirm(self, state: Confirming) -> QWidget:
        theme, say = self._front.theme, self._front.words.say
        several = len(state.candidates) > 1
        title = (
            say("Found {n} people with this number", n=len(state.candidates)) if several
            else say("Is it this person?")
        )  # fmt: skip
        page, whole = self._page("triangle-alert" if several else "user-round-check", title)
        inner = column(spacing=theme.px(14), margins=(theme.px(24), theme.px(20), theme.px(24), theme.px(8)))
        advice = (
            say("Compare with the card. If you are not certain who it is, open nothing")
            if several
            else say("Compare with the card and with the person in front of you")
        )
        inner.addWidget(Label(theme, advice, tone="amberink" if several else "ink2", wrap=True))
        cards = line(spacing=theme.px(16))
        self._first = None
        for candidate in state.candidates:
            cards.addWidget(self._person(candidate, several=several, busy=state.busy))
        cards.addStretch(1)
        inner.addLayout(cards)
        none = Button(
            theme, say("None of these people") if several else say("Not this person"), icon="x", key="Esc"
        )
        none.setShortcut("Esc")
        none.setEnabled(not state.busy)
        if several:  # nobody is preselected among several
            self._first = none
        none.clicked.connect(lambda: self._front.errands.start("back", self._front.visit.back()))
        inner.addWidget(none, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(inner)
        self._foot(
            whole,
            say("Confirming is written down. It opens nothing yet: the patient is asked first"),
            say(
                "Before the patient consents, the program does not show whether there is a history at any facility"
            ),
        )
        return page

    def _person(self, candidate: Candidate, *, several: bool, busy: bool) -> QFrame:
        theme, words = self._front.theme, self._front.words
        today = self._front.visit.clock.today()
        card = panel("card")
        card.setFixedWidth(theme.px(_CARD))
        whole = QVBoxLayout(card)
        whole.setContentsMargins(*(theme.px(16) for _ in range(4)))
        whole.setSpacing(theme.px(10))
        head = line(spacing=theme.px(14))
        head.addWidget(Figure(theme), 0, Qt.AlignmentFlag.AlignTop)
        name = column(spacing=theme.px(2))
        name.addWidget(Label(theme, candidate.name or words.say("Name not given"), size="name", wrap=True))
        if candidate.masked_id:
            name.addWidget(Label(theme, candidate.masked_id, size="small", tone="ink2"))
        if candidate.deceased:
            tag = Tag(theme, words.say("The source says: deceased"), Tone.DOUBT)
            name.addWidget(tag, 0, Qt.AlignmentFlag.AlignLeft)
        head.addLayout(name, 1)
        whole.addLayout(head)
        facts = QGridLayout()
        facts.setVerticalSpacing(theme.px(2))
        facts.setHorizontalSpacing(theme.px(12))
        facts.setColumnMinimumWidth(0, theme.px(76))
        facts.setColumnStretch(1, 1)
        for at, (label, value) in enumerate((
            (words.say("Sex"), persons.sex(candidate, words)),
            (words.say("Birth date"), persons.birth(candidate, words, today)),
            (words.say("Age"), persons.age(candidate, words, today)),
        )):  # fmt: skip
            facts.addWidget(Label(theme, label, tone="ink2"), at, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(Label(theme, value, size="fact", wrap=True), at, 1)
        whole.addLayout(facts)
        whole.addStretch(1)
        yes = Button(
            theme, words.say("Confirm the person"), kind=Kind.PLAIN if several else Kind.PRIMARY,
            icon="user-round-check", key="" if several else "Enter", size="large",
        )  # fmt: skip
        yes.setAccessibleName(f"{words.say('Confirm the person')} {candidate.name}")
        yes.setEnabled(not busy)
        yes.clicked.connect(
            lambda: self._front.errands.start("confirm", self._front.visit.confirm(candidate))
        )
        whole.addWidget(yes)
        if not several:
            self._first = yes
        return card
