"""สรุปประวัติ: three columns that answer "what can hurt", "what is taken", "what is the person like now"."""

from datetime import timedelta

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.columns_of_cards import CardColumn
from viewer.screen.pages.record.findings import COLUMNS as FINDINGS
from viewer.screen.pages.record.findings import dangers_in, findings_section
from viewer.screen.pages.record.nothing import NothingPage, nothing_found
from viewer.screen.pages.record.section_card import SectionCard, sources
from viewer.screen.widgets.columns import Axis, Column, Draws
from viewer.view.sheet import Section
from viewer.visit.states import Open

_ICONS = {
    "allergies": "shield-alert", "findings": "triangle-alert", "problems": "clipboard-list",
    "current-medicines": "pill", "key-results": "flask-conical", "vital-signs": "heart-pulse",
    "visits": "calendar-days",
}  # fmt: skip
WIDE_FROM = 1700  # px of the page from which there is room for longer sparklines and more air
_SIDES = {False: (404, 424), True: (500, 560)}  # px of the outer columns; the middle takes the rest
_HALF_YEAR = timedelta(days=180)


class SummaryPage(QWidget):
    """One sheet in three columns, readable without scrolling at 1366 x 768; or why there is nothing to show."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context, self._wide = context, False
        self._cards: dict[str, SectionCard] = {}
        self._dangers: frozenset[str] = frozenset()
        self._columns = (
            self._column(("findings", 3, 0.34), ("problems", 2, 0.3), ("allergies", 1, 0.14)),
            self._column(("current-medicines", 2, 0.7), ("visits", 1, 0.2)),
            self._column(("key-results", 2, 0.6), ("vital-signs", 1, 0.3)),
        )
        sheet = QWidget()
        self._row = QHBoxLayout(sheet)
        self._row.setContentsMargins(*(context.theme.px(side) for side in (12, 8, 12, 8)))
        self._row.setSpacing(context.theme.px(8))
        for place, column in enumerate(self._columns):
            self._row.addWidget(column, place % 2)
        self._nothing = NothingPage(context)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(sheet)
        self._pages.addWidget(self._nothing)
        self._spread()

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        if nothing_found(state):
            self._nothing.show_state(state)
            self._turn(1)
            return
        sheet = self._context.composer.sheet(state, "summary")
        sections = {section.name: section for section in sheet.sections}
        sections["findings"] = findings_section(sheet, self._context.words, brief=True)
        self._set_axes(sections)
        for name, card in self._cards.items():
            if name in sections:
                card.show_section(sections[name])
        self._cards["allergies"].let_in()  # an allergen never waits until somebody asks for it
        for column in self._columns:
            column.rows_changed(filling=state.ledger.asking > 0)
        self._show_dangers(sections["findings"])
        self._turn(0)

    def _show_dangers(self, section: Section) -> None:
        """A finding never waits to be let in; one of the top level makes room for itself, whatever is being read, and
        a sentence that is cut takes what stands empty."""
        card = self._cards["findings"]
        card.let_in()
        dangers = dangers_in(section)
        if not dangers <= self._dangers or self._columns[0].squeezes(card):
            self._columns[0].lay_out()
        self._dangers = dangers

    def focus_first(self) -> None:
        """Keyboard to the medicines: arrows read on from there."""
        if self._pages.currentIndex() == 1:
            self._nothing.focus_first()
        else:
            self._cards["current-medicines"].take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room buys air and longer sparklines, not more kinds of card."""
        super().resizeEvent(event)
        wide = self.width() >= self._context.theme.px(WIDE_FROM)
        if wide != self._wide:
            self._wide = wide
            self._spread()

    def _turn(self, number: int) -> None:
        """Between the sheet and the reasons; the keyboard comes along."""
        focus = QApplication.focusWidget()
        here = focus is not None and self.isAncestorOf(focus)
        if number != self._pages.currentIndex():
            self._pages.setCurrentIndex(number)
            if here:
                self.focus_first()

    def _spread(self) -> None:
        left, right = _SIDES[self._wide]
        self._columns[0].setFixedWidth(self._context.theme.px(left))
        self._columns[2].setFixedWidth(self._context.theme.px(right))
        for name, card in self._cards.items():
            columns, least = _look(name, wide=self._wide)
            card.show_columns(columns, least)

    def _column(self, *cards: tuple[str, int, float]) -> CardColumn:
        made = []
        for name, rank, kept in cards:
            columns, least = _look(name, wide=False)
            self._cards[name] = SectionCard(
                self._context, columns, icon=_ICONS[name], title="", least=least, head=False
            )
            made.append((self._cards[name], rank, kept))
        return CardColumn(self._context.theme, made)

    def _set_axes(self, sections: dict[str, Section]) -> None:
        """One time axis for all sparklines of a card: an old last value ends early and looks old."""
        today = self._context.visit.clock.today()
        self._cards["current-medicines"].show_axis(Axis(today - _HALF_YEAR, today + _HALF_YEAR, today))
        for name in ("key-results", "vital-signs"):
            rows = sections[name].rows if name in sections else ()
            firsts = [row.trend.points[0][0] for row in rows if row.trend and row.trend.points]
            start = min(min(firsts, default=today), today - 2 * _HALF_YEAR)
            self._cards[name].show_axis(Axis(start, today, today))


