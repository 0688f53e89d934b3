"""Words for rows read by the table: what labels, parts, statuses and codes are called, and where a type stands."""

from dataclasses import dataclass

from viewer.base.words import Words
from viewer.record.others import Other
from viewer.view.sheet import Mark, Shape, Tone


@dataclass(frozen=True, slots=True)
class Group:
    """Types a clinician looks for together. ``name`` is the slug of its section."""

    name: str
    title: str
    types: tuple[str, ...]


_TYPES = {
    "appointments": "Appointment AppointmentResponse",
    "alerts": "Flag DetectedIssue RiskAssessment AdverseEvent GuidanceResponse",
    "plans": "Goal CarePlan CareTeam EpisodeOfCare ClinicalImpression RequestGroup",
    "orders": "ServiceRequest Task NutritionOrder DeviceRequest VisionPrescription SupplyRequest SupplyDelivery",
    "vaccines-due": "ImmunizationRecommendation ImmunizationEvaluation",
    "family": "FamilyMemberHistory RelatedPerson",
    "devices": "Device DeviceUseStatement",
    "forms": "QuestionnaireResponse",
    "images": "Specimen ImagingStudy Media BodyStructure MolecularSequence",
    "messages": "Communication CommunicationRequest",
    "schemes": (
        "Coverage Consent CoverageEligibilityRequest CoverageEligibilityResponse Claim ClaimResponse "
        "ExplanationOfBenefit Account ChargeItem Invoice "
    ),
    "papers": "Provenance List Linkage DocumentManifest",
}


def groups(words: Words) -> tuple[Group, ...]:
    """The groups in the order they are read; the last takes every type that no other names."""
    say = words.say
    titles = {
        "appointments": say("Appointments"),
        "alerts": say("Warnings and risks"),
        "plans": say("Care plans and goals"),
        "orders": say("Orders, referrals and tasks"),
        "vaccines-due": say("Vaccines due"),
        "family": say("Family and relatives"),
        "devices": say("Devices"),
        "forms": say("Assessments and questionnaires"),
        "images": say("Specimens and images"),
        "messages": say("Messages"),
        "schemes": say("Health scheme, consent and claims"),
        "papers": say("Where data came from, lists and links"),
        "rest": say("Everything else"),
    }
    return tuple(Group(name, title, tuple(_TYPES.get(name, "").split())) for name, title in titles.items())


@dataclass(frozen=True, slots=True)
class OtherWords:
    """What labelled lines, parts and statuses are called, by their codes; and FHIR's own codes, by label."""

    labels: dict[str, str]
    parts: dict[str, str]
    states: dict[str, str]
    codes: dict[str, dict[str, str]]


def said(words: Words) -> OtherWords:
    """All of them."""
    return OtherWords(labels(words), parts(words), states(words), codes(words))


def labels(words: Words) -> dict[str, str]:
    """What a labelled line is called, by its code in the table."""
    return {**_labels_to_k(words), **_labels_from_l(words)}


