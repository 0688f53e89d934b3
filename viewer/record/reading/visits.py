"""Encounter. A visit for a restricted reason is restricted whole: its clinic's name alone gives the reason away."""

from collections.abc import Iterable

import msgspec
from msgspec import Raw, field

from viewer.record.codes import thai_words
from viewer.record.facts import Diagnosis, Problem, Visit
from viewer.record.reading import shapes
from viewer.record.reading.desk import Reading
from viewer.record.reading.members import first, is_bare, items_of, members_of
from viewer.record.reading.prose import trimmed
from viewer.record.reading.reasons import reasons_of
from viewer.record.reading.shapes import NOTHING
from viewer.record.reading.terms import NO_TERM, Term
from viewer.record.values import Remark


class EncounterDiagnosisShape(shapes.Shape):
    condition: Raw = shapes.NOTHING
    use: Raw = shapes.NOTHING
    rank: int | None = None


class EncounterLocationShape(shapes.Shape):
    location: Raw = shapes.NOTHING
    status: str = ""
    period: shapes.PeriodShape | None = None


class HospitalizationShape(shapes.Shape):
    admit_source: Raw = shapes.NOTHING
    discharge_disposition: Raw = shapes.NOTHING


class ClassShape(shapes.CodingShape):
    """A Coding; of R5, and of those who send as R5 does, a CodeableConcept."""

    coding: tuple[shapes.CodingShape, ...] = ()
    text: str = ""


class EncounterShape(shapes.ResourceShape):
    status: str = ""
    class_: ClassShape | None = field(default=None, name="class")
    type: Raw = shapes.NOTHING
    service_type: Raw = shapes.NOTHING
    period: shapes.PeriodShape | None = None
    reason_code: Raw = shapes.NOTHING
    reason_reference: Raw = shapes.NOTHING
    diagnosis: tuple[EncounterDiagnosisShape, ...] = ()
    location: tuple[EncounterLocationShape, ...] = ()
    service_provider: Raw = shapes.NOTHING
    hospitalization: HospitalizationShape | None = None


def read_visit(shape: EncounterShape, reading: Reading) -> Visit:
    """One Encounter. ``when`` is period.start."""
    period = shape.period or shapes.NO_PERIOD
    terms = reading.terms
    reading.local_zulu = period.end.startswith("0000-00-00T") or period.start.startswith("0000-00-00T")
    diagnoses = [found for item in shape.diagnosis for found in _diagnoses(item, reading)]
    reasons, cause = reasons_of(reading, shape.reason_code, shape.reason_reference)
    types = terms.terms(shape.type)
    departments = _departments(shape, reading)
    department = departments[0] if departments else ""
    reading.house = shape.service_provider
    came, left = _ways(shape.hospitalization, reading) if shape.hospitalization else ("", "")
    rules = terms.rules
    restricted = rules.of_words(*departments) or cause  # also by a ward that they have left
    for term in types.terms:
        restricted = restricted or term.restricted or rules.of_place(term.words)
    for _, category in diagnoses:
        restricted = restricted or category
    kind, kind_words = _kind(shape.class_, reading) if shape.class_ else ("", "")
    roles = [diagnosis.role for diagnosis, _ in diagnoses]
    restricted = restricted or rules.of_words(kind, kind_words, came, left, *roles)
    end = reading.when(period.end)
    origin, when, status, remarks, restricted, number, note = reading.head(
        shape, reading.when(period.start), shape.status, (shape.service_provider,), restricted, ""
    )
    visit = Visit(
        origin=origin,
        when=when,
        status=status,
        remarks=remarks,
        restricted=restricted,
        note=note,
        number=number,
        kind=kind,
        kind_words=kind_words,
        types=types.concepts,
        end=end,
        reasons=reasons,
        diagnoses=tuple([diagnosis for diagnosis, _ in diagnoses]),
        department=department,
    )
    if not (came or left):  # nearly all: what few have is set apart, for more than 15 keywords cost much more
        return visit
    return msgspec.structs.replace(visit, came=came, left=left)


def _kind(sent: ClassShape, reading: Reading) -> tuple[str, str]:
    """Code and words of a class; a remark where what was sent tells neither."""
    told = next((one for one in sent.coding if one.code or one.display), sent) if sent.coding else sent
    code, words = trimmed(told.code), trimmed(told.display or sent.text)
    if not code and not words and not is_bare(members_of(reading.raw).get("class", NOTHING)):
        reading.unreadable("class")
    return code, words


def _ways(shape: HospitalizationShape, reading: Reading) -> tuple[str, str]:
    """How the patient came and how they left, in words."""
    came = reading.term(shape.admit_source, "admitSource")
    return came.words, reading.term(shape.discharge_disposition, "dischargeDisposition").words


def _diagnoses(shape: EncounterDiagnosisShape, reading: Reading) -> Iterable[tuple[Diagnosis, str]]:
    """One diagnosis; of R5 as many as it names, each by a concept or a reference."""
    if first(shape.condition) != b"[":
        return (_diagnosis(shape, shape.condition, NO_TERM, reading),)
    several = []
    for item in items_of(shape.condition):
        members = members_of(item)
        reference = members.get("reference", NOTHING)
        pointed = item if first(reference) == b'"' else reference
        several.append(
            _diagnosis(shape, pointed, reading.terms.term(members.get("concept", NOTHING)), reading)
        )
    return several


def _diagnosis(
    shape: EncounterDiagnosisShape, condition: Raw, named: Term, reading: Reading
) -> tuple[Diagnosis, str]:
    """A diagnosis and the restricted category it falls under; its Condition may not have arrived yet."""
    rules = reading.terms.rules
    pointer = reading.terms.pointer(condition)
    use = next(iter(reading.terms.terms(shape.use).terms), NO_TERM)
    rank = str(shape.rank) if shape.rank is not None else use.code
    coded = (thai_words(coding.system, coding.code) for coding in use.concept.codings)
    role = next(filter(None, coded), "" if use.words.isdigit() else use.words)
    found = reading.find(pointer)
    if isinstance(found, Problem):
        words = found.concept.words or named.words or pointer.display
        hidden = found.restricted or named.restricted or rules.of_text(pointer.display)
        return Diagnosis(words, found.icd, rank, role), hidden
    words = named.words or pointer.display
    if pointer.target and not words:
        reading.remarks.append(Remark("reference-broken", "diagnosis"))
    return Diagnosis(words, named.icd, rank, role), named.restricted or rules.of_text(pointer.display)


def _is_left(place: EncounterLocationShape) -> bool:
    """Whether they are there no longer, or not yet."""
    return place.status in ("completed", "planned", "reserved") or bool(place.period and place.period.end)


def _departments(shape: EncounterShape, reading: Reading) -> list[str]:
    """serviceType and every place; first the one that is drawn: serviceType, else the place they are in still, else the
    first place it happened in."""
    words = reading.term(shape.service_type, "serviceType").words
    if not shape.location:
        return [words] if words else []
    ordered = sorted(shape.location, key=_is_left) if len(shape.location) > 1 else shape.location
    places = [trimmed(reading.name_of(reading.terms.pointer(item.location))) for item in ordered]
    return [name for name in (words, *places) if name]
