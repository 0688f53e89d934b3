"""Quantities, ranges, ratios and annotations as values: digits and units as sent."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from viewer.record.reading import shapes
from viewer.record.reading.lengths import cut
from viewer.record.reading.prose import trimmed
from viewer.record.values import Quantity, Range, Ratio

_WIDEST = 30  # digits before the point, and places after it, that a number of medicine may need


_COUNTED = re.compile(r"\s*+(\d[\d,]{0,15}+(?:\.\d{1,9}+)?+)(?![\d,])\s*+(.*)")


def sensible(value: Decimal) -> bool:
    """Whether a number can be written out and counted with: 1e999999999 is JSON too, and a gigabyte of zeros."""
    return -_WIDEST <= value.adjusted() <= _WIDEST


def quantity(sent: Quantity | None) -> Quantity | None:
    """A Quantity as sent, its words made harmless; None when it says nothing."""
    if sent is None:
        return None
    value, unit, text = sent.value, sent.unit, sent.text
    if value is None:
        if not text and not unit:
            return None
    elif not -_WIDEST <= value.adjusted() <= _WIDEST:  # shown as words, counted with by nobody
        return Quantity(None, text=" ".join((str(value), trimmed(unit or sent.code))).strip())
    code, comparator = sent.code, sent.comparator
    words = unit if unit == code and not (comparator or text) else f"{unit}{code}{comparator}{text}"
    if words.isprintable() and " " not in words:  # nearly all
        return sent
    return Quantity(value, trimmed(unit), trimmed(comparator), trimmed(code), trimmed(text))


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
        part for part in (f"{trimmed(shape.comparator)}{number}", trimmed(shape.unit or shape.code)) if part
    )


def rate_words(shape: shapes.RatioShape | None) -> str:
    """So much in so long, as "5 mcg/kg/min", "500 mL / 8 h"."""
    if shape is None:
        return ""
    above, below = amount_words(shape.numerator), amount_words(shape.denominator)
    if not above or not below:
        return above
    one = shape.denominator is not None and shape.denominator.value == 1
    return f"{above}/{below.removeprefix('1 ')}" if one else f"{above} / {below}"


def counted(text: str) -> Quantity | None:
    """A supplied quantity sent as words: "30 เม็ด", "1,080 tab"."""
    text = trimmed(text)
    match = _COUNTED.fullmatch(text)
    if match is None:
        return Quantity(text=text) if text else None
    try:
        return Quantity(Decimal(match[1].replace(",", "")), match[2], text=text)
    except InvalidOperation:
        return Quantity(text=text)


def notes(annotations: Sequence[shapes.NoteShape]) -> str:
    """Annotations, a line each."""
    if not annotations:
        return ""
    return cut("\n".join(text for text in (trimmed(note.text) for note in annotations) if text))
