"""Tables: heads repeat on every page, rows stay whole, and a row taller than a page is divided rather than lost."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from viewer.paper.errors import SheetTooNarrow
from viewer.paper.ink import GREY, PALE, Pen
from viewer.paper.tags import Role
from viewer.paper.text import Lines, Prepared

PAD_X, PAD_Y = 4.0, 1.6  # points between a rule and the words
_RULE = 0.45
_TALLEST_HEAD = 0.25  # of a page
_TALL_ROW = 40.0  # points
_WIDEST_SHARE = 0.5  # of the table, for what one column may ask before the others are served


@dataclass(frozen=True, slots=True)
class Cell:
    """Paragraphs of one cell, from the top."""

    lines: tuple[Lines, ...]

    @property
    def height(self) -> float:
        """Without padding."""
        return sum(lines.height for lines in self.lines)

    def split(self, room: float) -> tuple["Cell", "Cell"]:
        """The lines that fit, and the rest; either may be empty."""
        above: list[Lines] = []
        for n, lines in enumerate(self.lines):
            if lines.height <= room + 0.01:
                above.append(lines)
                room -= lines.height
                continue
            head, rest = lines.split(room)
            below = [rest] if rest is not None else []
            return Cell((*above, *([head] if head is not None else []))), Cell((*below, *self.lines[n + 1 :]))
        return self, Cell(())


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row. ``spans_all``: one cell over the whole width (a group head, details). ``shade``: grey ground."""

    cells: tuple[Cell, ...]
    shade: bool = False
    spans_all: bool = False
    whole: object = field(
        default_factory=object, compare=False, repr=False
    )  # the same in all that it is split into

    @property
    def height(self) -> float:
        """With padding."""
        return max((cell.height for cell in self.cells), default=0.0) + 2 * PAD_Y

    def split(self, room: float) -> tuple["TableRow | None", "TableRow | None"]:
        """A row in two: only for rows taller than a page."""
        parts = [cell.split(room - 2 * PAD_Y) for cell in self.cells]
        if not any(above.lines for above, _ in parts):
            return None, self
        rest = replace(self, cells=tuple(below for _, below in parts))
        return replace(self, cells=tuple(above for above, _ in parts)), rest if any(
            below.lines for _, below in parts
        ) else None


