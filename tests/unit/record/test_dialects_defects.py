"""The defects of real feeds: read, flagged, never silently corrected, and never the death of a row."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from viewer.exchange.directory import UNKNOWN, Facility
from viewer.record.binder import Binder
from viewer.record.facts import Allergy, Fact, Person, Problem, Result, Stance, Supply, Visit
from viewer.record.story import Record
from viewer.record.values import Precision, Quantity

HL = "http://203.157.10.8/hcode_2020/query_set.php"
ICD = "http://hl7.org/fhir/sid/icd-10"
DAY = "2026-11-20"


def read(*resources: dict[str, Any], facility: Facility = UNKNOWN) -> Record:
    binder = Binder(date(2026, 11, 23), None)
    for number, resource in enumerate(resources):
        added = binder.add(json.dumps({"id": f"r{number}", **resource}).encode(), facility)
        assert added.tally.gaps == 0
    return binder.record()


def only(*resources: dict[str, Any], **kwargs: Any) -> Any:
    record = read(*resources, **kwargs)
    return next(record.facts(), None) or record.persons[0]


def codes(fact: Fact) -> set[str]:
    return {remark.code for remark in fact.remarks} - {"facility-from-parcel"}


# --- facility (domain: Health Link rows name their hospital in identifier[mdp])

ROWS: dict[str, dict[str, Any]] = {
    "AllergyIntolerance": {"code": {"text": "x"}, "asserter": {"display": "ผู้ป่วย"}},
    "Immunization": {"vaccineCode": {"text": "x"},
                     "performer": [{"actor": {"reference": "Organization/o", "display": "รพ.อื่น"}}]},
    "MedicationStatement": {"medicationCodeableConcept": {"text": "x"},
                            "informationSource": {"reference": "Organization/o", "display": "รพ.อื่น"}},
    "Condition": {"code": {"text": "x"}},
    "Procedure": {"code": {"text": "x"},
                  "performer": [{"actor": {"reference": "Organization/o", "display": "รพ.อื่น"}}]},
    "DiagnosticReport": {"code": {"text": "x"}, "performer": [{"reference": "Organization/o", "display": "รพ.อื่น"}]},
    "Observation": {"code": {"text": "x"}, "performer": [{"reference": "Organization/o", "display": "รพ.อื่น"}]},
    "Encounter": {"class": {"code": "AMB"}, "serviceProvider": {"reference": "Organization/o", "display": "รพ.อื่น"}},
    "DocumentReference": {"description": "x", "custodian": {"reference": "Organization/o", "display": "รพ.อื่น"}},
    "Composition": {"title": "x", "custodian": {"reference": "Organization/o", "display": "รพ.อื่น"}},
}  # fmt: skip


@pytest.mark.parametrize("type_", ROWS)
def test_the_hospital_code_of_the_row_itself_comes_first(type_: str) -> None:
    identifier: Any = [{"system": "http://example.org", "value": "1"}, {"system": HL, "value": "01234"}]
    if type_ == "Composition":
        identifier = identifier[1]
    fact = only({"resourceType": type_, **ROWS[type_], "identifier": identifier})
    assert fact.origin.hcode == "01234"  # text, with its zero


@pytest.mark.parametrize(
    "type_", [type_ for type_ in ROWS if type_ not in ("AllergyIntolerance", "Condition")]
)
def test_else_who_performed_it_or_keeps_it(type_: str) -> None:
    asked = Facility("99001", "รพ.ที่ถาม")
    fact = only({"resourceType": type_, **ROWS[type_]}, facility=asked)
    assert fact.origin.facility == "รพ.อื่น"
    assert "facility-from-parcel" not in {remark.code for remark in fact.remarks}


def test_else_the_facility_that_was_asked_and_it_says_so() -> None:
    fact = only({"resourceType": "Condition", "code": {"text": "x"}}, facility=Facility("99001", "รพ.ที่ถาม"))
    assert (fact.origin.hcode, fact.origin.facility) == ("99001", "รพ.ที่ถาม")
    assert "facility-from-parcel" in {remark.code for remark in fact.remarks}


@pytest.mark.parametrize("filler", ["00000", "000000000"])
def test_a_code_of_zeros_is_no_facility(filler: str) -> None:
    row = {
        "resourceType": "Condition",
        "code": {"text": "x"},
        "identifier": [{"system": HL, "value": filler}],
    }
    assert only(row, facility=Facility("99001", "รพ.ที่ถาม")).origin.hcode == "99001"


# --- codes and names


@pytest.mark.parametrize("sent", ["E11.2", "E112", "e11.2", " E11.2 "])
def test_a_diagnosis_with_and_without_dot(sent: str) -> None:
    problem: Problem = only(
        {"resourceType": "Condition", "code": {"coding": [{"system": ICD, "code": sent}]}}
    )
    assert problem.icd == "E11.2"
    assert codes(problem) == set()


def test_a_torn_code_is_read_and_flagged_and_kept_as_sent() -> None:
    problem: Problem = only(
        {
            "resourceType": "Condition",
            "code": {"coding": [{"system": ICD, "code": "U57..32", "display": "ไข้"}]},
        }
    )
    assert problem.icd == "U57.32"
    assert codes(problem) == {"code-torn"}
    assert problem.concept.codings[0].code == "U57..32"


@pytest.mark.parametrize(
    "quantity", [{"valueString": "30 เม็ด"}, {"valueQuantity": {"value": 30, "unit": "เม็ด"}}]
)
def test_the_quantity_extension_of_health_link(quantity: dict[str, Any]) -> None:
    url = "https://apis.healthlink.go.th/api/v1/fhir/StructureDefinition/MedicationQuantity"
    supply: Supply = only(
        {"resourceType": "MedicationStatement", "medicationCodeableConcept": {"text": "x 5 mg tab"},
         "extension": [{"url": url, **quantity}]}
    )  # fmt: skip
    assert isinstance(supply.quantity, Quantity)
    assert (supply.quantity.value, supply.quantity.unit) == (Decimal(30), "เม็ด")


def test_a_quantity_in_words_keeps_its_words() -> None:
    url = "https://apis.healthlink.go.th/api/v1/fhir/StructureDefinition/MedicationQuantity"
    supply: Supply = only(
        {"resourceType": "MedicationStatement", "medicationCodeableConcept": {"text": "x 5 mg tab"},
         "extension": [{"url": url, "valueString": "ขวดเล็ก"}]}
    )  # fmt: skip
    assert supply.quantity == Quantity(text="ขวดเล็ก")


def test_the_filler_code_of_a_medicine_and_the_form_02() -> None:
    supply: Supply = only(
        {"resourceType": "MedicationDispense", "medicationReference": {"reference": "#m1"},
         "contained": [{"resourceType": "Medication", "id": "m1", "form": {"text": "02"},
                        "code": {"coding": [{"system": "https://www.this.or.th/tmt/gp", "code": "00000",
                                             "display": "amlodipine 5 mg tab"}], "text": "amlodipine 5 mg tab   "}}]}
    )  # fmt: skip
    assert (supply.drug.name, supply.drug.ingredients, supply.drug.form) == (
        "amlodipine 5 mg tab", ("amlodipine",), "tab",
    )  # fmt: skip


# --- persons


def patient(**more: Any) -> Person:
    found = only({"resourceType": "Patient", **more})
    assert isinstance(found, Person)
    return found


def test_swapped_parts_of_a_name_are_flagged_and_kept() -> None:
    found = patient(
        name=[
            {
                "prefix": ["นาย"],
                "given": ["สมชาย"],
                "family": "สมชาย ใจดี  ",
                "suffix": ["ใจดี"],
                "languageCode": "TH",
            }
        ]
    )
    name = found.names[0]
    assert (name.given, name.family, name.suffix) == ("สมชาย", "สมชาย ใจดี", "ใจดี")
    assert name.language == "th"
    assert codes(found) == {"name-swapped"}


def test_an_ordinary_suffix_is_no_swap() -> None:
    found = patient(name=[{"given": ["John"], "family": "Smith", "suffix": ["Jr"]}])
    assert codes(found) == set()


def test_a_birth_date_as_a_date_time_is_a_day() -> None:
    birth = patient(birthDate="1955-03-20T00:00:00.000Z").birth
    assert birth is not None
    assert (birth.precision, birth.first_day) == (Precision.DAY, date(1955, 3, 20))


def test_a_buddhist_birth_date_is_flagged_never_converted() -> None:
    found = patient(birthDate="2522-05-30")
    assert found.birth is not None
    assert (found.birth.flaw, found.birth.first_day, found.birth.raw) == ("buddhist-year", None, "2522-05-30")
    assert codes(found) == {"date-buddhist-year"}


@pytest.mark.parametrize("sent", ["22-05-30", "30/5/22", "64-08-03", "3/8/64"])
def test_a_year_of_two_digits_is_never_accepted(sent: str) -> None:
    found = patient(birthDate=sent)
    assert found.birth is not None
    assert (found.birth.usable, found.birth.raw) == (False, sent)
    assert codes(found) == {"date-unreadable"}


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            {
                "line": ["99/9 หมู่ 2"],
                "district": "บ้านเหนือ",
                "city": "เมือง",
                "state": "ลำปาง",
                "postalCode": "52000",
            },
            "99/9 หมู่ 2 เมือง บ้านเหนือ ลำปาง 52000",
        ),
        ({"line": ["99/9"], "city": "เมือง", "district": "เมือง", "state": "ลำปาง"}, "99/9 เมือง ลำปาง"),
        (
            {"text": "99/9 หมู่ 2 ต.บ้านเหนือ อ.เมือง จ.ลำปาง", "city": "เมือง"},
            "99/9 หมู่ 2 ต.บ้านเหนือ อ.เมือง จ.ลำปาง",
        ),
        ("99/9 หมู่ 2", "99/9 หมู่ 2"),
    ],
)
def test_an_address_loses_no_part_and_says_none_twice(address: Any, told: str) -> None:
    assert patient(address=[address]).address == told


# --- dates of visits


def test_a_period_of_a_year_and_an_end_in_the_year_zero() -> None:
    visit: Visit = only(
        {"resourceType": "Encounter", "class": {"code": "AMB"},
         "period": {"start": "1955", "end": "0000-00-00T00:00:00.000Z"}}
    )  # fmt: skip
    assert visit.when is not None
    assert (visit.when.precision, visit.when.year) == (Precision.YEAR, 1955)
    assert visit.end is not None
    assert visit.end.flaw == "zero-date"
    assert codes(visit) == {"date-unreadable"}


@pytest.mark.parametrize(
    ("sent", "precision", "day", "flaw"),
    [
        ("20260314", Precision.DAY, date(2026, 3, 14), ""),
        ("20260314083000", Precision.INSTANT, date(2026, 3, 14), ""),
        ("25690314", Precision.DAY, None, "buddhist-year"),
        ("20261332", Precision.DAY, None, "unreadable"),
        ("99009900", Precision.DAY, None, "zero-date"),
    ],
)
def test_dates_of_the_43_files(sent: str, precision: Precision, day: date | None, flaw: str) -> None:
    row: Result = only({"resourceType": "Observation", "code": {"text": "x"}, "effectiveDateTime": sent})
    assert row.when is not None
    assert (row.when.first_day, row.when.flaw, row.when.raw) == (day, flaw, sent)
    if day:
        assert row.when.precision is precision


def test_a_source_that_writes_utc_on_local_times_is_known_whatever_comes_first() -> None:
    visit = {"resourceType": "Encounter", "class": {"code": "AMB"}, "identifier": [{"system": HL, "value": "99003"}],
             "period": {"start": "2026-11-20T20:15:00.000Z"}}  # fmt: skip
    tell = {"resourceType": "Condition", "code": {"text": "x"}, "identifier": [{"system": HL, "value": "99003"}],
            "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/conditionclinical",
                                           "code": "active"}]}}  # fmt: skip
    other = {"resourceType": "Encounter", "class": {"code": "AMB"}, "identifier": [{"system": HL, "value": "99001"}],
             "period": {"start": "2026-11-20T20:15:00.000Z"}}  # fmt: skip
    assert read(visit, tell, other).zone_doubt == {"99003"}
    assert read(tell, other, visit).zone_doubt == {"99003"}
    assert read(visit, other).zone_doubt == frozenset()
    ended = {**visit, "period": {"start": "2026-11-20T20:15:00.000Z", "end": "0000-00-00T00:00:00.000Z"}}
    named = {"resourceType": "Patient", "identifier": [{"system": HL, "value": "99003"}],
             "name": [{"text": "x", "languageCode": "TH"}]}  # fmt: skip
    assert read(ended, other).zone_doubt == {"99003"}
    assert read(other, named, visit).zone_doubt == {"99003"}


# --- references and constants


def test_a_licence_where_a_reference_should_stand_is_told() -> None:
    supply: Supply = only(
        {"resourceType": "MedicationRequest", "medicationCodeableConcept": {"text": "x"},
         "requester": {"reference": "พท.ว.23118", "display": "นพ.ตัวอย่าง   "}}
    )  # fmt: skip
    assert supply.prescriber == "นพ.ตัวอย่าง (พท.ว.23118)"
    bare: Supply = only(
        {"resourceType": "MedicationRequest", "medicationCodeableConcept": {"text": "x"},
         "requester": {"reference": "พท.ว.23118"}}
    )  # fmt: skip
    assert bare.prescriber == "พท.ว.23118"


def test_an_id_in_a_reference_is_never_told() -> None:
    supply: Supply = only(
        {"resourceType": "MedicationRequest", "medicationCodeableConcept": {"text": "x"},
         "requester": {"reference": "99001-9660487647597-OPD-1"}}
    )  # fmt: skip
    assert supply.prescriber == ""


def test_a_misspelt_system_hides_no_status_and_its_severity_means_nothing() -> None:
    system = "http://terminology.hl7.org/CodeSystem/conditionclinical"
    problem: Problem = only(
        {"resourceType": "Condition", "code": {"text": "หวัด"},
         "clinicalStatus": {"coding": [{"system": system, "code": "active"}]},
         "severity": {"coding": [{"system": "http://http://snomed.info/sct", "code": "24484000", "display": "Severe"}]}}
    )  # fmt: skip
    assert (problem.clinical, problem.severity) == ("active", "")
    assert codes(problem) == {"severity-constant"}


# --- allergies: Thai codes by code and by text


@pytest.mark.parametrize(
    ("name", "value", "field", "told"),
    [
        ("allergy-certainty", {"valueCode": "2"}, "certainty", "probable"),
        ("allergy-certainty", {"valueString": "probable"}, "certainty", "probable"),
        ("TYPEDX", {"valueString": "1"}, "certainty", "certain"),
        ("allergy-certainty", {"valueCoding": {"system": "https://terms.sil-th.org/core/CodeSystem/cs-thcc-allergy-certainty",
                                               "code": "3"}}, "certainty", "possible"),
        ("allergy-seriousness", {"valueCode": "3"}, "seriousness", "ร้ายแรง: อันตรายถึงชีวิต"),
        ("ALEVEL", {"valueString": "อันตรายถึงชีวิต"}, "seriousness", "อันตรายถึงชีวิต"),
        ("allergy-severity", {"valueCodeableConcept": {"coding": [{"code": "1"}]}}, "seriousness", "ไม่ร้ายแรง"),
        ("informant", {"valueCode": "1"}, "informant", "ผู้ป่วยให้ประวัติเอง"),
        ("allergy-assert-type", {"valueString": "ผู้ป่วย"}, "informant", "ผู้ป่วย"),
    ],
)  # fmt: skip
def test_certainty_seriousness_and_informant(name: str, value: dict[str, Any], field: str, told: str) -> None:
    url = f"https://fhir-ig.sil-th.org/th/extensions/StructureDefinition/ex-{name}"
    allergy: Allergy = only(
        {
            "resourceType": "AllergyIntolerance",
            "code": {"text": "penicillin"},
            "extension": [{"url": url, **value}],
        }
    )
    assert getattr(allergy, field) == told


@pytest.mark.parametrize(
    ("code", "stance"), [("1", Stance.ALLERGIC), ("2", Stance.DENIED), ("3", Stance.UNKNOWN)]
)
def test_the_status_of_std15(code: str, stance: Stance) -> None:
    system = "https://terms.sil-th.org/core/CodeSystem/cs-std15-allergy-verify"
    allergy: Allergy = only(
        {"resourceType": "AllergyIntolerance", "code": {"coding": [{"system": system, "code": code}]}}
    )
    assert allergy.stance is stance


def test_where_a_patient_came_from_and_how_they_left() -> None:
    core = "https://terms.sil-th.org/core/CodeSystem/"
    visit: Visit = only(
        {"resourceType": "Encounter", "class": {"code": "EMER"}, "period": {"start": DAY},
         "diagnosis": [{"condition": {"display": "STEMI"},
                        "use": {"coding": [{"system": f"{core}cs-43plus-encounter-diagnosis-role", "code": "1"}]}}],
         "hospitalization": {
             "admitSource": {"coding": [{"system": f"{core}cs-thcc-admit-source", "code": "4"}]},
             "dischargeDisposition": {"coding": [{"system": f"{core}cs-thcc-discharge-status", "code": "6"}]}}}
    )  # fmt: skip
    assert (visit.came, visit.left) == ("นำส่งโดย EMS", "เสียชีวิตระหว่างส่งต่อ")
    assert visit.diagnoses[0].role == "โรคหลัก"
