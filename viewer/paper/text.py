"""Lines of Thai: words shaped, broken where Thai may be broken, with blanks to write on and signs to tick.

A line ends at a word (viewer.view.cuts), never inside a drug name or between a number and its unit. A word wider
than its column is broken between clusters rather than let out over the margin. The space at a broken line's end is
still drawn, so that a searched or copied paragraph is the text that was set.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from viewer.paper.formats import A4, Format
from viewer.paper.ink import Pen, Run
from viewer.paper.inline import Align, Blank, Inline, Sign, Span, Style
from viewer.paper.lines import SLACK, Item, Line, Word, fill, justified, read_together
from viewer.paper.shaping import Shaper, clean
from viewer.paper.signs import draw_sign
from viewer.paper.tags import HEADINGS, Role
from viewer.view.cuts import HARD_SPACE, cuts

_ANY_SPACE = f" {HARD_SPACE}"
_TURNED = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # Hebrew, Arabic and their neighbours
_DOT = " ·"  # between facts that share a line
_OBJECT = "\ufffc"  # stands for a blank or a sign while words are cut
_SHARE = {Align.CENTRE: 0.5, Align.RIGHT: 1.0}  # of what is left of a line, before its words
_MIDDLE = 0.418  # half of (ascent + descent) of Sarabun, in sizes: centres the letters in their line


@dataclass(frozen=True, slots=True)
class Lines:
    """A laid paragraph, ready to be drawn in a column of ``column`` points; it may be split between lines."""

    lines: tuple[Line, ...]
    style: Style
    column: float
    keep: bool = False  # stays on the page of what follows it
    role: Role = Role.PARAGRAPH
    whole: object = field(
        default_factory=object, compare=False, repr=False
    )  # the same in all that it is split into

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
        fit = int((room + SLACK) // self.style.leading)
        if fit >= len(self.lines):
            return self, None
        if fit <= 0:
            return None, self
        if fit > 2 and fit == len(self.lines) - 1:
            fit -= 1  # its last line never stands alone at a page's head
        return replace(self, lines=self.lines[:fit]), replace(self, lines=self.lines[fit:])

    def kept(self) -> "Lines":
        """The same, to stand on the page where what follows it begins."""
        return replace(self, keep=True)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw with the top left corner at (x, top)."""
        with pen.tags.element(self.role, self.whole) as element:
            if self.role in HEADINGS:
                pen.tags.heading(element, self._text(), top)
            self.ink(pen, x, top)

    def ink(self, pen: Pen, x: float, top: float) -> None:
        """The same as words of what is being drawn: of a picture, not of a paragraph in it."""
        for n, line in enumerate(self.lines):
            baseline = top + n * self.style.leading + self.style.leading / 2 + self.style.size * _MIDDLE
            self._draw(pen, line, x, baseline)

    def _text(self) -> str:
        """Its words for the outline: those of the size it begins with."""
        items = (item for line in self.lines for item in (*line.items, *line.tail))
        runs = [item.run for item in items if item.run is not None]
        return "".join(run.shaped.text for run in runs if run.size == runs[0].size).strip()

    def _draw(self, pen: Pen, line: Line, x: float, baseline: float) -> None:
        growing = sum(isinstance(item.thing, Blank) and item.thing.grows for item in line.items)
        spare = max(0.0, self.column - line.width)
        share = spare / growing if growing else 0.0
        if not growing and self.style.align in _SHARE:
            x += spare * _SHARE[self.style.align]
        runs: list[Run] = []
        start = x
        for items in read_together((*line.items, *line.tail)):
            if len(items) > 1:  # from right to left: drawn in the order in which they are read
                pen.text(start, baseline, runs)
                x += sum(item.width for item in items)
                start, runs, right = x, [], x
                for item in items:
                    right -= item.width
                    if item.dotted:
                        pen.dots(right, right + item.width, baseline + 2.6)
                    if item.run is not None:
                        pen.text(right, baseline, [item.run])
                continue
            (item,) = items
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

    def _draw_thing(self, pen: Pen, item: Item, x: float, baseline: float, share: float) -> float:
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

    words: tuple[Word, ...]
    style: Style

    @property
    def narrowest(self) -> float:
        """Width of its widest unbreakable word."""
        return max((word.width for word in self.words), default=0.0)

    @property
    def widest(self) -> float:
        """Width it takes without any break but its own."""
        return max((line.width for line in fill(self.words, float("inf"))), default=0.0)

    def lines(self, column: float, *, keep: bool = False, role: Role = Role.PARAGRAPH) -> Lines:
        """Broken into lines no wider than ``column``; an empty text is one empty line."""
        lines = tuple(fill(self.words, column))
        if self.style.align is Align.BOTH:
            lines = tuple(justified(line, column) for line in lines)
        return Lines(lines or (Line((), 0.0),), self.style, column, keep, role)


