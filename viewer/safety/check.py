"""The check: every rule of the book over one record, in one pass over its medicines.

Open medicines are judged as if the restricted ones had never been sent; then each rule is asked again for what the
hidden ones add, and that is told blind. Medicines are put on the sides of rules by ingredient, never compared in pairs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from viewer.exchange.ledger import FINISHED_WELL, Ledger, LineState
from viewer.record.courses import Course, courses
from viewer.record.facts import Allergy
from viewer.record.formulary import Formulary
from viewer.record.story import Record
from viewer.safety.allergens import allergens
from viewer.safety.allergic import allergic
from viewer.safety.dosing import dose, reading
from viewer.safety.draft import Draft, Judged, Sides
from viewer.safety.exposure import Exposure, Known, exposures, known, not_compared
from viewer.safety.finding import Checked, Coverage, Finding, Unchecked
from viewer.safety.limiting import limit, monitor, past
from viewer.safety.meeting import pair, repeated, repeated_class
from viewer.safety.person import Person, person_of
from viewer.safety.rulebook import Entry, Rulebook
from viewer.safety.tables import AllergyRule, LimitRule, PastRule, RepeatRule
from viewer.safety.writing import blind_finding, joined, open_finding

Judge = Callable[[Entry, Sides, Judged], Iterator[Draft]]
_JUDGES: dict[str, Judge] = {
    "pair": pair, "limit": limit, "repeat": repeated_class, "dose": dose, "monitor": monitor, "past": past,
    "reading": reading,
}  # fmt: skip


def check(
    record: Record,
    open_courses: Sequence[Course],
    formulary: Formulary,
    book: Rulebook,
    today: date,
    ledger: Ledger,
    *,
    breast_feeding: bool = False,
) -> Checked:
    """Findings and coverage. ``open_courses`` are those of the open supplies; of the hidden ones it makes its own.
    ``breast_feeding``: the person says so today, whatever is recorded.

    Raises:
        ValueError: a restricted row stands among the open courses, where it would be told by name.
    """
    if any(row.restricted for course in open_courses for row in course.supplies):
        raise ValueError("open courses hold a restricted row")
    ordered = book.windows.ordered
    found = list(known(open_courses, today, ordered))
    hidden = [supply for supply in record.supplies if supply.restricted]
    behind = list(known(courses(hidden, today, formulary), today, ordered)) if hidden else []
    case = _Case(person_of(record, today, breast_feeding=breast_feeding), book, formulary, record.allergies)
    for one in exposures(found, hidden=False):
        case.place(one)
    for one in exposures(behind, hidden=True):
        case.place(one)
    findings = joined(case.findings(), book)
    aside = tuple(not_compared(open_courses, today, ordered))
    return Checked(findings, _coverage(case, found, aside, ledger), case.steps)


class _Case:
    """One record before the rulebook: medicines on the sides of rules, and what could not be decided."""

    def __init__(
        self, person: Person, book: Rulebook, formulary: Formulary, allergies: Sequence[Allergy]
    ) -> None:
        self.person, self.book = person, book
        self.allergens = allergens((row for row in allergies if not row.restricted), formulary)
        secret = any(row.restricted for row in allergies)
        self._all_allergens = allergens(allergies, formulary) if secret else self.allergens
        genes = (row for gene in person.genes.values() for row in (*gene.yes, *gene.no))
        self._secret_genes = any(row.restricted for row in genes)
        self.unchecked: list[Unchecked] = []
        self.steps = 0
        self._formulary = formulary
        self._open: dict[str, list[Exposure]] = defaultdict(list)
        self._hidden: dict[str, list[Exposure]] = defaultdict(list)
        self._sides: dict[int, dict[int, list[Exposure]]] = defaultdict(lambda: defaultdict(list))

    def place(self, one: Exposure) -> None:
        """Put a medicine on every side it stands on, as far as it counts there."""
        (self._hidden if one.hidden else self._open)[one.ingredient].append(one)
        for number, side in self.book.by_ingredient.get(one.ingredient, ()):
            self.steps += 1
            entry = self.book.entries[number]
            if (one.local and not entry.local[side]) or not self._counts(entry, one):
                continue
            self._sides[number][side].append(one)

    def _counts(self, entry: Entry, one: Exposure) -> bool:
        if isinstance(entry.rule, PastRule):
            return True
        days, windows = entry.rule.days, self.book.windows
        if days is None:
            days = windows.outlasting if one.ingredient in self.book.outlasting else windows.recent
        return one.counts(days)

    def findings(self) -> Iterator[tuple[Finding, int]]:
        """Every finding with the rank of its rule."""
        judged = Judged(self.person, self.unchecked.append)
        blindly = Judged(self.person, lambda _: None)
        for number, entry in enumerate(self.book.entries):
            if entry.why:
                continue
            self.steps += 1
            for draft in self._told(number, entry, judged):
                yield open_finding(draft), entry.rule.rank
            for draft in self._behind(number, entry, blindly):
                if draft.hidden and (blind := blind_finding(draft)) is not None:
                    yield blind, entry.rule.rank

    def _told(self, number: int, entry: Entry, judged: Judged) -> Iterator[Draft]:
        """What the open medicines alone say."""
        rule = entry.rule
        if isinstance(rule, AllergyRule):
            drafts = allergic(entry, self._running(self._open, rule.days), self.allergens, self._formulary)
        elif isinstance(rule, RepeatRule) and rule.side is None:
            running = self._running(self._open, rule.days)
            self.steps += len(running)
            drafts = repeated(entry, (one for rows in running.values() for one in rows), judged)
        else:
            drafts = self._of_sides(number, entry, judged, hidden_on=None)
        for draft in drafts:
            if not draft.hidden:
                yield draft

    def _behind(self, number: int, entry: Entry, judged: Judged) -> Iterator[Draft]:
        """What is said only because of something hidden."""
        rule = entry.rule
        if isinstance(rule, AllergyRule):
            if self._hidden or self._all_allergens is not self.allergens:
                present = self._running(self._everything(), rule.days)
                yield from allergic(entry, present, self._all_allergens, self._formulary)
            return
        if isinstance(rule, RepeatRule) and rule.side is None:
            return  # twice the same hidden medicine: nothing could be said of it but that it is there
        sides = self._sides.get(number, {})
        if not any(one.hidden for rows in sides.values() for one in rows):
            if isinstance(rule, LimitRule) and self._secret_genes:  # hidden may be what it is judged by
                yield from self._of_sides(number, entry, judged, hidden_on=None)
            return
        for side in range(len(entry.sides)):
            yield from self._of_sides(number, entry, judged, hidden_on=side)

    def _of_sides(self, number: int, entry: Entry, judged: Judged, hidden_on: int | None) -> Iterator[Draft]:
        """One rule over its sides; with ``hidden_on`` that side's hidden medicines alone, beside whatever is there."""
        rule = entry.rule
        placed = self._sides.get(number, {})
        sides = [
            self._side(placed.get(side, ()), rule, hidden_on is not None, side == hidden_on)
            for side in range(len(entry.sides))
        ]
        if entry.sides and not any(sides):
            return
        if isinstance(rule, LimitRule):
            self.steps += len(entry.without)
            if any(self._present(ingredient) for ingredient in entry.without):
                return
        yield from _JUDGES[rule.kind](entry, sides, judged)

    def _side(self, placed: Sequence[Exposure], rule: object, blind: bool, alone: bool) -> Sequence[Exposure]:
        if not blind:
            return [one for one in placed if not one.hidden]
        if isinstance(rule, RepeatRule):
            return placed
        hidden = [one for one in placed if one.hidden]
        return hidden if alone else [one for one in placed if not one.hidden] or hidden

    def _everything(self) -> dict[str, list[Exposure]]:
        names = dict.fromkeys((*self._open, *self._hidden))
        return {name: [*self._open.get(name, ()), *self._hidden.get(name, ())] for name in names}

    def _present(self, ingredient: str) -> bool:
        recent = self.book.windows.recent
        return any(
            one.counts(recent) for one in (*self._open.get(ingredient, ()), *self._hidden.get(ingredient, ()))
        )

    def _running(
        self, present: Mapping[str, Iterable[Exposure]], days: int | None
    ) -> dict[str, list[Exposure]]:
        window = self.book.windows.recent if days is None else days
        found = {name: [one for one in rows if one.counts(window)] for name, rows in present.items()}
        return {name: rows for name, rows in found.items() if rows}


