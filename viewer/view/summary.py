"""สรุปประวัติ: what can hurt, what is taken, what the person is like now, each with its source and its silence."""

from viewer.record.courses import Course, concerns_today
from viewer.record.facts import Visit
from viewer.view.allergies import allergen_rows, columns
from viewer.view.allergy_words import allergy_block
from viewer.view.band import unknown_anticoagulant
from viewer.view.findings import findings
from viewer.view.joining import places_of
from viewer.view.key_rows import key_rows, key_series, missing_tests
from viewer.view.medicines import (
    TYPES,
    any_used,
    clash_note,
    course_key,
    course_marks,
    dose_of,
    forbidden,
    full_name,
    in_order,
    none_used_words,
    spans_of,
)
from viewer.view.other_tests import others
from viewer.view.pen import Pen, ago
from viewer.view.persons import person_section
from viewer.view.problems import caption as problem_caption
from viewer.view.problems import problem_rows
from viewer.view.sheet import Cell, Row, Section, Sheet, Tone
from viewer.view.silence import gaps, silence
from viewer.view.standing import LOUD, left_cell, state_note
from viewer.view.telling import visit_brief
from viewer.view.visits_ahead import next_appointments
from viewer.view.vital_rows import vital_rows

VISITS = 12  # newest ones on the summary; all of them stand on the page of visits


def summary(pen: Pen) -> Sheet:
    """The first page."""
    sections = (
        _allergies(pen),
        findings(pen),
        _problems(pen),
        _medicines(pen),
        _results(pen),
        _vitals(pen),
        _visits(pen),
        person_section(pen),
    )
    return Sheet("summary", pen.say("Summary"), sections, (*_anticoagulant(pen), *gaps(pen)))


def _allergies(pen: Pen) -> Section:
    return Section(
        name="allergies",
        title=pen.say("Allergies"),
        columns=columns(pen),
        rows=allergen_rows(pen),
        caption=allergy_block(pen).headline,
        empty=silence(pen.ledger, pen.words, "AllergyIntolerance"),
    )


def _problems(pen: Pen) -> Section:
    return Section(
        name="problems",
        title=pen.say("Diseases and problems"),
        columns=(pen.say("Problem"), pen.say("Since"), pen.say("Status")),
        rows=problem_rows(pen),
        caption=problem_caption(pen),
        empty=silence(pen.ledger, pen.words, "Condition"),
    )


def _medicines(pen: Pen) -> Section:
    now = [course for course in in_order(pen) if concerns_today(course, pen.today)]
    never = forbidden(pen)
    past = len(pen.courses) - len(now) - len(never)
    told = f"{pen.say('{n} more, stopped, run out or not used', n=past)} {pen.say('(see the page of medicines)')}"
    places = places_of(pen, (supply for course in now for supply in course.supplies))
    count = pen.say("{n} medicines from {m} facilities", n=len(now), m=len(places)) if now else ""
    return Section(
        name="current-medicines",
        title=pen.say("Current medicines"),
        columns=(pen.say("Medicine"), pen.say("State"), pen.say("Days left")),
        rows=tuple(_medicine(pen, course) for course in now),
        caption=" · ".join(filter(None, (count, pen.say("by the quantity supplied, ±1 day") if now else ""))),
        footer=" · ".join((*never, *((told,) if past else ()))),
        empty=_no_medicines(pen, past + len(never)),
    )


def _no_medicines(pen: Pen, past: int) -> str:
    """Past medicines only is no more the whole truth than nothing at all is, while answers are missing."""
    why = silence(pen.ledger, pen.words, *TYPES)
    if not past:
        return why
    told = pen.say("Only medicines used before") if any_used(pen) else none_used_words(pen)
    return told if pen.ledger.complete else f"{told} · {why}"


def _medicine(pen: Pen, course: Course) -> Row:
    mark = pen.course_marks[course.state]
    note = " · ".join(filter(None, (dose_of(pen, course), clash_note(pen, course))))
    return Row(
        key=course_key(course),
        cells=(
            Cell(full_name(pen, course), note=note, tone=Tone.STRONG),
            Cell(mark.word, note=state_note(pen, course) if course.state in LOUD else "", tone=mark.tone),
            left_cell(pen, course, short=True),
        ),
        marks=course_marks(pen, course),
        sources=pen.sources(course.supplies),
        spans=spans_of(pen, course),
        day=course.latest.when.first_day if course.latest.when else None,
    )


def _results(pen: Pen) -> Section:
    rows = key_rows(pen)
    missing = missing_tests(pen)
    ranged = any(series.latest.ranges for series in pen.series)
    why = silence(pen.ledger, pen.words, "Observation")
    count = others(pen, (series.latest for series in key_series(pen)))
    more = f"{pen.say('{n} more tests', n=count)} {pen.say('(see the page of results)')}" if count else ""
    unknown = f"{', '.join(missing)}: {why}" if missing and rows else ""
    return Section(
        name="key-results",
        title=pen.say("Key results"),
        columns=(pen.say("Test"), pen.say("Value"), pen.say("Change since before"), pen.say("Date")),
        rows=rows,
        caption="" if ranged or not rows else pen.say("The sources sent no reference range"),
        footer=" · ".join(filter(None, (unknown, more))) if rows else "",
        empty=" · ".join(filter(None, (why, more))),
    )


def _vitals(pen: Pen) -> Section:
    return Section(
        name="vital-signs",
        title=pen.say("Vital signs"),
        columns=(pen.say("Sign"), pen.say("Value"), pen.say("Value before"), pen.say("Date")),
        rows=vital_rows(pen),
        empty=silence(pen.ledger, pen.words, "Observation"),
    )


def _visits(pen: Pen) -> Section:
    visits = pen.record.visits
    rows = []
    for visit in visits[:VISITS]:
        day = visit.when.first_day if visit.when else None
        rows.append(
            Row(
                key=pen.key(visit),
                cells=(
                    Cell(pen.date(visit.when)),
                    Cell(" · ".join(filter(None, (_doubt(pen, visit), visit_brief(pen, visit))))),
                    Cell(ago(pen, visit.when), tone=Tone.QUIET),
                ),
                marks=pen.marks(visit),
                sources=pen.sources((visit,)),
                day=day,
            )
        )
    return Section(
        name="visits",
        title=pen.say("Latest visits"),
        columns=(pen.say("Date"), pen.say("Visit"), pen.say("How long ago")),
        rows=tuple(rows),
        caption=_visit_count(pen, len(visits)),
        footer=next_appointments(pen),
        empty=silence(pen.ledger, pen.words, "Encounter"),
    )


def _visit_count(pen: Pen, count: int) -> str:
    """How many there are, and how many of them the card holds: the head counts only what stands below in it."""
    if count > VISITS:
        return pen.say("newest {k} of {n} visits", k=VISITS, n=pen.speech.number(count))
    return pen.say("{n} visits in all", n=count) if count else ""


def _doubt(pen: Pen, visit: Visit) -> str:
    """That a visit was not read in full: before its words, for its line has no room for a tag."""
    return " · ".join(mark.word for mark in pen.marking.unread((visit,)))


def _anticoagulant(pen: Pen) -> tuple[str, ...]:
    """Said as long as no anticoagulant is known and not all answered."""
    return tuple(filter(None, (unknown_anticoagulant(pen),)))
