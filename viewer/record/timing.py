"""How a medicine is taken, from the structure of its dosage."""

from fractions import Fraction

from viewer.record.facts import Dose
from viewer.record.regimen import OTHER, WEEK, Regimen, unit_code
from viewer.record.values import Quantity, Range

# FHIR event timings that name one time of day; AC, PC and C name a meal without saying which.
_MOMENTS = {
    "WAKE": "WAKE", "MORN": "MORN", "NOON": "NOON", "AFT": "AFT", "EVE": "EVE", "NIGHT": "NIGHT", "HS": "HS",
    "ACM": "MORN", "PCM": "MORN", "CM": "MORN", "ACD": "NOON", "PCD": "NOON", "CD": "NOON",
    "ACV": "EVE", "PCV": "EVE", "CV": "EVE",
}  # fmt: skip
_MEALS = {"AC": "AC", "PC": "PC", "C": "C"}
_DAYS = {"d": 1, "day": 1, "days": 1, "วัน": 1, "wk": 7, "week": 7, "weeks": 7, "สัปดาห์": 7}


def in_days(quantity: Quantity | Range | None) -> int | None:
    """A whole number of days or weeks as days; None for anything else."""
    if not isinstance(quantity, Quantity) or quantity.value is None or quantity.comparator:
        return None
    scale = _DAYS.get((quantity.unit or quantity.code).strip().casefold())
    days = quantity.value * scale if scale else None
    return int(days) if days is not None and days == int(days) else None


def read_timing(dose: Dose) -> Regimen | None:
    """What the structure says; None when it says nothing."""
    amount, unit = _amount(dose)
    times, weekly, interval, unclear = _times(dose)
    moments, plain = _named(dose.when)
    if isinstance(dose.amount, Range) and dose.amount.high is not None:
        unclear = unclear or "not-exact"
    if amount is None and times is None and not (dose.as_needed or dose.days or dose.when or unclear):
        return None
    if times is None and not unclear and dose.frequency is None and moments and not plain:
        times = len(moments) * (len(dose.days) or 7)
    if _differs(dose, moments, plain, weekly):
        unclear = "not-exact"
    return Regimen(
        amount=amount,
        unit=unit,
        times_a_week=times,
        weekly=weekly,
        days=tuple(day for day in WEEK if day in dose.days) if len(dose.days) < 7 else (),
        lasts=in_days(dose.bounds) or _by_count(dose),
        as_needed=dose.as_needed,
        unclear=unclear,
        interval=interval,
        moments=moments,
        meal=_meal(dose.when),
    )


def _by_count(dose: Dose) -> int | None:
    """The days that so many times last, where every day has the same number of them."""
    period = dose.period
    if not dose.count.isdecimal() or not dose.frequency or dose.frequency_max or dose.days or dose.as_needed:
        return None
    if period is None or period.unit != "d" or period.value != 1:
        return None
    days, rest = divmod(int(dose.count), dose.frequency)
    return days if days and not rest else None


def _amount(dose: Dose) -> tuple[Fraction | None, str]:
    amount = dose.amount
    if not isinstance(amount, Quantity) or amount.value is None or amount.comparator:
        return None, ""
    sent = amount.unit or amount.code
    known = unit_code(amount.unit) or unit_code(amount.code)
    return Fraction(amount.value), known or (OTHER if sent else "")


def _times(dose: Dose) -> tuple[Fraction | int | None, bool, int, str]:
    """Times a week, whether it is written by the week, days from dose to dose, why it is not certain."""
    if dose.events:
        return None, False, 1, "not-exact"  # on days of its own, whatever stands beside them
    if dose.frequency is None:
        return None, False, 1, ""
    period = dose.period
    if dose.frequency_max not in (None, dose.frequency) or dose.period_max not in (
        None,
        period and period.value,
    ):
        return None, False, 1, "not-exact"
    if period is None or period.value is None:
        return None, False, 1, ""
    if period.unit in ("h", "min", "s"):
        return None, False, 1, "hourly"
    length = int(period.value)
    if length != period.value or length < 1 or period.unit not in ("d", "wk"):
        return None, False, 1, "not-exact"
    if period.unit == "wk":
        return Fraction(dose.frequency, length), True, 7 * length, ""
    if length == 1:
        return dose.frequency * (len(dose.days) or 7), False, 1, ""
    return (
        (None, False, 1, "not-exact")
        if dose.days
        else (Fraction(7 * dose.frequency, length), False, length, "")
    )


def _named(when: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The times of day that are named, and whether a meal is said without which."""
    named = dict.fromkeys(_MOMENTS[code] for code in when if code in _MOMENTS)
    return tuple(named), any(code not in _MOMENTS for code in when)


def _differs(dose: Dose, moments: tuple[str, ...], plain: bool, weekly: bool) -> bool:
    """Whether the structure contradicts itself: three times a day at two named times, once a week on three days."""
    if dose.frequency is None:
        return False
    if weekly:
        return bool(dose.days) and len(dose.days) != dose.frequency
    return bool(moments) and not plain and len(moments) != dose.frequency


def _meal(when: tuple[str, ...]) -> str:
    said = {_MEALS.get(code) or _MEALS.get(code[:-1], "") for code in when} - {""}
    return said.pop() if len(said) == 1 else ""
