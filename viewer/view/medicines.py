"""ยา: one row per ingredient and route, opened to its sources; nothing is summed that does not add up."""

from datetime import date

from viewer.record.courses import Course, CourseState, concerns_today
from viewer.record.denials import denial
from viewer.record.dosing import disagrees
from viewer.record.facts import Drug, Supply
from viewer.record.supplies import HALTED, was_given
from viewer.view import supplied
from viewer.view.coverage import undecided_words
from viewer.view.findings import findings
from viewer.view.ingredients import doubt_words, drug_name, named
from viewer.view.joining import facilities, places_of, why_joined
from viewer.view.lazy import Rows
from viewer.view.ordering import ordering_words
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Sheet, SupplySpan, Tone
from viewer.view.silence import gaps, silence
from viewer.view.standing import left_cell, state_note
from viewer.view.telling import informant_words, tell, with_turn

TYPES = ("MedicationRequest", "MedicationDispense", "MedicationStatement", "MedicationAdministration")
_RANK = {
    CourseState.CONFLICT: 0,
    CourseState.USING: 1,
    CourseState.AS_NEEDED: 2,
    CourseState.ON_HOLD: 3,
    CourseState.UNKNOWN: 4,
    CourseState.INPATIENT: 5,
    CourseState.GIVEN: 6,
    CourseState.ORDERED_ONLY: 7,
    CourseState.RUN_OUT: 8,
    CourseState.ENDED: 9,
    CourseState.STOPPED: 10,
    CourseState.DENIED: 11,
}


def medicines(pen: Pen) -> Sheet:
    """The page of medicines."""
    section = Section(
        name="medicines",
        title=pen.say("Medicines"),
        columns=(
            pen.say("Medicine · route · strength"),
            pen.say("How taken, as sent"),
            pen.say("Last supplied"),
            pen.say("Covered"),
            pen.say("Days left"),
            pen.say("State"),
        ),
        rows=tuple(_row(pen, course) for course in in_order(pen)),
        caption=_caption(pen),
        footer=pen.say("Days left are counted from the quantity supplied, ±1 day"),
        empty=silence(pen.ledger, pen.words, *TYPES),
    )
    return Sheet(
        "medicines", pen.say("Medicines"), (section, findings(pen)), (*undecided_words(pen), *gaps(pen))
    )


def in_order(pen: Pen) -> list[Course]:
    """What counts today first, then what is past; conflicts lead, then by name."""
    return sorted(
        pen.courses,
        key=lambda course: (
            not concerns_today(course, pen.today), _RANK[course.state], course.name.casefold(), course.route
        ),
    )  # fmt: skip


def _caption(pen: Pen) -> str:
    told = [course for course in pen.courses if course.state is not CourseState.DENIED]
    places = places_of(pen, (supply for course in told for supply in course.supplies))
    if not told:
        return ""
    count = pen.say("{n} medicines from {m} facilities", n=len(told), m=len(places))
    unread = sum(bool(course.doubt) for course in told)
    return f"{count} · {pen.say('{n} not identified', n=unread)}" if unread else count


def course_key(course: Course) -> str:
    """The key of a course's row. A name as sent is not the ingredient that is spelled like it."""
    return row_key("course", course.name.casefold(), course.route, course.doubt)


def _row(pen: Pen, course: Course) -> Row:
    mark = pen.course_marks[course.state]
    covered = supplied.cover(pen, course)
    explained = supplied.explanations(pen, course, covered)
    return Row(
        key=course_key(course),
        cells=(
            Cell(name_of(pen, course), note=_second_line(pen, course), tone=Tone.STRONG),
            Cell(dose_of(pen, course), note=clash_note(pen, course)),
            _supplied_cell(pen, course),
            Cell(_covers(pen, course), note=supplied.over_time(pen, covered)),
            left_cell(pen, course),
            Cell(mark.word, note=state_note(pen, course), tone=mark.tone),
        ),
        marks=(*course_marks(pen, course), *supplied.tags(pen, covered)),
        sources=pen.sources(course.supplies),
        details=Rows(
            len(explained) + len(course.supplies),
            lambda at: (
                explained[at]() if at < len(explained) else _detail(pen, course.supplies[at - len(explained)])
            ),
        ),
        spans=spans_of(pen, course),
        day=_day(course.latest),
        group=_group(pen, course),
    )


def name_of(pen: Pen, course: Course) -> str:
    """The ingredients, else the name as sent; behind the words that turn it, where every row denies it."""
    name = named(pen, course) or pen.say("Nothing written")
    return with_turn(pen, course.supplies[0], name) if all(map(denial, course.supplies)) else name


