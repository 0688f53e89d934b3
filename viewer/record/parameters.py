"""Parameters taken apart: what an operation answers may hold whole resources, in parts of parts."""

from collections.abc import Mapping

import msgspec
from msgspec import Raw

from viewer.record.reading.lenient import UNREADABLE

_DEEPEST = 16  # parts within parts
_MEMBERS = msgspec.json.Decoder(dict[str, Raw])
_ITEMS = msgspec.json.Decoder(list[Raw])
_EMPTY_NAMES = frozenset({"name", "id"})


def taken_apart(raw: bytes) -> tuple[list[bytes], bytes]:
    """The resources in it, in their order; and what else it says, as Parameters of their own, b"" for nothing."""
    held: list[bytes] = []
    try:
        members = dict(_MEMBERS.decode(raw))
        left = _without(members.pop("parameter", Raw(b"[]")), held, _DEEPEST)
    except UNREADABLE:
        return [], raw
    if not held:
        return [], raw
    return held, msgspec.json.encode({**members, "parameter": left}) if left else b""


def _without(parameters: Raw, held: list[bytes], depth: int) -> list[Mapping[str, object]]:
    """The parameters that say something beside the resources that are taken out of them."""
    left: list[Mapping[str, object]] = []
    for item in _ITEMS.decode(parameters):
        members: dict[str, object] = dict(_MEMBERS.decode(item))
        found = members.pop("resource", None)
        if isinstance(found, Raw) and bytes(found) != b"null":
            held.append(bytes(found))
        inner = members.get("part")
        if isinstance(inner, Raw) and depth:
            members["part"] = _without(inner, held, depth - 1)
            if not members["part"]:
                del members["part"]
        if not members.keys() <= _EMPTY_NAMES:
            left.append(members)
    return left
