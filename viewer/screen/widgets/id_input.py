"""The box for a citizen number: groups itself while one types, takes Thai digits, says at once what is odd."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from viewer.identity.citizen import LENGTH, CitizenId, digits_of, group
from viewer.identity.errors import NotACitizenId, PlaceholderNumber
from viewer.screen.look import Theme
from viewer.screen.widgets.labels import IconView, Label


class Typed(StrEnum):
    """What stands in the box."""

    NOTHING = "nothing"
    SHORT = "short"
    LONG = "long"
    LETTERS = "letters"
    PLACEHOLDER = "placeholder"
    DOUBTFUL = "doubtful"  # thirteen digits, wrong check digit: warned about, not refused
    GOOD = "good"

    @property
    def searchable(self) -> bool:
        """Whether it may be searched for."""
        return self in {Typed.DOUBTFUL, Typed.GOOD}


def judge(text: str) -> Typed:
    """What a typed text is."""
    digits = digits_of(text)
    if any(character.isalpha() for character in text):
        return Typed.LETTERS
    if not digits:
        return Typed.NOTHING
    if len(digits) != LENGTH:
        return Typed.SHORT if len(digits) < LENGTH else Typed.LONG
    try:
        number = CitizenId.parse(text)
    except PlaceholderNumber:
        return Typed.PLACEHOLDER
    except NotACitizenId:
        return Typed.SHORT
    return Typed.GOOD if number.check_digit_ok else Typed.DOUBTFUL


class IdInput(QLineEdit):
    """A large line of digits with a word at its right end.

    Signals:
        judged(Typed): what stands in the box now, after every change.
    """

    judged = Signal(object)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("large", "true")
        self.setFont(theme.font("digits"))
        self.setFixedHeight(theme.px(46))
        self.setAccessibleName(name)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self._word = QWidget(self)
        row = QHBoxLayout(self._word)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        self._icon = IconView(theme, "check", tone="accent")
        self._text = Label(theme, "", size="small", weight=500)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        self._word.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._word.hide()
        self.textEdited.connect(self._edited)
        self.textChanged.connect(lambda text: self.judged.emit(judge(text)))

    def wipe(self) -> None:
        """Empty it for good: what ``clear`` empties, Ctrl+Z brings back."""
        if self.text() or self.isUndoAvailable() or self.isRedoAvailable():
            self.setText("")

    def say(self, text: str, icon: str, tone: str) -> None:
        """The word at the right end; "" for none."""
        self._word.setVisible(bool(text))
        self._text.setText(text)
        self._text.set_tone(tone)
        self._icon.show_icon(icon, tone)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The word keeps to the right end."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        size = self._word.sizeHint()
        self._word.resize(size)
        self._word.move(
            self.width() - size.width() - self._theme.px(12), (self.height() - size.height()) // 2
        )

    def _edited(self, text: str) -> None:
        # Text with letters is left as it is: regrouping it would hide what is wrong with it.
        if any(character.isalpha() for character in text):
            return
        before = len(digits_of(text[: self.cursorPosition()]))
        grouped = group(digits_of(text))
        if grouped == text:
            return
        self.setText(grouped)
        self.setCursorPosition(_position_after(grouped, before))


def _position_after(grouped: str, digits: int) -> int:
    """Where the cursor stands after so many digits."""
    seen = 0
    for at, character in enumerate(grouped):
        if seen == digits:
            return at
        seen += character.isdigit()
    return len(grouped)
