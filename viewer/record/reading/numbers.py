"""Citizen ids among identifiers: those that surely tell one person from another."""

from collections.abc import Iterable

from viewer.identity.citizen import CitizenId
from viewer.identity.errors import IdentityError
from viewer.record.codes import identifier_kind, identifier_kind_of_type
from viewer.record.people import Identifier
from viewer.record.reading.shapes import IdentifierShape


def kind_of(shape: IdentifierShape) -> str:
    """The kind of an Identifier by its system; by its type only where the system tells nothing."""
    kind = identifier_kind(shape.system)
    if not kind and shape.type is not None:
        codes = [*(coding.code for coding in shape.type.coding), shape.type.text]
        kind = next((found for code in codes if (found := identifier_kind_of_type(code))), "")
    return kind


def citizen_number(kind: str, value: str) -> CitizenId | None:
    """A citizen id; None of another kind, of a placeholder, and of what fails the check digit: they tell nobody."""
    if kind != "cid":
        return None
    try:
        number = CitizenId.parse(value)
    except IdentityError:
        return None
    return number if number.check_digit_ok else None


def numbers_of(identifiers: Iterable[Identifier]) -> frozenset[CitizenId]:
    """The citizen ids of a person."""
    found = (citizen_number(one.kind, one.value.reveal()) for one in identifiers)
    return frozenset(number for number in found if number is not None)
