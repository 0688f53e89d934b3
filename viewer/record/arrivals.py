"""Bundles taken apart at every depth."""

from collections.abc import Iterable, Iterator

import msgspec

from viewer.exchange.wire import MODIFIER, Entry, Flaw, Page, check_utf8, mend, split
from viewer.record.lacking import Lacking
from viewer.record.parameters import taken_apart
from viewer.record.reading import shapes
from viewer.record.reading.dialects import as_r4
from viewer.record.reading.documents import CompositionShape
from viewer.record.reading.lengths import CUT, LONGEST, may_be_long, shortened
from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.naming import called
from viewer.record.reading.table import (
    BY_SHAPE,
    KNOWN,
    KNOWN_PAGE,
    KnownEntry,
    KnownPage,
    Reader,
    decoded,
    row_reader,
    type_of,
)
from viewer.record.reading.terms import identifiers_in
from viewer.record.sent import Excerpt, Sent, Uncut
from viewer.record.within import REPORT, results_within

_DEEPEST = 16  # Bundles within Bundles
_AT_ONCE = 2 << 20  # bytes of a page: more in one step would hold every other thread for over 50 ms
UNTYPED = "?"
_NOTHING_LOST: tuple[str, ...] = ()
_MENDED = "characters"  # the flaw of text whose characters were mended


_UNNAMED = frozenset({"Condition", "Observation"})  # too many to be looked for by identifier


class Names(msgspec.Struct, frozen=True, gc=False):
    """What a resource is called by."""

    type: str
    id: str
    identifier: msgspec.Raw
    full_url: str

    @property
    def keys(self) -> list[str]:
        """What references may call it."""
        keys = [f"{self.type}/{self.id}"] if self.id else []
        if len(self.identifier) and self.type not in _UNNAMED:
            keys += self._called()
        return [*keys, self.full_url.partition("/_history/")[0]] if self.full_url else keys

    def _called(self) -> Iterator[str]:
        """By each identifier, with its type and without: a reference may leave the type out."""
        for one in identifiers_in(bytes(self.identifier)):
            if one.value:
                yield called(self.type, one.system, one.value)
                yield called("", one.system, one.value)


class Arrival(msgspec.Struct, gc=False):
    """One resource that came. ``trouble`` is the code of its gap when it cannot be read."""

    read: Sent  # as sent, unless it was mended or cut
    sent: Sent
    type: str
    reader: Reader | None = (
        None  # who makes a row of it; of what only supports others, or cannot be read, nobody
    )
    shape: shapes.ResourceShape = msgspec.field(default_factory=shapes.ResourceShape)
    full_url: str = ""
    flaws: tuple[str, ...] = _NOTHING_LOST
    trouble: str = ""
    custodian: msgspec.Raw = shapes.NOTHING  # who keeps the document it came in
    modifies: bool = True  # a modifier may stand in it: its bytes are to be searched

    @property
    def raw(self) -> bytes:
        """The bytes that are read."""
        return bytes(self.read)

    @property
    def whole(self) -> bytes:
        """The bytes that tell it from another: those that are read, unless texts of them were cut."""
        return bytes(self.sent if CUT in self.flaws else self.read)

    @property
    def keys(self) -> list[str]:
        """What references may call it."""
        return self.names.keys

    @property
    def names(self) -> Names:
        """What it is called by, without the rest of it."""
        return Names(self.type, self.shape.id, self.shape.identifier, self.full_url)


def arrivals_in(body: bytes, lacking: Lacking | None = None) -> Iterable[Arrival]:
    """Every resource in a body: of a Bundle or Parameters what they hold, at every depth; else the body is one.

    Bundles and OperationOutcomes themselves are not resources of the account; what they say is missing is told to
    ``lacking``. Results that a report contains are resources as well. Never raises.
    """
    if (known := _read_whole(body)) is not None:
        return _in_known(known, body, lacking)
    page = split(body)
    if page.resource_type == "Bundle":
        return _in_page(page, 0, body, lacking)
    if not page.resource_type:
        return [_unreadable(body, "unreadable")] if body.strip() else []
    arrival = _read_alone(body)
    if arrival.type == "Parameters":
        return _in_parameters(Entry(arrival.raw, sent=bytes(arrival.sent)), 0, lacking)
    if arrival.type != "OperationOutcome":
        return _with_results(arrival)
    if lacking is not None:
        lacking.hear_outcome(body)
    return []


def arrivals_of(page: Page) -> Iterator[Arrival]:
    """As ``arrivals_in``, of a Bundle that was already split; taken one by one, it can be read in small parts."""
    return _opened(page, 0, None)


def _read_whole(body: bytes) -> KnownPage | None:
    """A page that is sound and not large, as nearly all are: in one step. None of every other, which is taken apart
    with care."""
    if len(body) > _AT_ONCE or may_be_long(body):
        return None
    try:
        page = KNOWN_PAGE.decode(body)
        check_utf8(body)  # what is set aside was not looked into
    except UNREADABLE:
        return None
    return page


def _in_known(page: KnownPage, body: bytes, lacking: Lacking | None) -> Iterable[Arrival]:
    whole = Uncut(body)
    if lacking is not None and page.says_more:
        lacking.hear(whole.page, body)
    found = _known_in(page.entry, whole, MODIFIER in body)
    return found if page.type != "document" else _kept(list(found))


