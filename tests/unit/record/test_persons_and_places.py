"""Who and where: what persons, posts, organisations and places lend to other rows, whatever they leave out."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.facts import Supply, Visit
from viewer.record.story import Record

HCODE = "https://bps.moph.go.th/hcode/5"
ASKED = Facility("99001", "รพ.ที่ตอบ")
VISIT = {"resourceType": "Encounter", "id": "e", "serviceProvider": {"reference": "Organization/o"},
         "location": [{"location": {"reference": "Location/l"}}]}  # fmt: skip
ORDER = {"resourceType": "MedicationRequest", "id": "r", "medicationCodeableConcept": {"text": "x 5 mg tab"},
         "requester": {"reference": "PractitionerRole/pr"}}  # fmt: skip


def read(*resources: dict[str, Any]) -> Record:
    binder = Binder(date(2026, 11, 23), None)
    for resource in resources:
        binder.add(json.dumps(resource).encode(), ASKED)
    return binder.record()


def visit(*resources: dict[str, Any]) -> Visit:
    return read(VISIT, *resources).visits[0]


def order(*resources: dict[str, Any]) -> Supply:
    return read(ORDER, *resources).supplies[0]


@pytest.mark.parametrize("sent", ["0000-00-00", "0000-00-00T00:00:00.000Z", "9999-12-31"])
def test_an_empty_date_of_death_is_no_death(sent: str) -> None:
    (person,) = read({"resourceType": "Patient", "id": "p", "deceasedDateTime": sent}).persons
    assert not person.deceased
    assert "date-unreadable" not in {remark.code for remark in person.remarks}


def test_a_date_of_death_that_cannot_be_read_is_one() -> None:
    (person,) = read({"resourceType": "Patient", "id": "p", "deceasedDateTime": "เมื่อปีก่อน"}).persons
    assert person.deceased


def test_a_spoken_truth_value_is_read() -> None:
    persons = read(
        {"resourceType": "Patient", "id": "p", "deceasedBoolean": "true"},
        {"resourceType": "Patient", "id": "q", "deceasedBoolean": "false"},
        {"resourceType": "Patient", "id": "r", "deceasedBoolean": "ไม่"},
    ).persons
    assert [person.deceased for person in persons] == [True, False, False]
    assert "deceasedBoolean" in {remark.detail for remark in persons[2].remarks}


def test_an_organisation_without_a_name_is_called_as_it_is_also_called() -> None:
    found = visit({"resourceType": "Organization", "id": "o", "alias": ["", "รพ.สอง"]})
    assert found.origin.facility == "รพ.สอง"


def test_a_place_without_a_name_is_called_by_its_kind() -> None:
    assert (
        visit({"resourceType": "Location", "id": "l", "type": [{"text": "ห้องแยกโรค"}]}).department
        == "ห้องแยกโรค"
    )
    assert (
        visit({"resourceType": "Location", "id": "l", "alias": ["ตึกเก่า"], "type": [{"text": "x"}]}).department
        == "ตึกเก่า"
    )


def test_nobody_is_called_by_a_former_name() -> None:
    names = [{"use": "old", "text": "พญ.นามสกุลเดิม"}, {"use": "official", "text": "พญ.นามสกุลใหม่"}]
    doctor = {"resourceType": "Practitioner", "id": "d", "name": names}
    post = {"resourceType": "PractitionerRole", "id": "pr", "practitioner": {"reference": "Practitioner/d"}}
    assert order(post, doctor).prescriber == "พญ.นามสกุลใหม่"
    assert order(post, doctor | {"name": names[:1]}).prescriber == "พญ.นามสกุลเดิม"


@pytest.mark.parametrize(
    ("organisation", "hcode", "name"),
    [
        ({"display": "รพ.สอง"}, "", "รพ.สอง"),
        ({"reference": "Organization/gone", "display": "รพ.สอง"}, "", "รพ.สอง"),
        ({"identifier": {"system": HCODE, "value": "99002"}, "display": "รพ.สอง"}, "99002", "รพ.สอง"),
        ({}, "99001", "รพ.ที่ตอบ"),
    ],
)  # fmt: skip
def test_a_post_names_its_facility(organisation: dict[str, Any], hcode: str, name: str) -> None:
    origin = order({"resourceType": "PractitionerRole", "id": "pr", "organization": organisation}).origin
    assert (origin.hcode, origin.facility) == (hcode, name)


def test_a_person_s_name_is_no_facility() -> None:
    origin = order({"resourceType": "Practitioner", "id": "x"}).origin
    named = read(ORDER | {"requester": {"display": "นพ.สมมติ"}}).supplies[0].origin
    assert origin.facility == named.facility == "รพ.ที่ตอบ"


def test_an_ingredient_that_is_only_pointed_to_is_named() -> None:
    medicine = {"resourceType": "Medication", "id": "m", "ingredient": [
        {"itemCodeableConcept": {"text": "Isoniazid"}}, {"itemReference": {"display": "Pyrazinamide"}}]}  # fmt: skip
    row = {
        "resourceType": "MedicationRequest",
        "id": "r",
        "medicationReference": {"reference": "Medication/m"},
    }
    assert read(row, medicine).supplies[0].drug.ingredients == ("isoniazid", "pyrazinamide")


def test_a_text_wrapped_in_a_list_is_read_and_more_than_one_is_named_as_lost() -> None:
    one = read({"resourceType": "DiagnosticReport", "id": "1", "conclusion": ["AF"]}).reports[0]
    two = read({"resourceType": "DiagnosticReport", "id": "2", "conclusion": ["AF", "old MI"]}).reports[0]
    assert (one.conclusion, two.conclusion) == ("AF", "AF")
    assert "field-unreadable" not in {remark.code for remark in one.remarks}
    assert [remark.detail for remark in two.remarks if remark.code == "field-unreadable"] == ["conclusion"]


def test_problems_that_began_at_other_ages_are_not_one() -> None:
    epilepsy = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "G40.9"}]}

    def began(age: int, place: str) -> dict[str, Any]:
        where = {"id": place, "identifier": [{"system": HCODE, "value": place}], "recordedDate": "2026-11-20"}
        return {
            "resourceType": "Condition",
            "onsetAge": {"value": age, "code": "a"},
            "code": epilepsy,
            **where,
        }

    apart = read(began(8, "99002"), began(12, "99003"))
    alike = read(began(8, "99002"), began(8, "99003"))
    assert (len(apart.problems), len(alike.problems)) == (2, 1)
