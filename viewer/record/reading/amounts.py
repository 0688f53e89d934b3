"""Quantities, ranges, ratios and annotations as values: digits and units as sent."""

from collections.abc import Iterable

from viewer.record.reading import shapes
from viewer.record.reading.prose import is_trim, trimmed
from viewer.record.values import Quantity, Range, Ratio


def quantity(sent: Quantity | None) -> Quantity | None:
    """A Quantity as sent, its words made harmless; None when it says nothing."""
    if sent is None:
        return None
    unit, text = sent.unit, sent.text
    if sent.value is None and not text and not unit:
        return None
    if is_trim(unit) and (not text or is_trim(text)):
        return sent
    return Quantity(sent.value, trimmed(unit), sent.comparator, sent.code, trimmed(text))


def range_of(shape: shapes.RangeShape) -> Range:
    """A Range, or one reference range (which has the same members)."""
    return Range(quantity(shape.low), quantity(shape.high), trimmed(shape.text))


def ratio(shape: shapes.RatioShape | None) -> Ratio | None:
    """A Ratio; None unless both sides are there."""
    if shape is None:
        return None
    numerator, denominator = quantity(shape.numerator), quantity(shape.denominator)
    return Ratio(numerator, denominator) if numerator and denominator else None


def amount_words(shape: shapes.QuantityShape | None) -> str:
    """A Quantity as its own digits and unit, for fields that are kept as words."""
    if shape is None:
        return ""
    number = "" if shape.value is None else str(shape.value)
    return " ".join(
        part for part in (f"{shape.comparator}{number}", trimmed(shape.unit or shape.code)) if part
    )


def notes(annotations: Iterable[shapes.NoteShape]) -> str:
    """Annotations, a line each."""
    return "\n".join(text for text in (trimmed(note.text) for note in annotations) if text)
