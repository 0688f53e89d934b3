"""Who answers for the person, or is told of them: every Patient.contact and every RelatedPerson of a record.

Each stands as its source sends it. Two sources may differ in name, relation or telephone, and which of them is right
nobody here can know: nothing is joined and nothing is chosen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from viewer.record.facts import Fact
from viewer.record.others import Other
from viewer.record.people import PersonName
from viewer.record.story import Record
from viewer.record.values import Concept, Span, When

TYPE = "RelatedPerson"
MAJORITY = 20  # years: until then others answer for a person (Civil and Commercial Code, section 19)


class Kin(IntEnum):
    """How near somebody is to a child: who answers for it first."""

    GUARDIAN = 0
    PARENT = 1
    OTHER = 2
    NO_KIN = 3  # an employer, an insurer, an office: never told of as a relative


# Codes of HL7 v2-0131 and v3-RoleCode, and the words that Thai feeds write in their place.
_KINDS = {
    Kin.GUARDIAN: frozenset({"GUARD", "ผู้ปกครอง", "ผู้แทนโดยชอบธรรม", "guardian"}),
    Kin.PARENT: frozenset(
        {"PRN", "MTH", "NMTH", "FTH", "NFTH", "มารดา", "บิดา", "แม่", "พ่อ", "บิดามารดา", "mother", "father", "parent"}
    ),
    Kin.NO_KIN: frozenset({"E", "F", "I", "S", "BP"}),
}  # fmt: skip

TO_BE_TOLD = frozenset({"C", "CP", "EP", "N", "O", "U"})
"""Codes of v2-0131 that say whom to tell, and nothing of how they are related."""


@dataclass(frozen=True, slots=True)
class Relative:
    """One of them as one source tells it. ``fact`` is the row or the Patient that does; ``organization`` where a
    place stands in the stead of a person; ``ended``: the source says that it holds no more."""

    fact: Fact
    name: PersonName
    relations: tuple[Concept, ...] = ()
    phones: tuple[str, ...] = ()
    organization: str = ""
    period: Span | None = None
    ended: bool = False

    @property
    def kin(self) -> Kin:
        """By the relations that are sent, the nearest of them."""
        told = {
            word for one in self.relations for word in (one.text, *(coding.code for coding in one.codings))
        }
        return next((kind for kind, words in _KINDS.items() if told & words), Kin.OTHER)


def relatives(record: Record, today: date) -> tuple[Relative, ...]:
    """All of them: those of the Patients first, then the rows. The record holds what may be seen and nothing else."""
    return (*_contacts(record, today), *_rows(record, today))


def _contacts(record: Record, today: date) -> Iterator[Relative]:
    for person in record.persons:
        for one in person.contacts:
            over = _over(one.period.end if one.period is not None else None, today)
            yield Relative(person, one.name, one.relations, one.phones, one.organization, one.period, over)


def _rows(record: Record, today: date) -> Iterator[Relative]:
    for row in record.others:
        if row.origin.type == TYPE:
            over = row.status == "entered-in-error" or False in row.values("valid") or _over(row.end, today)
            span = Span(row.when, row.end) if row.when or row.end else None
            yield Relative(
                row, PersonName(text=row.title), _relations(row), _phones(row), period=span, ended=over
            )


def _relations(row: Other) -> tuple[Concept, ...]:
    """A relation in words alone is read as text."""
    told = (
        Concept(value) if isinstance(value, str) else value
        for value in row.values("relationship")
        if isinstance(value, str | Concept)
    )
    return tuple(told) or ((row.concept,) if row.concept else ())


def _phones(row: Other) -> tuple[str, ...]:
    """An address of mail is no telephone."""
    return tuple(
        value for value in row.values("phone") if isinstance(value, str) and value and "@" not in value
    )


def _over(end: When | None, today: date) -> bool:
    """Whether a period has ended for certain: one that ends this year, as far as is told, may still run."""
    if end is None or not end.usable:
        return False
    last = (end.year, end.month, end.day)[: min(end.precision, 3)]
    return last < (today.year, today.month, today.day)[: len(last)]
