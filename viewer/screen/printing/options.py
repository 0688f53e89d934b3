"""What is asked of a form before it is printed: size of the paper, tests."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.widgets.labels import Label
from viewer.view.forms.blocks import Paper
from viewer.view.forms.label import LabelSize
from viewer.view.forms.trends import Analyte

_Size = TypeVar("_Size", Paper, LabelSize)


class Options(QWidget):
    """Only those of the form that is chosen are seen. What was chosen stays while the dialog is open.

    Signals:
        changed: something was chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, words: Words, first: Paper) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(theme.px(4))
        say = words.say
        self._papers, self._sizes = self._choice(say("Size of the paper"), (Paper.A5, Paper.A4), first)
        self._stickers, self._labels = self._choice(
            say("Size of the label"), tuple(LabelSize), LabelSize.LARGE
        )
        self._tests: dict[str, QCheckBox] = {}
        self._known: tuple[str, ...] = ()
        self._list = self._group(words.say("Tests"))

    @property
    def paper(self) -> Paper:
        """The size that is chosen."""
        return next(paper for paper, choice in self._sizes.items() if choice.isChecked())

    @property
    def label(self) -> LabelSize:
        """The size of sticker that is chosen."""
        return next(size for size, choice in self._labels.items() if choice.isChecked())

    @property
    def analytes(self) -> frozenset[str]:
        """Keys of the tests that are chosen."""
        return frozenset(key for key, box in self._tests.items() if box.isChecked())

    def offer_tests(self, tests: Sequence[Analyte]) -> None:
        """The tests there are now; what was chosen before stays chosen."""
        keys = tuple(test.key for test in tests)
        if keys == self._known:
            return
        chosen = {key: box.isChecked() for key, box in self._tests.items()}
        for box in self._tests.values():
            box.deleteLater()
        self._known, self._tests = keys, {}
        usual = any(test.usual for test in tests)
        for test in tests:
            box = self._tests[test.key] = QCheckBox(test.name)
            box.setFont(self._theme.font("small"))
            box.setChecked(chosen.get(test.key, test.usual or not usual))
            box.toggled.connect(self.changed)
            layout = self._list.layout()
            if layout is not None:
                layout.addWidget(box)

    def show_of(self, *, sizes: bool, stickers: bool, tests: bool) -> None:
        """Show those that the form has."""
        self._papers.setVisible(sizes)
        self._stickers.setVisible(stickers)
        self._list.setVisible(tests)

    def _group(self, title: str) -> QWidget:
        group = QWidget()
        layout = QVBoxLayout(group)
        layout.setContentsMargins(0, self._theme.px(6), 0, 0)
        layout.setSpacing(self._theme.px(2))
        layout.addWidget(Label(self._theme, title, size="small", weight=600))
        self._whole.addWidget(group)
        group.hide()
        return group

    def _choice(
        self, title: str, sizes: Sequence[_Size], first: _Size
    ) -> tuple[QWidget, dict[_Size, QRadioButton]]:
        """Sizes of which one is chosen."""
        group = self._group(title)
        buttons = QButtonGroup(group)
        made: dict[_Size, QRadioButton] = {}
        for size in sizes:
            choice = made[size] = QRadioButton(size.value)
            choice.setFont(self._theme.font("small"))
            choice.setChecked(size is first)
            buttons.addButton(choice)
            choice.toggled.connect(self.changed)
            layout = group.layout()
            if layout is not None:
                layout.addWidget(choice)
        return group, made
