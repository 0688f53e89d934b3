"""One supply of a medicine in days: from when to when, and why that cannot be counted when it cannot."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import msgspec

from viewer.record.denials import denial
from viewer.record.dosing import read_regimen
from viewer.record.facts import Dose, Supply, SupplyKind
from viewer.record.regimen import Regimen, Step, form_unit, unit_code
from viewer.record.timing import in_days
from viewer.record.values import Precision, When

VOID = frozenset(
    {"entered-in-error", "cancelled", "declined", "draft", "preparation", "in-progress", "not-taken"}
)
HALTED = frozenset({"stopped", "not-taken"})
_NOT_GIVEN = frozenset({"not-done", "entered-in-error", "unknown"})
_MOST_DAYS = 3660  # ten years: what counts to more was not meant so, and further out the calendar ends
_DOSES_INSIDE = re.compile(r"\((\d{1,6})\s*(?:doses?|กด|พ่น|puffs?)\)", re.I)


class Reckoning(msgspec.Struct, frozen=True, gc=False):
    """How the days of a supply were counted, so that the number can explain itself.

    ``by`` is "quantity" (``quantity`` of ``unit`` divided by what is taken in a week), "steps" (taken off step by step)
    "stated" (the source's own number of days) or "bounded" (the source's own last day of use comes before what was
    supplied runs out). It may be out by ``margin`` days.
    """

    days: int
    by: str
    margin: int = 1
    quantity: Fraction | None = None
    unit: str = ""


class Portion(msgspec.Struct, frozen=True, gc=False):
    """One supply counted out. ``end`` is the last day covered, None when ``unclear`` says why it is not known.

    n days supplied on day X cover X … X+n-1; the first dose may be the day after, so every count is ±1 day.
    Codes of ``unclear``: those of Regimen, and "no-date", "in-future", "no-quantity", "no-unit", "unit-differs",
    "days-differ", "too-long".
    """

    supply: Supply
    regimen: Regimen
    start: date | None
    end: date | None = None
    unclear: str = ""
    reckoning: Reckoning | None = None
    stop: date | None = None  # the last day it is to be taken on, as its label says

    def left(self, today: date) -> int | None:
        """Days left on ``today``, that day included; negative when it ran out."""
        return None if self.end is None else (self.end - today).days + 1

    def ended(self, today: date) -> bool:
        """Whether the day its label ends on is past, and nothing says that it ran out before."""
        return self.stop is not None and self.stop < today and self.end in (None, self.stop)

    def may_run(self, today: date) -> bool:
        """Whether some of it may still be taken today: counted, or young enough not to know better."""
        if self.end is not None:
            return self.end >= today
        if self.stop is not None and self.stop < today:
            return False
        return self.start is not None and (today - self.start).days <= UNCOUNTED_DAYS


UNCOUNTED_DAYS = (
    180  # a supply that cannot be counted is not held against a later "stopped" for longer than this
)


def is_supply(supply: Supply) -> bool:
    """Whether it says that the person was given something: a dispense, or a statement with a quantity.

    Health Link sends what was dispensed as MedicationStatement with a quantity. A request is never a supply.
    """
    if supply.status in VOID or supply.status in HALTED or denial(supply):
        return False
    if supply.kind is SupplyKind.DISPENSE:
        return True
    return supply.kind is SupplyKind.STATEMENT and (supply.quantity is not None or supply.days is not None)


def is_halt(supply: Supply) -> bool:
    """Whether a source says by it that the medicine was stopped. Of what is given by the hour only that one was."""
    return supply.status in HALTED and supply.kind is not SupplyKind.ADMINISTRATION


def halted_on(supply: Supply) -> When | None:
    """When a row that says stopped or on hold says that it was: of a list the end of its period, else its own date."""
    end = supply.end if supply.kind is SupplyKind.STATEMENT else None
    return end if end is not None and end.usable and end.flaw != "future" else supply.when


def was_given(supply: Supply) -> bool:
    """Whether it says that the medicine was given where the person was treated, at least in part."""
    return supply.kind is SupplyKind.ADMINISTRATION and supply.status not in _NOT_GIVEN


Labelled = tuple[Regimen, date | None, date | None]
"""What a label says for each of its refills: how it is taken, the last day it is to be taken on, the day it begins."""
Known = dict[tuple[object, str], Labelled]
"""By the doses of a label and a form; and by id() of the doses, for most rows share theirs and need no look at them."""


def count_out(supply: Supply, known: Known | None = None, today: date | None = None) -> Portion:
    """Place one supply on the calendar; one that lies ahead of ``today`` has not been given yet.

    ``known`` remembers regimens: refills repeat their label word for word.
    """
    form = supply.drug.form or supply.drug.name
    regimen, stop, first = _labelled(supply.doses, form, {} if known is None else known)
    if supply.remarks and any(remark.code == "text-structure-clash" for remark in supply.remarks):
        regimen = Regimen(as_needed=regimen.as_needed, weekly=regimen.weekly, unclear="clash")
    start = _day(supply)
    if start is None:
        return Portion(supply, regimen, None, unclear="no-date")
    if today is not None and start > today:
        return Portion(supply, regimen, start, unclear="in-future")
    if stop is not None and stop < start:
        return Portion(supply, regimen, start, unclear="days-differ")
    found = _reckon(supply, regimen)
    if isinstance(found, str):
        return Portion(supply, regimen, start, unclear=found, stop=stop)
    begins = first if first is not None and first > start else start  # of what is to begin later that day
    end = begins + timedelta(days=found.days - 1)
    if stop is not None and stop < end:
        end, found = stop, Reckoning((stop - start).days + 1, "bounded", 0)
    return Portion(supply, regimen, start, end, "", found, stop)


def stop_of(supply: Supply) -> date | None:
    """The last day it is to be taken on, where every dosage names one."""
    return _stop(supply.doses)


def _stop(doses: tuple[Dose, ...]) -> date | None:
    days = [dose.last_day for dose in doses]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _begins(doses: tuple[Dose, ...]) -> date | None:
    spans = [dose.period_of_use for dose in doses]
    days = [span.start.exact_day for span in spans if span is not None and span.start is not None]
    return max((day for day in days if day is not None), default=None)


def _labelled(doses: tuple[Dose, ...], form: str, known: Known) -> Labelled:
    key, label = (id(doses), form), (doses, form)
    if (found := known.get(key)) is None:
        found = known.get(label) or (read_regimen(doses, form), _stop(doses), _begins(doses))
        known[key] = known[label] = found
    return found


def _day(supply: Supply) -> date | None:
    when = supply.when
    return when.first_day if when and when.precision >= Precision.DAY else None


def _reckon(supply: Supply, regimen: Regimen) -> Reckoning | str:
    """The days counted, or the code of why not. What the source states and what is counted must not be far apart."""
    if regimen.unclear in ("clash", "as-needed", "steps"):
        return regimen.unclear
    stated = _stated_days(supply)
    counted = _counted(supply, regimen)
    if isinstance(counted, str):
        return counted if stated is None or counted == "days-differ" else Reckoning(stated, "stated")
    if any(days is not None and abs(days - counted.days) > 1 for days in (stated, regimen.lasts)):
        return "days-differ"
    if stated is not None and stated != counted.days:
        return Reckoning(stated, "stated")
    return counted


def _stated_days(supply: Supply) -> int | None:
    sent = supply.days
    if sent is None or sent.value is None:
        return None
    days = in_days(sent) if sent.unit or sent.code else None if sent.comparator else int(sent.value)
    return days if days is not None and 0 < days <= _MOST_DAYS else None


def _counted(supply: Supply, regimen: Regimen) -> Reckoning | str:
    if not regimen.exact:
        return regimen.unclear or "not-exact"
    quantity, unit = _amount(supply)
    if quantity is None or quantity <= 0:
        return "no-quantity"
    if not regimen.unit:
        return "no-unit"
    if unit != regimen.unit:
        return "unit-differs"
    amount, a_week = Fraction(quantity), regimen.a_week
    if regimen.steps:
        days = _stepped(amount, regimen.steps)
        return "days-differ" if days is None else _within(Reckoning(days, "steps", 1, amount, unit))
    if not a_week:
        return "not-exact"
    days = amount.numerator * 7 * a_week.denominator // (amount.denominator * a_week.numerator)
    return _within(Reckoning(days, "quantity", regimen.margin, amount, unit))


def _within(found: Reckoning) -> Reckoning | str:
    if found.days > _MOST_DAYS:
        return "too-long"
    return found if found.days > 0 else "not-exact"


def _stepped(amount: Fraction, steps: Sequence[Step]) -> int | None:
    """Days that ``amount`` lasts step by step; None when it is more than a day short of them, or too much for them."""
    days = 0
    for step in steps:
        if step.a_day <= 0:
            return None
        if step.days is None:
            return days + max(int(amount / step.a_day), 0)
        days += step.days
        amount -= step.a_day * step.days
    return days if abs(amount) <= steps[-1].a_day else None


def _amount(supply: Supply) -> tuple[Decimal | None, str]:
    """The quantity and its unit's code; a bare number of a solid form is counted in that form."""
    quantity = supply.quantity
    if quantity is None:
        return None, ""
    if inside := _DOSES_INSIDE.search(quantity.text or quantity.unit):
        one = quantity.value in (None, 1)  # two of them: of so many each, or together?
        return (Decimal(inside[1]), "puff") if one else (None, "")
    if quantity.value is None or quantity.comparator:
        return None, ""
    if quantity.unit or quantity.code:
        return quantity.value, unit_code(quantity.unit) or unit_code(quantity.code)
    return quantity.value, form_unit(supply.drug.form or supply.drug.name)
