"""The prose of the referral letter: diseases, newest visits, diagnoses, each with its sources.

Each function takes the keys of the rows that the writer leaves off the paper, and lists what can be left off.
"""

from collections.abc import Iterator, Sequence

from viewer.record.facts import Visit
from viewer.view.pen import Pen
from viewer.view.problems import closed_group, of_stage, past_pregnancy_group, problem_rows
from viewer.view.sheet import Row
from viewer.view.telling import tell

VISITS = 2  # newest visits that the prefilled history tells
_SOURCES = 12  # facilities that a row of prose names


def history(pen: Pen, left_out: frozenset[str], *, visits: bool) -> str:
    """Pregnancies that are over, with their days, which stand nowhere else on a letter; ``visits``: the newest, too."""
    say = pen.say
    past = past_pregnancy_group(pen)
    over = [
        diagnosis_words(pen, row)
        for row in problem_rows(pen)
        if row.group == past and row.key not in left_out
    ]
    told = [visit_words(pen, visit) for visit in visits_told(pen, left_out)] if visits else []
    parts = (
        f"{past}: {' · '.join(over)}" if over else "",
        say("Latest visits: {list}", list="; ".join(told)) if told else "",
    )
    return "\n".join(filter(None, parts))


def omitted_prose(pen: Pen, left_out: frozenset[str]) -> str:
    """That diagnoses or visits were left off the paper; "" when none. Tables say it of their own rows."""
    if not left_out:
        return ""
    visits = sum(pen.key(visit) in left_out for visit in pen.record.visits[:VISITS])
    count = visits + sum(row.key in left_out for row in open_problems(pen))
    return (
        pen.say("Diagnoses and visits of the record not printed, as the writer chose: {n}", n=count)
        if count
        else ""
    )


def visits_told(pen: Pen, left_out: frozenset[str]) -> Iterator[Visit]:
    """The newest visits, without those left out."""
    return (visit for visit in pen.record.visits[:VISITS] if pen.key(visit) not in left_out)


def visit_words(pen: Pen, visit: Visit) -> str:
    """B 31 ส.ค. 2569 ผู้ป่วยนอก …"""
    return f"{pen.who(visit)} {pen.date(visit.when)} {tell(pen, visit)}"


def open_problems(pen: Pen) -> list[Row]:
    """Problems that no source closed and that can still go on."""
    done = (closed_group(pen), past_pregnancy_group(pen))
    return [row for row in problem_rows(pen) if row.group not in done]


def _named(pen: Pen, names: Sequence[str]) -> str:
    """The first so many of them, and how many more there are: a letter is read for what is in it."""
    told = ", ".join(names[:_SOURCES])
    more = len(names) - _SOURCES
    return pen.say("{names} and {n} more facilities", names=told, n=more) if more > 0 else told


def diagnosis_words(pen: Pen, row: Row) -> str:
    """N18.4 ไตเรื้อรังระยะ 4 (A 3 พ.ย. 2569, B): who says so, the newest with its date; who names a stage less exactly,
    apart."""
    code, sources, less = row.cells[0].code, row.sources, ""
    if code.startswith("N18"):
        same, others_ = of_stage(pen, code)
        sources = pen.sources(same) or sources
        less = "".join(
            " · " + pen.say("{who} says only {code}", who=pen.who(one), code=one.icd) for one in others_
        )
    first, *others = sources
    newest = f"{first.letter or first.facility} {first.date}"
    rest = dict.fromkeys(note.letter or note.facility for note in others)
    rest.pop(first.letter or first.facility, None)
    name = row.cells[0]
    return f"{name.code} {name.text} ({_named(pen, [newest, *rest])}){less}".strip()
