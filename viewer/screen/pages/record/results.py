"""ผลตรวจ: a grid of tests by dates, the newest seen first, and the trends of what is chosen."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.section_card import SectionCard, sources
from viewer.screen.pages.record.summary import WIDE_FROM
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.columns import Column, Draws
from viewer.screen.widgets.labels import Label
from viewer.screen.widgets.trend_chart import TrendChart
from viewer.view.sheet import Row, Section, Tone, Trend
from viewer.view.wording.grammar import grammar
from viewer.visit.states import Open

CHARTS = 3
_TRENDS = {False: 422, True: 682}  # px
_ROW, _DATE = 30, 103  # px: a row; the least width of a date
_CHIP = 34  # px of the last column
_ENDS = 2  # name and unit before the dates; change and last done after them
_LETTER = re.compile(r" ([A-Z]{1,2})$")


class ResultsPage(QWidget):
    """The grid keeps the names in view; a ticked row shows its trend, with those beside it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        theme, say = context.theme, context.words.say
        self._titles: tuple[str, ...] = ()
        self._grid = SectionCard(
            context, _columns((), 0), icon="flask-conical", title=say("Test results"), least=_ROW, frozen=_FROZEN
        )  # fmt: skip
        self._grid.ticked.connect(self._tick)
        self._words = SectionCard(
            context, (Column("", 104, cell=0, size="small", quiet=True), Column("", 210, cell=1, weight=600),
                      Column("", cell=2, marks=True), Column("", 180, cell=3, size="small", quiet=True), sources(34)),
            icon="file-text", title=say("Results in words"),
        )  # fmt: skip
        self._trends = Card(theme, say("Trends"), icon="chart-line")
        self._trends.setFixedWidth(theme.px(_TRENDS[False]))
        self._charts = QVBoxLayout()
        self._charts.setSpacing(0)
        self._trends.body.addLayout(self._charts, 1)
        self._trends.body.addStretch(0)
        self._rows: dict[str, Row] = {}
        self._chosen: tuple[str, ...] | None = None
        self._drawn: tuple[Row, ...] = ()
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
        before = self._titles
        self._titles = grid.columns[_ENDS:-_ENDS]
        self._lay_columns()
        self._grid.show_section(grid)
        if self._titles != before:
            QTimer.singleShot(0, self, lambda: self._grid.table.show_end())
        if len(sheet.sections) > 1:
            self._words.show_section(sheet.sections[1])
            self._words.setVisible(bool(sheet.sections[1].rows))
        self._draw_trends(grid)

    def focus_first(self) -> None:
        """Keyboard to the grid."""
        self._grid.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room shows more dates and longer trends."""
        super().resizeEvent(event)
        theme = self._context.theme
        self._trends.setFixedWidth(theme.px(_TRENDS[self.width() >= theme.px(WIDE_FROM)]))
        self._lay_columns()
        self._grid.table.show_end()

    def _lay_columns(self) -> None:
        theme = self._context.theme
        room = self.width() - theme.px(12 + 12 + 8) - self._trends.width() - theme.px(4 + 12)
        self._grid.show_columns(_columns(self._titles, room * 100 // theme.scale))

    def _tick(self, row: Row) -> None:
        """Its trend is shown, or no longer; of too many the one shown longest goes."""
        if row.key not in self._rows:
            return
        chosen = self._chosen or ()
        others = tuple(key for key in chosen if key != row.key)
        self._chosen = others if row.key in chosen else (*others, row.key)[-CHARTS:]
        self._draw()

    def _draw_trends(self, grid: Section) -> None:
        self._rows = {row.key: row for row in grid.rows if row.trend is not None and row.trend.points}
        if self._chosen is None:
            moving = [row for row in self._rows.values() if row.trend and len(row.trend.points) > 1]
            moving.sort(key=lambda row: (not any(mark.tone in _LOUD for mark in row.marks), _place(row)))
            if moving:
                self._chosen = tuple(row.key for row in moving[:CHARTS])
        self._draw()

    def _draw(self) -> None:
        rows = tuple(self._rows[key] for key in self._chosen or () if key in self._rows)
        table = self._grid.table
        table.drawn.ticked = frozenset(row.key for row in rows)
        table.viewport().update()
        if rows == self._drawn and self._charts.count():
            return
        self._drawn = rows
        while (item := self._charts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._fill_charts(rows)

    def _fill_charts(self, rows: Sequence[Row]) -> None:
        theme, say = self._context.theme, self._context.words.say
        self._trends.say(caption=say("{n} tests chosen", n=len(rows)) if rows else "")
        if not rows:
            hint = Label(
                theme, say("Tick a test with numbers to see its trend"), size="small", tone="ink2", wrap=True
            )
            room = QWidget()
            inside = QVBoxLayout(room)
            inside.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
            inside.addWidget(hint)
            self._charts.addWidget(room)
            self._charts.addStretch(1)
            return
        span, speech = self._span(rows), grammar(self._context.words)
        for number, row in enumerate(rows, 1):
            if row.trend is None:
                continue
            ranged = row.trend.low is not None or row.trend.high is not None
            shaded = say("the source's range is shaded") if ranged else ""
            note = " · ".join(filter(None, (shaded, row.trend.goal))) or say("no reference range")
            about = [f"{speech.day(day)}: {sent}" for (day, _), sent in _converted(row.trend)]
            if about:
                note = f"{say('≈ converted to one unit')} · {note}"
            chart = TrendChart(
                theme, row.cells[0].text, row.trend, span, note=note, about=about,
                year=speech.year if number == len(rows) else None,
            )  # fmt: skip
            self._charts.addWidget(chart, 1)

    def _span(self, rows: Sequence[Row]) -> tuple[date, date]:
        today = self._context.visit.clock.today()
        days = [row.trend.points[0][0] for row in rows if row.trend]
        first = min(min(days, default=today), today - timedelta(days=90))
        return first - (today - first) * 0.05, today


def _converted(trend: Trend) -> list[tuple[tuple[date, float], str]]:
    """The points that were converted, each with the words that say from what."""
    return [(point, sent) for point, sent in zip(trend.points, trend.sent, strict=False) if sent]


_LOUD = frozenset({Tone.STRONG, Tone.DOUBT, Tone.STOP})
_BEFORE = (
    Column("", 26, Draws.CHECK),
    Column("", 20, Draws.OPEN),
    Column("", 208, cell=0, weight=500, marks=True, code=False, after=1, note="caption"),
)
_FROZEN = len(_BEFORE)


def _columns(titles: Sequence[str], room: int) -> tuple[Column, ...]:
    """The grid for these dates ("3 พ.ย. 2569 A"); ``room`` px hold a whole number of them, the newest is tinted."""
    after = _ENDS + len(titles)
    ends = (
        Column("", 98, cell=after, size="small", arrow=True, right=True),
        Column("", 84, cell=after + 1, size="small", quiet=True, right=True),
        Column("", draws=Draws.SOURCE, least=_CHIP),
    )
    free = room - _CHIP - sum(column.width for column in (*_BEFORE, *ends))
    seen = max(1, min(len(titles), free // _DATE)) if titles else 1
    wide = min(max(_DATE, free // seen), 130)
    dates = []
    for place, title in enumerate(titles):
        found = _LETTER.search(title)
        newest = place == len(titles) - 1
        dates.append(
            Column(
                title[: found.start()] if found else title,
                wide,
                cell=_ENDS + place,
                right=True,
                weight=600 if newest else 400,
                tint=newest,
                letter=found[1] if found else "",
            )
        )
    return (*_BEFORE, *dates, *ends)


def _place(row: Row) -> int:
    return row.trend.place if row.trend else 0
