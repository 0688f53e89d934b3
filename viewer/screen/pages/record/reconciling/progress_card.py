"""Beside the medicines: how far the decisions have come, who has not answered yet, and what can be done with all."""

from datetime import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.labels import Label
from viewer.view.reconciling.review import Review, together
from viewer.view.wording.grammar import grammar
from viewer.visit.reconciliation import Reconciliation


class ProgressCard(Card):
    """Says how it stands; its buttons are acts on all of it. With little room the rarer ones wait behind "more".

    Signals:
        filtered(bool): show only what is still to be decided.
        all_wanted, add_wanted, undo_wanted, redo_wanted, form_wanted: a button was pressed.
    """

    filtered = Signal(bool)
    all_wanted = Signal()
    add_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    form_wanted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words.say("Reconciliation"), icon="list-checks")
        self._words = words
        say = words.say
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(*(theme.px(side) for side in (10, 6, 10, 10)))
        body.setSpacing(theme.px(6))
        self._progress = Label(theme, "", weight=600)
        self._waiting = Label(theme, "", size="small", tone="amberink", wrap=True)
        self._signed = Label(theme, "", size="small", tone="ink2", wrap=True)
        self._only = Button(theme, say("Undecided"), kind=Kind.CHOICE, size="small", icon="filter")
        self._only.toggled.connect(self.filtered)
        self._all = Button(theme, say("All others: go on taking"), size="small", icon="check")
        self._add = Button(theme, say("Add bought, herb, new …"), size="small", icon="plus")
        self._undo = Button(theme, say("Undo"), size="small", key="Ctrl+Z")
        self._redo = Button(theme, say("Redo"), size="small", key="Ctrl+Y")
        self._form = Button(theme, say("Form: sign, print, send"), kind=Kind.PRIMARY, key="Ctrl+P")
        self._more = Button(theme, say("More"), kind=Kind.CHOICE, size="small")
        self._more.toggled.connect(self._place)
        self.add_act(self._more)
        self._low, self._waits = False, True
        self._connect()
        body.addWidget(self._progress)
        body.addWidget(self._waiting)
        body.addWidget(self._signed)
        self._steps = QWidget()
        steps = QHBoxLayout(self._steps)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(theme.px(6))
        steps.addWidget(self._undo, 1)
        steps.addWidget(self._redo, 1)
        for button in (self._only, self._all, self._add):
            body.addWidget(button)
        body.addWidget(self._steps)
        body.addWidget(self._form)
        self.body.addWidget(inside)
        self._place()

    def set_low(self, *, low: bool) -> None:
        """Whether there is little room: the findings beside it need it more than these buttons."""
        self._low = low
        self._place()

    @property
    def only_undecided(self) -> bool:
        """Whether only what is still to be decided is shown."""
        return self._only.isChecked()

    def minimumSizeHint(self) -> QSize:
        """Nothing of it is cut."""
        return self.sizeHint()

    def show_review(
        self, review: Review, value: Reconciliation, shown: list[str], steps: tuple[int, int]
    ) -> None:
        """How it stands. ``shown`` are the keys of the rows on screen: only those go on at one stroke."""
        say = self._words.say
        self._progress.setText(review.progress)
        self._waits = bool(review.waiting)
        self._waiting.setText(review.waiting or review.answered)  # always there: nothing beside it moves
        self._waiting.set_tone("amberink" if review.waiting else "ink2")
        _tell(self._signed, signed_words(self._words, review, value))
        undecided = len(review.undecided)
        self._only.say(say("Undecided {n}", n=undecided))
        self._only.setEnabled(bool(undecided) or self._only.isChecked())
        medicines, apart = together(review.standings, shown)
        self._all.say(say("All others ({n}): go on taking", n=len(medicines)))
        self._all.setEnabled(bool(medicines))
        self._all.setToolTip(say("{n} must be decided one by one", n=apart) if apart else "")
        self._undo.setEnabled(bool(steps[0]))
        self._redo.setEnabled(bool(steps[1]))
        self._place()

    def _place(self, *_: object) -> None:
        """A filter that is on, and a step that can be taken back, are never out of sight."""
        every = not self._low or self._more.isChecked()
        self._more.setVisible(self._low)
        self._waiting.setVisible(every or self._waits)
        self._only.setVisible(every or self._only.isChecked())
        self._add.setVisible(every)
        self._steps.setVisible(every or self._undo.isEnabled() or self._redo.isEnabled())

    def _connect(self) -> None:
        acts = (
            (self._all, self.all_wanted),
            (self._add, self.add_wanted),
            (self._undo, self.undo_wanted),
            (self._redo, self.redo_wanted),
            (self._form, self.form_wanted),
        )
        for button, act in acts:
            button.clicked.connect(lambda *_, act=act: act.emit())


def signed_words(words: Words, review: Review, value: Reconciliation) -> str:
    """Who signed and when, whether it still stands, and whether the exchange has it."""
    say, signed = words.say, value.signed
    if signed is None:
        before = value.sent[-1] if value.sent else None
        if before is None:
            return say("Not signed yet")
        return say(
            "Changed since it was sent at {clock}: sign and send again", clock=_clock(words, before.when)
        )
    told = say("Signed by {name} at {clock}", name=signed.name, clock=_clock(words, signed.when))
    if signed.seen != review.seen:
        return f"{told} · {say('New data came after it was signed: look through it again')}"
    sent = value.delivered
    if sent is None:
        return told
    where = (
        say("Sent at {clock}, read back whole", clock=_clock(words, sent.when))
        if sent.confirmed
        else say("Sent at {clock}; it could not be read back", clock=_clock(words, sent.when))
    )
    more = say("The list sent before still counts there: tell the exchange") if sent.stands else ""
    return " · ".join(filter(None, (told, where, more)))


def _clock(words: Words, moment: datetime) -> str:
    return grammar(words).clock(moment)


def _tell(label: Label, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
