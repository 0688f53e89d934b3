"""What makes no row and only lends to rows: organisations, staff, places, medications."""

from viewer.exchange.directory import Facility
from viewer.record.account import Books, End
from viewer.record.arrivals import Arrival
from viewer.record.awaited import Awaited
from viewer.record.copies import COPIES, Copies
from viewer.record.reading.known import Desk, Known, Organisation
from viewer.record.reading.medication import read_medication
from viewer.record.reading.people import read_supporting


class Supporting:
    """Of one binder, whose parts these are."""

    def __init__(self, desk: Desk, awaited: Awaited, copies: Copies, books: Books) -> None:
        self._desk, self._awaited, self._copies, self._books = desk, awaited, copies, books

    def learn(self, arrival: Arrival, parcel: Facility, scope: str) -> None:
        """Answer references with it from now on; rows that waited for it are woken."""
        if self._copies.judge((parcel.hcode, arrival.type), arrival.shape.id, arrival.whole)[0] in COPIES:
            self._books.enter(arrival.type, End.MERGED)
            return
        self._books.enter(arrival.type, End.SUPPORTING)
        terms = self._desk.terms
        if arrival.type == "Medication":
            found: Known | None = read_medication(arrival.raw, terms)
        else:
            found = read_supporting(arrival.type, arrival.raw, terms)
        if found is None:
            return
        self._awaited.learn(arrival.keys, found, scope)
        if isinstance(found, Organisation) and found.hcode and found.name:
            self._desk.organisations[found.hcode] = found.name
            self._awaited.wake(f"hcode:{found.hcode}")
