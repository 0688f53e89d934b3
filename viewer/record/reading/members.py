"""JSON taken apart by name, where no shape is known or only a part is asked for."""

from collections.abc import Mapping

import msgspec
from msgspec import Raw

from viewer.record.reading.lengths import LONGEST_PASSAGE
from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.prose import trimmed

Members = Mapping[str, Raw]
_MEMBERS = msgspec.json.Decoder(dict[str, Raw])
_ITEMS = msgspec.json.Decoder(list[Raw])
_TEXT = msgspec.json.Decoder(str)
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
    return (
        members_of(raw).keys() <= _UNSAYING if first(raw) == b"{" else bytes(raw) in (b'""', b"null", b"[]")
    )
