"""The opening of the referral letter: seal, facility and title, number and date, to whom, and the person."""

from dataclasses import replace

from viewer.base.words import Words
from viewer.paper.blanks import filled, labelled
from viewer.paper.flow import Drawing, Gap, Part, stack
from viewer.paper.fonts import Weight
from viewer.paper.formats import MM
from viewer.paper.furniture import STAMP_WIDTH, capped, stamp
from viewer.paper.ink import Pen
from viewer.paper.inline import Align, Inline, Span, Style
from viewer.paper.look import BODY, SMALL, TITLE, WIDTH
from viewer.paper.tags import Role
from viewer.paper.text import Setter
from viewer.view.sheet import Letter

_SEAL = 9.5 * MM  # radius of the round place for the facility's seal
_NAME_LINES = 4  # no real facility's name needs more than two
_CENTRED = replace(BODY, align=Align.CENTRE)


class Letterhead:
    """Who sends whom to whom."""

    def __init__(self, letter: Letter, words: Words, setter: Setter) -> None:
        self._letter = letter
        self._say = words.say
        self._words = words
        self._setter = setter

    def parts(self) -> list[Part]:
        """Seal, facility, title; number and date; to whom; the person."""
        letter = self._letter
        number: list[Inline] = [Span(self._say("No.") + " "), *filled(letter.number, 80)]
        sent: list[Inline] = [Span(self._say("Sent on") + " "), *filled(letter.sent, 160)]
        to: list[Inline] = [Span(self._say("To") + " "), *filled(letter.to, 200)]
        to += [Span("   " + self._say("Urgency") + " "), *filled(letter.urgency, 70)]
        return [
            self._head(),
            Gap(5),
            self._two_ends(number, sent),
            self._setter.lines(to, BODY, WIDTH),
            self._setter.lines(labelled(letter.patient, 62), BODY, WIDTH),
            self._setter.lines(labelled(letter.address, 34, grows=True), BODY, WIDTH),
            Gap(5),
        ]

    def _head(self) -> Drawing:
        letter, middle = self._letter, WIDTH * 0.64
        name = self._setter.lines(
            " ".join(letter.facility.split()), replace(TITLE, align=Align.CENTRE), middle
        )
        lines = [
            capped(name, _NAME_LINES, self._setter),
            *(self._setter.lines(line, _CENTRED, middle) for line in letter.facility_lines),
            self._setter.lines(
                letter.title, Style(13, 20, Weight.BOLD, Align.CENTRE), middle, role=Role.TITLE
            ),
            self._setter.lines(letter.privacy, replace(SMALL, align=Align.CENTRE), middle),
        ]
        block = stack(lines)
        seal = self._setter.lines(self._say("Seal"), replace(SMALL, align=Align.CENTRE), 2 * _SEAL)
        simulated = stamp(self._setter, self._words) if letter.synthetic else None

        def ink(pen: Pen, x: float, top: float) -> None:
            pen.ring(x + _SEAL, top + _SEAL, _SEAL)
            seal.draw(pen, x, top + _SEAL - seal.height / 2)
            block.draw(pen, x + (WIDTH - middle) / 2, top)
            if simulated is not None:
                simulated.draw(pen, x + WIDTH - STAMP_WIDTH, top + 4)

        return Drawing(max(block.height, 2 * _SEAL), ink)

    def _two_ends(self, left: list[Inline], right: list[Inline]) -> Drawing:
        """One line with something at either end."""
        near = self._setter.lines(left, BODY, WIDTH * 0.45)
        far = self._setter.lines(right, replace(BODY, align=Align.RIGHT), WIDTH * 0.55)

        def ink(pen: Pen, x: float, top: float) -> None:
            near.draw(pen, x, top)
            far.draw(pen, x + WIDTH * 0.45, top)

        return Drawing(max(near.height, far.height), ink)
