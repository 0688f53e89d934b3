"""Rows of a sheet as tables: marks under the first words, sources last, details below, wide grids in parts.

A grid of results has more dates than a page is wide. It is set in parts, the newest dates first, each with the
names of the tests; rows that have nothing in an older part are left out of it, and nothing else is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from viewer.base.words import Words
from viewer.paper.fonts import Weight
from viewer.paper.inline import Inline, Sign, Span
from viewer.paper.look import CELL, CELL_HEAD, CELL_NOTE, CELL_NUMBER, WIDTH
from viewer.paper.signs import has_sign
from viewer.paper.table import PAD_X, Cell, Table, TableRow, laid_table, share_widths
from viewer.paper.text import Prepared, Setter
from viewer.view.sheet import Cell as SheetCell
from viewer.view.sheet import Mark, Row, Section, SourceNote, Tone

LOUD = frozenset({Tone.STRONG, Tone.STOP, Tone.DOUBT})
_NOTHING = frozenset({"", "·"})  # what a grid shows where a day has no result
_MANY_DATES = 3  # so many older dates of one facility are a number
_FEW_NUMBERS = 3  # fewer number columns than this are never parted


@dataclass(frozen=True, slots=True)
class _Part:
    """Some columns of a section, by index; ``whole`` rows carry their details, sources and group heads."""

    columns: tuple[int, ...]
    whole: bool


class RowSetter:
    """Sets a section's rows. ``page`` is the room of an empty page in points."""

    def __init__(self, setter: Setter, words: Words, page: float) -> None:
        self._setter = setter
        self._words = words
        self._page = page

    def tables(self, section: Section, *, details: bool) -> list[Table]:
        """The section as one table, or as several when its columns do not fit side by side.

        ``details``: whether what opens below a row is printed; without it a row still names its sources.
        """
        count = max(len(row.cells) for row in section.rows)
        titles = [*section.columns[:count], *[""] * (count - len(section.columns))]
        heads = [self._setter.prepare(title, CELL_HEAD) for title in titles]
        cells = [self._cells(row, count) for row in section.rows]
        sources = (
            [self._sources(row) for row in section.rows] if any(row.sources for row in section.rows) else []
        )
        least = [max(text.narrowest for text in _column(heads, cells, n)) + 2 * PAD_X for n in range(count)]
        taken = (
            max((text.narrowest for row in sources for text in row), default=0.0) + 2 * PAD_X
            if sources
            else 0.0
        )
        return [
            self._table(section, part, heads, cells, sources if part.whole else [], details=details)
            for part in _parts(section, least, WIDTH - taken)
        ]

    def _table(
        self,
        section: Section,
        part: _Part,
        heads: list[Prepared],
        cells: list[list[list[Prepared]]],
        sources: list[list[Prepared]],
        *,
        details: bool,
    ) -> Table:
        columns = [_column(heads, cells, n) for n in part.columns]
        titles = [heads[n] for n in part.columns]
        if sources:
            titles.append(self._setter.prepare(self._words.say("Source"), CELL_HEAD))
            columns.append([titles[-1], *(text for row in sources for text in row)])
        widths = share_widths(columns, WIDTH)
        rows: list[TableRow] = []
        group = ""
        for number, row in enumerate(section.rows):
            if not part.whole and all(
                row.cells[n].text in _NOTHING for n in part.columns if row.cells[n].number
            ):
                continue
            if row.group and row.group != group:
                rows.append(self._across([self._setter.prepare(row.group, CELL_HEAD)], shade=True))
            group = row.group
            contents = [cells[number][n] for n in part.columns] + ([sources[number]] if sources else [])
            rows.append(TableRow(tuple(_laid(*pair) for pair in zip(contents, widths, strict=True))))
            if part.whole and details:
                rows.extend(self._details(row.details, 1))
        head = TableRow(
            tuple(_laid([title], width) for title, width in zip(titles, widths, strict=True)), shade=True
        )
        return laid_table(head if any(title.words for title in titles) else None, rows, widths, self._page)

    def _cells(self, row: Row, count: int) -> list[list[Prepared]]:
        """Contents of each column: words and note, the row's marks under its first words."""
        cells = [self._cell(cell) for cell in row.cells]
        cells += [[self._setter.prepare("", CELL)] for _ in range(count - len(cells))]
        told = {cell.text for cell in row.cells}
        for mark in row.marks:
            if mark.word not in told:
                cells[0].append(self._setter.prepare(_mark(mark), CELL_NOTE))
        return cells

    def _cell(self, cell: SheetCell) -> list[Prepared]:
        style = CELL_NUMBER if cell.number else CELL
        content: list[Inline] = [Span(cell.text, Weight.BOLD if cell.tone in LOUD else None)]
        content.extend(Span(f" {extra}", size=CELL_NOTE.size) for extra in (cell.unit, cell.code) if extra)
        prepared = [self._setter.prepare(content, style)]
        if cell.note:
            below = replace(CELL_NOTE, align=style.align)  # ก่อนฟอกเลือด stands where its number does
            prepared.append(self._setter.prepare(cell.note, below))
        return prepared

    def _sources(self, row: Row) -> list[Prepared]:
        """Each facility with its dates, of many the newest and how many more; every date stands with the details.
        Letters that tell one and the same date share its line."""
        dates: dict[str, dict[str, None]] = {}
        for note in row.sources:
            dates.setdefault(note.letter or note.facility, {}).setdefault(note.date)
        sharing: dict[str, list[str]] = {}
        for who in dict.fromkeys(note.letter for note in row.sources if note.letter):
            if len(dates[who]) == 1:
                sharing.setdefault(next(iter(dates[who])), []).append(who)
        told: list[str] = []
        for who, (newest, *others) in dates.items():
            named = sharing.get(newest, [])
            if who not in named:
                told += self._days(who, newest, [] if row.details else others)
            elif who == named[0]:
                told += self._days(", ".join(named), newest, [])
        return [self._setter.prepare(text, CELL_NOTE) for text in told]

    def _days(self, who: str, newest: str, others: Sequence[str]) -> list[str]:
        """A 3 พ.ย. 2569, a line for each day, or how many more there are."""
        if len(others) < _MANY_DATES:
            return [f"{who} {day}".strip() for day in (newest, *others)]
        return [f"{who} {newest} {self._words.say('and {n} more times', n=len(others))}"]

    def _details(self, rows: Sequence[Row], depth: int) -> Iterator[TableRow]:
        """Rows below a row, each in one line of words over the whole width."""
        for row in rows:
            marks: list[Inline] = [part for mark in row.marks for part in (*_mark(mark), Span("  "))]
            said = " · ".join(text for cell in row.cells if (text := _said(cell)))
            sources = "; ".join(f"{note.letter or note.facility} {note.date}".strip() for note in row.sources)
            content: list[Inline] = [Span("\u00a0" * 4 * depth + "–\u00a0"), *marks, Span(said)]
            if sources:
                content.append(Span(f" ({sources})"))
            yield self._across([self._setter.prepare(content, CELL_NOTE)], shade=False)
            yield from self._details(row.details, depth + 1)

    def _across(self, texts: Sequence[Prepared], *, shade: bool) -> TableRow:
        return TableRow((_laid(texts, WIDTH),), shade=shade, spans_all=True)


