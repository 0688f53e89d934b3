"""A fact of the band: caption label, value, caption date. One that is not known takes no place."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.look import Theme
from viewer.screen.typeset import TONES
from viewer.screen.widgets.labels import Label, rule
from viewer.view.sheet import BandFact, Tone


class FactView(QWidget):
    """Label, value and date over each other, with a line at the left."""

    def __init__(self, theme: Theme, fact: BandFact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(rule(vertical=True))
        whole = QVBoxLayout()
        whole.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        row.addLayout(whole)
        whole.setSpacing(0)
        tone = "ink" if fact.tone is Tone.PLAIN else TONES[fact.tone][0]
        whole.addStretch(1)
        whole.addWidget(Label(theme, fact.label, size="caption", tone="ink2"))
        whole.addWidget(Label(theme, fact.value, size="fact", tone=tone))
        whole.addWidget(Label(theme, fact.caption, size="caption", tone="ink2"))
        whole.addStretch(1)
        self.setAccessibleName(" ".join(part for part in (fact.label, fact.value, fact.caption) if part))
