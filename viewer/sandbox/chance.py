"""What looks drawn by chance and is not: numbers from a seed and a name, in whatever order they are asked for."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TypeVar

_T = TypeVar("_T")
_NORMAL = NormalDist()
_STEPS = 2**53  # as many numbers as a float has between 0 and 1


@dataclass(frozen=True, slots=True)
class Chance:
    """All draws under one name. The same seed and the same name give the same number, today and anywhere.

    Nothing is counted: who asks first, or twice, changes nothing for anybody.
    """

    name: str

    def within(self, *parts: object) -> "Chance":
        """The draws under a longer name."""
        return Chance("\x1f".join((self.name, *map(str, parts))))

    def share(self, *parts: object) -> float:
        """A number from 0 to just below 1."""
        told = hashlib.blake2b(self.within(*parts).name.encode(), digest_size=8).digest()
        return (int.from_bytes(told, "big") % _STEPS) / _STEPS

    def normal(self, *parts: object) -> float:
        """A number of the standard normal distribution."""
        return _NORMAL.inv_cdf(max(self.share(*parts), 1 / _STEPS))

    def whole(self, least: int, most: int, *parts: object) -> int:
        """A whole number, both ends included."""
        return least + int(self.share(*parts) * (most - least + 1))

    def one(self, options: Sequence[_T], *parts: object) -> _T:
        """One of several."""
        return options[int(self.share(*parts) * len(options))]

    def some(self, options: Sequence[_T], count: int, *parts: object) -> list[_T]:
        """So many of several (all, when there are fewer), in their order."""
        ranked = sorted(range(len(options)), key=lambda index: self.share(*parts, index))
        return [options[index] for index in sorted(ranked[:count])]
