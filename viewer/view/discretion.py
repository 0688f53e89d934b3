"""The ledger as it may be told: its sums do not say which facility keeps what is restricted."""

from collections import Counter
from dataclasses import replace

from viewer.exchange.ledger import Ledger, Line
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
