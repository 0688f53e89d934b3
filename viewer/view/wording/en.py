"""English: the same functions as Thai, in the common era."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from viewer.record.values import Concept, Precision, Quantity, Range, Ratio, Samples, Span, Value, When
from viewer.view.wording.en_dates import clock, day, full_day, moment, short_month, when, year
from viewer.view.wording.en_dose import counted, dose, form, reading, route, strength, weekdays
from viewer.view.wording.en_dose import unit_of_use as _unit_of_use
from viewer.view.wording.spans import exact_age, months_between

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

UNITS = {
    "mm[hg]": "mmHg",
    "cel": "°C",
    "[degf]": "°F",
    "/min": "/min",
    "10*3/ul": "10³/µL",
    "10^3/ul": "10³/µL",
    "{inr}": "",
}


def span(start: date, end: date) -> str:
    """6 y 8 m; months below a year, days below four months."""
    months = months_between(start, end)
    if (end - start).days < 120:
        return f"{(end - start).days} d"
    if months < 12:
        return f"{months} m"
    years, rest = divmod(months, 12)
    return f"{years} y {rest} m" if rest else f"{years} y"


def ago(on: date, today: date) -> str:
    """20 d ago; in 7 d when it is ahead."""
    if on == today:
        return "today"
    if (today - on).days == 1:
        return "yesterday"
    return f"{span(on, today)} ago" if on < today else f"in {span(today, on)}"


def seconds(count: float) -> str:
    """2.1 s."""
    return f"{count:.1f} s" if count < 10 else f"{count:.0f} s"


def age(birth: When | None, on: date) -> str:
    """66 y 8 m; months and days under one year; years only when the day is not known."""
    if birth is None:
        return "age unknown"
    if not birth.usable:
        return "age unknown (doubtful birth date)"
    found = exact_age(birth, on)
    if found is None:
        return "age unknown (birth date in the future)"
    years, months, days = found
    if birth.precision is Precision.YEAR:
        return f"about {years} y"
    if birth.month == 1 and birth.day == 1 and birth.precision >= Precision.DAY:
        return f"{years} y"
    if years:
        return f"{years} y {months} m"
    if birth.precision is Precision.MONTH:
        return f"{months} m"
    return f"{months} m {days} d" if months else f"{days} d"


def sex(code: str) -> str:
    """The code itself; "sex not given" without one."""
    return code or "sex not given"


def number(value: Decimal | Fraction | float) -> str:
    """1,240; 1.50 keeps the digits it was sent with; a fraction has at most three decimals."""
    if isinstance(value, Fraction):
        value = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.001"))
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,g}"


def unit(unit: str) -> str:
    """As sent, UCUM brackets apart."""
    return UNITS.get(unit.replace(" ", "").casefold().replace("μ", "u"), unit)  # casefold writes µ as μ


def parts(value: Value) -> tuple[str, str]:
    """The words of a value and its unit apart."""
    if isinstance(value, Quantity):
        if value.value is None:
            return value.text, unit(value.unit) if value.text and value.unit not in value.text else ""
        return f"{value.comparator}{number(value.value)}", unit(value.unit or value.code)
    return _words(value), ""


def value(value: Value) -> str:
    """2.27 mg/dL."""
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
            f"{start} to {end}"
            if start and end
            else f"from {start}"
            if start
            else f"until {end}"
            if end
            else ""
        )
    if isinstance(value, Samples):
        return _samples(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else ""


def _range(value: Range) -> str:
    if value.low is not None and value.high is not None:
        (low, one), (high, other) = parts(value.low), parts(value.high)
        if one and other and one != other:  # two units in one range: each keeps its own
            return f"{low} {one} - {high} {other}"
        return f"{low}-{high} {other or one}".rstrip()
    end = value.low or value.high
    return (
        f"{'at least' if value.low else 'at most'} {' '.join(filter(None, parts(end)))}"
        if end
        else value.text
    )


def _ratio(ratio: Ratio) -> str:
    """A titre as 1:32; a ratio of two amounts with their units."""
    (above, of), (below, per) = parts(ratio.numerator), parts(ratio.denominator)
    if of in ("", "1") and per in ("", "1"):
        return f"{above}:{below}"
    return f"{above} {of} / {below} {per}".replace("  ", " ").strip()


def _samples(samples: Samples) -> str:
    """What sampled data says of itself; the points are in the source text."""
    told = [f"sampled signal, {samples.count:,} points"]
    if samples.dimensions is not None:
        told.append(f"{samples.dimensions} dimensions")
    if samples.period is not None:
        told.append(f"every {number(samples.period)} ms")
    if samples.origin is not None:
        told.append(f"zero at {' '.join(filter(None, parts(samples.origin)))}")
    return " · ".join((*told, "see the source text"))


def quantity(quantity: Quantity | None) -> str:
    """360 tablet; "" when none was sent."""
    if quantity is None:
        return ""
    if quantity.value is None:
        return quantity.text
    of = _unit_of_use(quantity.unit or quantity.code)
    inside = f" ({quantity.text})" if quantity.text and quantity.text not in (of, quantity.unit) else ""
    return f"{quantity.comparator}{number(quantity.value)} {of}".rstrip() + inside


def joined(names: Iterable[str]) -> str:
    """a, b and c."""
    listed = list(names)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"
