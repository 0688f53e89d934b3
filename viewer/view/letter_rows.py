"""Which rows a form of referral shows: they, and no others, go along with it as data.

Each choice stands beside the module that words the part (letter, letter_results, letter_medicines); a test holds the
two together by reading the letter and the data back.
"""

from collections.abc import Iterable, Iterator

from viewer.record.allergy import AllergyVerdict
from viewer.record.courses import Course, concerns_today
from viewer.record.facts import Allergy, Fact, Result, Supply
from viewer.signin.roles import REFERRAL, REFERRAL_B, REFERRAL_C, REPLY
from viewer.view import medicines as told
from viewer.view.allergies import every_row
from viewer.view.blood_groups import differing_groups
from viewer.view.findings_on_paper import finding_rows
from viewer.view.imprint import Printing
from viewer.view.letter_medicines import course_key
from viewer.view.letter_results import shown_on_paper
from viewer.view.letter_story import visits_told
from viewer.view.letter_vitals import vitals_on_paper
from viewer.view.pen import Pen
from viewer.view.problems import problems_told
from viewer.view.procedures import procedures_on_paper
from viewer.writing.referral import Carried, Part, Referred, document
from viewer.writing.referred import PAYMENT, PLAN, PROBLEMS, PROCEDURES, REASON, Written

_LOINC = {
    "allergies": "48765-2",
    "problems": "11450-4",
    "results": "30954-2",
    "vitals": "8716-3",
    "medicines": "10160-0",
    "visits": "46240-8",
    "procedures": "47519-4",
}
_LETTER = frozenset({"problems", "results", "visits"})
_SHOWS = {
    REFERRAL: _LETTER,
    REFERRAL_B: _LETTER | {"allergies", "procedures"},
    REFERRAL_C: _LETTER,
    REPLY: frozenset({"results"}),
}
"""Of the parts of the record those that not every form shows whole. Each shows the allergy frame, the newest vital
signs, the medicines, and what its remarks on them name."""


def letter_data(
    pen: Pen,
    printing: Printing,
    person: Referred,
    *,
    form: str,
    title: str,
    visits: int,
    left_out: frozenset[str] = frozenset(),
    written: Written | None = None,
    opened: bool = False,
) -> bytes:
    """The rows of a ``form`` (its code) as a FHIR document. ``visits``: how many of the newest the history tells, 0 for
    a history by hand; ``left_out``: keys of the rows that the writer leaves off the paper; ``opened``: rows of
    restricted access that were opened may be among them."""
    say = pen.say
    found = _found(pen, form, visits, left_out)
    parts = tuple(Part(name, _LOINC[code], _sent(pen, rows)) for code, name, rows in found)
    return document(
        Carried(
            reference=printing.reference,
            title=title,
            author=" · ".join(filter(None, (printing.clinician.name, printing.post.facility))),
            when=printing.now,
            person=person,
            parts=parts,
            doubts={id(row): pen.marking.doubt(row) for part in parts for row in part.rows if row.remarks},
            written=written,
            opened=opened,
            titles={
                REASON: say("Reason for referral"),
                PLAN: say("Written by who answers"),
                PROBLEMS: say("Diagnoses"),
                PROCEDURES: say("Operations and procedures (ICD-9-CM)"),
                PAYMENT: say("Coverage"),
            },
        )
    )


def _found(
    pen: Pen, form: str, visits: int, left_out: frozenset[str]
) -> Iterator[tuple[str, str, Iterable[Fact]]]:
    """The parts of a form by the codes of _LOINC, with their titles and the rows that stand in them."""
    say, shows = pen.say, _SHOWS[form]
    named = tuple(finding_rows(pen, left_out))
    every = every_row(pen) if "allergies" in shows else ()
    yield "allergies", say("Allergies"), (*_allergies(pen), *every, *_of(Allergy, named))
    if "problems" in shows:
        yield "problems", say("Diagnoses"), problems_told(pen, left_out)
    yield "vitals", say("Vital signs"), vitals_on_paper(pen)
    tests = shown_on_paper(pen, left_out) if "results" in shows else ()
    yield "results", say("Results"), (*tests, *differing_groups(pen), *_of(Result, named))
    yield "medicines", say("Medicines"), (*_medicines(pen, left_out), *_of(Supply, named))
    if "visits" in shows:
        yield "visits", say("Visits"), visits_told(pen, left_out) if visits else ()
    if "procedures" in shows:
        yield "procedures", say("Operations and procedures (ICD-9-CM)"), procedures_on_paper(pen)


def _of(kind: type[Fact], rows: Iterable[Fact]) -> Iterator[Fact]:
    """The rows of a kind that the findings on medicines name."""
    return (row for row in rows if isinstance(row, kind))


def _sent(pen: Pen, rows: Iterable[Fact]) -> tuple[Fact, ...]:
    """Each row once, and each of its sources as it was sent."""
    once = {id(row): row for row in rows}.values()
    return tuple({id(one): one for row in once for one in pen.record.members(row)}.values())


def _allergies(pen: Pen) -> Iterator[Allergy]:
    """The rows that the allergy box tells, verdict by verdict (viewer.view.allergy_words)."""
    finding = pen.finding
    for allergens in (finding.drugs, finding.foods, finding.others, finding.side_effects):
        for allergen in allergens:
            yield from allergen.rows
    unsettled = (*finding.weak_denials, *finding.negated, *finding.unknown, *finding.refuted)
    yield from {
        AllergyVerdict.ALLERGIC: finding.refuted,
        AllergyVerdict.CONFLICT: (*finding.denials, *finding.refuted),
        AllergyVerdict.DENIED: finding.denials[:1],
        AllergyVerdict.NOT_FOUND: unsettled,
        AllergyVerdict.ASKING: (*finding.denials[:1], *unsettled),
    }[finding.verdict]
    if not finding.foods:
        yield from finding.apart_denials[:1]


def _medicines(pen: Pen, left_out: frozenset[str]) -> Iterator[Fact]:
    """What each printed row is told from: what was supplied, how it is taken now, who stopped it."""
    for course in pen.courses:
        if concerns_today(course, pen.today):
            if course_key(course) not in left_out:
                yield from _course(course)
        elif told.is_forbidden(course):
            yield from course.supplies


def _course(course: Course) -> Iterator[Fact]:
    yield from (portion.supply for portion in course.current)
    yield from course.now
    if course.halted is not None:
        yield course.halted
