"""The ruled tables of forms: a section's rows notes below the words, lines to write on where nothing stands."""

from collections.abc import Iterable, Sequence

from viewer.paper.fonts import Weight
from viewer.paper.inline import Blank, Inline, Span
from viewer.paper.look import CELL, CELL_HEAD, CELL_NOTE
from viewer.paper.rows import LOUD
from viewer.paper.table import PAD_X, Cell, Table, TableRow, laid_table, share_widths, steady_widths
from viewer.paper.text import Prepared, Setter
from viewer.view.sheet import Cell as SheetCell
from viewer.view.sheet import Section


def ruled_table(
    setter: Setter,
    section: Section,
    page: float,
    *,
    shares: Sequence[float] = (),
    blanks: Sequence[int] = (),
    scale: float = 1.0,
) -> Table:
    """A section's rows; ``shares`` of the width by column, () to share it by need. In the columns ``blanks`` an empty
    cell is a dotted line to write on. ``page`` is the room of an empty page in points; ``scale`` of the letters.

    Raises:
        SheetTooNarrow: no room is left for words.
    """
    heads = [setter.prepare(title, CELL_HEAD.scaled(scale)) for title in section.columns]
    rows = [[_cell(setter, cell, scale) for cell in row.cells] for row in section.rows]
    columns = [[head, *(text for row in rows for text in row[n])] for n, head in enumerate(heads)]
    if len(shares) == len(heads):
        widths = steady_widths(shares, columns, setter.paper.width)
        places = {at % len(heads) for at in blanks}
        rows = [
            [
                texts or (_line_to_write_on(setter, widths[n], scale) if n in places else [])
                for n, texts in enumerate(row)
            ]
            for row in rows
        ]
    else:
        widths = share_widths(columns, setter.paper.width)
    return laid_table(
        TableRow(tuple(_laid([head], width) for head, width in zip(heads, widths, strict=True)), shade=True),
        tuple(
            TableRow(tuple(_laid(cell, width) for cell, width in zip(row, widths, strict=True)))
            for row in rows
        ),
        widths,
        page,
    )


def _cell(setter: Setter, cell: SheetCell, scale: float) -> list[Prepared]:
    """Words of one cell; nothing for an empty one."""
    texts = []
    if cell.text:
        content: list[Inline] = [Span(cell.text, Weight.BOLD if cell.tone in LOUD else None)]
        content.extend(Span(f"\u00a0{extra}") for extra in (cell.unit, cell.code) if extra)
        texts.append(setter.prepare(content, CELL.scaled(scale)))
    if cell.note:
        texts.append(setter.prepare(cell.note, CELL_NOTE.scaled(scale)))
    return texts


def _line_to_write_on(setter: Setter, width: float, scale: float) -> list[Prepared]:
    return [setter.prepare([Blank(width - 2 * PAD_X - 0.1)], CELL.scaled(scale))]


def _laid(texts: Iterable[Prepared], width: float) -> Cell:
    return Cell(tuple(text.lines(width - 2 * PAD_X) for text in texts))
