"""Elements read once per binder: thousands of resources send the same codes, references and dates byte for byte.

A ``Term`` is a concept with everything that follows from it (LOINC, ICD-10, the restricted category); a ``Pointer`` is
a reference. Both are kept by the bytes they came as.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec

from viewer.record.facts import Drug
from viewer.record.reading import shapes
from viewer.record.reading.codes import LOINC, code_of, icd10_of, identifier_kind
from viewer.record.reading.drugs import read_drug
from viewer.record.reading.lenient import UNREADABLE, piecewise
from viewer.record.reading.prose import harmless, trimmed
from viewer.record.reading.times import read_when
from viewer.record.restricted import Rules
from viewer.record.values import Coding, Concept, When

T = TypeVar("T")
_MOST = 50_000  # entries a cache may hold before it starts anew
_ABSENT = (b"", b"null")


@dataclass(frozen=True, slots=True)
class Term:
    """A concept and what follows from it."""

    concept: Concept
    loinc: str = ""
    icd: str = ""
    restricted: str = ""  # category that the code list puts it under
    broken: bool = False  # some of it could not be read

    @property
    def code(self) -> str:
        """The first code, for FHIR's own required value sets; its text where a feed sends only that."""
        return next((coding.code for coding in self.concept.codings if coding.code), self.concept.text)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A Reference: where it points, and what it says by itself."""

    target: str = ""  # the reference as sent: "Medication/1", "urn:uuid:…", "#x", an absolute URL
    type: str = ""
    display: str = ""
    hcode: str = ""  # from Reference.identifier, when its system is a hospital code's
    broken: bool = False


NO_TERM = Term(Concept())
NO_POINTER = Pointer()
_CONCEPT = msgspec.json.Decoder(shapes.ConceptShape)
_REFERENCE = msgspec.json.Decoder(shapes.ReferenceShape)
_SPLIT = msgspec.json.Decoder(list[msgspec.Raw])


class Terms:
    """The elements met so far. ``today`` flags dates in the future."""

    def __init__(self, today: date, rules: Rules) -> None:
        self.rules = rules
        self.today = today
        self.hcodes: dict[bytes, str] = {}
        self._terms: dict[bytes, Term] = {}
        self._lists: dict[bytes, tuple[Term, ...]] = {}
        self._pointers: dict[bytes, tuple[Pointer, ...]] = {}
        self._whens: dict[str, When] = {}
        self._drugs: dict[tuple[Concept, str], Drug] = {}

    def term(self, raw: msgspec.Raw) -> Term:
        """A CodeableConcept; of a list sent in its place the first."""
        key = bytes(raw)
        if key in _ABSENT:
            return NO_TERM
        known = self._terms.get(key)
        return known if known is not None else _keep(self._terms, key, self._read_term)

    def terms(self, raw: msgspec.Raw) -> tuple[Term, ...]:
        """A list of CodeableConcepts; a single one sent in its place counts as one."""
        key = bytes(raw)
        if key in _ABSENT:
            return ()
        known = self._lists.get(key)
        return known if known is not None else _keep(self._lists, key, self._read_list)

    def pointers(self, raw: msgspec.Raw) -> tuple[Pointer, ...]:
        """A list of References, or a single one."""
        key = bytes(raw)
        if key in _ABSENT:
            return ()
        known = self._pointers.get(key)
        return known if known is not None else _keep(self._pointers, key, self._read_pointers)

    def pointer(self, raw: msgspec.Raw) -> Pointer:
        """A Reference."""
        return next(iter(self.pointers(raw)), NO_POINTER)

    def when(self, text: str) -> When:
        """A date or dateTime."""
        known = self._whens.get(text)
        return known if known is not None else _keep(self._whens, text, self._read_when)

    def drug(self, concept: Concept, form: str = "") -> Drug:
        """What a medicine's name says."""
        key = (concept, form)
        known = self._drugs.get(key)
        return known if known is not None else _keep(self._drugs, key, lambda wanted: read_drug(*wanted))

    def _read_when(self, text: str) -> When:
        return read_when(text, self.today)

    def _read_list(self, raw: bytes) -> tuple[Term, ...]:
        return tuple(self.term(item) for item in _items(raw))

    def _read_term(self, raw: bytes) -> Term:
        raw = bytes(_items(raw)[0]) if raw[:1] == b"[" and _items(raw) else raw
        flaws: list[str] = []
        shape = element(raw, _CONCEPT, shapes.ConceptShape, flaws)
        if shape is None:
            return Term(Concept(), broken=True)
        codings = tuple(
            Coding(coding.system.strip(), harmless(coding.code.strip()), trimmed(coding.display))
            for coding in shape.coding
        )
        return self._make(Concept(trimmed(shape.text), codings), broken=bool(flaws))

    def _make(self, concept: Concept, *, broken: bool) -> Term:
        restricted = self.rules.of_concept(concept)
        codings = concept.codings
        return Term(concept, code_of(codings, LOINC), icd10_of(codings), restricted, broken)

    def _read_pointers(self, raw: bytes) -> tuple[Pointer, ...]:
        return tuple(_read_pointer(bytes(item)) for item in _items(raw))


def element(raw: bytes, decoder: msgspec.json.Decoder[T], shape: type[T], flaws: list[str]) -> T | None:
    """One element: typed at once, else piecewise with what is lost named in ``flaws``."""
    try:
        return decoder.decode(raw)
    except UNREADABLE:
        return piecewise(raw, shape, flaws)


def _items(raw: bytes) -> list[msgspec.Raw]:
    if raw[:1] != b"[":
        return [msgspec.Raw(raw)]
    try:
        return [item for item in _SPLIT.decode(raw) if bytes(item) != b"null"]
    except UNREADABLE:
        return []


def _read_pointer(raw: bytes) -> Pointer:
    flaws: list[str] = []
    shape = element(raw, _REFERENCE, shapes.ReferenceShape, flaws)
    if shape is None:
        return Pointer(broken=True)
    named = shape.identifier
    hcode = named.value.strip() if named and identifier_kind(named.system) == "hcode" else ""
    return Pointer(shape.reference.strip(), shape.type, trimmed(shape.display), hcode, bool(flaws))


K = TypeVar("K")
V = TypeVar("V")


def _keep(cache: dict[K, V], key: K, read: Callable[[K], V]) -> V:
    if len(cache) >= _MOST:
        cache.clear()
    value = cache[key] = read(key)
    return value
