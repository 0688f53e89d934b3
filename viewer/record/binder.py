"""The binder: what arrives about one person is read, numbered and counted as it comes; ``record`` is a snapshot.

A reference is remembered (``awaited``): when what it points to arrives, or arrives anew, the rows that point to it are
read again from their own bytes. So the order of arrival never changes what the record says.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter

from viewer.base.opaque import Opaque
from viewer.exchange.directory import Facility
from viewer.record.account import Books, End, Gaps, end_of
from viewer.record.amended import Amended
from viewer.record.arrivals import Arrival, arrivals_in
from viewer.record.awaited import Again, Awaited, lent
from viewer.record.copies import COPIES, Copies, Verdict, newer_than, server_of, still_newer
from viewer.record.curtain import Curtain, under
from viewer.record.dates import Dates, outside
from viewer.record.errors import NoSuchFact
from viewer.record.expected import ExpectedPatient
from viewer.record.facts import Fact, Person
from viewer.record.formulary import Formulary, load_formulary
from viewer.record.index import Index
from viewer.record.likeness import with_differences
from viewer.record.merge.joins import Joins
from viewer.record.news import CHANGED, NEW, News
from viewer.record.others import Other
from viewer.record.pausing import gc_paused
from viewer.record.reading.bare import with_narrative
from viewer.record.reading.desk import Reading
from viewer.record.reading.known import Desk
from viewer.record.reading.table import OTHERS, decoded, reader_of
from viewer.record.reading.terms import Terms
from viewer.record.restricted import standard_rules
from viewer.record.rows import Batch, Rows
from viewer.record.runs import read_run
from viewer.record.story import Hidden, Record, Tally
from viewer.record.supporting import Supporting
from viewer.record.turns import in_turn
from viewer.record.values import UNDATED
from viewer.record.witnesses import Witnesses

_NEW, _NEWER = Verdict.NEW, Verdict.NEWER  # asked for at every row: see wire._MATCH


@dataclass(frozen=True, slots=True)
class Added:
    """What one body brought. ``refused`` when it was another person's and nothing of it was read."""

    tally: Tally = field(default_factory=Tally)
    refused: bool = False


