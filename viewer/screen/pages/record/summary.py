"""สรุปประวัติ: three columns that answer "what can hurt", "what is taken", "what is the person like now"."""

from datetime import timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.columns_of_cards import CardColumn
from viewer.screen.pages.record.section_card import SHAPE, SectionCard, sources
from viewer.screen.widgets.cells import Axis, Column, Draws
from viewer.screen.widgets.tables import TWO_LINES
from viewer.view.sheet import Section, Sheet
from viewer.visit.states import Open

_ICONS = {
    "allergies": "shield-alert", "findings": "triangle-alert", "problems": "clipboard-list",
    "current-medicines": "pill", "key-results": "flask-conical", "vital-signs": "heart-pulse",
    "visits": "calendar-days",
}  # fmt: skip
LEFT, RIGHT = 404, 424  # px of the outer columns at 1366; the middle takes the rest
_BACK, _AHEAD = 90, 90  # days of the supply bars around today


class SummaryPage(QWidget):
    """One sheet in three columns, readable without scrolling at 1366 x 768."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        self._cards: dict[str, SectionCard] = {}
        left = self._column(("findings", 3), ("problems", 1), ("allergies", 2))
        middle = self._column(("current-medicines", 3), ("visits", 1))
        right = self._column(("key-results", 2), ("vital-signs", 1))
        self._columns = (left, middle, right)
        left.setFixedWidth(theme.px(LEFT))
        right.setFixedWidth(theme.px(RIGHT))
        whole.addWidget(left)
        whole.addWidget(middle, 1)
        whole.addWidget(right)

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands."""
        sheet = self._context.composer.sheet(state, "summary")
        sections = {section.name: section for section in sheet.sections}
        self._set_axes(state, sections)
        for name, card in self._cards.items():
            if name in sections:
                card.show_section(sections[name])
        for column in self._columns:
            column.lay_out()
        self._tell_gaps(sheet)

    def focus_first(self) -> None:
        """Keyboard to the medicines: arrows read on from there."""
        self._cards["current-medicines"].table.setFocus()

    def _column(self, *cards: tuple[str, int]) -> CardColumn:
        made = []
        for name, rank in cards:
            self._cards[name] = self._card(name)
            made.append((self._cards[name], rank))
        return CardColumn(self._context.theme, made)

    def _card(self, name: str) -> SectionCard:
        columns, least = _COLUMNS[name], TWO_LINES if name == "current-medicines" else 27
        return SectionCard(
            self._context, columns, icon=_ICONS[name], title="", least=36 if name == "key-results" else least,
            head=False,
        )  # fmt: skip

    def _set_axes(self, state: Open, sections: dict[str, Section]) -> None:
        today = self._context.visit.clock.today()
        bars = Axis(today - timedelta(days=_BACK), today + timedelta(days=_AHEAD), today)
        self._cards["current-medicines"].show_axis(bars)
        for name in ("key-results", "vital-signs"):
            rows = sections[name].rows if name in sections else ()
            first = min(
                (row.trend.points[0][0] for row in rows if row.trend and row.trend.points), default=today
            )
            start = min(first, today - timedelta(days=365))
            self._cards[name].show_axis(Axis(start, today, today))

    def _tell_gaps(self, sheet: Sheet) -> None:
        """What is missing from the whole stands at the foot of the findings, where nothing pushes it away."""
        if sheet.gaps:
            self._cards["findings"].set_footer(" · ".join(sheet.gaps))


_COLUMNS = {
    "allergies": (
        Column("", cell=0, weight=600, marks=True),
        Column("", 120, cell=4, size="small"),
        sources(),
    ),
    "findings": (SHAPE, Column("", cell=0), sources()),
    "problems": (Column("", cell=0, weight=600), sources(72)),
    "current-medicines": (
        Column("", cell=0, weight=600, marks=True),
        Column("", 62, Draws.SPANS, cell=2),
        SHAPE,
        Column("", 104, cell=1, size="small"),
        Column("", 92, cell=2, size="small"),
        sources(50),
    ),
    "key-results": (
        Column("", 66, cell=0),
        Column("", cell=1, weight=600),
        Column("", 86, Draws.TREND),
        Column("", 84, cell=2, size="small"),
        Column("", 84, cell=3, size="small"),
        sources(30),
    ),
    "vital-signs": (
        Column("", 96, cell=0),
        Column("", cell=1, weight=600),
        Column("", 110, cell=2, size="small"),
        Column("", 84, cell=3, size="small"),
        sources(30),
    ),
    "visits": (
        Column("", 96, cell=0, size="small", weight=600),
        Column("", cell=1),
        Column("", 92, cell=2, size="small"),
        sources(30),
    ),
}
