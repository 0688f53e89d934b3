"""ประวัติตามเวลา: the timeline, drawn and listed; and the summary of the record, as its page shows it."""

from collections.abc import Sequence

from msgspec.structs import replace

from viewer.exchange.ledger import FINISHED_WELL, LineState
from viewer.record.facts import Visit
from viewer.signin.roles import SUMMARY, VISITS
from viewer.view.band import beware
from viewer.view.coverage import coverage_words
from viewer.view.forms.blocks import Block, Form, Heading, Remark, Rows, Ruled
from viewer.view.forms.events import listed
from viewer.view.forms.head import form_about
from viewer.view.forms.lanes import lanes
from viewer.view.imprint import Printing
from viewer.view.lists import vaccines
from viewer.view.pen import Pen, row_key
from viewer.view.relatives import told_relatives
from viewer.view.sheet import Cell, Row, Section, Sheet, Timeline, Tone
from viewer.view.silence import silence
from viewer.view.timeline import timeline_of

_BY_PLACE = (46, 20, 17, 17)


def visits(pen: Pen, printing: Printing, *, sandbox: bool) -> Form:
    """The page of the timeline: its lanes drawn, which facilities how often, and what happened, the newest first."""
    say, told = pen.say, timeline_of(pen)
    parts: list[Block] = []
    if (drawn := lanes(pen, told)) is not None:
        total = sum(len(strip.events) for strip in told.lanes)
        parts += [Heading(say("Overview"), say("{n} rows in all", n=pen.speech.number(total))), drawn]
        parts += [Remark(sentence) for sentence in (_legend(pen), told.empty_lanes) if sentence]
        parts += [Heading(say("By facility"), say("Visits")), Ruled(_by_place(pen, told), _BY_PLACE)]
    parts += listed(pen, told)
    return form_about(pen, printing, VISITS, say("History over time"), tuple(parts), sandbox=sandbox)


def _legend(pen: Pen) -> str:
    return " ".join(
        (
            pen.say("A letter is the facility of one row; a number in grey, so many rows close together."),
            pen.say(
                "Grey bar: days for which a medicine was supplied; dashed: counted to remain; crossed box: stopped; "
                "dot: until when is not known."
            ),
            pen.say("What is known only by its month or year stands on the first day of that."),
        )
    )


def summary_form(pen: Pen, sheet: Sheet, printing: Printing, *, sandbox: bool) -> Form:
    """The page of the summary as the screen shows it, section by section, and the vaccines before the person; with
    what is missing and why, and how much of the record is on other pages."""
    parts: list[Block] = []
    if warned := beware(pen):
        parts.append(Remark(warned, small=False))
    *clinical, person = sheet.sections
    for section in (*clinical, *vaccines(pen).sections, person):
        told = replace(section, footer=_footer(pen, section))
        parts += [Heading(section.title, section.caption), Rows(told)]
    if beyond := _beyond(pen):
        parts.append(Remark(beyond))
    mine, whose = pen.say("Stopped by you"), pen.say("Stopped by who prints")  # "you" is no reader
    parts += [Remark(sentence.replace(mine, whose)) for sentence in sheet.gaps]
    parts.append(Remark(pen.say("Letters of facilities: {list}", list=_letters(pen))))
    title = pen.say("Medical record summary")
    return form_about(pen, printing, SUMMARY, title, tuple(parts), kindred=True, sandbox=sandbox)


def _footer(pen: Pen, section: Section) -> str:
    """A reader of paper has no other pages to turn to, and no list of the rules that could not be decided."""
    footer = coverage_words(pen, brief=True) if section.name == "findings" else section.footer
    for page in (pen.say("(see the page of medicines)"), pen.say("(see the page of results)")):
        footer = footer.replace(page, pen.say("(not printed here)"))
    return footer


def _beyond(pen: Pen) -> str:
    """หัตถการ 60 รายการ · เอกสาร 65 รายการ: what the record has and the summary never shows."""
    record = pen.record
    kinds = (
        (pen.say("Procedures"), len(record.procedures)),
        (pen.say("Documents"), len(record.documents) + len(record.reports) + len(record.narratives)),
        (pen.say("Appointments and more"), len(record.others)),
    )
    found = [pen.say("{kind} {n} rows", kind=kind, n=pen.speech.number(n)) for kind, n in kinds if n]
    return pen.say("In the record and not printed here: {list}", list=" · ".join(found)) if found else ""


def _letters(pen: Pen) -> str:
    used = set(
        pen.badges([*pen.record.facts(), *(fact for told in told_relatives(pen) for fact in told.facts)])
    )
    return "; ".join(
        f"{line.letter} {line.facility.name}"
        for line in pen.ledger.lines
        if line.letter in used or line.state not in (*FINISHED_WELL, LineState.NOT_CONSENTED)
    )


def _places(pen: Pen, told: Sequence[Visit]) -> list[tuple[str, list[Visit]]]:
    """Visits by the facility that sent them, in letter order; what was merged counts once, for its first source."""
    found: dict[tuple[str, str], list[Visit]] = {}
    for visit in told:
        found.setdefault((pen.letter(visit), pen.facility(visit)), []).append(visit)
    ordered = sorted(found.items(), key=lambda one: (len(one[0][0]), one[0]))
    return [(" ".join(filter(None, place)), rows) for place, rows in ordered]


def _by_place(pen: Pen, told: Timeline) -> Section:
    """Every facility with a letter in the lanes; of those without visits, that none was found."""
    say, seen = pen.say, pen.record.visits
    rows = [
        Row(
            row_key("place", name),
            (
                Cell(name, tone=Tone.STRONG),
                Cell(str(len(found)), number=True),
                Cell(pen.date(found[-1].when)),
                Cell(pen.date(found[0].when)),
            ),
        )
        for name, found in _places(pen, seen)
    ]
    known = {row.cells[0].text for row in rows}
    none = silence(pen.ledger, pen.words, "Encounter")
    others = [name for place in told.facilities if (name := " ".join(place)) not in known]
    rows += [
        Row(row_key("place", name), (Cell(name, tone=Tone.STRONG), Cell(none), Cell(""), Cell("")))
        for name in others
    ]
    columns = (say("Facility"), say("Number of visits"), say("first"), say("newest"))
    return Section("places", say("By facility"), columns, tuple(rows))