class Setter:
    """Sets text into lines. One per document: it keeps the shapes of words it has met, and knows the paper."""

    __slots__ = ("_shaper", "paper")

    def __init__(self, paper: Format = A4) -> None:
        self.paper = paper
        self._shaper = Shaper()

    def prepare(self, content: str | Sequence[Inline], style: Style) -> Prepared:
        """The content cut into words and shaped."""
        spans = [Span(content)] if isinstance(content, str) else content
        return Prepared(tuple(self._words(spans, style)), style)

    def lines(
        self,
        content: str | Sequence[Inline],
        style: Style,
        column: float,
        *,
        keep: bool = False,
        role: Role = Role.PARAGRAPH,
    ) -> Lines:
        """The content broken into lines no wider than ``column`` points; ``role`` is what it is to a screen reader."""
        return self.prepare(content, style).lines(column, keep=keep, role=role)

    def _words(self, content: Sequence[Inline], style: Style) -> Iterator[Word]:
        """The content in unbreakable words, cut over the borders of spans as one text."""
        letters = [clean(part.text) if isinstance(part, Span) else _OBJECT for part in content]
        owners = [part for part, text in zip(content, letters, strict=True) for _ in text]
        at = 0
        for number, paragraph in enumerate("".join(letters).split("\n")):
            if number:
                yield Word((), (), newline=True)
                at += 1
            for piece in _kept_whole(cuts(paragraph), owners[at : at + len(paragraph)]):
                body = piece.lstrip(" ")
                gap = len(piece) - len(body)
                space = self._items(piece[:gap], owners[at : at + gap], style, loose=True)
                at += gap
                yield Word(tuple(space), tuple(self._items(body, owners[at : at + len(body)], style)))
                at += len(body)

    def _items(
        self, text: str, owners: Sequence[Inline], style: Style, *, loose: bool = False
    ) -> Iterator[Item]:
        """Items of a piece: runs of letters of one owner; spaces apart, so that words are shaped alike everywhere, and
        beside letters from right to left hard ones, too."""
        start, spaces = 0, _ANY_SPACE if _TURNED.search(text) else " "
        for end in range(1, len(text) + 1):
            if (
                end < len(text)
                and owners[end] is owners[start]
                and (text[end] in spaces) == (text[start] in spaces)
            ):
                continue
            owner = owners[start]
            if isinstance(owner, Span):
                size = owner.size or style.size
                run = Run(self._shaper.shape(text[start:end], owner.weight or style.weight), size)
                yield Item(run.width, run=run, dotted=owner.dotted, loose=loose)
            else:
                yield Item(owner.width(style) if isinstance(owner, Sign) else owner.width, thing=owner)
            start = end


def _kept_whole(pieces: Sequence[str], owners: Sequence[Inline]) -> Iterator[str]:
    """The pieces, those joined between which no line is broken: inside of words that stay whole; behind a dot between
    facts, which so begins a line and never ends one."""
    held, at = "", 0
    for piece in chain.from_iterable(map(_before_its_dot, pieces)):
        owner = owners[at] if at else None
        inside = owner is not None and owner is owners[at - 1] and isinstance(owner, Span) and owner.whole
        if inside or held == _DOT:
            held += piece
        else:
            if held:
                yield held
            held = piece
        at += len(piece)
    if held:
        yield held


def _before_its_dot(piece: str) -> tuple[str, ...]:
    """A piece, the dot behind it apart: a line may be broken between them."""
    body = piece.removesuffix(_DOT)
    return (body, _DOT) if body and body != piece else (piece,)
