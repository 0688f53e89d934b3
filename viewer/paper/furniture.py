"""What stands on every page: the running head, the allergy box, the footer with its page number.

The allergy box is never left out and never cut. When allergies are so many that the box would leave no room for
anything else, it is set smaller; and beyond that the further pages say how to find the full list on page 1.
"""

import re
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from viewer.base.words import Words
from viewer.paper.flow import Drawing, Part, Placed, paginate
from viewer.paper.fonts import Weight
from viewer.paper.formats import A4, Format
from viewer.paper.ink import Pen
from viewer.paper.inline import Align, Blank, Inline, Sign, Span, Style
from viewer.paper.look import (
    BEFORE_FOOT,
    BODY,
    FOOT,
    FOOT_ASIDE,
    FOOT_GAP,
    FOOT_RIGHT,
    FOOT_SMALL,
)
from viewer.paper.text import Lines, Setter
from viewer.view.sheet import AllergyBlock, AllergyState, Segment, Shape, Tone

STAMP_WIDTH = 74.0
EMERGENCY_ROOM = 25.5  # points: the stamp of an emergency, with the air below it
_HEAD_LINES = 5  # no real name needs more than two
_KEPT_WHOLE = 24  # characters
_FOOT_LINES = 12  # a footer longer than this is set small
_FRAME = 1.5  # points: the allergy box's edge
_PAD = 5.0
_SIZES = (Style(9.5, 14.5), Style(8.5, 12.75), Style(7.5, 11.25))
_FEW_LINES = 2  # up to so many, the tags follow the last one
_ROOM_SHARE = 0.45  # most of a page that the allergy box may take from every page
_STRONG = frozenset({Tone.STRONG, Tone.STOP, Tone.DOUBT})


@dataclass(frozen=True, slots=True)
class Furniture:
    """Heads and foot of one document's pages. ``first`` may be empty: page 1 then has its own head in the flow."""

    first: Part
    later: Part
    foot: Lines
    synthetic: bool
    paper: Format = A4
    emergency: bool = False  # the paper keeps EMERGENCY_ROOM above everything

    @property
    def bottom(self) -> float:
        """Where the parts of a page end."""
        return self.paper.floor - self.foot.height - FOOT_GAP - BEFORE_FOOT

    @property
    def room(self) -> float:
        """What an empty page after the first holds, in points."""
        return self.bottom - self.paper.top - self.later.height

    def pages(self, parts: Sequence[Part]) -> list[list[Placed]]:
        """The parts on pages between head and foot."""
        top = self.paper.top
        return paginate(parts, top + self.first.height, top + self.later.height, self.bottom)

    def draw(self, pen: Pen, setter: Setter, words: Words, pages: Sequence[Sequence[Placed]]) -> None:
        """Draw every page with its furniture, which is read aloud once: on page 1."""
        left, head = self.paper.side, self.paper.top
        for number, page in enumerate(pages, 1):
            if number > 1:
                pen.turn_page()
            with nullcontext() if number == 1 else pen.tags.repeated():
                if self.emergency:
                    emergency_stamp(setter, words).draw(pen, left, head - EMERGENCY_ROOM)
            if number == 1:
                self.first.draw(pen, left, head)
            else:
                with pen.tags.repeated():
                    self.later.draw(pen, left, head)
            for top, part in page:
                part.draw(pen, left, top)
            self._draw_foot(pen, setter, words, number, len(pages))

    def _draw_foot(self, pen: Pen, setter: Setter, words: Words, number: int, total: int) -> None:
        top, left = self.paper.floor - self.foot.height, self.paper.side
        right = left + self.paper.width
        pen.line(left, top - FOOT_GAP, right, top - FOOT_GAP, width=0.6, shade=0.35)
        with nullcontext() if number == 1 else pen.tags.repeated():
            self.foot.draw(pen, left, top)
        aside: list[Inline] = [
            Span(words.say("page") + " "),
            Span(f"{number}/{total}", Weight.BOLD),
        ]
        if self.synthetic:
            aside.append(Span("\n" + words.say("Simulated data"), Weight.BOLD))
        with pen.tags.repeated():
            setter.lines(aside, FOOT_RIGHT, FOOT_ASIDE).draw(pen, right - FOOT_ASIDE, top)


