"""ประวัติตามเวลา: the timeline, its minimap and presets, and the rows behind what was chosen."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.section_card import SectionCard, sources
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.columns import Column
from viewer.screen.widgets.labels import Badge, Label
from viewer.screen.widgets.timeline import Picked, TimelineView
from viewer.screen.widgets.timeline_axis import AxisWords
from viewer.screen.widgets.timeline_minimap import Minimap
from viewer.view.sheet import Row, Section, Timeline
from viewer.view.wording.grammar import grammar
from viewer.visit.states import Open

PRESETS = ((91, "3 months"), (365, "1 year"), (1826, "5 years"), (0, "All"))
RECENT = 30  # days chosen at first


class TimelinePage(QWidget):
    """Wheel, drag and keys move through time; choosing a mark shows its rows with their sources."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        say, theme, speech = context.words.say, context.theme, grammar(context.words)
        words = AxisWords(speech.short_month, lambda year: speech.year(year).removeprefix("พ.ศ. "))
        self._timeline: Timeline | None = None
        self._picked: Picked | None = None
        self._minimap = Minimap(theme, words)
        self._view = TimelineView(theme, words, today_word=say("Today"), more_word=say("{n} more medicines"))
        self._view.setAccessibleName(say("History over time"))
        self._lanes = Card(theme, say("History over time"), icon="history")
        self._lanes.body.addWidget(self._tools())
        self._lanes.body.addWidget(self._minimap)
        self._lanes.body.addWidget(self._view, 1)
        columns = (Column("", 110, cell=0, size="small"), Column("", 220, cell=1), Column("", 120, cell=2),
                   Column("", cell=3), sources())  # fmt: skip
        self._rows = SectionCard(context, columns, icon="scan-search", title=say("Chosen span"), head=False)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._lanes)
        split.addWidget(self._rows)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        self._rows.setMinimumHeight(theme.px(136))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.addWidget(split)
        self._view.moved.connect(self._minimap.show_window)
        self._minimap.moved.connect(self._view.go)
        self._view.picked.connect(self._pick)
        self._view.opened.connect(self._rows.table.setFocus)

    def show_state(self, state: Open) -> None:
        """Draw the record; the days seen and the choice stay."""
        timeline = self._context.composer.timeline(state)
        if timeline == self._timeline:
            return
        first, self._timeline = self._timeline is None, timeline
        self._view.show_timeline(timeline)
        rows = timeline.sheet.sections[0]
        indexes = [
            index for lane in self._view.lanes for index in (lane.index, *(track for _, track in lane.tracks))
        ]
        self._minimap.show_events(
            [lane.index for lane in self._view.lanes] or indexes, timeline.today, rows.caption
        )
        self._lanes.set_footer(timeline.empty_lanes)
        self._show_letters(timeline)
        if first or self._picked is None:
            end = timeline.today
            self._view.choose(float((end - timedelta(days=RECENT)).toordinal()), float(end.toordinal() + 1))
        else:
            self._view.choose(float(self._picked.first.toordinal()), float(self._picked.last.toordinal() + 1))

    def focus_first(self) -> None:
        """Keyboard to the lanes."""
        self._view.setFocus()

    def _tools(self) -> QWidget:
        say, theme = self._context.words.say, self._context.theme
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(*(theme.px(side) for side in (10, 4, 10, 4)))
        row.setSpacing(theme.px(6))
        for days, label in PRESETS:
            button = Button(theme, say(label), kind=Kind.PLAIN, size="small")
            button.clicked.connect(lambda _=False, days=days: self._view.show_days(days or None))
            row.addWidget(button)
        for icon, name, factor in (("zoom-out", "Zoom out", 0.8), ("zoom-in", "Zoom in", 1.25)):
            button = Button(theme, "", icon=icon, name=say(name), size="small")
            button.clicked.connect(lambda _=False, factor=factor: self._view.zoom(factor))
            row.addWidget(button)
        row.addStretch(1)
        self._letters = QHBoxLayout()
        self._letters.setSpacing(theme.px(6))
        row.addLayout(self._letters)
        return bar

    def _show_letters(self, timeline: Timeline) -> None:
        """Who is who: the facilities that have rows, each beside its chip."""
        theme = self._context.theme
        while (item := self._letters.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        notes = (note for row in timeline.sheet.sections[0].rows for note in row.sources)
        known = dict(sorted({note.letter: note.facility for note in notes if note.letter}.items()))
        for letter, facility in list(known.items())[:5]:
            self._letters.addWidget(Badge(theme, letter, facility))
            self._letters.addWidget(Label(theme, facility, size="small"))
        if len(known) > 5:
            more = self._context.words.say("{n} more facilities", n=len(known) - 5)
            self._letters.addWidget(Label(theme, more, size="small", tone="ink2"))

    def _pick(self, picked: Picked) -> None:
        if self._timeline is None:
            return
        self._picked = picked
        words, speech = self._context.words, grammar(self._context.words)
        section = self._timeline.sheet.sections[0]
        rows = tuple(section.rows[place] for place in sorted(picked.rows))
        days = _days(speech.day, picked.first, picked.last)
        title = words.say("Chosen span {days}", days=days)
        caption = words.say(
            "drag to move · Shift + drag to choose · wheel or + − to zoom · Enter opens the rows"
        )
        empty = words.say("Nothing is dated within this span")
        self._rows.show_section(
            Section(section.name, title, section.columns, _ungrouped(rows), caption, "", empty), title=title
        )


def _ungrouped(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows of a span stand in date order, not under the heads of their lanes."""
    return tuple(
        Row(row.key, row.cells, row.marks, row.sources, row.details, row.trend, row.spans, row.day)
        for row in rows
    )


def _days(word: object, first: date, last: date) -> str:
    assert callable(word)  # noqa: S101 - for mypy
    return str(word(first)) if first == last else f"{word(first)} – {word(last)}"
