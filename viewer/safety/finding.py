"""What a check brings: findings with the rows they stand on, and how far the check went.

A finding on a row of restricted access is blind by construction: it holds no rule, no source, no words of the table and
no hidden row, only the open side and what is to be done about it (clinical ruling 7).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from viewer.exchange.ledger import Line
from viewer.record.courses import Course, CourseState
from viewer.record.facts import Allergy, Fact, Result, Supply


class Level(StrEnum):
    """The three levels, most severe first; what each is called is chosen in view."""

    FORBIDDEN = "forbidden"
    CONSULT = "consult"
    WATCH = "watch"

    @property
    def place(self) -> int:
        """0 for the most severe."""
        return _PLACES[self]


_PLACES = {Level.FORBIDDEN: 0, Level.CONSULT: 1, Level.WATCH: 2}


class Says(StrEnum):
    """What the most severe level is called: ห้ามใช้ร่วมกัน of a pair, ห้ามใช้ of a drug, ค่าวิกฤต of a value."""

    TOGETHER = "together"
    USE = "use"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Part:
    """One medicine of a finding: what of it counts, and the rows that say so, newest first."""

    ingredient: str
    rows: tuple[Supply, ...]
    state: CourseState
    ended: int | None = None  # days since the supply ran out; None = it may still be taken


@dataclass(frozen=True, slots=True)
class Reading:
    """One value a finding rests on, as sent; of a computed one ``equation`` says how, and ``fact`` from what."""

    test: str  # "egfr", "k", "inr", "ast", "alt", "weight", "hla-b*58:01", "g6pd", "dose" ...
    number: str  # with its comparator: "5.7", "<15", "31"; "" of a result in words
    unit: str
    day: date | None
    fact: Fact
    equation: str = ""  # "reported", "ckd-epi-2021"
    phase: str = ""  # "before-dialysis"
    stale: bool = False  # older than six months: to be said


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be said with a finding. ``code`` is stable, view words it.

    Codes: "dose", "dose-per-kg" (mg, mg/kg a day), "at-most", "at-most-per-kg" (the most the labels allow), "places"
    (how many facilities), "gestation" (weeks+days), "age" (years), "conflict" (sources disagree), "long-use" (days),
    "strengths" (two concentrations), "last-result-days", "no-egfr" (a diagnosis of the kidneys, and no number).
    """

    code: str
    detail: str = ""
    about: str = ""  # the one ingredient it is about, where it is about one of several


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule whose drug is there and that could not be decided.

    Codes of ``reason``: "no-result", "unit-unknown", "not-a-number", "not-exact" (a comparator leaves it open),
    "too-old", "undated", "child", "age-unknown", "sex-unknown", "pregnant", "dialysis", "changing", "no-weight",
    "weight-old", "weight-odd", "dose-unclear", "pregnancy-unknown", "gestation-unknown", "words-unclear".
    """

    rule: str
    test: str
    reason: str
    fact: Result | None = None
    drugs: tuple[str, ...] = ()  # which ingredients it would have been asked of


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``key`` names it over refreshes; ``fingerprint`` changes whenever a fact behind it does;
    neither can be read back, so they may be written down.

    ``rule`` is the id under which the rulebook has its words and source, "" of a restricted finding. ``also`` are rules
    that say nearly the same of the same rows. ``call`` are the facilities to ask about the hidden side.
    """

    key: str
    fingerprint: str
    level: Level
    says: Says
    rule: str = ""
    version: str = ""
    parts: tuple[Part, ...] = ()
    values: tuple[Reading, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    others: tuple[Fact, ...] = ()  # diagnoses, a last period: whatever else it rests on
    notes: tuple[Note, ...] = ()
    also: tuple[str, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()  # what else it would have looked at, and could not
    restricted: bool = False
    call: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Fact, ...]:
        """Every row it stands on that may be shown, each once."""
        found: list[Fact] = [row for part in self.parts for row in part.rows]
        found += [*(reading.fact for reading in self.values), *self.allergies, *self.others]
        return tuple({id(row): row for row in found}.values())


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the check went: it never reassures (clinical ruling 5)."""

    rules: int = 0  # that were applied
    unverified: int = 0  # of them, whose source could not be read
    off: tuple[str, ...] = ()  # switched off by the site
    asleep: tuple[str, ...] = ()  # wait for a list, or belong elsewhere
    faults: tuple[str, ...] = ()  # tables that could not be read, in words for the site
    drugs: int = 0  # medicines that count today, open ones
    resolved: int = 0  # of them, whose ingredients are known
    unresolved: tuple[Course, ...] = ()
    orders_aside: tuple[Course, ...] = ()  # ordered too long ago to be compared, and not supplied since
    allergies_unresolved: tuple[Allergy, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    asking: tuple[Line, ...] = ()  # facilities still being asked
    unanswered: tuple[Line, ...] = ()  # facilities that did not answer to their end
    not_asked_types: tuple[str, ...] = ()
    restricted_not_asked: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings in the order they are read, and the coverage. ``steps`` counts the work, for its test."""

    findings: tuple[Finding, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    steps: int = 0
