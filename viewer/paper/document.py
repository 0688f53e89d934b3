"""Any sheets as A4 pages: what is printed is what was seen."""

from collections.abc import Iterator, Sequence

from viewer.base.words import Words
from viewer.paper.flow import Gap, Part, stack
from viewer.paper.fonts import Weight
from viewer.paper.furniture import Furniture, allergy_heads, running_head, set_footer
from viewer.paper.ink import Pen
from viewer.paper.look import (
    CELL,
    CELL_HEAD,
    CELL_NOTE,
    CELL_NUMBER,
    FLOOR,
    SECTION,
    SMALL,
    TITLE,
    TOP,
    WIDTH,
)
from viewer.paper.signs import has_sign
from viewer.paper.table import PAD_X, Cell, Table, TableRow, share_widths
from viewer.paper.text import Inline, Prepared, Setter, Sign, Span
from viewer.view.sheet import AllergyBlock, Mark, Row, Section, Sheet, SourceNote, Tone
from viewer.view.sheet import Cell as SheetCell

_LOUD = frozenset({Tone.STRONG, Tone.STOP, Tone.DOUBT})


def sheets_pdf(
    sheets: Sequence[Sheet],
    words: Words,
    *,
    header: str,
    footer: Sequence[str],
    allergy: AllergyBlock | None = None,
    synthetic: bool = False,
    strong: Sequence[str] = (),
) -> bytes:
    """The sheets one after another as tables on A4, in the order given.

    ``header`` says whose record it is and stands on every page with the allergy box and the ``footer`` (sentences;
    phrases in ``strong`` are set bold). Every row shows its marks and its sources; details stand below their row.
    A sheet with restricted rows must have been made without them: what is handed in is printed.

    Raises:
        PaperError: no page can be made of it.
    """
    setter = Setter()
    title = words.say("Medical record summary")
    frame, spilled = _frame(setter, words, header, footer, allergy, synthetic=synthetic, strong=strong)
    room = frame.bottom - TOP - frame.later.height
    writer = _SheetWriter(setter, words, room)
    parts: list[Part] = [*spilled]
    for sheet in sheets:
        parts.extend(writer.sheet(sheet))
    parts.extend(writer.legend(sheets))
    pen = Pen(title=title, language=words.language)
    frame.draw(pen, setter, words, frame.pages(parts))
    return pen.finish()


def _frame(
    setter: Setter,
    words: Words,
    header: str,
    sentences: Sequence[str],
    allergy: AllergyBlock | None,
    *,
    synthetic: bool,
    strong: Sequence[str],
) -> tuple[Furniture, list[Part]]:
    """Heads and foot, and the allergy list as parts of page 1 when it is too long for a box."""
    foot = set_footer(setter, sentences, strong, synthetic=synthetic)
    head = running_head(setter, words, header, synthetic=synthetic)
    box = allergy_heads(setter, words, allergy, FLOOR - TOP - foot.height) if allergy is not None else None
    later = stack([head, *([box.later] if box is not None else []), Gap(4)])
    first = later if box is None or not box.spilled else stack([head, Gap(4)])
    return Furniture(first, later, foot, synthetic), box.spilled if box is not None else []


