"""A list of the record's rows to tick, by part of the letter, each with its source and date."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import scrolled
from viewer.screen.widgets.labels import Label
from viewer.view.referring.choosing import Candidate, Part

_SIZE = (760, 600)  # px


class RowsDialog(QDialog):
    """``chosen`` are the keys of the ticked rows. With ``draws`` they go into a text; otherwise they are on paper, and
    those that always are on paper are not in the list."""

    def __init__(
        self, context: PageContext, title: str, found: Sequence[Candidate], ticked: frozenset[str], *, draws: bool
    ) -> None:  # fmt: skip
        super().__init__(context.window)
        self._context, self._draws = context, draws
        theme, say = context.theme, context.words.say
        self.setWindowTitle(title)
        self.resize(*(theme.px(side) for side in _SIZE))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(12) for _ in range(4)))
        whole.setSpacing(theme.px(8))
        whole.addWidget(Label(theme, title, size="head", wrap=True))
        told = (
            say(
                "They are put in with source and date, to be edited; they count as of the record, not as typed"
            )
            if draws
            else say(
                "What is not ticked is left off the paper and its data; the paper says how many rows were"
            )
        )
        whole.addWidget(Label(theme, told, size="small", tone="ink2", wrap=True))
        self._find = QLineEdit()
        self._find.setPlaceholderText(say("Find"))
        self._find.setAccessibleName(say("Find"))
        self._find.textChanged.connect(self._filter)
        whole.addWidget(self._find)
        self.boxes: dict[str, QCheckBox] = {}
        self._heads: dict[Part, Label] = {}
        self._rows: list[tuple[Candidate, QWidget]] = []
        whole.addWidget(scrolled(self._list(found, ticked)), 1)
        whole.addLayout(self._buttons())
        self._find.setFocus()

    @property
    def chosen(self) -> frozenset[str]:
        """Keys of the ticked rows."""
        return frozenset(key for key, box in self.boxes.items() if box.isChecked())

    def _list(self, found: Sequence[Candidate], ticked: frozenset[str]) -> QWidget:
        theme = self._context.theme
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(4))
        for part, title in self._context.composer.letters.part_titles().items():
            rows = [one for one in found if one.part is part]
            if not rows:
                continue
            self._heads[part] = Label(theme, title, weight=600)
            column.addWidget(self._heads[part])
            for one in rows:
                row = self._row(one, one.key in ticked)
                self._rows.append((one, row))
                column.addWidget(row)
        if not found:
            nothing = self._context.words.say("There is no row of the record to choose")
            column.addWidget(Label(theme, nothing, tone="ink2", wrap=True))
        column.addStretch(1)
        return inside

    def _row(self, one: Candidate, ticked: bool) -> QWidget:
        theme = self._context.theme
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(theme.px(4), 0, 0, 0)
        line.setSpacing(theme.px(8))
        box = self.boxes[one.key] = QCheckBox()
        box.setAccessibleName(one.words)
        box.setChecked(ticked)
        line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(theme, one.words, size="small", wrap=True), 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        theme, say = self._context.theme, self._context.words.say
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        every, none = Button(theme, say("All"), size="small"), Button(theme, say("None"), size="small")
        every.clicked.connect(lambda: self._tick(True))
        none.clicked.connect(lambda: self._tick(False))
        cancel = Button(theme, say("Cancel"), key="Esc")
        cancel.clicked.connect(self.reject)
        agree = Button(theme, say("Put in") if self._draws else say("Use these rows"), kind=Kind.PRIMARY)
        agree.setDefault(True)
        agree.clicked.connect(self.accept)
        for widget in (every, none):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (cancel, agree):
            row.addWidget(widget)
        return row

    def _tick(self, ticked: bool) -> None:
        for one, row in self._rows:
            if not row.isHidden():
                self.boxes[one.key].setChecked(ticked)

    def _filter(self, typed: str) -> None:
        wanted = typed.casefold().split()
        seen: set[Part] = set()
        for one, row in self._rows:
            shown = all(part in one.words.casefold() for part in wanted)
            row.setVisible(shown)
            seen |= {one.part} if shown else set()
        for part, head in self._heads.items():
            head.setVisible(part in seen)
