"""แบบบันทึกการประสานรายการยา (Medication Reconciliation): the form that the reviewer signs and the doctor looks through.

The allergy frame, whose paper this is and how complete the data are stand on every page. What nobody decided is a
dotted line; unsigned it says on every table's end that it is a draft.
"""

from dataclasses import replace
from functools import partial

from viewer.base.words import Words
from viewer.paper.flow import Drawing, Gap, Part, closer, in_company, stack
from viewer.paper.frame import Around, framed, paper_for
from viewer.paper.furniture import emphasised
from viewer.paper.ink import Pen
from viewer.paper.inline import Align, Blank, Inline, Span
from viewer.paper.letterhead import Head, heading
from viewer.paper.look import BODY, SECTION, SMALL, WIDTH
from viewer.paper.proof import identifier_of
from viewer.paper.ruled import ruled_table
from viewer.paper.table import Table
from viewer.paper.text import Setter
from viewer.paper.vouching import draft_box, ending, seal_box
from viewer.view.reconciling.form import MedicinesForm
from viewer.view.sheet import Section

_SHARES = (5.5, 43.5, 43.5, 44, 17.5, 49.5)
_BLANKS = (-1, -2)  # what was decided, and when it was last taken
_CENTRED = replace(BODY, align=Align.CENTRE)


def medicines_pdf(form: MedicinesForm, words: Words) -> bytes:
    """The form on A4 pages, black only.

    Raises:
        PaperError: no page can be made of it.
    """
    setter = Setter(paper_for(emergency=form.emergency))
    around = Around(
        form.running_head, form.footer, form.strong, form.allergy, form.synthetic, emergency=form.emergency
    )
    frame, spilled = framed(setter, words, around)
    parts: list[Part] = [*spilled, *_opening(form, words, setter)]
    parts += _table(form.medicines, words, setter, frame.room)
    for told in form.findings:
        parts += [Gap(2), setter.lines(emphasised(told, form.strong), SMALL, WIDTH)]
    parts += _table(form.others, words, setter, frame.room)
    end = ending(setter, words, form.legend, form.proof, partial(_signature, form, words, setter))
    parts = [*_with_a_row([*parts, Gap(10)]), *end]
    pen = Pen(title=form.title, language=words.language)
    roomy, close = frame.pages(parts), frame.pages([closer(part) for part in parts])
    frame.draw(pen, setter, words, close if len(close) < len(roomy) else roomy)
    return pen.finish(identifier=identifier_of(form.proof))


def _with_a_row(parts: list[Part]) -> list[Part]:
    """The parts, from the last table on held to what follows: nobody signs a page without a row of what is signed."""
    last = next((at for at in reversed(range(len(parts))) if isinstance(parts[at], Table)), None)
    if last is None:
        return in_company(parts)
    return [*parts[:last], *(part.kept() for part in parts[last:])]


def _opening(form: MedicinesForm, words: Words, setter: Setter) -> list[Part]:
    """The title with its English, the facility, what the reader must know first."""
    subtitle = "Medication Reconciliation" if words.language != "en" else ""
    head = Head(
        form.facility,
        form.facility_lines,
        form.title,
        subtitle=subtitle,
        number=form.number,
        crest=form.crest,
    )
    return [
        heading(setter, words, head, synthetic=False),
        Gap(4),
        *(setter.lines(emphasised(remark, form.strong), SMALL, WIDTH) for remark in form.remarks if remark),
    ]


def _table(section: Section, words: Words, setter: Setter, room: float) -> list[Part]:
    parts: list[Part] = [Gap(7), setter.lines(section.title, SECTION, WIDTH, keep=True)]
    if section.rows:
        parts += [Gap(1), ruled_table(setter, section, room, shares=_SHARES, blanks=_BLANKS)]
    elif section.empty:
        parts.append(setter.lines(section.empty, SMALL, WIDTH))
    if section.footer:
        parts += [Gap(2), setter.lines(section.footer, SMALL, WIDTH)]
    if not (section.rows or section.empty or section.footer):
        parts.append(setter.lines(words.say("Nothing written"), SMALL, WIDTH))
    return parts


def _signature(form: MedicinesForm, words: Words, setter: Setter, width: float) -> Drawing:
    say = words.say
    line: list[Inline] = [Span(say("Signed") + " "), Blank(60, grows=True), Span(" " + say("reviewer"))]
    parts: list[Part] = [setter.lines(line, BODY, width)]
    if form.sealed:
        parts = [seal_box(setter, form.sealed, width)]
    elif form.signer:
        parts += [setter.lines(told, _CENTRED, width) for told in form.signer]
    else:
        unknown: list[Inline] = [Span("("), Blank(150), Span(")")]
        date: list[Inline] = [Span(say("Date") + " "), Blank(70), Span(" " + say("time") + " "), Blank(40)]
        parts += [setter.lines(blank, _CENTRED, width) for blank in (unknown, date)]
    doctor: list[Inline] = [
        Span(say("Signed") + " "), Blank(60, grows=True), Span(" " + say("physician, looked through")),
    ]  # fmt: skip
    parts += [Gap(6), setter.lines(doctor, BODY, width)]
    block = stack(parts)
    if not form.draft:
        return block
    return stack([draft_box(setter, words, width), block])
