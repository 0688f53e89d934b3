"""Resources as short as a line of a story, for pairs that are the same fact or are not."""

from typing import Any

R = dict[str, Any]
SENT_BY = "https://bps.moph.go.th/hcode/5"
ABOUT = {"reference": "Patient/p-1"}


def but(resource: R, **changes: Any) -> R:
    """The same with other members; None takes one out."""
    return {name: value for name, value in {**resource, **changes}.items() if value is not None}


def coded(system: str, code: str, text: str = "") -> R:
    """A CodeableConcept with one code."""
    made: R = {"coding": [{"system": system, "code": code, "display": text}]}
    return {**made, "text": text} if text else made


def loinc(code: str, text: str = "") -> R:
    """A LOINC code."""
    return coded("http://loinc.org", code, text)


def icd(code: str, text: str = "") -> R:
    """An ICD-10 code."""
    return coded("http://hl7.org/fhir/sid/icd-10", code, text)


def lab(
    code: R, value: float | str | R | None = None, unit: str = "", at: str = "2026-11-03", **more: Any
) -> R:
    """A final result. A number with a unit, words, or whatever value[x] stands in a dict."""
    made: R = {
        "resourceType": "Observation",
        "status": "final",
        "code": code,
        "subject": ABOUT,
        "effectiveDateTime": at,
    }
    if isinstance(value, dict):
        made |= value
    elif isinstance(value, str):
        made["valueString"] = value
    elif value is not None:
        made["valueQuantity"] = {"value": value, **({"unit": unit} if unit else {})}
    return {**made, **more}


def pressure(high: int, low: int, at: str = "2026-11-03", **more: Any) -> R:
    """A blood pressure of two components."""
    parts = [
        {"code": loinc(code), "valueQuantity": {"value": value, "unit": "mmHg"}}
        for code, value in (("8480-6", high), ("8462-4", low))
    ]
    return lab(loinc("85354-9", "BP"), None, at=at, component=parts, **more)


def dose(
    vaccine: R | str, at: str = "2022-01-04", number: int | None = None, lot: str = "", **more: Any
) -> R:
    """A vaccine given."""
    code = {"text": vaccine} if isinstance(vaccine, str) else vaccine
    made: R = {"resourceType": "Immunization", "status": "completed", "vaccineCode": code, "patient": ABOUT,
               "occurrenceDateTime": at}  # fmt: skip
    if number is not None:
        made["protocolApplied"] = [{"doseNumberPositiveInt": number}]
    return {**made, **({"lotNumber": lot} if lot else {}), **more}


def status(system: str, code: str) -> R:
    """A status in FHIR's own code system."""
    return coded(f"http://terminology.hl7.org/CodeSystem/{system}", code)


def problem(code: R, recorded: str | None = None, onset: str | None = None, **more: Any) -> R:
    """A confirmed, active diagnosis."""
    return but(
        {
            "resourceType": "Condition", "code": code, "subject": ABOUT,
            "clinicalStatus": status("condition-clinical", "active"),
            "verificationStatus": status("condition-ver-status", "confirmed"),
        },
        recordedDate=recorded, onsetDateTime=onset, **more,
    )  # fmt: skip


def done(code: R, at: str = "2026-05-01", **more: Any) -> R:
    """A completed procedure."""
    return {"resourceType": "Procedure", "status": "completed", "code": code, "subject": ABOUT,
            "performedDateTime": at, **more}  # fmt: skip


def allergy(name: str | R, at: str = "2020-01-01", **more: Any) -> R:
    """A confirmed allergy to a drug."""
    code = {"text": name} if isinstance(name, str) else name
    return but(
        {
            "resourceType": "AllergyIntolerance", "code": code, "patient": ABOUT, "category": ["medication"],
            "clinicalStatus": status("allergyintolerance-clinical", "active"),
            "verificationStatus": status("allergyintolerance-verification", "confirmed"), "recordedDate": at,
        },
        **more,
    )  # fmt: skip


def _amount(quantity: int | None) -> R | None:
    return None if quantity is None else {"value": quantity, "unit": "เม็ด"}


def ordered(drug: str, at: str, text: str = "", quantity: int | None = None, **more: Any) -> R:
    """A MedicationRequest."""
    return but(
        {
            "resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": ABOUT,
            "medicationCodeableConcept": {"text": drug}, "authoredOn": at,
        },
        dosageInstruction=[{"text": text}] if text else None,
        dispenseRequest={"quantity": _amount(quantity)} if quantity is not None else None, **more,
    )  # fmt: skip


def given(drug: str, at: str, text: str = "", quantity: int | None = None, **more: Any) -> R:
    """A MedicationDispense."""
    return but(
        {
            "resourceType": "MedicationDispense", "status": "completed", "subject": ABOUT,
            "medicationCodeableConcept": {"text": drug}, "whenHandedOver": at, "quantity": _amount(quantity),
        },
        dosageInstruction=[{"text": text}] if text else None, **more,
    )  # fmt: skip


def listed(drug: str, at: str, text: str = "", quantity: int | None = None, **more: Any) -> R:
    """A MedicationStatement; its quantity as Health Link sends it."""
    extension = [
        {
            "url": "https://apis.healthlink.go.th/StructureDefinition/MedicationQuantity",
            "valueQuantity": _amount(quantity),
        }
    ]
    return but(
        {
            "resourceType": "MedicationStatement", "status": "active", "subject": ABOUT,
            "medicationCodeableConcept": {"text": drug}, "effectiveDateTime": at,
        },
        dosage=[{"text": text}] if text else None, extension=extension if quantity is not None else None, **more,
    )  # fmt: skip


def report(code: R, conclusion: str = "", at: str = "2026-05-01", **more: Any) -> R:
    """A final report."""
    return but(
        {
            "resourceType": "DiagnosticReport", "status": "final", "code": code, "subject": ABOUT,
            "effectiveDateTime": at,
        },
        conclusion=conclusion or None, **more,
    )  # fmt: skip


def paper(hash_: str, at: str = "2026-05-01", **more: Any) -> R:
    """A document whose file has a hash."""
    attachment = {"contentType": "application/pdf", "url": "Binary/1", **({"hash": hash_} if hash_ else {})}
    return {"resourceType": "DocumentReference", "status": "current", "subject": ABOUT, "date": at,
            "type": {"text": "ใบสรุป"}, "content": [{"attachment": attachment}], **more}  # fmt: skip


def visit(start: str, kind: str = "AMB", **more: Any) -> R:
    """A finished visit."""
    return {"resourceType": "Encounter", "status": "finished", "class": {"code": kind}, "subject": ABOUT,
            "period": {"start": start}, **more}  # fmt: skip


def text(words: str, at: str = "2026-05-01T10:00:00+07:00", **more: Any) -> R:
    """A Composition with one section in words."""
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{words}</div>'
    return {"resourceType": "Composition", "status": "final", "type": {"text": "สรุปการรักษา"}, "title": "สรุปการรักษา",
            "subject": ABOUT, "date": at,
            "section": [{"title": "สรุป", "text": {"status": "generated", "div": div}}], **more}  # fmt: skip
