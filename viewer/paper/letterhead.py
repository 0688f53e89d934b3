"""The opening of the referral letter: seal, facility and title, number and date, to whom, and the person."""

from dataclasses import dataclass, field, replace

from viewer.base.words import Words
from viewer.paper.blanks import filled, labelled
from viewer.paper.crest import crest_of, draw_crest
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
_RIGHT = replace(SMALL, align=Align.RIGHT)


@dataclass(frozen=True, slots=True)
class Head:
    """Who issues a paper, and what it is. ``number`` is the form's own, ``crest`` a picture file."""

    name: str
    lines: tuple[str, ...]
    title: str
    privacy: str = ""
    subtitle: str = ""
    number: str = ""
    crest: bytes = field(default=b"", repr=False)


def heading(setter: Setter, words: Words, head: Head, *, synthetic: bool) -> Drawing:
    """The crest or a place for a seal, issuer and title in the middle, the form's number and the stamp on the right."""
    width = setter.paper.width
    middle = width - 2 * max(2 * _SEAL + 4, STAMP_WIDTH + 6 if synthetic or head.number else 0)
    small = replace(SMALL, align=Align.CENTRE)
    name = setter.lines(" ".join(head.name.split()), replace(TITLE, align=Align.CENTRE), middle)
    title = Style(13, 20, Weight.BOLD, Align.CENTRE)
    block = stack(
        [
            capped(name, _NAME_LINES, setter),
            *(setter.lines(line, _CENTRED, middle) for line in head.lines),
            setter.lines(head.title, title, middle, role=Role.TITLE),
            *(setter.lines(line, small, middle) for line in (head.subtitle, head.privacy) if line),
        ]
    )
    seal = setter.lines(words.say("Seal"), small, 2 * _SEAL)
    corner: list[Part] = [setter.lines(head.number, _RIGHT, STAMP_WIDTH)] if head.number else []
    corner += [stamp(setter, words)] if synthetic else []
    aside = stack(corner)

    picture = crest_of(head.crest) if head.crest else None
    said = words.say("Crest of {name}", name=head.name)

    def ink(pen: Pen, x: float, top: float) -> None:
        if picture is not None:
            draw_crest(pen, picture, x, top, 2 * _SEAL, said)
        else:
            pen.ring(x + _SEAL, top + _SEAL, _SEAL)
            seal.draw(pen, x, top + _SEAL - seal.height / 2)
        block.draw(pen, x + (width - middle) / 2, top)
        aside.draw(pen, x + width - STAMP_WIDTH, top + 4)

    return Drawing(max(block.height, 2 * _SEAL, aside.height + 4), ink)


class Letterhead:
    """Who sends whom to whom."""

    def __init__(self, letter: Letter, words: Words, setter: Setter) -> None:
        self._letter = letter
        self._say = words.say
        self._words = words
        self._setter = setter

    def parts(self) -> list[Part]:
        """Seal, facility, title; number and date; to whom; the person."""
        letter, setter = self._letter, self._setter
        number: list[Inline] = [Span(self._say("No.") + " "), *filled(letter.number, 80)]
        sent: list[Inline] = [Span(self._say("Sent on") + " "), *filled(letter.sent, 160)]
        to: list[Inline] = [Span(self._say("To") + " "), *filled(letter.to, 200)]
        to += [Span("   " + self._say("Urgency") + " "), *filled(letter.urgency, 70)]
        return [
            heading(
                setter,
                self._words,
                Head(
                    letter.facility,
                    letter.facility_lines,
                    letter.title,
                    letter.privacy,
                    number=letter.form_number,
                    crest=letter.crest,
                ),
                synthetic=letter.synthetic,
            ),
            Gap(5),
            self._two_ends(number, sent),
            self._setter.lines(to, BODY, WIDTH),
            self._setter.lines(labelled(letter.patient, 62), BODY, WIDTH),
            self._setter.lines(labelled(letter.address, 34, grows=True), BODY, WIDTH),
            Gap(5),
        ]

    def _two_ends(self, left: list[Inline], right: list[Inline]) -> Drawing:
        """One line with something at either end."""
        near = self._setter.lines(left, BODY, WIDTH * 0.45)
        far = self._setter.lines(right, replace(BODY, align=Align.RIGHT), WIDTH * 0.55)

        def ink(pen: Pen, x: float, top: float) -> None:
            near.draw(pen, x, top)
            far.draw(pen, x + WIDTH * 0.45, top)

        return Drawing(max(near.height, far.height), ink)
