"""The facilities of the exchange's directory, for who writes to whom a referral goes: found by name or code."""

from collections.abc import Mapping
from dataclasses import dataclass

from viewer.exchange.directory import Facility

_MOST = 12  # offered at a time
_LENGTHS = (5, 9)  # digits of an HCODE
_SHORT = ("โรงพยาบาล", "รพ.")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@dataclass(frozen=True, slots=True)
class Facilities:
    """``known`` by hcode; {} where the exchange has no directory: then what is typed stands as it is."""

    known: Mapping[str, Facility]

    def like(self, typed: str) -> tuple[Facility, ...]:
        """Those whose code begins with it, or whose name holds every word of it; () for less than two signs."""
        words = _plain(typed).split()
        if sum(map(len, words)) < 2:
            return ()
        found = (one for one in self.known.values() if _fits(one, words))
        return tuple(sorted(found, key=lambda one: (one.name, one.hcode))[:_MOST])

    def name(self, code: str) -> str:
        """What the facility with this code is called; "" when the directory has none."""
        found = self.known.get(plain_code(code))
        return found.name if found is not None else ""

    def doubts(self, code: str, named: str) -> bool:
        """Whether a code is none, is not in the directory, or is another facility's than the one that is ``named``."""
        plain = plain_code(code)
        if not plain:
            return False
        if not plain.isdecimal() or len(plain) not in _LENGTHS:
            return True
        if not self.known:
            return False
        name = self.name(plain)
        return not name or (bool(named.strip()) and _joined(name) not in _joined(named))


def plain_code(typed: str) -> str:
    """An HCODE without blanks, in Arabic digits."""
    return "".join(typed.split()).translate(_DIGITS)


def _fits(one: Facility, words: list[str]) -> bool:
    name = _plain(one.name)
    return one.hcode.startswith("".join(words)) or all(word in name for word in words)


def _plain(text: str) -> str:
    return text.translate(_DIGITS).casefold().replace(*_SHORT)


def _joined(text: str) -> str:
    return "".join(_plain(text).split())
