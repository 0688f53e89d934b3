"""Parts of a document put one under another onto pages.

A part knows its height and how it may be divided. Nothing is lost: what does not fit goes to the next page, and
what fits on no page is divided as far as it can be.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, Self

from viewer.paper.ink import Pen

_CLOSER = 0.5  # of a gap's height, when a form would run onto one more page for want of a few points
_CHAIN = 16  # parts in a row that may each hold on to the next


class Part(Protocol):
    """Something of a known height. Lengths in points."""

    @property
    def height(self) -> float:
        """Height of the whole."""
        ...

    @property
    def least(self) -> float:
        """Height of the smallest beginning that may stand at a page's foot."""
        ...

    @property
    def keep(self) -> bool:
        """Whether it must stand on the page where what follows it begins."""
        ...

    def split(self, room: float) -> tuple[Self | None, Self | None]:
        """What fits into ``room``, and what is left."""
        ...

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it with its top left corner at (x, top)."""
        ...


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty room between parts; none at the head of a page."""

    height: float
    keep: bool = True

    @property
    def least(self) -> float:
        """A gap stands whole or not at all."""
        return self.height

    def split(self, room: float) -> tuple["Gap | None", "Gap | None"]:
        """Whole or not at all."""
        return (self, None) if self.height <= room else (None, self)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Nothing to see."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A part of fixed height drawn by a function; never divided."""

    height: float
    ink: Callable[[Pen, float, float], None]
    keep: bool = False

    @property
    def least(self) -> float:
        """It stands whole."""
        return self.height

    def split(self, room: float) -> tuple["Drawing | None", "Drawing | None"]:
        """Whole or not at all."""
        return (self, None) if self.height <= room + 0.01 else (None, self)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Call the function."""
        self.ink(pen, x, top)


def stack(parts: Sequence[Part], *, keep: bool = False) -> Drawing:
    """Parts that stay together on one page."""

    def ink(pen: Pen, x: float, top: float) -> None:
        for part in parts:
            part.draw(pen, x, top)
            top += part.height

    return Drawing(sum(part.height for part in parts), ink, keep)


def closer(part: Part) -> Part:
    """The part with less air, where that saves a page: gaps shrink, words never do."""
    return Gap(part.height * _CLOSER) if isinstance(part, Gap) else part


Placed = tuple[float, Part]  # top, part


def paginate(parts: Sequence[Part], first_top: float, top: float, bottom: float) -> list[list[Placed]]:
    """Parts in order on pages: the first begins at ``first_top``, the others at ``top``, all end at ``bottom``.

    Always at least one page. A part that cannot be divided and is taller than a page stands alone, overrunning.
    """
    waiting = deque(parts)
    pages: list[list[Placed]] = [[]]
    y = first_top
    while waiting:
        page = pages[-1]
        part = waiting.popleft()
        if isinstance(part, Gap) and not page:
            continue
        if page and y + _needed(part, waiting) > bottom + 0.01:
            waiting.appendleft(part)
            pages.append([])
            y = top
            continue
        head, rest = part.split(bottom - y)
        if head is None:
            head, rest = part, None
        page.append((y, head))
        y += head.height
        if rest is not None:
            waiting.appendleft(rest)
            pages.append([])
            y = top
    return pages


def _needed(part: Part, following: Sequence[Part]) -> float:
    """Room that a part needs to begin here, with those that it must not be parted from."""
    needed = part.least if not part.keep else part.height
    for before, after in pairwise((part, *(following[n] for n in range(min(_CHAIN, len(following)))))):
        if not before.keep:
            break
        needed += after.height if after.keep else after.least
    return needed
