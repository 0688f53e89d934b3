"""The pen that writes one record's sheets: open rows only, with letters, source notes and keys at hand.

Restricted facts are put aside before anything is worded, so no name, mark, sum, trend or order can show them.
"""

import gc
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import TypeVar

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger, letter
from viewer.record.allergy import AllergyFinding, judge
from viewer.record.conditions import Pregnancy, dialysis, pregnancy
from viewer.record.courses import Course, courses
from viewer.record.facts import Fact, Problem, Procedure
from viewer.record.key_results import Pressure, Series, Weight, pressures, series_of, weight
from viewer.record.kidney import Body
from viewer.record.news import NEWS
from viewer.record.story import Record
from viewer.record.values import When
from viewer.view import terms
from viewer.view.discretion import discreet
from viewer.view.sheet import Mark, Shape, SourceNote, Tone
from viewer.view.wording.grammar import Grammar, grammar

_SALT = secrets.token_bytes(16)  # keys of rows are stable in this process and mean nothing outside it


def row_key(*parts: str) -> str:
    """A key that stays the same over refreshes and from which nothing can be read back."""
    return blake2b("\x1f".join(parts).encode(), key=_SALT, digest_size=9).hexdigest()


@contextmanager
def gc_paused() -> Iterator[None]:
    """Thousands of small values that all live on: collecting while they are made only costs time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Pen:
    """One record, its ledger and the day, with what every sheet needs worked out at most once.

    ``record`` holds open rows only; ``hidden`` counts the restricted ones. A fact that did not come from a binder
    is numbered by its place in Record.facts().
    """

    def __init__(self, record: Record, ledger: Ledger, today: date, words: Words) -> None:
        self._all_allergies = record.allergies
        self._places = {id(fact): place for place, fact in enumerate(record.facts()) if fact.number < 0}
        self.record = _open_rows(record)
        self.hidden = sum(1 for fact in record.facts() if fact.restricted)
        self.restricted = record.hidden  # what may be listed, opened ones included
        self.ledger = discreet(ledger, record)
        self.today = today
        self.words = words
        self.say = words.say
        self.speech: Grammar = grammar(words)
        self._kinds = terms.kinds(words)
        self._remarks = terms.remarks(words)
        self._states = terms.row_states(words)
        self.flags = terms.flags(words)
        self.course_marks = terms.course_marks(words)
        self.visit_kinds = terms.visit_kinds(words)
        self.told: dict[int, str] = {}  # facts told in one line, by id(): see telling
        self.row_marks: dict[int, tuple[Mark, ...]] | None = None  # by number of a fact: see marking
        self._notes: dict[int, SourceNote] = {}
        self._dates: dict[str, str] = {}

    @cached_property
    def letters(self) -> dict[str, str]:
        """Badge letters by facility code; for files, which have no ledger, in order of appearance."""
        if self.ledger.lines:
            return {line.facility.hcode: line.letter for line in self.ledger.lines}
        codes = dict.fromkeys(fact.origin.hcode for fact in self.record.facts() if fact.origin.hcode)
        return {code: letter(position) for position, code in enumerate(codes)}

    @cached_property
    def finding(self) -> AllergyFinding:
        """The verdict on allergy. Restricted rows are only counted in it."""
        return judge(self._all_allergies, self.ledger, self.today)

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """All medicines."""
        return courses(self.record.supplies, self.today)

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """Key tests and vital signs."""
        return series_of(self.record.results)

    @cached_property
    def pregnancy(self) -> Pregnancy | None:
        """The pregnancy open today."""
        return pregnancy(self.record, self.today)

    @cached_property
    def dialysis(self) -> Problem | Procedure | None:
        """The row that says the person is on dialysis."""
        return dialysis(self.record)

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
    def pressures(self) -> tuple[Pressure, ...]:
        """Blood pressures, newest first."""
        return pressures(self.record.results)

    @cached_property
    def weight(self) -> Weight | None:
        """The weight to use."""
        return weight(self.series)

    def date(self, when: When | None) -> str:
        """A date in words, remembered: many rows share one."""
        if when is None:
            return self.speech.when(None)
        if (told := self._dates.get(when.raw)) is None:
            told = self._dates[when.raw] = self.speech.when(when)
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
            note = self._notes[id(fact)] = SourceNote(
                facility=self.facility(fact),
                letter=self.letter(fact),
                type=self._kinds.get(fact.origin.type, fact.origin.type),
                date=self.date(fact.when),
                fact=fact.number if fact.number >= 0 else self._places.get(id(fact), -1),
            )
        return note

    def sources(self, facts: Iterable[Fact]) -> tuple[SourceNote, ...]:
        """Where several facts came from, in their order."""
        return tuple(map(self.source, facts))

    def who(self, fact: Fact) -> str:
        """Whose a fact is, within a sentence: the letter on the ledger; of files, which show no letters, the name."""
        return (self.letter(fact) if self.ledger.lines else "") or self.facility(fact)

    def badges(self, facts: Iterable[Fact]) -> tuple[str, ...]:
        """The letters behind several facts, each once, in letter order."""
        return tuple(
            sorted({found for fact in facts if (found := self.letter(fact))}, key=lambda x: (len(x), x))
        )

    def key(self, fact: Fact, *parts: str) -> str:
        """The key of a fact's row; ``parts`` tell rows of the same fact apart."""
        origin = fact.origin
        return row_key(origin.hcode, origin.type, origin.id.reveal(), origin.version, *parts)

    def kind(self, fact: Fact) -> str:
        """What the fact's FHIR type is called."""
        return self._kinds.get(fact.origin.type, fact.origin.type)

    def remarks(self, fact: Fact) -> tuple[str, ...]:
        """Remarks on a fact, in words. A second date that cannot be read is no doubt on the date that is shown."""
        dated = fact.when is not None and fact.when.usable
        return tuple(
            self.say("One of its dates could not be read")
            if dated and remark.code == "date-unreadable"
            else self._remark(remark.code)
            for remark in fact.remarks
        )

    def _remark(self, code: str) -> str:
        return self._remarks.get(code) or self.say("A remark from reading: {code}", code=code)

    def doubts(self, fact: Fact, codes: frozenset[str]) -> tuple[Mark, ...]:
        """Marks of those remarks only whose code is among ``codes``: for a row that shows one field of a fact."""
        return tuple(
            Mark(Shape.TAG, self._remark(remark.code), Tone.DOUBT)
            for remark in fact.remarks
            if remark.code in codes
        )

    def marks(self, fact: Fact) -> tuple[Mark, ...]:
        """Marks every row of a fact carries: a status that must be seen, and remarks that cast doubt."""
        found = []
        if state := self._states.get(fact.status):
            found.append(
                Mark(Shape.TAG, state, Tone.DOUBT if fact.status == "entered-in-error" else Tone.PLAIN)
            )
        if fact.remarks:
            dated = fact.when is not None and fact.when.usable
            found += [
                Mark(Shape.TAG, self._remark(remark.code), Tone.DOUBT)
                for remark in fact.remarks
                if remark.code not in _QUIET and not (dated and remark.code == "date-unreadable")
            ]
        return tuple(found)


# Remarks that a reader need not stop at: told in the note of an opened row only.
_QUIET = frozenset({"severity-constant", "facility-from-parcel", "reference-broken", "newer-version", *NEWS})


_Row = TypeVar("_Row", bound=Fact)


def _open(rows: tuple[_Row, ...]) -> tuple[_Row, ...]:
    return tuple(row for row in rows if not row.restricted)


def _open_rows(record: Record) -> Record:
    if not any(fact.restricted for fact in record.facts()):
        return record
    return replace(
        record,
        allergies=_open(record.allergies),
        problems=_open(record.problems),
        supplies=_open(record.supplies),
        results=_open(record.results),
        reports=_open(record.reports),
        visits=_open(record.visits),
        procedures=_open(record.procedures),
        vaccines=_open(record.vaccines),
        documents=_open(record.documents),
        narratives=_open(record.narratives),
    )
