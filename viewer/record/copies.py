"""Further copies and newer versions of a resource that is here already."""

from enum import Enum, auto

import msgspec


class Verdict(Enum):
    """What an arrival is to those before it."""

    NEW = auto()
    COPY = auto()  # the same version, or the same content
    OLDER = auto()
    NEWER = auto()


COPIES = (Verdict.COPY, Verdict.OLDER)  # what brings nothing that is to be shown


class Standing(msgspec.Struct, frozen=True, gc=False):
    """What is compared: key = (hcode, type, id); ``number`` is that of its row."""

    key: tuple[str, str, str]
    version: str
    updated: str
    raw: bytes
    number: int = -1


class Copies:
    """All resources with an id, by (facility, type, id). One without an id is never a copy of another.

    Where the facility is unknown, an id proves nothing: only the same content is a copy, and no version replaces
    another.
    """

    def __init__(self) -> None:
        self._latest: dict[tuple[str, str, str], list[Standing]] = {}
        self._replaced: dict[tuple[str, str, str], int] = {}

    def judge(self, new: Standing) -> Verdict:
        """What ``new`` is; it is remembered unless it is a copy."""
        if not new.key[2]:
            return Verdict.NEW
        known = self._latest.get(new.key)
        if known is None:
            self._latest[new.key] = [new]
            return Verdict.NEW
        if any(_same(old, new) for old in known):
            return Verdict.COPY
        verdict = _by_version(known[-1], new) if new.key[0] else Verdict.NEW
        if verdict is Verdict.NEWER:
            self._replaced[new.key] = known[-1].number
            known[-1] = new
        elif verdict is Verdict.NEW:
            known.append(new)
        return verdict

    def replaced(self, new: Standing) -> int:
        """The number of the row that the last NEWER verdict on this key replaced."""
        return self._replaced[new.key]


def _same(old: Standing, new: Standing) -> bool:
    if old.raw == new.raw:
        return True
    if new.key[0] and new.version and old.version == new.version:
        return True
    return len(old.raw) != 0 and _content(old.raw) == _content(new.raw)


def _content(raw: bytes) -> object:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return raw


def _by_version(old: Standing, new: Standing) -> Verdict:
    """By lastUpdated where both have it, else by numbered versions; otherwise neither is known to be newer."""
    if old.updated and new.updated and old.updated != new.updated and old.updated[-6:] == new.updated[-6:]:
        return Verdict.NEWER if new.updated > old.updated else Verdict.OLDER
    if old.version.isdecimal() and new.version.isdecimal() and old.version != new.version:
        return Verdict.NEWER if int(new.version) > int(old.version) else Verdict.OLDER
    return Verdict.NEW
