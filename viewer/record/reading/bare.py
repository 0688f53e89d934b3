"""Rows of types read by hand that name nothing: their narrative is all they say, so it is kept as their note."""

import msgspec

from viewer.record.facts import Allergy, Fact, Problem, Procedure, Report, Result, Supply, Vaccine
from viewer.record.reading import shapes
from viewer.record.reading.prose import plain
from viewer.record.reading.terms import element
from viewer.record.restricted import Rules

NARRATIVE = b'"div"'  # stands in the bytes of every resource with a narrative


class _TextShape(shapes.Shape):
    text: shapes.NarrativeShape | None = None


_TEXT = msgspec.json.Decoder(_TextShape)


def with_narrative(fact: Fact, raw: bytes, rules: Rules) -> Fact:
    """The row with its narrative as note, when nothing else of it has words; as restricted as those words are."""
    if _is_named(fact):
        return fact
    shape = element(raw, _TEXT, _TextShape, [])
    told = plain(shape.text.div) if shape is not None and shape.text is not None else ""
    if not told or told in fact.note:
        return fact
    restricted = fact.restricted or rules.of_text(told) or rules.of_place(told)
    note = "\n".join(filter(None, (fact.note, told)))
    number = -1 if restricted else fact.number
    return msgspec.structs.replace(fact, note=note, restricted=restricted, number=number)


def _is_named(fact: Fact) -> bool:
    match fact:
        case Allergy():
            return bool(fact.substance.words)
        case Supply():
            return bool(fact.drug.name)
        case Problem() | Procedure() | Report() | Result() | Vaccine():
            return bool(fact.concept.words)
        case _:
            return True
