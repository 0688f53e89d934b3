"""ใบส่งต่อผู้ป่วย, the letter form (layout A) that Thai hospitals know as บส.08.

The order of its parts is the order of the classic form. What nobody knows is a dotted line to write on, never
"none". The allergy frame, whose paper this is and how complete the data are stand on every page.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from viewer.base.words import Words
from viewer.paper.flow import Drawing, Gap, Part, stack
from viewer.paper.fonts import Weight
from viewer.paper.furniture import (
    STAMP_WIDTH,
    Furniture,
    allergy_heads,
    emphasised,
    running_head,
    set_footer,
    stamp,
)
from viewer.paper.ink import MM, Pen
from viewer.paper.look import (
    BODY,
    CELL,
    CELL_HEAD,
    CELL_NOTE,
    FLOOR,
    HEADING,
    SMALL,
    SMALL_STRONG,
    TITLE,
    TOP,
    WIDTH,
)
from viewer.paper.table import PAD_X, Cell, Table, TableRow, share_widths
from viewer.paper.text import Align, Blank, Inline, Prepared, Setter, Sign, Span, Style
from viewer.view.sheet import Cell as SheetCell
from viewer.view.sheet import Letter, LetterLine, Section, Tone

_SEAL = 9.5 * MM  # radius of the round place for the facility's seal
_ICD = re.compile(r"[A-Z]\d\d(?:\.\d{1,3})?\b")
_LOUD = frozenset({Tone.STRONG, Tone.STOP, Tone.DOUBT})


def referral_pdf(letter: Letter, words: Words) -> bytes:
    """The letter on A4 pages, black only.

    A cell of the medicines' last column that is empty is a dotted line: there a clinician writes what was decided.
    A label of ``patient`` or ``address`` that begins with a newline begins a new line of the form.

    Raises:
        PaperError: no page can be made of it.
    """
    setter = Setter()
    form = _Form(letter, words, setter)
    foot = set_footer(setter, letter.footer, letter.strong, synthetic=letter.synthetic)
    head = running_head(setter, words, letter.running_head, synthetic=letter.synthetic)
    box = allergy_heads(setter, words, letter.allergy, FLOOR - TOP - foot.height)
    later = stack([head, box.later, Gap(8)])
    frame = Furniture(Drawing(0, _nothing), later, foot, letter.synthetic)
    room = frame.bottom - TOP - later.height
    allergy: list[Part] = box.spilled or [box.later]
    parts = [*form.opening(), *allergy, *form.story(), *form.medicines(room), *form.closing(), *form.reply()]
    pen = Pen(title=letter.title, language=words.language)
    frame.draw(pen, setter, words, frame.pages(parts))
    return pen.finish()


def _nothing(pen: Pen, x: float, top: float) -> None:
    """Page 1 has its head in the flow."""


class _Form:
    """The parts of one letter, from the top."""

    def __init__(self, letter: Letter, words: Words, setter: Setter) -> None:
        self._letter = letter
        self._say = words.say
        self._words = words
        self._setter = setter

    # -- the opening: who sends whom to whom

    def opening(self) -> list[Part]:
        """Seal, facility, title; number and date; to whom; the person."""
        letter = self._letter
        number: list[Inline] = [Span(self._say("No.") + " "), *_filled(letter.number, 80)]
        sent: list[Inline] = [Span(self._say("Sent on") + " "), *_filled(letter.sent, 160)]
        to: list[Inline] = [Span(self._say("To") + " "), *_filled(letter.to, 200)]
        to += [Span("   " + self._say("Urgency") + " "), *_filled(letter.urgency, 70)]
        return [
            self._letterhead(),
            Gap(5),
            self._two_ends(number, sent),
            self._setter.lines(to, BODY, WIDTH),
            self._setter.lines(_labelled(letter.patient, 62), BODY, WIDTH),
            self._setter.lines(_labelled(letter.address, 34, grows=True), BODY, WIDTH),
            Gap(5),
        ]

    def _letterhead(self) -> Drawing:
        letter, middle = self._letter, WIDTH * 0.64
        lines = [
            self._setter.lines(letter.facility, replace(TITLE, align=Align.CENTRE), middle),
            *(self._setter.lines(line, _CENTRED, middle) for line in letter.facility_lines),
            self._setter.lines(letter.title, Style(13, 20, Weight.BOLD, Align.CENTRE), middle),
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

    # -- the story: what is asked, history, results, diagnoses, treatment, cause, remarks

    def story(self) -> list[Part]:
        """Everything from "มาเพื่อโปรด" to the remarks."""
        letter = self._letter
        return [
            *self._told(self._say("Kindly asked to"), letter.asked, lines=1),
            *self._told(self._say("History of the illness"), letter.history, lines=2),
            *self._results(),
            *self._diagnoses(),
            *self._run_in(self._say("Treatment given so far"), letter.treatment),
            *self._run_in(self._say("Reason for referral"), letter.cause),
            *self._remarks(),
        ]

    def _told(self, heading: str, text: str, *, lines: int) -> list[Part]:
        """A heading and its text, or as many dotted lines as one writes on."""
        head = self._setter.lines(heading, HEADING, WIDTH, keep=True)
        if text:
            return [Gap(5), head, self._setter.lines(text, BODY, WIDTH)]
        blank = [Blank(WIDTH - 1)]
        return [Gap(5), head, stack([self._setter.lines(blank, BODY, WIDTH) for _ in range(lines)])]

    def _run_in(self, heading: str, text: str) -> list[Part]:
        """A heading with its text on the same line."""
        content: list[Inline] = [Span(heading + " ", Weight.BOLD)]
        content.append(Span(text) if text else Blank(120, grows=True))
        return [Gap(5), self._setter.lines(content, BODY, WIDTH)]

    def _results(self) -> list[Part]:
        section, note = self._letter.results, self._letter.results_note
        head: list[Inline] = [Span(self._say("Results"), Weight.BOLD)]
        head.append(Span(" " + note if note else "", Weight.REGULAR, SMALL.size))
        parts: list[Part] = [Gap(5), self._setter.lines(head, BODY, WIDTH, keep=True)]
        if section.rows:
            return [*parts, Gap(1), self._table(section, _page_room(), shares=None)]
        return [*parts, self._setter.lines(section.empty, SMALL, WIDTH)]

    def _diagnoses(self) -> list[Part]:
        head = self._setter.lines(self._say("Provisional diagnosis"), HEADING, WIDTH, keep=True)
        if not self._letter.diagnoses:
            return [Gap(5), head, self._setter.lines([Blank(WIDTH - 1)], BODY, WIDTH)]
        content: list[Inline] = []
        for number, diagnosis in enumerate(self._letter.diagnoses, 1):
            code = _ICD.match(diagnosis)
            content.append(Span(f"{'   ' if content else ''}{number}.\u00a0"))
            if code is not None:
                content.append(Span(code.group(), Weight.BOLD))
            name = diagnosis[code.end() :].strip() if code is not None else diagnosis
            content.append(Span(f"\u00a0{name}" if code is not None else name))
        return [Gap(5), head, self._setter.lines(content, BODY, WIDTH)]

    def _remarks(self) -> list[Part]:
        if not self._letter.remarks:
            return self._run_in(self._say("Other particulars"), "")
        head = self._setter.lines(self._say("Other particulars"), HEADING, WIDTH, keep=True)
        lines = [
            self._setter.lines(emphasised(remark, self._letter.strong), SMALL, WIDTH)
            for remark in self._letter.remarks
        ]
        return [Gap(5), head, *lines]

    # -- medicines, under the three heads of the Thai referral

    def medicines(self, room: float) -> list[Part]:
        """Given here, given on the way, and what the person takes; ``room`` of an empty page in points."""
        letter, section = self._letter, self._letter.medicines
        given = [Span("1. " + self._say("Medicines given by the sending facility") + " ")]
        way = [Span("2. " + self._say("Medicines during the transfer") + " ")]
        others: list[Inline] = [Span("3. " + self._say("Other medicines (taken regularly)") + " ")]
        others.append(Span(section.caption, size=SMALL.size))
        parts: list[Part] = [
            Gap(6),
            self._setter.lines(self._say("Other particulars: medicines"), HEADING, WIDTH, keep=True),
            self._setter.lines([*given, *_or_blank(letter.medicines_given)], BODY, WIDTH, keep=True),
            self._setter.lines([*way, *_or_blank(letter.medicines_on_way)], BODY, WIDTH, keep=True),
            self._setter.lines(others, BODY, WIDTH, keep=True),
            Gap(1),
        ]
        if section.rows:
            parts.append(self._table(section, room, shares=_MEDICINE_SHARES))
        else:
            parts.append(self._setter.lines(section.empty, SMALL, WIDTH))
        if section.footer:
            parts.extend([Gap(2), self._setter.lines(section.footer, SMALL, WIDTH)])
        return parts

    def _table(self, section: Section, page: float, *, shares: tuple[float, ...] | None) -> Table:
        """A section's rows; ``shares`` of the width by column when they are known to suit."""
        heads = [self._setter.prepare(title, CELL_HEAD) for title in section.columns]
        rows = [[self._cell(cell) for cell in row.cells] for row in section.rows]
        if shares is not None and len(shares) == len(heads):
            widths = tuple(share * WIDTH / sum(shares) for share in shares)
            rows = [[*cells[:-1], cells[-1] or self._line_to_write_on(widths[-1])] for cells in rows]
        else:
            columns = [[head, *(text for row in rows for text in row[n])] for n, head in enumerate(heads)]
            widths = share_widths(columns, WIDTH)
        return Table(
            TableRow(
                tuple(_laid([head], width) for head, width in zip(heads, widths, strict=True)), shade=True
            ),
            tuple(
                TableRow(tuple(_laid(cell, width) for cell, width in zip(row, widths, strict=True)))
                for row in rows
            ),
            widths,
            page,
        )

    def _cell(self, cell: SheetCell) -> list[Prepared]:
        """Words of one cell; nothing for an empty one."""
        texts = []
        if cell.text:
            content: list[Inline] = [Span(cell.text, Weight.BOLD if cell.tone in _LOUD else None)]
            content.extend(Span(f"\u00a0{extra}") for extra in (cell.unit, cell.code) if extra)
            texts.append(self._setter.prepare(content, CELL))
        if cell.note:
            texts.append(self._setter.prepare(cell.note, CELL_NOTE))
        return texts

    def _line_to_write_on(self, width: float) -> list[Prepared]:
        return [self._setter.prepare([Blank(width - 2 * PAD_X - 0.1)], CELL)]

    # -- the closing: travel, attachments, legend, signature

    def closing(self) -> list[Part]:
        """Boxes to tick, the letters of facilities, and the place to sign."""
        boxes = stack([self._travel(), self._attachments()])
        return [Gap(7), boxes, Gap(8), self._legend_and_signature()]

    def _travel(self) -> Part:
        content: list[Inline] = [Span(self._say("Travels by"))]
        for choice in (self._say("ambulance"), self._say("own car")):
            content += [Span("   "), Sign(None), Span("\u00a0" + choice)]
        content += [Span("   "), Sign(None), Span("\u00a0" + self._say("other") + "\u00a0"), Blank(50)]
        content += [Span("   " + self._say("Accompanied by") + "\u00a0"), Blank(70, grows=True)]
        content += [Span(" " + self._say("tel.") + "\u00a0"), Blank(50, grows=True)]
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
            Sign(None),
            Span("\u00a0" + self._say("other") + "\u00a0"),
            Blank(50, grows=True),
        ]
        return self._setter.lines(content, BODY, WIDTH)

    def _legend_and_signature(self) -> Drawing:
        legend_width, sign_width = WIDTH * 0.44, WIDTH * 0.5
        title = self._setter.lines(self._say("Letters of facilities"), SMALL_STRONG, legend_width - 16)
        entries = [self._setter.lines(line, SMALL, legend_width - 16) for line in self._letter.legend]
        legend = stack([title, *entries])
        signature = self._signature(sign_width)
        height = max(legend.height + 14, signature.height)

        def ink(pen: Pen, x: float, top: float) -> None:
            pen.box(x, top, legend_width, height, line=0.6, shade=0.4, dash=(1.5, 1.5))
            legend.draw(pen, x + 8, top + 7)
            signature.draw(pen, x + WIDTH - sign_width, top)

        return Drawing(height, ink)

    def _signature(self, width: float) -> Drawing:
        draft = self._setter.lines(self._say("Draft, not signed yet"), replace(SMALL, align=Align.CENTRE), 92)
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
        lines += [self._setter.lines(line, _CENTRED, width) for line in self._letter.signer]
        lines.append(self._setter.lines(date, _CENTRED, width))
        block = stack(lines)

        def ink(pen: Pen, x: float, top: float) -> None:
            pen.box(x + (width - 100) / 2, top + 1, 100, 17, line=0.7, shade=0.0)
            draft.draw(pen, x + (width - 92) / 2, top + 2.5)
            block.draw(pen, x, top + 30)

        return Drawing(30 + block.height, ink)

    # -- the reply, to be torn off

    def reply(self) -> list[Part]:
        """ใบตอบกลับ: where it goes and what the receiving physician writes."""
        letter = self._letter
        about = " · ".join(filter(None, (letter.facility, *letter.facility_lines[-1:])))
        number = f" · {self._say('No.')} {letter.number}" if letter.number else ""
        title: list[Inline] = [Span(self._say("Reply slip") + " ", Weight.BOLD)]
        title.append(Span(f"({self._say('to')} {about}{number})"))
        lines: list[list[Inline]] = [
            [Span(self._say("Diagnosis") + " "), Blank(100, grows=True)],
            [Span(self._say("Treatment and advice") + " "), Blank(100, grows=True)],
            [
                Span(self._say("Appointment") + " "), Blank(100),
                Span(" " + self._say("Signed") + " "), Blank(80, grows=True),
                Span(" " + self._say("receiving physician") + " " + self._say("Date") + " "), Blank(80),
            ],
        ]  # fmt: skip
        roomy = replace(BODY, leading=19)
        parts: list[Part] = [Drawing(8, _tear_line), self._setter.lines(title, BODY, WIDTH)]
        parts += [self._setter.lines(line, roomy, WIDTH) for line in lines]
        return [Gap(10), stack(parts)]


