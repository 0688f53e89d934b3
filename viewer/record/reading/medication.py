"""The Medication that others point to, or hold inside."""

import msgspec
from msgspec import Raw

from viewer.record.facts import Drug
from viewer.record.reading import shapes
from viewer.record.reading.amounts import quantity
from viewer.record.reading.drugs import read_drug
from viewer.record.reading.known import Medicine
from viewer.record.reading.terms import Term, Terms, element


class IngredientShape(shapes.Shape):
    item_codeable_concept: Raw = shapes.NOTHING
    item_reference: Raw = shapes.NOTHING
    strength: shapes.RatioShape | None = None
    item: Raw = shapes.NOTHING  # R5
    strength_ratio: shapes.RatioShape | None = None  # R5


class MedicationShape(shapes.ResourceShape):
    code: Raw = shapes.NOTHING
    form: Raw = shapes.NOTHING
    ingredient: tuple[IngredientShape, ...] = ()


_MEDICATION = msgspec.json.Decoder(MedicationShape)


def read_medication(raw: bytes, terms: Terms) -> Medicine | None:
    """A Medication resource; its ingredient list, where sent, is taken over what its name says."""
    shape = element(raw, _MEDICATION, MedicationShape, [])
    if shape is None:
        return None
    modified = shape.modified(raw)
    code = terms.term(shape.code)
    form = terms.term(shape.form).words
    form = "" if form.isdigit() else form  # "02" is a local code, not a form anyone can read
    parts = [_part(item, terms) for item in shape.ingredient]
    restricted = code.restricted or next((part.restricted for part in parts if part.restricted), "")
    if shape.meta is not None and len(shape.meta.security):
        restricted = terms.rules.of_labels(bytes(shape.meta.security), restricted)
    named = read_drug(code.concept, form)
    names = tuple(" ".join(part.words.lower().split()) for part in parts)
    if not names or not all(names):
        return Medicine(named, restricted or terms.hidden_by(named), modified)
    strength = " + ".join(_strength(item) for item in shape.ingredient)
    if "" in strength.split(" + "):
        strength = named.strength
        if len(named.ingredients) == len(names) > 1:
            names = named.ingredients  # whose strengths they are: the list may have another order
    name = named.name or " + ".join(part.words for part in parts)
    made = Drug(name, code.concept, names, strength, form or named.form)
    return Medicine(made, restricted or terms.hidden_by(made), modified)


def _part(item: IngredientShape, terms: Terms) -> Term:
    """What an ingredient is; one that is only pointed to by what the reference calls it."""
    named = terms.term(item.item_codeable_concept)
    named = named if named.words else terms.term(item.item)
    display = "" if named.words else terms.pointer(item.item_reference).display
    return terms.term(Raw(msgspec.json.encode(display))) if display else named


def _strength(item: IngredientShape) -> str:
    strength = item.strength or item.strength_ratio
    if strength is None:
        return ""
    above, below = quantity(strength.numerator), quantity(strength.denominator)
    if above is None or above.value is None:
        return ""
    words = f"{above.value} {above.unit or above.code}".strip()
    per = (below.unit or below.code) if below is not None else ""
    if below is None or (below.value in (None, 1) and per in ("", "1", "tablet", "tab", "capsule", "เม็ด")):
        return words
    return f"{words}/{'' if below.value in (None, 1) else f'{below.value} '}{per}"
