"""Rows of one kind, read one after another: what is the same for all of them is looked up once."""

from collections.abc import Iterable, Iterator, Sequence

from viewer.exchange.directory import Facility
from viewer.record.arrivals import Arrival
from viewer.record.facts import Fact
from viewer.record.index import Index
from viewer.record.reading.bare import with_narrative, words_in
from viewer.record.reading.desk import Reading
from viewer.record.reading.known import Desk


def read_run(
    run: Iterable[Arrival],
    kind: str,
    desk: Desk,
    parcel: Facility,
    scope: str,
    index: Index,
    facts: Sequence[Fact | None],
) -> Iterator[tuple[Arrival, Reading, Fact]]:
    """Each row with how it was read. It is numbered after the ``facts`` that are there when its turn comes."""
    terms, rules, words_of = desk.terms, desk.terms.rules, words_in(kind)
    for arrival in run:
        reader, read = arrival.reader, arrival.read
        assert reader is not None  # noqa: S101 - it is a row; says so to mypy
        reading = Reading(
            desk, terms, parcel, scope, arrival.type, read, arrival.sent, len(facts), arrival.custodian, index,
            arrival.modifies,
        )  # fmt: skip
        if arrival.flaws:
            reading.lost(arrival.flaws)
        fact = reader.read(arrival.shape, reading)
        if words_of is not None and (reading.bare or not words_of(fact)):  # few: no call for the others
            fact = with_narrative(fact, kind, arrival.raw, rules)
        yield arrival, reading, fact
