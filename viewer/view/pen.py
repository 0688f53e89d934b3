"""The pen that writes one record's sheets: open rows only, with letters, source notes and keys at hand.

Restricted facts are put aside before anything is worded, so no name, mark, sum, trend or order can show them.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any, TypeVar

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger, letter
from viewer.record.allergy import AllergyFinding, judge
from viewer.record.conditions import Expecting, Pregnancy, deliveries, dialysis, expecting
from viewer.record.courses import Course, CourseState, courses
from viewer.record.facts import Allergy, Fact, Problem, Procedure, Result
from viewer.record.habits import Habits, habits
from viewer.record.key_results import Pressure, may_tell_pressure, pressures
from viewer.record.kidney import Body
from viewer.record.lactation import Lactation, lactation
from viewer.record.measures import Weight, weight
from viewer.record.others import Other
from viewer.record.series import Series, among, series_among
from viewer.record.story import Record
from viewer.record.values import When
from viewer.record.witnesses import TYPE as PROVENANCE
from viewer.safety.check import check
from viewer.safety.dismissal import Dismissal, Sifted, sift
from viewer.safety.finding import Checked
from viewer.safety.proposal import chosen, proposal
from viewer.safety.reference import Reference, reference
from viewer.view import other_words, terms
from viewer.view.apart import difference_words
from viewer.view.discretion import discreet, open_rows
from viewer.view.lazy import Later
from viewer.view.marking import Marking
from viewer.view.other_words import OtherWords
from viewer.view.sheet import Mark, Shape, SourceNote, Tone
from viewer.view.wording.grammar import Grammar, grammar
from viewer.visit.prescription import Proposed

_SALT = secrets.token_bytes(16)  # keys of rows are stable in this process and mean nothing outside it


def row_key(*parts: str) -> str:
    """A key that stays the same over refreshes and from which nothing can be read back."""
    return blake2b("\x1f".join(parts).encode(), key=_SALT, digest_size=9).hexdigest()


_Made = TypeVar("_Made")


class Pen:
    """One record, its ledger and the day, with what every sheet needs worked out at most once.

    ``record`` holds open rows only; ``hidden`` counts the restricted ones. A fact that did not come from a binder
    is numbered by its place in Record.facts().
    """

    def __init__(
        self,
        record: Record,
        ledger: Ledger,
        today: date,
        words: Words,
        desk: Reference | None = None,
        dismissals: tuple[Dismissal, ...] = (),
        proposals: tuple[Proposed, ...] = (),
        *,
        breast_feeding: bool = False,
    ) -> None:
        self._whole, self._asked = record, ledger  # with what is hidden: for the rules only
        self.dismissals = dismissals
        self.proposals = proposals
        self.breast_feeding = breast_feeding  # said at the desk today
        self._all_allergies = record.allergies
        unnumbered = [fact for fact in record.facts() if fact.number < 0]  # no restricted one has a number
        self._places = {id(fact): place for place, fact in enumerate(record.facts())} if unnumbered else {}
        self.hidden = sum(1 for fact in unnumbered if fact.restricted)
        self.record = open_rows(record) if self.hidden else record
        self.restricted = record.hidden  # what may be listed, opened ones included
        self.ledger = discreet(ledger, record)
        self.today = today
        self.words = words
        desk = desk or reference()
        self.formulary, self.book = desk.formulary, desk.book
        self.say = words.say
        self.speech: Grammar = grammar(words)
        self.kinds = terms.kinds(words)
        self.marking = Marking(words, record.zone_doubt)
        self.flags = terms.flags(words)
        self.course_marks = terms.course_marks(words)
        self.visit_kinds = terms.visit_kinds(words)
        self.short_names = terms.short_names(words)
        self.told: dict[int, str] = {}  # facts told in one line, by id(): see telling
        self.came = frozenset[str]()  # the ids of all that came: see unsent
        self._made: dict[tuple[str, int], tuple[object, Any]] = {}  # by id() of a thing, kept with it
        self._notes: dict[int, SourceNote] = {}
        self._dates: dict[str, str] = {}

    @cached_property
    def of_others(self) -> OtherWords:
        """What is said of rows read by the table."""
        return other_words.said(self.words)

    @cached_property
    def letters(self) -> dict[str, str]:
        """Badge letters by facility code; for files, which have no ledger, in order of appearance."""
        if self.ledger.lines:
            return {line.facility.hcode: line.letter for line in self.ledger.lines}
        joined = self.record.joined.values()
        codes = dict.fromkeys([fact.origin.hcode for fact in self.record.facts()])
        codes |= dict.fromkeys([fact.origin.hcode for one in joined for fact in one.members])
        codes.pop("", None)
        return {code: letter(position) for position, code in enumerate(codes)}

    @cached_property
    def finding(self) -> AllergyFinding:
        """The verdict on allergy, from every source's own row. Restricted rows are only counted in it."""
        told = [member for row in self._all_allergies for member in self.record.members(row)]
        return judge((row for row in told if isinstance(row, Allergy)), self.ledger, self.today)

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """All medicines."""
        return courses(self.record.supplies, self.today, self.formulary)

    @cached_property
    def checked(self) -> Checked:
        """What the rules find in the whole record; of hidden rows it names nothing."""
        courses_ = (*self.courses, *self.proposed)
        return check(
            self._whole, courses_, self.formulary, self.book, self.today, self._asked,
            breast_feeding=self.breast_feeding,
        )  # fmt: skip

    @cached_property
    def proposed(self) -> tuple[Course, ...]:
        """What is about to be dispensed, as if it were taken."""
        return tuple(
            proposal(
                chosen(one.name, one.strength, one.ingredients, self.formulary),
                one.label,
                self.today,
                self.formulary,
            )
            for one in self.proposals
        )

    @cached_property
    def sifted(self) -> Sifted:
        """The findings that stand, and those that were put aside."""
        return sift(self.checked.findings, self.dismissals)

    @cached_property
    def warfarin(self) -> bool:
        """Whether a course of warfarin is known, past ones included."""
        return any(
            "warfarin" in course.ingredients and course.state is not CourseState.DENIED
            for course in self.courses
        )

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Key tests and vital signs."""
        return series_among(self.record.alike)

    @cached_property
    def _expecting(self) -> Expecting:
        return expecting(self.record, self.today)

    @property
    def pregnancy(self) -> Pregnancy | None:
        """The pregnancy open today."""
        return self._expecting.pregnancy

    @property
    def undecided_period(self) -> Result | None:
        """A last period of which nobody says whether a pregnancy followed."""
        return self._expecting.period

    @cached_property
    def deliveries(self) -> tuple[date, ...]:
        """The days of her deliveries."""
        return tuple(deliveries(self.record))

    @cached_property
    def lactation(self) -> Lactation | None:
        """Whether she breast-feeds, as far as anybody says."""
        return lactation(self.record, self.today, told=self.breast_feeding)

    @cached_property
    def dialysis(self) -> Problem | Procedure | None:
        """The row that says the person is on dialysis."""
        return dialysis(self.record)

    @cached_property
    def witnesses(self) -> dict[int, tuple[Other, ...]]:
        """By number of a fact, the open rows that tell who vouches for it."""
        told = self.record.witnesses
        if not told:
            return {}
        rows = {row.number: row for row in self.record.others if row.origin.type == PROVENANCE}
        return {
            target: found
            for target, numbers in told.items()
            if (found := tuple(rows[number] for number in numbers if number in rows))
        }

    @cached_property
    def birth(self) -> When | None:
        """The birth date to count from: the first usable one, else the first sent."""
        sent = [person.birth for person in self.record.persons if person.birth is not None]
        return next((birth for birth in sent if birth.usable), sent[0] if sent else None)

    @cached_property
    def body(self) -> Body:
        """What equations need to know of the person."""
        sex = next((person.gender for person in self.record.persons if person.gender), "")
        born = self.birth.first_day if self.birth else None
        return Body(sex, born, self.pregnancy is not None, self.dialysis is not None)

    @cached_property
    def habits(self) -> Habits:
        """What sources send alike on every diagnosis."""
        return habits(self.record.problems, self.today)

    @cached_property
    def pressures(self) -> tuple[Pressure, ...]:
        """Blood pressures, newest first."""
        return pressures(among(self.record.alike, may_tell_pressure))

    @cached_property
    def weight(self) -> Weight | None:
        """The weight to use."""
        return weight(self.series)

    def once(self, name: str, thing: object, make: Callable[[], _Made]) -> _Made:
        """What several sheets draw of one thing is made for the first of them."""
        key = name, id(thing)
        if (known := self._made.get(key)) is None:
            known = self._made[key] = thing, make()
        made: _Made = known[1]
        return made

    def date(self, when: When | None) -> str:
        """A date in words, remembered: many rows share one."""
        if when is None:
            return self.speech.when(None)
        key = when.flaw + when.raw  # the same words may be no date in one field, and words in another
        if (told := self._dates.get(key)) is None:
            told = self._dates[key] = self.speech.when(when)
        return told

    def facility(self, fact: Fact) -> str:
        """The facility's name as shown."""
        return fact.origin.facility or self.say("Facility not named")

    def letter(self, fact: Fact) -> str:
        """The facility's badge letter; "" when it is not on the ledger."""
        return self.letters.get(fact.origin.hcode, "")

    def source(self, fact: Fact) -> SourceNote:
        """Where a fact came from."""
        if (note := self._notes.get(id(fact))) is None:
            origin, number = fact.origin, fact.number
            note = self._notes[id(fact)] = SourceNote(
                facility=origin.facility or self.facility(fact),
                letter=self.letters.get(origin.hcode, ""),
                type=self.kinds.get(origin.type, origin.type),
                date=self.date(fact.when),
                fact=number if number >= 0 else self._places.get(id(fact), -1),
            )
        return note

    def sources(self, facts: Sequence[Fact]) -> Sequence[SourceNote]:
        """Where several rows came from, in their order: every source of each."""
        return Later(lambda: self._sources(facts))

    def _sources(self, facts: Iterable[Fact]) -> tuple[SourceNote, ...]:
        joined = self.record.joined
        if not joined:
            return tuple([self.source(fact) for fact in facts])
        found: list[SourceNote] = []
        for fact in facts:
            if (one := joined.get(fact.number)) is None:
                found.append(self.source(fact))
            else:
                found += [self.source(member) for member in one.members]
        return tuple(found)

    def who(self, fact: Fact) -> str:
        """Whose a fact is, within a sentence: the letter on the ledger; of files, which show no letters, the name."""
        return (self.letter(fact) if self.ledger.lines else "") or self.facility(fact)

    def badges(self, facts: Iterable[Fact]) -> tuple[str, ...]:
        """The letters behind several facts, each once, in letter order."""
        told = (member for fact in facts for member in self.record.members(fact))
        letters = {found for fact in told if (found := self.letter(fact))}
        return tuple(sorted(letters, key=lambda x: (len(x), x)))

    def key(self, fact: Fact, *parts: str) -> str:
        """The key of a fact's row; ``parts`` tell rows of the same fact apart."""
        origin = fact.origin
        return row_key(origin.hcode, origin.type, origin.id.reveal(), origin.version, *parts)

    def kind(self, fact: Fact) -> str:
        """What the fact's FHIR type is called."""
        return self.kinds.get(fact.origin.type, fact.origin.type)

    def remarks(self, fact: Fact) -> tuple[str, ...]:
        """Remarks on a fact, in words. A second date that cannot be read is no doubt on the date that is shown."""
        return self.marking.remarks(fact)

    def marks(self, *facts: Fact) -> tuple[Mark, ...]:
        """Marks every row of these facts carries: a status that must be seen, what casts doubt, what keeps it apart."""
        record = self.record
        own = self.marking.marks(*facts)
        apart = [fact for fact in facts if fact.number in record.differs or fact.number in record.parted]
        if not apart:
            return own
        return tuple(dict.fromkeys((*own, *(mark for fact in apart for mark in self._apart(fact)))))

    def _apart(self, fact: Fact) -> Iterator[Mark]:
        """That another source says nearly the same, and what differs; that the reader split a row."""
        for difference in self.record.differs.get(fact.number, ()):
            other = difference.other
            who = self.kind(other) if other.origin.hcode == fact.origin.hcode else self.who(other)
            yield Mark(Shape.TAG, difference_words(difference, who, self.words, self.speech), Tone.DOUBT)
        if fact.number in self.record.parted:
            yield Mark(Shape.TAG, self.say("Shown apart, as you chose"), Tone.QUIET)


def ago(pen: Pen, when: When | None) -> str:
    """How long ago; "" of a year or a month alone, whose days nobody sent."""
    day = when.exact_day if when else None
    return pen.speech.ago(day, pen.today) if day else ""
