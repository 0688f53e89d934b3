"""The desk a resource is read at: what is known beside it, and what is found out while reading it.

``Desk`` belongs to a binder and lasts; ``Reading`` is one resource. A reader asks the Reading for elements, for what
references point to, and for the facility; whatever it asks for is noted as wanted, so that the binder reads the
resource again when that arrives, or arrives anew.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Required, TypedDict

import msgspec
from msgspec import Raw

from viewer.exchange.directory import Facility
from viewer.record.codes import fhir_code
from viewer.record.facts import Fact
from viewer.record.index import Index
from viewer.record.reading import shapes
from viewer.record.reading.known import Desk, Known, Named, Organisation, Post
from viewer.record.reading.lengths import DOUBT
from viewer.record.reading.lenient import UNREADABLE
from viewer.record.reading.naming import BY_IDENTIFIER, name_in, organisation_in, spellings
from viewer.record.reading.prose import harmless
from viewer.record.reading.shapes import NOTHING
from viewer.record.reading.terms import NO_TERM, Pointer, Term, Terms, element
from viewer.record.reading.times import read_birth
from viewer.record.sent import Sent
from viewer.record.values import Origin, Remark, When


class Shared(TypedDict, total=False):
    """The fields that all facts share, ready for their constructors; what would be empty is left to its default."""

    origin: Required[Origin]
    when: Required[When | None]
    status: Required[str]
    remarks: tuple[Remark, ...]
    restricted: str
    note: str
    number: int


Head = tuple[Origin, When | None, str, tuple[Remark, ...], str, int, str]
"""origin, when, status, remarks, restricted, number, note."""
_USUAL = frozenset(
    {"final", "active", "completed", "finished", ""}
)  # statuses that need no look at their spelling
FROM_PARCEL = Remark("facility-from-parcel")
_HEAD = msgspec.json.Decoder(shapes.ResourceShape)
_ANYTHING = msgspec.json.Decoder(dict[str, Raw])


class _Extensions(shapes.Shape):
    extension: tuple[shapes.ExtensionShape, ...] = ()


_EXTENSIONS = msgspec.json.Decoder(_Extensions)


class Reading(msgspec.Struct, gc=False):
    """One resource being read. A Struct, for ten thousand are made: one takes a third of the time of a class's."""

    desk: Desk
    terms: Terms  # the desk's own
    parcel: Facility
    scope: str
    type: str
    read: Sent  # what is read: the bytes as they came, unless they were mended or cut
    sent: Sent  # the bytes as they came, kept as the fact's origin
    number: int  # the fact's number if it turns out not to be restricted
    custodian: Raw = NOTHING  # of the document it came in: asked when nobody else names a facility
    rows: Index | None = None  # the rows it may point to
    modifies: bool = True  # a modifier may stand in its bytes
    bare: bool = False  # its reader found nothing but a name: a narrative may say more
    local_zulu: bool = False  # a sign of the MOPH PHR's style, which is known to send local times with a "Z"
    remarks: list[Remark] = []
    wanted: list[str] = []
    house: Raw = NOTHING  # which of its references points to an organisation only: its name alone tells one
    _contained: dict[str, bytes] | None = None

    @property
    def raw(self) -> bytes:
        """The bytes that are read: for the few who look at what no shape has."""
        return bytes(self.read)

    # --- elements

    def term(self, raw: Raw, name: str = "") -> Term:
        """A CodeableConcept; ``name`` is its field, for the remark when it cannot be read."""
        if raw is NOTHING:
            return NO_TERM
        term = self.terms.by_bytes[bytes(raw)]
        if term.broken:
            self.unreadable(name)
        if term.torn:
            self.remarks.append(Remark("code-torn", term.torn))
        return term

    def when(self, *texts: str) -> When | None:
        """The first date that was sent; a flawed one leaves a remark."""
        for text in texts:
            if text:
                when = self.terms.whens[text]
                return self._flagged(when) if when.flaw else when
        return None

    def birth(self, text: str) -> When | None:
        """A birth date."""
        return self._flagged(read_birth(text, self.terms.today)) if text else None

    def unreadable(self, name: str) -> None:
        """Note that a field could not be read."""
        self.remarks.append(Remark("field-unreadable", name))

    def lost(self, names: Iterable[str]) -> None:
        """Note what was found when the resource was decoded: fields that were lost, and doubts on the whole."""
        for name in names:
            if name.startswith(DOUBT):
                self.remarks.append(Remark(name.removeprefix(DOUBT)))
            else:
                self.unreadable(name)

    def extensions(self, raw: Raw) -> tuple[shapes.ExtensionShape, ...]:
        """The extensions of an element; nested ones stay inside theirs."""
        if raw is NOTHING:
            return ()
        holder = element(b'{"extension":' + bytes(raw) + b"}", _EXTENSIONS, _Extensions, [])
        return holder.extension if holder else ()

    def _flagged(self, when: When) -> When:
        if when.flaw == "buddhist-year":
            self.remarks.append(Remark("date-buddhist-year", when.raw))
        elif when.flaw in ("unreadable", "zero-date"):
            self.remarks.append(Remark("date-unreadable", harmless(when.raw)))
        return when

    # --- references

    def find(self, pointer: Pointer) -> Known | None:
        """What a reference points to, if it is here. The reader is woken when it comes, or comes anew."""
        if not pointer.target or pointer.target.startswith("#"):
            return None
        keys = spellings(pointer.target)
        self.wanted.extend(keys)
        found = (self.desk.find(self.scope, key) for key in keys)
        return next((known for known in found if known is not None), None)

    def row(self, pointer: Pointer) -> Fact | None:
        """The row a reference points to, if it is here. The reader is woken when it comes, or comes anew."""
        if not pointer.target or pointer.target.startswith("#"):
            return None
        keys = spellings(pointer.target)
        self.wanted.extend(keys)
        if self.rows is None:
            return None
        found = (self.rows.find(self.scope, key) for key in keys)
        return next((row for row in found if row is not None), None)

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
            sent = _ANYTHING.decode(self.raw).get("contained")
            items = msgspec.json.decode(sent, type=list[Raw]) if sent else []
        except UNREADABLE:
            self.unreadable("contained")
            return {}
        heads = ((element(bytes(item), _HEAD, shapes.ResourceShape, []), bytes(item)) for item in items)
        return {head.id.lstrip("#"): raw for head, raw in heads if head is not None}

    def name_of(self, pointer: Pointer) -> str:
        """Who or what a reference names, in the source's words; "" when nothing says."""
        if pointer.display:
            return pointer.display
        if pointer.target.startswith("#"):
            return name_in(self.contained(pointer), self.terms)
        found = self.find(pointer)
        if isinstance(
            found, Post
        ):  # its own reference is followed once: a post of a post could go on for ever
            pointer = found.practitioner
            if pointer.display:
                return pointer.display
            found = self.find(pointer)
        if found is None and pointer.target and BY_IDENTIFIER not in pointer.target:
            self.remarks.append(Remark("reference-broken", pointer.type))
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
    ) -> Shared:
        """The fields all facts share, as keywords; what would be empty is left to its default. See ``head``."""
        origin, when, status, remarks, restricted, number, note = self.head(
            shape, when, status, sources, restricted, note
        )
        shared: Shared = {"origin": origin, "when": when, "status": status}
        if remarks:
            shared["remarks"] = remarks
        if restricted:
            shared["restricted"] = restricted
        else:
            shared["number"] = number
        if note:
            shared["note"] = note
        return shared

    def head(
        self,
        shape: shapes.ResourceShape,
        when: When | None,
        status: str,
        sources: Iterable[Raw],
        restricted: str,
        note: str,
    ) -> Head:
        """What all facts share, in the order of their fields; to be called last, for it closes the remarks.

        ``sources`` are the references that may name the facility, best first. The types that come by the thousand name
        each field: to merge keywords takes three times as long.
        """
        meta = shape.meta
        version = updated = ""
        if meta is not None:
            version, updated = meta.version_id, meta.last_updated
            if meta.security is not NOTHING:
                restricted = self.terms.rules.of_labels(bytes(meta.security), restricted)
        if (self.modifies or shape.implicit_rules is not NOTHING) and shape.modified(self.raw):
            self._note_modifiers(shape.modifier_extension)
        hcode, name = self.terms.hcodes[bytes(shape.identifier)], self.parcel.name
        if not hcode or not name or hcode != self.parcel.hcode:
            hcode, name = self._facility(hcode, sources)
        remarks = tuple(dict.fromkeys(self.remarks)) if self.remarks else ()
        origin = Origin(hcode, name, self.type, shape.id, version, updated, self.sent)
        if status not in _USUAL:
            status = fhir_code(status)
        return origin, when, status, remarks, restricted, -1 if restricted else self.number, note

    def _note_modifiers(self, raw: Raw) -> None:
        """A modifier on one dosage or component can turn the whole of it: one deeper inside has no name here."""
        named = [extension.url.rstrip("/").rpartition("/")[2] for extension in self.extensions(raw)]
        self.remarks += [Remark("modifier-unknown", name) for name in named or [""]]

    def _facility(self, hcode: str, sources: Iterable[Raw]) -> tuple[str, str]:
        """hcode and name: what the resource says of itself, else the facility that was asked."""
        parcel = self.parcel
        named = ""
        if not hcode:
            hcode, named = self._named_in(sources)
        if not hcode and not named:
            hcode, named = parcel.hcode, parcel.name
            if not hcode and not named:
                hcode, named = self._named_in((self.custodian,))
            if hcode or named:
                self.remarks.append(FROM_PARCEL)
        if not hcode and named == parcel.name:
            return parcel.hcode, named
        return hcode, self._facility_name(hcode, named)

    def _named_in(self, sources: Iterable[Raw]) -> tuple[str, str]:
        """hcode and name of the first facility that references name; either may be empty."""
        hcode = named = ""
        for raw in sources:
            for pointer in self.terms.pointers(raw):
                found = self._organisation(pointer, certain=raw is self.house or raw is self.custodian)
                hcode, named = hcode or found.hcode, named or found.name
            if hcode:
                break
        return hcode, named

    def _facility_name(self, hcode: str, named: str) -> str:
        if not hcode:
            return named
        if hcode == self.parcel.hcode and self.parcel.name:
            return self.parcel.name
        name = self.desk.names.get(hcode) or named or self.desk.organisations.get(hcode, "")
        if not name:
            self.wanted.append(f"hcode:{hcode}")
        return name or hcode

    def _organisation(self, pointer: Pointer, *, certain: bool) -> Organisation:
        """The facility a reference names; a person's display names none, that of what is ``certain`` to be one does."""
        if pointer.hcode:
            return Organisation(pointer.display, pointer.hcode)
        if pointer.target.startswith("#"):
            hcode, name = organisation_in(self.contained(pointer), self.terms)
            return Organisation(name, hcode)
        found = self.find(pointer)
        if isinstance(found, Post):
            pointer, certain = found.organisation, True
            if pointer.hcode:
                return Organisation(pointer.display, pointer.hcode)
            found = self.find(pointer)
        if isinstance(found, Organisation):
            return replace(found, name=found.name or pointer.display)
        is_organisation = certain or pointer.type == "Organization" or "Organization/" in pointer.target
        return Organisation(pointer.display) if is_organisation else Organisation()
