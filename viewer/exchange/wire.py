"""A page of resources as it came over the wire, split into resources without reading them.

The fast way is one pass of msgspec over the whole body. It refuses the whole body for one NaN, lone surrogate,
raw control character, byte order mark, null entry or a cut end; then the slow way takes the page apart entry by
entry, mends what has only one meaning, and sets aside the rest with its bytes, so that every entry is accounted for.
"""

import re
from collections import Counter
from enum import StrEnum
from typing import TypeVar

import msgspec

from viewer.base.opaque import Opaque
from viewer.exchange.mending import ailment
from viewer.exchange.mending import check_utf8 as check_utf8  # also for those who read a whole page
from viewer.exchange.mending import mend as mend  # also for those who read an Entry
from viewer.exchange.scan import Span, ends_at, items, members

_T = TypeVar("_T")
MOST_ENTRIES = 1_000_000  # of one page; 64 MB hold no more that say anything
CROWDED = 3 * MOST_ENTRIES  # bytes
MODIFIER = b'"modifierExtension"'
_UTF8_MARK = b"\xef\xbb\xbf"


class Mode(StrEnum):
    """Why an entry is in the page (FHIR R4 Bundle.entry.search.mode); without one it counts as a match."""

    MATCH = "match"
    INCLUDE = "include"
    OUTCOME = "outcome"


