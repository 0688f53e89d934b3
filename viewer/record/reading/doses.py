"""Dosage: text verbatim beside whatever structure was sent. Nothing is worked out here."""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

import msgspec
from msgspec import Raw

from viewer.record.facts import Dose
from viewer.record.reading import shapes
from viewer.record.reading.amounts import amount_words, quantity, range_of, rate_words, ratio, sensible
from viewer.record.reading.desk import Reading
from viewer.record.reading.dialects import FOREIGN
from viewer.record.reading.members import is_bare, items_of, says_more, text_of
from viewer.record.reading.prose import harmless, trimmed
from viewer.record.reading.terms import element
from viewer.record.values import Quantity, Range, Ratio, Span, When


class RepeatShape(shapes.Shape):
    bounds_duration: shapes.QuantityShape | None = None
    bounds_range: shapes.RangeShape | None = None
    bounds_period: shapes.PeriodShape | None = None
    count: int | None = None
    count_max: int | None = None
    offset: int | None = None
    frequency: int | None = None
    frequency_max: int | None = None
    period: Decimal | None = None
    period_max: Decimal | None = None
    duration: Decimal | None = None
    duration_max: Decimal | None = None
    duration_unit: str = ""
    duration_units: str = ""  # DSTU2
    period_unit: str = ""
    period_units: str = ""  # DSTU2
    when: tuple[str, ...] = ()
    day_of_week: tuple[str, ...] = ()
    time_of_day: tuple[str, ...] = ()


class TimingShape(shapes.Shape):
    event: Raw = shapes.NOTHING
    repeat: RepeatShape | None = None
    code: Raw = shapes.NOTHING


class DoseRateShape(shapes.Shape):
    dose_quantity: shapes.QuantityShape | None = None
    dose_range: shapes.RangeShape | None = None
    rate_ratio: shapes.RatioShape | None = None
    rate_range: shapes.RangeShape | None = None
    rate_quantity: shapes.QuantityShape | None = None


class DosageShape(shapes.Shape):
    sequence: int | None = None
    text: str = ""
    patient_instruction: str = ""
    additional_instruction: Raw = shapes.NOTHING
    timing: TimingShape | None = None
    as_needed_boolean: bool | None = None
    as_needed_codeable_concept: Raw = shapes.NOTHING
    site: Raw = shapes.NOTHING
    route: Raw = shapes.NOTHING
    method: Raw = shapes.NOTHING
    dose_and_rate: tuple[DoseRateShape, ...] = ()
    as_needed: bool | None = None  # R5
    as_needed_for: Raw = shapes.NOTHING  # R5
    dose_quantity: shapes.QuantityShape | None = None  # STU3 and DSTU2, as the next two
    dose_range: shapes.RangeShape | None = None
    quantity: shapes.QuantityShape | None = None
    quantity_quantity: shapes.QuantityShape | None = None  # DSTU2, as the next
    quantity_range: shapes.RangeShape | None = None
    max_dose_per_period: shapes.RatioShape | None = None
    max_dose_per_administration: shapes.QuantityShape | None = None
    max_dose_per_lifetime: shapes.QuantityShape | None = None

    bare: ClassVar[str] = "text"


_NO_REPEAT = RepeatShape()
_DOSAGES = msgspec.json.Decoder(list[DosageShape])


def read_doses(raw: Raw, reading: Reading) -> tuple[tuple[Dose, ...], str]:
    """A list of Dosages, and the restricted category that their words fall under. The same instruction comes with
    every refill: each is read once per binder."""
    if raw is shapes.NOTHING:
        return (), ""
    key = bytes(raw)
    known = reading.terms.doses.get(key)
    if known is None:
        before = len(reading.remarks)
        flaws: list[str] = []
        found = element(key, _DOSAGES, list[DosageShape], flaws, "dosage")
        for flaw in flaws:
            reading.unreadable(flaw)
        if says_more(raw, DosageShape, _UNREAD, _PARTS):
            reading.lost([FOREIGN])
        doses = tuple(_read_dose(item, reading) for item in found or ())
        restricted = hidden_by(doses, reading)
        reading.terms.doses[key] = doses, restricted, tuple(reading.remarks[before:])
        return doses, restricted
    doses, restricted, remarks = known
    reading.remarks.extend(remarks)
    return doses, restricted


_PARTS: dict[str, type[msgspec.Struct]] = {
    "timing": TimingShape, "repeat": RepeatShape, "doseAndRate": DoseRateShape,
}  # fmt: skip
_UNREAD = frozenset({"type"})  # of R4: how an amount was come by


def hidden_by(doses: Iterable[Dose], reading: Reading) -> str:
    """The restricted category of what is written beside a medicine: a harmless one may be given for what its reader
    may not know."""
    rules, found = reading.terms.rules, ""
    for dose in doses:
        route = dose.route.words if dose.route is not None else ""
        found = found or rules.of_words(
            dose.text,
            dose.patient_text,
            dose.as_needed_for,
            route,
            *_limits(dose),
            *(event.raw for event in dose.events),
            dose.rate,
            *dose.clock,
            *dose.extra,
        )
    return found


