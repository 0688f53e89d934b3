"""The coded lists of a referral: code and words, and the system that gives the code its meaning.

Lists of the Thai systems are tables (resources/tables/thai_codes.json, from SIL-TH); which of them a site uses for
reason and urgency is its profile's to say. Lists without a Thai system are ours and are worded here.
"""

from dataclasses import dataclass

from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.record.codes import thai_label, thai_list, thai_words
from viewer.visit.referral import Field

_URI = "https://terms.sil-th.org/core/CodeSystem/"
_REASONS = {
    "thcc": "cs-thcc-refer-in-reason",
    "43plus": "cs-43plus-refer-reason",
    "std15": "cs-std15-refer-reason",
    "eclaim": "cs-eclaim-refer-reason-eclaim",
}
_URGENCIES = {"thcc": "cs-thcc-refer-thai-priority", "eclaim": "cs-eclaim-refer-thai-priority"}
REPLY_REASONS, REPLY_RESULTS = "cs-43plus-refer-reason", "cs-43file-refer-result"
_SENT_BACK, _ANSWERED = "6", "7"  # of REPLY_REASONS, those of a reply
SPECIAL = "cs-43file-refer-special-disease"
CARE = "cs-43file-refer-care-procedure"
PATIENT_TYPE, COVERAGE_TYPE = "cs-43file-refer-encounter-class", "cs-th-coverage-type"
ROLES = "cs-43plus-encounter-diagnosis-role"
PRINCIPAL, COMORBID, COMPLICATION = "1", "2", "3"  # of ROLES
_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
# Proposed by our own reading, to be confirmed (see CONTRIBUTING): Thai urgency -> FHIR request-priority.
_PRIORITIES = {
    "cs-thcc-refer-thai-priority": {"1": "stat", "2": "stat", "3": "urgent", "4": "urgent", "5": "routine"},
    "cs-eclaim-refer-thai-priority": {"E": "stat", "U": "urgent", "N": "routine", "R": "routine"},
}
_FILES = "43 แฟ้ม"  # what the systems without a label of their own belong to
STROKE, STEMI, TRAUMA, SEPSIS = (
    "02",
    "01",
    "03",
    "05",
)  # of the list of special diseases: each has a fast track


@dataclass(frozen=True, slots=True)
class Coded:
    """One entry of a list. ``system`` is its URI, "" of a list of ours; ``label`` is what its system is called.
    ``display`` is what the system itself calls it, where that is not the words."""

    code: str
    words: str
    system: str = ""
    label: str = ""
    display: str = ""

    @property
    def told(self) -> str:
        """ฉุกเฉิน (emergency) (THCC 2): never the words without the system that gave the code."""
        return f"{self.words} ({self.label} {self.code})" if self.label else self.words


def coded(name: Field, words: Words, site: ReferralCodes) -> tuple[Coded, ...]:
    """The list of a coded field, in its order; () for a field that takes words."""
    tables = {
        Field.REASON: _REASONS[site.reason],
        Field.URGENCY: _URGENCIES[site.urgency],
        Field.SPECIAL: SPECIAL,
        Field.CARE: CARE,
        Field.PATIENT_TYPE: PATIENT_TYPE,
        Field.COVERAGE_TYPE: COVERAGE_TYPE,
        Field.REPLY_REASON: REPLY_REASONS,
        Field.REPLY_RESULT: REPLY_RESULTS,
    }
    if name is Field.DEPARTMENT:
        return (
            Coded("AMB", "OPD", _ACT, display="ambulatory"),
            Coded("IMP", "IPD", _ACT, display="inpatient encounter"),
        )
    if name in tables:
        table = tables[name]
        label = thai_label(table) or ("" if table == COVERAGE_TYPE else _FILES)  # its words stand alone
        entries = (Coded(code, said, _URI + table, label) for code, said in thai_list(table).items())
        return tuple(
            one for one in entries if name is not Field.REPLY_REASON or one.code in (_SENT_BACK, _ANSWERED)
        )
    return tuple(Coded(code, said) for code, said in _ours(words).get(name, {}).items())


