"""Whom resources say that they are about: by reference, by citizen id, or by no more than a name."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from viewer.identity.citizen import CitizenId
from viewer.record.arrivals import Arrival
from viewer.record.codes import bare
from viewer.record.likeness import Names, called_as
from viewer.record.reading import shapes
from viewer.record.reading.lengths import DOUBT
from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.naming import BY_IDENTIFIER, spellings
from viewer.record.reading.table import OTHERS
from viewer.record.reading.terms import Terms
from viewer.record.within import patient_within


class _Participant(msgspec.Struct):
    actor: msgspec.Raw = shapes.NOTHING


class _About(msgspec.Struct):
    """Where types without subject and patient say whose they are: Task, Coverage, Appointment."""

    for_: msgspec.Raw = msgspec.field(default=shapes.NOTHING, name="for")
    beneficiary: msgspec.Raw = shapes.NOTHING
    participant: tuple[_Participant, ...] = ()


_ABOUT = msgspec.json.Decoder(_About)


def _otherwise_about(raw: bytes) -> msgspec.Raw:
    try:
        about = _ABOUT.decode(raw)
    except UNREADABLE:
        return shapes.NOTHING
    actors = (one.actor for one in about.participant if b"Patient" in bytes(one.actor))
    return next((found for found in (about.for_, about.beneficiary, *actors) if len(found)), shapes.NOTHING)


class Subject(NamedTuple):
    """Whom a resource is about. All empty: it does not say. ``vague``: it says who, but by nothing that surely tells
    one person from another; ``name`` is what it calls them then. ``within``: the Patient that the resource contains."""

    id: str = ""
    within: bytes = b""
    number: CitizenId | None = None
    vague: bool = False
    name: str = ""


UNTOLD = Subject()
UNCOMPARED = (f"{DOUBT}subject-unnumbered",)
"""The flaw of a resource whose patient is told by what nothing else is known by."""


class Patients:
    """The Patients of one source by what references call them. ``homes`` are the addresses of those that have one, by
    id; sources may share them."""

    def __init__(self, homes: defaultdict[str, set[str]] | None = None) -> None:
        self._ids: dict[str, str] = {}
        self._homes = defaultdict[str, set[str]](set) if homes is None else homes

    def meet(self, arrivals: Iterable[Arrival]) -> None:
        """Learn the Patients among these."""
        for arrival in arrivals:
            if arrival.type != "Patient":
                continue
            id_ = arrival.shape.id
            self._ids |= dict.fromkeys(arrival.keys, id_)
            if arrival.full_url.startswith("http"):
                self._homes[id_].add(_address(arrival.full_url))

    def find(self, target: str) -> str | None:
        """The id of the patient that a reference points to; "" when that cannot be told; None when it is no patient.

        "Patient/1" at another server is not the Patient/1 of this one: its address stands for its id.
        """
        keys = spellings(target)
        if keys[0] in self._ids:
            return self._ids[keys[0]]
        type_, _, id_ = keys[-1].rpartition("/")
        if target.startswith("http") and type_ == "Patient" and self._homes.get(id_):
            return id_ if _address(keys[0]) in self._homes[id_] else keys[0]
        if keys[-1] in self._ids:
            return self._ids[keys[-1]]
        if target.startswith("urn:") or BY_IDENTIFIER in target:
            return ""
        return id_ if type_ in ("", "Patient") else None


def _address(url: str) -> str:
    """A server may be called by http and https, in small letters and large; an id may not."""
    server, _, rest = url.partition("/_history/")[0].partition("://")[2].partition("/")
    return f"{bare(server)}/{rest.rstrip('/')}"


def subject_of(arrival: Arrival, terms: Terms, patients: Patients) -> Subject | None:
    """Whom an arrival is about; None when it is about no patient."""
    shape = arrival.shape
    if arrival.type == "Patient":
        return Subject(shape.id)
    raw = shape.patient if shape.subject is shapes.NOTHING else shape.subject
    if raw is shapes.NOTHING and arrival.reader is not None and arrival.reader.kind == OTHERS:
        raw = _otherwise_about(arrival.raw)
    return UNTOLD if raw is shapes.NOTHING else _told_by(raw, arrival, terms, patients)


def second_subject_of(arrival: Arrival, terms: Terms, patients: Patients) -> Subject | None:
    """Whom ``patient`` names beside a ``subject``; None where only one of them was sent, or both say the same."""
    shape = arrival.shape
    if shape.patient is shapes.NOTHING or shape.subject is shapes.NOTHING or arrival.trouble:
        return None
    if bytes(shape.patient) == bytes(shape.subject):
        return None
    return _told_by(shape.patient, arrival, terms, patients)


def _told_by(raw: msgspec.Raw, arrival: Arrival, terms: Terms, patients: Patients) -> Subject | None:
    pointer = terms.pointer(raw)
    target = pointer.target
    if target.startswith("#"):  # such an id means something in its own resource only
        return Subject(*patient_within(arrival.raw, target[1:]))
    id_ = patients.find(target) if target else ""
    if id_ is None or pointer.type not in ("", "Patient"):
        return None if id_ is None else Subject(id_)
    by_number = BY_IDENTIFIER in target and pointer.number is None
    vague = not id_ and (by_number or (not target and bool(pointer.display)))
    return Subject(id_, b"", pointer.number, vague, pointer.display if vague else "")


ANOTHERS = (f"{DOUBT}subject-named-otherwise",)
"""The flaw of a resource that names two people, or its person otherwise."""


def doubt_on(subject: Subject, names: Iterable[Names], *, beside: bool = False) -> tuple[str, ...]:
    """The flaw of a resource that is taken for that of a person of these names, though it does not tell them surely;
    ``beside`` what does, only a name that differs is one."""
    if not subject.vague:
        return ()
    told = called_as(subject.name)
    known = [one for one in names if told.comparable_to(one)]
    if not known:
        return () if beside else UNCOMPARED
    return () if any(not told.differ_from(one) for one in known) else ANOTHERS
