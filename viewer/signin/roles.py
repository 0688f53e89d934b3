"""The one role table: what each role asks for at sign-in, may read, may open, may sign, and may later reveal.

Nothing else decides by role. Scopes are SMART App Launch 2.2 (https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

DIRECTORY_TYPES = frozenset({"Practitioner", "PractitionerRole", "Organization", "Location", "Endpoint"})
"""Types that only give words to others: every role reads them, no consent covers them."""

BY_REFERENCE = frozenset({"Medication", "Binary"})
"""Types without a patient parameter: read when something refers to them, never searched on their own."""

RESTRICTED = frozenset({"hiv", "sti", "psychiatric", "substance", "abortion", "abuse", "genetic", "label"})
"""Categories a row may be restricted under; "label" is a security label of the source that names no category."""

_MEDICINES = frozenset(
    {
        "MedicationRequest",
        "MedicationDispense",
        "MedicationStatement",
        "MedicationAdministration",
        "Medication",
    }
)
_CORE = frozenset({"Patient", "AllergyIntolerance", "Condition", "Observation", "Immunization"}) | _MEDICINES
_DOCUMENTS = frozenset({"DocumentReference", "Composition", "Binary"})
_LETTER = frozenset({"DiagnosticReport", "Encounter", "Procedure", "ServiceRequest", "Coverage"}) | _DOCUMENTS
_REST_OF_THE_CHART = frozenset(
    {
        "AdverseEvent", "Appointment", "CarePlan", "CareTeam", "ClinicalImpression", "Communication", "DetectedIssue",
        "Device", "DeviceUseStatement", "EpisodeOfCare", "FamilyMemberHistory", "Flag", "Goal", "ImagingStudy",
        "ImmunizationRecommendation", "List", "Media", "NutritionOrder", "Provenance", "QuestionnaireResponse",
        "RelatedPerson", "RiskAssessment", "Specimen", "Task",
    }
)  # fmt: skip
_EVERYTHING = _CORE | _LETTER | _REST_OF_THE_CHART
_WRITES = ("user/Consent.crus", "user/AuditEvent.cu")
RECONCILIATION, ALLERGY_CARD = "reconciliation", "allergy-card"
# Forms that are only printed: layouts B and C, the reply, the patient's list, and what is told of a record.
REFERRAL, REFERRAL_B, REFERRAL_C, REPLY = "referral", "referral-b", "referral-c", "reply"
MEDICINE_LIST, LAB_TREND, VISITS, SUMMARY = "medicine-list", "lab-trend", "visits", "summary"
CONSENT, CONSENT_HISTORY, LABEL = "consent", "consent-history", "patient-label"
_REFERRALS = frozenset({REFERRAL, REFERRAL_B, REFERRAL_C, REPLY})
_CONSENTS = frozenset({CONSENT, CONSENT_HISTORY})
_ALL_FORMS = _REFERRALS | _CONSENTS | {RECONCILIATION, MEDICINE_LIST, LAB_TREND, VISITS, SUMMARY, LABEL}
FORM_TYPES = {RECONCILIATION: ("List", "MedicationStatement")}
"""What a form is sent to the exchange as. A form that is only printed is not here."""
PROOF = "DocumentReference"
"""What the digest of a paper is registered as; of every form but those on consent, which carry no code."""
_COPIES = frozenset({LAB_TREND, VISITS, SUMMARY})
"""What is taken from the record as it stands: whoever hands it over signs for that alone."""
REVISED = frozenset({RECONCILIATION})
"""Forms of which a later version takes the earlier one back."""
_PERSON = ("openid", "profile", "fhirUser")
_SCOPE = re.compile(r"user/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)(\?\S+)?")
_VERSION_1 = {"read": "rs", "write": "cud", "*": "cruds"}


@dataclass(frozen=True, slots=True)
class Role:
    """One line of the table.

    ``types`` are the FHIR types about a patient it may read; ``pages`` the pages it may open, in their order;
    ``forms`` what it may print and save, ``signs`` what of that it may sign electronically; ``restricted`` the
    categories it may reveal later. ``requests_restricted`` False = rows under a restricted
    category are not for this role at all, and coverage must say so.
    """

    code: str
    types: frozenset[str]
    pages: tuple[str, ...]
    lands_on: str
    forms: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    restricted: frozenset[str] = frozenset()
    requests_restricted: bool = True

    @property
    def scopes(self) -> tuple[str, ...]:
        """What this role needs of the exchange, in a stable order."""
        reads = sorted(f"user/{type_}.rs" for type_ in self.types | DIRECTORY_TYPES)
        sent = [(form, type_) for form in sorted(self.forms) for type_ in FORM_TYPES.get(form, ())]
        proofs = [PROOF] if self.forms - _CONSENTS else []
        creates = (f"user/{type_}.c" for type_ in (*(type_ for _, type_ in sent), *proofs))
        changes = (f"user/{type_}.u" for form, type_ in sent if form in REVISED)
        return (*_PERSON, *reads, *_WRITES, *creates, *changes)


DOCTOR = Role(
    code="doctor",
    types=_EVERYTHING,
    pages=("summary", "timeline", "medicines", "results", "allergies", "documents", "referral"),
    lands_on="summary",
    forms=_ALL_FORMS | {ALLERGY_CARD},
    signs=(_ALL_FORMS | {ALLERGY_CARD}) - _CONSENTS - {LABEL},
    restricted=RESTRICTED,
)
# Medicines and lists of them, allergies, problems, kidney and weight results, pregnancy, vaccines, and the goal an INR
# is read against; not notes, reports or images.
PHARMACIST = Role(
    code="pharmacist",
    types=_CORE | {"AdverseEvent", "DetectedIssue", "Flag", "Goal", "ImmunizationRecommendation", "List"},
    pages=("summary", "timeline", "medicines", "results", "allergies"),
    lands_on="medicines",
    forms=_CONSENTS | {RECONCILIATION, MEDICINE_LIST, LAB_TREND, SUMMARY, ALLERGY_CARD, LABEL},
    signs=frozenset({RECONCILIATION, MEDICINE_LIST, ALLERGY_CARD}),
    restricted=frozenset({"hiv", "sti", "psychiatric", "substance"}),
)
# In most Thai hospitals a nurse runs the referral centre: hands the patient over, so sees what the doctor sees. A nurse
# of a primary care unit sends by layout C; the letter and its reply are a physician's word.
REFERRAL_NURSE = Role(
    code="referral-nurse",
    types=_EVERYTHING,
    pages=("summary", "timeline", "medicines", "results", "allergies", "documents", "referral"),
    lands_on="summary",
    forms=_ALL_FORMS,
    signs=_COPIES | {REFERRAL_C},
    restricted=frozenset({"hiv", "sti", "psychiatric", "substance"}),
)
# Types the letter is made of (not what a ward gives by the hour), pages to write and check it; nothing restricted.
REFERRAL_CLERK = Role(
    code="referral-clerk",
    types=(_CORE | _LETTER) - {"MedicationAdministration"},
    pages=("summary", "documents", "referral"),
    lands_on="referral",
    forms=_REFERRALS | _CONSENTS | {SUMMARY, LABEL},
    requests_restricted=False,
)
ROLES = {role.code: role for role in (DOCTOR, PHARMACIST, REFERRAL_NURSE, REFERRAL_CLERK)}
"""By PractitionerRole.code. A code that is not here opens nothing."""


def scopes(roles: Iterable[Role] = ROLES.values(), *, offline: bool = False) -> tuple[str, ...]:
    """The scopes asked at sign-in: the union over ``roles``, as the role is known only afterwards.

    ``offline`` asks for a refresh token that outlives the browser's session; only where the site allows it.
    """
    needed = dict.fromkeys(scope for role in roles for scope in role.scopes)
    return (*needed, "offline_access" if offline else "online_access")


def readable(role: Role, granted_scopes: Iterable[str]) -> frozenset[str]:
    """Those of the role's types (and of the directory's) that the token may read, by search or by reference.

    Understands SMART 2 (``user/Observation.rs``, ``user/*.cruds``) and SMART 1 (``user/*.read``). A scope narrowed
    by a query (``user/Observation.rs?category=laboratory``) counts: see ``narrowed``.
    """
    return _readable(role, granted_scopes, narrowed_too=True)


def narrowed(role: Role, granted_scopes: Iterable[str]) -> frozenset[str]:
    """Types that the token may read only in part: their rows are never the whole."""
    granted = tuple(granted_scopes)
    return readable(role, granted) - _readable(role, granted, narrowed_too=False)


def creatable(granted_scopes: Iterable[str]) -> frozenset[str]:
    """Types that the token may create at the exchange; "*" when it may create any."""
    return _writable(granted_scopes, "c")


def changeable(granted_scopes: Iterable[str]) -> frozenset[str]:
    """Types of which the token may change what stands at the exchange; "*" when of any."""
    return _writable(granted_scopes, "u")


def _writable(granted_scopes: Iterable[str], letter: str) -> frozenset[str]:
    found: set[str] = set()
    for scope in granted_scopes:
        match = _SCOPE.fullmatch(scope)
        if match is not None and not match[3] and letter in _VERSION_1.get(match[2], match[2]):
            found.add(match[1])
    return frozenset(found)


def _readable(role: Role, granted_scopes: Iterable[str], *, narrowed_too: bool) -> frozenset[str]:
    wanted = role.types | DIRECTORY_TYPES
    found: set[str] = set()
    for scope in granted_scopes:
        match = _SCOPE.fullmatch(scope)
        if match is None or (match[3] and not narrowed_too):
            continue
        letters = _VERSION_1.get(match[2], match[2])
        named = wanted if match[1] == "*" else wanted & {match[1]}
        found |= {type_ for type_ in named if ("r" if type_ in BY_REFERENCE else "s") in letters}
    return frozenset(found)