def _coverage(case: _Case, found: Sequence[Known], aside: tuple[Course, ...], ledger: Ledger) -> Coverage:
    book = case.book
    windows = book.windows
    today = [
        one
        for one in found
        if one.ended is None
        or one.ended <= (windows.outlasting if set(one.ingredients) & book.outlasting else windows.recent)
    ]
    applied = [entry for entry in book.entries if not entry.why and entry.rule.counted]
    return Coverage(
        rules=len(applied),
        unverified=sum(not entry.rule.verified for entry in applied),
        off=tuple(entry.rule.id for entry in book.entries if entry.why == "off"),
        asleep=tuple(entry.rule.id for entry in book.entries if entry.why == "asleep"),
        faults=book.faults,
        drugs=len(today),
        resolved=sum(bool(one.ingredients) for one in today),
        unresolved=tuple(one.course for one in today if not one.ingredients),
        orders_aside=aside,
        allergies_unresolved=case.allergens.unresolved,
        unchecked=tuple({(one.rule, one.test, one.reason): one for one in case.unchecked}.values()),
        asking=tuple(line for line in ledger.lines if line.state is LineState.ASKING),
        unanswered=tuple(
            line
            for line in ledger.lines
            if line.state not in FINISHED_WELL and line.state is not LineState.ASKING
        ),
        not_asked_types=ledger.not_asked_types,
        restricted_not_asked=ledger.restricted_not_asked,
    )
