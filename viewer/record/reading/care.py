"""Procedure and Immunization."""

from collections.abc import Iterable

import msgspec
from msgspec import Raw

from viewer.record.facts import Procedure, Vaccine
from viewer.record.reading import shapes
from viewer.record.reading.amounts import notes
from viewer.record.reading.desk import Reading
from viewer.record.reading.prose import trimmed


class ProcedurePerformerShape(shapes.Shape):
    actor: Raw = shapes.NOTHING


class ProcedureShape(shapes.ResourceShape):
    status: str = ""
    status_reason: Raw = shapes.NOTHING
    code: Raw = shapes.NOTHING
    subject: Raw = shapes.NOTHING
    performed_date_time: str = ""
    performed_period: shapes.PeriodShape | None = None
    performed_string: str = ""
    performer: list[ProcedurePerformerShape] = []
    body_site: Raw = shapes.NOTHING
    outcome: Raw = shapes.NOTHING
    note: list[shapes.NoteShape] = []


class ProtocolShape(shapes.Shape):
    dose_number_positive_int: int | None = None
    dose_number_string: str = ""


class ImmunizationShape(shapes.ResourceShape):
    status: str = ""
    status_reason: Raw = shapes.NOTHING
    vaccine_code: Raw = shapes.NOTHING
    patient: Raw = shapes.NOTHING
    occurrence_date_time: str = ""
    occurrence_string: str = ""
    primary_source: bool | None = None
    report_origin: Raw = shapes.NOTHING
    lot_number: str = ""
    performer: list[ProcedurePerformerShape] = []
    note: list[shapes.NoteShape] = []
    protocol_applied: list[ProtocolShape] = []


_PROCEDURE = msgspec.json.Decoder(ProcedureShape)
_IMMUNIZATION = msgspec.json.Decoder(ImmunizationShape)


def read_procedure(reading: Reading) -> Procedure | None:
    """One Procedure. ``when`` is performed."""
    shape = reading.decode(_PROCEDURE, ProcedureShape)
    if shape is None:
        return None
    code = reading.term(shape.code, "code")
    period = shape.performed_period or shapes.PeriodShape()
    note = notes(shape.note)
    actors = [item.actor for item in shape.performer]
    common = reading.common(
        shape, reading.when(shape.performed_date_time, period.start, shape.performed_string), shape.status,
        actors, code.restricted or reading.desk.terms.rules.of_text(note), note,
    )  # fmt: skip
    return Procedure(
        **common,
        concept=code.concept,
        end=reading.when(period.end),
        performer=_names(reading, actors),
        body_site=", ".join(concept.words for concept in reading.concepts(shape.body_site)),
        outcome=reading.term(shape.outcome, "outcome").concept.words,
        not_done_reason=reading.term(shape.status_reason, "statusReason").concept.words,
    )


def read_vaccine(reading: Reading) -> Vaccine | None:
    """One Immunization. ``when`` is occurrence; an occurrence in words is kept in the note."""
    shape = reading.decode(_IMMUNIZATION, ImmunizationShape)
    if shape is None:
        return None
    code = reading.term(shape.vaccine_code, "vaccineCode")
    actors = [item.actor for item in shape.performer]
    note = "\n".join(part for part in (trimmed(shape.occurrence_string), notes(shape.note)) if part)
    common = reading.common(
        shape, reading.when(shape.occurrence_date_time), shape.status, actors, code.restricted, note
    )
    return Vaccine(
        **common,
        concept=code.concept,
        lot=trimmed(shape.lot_number),
        dose_number=next((number for number in map(_dose_number, shape.protocol_applied) if number), ""),
        performer=_names(reading, actors),
        reason=reading.term(shape.status_reason, "statusReason").concept.words,
        patient_reported=shape.primary_source is False,
    )


def _names(reading: Reading, actors: Iterable[Raw]) -> str:
    names = (reading.name_of(reading.desk.terms.pointer(actor)) for actor in actors)
    return ", ".join(name for name in names if name)


def _dose_number(shape: ProtocolShape) -> str:
    number = shape.dose_number_positive_int
    return trimmed(shape.dose_number_string) if number is None else str(number)
