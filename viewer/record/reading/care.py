"""Procedure and Immunization."""

from collections.abc import Iterable

import msgspec
from msgspec import Raw

from viewer.record.facts import Procedure, Vaccine
from viewer.record.reading import shapes
from viewer.record.reading.amounts import notes, quantity
from viewer.record.reading.desk import Reading
from viewer.record.reading.onsets import onset_of
from viewer.record.reading.prose import trimmed
from viewer.record.reading.reasons import reasons_of
from viewer.record.values import When


class ProcedurePerformerShape(shapes.Shape):
    actor: Raw = shapes.NOTHING


class FocalDeviceShape(shapes.Shape):
    action: Raw = shapes.NOTHING
    manipulated: Raw = shapes.NOTHING


class ProcedureShape(shapes.ResourceShape):
    status: str = ""
    status_reason: Raw = shapes.NOTHING
    code: Raw = shapes.NOTHING
    performed_date_time: str = ""
    performed_period: shapes.PeriodShape | None = None
    performed_string: str = ""
    performed_age: shapes.QuantityShape | None = None
    performed_range: shapes.RangeShape | None = None
    reason_code: Raw = shapes.NOTHING
    reason_reference: Raw = shapes.NOTHING
    complication: Raw = shapes.NOTHING
    complication_detail: Raw = shapes.NOTHING
    follow_up: Raw = shapes.NOTHING
    performer: tuple[ProcedurePerformerShape, ...] = ()
    body_site: Raw = shapes.NOTHING
    outcome: Raw = shapes.NOTHING
    focal_device: tuple[FocalDeviceShape, ...] = ()
    used_code: Raw = shapes.NOTHING
    used_reference: Raw = shapes.NOTHING
    note: tuple[shapes.NoteShape, ...] = ()


class ProtocolShape(shapes.Shape):
    series: str = ""
    target_disease: Raw = shapes.NOTHING
    dose_number_positive_int: int | None = None
    dose_number_string: str = ""
    series_doses_positive_int: int | None = None
    series_doses_string: str = ""


class VaccineReactionShape(shapes.Shape):
    detail: Raw = shapes.NOTHING
    manifestation: Raw = shapes.NOTHING  # R5


class ImmunizationShape(shapes.ResourceShape):
    status: str = ""
    status_reason: Raw = shapes.NOTHING
    vaccine_code: Raw = shapes.NOTHING
    occurrence_date_time: str = ""
    occurrence_string: str = ""
    primary_source: bool | None = None
    is_subpotent: bool | None = None
    subpotent_reason: Raw = shapes.NOTHING
    report_origin: Raw = shapes.NOTHING
    manufacturer: Raw = shapes.NOTHING
    lot_number: str = ""
    expiration_date: str = ""
    route: Raw = shapes.NOTHING
    site: Raw = shapes.NOTHING
    dose_quantity: shapes.QuantityShape | None = None
    reaction: tuple[VaccineReactionShape, ...] = ()
    performer: tuple[ProcedurePerformerShape, ...] = ()
    note: tuple[shapes.NoteShape, ...] = ()
    protocol_applied: tuple[ProtocolShape, ...] = ()


def read_procedure(shape: ProcedureShape, reading: Reading) -> Procedure:
    """One Procedure. ``when`` is performed."""
    code = reading.term(shape.code, "code")
    period = shape.performed_period or shapes.NO_PERIOD
    note = notes(shape.note)
    actors = [item.actor for item in shape.performer]
    reasons, cause = reasons_of(reading, shape.reason_code, shape.reason_reference)
    complications, worse = reasons_of(reading, shape.complication, shape.complication_detail)
    follow_up, later = reasons_of(reading, shape.follow_up)
    performer = _names(reading, actors)
    body_site = reading.terms.words(shape.body_site)
    outcome = reading.term(shape.outcome, "outcome")
    undone = reading.term(shape.status_reason, "statusReason")
    devices = _devices(shape, reading)
    told = reading.terms.rules.of_words(note, performer, body_site, shape.performed_string, devices)
    when = onset_of(
        reading,
        shape.performed_date_time,
        period.start,
        words=shape.performed_string,
        age=shape.performed_age,
        ages=shape.performed_range,
    )
    return Procedure(
        concept=code.concept,
        end=reading.when(period.end),
        performer=performer,
        body_site=body_site,
        outcome=outcome.words,
        not_done_reason=undone.words,
        reason=", ".join(reasons),
        complication=", ".join(complications),
        follow_up=", ".join(follow_up),
        devices=devices,
        **reading.common(
            shape,
            when,
            shape.status,
            actors,
            code.restricted or cause or worse or later or outcome.restricted or undone.restricted or told,
            note,
        ),
    )


