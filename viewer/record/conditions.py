"""Standing conditions that change how a record is read: an open pregnancy, dialysis."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from viewer.record.denials import stands
from viewer.record.facts import Fact, Problem, Procedure, Result, Visit
from viewer.record.pregnancy_tests import TEST_LOINC, answer, is_test
from viewer.record.series import among
from viewer.record.story import Record
from viewer.record.values import Quantity, Value, When

TERM = timedelta(days=280)
LONGEST = timedelta(weeks=42)
LMP_LOINC = frozenset({"8665-2"})
EDC_LOINC = frozenset({"11778-8", "11779-6", "11780-4", "11781-2"})
_DATING = LMP_LOINC | EDC_LOINC
_ASKED = _DATING | TEST_LOINC
_DELIVERY = re.compile(r"^(O8[0-4]|Z37|O0[0-8])")
_PREGNANCY = re.compile(r"^(Z3[3-6]|Z32\.?1|O98|O99|O[1-4]\d)")
_ANTENATAL = re.compile(r"ฝากครรภ์|\bANC\b|\bante-?natal\b|\bprenatal\b", re.I)
_CORRECTED = timedelta(weeks=6)  # how far a scan may move the beginning (assumption, wide on purpose)
_DIALYSIS = re.compile(r"^(Z99\.?2|Z49)")
_LATE_KIDNEY = re.compile(r"^N18\.?[45]")
_DIALYSIS_CODES = frozenset(
    {"39.95", "54.98", "302497006", "265764009"}
)  # ICD-9-CM; SNOMED haemodialysis, dialysis
_ENDED = frozenset({"inactive", "resolved", "remission"})


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """An open pregnancy: the fact it is read from, and the last period's or the due date when recorded."""

    fact: Fact
    last_period: date | None = None
    due: date | None = None
    dues: tuple[Result, ...] = ()  # every due date recorded for it, newest first: they are kept side by side

    @property
    def start(self) -> date | None:
        """The day its weeks are counted from."""
        return self.last_period or (self.due - TERM if self.due else None)

    def weeks(self, today: date) -> tuple[int, int] | None:
        """Completed weeks and days of gestation; None without a date to count from."""
        start = self.start
        return None if start is None or today < start else divmod((today - start).days, 7)


@dataclass(frozen=True, slots=True)
class Expecting:
    """What the rows say of a pregnancy today: one that is open; else a last period of the last 42 weeks, of which
    nothing says whether she is pregnant; else neither."""

    pregnancy: Pregnancy | None = None
    period: Result | None = None


def pregnancy(record: Record, today: date) -> Pregnancy | None:
    """The pregnancy open today."""
    return expecting(record, today).pregnancy


def expecting(record: Record, today: date) -> Expecting:
    """The pregnancy open today: a due date, a pregnancy code or a positive test within 42 weeks, in no man.

    A last period is written down at every visit of every woman: it dates a pregnancy and never makes one. It counts
    where a due date, a code, an antenatal visit or a positive test since then says that there is one. A delivery after
    it closes it. Restricted rows are not looked at.
    """
    if _is_male(record):
        return Expecting()
    delivered = max(deliveries(record), default=None)
    found = _Signs.of(record)
    period: Result | None = None
    for fact in found.dated:
        day = _day_of(fact.value)
        start = None if day is None else day if fact.loinc in LMP_LOINC else day - TERM
        if start is None or not start <= today <= start + LONGEST or (delivered and delivered > start):
            continue
        if fact.loinc in EDC_LOINC or _is_borne_out(start, found, record, today):
            return Expecting(
                Pregnancy(
                    fact,
                    _last_period(found.dated, start),
                    _due(found.dated, start),
                    tuple(row for row in found.dated if row.loinc in EDC_LOINC and _belongs(row, start)),
                )
            )
        period = period or fact
    for sign in found.signs(record):
        day = _first_day(sign)
        if not _says_pregnant(sign) or day is None:
            continue
        if day <= today <= day + LONGEST and not (delivered and delivered >= day):
            return Expecting(Pregnancy(sign))
    return Expecting(period=period)


def _may_bear(result: Result) -> bool:
    """Nearly no test can: asked of a group, before its results are looked at."""
    return result.loinc in _ASKED or not (result.loinc or isinstance(result.value, Quantity))


@dataclass(frozen=True, slots=True)
class _Signs:
    """Open results that bear on a pregnancy, newest first: dates, and tests that answered."""

    dated: tuple[Result, ...]
    tests: tuple[Result, ...]

    @classmethod
    def of(cls, record: Record) -> Self:
        dated: list[Result] = []
        tests: list[Result] = []
        for fact in among(record.alike, _may_bear):
            if fact.loinc not in _ASKED and not is_test(fact):
                continue
            if not fact.about and not fact.restricted and stands(fact):
                (dated if fact.loinc in _DATING else tests).append(fact)
        return cls(tuple(dated), tuple(fact for fact in tests if answer(fact) is not None))

    def signs(self, record: Record) -> tuple[Problem | Result, ...]:
        """What may say that there is one: diagnoses, and of the tests the newest."""
        return (*record.problems, *self.tests[:1])


def _is_borne_out(start: date, found: _Signs, record: Record, today: date) -> bool:
    """Whether anything since a last period says that it was the last before a pregnancy."""
    if any(fact.loinc in EDC_LOINC and _is_of(fact, start) for fact in found.dated):
        return True
    days = [_first_day(sign) for sign in found.signs(record) if _says_pregnant(sign)]
    days += [_first_day(visit) for visit in record.visits if _is_antenatal(visit)]
    return any(day is not None and start <= day <= today for day in days)


