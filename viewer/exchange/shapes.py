"""The few FHIR R4 resources the exchange layer itself must read: who, where, and what a refusal says.

Only the members that are used; the rest is passed over. A resource that does not fit is skipped by its reader.
"""

from typing import TypeVar

import msgspec

_T = TypeVar("_T")


class Shape(msgspec.Struct, rename="camel"):
    """A part of a resource; every member may be absent."""


class Coding(Shape):
    """FHIR R4 Coding."""

    system: str | None = None
    code: str | None = None
    display: str | None = None


class Concept(Shape):
    """FHIR R4 CodeableConcept."""

    coding: list[Coding] | None = None
    text: str | None = None

    @property
    def codes(self) -> tuple[Coding, ...]:
        """Its codings."""
        return tuple(self.coding or ())

    @property
    def words(self) -> str:
        """Its text, else the first display."""
        return self.text or next((coding.display for coding in self.codes if coding.display), "")


class Identifier(Shape):
    """FHIR R4 Identifier."""

    system: str | None = None
    value: str | None = None


class Reference(Shape):
    """FHIR R4 Reference."""

    reference: str | None = None
    display: str | None = None
    identifier: Identifier | None = None

    def id_of(self, kind: str) -> str:
        """The logical id when it refers to a resource of this type, relative or absolute; else ""."""
        return id_in(self.reference or "", kind)


class HumanName(Shape):
    """FHIR R4 HumanName."""

    use: str | None = None
    text: str | None = None
    family: str | None = None
    given: list[str] | None = None
    prefix: list[str] | None = None

    @property
    def words(self) -> str:
        """As it is spoken: the text, else prefix and given names run together as Thai does, then the family name."""
        if self.text and self.text.strip():
            return " ".join(self.text.split())
        first = "".join(self.prefix or ()) + " ".join(self.given or ())
        return " ".join(f"{first} {self.family or ''}".split())


class ContactPoint(Shape):
    """FHIR R4 ContactPoint."""

    system: str | None = None
    value: str | None = None


class Period(Shape):
    """FHIR R4 Period, as sent."""

    start: str | None = None
    end: str | None = None


class Organization(Shape):
    """FHIR R4 Organization."""

    id: str | None = None
    identifier: list[Identifier] | None = None
    name: str | None = None
    type: list[Concept] | None = None
    telecom: list[ContactPoint] | None = None
    active: bool | None = None


class Endpoint(Shape):
    """FHIR R4 Endpoint."""

    status: str | None = None
    connection_type: Coding | None = None
    managing_organization: Reference | None = None
    address: str | None = None


class Qualification(Shape):
    """FHIR R4 Practitioner.qualification."""

    identifier: list[Identifier] | None = None


class Practitioner(Shape):
    """FHIR R4 Practitioner."""

    qualification: list[Qualification] | None = None


class PractitionerRole(Shape):
    """FHIR R4 PractitionerRole."""

    id: str | None = None
    active: bool | None = None
    practitioner: Reference | None = None
    organization: Reference | None = None
    code: list[Concept] | None = None
    specialty: list[Concept] | None = None


class Patient(Shape):
    """FHIR R4 Patient, before consent: who, never where."""

    id: str | None = None
    identifier: list[Identifier] | None = None
    name: list[HumanName] | None = None
    gender: str | None = None
    birth_date: str | None = None
    deceased_boolean: bool | None = None
    deceased_date_time: str | None = None


class Issue(Shape):
    """FHIR R4 OperationOutcome.issue."""

    severity: str | None = None
    code: str | None = None
    details: Concept | None = None


class Outcome(Shape):
    """FHIR R4 OperationOutcome."""

    issue: list[Issue] | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of details first (they are the telling ones), then the issue codes."""
        issues = self.issue or []
        details = [c.code for i in issues if i.details for c in i.details.codes if c.code]
        return (*details, *(issue.code for issue in issues if issue.code))


class Interaction(Shape):
    """FHIR R4 CapabilityStatement.rest.resource."""

    type: str | None = None
    update_create: bool | None = None
    interaction: list[Coding] | None = None  # each with a code only

    def takes(self, code: str) -> bool:
        """Whether it names this interaction: "create", "search-type" ..."""
        return any(one.code == code for one in self.interaction or [])


class Rest(Shape):
    """FHIR R4 CapabilityStatement.rest."""

    mode: str | None = None
    resource: list[Interaction] | None = None
    interaction: list[Coding] | None = None  # of the whole server: "transaction" ...


class CapabilityStatement(Shape):
    """FHIR R4 CapabilityStatement."""

    resource_type: str | None = None
    rest: list[Rest] | None = None


class _Kind(Shape):
    resource_type: str | None = None


def kind_of(raw: bytes) -> str:
    """resourceType; "" when it has none."""
    shape = fit(raw, _Kind)
    return (shape.resource_type if shape else "") or ""


def fit(raw: bytes, shape: type[_T]) -> _T | None:
    """The resource in this shape; None when it does not fit."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def id_in(reference: str, kind: str) -> str:
    """Logical id of ``Patient/1``, ``https://…/Patient/1``, ``Patient/1/_history/2``; "" for any other kind."""
    parts = reference.partition("#")[0].split("/")
    for place in range(len(parts) - 2, -1, -1):
        if parts[place] == kind:
            return parts[place + 1]
    return ""
