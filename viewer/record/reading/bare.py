"""Rows of types read by hand that name nothing, reports without a finding and results without a value: their narrative
is all they say, so it is kept as their note."""

from collections.abc import Callable
from operator import attrgetter

import msgspec

from viewer.record.facts import Fact, Report, Result
from viewer.record.reading import shapes
from viewer.record.reading.prose import plain
from viewer.record.reading.terms import element
from viewer.record.restricted import Rules

_NARRATIVE = b'"div"'  # stands in the bytes of every resource with a narrative


class _TextShape(shapes.Shape):
    text: shapes.NarrativeShape | None = None


_TEXT = msgspec.json.Decoder(_TextShape)
_WORDS: dict[str, Callable[[Fact], str]] = {
    "allergies": attrgetter("substance.words"),
    "supplies": attrgetter("drug.name"),
    "reports": lambda fact: _findings(fact),
    **dict.fromkeys(("problems", "procedures", "vaccines", "results"), attrgetter("concept.words")),
}


def words_in(kind: str) -> Callable[[Fact], str] | None:
    """What a row of this kind is called by; None where rows of it need no words of their own. A result may say nothing
    all the same: see Reading.bare."""
    return _WORDS.get(kind)


def _findings(fact: Fact) -> str:
    """What a report says was found: its name alone says nothing."""
    if not isinstance(fact, Report):
        return ""
    return fact.conclusion or (fact.concept.words if fact.results or fact.attachments else "")


def _found(fact: Fact) -> str:
    """What a result is called, where it has anything beside its name."""
    if not isinstance(fact, Result):
        return ""
    found = fact.value is not None or fact.components or fact.absent or fact.flags
    return fact.concept.words if found else ""


def with_narrative(fact: Fact, kind: str, raw: bytes, rules: Rules) -> Fact:
    """The row with its narrative as note, when nothing else of it has words; as restricted as those words are."""
    name = _found if kind == "results" else _WORDS.get(kind)
    if name is None or name(fact) or _NARRATIVE not in raw:
        return fact
    shape = element(raw, _TEXT, _TextShape, [])
    told = plain(shape.text.div) if shape is not None and shape.text is not None else ""
    if not told or told in fact.note:
        return fact
    restricted = fact.restricted or rules.of_text(told) or rules.of_place(told)
    note = "\n".join(filter(None, (fact.note, told)))
    number = -1 if restricted else fact.number
    made = msgspec.structs.replace(fact, note=note, restricted=restricted, number=number)
    is_only_text = (
        isinstance(made, Result) and made.value is None and not (made.components or made.absent or made.flags)
    )
    return msgspec.structs.replace(made, absent="as-text") if is_only_text else made
