"""The patient band: who, allergies, the few facts every page needs. 84 high, more only when allergies need it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.base.words import Words
from viewer.screen.look import Theme
from viewer.screen.widgets.allergy import HEIGHT, AllergyBlockView
from viewer.screen.widgets.buttons import Button
from viewer.screen.widgets.facts import FactView
from viewer.screen.widgets.identity import IdentityBlock
from viewer.screen.widgets.labels import Tag, rule
from viewer.view.sheet import Band, BandFact, Tone

MOST_FACTS = 3
_AIR = 10  # px above and below the notices together
LEAST_ALLERGY = 260
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
        self._tags = QVBoxLayout()
        self._tags.setSpacing(theme.px(4))
        row.addLayout(self._tags)
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

    def minimumSizeHint(self) -> QSize:
        """As narrow as the window."""
        return QSize(self._theme.px(300), self._theme.px(HEIGHT))

    def _fit_facts(self) -> None:
        margin = self._theme.px(130)  # the button that closes
        free = self.width() - self.identity.sizeHint().width() - margin - self._theme.px(LEAST_ALLERGY)
        for fact in self._views:
            free -= fact.sizeHint().width()
            fact.setVisible(free >= 0)

    def _fit(self) -> None:
        """As high as the allergies and the notices need. Asked for again from within, it would mix two heights."""
        if self._fitting:
            return
        self._fitting = True
        layout, before = self.layout(), self.height()
        for _ in range(_TRIES):
            tags = self._tags.sizeHint().height() + self._theme.px(_AIR) if self._tags.count() else 0
            height = max(self.allergy.wanted_height(self.allergy.width()), tags)
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
        while (item := self._tags.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        margin = self._theme.px(12) if notices else 0
        self._tags.setContentsMargins(0, 0, margin, 0)
        if notices:
            self._tags.addStretch(1)
        for notice in notices:
            self._tags.addWidget(notice)
            notice.show()  # at once: until then a layout takes no height for it
        if notices:
            self._tags.addStretch(1)
