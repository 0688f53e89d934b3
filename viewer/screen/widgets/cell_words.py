"""The words of one cell, laid out once and drawn often: lines, a second line, units in a row, tags, arrows."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from viewer.screen.look import Theme
from viewer.screen.typeset import TONES, Run, Typeset, advance
from viewer.screen.widgets.columns import PAD, Column, Draws
from viewer.screen.widgets.labels import paint_tag, tag_width
from viewer.screen.widgets.marks import paint_mark
from viewer.view.sheet import Cell, Mark, Shape, Tone

GAP = 4
TAG_HIGH, TAG_LINE, ARROW = 20, 24, 12  # px
STATE = 14  # px: the mark of a state


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph and where it stands in the cell."""

    words: Typeset
    x: int
    y: int
    colour: str
    room: int = 0
    side: str = ""


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell ready to be drawn from its top left corner."""

    height: int
    parts: tuple[Placed, ...] = ()
    tags: tuple[tuple[QRect, Mark], ...] = ()
    shapes: tuple[tuple[QRect, Shape], ...] = ()

    def draw(self, painter: QPainter, x: int, y: int, theme: Theme) -> None:
        """Draw all of it."""
        for part in self.parts:
            part.words.draw(painter, x + part.x, y + part.y, part.colour, part.room, part.side)
        for box, mark in self.tags:
            tone = Tone.ACCENT if mark.shape is Shape.NEW else mark.tone
            paint_tag(painter, box.translated(x, y), mark.word, tone, theme)
        for box, shape in self.shapes:
            paint_mark(painter, box.translated(x, y), shape, theme)


def forget() -> None:
    """Drop what was set so far: a closed record leaves no words behind."""
    set_cell.cache_clear()


@lru_cache(maxsize=4096)
def set_cell(
    theme: Theme, cell: Cell, column: Column, width: int, tags: tuple[Mark, ...] = (), arrow: Shape | None = None,
    below: Cell | None = None, after: str = "",
) -> SetCell:  # fmt: skip
    """Lay out a cell in ``width`` pixels, its right padding included; tags that do not fit beside go below."""
    room = max(1, width - theme.px(PAD))
    if column.unit and cell.number and not tags:
        return _figure(theme, cell, column, room)
    shift = theme.px(ARROW + 2) if arrow else 0
    kept = theme.px(STATE + 6) if column.draws is Draws.STATE and column.right else 0
    note = below.text if below is not None else cell.note
    first = _first_line(theme, cell, column, after, max(1, room - shift - kept))
    if after and first.lines > 1:  # a unit is never parted: it begins the second line
        first = _first_line(theme, cell, column, "", max(1, room - shift - kept))
        note = " · ".join(filter(None, (after, note)))
    colour = _ink(cell, column)
    right = "right" if cell.number or column.right else ""
    parts = [Placed(first, 0 if right else shift, 0, colour, room - kept if right else 0, right)]
    shapes = _arrow(theme, arrow, first, room if right else 0, column)
    places, high = _tags(theme, tags, first, room, column)
    if note and column.note:
        tone = _ink(below, column) if below is not None and below.tone is not Tone.PLAIN else "ink2"
        heavy = 600 if below is not None and below.tone is Tone.DOUBT else None
        second = Typeset(
            theme, note, size=column.note, weight=heavy, width=room,
            max_lines=column.lines,
        )  # fmt: skip
        parts.append(Placed(second, 0, high, tone, room if right else 0, right))
        high += second.height
    return SetCell(high, tuple(parts), tuple(places), tuple(shapes))


def _first_line(theme: Theme, cell: Cell, column: Column, after: str, room: int) -> Typeset:
    size = {Tone.STRONG: column.lead, Tone.QUIET: column.hush}.get(cell.tone) or column.size
    runs, weight = _runs(cell, column, after), _weight(cell, column)
    return Typeset(theme, runs, size=size, weight=weight, width=room, max_lines=column.lines)


def _figure(theme: Theme, cell: Cell, column: Column, room: int) -> SetCell:
    """A number that ends where the numbers above it end, its unit after it; so a second number in the note."""
    edge = max(0, room - theme.px(column.unit))
    colour, weight = _ink(cell, column), _weight(cell, column)
    runs = [Run(cell.text)]
    if cell.unit:
        runs.append(Run(f" {cell.unit}", "ink3", 400, "caption"))
    line = Typeset(theme, runs, size=column.size, weight=weight)
    parts = [_at_edge(theme, line, cell.text, (column.size, weight), edge, room, 0, colour)]
    high = line.height
    if cell.note:
        figure, _, rest = cell.note.partition(" ")
        if figure[:1].isdigit() and rest:
            second = Typeset(
                theme, [Run(figure, "ink", weight), Run(f" {rest}", "ink3", 400, "caption")], size=column.size
            )
            parts.append(_at_edge(theme, second, figure, (column.size, weight), edge, room, high, colour))
        else:
            second = Typeset(theme, cell.note, size="caption", width=room)
            parts.append(Placed(second, 0, high, "ink2", room, "right"))
        high += second.height
    return SetCell(high, tuple(parts))


def _at_edge(
    theme: Theme, words: Typeset, figure: str, look: tuple[str, int | None], edge: int, room: int, y: int, colour: str
) -> Placed:  # fmt: skip
    x = edge - advance(theme, figure, *look)
    x = min(x, room - words.natural_width)
    return Placed(words, max(0, x), y, colour)


def _runs(cell: Cell, column: Column, after: str) -> list[Run]:
    runs = [Run(cell.text)]
    if cell.unit:
        runs.append(Run(f" {cell.unit}", "ink3", 400, "caption"))
    if cell.code and column.code:
        runs.append(Run(f" {cell.code}", "ink3", 400, "caption"))
    if after:
        runs.append(Run(f"  {after}", "ink3", 400, "caption"))
    return runs


def _ink(cell: Cell, column: Column) -> str:
    if cell.tone is Tone.PLAIN:
        return "ink2" if column.quiet else "ink"
    # Blue is for what can be acted on or is new: the word of a state is ink beside its coloured mark.
    return "ink" if cell.tone is Tone.ACCENT else TONES[cell.tone][0]


def _weight(cell: Cell, column: Column) -> int | None:
    toned = None if cell.tone is Tone.ACCENT else TONES[cell.tone][1]
    heavy = None if cell.tone is Tone.QUIET else column.weight
    return heavy or toned or (600 if cell.number and cell.tone is not Tone.QUIET else None)


def _arrow(
    theme: Theme, arrow: Shape | None, first: Typeset, room: int, column: Column
) -> list[tuple[QRect, Shape]]:
    if arrow is None:
        return []
    side, line = theme.px(ARROW), theme.line(column.size)
    x = max(0, room - first.natural_width - side - theme.px(2)) if room else 0
    return [(QRect(x, (line - side) // 2, side, side), arrow)]


def _tags(
    theme: Theme, tags: tuple[Mark, ...], first: Typeset, room: int, column: Column
) -> tuple[list[tuple[QRect, Mark]], int]:
    """Where the tags stand and how high words and tags are together."""
    made: list[tuple[QRect, Mark]] = []
    gap, tall, line = theme.px(GAP), theme.px(TAG_HIGH), theme.line(column.size)
    x, y, high = first.natural_width + 2 * gap, max(0, (line - tall) // 2), first.height
    if first.lines > 1:
        x = room + 1  # beside several lines a tag would belong to none of them
    for mark in tags:
        wide = min(tag_width(theme, mark.word), room)
        if x + wide > room:
            x, y = 0, high + theme.px(2)
            high += theme.px(TAG_LINE)
        made.append((QRect(x, y, wide, tall), mark))
        x += wide + gap
    return made, high
