"""ประวัติตามเวลา: every dated fact as an event in its lane, and the rows that stand behind the events.

One fact is one event, so the events of a lane add up to its facts at every zoom. Facts of one day, place and lane
share one row; undated facts are listed and never drawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

import msgspec

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.record.courses import Course, CourseState
from viewer.record.facts import Fact, Result, Supply
from viewer.record.key_results import VITAL_SLUGS
from viewer.record.others import Other
from viewer.record.pausing import gc_paused
from viewer.record.story import Record
from viewer.record.supplies import is_halt
from viewer.record.values import Precision
from viewer.view.joining import facilities
from viewer.view.lazy import Rows
from viewer.view.medicines import name_of
from viewer.view.overlay import carried, legend, marked
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Lane, Row, Section, Sheet, Timeline, TimelineEvent
from viewer.view.silence import gaps, silence
from viewer.view.telling import result_value, short_name, tell, with_turn

ICONS = {
    "visits": "stethoscope", "diagnoses": "clipboard-list", "medicines": "pill", "results": "flask-conical",
    "vital-signs": "heart-pulse", "procedures": "scissors-line-dashed", "vaccines": "syringe",
    "documents": "file-text", "allergies": "shield-alert", "others": "layers",
}  # fmt: skip


class _Draft(msgspec.Struct, gc=False):
    """Facts of one day, place and lane: one row in the making."""

    lane: str
    day: date
    facts: list[Fact]


def timeline(record: Record, ledger: Ledger, today: date, words: Words) -> Timeline:
    """The timeline of a record. ``TimelineEvent.row`` counts in the rows of the sheet's first section."""
    return timeline_of(Pen(record, ledger, today, words))


def timeline_of(pen: Pen) -> Timeline:
    """The timeline, written with a pen that is already in hand."""
    with gc_paused():
        return _timeline(pen, _drafted(pen))


def timeline_sheet(pen: Pen) -> Sheet:
    """Its sheet alone, for those who draw no lanes."""
    return _sheet(pen, _drafted(pen))


@dataclass(slots=True)
class _Drafted:
    """The facts by lane; the rows in the making, newest first; what has no day."""

    lanes: dict[str, Sequence[Fact]]
    ordered: list[_Draft]
    undated: list[Fact]


def _drafted(pen: Pen) -> _Drafted:
    lanes = _lanes(pen)
    drafts: dict[tuple[str, str, date, Precision], _Draft] = {}
    undated: list[Fact] = []
    for name, facts in lanes.items():
        draft, met, place = None, None, ""
        for fact in facts:
            when, hcode = fact.when, fact.origin.hcode
            if (
                draft is None or when is not met or hcode != place
            ):  # not of the visit of the one before, as most are
                if when is None or (day := when.first_day) is None:
                    undated.append(fact)
                    continue
                # A year alone is drawn on its first day, but does not share a row with that day.
                precision = when.precision
                key = (name, hcode, day, precision if precision < _DAY else _DAY)
                if (draft := drafts.get(key)) is None:
                    draft = drafts[key] = _Draft(name, day, [])
                met, place = when, hcode
            draft.facts.append(fact)
    ordered = sorted(drafts.values(), key=_BY_DAY, reverse=True)  # of one day in the order of the lanes
    return _Drafted(lanes, ordered, undated)


def _sheet(pen: Pen, drafted: _Drafted) -> Sheet:
    sections = tuple(_sections(pen, drafted.ordered, drafted.undated, _titles(pen)))
    return marked(Sheet("timeline", pen.say("History over time"), sections, gaps(pen)), pen)


def _timeline(pen: Pen, drafted: _Drafted) -> Timeline:
    lanes, ordered = drafted.lanes, drafted.ordered
    rows_of = {id(fact): row for row, draft in enumerate(ordered) for fact in draft.facts}
    titles = _titles(pen)
    drawn = {draft.lane for draft in ordered}
    filled = {name for name, facts in lanes.items() if facts and (name != "others" or name in drawn)}
    made = tuple(_lane(pen, name, titles[name], lanes[name], rows_of) for name in lanes if name in filled)
    empty = [titles[name] for name in lanes if name not in filled and name != "others"]
    drawn_marks = (mark for lane in made for event in lane.events for mark in event.marks)
    return Timeline(
        made, _sheet(pen, drafted), pen.today, _facilities(pen, ordered), _empty_words(pen, empty),
        len(drafted.undated), legend(pen, drawn_marks),
    )  # fmt: skip


