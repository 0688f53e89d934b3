"""Files on a shelf: everything that was read, put into one record per person.

Persons are told apart by the id of the Patient that a resource points to, by their citizen ids, names and years of
birth (record/whose). A resource that points to nobody, or tells no more than a name, belongs to the only person of its
file; where there is none or several, to a nameless record. What only supports others
(organisations, medications ...) is read first and serves all, but is counted once. Rows that name no facility come
from the only facility that their file describes; where it describes none or several, from an unknown one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import msgspec

from viewer.base.opaque import Opaque
from viewer.exchange.directory import UNKNOWN, Facility
from viewer.record.arrivals import Arrival, arrivals_in
from viewer.record.binder import Binder
from viewer.record.formulary import Formulary, load_formulary
from viewer.record.lacking import Lack, Lacking, fewer
from viewer.record.reading.known import Desk
from viewer.record.reading.naming import organisation_in
from viewer.record.reading.shapes import NOTHING
from viewer.record.reading.table import SUPPORTING
from viewer.record.reading.terms import Terms
from viewer.record.restricted import standard_rules
from viewer.record.story import Account, Record, Tally
from viewer.record.subjects import (
    ANOTHERS,
    UNCOMPARED,
    UNTOLD,
    Patients,
    Subject,
    doubt_on,
    second_subject_of,
    subject_of,
)
from viewer.record.whose import NOBODY, Whose

_NOBODY = NOBODY


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its name as shown, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of the ledger of files: how many open rows of a facility came from a file."""

    file: str
    facility: str
    rows: int


