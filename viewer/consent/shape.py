"""The parts of an R4 Consent that we read. A member of a provision that is not listed here makes it unreadable:
a condition that we do not know may be the one that forbids.
"""

import msgspec

from viewer.exchange.shapes import Coding, Concept, Identifier, Period, Reference, Shape


class Extension(Shape):
    """FHIR R4 Extension, of the two kinds of value that the code's identifier has."""

    url: str | None = None
    value_url: str | None = None
    value_date_time: str | None = None


class CodeIdentifier(Identifier):
    """Consent.identifier: the short code, with the link beside it."""

    extension: list[Extension] | None = None
    period: Period | None = None


class Actor(Shape, forbid_unknown_fields=True):
    """Consent.provision.actor."""

    id: str | None = None
    extension: list[msgspec.Raw] | None = None
    role: Concept | None = None
    reference: Reference | None = None


class Provision(Shape, forbid_unknown_fields=True):
    """Consent.provision. Those of type Raw are conditions that we do not weigh: their presence is a reason."""

    id: str | None = None
    extension: list[msgspec.Raw] | None = None
    modifier_extension: list[msgspec.Raw] | None = None
    type: str | None = None
    period: Period | None = None
    actor: list[Actor] | None = None
    action: list[Concept] | None = None
    security_label: list[msgspec.Raw] | None = None
    purpose: list[Coding] | None = None
    class_: list[Coding] | None = msgspec.field(name="class", default=None)
    code: list[msgspec.Raw] | None = None
    data_period: Period | None = None
    data: list[msgspec.Raw] | None = None
    provision: list["Provision"] | None = None


class Consent(Shape):
    """FHIR R4 Consent."""

    resource_type: str | None = None
    id: str | None = None
    implicit_rules: str | None = None
    modifier_extension: list[msgspec.Raw] | None = None
    extension: list[Extension] | None = None
    identifier: list[CodeIdentifier] | None = None
    status: str | None = None
    scope: Concept | None = None
    patient: Reference | None = None
    date_time: str | None = None
    performer: list[Reference] | None = None
    organization: list[Reference] | None = None
    provision: Provision | None = None
