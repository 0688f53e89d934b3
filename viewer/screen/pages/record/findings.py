"""What was and was not checked, and what is missing: a card that cannot be closed and never looks safe."""

from msgspec.structs import replace

from viewer.base.words import Words
from viewer.screen.widgets.columns import Column, Draws
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Sheet, Tone

COLUMNS = (
    Column("", 20, Draws.OPEN),
    Column("", draws=Draws.STATE, cell=0, below=2, size="small", note="caption", weight=600, marks=True),
)


def findings_section(sheet: Sheet, words: Words, *, brief: bool = False) -> Section:
    """The findings of a sheet, then each of its gaps in a row of its own.

    Where no rule speaks, that is the first row: a heading without rows would read as "no problem found". ``brief``: a
    line each and no heads, but what must not be used always says what to do.
    """
    found = next(part for part in sheet.sections if part.name == "findings")
    rows = found.rows or (_nothing(found.empty),)
    if brief:
        rows = tuple(map(_in_brief, rows))
    group = "" if brief else words.say("What is missing")
    missing = tuple(_gap(number, text, group) for number, text in enumerate(sheet.gaps))
    return replace(found, rows=(*rows, *missing))


def _in_brief(row: Row) -> Row:
    first = row.cells[0]
    cells = row.cells if is_danger(row) else (replace(first, note=""),)
    return replace(row, cells=cells, group="")


def is_danger(row: Row) -> bool:
    """Whether it is a finding of the top level."""
    return any(mark.shape is Shape.OCTAGON for mark in row.marks)


def dangers_in(section: Section) -> frozenset[str]:
    """The keys of the rows of the top level."""
    return frozenset(
        row.key for row in section.rows if any(mark.shape is Shape.OCTAGON for mark in row.marks)
    )


def _nothing(text: str) -> Row:
    return Row("nothing-found", (Cell(text, tone=Tone.STRONG),), marks=(Mark(Shape.DASHED_RING, text),))


def _gap(number: int, text: str, group: str) -> Row:
    return Row(f"gap-{number}", (Cell(text),), group=group)