def full_name(pen: Pen, course: Course) -> str:
    """The ingredient with strength and form of what is taken now; several strengths side by side."""
    if all(map(denial, course.supplies)):
        return with_turn(pen, course.supplies[0], drug_name(pen, course.supplies[0].drug))
    supplies = course.now
    strengths = list(dict.fromkeys(supply.drug.strength for supply in supplies if supply.drug.strength))
    if len(strengths) < 2:
        return drug_name(pen, next((s.drug for s in supplies if s.drug.ingredients), course.latest.drug))
    together = len({(supply.origin.hcode, supply.when) for supply in supplies}) == 1
    if len(course.latest.drug.ingredients) > 1:
        return " / ".join(dict.fromkeys(drug_name(pen, supply.drug) for supply in supplies))
    told = (" + " if together else " / ").join(pen.speech.strength(strength) for strength in strengths)
    return " ".join(filter(None, (name_of(pen, course), told, pen.speech.form(course.latest.drug.form))))


def course_marks(pen: Pen, course: Course) -> tuple[Mark, ...]:
    """The state, then what must not be overlooked: weekly, a total a week, doubt about the name or the dose."""
    return pen.once("marks", course, lambda: _course_marks(pen, course))


def _course_marks(pen: Pen, course: Course) -> tuple[Mark, ...]:
    marks = [pen.course_marks[course.state]]
    marks += [Mark(Shape.TAG, words, Tone.DOUBT) for words in _weekly(pen, course)]
    if course.total is not None and course.total.per == "week":
        marks.append(Mark(Shape.TAG, total_of(pen, course)))
    concentrations = {
        portion.supply.drug.strength for portion in course.current if "/" in portion.supply.drug.strength
    }
    if len(concentrations) > 1:
        marks.append(Mark(Shape.TRIANGLE, pen.say("Different concentrations"), Tone.DOUBT))
    if note := clash_note(pen, course):
        marks.append(Mark(Shape.TAG, note, Tone.DOUBT))
    if course.doubt:
        marks.append(Mark(Shape.TAG, pen.say("Medicine not identified"), Tone.DOUBT))
    return tuple(dict.fromkeys((*marks, *_turns(pen, course), *pen.marking.unread(course.supplies))))


def _weekly(pen: Pen, course: Course) -> list[str]:
    """That it is not taken every day, where it is written by the week: nothing kills like a weekly drug taken daily."""
    times = {portion.regimen.times_a_week for portion in course.current if portion.regimen.weekly}
    return [
        pen.say("Once a week") if count == 1
        else pen.say("Once in {n} weeks", n=int(1 / count)) if count and count < 1
        else pen.say("{n} times a week", n=int(count)) if count
        else pen.say("By the week")
        for count in sorted(times, key=lambda count: count or 0)
    ]  # fmt: skip


def _turns(pen: Pen, course: Course) -> tuple[Mark, ...]:
    """What some of its rows say against it: forbidden, only proposed, not handed over yet."""
    told = {pen.marking.turned(row): None for row in course.supplies if pen.marking.denial(row) in _TOLD}
    return tuple(Mark(Shape.TAG, words, Tone.DOUBT) for words in told if words)


_TOLD = frozenset({"do-not-give", "proposed", "not-yet", "draft", "planned"})


def total_of(pen: Pen, course: Course) -> str:
    """19 มก./สัปดาห์; "" when not every part is computable."""
    return supplied.total_words(pen, course.total) if course.total is not None else ""


def _second_line(pen: Pen, course: Course) -> str:
    """Route · strengths · total: รับประทาน · 500 มก. · 2,000 มก./วัน."""
    supplies = course.now
    strengths = dict.fromkeys(_strength(pen, supply.drug) for supply in supplies if supply.drug.strength)
    weekly = course.total is not None and course.total.per == "week"  # a tag of its own says it
    parts = (pen.speech.route(course.route), " / ".join(strengths), "" if weekly else total_of(pen, course))
    return " · ".join(filter(None, (*parts, doubt_words(pen, course))))


def _strength(pen: Pen, drug: Drug) -> str:
    """Below the names; of a combination each with its own name, and the trade name."""
    return drug_name(pen, drug) if len(drug.ingredients) > 1 else pen.speech.strength(drug.strength)


def forbidden(pen: Pen) -> list[str]:
    """What sources order not to give, with the reason: no medicine of today, and not to be left out for that."""
    orders = [course for course in pen.courses if course.state is CourseState.DENIED and is_forbidden(course)]
    told = ((full_name(pen, course), dose_of(pen, course)) for course in orders)
    return [" · ".join(filter(None, parts)) for parts in told]


def any_used(pen: Pen) -> bool:
    """Whether any medicine is known to have been used, or is at least not denied by every row of it."""
    return any(course.state is not CourseState.DENIED for course in pen.courses)


