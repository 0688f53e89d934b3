"""Which types are read, into which shape, by whom; and which only support others.

Some types are read by hand; every other one by its form, and one that no form knows by the form for any type.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, Union, cast

import msgspec

from viewer.record.facts import Fact
from viewer.record.reading import care, documents, medicines, people, results, shapes
from viewer.record.reading.allergies import AllergyShape, read_allergy
from viewer.record.reading.desk import Reading
from viewer.record.reading.dialects import members_by_type
from viewer.record.reading.forms import Form
from viewer.record.reading.forms_care import PLANS
from viewer.record.reading.forms_found import ANY, FINDINGS
from viewer.record.reading.general import read_other
from viewer.record.reading.lenient import UNREADABLE, piecewise
from viewer.record.reading.problems import ConditionShape, read_problem
from viewer.record.reading.visits import EncounterShape, read_visit


class Reader(msgspec.Struct, frozen=True):
    """How one type is read: its shape, and the function from shape to fact."""

    kind: str  # the field of Record its rows stand in; "" for Patient, OTHERS for what is read by a form
    shape: type[shapes.ResourceShape]
    read: Callable[[Any, Reading], Fact]


OTHERS = "others"


def _by_form(form: Form) -> Reader:
    return Reader(OTHERS, shapes.ResourceShape, partial(read_other, form))


READERS: dict[str, Reader] = {
    "AllergyIntolerance": Reader("allergies", AllergyShape, read_allergy),
    "Condition": Reader("problems", ConditionShape, read_problem),
    "MedicationRequest": Reader("supplies", medicines.RequestShape, medicines.read_request),
    "MedicationDispense": Reader("supplies", medicines.DispenseShape, medicines.read_dispense),
    "MedicationStatement": Reader("supplies", medicines.StatementShape, medicines.read_statement),
    "MedicationAdministration": Reader(
        "supplies", medicines.AdministrationShape, medicines.read_administration
    ),
    "Observation": Reader("results", results.ObservationShape, results.read_result),
    "DiagnosticReport": Reader("reports", results.ReportShape, results.read_report),
    "Encounter": Reader("visits", EncounterShape, read_visit),
    "Procedure": Reader("procedures", care.ProcedureShape, care.read_procedure),
    "Immunization": Reader("vaccines", care.ImmunizationShape, care.read_vaccine),
    "DocumentReference": Reader("documents", documents.DocumentShape, documents.read_document),
    "Composition": Reader("narratives", documents.CompositionShape, documents.read_narrative),
    "Patient": Reader("", people.PatientShape, people.read_person),
    **{form.type: _by_form(form) for form in (*PLANS, *FINDINGS)},
}
_ANY = _by_form(ANY)
SUPPORTING = frozenset(
    {
        "Patient", "Organization", "Practitioner", "PractitionerRole", "Location", "HealthcareService",
        "Medication", "Endpoint",
    }
)  # fmt: skip
_TAG = "resourceType"


def _tagged(type_: str, shape: type[shapes.ResourceShape]) -> type[shapes.ResourceShape]:
    """The shape, known by its type among others, which refuses what R4 does not define: that is read with care."""
    own = {field.encode_name for field in msgspec.structs.fields(shape)} | {_TAG}
    others = [
        (f"r4_{name}", msgspec.Raw, msgspec.field(default=shapes.NOTHING, name=name))
        for name in sorted(members_by_type()[type_] - own)
    ]
    made = msgspec.defstruct(
        type_,
        others,
        bases=(shape,),
        tag_field=_TAG,
        tag=type_,
        rename="camel",
        gc=False,
        forbid_unknown_fields=True,
    )
    return cast("type[shapes.ResourceShape]", made)


_TAGGED = {
    **{type_: _tagged(type_, shapes.ResourceShape) for type_ in SUPPORTING},
    **{type_: _tagged(type_, reader.shape) for type_, reader in READERS.items()},
}
_ANY_OF_THEM: Any = Union[tuple(_TAGGED.values())]  # noqa: UP007 - "|" takes no list
KNOWN: msgspec.json.Decoder[shapes.ResourceShape] = msgspec.json.Decoder(_ANY_OF_THEM)
"""Decodes a resource of any known type in one step; what it makes of one tells which (``BY_SHAPE``)."""


class KnownEntry(msgspec.Struct, rename="camel", gc=False):
    """An entry of nothing but a resource of a known type. How it was found is not asked."""

    resource: _ANY_OF_THEM
    full_url: str = ""


class KnownPage(msgspec.Struct, rename="camel"):
    """A Bundle of such entries."""

    resource_type: Literal["Bundle"]  # as a field, for a tag may be left out
    entry: list[KnownEntry]
    type: str = ""
    total: msgspec.Raw = shapes.NOTHING
    link: msgspec.Raw = shapes.NOTHING

    @property
    def says_more(self) -> bool:
        """Than its entries: what a search found in all, how questions were answered."""
        return self.total is not shapes.NOTHING or self.link is not shapes.NOTHING or "response" in self.type


KNOWN_PAGE = msgspec.json.Decoder(KnownPage)
BY_SHAPE = {shape: (type_, READERS.get(type_)) for type_, shape in _TAGGED.items()}
_DECODERS = {reader.shape: msgspec.json.Decoder(reader.shape) for reader in (*READERS.values(), _ANY)}
_FIRST_MEMBER = re.compile(rb'\s*\{\s*"resourceType"\s*:\s*"([A-Za-z]{1,64})"')
_NAME = re.compile(
    "[A-Za-z]{1,64}"
)  # what names a type stands in accounts and sentences: nothing else gets there


class _Typed(msgspec.Struct, rename="camel"):
    resource_type: str = ""


_TYPED = msgspec.json.Decoder(_Typed)


def type_of(raw: bytes) -> str:
    """The resource type; "" when it does not say, or says what can be no type."""
    match = _FIRST_MEMBER.match(raw)
    if match:
        return match[1].decode()
    try:
        name = _TYPED.decode(raw).resource_type
    except UNREADABLE:
        found = piecewise(raw, _Typed, [])
        name = found.resource_type if found else ""
    return name if _NAME.fullmatch(name) else ""


def reader_of(type_: str) -> Reader:
    """Who reads a type that is a row."""
    return READERS.get(type_, _ANY)


def row_reader(type_: str) -> Reader | None:
    """Who makes a row of a type; None where it only supports others."""
    return READERS.get(type_, None if type_ in SUPPORTING else _ANY)


def decoded(type_: str, raw: bytes, flaws: list[str]) -> shapes.ResourceShape | None:
    """A resource in the shape of its type; of a type that is not read, only what every resource has.

    Fields that do not fit are left out and named in ``flaws``; None when it is no JSON object.
    """
    reader = READERS.get(type_, _ANY)
    try:
        found: shapes.ResourceShape = _DECODERS[reader.shape].decode(raw)
    except UNREADABLE:
        return piecewise(raw, reader.shape, flaws)
    return found
