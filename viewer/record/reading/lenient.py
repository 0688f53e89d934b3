"""The slow way: reads a shape field by field, so that one bad field never loses its resource.

Feeds send strings where objects belong, objects where lists belong, numbers where text belongs. What can be
understood without guessing is kept; what cannot is named in ``flaws``. (Broken characters are mended before, in
exchange.wire.)
"""

import json
import types
import typing
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias, TypeVar

import msgspec

from viewer.record.reading.prose import harmless

T = TypeVar("T")
UNREADABLE = (msgspec.MsgspecError, ValueError, ArithmeticError, RecursionError)
Kind: TypeAlias = Any  # the type expression of a shape's field: no static type can hold it
Found: TypeAlias = Any  # a value of that kind, or _ABSENT
_ABSENT: Found = object()


def piecewise(raw: bytes, shape: type[T], flaws: list[str], path: str = "") -> T | None:
    """``raw`` as a ``shape``, without its bad fields; ``flaws`` receives their paths ("onset", "name.period"), which
    begin with ``path``.

    None when it is not an object at all.
    """
    found = _within_reach(raw, shape, path, flaws)
    return None if found is _ABSENT else typing.cast("T", found)


def _within_reach(raw: bytes | msgspec.Raw, kind: Kind, path: str, flaws: list[str]) -> Found:
    """As ``_read``; what is nested deeper than can be followed is lost, and no more than that."""
    try:
        return _read(raw, kind, path, flaws)
    except RecursionError:
        flaws.append(path)
        return _ABSENT


@cache
def _fields(shape: Kind) -> tuple[tuple[str, str, Kind], ...]:
    return tuple((field.name, field.encode_name, field.type) for field in msgspec.structs.fields(shape))


def _read(raw: bytes | msgspec.Raw, kind: Kind, path: str, flaws: list[str]) -> Found:
    """One value of ``kind``, or _ABSENT; appends to ``flaws`` what is lost on the way."""
    raw = bytes(raw)
    if raw == b"null":
        return _ABSENT
    if kind is msgspec.Raw:
        return msgspec.Raw(raw)
    try:
        return msgspec.json.decode(raw, type=kind)
    except UNREADABLE:
        pass
    origin: object = typing.get_origin(kind)
    if origin is types.UnionType or origin is typing.Union:
        inner = [part for part in typing.get_args(kind) if part is not types.NoneType]
        return _read(raw, inner[0], path, flaws)
    if origin is list or origin is tuple:
        items = _read_list(raw, typing.get_args(kind)[0], path, flaws)
        return tuple(items) if origin is tuple else items
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _read_struct(raw, kind, path, flaws)
    if kind is str:
        return _read_text(raw, path, flaws)
    if kind is bool and raw in _SPOKEN_BOOLEANS:
        return _SPOKEN_BOOLEANS[raw]
    flaws.append(path)
    return _ABSENT


_SPOKEN_BOOLEANS = {b'"true"': True, b'"false"': False}


def _read_text(raw: bytes, path: str, flaws: list[str]) -> Found:
    if raw[:1] == b"[":
        return _first_of_list(raw, str, path, flaws)
    try:
        content = json.loads(raw.decode("utf-8", "replace"), strict=False, parse_float=Decimal)
    except UNREADABLE:
        content = None
    if isinstance(content, str):
        return harmless(content)
    if isinstance(content, int | Decimal) and not isinstance(content, bool):
        return str(content)
    flaws.append(path)
    return _coded(content)


def _coded(content: Found) -> Found:
    """A code that came in a list or as a CodeableConcept: to lose a status could turn the row into its opposite."""
    for name in ("", "coding", "code", "text", "display"):
        if isinstance(content, list) and content:
            content = content[0]
        if name and isinstance(content, dict) and name in content:
            content = content[name]
    return harmless(content) if isinstance(content, str) else _ABSENT


def _read_list(raw: bytes, kind: Kind, path: str, flaws: list[str]) -> Found:
    try:
        items = [bytes(item) for item in msgspec.json.decode(raw, type=list[msgspec.Raw])]
    except UNREADABLE:
        is_item = raw[:1] == b"{" or kind is str or (raw[:1] == b'"' and bool(getattr(kind, "bare", "")))
        items = [raw] if is_item else []
        if not items:
            flaws.append(path)
    read = (_read(item, kind, path, flaws) for item in items)
    return [item for item in read if item is not _ABSENT]


def _read_struct(raw: bytes, shape: Kind, path: str, flaws: list[str]) -> Found:
    if raw[:1] == b"[":
        return _first_of_list(raw, shape, path, flaws)
    try:
        members = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except UNREADABLE:
        return _from_bare(raw, shape, path, flaws)
    values = {}
    for name, sent_as, kind in _fields(shape):
        if sent_as in members:
            value = _within_reach(members[sent_as], kind, f"{path}.{sent_as}" if path else sent_as, flaws)
            if value is not _ABSENT:
                values[name] = value
            elif name in getattr(shape, "spoken", ()) and bytes(members[sent_as])[:1] == b'"':
                values[shape.spoken[name]] = _read_text(bytes(members[sent_as]), path, [])
    return shape(**values)


def _first_of_list(raw: bytes, shape: Kind, path: str, flaws: list[str]) -> Found:
    """Some feeds wrap a single element in a list; with more than one, the rest is named as lost."""
    if not path:
        return _ABSENT
    items = _read_list(raw, shape, path, flaws)
    if len(items) > 1:
        flaws.append(path)
    return items[0] if items else _ABSENT


def _from_bare(raw: bytes, shape: Kind, path: str, flaws: list[str]) -> Found:
    """A bare string where an element belongs ("type": "CID"): kept where the shape names a field for it."""
    bare = getattr(shape, "bare", "")
    if bare and raw[:1] == b'"':
        text = _read_text(raw, path, [])
        if text is not _ABSENT:
            return shape(**{bare: text})
    if path:
        flaws.append(path)
    return _ABSENT
