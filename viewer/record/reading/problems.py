"""Condition."""

from msgspec import Raw

from viewer.record.facts import Problem
from viewer.record.reading import shapes
from viewer.record.reading.amounts import notes
from viewer.record.reading.desk import Reading
from viewer.record.reading.onsets import onset_of
from viewer.record.reading.standing import clinical_of, verification_of
from viewer.record.values import Concept, Remark, When


class StageShape(shapes.Shape):
    summary: Raw = shapes.NOTHING


class EvidenceShape(shapes.Shape):
    code: Raw = shapes.NOTHING
    detail: Raw = shapes.NOTHING
    concept: Raw = shapes.NOTHING  # R5, as the next
    reference: Raw = shapes.NOTHING


class ConditionShape(shapes.ResourceShape):
    clinical_status: Raw = shapes.NOTHING
    verification_status: Raw = shapes.NOTHING
    category: Raw = shapes.NOTHING
    severity: Raw = shapes.NOTHING
    code: Raw = shapes.NOTHING
    body_site: Raw = shapes.NOTHING
    onset_date_time: str = ""
    onset_period: shapes.PeriodShape | None = None
    onset_string: str = ""
    onset_age: shapes.QuantityShape | None = None
    onset_range: shapes.RangeShape | None = None
    abatement_date_time: str = ""
    abatement_period: shapes.PeriodShape | None = None
    abatement_string: str = ""
    abatement_age: shapes.QuantityShape | None = None
    abatement_range: shapes.RangeShape | None = None
    stage: tuple[StageShape, ...] = ()
    evidence: tuple[EvidenceShape, ...] = ()
    recorded_date: str = ""
    recorder: Raw = shapes.NOTHING
    note: tuple[shapes.NoteShape, ...] = ()


_PHR_STYLE = b'/conditionclinical"'  # a misspelt system that only the MOPH PHR's style sends


def read_problem(shape: ConditionShape, reading: Reading) -> Problem:
    """One Condition. ``when`` is onset where that can be placed in time, else recordedDate."""
    code = reading.term(shape.code, "code")
    note = notes(shape.note)
    reading.local_zulu = _PHR_STYLE in bytes(shape.clinical_status)
    onset, abatement = _onset(shape, reading), _abatement(shape, reading)
    recorded = reading.when(shape.recorded_date) or _asserted(shape, reading)
    clinical = clinical_of(reading.term(shape.clinical_status, "clinicalStatus"))
    verification = verification_of(reading.term(shape.verification_status, "verificationStatus"))
    severity = _severity(reading, shape.severity)
    category = next(
        (words for words in map(_words, reading.terms.terms(shape.category).concepts) if words), ""
    )
    body_site, stage, worse = reading.terms.words(shape.body_site), *_stage(shape, reading)
    evidence, shown = _evidence(shape, reading)
    told = reading.terms.rules.of_words(
        note, severity, body_site, stage, evidence, shape.onset_string, shape.abatement_string, clinical, verification,
    )  # fmt: skip
    return Problem(
        concept=code.concept,
        icd=code.icd,
        clinical=clinical,
        verification=verification,
        category=category,
        severity=severity,
        onset=onset,
        abatement=abatement,
        recorded=recorded,
        body_site=body_site,
        stage=stage,
        evidence=evidence,
        **reading.common(
            shape,
            onset if onset is not None and (onset.usable or recorded is None) else recorded,
            clinical,
            (shape.recorder,),
            code.restricted or worse or shown or told,
            note,
        ),
    )


def _evidence(shape: ConditionShape, reading: Reading) -> tuple[str, str]:
    """What it rests on, signs by their name and rows by what the reference calls them; and a restricted category."""
    told: list[str] = []
    restricted = ""
    for item in shape.evidence:
        signs = (*reading.terms.terms(item.code).terms, *reading.terms.terms(item.concept).terms)
        told += [sign.words for sign in signs]
        pointers = (*reading.terms.pointers(item.detail), *reading.terms.pointers(item.reference))
        told += [pointer.display for pointer in pointers]
        restricted = restricted or next((sign.restricted for sign in signs if sign.restricted), "")
    return ", ".join(dict.fromkeys(filter(None, told))), restricted


def _asserted(shape: ConditionShape, reading: Reading) -> When | None:
    """HL7's own extension for the day it was said, where the source sends no day of recording."""
    if shape.extension is shapes.NOTHING:
        return None
    sent = (one.value_date_time for one in reading.extensions(shape.extension) if one.url.endswith(_ASSERTED))
    return reading.when(*sent)


_ASSERTED = "/condition-assertedDate"


def _stage(shape: ConditionShape, reading: Reading) -> tuple[str, str]:
    """The stages in words, and the restricted category of one of them."""
    if not shape.stage:
        return "", ""
    terms = [reading.term(item.summary, "stage") for item in shape.stage]
    words = ", ".join(term.words for term in terms if term.words)
    return words, next((term.restricted for term in terms if term.restricted), "")


def _onset(shape: ConditionShape, reading: Reading) -> When | None:
    if shape.onset_date_time:
        return reading.when(shape.onset_date_time)
    period = shape.onset_period.start if shape.onset_period else ""
    return onset_of(reading, period, words=shape.onset_string, age=shape.onset_age, ages=shape.onset_range)


def _abatement(shape: ConditionShape, reading: Reading) -> When | None:
    if shape.abatement_date_time:
        return reading.when(shape.abatement_date_time)
    period = shape.abatement_period
    return onset_of(
        reading,
        (period.end or period.start) if period is not None else "",
        words=shape.abatement_string,
        age=shape.abatement_age,
        ages=shape.abatement_range,
    )


def _words(concept: Concept) -> str:
    return next((coding.code for coding in concept.codings if coding.code), concept.words)


def _severity(reading: Reading, raw: Raw) -> str:
    """The severity's words. The style that writes "Severe" on every diagnosis means nothing by it: a remark then."""
    words = reading.term(raw, "severity").words
    if words and reading.local_zulu:
        reading.remarks.append(Remark("severity-constant", words))
        return ""
    return words
