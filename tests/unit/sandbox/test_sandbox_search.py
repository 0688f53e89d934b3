"""Searches and reads at a facility."""

import gzip
from typing import Any

import httpx
import pytest
from unit.sandbox.desk import Desk, detail
from unit.sandbox.small_world import OTHER, SOMCHAI


@pytest.fixture
def headers(desk: Desk) -> dict[str, str]:
    """Of a doctor whom Somchai allowed everything."""
    signed_in = desk.sign_in()
    desk.consent(signed_in, ["99001", "99002", "990040001"])
    return signed_in


def _ids(bundle: httpx.Response, mode: str = "match") -> list[str]:
    entries = bundle.json().get("entry", [])
    return [entry["resource"]["id"] for entry in entries if entry["search"]["mode"] == mode]


def _links(bundle: httpx.Response) -> dict[str, str]:
    return {link["relation"]: link["url"] for link in bundle.json()["link"]}


def test_a_search_by_post_and_by_get_tells_the_same(desk: Desk, headers: dict[str, str]) -> None:
    posted = desk.search(headers, "99001", "Observation")
    got = desk.http.get(
        "/at/99001/fhir/Observation", headers=headers, params={"patient": f"Patient/{SOMCHAI}"}
    )
    assert posted.headers["content-type"].startswith("application/fhir+json")
    assert _ids(posted) == _ids(got) == [f"o{n}" for n in range(7)]
    assert posted.json()["total"] == 7
    assert f"patient={SOMCHAI}" in _links(posted)["self"]
    assert posted.json()["entry"][0]["fullUrl"].endswith("/at/99001/fhir/Observation/o0")


def test_pages_are_followed_to_the_end_without_a_patient_in_the_link(
    desk: Desk, headers: dict[str, str]
) -> None:
    page = desk.search(headers, "99001", "Observation", _count="3")
    seen = _ids(page)
    while "next" in _links(page):
        assert SOMCHAI not in _links(page)["next"]
        page = desk.http.get(_links(page)["next"], headers=headers)
        assert page.json()["total"] == 7
        assert f"patient={SOMCHAI}" in _links(page)["self"]
        seen += _ids(page)
    assert seen == [f"o{n}" for n in range(7)]


def test_a_further_page_needs_the_same_consent_and_the_same_facility(
    desk: Desk, headers: dict[str, str]
) -> None:
    further = _links(desk.search(headers, "99001", "Observation", _count="3"))["next"]
    assert desk.http.get(further).status_code == 401
    assert desk.http.get(further, headers=desk.sign_in("pharmacist")).status_code == 403
    assert desk.http.get(further.replace("/99001/", "/99002/"), headers=headers).status_code == 410
    code = desk.http.get("/control/consents").json()[0]["code"]
    desk.http.post(f"/control/consents/{code}", json={"answer": "withdraw"})
    assert detail(desk.http.get(further, headers=headers)) == "no-consent"
    desk.seconds.passed += 601
    assert desk.http.get(further, headers=desk.sign_in()).status_code == 410


def test_a_page_is_never_longer_than_two_hundred(desk: Desk, headers: dict[str, str]) -> None:
    assert desk.search(headers, "99001", "Observation", _count="9999").status_code == 200
    none = desk.search(headers, "99001", "Observation", _count="0")
    assert (none.json()["total"], _ids(none), "next" in _links(none)) == (7, [], False)
    assert desk.search(headers, "99001", "Observation", _count="-1").status_code == 400


def test_unknown_parameters_are_refused_when_strict_and_dropped_when_not(
    desk: Desk, headers: dict[str, str]
) -> None:
    strict = desk.search(headers, "99001", "Observation", colour="red")
    assert strict.status_code == 400
    assert "colour" in strict.json()["issue"][0]["diagnostics"]
    lenient = desk.search(headers, "99001", "Observation", lenient=True, colour="red")
    assert lenient.json()["total"] == 7
    assert "colour" not in _links(lenient)["self"]


