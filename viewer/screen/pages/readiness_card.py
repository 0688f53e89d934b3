"""This machine's readiness: only what was truly looked at."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from viewer.screen.front import Front
from viewer.screen.readiness import Finding, findings
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.labels import IconView, Label
from viewer.view.wording.grammar import grammar

_ROW = 30


class ReadinessCard(QWidget):
    """The card and, under it, the link that looks again."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        words, theme = front.words, front.theme
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(10))
        self._card = Card(theme, words.say("Readiness of this machine"), icon="list-checks")
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(*(theme.px(side) for side in (12, 6, 12, 6)))
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(1, theme.px(148))
        self._grid.setColumnStretch(2, 1)
        self._card.body.addWidget(self._rows)
        whole.addWidget(self._card)
        again = Button(theme, words.say("Check readiness again"), kind=Kind.LINK)
        again.clicked.connect(self.check)
        whole.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        self._say((Finding(words.say("Checking"), words.say("Asking the network"), True),), checking=True)

    def check(self) -> None:
        """Look now; what is known is replaced when the answer is here."""
        self._front.errands.start("readiness", self._look())

    async def _look(self) -> None:
        ready = await self._front.check()
        words = self._front.words
        self._say(findings(ready, words))
        now = grammar(words).clock(self._front.visit.clock.now())
        self._card.say(caption=words.say("checked at {time}", time=now))

    def _say(self, found: tuple[Finding, ...], *, checking: bool = False) -> None:
        theme = self._front.theme
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for at, finding in enumerate(found):
            icon = "hourglass" if checking else "check" if finding.good else "triangle-alert"
            tone = "ink2" if finding.good else "amberink"
            self._grid.setRowMinimumHeight(at, theme.px(_ROW))
            self._grid.addWidget(IconView(theme, icon, tone=tone), at, 0)
            self._grid.addWidget(Label(theme, finding.title), at, 1)
            words = Label(theme, finding.words, size="small", tone=tone, wrap=True)
            self._grid.addWidget(words, at, 2, Qt.AlignmentFlag.AlignVCenter)
