"""Which types are read, into which shape, by whom; and which only support others.

Some types are read by hand; every other one by its form, and one that no form knows by the form for any type.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from viewer.record.facts import Fact
from viewer.record.reading import care, documents, medicines, people, results, shapes
from viewer.record.reading.allergies import AllergyShape, read_allergy
from viewer.record.reading.desk import Reading
from viewer.record.reading.forms import Form
from viewer.record.reading.forms_care import PLANS
from viewer.record.reading.forms_found import ANY, FINDINGS
from viewer.record.reading.general import read_other
from viewer.record.reading.lenient import UNREADABLE, piecewise
from viewer.record.reading.problems import ConditionShape, read_problem
from viewer.record.reading.visits import EncounterShape, read_visit


class Reader(msgspec.Struct, frozen=True):
    """How one type is read: its shape, that shape's decoder, and the function from shape to fact."""

    kind: str  # the field of Record its rows stand in; "" for Patient, OTHERS for what is read by a form
    shape: type[shapes.ResourceShape]
    decoder: msgspec.json.Decoder[Any]
    read: Callable[[Any, Reading], Fact]


def _reader(kind: str, shape: type[shapes.ResourceShape], read: Callable[[Any, Reading], Fact]) -> Reader:
    return Reader(kind, shape, msgspec.json.Decoder(shape), read)


OTHERS = "others"


def _by_form(form: Form) -> Reader:
    return _reader(OTHERS, shapes.ResourceShape, partial(read_other, form))


READERS: dict[str, Reader] = {
    "AllergyIntolerance": _reader("allergies", AllergyShape, read_allergy),
    "Condition": _reader("problems", ConditionShape, read_problem),
    "MedicationRequest": _reader("supplies", medicines.RequestShape, medicines.read_request),
    "MedicationDispense": _reader("supplies", medicines.DispenseShape, medicines.read_dispense),
    "MedicationStatement": _reader("supplies", medicines.StatementShape, medicines.read_statement),
    "MedicationAdministration": _reader(
        "supplies", medicines.AdministrationShape, medicines.read_administration
    ),
    "Observation": _reader("results", results.ObservationShape, results.read_result),
    "DiagnosticReport": _reader("reports", results.ReportShape, results.read_report),
    "Encounter": _reader("visits", EncounterShape, read_visit),
    "Procedure": _reader("procedures", care.ProcedureShape, care.read_procedure),
    "Immunization": _reader("vaccines", care.ImmunizationShape, care.read_vaccine),
    "DocumentReference": _reader("documents", documents.DocumentShape, documents.read_document),
    "Composition": _reader("narratives", documents.CompositionShape, documents.read_narrative),
    "Patient": _reader("", people.PatientShape, people.read_person),
    **{form.type: _by_form(form) for form in (*PLANS, *FINDINGS)},
}
_ANY = _by_form(ANY)
SUPPORTING = frozenset(
    {
        "Patient", "Organization", "Practitioner", "PractitionerRole", "Location", "HealthcareService",
        "Medication", "Endpoint",
    }
)  # fmt: skip
_USUAL_START = b'{"resourceType":"'  # what servers write; their members have an order though JSON has none
_START = len(_USUAL_START)
_BY_BYTES = {name.encode(): name for name in READERS}
_FIRST_MEMBER = re.compile(rb'\s*\{\s*"resourceType"\s*:\s*"([A-Za-z]{1,64})"')
_NAME = re.compile(
    "[A-Za-z]{1,64}"
)  # what names a type stands in accounts and sentences: nothing else gets there


class _Typed(msgspec.Struct, rename="camel"):
    resource_type: str = ""


_TYPED = msgspec.json.Decoder(_Typed)


def type_of(raw: bytes) -> str:
    """The resource type; "" when it does not say, or says what can be no type."""
    if raw.startswith(_USUAL_START):
        known = _BY_BYTES.get(raw[_START : raw.find(b'"', _START)])
        if known is not None:
            return known
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
        found: shapes.ResourceShape = reader.decoder.decode(raw)
    except UNREADABLE:
        return piecewise(raw, reader.shape, flaws)
    return found
