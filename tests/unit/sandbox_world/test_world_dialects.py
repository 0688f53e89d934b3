"""The three dialects differ where the real feeds do, defects included."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from viewer.sandbox.world import World

Held = Callable[..., list[dict[str, Any]]]
HL_CODE = "http://203.157.10.8/hcode_2020/query_set.php"
QUANTITY = "https://apis.healthlink.go.th/api/v1/fhir/StructureDefinition/MedicationQuantity"


def test_health_link_rows_carry_the_hospital_code(held: Held) -> None:
    rows = [row for row in held(1, "F02") if row["resourceType"] != "Patient"]
    for row in rows:
        assert {"use": "official", "system": HL_CODE, "value": "99002"} in row["identifier"]


def test_health_link_ids_hold_the_citizen_id(held: Held) -> None:
    rows = [row for row in held(1, "F01") if row["resourceType"] not in {"Patient", "Organization"}]
    assert rows
    assert all("9660487647597" in row["id"] for row in rows)


def test_health_link_supplies_are_statements_with_a_quantity(held: Held) -> None:
    glipizide = next(row for row in held(1, "F02", "MedicationStatement") if "glipizide" in _drug(row))
    assert glipizide["extension"] == [{"url": QUANTITY, "valueQuantity": {"value": 180, "unit": "เม็ด"}}]
    assert glipizide["dosage"] == [{"text": "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง ก่อนอาหาร เช้า เย็น"}]
    assert glipizide["informationSource"]["reference"] == "Organization/99002"


def test_health_link_results_have_no_range_and_flags_only_where_told(held: Held) -> None:
    for number in (1, 2, 4, 6, 7, 9):
        for key in ("F01", "F02", "F08", "F10"):
            for row in held(number, key, "Observation"):
                assert "referenceRange" not in row
                assert "interpretation" not in row


def test_phr_patient_has_every_defect(held: Held) -> None:
    patient = held(1, "F03", "Patient")[0]
    assert [found["type"] for found in patient["identifier"]] == ["CID", "HN"]
    assert patient["identifier"][0]["system"] == "https://www.dopa.go.th"
    assert patient["identifier"][0]["period"] == {"start": "1960"}
    assert patient["birthDate"] == "1960-03-14T00:00:00.000Z"
    name = patient["name"][0]
    assert (name["family"], name["suffix"], name["given"]) == ("บุญมี สมมติวงศ์", ["สมมติวงศ์"], ["บุญมี"])
    assert name["languageCode"] == "TH"
    assert name["text"] == "นายบุญมี สมมติวงศ์   "


def test_phr_diagnoses_are_all_severe_in_a_misspelt_system(held: Held) -> None:
    for row in held(4, "F03", "Condition") + held(12, "F14", "Condition"):
        assert row["severity"]["coding"][0]["display"] == "Severe"
        assert row["clinicalStatus"]["coding"][0]["system"].endswith("/conditionclinical")
        assert row["recordedDate"].endswith(".000Z")


def test_phr_medicines_are_contained_with_a_filler_code(held: Held) -> None:
    row = held(5, "F11", "MedicationDispense")[0]
    inside = row["contained"][0]
    assert row["medicationReference"] == {"reference": "#m1"}
    assert inside["code"]["coding"][0]["code"] == "00000"
    assert inside["code"]["text"] == "metronidazole 400 mg tab   "
    assert inside["form"]["coding"][0]["display"] == "02"
    assert row["dosageInstruction"][0]["route"]["text"] == "Oral"


def test_phr_visits_end_in_year_zero_and_refer_to_a_licence(held: Held) -> None:
    visit = held(5, "F14", "Encounter")[0]
    assert visit["period"]["end"] == "0000-00-00T00:00:00.000Z"
    assert visit["participant"][0]["individual"]["reference"] == "พท.ว.99"


def test_phr_quantities_name_a_broken_system(held: Held) -> None:
    doses = [
        dose["doseQuantity"]["system"]
        for number in range(1, 13)
        for key in ("F03", "F07", "F11", "F14")
        for row in held(number, key, "MedicationDispense")
        for directions in row["dosageInstruction"]
        for dose in directions.get("doseAndRate", [])
    ]
    assert set(doses) <= {"http://http://snomed.info/sct"}


def test_sil_identifies_with_types_and_a_system_of_its_own(held: Held) -> None:
    ids = held(3, "F06", "Patient")[0]["identifier"]
    assert ids[0]["system"] == "https://terms.sil-th.org/id/th-cid"
    assert ids[0]["type"]["coding"][0]["code"] == "cid"
    assert ids[1]["system"] == "https://terms.sil-th.org/hcode/5/99006/HN"
    clinic = held(3, "F04", "Patient")[0]["identifier"]
    assert clinic[1]["system"] == "https://terms.sil-th.org/hcode/9/990040001/HN"


def test_sil_hospital_refers_to_medications_and_a_clinic_contains_them(held: Held) -> None:
    hospital = held(8, "F06", "MedicationDispense")[0]
    assert hospital["medicationReference"]["reference"].startswith("Medication/")
    assert len(held(8, "F06", "Medication")) == 3
    clinic = held(8, "F04", "MedicationDispense")[0]
    assert clinic["medicationReference"] == {"reference": "#med"}
    assert hospital["daysSupply"] == {
        "value": 84,
        "unit": "วัน",
        "system": "http://unitsofmeasure.org",
        "code": "d",
    }


@pytest.mark.parametrize(("number", "key"), [(7, "F02"), (12, "F01")])
def test_documents_open(held: Held, number: int, key: str) -> None:
    files = [row["content"][0]["attachment"] for row in held(number, key, "DocumentReference")]
    pages = [base64.b64decode(f["data"]) for f in files if f["contentType"] == "application/pdf"]
    assert pages
    for page in pages:
        assert page.startswith(b"%PDF-1.4")
        assert page.endswith(b"%%EOF\n")


def test_every_facility_tells_its_own_code(world: World, held: Held) -> None:
    for facility in world.facilities:
        for human in world.people:
            for organization in held(human.number, facility.key, "Organization"):
                assert organization["identifier"][0]["value"] == facility.hcode
                assert ("telecom" in organization) == bool(facility.phone)


def _drug(row: dict[str, Any]) -> str:
    return str(row["medicationCodeableConcept"]["text"])
