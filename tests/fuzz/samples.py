# ruff: noqa: E501 - long literals of JSON read better in one line
"""What hostile input is made from: real-shaped resources of every type that is read, and of some that are not.

The golden resources are among them, so that a type that gets a golden file is fuzzed from then on. Ids and the citizen
id are marked: none of them may reach a sheet.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

MARK = "zzid"  # stands in every resource id below
CITIZEN = "1234567890121"
_GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "record"
_CID = {"system": "https://www.dopa.go.th", "value": CITIZEN, "type": {"text": "CID"}}
_WHO = {"reference": f"Patient/{MARK}-p"}
_PLACE = {"reference": f"Organization/{MARK}-o", "display": "รพ.ตัวอย่าง"}


def _concept(text: str, system: str = "", code: str = "") -> dict[str, Any]:
    return {"text": text, "coding": [{"system": system, "code": code, "display": text}]}


def _quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def _row(type_: str, **members: Any) -> dict[str, Any]:
    head = {
        "resourceType": type_,
        "id": f"{MARK}-{type_.lower()}",
        "meta": {"versionId": "1", "lastUpdated": "2026-10-01T09:00:00+07:00"},
        "identifier": [{"system": "https://bps.moph.go.th/hcode/5", "value": "99001"}],
    }
    return head | members


_DOSE = {
    "sequence": 1, "text": "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหารเช้า-เย็น",
    "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d", "when": ["PCM"], "dayOfWeek": ["mon"],
                          "boundsDuration": _quantity(30, "d")}, "code": {"text": "bid"}},
    "asNeededCodeableConcept": {"text": "เมื่อปวด"}, "route": _concept("oral"),
    "doseAndRate": [{"doseQuantity": _quantity(1, "เม็ด")}],
    "maxDosePerPeriod": {"numerator": _quantity(4, "tab"), "denominator": _quantity(1, "d")},
}  # fmt: skip
_LOINC, _ICD, _TMT = "http://loinc.org", "http://hl7.org/fhir/sid/icd-10", "https://www.this.or.th/tmt/gp"

RESOURCES: list[dict[str, Any]] = [
    _row("Patient", id=f"{MARK}-p", identifier=[_CID], gender="female", birthDate="1960-03-14",
         name=[{"use": "official", "text": "นาง สมมุติ ทดสอบ", "given": ["สมมุติ"], "family": "ทดสอบ", "prefix": ["นาง"],
                "extension": [{"url": "http://x/language", "valueCode": "TH"}]}],
         telecom=[{"system": "phone", "value": "0800000000"}], deceasedBoolean=False,
         address=[{"line": ["1 หมู่ 2"], "city": "เมือง", "state": "เชียงใหม่", "postalCode": "50000"}]),
    _row("AllergyIntolerance", patient=_WHO, code=_concept("Penicillin V", _TMT, "221059"), type="allergy",
         category=["medication"], criticality="high", verificationStatus=_concept("confirmed"),
         clinicalStatus=_concept("active"), recordedDate="2019-05-02", asserter=_WHO,
         reaction=[{"manifestation": [_concept("ผื่นลมพิษ")], "severity": "severe", "onset": "2019",
                    "description": "anaphylaxis"}], note=[{"text": "แพ้รุนแรง"}],
         extension=[{"url": "http://x/certainty", "valueCodeableConcept": _concept("certain")}]),
    _row("AllergyIntolerance", id=f"{MARK}-denial", patient=_WHO, code={"text": "ปฏิเสธการแพ้ยา"},
         recordedDate="2026-01-01", asserter={"reference": f"Practitioner/{MARK}-d"}),
    _row("Condition", subject=_WHO, code=_concept("เบาหวานชนิดที่ 2", _ICD, "E112"), onsetDateTime="2562-01-05",
         clinicalStatus=_concept("active"), severity=_concept("Severe"), recordedDate="2020-02",
         category=[_concept("encounter-diagnosis")], note=[{"text": "ตามนัด"}]),
    _row("MedicationRequest", subject=_WHO, status="active", intent="order", authoredOn="2026-10-01",
         medicationReference={"reference": f"Medication/{MARK}-m"}, dosageInstruction=[_DOSE],
         requester={"reference": f"PractitionerRole/{MARK}-r"}, category=[_concept("outpatient")],
         dispenseRequest={"quantity": _quantity(60, "เม็ด"), "expectedSupplyDuration": _quantity(30, "d"),
                          "validityPeriod": {"start": "2026-10-01", "end": "2026-11-01"}}),
    _row("MedicationDispense", subject=_WHO, status="completed", whenHandedOver="2026-10-01T10:00:00Z",
         medicationCodeableConcept=_concept("WARFARIN (GPO) (warfarin sodium 3 mg) tablet, 1 tablet", _TMT, "656"),
         quantity=_quantity(360, "เม็ด"), daysSupply=_quantity(90, "d"), performer=[{"actor": _PLACE}],
         dosageInstruction=[_DOSE | {"text": "1x1 po hs จันทร์-ศุกร์"}]),
    _row("MedicationStatement", subject=_WHO, status="not-taken", effectivePeriod={"start": "2025", "end": "2026-13"},
         medicationCodeableConcept={"text": "isoniazid 75 + rifampicin 150 mg tab"}, dosage=[{"text": "3 เม็ด hs"}],
         extension=[{"url": "https://x/MedicationQuantity", "valueString": "90 เม็ด"}],
         statusReason=[_concept("ผื่น")]),
    _row("Observation", subject=_WHO, status="final", code=_concept("Creatinine", _LOINC, "2160-0"),
         effectiveDateTime="2026-09-30T08:15:00+07:00", valueQuantity=_quantity(1.5, "mg/dL"),
         referenceRange=[{"low": _quantity(0.5, "mg/dL"), "high": _quantity(1.1, "mg/dL")}],
         interpretation=[_concept("High", "", "H")], category=[_concept("laboratory", "", "laboratory")],
         performer=[_PLACE], method=_concept("enzymatic"), bodySite=_concept("แขนซ้าย"), note=[{"text": "hemolysed"}]),
    _row("Observation", id=f"{MARK}-bp", subject=_WHO, status="amended", effectivePeriod={"start": "2026-09-30"},
         code=_concept("Blood pressure", _LOINC, "85354-9"), component=[
             {"code": _concept("Systolic", _LOINC, "8480-6"), "valueQuantity": _quantity(128, "mm[Hg]")},
             {"code": _concept("Diastolic", _LOINC, "8462-4"), "valueQuantity": _quantity(80, "mm[Hg]"),
              "dataAbsentReason": _concept("unknown")}]),
    _row("Observation", id=f"{MARK}-hiv", subject=_WHO, status="final", code=_concept("Anti-HIV", _LOINC, "75622-1"),
         effectiveDateTime="2026-09-30", valueCodeableConcept=_concept("Negative")),
    _row("Observation", id=f"{MARK}-words", subject=_WHO, status="final", code={"text": "หมู่เลือด"}, issued="2026",
         valueString="O", valueRatio={"numerator": _quantity(1, ""), "denominator": _quantity(80, "")},
         valueRange={"low": _quantity(1, "g"), "high": _quantity(2, "g")}, valueInteger=3, valueBoolean=True,
         valueTime="10:00", valueDateTime="2026-01-01", valuePeriod={"start": "2026"}, valueSampledData={"data": "1"}),
    _row("DiagnosticReport", subject=_WHO, status="final", code=_concept("CXR", _LOINC, "36643-5"), issued="2026-09-30",
         result=[{"reference": f"Observation/{MARK}-hiv"}, {"reference": "#c", "display": "ภาพ"}],
         conclusion="No active lesion", conclusionCode=[_concept("Normal")], resultsInterpreter=[_PLACE],
         presentedForm=[{"contentType": "application/pdf", "title": "ผลอ่าน", "size": 1234, "data": "JVBERi0="}],
         contained=[{"resourceType": "Observation", "id": "c"}]),
    _row("Encounter", subject=_WHO, status="finished", period={"start": "2026-09-30T08:00:00+07:00", "end": "2026-10-02"},
         **{"class": {"code": "IMP"}}, type=[_concept("OPD อายุรกรรม")], serviceType=_concept("อายุรกรรม"),
         reasonCode=[_concept("ไข้")], diagnosis=[{"condition": {"reference": f"Condition/{MARK}-condition"}, "rank": 1}],
         location=[{"location": {"reference": f"Location/{MARK}-l"}}], serviceProvider=_PLACE),
    _row("Procedure", subject=_WHO, status="completed", code=_concept("Appendectomy", "", "47.0"), outcome=_concept("ดี"),
         performedPeriod={"start": "2001-02-03", "end": "2001-02-04"}, bodySite=[_concept("ท้อง")],
         performer=[{"actor": {"reference": f"Practitioner/{MARK}-d"}}], statusReason=_concept("-")),
    _row("Immunization", patient=_WHO, status="completed", vaccineCode=_concept("OPV"), occurrenceDateTime="1999",
         lotNumber="A1", protocolApplied=[{"doseNumberPositiveInt": 2}], primarySource=False, note=[{"text": "x"}]),
    _row("DocumentReference", subject=_WHO, status="current", type=_concept("หนังสือแสดงเจตนา"), date="2026-01-01T00:00:00Z",
         description="Discharge summary", author=[_PLACE], custodian=_PLACE, securityLabel=[_concept("R", "", "R")],
         content=[{"attachment": {"contentType": "text/plain", "url": "https://x.example/1", "hash": "x", "title": "ก"}}]),
    _row("Composition", subject=_WHO, status="final", type=_concept("Patient summary", _LOINC, "60591-5"), date="2026-01",
         title="สรุป", author=[_PLACE], confidentiality="N", section=[
             {"title": "ยา", "code": _concept("ยา", _LOINC, "10160-0"), "entry": [_WHO], "emptyReason": _concept("nilknown"),
              "text": {"status": "generated", "div": "<div><p>ก <b>ข</b></p><table><tr><td>1</td></tr></table></div>"},
              "section": [{"title": "ใน", "text": {"div": "<script>x</script>&lt;b&gt;"}}]}]),
    _row("Medication", id=f"{MARK}-m", code=_concept("metformin 500 mg tab", _TMT, "1"), form=_concept("tablet"),
         ingredient=[{"itemCodeableConcept": _concept("metformin"),
                      "strength": {"numerator": _quantity(500, "mg"), "denominator": _quantity(1, "tab")}}]),
    _row("Organization", id=f"{MARK}-o", name="รพ.ตัวอย่าง", alias=["ต"]),
    _row("Practitioner", id=f"{MARK}-d", name=[{"text": "นพ. ตัวอย่าง"}]),
    _row("PractitionerRole", id=f"{MARK}-r", practitioner={"reference": f"PractitionerRole/{MARK}-r"},
         organization={"reference": f"Organization/{MARK}-o"}),
    _row("Location", id=f"{MARK}-l", name="ตึก 1"),
    _row("Goal", subject=_WHO, description=_concept("INR 2-3"), startDate="2026-01-01", lifecycleStatus="active"),
    _row("Zzz", subject=_WHO, code=_concept("ไม่รู้จัก"), text={"div": "<div>อะไร</div>"}),
    {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "invalid"}]},
]  # fmt: skip


def bundle(resources: list[Any], type_: str = "searchset", **more: Any) -> dict[str, Any]:
    """A Bundle around some resources."""
    entries = [
        {"fullUrl": f"https://x.example/fhir/{MARK}/{n}", "resource": one} for n, one in enumerate(resources)
    ]
    return {"resourceType": "Bundle", "type": type_, **more, "entry": entries}


@cache
def golden() -> list[dict[str, Any]]:
    """The golden resources of every type."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(_GOLDEN.glob("*.json"))]
    return [case["resource"] for cases in found for case in cases if isinstance(case["resource"], dict)]
