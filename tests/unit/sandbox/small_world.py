"""A tiny world: three facilities, three people, three signers."""

from dataclasses import replace
from datetime import date
from typing import Any

from viewer.sandbox.world import FacilityEntry, Human, Signer, SignerPost, World

SOMCHAI, MALI, OTHER = "p-somchai", "p-mali", "p-other"


def _patient(key: str, name: str) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": key, "meta": {"versionId": "3"}, "name": [{"text": name}]}


def _observation(key: str, patient: str, day: str, code: str = "2160-0") -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": key,
        "meta": {"versionId": "1", "lastUpdated": f"{day}T10:00:00+07:00"},
        "status": "final",
        "category": [{"coding": [{"system": "urn:category", "code": "laboratory"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "subject": {"reference": f"Patient/{patient}"},
        "effectiveDateTime": day,
        "valueQuantity": {"value": 1.2, "unit": "mg/dL"},
        "note": [{"text": "ข้อความยาวพอให้คุ้มกับการบีบอัด " * 4}],
    }


def _allergy(key: str, patient: str) -> dict[str, Any]:
    return {
        "resourceType": "AllergyIntolerance",
        "id": key,
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"text": "penicillin"},
        "patient": {"reference": f"Patient/{patient}"},
        "recordedDate": "2026-01-05",
    }


def _medicines(patient: str) -> list[dict[str, Any]]:
    return [
        {"resourceType": "Medication", "id": "m1", "code": {"text": "amlodipine 5 mg"}},
        {
            "resourceType": "MedicationRequest",
            "id": "r1",
            "status": "active",
            "intent": "order",
            "medicationReference": {"reference": "Medication/m1"},
            "subject": {"reference": f"Patient/{patient}"},
            "authoredOn": "2026-11-01",
        },
    ]


def _resources() -> dict[str, dict[str, list[dict[str, Any]]]]:
    days = [f"2026-0{month}-15" for month in range(1, 8)]
    somchai = [_patient(SOMCHAI, "นายสมชาย ทดสอบ"), _allergy("a1", SOMCHAI), *_medicines(SOMCHAI)]
    somchai += [_observation(f"o{n}", SOMCHAI, day) for n, day in enumerate(days)]
    other = [_patient(OTHER, "นายอื่น ทดสอบ"), _allergy("a9", OTHER), _observation("o9", OTHER, "2026-02-01")]
    return {
        "99001": {SOMCHAI: somchai, OTHER: other},
        "99002": {SOMCHAI: [_allergy("a2", SOMCHAI)]},
        "990040001": {MALI: [_allergy("a3", MALI)]},
    }


def small_world() -> World:
    """Somchai is known at three facilities and refuses one; Mali is a child with a guardian."""
    person = Human(
        number=1,
        patient_id=SOMCHAI,
        cid="9660487647597",
        other_ids=(("http://hl7.org/fhir/sid/passport-THA", "TEST001"),),
        name="นายสมชาย ทดสอบ",
        gender="male",
        birth="1960-03-14",
        deceased="",
        guardian="",
        named=("99001", "99002", "990040001"),
        refuses=("99002",),
        unconnected=(),
        habits={},
    )
    child = replace(
        person,
        number=2,
        patient_id=MALI,
        cid="9291417776317",
        other_ids=(),
        name="ด.ญ.มะลิ ทดสอบ",
        gender="female",
        birth="2020",
        guardian="นางแม่ ทดสอบ (มารดา)",
        named=("990040001", "99001"),
        refuses=(),
    )
    other = replace(person, number=3, patient_id=OTHER, cid="9011524493906", other_ids=(), name="นายอื่น ทดสอบ")
    return World(
        today=date(2026, 11, 23),
        facilities=(
            FacilityEntry("F01", "99001", "รพ.หนึ่ง", "รพศ.", "HL", "0-2000-0001"),
            FacilityEntry("F02", "99002", "รพ.สอง", "รพช.", "PHR", "0-2000-0002"),
            FacilityEntry("F03", "990040001", "คลินิก <สาม>", "คลินิก", "SIL"),
        ),
        people=(person, child, replace(other, named=("99001",), refuses=())),
        signers=(
            Signer(
                "doctor",
                "นพ.ทดสอบ แพทย์",
                "ว.12345",
                "dr-1",
                (
                    SignerPost("role-1", "doctor", "99001", "อายุรกรรม"),
                    SignerPost("role-2", "doctor", "99002", ""),
                ),
            ),
            Signer(
                "pharmacist",
                "ภญ.ทดสอบ เภสัช",
                "ภ.1",
                "ph-1",
                (SignerPost("role-3", "pharmacist", "990040001", ""),),
            ),
            Signer(
                "clerk", "น.ส.ทดสอบ ธุรการ", "", "cl-1", (SignerPost("role-4", "referral-clerk", "99002", ""),)
            ),
        ),
        resources=_resources(),
    )
