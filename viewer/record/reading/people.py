"""Patient, and the resources that only lend their names: Organization, Practitioner, PractitionerRole, places."""

from collections.abc import Iterable
from typing import ClassVar

import msgspec
from msgspec import Raw

from viewer.base.opaque import Opaque
from viewer.record.codes import fhir_code, thai_words
from viewer.record.facts import Person
from viewer.record.people import Contact, Identifier, PersonName
from viewer.record.reading import shapes
from viewer.record.reading.desk import Reading
from viewer.record.reading.known import Known, Named, Organisation, Post
from viewer.record.reading.naming import name_in, organisation_in
from viewer.record.reading.numbers import kind_of
from viewer.record.reading.prose import trimmed
from viewer.record.reading.terms import Terms, element, identifiers_in
from viewer.record.reading.times import NO_END
from viewer.record.values import Remark, Span


class TelecomShape(shapes.Shape):
    system: str = ""
    value: str = ""

    bare: ClassVar[str] = "value"


class AddressShape(shapes.Shape):
    text: str = ""
    line: tuple[str, ...] = ()
    city: str = ""
    district: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""

    bare: ClassVar[str] = "text"


class ContactShape(shapes.Shape):
    relationship: Raw = shapes.NOTHING
    name: shapes.NameShape | None = None
    telecom: tuple[TelecomShape, ...] = ()
    organization: Raw = shapes.NOTHING
    period: shapes.PeriodShape | None = None


class LinkShape(shapes.Shape):
    """Patient.link: another entry of the same person."""

    type: str = ""


class PatientShape(shapes.ResourceShape):
    name: tuple[shapes.NameShape, ...] = ()
    gender: str = ""
    birth_date: str = ""
    deceased_boolean: bool | None = None
    deceased_date_time: str = ""
    telecom: tuple[TelecomShape, ...] = ()
    address: tuple[AddressShape, ...] = ()
    contact: tuple[ContactShape, ...] = ()
    active: bool | None = None
    link: tuple[LinkShape, ...] = ()


class PostShape(shapes.ResourceShape):
    """PractitionerRole."""

    practitioner: Raw = shapes.NOTHING
    organization: Raw = shapes.NOTHING


class PlaceShape(shapes.ResourceShape):
    """Location and HealthcareService."""

    name: str = ""
    alias: tuple[str, ...] = ()
    type: Raw = shapes.NOTHING


_POST = msgspec.json.Decoder(PostShape)
_PLACE = msgspec.json.Decoder(PlaceShape)


_NEVER = ("0000", str(NO_END))


def read_person(shape: PatientShape, reading: Reading) -> Person:
    """One Patient."""
    birth = reading.birth(shape.birth_date)
    told = shape.deceased_date_time
    # Zeros and the year 9999: so the living's empty field is sent. Its flaw is no doubt on the birth date.
    died = reading.terms.when(told) if told and not told.startswith(_NEVER) else None
    if died is not None and died.flaw:
        reading.remarks.append(Remark("death-date-doubtful"))
    reading.remarks += _entry_remarks(shape)
    names = tuple(_name(item, reading.terms) for item in shape.name)
    reading.local_zulu = any(item.language_code for item in shape.name)
    if any(name.swapped for name in names):
        reading.remarks.append(Remark("name-swapped"))
    common = reading.common(shape, None, "", ())
    common["restricted"] = ""  # the person is who the record is about; a label on them hides no row
    common["number"] = reading.number
    return Person(
        **common,
        names=names,
        gender=trimmed(shape.gender),
        birth=birth,
        deceased=bool(shape.deceased_boolean) or died is not None,
        deceased_when=died,
        identifiers=tuple(_identifier(item) for item in identifiers_in(bytes(shape.identifier)) if item.value)
        if len(shape.identifier)
        else (),
        address=next((address for address in map(address_of, shape.address) if address), ""),
        phones=phones_in(shape.telecom),
        contacts=tuple(contact for item in shape.contact if (contact := _contact(item, reading)) is not None),
    )


