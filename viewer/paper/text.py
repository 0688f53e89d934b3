"""Lines of Thai: words shaped, broken where Thai may be broken, with blanks to write on and signs to tick.

A line ends at a word (viewer.view.cuts), never inside a drug name or between a number and its unit. A word wider
than its column is broken between clusters rather than let out over the margin. The space at a broken line's end is
still drawn, so that a searched or copied paragraph is the text that was set.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from viewer.paper.fonts import Weight
from viewer.paper.ink import Pen, Run
from viewer.paper.shaping import Glyph, Shaped, Shaper, clean
from viewer.paper.signs import draw_sign
from viewer.view.cuts import cuts
from viewer.view.sheet import Shape

_OBJECT = "\ufffc"  # stands for a blank or a sign while words are cut
_SLACK = 0.01  # points: sums of widths are not exact
_MIDDLE = 0.418  # half of (ascent + descent) of Sarabun, in sizes: centres the letters in their line


class Align(StrEnum):
    """Where a line stands in its column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Style:
    """Size and leading in points."""

    size: float
    leading: float
    weight: Weight = Weight.REGULAR
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one weight and size; None = as the style has it. ``dotted``: on a dotted line, as filled in a form."""

    text: str
    weight: Weight | None = None
    size: float | None = None
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A dotted line to write on, at least ``width`` points; one that ``grows`` shares what is left of its line."""

    width: float
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """A shape in the line: a mark of the look, or a box to tick."""

    shape: Shape | None  # None = a box to tick
    ticked: bool = False

    def side(self, style: Style) -> float:
        """The side of its square in points."""
        return style.size * (0.74 if self.shape is None else 0.64)

    def width(self, style: Style) -> float:
        """What it takes of a line, with the air around it."""
        return self.side(style) + style.size * 0.2


Inline = Span | Blank | Sign