def all_sources(row: Row) -> Iterator[SourceNote]:
    """The sources of a row and of everything below it."""
    yield from row.sources
    for detail in row.details:
        yield from all_sources(detail)


def _parts(section: Section, least: Sequence[float], room: float) -> list[_Part]:
    """Which columns stand side by side: all of them, or a grid's numbers in parts from the newest back."""
    count = len(least)
    numbers = [
        n for n in range(1, count) if any(row.cells[n].number for row in section.rows if n < len(row.cells))
    ]
    if sum(least) <= room or len(numbers) < _FEW_NUMBERS:
        return [_Part(tuple(range(count)), whole=True)]
    lead = tuple(range(numbers[0]))
    tail = tuple(n for n in range(numbers[0], count) if n not in numbers)
    parts: list[_Part] = []
    waiting = list(numbers)
    while waiting:
        first = not parts
        free = room - sum(least[n] for n in (*lead, *(tail if first else ())))
        taken: list[int] = []
        while waiting and (not taken or least[waiting[-1]] <= free):
            free -= least[waiting[-1]]
            taken.insert(0, waiting.pop())
        parts.append(_Part((*lead, *taken, *(tail if first else ())), whole=first))
    return parts


def _column(
    heads: Sequence[Prepared], cells: Sequence[Sequence[Sequence[Prepared]]], n: int
) -> list[Prepared]:
    return [heads[n], *(text for row in cells for text in row[n])]


def _laid(texts: Sequence[Prepared], width: float) -> Cell:
    return Cell(tuple(text.lines(width - 2 * PAD_X) for text in texts))


def _mark(mark: Mark) -> list[Inline]:
    """A mark as shape and word; shapes that paper does not draw are words in brackets."""
    weight = Weight.BOLD if mark.tone in LOUD else None
    if has_sign(mark.shape):
        return [Sign(mark.shape), Span("\u00a0" + mark.word, weight)]
    return [Span(f"[{mark.word}]", weight)]


def _said(cell: SheetCell) -> str:
    return " ".join(filter(None, (cell.text, cell.unit, cell.code, cell.note)))
