"""Thai words of the sandbox's own pages: dates of the Buddhist era, roles, kinds of data."""

from collections.abc import Iterable
from datetime import datetime

from viewer.sandbox.clock import BANGKOK

_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")

ROLES = {
    "doctor": "แพทย์",
    "pharmacist": "เภสัชกร",
    "referral-nurse": "พยาบาลศูนย์ส่งต่อ",
    "referral-clerk": "เจ้าหน้าที่ศูนย์ส่งต่อ",
}

# What a patient would call it -> the FHIR types that carry it. The order is that of the page.
_KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("ประวัติการแพ้ยาและแพ้อาหาร", frozenset({"AllergyIntolerance", "AdverseEvent"})),
    (
        "ยาที่ได้รับและวิธีใช้",
        frozenset(
            {
                "MedicationRequest",
                "MedicationDispense",
                "MedicationStatement",
                "MedicationAdministration",
                "Medication",
            }
        ),
    ),
    ("โรคและการวินิจฉัย", frozenset({"Condition", "ClinicalImpression", "EpisodeOfCare"})),
    ("ผลเลือด ผลตรวจ และสัญญาณชีพ", frozenset({"Observation", "DiagnosticReport", "Specimen"})),
    ("ภาพถ่ายทางการแพทย์", frozenset({"ImagingStudy", "Media"})),
    ("การมาโรงพยาบาลและนัดหมาย", frozenset({"Encounter", "Appointment"})),
    ("หัตถการและการผ่าตัด", frozenset({"Procedure"})),
    ("วัคซีน", frozenset({"Immunization", "ImmunizationRecommendation"})),
    ("เอกสารและสรุปการรักษา", frozenset({"DocumentReference", "Composition", "Binary"})),
    ("การส่งต่อและแผนการดูแล", frozenset({"ServiceRequest", "Task", "CarePlan", "CareTeam", "Goal"})),
    ("อุปกรณ์การแพทย์ที่ใช้", frozenset({"Device", "DeviceUseStatement"})),
    ("ประวัติโรคในครอบครัว", frozenset({"FamilyMemberHistory"})),
    ("สิทธิการรักษา", frozenset({"Coverage"})),
    ("ข้อควรระวังในการดูแล", frozenset({"Flag", "RiskAssessment", "DetectedIssue"})),
)
# Only gives words to others; nobody is asked about it.
_SUPPORTING = frozenset(
    {"Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Provenance", "Substance"}
)


def thai_date(moment: datetime) -> str:
    """``23 พ.ย. 2569``, in Bangkok."""
    local = moment.astimezone(BANGKOK)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year + 543}"


def thai_time(moment: datetime) -> str:
    """``17.00 น.``, in Bangkok."""
    local = moment.astimezone(BANGKOK)
    return f"{local:%H.%M} น."


def thai_moment(moment: datetime) -> str:
    """``23 พ.ย. 2569 เวลา 17.00 น.``, in Bangkok."""
    return f"{thai_date(moment)} เวลา {thai_time(moment)}"


def thai_kinds(types: Iterable[str]) -> list[str]:
    """FHIR types in the words of a patient, each once; what has no word is "ข้อมูลสุขภาพอื่น"."""
    asked = set(types) - _SUPPORTING
    kinds = [word for word, known in _KINDS if asked & known]
    for _, known in _KINDS:
        asked -= known
    return [*kinds, "ข้อมูลสุขภาพอื่น"] if asked else kinds
