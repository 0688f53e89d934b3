"""Observation and DiagnosticReport."""

from collections.abc import Iterable, Iterator
from typing import Literal, TypedDict

import msgspec
from msgspec import Raw

from viewer.base.opaque import Opaque
from viewer.record.facts import Attachment, Component, Report, Result
from viewer.record.key_results import phase_in
from viewer.record.reading import shapes
from viewer.record.reading.amounts import notes
from viewer.record.reading.desk import Reading
from viewer.record.reading.members import Members, is_bare, items_of, members_of, text_of
from viewer.record.reading.naming import pointed_type
from viewer.record.reading.observed import ValueShape, has_second, value_of, values_sent, why_absent
from viewer.record.reading.prose import harmless, trimmed
from viewer.record.reading.ranges import NO_RANGES, ranges_of
from viewer.record.reading.shapes import NOTHING
from viewer.record.reading.terms import NO_TERMS, Pointer
from viewer.record.values import UNREAD, Quantity, Remark, When


class ObservationShape(ValueShape):
    status: str = ""
    category: Raw = shapes.NOTHING
    effective_date_time: str = ""
    effective_period: shapes.PeriodShape | None = None
    effective_instant: str = ""
    effective_timing: Raw = shapes.NOTHING
    issued: str = ""
    performer: Raw = shapes.NOTHING
    note: tuple[shapes.NoteShape, ...] = ()
    body_site: Raw = shapes.NOTHING
    method: Raw = shapes.NOTHING
    specimen: Raw = shapes.NOTHING
    focus: Raw = shapes.NOTHING
    has_member: Raw = shapes.NOTHING
    component: tuple[ValueShape, ...] = ()


class ReportShape(shapes.ResourceShape):
    status: str = ""
    category: Raw = shapes.NOTHING
    code: Raw = shapes.NOTHING
    effective_date_time: str = ""
    effective_period: shapes.PeriodShape | None = None
    issued: str = ""
    performer: Raw = shapes.NOTHING
    results_interpreter: Raw = shapes.NOTHING
    result: Raw = shapes.NOTHING
    conclusion: str = ""
    conclusion_code: Raw = shapes.NOTHING
    presented_form: tuple[shapes.AttachmentShape, ...] = ()


def read_result(shape: ObservationShape, reading: Reading) -> Result:
    """One Observation. ``when`` is effective, else issued."""
    code = reading.term(shape.code, "code")
    note = notes(shape.note) if shape.note else ""
    value = value_of(shape, reading)
    ranges, worded = (
        NO_RANGES if shape.reference_range is NOTHING else ranges_of(shape.reference_range, reading)
    )
    rare = _rare(shape, reading, code.phase or (phase_in(note) if note else ""))
    plain = isinstance(value, Quantity)  # a number and nothing beside it, as nearly all are
    if value is None and not shape.component:
        reading.bare = True
        if (why := _note_other_values(reading, reading.raw)) and shape.data_absent_reason is NOTHING:
            rare["absent"] = why
    elif value is not None and (shape.data_absent_reason is not NOTHING or has_second(shape)):
        note, plain = _further_values(shape, reading, note), False
    plain = plain and not (rare or note or shape.contained is not NOTHING)
    lists = reading.terms.lists
    judged = NO_TERMS if shape.interpretation is NOTHING else lists[bytes(shape.interpretation)]
    origin, when, status, remarks, restricted, number, note = reading.head(
        shape,
        reading.when(shape.effective_date_time) or _taken(shape, reading),
        shape.status,
        (shape.performer,),
        code.restricted
        or worded
        or judged.restricted
        or ("" if plain else _restricted_inside(shape, reading, note, rare)),
        note,
    )
    result = Result(
        origin=origin,
        when=when,
        status=status,
        remarks=remarks,
        restricted=restricted,
        note=note,
        number=number,
        concept=code.concept,
        loinc=code.loinc,
        value=value,
        ranges=ranges,
        flags=judged.flags,
        categories=lists[bytes(shape.category)].codes,
        slug=code.slug,
    )
    return msgspec.structs.replace(result, **rare) if rare else result


class _Rare(TypedDict, total=False):
    """Fields that most results do without: what is not there costs nothing."""

    components: tuple[Component, ...]
    absent: str
    specimen: str
    method: str
    body_site: str
    phase: str
    about: str
    slug: str
    members: tuple[Opaque, ...]


