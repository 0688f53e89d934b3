"""Condition."""

from msgspec import Raw

from viewer.record.facts import Problem
from viewer.record.reading import shapes
from viewer.record.reading.amounts import notes
from viewer.record.reading.desk import Reading
from viewer.record.values import Concept, Remark


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
    abatement_date_time: str = ""
    abatement_period: shapes.PeriodShape | None = None
    recorded_date: str = ""
    recorder: Raw = shapes.NOTHING
    note: tuple[shapes.NoteShape, ...] = ()


_CONSTANT_STYLE = b"/conditionclinical"  # a misspelt system that only the MOPH PHR style sends


def read_problem(shape: ConditionShape, reading: Reading) -> Problem:
    """One Condition. ``when`` is onset, else recordedDate."""
    code = reading.term(shape.code, "code")
    note = notes(shape.note)
    onset_period = shape.onset_period.start if shape.onset_period else ""
    abatement_period = (
        shape.abatement_period.end or shape.abatement_period.start if shape.abatement_period else ""
    )
    onset = reading.when(shape.onset_date_time, onset_period, shape.onset_string)
    recorded = reading.when(shape.recorded_date)
    abatement = reading.when(shape.abatement_date_time, abatement_period)
    clinical = reading.term(shape.clinical_status, "clinicalStatus").code
    severity = _severity(reading, shape.severity)
    category = next(
        (words for words in map(_words, reading.terms.terms(shape.category).concepts) if words), ""
    )
    return Problem(
        concept=code.concept,
        icd=code.icd,
        clinical=clinical,
        verification=reading.term(shape.verification_status, "verificationStatus").code,
        category=category,
        severity=severity,
        onset=onset,
        abatement=abatement,
        recorded=recorded,
        body_site=", ".join(concept.words for concept in reading.terms.terms(shape.body_site).concepts),
        **reading.common(
            shape,
            onset if onset is not None else recorded,
            clinical,
            (shape.recorder,),
            code.restricted or reading.terms.rules.of_text(note),
            note,
        ),
    )


def _words(concept: Concept) -> str:
    return next((coding.code for coding in concept.codings if coding.code), concept.words)


def _severity(reading: Reading, raw: Raw) -> str:
    """The severity's words. The style that writes "Severe" on every diagnosis means nothing by it: a remark then."""
    words = reading.term(raw, "severity").words
    if words and _CONSTANT_STYLE in reading.raw:
        reading.remarks.append(Remark("severity-constant", words))
        return ""
    return words
