"""The end of the referral letter: boxes to tick, the legend, the place to sign, and the slip to tear off."""

from dataclasses import replace

from viewer.base.words import Words
from viewer.paper.blanks import filled, labelled
from viewer.paper.flow import Drawing, Gap, Part, in_company, stack
from viewer.paper.fonts import Weight
from viewer.paper.furniture import capped
from viewer.paper.ink import Pen
from viewer.paper.inline import Align, Blank, Inline, Sign, Span
from viewer.paper.look import BODY, WIDTH
from viewer.paper.proof import link_block
from viewer.paper.tags import Role
from viewer.paper.text import Setter
from viewer.paper.vouching import draft_box, ending, seal_box
from viewer.view.sheet import Letter

_CENTRED = replace(BODY, align=Align.CENTRE)


class Signing:
    """Everything that is ticked, signed and written back by hand."""

    def __init__(self, letter: Letter, words: Words, setter: Setter) -> None:
        self._letter = letter
        self._words, self._say = words, words.say
        self._setter = setter

    def after(self, parts: list[Part]) -> list[Part]:
        """The parts, below them boxes to tick, letters of facilities, the place to sign: never on a page alone."""
        boxes = stack([self._travel(), self._attachments()])
        letter = self._letter
        end = ending(self._setter, self._words, letter.legend, letter.proof, self._signature)
        return [*in_company([*parts, Gap(7), boxes, Gap(8)]), *end]

    def reply(self, *, close: bool = False) -> list[Part]:
        """ใบตอบกลับ: where it goes and what the receiving physician writes; ``close`` sets its lines closer."""
        letter = self._letter
        about = " ".join(" · ".join(filter(None, (letter.facility, *letter.facility_lines[-1:]))).split())
        title: list[Inline] = [Span(self._say("Reply slip") + " ", Weight.BOLD)]
        title.append(Span(f"({self._say('to')} {about})"))
        who = labelled(letter.reply_about, 60, grows=True)
        lines: list[list[Inline]] = [
            *([who] if who else []),
            [Span(self._say("Diagnosis") + " "), Blank(100, grows=True)],
            [Span(self._say("Treatment and advice") + " "), Blank(100, grows=True)],
            [
                Span(self._say("Appointment") + " "), Blank(100),
                Span(" " + self._say("Signed") + " "), Blank(80, grows=True),
                Span(" " + self._say("receiving physician") + " " + self._say("Date") + " "), Blank(80),
            ],
        ]  # fmt: skip
        leading = BODY if close else replace(BODY, leading=19)
        parts: list[Part] = [
            Drawing(8, _tear_line),
            capped(self._setter.lines(title, BODY, WIDTH, role=Role.HEADING), 3, self._setter),
        ]
        parts += [self._setter.lines(line, leading, WIDTH) for line in lines]
        return [*self._link(), Gap(10), stack(parts)]

    def _link(self) -> list[Part]:
        """The way to the letter's data, where the patient agreed to one: its QR code beside what it is and does."""
        link = self._letter.link
        return [Gap(6), link_block(link, self._setter, WIDTH)] if link is not None else []

    def _travel(self) -> Part:
        letter = self._letter
        content: list[Inline] = [Span(self._say("Travels by"))]
        for code, choice in (("ambulance", self._say("ambulance")), ("own", self._say("own car"))):
            content += [Span("   "), Sign(None, letter.travel == code), Span("\u00a0" + choice)]
        content += [Span("   "), Sign(None, letter.travel == "other")]
        content += [Span("\u00a0" + self._say("other") + "\u00a0"), *filled(letter.travel_other, 50)]
        content += [Span("   " + self._say("Accompanied by") + "\u00a0")]
        content += filled(letter.companion, 70, grows=True)
        content += [Span(" " + self._say("tel.") + "\u00a0"), *filled(letter.companion_phone, 50, grows=True)]
        return self._setter.lines(content, BODY, WIDTH)

    def _attachments(self) -> Part:
        choices = {
            "pathology": self._say("pathology result"),
            "film": self._say("film or its report"),
            "lab": self._say("laboratory results"),
        }
        content: list[Inline] = [Span(self._say("Attached"))]
        for code, choice in choices.items():
            ticked = code in self._letter.attachments
            content += [Span("   "), Sign(None, ticked), Span("\u00a0" + choice)]
        content += [
            Span("   "),
            Sign(None, bool(self._letter.attached_other)),
            Span("\u00a0" + self._say("other") + "\u00a0"),
            *filled(self._letter.attached_other, 50, grows=True),
        ]
        return self._setter.lines(content, BODY, WIDTH)

    def _signature(self, width: float) -> Drawing:
        if self._letter.sealed:
            return seal_box(self._setter, self._letter.sealed, width)
        sign: list[Inline] = [Span(self._say("Signed") + " "), Blank(60, grows=True)]
        sign.append(Span(" " + self._say("sending physician")))
        date: list[Inline] = [
            Span(self._say("Date") + " "),
            Blank(30),
            Span(" / "),
            Blank(30),
            Span(" / "),
            Blank(36),
        ]
        date += [Span(" " + self._say("time") + " "), Blank(40), Span(" " + self._say("o'clock"))]
        lines: list[Part] = [self._setter.lines(sign, BODY, width)]
        if self._letter.signer:
            lines += [self._setter.lines(line, _CENTRED, width) for line in self._letter.signer]
        else:
            unknown: list[Inline] = [Span("("), Blank(170), Span(")")]
            licence: list[Inline] = [Span(self._say("licence {number}", number="")), Blank(110)]
            lines += [self._setter.lines(line, _CENTRED, width) for line in (unknown, licence)]
        lines.append(self._setter.lines(date, _CENTRED, width))
        return stack([draft_box(self._setter, self._words, width), *lines])


def _tear_line(pen: Pen, x: float, top: float) -> None:
    pen.line(x, top + 2, x + WIDTH, top + 2, width=0.8, shade=0.2, dash=(3, 3))