def _known_in(entries: Iterable[KnownEntry], whole: Uncut, modifies: bool) -> Iterator[Arrival]:
    for place, entry in enumerate(entries):
        shape, sent = entry.resource, Excerpt(whole, place)
        type_, reader = BY_SHAPE[type(shape)]
        yield Arrival(
            sent, sent, type_, reader, shape, entry.full_url, _NOTHING_LOST, "", shapes.NOTHING, modifies
        )
        if type_ == REPORT and shape.contained is not shapes.NOTHING:
            yield from _results_of(bytes(sent))


def _read_alone(body: bytes) -> Arrival:
    found = _arrival(Entry(body), type_of(body))
    if not found.trouble:
        return found
    mended = mend(body.removeprefix(b"\xef\xbb\xbf"))
    if mended is None:
        return found
    return _arrival(Entry(mended, flaw=Flaw.MENDED, sent=body), type_of(mended))


def _in_page(page: Page, depth: int, body: bytes, lacking: Lacking | None) -> Iterable[Arrival]:
    """A Bundle's resources."""
    if lacking is not None:
        lacking.hear(page, body)
    found = _opened(page, depth, lacking)
    return found if page.type != "document" else _kept(list(found))


def _kept(found: list[Arrival]) -> list[Arrival]:
    """The resources of a document: each knows the custodian, who stands for rows that name no facility."""
    keepers = [one.shape.custodian for one in found if isinstance(one.shape, CompositionShape)]
    for one in found:
        one.custodian = keepers[0] if keepers else one.custodian
    return found


def _opened(page: Page, depth: int, lacking: Lacking | None) -> Iterator[Arrival]:
    sound, null, modifies = Flaw.NONE, Flaw.NULL, page.modifies
    for entry in page.entries:
        raw, flaw = entry.raw, entry.flaw
        if flaw is null and not raw:
            continue  # a response entry, or an empty one: it held no resource
        # Nearly all are decoded at once; the rest with care.
        if flaw is sound and len(raw) <= LONGEST:
            try:
                shape = KNOWN.decode(raw)
            except UNREADABLE:
                pass
            else:
                type_, reader = BY_SHAPE[type(shape)]
                yield Arrival(
                    raw, raw, type_, reader, shape, entry.full_url, _NOTHING_LOST, "", shapes.NOTHING, modifies,
                )  # fmt: skip
                if type_ == REPORT and shape.contained is not shapes.NOTHING:
                    yield from _results_of(raw)
                continue
        type_ = type_of(raw)
        if type_ == "Bundle" and entry.readable:
            if depth == _DEEPEST:
                yield Arrival(raw, entry.as_sent, "Bundle", trouble="too-deep")
            else:
                yield from _in_page(split(raw), depth + 1, raw, lacking)
        elif type_ == "Parameters" and entry.readable:
            yield from _in_parameters(entry, depth, lacking)
        elif type_ != "OperationOutcome":
            yield from _with_results(_arrival(entry, type_))


def _with_results(arrival: Arrival) -> Iterator[Arrival]:
    """A resource, and what of it is a row of its own."""
    yield arrival
    if arrival.type == REPORT and not arrival.trouble and arrival.shape.contained is not shapes.NOTHING:
        yield from _results_of(arrival.raw)


def _results_of(report: bytes) -> Iterator[Arrival]:
    return (_arrival(Entry(made, sent=sent), "Observation") for made, sent in results_within(report))


def _in_parameters(entry: Entry, depth: int, lacking: Lacking | None) -> Iterator[Arrival]:
    """The resources that Parameters hold, and they themselves where they say anything else."""
    held, rest = taken_apart(entry.raw) if depth < _DEEPEST else ([], entry.raw)
    if rest:
        yield _arrival(msgspec.structs.replace(entry, raw=rest, sent=entry.as_sent), "Parameters")
    if held:
        yield from _in_page(Page(tuple([Entry(raw) for raw in held])), depth + 1, entry.raw, lacking)


def _arrival(entry: Entry, type_: str) -> Arrival:
    if not entry.readable:
        return _unreadable(entry.as_sent, "too-deep" if entry.flaw is Flaw.TOO_DEEP else "unreadable")
    flaws: list[str] = [_MENDED] if entry.flaw is Flaw.MENDED else []
    raw = entry.raw
    if len(raw) > LONGEST and (short := shortened(raw)) is not None:
        raw = short
        flaws.append(CUT)
    try:
        shape: shapes.ResourceShape | None = KNOWN.decode(raw)
    except UNREADABLE:
        raw = as_r4(type_, raw, flaws)
        shape = decoded(type_, raw, flaws)
    if shape is None:
        return _unreadable(entry.as_sent, "unreadable")
    if not type_:
        return Arrival(raw, entry.as_sent, UNTYPED, shape=shape, trouble="no-type")
    lost = tuple(flaws) if flaws else _NOTHING_LOST
    return Arrival(raw, entry.as_sent, type_, row_reader(type_), shape, entry.full_url, lost)


def _unreadable(sent: bytes, trouble: str) -> Arrival:
    return Arrival(sent, sent, UNTYPED, trouble=trouble)
