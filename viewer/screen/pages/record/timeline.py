"""ประวัติตามเวลา: the timeline, its minimap and presets, and the rows behind what was chosen."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.section_card import SectionCard
from viewer.screen.pages.record.summary import WIDE_FROM
from viewer.screen.widgets.buttons import Button, Kind
from viewer.screen.widgets.columns import Column, Draws
from viewer.screen.widgets.labels import IconView, Label
from viewer.screen.widgets.legend import Legend
from viewer.screen.widgets.segments import Segments
from viewer.screen.widgets.timeline import Picked, TimelineView
from viewer.screen.widgets.timeline_axis import AxisWords, Window
from viewer.screen.widgets.timeline_canvas import Told
from viewer.screen.widgets.timeline_layout import TRACK
from viewer.screen.widgets.timeline_minimap import Minimap
from viewer.screen.widgets.timeline_signs import SignLegend
from viewer.view.sheet import Row, Section, Timeline
from viewer.view.wording.grammar import grammar
from viewer.visit.states import Open

PRESETS = (91, 365, 1826, 0)  # days; 0 = everything
YEAR = 1  # the preset at first
RECENT = 7  # days before the newest row that are chosen with it at first
HEAD, ROWS = 38, 110  # px: the page's head; the least height of the chosen rows
WIDE_TRACK = 30  # px of a medicine's track where there is room
_FOOT, _FRAME = 24, 4


class TimelinePage(QWidget):
    """Wheel, drag and keys move through time; choosing a mark shows its rows with their sources."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        say, theme, speech = context.words.say, context.theme, grammar(context.words)
        words = AxisWords(speech.short_month, lambda year: speech.year(year).removeprefix("พ.ศ. "))
        self._timeline: Timeline | None = None
        self._picked: Picked | None = None
        self._preset: tuple[float, float] | None = None
        self._minimap = Minimap(theme, words)
        self._view = TimelineView(theme, words, _told(context))
        self._view.setAccessibleName(say("History over time"))
        self._empty = Label(theme, "", size="caption", tone="ink2", elide=True)
        self._beyond = Label(theme, "", size="caption", tone="ink2")
        self._signs = SignLegend(theme)
        self._undated = Button(theme, "", kind=Kind.LINK, size="small")
        self._undated.clicked.connect(self._show_undated)
        self._rows = self._make_rows()
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.px(8))
        self._split.addWidget(self._lanes_card())
        self._split.addWidget(self._rows)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(theme.px(side) for side in (12, 8, 12, 8)))
        whole.addWidget(self._split)
        self._view.moved.connect(self._moved)
        self._minimap.moved.connect(self._view.go)
        self._view.picked.connect(self._pick)
        self._view.opened.connect(self._rows.take_focus)

    def show_state(self, state: Open) -> None:
        """Draw the record; the days seen and the choice stay."""
        timeline = self._context.composer.timeline(state)
        before, self._timeline = self._timeline, timeline
        if before is not None and before.lanes == timeline.lanes and before.undated == timeline.undated:
            return
        first = before is None
        self._view.show_timeline(timeline)
        if first:
            self._show_preset(YEAR)
        section = timeline.sheet.sections[0]
        self._minimap.show_events([lane.index for lane in self._view.lanes], timeline.today, section.caption)
        self._tell_left_out(timeline)
        self._legend.show_facilities(list(timeline.facilities))
        if first:
            self._share_height()
        if self._picked is None:
            self._choose_newest(timeline)
        else:
            self._view.choose(float(self._picked.first.toordinal()), float(self._picked.last.toordinal() + 1))

    def focus_first(self) -> None:
        """Keyboard to the lanes."""
        self._view.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room, medicines stand wider apart."""
        super().resizeEvent(event)
        wide = self.width() >= self._context.theme.px(WIDE_FROM)
        self._view.show_tracks(WIDE_TRACK if wide else TRACK)
        self._share_height()

    # --- building

    def _lanes_card(self) -> QFrame:
        theme = self._context.theme
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self._head())
        inside.addWidget(self._minimap)
        inside.addWidget(self._view, 1)
        self._foot = QFrame()
        self._foot.setProperty("role", "cardfoot")
        self._foot.setFixedHeight(theme.px(_FOOT))
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(theme.px(10), 0, theme.px(10), 0)
        row.addWidget(self._empty, 1)
        row.addWidget(self._signs)
        row.addWidget(self._beyond)
        row.addSpacing(theme.px(14))
        row.addWidget(self._undated)
        inside.addWidget(self._foot)
        card.setMinimumHeight(theme.px(240))
        return card

    def _head(self) -> QFrame:
        say, theme = self._context.words.say, self._context.theme
        head = QFrame()
        head.setProperty("role", "cardhead")
        head.setFixedHeight(theme.px(HEAD))
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(10), 0, theme.px(10), 0)
        row.setSpacing(theme.px(8))
        row.addWidget(IconView(theme, "history"))
        row.addWidget(Label(theme, say("History over time"), weight=600))
        names = (say("3 months"), say("1 year"), say("5 years"), say("All"))
        self._segments = Segments(theme, names, say("Days seen"))
        self._segments.wanted.connect(self._show_preset)
        row.addWidget(self._segments)
        for icon, name, factor in (
            ("zoom-out", say("Zoom out"), 0.8),
            ("zoom-in", say("Zoom in"), 1.25),
        ):
            button = Button(theme, "", icon=icon, name=name, size="small")
            button.clicked.connect(lambda _=False, factor=factor: self._view.zoom(factor))
            row.addWidget(button)
        self._legend = Legend(theme, self._context.words)
        row.addWidget(self._legend, 1)
        return head

    def _make_rows(self) -> SectionCard:
        say = self._context.words.say
        columns = (
            Column("", 108, cell=0, size="small"),
            Column("", 196, Draws.PLACE, cell=1, size="small", lines=1),
            Column("", 106, cell=2, size="small", quiet=True),
            Column("", cell=3, size="small", marks=True),
            Column("", 104, Draws.LINK, words=say("As the source sent it")),
        )
        card = SectionCard(
            self._context, columns, icon="scan-search", title=say("Chosen span"), least=25, head=False
        )
        card.setMinimumHeight(self._context.theme.px(ROWS))
        return card

    # --- showing

    def _share_height(self) -> None:
        """Lanes take what shows every medicine, the chosen rows the rest, and never less than their own."""
        theme = self._context.theme
        foot = 0 if self._foot.isHidden() else theme.px(_FOOT)
        wanted = theme.px(HEAD) + foot + _FRAME + self._minimap.height() + self._view.sizeHint().height()
        room = self._split.height() - self._split.handleWidth()
        lanes = min(wanted, room - theme.px(ROWS))
        if lanes > 0:
            self._split.setSizes([lanes, room - lanes])

    def _tell_left_out(self, timeline: Timeline) -> None:
        """Lanes without rows, and rows without a day: named, never drawn."""
        self._empty.setText(timeline.empty_lanes)
        self._signs.show_signs(timeline.signs)
        n = timeline.undated
        self._undated.setVisible(n > 0)
        self._undated.say(self._context.words.say("{n} rows without a usable date", n=n) if n else "")
        self._tell_beyond(self._view.window_seen)

    def _tell_beyond(self, seen: Window) -> None:
        """Rows before or after the days seen: a span that was chosen hides nothing in silence."""
        n = sum(lane.index.beyond(seen) for lane in self._view.lanes)
        self._beyond.setText(
            self._context.words.say("{n} rows outside the days seen", n=f"{n:,}") if n else ""
        )
        drawn = self._timeline
        told = drawn is not None and (drawn.empty_lanes or drawn.undated or drawn.signs)
        self._foot.setVisible(bool(told or n))

    def _show_preset(self, number: int) -> None:
        self._view.show_days(PRESETS[number] or None)
        seen = self._view.window_seen
        self._preset = (seen.start, seen.days)
        self._segments.choose(number)

    def _moved(self, seen: Window) -> None:
        self._minimap.show_window(seen)
        self._tell_beyond(seen)
        if self._preset is not None and self._preset != (seen.start, seen.days):
            self._preset = None
            self._segments.choose(-1)

    def _choose_newest(self, timeline: Timeline) -> None:
        """At first: the newest day with rows, and the days just before it."""
        starts = {event.start for lane in timeline.lanes for event in lane.events}
        days = [day for day in starts if day <= timeline.today]
        last = max(days, default=timeline.today)
        first = min((day for day in days if last - day <= timedelta(days=RECENT)), default=last)
        self._view.choose(float(first.toordinal()), float(last.toordinal() + 1))
        self._picked = None if not days else self._picked  # rows may still come: choose anew then

    def _pick(self, picked: Picked) -> None:
        if self._timeline is None:
            return
        self._picked = picked
        words, speech = self._context.words, grammar(self._context.words)
        section = self._timeline.sheet.sections[0]
        rows = tuple(section.rows[place] for place in sorted(picked.rows))
        title = words.say("Chosen span {days}", days=_days(speech.day, picked.first, picked.last))
        caption = words.say(
            "drag to move · Shift + drag to choose · wheel or + − to zoom · Enter opens the rows"
        )
        empty = words.say("Nothing is dated within this span") if section.rows else section.empty
        self._show_rows(Section(section.name, title, section.columns, _ungrouped(rows), caption, "", empty))

    def _show_undated(self) -> None:
        if self._timeline is None:
            return
        undated = [part for part in self._timeline.sheet.sections if part.name == "undated"]
        for section in undated:
            self._show_rows(replace(section, caption="", rows=_ungrouped(section.rows)))
            self._rows.take_focus()

    def _show_rows(self, section: Section) -> None:
        self._rows.show_section(section)
        notes = [note for row in section.rows for note in row.sources]
        places = len({note.facility for note in notes})
        told = self._context.words.say("{n} rows from {m} facilities", n=len(notes), m=places)
        self._rows.say(count=told if notes else "")


def _told(context: PageContext) -> Told:
    """The view's own words, with their numbers left open."""
    say = context.words.say
    return Told(say("Today"), say("{n} more medicines"), say("{n} medicines"), say("{n} days left"))


def _ungrouped(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows of a span stand in date order, not under the heads of their lanes."""
    return tuple(replace(row, group="") for row in rows)


def _days(word: Callable[[date], str], first: date, last: date) -> str:
    """1–6 พ.ย. 2569; months and years are said once where they are the same."""
    if first == last:
        return word(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{word(last)}"
    return f"{word(first)} – {word(last)}"