@dataclass(frozen=True, slots=True)
class _Item:
    """Something in a line: a run of text, or a blank or a sign."""

    width: float
    run: Run | None = None
    thing: Blank | Sign | None = None
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """A piece that no line may break, and the space before it."""

    space: tuple[_Item, ...]
    body: tuple[_Item, ...]
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

    items: tuple[_Item, ...]
    width: float
    tail: tuple[_Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """A laid paragraph, ready to be drawn in a column of ``column`` points; it may be split between lines."""

    lines: tuple[Line, ...]
    style: Style
    column: float
    keep: bool = False  # stays on the page of what follows it

    @property
    def height(self) -> float:
        """In points."""
        return len(self.lines) * self.style.leading

    @property
    def least(self) -> float:
        """Height of the smallest part that may stand at a page's foot: two lines."""
        return min(2, len(self.lines)) * self.style.leading

    def split(self, room: float) -> tuple["Lines | None", "Lines | None"]:
        """The part that fits, and the rest."""
        fit = int((room + _SLACK) // self.style.leading)
        if fit >= len(self.lines):
            return self, None
        if fit <= 0:
            return None, self
        return replace(self, lines=self.lines[:fit]), replace(self, lines=self.lines[fit:])

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw with the top left corner at (x, top)."""
        for n, line in enumerate(self.lines):
            baseline = top + n * self.style.leading + self.style.leading / 2 + self.style.size * _MIDDLE
            self._draw(pen, line, x, baseline)

    def _draw(self, pen: Pen, line: Line, x: float, baseline: float) -> None:
        growing = sum(isinstance(item.thing, Blank) and item.thing.grows for item in line.items)
        spare = max(0.0, self.column - line.width)
        share = spare / growing if growing else 0.0
        if not growing and self.style.align is not Align.LEFT:
            x += spare / 2 if self.style.align is Align.CENTRE else spare
        runs: list[Run] = []
        start = x
        for item in (*line.items, *line.tail):
            if item.run is not None:
                if not runs:
                    start = x
                runs.append(item.run)
                if item.dotted:
                    pen.dots(x, x + item.width, baseline + 2.6)
            else:
                pen.text(start, baseline, runs)
                runs = []
                x += self._draw_thing(pen, item, x, baseline, share)
            x += item.width
        pen.text(start, baseline, runs)

    def _draw_thing(self, pen: Pen, item: _Item, x: float, baseline: float, share: float) -> float:
        """Draw a blank or a sign; answers how much wider it became."""
        if isinstance(item.thing, Blank):
            grown = share if item.thing.grows else 0.0
            pen.dots(x, x + item.width + grown, baseline + 1.2)
            return grown
        if isinstance(item.thing, Sign):
            side = item.thing.side(self.style)
            x += self.style.size * 0.1
            draw_sign(
                pen,
                item.thing.shape,
                x,
                baseline + self.style.size * 0.06 - side,
                side,
                ticked=item.thing.ticked,
            )
        return 0.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content in shaped words, before it is known how wide its column is. Widths in points."""

    words: tuple[_Word, ...]
    style: Style

    @property
    def narrowest(self) -> float:
        """Width of its widest unbreakable word."""
        return max((word.width for word in self.words), default=0.0)

    @property
    def widest(self) -> float:
        """Width it takes without any break but its own."""
        return max((line.width for line in _fill(self.words, float("inf"))), default=0.0)

    def lines(self, column: float, *, keep: bool = False) -> Lines:
        """Broken into lines no wider than ``column``; an empty text is one empty line."""
        lines = tuple(_fill(self.words, column))
        return Lines(lines or (Line((), 0.0),), self.style, column, keep)


class Setter:
    """Sets text into lines. One per document: it keeps the shapes of words it has met."""

    __slots__ = ("_shaper",)

    def __init__(self) -> None:
        self._shaper = Shaper()

    def prepare(self, content: str | Sequence[Inline], style: Style) -> Prepared:
        """The content cut into words and shaped."""
        spans = [Span(content)] if isinstance(content, str) else content
        return Prepared(tuple(self._words(spans, style)), style)

    def lines(
        self, content: str | Sequence[Inline], style: Style, column: float, *, keep: bool = False
    ) -> Lines:
        """The content broken into lines no wider than ``column`` points."""
        return self.prepare(content, style).lines(column, keep=keep)

    def _words(self, content: Sequence[Inline], style: Style) -> Iterator[_Word]:
        """The content in unbreakable words, cut over the borders of spans as one text."""
        letters = [clean(part.text) if isinstance(part, Span) else _OBJECT for part in content]
        owners = [part for part, text in zip(content, letters, strict=True) for _ in text]
        at = 0
        for number, paragraph in enumerate("".join(letters).split("\n")):
            if number:
                yield _Word((), (), newline=True)
                at += 1
            for piece in cuts(paragraph):
                body = piece.lstrip(" ")
                gap = len(piece) - len(body)
                space = self._items(piece[:gap], owners[at : at + gap], style)
                at += gap
                yield _Word(tuple(space), tuple(self._items(body, owners[at : at + len(body)], style)))
                at += len(body)

    def _items(self, text: str, owners: Sequence[Inline], style: Style) -> Iterator[_Item]:
        """Items of a piece: runs of letters of one owner; spaces apart, so that words are shaped alike everywhere."""
        start = 0
        for end in range(1, len(text) + 1):
            if (
                end < len(text)
                and owners[end] is owners[start]
                and (text[end] == " ") == (text[start] == " ")
            ):
                continue
            owner = owners[start]
            if isinstance(owner, Span):
                size = owner.size or style.size
                run = Run(self._shaper.shape(text[start:end], owner.weight or style.weight), size)
                yield _Item(run.width, run=run, dotted=owner.dotted)
            else:
                yield _Item(owner.width(style) if isinstance(owner, Sign) else owner.width, thing=owner)
            start = end


def _fill(words: Iterable[_Word], column: float) -> Iterator[Line]:
    """Words into lines, first fit."""
    items: list[_Item] = []
    width = 0.0
    for word in words:
        if word.newline:
            yield Line(tuple(items), width)
            items, width = [], 0.0
            continue
        if items and width + word.gap + word.width > column + _SLACK:
            yield Line(tuple(items), width, tail=word.space)
            items, width = [], 0.0
            word = replace(word, space=())
        items.extend((*word.space, *word.body))
        width += word.gap + word.width
        while width > column + _SLACK:
            head, items = _broken(items, column)
            if not items:
                items = head
                break
            yield Line(tuple(head), sum(item.width for item in head))
            width = sum(item.width for item in items)
    if items:
        yield Line(tuple(items), width)


def _broken(items: Sequence[_Item], column: float) -> tuple[list[_Item], list[_Item]]:
    """A line that is too wide in two: as much as fits, at least one cluster, and the rest."""
    used = 0.0
    for n, item in enumerate(items):
        if used + item.width <= column + _SLACK:
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


def _halves(item: _Item, at: int) -> tuple[list[_Item], list[_Item]]:
    if item.run is None or at <= 0:
        return [], [item]
    glyphs = item.run.shaped.glyphs
    halves = [[_part(item, half)] if half else [] for half in (glyphs[:at], glyphs[at:])]
    return halves[0], halves[1]


def _part(item: _Item, glyphs: tuple[Glyph, ...]) -> _Item:
    text = "".join(glyph.text for glyph in glyphs)
    size = item.run.size if item.run is not None else 0.0
    run = Run(Shaped(text, glyphs, sum(glyph.advance for glyph in glyphs)), size)
    return replace(item, width=run.width, run=run)
