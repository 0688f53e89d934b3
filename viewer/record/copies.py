"""Further copies and newer versions of a resource that is here already."""

from collections import defaultdict
from enum import Enum, auto

import msgspec

from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.shapes import MetaShape
from viewer.record.reading.table import decoded


class Verdict(Enum):
    """What an arrival is to those before it."""

    NEW = auto()
    COPY = auto()  # the same version, or the same content
    OLDER = auto()
    NEWER = auto()


COPIES = (Verdict.COPY, Verdict.OLDER)  # what brings nothing that is to be shown


_Key = tuple[str, str, str]
_Standing = tuple[bytes, int]  # a resource's bytes, and the number of its row (-1: it has none)


class Copies:
    """All resources with an id, by (facility, type, id). One without an id is never a copy of another.

    Where the facility is unknown, an id proves nothing: only the same content is a copy, and no version replaces
    another.
    """

    def __init__(self) -> None:
        self._known: dict[_Key, _Standing] = {}
        self._more: defaultdict[_Key, list[_Standing]] = defaultdict(list)  # same key, other content

    def judge(self, key: _Key, raw: bytes, number: int = -1, *, later: bool = False) -> tuple[Verdict, int]:
        """What a resource is to those before it, and for a NEWER one the number of the row it replaces.

        ``key`` is (hcode, type, id). It is remembered unless it is a copy. ``later``: it was asked for again, so that
        of two contents that do not say which is the newer this is.
        """
        if not key[2]:
            return Verdict.NEW, -1
        new = (raw, number)
        known = self._known.setdefault(key, new)
        if known is new:
            return Verdict.NEW, -1
        return self._judge_again(key, known, new, later)

    def _judge_again(self, key: _Key, known: _Standing, new: _Standing, later: bool) -> tuple[Verdict, int]:
        hcode = key[0]
        raw = new[0]
        if any(_same(old, raw, bool(hcode)) for old, _ in (known, *self._more.get(key, ()))):
            return Verdict.COPY, -1
        verdict = _by_version(_meta(known[0]), _meta(raw)) if hcode else Verdict.NEW
        if verdict is Verdict.NEW and later and hcode:
            verdict = Verdict.NEWER
        if verdict is Verdict.NEWER:
            self._known[key] = new
            return verdict, known[1]
        if verdict is Verdict.NEW:
            self._more[key].append(new)
        return verdict, -1


def _same(old: bytes, new: bytes, place_known: bool) -> bool:
    if old == new:
        return True
    if place_known and _meta(new).version_id and _meta(old).version_id == _meta(new).version_id:
        return True
    return _content(old) == _content(new)


def _meta(raw: bytes) -> MetaShape:
    shape = decoded("", raw, [])
    return shape.meta if shape and shape.meta else MetaShape()


def _content(raw: bytes) -> object:
    try:
        return msgspec.json.decode(raw)
    except UNREADABLE:
        return raw


def _by_version(old: MetaShape, new: MetaShape) -> Verdict:
    """By lastUpdated where both have it in the same zone, else by numbered versions; else none is known to be newer."""
    before, after = old.last_updated, new.last_updated
    if before and after and before != after and before[-6:] == after[-6:]:
        return Verdict.NEWER if after > before else Verdict.OLDER
    first, second = old.version_id, new.version_id
    if first.isdecimal() and second.isdecimal() and first != second:
        return Verdict.NEWER if int(second) > int(first) else Verdict.OLDER
    return Verdict.NEW
