"""What the rules say, on the form: beside each of its medicines, and below them what is on none of them."""

from collections.abc import Iterator, Sequence

from viewer.record.courses import Course
from viewer.safety.finding import Finding, Level
from viewer.view.finding_words import headline, level_words
from viewer.view.findings_on_paper import finding_lines, in_lines, reach
from viewer.view.pen import Pen

_SIGNS = {Level.FORBIDDEN: "■", Level.CONSULT: "▲", Level.WATCH: "○"}


def warned(pen: Pen, course: Course) -> Iterator[str]:
    """▲ ปรึกษาแพทย์ก่อนจ่าย: … beside the choice: every level, a line for each, the most severe first."""
    mine = _rows_of((course,))
    found: dict[tuple[str, str], dict[str, None]] = {}
    for one in sorted(pen.sifted.standing, key=lambda one: one.level.place):
        if not one.restricted and _is_on(one, mine):
            found.setdefault((_SIGNS[one.level], level_words(pen.words, one.level, one.says)), {}).setdefault(
                headline(pen, one)
            )
    for (sign, level), heads in found.items():
        whole = [text for text in heads if not any(other.startswith(f"{text} ·") for other in heads)]
        yield f"{sign} {level}: {'; '.join(whole)}"


def apart(pen: Pen, printed: Sequence[Course]) -> list[Finding]:
    """What is said of none of the medicines that are ``printed``: a value alone, what ran out."""
    rows = _rows_of(printed)
    return [one for one in pen.sifted.standing if not one.restricted and not _is_on(one, rows)]


def rules_said(pen: Pen, found: Sequence[Finding], *, opened: bool) -> tuple[str, ...]:
    """Lines of what stands apart, what is left off, and how far the check went."""
    return (*finding_lines(pen, in_lines(pen, found)), reach(pen, (), opened=opened))


def _rows_of(courses: Sequence[Course]) -> set[int]:
    return {id(row) for course in courses for row in course.supplies}


def _is_on(finding: Finding, rows: set[int]) -> bool:
    return any(id(row) in rows for part in finding.parts for row in part.rows)
