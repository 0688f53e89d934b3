"""Fixed words of the clinic in the user's language: states, kinds, remarks. Looked up once per drawing."""

from viewer.base.words import Words
from viewer.exchange.ledger import LineState
from viewer.record.courses import CourseState
from viewer.record.reading.standing import is_verification
from viewer.view import other_words
from viewer.view.sheet import Mark, Shape, Tone

SHORT_NAMES = {
    "egfr": "eGFR", "cr": "Cr", "k": "K", "na": "Na", "hb": "Hb", "wbc": "WBC", "plt": "Plt", "hba1c": "HbA1c",
    "ast": "AST", "alt": "ALT", "tbil": "T-bil", "uacr": "UACR", "ldl": "LDL", "inr": "INR",
    "bun": "BUN", "ca": "Ca", "po4": "PO4", "albumin": "Albumin", "ferritin": "Ferritin", "hbsag": "HBsAg",
    "uprotein": "Urine protein",
}  # fmt: skip


def short_names(words: Words) -> dict[str, str]:
    """Short names of key tests and vital signs by their slugs: Cr, K, น้ำหนัก."""
    say = words.say
    return {
        **SHORT_NAMES,
        "bp": say("Blood pressure"),
        "weight": say("Weight"),
        "height": say("Height"),
        "pulse": say("Pulse"),
        "respiration": say("Breathing rate"),
        "temperature": say("Temperature"),
    }


def severity_words(words: Words, sent: str) -> str:
    """ปานกลาง of Moderate; other words as sent."""
    known = {"mild": words.say("mild"), "moderate": words.say("moderate"), "severe": words.say("severe")}
    return known.get(sent.casefold(), sent)


def line_states(words: Words) -> dict[LineState, str]:
    """What each state of a ledger line is called."""
    say = words.say
    return {
        LineState.ASKING: say("Asking"),
        LineState.ANSWERED: say("Answered"),
        LineState.EMPTY: say("Answered, holds no data"),
        LineState.NOT_CONSENTED: say("Patient did not allow"),
        LineState.WITHHELD: say("Facility does not disclose"),
        LineState.NOT_CONNECTED: say("Not connected yet"),
        LineState.TIMED_OUT: say("No answer in time"),
        LineState.UNREACHABLE: say("Cannot be reached"),
        LineState.UNREADABLE: say("Some rows could not be read"),
        LineState.PARTIAL: say("Answered in part"),
        LineState.STOPPED: say("Stopped by you"),
    }


def course_marks(words: Words) -> dict[CourseState, Mark]:
    """The mark of each state of a medicine: shape and word."""
    say = words.say
    return {
        CourseState.USING: Mark(Shape.DISC, say("In use"), Tone.ACCENT),
        CourseState.RUN_OUT: Mark(Shape.RING, say("Supply has probably run out"), Tone.ACCENT),
        CourseState.ENDED: Mark(Shape.RING, say("Its time is over"), Tone.ACCENT),
        CourseState.STOPPED: Mark(Shape.SQUARE, say("Stopped"), Tone.QUIET),
        CourseState.CONFLICT: Mark(Shape.DIAMOND, say("Conflicting data"), Tone.DOUBT),
        CourseState.ORDERED_ONLY: Mark(Shape.DASHED_RING, say("Ordered, no supply found"), Tone.QUIET),
        CourseState.INPATIENT: Mark(Shape.DASHED_RING, say("Used as an inpatient"), Tone.QUIET),
        CourseState.GIVEN: Mark(Shape.DASHED_RING, say("Given in a facility"), Tone.QUIET),
        CourseState.AS_NEEDED: Mark(Shape.DASHED_RING, say("When needed"), Tone.QUIET),
        CourseState.ON_HOLD: Mark(Shape.HALF_DISC, say("On hold"), Tone.QUIET),
        CourseState.UNKNOWN: Mark(Shape.DASHED_RING, say("Unknown"), Tone.QUIET),
        CourseState.DENIED: Mark(Shape.CROSS_SQUARE, say("Not used, says the source"), Tone.QUIET),
    }


def uncounted(words: Words) -> dict[str, str]:
    """Why days left cannot be counted, by the codes of Portion.unclear."""
    say = words.say
    return {
        "no-dose": say("Cannot be counted: the source did not say how to take it"),
        "no-amount": say("Cannot be counted: the source did not say how much each time"),
        "as-needed": say("Cannot be counted: taken when needed"),
        "clash": say("Cannot be counted: text and structure disagree"),
        "steps": say("Cannot be counted: the dose changes in steps"),
        "not-exact": say("Cannot be counted: how often is not exact"),
        "hourly": say("Cannot be counted: every so many hours is not a number of times a day"),
        "in-future": say("Cannot be counted: the date lies ahead"),
        "no-unit": say("Cannot be counted: the dose has no unit"),
        "too-long": say("Cannot be counted: more than ten years"),
        "no-date": say("Cannot be counted: no date of supply"),
        "no-quantity": say("Cannot be counted: no quantity"),
        "unit-differs": say("Cannot be counted: quantity and dose are in different units"),
        "days-differ": say("Cannot be counted: the source's days and quantity disagree"),
    }


