"""English words for the limits of a dose as they were sent: from when, until when, how many times, how much at most."""

from collections.abc import Iterable

from viewer.record.facts import Dose
from viewer.record.values import OPEN, Quantity, Range, Ratio, When
from viewer.view.wording.en_dates import when
from viewer.view.wording.spans import meant
from viewer.view.wording.steps import ends_of, period_code, plain, sent_unit

PERIODS = {"h": "hour", "s": "second", "min": "minute", "d": "day", "wk": "week", "mo": "month", "a": "year"}
NO_UNIT = "(unit not given)"


def lasting(dose: Dose) -> Iterable[str]:
    """over 30 minutes, on 10 Jun 2026, from 10 Jun 2026 until 20 Jun 2026, for 5 days, 3 times in all."""
    if over := _length(dose.over):
        yield f"over {over}"
    if dose.events:
        yield f"on {', '.join(when(meant(event), time=True) for event in dose.events)}"
    if dose.period_of_use is not None:
        yield from _period(dose.period_of_use.start, dose.period_of_use.end)
    if length := _length(dose.bounds):
        yield f"for {length}"
    if dose.count:
        yield f"{dose.count} times in all" if dose.count != "1" else "once in all"


def most(dose: Dose) -> Iterable[str]:
    """at most 8 tab a day, at most 2 tab each time, at most 500 mg in a lifetime."""
    limit = dose.maximum
    if isinstance(limit, Ratio):
        per = limit.denominator
        unit, amount = PERIODS.get(period_code(per), ""), _amount(limit.numerator)
        if per.value == 1 and unit:
            yield f"at most {amount} a {unit}"
        elif per.value is not None and unit:
            yield f"at most {amount} in {plain(per.value)} {unit}s"
        else:
            yield f"at most {amount} in {_amount(per)}"
    elif limit is not None:
        yield f"at most {_amount(limit)}"
    if dose.most_each is not None:
        yield f"at most {_amount(dose.most_each)} each time"
    if dose.most_ever is not None:
        yield f"at most {_amount(dose.most_ever)} in a lifetime"


def away(dose: Dose, code: str, named: str) -> str:
    """30 minutes before meals; where the code says neither before nor after, as sent."""
    if not dose.offset:
        return named
    length = f"{dose.offset} minutes"
    return f"{length} {named}" if code.startswith(("AC", "PC", "WAKE")) else f"{named} (+{length})"


def _period(start: When | None, end: When | None) -> Iterable[str]:
    told = " ".join(
        f"{word} {when(meant(one))}"
        for word, one in (("from", start), ("until", end))
        if one is not None and one.flaw not in OPEN
    )
    if told:
        yield told


def _length(bounds: Quantity | Range | None) -> str:
    if isinstance(bounds, Range):
        low, high = ends_of(bounds)
        unit = _of_time(Quantity(unit=sent_unit(bounds)), "s")
        if low and high:
            return f"{low}-{high} {unit}"
        if low or high:
            return f"at {'least' if low else 'most'} {low or high} {unit}"
        return bounds.text or " - ".join(end.text for end in (bounds.low, bounds.high) if end and end.text)
    if bounds is None or bounds.value is None:
        return bounds.text if bounds is not None else ""
    unit = _of_time(bounds, "" if bounds.value == 1 else "s")
    return f"{bounds.comparator}{plain(bounds.value)} {unit}"


def _of_time(length: Quantity, plural: str) -> str:
    """Its unit; one that is not known as sent."""
    known = PERIODS.get(period_code(length))
    return f"{known}{plural}" if known else length.unit or length.code or NO_UNIT


def _amount(amount: Quantity) -> str:
    if amount.value is None:
        return amount.text
    return f"{amount.comparator}{plain(amount.value)} {amount.unit or amount.code or NO_UNIT}"
