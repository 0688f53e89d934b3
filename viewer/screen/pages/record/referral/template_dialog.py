"""Keeping texts as a template: what of them is kept, what is not and why, under which name, for whom."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from viewer.base.templates import Template
from viewer.base.words import Words
from viewer.screen.context import PageContext
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.labels import Label
from viewer.view.referring.template import Fit, Why

if TYPE_CHECKING:
    from viewer.visit.referral import Field

_WIDTH = 560  # px


class TemplateDialog(QDialog):
    """``made`` is what is to be kept, once it was agreed to."""

    def __init__(self, context: PageContext, found: Fit, clinic: str) -> None:
        super().__init__(context.window)
        self._context, self._found, self._clinic = context, found, clinic
        theme, say = context.theme, context.words.say
        title = say("Keep these texts as a template")
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(_WIDTH))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(14) for _ in range(4)))
        whole.setSpacing(theme.px(6))
        whole.addWidget(Label(theme, title, size="head", wrap=True))
        told = say("A template holds nothing of a patient. Read the texts once more before you keep them")
        whole.addWidget(Label(theme, told, size="small", tone="ink2", wrap=True))
        whole.addWidget(Label(theme, say("Name of the template"), size="small", weight=600))
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setAccessibleName(say("Name of the template"))
        self.name.textChanged.connect(self._look)
        whole.addWidget(self.name)
        self.only = QCheckBox(say("For {clinic} first", clinic=clinic) if clinic else "")
        self.only.setChecked(bool(clinic))
        self.only.setVisible(bool(clinic))
        whole.addWidget(self.only)
        self._texts(whole)
        self._agree = Button(theme, say("Keep"), kind=Kind.PRIMARY)
        self._agree.setDefault(True)
        self._agree.clicked.connect(self.accept)
        cancel = Button(theme, say("Cancel"), key="Esc")
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._agree)
        whole.addLayout(row)
        self._look()

    @property
    def made(self) -> Template:
        """The template."""
        texts = {name.value: text for name, text in self._found.texts.items() if self.boxes[name].isChecked()}
        clinic = self._clinic if self.only.isChecked() else ""
        return Template(name=" ".join(self.name.text().split()), clinic=clinic, texts=texts)

    def _texts(self, whole: QVBoxLayout) -> None:
        theme, say = self._context.theme, self._context.words.say
        letters = self._context.composer.letters
        asked = {one.name: one for block in letters.blocks() for one in block.fields}
        whole.addWidget(Label(theme, say("Texts"), size="small", weight=600))
        self.boxes: dict[Field, QCheckBox] = {}
        for name in self._found.texts:
            box = self.boxes[name] = QCheckBox(asked[name].label)
            box.setChecked(True)
            box.toggled.connect(self._look)
            whole.addWidget(box)
        why = _whys(self._context.words)
        for name, reason in self._found.refused.items():
            line = say("Not kept: {field} ({why})", field=asked[name].label, why=why[reason])
            whole.addWidget(Label(theme, line, size="small", tone="amberink", wrap=True))
        if not self._found.texts:
            nothing = say("There is no text that may become a template")
            whole.addWidget(Label(theme, nothing, size="small", tone="ink2", wrap=True))

    def _look(self, *_: object) -> None:
        some = any(box.isChecked() for box in self.boxes.values())
        self._agree.setEnabled(some and bool(self.name.text().strip()))


def _whys(words: Words) -> dict[Why, str]:
    say = words.say
    return {
        Why.FROM_RECORD: say("it holds rows of the record"),
        Why.NAME: say("it holds the patient's name"),
        Why.NUMBER: say("it holds a number as long as an identifier's or a telephone's"),
        Why.DATE: say("it holds a date"),
    }