def set_footer(setter: Setter, lines: Sequence[str], strong: Sequence[str], *, synthetic: bool) -> Lines:
    """The footer's sentences, the phrases in ``strong`` bold; never less than the aside needs."""
    content: list[Inline] = []
    width = setter.paper.width
    for number, line in enumerate(lines):
        content.extend(emphasised(("\n" if number else "") + line, strong))
    set_lines = setter.lines(content, FOOT, width - FOOT_ASIDE)
    if len(set_lines.lines) > _FOOT_LINES:
        set_lines = capped(setter.lines(content, FOOT_SMALL, width - FOOT_ASIDE), _FOOT_LINES * 2, setter)
    missing = (2 if synthetic else 1) - len(set_lines.lines)
    blank = setter.lines("", FOOT, width).lines
    return replace(set_lines, lines=set_lines.lines + blank * max(0, missing))


def capped(lines: Lines, most: int, setter: Setter) -> Lines:
    """At most so many lines, the last then "…": no sent text may push the record itself off the page."""
    if len(lines.lines) <= most:
        return lines
    dots = setter.lines("…", lines.style, lines.column)
    return replace(lines, lines=lines.lines[: most - 1] + dots.lines)


def emphasised(text: str, strong: Sequence[str]) -> list[Span]:
    """The text with the given phrases in bold."""
    phrases = [re.escape(phrase) for phrase in sorted(strong, key=len, reverse=True) if phrase]
    if not phrases:
        return [Span(text)]
    parts = re.split(f"({'|'.join(phrases)})", text)
    return [Span(part, Weight.BOLD if n % 2 else None) for n, part in enumerate(parts) if part]


def running_head(setter: Setter, words: Words, text: str, *, synthetic: bool) -> Drawing:
    """Whose paper this is, at the head of a page: the name bold, up to the first " · "; ages and numbers stay whole, no
    line ends in a dot."""
    aside, width = setter.prepare(words.say("Not to be shown to others"), FOOT), setter.paper.width
    mark = stamp(setter, words) if synthetic else None
    taken = aside.widest + 8 + (STAMP_WIDTH + 6 if mark is not None else 0)
    told = in_lines(setter, text.split(" · "), width - taken)
    head = capped(setter.lines(told, BODY, width - taken), _HEAD_LINES, setter)
    privacy = aside.lines(aside.widest + 1)

    def ink(pen: Pen, x: float, top: float) -> None:
        head.draw(pen, x, top)
        privacy.draw(pen, x + width - taken + 8, top + 1.5)
        if mark is not None:
            mark.draw(pen, x + width - STAMP_WIDTH, top)

    return Drawing(head.height + 3, ink)


def in_lines(setter: Setter, parts: Sequence[str], width: float) -> list[Inline]:
    """The parts with dots between those that share a line."""
    name, *rest = parts
    made: list[Inline] = [Span(name, Weight.BOLD)]
    line: list[Inline] = list(made)
    for part in rest:
        span = Span(part, whole=len(part) <= _KEPT_WHOLE)
        fits = setter.prepare([*line, Span(" · "), span], BODY).widest <= width
        line = [*line, Span(" · "), span] if fits else [span]
        made += [Span(" · " if fits else "\n"), span]
    return made


def stamp(setter: Setter, words: Words) -> Drawing:
    """The stamp of simulated data: an outlined box, as wide as STAMP_WIDTH."""
    said = setter.lines(words.say("Simulated data"), Style(9, 15, Weight.BOLD, Align.CENTRE), STAMP_WIDTH)

    def ink(pen: Pen, x: float, top: float) -> None:
        pen.box(x, top, STAMP_WIDTH, said.height, line=0.9, shade=0.0)
        said.draw(pen, x, top)

    return Drawing(said.height, ink)


