"""Medicines of the referral letter: what counts today, with sources and an empty cell for what is decided."""

from viewer.record.courses import Course, CourseState, concerns_today
from viewer.record.supplies import halted_on
from viewer.view import medicines as told
from viewer.view.joining import places_of
from viewer.view.letter_results import omitted_words
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Row, Section, Tone
from viewer.view.silence import silence
from viewer.view.standing import left_cell


def printed_courses(pen: Pen, left_out: frozenset[str] = frozenset()) -> list[Course]:
    """What counts today, in order, without what the writer leaves off the paper."""
    found = (course for course in told.in_order(pen) if concerns_today(course, pen.today))
    return [course for course in found if course_key(course) not in left_out]


def course_key(course: Course) -> str:
    """The key of a medicine's row."""
    return row_key("letter", "course", course.name.casefold(), course.route, course.doubt)


def letter_medicines(pen: Pen, courses: list[Course], left_out: frozenset[str] = frozenset()) -> Section:
    """What counts today, each row with its sources and an empty cell for what was decided."""
    say = pen.say
    places = places_of(pen, (supply for course in courses for supply in course.supplies))
    never = told.forbidden(pen)
    omitted = len(printed_courses(pen)) - len(courses) if left_out else 0
    past = len(pen.courses) - len(courses) - len(never) - omitted
    more = say("{n} more medicines used before or stopped are not printed here", n=past)
    caption = (
        say("as sent by {m} facilities · days left counted from the quantity supplied, ±1 day", m=len(places))
        if courses
        else ""
    )
    return Section(
        name="letter-medicines",
        title=say("Medicines"),
        columns=(
            "",
            say("Medicine, strength"),
            say("How taken, as sent"),
            say("Source · date · quantity"),
            say("Left"),
            say("State"),
            say("Consideration"),
        ),
        rows=tuple(_medicine(pen, course, number) for number, course in enumerate(courses, 1)),
        caption=caption,
        footer=" · ".join(filter(None, (*never, more if past else "", omitted_words(pen, omitted)))),
        empty=omitted_words(pen, omitted)
        or (
            (
                say("Only medicines used before were found")
                if told.any_used(pen)
                else told.none_used_words(pen)
            )
            if past or never
            else silence(pen.ledger, pen.words, *told.TYPES)
        ),
    )


def _medicine(pen: Pen, course: Course, number: int) -> Row:
    mark = pen.course_marks[course.state]
    extras = [extra.word for extra in told.course_marks(pen, course)[1:]]
    return Row(
        key=course_key(course),
        cells=(
            Cell(str(number)),
            Cell(told.full_name(pen, course), note=" · ".join(extras), tone=Tone.STRONG),
            Cell(told.dose_of(pen, course, between="\n"), note=told.clash_note(pen, course)),
            Cell("\n".join(supplied(pen, course))),
            Cell(_left(pen, course)),
            Cell(mark.word, tone=mark.tone),
            Cell(""),
        ),
        marks=told.course_marks(pen, course),
        sources=pen.sources(course.supplies),
    )


def _left(pen: Pen, course: Course) -> str:
    """6 วัน; since when it ran out; that it cannot be counted (why stands on the screen)."""
    if course.left is None:
        return pen.say("Cannot be counted")
    return pen.say("{n} days", n=course.left) if course.left > 0 else left_cell(pen, course, short=True).text


def supplied(pen: Pen, course: Course, *, why: bool = False) -> list[str]:
    """B 31 ส.ค. 2569 · 360 เม็ด, then who stopped it (``why`` with the reason); the newest row where nothing was
    supplied."""
    supplies = list(dict.fromkeys(portion.supply for portion in course.current)) or [course.latest]
    several = (
        len({supply.drug.strength for supply in supplies}) > 1
    )  # which of them is whose, and how many of each
    lines = []
    for supply in supplies:
        strength = pen.speech.strength(supply.drug.strength) if several else ""
        counted = " ".join(filter(None, (strength, pen.speech.quantity(supply.quantity))))
        lines.append(" · ".join(filter(None, (f"{pen.who(supply)} {pen.date(supply.when)}", counted))))
    earlier = len(course.portions) - len(supplies)
    if (
        course.state is CourseState.AS_NEEDED and earlier > 0
    ):  # how often it is fetched says how the disease is
        lines.append(pen.say("and {n} earlier supplies", n=earlier))
    if course.halted is not None and course.halted not in supplies:
        name = f"{pen.who(course.halted)} {pen.date(halted_on(course.halted))}"
        held = course.halted.status == "on-hold"
        said = pen.say("{who} put on hold", who=name) if held else pen.say("{who} stopped", who=name)
        reason = course.halted.status_reason if why else ""
        lines.append(f"{said} “{reason}”" if reason else said)
    return lines
