"""Rows of a story as FHIR R4 resources: problems, allergies, visits, vaccines, documents and what is alike in all
dialects. Medicines are in ``medicines``, laboratory and vital signs in ``findings``.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import TypeVar

from viewer.sandbox.world.chart import Pen
from viewer.sandbox.world.lines import (
    AllergyRow,
    DocumentRow,
    ProblemRow,
    ProcedureRow,
    Row,
    VaccineRow,
    VisitRow,
)
from viewer.sandbox.world.shape import HL7, LOCAL, LOINC, concept, hl7, inline, page
from viewer.sandbox.world.values import Resource

SIL_EXTENSION = "https://fhir-ig.sil-th.org/th/extensions/StructureDefinition/"
_SIL_CODES = "https://terms.sil-th.org/core/CodeSystem/"
_CERTAINTY = ("", "certain", "probable", "possible", "unlikely", "unclassified")
_SERIOUSNESS = (
    "",
    "ไม่ร้ายแรง (Non-serious)",
    "ร้ายแรง - เสียชีวิต (Death)",
    "ร้ายแรง - อันตรายถึงชีวิต (Life-threatening)",
    "ร้ายแรง - ต้องเข้ารับการรักษาในโรงพยาบาล (Hospitalization-initial)",
    "ร้ายแรง - ทำให้เพิ่มระยะเวลาในการรักษานานขึ้น (Hospitalization-prolonged)",
    "ร้ายแรง - พิการ (Disability)",
    "ร้ายแรง - เป็นเหตุให้เกิดความผิดปกติแต่กำเนิด (Congenital anomaly)",
    "ร้ายแรง - อื่นๆ",
)
_INFORMANT = (
    "",
    "ผู้ป่วยให้ประวัติเอง",
    "ผู้ป่วยให้ประวัติจากการให้ข้อมูลของสถานพยาบาลอื่น",
    "สถานพยาบาลอื่นเป็นผู้ให้ข้อมูล",
    "สถานพยาบาลแห่งนี้เป็นผู้พบการแพ้ยาเอง",
)
_CLOCK = re.compile(r"\d\d:\d\d")
_ONESELF = "ผู้ป่วย"
AnyRow = TypeVar("AnyRow", bound=Row)
_CLASSES = {
    "AMB": "ambulatory",
    "EMER": "emergency",
    "IMP": "inpatient encounter",
    "VR": "virtual",
    "HH": "home health",
    "FLD": "field",
}
_ANNOTATED = {"Condition", "AllergyIntolerance", "Immunization", "Procedure", "Observation"}


def repeated(pen: Pen, row: AnyRow) -> Iterator[AnyRow]:
    """The row, and its repeats going back in time.

    Raises:
        StoryError: when a row with an absolute day repeats.
    """
    yield row
    for count in range(1, row.times):
        yield row.model_copy(update={"day": pen.chart.calendar.back(row.day, row.every * count)})


def told(pen: Pen, resource: Resource, row: Row) -> None:
    """What every row may carry: security labels and the source's free text."""
    label(resource, row.labels)
    if row.note and resource["resourceType"] in _ANNOTATED:
        resource["note"] = [{"text": row.note}]


def label(resource: Resource, labels: tuple[str, ...]) -> None:
    """meta.security: one letter is a confidentiality, longer is a sensitivity."""
    if labels:
        resource["meta"]["security"] = [
            {"system": HL7 + ("v3-Confidentiality" if len(code) == 1 else "v3-ActCode"), "code": code}
            for code in labels
        ]


def problem(pen: Pen, row: ProblemRow) -> None:
    """Condition."""
    made = pen.start("Condition", row.day, f"condition:{row.icd or row.words}")
    made |= {
        "clinicalStatus": hl7("condition-clinical", row.clinical, row.clinical.capitalize()),
        "verificationStatus": hl7("condition-ver-status", row.sure, row.sure.capitalize()),
        "category": [hl7("condition-category", "problem-list-item", "Problem List Item")],
        "code": concept(pen.dialect.systems.icd10, row.icd, row.words, row.words)
        if row.icd
        else {"text": row.words},
        "subject": pen.subject(),
    }
    if row.since:
        made["onsetDateTime"] = pen.when(row.since)
    if row.until:
        made["abatementDateTime"] = pen.when(row.until)
    if row.day:
        made["recordedDate"] = pen.when(row.day)
    told(pen, made, row)
    pen.keep(made)


def allergy(pen: Pen, row: AllergyRow) -> None:
    """AllergyIntolerance."""
    made = pen.start("AllergyIntolerance", row.day)
    if row.sure != "entered-in-error":
        made["clinicalStatus"] = hl7("allergyintolerance-clinical", row.clinical)
    made["verificationStatus"] = hl7("allergyintolerance-verification", row.sure)
    if row.kind:
        made["type"] = row.kind
    if row.of:
        made["category"] = [row.of]
    if row.risk:
        made["criticality"] = row.risk
    made["code"] = concept(*row.code, text=row.what) if row.code else {"text": row.what}
    made["patient"] = pen.subject()
    if row.onset:
        made["onsetDateTime"] = pen.when(row.onset)
    if row.day:
        made["recordedDate"] = pen.when(row.day)
    if row.by:
        made["recorder"] = pen.dialect.practitioner(pen, row.by)
    if row.said_by:
        made["asserter"] = (pen.subject() if row.said_by == _ONESELF else {}) | {"display": row.said_by}
    if row.reaction:
        made["reaction"] = [_reaction(pen, row)]
    if extensions := list(_thai_codes(row)):
        made["extension"] = extensions
    told(pen, made, row)
    pen.keep(made)


