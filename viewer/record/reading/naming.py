"""Names: of a facility, a person, a place; and the keys that a reference may be known by."""

from urllib.parse import unquote

import msgspec

from viewer.record.reading import shapes
from viewer.record.reading.prose import trimmed
from viewer.record.reading.terms import Terms, element

_ORGANIZATION = msgspec.json.Decoder(shapes.OrganizationShape)
_STAFF = msgspec.json.Decoder(shapes.StaffShape)


BY_IDENTIFIER = "?identifier="
_REFERRED = frozenset(
    {
        "Account", "AdverseEvent", "AllergyIntolerance", "Appointment", "AppointmentResponse", "Basic", "Binary",
        "BodyStructure", "Bundle", "CarePlan", "CareTeam", "Claim", "ClaimResponse", "ClinicalImpression",
        "Communication", "CommunicationRequest", "Composition", "Condition", "Consent", "Contract", "Coverage",
        "DetectedIssue", "Device", "DeviceMetric", "DeviceRequest", "DeviceUseStatement", "DiagnosticReport",
        "DocumentManifest", "DocumentReference", "Encounter", "Endpoint", "EpisodeOfCare", "ExplanationOfBenefit",
        "FamilyMemberHistory", "Flag", "Goal", "Group", "GuidanceResponse", "HealthcareService", "ImagingStudy",
        "Immunization", "ImmunizationEvaluation", "ImmunizationRecommendation", "InsurancePlan", "Invoice", "List",
        "Location", "Media", "Medication", "MedicationAdministration", "MedicationDispense", "MedicationRequest",
        "MedicationStatement", "MolecularSequence", "NutritionOrder", "Observation", "Organization",
        "OrganizationAffiliation", "Patient", "PaymentNotice", "Person", "Practitioner", "PractitionerRole",
        "Procedure", "Provenance", "QuestionnaireResponse", "RelatedPerson", "RequestGroup", "ResearchSubject",
        "RiskAssessment", "Schedule", "ServiceRequest", "Slot", "Specimen", "Substance", "SupplyDelivery",
        "SupplyRequest", "Task", "VisionPrescription",
    }
)  # fmt: skip
"""Types of FHIR R4 of which there is one for each person, thing or event: no definitions, which are named by URL."""
PAST_USES = frozenset({"old", "maiden", "nickname", "anonymous", "temp"})
"""Uses of a HumanName that nobody is called by while there is another one (FHIR R4, NameUse)."""


def called(type_: str, system: str, value: str) -> str:
    """The key of a resource that a reference names by identifier ("Patient?identifier=system|value")."""
    return f"{type_}{BY_IDENTIFIER}{system.strip()}|{value.strip()}"


def is_reference(text: str) -> bool:
    """Whether a text is a reference, though it stands bare: "Practitioner/1", relative or absolute, or a UUID. Its id
    may hold a citizen id, and says nothing to a reader."""
    return text.startswith("urn:uuid:") or pointed_type(text) in _REFERRED


def pointed_type(target: str) -> str:
    """The type in "Type/id" of a relative or absolute reference, also of a conditional one ("Type?...")."""
    if target.startswith(("#", "urn:")):
        return ""
    plain = target.partition("?")[0].partition("/_history/")[0].rstrip("/")
    if "?" in target:
        return plain.rpartition("/")[2]
    return plain.rpartition("/")[0].rpartition("/")[2]


def spellings(target: str) -> list[str]:
    """The keys a reference may be known by: as sent, and "Type/id" of an absolute or versioned one;
    of a conditional one (FHIR R4 3.1.0.11.2) what it searches for."""
    head, conditional, query = target.partition(BY_IDENTIFIER)
    if conditional:
        system, _, value = unquote(query.partition("&")[0]).rpartition("|")
        return [called(head.rpartition("/")[2], system, value)]
    plain = target.partition("/_history/")[0]
    keys = [plain]
    parts = plain.split("/")
    if len(parts) > 2:
        keys.append("/".join(parts[-2:]))
    return keys


def organisation_in(raw: bytes, terms: Terms) -> tuple[str, str]:
    """hcode and name of an Organization resource; empty when it has none or cannot be read."""
    shape = element(raw, _ORGANIZATION, shapes.OrganizationShape, []) if raw else None
    if shape is None:
        return "", ""
    return terms.hcode(shape.identifier), next(filter(None, map(trimmed, (shape.name, *shape.alias))), "")


def name_in(raw: bytes, terms: Terms) -> str:
    """The name in any resource that has one: an Organization's text, or a person's HumanName."""
    if not raw:
        return ""
    staff = element(raw, _STAFF, shapes.StaffShape, [])
    names = sorted(staff.name, key=lambda name: name.use in PAST_USES) if staff else []
    words = map(spoken, names)
    return next((word for word in words if word), "") or organisation_in(raw, terms)[1]


def spoken(name: shapes.NameShape) -> str:
    """A HumanName in one line: its text, else prefix, given and family; a Thai prefix takes no blank."""
    if name.text.strip():
        return trimmed(name.text)
    prefix, given = "".join(name.prefix), " ".join(name.given)
    joint = "" if given[:1] > "\u0e00" else " "
    whole = " ".join(part.strip() for part in (f"{prefix}{joint}{given}", name.family) if part.strip())
    return trimmed(whole)