def kinds(words: Words) -> dict[str, str]:
    """What a FHIR type is called on a source line."""
    say = words.say
    return {
        **other_words.kinds(words),
        "AllergyIntolerance": say("Allergy record"),
        "Condition": say("Diagnosis record"),
        "MedicationRequest": say("Prescription"),
        "MedicationDispense": say("Dispensing"),
        "MedicationStatement": say("Medicine list"),
        "Observation": say("Result"),
        "DiagnosticReport": say("Report"),
        "Encounter": say("Visit"),
        "Procedure": say("Procedure"),
        "Immunization": say("Vaccine"),
        "DocumentReference": say("Document"),
        "Composition": say("Summary document"),
        "Patient": say("Person"),
        "AdverseEvent": say("Adverse event"),
        "Appointment": say("Appointment"),
        "CarePlan": say("Care plan"),
        "CareTeam": say("Care team"),
        "ClinicalImpression": say("Clinical impression"),
        "Communication": say("Message"),
        "Coverage": say("Health scheme"),
        "DetectedIssue": say("Warning of the source"),
        "Device": say("Device"),
        "DeviceUseStatement": say("Device in use"),
        "EpisodeOfCare": say("Episode of care"),
        "FamilyMemberHistory": say("Family history"),
        "Flag": say("Alert of the source"),
        "Goal": say("Goal"),
        "ImagingStudy": say("Imaging study"),
        "ImmunizationRecommendation": say("Vaccines due"),
        "MedicationAdministration": say("Medicine given"),
        "List": say("List of the source"),
        "Media": say("Picture or sound"),
        "NutritionOrder": say("Diet order"),
        "QuestionnaireResponse": say("Questionnaire"),
        "RelatedPerson": say("Relative"),
        "RiskAssessment": say("Risk assessment"),
        "ServiceRequest": say("Service request"),
        "Specimen": say("Specimen"),
        "Task": say("Task"),
    }


def remarks(words: Words) -> dict[str, str]:
    """What a remark on a row says, by its code."""
    say = words.say
    return {
        "date-buddhist-year": say("The year may be in the Buddhist era"),
        "date-unreadable": say("The date could not be read"),
        "reference-broken": say("Points to something the source did not send"),
        "modifier-unknown": say(
            "Not read in full: a modifier this version does not know; open the source text"
        ),
        "member-unknown": say(
            "Not read in full: the source sent a part that FHIR R4 does not define; open the source text"
        ),
        "field-unreadable": say("A field could not be read: open the source text"),
        "value-doubted": say("The source sent a value and says that it cannot be used"),
        "text-cut": say("A long text is cut here: open the source text"),
        "severity-constant": say("The source sends the same severity for every row: not shown"),
        "facility-from-parcel": say("The row names no facility: taken from the facility that answered"),
        "text-structure-clash": say("Text and structure disagree"),
        "patient-inactive": say("The source says that this entry of the person is not in use"),
        "patient-replaced-by": say(
            "The source says that another entry of the person takes the place of this one"
        ),
        "patient-replaces": say("The source says that this entry of the person takes the place of another"),
        "death-date-doubtful": say("The date of death may be in the Buddhist era, or cannot be read"),
        "subject-unnumbered": say(
            "Nothing that can be compared says that this row is of this patient: open the source text"
        ),
        "subject-named-otherwise": say(
            "The source gives the patient of this row another name: it may be another person's"
        ),
        "name-differs": say("The name differs from the other sources"),
        "name-swapped": say("The source sent the parts of the name in each other's fields"),
        "code-torn": say("A code was sent in a broken spelling"),
        "zone-doubtful": say("The source may send local times as UTC: the time may be 7 hours off"),
        "new-since": say("New since it was asked before"),
        "changed-since": say("Changed since it was asked before"),
        "newer-version": say("A newer version took the place of an older one"),
        "vanished": say("The source does not send this row any more"),
        "sex-differs": say("The sex differs from the other sources"),
        "birth-differs": say("The birth date differs from the other sources"),
    }


def short_remarks(words: Words) -> dict[str, str]:
    """The same in the few words of a tag, where the sentence is too long for one."""
    say = words.say
    return {
        "modifier-unknown": say("Not read in full"),
        "member-unknown": say("Not read in full"),
        "value-doubted": say("The source doubts the value"),
        "name-swapped": say("Name in swapped fields"),
        "patient-inactive": say("Entry not in use"),
        "patient-replaced-by": say("Entry replaced by another"),
        "patient-replaces": say("Replaces another entry"),
        "death-date-doubtful": say("Doubtful date of death"),
        "subject-unnumbered": say("Patient not confirmed by a number"),
        "subject-named-otherwise": say("Perhaps another person's"),
        "code-torn": say("Code in a broken spelling"),
        "zone-doubtful": say("Time may be 7 h off"),
    }


