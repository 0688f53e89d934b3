"""บัตรแพ้ยา as it is cut out of A4: sides of 85.6 x 54 mm (ISO/IEC 7810 ID-1), two and two to be folded.

Nothing on a card is cut or shortened: what has no room on a side goes to a further one, and every side says whose
card it is and how many sides there are. A QR code that a telephone reads would take a third of a side from the
allergies: the card has its code in letters, to be typed; the QR code and the frame of an electronic signature stand
below it, on the part of the sheet that stays in the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from viewer.base.words import Words
from viewer.paper.flow import Drawing, Gap, Part, Placed, paginate, stack
from viewer.paper.fonts import Weight
from viewer.paper.formats import MM
from viewer.paper.frame import Around, framed, paper_for
from viewer.paper.ink import Pen
from viewer.paper.inline import Align, Blank, Inline, Span, Style
from viewer.paper.look import SMALL, TITLE, WIDTH
from viewer.paper.proof import identifier_of
from viewer.paper.tags import Role
from viewer.paper.text import Setter
from viewer.paper.vouching import code_block, seal_box, side_by_side, why_no_code
from viewer.view.allergy_card import AllergyCard, CardEntry

SIDE = (85.6 * MM, 54.0 * MM)
_PAD = 3.2 * MM
_COLUMN = SIDE[0] - 2 * _PAD
_LEFT = (WIDTH - 2 * SIDE[0]) / 2  # the pair stands in the middle of the page
_BETWEEN = 7 * MM
_NAME = Style(9.5, 13.5, Weight.BOLD)
_HOLDER = Style(8.5, 12, Weight.BOLD)
_HEAD = Style(9.5, 13.5, Weight.BOLD)
_LINE = Style(7, 10)
_FOOT = replace(_LINE, align=Align.RIGHT)


def allergy_card_pdf(card: AllergyCard, words: Words) -> bytes:
    """The card on A4 to be cut out and folded, black only, at its true size.

    Raises:
        PaperError: no page can be made of it.
    """
    setter = Setter(paper_for(emergency=card.emergency))
    frame, _ = framed(
        setter,
        words,
        Around(card.running_head, card.footer, card.strong, None, card.synthetic, emergency=card.emergency),
    )
    sides = _Sides(card, words, setter).drawn()
    said = words.say("Print at true size (100%), cut along the dashed line, fold in the middle")
    parts: list[Part] = [
        setter.lines(card.title, replace(TITLE, align=Align.CENTRE), WIDTH, keep=True, role=Role.TITLE),
        setter.lines(said, replace(SMALL, align=Align.CENTRE), WIDTH, keep=True),
    ]
    for first in range(0, len(sides), 2):
        parts += [Gap(_BETWEEN if first else 8), _pair(sides[first : first + 2])]
    parts += _for_the_file(card, setter)
    pen = Pen(title=card.title, language=words.language)
    frame.draw(pen, setter, words, frame.pages(parts))
    return pen.finish(identifier=identifier_of(card.proof))


def _for_the_file(card: AllergyCard, setter: Setter) -> list[Part]:
    """Below the cards: what the sheet is verified by, and its electronic signature."""
    code, _ = code_block(card.proof, setter)
    seal = seal_box(setter, card.sealed, SIDE[0]) if card.sealed else None
    row = [side_by_side(((code, _LEFT), (seal, _LEFT + SIDE[0])))] if code or seal else []
    return [Gap(_BETWEEN), *row, *why_no_code(card.proof, setter)]


def _pair(sides: Sequence[Drawing]) -> Drawing:
    """One or two sides with the line to cut along and the one to fold at."""
    wide, high = SIDE

    def ink(pen: Pen, x: float, top: float) -> None:
        x += _LEFT
        pen.box(x, top, wide * len(sides), high, line=0.5, shade=0.35, dash=(3, 2))
        if len(sides) > 1:
            pen.line(x + wide, top, x + wide, top + high, width=0.4, shade=0.6, dash=(1, 2))
        for number, side in enumerate(sides):
            side.draw(pen, x + number * wide, top)

    return Drawing(high, ink)


@dataclass(frozen=True, slots=True)
class _Heads:
    """What stands at the head of the first side, and of every other."""

    first: Drawing
    later: Drawing


class _Sides:
    """Lays one card out: the drugs from the front on, then what else the bearer and the reader must know."""

    def __init__(self, card: AllergyCard, words: Words, setter: Setter) -> None:
        self._card, self._words, self._setter = card, words, setter
        self._foot = self._lines([Span("0/0")], _FOOT).height
        self._bottom = SIDE[1] - _PAD * 0.6 - self._foot - 1

    def drawn(self) -> list[Drawing]:
        """All sides."""
        heads = self._heads()
        later = _PAD + heads.later.height
        room = self._bottom - later
        front: list[Part] = []
        for number, entry in enumerate(self._card.entries):
            front += [Gap(3, keep=False)] if number else []
            front += self._entry(entry, room)
        sides = paginate(front, _PAD + heads.first.height, later, self._bottom)
        sides += paginate(self._back(room), later, later, self._bottom)
        return [self._side(heads, n, len(sides), parts) for n, parts in enumerate(sides, 1)]

    def _heads(self) -> _Heads:
        card, issuer = self._card, self._card.issued[1] if len(self._card.issued) > 1 else ""
        title: list[Inline] = [Span(card.title), Span("  " + card.beside, Weight.REGULAR, _LINE.size)]
        rule = Drawing(
            3.5, lambda pen, x, top: pen.line(x, top + 1.5, x + _COLUMN, top + 1.5, width=0.9, shade=0)
        )
        first = [
            self._lines(title, _HEAD),
            *([self._lines(issuer, _LINE)] if issuer else []),
            self._lines(card.holder, _HOLDER),
            *(self._lines(line, _LINE) for line in card.holder_lines),
            rule,
        ]
        said: list[Inline] = [Span(card.title, Weight.BOLD), Span(" · " + card.holder)]
        return _Heads(stack(first), stack([self._lines(said, _LINE), rule]))

    def _entry(self, entry: CardEntry, room: float) -> list[Part]:
        say = self._words.say
        parts: list[Part] = [self._lines(entry.name, _NAME, keep=True)]
        if entry.reaction:
            told: list[Inline] = [Span(say("Reaction") + ": ", Weight.BOLD), Span(entry.reaction)]
            parts.append(self._lines(told, _LINE))
        parts += [self._lines(line, _LINE) for line in entry.assessments]
        if entry.unnamed:
            blank: list[Inline] = [
                Span(say("Assessed by (the source names nobody: fill in before it is given out)") + " "),
                Blank(60, grows=True),
            ]
            parts.append(self._lines(blank, _LINE))
        whole = stack(parts)
        return [whole] if whole.height <= room else parts

    def _back(self, room: float) -> list[Part]:
        say, card = self._words.say, self._card
        parts: list[Part] = []
        for label, names in card.others:
            told: list[Inline] = [Span(label + ": ", Weight.BOLD), Span(names)]
            parts.append(self._lines(told, _LINE))
        parts += [self._lines([Span(note)], _LINE) for note in card.notes]
        sign: list[Inline] = [Span(say("Signed") + " "), Blank(60, grows=True)]
        if card.sealed:
            sign = [Span(card.sealed[0])]
        proof = card.proof
        code = [self._lines(f"{proof.said} {proof.code}", _LINE)] if proof is not None and proof.code else []
        issued = [" · ".join((card.issued[0], *card.issued[2:])), *card.issued[1:2]]
        ending = stack(
            [Gap(4), self._lines(sign, _LINE), *(self._lines(line, _LINE) for line in issued), *code]
        )
        return [*parts, ending]

    def _side(self, heads: _Heads, number: int, total: int, parts: Sequence[Placed]) -> Drawing:
        """One side; its head is read aloud once, on the first."""
        aside = f"{number}/{total}"
        if self._card.synthetic:
            aside = f"{self._words.say('Simulated data')} · {aside}"
        foot = self._lines(aside, _FOOT)

        def ink(pen: Pen, x: float, top: float) -> None:
            if number == 1:
                heads.first.draw(pen, x + _PAD, top + _PAD)
            else:
                with pen.tags.repeated():
                    heads.later.draw(pen, x + _PAD, top + _PAD)
            for y, part in parts:
                part.draw(pen, x + _PAD, top + y)
            with pen.tags.repeated():
                foot.draw(pen, x + _PAD, top + SIDE[1] - _PAD * 0.6 - self._foot)

        return Drawing(SIDE[1], ink)

    def _lines(self, content: str | Sequence[Inline], style: Style, *, keep: bool = False) -> Part:
        return self._setter.lines(content, style, _COLUMN, keep=keep)
