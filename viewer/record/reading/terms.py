"""Elements read once per binder: thousands of resources send the same codes, references and dates byte for byte.

A ``Term`` is a concept with everything that follows from it (LOINC, ICD-10, the restricted category); a ``Pointer`` is
a reference. Both are kept by the bytes they came as.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar
from urllib.parse import unquote

import msgspec

from viewer.identity.citizen import CitizenId
from viewer.record.codes import (
    LOINC,
    code_of,
    fhir_code,
    icd10_is_torn,
    icd10_of,
    identifier_kind,
    thai_label,
    thai_words,
)
from viewer.record.facts import Dose, Drug
from viewer.record.flags import flags_of
from viewer.record.formulary import Formulary, load_formulary
from viewer.record.key_results import named, phase_in
from viewer.record.reading import shapes
from viewer.record.reading.drugs import read_drug
from viewer.record.reading.lenient import UNREADABLE, piecewise
from viewer.record.reading.numbers import citizen_number, kind_of
from viewer.record.reading.prose import harmless, trimmed
from viewer.record.reading.shapes import NOTHING
from viewer.record.reading.times import read_when, usual_when
from viewer.record.restricted import Rules
from viewer.record.values import Coding, Concept, Range, Remark, When

T = TypeVar("T")
_MOST = 50_000  # entries a cache may hold before it starts anew


class Term(msgspec.Struct, frozen=True, gc=False):
    """A concept and what follows from it."""

    concept: Concept
    words: str = ""
    code: str = (
        ""  # the first code, for FHIR's own required value sets; the text where a feed sends only that
    )
    loinc: str = ""
    icd: str = ""
    restricted: str = ""  # category that the code list puts it under
    broken: bool = False  # some of it could not be read
    slug: str = ""  # the key test or vital sign it names
    phase: str = ""  # before or after dialysis, when its words say so
    torn: str = ""  # an ICD-10 code that was sent in a broken spelling ("U57..32")
    fhir: str = ""  # its code where only a value set of FHIR's own may stand


K = TypeVar("K", bytes, str)
V = TypeVar("V")


class _Known(dict[K, V]):
    """Elements by what they came as; what was not met before is read. Looking one up is one step, not two calls."""

    _read: Callable[[K], V]

    def __init__(self, read: Callable[[K], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, sent: K) -> V:
        if len(self) >= _MOST:
            self.clear()
        found = self[sent] = self._read(sent)
        return found


class TermList(msgspec.Struct, frozen=True, gc=False):
    """A list of concepts."""

    terms: tuple[Term, ...] = ()
    concepts: tuple[Concept, ...] = ()
    codes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()  # of interpretations: see record.flags
    restricted: str = ""


class Pointer(msgspec.Struct, frozen=True, gc=False):
    """A Reference: where it points, and what it says by itself."""

    target: str = ""  # the reference as sent: "Medication/1", "urn:uuid:…", "#x", an absolute URL
    type: str = ""
    display: str = ""
    hcode: str = ""  # from Reference.identifier, when its system is a hospital code's
    broken: bool = False
    number: CitizenId | None = None  # a citizen id, from Reference.identifier or what it searches for


NO_TERM = Term(Concept())
NO_TERMS = TermList()
NO_POINTER = Pointer()
_CONCEPT = msgspec.json.Decoder(shapes.ConceptShape)
_REFERENCE = msgspec.json.Decoder(shapes.ReferenceShape)
_IDENTIFIERS = msgspec.json.Decoder(list[shapes.IdentifierShape])
_EXTENSIONS = msgspec.json.Decoder(list[shapes.ExtensionShape])
_TEXT = msgspec.json.Decoder(str)
_TARGET = re.compile(
    r"[A-Za-z]{2,64}/[^\s/]+(?:/_history/\S*)?$|[A-Za-z]{3,10}:\S+$|#\S*$"
)  # Type/id, URL, urn, contained
_SPLIT = msgspec.json.Decoder(list[msgspec.Raw])


class Terms:
    """The elements met so far. ``today`` flags dates in the future."""

    def __init__(
        self, today: date, rules: Rules, formulary: Callable[[], Formulary] = load_formulary
    ) -> None:
        """``formulary`` is asked for at the first medicine: what a name stands for may restrict it."""
        self.rules = rules
        self._formulary = formulary
        self.today = today
        self.hcodes = _Known(_read_hcode)
        self.by_bytes = _Known(self._read_term)
        self.lists = _Known(self._read_list)
        self._pointers = _Known(_read_pointers)
        self.whens = _Known(self._read_when)
        self.ranges: dict[
            bytes, tuple[tuple[Range, ...], str, tuple[str, ...]]
        ] = {}  # kept for reading.results
        self.doses: dict[
            bytes, tuple[tuple[Dose, ...], str, tuple[Remark, ...]]
        ] = {}  # kept for reading.doses
        self._drugs = _Known(self._read_drug)

    def term(self, raw: msgspec.Raw) -> Term:
        """A CodeableConcept; of a list sent in its place the first."""
        return NO_TERM if raw is NOTHING else self.by_bytes[bytes(raw)]

    def terms(self, raw: msgspec.Raw) -> TermList:
        """A list of CodeableConcepts; a single one sent in its place counts as one."""
        return NO_TERMS if raw is NOTHING else self.lists[bytes(raw)]

    def words(self, raw: msgspec.Raw) -> str:
        """The words of a list of CodeableConcepts, with commas."""
        return "" if raw is NOTHING else ", ".join([term.words for term in self.lists[bytes(raw)].terms])

    def pointers(self, raw: msgspec.Raw) -> tuple[Pointer, ...]:
        """A list of References, or a single one."""
        return () if raw is NOTHING else self._pointers[bytes(raw)]

    def pointer(self, raw: msgspec.Raw) -> Pointer:
        """A Reference."""
        pointers = self.pointers(raw)
        return pointers[0] if pointers else NO_POINTER

    def hcode(self, raw: msgspec.Raw) -> str:
        """The hospital code among a list of Identifiers (Health Link's identifier[mdp]); "" when none."""
        return "" if raw is NOTHING else self.hcodes[bytes(raw)]

    def when(self, text: str) -> When:
        """A date or dateTime. The rows of one visit share theirs, and so do the rows of one export."""
        return self.whens[text]

    def drug(self, raw: msgspec.Raw) -> tuple[Drug, str]:
        """What a medicine's CodeableConcept says of it, and the restricted category of what is in it."""
        return self._drugs[bytes(raw)]

    def hidden_by(self, drug: Drug) -> str:
        """The restricted category of what is in a medicine; of a name not known whole, of what was met in it."""
        found = self._formulary().read(drug)
        return self.rules.of_ingredients(found.ingredients if found.certain else found.seen)

    def _read_when(self, text: str) -> When:
        return usual_when(text, self.today) or read_when(text, self.today)

    def _read_drug(self, raw: bytes) -> tuple[Drug, str]:
        drug = read_drug(self.term(msgspec.Raw(raw)).concept)
        return drug, self.hidden_by(drug)

    def _qualifiers(self, raw: msgspec.Raw) -> list[str]:
        """Left, lower: what an extension says of a body site, which is another one without it."""
        sent = element(bytes(raw), _EXTENSIONS, list[shapes.ExtensionShape], []) or []
        told = [self.term(one.value_codeable_concept).words for one in sent if _QUALIFYING.search(one.url)]
        return [words for words in told if words]

    def _read_list(self, raw: bytes) -> TermList:
        terms = tuple(self.term(item) for item in _items(raw))
        concepts = tuple(term.concept for term in terms)
        flags = tuple(dict.fromkeys(flag for concept in concepts for flag in flags_of(concept)))
        restricted = next((term.restricted for term in terms if term.restricted), "")
        return TermList(terms, concepts, tuple(term.code for term in terms if term.code), flags, restricted)

    def _read_term(self, raw: bytes) -> Term:
        if raw in (b"", b"null"):
            return NO_TERM
        raw = bytes(_items(raw)[0]) if raw[:1] == b"[" and _items(raw) else raw
        flaws: list[str] = []
        shape = element(raw, _CONCEPT, shapes.ConceptShape, flaws)
        if shape is None:
            return Term(Concept(), broken=True)
        if not (shape.coding or shape.text) and shape.concept is not NOTHING:
            return self.term(shape.concept)
        codings = tuple(coding_of(coding) for coding in shape.coding)
        concept = Concept(trimmed(shape.text), codings)
        if shape.extension is not NOTHING and (qualifiers := self._qualifiers(shape.extension)):
            concept = Concept(", ".join((concept.words, *qualifiers)), codings)
        code = next((coding.code for coding in codings if coding.code), concept.text)
        words, loinc = concept.words, code_of(codings, LOINC)
        return Term(
            concept, words, code, loinc, icd10_of(codings), self.rules.of_concept(concept), bool(flaws),
            named(loinc, words), phase_in(words),
            next((coding.code for coding in codings if icd10_is_torn(coding)), ""), _of_fhir(codings, code or words),
        )  # fmt: skip


_QUALIFYING = re.compile("laterality|location-?qualifier", re.I)


def _of_fhir(codings: Iterable[Coding], otherwise: str) -> str:
    """Beside a local code HL7's own is meant."""
    own = next((coding.code for coding in codings if coding.code and "hl7.org/" in coding.system), otherwise)
    return fhir_code(own)


def coding_of(shape: shapes.CodingShape) -> Coding:
    """A Coding as sent. A bare Thai code gets its words; those of a system that others contradict, its label too."""
    system, code, display = shape.system.strip(), harmless(shape.code.strip()), trimmed(shape.display)
    if "cs-" in system:
        display = display or thai_words(system, code)
        label = thai_label(system)
        if label and display and label not in display:
            display = f"{display} [{label}]"
    return Coding(system, code, display)


def element(
    raw: bytes, decoder: msgspec.json.Decoder[T], shape: type[T], flaws: list[str], path: str = ""
) -> T | None:
    """One element: typed at once, else piecewise with what is lost named in ``flaws``."""
    try:
        return decoder.decode(raw)
    except UNREADABLE:
        return piecewise(raw, shape, flaws, path)


def identifiers_in(raw: bytes) -> list[shapes.IdentifierShape]:
    """A list of Identifiers."""
    return element(raw, _IDENTIFIERS, list[shapes.IdentifierShape], []) or []


def _read_hcode(raw: bytes) -> str:
    kinds = ((identifier_kind(item.system), trimmed(item.value)) for item in identifiers_in(raw))
    return next((value for kind, value in kinds if kind == "hcode" and value.strip("0")), "")


def _items(raw: bytes) -> list[msgspec.Raw]:
    if raw in (b"", b"null"):
        return []
    if raw[:1] != b"[":
        return [msgspec.Raw(raw)]
    try:
        return [item for item in _SPLIT.decode(raw) if bytes(item) != b"null"]
    except UNREADABLE:
        return []


def _read_pointers(raw: bytes) -> tuple[Pointer, ...]:
    return tuple(_read_pointer(bytes(item)) for item in _items(raw))


def _read_pointer(raw: bytes) -> Pointer:
    if raw[:1] == b'"' and (target := _bare_target(raw)):
        return Pointer(target)
    flaws: list[str] = []
    shape = element(raw, _REFERENCE, shapes.ReferenceShape, flaws)
    if shape is None:
        return Pointer(broken=True)
    named = shape.identifier
    hcode = trimmed(named.value) if named and identifier_kind(named.system) == "hcode" else ""
    target, display = shape.reference.strip(), trimmed(shape.display)
    if _IN_WORDS.search(target):  # "พท.ว.23118": a licence or a name where a reference should stand
        told = trimmed(target)
        return Pointer("", shape.type, f"{display} ({told})" if display not in ("", told) else told, hcode)
    if not target and named and named.value and not hcode:
        target = f"{shape.type}?identifier={named.system}|{named.value}"
    number = citizen_number(kind_of(named), named.value) if named else None
    return Pointer(
        target,
        shape.type,
        display,
        hcode if hcode.strip("0") else "",
        bool(flaws),
        number or _searched(target),
    )


def _searched(target: str) -> CitizenId | None:
    """The citizen id that a conditional reference searches for (FHIR R4 3.1.0.11.2)."""
    _, conditional, query = target.partition("?identifier=")
    system, _, value = unquote(query.partition("&")[0]).rpartition("|")
    return citizen_number(identifier_kind(system), value) if conditional else None


_IN_WORDS = re.compile("[ก-๙]")


def _bare_target(raw: bytes) -> str:
    """What a bare string sent in place of a Reference points to; "" when it is a name. An id is never shown as one."""
    try:
        text = _TEXT.decode(raw).strip()
    except UNREADABLE:
        return ""
    return text if _TARGET.match(text) else ""
