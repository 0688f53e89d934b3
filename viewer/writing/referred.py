"""What a clinician wrote of a referral, as FHIR R4 resources beside the rows of the record.

ServiceRequest (https://hl7.org/fhir/R4/servicerequest.html): reason and urgency with their system, to whom, what is
asked, until when it holds; urgency, the type of patient and the clinic that refers also as the extensions of the Thai
guide (SIL-TH). QuestionnaireResponse: every text under its own label, the six of SIL-TH's guide under that guide's
numbers, what was chosen of a list that others know as its code. Observation: what was measured, as typed. Condition:
the provisional diagnoses. Procedure: what was done, with the anaesthesia as a note, for which R4 has no element.
Coverage: who pays. All of it is the sending facility's own, named by its code like every row; the letter is unsigned,
and so each that can says that it is preliminary or a draft. A reply asks for nothing: it has its
texts, under their labels, and the final diagnoses.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

REASON, VITALS, PROBLEMS, PROCEDURES, PAYMENT, PLAN = (
    "42349-1", "8716-3", "11450-4", "47519-4", "48768-6", "51847-2",
)  # fmt: skip
"""LOINC codes of the parts that these resources stand in."""
_HCODE = "https://terms.sil-th.org/id/th-moph-hcode"
_LOCAL_NUMBER = "https://prawat.example/referral-number"
_GUIDE = "https://fhir-ig.sil-th.org/th/extensions/StructureDefinition/ex-servicerequest-"
_PRIORITY, _PATIENT_TYPE = f"{_GUIDE}thai-refer-priority", f"{_GUIDE}refer-patient-category"
_REQUESTER = f"{_GUIDE}refer-requester-detail"
_STATE = "http://hl7.org/fhir/StructureDefinition/servicerequest-precondition"
_UNKNOWN = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_UCUM, _LOINC = "http://unitsofmeasure.org", "http://loinc.org"
_ICD10, _ICD9CM = "http://hl7.org/fhir/sid/icd-10", "http://hl7.org/fhir/sid/icd-9-cm"
_SCT_REFERRAL = {"system": "http://snomed.info/sct", "code": "3457005", "display": "Patient referral"}

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a list: its system, and its words as the list has them."""

    system: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing that was measured, under LOINC's name and the paper's ``label``. ``value`` None: ``text`` was typed
    instead of a number, or is what was chosen. ``parts`` are measured together and stand in one row (blood pressure,
    coma score).
    """

    loinc: str
    name: str
    label: str
    unit: str = ""  # UCUM
    value: Decimal | None = None
    text: str = ""
    parts: tuple["Measured", ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A text under its label. ``link`` tells it from every other; ``codes`` stand in place of the text."""

    link: str
    label: str
    text: str
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A provisional diagnosis, as typed; ``icd`` where it begins with the code."""

    text: str
    icd: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """An operation or procedure, as typed. ``on`` is a FHIR date or ""; ``note`` tells the anaesthesia."""

    text: str
    icd: str = ""
    on: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """Who pays. ``number`` of the scheme's own, ``bill_to`` in words; each "" when it was not written."""

    kind: Code | None = None
    text: str = ""
    number: str = ""
    bill_to: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose it is, who wrote it and when, and the place of the n-th of these resources within the Bundle."""

    person: str
    author: str
    when: str
    place: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Written:
    """All of it. ``priority`` is FHIR's request-priority, "" when none fits; ``measured_on`` and ``until`` are FHIR
    dates or "".

    ``reply``: it answers a referral.
    """

    title: str
    hcode: str
    facility: str
    number: str = ""
    to: str = ""
    to_code: str = ""  # HCODE
    asked: str = ""
    other: str = ""
    state: str = ""  # of the person before leaving
    clinic: str = ""  # that refers
    patient_type: Code | None = None
    until: str = ""
    visits: Decimal | None = None  # that it is good for
    visits_unit: str = ""
    covered: Covered | None = None
    priority: str = ""
    urgency: Code | None = None
    reason: Code | None = None
    special: Code | None = None
    cause: str = ""
    answers: tuple[Answer, ...] = ()
    measured: tuple[Measured, ...] = ()
    measured_on: str = ""
    diagnoses: tuple[Diagnosis, ...] = ()
    reply: bool = False
    done: Done | None = None


def resources(written: Written, by: Signed) -> Iterator[tuple[str, Json]]:
    """Each resource with the code of the part it stands in. The first is the request, the second who pays if anybody
    was told."""
    if not written.reply:
        yield REASON, _request(written, by)
    if written.covered is not None:
        yield PAYMENT, _coverage(written.covered, written, by)
    if written.answers:
        yield PLAN if written.reply else REASON, _answers(written, by)
    for measured in written.measured:
        yield VITALS, _observation(measured, written, by)
    for diagnosis in written.diagnoses:
        yield PROBLEMS, _condition(diagnosis, written, by)
    if written.done is not None:
        yield PROCEDURES, _procedure(written.done, written, by)


def _own(written: Written) -> list[Json]:
    return [{"system": _HCODE, "value": written.hcode}] if written.hcode else []


def _coding(code: Code) -> Json:
    return {"system": code.system, "code": code.code, "display": code.words}


def _concept(code: Code) -> Json:
    return {"coding": [_coding(code)], "text": code.words}


def _request(written: Written, by: Signed) -> Json:
    numbers = _own(written)
    if written.number:
        numbers.append({"system": _LOCAL_NUMBER, "value": written.number})
    made: Json = {
        "resourceType": "ServiceRequest",
        **({"identifier": numbers} if numbers else {}),
        "status": "draft",
        "intent": "order",
        "code": {"coding": [_SCT_REFERRAL], "text": written.title},
        "subject": {"reference": by.person},
        "authoredOn": by.when,
        "requester": {"display": by.author},
    }
    if extensions := list(_extensions(written)):
        made["extension"] = extensions
    if written.priority:
        made["priority"] = written.priority
    if written.urgency is not None:  # the guide has it on the element itself
        made["_priority"] = {
            "extension": [{"url": _PRIORITY, "valueCodeableConcept": _concept(written.urgency)}]
        }
    if written.to or written.to_code:
        made["performer"] = [_receiver(written)]
    if written.asked:
        made["orderDetail"] = [{"text": written.asked}]
    coded = [_concept(code) for code in (written.reason, written.special) if code is not None]
    if reasons := [*coded, *([{"text": written.cause}] if written.cause else [])]:
        made["reasonCode"] = reasons
    if written.until:
        made["occurrencePeriod"] = {"end": written.until}
    if written.visits is not None:
        made["quantityQuantity"] = {"value": written.visits, "unit": written.visits_unit}
    if written.covered is not None:
        made["insurance"] = [{"reference": by.place(1)}]
    if written.other:
        made["note"] = [{"text": written.other}]
    return made


def _extensions(written: Written) -> Iterator[Json]:
    if written.patient_type is not None:
        yield {"url": _PATIENT_TYPE, "valueCodeableConcept": _concept(written.patient_type)}
    if written.clinic:
        part = {"url": "department", "valueReference": {"display": written.clinic}}
        yield {"url": _REQUESTER, "extension": [part]}
    if written.state:
        yield {"url": _STATE, "valueCodeableConcept": {"text": written.state}}


def _receiver(written: Written) -> Json:
    made: Json = {"display": written.to} if written.to else {}
    if written.to_code:
        made["identifier"] = {"system": _HCODE, "value": written.to_code}
    return made


def _coverage(covered: Covered, written: Written, by: Signed) -> Json:
    """A payer that nobody wrote is unknown: FHIR asks for one."""
    own = _own(written)
    kind: Json = {"coding": [_coding(covered.kind)]} if covered.kind is not None else {}
    text = covered.text or (covered.kind.words if covered.kind is not None else "")
    unknown: Json = {"extension": [{"url": _UNKNOWN, "valueCode": "unknown"}]}
    return {
        "resourceType": "Coverage",
        **({"identifier": own} if own else {}),
        "status": "draft",
        **({"type": {**kind, "text": text}} if text else {}),
        **({"subscriberId": covered.number} if covered.number else {}),
        "beneficiary": {"reference": by.person},
        "payor": [{"display": covered.bill_to} if covered.bill_to else unknown],
    }


def _answers(written: Written, by: Signed) -> Json:
    own = _own(written)
    return {
        "resourceType": "QuestionnaireResponse",
        **({"identifier": own[0]} if own else {}),
        "status": "in-progress",
        "subject": {"reference": by.person},
        "authored": by.when,
        "author": {"display": by.author},
        "item": [
            {"linkId": answer.link, "text": answer.label, "answer": _values(answer)}
            for answer in written.answers
        ],
    }


def _values(answer: Answer) -> list[Json]:
    """The codes; the text where there are none, or where their systems call it something else."""
    coded: list[Json] = [{"valueCoding": _coding(code)} for code in answer.codes]
    told = answer.codes and all(code.words in answer.text for code in answer.codes)
    return coded if told else [*coded, {"valueString": answer.text}]


def _observation(measured: Measured, written: Written, by: Signed) -> Json:
    own = _own(written)
    return {
        "resourceType": "Observation",
        **({"identifier": own} if own else {}),
        "status": "preliminary",
        "category": [{"coding": [{"system": _CATEGORY, "code": "vital-signs"}]}],
        "subject": {"reference": by.person},
        **({"effectiveDateTime": written.measured_on} if written.measured_on else {}),
        "performer": [{"display": by.author}],
        **_measurement(measured),
        **({"component": [_measurement(part) for part in measured.parts]} if measured.parts else {}),
    }


def _measurement(measured: Measured) -> Json:
    coding = [{"system": _LOINC, "code": measured.loinc, "display": measured.name}]
    made: Json = {"code": {"coding": coding, "text": measured.label}}
    if measured.value is not None:
        unit = {"unit": measured.unit, "system": _UCUM, "code": measured.unit} if measured.unit else {}
        made["valueQuantity"] = {"value": measured.value, **unit}
    elif measured.text:
        made["valueString"] = measured.text
    return made


def _condition(diagnosis: Diagnosis, written: Written, by: Signed) -> Json:
    own = _own(written)
    coding = [{"system": _ICD10, "code": diagnosis.icd}] if diagnosis.icd else []
    sure = "confirmed" if written.reply else "provisional"
    return {
        "resourceType": "Condition",
        **({"identifier": own} if own else {}),
        "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": "active"}]},
        "verificationStatus": {"coding": [{"system": _VERIFICATION, "code": sure}]},
        "code": {**({"coding": coding} if coding else {}), "text": diagnosis.text},
        "subject": {"reference": by.person},
        "recordedDate": by.when,
        "asserter": {"display": by.author},
    }


def _procedure(done: Done, written: Written, by: Signed) -> Json:
    own = _own(written)
    coding = [{"system": _ICD9CM, "code": done.icd}] if done.icd else []
    return {
        "resourceType": "Procedure",
        **({"identifier": own} if own else {}),
        "status": "completed",
        "code": {**({"coding": coding} if coding else {}), **({"text": done.text} if done.text else {})},
        "subject": {"reference": by.person},
        **({"performedDateTime": done.on} if done.on else {}),
        "asserter": {"display": by.author},
        **({"note": [{"text": done.note}]} if done.note else {}),
    }
