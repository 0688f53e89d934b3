"""Asking why: a reason chosen from a few, or written in a line, before something that is written down is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import Label
from viewer.visit.revealing import MOST_WORDS, OTHER


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: reasons by code, the title over them, the words of the two buttons."""

    reasons: Mapping[str, str]
    title: Callable[[str], str]
    go: str
    back: str


class Why(QFrame):
    """A coded reason, and words of one's own for "other"; what is typed here is kept by the audit trail only."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        question: Question,
        go_on: Callable[[str, str], None],
        leave_off: Callable[[], None],
    ) -> None:
        super().__init__()
        self._go_on, self._question = go_on, question
        say = words.say
        self.setProperty("role", "well")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 10)))
        whole.setSpacing(theme.px(2))
        self._title = Label(theme, "", weight=600)
        whole.addWidget(self._title)
        self._group = QButtonGroup(self)
        self._reasons: dict[str, QRadioButton] = {}
        for code, text in question.reasons.items():
            choice = self._reasons[code] = QRadioButton(text)
            choice.setFont(theme.font("base"))
            self._group.addButton(choice)
            choice.toggled.connect(self._chose)
            whole.addWidget(choice)
        self._words = QLineEdit()
        self._words.setMaxLength(MOST_WORDS)
        self._words.setPlaceholderText(say("Your reason, without anything of the patient's record"))
        self._words.setAccessibleName(say("Your reason, without anything of the patient's record"))
        self._words.textChanged.connect(self._chose)
        whole.addWidget(self._words)
        self._trouble = Label(theme, "", size="small", tone="redink", wrap=True)
        whole.addWidget(self._trouble)
        acts = QHBoxLayout()
        acts.setContentsMargins(0, theme.px(6), 0, 0)
        acts.addStretch(1)
        back = Button(theme, question.back, size="small")
        back.clicked.connect(leave_off)
        acts.addWidget(back)
        self._go = Button(theme, question.go, kind=Kind.PRIMARY, size="small")
        self._go.clicked.connect(self._press)
        self._go.setDefault(True)  # Enter means this one, whatever else stands in the list
        acts.addWidget(self._go)
        whole.addLayout(acts)

    def ask(self, row: str) -> None:
        """Ask about this one: no reason is chosen yet."""
        self._title.setText(self._question.title(row))
        self.setAccessibleName(self._title.text())
        self._group.setExclusive(False)
        for choice in self._reasons.values():
            choice.setChecked(False)
        self._group.setExclusive(True)
        self._words.clear()
        self._trouble.setText("")
        self._trouble.hide()
        self._chose()
        self.show()
        next(iter(self._reasons.values())).setFocus()

    def complain(self, lines: tuple[str, ...]) -> None:
        """It was not done: why, and what can be done."""
        self._trouble.setText(" · ".join(lines))
        self._trouble.show()

    def _reason(self) -> str:
        return next((code for code, choice in self._reasons.items() if choice.isChecked()), "")

    def _chose(self, *_: object) -> None:
        reason = self._reason()
        self._words.setVisible(reason == OTHER)
        self._go.setEnabled(bool(reason) and (reason != OTHER or bool(self._words.text().strip())))

    def _press(self) -> None:
        if self._go.isEnabled():
            self._go_on(self._reason(), self._words.text())
