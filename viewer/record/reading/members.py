"""JSON taken apart by name, where no shape is known or only a part is asked for."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from msgspec import Raw

from viewer.record.reading.lengths import LONGEST_PASSAGE
from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.prose import trimmed

Members = Mapping[str, Raw]
_MEMBERS = msgspec.json.Decoder(dict[str, Raw])
_ITEMS = msgspec.json.Decoder(list[Raw])
_TEXT = msgspec.json.Decoder(str)
_OF_ELEMENTS = frozenset({"id", "extension", "modifierExtension"})
_UNSAYING = frozenset({"extension", "id"})


def members_of(raw: bytes | Raw) -> Members:
    """The members of an object; none of whatever is no object."""
    try:
        return _MEMBERS.decode(raw)
    except UNREADABLE:
        return {}


def first(raw: Raw) -> bytes:
    """The byte that tells what it is: a brace, a bracket, a quote, a digit."""
    return bytes(memoryview(raw)[:1])


def items_of(raw: Raw) -> list[Raw]:
    """The items of a list; of anything else itself; null is nothing."""
    start = first(raw)
    if start != b"[":
        return [] if bytes(raw) == b"null" else [raw]
    try:
        return [item for item in _ITEMS.decode(raw) if bytes(item) != b"null"]
    except UNREADABLE:
        return []


def text_of(raw: Raw) -> str:
    """A string, made harmless; "" of anything else."""
    try:
        return trimmed(_TEXT.decode(raw)[:LONGEST_PASSAGE])
    except UNREADABLE:
        return ""


def is_bare(raw: Raw) -> bool:
    """Whether an element has nothing to say: empty, or with nothing but extensions."""
    start = first(raw)
    if start == b"{":
        return members_of(raw).keys() <= _UNSAYING
    return not bytes(raw).strip(b'" ') if start == b'"' else bytes(raw) in (b"null", b"[]")


def says_more(
    raw: Raw,
    shape: type[msgspec.Struct],
    beside: frozenset[str] = frozenset(),
    parts: Mapping[str, type[msgspec.Struct]] = MappingProxyType({}),
) -> bool:
    """Whether a member stands in an element, or the items of a list, that is not read as this shape, nor known
    ``beside`` it. ``parts`` are the shapes of members that are looked into as well, at any depth."""
    known = {field.encode_name for field in msgspec.structs.fields(shape)} | _OF_ELEMENTS | beside
    return any(
        (name not in known and name[:1] != "_" and not is_bare(value))
        or (name in parts and says_more(value, parts[name], beside, parts))
        for item in items_of(raw)
        for name, value in members_of(item).items()
    )
