"""What may be told: open rows alone, and a ledger whose sums do not say which facility keeps what is restricted."""

from collections import Counter
from dataclasses import replace
from typing import TypeVar

from viewer.exchange.ledger import Ledger, Line
from viewer.record.curtain import covered
from viewer.record.facts import Fact
from viewer.record.story import Record


def discreet(ledger: Ledger, record: Record) -> Ledger:
    """The ledger without the hidden rows in its sums: a facility's number must not tell where they come from."""
    counts = Counter(row.asked for row in record.hidden if not row.opened)
    if not counts:
        return ledger
    return replace(ledger, lines=tuple(_without(line, counts[line.facility.hcode]) for line in ledger.lines))


def _without(line: Line, hidden: int) -> Line:
    if not hidden:
        return line
    stated = line.stated - hidden if line.stated is not None else None
    return replace(
        line, received=max(line.received - hidden, 0), stated=max(stated, 0) if stated is not None else None
    )


_Row = TypeVar("_Row", bound=Fact)


def _open(rows: tuple[_Row, ...]) -> tuple[_Row, ...]:
    return tuple(row for row in rows if not row.restricted)


def printable(record: Record, *, opened: bool = False) -> Record:
    """What may stand on paper: nothing of restricted access, or only what was ``opened``; not even how many rows there
    are or that a rule met one: whoever holds the paper could tell from the medicines named beside it. Allergies stay as
    they are, for a hidden one forbids to print a denial. The ledger is to be made ``discreet`` by the whole record."""
    whole = record if opened else covered(record)
    return replace(open_rows(whole), allergies=whole.allergies, hidden=())


def open_rows(record: Record) -> Record:
    """The record without its restricted rows."""
    return replace(
        record,
        allergies=_open(record.allergies),
        problems=_open(record.problems),
        supplies=_open(record.supplies),
        results=_open(record.results),
        reports=_open(record.reports),
        visits=_open(record.visits),
        procedures=_open(record.procedures),
        vaccines=_open(record.vaccines),
        documents=_open(record.documents),
        narratives=_open(record.narratives),
        others=_open(record.others),
    )
