"""The line over the blocks: undo, redo, rows of the record, templates."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.pages.record.referral.inputs import Input
from viewer.screen.widgets.buttons import Button


class Tools(QFrame):
    """Says what can be done now.

    Signals:
        undo_wanted, redo_wanted: the last step.
        draw_wanted: rows of the record are to be put into the field.
        rows_wanted: which rows stand on paper is to be chosen.
    """

    undo_wanted = Signal()
    redo_wanted = Signal()
    draw_wanted = Signal()
    rows_wanted = Signal()

    def __init__(self, theme: Theme, words: Words, templates: QWidget) -> None:
        super().__init__()
        self._words = words
        say = words.say
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.px(side) for side in (10, 6, 10, 6)))
        row.setSpacing(theme.px(6))
        self.undo = Button(theme, "", icon="undo-2", size="small", name=say("Undo (Ctrl+Z)"))
        self.redo = Button(theme, "", icon="redo-2", size="small", name=say("Redo (Ctrl+Y)"))
        self.draw = Button(theme, say("From the record"), icon="clipboard-list", size="small")
        self.rows = Button(theme, say("Rows on paper"), icon="list-checks", size="small")
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)
        self.draw.clicked.connect(self.draw_wanted)
        self.rows.clicked.connect(self.rows_wanted)
        self.draw.setToolTip("Ctrl+D")
        self.rows.setToolTip("Ctrl+Shift+D")
        for widget in (self.undo, self.redo, self.draw, self.rows, templates):
            row.addWidget(widget)
        row.addStretch(1)
        self.show_steps((0, 0))

    def show_steps(self, steps: tuple[int, int]) -> None:
        """How many can be undone and done again."""
        self.undo.setEnabled(steps[0] > 0)
        self.redo.setEnabled(steps[1] > 0)

    def show_field(self, entered: Input | None) -> None:
        """The keyboard is in this field: whether rows can be put into it is said by the button's name."""
        into = entered.asked.label if entered is not None and entered.asked.draws else ""
        say = self._words.say
        name = say("From the record: {field}", field=into) if into else say("From the record")
        self.draw.setAccessibleName(name)
