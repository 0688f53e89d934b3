"""All sheets of a record, or the one that is shown. Each is worded from the same pen, so all agree."""

from collections.abc import Callable
from datetime import date

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.record.pausing import gc_paused
from viewer.record.story import Record
from viewer.safety.reference import Reference
from viewer.view.allergies import allergies
from viewer.view.dispensing import dispensing
from viewer.view.drawer import ledger_section
from viewer.view.lists import documents, vaccines
from viewer.view.medicines import medicines
from viewer.view.others import others
from viewer.view.overlay import marked
from viewer.view.pen import Pen
from viewer.view.persons import side_by_side
from viewer.view.problems import problems
from viewer.view.results import results
from viewer.view.sheet import SHEET_NAMES, Sheet
from viewer.view.silence import gap_section, gaps
from viewer.view.summary import summary
from viewer.view.timeline import timeline_sheet


def all_sheets(
    record: Record, ledger: Ledger, today: date, words: Words, desk: Reference | None = None
) -> tuple[Sheet, ...]:
    """Every sheet, in the order of SHEET_NAMES. An empty ledger means the record was read from files; ``desk`` is what
    medicines are held against (ours alone without it)."""
    with gc_paused():
        pen = Pen(record, ledger, today, words, desk)
        return tuple(marked(_WRITERS[name](pen), pen) for name in SHEET_NAMES)


def sheet(
    name: str, record: Record, ledger: Ledger, today: date, words: Words, desk: Reference | None = None
) -> Sheet:
    """One sheet by its name, without the work of the others; ``desk`` as for all of them.

    Raises:
        KeyError: ``name`` is not one of SHEET_NAMES.
    """
    with gc_paused():
        return sheet_of(name, Pen(record, ledger, today, words, desk))


def sheet_of(name: str, pen: Pen) -> Sheet:
    """One sheet with a pen that is already in hand: several pages of one moment share its work.

    Raises:
        KeyError: ``name`` is not one of SHEET_NAMES.
    """
    with gc_paused():
        return marked(_WRITERS[name](pen), pen)


def _ledger(pen: Pen) -> Sheet:
    section = ledger_section(pen.ledger, pen.words)
    more = tuple(part for part in (side_by_side(pen), gap_section(pen)) if part.rows)
    return Sheet("ledger", pen.say("Answers by facility"), (section, *more), gaps(pen))


_WRITERS: dict[str, Callable[[Pen], Sheet]] = {
    "summary": summary,
    "timeline": timeline_sheet,  # marked already; twice is once
    "medicines": medicines,
    "dispensing": dispensing,
    "results": results,
    "allergies": allergies,
    "problems": problems,
    "vaccines": vaccines,
    "documents": documents,
    "others": others,
    "ledger": _ledger,
}
