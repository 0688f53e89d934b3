"""Is this page about the person who consented? Looked at before anything of it is handed on.

Two ways lead to another person's data: a server that ignores a parameter it does not know and answers with everybody
(its ``self`` link says what it did understand: FHIR R4 search, "Server conformance"), and a facility that files under
the wrong person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import msgspec

from viewer.base.opaque import Opaque
from viewer.exchange.shapes import fit, id_in
from viewer.exchange.wire import Entry, Page, split

_DEEPEST = 16  # Bundles within Bundles; deeper ones are gaps, nothing in them is read
_PARAMETERS = frozenset({"patient", "subject", "_id"})


class _Reference(msgspec.Struct, gc=False):
    reference: str | None = None


_Whose = _Reference | list[_Reference] | str | None


class _Shallow(msgspec.Struct):
    """Only whose it is. ``for`` is Task's, ``beneficiary`` Coverage's word for the patient."""

    resourceType: str | None = None  # noqa: N815  the wire's own name
    id: str | None = None
    subject: _Whose = None
    patient: _Whose = None
    beneficiary: _Whose = None
    for_: _Whose = msgspec.field(name="for", default=None)

    def references(self) -> Iterable[str]:
        """Every reference that may name the person."""
        for whose in (self.subject, self.patient, self.beneficiary, self.for_):
            for one in whose if isinstance(whose, list) else (whose,):
                if isinstance(one, str):
                    yield one
                elif one is not None and one.reference:
                    yield one.reference


class _Loose(msgspec.Struct):
    """When the above does not fit: each member as it comes."""

    resourceType: object = None  # noqa: N815  the wire's own name
    id: object = None
    subject: object = None
    patient: object = None
    beneficiary: object = None
    for_: object = msgspec.field(name="for", default=None)


def lost_the_patient(page: Page, patient: Opaque) -> bool:
    """The ``self`` link says that the search was not about this person. No ``self`` link says nothing."""
    if page.self_url is None:
        return False
    try:
        asked = parse_qsl(urlsplit(page.self_url.reveal()).query)
    except ValueError:
        return True
    wanted = patient.reveal()
    return not any(
        name.partition(":")[0].partition(".")[0] in _PARAMETERS and value.rpartition("/")[2] == wanted
        for name, value in asked
    )


@dataclass(frozen=True, slots=True)
class Glance:
    """An entry at a glance: its type ("" = no resource that can be read), whether it names another person, and what
    tells it from others of its facility (None = it has no id)."""

    kind: str
    another: bool
    mark: int | None = field(default=None, repr=False)


_NOTHING = Glance("", another=False)


def glance(entry: Entry, patient: Opaque, depth: int = 0) -> Glance:
    """Another's is another Patient, or what has another as its subject; a Bundle within the page is opened too.
    What can't be read names nobody."""
    if not entry.readable:
        return _NOTHING
    found = _glance_at(entry, patient)
    if found.kind != "Bundle" or depth >= _DEEPEST:
        return found
    return Glance(
        found.kind, any(glance(inner, patient, depth + 1).another for inner in split(entry.raw).entries)
    )


def _glance_at(entry: Entry, patient: Opaque) -> Glance:
    wanted = patient.reveal()
    shallow = fit(entry.raw, _Shallow)
    if shallow is None:
        loose = fit(entry.raw, _Loose)
        if loose is None:
            return _NOTHING
        kind = loose.resourceType if isinstance(loose.resourceType, str) else ""
        members = (loose.subject, loose.patient, loose.beneficiary, loose.for_)
        return _glance(kind, loose.id, (text for member in members for text in _texts(member)), wanted)
    return _glance(shallow.resourceType or "", shallow.id, shallow.references(), wanted)


def _glance(kind: str, id_: object, references: Iterable[str], wanted: str) -> Glance:
    mark = hash((kind, id_)) if isinstance(id_, str) else None
    if kind == "Patient":
        return Glance(kind, id_ != wanted, mark)
    another = any(id_in(reference, "Patient") not in ("", wanted) for reference in references)
    return Glance(kind, another, mark)


def _texts(value: object) -> Iterable[str]:
    """Every string in a value, without recursion: its depth is somebody else's choice."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
