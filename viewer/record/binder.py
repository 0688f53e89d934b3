"""The binder: what arrives about one person is read, numbered and counted as it comes; ``record`` is a snapshot.

A reference that points to something not here yet is remembered; when it arrives, the rows that wanted it are read
again from their own bytes. So the order of arrival never changes what the record says.
"""

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import msgspec

from viewer.base.opaque import Opaque
from viewer.exchange.directory import Facility
from viewer.record.account import Books, End
from viewer.record.arrivals import Arrival, arrivals_in, patients_by_key, subject_of
from viewer.record.copies import COPIES, Copies, Verdict
from viewer.record.errors import NoSuchFact
from viewer.record.facts import Fact, Person, Problem, Result
from viewer.record.index import Index
from viewer.record.likeness import with_differences
from viewer.record.others import Other
from viewer.record.reading.bare import NARRATIVE, with_narrative
from viewer.record.reading.desk import Reading
from viewer.record.reading.known import Desk, Known, Named, Organisation
from viewer.record.reading.medicines import read_medication
from viewer.record.reading.people import read_supporting
from viewer.record.reading.shapes import NOTHING
from viewer.record.reading.table import OTHERS, READERS, SUPPORTING, decoded, reader_of
from viewer.record.reading.terms import Terms
from viewer.record.restricted import standard_rules
from viewer.record.rows import Rows
from viewer.record.story import Gap, Record, Tally
from viewer.record.values import Remark


@dataclass(frozen=True, slots=True)
class Added:
    """What one body brought. ``refused`` when it was another person's and nothing of it was read."""

    tally: Tally = field(default_factory=Tally)
    refused: bool = False


class _Again(NamedTuple):
    """What is needed to read a row again when something it wants arrives."""

    raw: bytes
    parcel: Facility
    scope: str
    flaws: tuple[str, ...]
    custodian: msgspec.Raw
    keys: tuple[str, ...]
    is_heavy: bool  # it points to so much that reading it again for every page that comes would add up


_HEAVY = 128  # keys wanted