def phones_in(telecom: Iterable[TelecomShape]) -> tuple[str, ...]:
    """Numbers to ring up; what is sent under no system is taken for one."""
    told = (trimmed(item.value) for item in telecom if item.system in ("phone", "sms", ""))
    return tuple(dict.fromkeys(filter(None, told)))


def _contact(shape: ContactShape, reading: Reading) -> Contact | None:
    """One Patient.contact; None of what says neither who nor where."""
    name = _name(shape.name, reading.terms) if shape.name is not None else PersonName()
    relations = tuple(term.concept for term in reading.terms.terms(shape.relationship).terms if term.words)
    phones = phones_in(shape.telecom)
    organization = (
        reading.name_of(reading.terms.pointer(shape.organization)) if len(shape.organization) else ""
    )
    period = None
    if shape.period is not None and (shape.period.start or shape.period.end):
        start, end = (
            reading.terms.when(text) if text else None for text in (shape.period.start, shape.period.end)
        )
        period = Span(start, end)
    if name == PersonName(use=name.use, language=name.language) and not (relations or phones or organization):
        return None
    return Contact(name, relations, phones, organization, period)


def _entry_remarks(shape: PatientShape) -> Iterable[Remark]:
    """That this entry of the person is not in use, or another stands in its place."""
    if shape.active is False:
        yield Remark("patient-inactive")
    kinds = {fhir_code(trimmed(link.type)) for link in shape.link}
    yield from (Remark(f"patient-{kind}") for kind in ("replaced-by", "replaces") if kind in kinds)


def _name(shape: shapes.NameShape, terms: Terms) -> PersonName:
    language = shape.language_code
    for extension in shape.extension:
        if extension.url.rstrip("/").endswith("/language"):
            language = extension.value_code or language
    return PersonName(
        text=trimmed(shape.text),
        prefix="".join(_prefix(trimmed(part)) for part in shape.prefix),
        given=trimmed(" ".join(shape.given)),
        family=trimmed(shape.family),
        suffix=trimmed(" ".join(shape.suffix)),
        language=trimmed(language).lower(),
        use=trimmed(shape.use),
        ended=_is_over(shape.period, terms),
    )


def _is_over(period: shapes.PeriodShape | None, terms: Terms) -> bool:
    """Whether a period has ended for certain."""
    day = terms.when(period.end).exact_day if period is not None and period.end else None
    return day is not None and day < terms.today


def _prefix(text: str) -> str:
    """A title; a code of the civil registry (003) as the title it stands for."""
    return (thai_words("cs-dopa-nameprefix", text) or text) if text.isdigit() else text


def _identifier(shape: shapes.IdentifierShape) -> Identifier:
    return Identifier(kind_of(shape), Opaque(trimmed(shape.value)), shape.system.strip())


def address_of(shape: AddressShape) -> str:
    """In one line; a part that repeats the one before it (feeds put อำเภอ in city and district) stands once."""
    if shape.text.strip():
        return trimmed(shape.text)
    parts = [*shape.line, shape.city, shape.district, shape.state, shape.postal_code, shape.country]
    kept: list[str] = []
    for part in map(trimmed, parts):
        if part and part not in kept[-1:]:
            kept.append(part)
    return " ".join(kept)


def _place_name(place: PlaceShape, terms: Terms) -> str:
    """Its name, else what it is also called, else what kind of place it is."""
    kinds = (concept.words for concept in terms.terms(place.type).concepts)
    return next(filter(None, (*map(trimmed, (place.name, *place.alias)), *kinds)), "")


def read_supporting(type_: str, raw: bytes, terms: Terms) -> Known | None:
    """What a resource that is no row lends to others; None when it lends nothing."""
    if type_ == "Organization":
        hcode, name = organisation_in(raw, terms)
        return Organisation(name, hcode)
    if type_ == "Practitioner":
        return Named(name_in(raw, terms))
    if type_ == "PractitionerRole":
        post = element(raw, _POST, PostShape, [])
        return Post(terms.pointer(post.practitioner), terms.pointer(post.organization)) if post else None
    if type_ in ("Location", "HealthcareService"):
        place = element(raw, _PLACE, PlaceShape, [])
        return Named(_place_name(place, terms)) if place else None
    return None