def _rare(shape: ObservationShape, reading: Reading, phase: str) -> _Rare:
    found: _Rare = {}
    if shape.component:
        parts = tuple([_component(item, reading) for item in shape.component])
        for part in parts:
            if part.value is None and not part.absent:
                parts = tuple(_with_reasons(parts, reading))
                break
        found["components"] = parts
    if shape.data_absent_reason is not NOTHING:
        found["absent"] = why_absent(shape, reading)
    if shape.has_member is not NOTHING:
        found["members"] = ids_of(reading.terms.pointers(shape.has_member))
    if shape.specimen is not NOTHING:
        found["specimen"] = reading.name_of(reading.terms.pointer(shape.specimen))
    if shape.method is not NOTHING:
        method = found["method"] = reading.term(shape.method, "method").words
        phase = phase or phase_in(method)
    if shape.body_site is not NOTHING:
        found["body_site"] = reading.term(shape.body_site, "bodySite").words
    if phase:
        found["phase"] = phase
    if shape.focus is not NOTHING and (about := _about(shape.focus, reading)):
        found["about"], found["slug"] = about, ""  # no key result of the person's own
    return found


def _with_reasons(parts: tuple[Component, ...], reading: Reading) -> Iterator[Component]:
    """The components, those without a value with why they have none."""
    sent = items_of(members_of(reading.raw).get("component", NOTHING))
    for place, part in enumerate(parts):
        if part.value is None and not part.absent and len(sent) == len(parts):
            before = len(reading.remarks)
            why = _note_other_values(reading, sent[place], "component.")
            yield msgspec.structs.replace(part, absent=UNREAD if len(reading.remarks) > before else why)
        else:
            yield part


def _note_other_values(reading: Reading, raw: bytes | Raw, path: str = "") -> str:
    """Name a value that came as what FHIR does not have here: nobody may say then that none was sent. What is told is
    why there is none, where an extension says so in the place of a value."""
    why = ""
    for name, value in members_of(raw).items():
        if name.startswith("value") and not is_bare(value):
            reading.unreadable(f"{path}{name}")
        elif name.startswith(("value", "_value")):
            sent = reading.extensions(members_of(value).get("extension", NOTHING))
            why = why or next((one.value_code for one in sent if one.url.endswith("/data-absent-reason")), "")
    return trimmed(why)


def _further_values(shape: ObservationShape, reading: Reading, note: str) -> str:
    """The note with words that came as a second value; a remark on every other second value, and on one that the source
    says not to be one."""
    if shape.data_absent_reason is not NOTHING:
        reading.remarks.append(Remark("value-doubted"))
    told = []
    for name in values_sent(shape)[1:]:
        if name == "value_string":
            told.append(trimmed(shape.value_string or ""))
        elif name == "value_codeable_concept":
            told.append(reading.term(shape.value_codeable_concept, "valueCodeableConcept").words)
        else:
            reading.unreadable("value")
    return "\n".join(filter(None, (*told, note)))


_OWN_ROWS = frozenset(
    {
        "AllergyIntolerance", "BodyStructure", "CarePlan", "ClinicalImpression", "Condition", "DiagnosticReport",
        "DocumentReference", "Encounter", "EpisodeOfCare", "Goal", "ImagingStudy", "Immunization", "Media",
        "MedicationAdministration", "MedicationDispense", "MedicationRequest", "MedicationStatement", "Observation",
        "Procedure", "QuestionnaireResponse", "RiskAssessment", "ServiceRequest",
    }
)  # fmt: skip
"""What a result may concern and be the patient's own for all that: the stage of a tumour, the ward of a stay."""


def _about(raw: Raw, reading: Reading) -> str:
    """Whom or what it was measured of, when that is not the patient: a fetus, a donor, an implant; else its type."""
    told = (
        (pointer, pointer.type or pointed_type(pointer.target)) for pointer in reading.terms.pointers(raw)
    )
    return ", ".join(pointer.display or type_ or "?" for pointer, type_ in told if type_ not in _OWN_ROWS)


def _taken(shape: ObservationShape, reading: Reading) -> When | None:
    period = shape.effective_period.start if shape.effective_period else ""
    event = _event(shape.effective_timing, reading) if shape.effective_timing is not NOTHING else ""
    return reading.when(period, shape.effective_instant, event, shape.issued)


def _event(raw: Raw, reading: Reading) -> str:
    """The first of the dates that a timing names, else where its time begins."""
    members = members_of(raw)
    found = next(map(text_of, items_of(members.get("event", Raw(b"null")))), "")
    bounds = members_of(members_of(members.get("repeat", Raw(b"null"))).get("boundsPeriod", Raw(b"null")))
    return found or text_of(bounds.get("start", Raw(b"null")))


