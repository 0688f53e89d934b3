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
    identifier: msgspec.Raw = msgspec.Raw(b"")


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

    @property
    def numbered(self) -> bool:
        """Whether an identifier says who it is."""
        whose = (self.subject, self.patient, self.beneficiary, self.for_)
        several = (one for some in whose for one in (some if isinstance(some, list) else (some,)))
        return any(isinstance(one, _Reference) and len(one.identifier) > 0 for one in several)


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
    tells it from others of its facility (None = it has no id). ``numbered``: an identifier says whose it is, which must
    be looked at."""

    kind: str
    another: bool
    mark: int | None = field(default=None, repr=False)
    numbered: bool = False


_NOTHING = Glance("", another=False)


def glance(entry: Entry, patient: Opaque, depth: int = 0) -> Glance:
    """Another's is another Patient, or what has another as its subject; a Bundle within the page is opened too.
    What can't be read names nobody."""
    if not entry.readable:
        return _NOTHING
    found = _glance_at(entry, patient)
    if found.kind != "Bundle" or depth >= _DEEPEST:
        return found
    inside = [glance(inner, patient, depth + 1) for inner in split(entry.raw).entries]
    return Glance(
        found.kind, any(one.another for one in inside), numbered=any(one.numbered for one in inside)
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
        texts = [text for member in members for text in _texts(member)]
        return _glance(kind, loose.id, texts, wanted, numbered=True)
    return _glance(
        shallow.resourceType or "", shallow.id, [*shallow.references()], wanted, numbered=shallow.numbered
    )


def _glance(kind: str, id_: object, references: list[str], wanted: str, *, numbered: bool) -> Glance:
    mark = hash((kind, id_)) if isinstance(id_, str) else None
    if kind == "Patient":
        return Glance(kind, id_ != wanted, mark, numbered=True)
    another = any(id_in(reference, "Patient") not in ("", wanted) for reference in references)
    return Glance(kind, another, mark, numbered or any("identifier=" in one for one in references))


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