@dataclass(frozen=True, slots=True)
class Table:
    """A laid table. ``widths`` in points, padding included; ``page`` is the room of an empty page."""

    head: TableRow | None
    rows: tuple[TableRow, ...]
    widths: tuple[float, ...]
    page: float
    keep: bool = False
    whole: object = field(
        default_factory=object, compare=False, repr=False
    )  # the same in all that it is split into

    @property
    def _head_height(self) -> float:
        return self.head.height if self.head is not None else 0.0

    @property
    def height(self) -> float:
        """With its head."""
        return self._head_height + sum(row.height for row in self.rows)

    @property
    def least(self) -> float:
        """Its head and its first two rows, a group head with the row below it; of a tall row one is enough."""
        count = 1 if self.rows and self.rows[0].height > _TALL_ROW else 2
        first = sum(row.height for row in self.rows[:count])
        return self._head_height + min(first, self.page - self._head_height)

    def split(self, room: float) -> tuple["Table | None", "Table | None"]:
        """As many rows as fit, and a table with the same head for the others."""
        y, fit = self._head_height, 0
        while fit < len(self.rows) and y + self.rows[fit].height <= room + 0.01:
            y += self.rows[fit].height
            fit += 1
        if fit == len(self.rows):
            return self, None
        if fit > 2 and fit == len(self.rows) - 1 and not self._stands_alone(fit):
            fit -= 1  # its last row never stands alone at a page's head, if it is not a tall one
        fit = self._without_lone_head(fit)
        if fit:
            return replace(self, rows=self.rows[:fit]), replace(self, rows=self.rows[fit:])
        above, below = self.rows[0].split(room - self._head_height)
        if above is None or self.rows[0].height + self._head_height <= self.page:
            return None, self
        rest = (below, *self.rows[1:]) if below is not None else self.rows[1:]
        return replace(self, rows=(above,)), replace(self, rows=rest) if rest else None

    def _stands_alone(self, at: int) -> bool:
        return self.rows[at].spans_all or self.rows[at].height > _TALL_ROW

    def kept(self) -> "Table":
        """The same, to stand on the page where what follows it begins."""
        return replace(self, keep=True)

    def _without_lone_head(self, fit: int) -> int:
        """A group head never stands alone at a page's foot."""
        while fit > 1 and self.rows[fit - 1].spans_all and self.rows[fit - 1].shade:
            fit -= 1
        return fit

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Words first on grey grounds, then the rules. A head that stood on the page before is only drawn again."""
        overleaf = pen.tags.met(self.whole)
        with pen.tags.element(Role.TABLE, self.whole):
            if self.head is not None:
                with pen.tags.repeated() if overleaf else nullcontext():
                    self._draw_row(pen, self.head, x, top)
                top += self.head.height
            for row in self.rows:
                self._draw_row(pen, row, x, top)
                top += row.height
        pen.line(x, top, x + sum(self.widths), top, width=_RULE, shade=GREY)

    def _draw_row(self, pen: Pen, row: TableRow, x: float, top: float) -> None:
        total = sum(self.widths)
        if row.shade:
            pen.fill(x, top, total, row.height, PALE)
        pen.line(x, top, x + total, top, width=_RULE, shade=GREY)
        left = x
        role, layout = self._meaning(row)
        with pen.tags.element(Role.ROW, row.whole):
            for n, (cell, width) in enumerate(
                zip(row.cells, (total,) if row.spans_all else self.widths, strict=True)
            ):
                pen.line(left, top, left, top + row.height, width=_RULE, shade=GREY)
                with pen.tags.element(role, (row.whole, n), layout=layout):
                    y = top + PAD_Y
                    for lines in cell.lines:
                        lines.draw(pen, left + PAD_X, y)
                        y += lines.height
                left += width
        pen.line(left, top, left, top + row.height, width=_RULE, shade=GREY)

    def _meaning(self, row: TableRow) -> tuple[Role, dict[str, object]]:
        """What the cells of a row are: heads of columns, or of the rows below; and how many columns they span."""
        layout: dict[str, object] = {"/O": "/Table"}
        if row.spans_all and len(self.widths) > 1:
            layout["/ColSpan"] = len(self.widths)
        if row.shade:
            layout["/Scope"] = "/Column"
            return Role.HEAD_CELL, layout
        return Role.CELL, layout if row.spans_all and len(self.widths) > 1 else {}


def laid_table(
    head: TableRow | None, rows: Sequence[TableRow], widths: tuple[float, ...], page: float
) -> Table:
    """A table; a head that would fill the page stands once, as a row that may be divided."""
    if head is not None and head.height > page * _TALLEST_HEAD:
        return Table(None, (head, *rows), widths, page)
    return Table(head, tuple(rows), widths, page)


def share_widths(columns: Sequence[Sequence[Prepared]], total: float) -> tuple[float, ...]:
    """Column widths in points that add up to ``total``: no word is broken if it can be helped, then by need.

    Raises:
        SheetTooNarrow: no room is left for words.
    """
    padding = 2 * PAD_X
    if total <= padding * len(columns):
        raise SheetTooNarrow(f"{len(columns)} columns in {total:.0f} points")
    least = [max((text.narrowest for text in column), default=0.0) + padding for column in columns]
    cap = total * _WIDEST_SHARE
    least = [min(width, cap) for width in least]
    wanted = [
        max(low, min(max((text.widest for text in column), default=0.0) + padding, total))
        for low, column in zip(least, columns, strict=True)
    ]
    if sum(least) >= total:
        return _levelled(least, total)
    if sum(wanted) <= total:
        spare = (total - sum(wanted)) / sum(wanted)
        return tuple(width * (1 + spare) for width in wanted)
    asked = [high - low for low, high in zip(least, wanted, strict=True)]
    room = total - sum(least)
    return tuple(low + room * more / sum(asked) for low, more in zip(least, asked, strict=True))


def _levelled(least: Sequence[float], total: float) -> tuple[float, ...]:
    """No more than ``total`` for columns that want more: the longest words of all are broken, so that a number of 15
    digits does not break the dates beside it."""
    room = total
    for place, width in enumerate(sorted(least)):
        level = room / (len(least) - place)
        if width >= level:
            return tuple(min(one, level) for one in least)
        room -= width
    return tuple(least)


def steady_widths(
    shares: Sequence[float], columns: Sequence[Sequence[Prepared]], total: float
) -> tuple[float, ...]:
    """Widths by fixed shares, so that one form looks like another; a column whose words would break gets more.

    What it gets is taken from the columns that have room to spare. Adds up to ``total`` points.
    """
    widths = [share * total / sum(shares) for share in shares]
    least = [max((text.narrowest for text in column), default=0.0) + 2 * PAD_X + 0.1 for column in columns]
    wanting = sum(max(0.0, low - width) for low, width in zip(least, widths, strict=True))
    spare = sum(max(0.0, width - low) for low, width in zip(least, widths, strict=True))
    if not wanting:
        return tuple(widths)
    if spare <= wanting:
        return _levelled(least, total)
    return tuple(
        max(width, low) if width <= low else width - (width - low) * wanting / spare
        for low, width in zip(least, widths, strict=True)
    )
