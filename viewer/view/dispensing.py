"""ประวัติการจ่ายยา: every supply by date and facility on one page, and controlled medicines by themselves.

A view, not a rule: neutral words, nobody is judged by it, and what is missing is said.
"""

from viewer.record.courses import Course
from viewer.record.denials import denial
from viewer.record.facts import Supply, SupplyKind
from viewer.view.ingredients import drug_name
from viewer.view.joining import facilities
from viewer.view.lazy import Rows
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Row, Section, Sheet
from viewer.view.silence import gaps, silence
from viewer.view.telling import with_turn

_TYPES = ("MedicationDispense", "MedicationStatement", "MedicationRequest")
_CONTROLLED = "controlled"


def dispensing(pen: Pen) -> Sheet:
    """The page: controlled medicines first, then everything that was supplied, newest first."""
    supplied = [row for row in pen.record.supplies if row.kind is not SupplyKind.ADMINISTRATION]
    named = {id(row) for course in pen.courses if is_controlled(pen, course) for row in course.supplies}
    controlled = [row for row in supplied if id(row) in named]
    sections = (
        _section(pen, "controlled", pen.say("Controlled medicines by facility and date"), controlled),
        _section(pen, "dispensed", pen.say("Dispensing history"), supplied),
    )
    return Sheet("dispensing", pen.say("Dispensing history"), sections, gaps(pen))


def is_controlled(pen: Pen, course: Course) -> bool:
    """Whether the law on narcotics or on psychotropics names one of its ingredients."""
    groups = (group for one in course.ingredients for group in pen.formulary.ingredients[one].groups)
    return any(group.startswith(_CONTROLLED) for group in groups)


def _section(pen: Pen, name: str, title: str, rows: list[Supply]) -> Section:
    say = pen.say
    return Section(
        name=name,
        title=title,
        columns=(
            say("Date"),
            say("Medicine"),
            say("Quantity"),
            say("How taken, as sent"),
            say("Facility"),
            say("Told by"),
        ),
        rows=Rows(len(rows), lambda at: _row(pen, name, rows[at])),
        caption=say("{n} rows", n=len(rows)) if rows else "",
        footer=say("Only what facilities on the network sent: what was bought elsewhere is not here"),
        empty=silence(pen.ledger, pen.words, *_TYPES),
    )


def _row(pen: Pen, name: str, row: Supply) -> Row:
    told = drug_name(pen, row.drug)
    return Row(
        key=pen.key(row, name),
        cells=(
            Cell(pen.date(row.when)),
            Cell(
                with_turn(pen, row, told) if denial(row) else told,
                note=row.drug.name if row.drug.name != told else "",
            ),
            Cell(pen.speech.quantity(row.quantity)),
            Cell(pen.speech.dose(row.doses, row.drug.form)),
            Cell(facilities(pen, row), note=row.prescriber),
            Cell(pen.kind(row)),
        ),
        marks=pen.marks(row),
        sources=pen.sources((row,)),
        day=row.when.first_day if row.when else None,
    )
