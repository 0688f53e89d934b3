"""The patient band: who, allergies, the few facts every page needs. 84 high, more only when allergies need it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.widgets.allergy import HEIGHT, AllergyBlockView
from viewer.screen.widgets.band_notices import BandNotices
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.facts import FactView
from viewer.screen.widgets.identity import IdentityBlock
from viewer.screen.widgets.labels import Tag, rule
from viewer.view.sheet import Band, BandFact, Tone

MOST_FACTS = 3
_AIR = 10  # px above and below the notices together
_CLOSE = 130  # px: the button that closes
LEAST_ALLERGY, WIDE_ALLERGY = 260, 420  # px; the wider one before notices stand two in a row
_TRIES = 3  # a height changes the width of what stands in it at most once or twice
NARROW = 900


class PatientBand(QFrame):
    """Draws a Band.

    Signals:
        close_wanted: the clinician wants the record closed.
        restricted_wanted: the clinician wants the list of rows of restricted access.
    """

    close_wanted = Signal()
    restricted_wanted = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._facts: tuple[BandFact, ...] | None = None
        self._views: list[FactView] = []
        self._fitting = False
        self._notices: tuple[object, ...] = ()
        self.masked = ""
        self.setProperty("role", "band")
        self.setFixedHeight(theme.px(HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.identity = IdentityBlock(theme, words.say("Citizen number"), words.say("hold F8"))
        row.addWidget(self.identity)
        self.notices = BandNotices(theme)
        row.addWidget(self.notices, 0, Qt.AlignmentFlag.AlignVCenter)
        self.allergy = AllergyBlockView(theme)
        self.allergy.resized.connect(self._fit)
        row.addWidget(self.allergy, 1)
        self._places = QHBoxLayout()
        self._places.setSpacing(0)
        row.addLayout(self._places)
        row.addWidget(rule(vertical=True))
        close = Button(theme, words.say("Close record"), icon="x", size="small")
        close.setToolTip("Ctrl+W")
        close.clicked.connect(self.close_wanted)
        holder = QHBoxLayout()
        holder.setContentsMargins(*(theme.px(side) for side in (14, 0, 14, 0)))
        holder.addWidget(close)
        row.addLayout(holder)

    def show_band(self, band: Band) -> None:
        """Draw this; what did not change is left alone."""
        if band.masked_id != self.masked or not self.identity.accessibleName():
            self.masked = band.masked_id
        self.identity.show_person(band.name, band.about, band.masked_id, band.extra)
        self.allergy.show_block(band.allergy)
        if band.facts != self._facts:
            self._facts = band.facts
            self._show_facts(band.facts[:MOST_FACTS])
        told = (band.notices, band.restricted, band.opens)
        if told != self._notices:
            self._notices = told
            self._show_notices(band)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Facts give way to the allergies, the last one first; every page has them again."""
        super().resizeEvent(event)
        self.identity.give_way(self.width() < self._theme.px(NARROW))
        self._fit_facts()
        if self._arrange_notices():
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the window."""
        return QSize(self._theme.px(300), self._theme.px(HEIGHT))

    def _fit_facts(self) -> None:
        free = self._beside(LEAST_ALLERGY)
        for fact in self._views:
            free -= fact.sizeHint().width()
            fact.setVisible(free >= 0)

    def _arrange_notices(self) -> bool:
        """Two in a row where the allergies and all facts keep their room; whether that is new."""
        facts = sum(fact.sizeHint().width() for fact in self._views)
        return self.notices.arrange(self._beside(WIDE_ALLERGY) - facts)

    def _beside(self, allergy: int) -> int:
        """What is left beside who it is, notices in one column, the button that closes, and so many px for the
        allergies."""
        named = self.identity.sizeHint().width() + self.notices.narrow_width
        return self.width() - named - self._theme.px(_CLOSE + allergy)

    def _fit(self) -> None:
        """As high as the allergies and the notices need. Asked for again from within, it would mix two heights."""
        if self._fitting:
            return
        self._fitting = True
        layout, before = self.layout(), self.height()
        for _ in range(_TRIES):
            tags = self.notices.sizeHint().height() + self._theme.px(_AIR)
            height = max(
                self.allergy.wanted_height(self.allergy.width()), 0 if self.notices.isHidden() else tags
            )
            if height == self.minimumHeight() == self.maximumHeight():
                break
            self.setFixedHeight(height)
            self.updateGeometry()
            if layout is not None:
                layout.invalidate()
                layout.activate()  # another width may want another height
        self._fitting = False
        self.allergy.let_scroll(self.maximumHeight())
        if layout is not None and self.minimumHeight() != before:
            layout.update()  # it was laid out for the old height while the allergies asked for this one

    def _show_facts(self, facts: tuple[BandFact, ...]) -> None:
        while (item := self._places.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._views = [FactView(self._theme, fact) for fact in facts]
        for view in self._views:
            self._places.addWidget(view)
        self._fit_facts()

    def _show_notices(self, band: Band) -> None:
        notices = list[QWidget](Tag(self._theme, notice.word, notice.tone) for notice in band.notices)
        if band.restricted and band.opens:
            act = Button(self._theme, band.restricted, icon="lock", key="F7", size="small")
            act.clicked.connect(self.restricted_wanted)
            notices.append(act)
        elif band.restricted:
            notices.append(Tag(self._theme, band.restricted, Tone.DOUBT))
        self.notices.show_notices(notices)
        self._fit_facts()
        self._arrange_notices()
