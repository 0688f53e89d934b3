"""The consent strip with the ledger bar: what is allowed until when, who has answered. 32 high, always."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.typeset import Run, runs_of
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.labels import IconView, Label
from viewer.screen.widgets.ledger_cells import LedgerCells
from viewer.view.sheet import LedgerBar
from viewer.view.strip import ConsentStrip

HEIGHT = 32
NARROW = 900
_SIDE = 12  # px at either end
_CONSENT, _ANSWERS = 3, 2  # their shares of the room, so that the cells keep their place


class ConsentLine(QFrame):
    """Draws a ConsentStrip and a LedgerBar.

    Signals:
        ledger_wanted: the button (F6) was pressed.
        forms_wanted: the one beside it (F10) was.
    """

    ledger_wanted = Signal()
    forms_wanted = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.setProperty("role", "strip")
        self.setFixedHeight(theme.px(HEIGHT))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(_SIDE), 0, theme.px(_SIDE), 0)
        row.setSpacing(theme.px(10))
        self._icon = IconView(theme, "shield-check", size=16, tone="accent")
        row.addWidget(self._icon)
        self._consent = Label(theme, "", size="small", elide=True)
        row.addWidget(self._consent, _CONSENT)
        self.cells = LedgerCells(theme)
        self.cells.setAccessibleName(words.say("Answers by facility"))
        row.addWidget(self.cells)
        self._answers = Label(theme, "", size="small", elide=True)
        row.addWidget(self._answers, _ANSWERS)
        self._open = Button(theme, words.say("See each facility"), icon="list", key="F6", size="small")
        self._open.clicked.connect(self.ledger_wanted)
        row.addWidget(self._open)
        forms = Button(theme, words.say("Print a form"), icon="printer", key="F10", size="small")
        forms.clicked.connect(self.forms_wanted)
        row.addWidget(forms)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With little room the words stay and the cells go; the list (F6) has both."""
        super().resizeEvent(event)
        self.cells.setVisible(self.width() >= self._theme.px(NARROW))
        self._share()

    def show_consent(self, strip: ConsentStrip) -> None:
        """The words of the consent; short time turns them amber and bold (in the words themselves)."""
        self._consent.set_runs(runs_of(strip.words))
        self._icon.show_icon(
            "hourglass" if strip.short else "shield-check", "amberink" if strip.short else "accent"
        )
        self._share()

    def show_ledger(self, bar: LedgerBar) -> None:
        """The cells and what they add up to."""
        self.cells.show_cells(bar.cells)
        runs: tuple[Run, ...] = runs_of(bar.words)
        self._answers.set_runs(runs)
        self._share()

    def show_drawer(self, opened: bool) -> None:
        """The button says what it will do."""
        say = self._words.say
        self._open.say(say("Close the list") if opened else say("See each facility"))
        self._share()

    def _share(self) -> None:
        """Neither text is cut while the other has room to give; else each has its share."""
        told, named = self._answers.sizeHint().width(), self._consent.sizeHint().width()
        items = (self._row.itemAt(at) for at in range(self._row.count()))
        shown = [item.sizeHint().width() for item in items if item is not None and not item.isEmpty()]
        fixed = sum(shown) - told - named
        room = self.width() - 2 * self._theme.px(_SIDE) - self._row.spacing() * (len(shown) - 1) - fixed
        share = room * _CONSENT // (_CONSENT + _ANSWERS)
        if told > room - share:
            share = max(min(named, share), room - told)
        elif named > share:
            share = min(named, room - told)
        self._row.setStretch(self._row.indexOf(self._consent), max(share, 1))
        self._row.setStretch(self._row.indexOf(self._answers), max(room - share, 1))