def _facilities(pen: Pen, ordered: Iterable[_Draft]) -> tuple[tuple[str, str], ...]:
    """Letter and name of every facility that has events; a draft is of one facility."""
    places = {draft.facts[0].origin.hcode: draft.facts[0] for draft in ordered}
    named = {pen.letter(fact): pen.facility(fact) for fact in places.values() if pen.letter(fact)}
    return tuple(sorted(named.items(), key=lambda pair: (len(pair[0]), pair[0])))


def _lanes(pen: Pen) -> dict[str, Sequence[Fact]]:
    record = pen.record
    vitals: list[Result] = []
    results: list[Result] = []
    for result in record.results:
        vital = result.slug in VITAL_SLUGS or "vital-signs" in result.categories
        (vitals if vital else results).append(result)
    documents: tuple[Fact, ...] = (*record.documents, *record.reports, *record.narratives)
    return {
        "visits": record.visits,
        "diagnoses": record.problems,
        "medicines": record.supplies,
        "results": results,
        "vital-signs": vitals,
        "procedures": record.procedures,
        "vaccines": record.vaccines,
        "documents": documents,
        "allergies": record.allergies,
        "others": record.others,
    }


_DAY = Precision.DAY
_BY_DAY = attrgetter("day")


def _titles(pen: Pen) -> dict[str, str]:
    say = pen.say
    return {
        "visits": say("Visits"),
        "diagnoses": say("Diagnoses"),
        "medicines": say("Medicines"),
        "results": say("Test results"),
        "vital-signs": say("Vital signs"),
        "procedures": say("Procedures"),
        "vaccines": say("Vaccines"),
        "documents": say("Documents"),
        "allergies": say("Allergies"),
        "others": say("Appointments and more"),
    }


def _lane(pen: Pen, name: str, title: str, facts: Iterable[Fact], rows_of: dict[int, int]) -> Lane:
    if name == "medicines":
        tracks = tuple(_track(pen, course, rows_of) for course in pen.courses)
        tracks = tuple(sorted((t for t in tracks if t[1]), key=_last_day, reverse=True))
        events = tuple(event for _, track in tracks for event in track)
        return Lane(name, title, ICONS[name], events, tracks)
    made = [event for fact in facts if (event := _event(pen, fact, rows_of)) is not None]
    return Lane(name, title, ICONS[name], tuple(reversed(made)))


def _last_day(track: tuple[str, tuple[TimelineEvent, ...]]) -> date:
    return max(event.counted_to or event.end or event.start for event in track[1])


def _event(pen: Pen, fact: Fact, rows_of: dict[int, int]) -> TimelineEvent | None:
    start = fact.when.first_day if fact.when else None
    if start is None:
        return None
    ended = getattr(fact, "end", None)
    end = ended.first_day if ended is not None else None
    return TimelineEvent(
        start=start,
        end=end if end is not None and end > start else None,
        letter=pen.letter(fact),
        row=rows_of[id(fact)],
        marks=carried(pen, fact),
    )


def _track(pen: Pen, course: Course, rows_of: dict[int, int]) -> tuple[str, tuple[TimelineEvent, ...]]:
    """The bars of one medicine, oldest first: one event for every dated row of it."""
    ends = {id(portion.supply): portion.end for portion in course.portions}
    events = [
        event
        for supply in reversed(course.supplies)
        if (event := _supply_event(pen, supply, ends.get(id(supply)), rows_of)) is not None
    ]
    name = name_of(pen, course)
    if course.state is CourseState.ON_HOLD:  # its bars look like any other's
        name = f"{pen.course_marks[course.state].word}: {name}"
    return name, tuple(events)


