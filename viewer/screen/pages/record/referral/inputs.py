"""One field of the page: its label, what is typed or chosen in it, and what undoes it."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPaintEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from viewer.base.words import Words
from viewer.screen import icons
from viewer.screen.letters import Letters
from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.labels import Label
from viewer.view.referring.asked import Asked, Takes
from viewer.visit.referral import Field

_LEAST_LINES, _MOST_LINES = 2, 9  # of a text before it scrolls
_SHORT = 180  # px: words of boxes that stand two in a row
_REDO = (QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"))


class Input(QWidget):
    """Shows what the draft says, and tells what is typed.

    Signals:
        typed(object, str): the field and what stands in it now.
        undo_wanted, redo_wanted: their keys were pressed here.
        entered(object): the keyboard came to this field.
        chosen(object): texts of several fields, by field, to stand there; offered(object): where nothing stands yet.
    """

    typed = Signal(object, str)
    undo_wanted = Signal()
    redo_wanted = Signal()
    entered = Signal(object)
    chosen = Signal(object)
    offered = Signal(object)

    def __init__(self, theme: Theme, words: Words, asked: Asked, letters: Letters) -> None:
        """``letters`` words moments that were typed, and knows the facilities."""
        super().__init__()
        self._theme, self.asked = theme, asked
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(2))
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        self._label = Label(theme, asked.label, size="small", weight=600, elide=not asked.wide)
        head.addWidget(self._label, 1)
        self._doubt = Label(theme, _doubt_words(words, asked), size="caption", tone="amberink")
        self._doubt.hide()
        head.addWidget(self._doubt)
        whole.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        whole.addLayout(row)
        self._put(row, words, letters)

    @property
    def field(self) -> Field:
        """Which field of the draft it is."""
        return self.asked.name

    def show_text(self, text: str) -> None:
        """What the draft says; where the same stands already, the cursor stays."""
        raise NotImplementedError

    def doubt(self, doubted: bool) -> None:
        """Whether the number is likely to be typed wrong, or the moment is not certain."""
        self._doubt.setVisible(doubted)

    def take_focus(self) -> None:
        """The keyboard to the field."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Undo and redo are the draft's, not the field's own: they reach over fields and pages."""
        if event.type() is QEvent.Type.FocusIn:
            self.entered.emit(self.field)
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _turns(event):
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and (turn := _turns(event)):
            (self.undo_wanted if turn == "undo" else self.redo_wanted).emit()
            return True
        return False

    def _put(self, row: QHBoxLayout, words: Words, letters: Letters) -> None:
        """Build what is typed in."""
        raise NotImplementedError

    def _tell(self, text: str) -> None:
        self.typed.emit(self.field, text)


class LineInput(Input):
    """A line; a number with its unit behind it, a moment with a button for the present one."""

    def _put(self, row: QHBoxLayout, words: Words, letters: Letters) -> None:
        asked, theme = self.asked, self._theme
        self.line = QLineEdit()
        self.line.setAccessibleName(" ".join(filter(None, (asked.label, asked.unit))))
        self.line.setMinimumWidth(theme.px(64))
        self.line.setPlaceholderText(asked.hint)
        self.line.textChanged.connect(self._tell)
        self.line.installEventFilter(self)
        row.addWidget(self.line, 1)
        if asked.unit:
            unit = Label(theme, asked.unit, size="small", tone="ink2")
            unit.setFixedWidth(theme.px(62))
            row.addWidget(unit)
        if asked.takes is Takes.MOMENT:
            present = Button(theme, words.say("now"), size="small")
            present.setAccessibleName(f"{asked.label}: {words.say('now')}")
            present.clicked.connect(lambda: self.line.setText(letters.moment("")))
            row.addWidget(present)
        if asked.takes in (Takes.MOMENT, Takes.DAY):
            self.line.editingFinished.connect(lambda: self._write_out(letters))

    def _write_out(self, letters: Letters) -> None:
        """ "Today" would mean another day on paper: what is certain is written out once it is typed."""
        if self.line.text().strip():
            self.line.setText(letters.moment(self.line.text(), ahead=self.asked.takes is Takes.DAY))

    def show_text(self, text: str) -> None:
        """Set without telling of it."""
        if self.line.text() != text:
            with QSignalBlocker(self.line):
                self.line.setText(text)
            if not self.line.hasFocus():
                self.line.setCursorPosition(0)  # of what is too long for the field its beginning is seen

    def take_focus(self) -> None:
        """To the line."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)


class TextInput(Input):
    """Several lines that grow with what is typed; Tab goes on to the next field."""

    def _put(self, row: QHBoxLayout, words: Words, letters: Letters) -> None:
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.asked.label)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(self.asked.hint)
        self.text.setUndoRedoEnabled(False)  # the draft's own reaches further
        self.text.textChanged.connect(self._changed)
        self.text.installEventFilter(self)
        self.text.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()
        row.addWidget(self.text, 1)

    def show_text(self, text: str) -> None:
        """Set without telling of it; the cursor stays at its place as far as there is one."""
        if self.text.toPlainText() == text:
            return
        with QSignalBlocker(self.text):
            at = self.text.textCursor().position()
            self.text.setPlainText(text)
            cursor = self.text.textCursor()
            cursor.setPosition(min(at, len(text)) if self.text.hasFocus() else len(text))
            self.text.setTextCursor(cursor)
        self._grow()

    def take_focus(self) -> None:
        """To the text."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now: the stylesheet has its say on heights when a widget is first shown."""
        super().showEvent(event)
        self._grow()

    def _changed(self) -> None:
        self._tell(self.text.toPlainText())

    def _grow(self, *_: object) -> None:
        lines = round(self.text.document().size().height())
        shown = max(_LEAST_LINES, min(lines, _MOST_LINES))
        self.text.setFixedHeight(self._theme.px(18) + self._theme.line("base") * shown)


