"""Qt's own standard texts in Thai (OK, Cancel, Copy, the file dialog): Qt ships none for this language."""

import json

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication

from viewer.base.resources import translation


class QtWords(QTranslator):
    """Answers Qt's lookups from translations/<language>/qt.json: context -> source text -> text.

    A text that is not there is left to Qt, which shows it in English.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts: dict[str, dict[str, str]] = {}

    def speak(self, application: QApplication, language: str) -> None:
        """Use this language from now on; English needs no table."""
        application.removeTranslator(self)
        self._texts = {}
        try:
            file = translation(language, "qt.json")
        except FileNotFoundError:
            return
        self._texts = json.loads(file.read_text(encoding="utf-8"))
        application.installTranslator(self)

    def isEmpty(self) -> bool:
        """Qt does not ask an empty translator."""
        return not self._texts

    def translate(
        self, context: str, source: str | None, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The Thai text, with "&" for its shortcut left out as Thai letters have none; None = ask elsewhere.

        PySide makes the null string of None. "" would be a text: page sizes lose their names by it and are none any
        more, and what is printed stays white.
        """
        return self._texts.get(context, {}).get(source or "")
