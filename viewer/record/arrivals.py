"""Bundles taken apart at every depth, and whose resources they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from viewer.exchange.wire import Entry, Flaw, mend, split
from viewer.record.reading.naming import spellings
from viewer.record.reading.table import Head, head_of, type_of
from viewer.record.reading.terms import Terms

_DEEPEST = 16  # Bundles within Bundles
UNTYPED = "?"


@dataclass(slots=True)
class Arrival:
    """One resource that came. ``trouble`` is the code of its gap when it cannot be read."""

    raw: bytes
    sent: bytes
    type: str
    head: Head = field(default_factory=Head)
    full_url: str = ""
    trouble: str = ""
    mended: bool = False

    @property
    def keys(self) -> Iterator[str]:
        """What references may call it."""
        if self.head.id:
            yield f"{self.type}/{self.head.id}"
        if self.full_url:
            yield from spellings(self.full_url)[:1]


def arrivals_in(body: bytes) -> list[Arrival]:
    """Every resource in a body: of a Bundle its entries, at every depth; otherwise the body is the resource.

    Bundles and OperationOutcomes themselves are not resources of the account. Never raises.
    """
    page = split(body)
    if page.resource_type == "Bundle":
        return list(_opened(page.entries, 0))
    if not page.resource_type:
        return [_unreadable(body, "unreadable")] if body.strip() else []
    arrival = _read_alone(body)
    return [] if arrival.type == "OperationOutcome" else [arrival]


def _read_alone(body: bytes) -> Arrival:
    found = _arrival(Entry(body))
    if not found.trouble:
        return found
    mended = mend(body.removeprefix(b"\xef\xbb\xbf"))
    return found if mended is None else _arrival(Entry(mended, flaw=Flaw.MENDED, sent=body))


def _opened(entries: Iterable[Entry], depth: int) -> Iterator[Arrival]:
    for entry in entries:
        if entry.flaw is Flaw.NULL and not entry.raw:
            continue  # a response entry, or an empty one: it held no resource
        if type_of(entry.raw) == "Bundle" and entry.readable:
            if depth == _DEEPEST:
                yield Arrival(entry.raw, entry.as_sent, "Bundle", trouble="too-deep")
                continue
            yield from _opened(split(entry.raw).entries, depth + 1)
            continue
        arrival = _arrival(entry)
        if arrival.type != "OperationOutcome":
            yield arrival


def _arrival(entry: Entry) -> Arrival:
    if not entry.readable:
        return _unreadable(entry.as_sent, "too-deep" if entry.flaw is Flaw.TOO_DEEP else "unreadable")
    head = head_of(entry.raw)
    if head is None:
        return _unreadable(entry.as_sent, "unreadable")
    if not head.resource_type:
        return Arrival(entry.raw, entry.as_sent, UNTYPED, head, trouble="no-type")
    return Arrival(
        entry.raw, entry.as_sent, head.resource_type, head, entry.full_url.reveal(),
        mended=entry.flaw is Flaw.MENDED,
    )  # fmt: skip


def _unreadable(sent: bytes, trouble: str) -> Arrival:
    return Arrival(sent, sent, UNTYPED, trouble=trouble)


def patients_by_key(arrivals: Iterable[Arrival]) -> dict[str, str]:
    """The ids of the Patients in a body, by everything a reference may call them."""
    return {key: arrival.head.id for arrival in arrivals if arrival.type == "Patient" for key in arrival.keys}


def subject_of(arrival: Arrival, terms: Terms, patients: dict[str, str]) -> str | None:
    """The id of the patient an arrival is about; "" when it does not say; None when it is about no patient.

    ``patients`` resolves references such as urn:uuid to the Patients beside it.
    """
    if arrival.type == "Patient":
        return arrival.head.id
    head = arrival.head
    raw = head.subject if len(head.subject) else head.patient
    pointer = terms.pointer(raw)
    if not pointer.target:
        return ""
    keys = spellings(pointer.target)
    known = next((patients[key] for key in keys if key in patients), None)
    if known is not None:
        return known
    type_, _, id_ = keys[-1].rpartition("/")
    if type_ and type_ != "Patient":
        return None
    return id_
