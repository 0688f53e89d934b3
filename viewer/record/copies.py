"""Further copies and newer versions of a resource that is here already."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from enum import Enum, auto
from hashlib import blake2b

import msgspec

from viewer.record.facts import Fact
from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.shapes import MetaShape
from viewer.record.reading.table import decoded
from viewer.record.values import Remark


class Verdict(Enum):
    """What an arrival is to those before it."""

    NEW = auto()
    COPY = auto()  # the same version, or the same content
    OLDER = auto()
    NEWER = auto()


FIRST = (Verdict.NEW, -1)  # the verdict on nearly all
COPIES = (Verdict.COPY, Verdict.OLDER)  # what brings nothing that is to be shown


_NEWER = "newer-version"
_LONGEST = 100  # digits of a version that are read as a number
_Holder = tuple[str, str]  # facility and type
_Standing = int | tuple[bytes, int]
"""The number of a row that was read from its bytes as sent; of all else its bytes, and its number (-1: it has none)."""


class Copies:
    """All resources with an id, by (facility, type) and id. One without an id is never a copy of another.

    Where the facility is unknown, an id proves nothing: only the same content is a copy, and no version replaces
    another, unless both have one address at one server. ``facts`` are the binder's own, by number.
    """

    def __init__(self, facts: Sequence[Fact | None]) -> None:
        self._facts = facts
        self._known: defaultdict[_Holder, dict[str, _Standing]] = defaultdict(dict)
        self._seen: dict[tuple[_Holder, str], _Seen] = {}  # of those that came more than once

    def standing(self, holder: _Holder) -> dict[str, _Standing]:
        """What stands under a facility and type, by id: whoever brings thousands of one puts in here what is new, and
        has the others judged."""
        return self._known[holder]

    def number_of(self, holder: _Holder, id_: str) -> int:
        """The number of the row that stands under an id; -1 where none does."""
        known = self._known[holder].get(id_, (b"", -1))
        return known[1] if isinstance(known, tuple) else known

    def judge(
        self, holder: _Holder, id_: str, raw: bytes, number: int = -1, since: str = "", server: str = ""
    ) -> tuple[Verdict, int]:
        """What a resource is to those before it, and for a NEWER one the number of the row it replaces.

        ``holder`` is (hcode, type). It is remembered unless it is a copy. ``since``: it was asked for again, so that
        of two contents that do not say which is the newer this is; "" when not. ``server``: see ``server_of``.
        """
        if not id_:
            return FIRST
        new = (raw, number)
        known = self._known[holder].setdefault(id_, new)
        judged = FIRST if known is new else self._judge_again(holder, id_, known, new, bool(since))
        if not server or holder[0] or judged[0] in COPIES:
            return judged
        there = self.judge((server, holder[1]), id_, raw, number, since)
        return there if there[0] is not Verdict.NEW else judged

    def _judge_again(
        self, holder: _Holder, id_: str, known: _Standing, new: tuple[bytes, int], later: bool
    ) -> tuple[Verdict, int]:
        place_known, raw = bool(holder[0]), new[0]
        before, number = known if isinstance(known, tuple) else (self._raw(known), known)
        if before == raw:
            return Verdict.COPY, -1
        seen = self._seen.get((holder, id_))
        if seen is None:
            seen = self._seen[holder, id_] = _Seen()
            seen.add(before)
        if seen.has(raw, place_known):
            return Verdict.COPY, -1
        verdict = _by_version(_meta(before), _meta(raw)) if place_known else Verdict.NEW
        if verdict is Verdict.NEW and later and place_known:
            verdict = Verdict.NEWER
        if verdict is Verdict.OLDER:
            return verdict, -1
        seen.add(raw)
        if verdict is Verdict.NEWER:
            self._known[holder][id_] = new
            return verdict, number
        return verdict, -1

    def _raw(self, number: int) -> bytes:
        fact = self._facts[number]
        return b"" if fact is None else fact.origin.raw


class _Seen:
    """What came under one key, by content and by version: looked up, for a feed may send one id 100,000 times."""

    __slots__ = ("_contents", "_versions")

    def __init__(self) -> None:
        self._contents: set[bytes] = set()
        self._versions: set[str] = set()

    def add(self, raw: bytes) -> None:
        """Remember one."""
        self._contents.add(_content(raw))
        self._versions.add(_meta(raw).version_id)

    def has(self, raw: bytes, by_version: bool) -> bool:
        """Whether the same content came before; or, where a version means something, the same version."""
        version = _meta(raw).version_id if by_version else ""
        return bool(version and version in self._versions) or _content(raw) in self._contents


def server_of(url: str, type_: str, id_: str) -> str:
    """The address of the server, of a resource that has its own there; "" of every other."""
    own, name = url.partition("/_history/")[0], f"/{type_}/{id_}"
    return own.removesuffix(name) if own.startswith("http") and own.endswith(name) else ""


def newer_than(version: str, fact: Fact) -> Fact:
    """The fact, which says that it took the place of an older version."""
    return msgspec.structs.replace(fact, remarks=(*fact.remarks, Remark(_NEWER, version)))


def still_newer(before: Fact, fact: Fact) -> Fact:
    """A row that was read again, with what was said of the version it replaced: that stands in no bytes of its own."""
    said = tuple(remark for remark in before.remarks if remark.code == _NEWER)
    return msgspec.structs.replace(fact, remarks=(*fact.remarks, *said)) if said else fact


def _meta(raw: bytes) -> MetaShape:
    shape = decoded("", raw, [])
    return shape.meta if shape and shape.meta else MetaShape()


def _content(raw: bytes) -> bytes:
    """A digest that is the same for the same content, however its members are ordered and spaced."""
    with suppress(*UNREADABLE):
        raw = msgspec.json.encode(msgspec.json.decode(raw), order="sorted")
    return blake2b(raw, digest_size=16).digest()


def _parted(moment: str) -> tuple[str, str]:
    """The time and the zone of an instant."""
    zone = moment[-1:].upper() if moment[-1:] in ("Z", "z") else moment[-6:]
    return moment[: len(moment) - len(zone)], zone


def _by_version(old: MetaShape, new: MetaShape) -> Verdict:
    """By lastUpdated where both have it in the same zone, else by numbered versions; else none is known to be newer."""
    before, after = old.last_updated, new.last_updated
    (day, zone), (later, its_zone) = _parted(before), _parted(after)
    if before and after and day != later and zone == its_zone:
        return Verdict.NEWER if later > day else Verdict.OLDER
    first, second = old.version_id, new.version_id
    if (
        first.isdecimal()
        and second.isdecimal()
        and first != second
        and max(len(first), len(second)) < _LONGEST
    ):
        return Verdict.NEWER if int(second) > int(first) else Verdict.OLDER
    return Verdict.NEW
