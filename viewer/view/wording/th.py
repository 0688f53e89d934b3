"""Thai: Buddhist-era dates, ages, quantities, doses. BE = CE + 543 (the year begins 1 January since 2484)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from viewer.record.values import Concept, Precision, Quantity, Range, Ratio, Samples, Span, Value, When
from viewer.view.wording.spans import exact_age, months_between
from viewer.view.wording.th_dates import clock, day, full_day, moment, short_month, when, year
from viewer.view.wording.th_dose import counted, dose, form, reading, route, strength, weekdays
from viewer.view.wording.th_dose import unit_of_use as _unit_of_use

__all__ = [
    "age",
    "ago",
    "clock",
    "counted",
    "day",
    "dose",
    "form",
    "full_day",
    "joined",
    "moment",
    "number",
    "parts",
    "quantity",
    "reading",
    "route",
    "seconds",
    "sex",
    "short_month",
    "span",
    "strength",
    "unit",
    "value",
    "weekdays",
    "when",
    "year",
]  # fmt: skip

SEXES = {"male": "ชาย", "female": "หญิง", "other": "อื่น ๆ", "unknown": "ไม่ทราบเพศ"}
# Only units whose short Thai form says exactly the same; all others stay as sent.
UNITS = {
    "mg/dl": "มก./ดล.", "mg/g": "มก./ก.", "g/dl": "ก./ดล.", "g/l": "ก./ล.", "mmol/l": "มมล./ล.", "kg": "กก.",
    "g": "กรัม", "cm": "ซม.", "mg": "มก.", "mm[hg]": "มม.ปรอท", "mmhg": "มม.ปรอท", "cel": "°C", "[degf]": "°F",
    "ml/min/1.73m2": "มล./นาที/1.73 ม.²", "ml/min/{1.73_m2}": "มล./นาที/1.73 ม.²", "ml/min": "มล./นาที",
    "ml/min/1.73m²": "มล./นาที/1.73 ม.²", "kg/m2": "กก./ม.²", "kg/m²": "กก./ม.²", "mg/g{creat}": "มก./ก.",
    "{beats}/min": "ครั้ง/นาที", "{breaths}/min": "ครั้ง/นาที", "/min": "ครั้ง/นาที", "mg/mmol": "มก./มมล.",
    "10*3/ul": "10³/µL", "10^3/ul": "10³/µL", "10*9/l": "10⁹/L", "10^9/l": "10⁹/L", "10*6/ul": "10⁶/µL",
    "10^6/ul": "10⁶/µL", "{inr}": "", "umol/l": "µmol/L",
}  # fmt: skip


def span(start: date, end: date) -> str:
    """6 ปี 8 เดือน; months below two years, days below four months."""
    months = months_between(start, end)
    if (end - start).days < 120:
        return f"{(end - start).days} วัน"
    if months < 12:
        return f"{months} เดือน"
    years, rest = divmod(months, 12)
    return f"{years} ปี {rest} เดือน" if rest else f"{years} ปี"


def ago(on: date, today: date) -> str:
    """20 วันก่อน, 6 ปี 8 เดือนก่อน; อีก 7 วัน when it is ahead."""
    if on == today:
        return "วันนี้"
    if (today - on).days == 1:
        return "เมื่อวาน"
    return f"{span(on, today)}ก่อน" if on < today else f"อีก {span(today, on)}"


def seconds(count: float) -> str:
    """2.1 วินาที; whole seconds from 10 on."""
    return f"{count:.1f} วินาที" if count < 10 else f"{count:.0f} วินาที"


def age(birth: When | None, on: date) -> str:
    """66 ปี 8 เดือน; months and days under one year; years only when the day is not known."""
    if birth is None:
        return "ไม่ทราบอายุ"
    if not birth.usable:
        return "ไม่ทราบอายุ (วันเกิดที่ต้นทางส่งน่าสงสัย)"
    found = exact_age(birth, on)
    if found is None:
        return "ไม่ทราบอายุ (วันเกิดอยู่ในอนาคต)"
    years, months, days = found
    if birth.precision is Precision.YEAR:
        return f"ประมาณ {years} ปี"
    if birth.month == 1 and birth.day == 1 and birth.precision >= Precision.DAY:
        return f"{years} ปี"
    if years:
        return f"{years} ปี {months} เดือน"
    if birth.precision is Precision.MONTH:
        return f"{months} เดือน"
    return f"{months} เดือน {days} วัน" if months else f"{days} วัน"


def sex(code: str) -> str:
    """ชาย, หญิง; the code as sent when it is not one of FHIR's."""
    return SEXES.get(code, code or "ไม่ระบุเพศ")


