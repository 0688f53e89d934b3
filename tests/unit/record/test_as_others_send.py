"""What published sets send where ours do not: an asserted day, a bed that was left, one needle in two series."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.story import Record

PLACE = Facility("99001", "รพ.ศูนย์ธารสุวรรณ")


def read(**resource: Any) -> Record:
    binder = Binder(date(2026, 11, 23), None)
    binder.add(json.dumps(resource).encode(), PLACE)
    return binder.record()


@pytest.mark.parametrize(
    ("more", "recorded"),
    [
        ({}, "2024-05-02"),
        ({"recordedDate": "2024-05-09"}, "2024-05-09"),
    ],
    ids=["only asserted", "recorded, too"],
)
def test_the_day_a_problem_was_asserted_stands_where_no_day_of_recording_does(
    more: dict[str, str], recorded: str
) -> None:
    asserted = {
        "url": "http://hl7.org/fhir/StructureDefinition/condition-assertedDate",
        "valueDateTime": "2024-05-02",
    }
    (problem,) = read(
        resourceType="Condition", code={"text": "เบาหวาน"}, extension=[asserted], **more
    ).problems
    assert problem.recorded is not None
    assert problem.recorded.raw == recorded


@pytest.mark.parametrize(
    ("places", "department"),
    [
        ([("ห้องฉุกเฉิน", "completed", ""), ("หอผู้ป่วยใน 5", "active", "")], "หอผู้ป่วยใน 5"),
        ([("ห้องฉุกเฉิน", "", "2026-11-01"), ("หอผู้ป่วยใน 5", "", "")], "หอผู้ป่วยใน 5"),
        ([("ห้องฉุกเฉิน", "active", ""), ("หอผู้ป่วยใน 5", "planned", "")], "ห้องฉุกเฉิน"),
        ([("ห้องฉุกเฉิน", "", ""), ("หอผู้ป่วยใน 5", "", "")], "ห้องฉุกเฉิน"),
    ],
)
def test_a_visit_is_where_the_patient_is_still(places: list[tuple[str, str, str]], department: str) -> None:
    location = [
        {"location": {"display": name}, "status": status, "period": {"end": end}}
        for name, status, end in places
    ]
    (visit,) = read(resourceType="Encounter", status="in-progress", location=location).visits
    assert visit.department == department


@pytest.mark.parametrize("last", ["ห้องผ่าตัด", "หอผู้ป่วยอายุรกรรม"])
@pytest.mark.parametrize("service", ["", "อายุรกรรม"])
def test_a_stay_is_as_restricted_as_any_ward_it_went_through(service: str, last: str) -> None:
    location = [
        {"location": {"display": "หอผู้ป่วยจิตเวช"}, "status": "completed"},
        {"location": {"display": last}, "status": "active"},
    ]
    sent = {"resourceType": "Encounter", "location": location}
    (visit,) = read(**sent, **({"serviceType": {"text": service}} if service else {})).visits
    assert visit.department == (service or last)
    assert (visit.restricted, visit.number) == ("psychiatric", -1)


def test_a_dose_that_counts_in_two_series_says_which_is_which() -> None:
    protocols = [
        {"targetDisease": [{"text": "ไวรัสตับอักเสบเอ"}], "doseNumberPositiveInt": 1},
        {"series": "ตับอักเสบบี", "doseNumberPositiveInt": 2},
    ]
    sent = {"resourceType": "Immunization", "vaccineCode": {"text": "HepA-HepB"}}
    (vaccine,) = read(**sent, protocolApplied=protocols).vaccines
    assert vaccine.dose_number == "1 (ไวรัสตับอักเสบเอ), 2 (ตับอักเสบบี)"
    tetanus = {"targetDisease": [{"text": "บาดทะยัก"}], "doseNumberPositiveInt": 1}
    (three,) = read(**sent, protocolApplied=[*protocols, tetanus]).vaccines
    assert three.dose_number == "1 (ไวรัสตับอักเสบเอ, บาดทะยัก), 2 (ตับอักเสบบี)"
    (alone,) = read(**sent, protocolApplied=protocols[:1]).vaccines
    assert alone.dose_number == "1"


def test_a_timing_that_is_only_a_code_is_the_text_of_its_dose() -> None:
    timing = {"code": {"coding": [{"code": "BID", "display": "BID"}]}}
    sent = {
        "resourceType": "MedicationRequest",
        "medicationCodeableConcept": {"text": "metformin 500 mg tab"},
    }
    (supply,) = read(**sent, dosageInstruction=[{"timing": timing}]).supplies
    assert [dose.text for dose in supply.doses] == ["BID"]
    (told,) = read(**sent, dosageInstruction=[{"timing": {**timing, "repeat": {"frequency": 2}}}]).supplies
    assert [(dose.text, dose.frequency) for dose in told.doses] == [("", 2)]


def test_a_longest_period_and_times_of_day_are_kept() -> None:
    repeat = {"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h", "timeOfDay": ["08:00:00"]}
    (supply,) = read(
        resourceType="MedicationRequest",
        medicationCodeableConcept={"text": "paracetamol 500 mg tab"},
        dosageInstruction=[{"timing": {"repeat": repeat}}],
    ).supplies
    (dose,) = supply.doses
    assert (str(dose.period_max), dose.clock) == ("6", ("08:00:00",))
