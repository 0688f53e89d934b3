"""What the clinician wrote before a consent ended: that it is kept, and the two things that can be done with it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.labels import Label
from viewer.signin.roles import RECONCILIATION, REFERRAL


class KeptNote(QFrame):
    """Names nobody.

    Signals:
        save_wanted(str): the form of this name is to be saved.
        drop_wanted: all of it is to be thrown away.
    """

    save_wanted = Signal(str)
    drop_wanted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        say = words.say
        self._words = words
        self.setProperty("role", "well")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (14, 8, 12, 8)))
        whole.setSpacing(theme.px(6))
        self._told = Label(theme, "", size="small", wrap=True)
        whole.addWidget(self._told)
        acts = QHBoxLayout()
        acts.setSpacing(theme.px(8))
        self._saves = {}
        for form in (RECONCILIATION, REFERRAL):
            save = self._saves[form] = Button(theme, say("Save as PDF"), icon="save", size="small")
            save.clicked.connect(partial(self.save_wanted.emit, form))
            acts.addWidget(save)
        drop = Button(theme, say("Throw it away"), icon="eraser", size="small")
        drop.clicked.connect(lambda: self.drop_wanted.emit())
        acts.addWidget(drop)
        acts.addStretch(1)
        whole.addLayout(acts)

    def show_kept(self, forms: tuple[str, ...]) -> None:
        """Which forms are kept, by name."""
        say = self._words.say
        medicines, letter = RECONCILIATION in forms, REFERRAL in forms
        if medicines and letter:
            told = say(
                "What you decided on the medicines and wrote of the referral is kept, sealed, until another record is "
                "opened or you sign out"
            )
        elif letter:
            told = say(
                "What you wrote of the referral is kept, sealed, until another record is opened or you sign out"
            )
        else:
            told = say(
                "What you decided on the medicines is kept, sealed, until another record is opened or you sign out"
            )
        self._told.setText(told)
        names = {RECONCILIATION: say("Save the medicines as PDF"), REFERRAL: say("Save the letter as PDF")}
        for form, button in self._saves.items():
            button.setVisible(form in forms)
            button.say(names[form] if medicines and letter else say("Save as PDF"))