class Binder:
    """One person's record as it grows.

    ``expected`` is the id of the consented patient: a body that is about anyone else is refused whole. None = whoever
    (files). ``names`` are facility names by hcode, from the directory. ``desk`` is shared by the binders of a shelf.
    """

    def __init__(
        self,
        today: date,
        expected: Opaque | None,
        names: Mapping[str, str] | None = None,
        desk: Desk | None = None,
    ) -> None:
        self._expected = expected
        self._desk = desk or Desk(Terms(today, standard_rules()), names or {})
        self._books = Books()
        self._copies = Copies()
        self._facts: list[Fact | None] = []  # by number; None = replaced by a newer version
        self._sources: list[str] = []  # of the facts, by number
        self._index = Index(self._facts, self._sources)
        self._again: dict[int, _Again] = {}
        self._wanting: defaultdict[str, set[int]] = defaultdict(set)
        self._rows = Rows(dict.fromkeys(reader.kind for reader in READERS.values() if reader.kind))
        self._stale: set[int] = set()  # numbers of rows to be read again: what they wanted has come
        self._persons: dict[int, Person] = {}
        self._gaps: Counter[tuple[str, str, str, str]] = Counter()
        self._patients: dict[str, str] = {}  # ids of Patients, by what references call them
        self._ours: set[bytes] = set()  # references, as sent, that are known to be to the expected patient
        self._record = Record()

    def add(self, body: bytes, facility: Facility, source: str = "") -> Added:
        """Read a body: a Bundle of any kind, or one resource. Never raises.

        ``facility`` is the one asked (UNKNOWN for a file); ``source`` keeps references apart between files.
        """
        return self.take(arrivals_in(body), facility, source)

    def take(
        self, arrivals: Iterable[Arrival], facility: Facility, source: str = "", *, settle: bool = True
    ) -> Added:
        """As ``add``, of resources that were already parted. Each is read while it is at hand, unless whose they are
        must be known first. Rows that wanted what came are read again at the end; where more is to come at once,
        not to ``settle`` leaves that to ``record``."""
        before = self._books.total
        if self._expected is not None:
            arrivals = list(arrivals)
        refused = self._expected is not None and self._is_of_another(arrivals, self._expected)
        with _gc_paused():
            for arrival in arrivals:
                if refused:
                    self._gap("wrong-person", arrival.type, facility)
                else:
                    self._read(arrival, facility, source or facility.hcode)
            if settle:
                self._settle()
        return Added(self._books.total - before, refused)

    def record(self) -> Record:
        """The record as it stands. Cheap when little changed since the last call; what was given out never changes."""
        with _gc_paused():
            self._settle(all_of_it=True)
        self._record = replace(
            self._record,
            **self._rows.changed(),
            persons=with_differences(tuple(self._persons.values())),
            gaps=tuple(
                Gap(code, type_, count, hcode, name)
                for (code, type_, hcode, name), count in self._gaps.items()
            ),
            account=self._books.account(),
        )
        return self._record

    def fact(self, number: int) -> Fact:
        """The fact of a SourceNote; its ``origin.raw`` are the bytes as sent.

        Raises:
            NoSuchFact: no row has this number, or it is restricted.
        """
        fact = self._facts[number] if 0 <= number < len(self._facts) else None
        if fact is None or fact.number != number:
            raise NoSuchFact("no open row has this number")
        return fact

    def sources(self) -> Counter[tuple[str, str]]:
        """How many open rows came from each (source, facility name)."""
        return Counter(
            (source, fact.origin.facility)
            for source, fact in zip(self._sources, self._facts, strict=True)
            if fact is not None and _end(fact) is End.SHOWN
        )

    # --- reading

    def _is_of_another(self, arrivals: Iterable[Arrival], expected: Opaque) -> bool:
        found = patients_by_key(arrivals)
        if found:
            self._patients |= found
        for arrival in arrivals:
            if arrival.trouble:
                continue
            shape = arrival.shape
            told = bytes(shape.patient if shape.subject is NOTHING else shape.subject)
            if told in self._ours and arrival.type != "Patient":
                continue
            subject = subject_of(arrival, self._desk.terms, self._patients)
            if subject and subject != expected:
                return True
            if subject and told and b"urn:" not in told:
                self._ours.add(told)
        return False

    def _read(self, arrival: Arrival, parcel: Facility, scope: str) -> None:
        if arrival.trouble:
            self._gap(arrival.trouble, arrival.type, parcel)
        elif arrival.type in READERS or arrival.type not in SUPPORTING:
            self._read_row(arrival, parcel, scope)
        else:
            self._read_supporting(arrival, parcel, scope)

    def _gap(self, code: str, type_: str, parcel: Facility) -> None:
        self._books.enter(type_, End.GAPS)
        self._gaps[code, type_, parcel.hcode, parcel.name] += 1

    def _read_row(self, arrival: Arrival, parcel: Facility, scope: str) -> None:
        type_, raw, flaws = arrival.type, arrival.raw, arrival.flaws
        number = len(self._facts)
        reading = Reading(self._desk, parcel, scope, type_, raw, arrival.sent, number)
        reading.custodian = arrival.custodian
        reading.rows = self._index
        if flaws:
            reading.lost(flaws)
        reader = reader_of(type_)
        fact = reader.read(arrival.shape, reading)
        if NARRATIVE in raw:
            fact = with_narrative(fact, raw, self._desk.terms.rules)
        verdict, older = self._copies.judge((fact.origin.hcode, type_, arrival.shape.id), raw, number)
        if verdict is not Verdict.NEW:
            if verdict in COPIES:
                self._books.enter(type_, End.MERGED)
                return
            fact = self._replacing(older, fact)
        self._facts.append(fact)
        self._sources.append(scope)
        self._books.enter(type_, _end(fact))
        if arrival.full_url.startswith("urn:"):
            self._index.name(number, arrival.full_url)
        if reading.wanted:
            keys = tuple(arrival.keys)
            self._again[number] = _Again(
                raw, parcel, scope, flaws, arrival.custodian, keys, len(reading.wanted) > _HEAVY
            )
        self._place(number, fact, reader.kind, reading.wanted)
        if type_ == "Condition" or reader.kind == OTHERS or (fact.restricted and type_ == "Observation"):
            self._learn(arrival.keys, _lent(fact), scope)  # rows that others take something from

    def _replacing(self, number: int, newer: Fact) -> Fact:
        """A newer version of a row came: the older counts as merged into it, which says so."""
        older = self._facts[number]
        if older is None:
            return newer
        origin = older.origin
        self._books.move(origin.type, _end(older), End.MERGED)
        self._facts[number] = None
        self._again.pop(number, None)
        self._persons.pop(number, None)
        kind = reader_of(origin.type).kind
        if kind:
            self._rows.remove(kind, number)
        return msgspec.structs.replace(
            newer, remarks=(*newer.remarks, Remark("newer-version", origin.version))
        )

    def _place(self, number: int, fact: Fact, kind: str, wanted: Iterable[str]) -> None:
        for key in wanted:
            self._wanting[key].add(number)
        if kind:
            self._rows.place(kind, number, fact)
        elif isinstance(fact, Person):
            self._persons[number] = fact

    # --- what others refer to

    def _read_supporting(self, arrival: Arrival, parcel: Facility, scope: str) -> None:
        if self._copies.judge((parcel.hcode, arrival.type, arrival.shape.id), arrival.raw)[0] in COPIES:
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
        self._learn(arrival.keys, found, scope)
        if isinstance(found, Organisation) and found.hcode and found.name:
            self._desk.organisations[found.hcode] = found.name
            self._wake(f"hcode:{found.hcode}")

    def _learn(self, keys: Iterable[str], found: Known, scope: str) -> None:
        for key in keys:
            self._desk.learn(scope, key, found)
            if key in self._wanting:
                self._wake(key)

    def _wake(self, key: str) -> None:
        """Rows wanted what has just arrived: they are to be read again."""
        self._stale |= self._wanting.pop(key, set())

    def _settle(self, *, all_of_it: bool = False) -> None:
        """Read again the rows that wanted what came, once for all of it; that may wake those that point to them.

        The heavy ones wait until the record is asked for.
        """
        for key in self._index.news():
            if key in self._wanting:
                self._wake(key)
        waiting: set[int] = set()
        while self._stale:
            stale = sorted(self._stale)
            self._stale.clear()
            for number in stale:
                again = self._again.get(number)
                if again is not None and again.is_heavy and not all_of_it:
                    waiting.add(number)
                else:
                    self._read_again(number)
        self._stale = waiting

    def _read_again(self, number: int) -> None:
        before, again = self._facts[number], self._again.get(number)
        if before is None or again is None:
            return
        origin = before.origin
        shape = decoded(origin.type, again.raw, [])
        if shape is None:
            return
        reading = Reading(self._desk, again.parcel, again.scope, origin.type, again.raw, origin.raw, number)
        reading.custodian = again.custodian
        reading.rows = self._index
        reading.lost(again.flaws)
        reader = reader_of(origin.type)
        fact = with_narrative(reader.read(shape, reading), again.raw, self._desk.terms.rules)
        self._facts[number] = fact
        self._books.move(origin.type, _end(before), _end(fact))
        self._place(number, fact, reader.kind, reading.wanted)
        if fact.restricted and not before.restricted:
            for key in again.keys:
                self._wake(key)
            if isinstance(fact, Problem | Other):
                self._learn(again.keys, _lent(fact), again.scope)


def _lent(fact: Fact) -> Known:
    """What a row lends to those that point to it: itself, or no more than a name."""
    if isinstance(fact, Problem | Result):
        return fact
    return Named(fact.words) if isinstance(fact, Other) and not fact.restricted else Named()


def _end(fact: Fact) -> End:
    if fact.restricted:
        return End.RESTRICTED
    return End.SUPPORTING if isinstance(fact, Person) else End.SHOWN


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Thousands of small values that all live on: collecting while they are made only costs time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