class CodeInput(Input):
    """A coded list: words with their system; the first entry is none."""

    def _put(self, row: QHBoxLayout, words: Words, letters: Letters) -> None:
        self.list = _StillList(self._theme)
        self.list.setAccessibleName(self.asked.label)
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.list.addItem("–", "")
        for code in self.asked.codes:
            self.list.addItem(code.told, code.code)
        self.list.currentIndexChanged.connect(lambda at: self._tell(self.list.itemData(at) or ""))
        self.list.installEventFilter(self)
        row.addWidget(self.list, 1)

    def show_text(self, text: str) -> None:
        """Choose it; a code that the list does not have stands as it is."""
        at = self.list.findData(text)
        with QSignalBlocker(self.list):
            if at < 0:
                self.list.addItem(text, text)
                at = self.list.count() - 1
            self.list.setCurrentIndex(at)

    def take_focus(self) -> None:
        """To the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)


class CodesInput(Input):
    """Boxes to tick."""

    def _put(self, row: QHBoxLayout, words: Words, letters: Letters) -> None:
        grid = QGridLayout()
        grid.setSpacing(0)
        self.boxes: dict[str, QCheckBox] = {}
        font = QFontMetrics(self._theme.font("small"))
        beside = all(font.horizontalAdvance(code.told) < self._theme.px(_SHORT) for code in self.asked.codes)
        columns = 2 if beside else 1
        for at, code in enumerate(self.asked.codes):
            box = self.boxes[code.code] = QCheckBox(code.told)
            box.setFont(self._theme.font("small"))
            box.toggled.connect(self._ticked)
            box.installEventFilter(self)
            grid.addWidget(box, at // columns, at % columns)
        row.addLayout(grid, 1)

    def show_text(self, text: str) -> None:
        """Tick what the draft says."""
        chosen = text.split()
        for code, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(code in chosen)

    def take_focus(self) -> None:
        """To the first box."""
        next(iter(self.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _ticked(self, _: bool) -> None:
        self._tell(" ".join(code for code, box in self.boxes.items() if box.isChecked()))


class _StillList(QComboBox):
    """The wheel scrolls the page and changes no choice; an arrow says that there is a list."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt draws it, with its words cut by an ellipsis where they are too long, and the arrow."""
        side = self._theme.px(14)
        shown, painter = QStyleOptionComboBox(), QStylePainter(self)
        self.initStyleOption(shown)
        room = self.width() - side - self._theme.px(28)
        whole = shown.currentText
        shown.currentText = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(whole if shown.currentText != whole else "")
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, shown)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, shown)
        drawn = icons.pixmap(
            "chevron-down", self._theme.colour("ink2").name(), side, self.devicePixelRatioF()
        )
        left = self.width() - side - self._theme.px(8)
        painter.drawPixmap(left, round((self.height() - side) / 2), drawn)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to the page."""
        event.ignore()


def _doubt_words(words: Words, asked: Asked) -> str:
    told = {
        Takes.MOMENT: words.say("no certain date"),
        Takes.DAY: words.say("no certain day to come"),
        Takes.HCODE: words.say("unlike the list of facilities"),
    }
    return told.get(asked.takes) or words.say("unusual: look again")


def _turns(event: QKeyEvent) -> str:
    """ "undo", "redo" or ""."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return "undo"
    pressed = QKeySequence(event.keyCombination())
    return "redo" if event.matches(QKeySequence.StandardKey.Redo) or pressed in _REDO else ""