def row_states(words: Words) -> dict[str, str]:
    """Statuses that a reader must see, by FHIR code; all others are ordinary."""
    say = words.say
    return {
        "entered-in-error": say("The source says: entered in error"),
        "cancelled": say("Cancelled"),
        "registered": say("No result yet"),
        "partial": say("Partial result"),
        "preliminary": say("Preliminary"),
        "preliminary-document": say("Preliminary document"),
        "appended": say("Added to"),
        "amended": say("Amended"),
        "corrected": say("Corrected"),
        "not-done": say("Not done"),
        "on-hold": say("On hold"),
        "stopped": say("Stopped"),
        "not-taken": say("Not taken"),
        "declined": say("Declined"),
        "planned": say("Planned"),
        "superseded": say("Superseded"),
        "draft": say("Draft"),
        "in-progress": say("Not finished yet"),
        "arrived": say("Arrived, not finished yet"),
        "triaged": say("Triaged, not finished yet"),
        "onleave": say("On leave from the stay"),
        "unknown": say("The source does not know the status"),
    }


def unsure(words: Words) -> dict[str, str]:
    """Diagnoses that are not certain, by Condition.verificationStatus."""
    say = words.say
    return {
        "unconfirmed": say("Unconfirmed"),
        "provisional": say("Provisional"),
        "differential": say("Differential"),
    }


def unsure_of(words: Words, verification: str) -> str:
    """How sure a row is, where it is not certain: of FHIR's codes in our words, else as sent; "" where nothing is to be
    told, or what turns the row tells it."""
    if is_verification(verification) or not verification:
        return unsure(words).get(verification, "")
    return words.say("The source says “{words}”", words=verification)


def turned(words: Words) -> dict[str, str]:
    """What turns a row into its opposite, by the codes of record.denials: said before the row's own words."""
    say = words.say
    return {
        "entered-in-error": say("The source says: entered in error"),
        "cancelled": say("Cancelled"),
        "do-not-give": say("The source orders: do not give"),
        "not-done": say("Not done"),
        "not-given": say("Not given"),
        "not-taken": say("Not taken"),
        "declined": say("Declined"),
        "not-yet": say("Not handed over yet"),
        "planned": say("Planned"),
        "draft": say("Draft"),
        "proposed": say("Only proposed, not ordered"),
        "refuted": say("Refuted"),
        "superseded": say("Superseded"),
        "said-not-taken": say("The source wrote that it is not taken"),
        "none-known": say("The source says: none"),
        "no-information": say("The source says: no information"),
    }


def visit_kinds(words: Words) -> dict[str, str]:
    """What an Encounter.class is called."""
    say = words.say
    return {
        "AMB": say("Outpatient visit"),
        "IMP": say("Inpatient stay"),
        "ACUTE": say("Inpatient stay"),
        "EMER": say("Emergency visit"),
        "VR": say("Telemedicine"),
        "HH": say("Home visit"),
        "OBSENC": say("Observation stay"),
        "SS": say("Short stay"),
    }


def flags(words: Words) -> dict[str, Mark]:
    """What the source's interpretation flags say, by code of HL7 v3 ObservationInterpretation."""
    say = words.say
    high, low = say("high (source's flag)"), say("low (source's flag)")
    critical, abnormal = say("critical value (source's flag)"), say("abnormal (source's flag)")
    return {
        "H": Mark(Shape.TAG, high),
        "HU": Mark(Shape.TAG, high),
        "L": Mark(Shape.TAG, low),
        "LU": Mark(Shape.TAG, low),
        "A": Mark(Shape.TAG, abnormal),
        "HH": Mark(Shape.OCTAGON, critical, Tone.STOP),
        "LL": Mark(Shape.OCTAGON, critical, Tone.STOP),
        "AA": Mark(Shape.OCTAGON, critical, Tone.STOP),
        **{code: Mark(Shape.TAG, told) for code, told in _findings(words).items()},
    }


def _findings(words: Words) -> dict[str, str]:
    say = words.say
    return {
        "N": say("normal (source's flag)"),
        "POS": say("positive (source's flag)"),
        "NEG": say("negative (source's flag)"),
        "IND": say("indeterminate (source's flag)"),
        "DET": say("detected (source's flag)"),
        "ND": say("not detected (source's flag)"),
        "RR": say("reactive (source's flag)"),
        "WR": say("weakly reactive (source's flag)"),
        "NR": say("non-reactive (source's flag)"),
        "R": say("resistant, R (source's flag)"),
        "S": say("susceptible, S (source's flag)"),
        "I": say("intermediate, I (source's flag)"),
        "SDD": say("susceptible, dose dependent, SDD (source's flag)"),
        "NS": say("non-susceptible, NS (source's flag)"),
        "U": say("significantly higher than before (source's flag)"),
        "D": say("significantly lower than before (source's flag)"),
        "B": say("better than before (source's flag)"),
        "W": say("worse than before (source's flag)"),
        "<": say("below what can be measured (source's flag)"),
        ">": say("above what can be measured (source's flag)"),
    }
