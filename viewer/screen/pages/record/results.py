"""ผลตรวจ: a grid of tests by dates, the newest seen first, and the trends of what is chosen."""

from datetime import date, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.section_card import OPEN, SectionCard, sources
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.columns import Column
from viewer.screen.widgets.labels import Label
from viewer.screen.widgets.trend_chart import TrendChart
from viewer.view.sheet import Row, Section
from viewer.view.wording.grammar import grammar
from viewer.visit.states import Open

TRENDS, CHARTS = 422, 3
_ENDS = 2  # name and unit before the dates; change and last done after them


class ResultsPage(QWidget):
    """The grid keeps its first column in view; a chosen row shows its trend, with those beside it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        theme, say = context.theme, context.words.say
        self._grid = SectionCard(
            context, _columns(0), icon="flask-conical", title=say("Test results"), least=30
        )
        self._words = SectionCard(
            context, (Column("", 104, cell=0, size="small"), Column("", 210, cell=1, weight=600),
                      Column("", cell=2, marks=True), Column("", 180, cell=3, size="small"), sources()),
            icon="file-text", title=say("Results in words"),
        )  # fmt: skip
        self._trends = Card(theme, say("Trends"), icon="chart-line")
        self._trends.setFixedWidth(theme.px(TRENDS))
        self._charts = QVBoxLayout()
        self._charts.setSpacing(0)
        self._trends.body.addLayout(self._charts)
        self._trends.body.addStretch(1)
        self._rows: dict[str, Row] = {}
        self._chosen: tuple[str, ...] = ()
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        left.addWidget(self._grid, 3)
        left.addWidget(self._words, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.setSpacing(theme.px(8))
        whole.addLayout(left, 1)
        whole.addWidget(self._trends)

    def show_state(self, state: Open) -> None:
        """Draw the record as it stands; the newest dates are scrolled into view."""
        sheet = self._context.composer.sheet(state, "results")
        grid = sheet.sections[0]
        before = self._grid.table
        self._grid.show_columns(_columns(max(len(grid.columns) - 2 * _ENDS, 0)))
        self._grid.show_section(grid)
        if self._grid.table is not before:
            self._grid.table.chosen.connect(self._choose)
            bar = self._grid.table.horizontalScrollBar()
            QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum()))
        if len(sheet.sections) > 1:
            self._words.show_section(sheet.sections[1])
            self._words.setVisible(bool(sheet.sections[1].rows))
        self._draw_trends(grid)

    def focus_first(self) -> None:
        """Keyboard to the grid."""
        self._grid.table.setFocus()

    def _choose(self, row: Row) -> None:
        if row.trend is not None and row.key in self._rows:
            self._chosen = (row.key, *(key for key in self._chosen if key != row.key))[:CHARTS]
            self._draw()

    def _draw_trends(self, grid: Section) -> None:
        self._rows = {row.key: row for row in grid.rows if row.trend is not None and row.trend.points}
        kept = [key for key in self._chosen if key in self._rows]
        moving = [key for key, row in self._rows.items() if row.trend and len(row.trend.points) > 1]
        self._chosen = tuple(dict.fromkeys([*kept, *moving]))[:CHARTS]
        self._draw()

    def _draw(self) -> None:
        while (item := self._charts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        theme, say = self._context.theme, self._context.words.say
        if not self._chosen:
            self._charts.addWidget(
                Label(theme, say("Choose a test with numbers to see its trend"), tone="ink2", wrap=True)
            )
            return
        span = self._span()
        for key in self._chosen:
            row = self._rows[key]
            if row.trend is None:
                continue
            ranged = row.trend.low is not None or row.trend.high is not None
            note = say("the source's range is shaded") if ranged else say("no reference range")
            chart = TrendChart(
                theme, row.cells[0].text, row.trend, span, note=note, year=grammar(self._context.words).year
            )
            self._charts.addWidget(chart)

    def _span(self) -> tuple[date, date]:
        today = self._context.visit.clock.today()
        days = [row.trend.points[0][0] for key in self._chosen if (row := self._rows[key]).trend]
        return min(min(days, default=today), today - timedelta(days=90)), today


def _columns(dates: int) -> tuple[Column, ...]:
    middle = (Column("", 104, cell=place + _ENDS) for place in range(dates))
    after = dates + _ENDS
    return (
        OPEN,
        Column("", 196, cell=0, weight=600),
        Column("", 96, cell=1, size="small"),
        *middle,
        Column("", 96, cell=after, size="small"),
        Column("", 104, cell=after + 1, size="small"),
        sources(),
    )