_CENTRED = replace(BODY, align=Align.CENTRE)
_MEDICINE_SHARES = (6.5, 45.2, 51.5, 45.5, 14.8, 17.5, 24.5)


def _page_room() -> float:
    return FLOOR - TOP


def _filled(value: str, width: float, *, grows: bool = False) -> list[Inline]:
    """A value on its dotted line, or the dotted line alone."""
    return [Span(f"\u00a0{value}\u00a0", Weight.MEDIUM, dotted=True)] if value else [Blank(width, grows)]


def _or_blank(text: str) -> list[Inline]:
    return [Span(text)] if text else [Blank(60, grows=True)]


def _labelled(lines: Iterable[LetterLine], width: float, *, grows: bool = False) -> list[Inline]:
    """Labels and values one after another, as a form has them."""
    content: list[Inline] = []
    for line in lines:
        label = line.label.lstrip("\n")
        lead = "\n" if line.label.startswith("\n") and content else " " if content else ""
        content.append(Span(f"{lead}{label}\u00a0"))
        content.extend(_filled(line.value, width, grows=grows))
    return content


def _laid(texts: Iterable[Prepared], width: float) -> Cell:
    return Cell(tuple(text.lines(width - 2 * PAD_X) for text in texts))


def _tear_line(pen: Pen, x: float, top: float) -> None:
    pen.line(x, top + 2, x + WIDTH, top + 2, width=0.8, shade=0.2, dash=(3, 3))
