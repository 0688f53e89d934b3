"""Which rows a referral letter shows: they, and no others, go along with it as data.

Each choice stands beside the module that words the part (letter, letter_results, letter_medicines); a test holds the
two together by reading the letter and the data back.
"""

from collections.abc import Iterable, Iterator

from viewer.base.opaque import Opaque
from viewer.record.allergy import AllergyVerdict
from viewer.record.courses import Course, concerns_today
from viewer.record.facts import Allergy, Fact, Problem, Result, Supply
from viewer.view import medicines as told
from viewer.view.findings_on_paper import finding_rows
from viewer.view.imprint import Printing
from viewer.view.letter_medicines import course_key
from viewer.view.letter_results import differing_groups, shown_on_paper, vitals_on_paper
from viewer.view.letter_story import visits_told
from viewer.view.pen import Pen
from viewer.view.problems import problems_that_go_on, problems_told
from viewer.writing.referral import Carried, Part, Referred, document
from viewer.writing.referred import Written

_LOINC = {
    "allergies": "48765-2",
    "problems": "11450-4",
    "results": "30954-2",
    "vitals": "8716-3",
    "medicines": "10160-0",
    "visits": "46240-8",
}


def letter_data(
    pen: Pen,
    printing: Printing,
    *,
    title: str,
    visits: int,
    address: str,
    left_out: frozenset[str] = frozenset(),
    written: Written | None = None,
) -> bytes:
    """The rows as a FHIR document. ``visits``: how many of the newest the history tells, 0 for a history by hand;
    ``left_out``: keys of the rows that the writer leaves off the paper."""
    person = Referred(
        name=printing.name,
        citizen_id=Opaque(printing.citizen_id),
        gender=next((one.gender for one in pen.record.persons if one.gender), ""),
        birth=pen.birth.raw if pen.birth else "",
        phone=next((phone for one in pen.record.persons for phone in one.phones), ""),
        address=address,
    )
    say = pen.say
    found = tuple(finding_rows(pen, left_out))
    parts = (
        ("allergies", say("Allergies"), (*_allergies(pen), *_of(Allergy, found))),
        ("problems", say("Diagnoses"), _problems(pen, left_out, told_too=bool(visits))),
        ("vitals", say("Vital signs"), vitals_on_paper(pen)),
        (
            "results",
            say("Results"),
            (*shown_on_paper(pen, left_out), *differing_groups(pen), *_of(Result, found)),
        ),
        ("medicines", say("Medicines"), (*_medicines(pen, left_out), *_of(Supply, found))),
        ("visits", say("Visits"), visits_told(pen, left_out) if visits else ()),
    )
    author = " · ".join(filter(None, (printing.clinician.name, printing.post.facility)))
    return document(
        Carried(
            reference=printing.reference,
            title=title,
            author=author,
            when=printing.now,
            person=person,
            parts=tuple(Part(name, _LOINC[code], _sent(pen, rows)) for code, name, rows in parts),
            written=written,
            written_title=say("Reason for referral"),
        )
    )


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
    unsettled = (*finding.weak_denials, *finding.unknown, *finding.refuted)
    yield from {
        AllergyVerdict.ALLERGIC: finding.refuted,
        AllergyVerdict.CONFLICT: (*finding.denials, *finding.refuted),
        AllergyVerdict.DENIED: finding.denials[:1],
        AllergyVerdict.NOT_FOUND: unsettled,
        AllergyVerdict.ASKING: (*finding.denials[:1], *unsettled),
    }[finding.verdict]
    if not finding.foods:
        yield from finding.apart_denials[:1]


def _problems(pen: Pen, left_out: frozenset[str], *, told_too: bool) -> Iterator[Problem]:
    """Of the diagnoses; ``told_too``: and of the history that is made of the record."""
    return problems_told(pen, left_out) if told_too else problems_that_go_on(pen, left_out)


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
