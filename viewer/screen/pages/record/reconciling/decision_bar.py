"""Below the medicines: the choices with their keys for the rows that are chosen, and what is noted of one.

With little room the fields of the notes are shut until F2 or a choice asks for them; what was noted stands in the head.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from viewer.base.clock import Clock
from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import Label, rule
from viewer.view.reconciling.review import Standing
from viewer.view.reconciling.terms import KEYS, choices, taken_words
from viewer.view.wording.grammar import grammar
from viewer.view.wording.typed import read_moment
from viewer.visit.reconciliation import Choice, Entry

_FIELDS = ("reason", "dose", "instead", "taken")
_MOST = 300  # characters of a note


class DecisionBar(QFrame):
    """Shows the rows that are chosen; says what is decided or typed.

    Signals:
        chose(Choice): a button was pressed; the same again takes the decision back.
        noted: something was typed (``notes``).
        left: Enter in a field: back to the rows.
        opened: the fields came in or went.
    """

    chose = Signal(object)
    noted = Signal()
    left = Signal()
    opened = Signal()

    def __init__(self, theme: Theme, words: Words, clock: Clock) -> None:
        super().__init__()
        self._theme, self._words, self._clock = theme, words, clock
        self.setProperty("role", "sunk")
        self._choice: Choice | None = None
        self._key = ""
        self._low, self._asked = False, False  # little room; a choice opened the fields, not the reader
        say = words.say
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, theme.px(8))
        whole.setSpacing(theme.px(4))
        whole.addWidget(rule())
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(10), 0, theme.px(10), 0)
        self._name = Label(theme, "", weight=600, elide=True)
        self._read = Label(theme, "", size="small", tone="ink2", right=True)
        head.addWidget(self._name, 1)
        head.addWidget(self._read)
        self._notes = Button(theme, say("Notes"), kind=Kind.CHOICE, key="F2", size="small")
        self._notes.toggled.connect(self._open)
        head.addWidget(self._notes)
        whole.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(theme.px(10), 0, theme.px(10), 0)
        self._grid.setSpacing(theme.px(6))
        named = choices(words)
        self._buttons = {choice: self._button(choice, key, named[choice]) for key, choice in KEYS.items()}
        whole.addLayout(self._grid)
        self._place(len(self._buttons))
        titles = (say("Reason"), say("Dose from now on"), say("What instead"), say("Last taken (day, time)"))
        self._written = QWidget()
        fields = QGridLayout(self._written)
        fields.setContentsMargins(theme.px(10), 0, theme.px(10), 0)
        fields.setHorizontalSpacing(theme.px(8))
        fields.setVerticalSpacing(0)
        self._fields: dict[str, QLineEdit] = {}
        for at, (name, title) in enumerate(zip(_FIELDS, titles, strict=True)):
            fields.addWidget(Label(theme, title, size="caption", tone="ink2"), 0, at)
            fields.addWidget(self._field(name, title), 1, at)
        whole.addWidget(self._written)
        self._open()
        self.show_none()

    def set_low(self, *, low: bool) -> None:
        """Whether there is little room below: then the fields are shut until they are asked for."""
        if low != self._low:
            self._low = low
            self._open()

    def turn_notes(self) -> None:
        """F2: to the notes of the chosen row; once more, back to the rows."""
        if any(field.hasFocus() for field in self._fields.values()):
            self._notes.setChecked(False)
            self.left.emit()
        elif self._fields[_FIELDS[0]].isEnabled() and self.isEnabled():
            self._notes.setChecked(True)
            self.write(_FIELDS[0])

    def show_none(self) -> None:
        """No row is chosen."""
        self._key = ""
        self._name.setText(self._words.say("Choose a medicine, then press 1 to 8"))
        self._show_entry(None)
        self.setEnabled(False)

    def show_one(self, one: Standing) -> None:
        """One row: its choice and its notes. What is being typed stays as it is typed."""
        self.setEnabled(True)
        decision = one.entry.decision if one.entry else None
        clock = grammar(self._words).clock(decision.when) if decision else ""
        by = self._words.say("{name} at {clock}", name=decision.who, clock=clock) if decision else ""
        noted = _noted(one.entry) if self._written.isHidden() else ()
        self._name.setText(" · ".join(filter(None, (one.medicine.name, by, *noted))))
        typing = self._key == one.medicine.key and any(field.hasFocus() for field in self._fields.values())
        self._key = one.medicine.key
        self._mark(decision.choice if decision and one.decided else None)
        for field in self._fields.values():
            field.setEnabled(True)
        if not typing:
            self._show_entry(one.entry)
        self._tell_read()

    def show_many(self, count: int) -> None:
        """Several rows: one choice for all, no notes."""
        self.setEnabled(True)
        self._key = ""
        self._name.setText(self._words.say("{n} medicines chosen: one key decides all of them", n=count))
        self._mark(None)
        self._show_entry(None)
        for field in self._fields.values():
            field.setEnabled(False)

    @property
    def notes(self) -> dict[str, str]:
        """What is typed: "reason", "dose", "instead", "taken"."""
        return {name: " ".join(field.text().split()) for name, field in self._fields.items()}

    def write(self, name: str) -> None:
        """Keyboard to a field."""
        if self._written.isHidden():
            self._asked = True
            self._notes.setChecked(True)
        field = self._fields[name]
        field.setFocus()
        field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Enter lead back to the rows."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._asked:
                self._notes.setChecked(False)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where eight do not stand beside each other, four do."""
        super().resizeEvent(event)
        wanted = sum(button.sizeHint().width() + self._theme.px(6) for button in self._buttons.values())
        self._place(8 if wanted + self._theme.px(20) <= self.width() else 4)

    def _open(self, *_: object) -> None:
        """The fields as the room and the reader have it."""
        shown = not self._low or self._notes.isChecked()
        self._asked = self._asked and self._notes.isChecked()
        self._notes.setVisible(self._low)
        self._written.setVisible(shown)
        self.opened.emit()

    def _button(self, choice: Choice, key: str, word: str) -> Button:
        button = Button(self._theme, word, kind=Kind.CHOICE, key=key, size="small", name=f"{key} {word}")
        button.clicked.connect(lambda: self.chose.emit(None if self._choice is choice else choice))
        return button

    def _place(self, across: int) -> None:
        if self._grid.property("across") == across:
            return
        self._grid.setProperty("across", across)
        for at, button in enumerate(self._buttons.values()):
            self._grid.addWidget(button, at // across, at % across)

    def _field(self, name: str, title: str) -> QLineEdit:
        field = self._fields[name] = QLineEdit()
        field.setMaxLength(_MOST)
        field.setAccessibleName(title)
        field.setFont(self._theme.font("small"))
        if name == "taken":
            field.setPlaceholderText(self._words.say("today 8.00 · 22/11/2569"))
        field.textEdited.connect(self._typed)
        return field

    def _typed(self) -> None:
        self._tell_read()
        self.noted.emit()

    def _tell_read(self) -> None:
        """How a moment was understood, while it is typed."""
        taken = read_moment(self._fields["taken"].text(), self._clock.now())
        if taken is None:
            self._read.setText("")
        elif taken.day is None:
            self._read.setText(self._words.say("Last taken: kept as typed"))
        else:
            told = taken_words(grammar(self._words), taken)
            self._read.setText(self._words.say("Last taken: {when}", when=told))

    def _show_entry(self, entry: Entry | None) -> None:
        texts = _noted(entry) or ("",) * len(_FIELDS)
        for field, text in zip(self._fields.values(), texts, strict=True):
            if field.text() != text:
                field.setText(text)
        if entry is None:
            self._read.setText("")

    def _mark(self, choice: Choice | None) -> None:
        self._choice = choice
        for known, button in self._buttons.items():
            button.setChecked(known is choice)


def _noted(entry: Entry | None) -> tuple[str, ...]:
    """What was written of a medicine."""
    if entry is None:
        return ()
    return (entry.reason, entry.dose, entry.instead, entry.taken.typed if entry.taken else "")
