"""ประวัติการรับบริการ: every visit by facility and date; and the summary of the record, as its page shows it."""

from collections.abc import Iterable, Sequence
from datetime import date

from viewer.exchange.ledger import FINISHED_WELL, LineState
from viewer.record.facts import Visit
from viewer.signin.roles import SUMMARY, VISITS
from viewer.view.band import cautions
from viewer.view.forms.blocks import Block, Form, Heading, Lanes, Remark, Rows, Ruled
from viewer.view.forms.head import form_about
from viewer.view.imprint import Printing
from viewer.view.pen import Pen, row_key
from viewer.view.relatives import told_relatives
from viewer.view.sheet import Cell, Row, Section, Sheet, Tone
from viewer.view.silence import silence
from viewer.view.telling import tell

_BY_PLACE, _BY_DAY = (52, 14, 17, 17), (20, 34, 46)
_MANY = 4  # visits of a month that are told alike, before they are told together


def visits(pen: Pen, printing: Printing, *, sandbox: bool) -> Form:
    """Which facilities, how often, from when to when; then each visit, the newest first."""
    say = pen.say
    told = pen.record.visits
    parts: list[Block] = []
    if told:
        parts.append(Heading(say("By facility"), say("{n} visits", n=len(told))))
        parts += [*_lanes(pen, told), Ruled(_by_place(pen, told), _BY_PLACE), Heading(say("By date"))]
    parts.append(Ruled(_by_day(pen, told), _BY_DAY))
    return form_about(pen, printing, VISITS, say("Visits over time"), tuple(parts), sandbox=sandbox)


def summary_form(pen: Pen, sheet: Sheet, printing: Printing, *, sandbox: bool) -> Form:
    """The page of the summary as the screen shows it, section by section, with what is missing and why."""
    parts: list[Block] = []
    if warned := cautions(pen):
        parts.append(Remark(pen.say("Beware: {list}", list=" · ".join(warned)), small=False))
    for section in sheet.sections:
        parts += [Heading(section.title, section.caption), Rows(section)]
    mine, whose = pen.say("Stopped by you"), pen.say("Stopped by who prints")  # "you" is no reader
    parts += [Remark(sentence.replace(mine, whose)) for sentence in sheet.gaps]
    parts.append(Remark(pen.say("Letters of facilities: {list}", list=_letters(pen))))
    title = pen.say("Medical record summary")
    return form_about(pen, printing, SUMMARY, title, tuple(parts), kindred=True, sandbox=sandbox)


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


def _lanes(pen: Pen, told: Sequence[Visit]) -> list[Block]:
    """The strip of dots; nothing where no visit has a day of its own."""
    days = {
        name: tuple(sorted(day for visit in rows if (day := _exact(visit)) is not None))
        for name, rows in _places(pen, told)
    }
    every = [day for found in days.values() for day in found]
    if not every:
        return []
    span = (min(every), max(every))
    ends = (pen.speech.day(span[0]), pen.speech.day(span[1]))
    alt = "; ".join(
        f"{name}: {', '.join(map(pen.speech.day, found))}" for name, found in days.items() if found
    )
    return [Lanes(tuple((name, found) for name, found in days.items() if found), span, ends, alt)]


def _exact(visit: Visit) -> date | None:
    return visit.when.exact_day if visit.when else None


def _by_place(pen: Pen, told: Sequence[Visit]) -> Section:
    say = pen.say
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
        for name, found in _places(pen, told)
    ]
    columns = (say("Facility"), say("Number of visits"), say("first"), say("newest"))
    return Section("places", say("By facility"), columns, tuple(rows))


def _by_day(pen: Pen, told: Sequence[Visit]) -> Section:
    say = pen.say
    return Section(
        "visits", say("By date"), (say("Date"), say("Facility"), say("Details")),
        tuple(_row(pen, together) for together in _alike(pen, told)),
        empty=silence(pen.ledger, pen.words, "Encounter"),
    )  # fmt: skip


def _alike(pen: Pen, told: Sequence[Visit]) -> Iterable[list[Visit]]:
    """Each visit by itself, the newest first; of one month those that a facility tells in the same words together, from
    so many on: dialysis is thirteen visits a month."""
    found: dict[tuple[object, ...], list[Visit]] = {}
    for visit in told:
        day = _exact(visit)
        alike = (
            (visit.origin.hcode, tell(pen, visit), pen.marks(visit), day.year, day.month)
            if day
            else (id(visit),)
        )
        found.setdefault(alike, []).append(visit)
    rows = [
        part
        for group in found.values()
        for part in ([group] if len(group) >= _MANY else [[v] for v in group])
    ]
    return sorted(rows, key=lambda group: _order(group[0]), reverse=True)


def _order(visit: Visit) -> date:
    day = visit.when.first_day if visit.when else None
    return day or date.min


def _row(pen: Pen, together: Sequence[Visit]) -> Row:
    newest = together[0]
    days = [day for visit in reversed(together) if (day := _exact(visit)) is not None]
    when, marks = pen.date(newest.when), [mark.word for mark in pen.marks(newest)]
    if len(together) > 1:
        when = f"{pen.speech.day(days[0])}\n{pen.say('to {day}', day=when)}"
        numbers = ", ".join(str(day.day) for day in days)
        marks.append(pen.say("{n} visits: on the {days}", n=len(together), days=numbers))
    return Row(
        pen.key(newest, "visit"),
        (
            Cell(when),
            Cell(" ".join(filter(None, (pen.letter(newest), pen.facility(newest))))),
            Cell(tell(pen, newest), note=" · ".join(marks)),
        ),
    )
