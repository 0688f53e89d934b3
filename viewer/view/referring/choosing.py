"""The rows of the record that a referral can show: each with its source and date, to be left off the paper or put into
a text. Only open rows: what is of restricted access stands in no letter."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from viewer.record.facts import Result
from viewer.view import medicines as told
from viewer.view.key_rows import key_name, key_series
from viewer.view.letter_medicines import course_key, printed_courses, supplied
from viewer.view.letter_results import printed_series, series_key
from viewer.view.letter_story import diagnosis_words, open_problems, visit_words, visits_told
from viewer.view.letter_vitals import vital_parts
from viewer.view.other_tests import other_tests
from viewer.view.pen import Pen, row_key
from viewer.view.procedures import procedures
from viewer.view.standing import state_note
from viewer.view.telling import result_name, result_value, tell


class Part(StrEnum):
    """The part of the letter that a row stands in."""

    DIAGNOSES = "diagnoses"
    VITALS = "vitals"
    RESULTS = "results"
    OTHER_RESULTS = "other-results"  # of no key test
    REPORTS = "reports"
    PROCEDURES = "procedures"
    MEDICINES = "medicines"
    VISITS = "visits"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row: ``words`` as it reads in a text, with source and date. ``fixed``: always on paper. ``text_only``: on
    paper where the writer puts it into a text."""

    key: str
    part: Part
    words: str
    fixed: bool = False
    text_only: bool = False


def candidates(pen: Pen) -> tuple[Candidate, ...]:
    """All of them, in the order of the letter."""
    return (
        *(Candidate(row.key, Part.DIAGNOSES, diagnosis_words(pen, row)) for row in open_problems(pen)),
        *(
            Candidate(row_key("letter", "vital", str(at)), Part.VITALS, words, fixed=True)
            for at, words in enumerate(vital_parts(pen))
        ),
        *_results(pen),
        *_other_results(pen),
        *_reports(pen),
        *_procedures(pen),
        *_medicines(pen),
        *(
            Candidate(pen.key(visit), Part.VISITS, visit_words(pen, visit))
            for visit in visits_told(pen, frozenset())
        ),
    )


def part_titles(pen: Pen) -> dict[Part, str]:
    """What the parts are called."""
    say = pen.say
    return {
        Part.DIAGNOSES: say("Diagnoses"),
        Part.VITALS: say("Vital signs"),
        Part.RESULTS: say("Results"),
        Part.OTHER_RESULTS: say("Other results, the newest of each test"),
        Part.REPORTS: say("Reports"),
        Part.PROCEDURES: say("Operations and procedures"),
        Part.MEDICINES: say("Medicines"),
        Part.VISITS: say("Visits"),
    }


def _results(pen: Pen) -> Iterator[Candidate]:
    for series in printed_series(pen, frozenset()):
        words = f"{key_name(pen, series)} {_value(pen, series.latest)}"
        yield Candidate(series_key(series), Part.RESULTS, words)


def _other_results(pen: Pen) -> Iterator[Candidate]:
    """The newest of each test that the table of key tests does not have."""
    for result in other_tests(pen, (one.latest for one in key_series(pen))):
        words = f"{result_name(pen, result)} {result_value(pen, result)} ({pen.who(result)} {pen.date(result.when)})"
        yield Candidate(pen.key(result, "text"), Part.OTHER_RESULTS, words, text_only=True)


def _reports(pen: Pen) -> Iterator[Candidate]:
    """Those that say something themselves: what only holds results together is told by these."""
    for report in pen.record.reports:
        if report.conclusion or not report.results:
            words = f"{tell(pen, report)} ({pen.who(report)} {pen.date(report.when)})"
            yield Candidate(pen.key(report, "text"), Part.REPORTS, words, text_only=True)


def _procedures(pen: Pen) -> Iterator[Candidate]:
    for row in procedures(pen).rows:
        day, code, _, done = row.cells
        words = f"{done.text} ({', '.join(filter(None, (code.text.strip('–'), day.text, done.note)))})"
        yield Candidate(row.key, Part.PROCEDURES, words, text_only=True)


def _value(pen: Pen, result: Result) -> str:
    return f"{pen.speech.value(result.value)} ({pen.who(result)} {pen.date(result.when)})"


def _medicines(pen: Pen) -> Iterator[Candidate]:
    """With what is doubtful about it in words: a conflict never turns into a plain line."""
    for course in printed_courses(pen):
        mark = pen.course_marks[course.state].word
        note = state_note(pen, course)
        source = "; ".join(supplied(pen, course))
        parts = (told.full_name(pen, course), told.dose_of(pen, course), f"({source})", mark, note)
        yield Candidate(course_key(course), Part.MEDICINES, " ".join(filter(None, parts)))