def told(name: Field, code: str, words: Words, site: ReferralCodes) -> Coded | None:
    """The entry of a code; None when the list does not have it (any more)."""
    return next((one for one in coded(name, words, site) if one.code == code), None)


def is_emergency(urgency: Coded | None) -> bool:
    """Whether nothing may stand between this and the printer."""
    return urgency is not None and priority(urgency) == "stat"


def priority(urgency: Coded) -> str:
    """FHIR request-priority of an urgency; "" when none is known to fit."""
    return _PRIORITIES.get(urgency.system.rpartition("/")[2], {}).get(urgency.code, "")


def _ours(words: Words) -> dict[Field, dict[str, str]]:
    return {**_clinical(words), **_of_the_office(words)}


def _clinical(words: Words) -> dict[Field, dict[str, str]]:
    say = words.say
    eye = (say("eyes stay closed"), say("open to pain"), say("open to voice"), say("open by themselves"))
    verbal = (
        say("no sound"), say("sounds only"), say("single words"), say("confused talk"), say("oriented talk"),
    )  # fmt: skip
    motor = (
        say("no movement"), say("extension to pain"), say("abnormal flexion to pain"), say("withdraws from pain"),
        say("localises pain"), say("obeys commands"),
    )  # fmt: skip
    return {
        Field.ANAESTHESIA: {
            "general": say("general anaesthesia (GA)"),
            "spinal": say("spinal block"),
            "epidural": say("epidural block"),
            "nerve": say("nerve block"),
            "local": say("local anaesthesia (LA)"),
            "sedation": say("intravenous sedation"),
            "none": say("without anaesthesia"),
        },
        Field.O2_DEVICE: {
            "room-air": say("room air"),
            "cannula": "nasal cannula",
            "mask": "simple mask",
            "reservoir": "mask with reservoir bag",
            "venturi": "venturi mask",
            "hfnc": "high-flow nasal cannula",
            "niv": "NIV / BiPAP / CPAP",
            "bag": "bag-valve-mask",
            "ett": say("ET tube with ventilator"),
            "ett-bag": say("ET tube with bag"),
            "t-piece": "T-piece",
            "tracheostomy": say("tracheostomy"),
        },
        Field.GCS_EYE: {str(at): f"E{at} {said}" for at, said in enumerate(eye, 1)},
        Field.GCS_VERBAL: {
            **{str(at): f"V{at} {said}" for at, said in enumerate(verbal, 1)},
            "T": f"VT {say('intubated')}",
        },
        Field.GCS_MOTOR: {str(at): f"M{at} {said}" for at, said in enumerate(motor, 1)},
        Field.ISOLATION: {
            "standard": say("standard precautions only"),
            "contact": say("contact precautions"),
            "droplet": say("droplet precautions"),
            "airborne": say("airborne precautions"),
            "protective": say("protective isolation"),
        },
    }


def _of_the_office(words: Words) -> dict[Field, dict[str, str]]:
    say = words.say
    return {
        Field.SEEN: {"new": say("new"), "known": say("known here"), "emergency": say("emergency case")},
        Field.NOTIFIED: {
            "none": say("does not have one"),
            "notified": say("has one, notified"),
            "not-yet": say("has one, not notified yet"),
        },
        Field.VALID: {
            "treatment": say("for this treatment only"),
            "return": say("until a physician finds that the person can return to the sending facility"),
            "until": say("until the day"),
        },
        Field.REPLY_STAY: {"here": say("still treated here"), "onward": say("referred on to")},
        Field.TRAVEL: {"ambulance": say("ambulance"), "own": say("own car"), "other": say("other")},
        Field.ATTACHED: {
            "pathology": say("pathology result"),
            "film": say("film or its report"),
            "lab": say("laboratory results"),
            "ekg": "EKG",
            "exam": say("physical examination"),
            "ct": "CT",
        },
    }


def role_words(code: str) -> str:
    """โรคหลัก, โรคร่วม, โรคแทรก: what a diagnosis is among the others."""
    return thai_words(ROLES, code)
