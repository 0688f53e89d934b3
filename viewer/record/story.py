"""The record of one person: all facts, all gaps, and the account of everything received."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from viewer.record.facts import (
    Allergy,
    Document,
    Fact,
    Narrative,
    Person,
    Problem,
    Procedure,
    Report,
    Result,
    Supply,
    Vaccine,
    Visit,
)
from viewer.record.others import Other
from viewer.record.series import Placed, alike


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the resources of one type: received = the sum of the other five."""

    received: int = 0
    shown: int = 0
    merged: int = 0
    restricted: int = 0
    supporting: int = 0
    gaps: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.received + other.received,
            self.shown + other.shown,
            self.merged + other.merged,
            self.restricted + other.restricted,
            self.supporting + other.supporting,
            self.gaps + other.gaps,
        )

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(
            self.received - other.received,
            self.shown - other.shown,
            self.merged - other.merged,
            self.restricted - other.restricted,
            self.supporting - other.supporting,
            self.gaps - other.gaps,
        )

    @property
    def adds_up(self) -> bool:
        """The invariant of the account."""
        return self.received == self.shown + self.merged + self.restricted + self.supporting + self.gaps


@dataclass(frozen=True, slots=True)
class Account:
    """Tallies by FHIR type; unparsable entries stand under "?"."""

    types: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def total(self) -> Tally:
        """The sum over all types."""
        return sum(self.types.values(), Tally())


@dataclass(frozen=True, slots=True)
class Gap:
    """Resources that are not shown, and why.

    ``code``: "unreadable", "wrong-person", "no-type", "too-deep", "outside-dates", "other-person" (its number, but
    another name and year of birth), "self-lost-patient" (the facility answered about everybody). Of what was not even
    received, and is in no account: "fewer-than-stated" (``detail`` "1/500"), "next-page", "withheld-in-file",
    "source-failed".
    """

    code: str
    type: str
    count: int = 1
    hcode: str = ""
    facility: str = ""
    detail: str = ""


class Joined(NamedTuple):
    """Why one row stands for several facts. ``members`` are they as sent, the leading one first.

    ``rule`` is stable; view words it: "same-result", "same-vaccine", "one-supply" ...
    """

    rule: str
    members: tuple[Fact, ...]


class Difference(NamedTuple):
    """What alone keeps a row apart from another source's: "value", "dose", "side" ... and the other row."""

    field: str
    other: Fact


@dataclass(frozen=True, slots=True)
class Hidden:
    """One row of restricted access. ``number`` is private to the binder: with a reason it is opened by it."""

    number: int
    kind: str  # field of Record
    category: str  # never worded
    asked: str = (
        ""  # hcode of the facility that sent it; for the sums of the ledger, never shown beside the row
    )
    opened: bool = False


@dataclass(frozen=True)
class Record:
    """One person's record at one moment. Tuples are in date order, newest first, undated last.

    A row that stands for several facts is one row: the others are in ``joined`` and nowhere else, so that nothing
    counts twice. ``joined``, ``differs`` and ``parted`` are by number of the row.
    """

    persons: tuple[Person, ...] = ()  # one per source that describes the person
    allergies: tuple[Allergy, ...] = ()
    problems: tuple[Problem, ...] = ()
    supplies: tuple[Supply, ...] = ()
    results: tuple[Result, ...] = ()
    reports: tuple[Report, ...] = ()
    visits: tuple[Visit, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    vaccines: tuple[Vaccine, ...] = ()
    documents: tuple[Document, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    others: tuple[Other, ...] = ()  # of every type that has no field of its own
    hidden: tuple[Hidden, ...] = ()  # every row of restricted access, by number
    gaps: tuple[Gap, ...] = ()
    account: Account = field(default_factory=Account)
    zone_doubt: frozenset[str] = frozenset()  # hcodes of sources whose "Z" may stand on local times
    remarks: tuple[str, ...] = ()  # about the whole: "stated-total-differs" ...
    joined: Mapping[int, Joined] = field(default_factory=dict)
    differs: Mapping[int, tuple[Difference, ...]] = field(default_factory=dict)
    parted: Mapping[int, tuple[int, ...]] = field(
        default_factory=dict
    )  # rows the reader split, with all of that split
    witnesses: Mapping[int, tuple[int, ...]] = field(
        default_factory=dict
    )  # by number of a fact, those of the Provenances that tell who vouches for it

    def members(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts a row stands for, as sent; of most rows the row itself."""
        joined = self.joined.get(fact.number)
        return joined.members if joined is not None else (fact,)

    @property
    def person(self) -> Person | None:
        """The person as the first source describes them."""
        return self.persons[0] if self.persons else None

    @cached_property
    def alike(self) -> tuple[list[Placed], ...]:
        """All results in groups of one test, unit and way of measuring."""
        return alike(self.results)

    def facts(self) -> Iterator[Fact]:
        """Every fact that is a row, restricted ones included; persons are not rows."""
        return chain(
            self.allergies, self.problems, self.supplies, self.results, self.reports, self.visits,
            self.procedures, self.vaccines, self.documents, self.narratives, self.others,
        )  # fmt: skip
