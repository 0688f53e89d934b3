"""A section of a sheet as a card with a table: the one way every page draws rows."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.as_sent import show_as_sent
from viewer.screen.pages.record.row_menu import row_menu
from viewer.screen.typeset import Run
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.columns import Axis, Column, Draws
from viewer.screen.widgets.frozen_table import FrozenTable
from viewer.screen.widgets.labels import Label
from viewer.screen.widgets.tables import ONE_LINE
from viewer.view.sheet import Row, Section

OPEN = Column("", 24, Draws.OPEN)
SHAPE = Column("", 26, Draws.SHAPE)
HEAD = 30  # px: height of a card's head
_FRAME = 4  # px: the edge of a card and the seam within, both sides together
_NO_LIMIT = (1 << 24) - 1  # Qt's own
_PAD = (12, 8, 12, 8)  # px around the words of an empty card


def sources(width: int = 54) -> Column:
    """The last column of every table: the facilities' chips."""
    return Column("", width, Draws.SOURCES)


class SectionCard(Card):
    """Shows a section: its title, caption and footer, its rows, or its words when there are none.

    ``columns`` are drawn in their order; titles left empty are taken from the section by their cell number.

    Signals:
        grown: rows came in or went; the height that shows all of them may be another.
        ticked(Row): the box of a row was clicked.
        asked: the reader let in the rows that waited.
        menu_opening(QMenu, Row): a row's menu is about to open; whoever listens may add acts to it.
        choice_wanted(Row, QPoint): the choice of a row was clicked; the place below it on screen.
    """

    grown = Signal()
    ticked = Signal(object)
    asked = Signal()
    menu_opening = Signal(object, object)
    choice_wanted = Signal(object, object)

    def __init__(
        self, context: PageContext, columns: Sequence[Column], *, icon: str, title: str, least: int = ONE_LINE,
        head: bool = True, axis: Axis | None = None, frozen: int = 0,
    ) -> None:  # fmt: skip
        super().__init__(context.theme, title or " ", icon=icon)
        self._context, self._headed, self._frozen = context, head, frozen
        self._columns, self._least, self._axis = tuple(columns), least, axis
        self._titles: tuple[str, ...] = ()
        self._caption_words, self._foot_words = "", ""
        self._section_rows: tuple[Row, ...] = ()
        self._expecting = False
        self.table = self._make_table(self._columns, title)
        self._empty = Label(context.theme, "", size="small", tone="ink2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(*(context.theme.px(side) for side in _PAD))
        inside.addWidget(self._empty)
        inside.addStretch(1)
        self._stack = QStackedLayout()
        self.body.addLayout(
            self._stack, 1
        )  # before it holds anything: what it shows without a parent is a window
        for page in (self.table, holder):
            page.setMinimumHeight(
                1
            )  # the card knows its height: what either would keep is cut from the footer
            self._stack.addWidget(page)
        self.news_wanted.connect(self._ask)
        self.grown.connect(self._may_scroll)
        self.setFocusPolicy(
            Qt.FocusPolicy.ClickFocus
        )  # it holds the keyboard while it has no rows to give it to

    def show_section(self, section: Section, *, title: str = "") -> None:
        """Draw it; rows that arrive while somebody reads wait in the head."""
        self._caption_words = section.caption
        self.say(title=title or section.title, caption=section.caption)
        self.set_footer(section.footer)
        self._name_columns(section.columns)
        self._empty.setText(section.empty)
        self._stack.setCurrentIndex(0 if section.rows else 1)
        self.table.setAccessibleName(title or section.title)
        before = self._section_rows
        self._section_rows = tuple(section.rows)  # rows that are worded late equal only themselves
        self.table.show_rows(self._section_rows)
        if self._expecting and self._section_rows != before:
            self._expecting = False
            self.let_in()
        self.tell_hidden()
        if self.hasFocus():
            self.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height shows more rows, or fewer."""
        super().resizeEvent(event)
        self.tell_hidden()

    @property
    def filled(self) -> bool:
        """Whether it has rows."""
        return self._stack.currentIndex() == 0

    @property
    def touched(self) -> bool:
        """Whether the reader scrolled or chose a row."""
        return self.table.verticalScrollBar().value() > 0 or self.table.selectionModel().hasSelection()

    def let_in(self) -> None:
        """Show the rows that wait."""
        self.table.show_waiting()
        self.tell_hidden()

    def take_focus(self) -> None:
        """The keyboard to its rows, or to itself until there are some."""
        (self.table if self.filled else self).setFocus()

    def set_footer(self, text: str) -> None:
        """Words under the rows."""
        self._foot_words = text
        super().set_footer(text)

    def show_axis(self, axis: Axis) -> None:
        """The one time axis of the sparklines or bars in this table."""
        if axis != self._axis:
            self._axis = self.table.drawn.axis = axis
            self.table.viewport().update()

    def show_columns(self, columns: Sequence[Column], least: int | None = None) -> None:
        """Other columns. As many as before only change their look; else (a grid of dates) the table is made anew."""
        columns = tuple(columns)
        if columns == self._columns and least in {None, self._least}:
            return
        same = len(columns) == len(self._columns)
        self._columns, self._least = columns, least or self._least
        if same:
            self.table.reshape(self._named(), self._least)
            return
        self._titles = ()
        old, self.table = self.table, self._make_table(columns, self.accessibleName())
        self._stack.insertWidget(0, self.table)
        self._stack.removeWidget(old)
        old.deleteLater()

    def wanted_height(self, width: int, most: int = 1 << 20) -> int:
        """The height at which nothing of it scrolls, at this width; beyond ``most`` it is not measured."""
        theme = self._context.theme
        frame = theme.px(HEAD) + _FRAME + self._foot_height(width)
        if self._stack.currentIndex() == 1:
            inner = max(width - _FRAME - theme.px(_PAD[0] + _PAD[2]), 80)
            return frame + self._empty.heightForWidth(inner) + theme.px(_PAD[1] + _PAD[3])
        return frame + self.table.content_height(most)

    def least_height(self, width: int) -> int:
        """Its head, the first row and what stands under the rows."""
        if self._stack.currentIndex() == 1:
            return self.wanted_height(width)
        high = self._context.theme.px(HEAD) + _FRAME + self._foot_height(width) + self.table.head_height()
        for at, entry in enumerate(self.table.rows.entries):
            high += self.table.height_of(at)
            if entry.row is not None:
                break
        return high

    def end_on_row(self, width: int, height: int) -> None:
        """Show no half of a row at the foot of a card of this height; no scroll bar beside rows that all fit."""
        whole = height >= self.wanted_height(width, height)
        cut = 0 if whole else height - self.whole_rows(width, height)
        room = height - self._context.theme.px(HEAD) - _FRAME - self._foot_height(width)
        self.table.setMaximumHeight(max(room - cut, 1) if cut else _NO_LIMIT)
        # A bar makes the rows narrower and so taller: once there, it would keep itself needed.
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if whole else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.table.setVerticalScrollBarPolicy(bar)

    def whole_rows(self, width: int, height: int) -> int:
        """The most of ``height`` that cuts no row in two."""
        room = height - self._context.theme.px(HEAD) - _FRAME - self._foot_height(width)
        top = self.table.head_height()
        if self._stack.currentIndex() == 1 or top > room:
            return height
        for at in range(len(self.table.rows.entries)):
            tall = self.table.height_of(at)
            if top + tall > room:
                break
            top += tall
        return height - (room - top)

    def tell_hidden(self) -> None:
        """Say in the head how many rows stand below: nothing is cut silently."""
        hidden = self.hidden_rows()
        more = self._context.words.say("{n} more rows", n=hidden) if hidden else ""
        runs = [Run(more, "ink", 600)] if more else []
        if self._caption_words:
            runs.append(Run(f" · {self._caption_words}" if more else self._caption_words))
        self._caption.set_runs(runs)

    def hidden_rows(self) -> int:
        """Rows that stand below what is seen when the table is not scrolled."""
        if self._stack.currentIndex() == 1:
            return 0
        table = self.table
        room = self.height() - self._context.theme.px(HEAD) - _FRAME - self._foot_height(self.width())
        bar = table.horizontalScrollBar()
        room -= bar.height() if bar.maximum() > 0 else 0
        top, hidden = table.head_height(), 0
        for place, entry in enumerate(table.rows.entries):
            if top <= room:
                top += table.height_of(place)
            hidden += entry.row is not None and not entry.depth and top > room
        return hidden

    def _foot_height(self, width: int) -> int:
        if not self._foot_words:
            return 0
        inner = width - _FRAME - self._context.theme.px(20)
        return self._footer.heightForWidth(max(inner, 80)) + self._context.theme.px(8) + 1

    def _make_table(self, columns: Sequence[Column], name: str) -> FrozenTable:
        table = FrozenTable(
            self._context.theme, columns, name=name, least=self._least, head=self._headed, axis=self._axis,
            link=self._context.words.say("As the source sent it"), frozen=self._frozen,
        )  # fmt: skip
        table.waiting.connect(self._offer)
        table.opened_row.connect(self._open)
        table.ticked.connect(self.ticked)
        table.menu_wanted.connect(self._offer_acts)
        table.choice_wanted.connect(self.choice_wanted)
        table.measured.connect(self.tell_hidden)
        table.verticalScrollBar().rangeChanged.connect(lambda *_: self.tell_hidden())
        table.rows.modelReset.connect(self.grown)
        table.rows.rowsInserted.connect(self.grown)
        table.rows.rowsRemoved.connect(self.grown)
        return table

    def _may_scroll(self) -> None:
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _offer(self, count: int) -> None:
        self.announce(self._context.words.say("{n} new rows · show", n=count) if count else "")

    def _ask(self) -> None:
        self.let_in()
        self.asked.emit()

    def _open(self, row: Row) -> None:
        notes = [note for note in row.sources if note.fact >= 0]
        if notes:
            self._context.errands.start("as-sent", show_as_sent(self._context, notes))

    def _offer_acts(self, row: Row, place: QPoint) -> None:
        menu = row_menu(self._context, row, self, lambda: self._open(row), self._expect) or QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opening.emit(menu, row)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(place)

    def _expect(self) -> None:
        """The reader parted or joined rows: what comes of it is not kept waiting."""
        self._expecting = True

    def _name_columns(self, titles: Sequence[str]) -> None:
        if tuple(titles) != self._titles:
            self._titles = tuple(titles)
            self.table.reshape(self._named())

    def _named(self) -> tuple[Column, ...]:
        """The columns under the titles of the section."""
        return tuple(map(self._name, self._columns))

    def _name(self, column: Column) -> Column:
        if column.draws is Draws.OPEN:
            return replace(column, words=self._context.words.say("As the source sent it"))
        if not column.title and column.draws in _TITLED and column.cell < len(self._titles):
            return replace(column, title=self._titles[column.cell])
        return column


_TITLED = frozenset({Draws.CELL, Draws.STATE, Draws.PLACE, Draws.SPANS, Draws.CHOICE})