@dataclass(frozen=True, slots=True)
class Shelved:
    """One person's record. ``patient`` is the id of their Patient, "" for the nameless one; ``also`` are others."""

    patient: Opaque
    record: Record
    files: tuple[FileLine, ...] = ()
    also: tuple[Opaque, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All persons, in the order they were met, and the account of everything that was read."""

    persons: tuple[Shelved, ...]
    account: Account


@dataclass(slots=True)
class _Sheaf:
    """A file's resources, each with its person."""

    name: str
    scope: str
    facility: Facility
    arrivals: list[tuple[Arrival, Subject]]
    lacks: list[Lack]
    patients: Patients
    persons: list[str] = field(default_factory=list)  # their keys, once all files were seen


def read_everything(
    sources: Iterable[Source], today: date, formulary: Callable[[], Formulary] = load_formulary
) -> Shelf:
    """Read files: Bundles of any kind, NDJSON, single resources, lists of resources. Never raises but what the
    ``formulary`` does."""
    desk = Desk(Terms(today, standard_rules(), formulary), {})
    sheaves = _sheaves(sources, desk)
    whose = _told_apart(sheaves, desk)
    persons = list(dict.fromkeys(person for sheaf in sheaves for person in sheaf.persons))
    named = [person for person in persons if person != _NOBODY]
    if len(named) == 1:
        persons = named
        for sheaf in sheaves:
            sheaf.persons = named * len(sheaf.persons)
    _mark_doubts(sheaves, whose, desk.terms)
    binders = {person: Binder(today, None, desk=desk, of_one=person != _NOBODY) for person in persons}
    for supporting in (True, False):
        for sheaf in sheaves:
            for person, arrivals in _by_person(sheaf, supporting):
                binders[person].take(arrivals, sheaf.facility, sheaf.scope, settle=False)
    _tell_lacks(sheaves, binders)
    names = {sheaf.scope: sheaf.name for sheaf in sheaves}
    shelved = tuple(
        _shelved(person, binders[person], names, whose) for person in [*named, _NOBODY] if person in binders
    )
    return Shelf(
        tuple(one for one in shelved if one.patient or _has_something(one.record)),
        _together(one.record.account for one in shelved),
    )


def _told_apart(sheaves: list[_Sheaf], desk: Desk) -> Whose:
    """Put each resource to its person; ids alone do not tell who is who."""
    whose = Whose(desk)
    for file, sheaf in enumerate(sheaves):
        whose.look_at(file, sheaf.arrivals)
    for file, sheaf in enumerate(sheaves):
        for arrival, subject in sheaf.arrivals:
            if subject.number is not None:  # known before those who are told by an id alone
                whose.key_of(file, arrival, subject)
    for file, sheaf in enumerate(sheaves):
        keys = [whose.key_of(file, arrival, subject) for arrival, subject in sheaf.arrivals]
        told = (not subject.id and subject.number is None for _, subject in sheaf.arrivals)
        sheaf.persons = list(_with_untold(keys, list(told), whose))
    return whose


def _with_untold(keys: list[str], untold: list[bool], whose: Whose) -> Iterator[str]:
    """The persons of one file's resources: what tells of nobody is about its only person.

    Its Patient came without a number and all else knows a person by nothing but one number: they cannot be compared,
    and are taken for one.
    """
    met = dict.fromkeys(key for key, nobody in zip(keys, untold, strict=True) if not nobody)
    numbers = [key for key in met if whose.is_only_numbered(key)]
    others = [key for key in met if key not in numbers]
    same = others[0] if len(numbers) == len(others) == 1 and not whose.is_numbered(others[0]) else _NOBODY
    alone = same or (next(iter(met)) if len(met) == 1 else _NOBODY)
    for key, nobody in zip(keys, untold, strict=True):
        yield alone if nobody or (same and key in numbers) else key


def _mark_doubts(sheaves: list[_Sheaf], whose: Whose, terms: Terms) -> None:
    """Resources that do not tell surely whose they are say so."""
    for file, sheaf in enumerate(sheaves):
        for (arrival, subject), person in zip(sheaf.arrivals, sheaf.persons, strict=True):
            if subject.vague:
                arrival.flaws += doubt_on(subject, whose.names_of(person))
            elif subject.number is not None and not whose.is_numbered(person):
                arrival.flaws += UNCOMPARED
            if arrival.shape.patient is NOTHING or arrival.shape.subject is NOTHING:
                continue
            second = second_subject_of(arrival, terms, sheaf.patients)
            if second is None:
                continue
            if second.vague:
                arrival.flaws += doubt_on(second, whose.names_of(person), beside=True)
            elif whose.key_of(file, arrival, second) not in (_NOBODY, person):
                arrival.flaws += ANOTHERS


def bodies_in(content: bytes) -> list[bytes]:
    """A file's bodies: the lines of NDJSON, the items of a list, else the file itself."""
    content = _as_utf8(content)
    stripped = content.strip()
    if not stripped:
        return []
    if stripped[:1] == b"[":
        try:
            return [bytes(item) for item in msgspec.json.decode(stripped, type=list[msgspec.Raw])]
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return [stripped]
    if _is_object(stripped):
        return [stripped]  # nearly every file: its lines need no look
    lines = [line for line in stripped.splitlines() if line.strip()]
    return lines if len(lines) > 1 and _is_ndjson(lines) else [stripped]


def _is_ndjson(lines: list[bytes]) -> bool:
    """The first line is a whole object; or it is broken, and at least half of the lines are."""
    return _is_object(lines[0]) or 2 * sum(map(_is_object, lines)) >= len(lines)


def _as_utf8(content: bytes) -> bytes:
    """Windows programs save "Unicode" as UTF-16; its byte order mark gives it away."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").encode()
    return content.removeprefix(b"\xef\xbb\xbf")


def _is_object(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return False
    return True


def _sheaves(sources: Iterable[Source], desk: Desk) -> list[_Sheaf]:
    """What is in the files, each resource with whom it says that it is about."""
    bodies = [(source.name, bodies_in(source.content)) for source in sources]
    lacking = [Lacking() for _ in bodies]
    read = [
        (name, [arrival for body in found for arrival in arrivals_in(body, lacks)])
        for lacks, (name, found) in zip(lacking, bodies, strict=True)
    ]
    for file, lack in fewer((file, one) for file, lacks in enumerate(lacking) for one in lacks.searches):
        lacking[file].lacks.append(lack)
    homes = defaultdict[str, set[str]](set)
    patients = [Patients(homes) for _ in read]
    for known, (_, arrivals) in zip(patients, read, strict=True):
        known.meet(arrivals)
    return [
        _Sheaf(
            name,
            f"file:{number}",
            _only_facility(arrivals, desk.terms),
            [(arrival, _subject(arrival, desk.terms, known)) for arrival in arrivals],
            lacking[number - 1].lacks,
            known,
        )
        for number, (known, (name, arrivals)) in enumerate(zip(patients, read, strict=True), 1)
    ]


def _tell_lacks(sheaves: list[_Sheaf], binders: Mapping[str, Binder]) -> None:
    """What a file lacks may be of each person in it; of one without rows, of anybody."""
    told = set[
        tuple[str, Facility, Lack]
    ]()  # that rows of one search are missing is told of each of its pages
    for sheaf in sheaves:
        met = dict.fromkeys(sheaf.persons or binders)
        for person in [person for person in met if person != _NOBODY] or met:
            for lack in sheaf.lacks:
                if not lack.detail or (person, sheaf.facility, lack) not in told:
                    told.add((person, sheaf.facility, lack))
                    binders[person].gaps.note(lack.code, lack.type, sheaf.facility, lack.rows, lack.detail)


def _only_facility(arrivals: Iterable[Arrival], terms: Terms) -> Facility:
    described = {organisation_in(one.raw, terms) for one in arrivals if one.type == "Organization"}
    coded = [(hcode, name) for hcode, name in described if hcode]
    return Facility(*coded[0]) if len(coded) == 1 else UNKNOWN


def _subject(arrival: Arrival, terms: Terms, patients: Patients) -> Subject:
    if arrival.trouble or arrival.type in SUPPORTING - {"Patient"}:
        return UNTOLD
    return subject_of(arrival, terms, patients) or UNTOLD


def _by_person(sheaf: _Sheaf, supporting: bool) -> Iterator[tuple[str, list[Arrival]]]:
    """A file's resources by person."""
    found: dict[str, list[Arrival]] = {}
    for (arrival, _), person in zip(sheaf.arrivals, sheaf.persons, strict=True):
        if (arrival.type in SUPPORTING) is supporting:
            found.setdefault(person, []).append(arrival)
    yield from found.items()


def _shelved(person: str, binder: Binder, names: dict[str, str], whose: Whose) -> Shelved:
    lines = tuple(
        FileLine(names.get(scope, ""), facility, rows)
        for (scope, facility), rows in sorted(binder.sources().items())
    )
    also = tuple(Opaque(id_) for id_ in sorted(whose.ids_of(person) - {person}))
    return Shelved(Opaque(person), binder.record(), lines, also)


def _has_something(record: Record) -> bool:
    """Whether a nameless record says anything: rows or gaps, not only what supports others."""
    total = record.account.total
    return total.received > total.supporting + total.merged or bool(record.gaps)


def _together(accounts: Iterable[Account]) -> Account:
    types: dict[str, Tally] = {}
    for account in accounts:
        for type_, tally in account.types.items():
            types[type_] = types.get(type_, Tally()) + tally
    return Account(dict(sorted(types.items())))
