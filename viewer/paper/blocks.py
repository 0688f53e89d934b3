"""The blocks of a form as parts of a page."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from viewer.base.words import Words
from viewer.paper.blanks import LABEL, filled, labelled
from viewer.paper.chart import chart_row
from viewer.paper.flow import Drawing, Gap, Part, in_company, stack
from viewer.paper.fonts import Weight
from viewer.paper.furniture import capped, emphasised
from viewer.paper.ink import Pen
from viewer.paper.inline import Align, Blank, Inline, Sign, Span, Style
from viewer.paper.lanes import lanes
from viewer.paper.look import BODY, HEADING, PROSE, SECTION, SMALL
from viewer.paper.proof import link_block
from viewer.paper.rows import RowSetter
from viewer.paper.ruled import ruled_table
from viewer.paper.tags import Role
from viewer.paper.text import Setter
from viewer.paper.vouching import (
    code_block,
    draft_box,
    ending,
    letters_of_facilities,
    seal_box,
    side_by_side,
    why_no_code,
)
from viewer.view.forms.blocks import (
    Block,
    Charts,
    Filled,
    Form,
    Heading,
    Lanes,
    Place,
    Remark,
    Rows,
    Ruled,
    Signatures,
    TearOff,
    Ticks,
    Told,
)  # fmt: skip

_PAD = 5.0
_ABOVE = 24.0  # points: as high as the box that says it is a draft
_WHO_LINES = 3  # of a name and a facility below a signature
_BETWEEN = 14.0  # points between two places to sign


class BlockSetter:
    """Sets the blocks of a form. ``page`` is the room of an empty page in points."""

    def __init__(self, form: Form, setter: Setter, words: Words, page: float) -> None:
        self._form, self._setter, self._words, self._page = form, setter, words, page
        self._scale, self._strong = form.scale, form.strong
        self._width = setter.paper.width
        self._body, self._small = BODY.scaled(form.scale), SMALL.scaled(form.scale)
        self._prose = PROSE.scaled(form.scale)

    def parts(self, blocks: Sequence[Block]) -> list[Part]:
        """All of them, one under another."""
        made: list[Part] = []
        for block in blocks:
            if isinstance(block, Signatures):
                made = in_company(made)
            made += self._parts(block)
        return made

    def _parts(self, block: Block) -> list[Part]:
        match block:
            case Heading():
                return self._heading(block)
            case Told():
                return self._told(block)
            case Filled():
                return self._filled(block)
            case Ticks():
                return self._ticks(block)
            case Ruled():
                return self._ruled(block)
            case Rows():
                return self._rows(block)
            case Remark():
                return self._remark(block)
            case Charts():
                pairs = [block.charts[at : at + 2] for at in range(0, len(block.charts), 2)]
                return [part for pair in pairs for part in (Gap(6), chart_row(self._setter, pair))]
            case Lanes():
                return [Gap(4), lanes(self._setter, block)]
            case Signatures():
                return self._signatures(block)
            case TearOff():
                return [Gap(10), stack([Drawing(8, self._tear), *self._torn(block)])]

    def _heading(self, block: Heading) -> list[Part]:
        content: list[Inline] = [Span(block.text)]
        if block.aside:
            content.append(Span("   " + block.aside, Weight.REGULAR, self._small.size))
        style = SECTION.scaled(self._scale)
        return [Gap(7), self._setter.lines(content, style, self._width, keep=True, role=Role.HEADING)]

    def _told(self, block: Told) -> list[Part]:
        """What is short, or to be written by hand, begins on the heading's own line; what is long, below it."""
        content: list[Inline] = [Span(block.heading + " ", Weight.BOLD)]
        content.append(Span(block.text) if block.text else Blank(90, grows=True))
        more = 0 if block.text or block.beside else block.lines - 1
        run_in = self._setter.lines(content, self._prose, self._width, keep=block.leads or more > 0)
        if block.beside:
            return [Gap(4), run_in]
        run_in = replace(run_in, role=Role.HEADING)
        if len(run_in.lines) == 1:
            blank: list[Inline] = [Blank(self._width - 1)]
            lines = [self._setter.lines(blank, self._body, self._width) for _ in range(more)]
            return [Gap(4), run_in, *([stack(lines)] if lines else [])]
        style = HEADING.scaled(self._scale)
        head = self._setter.lines(block.heading, style, self._width, keep=True, role=Role.HEADING)
        return [Gap(5), head, self._setter.lines(block.text, self._prose, self._width)]

    def _filled(self, block: Filled) -> list[Part]:
        content = labelled(block.lines, block.width)
        if not block.title:
            return [self._setter.lines(content, self._body, self._width)]
        title = Span(block.title + "  ", Weight.BOLD)
        return [Gap(4), self._setter.lines([title, *content], self._body, self._width)]

    def _ticks(self, block: Ticks) -> list[Part]:
        content: list[Inline] = [Span(block.label, Weight.BOLD)] if block.label else []
        for number, choice in enumerate(block.choices):
            content.append(Span("\n" if block.below and content else "   " if number or content else ""))
            content += [
                Sign(None, choice.ticked),
                Span("\u00a0" + choice.text, whole=len(choice.text) <= LABEL),
            ]
            if choice.blank:
                content += [Span("\u00a0"), *filled(choice.said, 60, grows=True)]
        if block.then:
            content += [Span("   "), *labelled(block.then, 70, grows=True)]
        return [Gap(3), self._setter.lines(content, self._body, self._width)]

    def _ruled(self, block: Ruled) -> list[Part]:
        section = block.section
        if section.rows:
            made: list[Part] = [
                ruled_table(
                    self._setter,
                    section,
                    self._page,
                    shares=block.shares,
                    blanks=block.blanks,
                    scale=self._scale,
                )
            ]
        else:
            made = [self._setter.lines(section.empty, self._small, self._width)] if section.empty else []
        if section.footer:
            made = [
                part.kept() for part in made
            ]  # what says how a table is read never stands on a page alone
            made += [Gap(2), self._setter.lines(section.footer, self._small, self._width)]
        return [Gap(1), *made]

    def _rows(self, block: Rows) -> list[Part]:
        section = block.section
        if not section.rows:
            empty = section.empty or self._words.say("No data found")
            return [self._setter.lines(empty, self._small, self._width)]
        parts: list[Part] = []
        for table in RowSetter(self._setter, self._words, self._page).tables(section, details=False):
            parts += [Gap(3), table]
        if section.footer:
            parts += [Gap(2), self._setter.lines(section.footer, self._small, self._width)]
        return parts

    def _remark(self, block: Remark) -> list[Part]:
        style = self._small if block.small else self._body
        width = self._width - (2 * _PAD if block.boxed else 0)
        said = self._setter.lines(emphasised(block.text, self._strong), style, width)
        if not block.boxed:
            return [Gap(2), said]

        def ink(pen: Pen, x: float, top: float) -> None:
            pen.box(x + 0.5, top + 0.5, self._width - 1, said.height + 2 * _PAD - 1, line=1.0, shade=0.0)
            said.draw(pen, x + _PAD, top + _PAD)

        return [Gap(5), Drawing(said.height + 2 * _PAD, ink)]

    def _signatures(self, block: Signatures) -> list[Part]:
        """Two in a row, what the paper is verified by on the left of those of who issues it."""
        if len(block.places) == 1 and block.legend:
            (place,) = block.places
            proof = self._form.proof if place.own else None
            sign = partial(self._place, place, draft=place.draft)
            link = self._link() if place.own else []
            return [Gap(8), *ending(self._setter, self._words, block.legend, proof, sign), *link]
        parts: list[Part] = []
        if block.legend:
            parts += [Gap(2), letters_of_facilities(self._setter, self._words, block.legend)]
        for at in range(0, len(block.places), 2):
            pair = block.places[at : at + 2]
            own = any(place.own for place in pair)
            code, taken = code_block(self._form.proof, self._setter) if own else (None, 0.0)
            if len(pair) > 1:
                taken += _BETWEEN if taken else 0.0
                width = (self._width - taken - _BETWEEN) / 2
                left = (taken, taken + width + _BETWEEN)
            else:
                width = (self._width - _BETWEEN) / 2
                left = (width + _BETWEEN, 0.0)
            drawn = [self._place(place, width, draft=any(one.draft for one in pair)) for place in pair]
            row = side_by_side(((code, 0.0), *zip(drawn, left, strict=False)))
            parts += [Gap(10), row]
            if own:
                parts += [*why_no_code(self._form.proof, self._setter), *self._link()]
        return parts

    def _link(self) -> list[Part]:
        """To the data of the form, where the patient wanted one."""
        link = self._form.link
        return [Gap(6), link_block(link, self._setter, self._width)] if link is not None else []

    def _place(self, place: Place, width: float, *, draft: bool) -> Drawing:
        """``draft``: one of those side by side says that it is one; the lines of all begin at one height."""
        if place.own and self._form.sealed:
            return seal_box(self._setter, self._form.sealed, width, self._body)
        say, centred = self._words.say, replace(self._body, align=Align.CENTRE)
        line: list[Inline] = [Span(say("Signed") + " "), Blank(50, grows=True), Span(" " + place.as_who)]
        above = draft_box(self._setter, self._words, width) if place.draft else Gap(_ABOVE)
        parts: list[Part] = [above] if draft and not self._form.sealed else []
        parts.append(self._setter.lines(line, self._body, width))
        if place.who:
            parts += [
                capped(self._setter.lines(told, centred, width), _WHO_LINES, self._setter)
                for told in place.who
            ]
        else:
            unknown: list[Inline] = [Span("("), Blank(width * 0.7), Span(")")]
            parts.append(self._setter.lines(unknown, centred, width))
        date: list[Inline] = [Span(say("Date") + " "), Blank(width * 0.35)]
        date += [Span(" " + say("time") + " "), Blank(width * 0.18)]
        return stack([*parts, self._setter.lines(date, centred, width)])

    def _torn(self, block: TearOff) -> list[Part]:
        title: Style = HEADING.scaled(self._scale)
        head = self._setter.lines(block.title, title, self._width, role=Role.HEADING)
        return [capped(head, 3, self._setter), *self.parts(block.blocks)]

    def _tear(self, pen: Pen, x: float, top: float) -> None:
        pen.line(x, top + 2, x + self._width, top + 2, width=0.8, shade=0.2, dash=(3, 3))
