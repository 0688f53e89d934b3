"""What a clinician wrote of a referral, as FHIR R4 resources beside the rows of the record.

ServiceRequest (https://hl7.org/fhir/R4/servicerequest.html): reason and urgency with their system, to whom, what is
asked; its urgency also as the extension of the Thai guide (SIL-TH). QuestionnaireResponse: every text under its own
label, the six of SIL-TH's guide under that guide's numbers. Observation: what was measured, as typed. Condition: the
provisional diagnoses. All of it is the sending facility's own, named by its code like every row; the letter is
unsigned, and so each says that it is preliminary or a draft. A reply asks for nothing: it has its texts, under their
labels, and the final diagnoses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

REASON, VITALS, PROBLEMS, PLAN = "42349-1", "8716-3", "11450-4", "51847-2"
"""LOINC codes of the parts that these resources stand in."""
_HCODE = "https://terms.sil-th.org/id/th-moph-hcode"
_LOCAL_NUMBER = "https://prawat.example/referral-number"
_PRIORITY = (
    "https://fhir-ig.sil-th.org/th/extensions/StructureDefinition/ex-servicerequest-thai-refer-priority"
)
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_UCUM, _LOINC = "http://unitsofmeasure.org", "http://loinc.org"
_ICD10 = "http://hl7.org/fhir/sid/icd-10"
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
    """A text under its label. ``link`` tells it from every other."""

    link: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A provisional diagnosis, as typed; ``icd`` where it begins with the code."""

    text: str
    icd: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """All of it. ``priority`` is FHIR's request-priority, "" when none fits; ``measured_on`` a FHIR date or "".

    ``reply``: it answers a referral.
    """

    title: str
    hcode: str
    facility: str
    number: str = ""
    to: str = ""
    asked: str = ""
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


def resources(written: Written, person: str, author: str, when: str) -> Iterator[tuple[str, Json]]:
    """Each resource with the code of the part it stands in. ``person`` is the reference to the patient."""
    about = PLAN if written.reply else REASON
    if not written.reply:
        yield REASON, _request(written, person, author, when)
    if written.answers:
        yield about, _answers(written, person, author, when)
    for measured in written.measured:
        yield VITALS, _observation(measured, written, person, author)
    for diagnosis in written.diagnoses:
        yield PROBLEMS, _condition(diagnosis, written, person, author, when)


def _own(written: Written) -> list[Json]:
    return [{"system": _HCODE, "value": written.hcode}] if written.hcode else []


def _concept(code: Code) -> Json:
    return {"coding": [{"system": code.system, "code": code.code, "display": code.words}], "text": code.words}


def _request(written: Written, person: str, author: str, when: str) -> Json:
    numbers = _own(written)
    if written.number:
        numbers.append({"system": _LOCAL_NUMBER, "value": written.number})
    made: Json = {
        "resourceType": "ServiceRequest",
        **({"identifier": numbers} if numbers else {}),
        "status": "draft",
        "intent": "order",
        "code": {"coding": [_SCT_REFERRAL], "text": written.title},
        "subject": {"reference": person},
        "authoredOn": when,
        "requester": {"display": author},
    }
    if written.urgency is not None:
        made["extension"] = [{"url": _PRIORITY, "valueCodeableConcept": _concept(written.urgency)}]
    if written.priority:
        made["priority"] = written.priority
    if written.to:
        made["performer"] = [{"display": written.to}]
    if written.asked:
        made["orderDetail"] = [{"text": written.asked}]
    coded = [_concept(code) for code in (written.reason, written.special) if code is not None]
    if reasons := [*coded, *([{"text": written.cause}] if written.cause else [])]:
        made["reasonCode"] = reasons
    return made


def _answers(written: Written, person: str, author: str, when: str) -> Json:
    items = [
        {"linkId": answer.link, "text": answer.label, "answer": [{"valueString": answer.text}]}
        for answer in written.answers
    ]
    own = _own(written)
    return {
        "resourceType": "QuestionnaireResponse",
        **({"identifier": own[0]} if own else {}),
        "status": "in-progress",
        "subject": {"reference": person},
        "authored": when,
        "author": {"display": author},
        "item": items,
    }


def _observation(measured: Measured, written: Written, person: str, author: str) -> Json:
    own = _own(written)
    return {
        "resourceType": "Observation",
        **({"identifier": own} if own else {}),
        "status": "preliminary",
        "category": [{"coding": [{"system": _CATEGORY, "code": "vital-signs"}]}],
        "subject": {"reference": person},
        **({"effectiveDateTime": written.measured_on} if written.measured_on else {}),
        "performer": [{"display": author}],
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


def _condition(diagnosis: Diagnosis, written: Written, person: str, author: str, when: str) -> Json:
    own = _own(written)
    coding = [{"system": _ICD10, "code": diagnosis.icd}] if diagnosis.icd else []
    sure = "confirmed" if written.reply else "provisional"
    return {
        "resourceType": "Condition",
        **({"identifier": own} if own else {}),
        "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": "active"}]},
        "verificationStatus": {"coding": [{"system": _VERIFICATION, "code": sure}]},
        "code": {**({"coding": coding} if coding else {}), "text": diagnosis.text},
        "subject": {"reference": person},
        "recordedDate": when,
        "asserter": {"display": author},
    }
