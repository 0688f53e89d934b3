"""Small values that facts are made of: dates with their precision, codes, quantities, where something came from."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum

import msgspec

from viewer.base.opaque import Opaque


class Precision(IntEnum):
    """How much of a date the source gave."""

    YEAR = 1
    MONTH = 2
    DAY = 3
    INSTANT = 4


@dataclass(frozen=True, slots=True)
class When:
    """A FHIR date or dateTime with the precision it came with (FHIR R4 2.24.0.1).

    ``moment`` is aware and in Asia/Bangkok, only when precision is INSTANT; year, month and day are local
    (Bangkok) then. ``flaw`` is "" or a code: "buddhist-year" (a BE year leaked into a CE field; ``year`` holds
    what was sent), "unreadable", "zero-date", "future".
    """

    raw: str
    precision: Precision = Precision.DAY
    year: int = 0
    month: int = 1
    day: int = 1
    moment: datetime | None = None
    flaw: str = ""

    @property
    def usable(self) -> bool:
        """Whether it can be placed on a calendar."""
        return self.year > 0 and self.flaw in ("", "future")

    @property
    def exact_day(self) -> date | None:
        """The day it names; None for a year or a month alone, which name no day, and when not usable."""
        return self.first_day if self.precision >= Precision.DAY else None

    @property
    def first_day(self) -> date | None:
        """The earliest day it can mean, for sorting and drawing; None when not usable."""
        return date(self.year, self.month, self.day) if self.usable else None


@dataclass(frozen=True, slots=True)
class Coding:
    """One code as sent."""

    system: str = ""
    code: str = ""
    display: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A CodeableConcept: text and codings as sent."""

    text: str = ""
    codings: tuple[Coding, ...] = ()

    @property
    def words(self) -> str:
        """The best words for it: its text, else a display, else a code; "" when it has none of them."""
        if self.text:
            return self.text
        for coding in self.codings:
            if coding.display:
                return coding.display
        return next((coding.code for coding in self.codings if coding.code), "")

    def __bool__(self) -> bool:
        return bool(self.text or self.codings)


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """A number as sent: ``value`` keeps the digits ("1.50"), ``unit`` the unit as sent."""

    value: Decimal | None = None
    unit: str = ""
    comparator: str = ""  # <, <=, >=, >, or ""
    code: str = ""  # UCUM code when sent
    text: str = ""  # for sources that send the whole as text


@dataclass(frozen=True, slots=True)
class Range:
    """low and high, either may be missing; ``text`` when the source gave words."""

    low: Quantity | None = None
    high: Quantity | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """numerator : denominator (also titres)."""

    numerator: Quantity
    denominator: Quantity


@dataclass(frozen=True, slots=True)
class Span:
    """A Period: either end may be missing; each as precise as it was sent."""

    start: When | None = None
    end: When | None = None


@dataclass(frozen=True, slots=True)
class Samples:
    """SampledData (R4 2.24.0.13): told by what it says of itself; its points are not drawn and not summed up."""

    origin: Quantity | None = None
    period: Decimal | None = None  # milliseconds between two samples
    dimensions: int | None = None
    count: int = 0  # samples sent, those without a number included


Value = Quantity | Range | Ratio | Concept | When | Span | Samples | str | bool | None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a row that its reader should know. ``code`` is stable; view words it.

    Codes: "date-buddhist-year", "date-unreadable", "reference-broken", "modifier-unknown", "field-unreadable",
    "severity-constant", "facility-from-parcel", "text-structure-clash", "name-differs", "birth-differs" ...
    """

    code: str
    detail: str = ""


class Origin(msgspec.Struct, frozen=True, gc=False):
    """Where a fact came from. ``raw`` are the bytes of the resource as sent, for "ข้อความต้นทาง"."""

    hcode: str  # facility that the resource itself names, else the one asked; "" when unknown
    facility: str  # its name as shown
    type: str  # FHIR resource type
    id: Opaque
    version: str = ""
    updated: When | None = None
    raw: bytes = b""

    def __repr__(self) -> str:
        """Without the bytes: they hold names and numbers, and a repr may end in a message."""
        return f"Origin({self.hcode!r}, {self.type!r})"