class Binder:
    """One person's record as it grows.

    ``expected`` is the id of the consented patient: a body that is about anyone else is refused whole. None = whoever
    (files). ``confirmed`` is that person as the clinician knows them: a body that tells of another citizen id, or
    describes somebody of another name and another year of birth, is refused, too, whatever its id. ``names`` are
    facility names by hcode, from the directory. ``desk`` is shared by the binders of a shelf. ``dates`` are the days
    the consent is limited to, by hcode of the facility asked: what surely lies outside is a gap. ``of_one``: whether
    all that comes is of one person; where that is not known, nothing is merged. ``formulary`` is the site's.
    """

    def __init__(
        self,
        today: date,
        expected: Opaque | None,
        names: Mapping[str, str] | None = None,
        desk: Desk | None = None,
        confirmed: Person | None = None,
        dates: Mapping[str, Dates] | None = None,
        *,
        of_one: bool = True,
        formulary: Callable[[], Formulary] = load_formulary,
    ) -> None:
        self._dates = dates or {}
        self._desk = desk or Desk(Terms(today, standard_rules(), formulary), names or {})
        self._confirmed = confirmed
        self._expected = None if expected is None else ExpectedPatient(expected, confirmed, self._desk)
        self._books = Books()
        self._facts: list[Fact | None] = []  # by number; None = replaced by a newer version
        self._copies = Copies(self._facts)
        self._sources: list[str] = []  # of the facts, by number
        self._index = Index(self._facts, self._sources)
        self._awaited = Awaited(self._desk, self._index, self._read_again, self._cover)
        self._supporting = Supporting(self._desk, self._awaited, self._copies, self._books)
        self._rows = Rows(self._facts)
        self._joins = Joins(self._rows, self._books, self._facts, self._sources, of_one=of_one)
        self._persons: dict[int, Person] = {}
        self._witnesses = Witnesses(self._index, self._sources, self._desk.terms)
        self._curtain = Curtain()
        self._news = News(self._facts, self._sources, self._rows)
        self._amended = Amended(self._copies, self._facts, self._news)
        self._since = ""  # while rows come that were asked for again: when their source had answered before
        self._gaps = Gaps()
        self._zone_doubt: set[str] = set()
        self._record = Record()

    def add(self, body: bytes, facility: Facility, source: str = "") -> Added:
        """Read a body: a Bundle of any kind, or one resource. Never raises.

        ``facility`` is the one asked (UNKNOWN for a file); ``source`` keeps references apart between files.
        """
        return self.take(arrivals_in(body), facility, source)

    def take(
        self,
        arrivals: Iterable[Arrival],
        facility: Facility,
        source: str = "",
        since: str = "",
        *,
        settle: bool = True,
    ) -> Added:
        """As ``add``, of resources that were already parted. Each is read while it is at hand, unless whose they are
        must be known first. ``since``: the facility was asked again, and had answered before at this ISO moment. Rows
        that wanted what came are read again at the end; where more is to come at once, not to ``settle`` leaves that
        to ``record``."""
        self._since = since
        before = self._books.total
        if self._expected is not None:
            arrivals = list(arrivals)
            if why := self._expected.refusal(arrivals, source or facility.hcode):
                return self.refuse(arrivals, facility, why)
        with gc_paused():
            scope = source or facility.hcode
            for run in in_turn(arrivals):
                if (reader := run[0].reader) is not None:
                    self._read_rows(run, reader.kind, facility, scope)
                    continue
                for arrival in run:
                    if arrival.trouble:
                        self._gap(arrival.trouble, arrival.type, facility)
                    else:
                        self._supporting.learn(arrival, facility, scope)
            self._amended.settle()
            if settle:
                self._awaited.settle()
        return Added(self._books.total - before)

    def refuse(self, arrivals: Iterable[Arrival], facility: Facility, why: str) -> Added:
        """Take nothing of it but that it came: each resource is a gap, ``why`` is "wrong-person" (of another id or
        number) or "other-person" (name and year of birth both differ)."""
        before = self._books.total
        for arrival in arrivals:
            self._gap(why, arrival.type, facility)
        return Added(self._books.total - before, refused=True)

    @property
    def gaps(self) -> Gaps:
        """What is not shown. What did not even come is noted in them by who knows of it, and is in no account."""
        return self._gaps

    def reread(self, facility: Facility, types: frozenset[str], ids: frozenset[tuple[str, str]]) -> None:
        """All that a facility still holds of some types, as (type, id): rows of it that are not among them say so."""
        self._news.reread(facility.hcode, types, ids)
        self._amended.reread()

    def settling(self, seconds: float) -> Iterator[None]:
        """Do what ``record`` would have to do first, in pieces of about so long. More may come between them."""
        while not self._joins.settle_until(perf_counter() + seconds):
            yield

    def record(self) -> Record:
        """The record as it stands. Cheap when little changed since the last call; what was given out never changes."""
        with gc_paused():
            self._awaited.settle(all_of_it=True)
            changed = self._joins.settle() | self._rows.changed()
            changed |= self._witnesses.told(changed)
        self._record = replace(
            self._record,
            **changed,
            persons=with_differences(tuple(self._persons.values()), self._confirmed),
            hidden=self._curtain.rows(),
            gaps=self._gaps.rows(),
            account=self._books.account(),
            zone_doubt=frozenset(self._zone_doubt),
        )
        return self._record

    def fact(self, number: int) -> Fact:
        """The fact of a SourceNote; its ``origin.raw`` are the bytes as sent.

        Raises:
            NoSuchFact: no row has this number, or it is restricted.
        """
        fact = self._facts[number] if 0 <= number < len(self._facts) else None
        if fact is None or fact.number != number or self._joins.is_sealed(number):
            raise NoSuchFact("no open row has this number")
        return fact

    def split(self, number: int) -> bool:
        """Show every fact of a merged row by itself from now on; ``number`` is any of theirs. False when it is in none.
        ``record`` tells."""
        return self._joins.split(number)

    def rejoin(self, number: int) -> bool:
        """Undo a split; ``number`` is that of any row of it. False when there was none."""
        return self._joins.rejoin(number)

    def reveal(self, number: int, *, hide_again: bool = False) -> None:
        """Draw a restricted row as any other from now on, or hide it again. Only after that was written down.

        Raises:
            NoSuchFact: nothing restricted has this number.
        """
        fact = self._facts[number] if 0 <= number < len(self._facts) else None
        kind, drawn = self._curtain.draw(number, fact, aside=not hide_again)
        self._facts[number] = drawn
        self._rows.place(kind, number, drawn)

    def restricted(self) -> tuple[Hidden, ...]:
        """The restricted rows as they stand, by number."""
        return self._curtain.rows()

    def sources(self) -> Counter[tuple[str, str]]:
        """How many open rows came from each (source, facility name)."""
        return Counter(
            (source, fact.origin.facility)
            for source, fact in zip(self._sources, self._facts, strict=True)
            if fact is not None and end_of(fact) is End.SHOWN and not self._joins.is_sealed(fact.number)
        )

    def _gap(self, code: str, type_: str, parcel: Facility) -> None:
        self._books.enter(type_, End.GAPS)
        self._gaps.note(code, type_, parcel)

    def _read_rows(self, run: Iterable[Arrival], kind: str, parcel: Facility, scope: str) -> None:
        """Rows of one kind."""
        facts, copies, news, since = self._facts, self._copies, self._news, self._since
        dates, lends = self._dates.get(parcel.hcode), kind in (OTHERS, "problems")
        plain = Batch(kind, self._rows, self._books)
        met, places = ("", ""), set[str]()
        for arrival, reading, fact in read_run(run, kind, self._desk, parcel, scope, self._index, facts):
            type_, number = arrival.type, reading.number
            if dates is not None and outside(fact, dates):
                self._gap("outside-dates", type_, parcel)
                continue
            hcode, restricted, id_ = fact.origin.hcode, fact.restricted, arrival.shape.id
            if reading.local_zulu and not restricted:
                self._zone_doubt.add(hcode)  # a hidden row leaves no trace on open ones
            if hcode is not met[0] or type_ is not met[1]:
                met = hcode, type_
                plain.turn(type_)
                standing = copies.standing(met)
            new, verdict = number if arrival.sent is arrival.read else (arrival.whole, number), _NEW
            if not (hcode and id_ and standing.setdefault(id_, new) is new):  # few
                there = "" if hcode else server_of(arrival.full_url, type_, id_)
                verdict, older = copies.judge(met, id_, arrival.whole, number, since, there)
                if verdict in COPIES:
                    self._books.enter(type_, End.MERGED)
                    self._amended.hear(verdict, met, id_, arrival.sent)
                    continue
                if verdict is _NEWER:
                    plain.settle()
                    fact = self._replacing(older, fact)
            if since:
                news.tell(number, CHANGED if verdict is _NEWER else NEW, since)
            facts.append(fact)
            self._sources.append(scope)
            places.add(hcode or fact.origin.facility)
            if reading.wanted or arrival.full_url.startswith("urn:"):
                self._remember(number, arrival, reading)
            if kind and not (restricted or reading.wanted or news.ever):  # nearly all
                plain.entries.append((UNDATED if (when := fact.when) is None else when.age, number, fact))
            else:
                end = End.RESTRICTED if restricted else End.SHOWN if kind else End.SUPPORTING
                self._books.enter(type_, end)
                self._place(number, fact, kind, reading.wanted)
            if lends or (type_ == "Observation" and (restricted or verdict is _NEWER)):
                self._awaited.learn(arrival.keys, lent(fact), scope)  # rows that others take something from
        plain.settle()
        self._joins.hear(scope, places)

    def _remember(self, number: int, arrival: Arrival, reading: Reading) -> None:
        """A row that others know by a name of its bundle; one that points to what is not here."""
        if arrival.full_url.startswith("urn:"):
            self._index.name(number, arrival.full_url)
        if reading.wanted:
            self._awaited.remember(number, Again.of(arrival, reading))

    def _read_again(self, number: int) -> None:
        before, again = self._facts[number], self._awaited.how(number)
        if before is None or again is None:
            return
        origin = before.origin
        shape = decoded(origin.type, bytes(again.read), [])
        if shape is None:
            return
        reading, reader = again.reading(self._desk, self._index, origin, number), reader_of(origin.type)
        fact = with_narrative(reader.read(shape, reading), reader.kind, reading.raw, self._desk.terms.rules)
        self._put_instead(number, before, still_newer(before, fact), reading.wanted)

    def _cover(self, number: int, key: str) -> None:
        """A row points to what turned out to be restricted. One that says nothing else of it needs no reading."""
        before, again = self._facts[number], self._awaited.how(number)
        if again is None or not isinstance(before, Other):
            self._read_again(number)
        elif (fact := under(self._index.find(again.scope, key), before)) is not before:
            self._put_instead(number, before, fact, ())

    def _put_instead(self, number: int, before: Fact, fact: Fact, wanted: Iterable[str]) -> None:
        """A new reading of a row in the place of the old."""
        self._facts[number] = fact
        self._books.move(fact.origin.type, self._joins.end(number, before), end_of(fact))
        self._joins.forget(number)
        self._joins.hear(self._sources[number], (fact.origin.hcode or fact.origin.facility,))
        self._place(number, fact, reader_of(fact.origin.type).kind, wanted)
        self._awaited.changed(number, before, fact)

    def _replacing(self, number: int, newer: Fact) -> Fact:
        """A newer version of a row came: the older counts as merged into it, which says so."""
        older = self._facts[number]
        if older is None:
            return newer
        origin = older.origin
        self._amended.hear(_NEWER, (origin.hcode, origin.type), origin.plain_id, origin.sent)
        self._books.move(origin.type, self._joins.end(number, older), End.MERGED)
        self._joins.forget(number, newer=len(self._facts))
        self._facts[number] = None
        self._curtain.replaced(number, len(self._facts))
        self._news.forget(number)
        self._awaited.forget(number)
        self._persons.pop(number, None)
        kind = reader_of(origin.type).kind
        if kind:
            self._rows.remove(kind, number)
        return newer_than(origin.version, newer)

    def _place(self, number: int, fact: Fact, kind: str, wanted: Iterable[str]) -> None:
        if wanted:
            self._awaited.want(number, wanted)
        if kind:
            fact = self._news.dressed(number, fact)
            fact = self._curtain.before(number, fact, kind, self._sources[number])
            self._facts[number] = fact
            self._rows.place(kind, number, fact)
        elif isinstance(fact, Person):
            self._persons[number] = fact
