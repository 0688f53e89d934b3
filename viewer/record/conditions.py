"""Standing conditions that change how a record is read: an open pregnancy, dialysis."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from viewer.record.denials import stands
from viewer.record.facts import Fact, Problem, Procedure, Result
from viewer.record.story import Record
from viewer.record.values import Value, When

TERM = timedelta(days=280)
LONGEST = timedelta(weeks=42)
LMP_LOINC = frozenset({"8665-2"})
EDC_LOINC = frozenset({"11778-8", "11779-6", "11780-4", "11781-2"})
_DATING = LMP_LOINC | EDC_LOINC
_DELIVERY = re.compile(r"^(O8[0-4]|Z37|O0[0-8])")
_PREGNANCY = re.compile(r"^(Z3[34]|Z35|O24|O99|O[1-4]\d)")
_DIALYSIS = re.compile(r"^(Z99\.?2|Z49)")
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

    def weeks(self, today: date) -> tuple[int, int] | None:
        """Completed weeks and days of gestation; None without a date to count from."""
        start = self.last_period or (self.due - TERM if self.due else None)
        return None if start is None or today < start else divmod((today - start).days, 7)


def pregnancy(record: Record, today: date) -> Pregnancy | None:
    """The pregnancy open today: a last period or due date within 42 weeks, or a pregnancy code within 42 weeks.

    A delivery after it closes it. Restricted rows are not looked at.
    """
    delivered = _last_delivery(record)
    dated = [
        fact
        for fact in record.results
        if fact.loinc in _DATING and not fact.about and not fact.restricted and stands(fact)
    ]
    for fact in dated:
        day = _day_of(fact.value)
        start = None if day is None else day if fact.loinc in LMP_LOINC else day - TERM
        if start is not None and start <= today <= start + LONGEST and not (delivered and delivered > start):
            return Pregnancy(
                fact,
                _pick(dated, LMP_LOINC, start),
                _pick(dated, EDC_LOINC, start),
                tuple(row for row in dated if row.loinc in EDC_LOINC and _belongs(row, start)),
            )
    for problem in record.problems:
        day = _first_day(problem)
        if (
            not _PREGNANCY.match(problem.icd)
            or problem.restricted
            or not stands(problem)
            or problem.clinical in _ENDED
            or day is None
        ):
            continue
        if day <= today <= day + LONGEST and not (delivered and delivered >= day):
            return Pregnancy(problem)
    return None


def _pick(dated: list[Result], codes: frozenset[str], start: date) -> date | None:
    """The newest date of these codes that belongs to the pregnancy begun about ``start``."""
    for fact in dated:
        if fact.loinc in codes and _belongs(fact, start):
            return _day_of(fact.value)
    return None


def _belongs(fact: Result, start: date) -> bool:
    day = _day_of(fact.value)
    return day is not None and start - timedelta(weeks=4) <= day <= start + LONGEST + timedelta(weeks=4)


def is_past_pregnancy(problem: Problem, today: date) -> bool:
    """Whether a diagnosis tells of a pregnancy or a delivery that cannot go on today, even if no source closed it."""
    day = _first_day(problem)
    told = _DELIVERY.match(problem.icd) or _PREGNANCY.match(problem.icd)
    return bool(told) and day is not None and day + LONGEST < today


def _last_delivery(record: Record) -> date | None:
    days = [
        day
        for problem in record.problems
        if _DELIVERY.match(problem.icd) and stands(problem) and (day := _first_day(problem)) is not None
    ]
    for visit in record.visits:
        if any(_DELIVERY.match(diagnosis.code) for diagnosis in visit.diagnoses) and stands(visit):
            day = _first_day(visit)
            days += [day] if day else []
    return max(days, default=None)


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