def _reaction(pen: Pen, row: AllergyRow) -> Resource:
    words: Resource = {"text": row.reaction}
    if row.reaction_icd:
        words = concept(pen.dialect.systems.icd10, row.reaction_icd, row.reaction, row.reaction)
    found: Resource = {"manifestation": [words]}
    return found | {"severity": row.severity} if row.severity else found


def _thai_codes(row: AllergyRow) -> Iterator[Resource]:
    """Certainty, seriousness and informant: three national codes, three different things."""
    for name, system, words, code in (
        ("certainty", "cs-thcc-allergy-certainty", _CERTAINTY, row.certainty),
        ("severity", "cs-thcc-allergy-severity", _SERIOUSNESS, row.seriousness),
        ("assert-type", "cs-thcc-allergy-assert-type", _INFORMANT, row.informant),
    ):
        if code:
            yield {
                "url": f"{SIL_EXTENSION}ex-allergyintolerance-allergy-{name}",
                "valueCodeableConcept": concept(_SIL_CODES + system, str(code), words[code]),
            }


def visit(pen: Pen, row: VisitRow) -> None:
    """Encounter."""
    made = pen.start("Encounter", row.day, f"visit:{row.day}")
    made |= {
        "status": row.status,
        "class": {"system": HL7 + "v3-ActCode", "code": row.kind, "display": _CLASSES[row.kind]},
    }
    if row.department:
        code = pen.opaque("department", row.department, length=6)
        made["serviceType"] = concept(LOCAL + "department", code, row.department, row.department)
    made["subject"] = pen.subject()
    if row.by:
        made["participant"] = [{"individual": pen.dialect.practitioner(pen, row.by)}]
    made["period"] = {"start": pen.when(row.day)}
    if row.until:
        made["period"]["end"] = _end(pen, row.day, row.until)
    if row.reason:
        made["reasonCode"] = [{"text": row.reason}]
    if row.diagnoses:
        made["diagnosis"] = [
            {"condition": pen.named(f"condition:{icd}"), "rank": rank}
            for rank, icd in enumerate(row.diagnoses, 1)
        ]
    made["serviceProvider"] = pen.organization()
    told(pen, made, row)
    pen.keep(made)


def _end(pen: Pen, day: str, until: str) -> str:
    """The end of something that began on a day: another day, or a time of the same."""
    return pen.when(f"{day.split()[0]} {until}" if _CLOCK.fullmatch(until) else until)


def vaccine(pen: Pen, row: VaccineRow) -> None:
    """Immunization."""
    made = pen.start("Immunization", row.day)
    made |= {
        "status": row.status,
        "vaccineCode": {"text": row.vaccine},
        "patient": pen.subject(),
        "occurrenceDateTime": pen.when(row.day),
        "primarySource": not row.reported,
    }
    if row.why:
        made["statusReason"] = {"text": row.why}
    if row.lot:
        made["lotNumber"] = row.lot
    made["performer"] = [{"actor": pen.organization()}]
    if row.dose:
        made["protocolApplied"] = [_dose_number(row.dose)]
    told(pen, made, row)
    pen.keep(made)


def _dose_number(dose: str) -> Resource:
    return {"doseNumberPositiveInt": int(dose)} if dose.isdecimal() else {"doseNumberString": dose}


def document(pen: Pen, row: DocumentRow) -> None:
    """DocumentReference with its file inline: a one-page PDF, or plain text."""
    made = pen.start("DocumentReference", row.day, f"document:{row.title}")
    data = page(row.page) if row.page else row.text.encode()
    kind: Resource = concept(LOINC, *row.type, text=row.title) if row.type[0] else {"text": row.title}
    made |= {
        "status": "current",
        "type": kind,
        "subject": pen.subject(),
        "date": pen.updated(row.day),
        "author": [pen.dialect.practitioner(pen, row.by) if row.by else pen.organization()],
        "content": [
            {
                "attachment": {
                    "contentType": "application/pdf" if row.page else "text/plain; charset=utf-8",
                    "language": "th",
                    "title": row.title,
                    "size": len(data),
                    "hash": inline(hashlib.sha1(data, usedforsecurity=False).digest()),
                    "creation": pen.when(row.day),
                    "data": inline(data),
                }
            }
        ],
        "context": {"period": {"start": pen.when(row.day)}},
    }
    if row.note:
        made["description"] = row.note
    told(pen, made, row)
    pen.keep(made)


def procedure(pen: Pen, row: ProcedureRow) -> None:
    """Procedure."""
    made = pen.start("Procedure", row.day)
    code: Resource = {"text": row.words}
    if row.icd9:
        code = concept(pen.dialect.systems.icd9, row.icd9, row.words, row.words)
    made |= {"status": row.status, "code": code, "subject": pen.subject()}
    if row.until:
        made["performedPeriod"] = {"start": pen.when(row.day), "end": _end(pen, row.day, row.until)}
    else:
        made["performedDateTime"] = pen.when(row.day)
    actor = pen.dialect.practitioner(pen, row.by) if row.by else pen.organization()
    made["performer"] = [{"actor": actor}]
    if row.site:
        made["bodySite"] = [{"text": row.site}]
    told(pen, made, row)
    pen.keep(made)
