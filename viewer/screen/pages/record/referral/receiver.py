"""Where a referral goes: the facility by name or by code, offered from the exchange's directory, or as typed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QCompleter, QHBoxLayout

from viewer.base.words import Words
from viewer.screen.letters import Letters
from viewer.screen.pages.record.referral.inputs import LineInput
from viewer.screen.widgets.labels import Label
from viewer.visit.referral import Field

if TYPE_CHECKING:
    from viewer.exchange.directory import Facility

_CODE_WIDTH = 130  # px


class ReceiverInput(LineInput):
    """The name: facilities that fit what is typed are offered below it, by name or code. Choosing one sets its code,
    too."""

    def _put(self, row: QHBoxLayout, words: Words, letters: Letters) -> None:
        super()._put(row, words, letters)
        self._letters = letters
        self._found: dict[str, Facility] = {}
        self._lines = QStringListModel(self)
        self.completer = QCompleter(self._lines, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        if (offers := self.completer.popup()) is not None:
            offers.setProperty("role", "offers")
            offers.setFont(self._theme.font("base"))
        # Not the line's own completer: that one would write the choice into it first.
        self.completer.setWidget(self.line)
        self.completer.activated.connect(self._choose)
        self.line.textEdited.connect(self._look_up)

    def _look_up(self, typed: str) -> None:
        self._found = {f"{one.name} · {one.hcode}": one for one in self._letters.facilities.like(typed)}
        self._lines.setStringList(list(self._found))
        if self._found:
            self.completer.complete()
        elif (popup := self.completer.popup()) is not None:
            popup.hide()

    def _choose(self, line: str) -> None:
        found = self._found.get(line)
        if found is not None:
            self.chosen.emit({Field.TO: found.name, Field.TO_CODE: found.hcode})


class HcodeInput(LineInput):
    """The code, with the name that the directory has for it beside it; the name is put in where none was typed."""

    def _put(self, row: QHBoxLayout, words: Words, letters: Letters) -> None:
        self._letters = letters
        self._name = Label(self._theme, "", size="small", tone="ink2", elide=True)
        super()._put(row, words, letters)
        self.line.setFixedWidth(self._theme.px(_CODE_WIDTH))
        self.line.textChanged.connect(self._tell_name)
        self.line.editingFinished.connect(self._offer)
        row.addWidget(self._name, 1)

    def show_text(self, text: str) -> None:
        """As any line, with the name beside it."""
        super().show_text(text)
        self._tell_name(text)

    def _tell_name(self, code: str) -> None:
        name = self._letters.facilities.name(code)
        self._name.setText(name)
        self.line.setAccessibleDescription(name)

    def _offer(self) -> None:
        name = self._letters.facilities.name(self.line.text())
        if name:
            self.offered.emit({Field.TO: name})
