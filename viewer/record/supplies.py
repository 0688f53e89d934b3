"""One supply of a medicine in days: from when to when, and why that cannot be counted when it cannot."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from viewer.record.denials import denial
from viewer.record.facts import Dose, Supply, SupplyKind
from viewer.record.regimen import Regimen, form_unit, read_regimen, unit_code
from viewer.record.values import Precision, When

VOID = frozenset(
    {"entered-in-error", "cancelled", "declined", "draft", "preparation", "in-progress", "not-taken"}
)
HALTED = frozenset({"stopped", "not-taken"})
_NOT_GIVEN = frozenset({"not-done", "entered-in-error", "unknown"})
_MOST_DAYS = 3660  # ten years: what counts to more was not meant so, and further out the calendar ends
_DOSES_INSIDE = re.compile(r"\((\d{1,6})\s*(?:doses?|กด|พ่น|puffs?)\)", re.I)


@dataclass(frozen=True, slots=True)
class Portion:
    """One supply counted out. ``end`` is the last day covered, None when ``unclear`` says why it is not known.

    n days supplied on day X cover X … X+n-1; the first dose may be the day after, so every count is ±1 day.
    Codes of ``unclear``: those of Regimen, and "no-date", "no-quantity", "unit-differs", "days-differ".
    """

    supply: Supply
    regimen: Regimen
    start: date | None
    end: date | None = None
    unclear: str = ""

    def left(self, today: date) -> int | None:
        """Days left on ``today``, that day included; negative when it ran out."""
        return None if self.end is None else (self.end - today).days + 1

    def may_run(self, today: date) -> bool:
        """Whether some of it may still be taken today: counted, or young enough not to know better."""
        if self.end is not None:
            return self.end >= today
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


Known = dict[tuple[tuple[Dose, ...], str], Regimen]


def count_out(supply: Supply, known: Known | None = None) -> Portion:
    """Place one supply on the calendar. ``known`` remembers regimens: refills repeat their label word for word."""
    key = (supply.doses, supply.drug.form or supply.drug.name)
    regimen = known.get(key) if known is not None else None
    if regimen is None:
        regimen = read_regimen(*key)
        if known is not None:
            known[key] = regimen
    if any(remark.code == "text-structure-clash" for remark in supply.remarks):
        regimen = Regimen(as_needed=regimen.as_needed, weekly=regimen.weekly, unclear="clash")
    start = _day(supply)
    days, unclear = _days(supply, regimen)
    if start is None:
        return Portion(supply, regimen, None, unclear="no-date")
    end = start + timedelta(days=days - 1) if days else None
    return Portion(supply, regimen, start, end, "" if end else unclear)


def _day(supply: Supply) -> date | None:
    when = supply.when
    return when.first_day if when and when.precision >= Precision.DAY else None


def _days(supply: Supply, regimen: Regimen) -> tuple[int | None, str]:
    if regimen.unclear in ("clash", "as-needed", "steps"):
        return None, regimen.unclear
    stated = _stated_days(supply)
    counted, unclear = _counted_days(supply, regimen)
    if stated is not None and counted is not None and abs(stated - counted) > 1:
        return None, "days-differ"
    if stated is not None or counted is not None:
        return stated if stated is not None else counted, ""
    return None, unclear


def _stated_days(supply: Supply) -> int | None:
    days = supply.days
    if days is None or days.value is None or not 0 < days.value <= _MOST_DAYS or days.comparator:
        return None
    return int(days.value) if days.unit.casefold() in ("", "d", "day", "days", "วัน") else None


def _counted_days(supply: Supply, regimen: Regimen) -> tuple[int | None, str]:
    a_week = regimen.a_week
    if a_week is None or a_week <= 0:
        return None, regimen.unclear or "not-exact"
    quantity, unit = _amount(supply)
    if quantity is None:
        return None, "no-quantity"
    if not regimen.unit or unit != regimen.unit:
        return None, "unit-differs"
    days = int(Fraction(quantity) * 7 / a_week)
    return (days, "") if 0 < days <= _MOST_DAYS else (None, "not-exact")


def _amount(supply: Supply) -> tuple[Decimal | None, str]:
    """The quantity and its unit's code; a bare number of a solid form is counted in that form."""
    quantity = supply.quantity
    if quantity is None:
        return None, ""
    if inside := _DOSES_INSIDE.search(quantity.text or quantity.unit):
        return Decimal(inside[1]), "puff"
    if quantity.value is None or quantity.comparator:
        return None, ""
    if quantity.unit or quantity.code:
        return quantity.value, unit_code(quantity.unit) or unit_code(quantity.code)
    return quantity.value, form_unit(supply.drug.form or supply.drug.name)
