"""What a row takes from what it points to: a name, a facility, a restriction, in whatever order the two come."""

from itertools import permutations
from typing import Any

import pytest
from unit.record.parcels import F01, F02, HCODE, HIDDEN, TODAY, binder, bundle, row

from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder
from viewer.record.errors import NoSuchFact
from viewer.record.story import Tally

MEDICATION = {"resourceType": "Medication", "id": "m", "code": {"text": "losartan 50 mg tab"}}
ORGANIZATION = {
    "resourceType": "Organization",
    "id": "o",
    "name": "รพ.ที่สาม",
    "identifier": [{"system": HCODE, "value": "99003"}],
}


@pytest.mark.parametrize(
    ("reference", "full_url"),
    [
        ("Medication/m", "https://x.example/fhir/Medication/m"),
        ("https://x.example/fhir/Medication/m", "https://x.example/fhir/Medication/m"),
        ("Medication/m/_history/2", ""),
        ("urn:uuid:5", "urn:uuid:5"),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_a_referenced_medicine_names_its_row_even_when_it_arrives_late(
    reference: str, full_url: str, late: bool
) -> None:
    request = row("MedicationRequest", medicationReference={"reference": reference}, meta={"versionId": "1"})
    parcels = [bundle({"resource": MEDICATION, "fullUrl": full_url}), bundle(request)]
    found = binder()
    for body in reversed(parcels) if late else parcels:
        found.add(body, F01)
        found.record()
    (supply,) = found.record().supplies
    assert (supply.drug.name, supply.drug.ingredients) == ("losartan 50 mg tab", ("losartan",))
    assert not supply.remarks or "reference-broken" not in {remark.code for remark in supply.remarks}


def test_a_medicine_of_another_facility_with_the_same_id_is_not_taken() -> None:
    found = binder()
    found.add(bundle(MEDICATION), F02)
    found.add(bundle(row("MedicationRequest", medicationReference={"reference": "Medication/m"})), F01)
    assert found.record().supplies[0].drug.name == ""


def test_a_referenced_restricted_medicine_restricts_the_row_when_it_arrives() -> None:
    found = binder()
    found.add(bundle(row("MedicationRequest", medicationReference={"reference": "Medication/m"})), F01)
    assert found.record().account.total.shown == 1
    number = found.record().supplies[0].number
    found.add(bundle({**MEDICATION, "code": {"text": "ritonavir 100 mg tab"}}), F01)
    record = found.record()
    assert record.supplies[0].restricted == "hiv"
    assert (record.account.total.shown, record.account.total.restricted) == (0, 1)
    with pytest.raises(NoSuchFact):
        found.fact(number)


VISIT = row(
    "Encounter",
    "e",
    serviceType={"text": "คลินิกพิเศษ"},
    diagnosis=[{"condition": {"reference": "Condition/c"}}],
)
RESULT = row("Observation", "r", code={"coding": [{"system": "http://loinc.org", "code": "24467-3"}]})
REPORT = row("DiagnosticReport", "d", code={"text": "ผลเลือด"}, result=[{"reference": "Observation/r"}])


@pytest.mark.parametrize("order", list(permutations([HIDDEN, VISIT, RESULT, REPORT]))[::3])
def test_visits_and_reports_share_the_restriction_of_what_they_point_to(
    order: tuple[dict[str, Any], ...],
) -> None:
    found = binder()
    for resource in order:
        found.add(bundle(resource), F01)
        found.record()
    record = found.record()
    assert (record.visits[0].restricted, record.reports[0].restricted) == ("hiv", "hiv")
    assert record.visits[0].diagnoses[0].code == "B24"
    assert record.account.total == Tally(received=4, restricted=4)


# --- where it comes from


def test_the_facility_is_what_the_resource_says_else_the_one_asked() -> None:
    found = Binder(TODAY, None, names={"99008": "รพ.เอกชนสุขสันต์เวช"})
    mdp = [{"system": "http://203.157.10.8/hcode_2020/query_set.php", "value": "99008"}]
    found.add(
        bundle(
            row(id_="1", identifier=mdp),
            row(id_="2", performer=[{"reference": "Organization/x", "display": "แล็บนอก"}]),
            row(id_="3", performer=[{"reference": "Practitioner/x", "display": "นพ.ก"}]),
            row(id_="4", performer=[{"identifier": {"system": HCODE, "value": "99001"}}]),
            row(id_="5", performer=[{"reference": "Organization/o"}]),
            ORGANIZATION,
        ),
        F01,
    )
    places = {
        fact.origin.id.reveal(): (fact.origin.hcode, fact.origin.facility) for fact in found.record().results
    }
    assert places == {
        "1": ("99008", "รพ.เอกชนสุขสันต์เวช"),
        "2": ("", "แล็บนอก"),
        "3": ("99001", F01.name),
        "4": ("99001", F01.name),
        "5": ("99003", "รพ.ที่สาม"),
    }
    remarks = {
        fact.origin.id.reveal(): [remark.code for remark in fact.remarks] for fact in found.record().results
    }
    assert remarks == {"1": [], "2": [], "3": ["facility-from-parcel"], "4": [], "5": []}


def test_the_custodian_of_a_document_stands_for_rows_that_name_no_facility() -> None:
    composition = {
        "resourceType": "Composition", "id": "c", "subject": {"reference": "Patient/p-1"},
        "custodian": {"reference": "Organization/o"},
    }  # fmt: skip
    found = Binder(TODAY, None)
    found.add(bundle(composition, row(), ORGANIZATION, type_="document"), UNKNOWN)
    (result,) = found.record().results
    assert (result.origin.hcode, result.origin.facility) == ("99003", "รพ.ที่สาม")
    assert [remark.code for remark in result.remarks] == ["facility-from-parcel"]
    asked = binder()
    asked.add(bundle(composition, row(), ORGANIZATION, type_="document"), F01)
    assert asked.record().results[0].origin.hcode == "99001"


def test_a_facilitys_name_may_arrive_after_its_rows() -> None:
    found = Binder(TODAY, None)
    found.add(bundle(row(identifier=[{"system": HCODE, "value": "99003"}])), UNKNOWN)
    assert found.record().results[0].origin.facility == "99003"
    found.add(bundle(ORGANIZATION), UNKNOWN)
    assert found.record().results[0].origin.facility == "รพ.ที่สาม"


def test_a_practitioner_role_lends_its_name_and_its_organisation() -> None:
    role = {
        "resourceType": "PractitionerRole",
        "id": "r",
        "practitioner": {"display": "พญ.อรอนงค์"},
        "organization": {"reference": "Organization/o"},
    }
    found = binder()
    found.add(
        bundle(
            row(
                "MedicationRequest",
                requester={"reference": "PractitionerRole/r"},
                medicationCodeableConcept={"text": "x"},
            )
        ),
        F01,
    )
    found.add(bundle(role), F01)
    found.add(bundle(ORGANIZATION), F01)
    (supply,) = found.record().supplies
    assert (supply.prescriber, supply.origin.facility, supply.origin.hcode) == (
        "พญ.อรอนงค์",
        "รพ.ที่สาม",
        "99003",
    )
