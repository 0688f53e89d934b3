"""Thai words for the limits of a dose as they were sent: from when, until when, how many times, how much at most."""

from collections.abc import Iterable

from viewer.record.facts import Dose
from viewer.record.regimen import unit_code
from viewer.record.values import OPEN, Quantity, Range, Ratio, When
from viewer.view.wording.spans import meant
from viewer.view.wording.steps import ends_of, period_code, plain, sent_unit
from viewer.view.wording.th_dates import PERIODS, when

UNIT_WORDS = {
    "tab": "เม็ด", "cap": "แคปซูล", "puff": "กด", "ml": "มล.", "tsp": "ช้อนชา", "tbsp": "ช้อนโต๊ะ", "drop": "หยด",
    "unit": "ยูนิต", "sachet": "ซอง", "patch": "แผ่น", "suppository": "แท่ง", "ampoule": "หลอด", "vial": "ขวด",
    "inhaler": "กระบอก",
}  # fmt: skip
STRENGTH_UNITS = {
    "mg": "มก.",
    "g": "กรัม",
    "mcg": "ไมโครกรัม",
    "µg": "ไมโครกรัม",
    "ml": "มล.",
    "iu": "ยูนิต",
    "u": "ยูนิต",
    "unit": "ยูนิต",
    "units": "ยูนิต",
}
NO_UNIT = "(ไม่ระบุหน่วย)"


def lasting(dose: Dose) -> Iterable[str]:
    """ให้แต่ละครั้งนาน 30 นาที, กำหนดให้ 10 มิ.ย. 2569, ตั้งแต่ 10 มิ.ย. 2569 ถึง 20 มิ.ย. 2569, นาน 5 วัน, รวม 3 ครั้ง."""
    if over := _length(dose.over):
        yield f"ให้แต่ละครั้งนาน {over}"
    if dose.events:
        yield f"กำหนดให้ {', '.join(when(meant(event), time=True) for event in dose.events)}"
    if dose.period_of_use is not None:
        yield from _period(dose.period_of_use.start, dose.period_of_use.end)
    if length := _length(dose.bounds):
        yield f"นาน {length}"
    if dose.count:
        yield f"รวม {dose.count} ครั้ง"


def most(dose: Dose) -> Iterable[str]:
    """ไม่เกินวันละ 8 เม็ด, ครั้งละไม่เกิน 2 เม็ด, ตลอดชีวิตไม่เกิน 500 มก."""
    limit = dose.maximum
    if isinstance(limit, Ratio):
        per = limit.denominator
        unit, amount = PERIODS.get(period_code(per), ""), _amount(limit.numerator)
        if per.value == 1 and unit:
            yield f"ไม่เกิน{unit}ละ {amount}"
        elif per.value is not None and unit:
            yield f"ไม่เกิน {amount} ใน {plain(per.value)} {unit}"
        else:
            yield f"ไม่เกิน {amount} ใน {_amount(per)}"
    elif limit is not None:
        yield f"ไม่เกิน {_amount(limit)}"
    if dose.most_each is not None:
        yield f"ครั้งละไม่เกิน {_amount(dose.most_each)}"
    if dose.most_ever is not None:
        yield f"ตลอดชีวิตไม่เกิน {_amount(dose.most_ever)}"


def away(dose: Dose, code: str, named: str) -> str:
    """ก่อนอาหาร 30 นาที: so long before or after what is named; where the code says neither, as sent."""
    if not dose.offset:
        return named
    hours, minutes = divmod(dose.offset, 60)
    length = f"{hours} ชั่วโมง" if hours and not minutes else f"{dose.offset} นาที"
    return f"{named} {length}" if code.startswith(_DIRECTED) else f"{named} (+{length})"


_DIRECTED = ("AC", "PC", "HS", "WAKE")


def _period(start: When | None, end: When | None) -> Iterable[str]:
    told = " ".join(
        f"{word} {when(meant(one))}"
        for word, one in (("ตั้งแต่", start), ("ถึง", end))
        if one is not None and one.flaw not in OPEN
    )
    if told:
        yield told


def _length(bounds: Quantity | Range | None) -> str:
    if isinstance(bounds, Range):
        low, high = ends_of(bounds)
        unit = _of_time(Quantity(unit=sent_unit(bounds)))
        if low and high:
            return f"{low}-{high} {unit}"
        if low or high:
            return f"{'อย่างน้อย' if low else 'ไม่เกิน'} {low or high} {unit}"
        return bounds.text or " - ".join(end.text for end in (bounds.low, bounds.high) if end and end.text)
    if bounds is None or bounds.value is None:
        return bounds.text if bounds is not None else ""
    return f"{bounds.comparator}{plain(bounds.value)} {_of_time(bounds)}"


def _of_time(length: Quantity) -> str:
    """Its unit; one that is not known as sent."""
    return PERIODS.get(period_code(length)) or length.unit or length.code or NO_UNIT


def _amount(amount: Quantity) -> str:
    if amount.value is None:
        return amount.text
    sent = amount.unit or amount.code
    unit = UNIT_WORDS.get(unit_code(sent)) or STRENGTH_UNITS.get(sent.casefold(), sent)
    return f"{amount.comparator}{plain(amount.value)} {unit or NO_UNIT}"
