"""Parts of a document put one under another onto pages.

A part knows its height and how it may be divided. Nothing is lost: what does not fit goes to the next page, and
what fits on no page is divided as far as it can be.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol, Self

from viewer.paper.ink import Pen

_CLOSER = 0.3  # of a gap's height, when a form would run onto one more page for want of a few points
_EXACT = 0.01  # points: sums of heights are not
_CHAIN = 16  # parts in a row that may each hold on to the next
_TAIL = 46.0  # points: what stays with its follower of a part that is divided for it
_COMPANY = 46.0  # points: what stands above a place to sign is at least so high, gaps apart


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

    def kept(self) -> Self:
        """The same, to stand on the page where what follows it begins."""
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

    def kept(self) -> "Gap":
        """The same, to stand on the page where what follows it begins."""
        return replace(self, keep=True)

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

    def kept(self) -> "Drawing":
        """The same, to stand on the page where what follows it begins."""
        return replace(self, keep=True)

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


def in_company(parts: Sequence[Part]) -> list[Part]:
    """The parts, the last of them held to what follows: a place to sign never stands on a page alone."""
    held, high = list(parts), 0.0
    for at in range(len(held) - 1, -1, -1):
        if high >= _COMPANY:
            break
        held[at] = held[at].kept()
        high += 0.0 if isinstance(held[at], Gap) else held[at].height
    return held


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
        head, rest = _fitting(part, waiting, bottom - y)
        if head is None and page:
            waiting.appendleft(part)
        else:
            placed = head or part
            page.append((y, placed))
            y += placed.height
            if rest is None or head is None:
                continue
            waiting.appendleft(rest)
        pages.append([])
        y = top
    return pages


def _fitting(part: Part, following: Sequence[Part], room: float) -> tuple[Part | None, Part | None]:
    """What of a part stands in this room, and what is left of it for the next page; nothing, where it must not begin
    here. The end of what is divided for what follows it goes along with that."""
    if _needed(part, following) > room + _EXACT:
        return None, part
    head, rest = part.split(room)
    if rest is not None or not part.keep or not following:
        return head, rest
    if part.height + _needed(following[0], list(islice(following, 1, _CHAIN))) <= room + _EXACT:
        return head, rest
    above, below = part.split(part.height - _TAIL)
    if above is None or below is None or above.height < above.least:
        return None, part
    return above, below


def _needed(part: Part, following: Iterable[Part]) -> float:
    """Room that a part needs to begin here, with those that it must not be parted from."""
    needed, chain = 0.0, islice(following, _CHAIN)
    while part.keep and not _divisible(part):
        needed += part.height
        after = next(chain, None)
        if after is None:
            return needed
        part = after
    return needed + part.least


def _divisible(part: Part) -> bool:
    """Whether it can begin on one page and go on, with something to see, where what it is kept to begins."""
    return part.height >= part.least + _TAIL
