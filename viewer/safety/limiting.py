"""A medicine and the person: contraindications by result or condition, monitoring, and what reached a pregnancy."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from viewer.record.conditions import TERM
from viewer.record.facts import Fact, Result
from viewer.record.supplies import Portion
from viewer.safety.draft import Draft, Judged, Sides, in_order
from viewer.safety.exposure import Exposure
from viewer.safety.finding import Level, Note, Reading, Unchecked
from viewer.safety.genes import allele
from viewer.safety.person import Person
from viewer.safety.rulebook import Entry
from viewer.safety.tables import Ground, LimitRule, MonitorRule, PastRule
from viewer.safety.values import Measured, holds


@dataclass(frozen=True, slots=True)
class Answer:
    """What one ground says: yes (with what it rests on), no, or None and why."""

    yes: bool | None
    values: tuple[Reading, ...] = ()
    others: tuple[Fact, ...] = ()
    notes: tuple[Note, ...] = ()
    test: str = ""
    why: str = ""
    fact: Fact | None = None


NO = Answer(False)
_WEEK = 7
_SINGLE = re.compile(r"ครั้งเดียว|\bsingle dose\b|\bstat\b", re.I)


def limit(entry: Entry, sides: Sides, judged: Judged) -> Iterator[Draft]:
    """All sides there, and one ground or more."""
    rule = entry.rule
    if not isinstance(rule, LimitRule):
        return
    if rule.daily:
        sides = [[one for one in side if not _is_rare(one)] for side in sides]
    if not all(sides):
        return
    exposures = in_order(one for side in sides for one in side)
    answers = [ground_holds(ground, judged.person) for ground in rule.when]
    yes = [answer for answer in answers if answer.yes]
    if not yes:
        for answer in answers:
            if answer.yes is None and sides:
                drugs = tuple(one.ingredient for one in exposures)
                judged.unsure(entry, answer.test, answer.why, answer.fact, drugs)
        return
    level, notes = _longer(rule, exposures, judged.person.today)
    yield Draft(
        entry,
        exposures,
        _once(value for answer in yes for value in answer.values),
        others=tuple(fact for answer in yes for fact in answer.others),
        notes=(*(note for answer in yes for note in answer.notes), *notes),
        level=level,
        unchecked=tuple(_undecided(entry, answer) for answer in answers if answer.yes is None),
    )


def _undecided(entry: Entry, answer: Answer) -> Unchecked:
    result = answer.fact if isinstance(answer.fact, Result) else None
    return Unchecked(entry.rule.id, answer.test, answer.why, result)


def ground_holds(ground: Ground, person: Person) -> Answer:
    """Whether one ground holds of this person."""
    if ground.test is not None:
        return _by_test(ground, person)
    if ground.age_above is not None:
        age = person.age
        if age is None:
            return Answer(None, test="age", why="age-unknown")
        return Answer(True, notes=(Note("age", str(age)),)) if age > ground.age_above else NO
    if ground.pregnant_from_week is not None:
        return _by_pregnancy(ground.pregnant_from_week, person)
    if ground.lactating:
        return _by_lactation(person)
    if ground.dialysis:
        return NO if person.dialysis is None else Answer(True, others=(person.dialysis,))
    if ground.problems:
        rows = tuple(one for one in person.problems if one.icd.startswith(ground.problems))
        standing = tuple(one for one in rows if one.clinical not in ("inactive", "resolved", "remission"))
        if not standing:
            return NO
        kidneys = standing[0].icd.startswith("N18") and person.kidney.used is None
        return Answer(True, others=standing[:1], notes=(Note("no-egfr"),) if kidneys else ())
    return _by_gene("g6pd" if ground.g6pd_deficient else allele(ground.hla), person)


def _by_test(ground: Ground, person: Person) -> Answer:
    test = ground.test or ""
    told: tuple[Reading, ...] = ()
    if test == "egfr":
        kidney = person.kidney
        value, told, why = kidney.used, kidney.told, kidney.why
    else:
        value = person.values.get(test)
        why = "" if value is not None else "no-result"
    if value is None or why or value.why:
        return Answer(
            None, test=test, why=why or (value.why if value else ""), fact=value.result if value else None
        )
    if value.day is None or (person.today - value.day).days > (ground.days or 0):
        return Answer(None, test=test, why="too-old", fact=value.result)
    answer = holds(ground, value)
    if answer is None:
        return Answer(None, test=test, why="not-exact", fact=value.result)
    if not answer:
        return _still_in_doubt(person) if test == "egfr" else NO
    return Answer(True, told or (value.reading(person.today),), test=test)


def _still_in_doubt(person: Person) -> Answer:
    """Ours lies above the limit; a reported one of the same days that cannot be read might lie below."""
    doubt: Measured | None = person.kidney.doubt
    return NO if doubt is None else Answer(None, test="egfr", why=doubt.why, fact=doubt.result)


def _by_pregnancy(week: int, person: Person) -> Answer:
    found = person.pregnancy
    if found is None:
        return Answer(None, test="pregnancy", why="pregnancy-unknown") if person.may_be_pregnant else NO
    weeks = found.weeks(person.today)
    if weeks is None:
        if week:
            return Answer(None, test="pregnancy", why="gestation-unknown")
        return Answer(True, others=(found.fact,))
    if weeks[0] < week:
        return NO
    return Answer(True, others=(found.fact,), notes=(Note("gestation", f"{weeks[0]}+{weeks[1]}"),))


def _by_lactation(person: Person) -> Answer:
    found = person.lactation
    if found is None:
        return Answer(None, test="lactation", why="lactation-unknown") if person.may_breast_feed else NO
    if not found.yes:
        return NO
    if found.fact is None:
        return Answer(True, notes=(Note("breast-feeding-told"),))
    return Answer(True, others=(found.fact,), notes=(Note("breast-feeding"),))


def _by_gene(question: str, person: Person) -> Answer:
    gene = person.genes.get(question)
    if gene is None:
        return Answer(None, test=question, why="no-result")
    if gene.yes:
        yes = [row for row in gene.yes if not row.restricted] or gene.yes
        no = [row for row in gene.no if row.restricted == yes[0].restricted or not row.restricted]
        rows = (yes[0], *no[:1])
        values = tuple(
            Reading(question, "", "", row.when.first_day if row.when is not None else None, row)
            for row in rows
        )
        return Answer(True, values, notes=(Note("conflict"),) if no else ())
    if gene.unclear:
        return Answer(None, test=question, why="words-unclear", fact=gene.unclear[0])
    return NO


def _longer(
    rule: LimitRule, exposures: Sequence[Exposure], today: date
) -> tuple[Level | None, tuple[Note, ...]]:
    if rule.longer is None:
        return None, ()
    starts = [
        portion.start for one in exposures for portion in one.course.portions if portion.start is not None
    ]
    taken = (today - min(starts)).days if starts else 0
    if taken <= rule.longer.days:
        return None, ()
    return rule.longer.level, (Note("long-use", str(taken)),)


def _is_rare(one: Exposure) -> bool:
    """Whether it is taken once a week or less, or was a single dose, as far as its labels say for certain."""
    return bool(one.course.current) and all(map(_rarely_taken, one.course.current))


def _rarely_taken(portion: Portion) -> bool:
    regimen = portion.regimen
    if portion.unclear == "clash" or regimen.unclear == "clash":
        return False
    texts = (dose.text or dose.patient_text for dose in portion.supply.doses)
    once = regimen.weekly and regimen.times_a_week == 1
    return once or regimen.interval >= _WEEK or len(regimen.days) == 1 or any(map(_SINGLE.search, texts))


def _once(values: Iterable[Reading]) -> tuple[Reading, ...]:
    return tuple({(id(value.fact), value.equation): value for value in values}.values())


def monitor(entry: Entry, sides: Sides, judged: Judged) -> Iterator[Draft]:
    """A medicine that has been taken for long enough, and no result of its test."""
    rule = entry.rule
    if not isinstance(rule, MonitorRule):
        return
    today = judged.person.today
    long = [one for one in sides[0] if _since(one, today) > rule.within_days]
    if not long:
        return
    value = judged.person.values.get(rule.test)
    if value is not None and value.day is None:
        judged.unsure(entry, rule.test, "undated", value.result)
        return
    if value is None or value.day is None:
        yield Draft(entry, in_order(long))
        return
    age = (today - value.day).days
    if age > rule.within_days:
        told = () if value.why else (value.reading(today),)
        yield Draft(entry, in_order(long), told, notes=(Note("last-result-days", str(age)),))


def _since(one: Exposure, today: date) -> int:
    starts = [portion.start for portion in one.course.portions if portion.start is not None]
    return (today - min(starts)).days if starts else -1


def past(entry: Entry, sides: Sides, judged: Judged) -> Iterator[Draft]:
    """Supplies, ended by now, that reached into the first weeks of the open pregnancy."""
    rule, pregnancy = entry.rule, judged.person.pregnancy
    if not isinstance(rule, PastRule) or pregnancy is None:
        return
    start = pregnancy.last_period or (pregnancy.due - TERM if pregnancy.due else None)
    if start is None:
        judged.unsure(entry, "pregnancy", "gestation-unknown")
        return
    until = start + timedelta(weeks=rule.weeks)
    reached = [one for one in sides[0] if one.ended and _covers(one, start, until)]
    if reached:
        yield Draft(entry, in_order(reached), others=(pregnancy.fact,))


def _covers(one: Exposure, start: date, until: date) -> bool:
    return any(
        portion.start is not None and portion.start < until and (portion.end or portion.start) >= start
        for portion in one.course.portions
    )