def test_a_search_names_one_patient(desk: Desk, headers: dict[str, str]) -> None:
    forms: list[dict[str, Any]] = [{"patient": ""}, {"subject": OTHER}]
    for form in forms:
        assert desk.search(headers, "99001", "Observation", **form).status_code == 400, form
    assert desk.search(headers, "99001", "Spaceship").status_code == 404
    assert desk.search(headers, "00000", "Observation").status_code == 404


@pytest.mark.parametrize(
    ("form", "ids"),
    [
        ({"_id": "o1,o3"}, ["o1", "o3"]),
        ({"code": "http://loinc.org|2160-0"}, [f"o{n}" for n in range(7)]),
        ({"code": "2160-0,718-7"}, [f"o{n}" for n in range(7)]),
        ({"code": "urn:other|2160-0"}, []),
        ({"category": "laboratory"}, [f"o{n}" for n in range(7)]),
        ({"category": "vital-signs"}, []),
        ({"status": "final"}, [f"o{n}" for n in range(7)]),
        ({"status": "amended,preliminary"}, []),
        ({"date": "2026-03"}, ["o2"]),
        ({"date": "ge2026-06-15"}, ["o5", "o6"]),
        ({"date": "gt2026-06-15"}, ["o6"]),
        ({"date": "lt2026-02-15"}, ["o0"]),
        ({"date": "ne2026-02-15"}, ["o0", "o2", "o3", "o4", "o5", "o6"]),
        ({"_lastUpdated": "gt2026-07-15T09:59:59+07:00"}, ["o6"]),
        ({"_lastUpdated": "gt2026-07-15T03:00:00Z"}, []),
    ],
)
def test_filters(desk: Desk, headers: dict[str, str], form: dict[str, Any], ids: list[str]) -> None:
    assert _ids(desk.search(headers, "99001", "Observation", **form)) == ids


def test_a_date_that_is_none_is_refused(desk: Desk, headers: dict[str, str]) -> None:
    assert desk.search(headers, "99001", "Observation", date="yesterday").status_code == 400
    assert desk.search(headers, "99001", "Observation", date="2026-02-30").status_code == 400


def test_both_bounds_of_a_date_hold(desk: Desk, headers: dict[str, str]) -> None:
    params = (("patient", SOMCHAI), ("date", "ge2026-02"), ("date", "lt2026-05"))
    found = desk.http.get("/at/99001/fhir/Observation", headers=headers, params=httpx.QueryParams(params))
    assert _ids(found) == ["o1", "o2", "o3"]


def test_clinical_status_is_the_status_of_an_allergy(desk: Desk, headers: dict[str, str]) -> None:
    assert _ids(desk.search(headers, "99001", "AllergyIntolerance", status="active")) == ["a1"]
    assert _ids(desk.search(headers, "99001", "AllergyIntolerance", status="resolved")) == []


def test_referenced_medicines_ride_along_and_are_not_counted(desk: Desk, headers: dict[str, str]) -> None:
    found = desk.search(headers, "99001", "MedicationRequest", _include="MedicationRequest:medication")
    assert (_ids(found), _ids(found, "include"), found.json()["total"]) == (["r1"], ["m1"], 1)
    without = desk.search(headers, "99001", "MedicationRequest")
    assert _ids(without, "include") == []
    wrong = desk.search(headers, "99001", "MedicationRequest", _include="Observation:encounter")
    assert wrong.status_code == 400


def test_what_rides_along_must_be_granted_too(desk: Desk) -> None:
    headers = desk.sign_in(scope="openid user/MedicationRequest.rs user/Consent.crus")
    desk.consent(headers)
    found = desk.search(headers, "99001", "MedicationRequest", _include="MedicationRequest:medication")
    assert (_ids(found), _ids(found, "include")) == (["r1"], [])