def emergency_stamp(setter: Setter, words: Words) -> Drawing:
    """The stamp of a record that was opened for an emergency: a heavy frame over the whole width, with signs."""
    sign, said = Sign(Shape.TRIANGLE), words.say("Record opened in an emergency")
    line: list[Inline] = [sign, Span(f" {said} "), sign]
    set_line = setter.lines(line, Style(11, 16, Weight.BOLD, Align.CENTRE), setter.paper.width)

    def ink(pen: Pen, x: float, top: float) -> None:
        pen.box(x + 1, top + 1, setter.paper.width - 2, set_line.height + 3.5, line=2, shade=0.0)
        set_line.draw(pen, x, top + 2)

    return Drawing(EMERGENCY_ROOM, ink)


def allergy_box(
    setter: Setter, words: Words, block: AllergyBlock, style: Style = _SIZES[0], *, ask: bool = True
) -> Drawing:
    """The framed allergy statement in full words; ``ask``: with the line to ask again by hand."""
    width = setter.paper.width
    headline = setter.prepare(block.headline, Style(style.size + 2.5, style.leading + 2, Weight.BOLD))
    beside = headline.widest <= width * 0.3
    left = headline.widest + 2 * _PAD + 6 if beside else 0.0
    column = width - left - 2 * _PAD
    body = setter.lines(_allergy_words(words, block, ask=ask), style, column)
    head = headline.lines(headline.widest + 1 if beside else width - 2 * _PAD)
    height = (max(body.height, head.height) if beside else body.height + head.height) + 2 * _PAD

    def ink(pen: Pen, x: float, top: float) -> None:
        pen.box(x + _FRAME / 2, top + _FRAME / 2, width - _FRAME, height - _FRAME, line=_FRAME, shade=0.0)
        across, down = (3, (height - head.height) / 2) if beside else (0, _PAD)
        head.draw(pen, x + _PAD + across, top + down)
        body.draw(pen, x + left + _PAD, top + _PAD + (0 if beside else head.height))

    return Drawing(height, ink)


def _allergy_words(words: Words, block: AllergyBlock, *, ask: bool) -> list[Inline]:
    content: list[Inline] = []
    between = (
        " · " if block.state is AllergyState.DENIED else "\n"
    )  # a denial and its limits are one sentence
    for number, line in enumerate(block.lines):
        content.append(Span(between if number else ""))
        content.extend(_segments(line))
    if block.tags:
        lead = "" if not block.lines else " · " if len(block.lines) <= _FEW_LINES else "\n"
        content.append(Span(lead + " · ".join(tag.word for tag in block.tags)))
    if not ask:
        return content
    content.append(Span("\n" if content else ""))
    content.append(Span(words.say("Ask again today") + " ", Weight.BOLD))
    content.extend([Sign(None), Span("\u00a0" + words.say("allergic to") + "\u00a0"), Blank(110, grows=True)])
    content.extend([Span("  "), Sign(None), Span("\u00a0" + words.say("denies") + "   ")])
    content.extend([Span(words.say("asked by") + " "), Blank(80)])
    return content


def _segments(line: Sequence[Segment]) -> list[Span]:
    spans = []
    before = " "
    for segment in line:
        weight = Weight.BOLD if segment.badge or segment.tone in _STRONG else None
        air = "" if before.endswith(" ") else " "
        spans.append(Span(f"{air}[{segment.text}]" if segment.badge else segment.text, weight))
        before = segment.text or before
    return spans


@dataclass(frozen=True, slots=True)
class AllergyHeads:
    """The allergy box, and, when it had to be a pointer, the full list as parts for page 1."""

    later: Drawing
    spilled: list[Part]


def allergy_heads(
    setter: Setter, words: Words, block: AllergyBlock, room: float, *, ask: bool = True
) -> AllergyHeads:
    """The box at the largest size that leaves room for the rest of a page; ``room`` is a page's height."""
    width = setter.paper.width
    for style in _SIZES:
        box = allergy_box(setter, words, block, style, ask=ask)
        if box.height <= room * _ROOM_SHARE:
            return AllergyHeads(box, [])
    lines = setter.lines(_allergy_words(words, block, ask=ask), _SIZES[-1], width)
    headline = setter.lines(block.headline, Style(12, 18, Weight.BOLD), width, keep=True)
    said = words.say("The list is too long for this box: all of it stands from page 1 on")
    pointer = replace(block, lines=((Segment(said, Tone.STRONG),),), tags=())
    return AllergyHeads(allergy_box(setter, words, pointer, ask=ask), [headline, lines])