def number(value: Decimal | Fraction | float) -> str:
    """1,240; 1.50 keeps the digits it was sent with; a fraction has at most three decimals."""
    if isinstance(value, Fraction):
        value = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.001"))
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,g}"


def unit(unit: str) -> str:
    """มก./ดล. for mg/dL; as sent where no short form is exact."""
    return UNITS.get(unit.replace(" ", "").casefold().replace("μ", "u"), unit)  # casefold writes µ as μ


def parts(value: Value) -> tuple[str, str]:
    """The words of a value and its unit apart."""
    if isinstance(value, Quantity):
        if value.value is None:  # words where a number belongs, beside the unit they came with
            return value.text, unit(value.unit) if value.text and value.unit not in value.text else ""
        return f"{value.comparator}{number(value.value)}", unit(value.unit or value.code)
    return _words(value), ""


def value(value: Value) -> str:
    """2.27 มก./ดล."""
    text, of = parts(value)
    return f"{text} {of}" if of else text


def _words(value: Value) -> str:
    if isinstance(value, Range):
        return _range(value)
    if isinstance(value, Ratio):
        return _ratio(value)
    if isinstance(value, Concept):
        return value.words
    if isinstance(value, When):
        # A due date is a value that may well lie ahead: no doubt is cast on it.
        return when(msgspec.structs.replace(value, flaw="") if value.flaw == "future" else value)
    if isinstance(value, Span):
        start, end = (_words(part) if part else "" for part in (value.start, value.end))
        return (
            f"{start} ถึง {end}" if start and end else f"ตั้งแต่ {start}" if start else f"ถึง {end}" if end else ""
        )
    if isinstance(value, Samples):
        return _samples(value)
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    return value if isinstance(value, str) else ""


def _range(value: Range) -> str:
    if value.low is not None and value.high is not None:
        (low, one), (high, other) = parts(value.low), parts(value.high)
        if one and other and one != other:  # two units in one range: each keeps its own
            return f"{low} {one} - {high} {other}"
        return f"{low}-{high} {other or one}".rstrip()
    end = value.low or value.high
    return f"{'ตั้งแต่' if value.low else 'ไม่เกิน'} {' '.join(filter(None, parts(end)))}" if end else value.text


def _ratio(ratio: Ratio) -> str:
    """A titre as 1:32; a ratio of two amounts with their units."""
    (above, of), (below, per) = parts(ratio.numerator), parts(ratio.denominator)
    if of in ("", "1") and per in ("", "1"):
        return f"{above}:{below}"
    return f"{above} {of} / {below} {per}".replace("  ", " ").strip()


def _samples(samples: Samples) -> str:
    """What sampled data says of itself; the points are in the source text."""
    told = [f"ข้อมูลสัญญาณต่อเนื่อง {samples.count:,} จุด"]
    if samples.dimensions is not None:
        told.append(f"{samples.dimensions} มิติ")
    if samples.period is not None:
        told.append(f"ทุก {number(samples.period)} มิลลิวินาที")
    if samples.origin is not None:
        told.append(f"ค่าศูนย์ {' '.join(filter(None, parts(samples.origin)))}")
    return " · ".join((*told, "ดูข้อความต้นทาง"))


def quantity(quantity: Quantity | None) -> str:
    """360 เม็ด; "" when none was sent."""
    if quantity is None:
        return ""
    if quantity.value is None:
        return quantity.text
    of = _unit_of_use(quantity.unit or quantity.code)
    inside = f" ({quantity.text})" if quantity.text and quantity.text not in (of, quantity.unit) else ""
    return f"{quantity.comparator}{number(quantity.value)} {of}".rstrip() + inside


def joined(names: Iterable[str]) -> str:
    """ก, ข และ ค."""
    listed = list(names)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} และ {listed[-1]}"
