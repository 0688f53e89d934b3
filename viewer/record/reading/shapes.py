"""Lenient shapes of the FHIR R4 resources that are read, for msgspec. Field names are FHIR's, in snake_case here.

A field of type ``Raw`` cannot spoil its resource: it is read later through ``terms``, once for all resources that
send the same bytes. ``bare`` names the field that takes a bare string sent in place of the element.
"""

from decimal import Decimal
from typing import ClassVar

from msgspec import Raw, Struct

from viewer.exchange.wire import MODIFIER
from viewer.record.values import Quantity

NOTHING = Raw()


class Shape(Struct, rename="camel", gc=False):
    """What all shapes share: unknown members are ignored, members may be missing."""

    bare: ClassVar[str] = ""


class CodingShape(Shape):
    system: str = ""
    code: str = ""
    display: str = ""

    bare: ClassVar[str] = "code"


class ConceptShape(Shape):
    coding: tuple[CodingShape, ...] = ()
    text: str = ""
    extension: Raw = NOTHING
    concept: Raw = NOTHING  # of R5's CodeableReference, which may stand where R4 has a concept

    bare: ClassVar[str] = "text"


QuantityShape = Quantity  # what is kept has the shape of what is sent: it is read once


class RangeShape(Shape):
    low: QuantityShape | None = None
    high: QuantityShape | None = None
    text: str = ""

    bare: ClassVar[str] = "text"


class RatioShape(Shape):
    numerator: QuantityShape | None = None
    denominator: QuantityShape | None = None


class SampledShape(Shape):
    origin: QuantityShape | None = None
    period: Decimal | None = None
    dimensions: int | None = None
    data: str = ""


class PeriodShape(Shape):
    start: str = ""
    end: str = ""

    bare: ClassVar[str] = "start"


NO_PERIOD = PeriodShape()


class IdentifierShape(Shape):
    system: str = ""
    value: str = ""
    use: str = ""
    type: ConceptShape | None = None
    period: PeriodShape | None = None

    bare: ClassVar[str] = "value"


class ReferenceShape(Shape):
    reference: str = ""
    type: str = ""
    display: str = ""
    identifier: IdentifierShape | None = None

    bare: ClassVar[str] = "display"


class MetaShape(Shape):
    version_id: str = ""
    last_updated: str = ""
    security: Raw = NOTHING


class ExtensionShape(Shape):
    url: str = ""
    value_string: str = ""
    value_code: str = ""
    value_date_time: str = ""
    value_quantity: QuantityShape | None = None
    value_codeable_concept: Raw = NOTHING
    value_coding: CodingShape | None = None
    value_reference: Raw = NOTHING
    extension: tuple["ExtensionShape", ...] = ()


class NoteShape(Shape):
    text: str = ""

    bare: ClassVar[str] = "text"


class AttachmentShape(Shape):
    content_type: str = ""
    title: str = ""
    size: int | None = None
    hash: str = ""
    url: str = ""
    data: Raw = NOTHING

    bare: ClassVar[str] = "title"


class NarrativeShape(Shape):
    div: str = ""

    bare: ClassVar[str] = "div"


class ResourceShape(Shape):
    """What every resource may have. ``identifier`` is raw: most only name the facility, with the same bytes."""

    id: str = ""
    meta: MetaShape | None = None
    identifier: Raw = NOTHING
    contained: Raw = NOTHING
    extension: Raw = NOTHING
    modifier_extension: Raw = NOTHING
    implicit_rules: Raw = NOTHING
    subject: Raw = NOTHING
    patient: Raw = NOTHING

    def modified(self, raw: bytes) -> bool:
        """Whether it holds, at any depth, what changes the meaning of the rest of it (R4 2.4.0.2).

        This version knows no modifier extension and no implicit rules. ``raw`` are its bytes: no time for the many
        without.
        """
        return MODIFIER in raw or self.implicit_rules is not NOTHING


class NameShape(Shape):
    text: str = ""
    use: str = ""
    prefix: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    family: str = ""
    suffix: tuple[str, ...] = ()
    extension: tuple[ExtensionShape, ...] = ()
    language_code: str = ""
    period: PeriodShape | None = None

    bare: ClassVar[str] = "text"


class OrganizationShape(ResourceShape):
    name: str = ""
    alias: tuple[str, ...] = ()


class StaffShape(ResourceShape):
    """Practitioner and RelatedPerson."""

    name: tuple[NameShape, ...] = ()
