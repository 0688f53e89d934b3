"""A medicine that no facility told of: bought, a herb, from elsewhere, or begun today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import Label
from viewer.view.reconciling.terms import kinds
from viewer.visit.reconciliation import Kind as Origin

_WIDE = 520  # px
_MOST = 200  # characters
_SHORTEST = 2  # letters before names are looked for


@dataclass(frozen=True, slots=True)
class Told:
    """What was typed. ``listed``: the name is one of the list."""

    kind: Origin
    name: str
    listed: bool
    how: str
    source: str


class ToldDialog(QDialog):
    """``names`` finds names for a pick list; without any, what is typed is taken and marked as typed."""

    def __init__(
        self, theme: Theme, words: Words, window: QWidget, names: Callable[[str], Sequence[str]]
    ) -> None:
        super().__init__(window)
        say = words.say
        self._names, self._offered = names, QStringListModel(self)
        self.setWindowTitle(say("Add a medicine"))
        self.setMinimumWidth(theme.px(_WIDE))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (16, 14, 16, 14)))
        whole.setSpacing(theme.px(4))
        whole.addWidget(Label(theme, say("Add a medicine"), size="head"))
        about = say("What the patient takes and no facility sent, or what is begun today")
        whole.addWidget(Label(theme, about, size="small", tone="ink2", wrap=True))
        self._group = QButtonGroup(self)
        self._kinds: dict[Origin, QRadioButton] = {}
        for kind, word in kinds(words).items():
            choice = self._kinds[kind] = QRadioButton(word)
            choice.setFont(theme.font("base"))
            self._group.addButton(choice)
            choice.toggled.connect(self._judge)
            whole.addWidget(choice)
        self._name = self._field(theme, whole, say("Name, strength, form"))
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._name.setCompleter(completer)
        self._name.textEdited.connect(self._look_up)
        self._hint = Label(theme, say("Name as typed, not chosen from a list"), size="small", tone="ink2")
        whole.addWidget(self._hint)
        self._how = self._field(theme, whole, say("How it is taken, as told"))
        self._source = self._field(theme, whole, say("Where it comes from, as told"))
        acts = QHBoxLayout()
        acts.setContentsMargins(0, theme.px(10), 0, 0)
        acts.addStretch(1)
        back = Button(theme, say("Cancel"))
        back.clicked.connect(self.reject)
        self._add = Button(theme, say("Add"), kind=Kind.PRIMARY)
        self._add.setDefault(True)
        self._add.clicked.connect(self.accept)
        acts.addWidget(back)
        acts.addWidget(self._add)
        whole.addLayout(acts)
        self._judge()
        self._kinds[Origin.BOUGHT].setFocus()

    @property
    def told(self) -> Told | None:
        """What was typed; None while kind or name is missing."""
        kind = next((kind for kind, choice in self._kinds.items() if choice.isChecked()), None)
        name = " ".join(self._name.text().split())
        if kind is None or not name:
            return None
        return Told(kind, name, self._listed(), self._how.text().strip(), self._source.text().strip())

    def _listed(self) -> bool:
        name = " ".join(self._name.text().split()).casefold()
        return any(name == offered.casefold() for offered in self._names(name))

    def _look_up(self, text: str) -> None:
        found = self._names(text) if len(text.strip()) >= _SHORTEST else ()
        self._offered.setStringList(list(found))
        self._judge()

    def _judge(self, *_: object) -> None:
        told = self.told
        self._add.setEnabled(told is not None)
        self._hint.setVisible(bool(self._name.text().strip()) and not self._listed())

    def _field(self, theme: Theme, whole: QVBoxLayout, title: str) -> QLineEdit:
        whole.addSpacing(theme.px(4))
        whole.addWidget(Label(theme, title, size="small", weight=600))
        field = QLineEdit()
        field.setMaxLength(_MOST)
        field.setAccessibleName(title)
        field.textChanged.connect(self._judge)
        whole.addWidget(field)
        return field
