"""Reading how a medicine is taken, only as far as it is written: for counting days, never for wording.

A Thai label is read by a small strict grammar; whatever it does not know for certain makes the regimen
``unclear`` and nothing is counted from it. Text and structure that say different things clash: no arithmetic
(clinical rulings 8; the public sample of SIL-TH sends "three times per day" beside frequency 1 a day).
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from viewer.record.facts import Dose
from viewer.record.values import Quantity

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_UNITS = {
    "tab": ("เม็ด", "tab", "tabs", "tab.", "tablet", "tablets", "{tbl}", "{tablet}", "tbl"),
    "cap": ("แคปซูล", "cap", "caps", "cap.", "capsule", "capsules", "{capsule}"),
    "puff": ("กด", "พ่น", "ครั้งพ่น", "puff", "puffs", "{puff}", "dose", "doses", "{dose}", "actuation"),
    "ml": ("มล.", "มล", "มิลลิลิตร", "ซีซี", "ml", "milliliter", "millilitre", "cc"),
    "tsp": ("ช้อนชา", "tsp", "teaspoon", "[tsp_us]"),
    "tbsp": ("ช้อนโต๊ะ", "tbsp", "tablespoon"),
    "drop": ("หยด", "drop", "drops", "gtt", "[drp]"),
    "unit": ("ยูนิต", "u", "iu", "unit", "units", "[iu]", "[iu]{unit}", "international unit"),
    "sachet": ("ซอง", "sachet", "sachets"),
    "patch": ("แผ่น", "patch", "patches"),
    "suppository": ("แท่ง", "suppository", "supp"),
    "ampoule": ("หลอด", "ampoule", "amp", "tube"),
    "vial": ("ขวด", "vial", "bottle"),
    "inhaler": ("กระบอก", "inhaler"),
}
_CODE_OF = {alias: code for code, aliases in _UNITS.items() for alias in aliases}
_FORM_UNITS = (
    (re.compile(r"cap(sule)?s?\b|แคปซูล", re.I), "cap"),
    (re.compile(r"\btab(let)?s?\b|chewable|caplet|เม็ด", re.I), "tab"),
)
_DAY_NAMES = {
    "จันทร์": "mon", "อังคาร": "tue", "พุธ": "wed", "พฤหัสบดี": "thu", "พฤหัสฯ": "thu", "พฤหัส": "thu",
    "ศุกร์": "fri", "เสาร์": "sat", "อาทิตย์": "sun",
}  # fmt: skip
_COUNTS = {"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4}
_DAY = "(?:" + "|".join(_DAY_NAMES) + ")"
_DAY_LIST = rf"{_DAY}(?:(?:\s*+(?:-|–|ถึง|,|และ)\s*+|\s++)(?:วัน)?{_DAY})*"
_ONLY = re.compile(rf"(?:เฉพาะ|ทุก)วัน\s*({_DAY_LIST})")
_EXCEPT = re.compile(rf"(?:ยก)?เว้นวัน\s*({_DAY_LIST})")
_AMOUNT = re.compile(
    r"ครั้งละ\s*(?P<count>ครึ่ง|หนึ่ง|สอง|สาม|สี่|\d{1,3}/[1-9]\d{0,2}|\d{1,4}(?:\.\d{1,4})?)(?!\d|[./]\d)"
    r"(?P<range>\s*(?:-|–|ถึง)\s*\d+)?\s*"
    r"(?P<unit>เม็ด|แคปซูล|กด|พ่น|มล\.?|มิลลิลิตร|ซีซี|ช้อนชา|ช้อนโต๊ะ|หยด|ยูนิต|ซอง|แผ่น|แท่ง|หลอด|ขวด)?(?P<half>ครึ่ง)?"
)
_DAILY = re.compile(r"วันละ\s*(\d{1,3}|หนึ่ง|สอง|สาม|สี่)\s*ครั้ง")
_WEEKLY = re.compile(r"(?:สัปดาห์|อาทิตย์)ละ\s*(\d{1,3}|หนึ่ง|สอง|สาม|สี่)\s*ครั้ง")
_HOURLY = re.compile(r"ทุก\s*\d+(?:\s*[-–]\s*\d+)?\s*(?:ชั่วโมง|ชม)")
_LASTS = re.compile(r"(?:^|[\s(])(?:นาน|ติดต่อกัน|เป็นเวลา)?\s*(\d{1,4})\s*วัน(?=[\s)]|$)")
_AS_NEEDED = re.compile(r"เมื่อ|เวลา(?!\s*\d)|\bprn\b|ถ้า|หากมี|\bsos\b", re.I)
# Words that change the arithmetic in ways this grammar does not follow.
_ODD = re.compile(
    r"สลับ|วันคู่|วันคี่|เว้น|วันแรก|วันที่|ลดลง|เพิ่มเป็น|จากนั้น|แล้วลด|หรือ|ตามแพทย์สั่ง|ทุก\s*\d+\s*(?:วัน|สัปดาห์|เดือน)"
)


@dataclass(frozen=True, slots=True)
class Regimen:
    """How much, how often. ``unclear`` is "" when all of it is certain, else why nothing is counted from it.

    Codes of ``unclear``: "no-dose", "no-amount", "as-needed", "clash", "steps", "not-exact".
    """

    amount: Fraction | None = None  # each time
    unit: str = ""  # code of unit_code(): tab, cap, puff, ml ...; "" = not said
    times_a_week: int | None = None
    weekly: bool = False  # written as a number of times a week
    days: tuple[str, ...] = ()  # the only days it is taken on; () = all
    lasts: int | None = None  # days, when written
    as_needed: bool = False
    unclear: str = ""

    @property
    def a_week(self) -> Fraction | None:
        """Units taken in a week; None when that is not certain."""
        if self.unclear or self.amount is None or self.times_a_week is None:
            return None
        return self.amount * self.times_a_week

    @property
    def even(self) -> bool:
        """Whether every day is alike, so that a total a day has a meaning."""
        return not self.weekly and not self.days


def unit_code(text: str) -> str:
    """The code of a unit of use ("เม็ด", "TAB", "tablets" -> "tab"); "" when it is not a known one."""
    return _CODE_OF.get(text.strip().casefold(), "")


def form_unit(form: str) -> str:
    """The unit a dose form is counted in: "tab" or "cap" for solid forms, else ""."""
    return next((code for pattern, code in _FORM_UNITS if pattern.search(form)), "")


def read_regimen(doses: tuple[Dose, ...], form: str = "") -> Regimen:
    """What the dosages of one supply say together; ``form`` gives the unit where none is written."""
    told = [dose for dose in doses if _says_something(dose)]
    if not told:
        return Regimen(unclear="no-dose")
    if len(told) > 1:
        needed = all(_read_one(dose, form).as_needed for dose in told)
        return Regimen(as_needed=needed, unclear="as-needed" if needed else "steps")
    return _read_one(told[0], form)


def _says_something(dose: Dose) -> bool:
    return bool(dose.text or dose.patient_text or dose.amount or dose.frequency or dose.when or dose.days)


def _read_one(dose: Dose, form: str) -> Regimen:
    text = _from_text(dose.text or dose.patient_text)
    structure = _from_structure(dose)
    if text is None or structure is None:
        regimen = text or structure or Regimen(unclear="no-dose")
    else:
        regimen = _together(text, structure)
    if regimen.amount is not None and not regimen.unit:
        regimen = replace(regimen, unit=form_unit(form))
    if regimen.unclear:
        return regimen
    if regimen.as_needed:
        return replace(regimen, unclear="as-needed")
    return regimen if regimen.a_week is not None else replace(regimen, unclear="not-exact")


def _together(text: Regimen, structure: Regimen) -> Regimen:
    as_needed = text.as_needed or structure.as_needed
    clashes = (
        _differ(text.amount, structure.amount)
        or _differ(text.unit, structure.unit)
        or _differ(text.times_a_week, structure.times_a_week)
        or _differ(text.days, structure.days)
    )
    if clashes:
        return Regimen(as_needed=as_needed, weekly=text.weekly, unclear="clash")
    return Regimen(
        amount=text.amount if text.amount is not None else structure.amount,
        unit=text.unit or structure.unit,
        times_a_week=text.times_a_week if text.times_a_week is not None else structure.times_a_week,
        weekly=text.weekly or structure.weekly,
        days=text.days or structure.days,
        lasts=text.lasts if text.lasts is not None else structure.lasts,
        as_needed=as_needed,
        unclear=text.unclear,
    )


def _differ(left: object, right: object) -> bool:
    """Both say something, and not the same."""
    return left not in (None, "", ()) and right not in (None, "", ()) and left != right


def _from_text(text: str) -> Regimen | None:
    text = " ".join(
        text.split()
    )  # patterns that look across blanks would try every length of a long run of them
    if not text:
        return None
    as_needed = bool(_AS_NEEDED.search(text))
    days = _days(text)
    times, weekly = _times(text, days)
    if len(amounts := list(_AMOUNT.finditer(text))) != 1 or amounts[0]["range"]:
        vague = "no-amount" if not amounts and times is not None else "not-exact"
        return Regimen(
            as_needed=as_needed,
            times_a_week=times,
            weekly=weekly,
            days=days,
            unclear="as-needed" if as_needed else vague,
        )
    lasts = _LASTS.search(text)
    odd = _ODD.search(_EXCEPT.sub("", text)) or _HOURLY.search(text)
    return Regimen(
        amount=_amount(amounts[0]),
        unit=unit_code(amounts[0]["unit"] or ""),
        times_a_week=times,
        weekly=weekly,
        days=days,
        lasts=int(lasts[1]) if lasts else None,
        as_needed=as_needed,
        unclear="as-needed" if as_needed else "not-exact" if odd else "",
    )


def _times(text: str, days: tuple[str, ...]) -> tuple[int | None, bool]:
    daily, weekly = _DAILY.findall(text), _WEEKLY.findall(text)
    if len(daily) + len(weekly) > 1:
        return None, bool(weekly)
    if weekly:
        return _count(weekly[0]), True
    if daily:
        return _count(daily[0]) * (len(days) or 7), False
    # Going to bed happens once a day; no other word of time is counted without a frequency.
    if text.count("ก่อนนอน") == 1 and not re.search(r"อาหาร|เช้า|เย็น|เที่ยง|กลางวัน", text):
        return len(days) or 7, False
    return None, False


def _count(text: str) -> int:
    return _COUNTS.get(text) or int(text)


def _amount(match: re.Match[str]) -> Fraction:
    count = match["count"]
    amount = Fraction(1, 2) if count == "ครึ่ง" else Fraction(_COUNTS.get(count, count))
    return amount + Fraction(1, 2) if match["half"] else amount


def _days(text: str) -> tuple[str, ...]:
    if only := _ONLY.search(text):
        return _day_list(only[1])
    if but := _EXCEPT.search(text):
        left_out = _day_list(but[1])
        return tuple(day for day in WEEK if day not in left_out)
    return ()


def _day_list(text: str) -> tuple[str, ...]:
    named: list[str] = []
    span_open = False
    for piece in re.findall(rf"{_DAY}|-|–|ถึง", text):
        if piece not in _DAY_NAMES:
            span_open = True
            continue
        day = _DAY_NAMES[piece]
        if span_open and named:
            start, end = WEEK.index(named[-1]), WEEK.index(day)
            named += [WEEK[i % 7] for i in range(start + 1, end if end > start else end + 7)]
        named.append(day)
        span_open = False
    return tuple(day for day in WEEK if day in named)


def _from_structure(dose: Dose) -> Regimen | None:
    amount = dose.amount if isinstance(dose.amount, Quantity) else None
    value = Fraction(amount.value) if amount and amount.value is not None and not amount.comparator else None
    times, weekly = _structured_times(dose)
    if value is None and times is None and not dose.as_needed and not dose.days:
        return None
    lasts = dose.bounds
    return Regimen(
        amount=value,
        unit=unit_code(amount.unit or amount.code) if amount else "",
        times_a_week=times,
        weekly=weekly,
        days=tuple(day for day in WEEK if day in dose.days) if len(dose.days) < 7 else (),
        lasts=int(lasts.value)
        if lasts and lasts.value and lasts.unit in ("d", "day", "days", "วัน")
        else None,
        as_needed=dose.as_needed,
    )


def _structured_times(dose: Dose) -> tuple[int | None, bool]:
    if dose.frequency is None or dose.frequency_max not in (None, dose.frequency):
        return (len(dose.days) or 7, False) if dose.when == ("HS",) else (None, False)
    period = dose.period
    if period is None or period.value != 1:
        return None, False
    if period.unit == "d":
        return dose.frequency * (len(dose.days) or 7), False
    return (dose.frequency, True) if period.unit == "wk" else (None, False)
