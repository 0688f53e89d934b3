"""Files on a shelf: everything that was read, put into one record per person.

Persons are told apart by the id of the Patient that a resource points to, by their citizen ids, names and years of
birth (record/whose). A resource that points to nobody belongs to
the only person of its file; where there is none or several, to a nameless record. What only supports others
(organisations, medications ...) is read first and serves all, but is counted once. Rows that name no facility come
from the only facility that their file describes; where it describes none or several, from an unknown one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import msgspec

from viewer.base.opaque import Opaque
from viewer.exchange.directory import UNKNOWN, Facility
from viewer.record.arrivals import Arrival, arrivals_in, patients_by_key, subject_of
from viewer.record.binder import Binder
from viewer.record.formulary import Formulary, load_formulary
from viewer.record.reading.known import Desk
from viewer.record.reading.naming import organisation_in
from viewer.record.reading.table import SUPPORTING
from viewer.record.reading.terms import Terms
from viewer.record.restricted import standard_rules
from viewer.record.story import Account, Record, Tally
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
    arrivals: list[tuple[Arrival, str]]


def read_everything(
    sources: Iterable[Source], today: date, formulary: Callable[[], Formulary] = load_formulary
) -> Shelf:
    """Read files: Bundles of any kind, NDJSON, single resources, lists of resources. Never raises but what the
    ``formulary`` does."""
    desk = Desk(Terms(today, standard_rules(), formulary), {})
    sheaves = [_sheaf(source, f"file:{number}", desk) for number, source in enumerate(sources, 1)]
    whose = _told_apart(sheaves, desk)
    persons = list(dict.fromkeys(person for sheaf in sheaves for _, person in sheaf.arrivals))
    named = [person for person in persons if person != _NOBODY]
    if len(named) == 1:
        persons = named
    binders = {person: Binder(today, None, desk=desk, of_one=person != _NOBODY) for person in persons}
    for supporting in (True, False):
        for sheaf in sheaves:
            for person, arrivals in _by_person(sheaf, supporting, only=named[0] if len(named) == 1 else None):
                binders[person].take(arrivals, sheaf.facility, sheaf.scope, settle=False)
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
        sheaf.arrivals = [(arrival, whose.key_of(file, arrival, id_)) for arrival, id_ in sheaf.arrivals]
    return whose


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


def _sheaf(source: Source, scope: str, desk: Desk) -> _Sheaf:
    arrivals = [arrival for body in bodies_in(source.content) for arrival in arrivals_in(body)]
    patients = patients_by_key(arrivals)
    subjects = [_person(arrival, desk.terms, patients) for arrival in arrivals]
    met = set(subjects) - {_NOBODY}
    alone = met.pop() if len(met) == 1 else _NOBODY
    whose = [(arrival, subject or alone) for arrival, subject in zip(arrivals, subjects, strict=True)]
    return _Sheaf(source.name, scope, _only_facility(arrivals, desk.terms), whose)


def _only_facility(arrivals: Iterable[Arrival], terms: Terms) -> Facility:
    described = {organisation_in(one.raw, terms) for one in arrivals if one.type == "Organization"}
    coded = [(hcode, name) for hcode, name in described if hcode]
    return Facility(*coded[0]) if len(coded) == 1 else UNKNOWN


def _person(arrival: Arrival, terms: Terms, patients: dict[str, str]) -> str:
    if arrival.trouble or arrival.type in SUPPORTING - {"Patient"}:
        return _NOBODY
    return subject_of(arrival, terms, patients) or _NOBODY


def _by_person(sheaf: _Sheaf, supporting: bool, only: str | None) -> Iterator[tuple[str, list[Arrival]]]:
    """A file's resources by person; ``only`` takes everything when there is but one person on the shelf."""
    found: dict[str, list[Arrival]] = {}
    for arrival, person in sheaf.arrivals:
        if (arrival.type in SUPPORTING) is supporting:
            found.setdefault(person if only is None else only, []).append(arrival)
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
    return total.received > total.supporting + total.merged


def _together(accounts: Iterable[Account]) -> Account:
    types: dict[str, Tally] = {}
    for account in accounts:
        for type_, tally in account.types.items():
            types[type_] = types.get(type_, Tally()) + tally
    return Account(dict(sorted(types.items())))