def _look(name: str, *, wide: bool) -> tuple[tuple[Column, ...], int]:
    """Columns and least row height of a card."""
    return _COLUMNS[name](wide), (_LEAST_WIDE if wide else _LEAST)[name]


_LEAST = {
    "findings": 24, "problems": 27, "allergies": 27, "current-medicines": 43, "visits": 25, "key-results": 36,
    "vital-signs": 27,
}  # fmt: skip
_LEAST_WIDE = {
    "findings": 34, "problems": 62, "allergies": 36, "current-medicines": 62, "visits": 36, "key-results": 62,
    "vital-signs": 36,
}  # fmt: skip


def _results(wide: bool) -> tuple[Column, ...]:
    return (
        Column("", 90 if wide else 76, cell=0, weight=500),
        Column("", 130 if wide else 104, cell=1, weight=600, size="value" if wide else "base", unit=50),
        Column("", draws=Draws.TREND, least=40, tall=44 if wide else 24),
        Column("", 96 if wide else 80, cell=2, size="small", arrow=True, right=True),
        Column("", 92 if wide else 76, cell=3, size="small" if wide else "caption", right=True, quiet=True),
        sources(34 if wide else 30),
    )


def _vitals(wide: bool) -> tuple[Column, ...]:
    return (
        Column("", 130 if wide else 100, cell=0),
        Column("", 150 if wide else 112, cell=1, weight=600, size="value" if wide else "base", unit=52),
        Column("", cell=2, size="small" if wide else "caption", right=True, quiet=True, least=60),
        Column("", 92 if wide else 76, cell=3, size="small" if wide else "caption", right=True, quiet=True),
        sources(34 if wide else 28),
    )


def _visits(wide: bool) -> tuple[Column, ...]:
    return (
        Column("", 108 if wide else 92, cell=0, size="small", quiet=True),
        Column("", cell=1, lines=1, size="base" if wide else "small"),
        Column("", 110 if wide else 88, cell=2, size="small", right=True, quiet=True),
        sources(34),
    )


def _medicines(wide: bool) -> tuple[Column, ...]:
    state = Column(
        "", 260 if wide else 164, Draws.STATE, cell=1, below=2, size="small", right=True, supply=True
    )
    return Column("", cell=0, weight=600, marks=True), state, sources(76 if wide else 54)


_COLUMNS = {
    "findings": lambda wide: FINDINGS,
    "problems": lambda wide: (
        Column("", cell=0, weight=600, note="small" if wide else "caption", marks=True),
        sources(76 if wide else 54),
    ),
    "allergies": lambda wide: (
        Column("", cell=0, weight=600, marks=True),
        Column("", 128, cell=4, size="small", quiet=True),
        sources(34),
    ),
    "current-medicines": _medicines,
    "visits": _visits,
    "key-results": _results,
    "vital-signs": _vitals,
}
