"""A medicine that is about to be dispensed, put before the rules as if it were taken (the prescription check).

What is proposed was chosen from a list: its ingredients are known, and no rule ever guesses them from what was typed.
"""

from collections.abc import Iterable
from datetime import date

from viewer.record.courses import Course, courses
from viewer.record.facts import Dose, Drug, Supply, SupplyKind
from viewer.record.formulary import Formulary
from viewer.record.reading.drugs import read_drug
from viewer.record.values import Concept, Origin, Precision, When
from viewer.safety.finding import Finding

PROPOSED = "Proposal"  # Origin.type of the row; no source sends it


def proposal(drug: Drug, label: str, today: date, formulary: Formulary) -> Course:
    """The course a proposed medicine would be."""
    row = Supply(
        origin=Origin("", "", PROPOSED, ""),
        when=When(today.isoformat(), Precision.DAY, today.year, today.month, today.day),
        status="active",
        kind=SupplyKind.STATEMENT,
        drug=drug,
        doses=(Dose(text=label),) if label.strip() else (),
    )
    return courses((row,), today, formulary)[0]


def chosen(name: str, strength: str, ingredients: tuple[str, ...], formulary: Formulary) -> Drug:
    """A medicine chosen from a list: what its name is known to stand for holds, whatever was typed behind it."""
    drug = read_drug(Concept(f"{name} {strength}".strip()))
    if formulary.read(drug).ingredients == ingredients:
        return drug
    return Drug(drug.name, Concept(", ".join(ingredients)), ingredients, drug.strength, drug.form)


def is_proposed(finding: Finding) -> bool:
    """Whether a proposed medicine is part of it."""
    return any(row.origin.type == PROPOSED for part in finding.parts for row in part.rows)


def about_proposals(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that a proposed medicine is part of, in their order."""
    return tuple(finding for finding in findings if is_proposed(finding))
