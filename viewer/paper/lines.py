"""Words into lines, first fit; a word wider than its column is broken between clusters, never let over the edge."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from viewer.paper.ink import Run
from viewer.paper.inline import Blank, Sign
from viewer.paper.shaping import Glyph, Shaped

SLACK = 0.01  # points: sums of widths are not exact


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a line: a run of text, or a blank or a sign."""

    width: float
    run: Run | None = None
    thing: Blank | Sign | None = None
    dotted: bool = False


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
    """One line: its items, and the space that hangs behind its end."""

    items: tuple[Item, ...]
    width: float
    tail: tuple[Item, ...] = ()


def fill(words: Iterable[Word], column: float) -> Iterator[Line]:
    """Words into lines, first fit."""
    items: list[Item] = []
    width = 0.0
    for word in words:
        if word.newline:
            yield Line(tuple(items), width)
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
        yield Line(tuple(items), width)


def _broken(items: Sequence[Item], column: float) -> tuple[list[Item], list[Item]]:
    """A line that is too wide in two: as much as fits, at least one cluster, and the rest."""
    used = 0.0
    for n, item in enumerate(items):
        if used + item.width <= column + SLACK:
            used += item.width
            continue
        if item.run is None:
            return (list(items[:n]), list(items[n:])) if n else (list(items[:1]), list(items[1:]))
        fit = _clusters_that_fit(item.run, column - used, at_least_one=n == 0)
        head, rest = _halves(item, fit)
        return [*items[:n], *head], [*rest, *items[n + 1 :]]
    return list(items), []


def _clusters_that_fit(run: Run, room: float, *, at_least_one: bool) -> int:
    """How many glyphs may stay in the room without parting a mark from its letter."""
    limit = room * 1000 / run.size
    fit, used = 0, 0.0
    for n, glyph in enumerate(run.shaped.glyphs):
        if n and _begins(glyph):
            if used > limit:
                return fit or (n if at_least_one else 0)
            fit = n
        used += glyph.advance
    whole = used <= limit or (at_least_one and not fit)
    return len(run.shaped.glyphs) if whole else fit


def _begins(glyph: Glyph) -> bool:
    """Whether a line may begin with this glyph: not a mark, not the tail of a cluster."""
    return glyph.advance > 0 and glyph.text != "" and glyph.text[0] not in "ะาำๅๆฯ"


def _halves(item: Item, at: int) -> tuple[list[Item], list[Item]]:
    if item.run is None or at <= 0:
        return [], [item]
    glyphs = item.run.shaped.glyphs
    halves = [[_part(item, half)] if half else [] for half in (glyphs[:at], glyphs[at:])]
    return halves[0], halves[1]


def _part(item: Item, glyphs: tuple[Glyph, ...]) -> Item:
    text = "".join(glyph.text for glyph in glyphs)
    size = item.run.size if item.run is not None else 0.0
    run = Run(Shaped(text, glyphs, sum(glyph.advance for glyph in glyphs)), size)
    return replace(item, width=run.width, run=run)
