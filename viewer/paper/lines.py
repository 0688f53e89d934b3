"""Words into lines, first fit; a word wider than its column is broken between clusters, never let over the edge."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from viewer.paper.ink import Run
from viewer.paper.inline import Blank, Sign
from viewer.paper.shaping import Glyph, Shaped

_WORDLESS = re.compile(r"\s+|\d[\d.,:/-]*")
SLACK = 0.01  # points: sums of widths are not exact
_GIVES = 1.5  # of its own width: what a space may be widened by; Thai has few


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a line: a run of text, or a blank or a sign. ``loose``: a space at which a line may be broken."""

    width: float
    run: Run | None = None
    thing: Blank | Sign | None = None
    dotted: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A piece that no line may break, and the space before it."""

    space: tuple[Item, ...]
    body: tuple[Item, ...]
    newline: bool = False

    @property
    def width(self) -> float:
        return sum(item.width for item in self.body)

    @property
    def gap(self) -> float:
        return sum(item.width for item in self.space)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its items, and the space that hangs behind its end. ``last`` of its paragraph."""

    items: tuple[Item, ...]
    width: float
    tail: tuple[Item, ...] = ()
    last: bool = False


def read_together(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items of a line from left to right, one by one; but words from right to left with nothing but spaces and
    numbers between them as one group, in the order in which they are read: its first stands at the right."""
    if not any(map(_is_turned, items)):  # nearly all
        yield from zip(items)
        return
    at = 0
    while at < len(items):
        end = at + 1
        if _is_turned(items[at]):
            for beyond in range(at + 1, len(items)):
                if _is_turned(items[beyond]):
                    end = beyond + 1
                elif not _goes_along(items[beyond]):
                    break
        yield items[at:end]
        at = end


def _is_turned(item: Item) -> bool:
    return item.run is not None and item.run.shaped.turned


def _goes_along(item: Item) -> bool:
    return item.run is not None and bool(_WORDLESS.fullmatch(item.run.shaped.text))


def fill(words: Iterable[Word], column: float) -> Iterator[Line]:
    """Words into lines, first fit."""
    items: list[Item] = []
    width = 0.0
    for word in words:
        if word.newline:
            yield Line(tuple(items), width, last=True)
            items, width = [], 0.0
            continue
        if items and width + word.gap + word.width > column + SLACK:
            yield Line(tuple(items), width, tail=word.space)
            items, width = [], 0.0
            word = replace(word, space=())
        items.extend((*word.space, *word.body))
        width += word.gap + word.width
        while width > column + SLACK:
            head, items = _broken(items, column)
            if not items:
                items = head
                break
            yield Line(tuple(head), sum(item.width for item in head))
            width = sum(item.width for item in items)
    if items:
        yield Line(tuple(items), width, last=True)


def justified(line: Line, column: float) -> Line:
    """The line from edge to edge: only spaces between words that may be parted give, all alike, and not more than their
    limit; a line that would need more, that ends its paragraph or has a blank to write on, stays as it is."""
    start = next((n for n, item in enumerate(line.items) if not item.loose), 0)
    loose = sum(item.width for item in line.items[start:] if item.loose)
    spare = column - line.width
    written = any(isinstance(item.thing, Blank) for item in line.items)
    if line.last or written or spare <= SLACK or spare > loose * _GIVES:
        return line
    by = 1 + spare / loose
    items = (_wider(item, by) if item.loose and n > start else item for n, item in enumerate(line.items))
    return replace(line, items=tuple(items), width=column)


def _wider(space: Item, by: float) -> Item:
    """Its glyphs move the pen further: it is read as the space that it was."""
    if space.run is None:
        return space
    shaped = space.run.shaped
    glyphs = tuple(replace(glyph, advance=glyph.advance * by) for glyph in shaped.glyphs)
    run = replace(space.run, shaped=replace(shaped, glyphs=glyphs, width=shaped.width * by))
    return replace(space, width=run.width, run=run)


def _broken(items: Sequence[Item], column: float) -> tuple[list[Item], list[Item]]:
    """A line that is too wide in two: as much as fits, at least one cluster, and the rest."""
    used = 0.0
    for n, item in enumerate(items):
        if used + item.width <= column + SLACK:
            used += item.width
            continue
        if item.run is None:
            return (list(items[:n]), list(items[n:])) if n else (list(items[:1]), list(items[1:]))
        fit = _behind_a_slash(item.run, _clusters_that_fit(item.run, column - used, at_least_one=n == 0))
        head, rest = _halves(item, fit)
        return [*items[:n], *head], [*rest, *items[n + 1 :]]
    return list(items), []


def _clusters_that_fit(run: Run, room: float, *, at_least_one: bool) -> int:
    """How many glyphs may stay in the room without parting a mark from its letter."""
    limit, glyphs = room * 1000 / run.size, run.shaped.glyphs
    fit, used = 0, 0.0
    for n, glyph in enumerate(reversed(glyphs) if run.shaped.turned else glyphs):
        if n and _begins(glyph):
            if used > limit:
                return fit or (n if at_least_one else 0)
            fit = n
        used += glyph.advance
    whole = used <= limit or (at_least_one and not fit)
    return len(glyphs) if whole else fit


def _behind_a_slash(run: Run, fit: int) -> int:
    """The last place behind a slash among those that fit: 117.539826/78.298182 is rather parted between its numbers."""
    glyphs = () if run.shaped.turned or fit == len(run.shaped.glyphs) else run.shaped.glyphs[:fit]
    return next((n for n in range(len(glyphs), 0, -1) if glyphs[n - 1].text == "/"), fit)


def _begins(glyph: Glyph) -> bool:
    """Whether a line may begin with this glyph: not a mark, not the tail of a cluster."""
    return glyph.advance > 0 and glyph.text != "" and glyph.text[0] not in "ะาำๅๆฯ"


def _halves(item: Item, at: int) -> tuple[list[Item], list[Item]]:
    if item.run is None or at <= 0:
        return [], [item]
    glyphs, turned = item.run.shaped.glyphs, item.run.shaped.turned
    first, rest = (glyphs[-at:], glyphs[:-at]) if turned else (glyphs[:at], glyphs[at:])
    halves = [[_part(item.run, item, half)] if half else [] for half in (first, rest)]
    return halves[0], halves[1]


def _part(whole: Run, item: Item, glyphs: tuple[Glyph, ...]) -> Item:
    text, turned = "".join(glyph.text for glyph in glyphs), whole.shaped.turned
    width = sum(glyph.advance for glyph in glyphs)
    run = Run(Shaped(text[::-1] if turned else text, glyphs, width, turned), whole.size)
    return replace(item, width=run.width, run=run)