def _devices(shape: ProcedureShape, reading: Reading) -> str:
    """What was put in, taken out or used, each with what was done with it where that is said."""
    if (
        not shape.focal_device
        and shape.used_code is shapes.NOTHING
        and shape.used_reference is shapes.NOTHING
    ):
        return ""
    told = []
    for item in shape.focal_device:
        name = reading.name_of(reading.terms.pointer(item.manipulated))
        action = reading.term(item.action, "focalDevice.action").words
        told.append(f"{name} ({action})" if name and action else name or action)
    told += [term.words for term in reading.terms.terms(shape.used_code).terms]
    told += [reading.name_of(pointer) for pointer in reading.terms.pointers(shape.used_reference)]
    return ", ".join(dict.fromkeys(filter(None, told)))


def read_vaccine(shape: ImmunizationShape, reading: Reading) -> Vaccine:
    """One Immunization. ``when`` is occurrence; an occurrence in words is kept in the note."""
    code = reading.term(shape.vaccine_code, "vaccineCode")
    actors = [item.actor for item in shape.performer]
    note = "\n".join(part for part in (trimmed(shape.occurrence_string), notes(shape.note)) if part)
    reason = reading.term(shape.status_reason, "statusReason")
    origin = reading.term(shape.report_origin, "reportOrigin")
    weakened, weak = reasons_of(reading, shape.subpotent_reason)
    shown = (reading.terms.words(item.manifestation) for item in shape.reaction)
    seen = (_names(reading, (item.detail for item in shape.reaction)), *shown)
    performer, reaction = _names(reading, actors), ", ".join(filter(None, seen))
    route, site = reading.term(shape.route, "route").words, reading.term(shape.site, "site").words
    dose = _doses(shape.protocol_applied, reading)
    maker = reading.name_of(reading.terms.pointer(shape.manufacturer))
    told = reading.terms.rules.of_words(note, performer, reaction, origin.words, route, site, dose, maker)
    return Vaccine(
        concept=code.concept,
        lot=trimmed(shape.lot_number),
        maker=maker,
        dose_number=dose,
        series_doses=_series(shape.protocol_applied),
        performer=performer,
        reason=reason.words or ", ".join(weakened),
        second_hand=shape.primary_source is False,
        told_by=origin.words,
        subpotent=bool(shape.is_subpotent),
        route=route,
        site=site,
        amount=quantity(shape.dose_quantity),
        expires=_expiry(shape, reading),
        reaction=reaction,
        **reading.common(
            shape,
            reading.when(shape.occurrence_date_time),
            shape.status,
            actors,
            code.restricted or reason.restricted or weak or origin.restricted or told,
            note,
        ),
    )


def _expiry(shape: ImmunizationShape, reading: Reading) -> When | None:
    """When the lot expires: nearly always a day that is still to come."""
    when = reading.when(shape.expiration_date)
    return msgspec.structs.replace(when, flaw="") if when is not None and when.flaw == "future" else when


def _names(reading: Reading, actors: Iterable[Raw]) -> str:
    names = (reading.name_of(reading.terms.pointer(actor)) for actor in actors)
    return ", ".join(name for name in names if name)


def _doses(protocols: Iterable[ProtocolShape], reading: Reading) -> str:
    """Which dose it was: of a vaccine that counts in several series at once, each number with all it counts for."""
    sent: dict[str, list[str]] = {}
    for protocol in protocols:
        if number := _dose_number(protocol):
            words = reading.terms.words(protocol.target_disease) or trimmed(protocol.series)
            sent.setdefault(number, []).append(words)
    if len(sent) < 2:
        return next(iter(sent), "")
    told = ((number, ", ".join(filter(None, words))) for number, words in sent.items())
    return ", ".join(f"{number} ({words})" if words else number for number, words in told)


def _series(protocols: Iterable[ProtocolShape]) -> str:
    """Of how many doses the series is; of several series nobody could say which."""
    sent = (trimmed(one.series_doses_string) or str(one.series_doses_positive_int or "") for one in protocols)
    counts = dict.fromkeys(filter(None, sent))
    return next(iter(counts)) if len(counts) == 1 else ""


def _dose_number(shape: ProtocolShape) -> str:
    number = shape.dose_number_positive_int
    return trimmed(shape.dose_number_string) if number is None else str(number)
