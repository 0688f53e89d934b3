"""Supplies by what they are: one group per set of ingredients; a name that cannot be read is a group of its own.

Two unread names are one group only where they are written alike, so that nothing is joined by a guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from viewer.record.facts import Drug, Supply
from viewer.record.formulary import Formulary, Reading


@dataclass(slots=True)
class Group:
    """Supplies of one medicine, in the order they came. ``reading`` is that of the first."""

    reading: Reading
    rows: list[Supply] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The ingredients; what could not be read is called as its source calls it."""
        if self.reading.certain:
            return " + ".join(self.reading.ingredients)
        names = dict.fromkeys(row.drug.name for row in self.rows)
        return next(iter(names)) if len(names) == 1 else _parsed(self.rows[0].drug)

    @property
    def doubt(self) -> str:
        """Why the ingredients are not known: "unresolved", "disagree"; "" when they are."""
        return "" if self.reading.certain else self.reading.how


def grouped(supplies: Iterable[Supply], formulary: Formulary) -> list[Group]:
    """Supplies in groups, in the order they are met; each medicine is read once, however many rows tell of it."""
    groups: dict[tuple[str, ...], Group] = {}
    told: dict[int, Group] = {}  # rows that tell of the same medicine mostly share its value
    for supply in supplies:
        group = told.get(id(supply.drug))
        if group is None:
            reading = formulary.read(supply.drug)
            group = groups.setdefault(_identity(supply.drug, reading), Group(reading))
            told[id(supply.drug)] = group
        group.rows.append(supply)
    return list(groups.values())


def _identity(drug: Drug, reading: Reading) -> tuple[str, ...]:
    if reading.certain:
        return ("is", *sorted(reading.ingredients))
    written = drug.ingredients or (drug.name,)
    return (reading.how, *sorted(" ".join(name.casefold().split()) for name in written))


def _parsed(drug: Drug) -> str:
    return " + ".join(drug.ingredients) or drug.name
