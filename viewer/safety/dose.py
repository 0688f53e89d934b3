"""How much of one ingredient a day: what is taken, where that is certain, and the most that the labels allow.

"ครั้งละ 1-2 เม็ด ทุก 4-6 ชั่วโมง" allows two tablets every four hours. It is never said to be taken: the most is told as
"สูงสุดที่เป็นไปได้". What is not written is not filled in: without it there is no number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from viewer.record.facts import Dose, Supply
from viewer.record.regimen import unit_code
from viewer.record.supplies import count_out
from viewer.record.values import Quantity, Range

_STRENGTH = re.compile(
    r"^\s*(?P<amount>\d{1,9}(?:,\d{3})*(?:\.\d{1,6})?)\s*(?P<unit>mcg|µg|μg|mg|g|ไมโครกรัม|มก\.?|มิลลิกรัม|กรัม)"
    r"(?:\s*/\s*(?P<per>\d{1,6}(?:\.\d{1,4})?)?\s*(?P<liquid>mL|ml|ML|มล\.?|ซีซี))?\s*$"
)
_MASS = {"mcg": Fraction(1, 1000), "ไมโครกรัม": Fraction(1, 1000), "g": Fraction(1000), "กรัม": Fraction(1000)}
_ML = {"ml": Fraction(1), "tsp": Fraction(5), "tbsp": Fraction(15)}
_SOLID = frozenset({"tab", "cap"})
_NUMBER = r"\d{1,4}(?:\.\d{1,3})?|\d/\d|ครึ่ง|หนึ่ง|สอง|สาม|สี่"
_EACH = re.compile(
    rf"ครั้งละ\s*(?:(?:{_NUMBER})\s*(?:-|–|ถึง)\s*)?(?P<most>{_NUMBER})\s*"
    r"(?P<unit>เม็ด|แคปซูล|มล\.?|มิลลิลิตร|ซีซี|ช้อนชา|ช้อนโต๊ะ)(?P<half>ครึ่ง)?(?:\s*\((?P<ml>\d{1,3}(?:\.\d{1,2})?)\s*(?:มล|ซีซี|ml))?",
    re.I,
)
_A_DAY = re.compile(r"วันละ\s*(?:\d{1,2}\s*(?:-|–|ถึง)\s*)?(\d{1,2}|หนึ่ง|สอง|สาม|สี่)\s*ครั้ง")
_EVERY = re.compile(r"ทุก\s*(\d{1,2})(?:\s*(?:-|–|ถึง)\s*\d{1,2})?\s*(?:ชั่วโมง|ชม)")
_CEILING = re.compile(
    r"ไม่เกิน(?:\s*วันละ)?\s*(\d{1,3})\s*(เม็ด|แคปซูล|ครั้ง|มล|ซีซี)(?:\s*(?:ต่อวัน|/\s*วัน|ใน\s*1\s*วัน|ใน 24 ชั่วโมง))?"
)
_WORDS = {"ครึ่ง": Fraction(1, 2), "หนึ่ง": Fraction(1), "สอง": Fraction(2), "สาม": Fraction(3), "สี่": Fraction(4)}


@dataclass(frozen=True, slots=True)
class Most:
    """mg a day. ``at_most``: the most allowed, not what is taken."""

    milligrams: Fraction
    at_most: bool


def most_a_day(rows: Iterable[tuple[Supply, int]]) -> Most | None:
    """The most that several supplies together allow in a day; None when one of them cannot be worked out.

    ``rows`` pairs each supply with the place of the ingredient among its contents.
    """
    total, at_most = Fraction(), False
    for supply, place in rows:
        found = _of_one(supply, place)
        if found is None:
            return None
        total, at_most = total + found.milligrams, at_most or found.at_most
    return Most(total, at_most) if total else None


def per_unit(supply: Supply, place: int) -> tuple[Fraction, bool] | None:
    """mg of the ingredient in one tablet, or in one mL (True); None when the strength does not say."""
    parts = supply.drug.strength.split("+")
    if not 0 <= place < len(parts):
        return None
    text = parts[place] if len(parts) > 1 else supply.drug.strength
    if len(parts) > 1 and not re.search(r"[^\d\s.,]", text):
        text += re.sub(r"^[\d\s.,]+", " ", parts[-1])  # "75 + 150 mg": the unit stands once
    match = _STRENGTH.match(text)
    if match is None:
        return None
    unit = match["unit"].casefold().rstrip(".").replace("µ", "mc").replace("μ", "mc").replace("mcg", "mcg")
    amount = Fraction(match["amount"].replace(",", "")) * _MASS.get(unit, Fraction(1))
    if match["liquid"] is None:
        return amount, False
    per = Fraction(match["per"] or "1")
    return (amount / per, True) if per else None


def _of_one(supply: Supply, place: int) -> Most | None:
    strength = per_unit(supply, place)
    if strength is None or len(supply.doses) != 1:
        return None
    milligrams, liquid = strength
    dose = supply.doses[0]
    regimen = count_out(supply).regimen
    if (a_week := regimen.a_week) is not None:
        units = _units(a_week / 7, regimen.unit, liquid=liquid)
        return None if units is None else Most(units * milligrams, at_most=False)
    units = None if regimen.unclear == "clash" else _allowed(dose, liquid=liquid)
    return None if units is None else Most(units * milligrams, at_most=True)


def _units(amount: Fraction, unit: str, *, liquid: bool) -> Fraction | None:
    """So many tablets, or so many mL; None where the unit is of the other kind."""
    if liquid:
        return amount * _ML[unit] if unit in _ML else None
    return amount if unit in _SOLID else None


def _allowed(dose: Dose, *, liquid: bool) -> Fraction | None:
    text = " ".join((dose.text or dose.patient_text).split())
    each, times = _each(text, liquid=liquid), _times(text)
    if each is None:
        each = _each_structured(dose, liquid=liquid)
    if times is None:
        times = _times_structured(dose)
    if each is None or times is None:
        return None
    most = each * times
    for ceiling in _CEILING.finditer(text):
        limit = Fraction(ceiling[1])
        if ceiling[2] == "ครั้ง":
            most = min(most, each * limit)
        elif (units := _units(limit, unit_code(ceiling[2]), liquid=liquid)) is not None:
            most = min(most, units)
    return most


def _each(text: str, *, liquid: bool) -> Fraction | None:
    found = list(_EACH.finditer(text))
    if len(found) != 1:
        return None
    match = found[0]
    if match["ml"] and liquid:
        return Fraction(match["ml"])
    amount = _count(match["most"]) + (Fraction(1, 2) if match["half"] else 0)
    return _units(amount, unit_code(match["unit"]), liquid=liquid)


def _count(text: str) -> Fraction:
    return _WORDS.get(text) or Fraction(text)


def _times(text: str) -> Fraction | None:
    daily, hourly = _A_DAY.findall(text), _EVERY.findall(text)
    if len(daily) == 1 and not hourly:
        return _count(daily[0])
    if len(hourly) == 1 and not daily and int(hourly[0]) > 0:
        return Fraction(24, int(hourly[0]))
    return None


def _each_structured(dose: Dose, *, liquid: bool) -> Fraction | None:
    amount = dose.amount.high if isinstance(dose.amount, Range) else dose.amount
    if not isinstance(amount, Quantity) or amount.value is None or amount.comparator:
        return None
    return _units(Fraction(amount.value), unit_code(amount.unit or amount.code), liquid=liquid)


def _times_structured(dose: Dose) -> Fraction | None:
    times, period = dose.frequency_max or dose.frequency, dose.period
    if times is None or period is None or not period.value:
        return None
    if period.unit == "d":
        return Fraction(times) / Fraction(period.value)
    return Fraction(times) * 24 / Fraction(period.value) if period.unit == "h" else None
