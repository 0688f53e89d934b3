"""A block of fields under a head that opens and closes it. Closed it says how much stands in it; its fields are built
when it is first opened."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen import icons
from viewer.screen.letters import Letters
from viewer.screen.look import Theme
from viewer.screen.pages.record.referral.inputs import Input
from viewer.screen.pages.record.referral.kinds import input_for
from viewer.screen.typeset import Typeset
from viewer.view.referring.asked import Asked
from viewer.view.referring.fields import Block
from viewer.visit.referral import Field, ReferralDraft

_HEAD = 30


class BlockHead(QAbstractButton):
    """A line to press: an arrow, the title, what stands in it at the right."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme, self._note = theme, ""
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the pointer comes and goes
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say("")

    def say(self, note: str) -> None:
        """Other words at the right."""
        if note == self._note and self.accessibleName():
            return
        self._note = note
        self.setAccessibleName(" · ".join(filter(None, (self.text(), note))))
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self._theme.px(200), max(self._theme.px(_HEAD), self._theme.line("base")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, arrow, title, note."""
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("hover" if self.underMouse() else "sunk"))
        middle, side = self.height() / 2, theme.px(14)
        arrow = "chevron-down" if self.isChecked() else "chevron-right"
        drawn = icons.pixmap(arrow, theme.colour("ink2").name(), side, self.devicePixelRatioF())
        painter.drawPixmap(theme.px(8), round(middle - side / 2), drawn)
        note = Typeset(theme, self._note, size="small")
        room = self.width() - theme.px(28) - note.natural_width - theme.px(20)
        title = Typeset(theme, self.text(), weight=600, width=room, max_lines=1)
        title.draw(painter, theme.px(28), middle - title.height / 2)
        left = self.width() - note.natural_width - theme.px(10)
        note.draw(painter, left, middle - note.height / 2, "ink2")


class BlockView(QWidget):
    """One block.

    Signals:
        built(object): an Input was made; connect to it.
    """

    built = Signal(object)

    def __init__(self, theme: Theme, words: Words, block: Block, letters: Letters) -> None:
        super().__init__()
        self._theme, self._words, self.block, self._letters = theme, words, block, letters
        self.inputs: dict[Field, Input] = {}
        self._draft, self._odd = ReferralDraft(), frozenset[Field]()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.head = BlockHead(theme, block.title)
        self.head.toggled.connect(self._toggled)
        whole.addWidget(self.head)
        self._inside = QWidget()
        self._inside.hide()
        whole.addWidget(self._inside)

    def show_draft(self, draft: ReferralDraft, odd: frozenset[Field]) -> None:
        """What stands in its fields; ``odd`` are likely to be typed wrong."""
        self._draft, self._odd = draft, odd
        count = self.block.count(draft)
        self.head.say(self._words.say("{n} filled in", n=count) if count else "")
        self._show_inputs()

    def open(self) -> None:
        """Open it."""
        self.head.setChecked(True)

    def input_of(self, name: Field) -> Input | None:
        """The input of a field of this block, which opens for it; None of any other field."""
        if not any(asked.name is name for asked in self.block.fields):
            return None
        self.open()
        return self.inputs[name]

    def _toggled(self, opened: bool) -> None:
        if opened and not self.inputs:
            self._build()
        self._inside.setVisible(opened)

    def _build(self) -> None:
        theme = self._theme
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(*(theme.px(side) for side in (10, 6, 10, 10)))
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        row = column = 0
        for asked in self.block.fields:
            made = self._input(asked)
            if asked.wide:
                row, column = (row + 1, 0) if column else (row, 0)
                grid.addWidget(made, row, 0, 1, 2)
                row += 1
            else:
                grid.addWidget(made, row, column, Qt.AlignmentFlag.AlignBottom)
                row, column = (row + 1, 0) if column else (row, 1)
        self._show_inputs()

    def _show_inputs(self) -> None:
        for name, one in self.inputs.items():
            one.show_text(self._draft.text(name))
            one.doubt(name in self._odd)

    def _input(self, asked: Asked) -> Input:
        made = self.inputs[asked.name] = input_for(self._theme, self._words, asked, self._letters)
        self.built.emit(made)
        return made