class _SheetWriter:
    """Turns sheets into parts. ``page`` is the room of an empty page in points."""

    def __init__(self, setter: Setter, words: Words, page: float) -> None:
        self._setter = setter
        self._words = words
        self._page = page

    def sheet(self, sheet: Sheet) -> list[Part]:
        """Title, sections, and what is missing and why."""
        parts: list[Part] = [Gap(10), self._setter.lines(sheet.title, TITLE, WIDTH, keep=True)]
        for section in sheet.sections:
            parts.extend(self.section(section))
        for sentence in sheet.gaps:
            parts.extend([Gap(3), self._setter.lines(sentence, SMALL, WIDTH)])
        return parts

    def section(self, section: Section) -> list[Part]:
        """One titled table, or the words that stand for no rows."""
        head: list[Inline] = [Span(section.title)]
        if section.caption:
            head.append(Span("   " + section.caption, Weight.REGULAR, SMALL.size))
        parts: list[Part] = [Gap(8), self._setter.lines(head, SECTION, WIDTH, keep=True), Gap(2)]
        if section.rows:
            parts.append(self.table(section))
        else:
            parts.append(self._setter.lines(section.empty or self._words.say("No data found"), SMALL, WIDTH))
        if section.footer:
            parts.extend([Gap(2), self._setter.lines(section.footer, SMALL, WIDTH)])
        return parts

    def table(self, section: Section) -> Table:
        """The section's rows with one column more: where each comes from."""
        sourced = any(row.sources for row in section.rows)
        count = max((len(row.cells) for row in section.rows), default=0)
        titles = [*section.columns[:count], *[""] * (count - len(section.columns))]
        if sourced:
            titles.append(self._words.say("Source"))
        prepared = [self._cells(row, count, sourced=sourced) for row in section.rows]
        heads = [self._setter.prepare(title, CELL_HEAD) for title in titles]
        columns = [[head, *(p for row in prepared for p in row[n])] for n, head in enumerate(heads)]
        widths = share_widths(columns, WIDTH)
        head_row = TableRow(
            tuple(_laid([head], width) for head, width in zip(heads, widths, strict=True)), shade=True
        )
        rows: list[TableRow] = []
        group = ""
        for row, cells in zip(section.rows, prepared, strict=True):
            if row.group and row.group != group:
                rows.append(self._across([self._setter.prepare(row.group, CELL_HEAD)], shade=True))
            group = row.group
            rows.append(
                TableRow(tuple(_laid(cell, width) for cell, width in zip(cells, widths, strict=True)))
            )
            rows.extend(self._details(row.details, 1))
        return Table(head_row if any(titles) else None, tuple(rows), widths, self._page)

    def legend(self, sheets: Sequence[Sheet]) -> list[Part]:
        """Which facility each letter stands for, as far as the sheets name them."""
        notes = {
            note.letter: note.facility
            for sheet in sheets
            for section in sheet.sections
            for row in section.rows
            for note in _all_sources(row)
            if note.letter and note.facility
        }
        if not notes:
            return []
        said = " · ".join(
            f"{letter} {facility}" for letter, facility in sorted(notes.items(), key=_by_letter)
        )
        title = self._words.say("Letters of facilities")
        return [Gap(8), self._setter.lines([Span(title + "  ", Weight.BOLD), Span(said)], SMALL, WIDTH)]

    def _details(self, rows: Sequence[Row], depth: int) -> list[TableRow]:
        """Rows below a row, each in one line of words over the whole width."""
        laid: list[TableRow] = []
        for row in rows:
            words = " · ".join(text for cell in row.cells if (text := _said(cell)))
            marks: list[Inline] = [part for mark in row.marks for part in (*_mark(mark), Span("  "))]
            sources = "; ".join(_source(note) for note in row.sources)
            content: list[Inline] = [Span("\u00a0" * 4 * depth + "– "), *marks, Span(words)]
            if sources:
                content.append(Span(f" ({sources})"))
            laid.append(self._across([self._setter.prepare(content, CELL_NOTE)], shade=False))
            laid.extend(self._details(row.details, depth + 1))
        return laid

    def _across(self, texts: Sequence[Prepared], *, shade: bool) -> TableRow:
        return TableRow((_laid(texts, WIDTH),), shade=shade, spans_all=True)

    def _cells(self, row: Row, count: int, *, sourced: bool) -> list[list[Prepared]]:
        """Contents of each column: words and note, the row's marks under its first words, its sources last."""
        cells = [self._cell(cell) for cell in row.cells]
        cells += [[self._setter.prepare("", CELL)] for _ in range(count - len(cells))]
        told = {cell.text for cell in row.cells}
        for mark in row.marks:
            if mark.word not in told:
                cells[0].append(self._setter.prepare(_mark(mark), CELL_NOTE))
        if sourced:
            cells.append([self._setter.prepare(_source(note), CELL_NOTE) for note in row.sources])
        return cells

    def _cell(self, cell: SheetCell) -> list[Prepared]:
        style = CELL_NUMBER if cell.number else CELL
        content: list[Inline] = [Span(cell.text, Weight.BOLD if cell.tone in _LOUD else None)]
        content.extend(
            Span(f"\u00a0{extra}", size=CELL_NOTE.size) for extra in (cell.unit, cell.code) if extra
        )
        prepared = [self._setter.prepare(content, style)]
        if cell.note:
            prepared.append(self._setter.prepare(cell.note, CELL_NOTE))
        return prepared


def _laid(texts: Sequence[Prepared], width: float) -> Cell:
    return Cell(tuple(text.lines(width - 2 * PAD_X) for text in texts))


def _mark(mark: Mark) -> list[Inline]:
    """A mark as shape and word; shapes that paper does not draw are words in brackets."""
    weight = Weight.BOLD if mark.tone in _LOUD else None
    if has_sign(mark.shape):
        return [Sign(mark.shape), Span("\u00a0" + mark.word, weight)]
    return [Span(f"[{mark.word}]", weight)]


def _said(cell: SheetCell) -> str:
    return " ".join(filter(None, (cell.text, cell.unit, cell.code, cell.note)))


def _source(note: SourceNote) -> str:
    """The facility's letter, else its name, and the date."""
    return " ".join(filter(None, (note.letter or note.facility, note.date)))


def _all_sources(row: Row) -> Iterator[SourceNote]:
    yield from row.sources
    for detail in row.details:
        yield from _all_sources(detail)


def _by_letter(note: tuple[str, str]) -> tuple[int, str]:
    return len(note[0]), note[0]