def test_elements_are_trimmed_and_say_so(desk: Desk, headers: dict[str, str]) -> None:
    found = desk.search(headers, "99001", "Observation", _elements="id,status").json()
    resource: dict[str, Any] = found["entry"][0]["resource"]
    assert set(resource) == {"resourceType", "id", "meta", "status"}
    assert resource["meta"]["tag"][0]["code"] == "SUBSETTED"


def test_the_person_is_read_by_id(desk: Desk, headers: dict[str, str]) -> None:
    found = desk.search(headers, "99001", "Patient", patient="", _id=SOMCHAI)
    assert _ids(found) == [SOMCHAI]
    assert detail(desk.search(headers, "99001", "Patient", patient="", _id=OTHER)) == "no-consent"


def test_a_facility_that_does_not_know_the_person_answers_empty(desk: Desk, headers: dict[str, str]) -> None:
    found = desk.search(headers, "990040001", "AllergyIntolerance")
    assert (found.status_code, found.json()["total"], "entry" in found.json()) == (200, 0, False)


def test_a_resource_is_read_with_its_etag(desk: Desk, headers: dict[str, str]) -> None:
    url = "/at/99001/fhir/Observation/o1"
    read = desk.http.get(url, headers=headers)
    assert (read.json()["id"], read.headers["etag"]) == ("o1", 'W/"1"')
    assert desk.http.get(url, headers=headers | {"If-None-Match": 'W/"1"'}).status_code == 304
    assert desk.http.get(url, headers=headers | {"If-None-Match": 'W/"2"'}).status_code == 200
    unversioned = desk.http.get("/at/99001/fhir/AllergyIntolerance/a1", headers=headers).headers["etag"]
    assert len(unversioned) > 10


def test_a_read_obeys_the_consent_and_tells_not_what_exists(desk: Desk, headers: dict[str, str]) -> None:
    others = desk.http.get("/at/99001/fhir/Observation/o9", headers=headers)
    unknown = desk.http.get("/at/99001/fhir/Observation/zzz", headers=headers)
    assert (others.status_code, others.json()) == (404, unknown.json())
    assert unknown.status_code == 404
    stranger = desk.sign_in("pharmacist")
    for key in ("o1", "zzz"):
        refused = desk.http.get(f"/at/99001/fhir/Observation/{key}", headers=stranger)
        assert (refused.status_code, detail(refused)) == (403, "no-consent")
    medicine = desk.http.get("/at/99001/fhir/Medication/m1", headers=headers)
    assert medicine.json()["code"]["text"] == "amlodipine 5 mg"


def test_an_answer_is_packed_for_whoever_takes_it(desk: Desk, headers: dict[str, str]) -> None:
    packed = desk.search(headers | {"Accept-Encoding": "gzip"}, "99001", "Observation")
    plain = desk.search(headers | {"Accept-Encoding": "identity"}, "99001", "Observation")
    refused = desk.search(headers | {"Accept-Encoding": "gzip;q=0"}, "99001", "Observation")
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    assert packed.json() == plain.json()
    assert gzip.compress(plain.content, 3, mtime=0)[:2] == b"\x1f\x8b"


def test_the_form_must_be_a_form(desk: Desk, headers: dict[str, str]) -> None:
    url = "/at/99001/fhir/Observation/_search"
    assert desk.http.post(url, headers=headers, json={"patient": SOMCHAI}).status_code == 400
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert desk.http.post(url, headers=headers | form, content=b"patient=%ff").status_code == 400
    assert desk.http.post(url, headers=headers | form, content=b"a=" + b"x" * 1_100_000).status_code == 400


def test_the_role_bounds_what_the_consent_allows(desk: Desk) -> None:
    headers = desk.sign_in("pharmacist")
    types = ("AllergyIntolerance", "DocumentReference")
    desk.consent(headers, role="role-3", organization="990040001", types=types)
    assert desk.search(headers, "99001", "AllergyIntolerance").status_code == 200
    refused = desk.search(headers, "99001", "DocumentReference")
    assert (refused.status_code, detail(refused)) == (403, "not-granted")