def _labels_to_k(words: Words) -> dict[str, str]:
    say = words.say
    return {
        "absent": say("Why it is not known"), "achieved": say("Reached so far"), "action": say("Action"),
        "add": say("Near addition (ADD)"), "additive": say("Additive"), "address": say("Address"),
        "age": say("Age"), "agreed-by": say("Agreed to by"), "allergy": say("Allergies to heed"),
        "amount": say("Amount"), "answer": say("Answer"), "as-needed": say("When needed"),
        "asked-for": say("Asked for by"), "author": say("Author"), "axis": say("Axis"),
        "backCurve": say("Back curve"), "base": say("Base of the prism"),
        "basis": say("Based on"), "born": say("Born"), "brand": say("Brand"),
        "causality": say("Causality"), "changed": say("Last changed"), "code": say("Code"), "colour": say("Colour"),
        "comment": say("Comment"), "container": say("Container"), "contributed": say("Contributed to the death"),
        "contributor": say("Contributor"), "cylinder": say("Cylinder"), "deceased": say("Deceased"),
        "decision": say("Decision"), "description": say("Description"), "detail": say("Details"),
        "device": say("Device"), "diameter": say("Diameter"), "disease": say("Against"),
        "disposition": say("Outcome in words"), "document": say("Document"), "dose": say("Dose number"),
        "doses": say("Doses of the series"), "due": say("Due"), "duration": say("How long"),
        "empty": say("Why it is empty"), "energy": say("Energy density"), "excluded": say("To be left out"),
        "expires": say("Expires"), "fasting": say("Fasting"), "flag": say("Mark in the list"),
        "fluid": say("Consistency of fluids"), "food": say("Kind of food"), "for": say("Concerns"),
        "forbidden": say("Must not be given"), "formula": say("Formula"), "from": say("Taken from"),
        "goal": say("Goal"), "holder": say("Policy holder"), "images": say("Images"),
        "instruction": say("Instruction"), "insurer": say("Insurer"), "intent": say("Intent"),
        "issuer": say("Issuer"), "kind": say("Kind"),
    }  # fmt: skip


def _labels_from_l(words: Words) -> dict[str, str]:
    say = words.say
    return {
        "link": say("Role of the row"), "lot": say("Lot"), "made": say("Made on"), "maker": say("Maker"),
        "matter": say("Matter"), "matter-kind": say("Kind of data"), "matter-row": say("Rows concerned"),
        "matter-period": say("Period of the data"),
        "date": say("Date"), "manager": say("Care manager"),
        "medium": say("By way of"), "message": say("What was said"),
        "method": say("Method"), "minutes": say("Minutes"), "mitigation": say("What was done about it"),
        "modality": say("Modality"), "mode": say("Kind of list"), "model": say("Model"), "most": say("At most"),
        "need": say("Attendance"), "note": say("Note"), "number": say("Number"), "on-behalf": say("On behalf of"),
        "onset": say("Began"), "order": say("Ordered by"), "organization": say("Organization"),
        "outcome": say("Outcome"), "owner": say("Who does it"), "payor": say("Payer"),
        "performer": say("Performer"), "period": say("Period"), "phone": say("Telephone"), "place": say("Place"),
        "plan-order": say("Order of the scheme"), "policy": say("Policy"), "power": say("Power"),
        "preference": say("Food preference"), "prescriber": say("Prescriber"), "previous": say("Previous one"),
        "priority": say("Priority"), "prism": say("Prism"), "probability": say("Probability"),
        "problem": say("Problem"), "procedure": say("Procedure"), "product": say("Product"),
        "prognosis": say("Prognosis"), "protocol": say("Protocol"), "provider": say("Provider"),
        "publisher": say("Publisher"), "purpose": say("Purpose"), "rate": say("Rate"), "reason": say("Reason"),
        "received": say("Received on"), "receiver": say("Receiver"), "recipient": say("Recipient"),
        "recorded": say("Recorded"), "recorder": say("Recorder"), "relationship": say("Relationship"),
        "relative-risk": say("Relative risk"), "replaces": say("Replaces"), "requester": say("Requester"),
        "risk": say("Risk"), "role": say("Role"), "route": say("Route"), "safety": say("Safety"),
        "scope": say("Scope"), "sender": say("Sender"), "serial": say("Serial number"), "series": say("Series"),
        "seriousness": say("Seriousness"), "service": say("Kind of service"), "severity": say("Severity"),
        "sex": say("Sex"), "side": say("Side"), "site": say("Body site"), "source": say("Told by"),
        "specialty": say("Specialty"), "specimen": say("Specimen"), "sphere": say("Sphere"),
        "start": say("Starts with"), "state": say("State"), "status-reason": say("Why so"),
        "supplier": say("Supplier"), "target": say("Target value"), "team": say("Care team"),
        "udi": say("Device identifier (UDI)"), "use": say("Use"), "valid": say("Still valid"),
        "value": say("Value"), "verified": say("Verified"), "version": say("Version"), "view": say("View"),
        "who": say("Who"),
    }  # fmt: skip


