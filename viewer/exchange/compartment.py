"""Which FHIR R4 types hold one person's data, by which parameter they are found, and which are asked for first."""

from dataclasses import dataclass

from viewer.exchange.gate import Urgency


@dataclass(frozen=True, slots=True)
class Kind:
    """How one type is asked for. ``includes`` are values of ``_include``."""

    type: str
    urgency: Urgency
    parameter: str = "patient"
    includes: tuple[str, ...] = ()


_FIRST = (
    Kind("Patient", Urgency.ALLERGIES_AND_MEDICINES, "_id"),
    Kind("AllergyIntolerance", Urgency.ALLERGIES_AND_MEDICINES),
    *(
        Kind(type_, Urgency.ALLERGIES_AND_MEDICINES, includes=(f"{type_}:medication",))
        for type_ in (
            "MedicationRequest",
            "MedicationDispense",
            "MedicationStatement",
            "MedicationAdministration",
        )
    ),
    Kind("Condition", Urgency.PROBLEMS),
    *(
        Kind(type_, Urgency.RESULTS)
        for type_ in ("Observation", "DiagnosticReport", "Immunization", "Procedure")
    ),
    Kind("Encounter", Urgency.VISITS),
    Kind("Composition", Urgency.VISITS),
    Kind("DocumentReference", Urgency.VISITS),
)
# The rest of the patient compartment (FHIR R4, CompartmentDefinition patient) that has a search parameter for it.
# Left out: Consent, AuditEvent, Person and research, which are not the patient's story, and types found only through
# another resource (Linkage).
_REST = (
    "Account Appointment AppointmentResponse Basic BodyStructure CarePlan CareTeam ChargeItem Claim "
    "ClaimResponse ClinicalImpression Communication CommunicationRequest Coverage CoverageEligibilityRequest "
    "CoverageEligibilityResponse DetectedIssue Device DeviceRequest DeviceUseStatement DocumentManifest "
    "EpisodeOfCare ExplanationOfBenefit FamilyMemberHistory Flag Goal GuidanceResponse ImagingStudy "
    "ImmunizationEvaluation ImmunizationRecommendation Invoice List MeasureReport Media MolecularSequence "
    "NutritionOrder Provenance QuestionnaireResponse RelatedPerson RequestGroup RiskAssessment ServiceRequest "
    "Specimen SupplyDelivery Task VisionPrescription"
)
KINDS: dict[str, Kind] = {
    kind.type: kind
    for kind in (
        *_FIRST,
        *(Kind(type_, Urgency.REST) for type_ in _REST.split()),
        Kind("AdverseEvent", Urgency.REST, "subject"),
        Kind("SupplyRequest", Urgency.REST, "subject"),
    )
}