def _says_pregnant(sign: Problem | Result) -> bool:
    if isinstance(sign, Result):
        return answer(sign) is True
    open_ = not sign.restricted and sign.clinical not in _ENDED
    return open_ and _PREGNANCY.match(sign.icd) is not None and stands(sign)


def _is_antenatal(visit: Visit) -> bool:
    if visit.restricted or not stands(visit):
        return False
    named = (*(type_.words for type_ in visit.types), *visit.reasons, visit.department, visit.kind_words)
    return any(_PREGNANCY.match(one.code) for one in visit.diagnoses) or any(map(_ANTENATAL.search, named))


def _is_male(record: Record) -> bool:
    return {person.gender for person in record.persons if person.gender} == {"male"}


def _last_period(dated: Iterable[Result], start: date) -> date | None:
    """The newest last period that a pregnancy begun about ``start`` may be counted from."""
    periods = (fact for fact in dated if fact.loinc in LMP_LOINC and _is_of(fact, start))
    return next((_day_of(fact.value) for fact in periods), None)


def _due(dated: Iterable[Result], start: date) -> date | None:
    dues = (fact for fact in dated if fact.loinc in EDC_LOINC and _belongs(fact, start))
    return next((_day_of(fact.value) for fact in dues), None)


def _is_of(fact: Result, start: date) -> bool:
    """Whether a date counts the weeks of a pregnancy begun at ``start``, give or take what a scan corrects."""
    day = _day_of(fact.value)
    if day is None:
        return False
    return abs((day if fact.loinc in LMP_LOINC else day - TERM) - start) <= _CORRECTED


def _belongs(fact: Result, start: date) -> bool:
    day = _day_of(fact.value)
    return day is not None and start - timedelta(weeks=4) <= day <= start + LONGEST + timedelta(weeks=4)


def is_past_pregnancy(problem: Problem, today: date, delivered: date | None = None) -> bool:
    """Whether a diagnosis tells of a pregnancy or a delivery that cannot go on today, even if no source closed it.

    ``delivered``: the day of the last delivery; a pregnancy known by then is over.
    """
    day = _first_day(problem)
    if day is None or not tells_of_pregnancy(problem):
        return False
    over = delivered is not None and delivered >= day and not _DELIVERY.match(problem.icd)
    return over or day + LONGEST < today


def tells_of_pregnancy(problem: Problem) -> bool:
    """Whether the diagnosis is one of a pregnancy or a delivery: there may be several of them in a life."""
    return bool(_DELIVERY.match(problem.icd) or _PREGNANCY.match(problem.icd))


def by_pregnancy(rows: Iterable[Problem], ends: Iterable[date]) -> list[list[Problem]]:
    """Rows of one such diagnosis, newest first, by the pregnancy that they are of; undated ones apart from all.

    ``ends``: days of which a row before and one after them are of two pregnancies: deliveries, a last period.
    """
    cuts = list(ends)
    undated: list[Problem] = []
    found: list[tuple[date, list[Problem]]] = []
    for row in rows:
        day = _first_day(row)
        if day is None:
            undated.append(row)
        elif found and found[-1][0] - day <= LONGEST and not _are_apart(row, day, found[-1][0], cuts):
            found[-1][1].append(row)
        else:
            found.append((day, [row]))
    return [spell for _, spell in found] + ([undated] if undated else [])


def _are_apart(row: Problem, day: date, newer: date, cuts: list[date]) -> bool:
    """A month alone is on no side of a day within it; a delivery is told for days after it."""
    told = row.when is not None and row.when.exact_day is not None and not _DELIVERY.match(row.icd)
    return told and any(day < cut <= newer for cut in cuts)


def deliveries(record: Record) -> list[date]:
    """The days of all deliveries that open problems or visits tell."""
    told: list[Problem | Visit] = [problem for problem in record.problems if _DELIVERY.match(problem.icd)]
    told += [
        visit
        for visit in record.visits
        if visit.diagnoses and any(_DELIVERY.match(diagnosis.code) for diagnosis in visit.diagnoses)
    ]
    days = (_first_day(fact) for fact in told if not fact.restricted and stands(fact))
    return [day for day in days if day is not None]


def _day_of(value: Value) -> date | None:
    return value.exact_day if isinstance(value, When) else None  # no week is counted from a month alone


def _first_day(fact: Fact) -> date | None:
    return fact.when.first_day if fact.when else None


def dialysis(record: Record) -> Problem | Procedure | None:
    """The row that says the person is on dialysis; None when no open row says so."""
    for problem in record.problems:
        open_ = problem.clinical not in _ENDED and not problem.restricted
        if _DIALYSIS.match(problem.icd) and open_ and stands(problem):
            return problem
    for procedure in record.procedures:
        codes = {coding.code for coding in procedure.concept.codings}
        if codes & _DIALYSIS_CODES and not procedure.restricted and stands(procedure):
            return procedure
    return None


def late_kidney_disease(record: Record) -> bool:
    """Whether an open row says that the kidneys fail: stage 4 or 5, or dialysis."""
    return dialysis(record) is not None or any(
        _LATE_KIDNEY.match(problem.icd)
        and problem.clinical not in _ENDED
        and not problem.restricted
        and stands(problem)
        for problem in record.problems
    )
