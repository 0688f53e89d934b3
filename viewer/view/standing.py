"""Where a medicine stands today, in words: the reason of its state, and its days left or why they cannot be counted."""

from datetime import date

from viewer.record.courses import Course, CourseState
from viewer.record.denials import denial
from viewer.record.facts import Supply, SupplyKind
from viewer.record.supplies import halted_on, was_given
from viewer.view import terms
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Tone

SOON_DAYS = 7  # this many days left or fewer are said louder
LONG_AGO_DAYS = 365  # further back days say nothing
_HALTED = frozenset({CourseState.STOPPED, CourseState.ON_HOLD})
LOUD = frozenset(
    {
        CourseState.CONFLICT, CourseState.STOPPED, CourseState.ON_HOLD, CourseState.RUN_OUT, CourseState.ENDED,
    }
)  # fmt: skip
"""States whose reason is said even where there is little room."""


def left_cell(pen: Pen, course: Course, *, short: bool = False) -> Cell:
    """Days left, or since when it ran out, or why that cannot be counted."""
    if course.left is None or course.until is None:
        why = pen.say("Days left cannot be counted") if short else why_uncounted(pen, course)
        return Cell(why, tone=Tone.QUIET)
    until = "" if short else pen.say("until {date}", date=pen.speech.day(course.until))
    if course.left > 0:
        if course.state in _HALTED:  # not taken any more, as a source says; but tablets may be at home
            return Cell(pen.say("{n} days may be left at home", n=course.left), note=until, tone=Tone.QUIET)
        tone = Tone.DOUBT if course.left <= SOON_DAYS else Tone.PLAIN
        return Cell(pen.say("{n} days left", n=course.left), note=until, tone=tone)
    if course.state is CourseState.ENDED:
        return _ended(pen, course, course.until, until)
    if course.left == 0:
        return Cell(pen.say("Ran out yesterday"), note=until, tone=Tone.QUIET)
    if -course.left > LONG_AGO_DAYS:
        ago = pen.speech.span(course.until, pen.today)
        return Cell(pen.say("Ran out {span} ago", span=ago), note=until, tone=Tone.QUIET)
    return Cell(pen.say("Ran out {n} days ago", n=-course.left), note=until, tone=Tone.QUIET)


def _ended(pen: Pen, course: Course, last: date, until: str) -> Cell:
    """The last day its label names is past: tablets may be left, and are none to be taken."""
    ago = pen.speech.ago(last, pen.today) if (pen.today - last).days <= LONG_AGO_DAYS else ""
    words = pen.say("to be taken until {date} only", date=pen.speech.day(last))
    return Cell(f"{words} ({ago})" if ago else words, tone=Tone.QUIET)


def why_uncounted(pen: Pen, course: Course) -> str:
    """Why days left cannot be counted."""
    if not course.portions:
        if any(was_given(supply) for supply in course.supplies):
            return pen.say("Not counted: given in a facility")
        return pen.say("Cannot be counted: no supply found")
    return terms.uncounted(pen.words).get(course.unclear) or pen.say("Cannot be counted")


def state_note(pen: Pen, course: Course) -> str:
    """Why the state is what it is: who says so, or what it was counted from. A หยุด · B ยังมียา."""
    if course.halted is not None:
        return _halted(pen, course, course.halted)
    match course.state:
        case CourseState.RUN_OUT:
            return pen.say("by quantity")
        case CourseState.ENDED:
            return pen.say("by the last day that the source states")
        case CourseState.USING:
            return _using(pen, course)
        case CourseState.AS_NEEDED:
            return pen.say("as its label says")
        case CourseState.ORDERED_ONLY:
            row = next((row for row in course.supplies if row.kind is SupplyKind.REQUEST), course.supplies[0])
            told = pen.say("{who} ordered {date}", who=pen.who(row), date=pen.date(row.when))
            over = pen.say("the order is completed, says the source") if row.status == "completed" else ""
            return " · ".join(filter(None, (told, over)))
        case CourseState.INPATIENT | CourseState.GIVEN:
            return f"{pen.who(course.supplies[0])} {pen.date(course.supplies[0].when)}"
        case CourseState.DENIED:
            return ", ".join(dict.fromkeys(pen.marking.turned(row) for row in course.supplies if denial(row)))
        case _:
            return _unknown(pen, course)


def _using(pen: Pen, course: Course) -> str:
    counted = [portion.reckoning.by for portion in course.current if portion.reckoning is not None]
    if not counted:
        return pen.say("{who} lists it as in use", who=pen.who(course.latest))
    if all(by == "stated" for by in counted):
        return pen.say("by the days that the source states")
    if any(by == "bounded" for by in counted):
        return pen.say("by the last day that the source states")
    return pen.say("by quantity")


def _unknown(pen: Pen, course: Course) -> str:
    if course.portions:
        return pen.say("supplied, but for how long cannot be counted")
    turned = next((words for row in course.supplies if (words := pen.marking.turned(row))), "")
    return turned or pen.say("no source says whether it is taken")


def _halted(pen: Pen, course: Course, halted: Supply) -> str:
    who, reason = pen.who(halted), halted.status_reason
    if course.state is CourseState.CONFLICT:
        others = sorted(
            {
                pen.who(portion.supply)
                for portion in course.current
                if portion.supply.origin.hcode != halted.origin.hcode
            },
            key=lambda name: (len(name), name),
        )
        said = (
            pen.say("{who} put on hold", who=who)
            if halted.status == "on-hold"
            else pen.say("{who} stopped", who=who)
        )
        because = f" “{reason}”" if reason else ""
        return f"{said}{because} · {pen.say('{who} still supplied', who=', '.join(others))}"
    date = pen.date(halted_on(halted))
    if halted.status == "completed":
        date += f" · {pen.say('course completed, says the source')}"
    return f"{who} {date} “{reason}”" if reason else f"{who} {date}"
