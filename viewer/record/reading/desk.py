"""The desk a resource is read at: what is known beside it, and what is found out while reading it.

``Desk`` belongs to a binder and lasts; ``Reading`` is one resource. A reader asks the Reading for elements, for what
references point to, and for the facility; whatever it could not find is noted as wanted, so that the binder reads the
resource again when it arrives.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypedDict, TypeVar

import msgspec
from msgspec import Raw

from viewer.base.opaque import Opaque
from viewer.exchange.directory import Facility
from viewer.record.reading import shapes
from viewer.record.reading.known import Desk, Known, Named, Organisation, Post
from viewer.record.reading.lenient import UNREADABLE, piecewise
from viewer.record.reading.naming import hcode_in, name_in, organisation_in, spellings
from viewer.record.reading.prose import harmless
from viewer.record.reading.terms import Pointer, Term, element
from viewer.record.reading.times import read_birth
from viewer.record.values import Concept, Origin, Remark, When

S = TypeVar("S", bound=shapes.Shape)
Shaped: TypeAlias = type[S]  # ``type`` is a field of Reading


class Common(TypedDict):
    """The fields that all facts share, ready for their constructors."""

    origin: Origin
    when: When | None
    status: str
    remarks: tuple[Remark, ...]
    restricted: str
    note: str
    number: int


FROM_PARCEL = Remark("facility-from-parcel")
_ANYTHING = msgspec.json.Decoder(dict[str, Raw])


class _Extensions(shapes.Shape):
    extension: list[shapes.ExtensionShape] = []


_EXTENSIONS = msgspec.json.Decoder(_Extensions)


@dataclass(slots=True)
class Reading:
    """One resource being read. ``number`` is the fact's number if it turns out not to be restricted."""

    desk: Desk
    parcel: Facility
    type: str
    raw: bytes
    number: int
    scope: str = ""
    sent: bytes = b""  # the bytes as they came, kept as the fact's origin
    remarks: list[Remark] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    _contained: dict[str, bytes] | None = None

    # --- elements

    def term(self, raw: Raw, name: str = "") -> Term:
        """A CodeableConcept; ``name`` is its field, for the remark when it cannot be read."""
        term = self.desk.terms.term(raw)
        if term.broken:
            self.unreadable(name)
        return term

    def concepts(self, raw: Raw) -> tuple[Concept, ...]:
        """A list of CodeableConcepts."""
        return tuple(term.concept for term in self.desk.terms.terms(raw))

    def codes(self, raw: Raw) -> tuple[str, ...]:
        """The first code of each CodeableConcept of a list (FHIR's own value sets)."""
        return tuple(term.code for term in self.desk.terms.terms(raw) if term.code)

    def when(self, *texts: str) -> When | None:
        """The first date that was sent; a flawed one leaves a remark."""
        for text in texts:
            if text:
                return self._flagged(self.desk.terms.when(text))
        return None

    def birth(self, text: str) -> When | None:
        """A birth date."""
        return self._flagged(read_birth(text, self.desk.terms.today)) if text else None

    def unreadable(self, name: str) -> None:
        """Note that a field could not be read."""
        self.remarks.append(Remark("field-unreadable", name))

    def decode(self, decoder: msgspec.json.Decoder[S], shape: Shaped[S]) -> S | None:
        """The resource as its shape; None when it is beyond reading."""
        try:
            return decoder.decode(self.raw)
        except UNREADABLE:
            flaws: list[str] = []
            found = piecewise(self.raw, shape, flaws)
            for name in dict.fromkeys(flaws):
                self.unreadable(name)
            return found

    def extensions(self, raw: Raw) -> list[shapes.ExtensionShape]:
        """The extensions of an element; nested ones stay inside theirs."""
        if bytes(raw) in (b"", b"null"):
            return []
        flaws: list[str] = []
        holder = element(b'{"extension":' + bytes(raw) + b"}", _EXTENSIONS, _Extensions, flaws)
        return holder.extension if holder else []

    def _flagged(self, when: When) -> When:
        if when.flaw == "buddhist-year":
            self.remarks.append(Remark("date-buddhist-year", when.raw))
        elif when.flaw in ("unreadable", "zero-date"):
            self.remarks.append(Remark("date-unreadable", harmless(when.raw)))
        return when

    # --- references

    def find(self, pointer: Pointer) -> Known | None:
        """What a reference points to, if it is here already; else it is noted as wanted."""
        if not pointer.target or pointer.target.startswith("#"):
            return None
        keys = spellings(pointer.target)
        for key in keys:
            found = self.desk.find(self.scope, key)
            if found is not None:
                return found
        self.wanted.extend(keys)
        return None

    def contained(self, pointer: Pointer) -> bytes:
        """The contained resource that "#id" points to; b"" when there is none."""
        if not pointer.target.startswith("#"):
            return b""
        if self._contained is None:
            self._contained = self._read_contained()
        found = self._contained.get(pointer.target[1:], b"")
        if not found:
            self.remarks.append(Remark("reference-broken", pointer.display))
        return found

    def _read_contained(self) -> dict[str, bytes]:
        try:
            items = msgspec.json.decode(bytes(_ANYTHING.decode(self.raw)["contained"]), type=list[Raw])
            heads = ((msgspec.json.decode(item, type=shapes.ResourceShape).id, bytes(item)) for item in items)
            return {id_.lstrip("#"): raw for id_, raw in heads}
        except (*UNREADABLE, KeyError):
            self.unreadable("contained")
            return {}

    def name_of(self, pointer: Pointer) -> str:
        """Who or what a reference names, in the source's words; "" when nothing says."""
        if pointer.display:
            return pointer.display
        if pointer.target.startswith("#"):
            return name_in(self.contained(pointer))
        found = self.find(pointer)
        if isinstance(found, Post):
            return self.name_of(found.practitioner)
        return found.name if isinstance(found, Organisation | Named) else ""

    # --- where it comes from

    def common(
        self,
        shape: shapes.ResourceShape,
        when: When | None,
        status: str,
        sources: Iterable[Raw],
        restricted: str = "",
        note: str = "",
    ) -> Common:
        """The fields all facts share. ``sources`` are the references that may name the facility, best first."""
        meta = shape.meta
        if meta is not None and len(meta.security):
            restricted = self.desk.terms.rules.of_labels(bytes(meta.security), restricted)
        if len(shape.modifier_extension):
            self._note_modifiers(shape.modifier_extension)
        origin = self._origin(shape, sources)
        remarks = tuple(dict.fromkeys(self.remarks)) if len(self.remarks) > 1 else tuple(self.remarks)
        return Common(
            origin=origin, when=when, status=status, remarks=remarks, restricted=restricted, note=note,
            number=-1 if restricted else self.number,
        )  # fmt: skip

    def _note_modifiers(self, raw: Raw) -> None:
        for extension in self.extensions(raw):
            self.remarks.append(Remark("modifier-unknown", extension.url.rstrip("/").rpartition("/")[2]))

    def _origin(self, shape: shapes.ResourceShape, sources: Iterable[Raw]) -> Origin:
        hcode, name = self._facility(shape.identifier, sources)
        meta = shape.meta
        if meta is None:
            return Origin(hcode, name, self.type, Opaque(shape.id), raw=self.sent)
        updated = self.desk.terms.when(meta.last_updated) if meta.last_updated else None
        return Origin(hcode, name, self.type, Opaque(shape.id), meta.version_id, updated, self.sent)

    def _facility(self, identifier: Raw, sources: Iterable[Raw]) -> tuple[str, str]:
        """hcode and name: what the resource says of itself, else the facility that was asked."""
        hcode = self._hcode_in(identifier)
        named = ""
        for raw in sources:
            if hcode:
                break
            for pointer in self.desk.terms.pointers(raw):
                found = self._organisation(pointer)
                hcode, named = found.hcode or hcode, named or found.name
        if not hcode and not named:
            if self.parcel.hcode or self.parcel.name:
                self.remarks.append(FROM_PARCEL)
            return self.parcel.hcode, self.parcel.name
        if not hcode and named == self.parcel.name:
            return self.parcel.hcode, named
        return hcode, self._facility_name(hcode, named)

    def _facility_name(self, hcode: str, named: str) -> str:
        if hcode == self.parcel.hcode and self.parcel.name:
            return self.parcel.name
        name = self.desk.names.get(hcode) or named or self.desk.organisations.get(hcode, "")
        if not name:
            self.wanted.append(f"hcode:{hcode}")
        return name or hcode

    def _hcode_in(self, raw: Raw) -> str:
        """The hospital code among the identifiers (Health Link's identifier[mdp])."""
        content = bytes(raw)
        if content in (b"", b"null"):
            return ""
        known = self.desk.terms.hcodes.get(content)
        if known is None:
            known = self.desk.terms.hcodes[content] = hcode_in(content)
        return known

    def _organisation(self, pointer: Pointer) -> Organisation:
        """The facility a reference names; a person's display names no facility."""
        if pointer.hcode:
            return Organisation(pointer.display, pointer.hcode)
        if pointer.target.startswith("#"):
            hcode, name = organisation_in(self.contained(pointer))
            return Organisation(name, hcode)
        found = self.find(pointer)
        if isinstance(found, Post):
            found = self.find(found.organisation)
        if isinstance(found, Organisation):
            return replace(found, name=found.name or pointer.display)
        is_organisation = pointer.type == "Organization" or "Organization/" in pointer.target
        return Organisation(pointer.display) if is_organisation else Organisation()