def _read_dose(shape: DosageShape, reading: Reading) -> Dose:
    """One Dosage (FHIR R4 2.13)."""
    repeat = shape.timing.repeat if shape.timing and shape.timing.repeat else _NO_REPEAT
    route = reading.term(shape.route, "dosage.route").concept
    prn = reading.term(shape.as_needed_codeable_concept, "dosage.asNeeded").concept
    if not prn and shape.as_needed_for is not shapes.NOTHING:
        prn = reading.term(shape.as_needed_for, "dosage.asNeeded").concept
    text = harmless(shape.text)
    if not text and shape.timing is not None:
        named = reading.term(shape.timing.code, "dosage.timing")
        text = named.concept.text or (
            "" if shape.timing.repeat else named.words
        )  # "BID" is all that was sent
    return Dose(
        text=text,
        patient_text=harmless(shape.patient_instruction),
        route=route if route else None,
        amount=_amount(shape),
        frequency=repeat.frequency,
        frequency_max=repeat.frequency_max,
        period=_period(repeat),
        period_max=_counted(repeat.period_max),
        when=tuple([trimmed(code) for code in repeat.when]),
        clock=tuple([trimmed(time) for time in repeat.time_of_day]),
        days=repeat.day_of_week,
        as_needed=bool(shape.as_needed_boolean or shape.as_needed) or bool(prn),
        as_needed_for=prn.words,
        sequence=shape.sequence,
        offset=repeat.offset,
        bounds=_bounds(repeat),
        period_of_use=_period_of_use(repeat.bounds_period, reading),
        count=_count(repeat),
        maximum=_maximum(shape.max_dose_per_period),
        most_each=quantity(shape.max_dose_per_administration),
        most_ever=quantity(shape.max_dose_per_lifetime),
        rate=next(filter(None, map(_rate, shape.dose_and_rate)), ""),
        over=_over(repeat),
        events=_events(shape.timing, reading),
        extra=tuple(_extra(shape, reading)),
    )


def _extra(shape: DosageShape, reading: Reading) -> Iterable[str]:
    """Where, and what else is to be heeded."""
    site = reading.term(shape.site, "dosage.site")
    told = (term.words for term in (site, *reading.terms.terms(shape.additional_instruction).terms))
    return filter(None, told)


def _bounds(repeat: RepeatShape) -> Quantity | Range | None:
    if repeat.bounds_range is not None:
        return range_of(repeat.bounds_range)
    return quantity(repeat.bounds_duration)


def _over(repeat: RepeatShape) -> Quantity | Range | None:
    """How long each time takes."""
    if repeat.duration is None and repeat.duration_max is None:
        return None
    unit = repeat.duration_unit or repeat.duration_units
    least, longest = (
        quantity(Quantity(value, unit)) if value is not None else None
        for value in (repeat.duration, repeat.duration_max)
    )
    return least if longest is None or longest == least else Range(least, longest)


def _events(timing: TimingShape | None, reading: Reading) -> tuple[When, ...]:
    """The moments that a timing names; one that is no text leaves a remark."""
    if timing is None or timing.event is shapes.NOTHING or is_bare(timing.event):
        return ()
    told = list(map(text_of, items_of(timing.event)))
    if not all(told):
        reading.unreadable("dosage.timing.event")
    return tuple([when for text in told if (when := reading.when(text)) is not None])


def _period_of_use(shape: shapes.PeriodShape | None, reading: Reading) -> Span | None:
    if shape is None or not (shape.start or shape.end):
        return None
    return Span(reading.when(shape.start), reading.when(shape.end))


def _count(repeat: RepeatShape) -> str:
    ends = dict.fromkeys(end for end in (repeat.count, repeat.count_max) if end is not None)
    return "-".join(map(str, ends))


def _maximum(shape: shapes.RatioShape | None) -> Ratio | Quantity | None:
    return ratio(shape) or (quantity(shape.numerator) if shape is not None else None)


def _ends(length: Quantity | Range | None) -> tuple[Quantity | None, ...]:
    return (length.low, length.high) if isinstance(length, Range) else (length,)


def _limits(dose: Dose) -> Iterable[str]:
    """The words of what it is not to exceed."""
    most = dose.maximum.numerator if isinstance(dose.maximum, Ratio) else dose.maximum
    for limit in (most, dose.most_each, dose.most_ever, *_ends(dose.over)):
        if limit is not None:
            yield from (limit.unit, limit.text)


def _rate(shape: DoseRateShape) -> str:
    """A rate in words: 5 mcg/kg/min, 100 mL/h, 50-100 mL/h."""
    if shape.rate_range is not None:
        ends = filter(None, map(amount_words, (shape.rate_range.low, shape.rate_range.high)))
        return " – ".join(ends)
    return rate_words(shape.rate_ratio) or amount_words(shape.rate_quantity)


def _period(repeat: RepeatShape) -> Quantity | None:
    period = _counted(repeat.period)
    return (
        Quantity(period, trimmed(repeat.period_unit or repeat.period_units)) if period is not None else None
    )


def _counted(period: Decimal | None) -> Decimal | None:
    return period if period is not None and sensible(period) else None


def _amount(shape: DosageShape) -> Quantity | Range | None:
    for rate in shape.dose_and_rate:
        if rate.dose_quantity is not None:
            return quantity(rate.dose_quantity)
        if rate.dose_range is not None:
            return range_of(rate.dose_range)
    if (sent := shape.dose_range or shape.quantity_range) is not None:
        return range_of(sent)
    return quantity(shape.dose_quantity or shape.quantity or shape.quantity_quantity)