def parts(words: Words) -> dict[str, str]:
    """What a part of a row is called."""
    say = words.say
    return {
        "activity": say("Activity"), "agent": say("Who took part"), "class": say("Class of the scheme"),
        "condition": say("Disease in the family"), "criterion": say("Date of the series"),
        "detail": say("Details"), "diagnosis": say("Diagnosis"),
        "entry": say("Entry of the list"), "evidence": say("Evidence"), "exception": say("Exception"),
        "feeding": say("Feeding"), "finding": say("Finding"), "history": say("State before"), "input": say("Input"),
        "investigation": say("Investigation"), "item": say("Question"), "lens": say("Lens"),
        "linked": say("Linked row"), "mitigation": say("What was done about it"), "note": say("Note"),
        "nutrient": say("Nutrient"), "output": say("Result of the task"), "participant": say("Participant"),
        "prediction": say("Prediction"), "processing": say("Processing"), "series": say("Series"),
        "source": say("Source of the data"), "supplement": say("Supplement"), "suspect": say("Suspected cause"),
        "target": say("Target"), "texture": say("Texture"), "vaccine": say("Vaccine"), "verified": say("Verified"),
    }  # fmt: skip


NEGATING = frozenset(
    {
        "entered-in-error", "cancelled", "canceled", "revoked", "rejected", "declined", "denied", "deny",
        "not-done", "noshow", "not-performed", "failed", "aborted", "abandoned", "unavailable",
        "unsatisfactory", "potential", "deleted", "inactive", "stopped", "ended", "suspended", "on-hold",
        "onhold", "replaced", "superseded", "retired", "health-unknown", "unconfirmed", "refuted",
    }
)  # fmt: skip
"""Statuses that turn what a row says into its opposite, or out of force: said before its words, wherever it is told."""


def states(words: Words) -> dict[str, str]:
    """What a status is called, by its FHIR code."""
    say = words.say
    return {
        "entered-in-error": say("The source says: entered in error"), "cancelled": say("Cancelled"),
        "canceled": say("Cancelled"), "revoked": say("Revoked"), "rejected": say("Rejected"),
        "declined": say("Declined"), "denied": say("Not granted"), "deny": say("Not permitted"),
        "not-done": say("Not done"), "noshow": say("Did not come"), "not-performed": say("Not performed"),
        "failed": say("Failed"), "aborted": say("Broken off"), "abandoned": say("Given up"),
        "unavailable": say("Not available"), "unsatisfactory": say("Unsatisfactory"),
        "potential": say("Might have happened, did not"), "deleted": say("Taken off the list"),
        "inactive": say("No longer in force"), "stopped": say("Stopped"), "ended": say("Ended"),
        "suspended": say("Suspended"), "on-hold": say("On hold"), "onhold": say("On hold"),
        "replaced": say("Replaced by another"), "superseded": say("Superseded"), "retired": say("Retired"),
        "health-unknown": say("State of health not known"), "unknown": say("Status not known"),
        "unconfirmed": say("Not confirmed"), "refuted": say("Refuted"), "proposed": say("Proposed"),
        "draft": say("Draft"), "planned": say("Planned"), "plan": say("Planned"), "intended": say("Intended"),
        "requested": say("Requested"), "received": say("Received by the performer"), "accepted": say("Accepted"),
        "tentative": say("Tentative"), "needs-action": say("Waiting for an answer"), "pending": say("Pending"),
        "waitlist": say("On the waiting list"), "booked": say("Booked"), "arrived": say("Arrived"),
        "checked-in": say("Checked in"), "fulfilled": say("Took place"), "ready": say("Ready"),
        "not-started": say("Not started"), "scheduled": say("Scheduled"), "preparation": say("In preparation"),
        "in-progress": say("In progress"), "active": say("In force"), "available": say("Available"),
        "completed": say("Completed"), "finished": say("Finished"), "final": say("Final"),
        "registered": say("Registered"), "preliminary": say("Preliminary"), "partial": say("In part"),
        "amended": say("Amended"), "corrected": say("Corrected"), "current": say("Current"),
        "actual": say("Did happen"), "confirmed": say("Confirmed"), "closed": say("Closed"),
    }  # fmt: skip


