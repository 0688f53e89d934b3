"""A section of a sheet as a card with a table: the one way every page draws rows."""

import html
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from viewer.screen.context import PageContext
from viewer.screen.pages.record.as_sent import show_as_sent
from viewer.screen.widgets.cards import Card
from viewer.screen.widgets.cells import Axis, Column, Draws
from viewer.screen.widgets.labels import Label
from viewer.screen.widgets.tables import ONE_LINE, RowTable
from viewer.view.sheet import Row, Section

OPEN = Column("", 24, Draws.OPEN)
SHAPE = Column("", 26, Draws.SHAPE)


def sources(width: int = 54) -> Column:
    """The last column of every table: the facilities' chips."""
    return Column("", width, Draws.SOURCES)


class SectionCard(Card):
    """Shows a section: its title, caption and footer, its rows, or its words when there are none.

    ``columns`` are drawn in their order; titles left empty are taken from the section by their cell number.
    """

    def __init__(
        self, context: PageContext, columns: Sequence[Column], *, icon: str, title: str, least: int = ONE_LINE,
        head: bool = True, axis: Axis | None = None,
    ) -> None:  # fmt: skip
        super().__init__(context.theme, title or " ", icon=icon)
        self._context, self._headed = context, head
        self._columns, self._least, self._axis = tuple(columns), least, axis
        self._titles: tuple[str, ...] = ()
        self._caption_words, self._extra = "", 0
        self.table = self._make_table(self._columns, title)
        self._empty = Label(context.theme, "", tone="ink2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(*(context.theme.px(side) for side in (12, 10, 12, 10)))
        inside.addWidget(self._empty)
        inside.addStretch(1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(holder)
        self.body.addLayout(self._stack, 1)
        self.news_wanted.connect(lambda: self.table.show_waiting())

    def show_section(self, section: Section, *, title: str = "") -> None:
        """Draw it; rows that arrive while somebody reads wait in the head."""
        self._caption_words = section.caption
        self.say(title=title or section.title, caption=section.caption)
        self.set_footer(section.footer)
        self._name_columns(section.columns)
        self._empty.setText(section.empty)
        self._stack.setCurrentIndex(0 if section.rows else 1)
        self.table.show_rows(section.rows)

    def show_axis(self, axis: Axis) -> None:
        """The one time axis of the sparklines or bars in this table."""
        self._axis = axis
        self.table.drawn.axis = axis

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Other columns (a grid of dates): the table is made anew, where it was scrolled to is kept."""
        if tuple(columns) == self._columns:
            return
        self._columns, self._titles = tuple(columns), ()
        old, self.table = self.table, self._make_table(self._columns, self.accessibleName())
        self._stack.insertWidget(0, self.table)
        self._stack.removeWidget(old)
        old.deleteLater()

    def wanted_height(self) -> int:
        """The height at which nothing of it scrolls."""
        frame = self.sizeHint().height() - self._stack.sizeHint().height()
        if self._stack.currentIndex() == 1:
            return frame + self._empty.heightForWidth(max(self.width() - 26, 80)) + self._context.theme.px(22)
        return frame + self.table.content_height() + 2

    def hidden_rows(self) -> int:
        """Rows that stand below what is seen when the table is not scrolled."""
        if self._stack.currentIndex() == 1:
            return 0
        table, room, top, hidden = self.table, self.table.viewport().height() + 2, 0, 0
        for place, entry in enumerate(table.rows.entries):
            top += table.height_of(place)
            hidden += entry.row is not None and not entry.depth and top > room
        return hidden

    def tell_hidden(self) -> None:
        """Say in the head how many rows stand below: nothing is cut silently."""
        hidden = self.hidden_rows()
        more = self._context.words.say("{n} more rows below", n=hidden) if hidden else ""
        self.say(caption=" · ".join(filter(None, (more, self._caption_words))))

    def _make_table(self, columns: Sequence[Column], name: str) -> RowTable:
        table = RowTable(
            self._context.theme, columns, name=name, least=self._least, head=self._headed, axis=self._axis
        )
        table.waiting.connect(self._offer)
        table.opened_row.connect(self._open)
        return table

    def _offer(self, count: int) -> None:
        self.announce(self._context.words.say("{n} new rows · show", n=count) if count else "")

    def _open(self, row: Row) -> None:
        notes = [note for note in row.sources if note.fact >= 0]
        if notes:
            self._context.errands.start("as-sent", show_as_sent(self._context, notes))

    def _name_columns(self, titles: Sequence[str]) -> None:
        if tuple(titles) == self._titles:
            return
        self._titles = tuple(titles)
        named = [
            replace(column, title=titles[column.cell])
            if not column.title and column.draws in (Draws.CELL, Draws.SPANS) and column.cell < len(titles)
            else column
            for column in self._columns
        ]
        self.table.rename(tuple(named))


def plain_tooltip(text: str) -> str:
    """A tooltip guesses rich text; words from elsewhere are escaped."""
    return html.escape(text)
