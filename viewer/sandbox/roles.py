"""What each role may do at this exchange, and how SMART scopes are granted from it (SMART App Launch 2.2, scopes).

A scope names a type and letters: c create, r read, u update, d delete, s search.
"""

import re
from collections.abc import Iterable

_EVERYDAY = frozenset(
    {
        "AllergyIntolerance",
        "Condition",
        "DiagnosticReport",
        "Encounter",
        "Immunization",
        "ImmunizationRecommendation",
        "Medication",
        "MedicationAdministration",
        "MedicationDispense",
        "MedicationRequest",
        "MedicationStatement",
        "Observation",
        "Procedure",
    }
)
_PAPERS = frozenset({"Binary", "Composition", "DocumentReference", "ImagingStudy", "Media"})
_CARE = frozenset(
    {
        "AdverseEvent",
        "CarePlan",
        "CareTeam",
        "ClinicalImpression",
        "Communication",
        "DetectedIssue",
        "Device",
        "DeviceUseStatement",
        "EpisodeOfCare",
        "FamilyMemberHistory",
        "Flag",
        "Goal",
        "List",
        "NutritionOrder",
        "QuestionnaireResponse",
        "RelatedPerson",
        "RiskAssessment",
        "Specimen",
    }
)
_LOGISTICS = frozenset({"Appointment", "Coverage", "Linkage", "Provenance", "ServiceRequest", "Task"})

CLINICAL = _EVERYDAY | _PAPERS | _CARE | _LOGISTICS
"""Every type of the patient's story that a facility of this exchange may hold."""

DIRECTORY = frozenset({"Endpoint", "Location", "Organization", "Practitioner", "PractitionerRole"})
"""The directory is open to whoever is signed in (mCSD)."""

_READS: dict[str, frozenset[str]] = {
    "doctor": CLINICAL,
    # A pharmacist sees what a prescription is checked against; letters, notes and pictures are not among it.
    "pharmacist": _EVERYDAY | _CARE | _LOGISTICS,
    "referral-nurse": CLINICAL,
    # A clerk handles the papers of a referral, not the course on the ward.
    "referral-clerk": (_EVERYDAY | _PAPERS | _LOGISTICS | {"Flag"}) - {"MedicationAdministration"},
}
_WRITES = {"Consent": "crus", "AuditEvent": "cu"}
# Who may write which lists of medicines: whoever treats or dispenses.
_LISTS = dict.fromkeys(("List", "MedicationStatement"), "crus")
_LISTING = frozenset({"doctor", "pharmacist", "referral-nurse"})
# Who may register a paper under a code to verify it by: whoever signs papers.
_PROOF = "DocumentReference"
_PLAIN = ("openid", "profile", "fhirUser", "offline_access", "online_access")
_SCOPE = re.compile(r"user/(\*|[A-Z][A-Za-z]+)\.(\*|read|write|c?r?u?d?s?)")
_V1 = {"read": "rs", "write": "cud", "*": "cruds"}

SUPPORTED = (
    *_PLAIN,
    "user/*.rs",
    "user/Consent.crus",
    "user/AuditEvent.cu",
    "user/List.crus",
    "user/MedicationStatement.crus",
    "user/DocumentReference.crs",
)


def may(role: str) -> dict[str, str]:
    """Type -> letters of a role; an unknown role may only be signed in."""
    reads = _READS.get(role)
    if reads is None:
        return {}
    proofs = {_PROOF: "crs" if _PROOF in reads else "c"}
    written = _WRITES | proofs | (_LISTS if role in _LISTING else {})
    return dict.fromkeys(sorted(reads | DIRECTORY | {"Patient"}), "rs") | written


def grant(requested: str, roles: Iterable[str]) -> str:
    """The scopes granted of those asked for: those of any of the person's roles, in the order asked.

    A wildcard is granted as the types it stands for; what is not offered (``launch/patient``, other systems of
    scopes, letters a role lacks) is left out, as RFC 6749 section 3.3 lets a server do.
    """
    rights: dict[str, set[str]] = {}
    for role in roles:
        for name, letters in may(role).items():
            rights.setdefault(name, set()).update(letters)
    granted: list[str] = []
    for word in requested.split():
        granted += [word] if word in _PLAIN else _narrowed(word, rights)
    return " ".join(dict.fromkeys(granted))


def _narrowed(word: str, rights: dict[str, set[str]]) -> list[str]:
    match = _SCOPE.fullmatch(word)
    if match is None:
        return []
    name, asked = match[1], _V1.get(match[2], match[2])
    names = sorted(rights) if name == "*" else [name]
    narrowed = ((each, "".join(c for c in asked if c in rights.get(each, ()))) for each in names)
    return [f"user/{each}.{letters}" for each, letters in narrowed if letters]


def allows(scope: str, resource_type: str, letter: str) -> bool:
    """Whether granted scopes cover one interaction (a letter of ``cruds``) on a type."""
    for word in scope.split():
        match = _SCOPE.fullmatch(word)
        if match and match[1] in {"*", resource_type} and letter in match[2]:
            return True
    return False