class Flaw(StrEnum):
    """What is wrong with an entry. Only the first two leave it readable."""

    NONE = ""
    MENDED = "mended"  # read after a mending that has only one meaning
    CUT = "cut"  # the body ended inside it
    NULL = "null"  # null, or no object at all, where an entry should stand
    NOT_JSON = "not-json"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"  # what is left of a page with more entries than a page can hold


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One resource of a page, not yet read."""

    raw: bytes  # JSON of the resource; what came, where it cannot be read; b"" for an entry that held no resource
    full_url: str = ""  # may hold an id: no Opaque, for ten thousand are made, and the entry itself is masked
    mode: Mode = Mode.MATCH
    flaw: Flaw = Flaw.NONE
    sent: bytes = b""  # the bytes as they came, where mending changed them

    def __repr__(self) -> str:
        return f"<entry of {len(self.raw)} bytes, {self.mode}{', ' if self.flaw else ''}{self.flaw}>"

    @property
    def readable(self) -> bool:
        """``raw`` is JSON. Whether it is a resource is for the reader to say."""
        return self.flaw in (Flaw.NONE, Flaw.MENDED)

    @property
    def as_sent(self) -> bytes:
        """The bytes as they came."""
        return self.sent or self.raw


class Page(msgspec.Struct, frozen=True):
    """A Bundle, split. Of a body that is no Bundle only ``resource_type`` and ``flaws`` tell."""

    entries: tuple[Entry, ...] = ()
    next_url: Opaque | None = None
    self_url: Opaque | None = None
    total: int | None = None
    type: str = ""  # Bundle.type: searchset, collection, document ...
    flaws: tuple[str, ...] = ()  # of the page: "byte-order-mark", "cut", "not-json", "not-a-bundle"
    resource_type: str = ""
    modifies: bool = (
        True  # a modifier extension may stand in it (R4 2.4.0.2): one search here is none per resource
    )

    @property
    def unreadable(self) -> int:
        """How many entries cannot be read. One that held no resource at all is not among them."""
        return sum(bool(entry.raw) and not entry.readable for entry in self.entries)

    @property
    def tally(self) -> Counter[Flaw]:
        """Entries by flaw."""
        return Counter(entry.flaw for entry in self.entries)


def split(body: bytes) -> Page:
    """Take a Bundle apart. Never raises: what cannot be read is in the page as such."""
    if len(body) > CROWDED and body.count(b"{") > 2 * MOST_ENTRIES:
        return _split_slowly(
            body
        )  # maybe millions of empty entries: 3 bytes each here, 250 once they are taken apart
    try:
        page = _PAGE.decode(body)
        check_utf8(body)  # msgspec does not look into what it sets aside
        return _from_wire(page, body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _split_slowly(body)


def split_gently(body: bytes) -> Page:
    """As ``split``, entry by entry from the start: slower in all, but never holds the interpreter for long.

    For large pages, on a worker thread: one msgspec pass over 20 MB would freeze every other thread.
    """
    return _split_slowly(body)


# --- the fast way ---------------------------------------------------------------------------------------------


class _Search(msgspec.Struct, gc=False):
    mode: str | None = None


class _WireEntry(msgspec.Struct, gc=False):
    resource: msgspec.Raw = msgspec.Raw(b"")
    fullUrl: str | None = None  # noqa: N815  the wire's own name
    search: _Search | None = None
    resourceType: str | None = None  # noqa: N815  of a resource that stands where its entry should


class _Link(msgspec.Struct, gc=False):
    relation: str | None = None
    url: str | None = None


class _Frame(msgspec.Struct):
    resourceType: str = ""  # noqa: N815  the wire's own name
    type: str | None = None
    total: int | None = None
    link: list[_Link] | None = None


class _WirePage(_Frame):
    entry: list[_WireEntry] | None = None


_PAGE = msgspec.json.Decoder(_WirePage)
_MODES: dict[str | None, Mode] = {mode.value: mode for mode in Mode}
_MATCH = Mode.MATCH  # to ask an enumeration for its member takes ten times as long
_NO_RESOURCE = (b"", b"null")
_SHORT = 4  # bytes: anything longer is a resource


def _from_wire(page: _WirePage, body: bytes) -> Page:
    bundle = page.resourceType == "Bundle"
    modes = _MODES.get
    entries = [
        Entry(bytes(one.resource), one.fullUrl or "", modes(one.search.mode, _MATCH) if one.search else _MATCH)
        if len(one.resource) > _SHORT  # nearly all: without a call of ours for each
        else _entry(one)
        for one in (bundle and page.entry) or ()
    ]  # fmt: skip
    return _page(page, tuple(entries), (), body)


def _entry(entry: _WireEntry) -> Entry:
    raw, url = bytes(entry.resource), entry.fullUrl or ""
    mode = _mode(entry.search)
    if raw not in _NO_RESOURCE:
        return Entry(raw, url, mode)
    if entry.resourceType:
        raise msgspec.DecodeError  # the slow way still has the bytes
    return Entry(b"", url, mode, Flaw.NULL)


def _mode(search: _Search | None) -> Mode:
    return _MATCH if search is None else _MODES.get(search.mode, _MATCH)


def _page(frame: _Frame, entries: tuple[Entry, ...], flaws: tuple[str, ...], body: bytes) -> Page:
    links = {link.relation: Opaque(link.url) for link in reversed(frame.link or []) if link.url}
    if frame.resourceType != "Bundle":
        flaws = (*flaws, "not-a-bundle")
    return Page(
        entries,
        links.get("next"),
        links.get("self"),
        frame.total if frame.total is not None and frame.total >= 0 else None,
        frame.type or "",
        flaws,
        frame.resourceType,
        MODIFIER in body,
    )


# --- the slow way ---------------------------------------------------------------------------------------------

_STARTS_RESOURCE = re.compile(rb'"resource"\s*:\s*\{')


def _split_slowly(body: bytes) -> Page:
    flaws: list[str] = []
    if body.startswith(_UTF8_MARK):
        flaws.append("byte-order-mark")
        body = body[len(_UTF8_MARK) :]
    root = Span(len(body) - len(body.lstrip()), len(body))
    if body[root.start : root.start + 1] != b"{":
        return Page(flaws=(*flaws, "not-json"))
    frame, entry, whole = _frame(body, root)
    if not whole:
        flaws.append("cut")
    if not frame.resourceType and entry is None:
        return Page(flaws=(*flaws, "not-json"))
    entries = _entries(body, entry) if entry is not None and frame.resourceType in ("Bundle", "") else ()
    if entries and not frame.resourceType:  # cut before the type was told
        frame.resourceType = "Bundle"
    return _page(frame, entries, tuple(flaws), body)


def _frame(body: bytes, root: Span) -> tuple[_Frame, Span | None, bool]:
    """What stands around the entries, each member on its own: one that does not fit is as if absent; and whether the
    whole of it is here."""
    frame, entry, end = _Frame(), None, root.start + 1
    for key, value in members(body, root):
        end = value.end
        piece = body[value.start : value.end]
        if key == b"entry" and piece[:1] in (b"[", b"{"):
            entry = value
        elif not value.whole:
            break
        elif key == b"resourceType":
            frame.resourceType = _lenient(piece, str) or ""
        elif key == b"type":
            frame.type = _lenient(piece, str)
        elif key == b"total":
            frame.total = _lenient(piece, int)
        elif key == b"link" and piece.startswith(b"["):
            spans = items(piece, Span(0, len(piece)))
            links = (_lenient(piece[span.start : span.end], _Link) for span in spans)
            frame.link = [link for link in links if link is not None]
    return frame, entry, ends_at(body, end)


def _entries(body: bytes, array: Span) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    single = body[array.start : array.start + 1] == b"{"  # one entry, and no list around it
    for span in [array] if single else items(body, array):
        if len(entries) == MOST_ENTRIES:
            entries.append(Entry(body[span.start : array.end], flaw=Flaw.TOO_MANY))
            break
        if span.whole:
            entries.append(_entry_slowly(body, span))
        else:
            entries += _cut(body[span.start :])
    return tuple(entries)


def _cut(tail: bytes) -> list[Entry]:
    """What is left after the last whole entry: one unreadable entry for each resource that began in it."""
    starts = [found.start() for found in _STARTS_RESOURCE.finditer(tail)] or [0]
    ends = [*starts[1:], len(tail)]
    return [Entry(tail[start:end], flaw=Flaw.CUT) for start, end in zip([0, *starts[1:]], ends, strict=True)]


def _entry_slowly(body: bytes, span: Span) -> Entry:
    element = body[span.start : span.end]
    clean = _lenient(element, _WireEntry)
    if clean is not None and not ailment(element):
        if clean.resourceType and bytes(clean.resource) in _NO_RESOURCE:
            return Entry(element)
        return _entry(clean)
    if not element.startswith(b"{"):
        return Entry(element, flaw=Flaw.NULL)
    parts = {key: element[value.start : value.end] for key, value in members(element, Span(0, len(element)))}
    full_url = _lenient(parts.get(b"fullUrl", b""), str) or ""
    search = _lenient(parts.get(b"search", b""), _Search)
    mode = _mode(search)
    raw = parts.get(b"resource")
    if raw is None or raw == b"null":
        # No resource, or the damage hides where it begins.
        return Entry(element, full_url, mode, Flaw.NULL if not ailment(element) else Flaw.NOT_JSON)
    flaw = Flaw(ailment(raw))
    if flaw is Flaw.NOT_JSON and (mended := mend(raw)) is not None:
        return Entry(mended, full_url, mode, Flaw.MENDED, raw)
    return Entry(raw, full_url, mode, flaw)


def _lenient(piece: bytes, kind: type[_T]) -> _T | None:
    """The value when it is of this kind, else None."""
    try:
        return msgspec.json.decode(piece, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