def codes(words: Words) -> dict[str, dict[str, str]]:
    """Codes of FHIR's own value sets, by label; whatever is not here stands as the source sent it."""
    say = words.say
    return {
        "intent": {
            "proposal": say("Proposal"), "plan": say("Plan"), "directive": say("Directive"), "order": say("Order"),
            "original-order": say("Original order"), "reflex-order": say("Order that followed from a result"),
            "filler-order": say("Order of the performer"), "instance-order": say("Order for one occasion"),
            "option": say("Option"), "unknown": say("unknown"),
        },
        "priority": {
            "routine": say("Routine"), "urgent": say("Urgent"), "asap": say("As soon as possible"),
            "stat": say("At once (stat)"), "high-priority": say("High"), "medium-priority": say("Medium"),
            "low-priority": say("Low"),
        },
        "need": {
            "required": say("Required"), "optional": say("Optional"),
            "information-only": say("For information only"),
        },
        "decision": {
            "deny": say("Not permitted"), "permit": say("Permitted"),
        },
        "achieved": {
            "in-progress": say("In progress"), "improving": say("Improving"), "worsening": say("Worsening"),
            "no-change": say("No change"), "achieved": say("Reached"), "sustaining": say("Still reached"),
            "not-achieved": say("Not reached"), "no-progress": say("No progress"),
            "not-attainable": say("Out of reach"),
        },
        "link": {
            "source": say("The row to use"), "alternate": say("Another copy"), "historical": say("An older copy"),
        },
        "side": {"right": say("Right side"), "left": say("Left side")},
        "base": {
            "up": say("Base up"), "down": say("Base down"), "in": say("Base in"), "out": say("Base out"),
        },
        "mode": {
            "working": say("Working list"), "snapshot": say("List of one moment"),
            "changes": say("List of changes"),
        },
        "state": {
            "due": say("Due now"), "overdue": say("Overdue"), "immune": say("Immune"),
            "contraindicated": say("Contraindicated"), "complete": say("Series complete"),
        },
        "criterion": _vaccine_dates(words),
        "severity": {
            "high": say("High"), "moderate": say("Medium"), "low": say("Low"),
        },
        "relationship": relations(words),
    }  # fmt: skip


def _vaccine_dates(words: Words) -> dict[str, str]:
    """What a date of a vaccine to come is, by LOINC."""
    say = words.say
    return {
        "30981-5": say("Earliest date to give"), "30980-7": say("Date due"),
        "59777-3": say("Latest date to give"), "59778-1": say("Overdue from"),
    }  # fmt: skip


