"""Small values that facts are made of: dates with their precision, codes, quantities, where something came from."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any, ClassVar, Never

import msgspec

from viewer.base.opaque import Opaque
from viewer.record.absences import absence
from viewer.record.sent import Sent


class Precision(IntEnum):
    """How much of a date the source gave."""

    YEAR = 1
    MONTH = 2
    DAY = 3
    INSTANT = 4


UNDATED = 1 << 60
UNREAD = "unread"  # why a component has no value: one was sent, as what nobody can read here
OPEN = frozenset({"zero-date", "open-end"})  # flaws of an end that is none


_settle = msgspec.structs.force_setattr


class When(msgspec.Struct, frozen=True, gc=False):
    """A FHIR date or dateTime with the precision it came with (FHIR R4 2.24.0.1).

    ``moment`` is aware and in Asia/Bangkok, only when precision is INSTANT; year, month and day are local
    (Bangkok) then. ``flaw`` is "" or a code: "buddhist-year" (a BE year leaked into a CE field; ``year`` holds
    what was sent), "unreadable", "zero-date", "future", "open-end" (the year 9999: no end is known); "in-words" (FHIR
    lets words stand there), "age" (``raw`` is the age of the person then: "8 a", "5-7 a"). Thousands of rows share
    one: its day is worked out once.
    """

    raw: str
    precision: Precision = Precision.DAY
    year: int = 0
    month: int = 1
    day: int = 1
    moment: datetime | None = None
    flaw: str = ""
    # Worked out from the others:
    usable: bool = False  # whether it can be placed on a calendar
    first_day: date | None = None  # the earliest day it can mean; None = not usable
    age: int = UNDATED  # smaller is newer, undated last: rows stand so

    def __post_init__(self) -> None:
        year, month, day, moment = self.year, self.month, self.day, self.moment
        if year > 0 and self.flaw in ("", "future"):
            # Within a day the latest moment is the newest; a day without one stands after them.
            clock = 0 if moment is None else moment.hour * 3600 + moment.minute * 60 + moment.second
            _settle(self, "usable", True)
            _settle(self, "first_day", date(year, month, day))
            _settle(self, "age", -((year * 10_000 + month * 100 + day) * 86_400 + clock))

    @property
    def exact_day(self) -> date | None:
        """The day it names; None for a year or a month alone, which name no day, and when not usable."""
        return self.first_day if self.precision >= Precision.DAY else None


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
    words: str = field(
        init=False, compare=False, repr=False
    )  # the best for it: text, a display, a code; else ""
    absence: str = field(init=False, compare=False, repr=False)  # see record.absences; "" of a name

    def __post_init__(self) -> None:
        words = self.text or next((coding.display for coding in self.codings if coding.display), "")
        words = words or next((coding.code for coding in self.codings if coding.code), "")
        object.__setattr__(self, "words", words)
        texts = (self.text, *[coding.display for coding in self.codings])
        told = absence(words, [coding.code for coding in self.codings], texts)
        object.__setattr__(self, "absence", told)

    def __bool__(self) -> bool:
        return bool(self.text or self.codings)


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """A number as sent: ``value`` keeps the digits ("1.50"), ``unit`` the unit as sent.

    ``bare`` names the field that takes a bare string sent in its place, ``spoken`` those that take a string sent for
    a number (reading.lenient).
    """

    bare: ClassVar[str] = "text"
    spoken: ClassVar[dict[str, str]] = {
        "value": "text"
    }  # "<0.01" where only a number may stand: kept as words

    value: Decimal | None = None
    unit: str = ""
    comparator: str = ""  # <, <=, >=, >, or ""
    code: str = ""  # UCUM code when sent
    text: str = ""  # for sources that send the whole as text


@dataclass(frozen=True, slots=True)
class Range:
    """low and high, either may be missing; ``text`` when the source gave words.

    ``whose`` of a reference range: of whom or of what, where it is not the ordinary one for this person ("Male" beside
    one for women, "therapeutic", "severe").
    """

    low: Quantity | None = None
    high: Quantity | None = None
    text: str = ""
    whose: str = ""


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
    "severity-constant", "facility-from-parcel", "text-structure-clash", "name-differs", "birth-differs", "text-cut" ...
    """

    code: str
    detail: str = ""


class Origin(msgspec.Struct, frozen=True, gc=False):
    """Where a fact came from."""

    hcode: str  # facility that the resource itself names, else the one asked; "" when unknown
    facility: str  # its name as shown
    type: str  # FHIR resource type
    plain_id: str  # as sent; masked only for those who ask, for ten thousand are made
    version: str = ""
    updated: str = ""  # meta.lastUpdated as sent
    sent: Sent = b""

    @property
    def raw(self) -> bytes:
        """The bytes of the resource as sent, for "ข้อความต้นทาง"."""
        return bytes(self.sent)

    @property
    def id(self) -> Opaque:
        """The resource's id: it may hold a citizen id."""
        return Opaque(self.plain_id)

    def __repr__(self) -> str:
        """Without the id and the bytes: they hold names and numbers, and a repr may end in a message."""
        return f"Origin({self.hcode!r}, {self.type!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("hcode", self.hcode), ("type", self.type)]

    def __reduce__(self) -> Never:
        raise TypeError("an Origin is not to be pickled")
