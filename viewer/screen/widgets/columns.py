"""What the columns of a table are: what each draws of a row, how wide, and the time axis they share."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PAD = 8  # px at the right of a cell, and at its left where words begin
SPARK_TALL = 24  # height of a sparkline in px; 44 where there is room


class Draws(StrEnum):
    """What a column draws of a row."""

    CELL = "cell"  # words of row.cells[cell]
    STATE = "state"  # words of row.cells[cell] beside the row's first mark
    PLACE = "place"  # the first source's chip before the words of row.cells[cell]
    OPEN = "open"  # the chevron of rows with details
    CHECK = "check"  # a box that is ticked or not, for rows with a trend
    SHAPE = "shape"  # the worst mark without its word (the tooltip has it)
    MARKS = "marks"  # marks with their words
    SOURCES = "sources"  # facility chips: always the last column
    SOURCE = "source"  # the chip of the newest source alone, where a head names the others
    LINK = "link"  # Column.words as a link to what the source sent
    TREND = "trend"  # a sparkline
    SPANS = "spans"  # supplies over time
    CHOICE = "choice"  # row.cells[cell] as a drop-down: what was chosen, below it what was noted


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``width`` in pixels at 100 %; 0 = takes the rest (shared by ``stretch``)."""

    title: str
    width: int = 0
    draws: Draws = Draws.CELL
    cell: int = 0
    weight: int | None = None  # weight of the first line
    size: str = "base"
    lead: str = ""  # size where the cell is told strongly, "" = the same
    hush: str = ""  # size where it is told quietly, "" = the same
    note: str = "small"  # size of the second line, "" = it is left out
    stretch: int = 1
    least: int = 96  # px that a column taking the rest keeps; below that the table scrolls sideways
    marks: bool = False  # tags (Shape.TAG, Shape.NEW) of the row are drawn after the words of this cell
    after: int = -1  # another cell, drawn quieter after the words: a unit
    below: int = -1  # another cell, drawn as the second line instead of the cell's own note
    right: bool = False  # words end at the right edge
    lines: int = 0  # most lines, for words that may be cut (never doses, allergens); 0 = as many as needed
    unit: int = 0  # px kept at the right for the unit, so that numbers stand under each other
    supply: bool = False  # days left as a short bar before the second line, where they are counted
    arrow: bool = False  # the row's UP or DOWN mark stands before the words
    code: bool = True  # the cell's code is drawn after its words
    quiet: bool = False  # plain words in the second ink
    tall: int = SPARK_TALL
    tint: bool = False  # the newest of several like columns: on the accent's tint
    letter: str = ""  # a facility's chip in the head of the column
    words: str = ""  # of a link; of today in the head over supplies


@dataclass(frozen=True, slots=True)
class Axis:
    """The one time axis that sparklines and supply bars of a table share."""

    start: date
    end: date
    today: date
