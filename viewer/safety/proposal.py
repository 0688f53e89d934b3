"""A medicine that is about to be dispensed, put before the rules as if it were taken (the prescription check).

What is proposed was chosen from a list: its ingredients are known, and no rule ever guesses them from what was typed.
"""

from collections.abc import Iterable
from datetime import date

from viewer.base.opaque import Opaque
from viewer.record.courses import Course, courses
from viewer.record.facts import Dose, Drug, Supply, SupplyKind
from viewer.record.formulary import Formulary
from viewer.record.values import Origin, Precision, When
from viewer.safety.finding import Finding

PROPOSED = "Proposal"  # Origin.type of the row; no source sends it


def proposal(drug: Drug, label: str, today: date, formulary: Formulary) -> Course:
    """The course a proposed medicine would be."""
    row = Supply(
        origin=Origin("", "", PROPOSED, Opaque("")),
        when=When(today.isoformat(), Precision.DAY, today.year, today.month, today.day),
        status="active",
        kind=SupplyKind.STATEMENT,
        drug=drug,
        doses=(Dose(text=label),) if label.strip() else (),
    )
    return courses((row,), today, formulary)[0]


def about_proposals(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that a proposed medicine is part of, in their order."""
    return tuple(
        finding
        for finding in findings
        if any(row.origin.type == PROPOSED for part in finding.parts for row in part.rows)
    )
