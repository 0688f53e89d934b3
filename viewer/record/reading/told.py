"""One resource while the table reads it: its codes and references, and what they make restricted."""

import msgspec
from msgspec import Raw

from viewer.record.facts import Allergy, Document, Fact, Narrative, Supply, Visit
from viewer.record.others import Other, Pointed
from viewer.record.reading.desk import Reading
from viewer.record.reading.known import Medicine
from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.naming import BY_IDENTIFIER, name_in, pointed_type
from viewer.record.reading.prose import harmless
from viewer.record.reading.terms import Pointer, Term
from viewer.record.values import Remark, When

_TYPE_LENGTH = 64  # the longest name of a type that is shown
_UNTRUE = frozenset(
    {"entered-in-error", "refuted", "not-done", "cancelled", "revoked", "rejected", "not-taken"}
)
_NAMING = ("code", "medicationCodeableConcept", "vaccineCode", "type", "description")
_MEMBERS = msgspec.json.Decoder(dict[str, Raw])


class Told:
    """A Reading with the category that codes and referenced rows put the resource under, "" while open."""

    __slots__ = ("reading", "restricted")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.restricted = ""

    def when(self, *texts: str) -> When | None:
        """A date that is a value, such as a due date: that it lies ahead casts no doubt on it."""
        when = self.reading.when(*texts)
        return msgspec.structs.replace(when, flaw="") if when is not None and when.flaw == "future" else when

    def term(self, raw: Raw, name: str) -> Term:
        """A CodeableConcept or a Coding in the place of one."""
        term = self.reading.term(raw, name)
        self.restricted = self.restricted or term.restricted
        return term

    def pointed(self, raw: Raw, name: str) -> str | Pointed | None:
        """What a reference names, in the source's words, else the words of what it points to.

        A row that points to a restricted one is as restricted: the words beside it would give it away.
        """
        reading = self.reading
        pointer = reading.terms.pointer(raw)
        if pointer.broken:
            reading.unreadable(name)
        type_ = harmless(pointer.type or pointed_type(pointer.target))[:_TYPE_LENGTH]
        if type_ == "Patient":
            return pointer.display or Pointed(type_)
        row = reading.row(pointer)
        if row is not None:
            self.restricted = self.restricted or row.restricted or row.revealed  # opened, it still is
            return pointer.display or row_words(row) or Pointed(type_ or row.origin.type)
        if pointer.target.startswith("#"):
            return self._contained(pointer, name)
        named = reading.find(pointer)
        if isinstance(named, Medicine):
            self.restricted = self.restricted or named.restricted
            return pointer.display or named.drug.name or Pointed("Medication")
        if pointer.display:
            return pointer.display
        if named is None:
            if pointer.target and BY_IDENTIFIER not in pointer.target:
                reading.remarks.append(Remark("reference-broken", name))
            return Pointed(type_) if type_ or pointer.target else None
        return reading.name_of(pointer) or Pointed(type_)

    def _contained(self, pointer: Pointer, name: str) -> str | Pointed | None:
        raw = self.reading.contained(pointer)
        if not raw:
            return pointer.display or Pointed("")
        members = _members(raw)
        for element in _NAMING:
            if element in members:
                term = self.term(members[element], name)
                if term.words and not pointer.display:
                    return term.words
        words = pointer.display or name_in(raw, self.reading.terms)
        return words or Pointed(harmless(_type(members))[:_TYPE_LENGTH])


def _members(raw: bytes) -> dict[str, Raw]:
    try:
        return _MEMBERS.decode(raw)
    except UNREADABLE:
        return {}


def _type(members: dict[str, Raw]) -> str:
    found = members.get("resourceType", Raw(b'""'))
    try:
        return msgspec.json.decode(found, type=str)
    except UNREADABLE:
        return ""


def row_words(row: Fact) -> str:
    """What a row is called where another points to it; "" where its name alone would read as its opposite."""
    if (
        row.status in _UNTRUE
        or getattr(row, "verification", "") in _UNTRUE
        or getattr(row, "forbidden", False)
    ):
        return ""
    match row:
        case Other():
            return row.words
        case Supply():
            return row.drug.name
        case Allergy():
            return ""  # a substance without its stance would read as an allergy
        case Document() | Narrative():
            return row.title or row.concept.words
        case Visit():
            return row.department or ", ".join(concept.words for concept in row.types if concept.words)
        case _:
            concept = getattr(row, "concept", None)
            return concept.words if concept is not None else ""
