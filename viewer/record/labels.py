"""A Thai label, read by a small strict grammar: what it does not know for certain makes the regimen ``unclear``.

Every phrase that is understood is taken out of the text; when a number, or a word that changes the arithmetic, is left
over, nothing is counted (clinical rulings 8).
"""

import re
from fractions import Fraction
from itertools import pairwise

from viewer.record.cautions import without_cautions
from viewer.record.regimen import OTHER, WEEK, Regimen, in_steps, unit_code
from viewer.record.weekdays import DAY_LIST, day_list, short_days

_LONGEST = 2000  # characters of a label; nobody reads more off a bag of tablets
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MIXED = re.compile(r"(?<![\d./])(\d{1,2})(?: ?½| 1/2)(?![\d/])")
_COUNTS = {"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6}
_COUNT = rf"\d{{1,3}}|{'|'.join(_COUNTS)}"
_NUMBER = rf"ครึ่ง|\d{{1,3}}/[1-9]\d{{0,2}}|\d{{1,4}}(?:\.\d{{1,4}})?|{'|'.join(_COUNTS)}"
_UNIT = (
    "เม็ด|แคปซูล|กด|พ่น|มล\\.?|มิลลิลิตร|ซีซี|ช้อนชา|ช้อนโต๊ะ|หยด|ยูนิต|ซอง|แผ่น|แท่ง|หลอด|ขวด|"
    "(?:tabs?|tablets?|caps?|capsules?|puffs?|ml|cc|units?)\\b"
)
_MASS = r"มก\.?|มิลลิกรัม|ไมโครกรัม|มคก\.?|กรัม|mg|mcg|g\b"
_AMOUNT_TEXT = (
    rf"(?P<count>{_NUMBER})(?!\d|[./]\d)(?P<range>\s*(?:-|–|ถึง)\s*\d+)?\s*"
    rf"(?:(?P<unit>{_UNIT})|(?P<mass>{_MASS}))?(?P<half>ครึ่ง)?"
    r"(?:\s*\(\s*(?P<ml>\d{1,3}(?:\.\d{1,2})?)\s*(?:มล\.?|ซีซี|cc|ml)\s*\))?"
)
_AMOUNT = re.compile(rf"(?:ครั้งละ|^(?:รับประทาน|กิน|ทาน|เคี้ยว|อมใต้ลิ้น|ดื่ม))\s*{_AMOUNT_TEXT}", re.I)
_A_DAY = re.compile(rf"(?<!เกิน)(?<!เกิน )วันละ\s*{_AMOUNT_TEXT}(?<=[^\d\s])", re.I)
_PART = re.compile(rf"(?:ครั้งละ\s*)?(?<![\d.])(?P<count>{_NUMBER})\s*(?P<unit>{_UNIT})(?P<half>ครึ่ง)?", re.I)
_IN_BRACKETS = re.compile(r"\(\s*\d{1,3}(?:\.\d{1,2})?\s*(?:มล\.?|ซีซี|cc|ml)\s*\)")
_DAILY = re.compile(
    rf"(?<!เกิน)(?<!เกิน )(?:วันละ\s*({_COUNT})?\s*(?:ครั้ง|หน)|(?:วันละ\s*)?({_COUNT})\s*(?:เวลา|มื้อ))"
)
_WEEKLY = re.compile(rf"(?<!เกิน)(?<!เกิน )(?:สัปดาห์|อาทิตย์)ละ\s*({_COUNT})?\s*(ครั้ง|วัน)")
_EVERY_DAYS = re.compile(rf"ทุก\s*({_COUNT})\s*(วัน|สัปดาห์)(?!ละ)")
_ALTERNATE = re.compile(r"วันเว้นวัน")
_HOURLY = re.compile(r"ทุก\s*\d+(?:\s*[-–]\s*\d+)?\s*(?:ชั่วโมง|ชม\.?)")
_ONLY = re.compile(rf"(?:เฉพาะ|ทุก)?\s*วัน\s*({DAY_LIST})")
_EXCEPT = re.compile(rf"(?:ยก)?เว้นวัน\s*({DAY_LIST})")
_LASTS = re.compile(r"(?:^|[\s(])(?:(?:นาน|ติดต่อกัน|เป็นเวลา|จนครบ|ให้ครบ)\s*)?(\d{1,4})\s*(วัน|สัปดาห์)(?=[\s)]|$)")
_AS_NEEDED = re.compile(r"เมื่อ|เวลา|ถ้า|หาก|ตามอาการ|จำเป็น|ต้องการ|\bprn\b|\bsos\b", re.I)
_WARNS = re.compile(r"(?:หยุด|ถ้าลืม|หากลืม|ถ้าแพ้|หากแพ้|ห้าม)")  # what follows is a warning, not a need
# What may stand on a label and changes nothing; a meal is kept without its minutes.
_MINUTES = re.compile(
    r"((?:ก่อน|หลัง)อาหาร(?:เช้า|กลางวัน|เที่ยง|เย็น)?)\s*(?:อย่างน้อย|ประมาณ)?\s*(?:ครึ่ง|\d{1,3}(?:\s*-\s*\d{1,3})?)"
    r"\s*(?:นาที|ชั่วโมง|ชม\.?)"
)
_HARMLESS = re.compile(
    r"ดื่มน้ำ(?:ตาม)?\s*(?:มาก\s?ๆ)?\s*(?:\d(?:-\d)?\s*แก้ว)?|เวลา\s*\d{1,2}[.:]\d{2}\s*(?:น\.?)?|เวลาเดียวกัน(?:ทุกวัน)?"
)
_WAKING = re.compile(r"เมื่อตื่น")
_MOMENTS = {
    "ตื่นนอน": "WAKE", "ตื่น": "WAKE", "เช้า": "MORN", "กลางวัน": "NOON", "เที่ยง": "NOON", "บ่าย": "AFT", "เย็น": "EVE",
    "ก่อนนอน": "HS",
}  # fmt: skip
_MOMENT = re.compile("|".join(_MOMENTS))
_PLAIN_MEAL = re.compile(r"อาหาร(?!(?:ทันที)?\s*(?:มื้อ)?\s*(?:เช้า|กลางวัน|เที่ยง|เย็น))")
_MEALS = (("AC", "ก่อนอาหาร"), ("PC", "หลังอาหาร"), ("C", "พร้อมอาหาร"))
_LEFT_OVER = re.compile(
    r"\d|ครึ่ง|สัปดาห์|อาทิตย์|เดือน|ชั่วโมง|ชม\.|สลับ|เว้น|คู่|คี่|แรก|ลด|เพิ่ม|หรือ|งด|หยุด|เกิน|ปรับ|จากนั้น|ต่อมา|"
    r"ตามแพทย์|คำสั่ง|ฟอก|วันที่|ครั้ง|เม็ด|แคปซูล|ยูนิต|มื้อเว้น|\b(?:od|bid|tid|qid|eod|weekly|stat)\b",
    re.I,
)
_STEP = re.compile(
    r"\s*(?:แล้ว|และ)?(?:ค่อย\s?ๆ\s*)?(?:ลดลงเหลือ|ลดเหลือ|ลดเป็น|เพิ่มเป็น|เปลี่ยนเป็น)\s*|"
    r"\s*(?:หลังจากนั้น|จากนั้น|แล้วต่อด้วย|ต่อด้วย|วันต่อมา|วันต่อไป)\s*|(?:^|\s+)(?=วันที่\s*\d|วันแรก)"
)
_NUMBERED = re.compile(r"วันที่\s*(\d{1,3})(?:\s*(?:-|–|ถึง)\s*(\d{1,3}))?\s*|(วันแรก)\s*")


def read_label(text: str) -> Regimen:
    """What a label says; a regimen with its steps where the dose changes."""
    if len(text) > _LONGEST:
        return Regimen(unclear="not-exact")
    text = _MIXED.sub(r"\1.5", " ".join(text.split()).translate(_THAI_DIGITS)).replace("½", "1/2")
    pieces = [piece for piece in _STEP.split(text) if re.search(r"\d|ครั้ง|ครึ่ง|วัน", piece)]
    if len(pieces) < 2:
        return _step(pieces[0]) if pieces and _NUMBERED.match(pieces[0]) else _plain(text)
    if _AS_NEEDED.search(_bare(text)):
        return Regimen(as_needed=True, unclear="as-needed")
    return in_steps([_step(piece) for piece in pieces])


def _bare(text: str) -> str:
    """Without what may stand on a label and changes nothing."""
    return _HARMLESS.sub(" ", without_cautions(text))


def alters(text: str) -> bool:
    """Whether words that stand beside a dose may change its arithmetic: a number, a condition, a stop."""
    if len(text) > _LONGEST:
        return True
    text = _MINUTES.sub(r"\1 ", _bare(" ".join(text.split()).translate(_THAI_DIGITS)))
    return bool(_LEFT_OVER.search(text) or _AS_NEEDED.search(text) or _ONLY.search(text))


def _step(text: str) -> Regimen:
    """A step with the days it is numbered by; one whose own length says otherwise is not exact."""
    numbered = _NUMBERED.match(text)
    read = _plain(text[numbered.end() :] if numbered else text)
    if numbered is None:
        return read
    first = 1 if numbered[3] else int(numbered[1])
    days = int(numbered[2] or first) - first + 1 if not numbered[3] else 1
    if read.lasts not in (None, days) or days < 1:
        return Regimen(unclear="steps")
    return Regimen(
        amount=read.amount, unit=read.unit, times_a_week=read.times_a_week, weekly=read.weekly, days=read.days,
        lasts=days, as_needed=read.as_needed, unclear=read.unclear, interval=read.interval, moments=read.moments,
        meal=read.meal, total=read.total, uneven=read.uneven, first=first,
    )  # fmt: skip


def _plain(text: str) -> Regimen:
    """A label, or a step of one, whose dose does not change."""
    rest = _WAKING.sub("ตื่น", _MINUTES.sub(r"\1 ", _bare(text)))
    meal, moments = _meal(rest), _moments(rest)
    hourly = bool(_HOURLY.search(rest))
    rest = _HOURLY.sub(" ", rest)
    often, rest = _often(rest, bool(_PLAIN_MEAL.search(rest)), moments)
    as_needed = bool(_AS_NEEDED.search(rest)) and not _WARNS.search(rest)
    lasts = _LASTS.search(rest)
    rest = _LASTS.sub(" ", rest, count=1)
    amounts = list(_PART.finditer(_IN_BRACKETS.sub(" ", rest)))
    if len(amounts) > 1:
        dose, rest = _parts(rest, amounts, often)
    else:
        dose, rest = _amount(rest, often)
    unclear = dose.unclear or ("hourly" if hourly else "")
    if as_needed:
        unclear = "as-needed"
    elif (not unclear or unclear == "no-amount") and (often.torn or _LEFT_OVER.search(rest)):
        unclear = "not-exact"
    return Regimen(
        amount=dose.amount, unit=dose.unit, times_a_week=dose.times_a_week, weekly=often.weekly, days=dose.days,
        lasts=_days_of(lasts[1], lasts[2]) if lasts else None, as_needed=as_needed, unclear=unclear,
        interval=often.interval, moments=moments, meal=meal, total=dose.total, uneven=dose.uneven,
    )  # fmt: skip


class _Often:
    """How often, as far as it is written beside the days of the week."""

    __slots__ = ("interval", "moments", "on_dose_days", "per_week", "torn", "week_days", "weekly")

    def __init__(self) -> None:
        self.on_dose_days: int | None = None  # times on a day it is taken on
        self.per_week: int | None = None  # times a week
        self.week_days: int | None = None  # on so many days a week
        self.interval = 1
        self.weekly = False
        self.torn = False  # it says two things
        self.moments: tuple[str, ...] = ()


def _often(text: str, plain_meal: bool, moments: tuple[str, ...]) -> tuple[_Often, str]:
    often = _Often()
    daily, weekly = _DAILY.findall(text), _WEEKLY.findall(text)
    every, alternate = _EVERY_DAYS.findall(text), _ALTERNATE.findall(text)
    often.torn = len(daily) > 1 or len(weekly) > 1 or len(every) + len(alternate) > 1
    often.torn = often.torn or bool(weekly and (every or alternate))
    often.moments = () if plain_meal else moments
    if daily:
        often.on_dose_days = _count("".join(daily[0]))
    elif often.moments:
        often.on_dose_days = len(often.moments)
    if weekly:
        often.weekly = True
        if weekly[0][1] == "วัน":
            often.week_days = _count(weekly[0][0])
            often.torn = often.torn or not 0 < often.week_days <= 7
        else:
            often.per_week = _count(weekly[0][0])
            often.torn = often.torn or bool(daily) or len(often.moments) > 1
    if every:
        often.interval = _days_of(str(_count(every[0][0])), every[0][1])
        if often.on_dose_days is None:
            often.on_dose_days = 1  # "every three days" says how often by itself
    elif alternate:
        often.interval = 2
    if daily and often.moments and often.on_dose_days != len(often.moments):
        often.torn = True
    if daily and plain_meal and moments == ("HS",) and often.on_dose_days != 4:
        often.torn = True  # after meals and at bedtime are four times a day
    for pattern in (_DAILY, _WEEKLY, _EVERY_DAYS, _ALTERNATE):
        text = pattern.sub(" ", text)
    return often, text


def _amount(text: str, often: _Often) -> tuple[Regimen, str]:
    """One amount, each time or each day, and the days it is taken on."""
    days, text = _days(text)
    times = _times(often, days)
    if (
        (each := _A_DAY.search(text))
        and often.on_dose_days in (None, len(often.moments))
        and not _AMOUNT.search(text)
    ):
        if each["range"] or often.weekly:
            return Regimen(unclear="not-exact", days=days), text
        amount, unit = _counted(each)
        week = Fraction(amount * (len(days) or 7), often.interval)
        return Regimen(unit=unit, days=days, total=week, times_a_week=times), _A_DAY.sub(" ", text)
    found = list(_AMOUNT.finditer(text))
    if len(found) != 1 or found[0]["range"]:
        vague = "no-amount" if not found and times is not None else "not-exact"
        return Regimen(times_a_week=times, days=days, unclear=vague), text
    amount, unit = _counted(found[0])
    unclear = "not-exact" if often.per_week is not None and days and len(days) != often.per_week else ""
    return Regimen(amount=amount, unit=unit, times_a_week=times, days=days, unclear=unclear), _AMOUNT.sub(
        " ", text
    )


def _times(often: _Often, days: tuple[str, ...]) -> Fraction | int | None:
    """Times a week."""
    if often.per_week is not None:
        return often.per_week
    if often.on_dose_days is None:
        return None
    if often.week_days is not None:
        return often.on_dose_days * often.week_days if not days or len(days) == often.week_days else None
    if often.interval > 1:
        return Fraction(often.on_dose_days * 7, often.interval) if not days else None
    return often.on_dose_days * (len(days) or 7)


def _parts(text: str, amounts: list[re.Match[str]], often: _Often) -> tuple[Regimen, str]:
    """Amounts that differ by the day of the week or by the time of day; each must stand beside its own."""
    by_day, by_time = list(_ONLY.finditer(text)), list(_MOMENT.finditer(text))
    beside = by_day or by_time
    units = {unit_code(found["unit"]) for found in amounts}
    plain = often.interval == 1 and not often.weekly and len(units) == 1 and not _EXCEPT.search(text)
    if not plain or len(beside) != len(amounts) or not _in_turns(beside, amounts):
        return Regimen(unclear="not-exact"), ""
    values = [_value(found) for found in amounts]
    rest = _PART.sub(" ", _ONLY.sub(" ", text))
    if not by_day:
        if len({found[0] for found in by_time}) != len(values) or often.on_dose_days not in (
            None,
            len(values),
        ):
            return Regimen(unclear="not-exact"), ""
        return Regimen(unit=units.pop(), total=sum(values, Fraction()) * 7), rest
    named = [day_list(found[1]) for found in by_day]
    every = [day for days in named for day in days]
    if often.on_dose_days is None or len(set(every)) != len(every):
        return Regimen(unclear="not-exact"), ""
    week = sum((value * len(days) for value, days in zip(values, named, strict=True)), Fraction())
    return Regimen(unit=units.pop(), total=week * often.on_dose_days, uneven=True), rest


def _in_turns(left: list[re.Match[str]], right: list[re.Match[str]]) -> bool:
    """One of the left, one of the right, and so on to the end."""
    order = [side for _, side in sorted([(m.start(), 0) for m in left] + [(m.start(), 1) for m in right])]
    return all(before != after for before, after in pairwise(order))


def _counted(match: re.Match[str]) -> tuple[Fraction, str]:
    """The amount and its unit; millilitres in brackets say what a spoon holds."""
    unit = OTHER if match["mass"] else unit_code(match["unit"] or "")
    if match["ml"] and unit in ("tsp", "tbsp", "ml"):
        return Fraction(match["ml"]), "ml"
    return _value(match), unit


def _value(match: re.Match[str]) -> Fraction:
    count = match["count"]
    amount = Fraction(1, 2) if count == "ครึ่ง" else Fraction(_COUNTS.get(count, count))
    return amount + Fraction(1, 2) if match["half"] else amount


def _count(text: str) -> int:
    return _COUNTS.get(text) or int(text or 1)  # วันละครั้ง


def _days_of(number: str, unit: str) -> int:
    return int(number) * (7 if unit == "สัปดาห์" else 1)


def _days(text: str) -> tuple[tuple[str, ...], str]:
    """The only days it is taken on, and the text without them; () = all."""
    if but := _EXCEPT.search(text):
        left_out = day_list(but[1])
        return tuple(day for day in WEEK if day not in left_out), _EXCEPT.sub(" ", text, count=1)
    if only := _ONLY.search(text):
        return day_list(only[1]), _ONLY.sub(" ", text, count=1)
    return short_days(text)


def _moments(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_MOMENTS[word] for word in _MOMENT.findall(text)))


def _meal(text: str) -> str:
    said = [code for code, words in _MEALS if words in text]
    return said[0] if len(said) == 1 else ""
