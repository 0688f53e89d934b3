# ruff: noqa: E501 - long literals of JSON read better in one line
"""A made-up record of any size for the benches: mixed types, three dialects' habits, the same bytes every time."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

HCODE = "http://203.157.10.8/hcode_2020/query_set.php"
LABS = [
    ("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", "mg/dL", 1.1),
    ("2823-3", "Potassium [Moles/volume] in Serum or Plasma", "mmol/L", 4.2),
    ("718-7", "Hemoglobin [Mass/volume] in Blood", "g/dL", 12.1),
    ("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "%", 7.4),
    ("2345-7", "Glucose [Mass/volume] in Serum or Plasma", "mg/dL", 142.0),
    ("6690-2", "Leukocytes [#/volume] in Blood", "10*3/uL", 7.2),
    ("777-3", "Platelets [#/volume] in Blood", "10*3/uL", 240.0),
    ("1742-6", "Alanine aminotransferase [Enzymatic activity/volume]", "U/L", 31.0),
]
DRUGS = [
    "metformin 500 mg tab", "amlodipine 5 mg tab", "simvastatin 20 mg tab", "losartan 50 mg tab",
    "omeprazole 20 mg cap", "aspirin 81 mg EC tab", "paracetamol 500 mg tab", "furosemide 40 mg tab",
]  # fmt: skip
DISEASES = [
    ("E11.2", "เบาหวานชนิดที่ 2 มีภาวะแทรกซ้อนทางไต"),
    ("I10", "ความดันโลหิตสูง"),
    ("N183", "ไตเรื้อรังระยะที่ 3"),
    ("E78.5", "ไขมันในเลือดผิดปกติ"),
]
SHARE = [("Observation", 62), ("Encounter", 16), ("MedicationDispense", 8), ("MedicationRequest", 4),
         ("Condition", 3), ("MedicationStatement", 2), ("Procedure", 2), ("DiagnosticReport", 2), ("Immunization", 1)]  # fmt: skip


def pages(count: int, page_size: int = 200, hcode: str = "99001") -> list[bytes]:
    """``count`` resources as searchset Bundles."""
    resources = list(_resources(count, hcode))
    return [
        _written(_bundle(resources[start : start + page_size], count)) for start in range(0, count, page_size)
    ]


def _written(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _bundle(resources: list[dict[str, Any]], total: int) -> dict[str, Any]:
    base = "http://127.0.0.1/at/99001/fhir"
    return {
        "resourceType": "Bundle", "type": "searchset", "total": total,
        "entry": [
            {"fullUrl": f"{base}/{item['resourceType']}/{item['id']}", "resource": item, "search": {"mode": "match"}}
            for item in resources
        ],
    }  # fmt: skip


def _resources(count: int, hcode: str) -> Iterator[dict[str, Any]]:
    """Six resources a visit, as hospitals send them: one time for the whole visit, one export for its rows."""
    chance = random.Random(1)  # the same made-up record every time
    types = [name for name, share in SHARE for _ in range(share)]
    for number in range(count):
        type_ = types[number * 37 % 100]
        visit = number // 6
        if number % 6 == 0:
            day = date(2026, 11, 20) - timedelta(days=chance.randrange(3000))
        common = {
            "resourceType": type_,
            "id": f"{hcode}-{type_[:4].lower()}-{number}",
            "meta": {
                "versionId": "1",
                "lastUpdated": f"{day}T{10 + visit % 8:02}:{visit % 60:02}:{visit % 59:02}.{visit % 997:03}+00:00",
            },
            "text": {
                "status": "generated",
                "div": '<div xmlns="http://www.w3.org/1999/xhtml">บันทึกการรักษาในระบบโรงพยาบาล</div>',
            },
            "identifier": [{"use": "official", "system": HCODE, "value": hcode}],
        }
        when = f"{day}T{8 + visit % 8:02}:{visit % 60:02}:00+07:00"
        yield {**common, **_MAKERS[type_](number, when, chance)}


def _subject() -> dict[str, Any]:
    return {"reference": "Patient/p-bench"}


def _observation(number: int, when: str, chance: random.Random) -> dict[str, Any]:
    code, display, unit, value = LABS[number % len(LABS)]
    made: dict[str, Any] = {
        "status": "final",
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": display}]},
        "subject": _subject(),
        "encounter": {"reference": f"Encounter/99001-enco-{number % 1000}"},
        "effectiveDateTime": when,
        "performer": [{"reference": "Organization/99001", "display": "รพ.ศูนย์ธารสุวรรณ"}],
        "valueQuantity": {"value": round(value * chance.uniform(0.7, 1.6), 2), "unit": unit, "system": "http://unitsofmeasure.org", "code": unit},
    }  # fmt: skip
    if number % 3 == 0:
        made["referenceRange"] = [
            {
                "low": {"value": round(value * 0.8, 1), "unit": unit},
                "high": {"value": round(value * 1.2, 1), "unit": unit},
            }
        ]
    if number % 11 == 0:
        del made["valueQuantity"]
        made["component"] = [
            {
                "code": {"coding": [{"system": "http://loinc.org", "code": part}]},
                "valueQuantity": {"value": chance.randrange(60, 180), "unit": "mmHg"},
            }
            for part in ("8480-6", "8462-4")
        ]
    return made


def _dosage(number: int) -> list[dict[str, Any]]:
    return [
        {
            "text": "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น",
            "timing": {
                "repeat": {"frequency": 1 + number % 3, "period": 1, "periodUnit": "d", "when": ["PC"]}
            },
            "route": {
                "coding": [{"system": "http://snomed.info/sct", "code": "26643006", "display": "Oral"}]
            },
            "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "เม็ด"}}],
        }
    ]


def _drug(number: int) -> dict[str, Any]:
    name = DRUGS[number % len(DRUGS)]
    return {
        "coding": [
            {"system": "https://healthlink.go.th/tmt/tpu", "code": str(200000 + number % 8), "display": name}
        ],
        "text": name,
    }


def _dispense(number: int, when: str, _: random.Random) -> dict[str, Any]:
    return {
        "status": "completed", "medicationCodeableConcept": _drug(number), "subject": _subject(),
        "quantity": {"value": 60, "unit": "เม็ด"}, "daysSupply": {"value": 30, "unit": "d"},
        "whenHandedOver": when, "dosageInstruction": _dosage(number),
    }  # fmt: skip


def _request(number: int, when: str, _: random.Random) -> dict[str, Any]:
    return {
        "status": "active", "intent": "order", "medicationCodeableConcept": _drug(number), "subject": _subject(),
        "authoredOn": when, "requester": {"display": "นพ.ธีรเดช จำลองแพทย์"}, "dosageInstruction": _dosage(number),
        "dispenseRequest": {"quantity": {"value": 60, "unit": "เม็ด"}},
    }  # fmt: skip


def _statement(number: int, when: str, _: random.Random) -> dict[str, Any]:
    return {
        "status": "active", "medicationCodeableConcept": _drug(number), "subject": _subject(),
        "effectiveDateTime": when, "informationSource": {"reference": "Organization/99001"},
        "extension": [{
            "url": "https://apis.healthlink.go.th/api/v1/fhir/StructureDefinition/MedicationQuantity",
            "valueQuantity": {"value": 30, "unit": "เม็ด"},
        }],
    }  # fmt: skip


def _condition(number: int, when: str, _: random.Random) -> dict[str, Any]:
    code, words = DISEASES[number % len(DISEASES)]
    return {
        "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
        "verificationStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "confirmed"}]},
        "code": {"coding": [{"system": "http://thcc.or.th/ICD-10TM/", "code": code, "display": words}]},
        "subject": _subject(), "recordedDate": when,
    }  # fmt: skip


def _encounter(number: int, when: str, _: random.Random) -> dict[str, Any]:
    code, words = DISEASES[number % len(DISEASES)]
    return {
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB", "display": "ambulatory"},
        "serviceType": {"text": "อายุรกรรม"}, "subject": _subject(), "period": {"start": when, "end": when},
        "reasonCode": [{"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": code, "display": words}]}],
        "serviceProvider": {"reference": "Organization/99001", "display": "รพ.ศูนย์ธารสุวรรณ"},
    }  # fmt: skip


def _procedure(number: int, when: str, _: random.Random) -> dict[str, Any]:
    return {
        "status": "completed", "subject": _subject(), "performedDateTime": when,
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-9-cm", "code": "39.95", "display": "Hemodialysis"}]},
        "performer": [{"actor": {"reference": "Organization/99001"}}],
    }  # fmt: skip


def _report(number: int, when: str, _: random.Random) -> dict[str, Any]:
    return {
        "status": "final", "subject": _subject(), "effectiveDateTime": when,
        "code": {"coding": [{"system": "http://loinc.org", "code": "30746-2", "display": "Portable XR Chest Views"}]},
        "conclusion": "ปอดปกติ ไม่พบ infiltration",
        "result": [{"reference": f"Observation/99001-obse-{number - 1}"}],
    }  # fmt: skip


def _immunization(number: int, when: str, _: random.Random) -> dict[str, Any]:
    return {
        "status": "completed", "patient": _subject(), "occurrenceDateTime": when, "lotNumber": f"L{number}",
        "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "141", "display": "Influenza"}]},
    }  # fmt: skip


_MAKERS = {
    "Observation": _observation, "MedicationDispense": _dispense, "MedicationRequest": _request,
    "MedicationStatement": _statement, "Condition": _condition, "Encounter": _encounter, "Procedure": _procedure,
    "DiagnosticReport": _report, "Immunization": _immunization,
}  # fmt: skip