def read_report(shape: ReportShape, reading: Reading) -> Report:
    """One DiagnosticReport. ``when`` is effective, else issued. A report of a restricted result is restricted."""
    code = reading.term(shape.code, "code")
    period = shape.effective_period.start if shape.effective_period else ""
    when = reading.when(shape.effective_date_time, period, shape.issued)
    conclusion, restricted = harmless(shape.conclusion), code.restricted
    if shape.conclusion_code is not NOTHING:
        concluded = reading.terms.terms(shape.conclusion_code).terms
        coded = ", ".join(term.words for term in concluded if term.words and term.words not in conclusion)
        conclusion = "\n".join(filter(None, (conclusion, coded)))
        restricted = restricted or next((term.restricted for term in concluded if term.restricted), "")
    pointers = reading.terms.pointers(shape.result)
    for pointer in pointers:
        found = reading.find(pointer)
        if isinstance(found, Result) and found.restricted:
            restricted = restricted or found.restricted
        restricted = restricted or reading.terms.rules.of_text(pointer.display)
        if pointer.target.startswith("#"):
            restricted = restricted or _category_of(members_of(reading.contained(pointer)), reading)
    files = tuple(map(attachment, shape.presented_form))
    restricted = restricted or reading.terms.rules.of_words(conclusion, *[file.title for file in files])
    return Report(
        concept=code.concept,
        categories=reading.terms.terms(shape.category).codes,
        conclusion=conclusion,
        results=ids_of(pointers),
        named=tuple([pointer.display for pointer in pointers if pointer.display]),
        attachments=files,
        **reading.common(shape, when, shape.status, (shape.performer, shape.results_interpreter), restricted),
    )


def _category_of(result: Members, reading: Reading) -> str:
    """The restricted category of a result that a report contains."""
    told = (reading.terms.term(result.get(name, NOTHING)) for name in ("code", "valueCodeableConcept"))
    return next((term.restricted for term in told if term.restricted), "")


def attachment(shape: shapes.AttachmentShape) -> Attachment:
    """An Attachment; its bytes stay in the resource as sent."""
    return Attachment(
        content_type=trimmed(shape.content_type),
        title=trimmed(shape.title),
        size=shape.size,
        hash=shape.hash,
        url=Opaque(shape.url) if shape.url else None,
        inline=bytes(shape.data) not in (b"", b"null", b'""'),
    )


def ids_of(pointers: Iterable[Pointer]) -> tuple[Opaque, ...]:
    """The ids of what references point to."""
    return tuple([Opaque(_id(pointer.target)) for pointer in pointers if pointer.target])


def _id(target: str) -> str:
    return target.partition("/_history/")[0].rpartition("/")[2]


def _component(shape: ValueShape, reading: Reading) -> Component:
    if has_second(shape) and len(values_sent(shape)) > 1:
        reading.unreadable("component.value")
    return Component(
        reading.term(shape.code, "component.code").concept,
        value_of(shape, reading),
        "" if shape.data_absent_reason is NOTHING else why_absent(shape, reading),
        () if shape.reference_range is NOTHING else ranges_of(shape.reference_range, reading)[0],
        () if shape.interpretation is NOTHING else reading.terms.terms(shape.interpretation).flags,
    )


_SPOKEN: tuple[Literal["specimen", "method", "body_site", "about"], ...] = (
    "specimen", "method", "body_site", "about",
)  # fmt: skip


def _tested(around: Raw) -> Iterator[Raw]:
    """What the report that contained a result tested: see within."""
    for held in map(members_of, items_of(around)):
        if text_of(held.get("resourceType", NOTHING)) == "DiagnosticReport":
            yield held.get("code", NOTHING)


def _restricted_inside(shape: ObservationShape, reading: Reading, note: str, rare: "_Rare") -> str:
    """By what stands in the value, a component, a note, how and of what it was measured, or its report's test."""
    told, around = shape.value_string, shape.contained
    if not (rare or note or told or shape.value_codeable_concept is not NOTHING or around is not NOTHING):
        return ""  # nearly all
    terms, rules = reading.terms, reading.terms.rules
    if around is not NOTHING:
        tested = (terms.term(code).restricted for code in _tested(around))
        if found := next(filter(None, tested), ""):
            return found
    if shape.value_codeable_concept is not NOTHING:
        found = terms.term(shape.value_codeable_concept).restricted
        if found:
            return found
    for component in shape.component:
        found = terms.term(component.code).restricted or terms.terms(component.interpretation).restricted
        if component.value_codeable_concept is not NOTHING:
            found = found or terms.term(component.value_codeable_concept).restricted
        if component.value_string:
            found = found or rules.of_text(component.value_string)
        if found:
            return found
    if not rare.keys().isdisjoint(_SPOKEN):
        found = rules.of_words(*[rare.get(name, "") for name in _SPOKEN])
        if found:
            return found
    return (rules.of_text(note) if note else "") or (rules.of_text(told) if told else "")
