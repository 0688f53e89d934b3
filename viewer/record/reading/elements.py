"""Any FHIR element as a value, by what it holds: for types that are read by the table, where no shape is written down.

What an element is follows from its members (R4 datatypes.html): ``coding`` makes a CodeableConcept, ``reference`` a
Reference, ``start`` a Period. Whatever cannot be told apart so says the same either way.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import Raw

from viewer.record.others import Said
from viewer.record.reading import shapes
from viewer.record.reading.amounts import quantity, range_of, ratio
from viewer.record.reading.desk import Reading
from viewer.record.reading.doses import read_doses
from viewer.record.reading.lengths import LONGEST_PASSAGE
from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.members import Members, first, items_of, members_of, text_of
from viewer.record.reading.naming import is_reference, spoken
from viewer.record.reading.people import AddressShape, address_of
from viewer.record.reading.prose import harmless, trimmed
from viewer.record.reading.terms import element
from viewer.record.reading.told import Told
from viewer.record.values import Concept, Quantity, Span

_DEEPEST = 4  # elements within elements, where only some member of theirs may say something
_TEXT = msgspec.json.Decoder(str)
_QUANTITY = msgspec.json.Decoder(shapes.QuantityShape)
_RANGE = msgspec.json.Decoder(shapes.RangeShape)
_RATIO = msgspec.json.Decoder(shapes.RatioShape)
_PERIOD = msgspec.json.Decoder(shapes.PeriodShape)
_NAME = msgspec.json.Decoder(shapes.NameShape)
_ADDRESS = msgspec.json.Decoder(AddressShape)
_ATTACHMENT = msgspec.json.Decoder(shapes.AttachmentShape)
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}.*)?)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_DATED = ("Date", "DateTime", "Instant")  # ends of names of elements that hold a date, also a year alone
_TELLING = (
    "text", "concept", "code", "type", "item", "name", "title", "description", "reference", "actor", "who", "value",
    "amount",
)  # fmt: skip
S = TypeVar("S")


def at(members: Members, path: str, reading: Reading) -> Iterator[tuple[str, Raw]]:
    """What stands at a path: each item with the name of its element ("occurrenceDateTime").

    What is no object on the way there is named as unreadable.
    """
    name, _, rest = path.partition(".")
    for found, raw in _named(members, name):
        for item in items_of(raw):
            if not rest:
                yield found, item
            elif first(item) == b"{":
                yield from at(members_of(item), rest, reading)
            else:
                reading.unreadable(found)


def _named(members: Members, name: str) -> Iterable[tuple[str, Raw]]:
    if not name.endswith("[x]"):
        raw = members.get(name)
        return ((name, raw),) if raw is not None else ()
    stem = name[:-3]
    size = len(stem)
    return tuple(
        (found, raw)
        for found, raw in members.items()
        if found.startswith(stem) and (found[size : size + 1].isupper() or len(found) == size)
    )


def said(raw: Raw, name: str, told: Told, depth: int = 0) -> Said:
    """What one element says; None when it says nothing. ``name`` is its field, for the remark of what is lost."""
    start = first(raw)
    if start == b"{":
        return _object(raw, name, told, depth)
    if start == b'"':
        return _string(raw, name, told)
    if start == b"[":
        return _first_said(raw, name, told, depth)
    word = bytes(raw).decode("ascii", "replace")
    return {"true": True, "false": False, "null": None}.get(word, word)


def _first_said(raw: Raw, name: str, told: Told, depth: int) -> Said:
    """Of a list the first item that says anything; lists within lists are followed a few steps only."""
    if depth > _DEEPEST:
        told.reading.unreadable(name)
        return None
    for item in items_of(raw):
        if found := said(item, name, told, depth + (first(item) == b"[")):
            return found
    return None


def _string(raw: Raw, name: str, told: Told) -> Said:
    try:
        text = _TEXT.decode(raw)
    except UNREADABLE:
        text = _mended(raw, name, told)
    if _DATE.fullmatch(text) or (name.endswith(_DATED) and _YEAR.fullmatch(text)):
        return told.when(text)
    if is_reference(text):
        return told.pointed(raw, name)
    if len(text) > LONGEST_PASSAGE:
        told.reading.unreadable(name)
    text = trimmed(text[:LONGEST_PASSAGE])
    if text and name.endswith(("code", "Code", "Concept")):
        return Concept(text)
    return text or None


def _mended(raw: Raw, name: str, told: Told) -> str:
    """A string that is no UTF-8, as far as it can be read."""
    told.reading.unreadable(name)
    return harmless(bytes(raw).decode("utf-8", "replace").strip('"'))


def _object(raw: Raw, name: str, told: Told, depth: int) -> Said:
    members = members_of(raw)
    held = members.keys()
    if "coding" in held:
        term = told.term(raw, name)
        return term.concept if term.words else None
    if "reference" in held or (held & _NAMING and held <= _REFERENCE):
        return told.pointed(raw, name)
    if held & _AMOUNT:
        return _amount(raw, members, name, told)
    if held & {"start", "end"} and held <= _PERIODIC:
        return span_of(raw, name, told)
    if held & {"repeat", "event"}:
        return _timing(raw, members, name, told)
    if held & {"timing", "doseAndRate", "asNeededBoolean"}:
        return next(iter(read_doses(Raw(b"[" + bytes(raw) + b"]"), told.reading)[0]), None)
    return _named_object(raw, members, name, told, depth)


_REFERENCE = frozenset({"identifier", "display", "type", "extension", "id"})
_NAMING = frozenset({"identifier", "display"})
_PERIODIC = frozenset({"start", "end", "extension", "id", "_start", "_end"})
_AMOUNT = frozenset({"numerator", "low", "high", "unit", "comparator", "currency"})
_PERSONAL = frozenset({"family", "given"})
_PLACED = frozenset({"line", "city", "district", "postalCode"})


def _amount(raw: Raw, members: Members, name: str, told: Told) -> Said:
    if "numerator" in members:
        return ratio(_shaped(raw, _RATIO, shapes.RatioShape, name, told))
    if "low" in members or "high" in members:
        shape = _shaped(raw, _RANGE, shapes.RangeShape, name, told)
        return range_of(shape) if shape else None
    found = quantity(_shaped(raw, _QUANTITY, shapes.QuantityShape, name, told))
    if found is not None and "currency" in members:
        return Quantity(found.value, text_of(members["currency"]))
    return found


def _named_object(raw: Raw, members: Members, name: str, told: Told, depth: int) -> Said:
    held = members.keys()
    if held & _PERSONAL:
        shape = _shaped(raw, _NAME, shapes.NameShape, name, told)
        return spoken(shape) if shape else None
    if held & _PLACED:
        place = _shaped(raw, _ADDRESS, AddressShape, name, told)
        return address_of(place) if place else None
    if held & {"contentType", "data"}:
        file = _shaped(raw, _ATTACHMENT, shapes.AttachmentShape, name, told)
        return (trimmed(file.title) or trimmed(file.content_type)) if file else None
    if "value" in held:
        return _valued(raw, members, name, told, depth)
    if held & {"code", "display"} and held <= _CODING:
        term = told.term(Raw(b'{"coding":[' + bytes(raw) + b"]}"), name)
        return term.concept if term.words else None
    return _somewhere(members, name, told, depth)


_DIGITS = frozenset({b"-", *(b"%d" % digit for digit in range(10))})
_CODING = frozenset({"system", "version", "code", "display", "userSelected", "extension", "id"})


def _valued(raw: Raw, members: Members, name: str, told: Told, depth: int) -> Said:
    """A number is a Quantity's, a string an Identifier's or a telephone's."""
    value = members["value"]
    if first(value) in _DIGITS:
        return quantity(_shaped(raw, _QUANTITY, shapes.QuantityShape, name, told))
    return said(value, name, told, depth + 1) if depth < _DEEPEST else None