def _supply_event(
    pen: Pen, supply: Supply, end: date | None, rows_of: dict[int, int]
) -> TimelineEvent | None:
    start = supply.when.first_day if supply.when else None
    if start is None:
        return None
    remains = end is not None and end > pen.today
    return TimelineEvent(
        start=start,
        end=pen.today if remains and start <= pen.today else end,
        letter=pen.letter(supply),
        row=rows_of[id(supply)],
        counted_to=end if remains else None,
        stopped=is_halt(supply),
        marks=carried(pen, supply),
    )


def _sections(
    pen: Pen, ordered: Sequence[_Draft], undated: Sequence[Fact], titles: dict[str, str]
) -> Iterable[Section]:
    columns = (pen.say("Date"), pen.say("Facility"), pen.say("Kind"), pen.say("Details"))
    yield Section(
        name="events",
        title=pen.say("All events"),
        columns=columns,
        rows=Rows(len(ordered), lambda at: _row(pen, ordered[at], titles[ordered[at].lane])),
        caption=pen.say("{n} rows in all", n=pen.speech.number(sum(len(draft.facts) for draft in ordered)))
        if ordered
        else "",
        empty=silence(pen.ledger, pen.words),
    )
    if undated:
        yield Section(
            name="undated",
            title=pen.say("Without a usable date"),
            columns=columns,
            rows=tuple(_undated_row(pen, fact) for fact in undated),
            caption=pen.say("{n} rows", n=len(undated)),
        )


def _row(pen: Pen, draft: _Draft, title: str) -> Row:
    """One day at one place. It is read from left to right: what was earlier that day stands first, SpO2 93 % · 97 %."""
    first = draft.facts[0]
    ordered = sorted(draft.facts, key=lambda fact: -fact.when.age if fact.when else 0)
    told = dict.fromkeys((fact.when and fact.when.age, _brief(pen, fact)) for fact in ordered)
    texts = [text for text, _ in groupby(text for _, text in told)]
    return Row(
        key=row_key("day", draft.lane, first.origin.hcode, pen.date(first.when)),
        cells=(
            Cell(pen.date(first.when)),
            Cell(pen.facility(first)),
            Cell(title),
            Cell(" · ".join(texts)),
        ),
        marks=pen.marks(*draft.facts),
        sources=pen.sources(draft.facts),
        day=draft.day,
    )


def _brief(pen: Pen, fact: Fact) -> str:
    if isinstance(
        fact, Other
    ):  # a bare name reads as done: an order, a vaccine due, a risk says that it is one
        told, kind = tell(pen, fact), pen.kind(fact)
        return f"{kind}: {told}" if told == fact.words and kind not in told else told
    if not isinstance(fact, Result):
        return _told(pen, fact)
    return with_turn(pen, fact, f"{short_name(pen, fact)} {result_value(pen, fact)}")


def _told(pen: Pen, fact: Fact) -> str:
    """A denial that is no evidence says so: many systems write it of everybody, and nobody was asked."""
    weak = pen.once("weak denials", pen.record, lambda: frozenset(map(id, pen.finding.weak_denials)))
    if id(fact) in weak:
        return f"{tell(pen, fact)} ({pen.say('Informant or date not told')})"
    return tell(pen, fact)


def _undated_row(pen: Pen, fact: Fact) -> Row:
    return Row(
        key=pen.key(fact, "undated"),
        cells=(
            Cell(pen.date(fact.when)),
            Cell(facilities(pen, fact)),
            Cell(pen.kind(fact)),
            Cell(_told(pen, fact), note=fact.note),
        ),
        marks=pen.marks(fact),
        sources=pen.sources((fact,)),
    )


def _empty_words(pen: Pen, empty: Sequence[str]) -> str:
    """Lanes without rows in one line, with the reason."""
    if not empty:
        return ""
    why = silence(pen.ledger, pen.words)
    return pen.say("Empty lanes not shown: {lanes} — {why}", lanes=", ".join(empty), why=why)
