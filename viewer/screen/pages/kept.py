"""What the clinician wrote before a consent ended: that it is kept, and the two things that can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.labels import Label


class KeptNote(QFrame):
    """Names nobody.

    Signals:
        save_wanted, drop_wanted: a button was pressed.
    """

    save_wanted = Signal()
    drop_wanted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        say = words.say
        self.setProperty("role", "well")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (14, 8, 12, 8)))
        whole.setSpacing(theme.px(6))
        told = say(
            "What you decided on the medicines is kept, sealed, until another record is opened or you sign out"
        )
        whole.addWidget(Label(theme, told, size="small", wrap=True))
        acts = QHBoxLayout()
        acts.setSpacing(theme.px(8))
        save = Button(theme, say("Save as PDF"), icon="save", size="small")
        save.clicked.connect(lambda: self.save_wanted.emit())
        drop = Button(theme, say("Throw it away"), icon="eraser", size="small")
        drop.clicked.connect(lambda: self.drop_wanted.emit())
        acts.addWidget(save)
        acts.addWidget(drop)
        acts.addStretch(1)
        whole.addLayout(acts)
