"""The value[x] of an Observation or of one of its components, whichever was sent, and why there is none."""

from decimal import Decimal

import msgspec
from msgspec import Raw

from viewer.record.reading import shapes
from viewer.record.reading.amounts import quantity, range_of, ratio, sensible
from viewer.record.reading.desk import Reading
from viewer.record.reading.members import is_bare
from viewer.record.reading.prose import trimmed
from viewer.record.reading.shapes import NOTHING
from viewer.record.reading.terms import element
from viewer.record.values import Quantity, Samples, Span, Value, When


class ValueShape(shapes.ResourceShape):
    """The value[x] of an Observation or of its component (which has no use for a resource's members)."""

    value_quantity: shapes.QuantityShape | None = None
    value_codeable_concept: Raw = shapes.NOTHING
    value_string: str | None = None
    value_boolean: bool | None = None
    value_integer: Decimal | None = None
    value_range: shapes.RangeShape | None = None
    value_ratio: shapes.RatioShape | None = None
    value_time: str = ""
    value_date_time: str = ""
    value_period: shapes.PeriodShape | None = None
    value_sampled_data: Raw = shapes.NOTHING
    data_absent_reason: Raw = shapes.NOTHING
    interpretation: Raw = shapes.NOTHING
    reference_range: Raw = shapes.NOTHING
    code: Raw = shapes.NOTHING


_SAMPLED = msgspec.json.Decoder(shapes.SampledShape)


def why_absent(shape: ValueShape, reading: Reading) -> str:
    """A code of FHIR's own, which is written in small letters; of every other system the words beside it."""
    term = reading.term(shape.data_absent_reason, "dataAbsentReason")
    return term.code if term.code.replace("-", "").islower() else term.words


def value_of(shape: ValueShape, reading: Reading) -> Value:
    """The value[x], whichever was sent; words only where FHIR has words."""
    if shape.value_quantity is not None and (amount := quantity(shape.value_quantity)) is not None:
        return amount
    if shape.value_string and (text := trimmed(shape.value_string)):  # an empty one is none
        return text
    if shape.value_codeable_concept is not NOTHING:
        return reading.term(shape.value_codeable_concept, "valueCodeableConcept").concept or None
    if shape.value_boolean is not None:
        return shape.value_boolean
    if shape.value_integer is not None:
        return quantity(shapes.QuantityShape(shape.value_integer))
    return _rare_value(shape, reading)


def has_second(shape: ValueShape) -> bool:
    """Whether more than one value[x] seems to have been sent; asked of every result."""
    if shape.value_quantity is None:
        told = (shape.value_string is not None) + (shape.value_codeable_concept is not NOTHING)
        told += (shape.value_boolean is not None) + (shape.value_integer is not None)
        told += (shape.value_range is not None) + (shape.value_ratio is not None)
        told += (shape.value_time != "") + (shape.value_date_time != "")
        told += (shape.value_period is not None) + (shape.value_sampled_data is not NOTHING)
        return told > 1
    return bool(
        shape.value_codeable_concept is not NOTHING
        or shape.value_boolean is not None
        or shape.value_integer is not None
        or shape.value_sampled_data is not NOTHING
        or shape.value_string
        or shape.value_range
        or shape.value_ratio
        or shape.value_time
        or shape.value_date_time
        or shape.value_period
    )


_IN_ORDER = (
    "value_quantity", "value_string", "value_codeable_concept", "value_boolean", "value_integer", "value_range",
    "value_ratio", "value_time", "value_date_time", "value_period", "value_sampled_data",
)  # fmt: skip


def values_sent(shape: ValueShape) -> list[str]:
    """The names of what says something, as ``value_of`` prefers them."""
    sent = ((name, getattr(shape, name)) for name in _IN_ORDER)
    return [name for name, value in sent if value not in (None, "") and not _says_nothing(value)]


def _says_nothing(value: object) -> bool:
    if isinstance(value, str):
        return not trimmed(value)
    if isinstance(value, Quantity):
        return quantity(value) is None
    return isinstance(value, Raw) and (value is NOTHING or is_bare(value))


def _rare_value(shape: ValueShape, reading: Reading) -> Value:
    if shape.value_range is not None:
        return range_of(shape.value_range)
    if shape.value_ratio is not None:
        return ratio(shape.value_ratio)
    if shape.value_time:
        return trimmed(shape.value_time)
    when: When | None = reading.when(shape.value_date_time)
    if when is None and shape.value_period is not None:
        return Span(reading.when(shape.value_period.start), reading.when(shape.value_period.end))
    if when is None and shape.value_sampled_data is not NOTHING:
        return _samples(bytes(shape.value_sampled_data), reading)
    return when


def _samples(raw: bytes, reading: Reading) -> Samples | None:
    flaws: list[str] = []
    shape = element(raw, _SAMPLED, shapes.SampledShape, flaws, "valueSampledData")
    reading.lost(flaws)
    if shape is None:
        reading.unreadable("valueSampledData")
        return None
    period = shape.period
    if period is not None and not sensible(period):
        reading.unreadable("valueSampledData.period")
        period = None
    return Samples(quantity(shape.origin), period, shape.dimensions, len(shape.data.split()))
