"""Whether a resource fits a search parameter, whatever dialect it was written in.

Feeds are defective on purpose (a code may be a string, a date may be "0000-00-00"): what cannot be read does not
match, and nothing here raises because of a resource.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from viewer.sandbox.errors import FhirRefusal
from viewer.sandbox.fhir.dates import Stretch, fits, stretch

Resource = dict[str, Any]
_PREFIXES = frozenset({"eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"})

# The element(s) behind the parameters status, code, category and date; the first that is there counts.
STATUS = {"AllergyIntolerance": ("clinicalStatus",), "Condition": ("clinicalStatus",)}
CODE = {
    "Immunization": ("vaccineCode",),
    "MedicationAdministration": ("medicationCodeableConcept",),
    "MedicationDispense": ("medicationCodeableConcept",),
    "MedicationRequest": ("medicationCodeableConcept",),
    "MedicationStatement": ("medicationCodeableConcept",),
    "AdverseEvent": ("event",),
    "Composition": ("type",),
    "DocumentReference": ("type",),
    "Coverage": ("type",),
    "Specimen": ("type",),
    "Encounter": ("type",),
    "Appointment": ("serviceType",),
    "Device": ("type",),
}
CATEGORY = {"Encounter": ("class",)}
DATE = {
    "AllergyIntolerance": ("recordedDate", "onsetDateTime"),
    "AdverseEvent": ("date",),
    "Appointment": ("start",),
    "CarePlan": ("period",),
    "ClinicalImpression": ("effectiveDateTime", "effectivePeriod", "date"),
    "Communication": ("sent", "received"),
    "Composition": ("date",),
    "Condition": ("recordedDate", "onsetDateTime", "onsetPeriod"),
    "Coverage": ("period",),
    "DetectedIssue": ("identifiedDateTime",),
    "DeviceUseStatement": ("timingDateTime", "timingPeriod", "recordedOn"),
    "DiagnosticReport": ("effectiveDateTime", "effectivePeriod", "issued"),
    "DocumentReference": ("date",),
    "Encounter": ("period",),
    "EpisodeOfCare": ("period",),
    "FamilyMemberHistory": ("date",),
    "Flag": ("period",),
    "Goal": ("startDate",),
    "ImagingStudy": ("started",),
    "Immunization": ("occurrenceDateTime", "recorded"),
    "ImmunizationRecommendation": ("date",),
    "List": ("date",),
    "Media": ("createdDateTime", "issued"),
    "MedicationAdministration": ("effectiveDateTime", "effectivePeriod"),
    "MedicationDispense": ("whenHandedOver", "whenPrepared"),
    "MedicationRequest": ("authoredOn",),
    "MedicationStatement": ("effectiveDateTime", "effectivePeriod", "dateAsserted"),
    "NutritionOrder": ("dateTime",),
    "Observation": ("effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued"),
    "Procedure": ("performedDateTime", "performedPeriod"),
    "QuestionnaireResponse": ("authored",),
    "RiskAssessment": ("occurrenceDateTime", "occurrencePeriod"),
    "ServiceRequest": ("occurrenceDateTime", "occurrencePeriod", "authoredOn"),
    "Specimen": ("receivedTime",),
    "Task": ("authoredOn",),
}


def matches(resource: Resource, name: str, value: str, today: date) -> bool:
    """Whether the resource fits one parameter; the parts of a comma list are alternatives.

    Raises:
        FhirRefusal: 400, a date that is none.
    """
    kind = str(resource.get("resourceType"))
    if name == "_id":
        return resource.get("id") in value.split(",")
    if name == "_lastUpdated":
        return _dated(value, last_updated(resource, today))
    if name == "date":
        return _dated(value, when(resource))
    elements = {
        "status": STATUS.get(kind, ("status",)),
        "code": CODE.get(kind, ("code",)),
        "category": CATEGORY.get(kind, ("category",)),
    }[name]
    tokens = [token for element in elements for token in _tokens(resource.get(element))]
    return any(_token_fits(wanted, tokens) for wanted in value.split(","))


def when(resource: Resource) -> Stretch | None:
    """The clinical date of a row, None when it has none that can be read."""
    for element in DATE.get(str(resource.get("resourceType")), ()):
        value = resource.get(element)
        found = (
            _period(value) if isinstance(value, dict) else stretch(value) if isinstance(value, str) else None
        )
        if found is not None:
            return found
    return None


def last_updated(resource: Resource, today: date) -> Stretch | None:
    """When it was last changed; what does not say was there before today began."""
    meta = resource.get("meta")
    text = meta.get("lastUpdated") if isinstance(meta, dict) else None
    return (stretch(text) if isinstance(text, str) else None) or stretch(today.isoformat())


def _period(value: dict[str, Any]) -> Stretch | None:
    begin = stretch(value["start"]) if isinstance(value.get("start"), str) else None
    end = stretch(value["end"]) if isinstance(value.get("end"), str) else None
    if begin is not None and end is not None and end.end > begin.start:
        return Stretch(begin.start, end.end)
    return begin or end


def _dated(value: str, found: Stretch | None) -> bool:
    results = []
    for part in value.split(","):
        prefix = part[:2] if part[:2] in _PREFIXES else "eq"
        wanted = stretch(part.removeprefix(prefix) if part[:2] in _PREFIXES else part)
        if wanted is None:
            raise FhirRefusal(400, "value", "a date of the search cannot be read", detail="parameter")
        results.append(found is not None and fits(prefix, wanted, found))
    return any(results)


def _tokens(value: object) -> Iterator[tuple[str, str]]:
    """(system, code) of a code, Coding, CodeableConcept, or a list of these."""
    if isinstance(value, str):
        yield "", value
    elif isinstance(value, list):
        for item in value:
            yield from _tokens(item)
    elif isinstance(value, dict):
        if isinstance(value.get("code"), str):
            yield str(value.get("system") or ""), value["code"]
        yield from _tokens(value.get("coding") or [])


def _token_fits(wanted: str, tokens: list[tuple[str, str]]) -> bool:
    system, bar, code = wanted.rpartition("|")
    return any(
        (not code or code == own) and (not bar or system == own_system) and bool(code or system)
        for own_system, own in tokens
    )
