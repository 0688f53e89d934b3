"""Observation.referenceRange: the limits, and of whom or of what they are where that is not the ordinary case."""

from dataclasses import replace

import msgspec
from msgspec import Raw

from viewer.record.reading import shapes
from viewer.record.reading.amounts import amount_words, range_of
from viewer.record.reading.desk import Reading
from viewer.record.reading.terms import element
from viewer.record.values import Range


class ReferenceRangeShape(shapes.RangeShape):
    type: Raw = shapes.NOTHING
    applies_to: Raw = shapes.NOTHING
    age: shapes.RangeShape | None = None


_RANGES = msgspec.json.Decoder(list[ReferenceRangeShape])
NO_RANGES: tuple[tuple[Range, ...], str] = ((), "")


def ranges_of(raw: Raw, reading: Reading) -> tuple[tuple[Range, ...], str]:
    """Reference ranges, and the restricted category of their words. A laboratory sends the same with every result of a
    test: each is read once per binder."""
    if raw is shapes.NOTHING:
        return NO_RANGES
    key = bytes(raw)
    known = reading.terms.ranges.get(key)
    if known is None:
        flaws: list[str] = []
        found = element(key, _RANGES, list[ReferenceRangeShape], flaws, "referenceRange") or []
        told = tuple([_reference(one, reading, several=len(found) > 1) for one in found])
        words = (text for one in told for text in (one.text, one.whose) if text)
        known = reading.terms.ranges[key] = told, reading.terms.rules.of_words(*words), tuple(flaws)
    reading.lost(known[2])
    return known[0], known[1]


def _reference(shape: ReferenceRangeShape, reading: Reading, *, several: bool) -> Range:
    """One reference range. The only one that came is this person's, whomever it says that it applies to."""
    kind = reading.term(shape.type, "referenceRange.type")
    whose = [kind.words if kind.code != "normal" else ""]
    if several:
        whose.append(reading.terms.words(shape.applies_to))
        ages = zip("≥≤", (shape.age.low, shape.age.high), strict=True) if shape.age is not None else ()
        whose += [f"{sign}{words}" for sign, age in ages if (words := amount_words(age))]
    return replace(range_of(shape), whose=" ".join(filter(None, whose)))
