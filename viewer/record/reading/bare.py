"""Rows of types read by hand that name nothing, and reports without a finding: their narrative is all they say, so it
is kept as their note."""

from collections.abc import Callable
from operator import attrgetter

import msgspec

from viewer.record.facts import Allergy, Fact, Problem, Procedure, Report, Result, Supply, Vaccine
from viewer.record.reading import shapes
from viewer.record.reading.prose import plain
from viewer.record.reading.terms import element
from viewer.record.restricted import Rules

_NARRATIVE = b'"div"'  # stands in the bytes of every resource with a narrative


class _TextShape(shapes.Shape):
    text: shapes.NarrativeShape | None = None


_TEXT = msgspec.json.Decoder(_TextShape)
_NAMES: dict[type[Fact], Callable[[Fact], str]] = {
    Allergy: attrgetter("substance.words"),
    Supply: attrgetter("drug.name"),
    Report: lambda fact: _findings(fact),
    **dict.fromkeys((Problem, Procedure, Result, Vaccine), attrgetter("concept.words")),
}


def _findings(fact: Fact) -> str:
    """What a report says was found: its name alone says nothing."""
    if not isinstance(fact, Report):
        return ""
    return fact.conclusion or (fact.concept.words if fact.results or fact.attachments else "")


def with_narrative(fact: Fact, raw: bytes, rules: Rules) -> Fact:
    """The row with its narrative as note, when nothing else of it has words; as restricted as those words are."""
    name = _NAMES.get(type(fact))
    if name is None or name(fact) or _NARRATIVE not in raw:
        return fact
    shape = element(raw, _TEXT, _TextShape, [])
    told = plain(shape.text.div) if shape is not None and shape.text is not None else ""
    if not told or told in fact.note:
        return fact
    restricted = fact.restricted or rules.of_text(told) or rules.of_place(told)
    note = "\n".join(filter(None, (fact.note, told)))
    number = -1 if restricted else fact.number
    return msgspec.structs.replace(fact, note=note, restricted=restricted, number=number)