def _somewhere(members: Members, name: str, told: Told, depth: int) -> Said:
    """The first member that says something, of an element whose type is not known."""
    if depth >= _DEEPEST:
        told.reading.unreadable(name)
        return None
    if "div" in members:
        return None
    display = members.get("display")
    if display is not None and (text := text_of(display)):
        return text
    for member in _TELLING:
        for found, raw in _named(members, member):
            if (value := said(raw, found, told, depth + 1)) is not None:
                return value
    return None


def span_of(raw: Raw, name: str, told: Told) -> Span | None:
    """A Period."""
    shape = _shaped(raw, _PERIOD, shapes.PeriodShape, name, told)
    if shape is None or not (shape.start or shape.end):
        return None
    return Span(told.when(shape.start), told.when(shape.end))


def _timing(raw: Raw, members: Members, name: str, told: Told) -> Said:
    """A Timing: its dates, else how often as the grammar of doses says it."""
    if "event" in members:
        return said(members["event"], name, told, _DEEPEST)
    return next(iter(read_doses(Raw(b'[{"timing":' + bytes(raw) + b"}]"), told.reading)[0]), None)


def _shaped(raw: Raw, decoder: msgspec.json.Decoder[Any], shape: type[S], name: str, told: Told) -> S | None:
    flaws: list[str] = []
    found: S | None = element(bytes(raw), decoder, shape, flaws, name)
    told.reading.lost(dict.fromkeys(flaws))
    return found
