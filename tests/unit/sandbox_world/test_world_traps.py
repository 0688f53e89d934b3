"""The traps of the stories are planted: each line names a person, where, and what must be there."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SHEETS = {
    "summary", "timeline", "medicines", "results", "allergies",
    "problems", "vaccines", "documents", "others", "ledger",
}  # fmt: skip
Held = Callable[..., list[dict[str, Any]]]

# person, facility, type, a piece of JSON that one resource must hold, what for
PLANTED = [
    (1, "F02", "Condition", '"code": "E112"', "an ICD code without its dot"),
    (1, "F02", "Condition", '"code": "N18.9"', "a stage unknown to one facility"),
    (1, "F01", "MedicationStatement", '"statusReason": [{"text": "eGFR ลดลง ให้หยุด"}]', "stopped elsewhere"),
    (1, "F01", "AllergyIntolerance", '"display": "ผู้ป่วย"', "a denial with informant"),
    (1, "F01", "AllergyIntolerance", '"recordedDate": "2020-03-12"', "a denial with date"),
    (1, "F02", "MedicationStatement", '"when": ["PC"]', "a structured dose"),
    (1, "F08", "MedicationStatement", "อีโทริ-เอ็กซ์ 90 (สมมติ) (etoricoxib 90 mg)", "a trade name"),
    (2, "F11", "Observation", '"value": 180', "a weight mistyped"),
    (2, "F11", "AllergyIntolerance", "แพ้ยาลดไข้สูง ไม่ทราบชื่อ หอบ", "a lay word"),
    (2, "F09", "Immunization", '"occurrenceDateTime": "2022-01-03T17:00:00Z"', "UTC of the next local day"),
    (2, "F10", "MedicationStatement", "1 ช้อนชาครึ่ง (7.5 มล.)", "teaspoons"),
    (2, "F09", "AllergyIntolerance", '"asserter": {"display": "ผู้ปกครอง"}', "told by a parent"),
    (3, "F06", "MedicationDispense", '"code": "HIV"', "the one label"),
    (3, "F06", "Encounter", "คลินิกนภา", "a clinic name that tells"),
    (3, "F06", "Observation", '"comparator": "<"', "a comparator"),
    (3, "F06", "AllergyIntolerance", "409137002", "a coded denial"),
    (4, "F02", "Condition", '"onsetDateTime": "2021-03-29"', "the pregnancy of 2564"),
    (4, "F02", "Observation", "O Rh ลบ", "one Rh"),
    (4, "F03", "Observation", "O Rh บวก", "the other Rh"),
    (4, "F04", "Patient", "น.ส.ฟ้าใส ปรีชาจำลอง", "the name before marriage"),
    (4, "F02", "Observation", '"valueDateTime": "2027-02-20"', "a second EDC"),
    (5, "F01", "Goal", "เป้าหมาย INR 2.5-3.5", "the goal"),
    (5, "F01", "MedicationStatement", '"dayOfWeek": ["mon", "tue", "wed", "thu", "fri"]', "weekdays"),
    (5, "F01", "MedicationStatement", "ครั้งละครึ่งเม็ด", "half a tablet"),
    (5, "F02", "AllergyIntolerance", '"text": "-"', "a dash"),
    (5, "F11", "MedicationDispense", "1x3 pc prn", "Latin shorthand"),
    (5, "F01", "Observation", '"code": "H"', "the laboratory's own flag"),
    (6, "F03", "Patient", '"birthDate": "2522-05-30"', "a Buddhist year"),
    (6, "F12", "Patient", "นายสมพล จำลองสุข", "a name misspelt"),
    (6, "F12", "MedicationRequest", "rifampicin 600 mg", "ordered, never dispensed"),
    (6, "F12", "Observation", "RIF resistance NOT DETECTED", "a negation"),
    (6, "F02", "Observation", '"valueString": "2+"', "an ordinal"),
    (6, "F02", "Condition", '"code": "F10.2"', "restricted without a label"),
    (7, "F08", "AllergyIntolerance", "สารทึบรังสีไอโอดีน", "an allergy that comes late"),
    (7, "F02", "ServiceRequest", "3 ฉุกเฉิน", "the referral"),
    (7, "F02", "DocumentReference", "application/pdf", "the ECG"),
    (8, "F06", "AllergyIntolerance", '"code": "refuted"', "assessed, not allergic"),
    (
        8,
        "F06",
        "MedicationDispense",
        '"frequency": 1, "period": 1, "periodUnit": "d"',
        "weekly sent as daily",
    ),
    (8, "F04", "AllergyIntolerance", '"type": "intolerance"', "a side effect"),
    (8, "F01", "AllergyIntolerance", '"code": "L51.1"', "SJS"),
    (8, "F02", "AllergyIntolerance", "(Life-threatening)", "seriousness"),
    (9, "F10", "Patient", "https://hl7.org/fhir/sid/passport-GBR", "https instead of http"),
    (9, "F10", "ImmunizationRecommendation", "วันที่ 7", "the next dose"),
    (10, "F07", "ServiceRequest", "9722846428920", "one digit wrong"),
    (10, "F07", "Communication", '"status": "not-done"', "calls not answered"),
    (10, "F07", "Task", "รอรถ", "one agency"),
    (10, "F07", "Task", "รับแล้ว", "another agency"),
    (10, "F11", "MedicationDispense", '"value": 50', "fewer dispensed than ordered"),
    (12, "F01", "DocumentReference", "หนังสือแสดงเจตนา ม.12", "the letter of intent"),
    (12, "F14", "Condition", '"code": "U57..32"', "a code with two dots"),
    (12, "F06", "Observation", "HLA-B*58:01", "a result that forbids a drug"),
    (12, "F13", "Observation", "Potassium หลังฟอกเลือด", "after dialysis"),
]


@pytest.mark.parametrize(("number", "key", "kind", "piece", "why"), PLANTED)
def test_planted(held: Held, number: int, key: str, kind: str, piece: str, why: str) -> None:
    found = [json.dumps(row, ensure_ascii=False) for row in held(number, key, kind)]
    assert any(piece in text for text in found), why


def test_a_default_denial_has_neither_date_nor_informant(held: Held) -> None:
    denial = held(8, "F08", "AllergyIntolerance")[0]
    assert denial["code"] == {"text": "ปฏิเสธการแพ้ยา"}
    assert not {"recordedDate", "onsetDateTime", "asserter", "recorder", "extension"} & set(denial)


def test_only_one_restricted_row_is_labelled(held: Held) -> None:
    labelled = [row for number in range(1, 13) for row in held(number) if "security" in row["meta"]]
    assert len(labelled) == 1
    assert [code["code"] for code in labelled[0]["meta"]["security"]] == ["R", "HIV"]


def test_diclofenac_comes_without_directions(held: Held) -> None:
    assert "dosageInstruction" not in held(1, "F05", "MedicationDispense")[0]


def test_a_late_potassium_has_neither_flag_nor_range(held: Held) -> None:
    rows = [r for r in held(1, "F01", "Observation") if r.get("valueQuantity", {}).get("value") == 5.7]
    assert len(rows) == 1
    assert not {"interpretation", "referenceRange"} & set(rows[0])


def test_the_missing_reports_are_missing(held: Held) -> None:
    days = {row["effectiveDateTime"] for row in held(10, "F07", "Observation") if _loinc(row) == "8310-5"}
    assert "2021-08-07T18:00:00.000Z" not in days
    assert "2021-08-08T08:00:00.000Z" not in days
    assert len(days) == 11


def test_the_sister_is_another_person_on_the_same_telephone(held: Held) -> None:
    sister = held(10, "F07", "RelatedPerson")[0]
    assert sister["identifier"][0]["value"] == "9461416274375"
    assert sister["telecom"][0]["value"] == held(10, "F07", "Patient")[0]["telecom"][0]["value"]


def test_sedatives_come_from_four_prescribers(held: Held) -> None:
    found = {
        (key, drug)
        for key in ("F01", "F02", "F04", "F08")
        for row in held(12, key)
        for drug in ("alprazolam", "zolpidem", "diazepam")
        if row["resourceType"].startswith("Medication") and drug in json.dumps(row)
    }
    assert found == {
        ("F01", "alprazolam"),
        ("F02", "diazepam"),
        ("F04", "alprazolam"),
        ("F08", "alprazolam"),
        ("F08", "zolpidem"),
    }


def test_the_newborn_is_kept_apart(folder: Path, held: Held) -> None:
    parcel = json.loads((folder / "extra-13-newborn.json").read_bytes())
    baby = parcel["entry"][0]["resource"]
    assert baby["identifier"][0]["value"] == "9398259791901"
    assert baby["birthDate"] == "2021-11-11"
    assert "newborn-13" not in json.dumps(held(4), ensure_ascii=False)


def test_the_travellers_summary_is_a_document_whose_references_resolve(folder: Path) -> None:
    summary = json.loads((folder / "ips-testman.json").read_bytes())
    known = {entry["fullUrl"] for entry in summary["entry"]}
    assert summary["type"] == "document"
    assert summary["entry"][0]["resource"]["resourceType"] == "Composition"
    for section in summary["entry"][0]["resource"]["section"]:
        assert {entry["reference"] for entry in section["entry"]} <= known
    units = {
        row["resource"]["valueQuantity"]["unit"]
        for row in summary["entry"]
        if row["resource"]["resourceType"] == "Observation"
    }
    assert units == {"mmol/L", "µmol/L", "mmol/mol", "°F"}


def test_expectations_speak_of_every_person_and_of_real_sheets(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_bytes())["people"]
    assert sorted(map(int, expected)) == list(range(1, 13))
    ids = [trap["id"] for person in expected.values() for trap in person["traps"]]
    assert len(ids) == len(set(ids))
    for person in expected.values():
        assert [finding["rank"] for finding in person["findings"]] == [*range(1, len(person["findings"]) + 1)]
        assert all(trap["sheet"] in SHEETS for trap in person["traps"])


def test_expected_days_left_follow_from_the_supplies(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_bytes())["people"]
    for number, person in expected.items():
        story = json.loads((folder / f"person-{int(number):02d}.json").read_bytes())
        for key, drug, left in person.get("left", []):
            supplies = [row for row in story["at"][key]["medicines"] if drug in row["drug"]]
            found = {
                row["days"] + int(row["day"].split()[0].removeprefix("D")) if row.get("days") else None
                for row in supplies
            }
            assert left in found, (number, key, drug, found)


def _loinc(row: dict[str, Any]) -> str:
    codings = row["code"].get("coding", [{}])
    return str(codings[0].get("code", ""))