def relations(words: Words) -> dict[str, str]:
    """Who somebody is to the person: codes of HL7 v2-0131 and v3-RoleCode."""
    say = words.say
    return {
        "C": say("emergency contact"), "EP": say("emergency contact"), "CP": say("contact person"),
        "N": say("next of kin"), "E": say("employer"), "I": say("insurer"), "F": say("federal agency"),
        "S": say("state agency"), "BP": say("contact for bills"), "O": say("other"), "U": say("relation unknown"),
        "GUARD": say("guardian"), "PRN": say("parent"), "MTH": say("mother"), "NMTH": say("mother"),
        "FTH": say("father"), "NFTH": say("father"), "STPMTH": say("stepmother"), "STPFTH": say("stepfather"),
        "SPS": say("spouse"), "HUSB": say("husband"), "WIFE": say("wife"), "DOMPART": say("partner"),
        "SIGOTHR": say("partner"), "CHILD": say("child"), "SON": say("son"), "SONC": say("son"),
        "DAU": say("daughter"), "DAUC": say("daughter"), "SIB": say("brother or sister"), "BRO": say("brother"),
        "SIS": say("sister"), "GRPRN": say("grandparent"), "GRMTH": say("grandmother"), "GRFTH": say("grandfather"),
        "GRNDCHILD": say("grandchild"), "AUNT": say("aunt"), "UNCLE": say("uncle"), "COUSN": say("cousin"),
        "MAUNT": say("aunt on the mother's side"), "PAUNT": say("aunt on the father's side"),
        "MUNCLE": say("uncle on the mother's side"), "PUNCLE": say("uncle on the father's side"),
        "MGRMTH": say("mother's mother"), "MGRFTH": say("mother's father"), "PGRMTH": say("father's mother"),
        "PGRFTH": say("father's father"), "HSIS": say("half-sister"), "HBRO": say("half-brother"),
        "NSIS": say("sister"), "NBRO": say("brother"), "TWIN": say("twin"),
        "INLAW": say("relative by marriage"), "FAMMEMB": say("family member"), "FRND": say("friend"),
        "NBOR": say("neighbour"), "CAREGIVER": say("carer"),
    }  # fmt: skip


def kinds(words: Words) -> dict[str, str]:
    """What the rarer types are called; the others are in terms."""
    say = words.say
    return {
        "Account": say("Account"), "AppointmentResponse": say("Answer to an appointment"),
        "Basic": say("Row without a type of its own"), "Binary": say("File"),
        "BodyStructure": say("Body structure"), "ChargeItem": say("Charge"), "Claim": say("Claim"),
        "ClaimResponse": say("Answer to a claim"), "CommunicationRequest": say("Request to tell"),
        "Consent": say("Consent"), "CoverageEligibilityRequest": say("Question about a scheme"),
        "CoverageEligibilityResponse": say("Answer about a scheme"), "DeviceRequest": say("Device order"),
        "DocumentManifest": say("Set of documents"), "ExplanationOfBenefit": say("Explanation of benefit"),
        "Group": say("Group"), "GuidanceResponse": say("Advice of a program"),
        "ImmunizationEvaluation": say("Evaluation of a vaccine"), "Invoice": say("Invoice"),
        "Linkage": say("Link between rows"), "MeasureReport": say("Report of a measure"),
        "MolecularSequence": say("Genetic sequence"), "Person": say("Person"),
        "Provenance": say("Where data came from"), "RequestGroup": say("Group of orders"),
        "Substance": say("Substance"), "SupplyDelivery": say("Delivery of supplies"),
        "SupplyRequest": say("Request for supplies"), "VisionPrescription": say("Prescription for glasses"),
        "Organization": say("Organization"), "Practitioner": say("Practitioner"),
        "PractitionerRole": say("Practitioner"), "Location": say("Place"),
        "HealthcareService": say("Kind of service"), "Medication": say("Medicine"),
        "Endpoint": say("Address of a system"), "AuditEvent": say("Audit event"),
    }  # fmt: skip


def state_marks(fact: Other, words: Words, known: dict[str, str]) -> tuple[Mark, ...]:
    """Its status, and that it forbids; a status that FHIR does not know stands as sent."""
    marks = []
    if fact.forbidden:
        marks.append(Mark(Shape.TAG, words.say("Not to be done"), Tone.STOP))
    if fact.status:
        marks.append(Mark(Shape.TAG, state_word(fact.status, words, known), _tone(fact.status)))
    return tuple(marks)


def state_word(status: str, words: Words, known: dict[str, str]) -> str:
    """A status in words; one that is not FHIR's as the source sent it."""
    return known.get(status) or words.say("status “{code}”", code=status)


def _tone(status: str) -> Tone:
    if status in ("entered-in-error", "unknown"):
        return Tone.DOUBT
    return Tone.STRONG if status in NEGATING else Tone.PLAIN