def none_used_words(pen: Pen) -> str:
    """Of a record of nothing but medicines that are forbidden or not taken: nobody used any of them before."""
    return pen.say("Only medicines not used or not to be given were found")


def is_forbidden(course: Course) -> bool:
    """Whether its newest order is not to give it."""
    newest = course.supplies[0]
    return denial(newest) == "do-not-give" and newest.status not in HALTED


def dose_of(pen: Pen, course: Course, *, between: str = " · ") -> str:
    """How it is taken now; with several strengths, each before its own words. Of what is forbidden why."""
    if course.state is CourseState.DENIED and not any(supply.doses for supply in course.supplies):
        why = dict.fromkeys(supply.reason for supply in course.supplies if supply.reason)
        return " · ".join(pen.say("Reason: {words}", words=reason) for reason in why)
    told = {supply.drug.strength: _dose(pen, supply) for supply in reversed(course.now)}
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    pairs = [(pen.speech.strength(strength), words) for strength, words in reversed(told.items())]
    return between.join(f"{strength}: {words}" if strength else words for strength, words in pairs)


def _dose(pen: Pen, supply: Supply) -> str:
    """The dose; the verb of swallowing is left to the route, which stands beside it."""
    words = pen.speech.dose(supply.doses, supply.drug.form)
    return words.removeprefix("รับประทาน") if words.startswith("รับประทานครั้งละ") else words


def clash_note(pen: Pen, course: Course) -> str:
    """That text and structure disagree, when they do."""
    if any(portion.unclear == "clash" for portion in course.current) or (
        not course.current and any(map(_disagrees, course.now))
    ):
        return pen.say("Text and structure disagree")
    return ""


def _disagrees(supply: Supply) -> bool:
    return disagrees(supply.doses, supply.drug.form or supply.drug.name)


def _supplied_cell(pen: Pen, course: Course) -> Cell:
    if not course.portions:
        given = next((supply for supply in course.supplies if was_given(supply)), None)
        if given is not None:
            return Cell(pen.date(given.when), note=pen.say("Given in a facility"))
        return Cell(pen.say("No supply found"), tone=Tone.QUIET)
    latest = course.current[0] if course.current else course.portions[0]
    together = [p for p in course.current if p.start == latest.start] or [latest]
    quantities = filter(None, (pen.speech.quantity(portion.supply.quantity) for portion in together))
    return Cell(pen.date(latest.supply.when), note=" + ".join(quantities))


def _covers(pen: Pen, course: Course) -> str:
    starts = [portion.start for portion in course.current if portion.start]
    if not starts or course.until is None:
        return ""
    return f"{pen.speech.day(min(starts))} – {pen.speech.day(course.until)}"


def _detail(pen: Pen, supply: Supply) -> Row:
    sent = " / ".join(text for dose in supply.doses if (text := dose.text or dose.patient_text))
    words = pen.speech.dose(supply.doses, supply.drug.form)
    quoted = f" “{sent}”" if sent else f" {words}" if supply.doses else ""  # in quotes only what was sent
    if sent and words.startswith((f"{sent} = ", f"{sent} · ")):
        quoted += words.removeprefix(sent)
    told = (
        supply.drug.name,
        pen.say("Reason: {words}", words=supply.reason) if supply.reason else "",
        supply.note,
        supply.prescriber,
        *ordering_words(pen, supply),
        informant_words(pen, supply.told_by) if supply.told_by else "",
        why_joined(pen, supply),
        *pen.remarks(supply),
    )
    note = " · ".join(filter(None, told))
    clash = (
        (Mark(Shape.TAG, pen.say("Text and structure disagree"), Tone.DOUBT),) if _disagrees(supply) else ()
    )
    return Row(
        key=pen.key(supply, "detail"),
        cells=(
            Cell(pen.date(supply.when)),
            Cell(f"{tell(pen, supply)}{quoted}", note=note),
            Cell(facilities(pen, supply)),
        ),
        marks=(*clash, *pen.marks(supply)),
        sources=pen.sources((supply,)),
        day=_day(supply),
    )


def spans_of(pen: Pen, course: Course) -> tuple[SupplySpan, ...]:
    """Supply bars, newest first."""
    return pen.once(
        "spans",
        course,
        lambda: tuple(
            [
                SupplySpan(portion.start, portion.end, pen.letter(portion.supply))
                for portion in course.portions
                if portion.start is not None
            ]
        ),
    )


def _day(supply: Supply) -> date | None:
    return supply.when.first_day if supply.when else None


def _group(pen: Pen, course: Course) -> str:
    if course.state is CourseState.STOPPED:
        return pen.say("Stopped")
    if course.state is CourseState.DENIED:
        return pen.say("Not used, says the source")
    return pen.say("Now in use or open") if concerns_today(course, pen.today) else pen.say("Used before")
