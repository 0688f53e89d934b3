"""The exchange's own base: discovery, directory, people, audit."""

import uuid
from dataclasses import replace
from typing import Any

import httpx
import pytest
from unit.sandbox.desk import ORIGIN, Desk, MakeDesk, detail
from unit.sandbox.small_world import SOMCHAI, small_world

from viewer.sandbox.world.country import enlarged

CID = "9660487647597"


def _resources(bundle: httpx.Response, mode: str = "match") -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle.json().get("entry", []) if entry["search"]["mode"] == mode]


def test_everything_but_discovery_needs_a_token(desk: Desk) -> None:
    for path in ("metadata", ".well-known/smart-configuration"):
        assert desk.http.get(f"/fhir/{path}").status_code == 200
    assert desk.http.get("/at/99001/fhir/metadata").status_code == 200
    refused = [
        desk.http.get("/fhir/Organization"),
        desk.http.get("/fhir/Practitioner/dr-1"),
        desk.http.get("/fhir/Patient/p-somchai"),
        desk.http.post("/fhir/Patient/_search", data={"identifier": CID}),
        desk.http.post("/fhir/Consent", json={}),
        desk.http.get("/fhir/Consent/1"),
        desk.http.put(f"/fhir/AuditEvent/{uuid.uuid4()}", json={}),
        desk.http.post("/at/99001/fhir/Observation/_search", data={"patient": SOMCHAI}),
        desk.http.get("/at/99001/fhir/Observation/o0"),
        desk.http.get("/fhir/Organization", headers={"Authorization": "Basic eDp4"}),
        desk.http.get("/fhir/Organization", headers={"Authorization": "Bearer made-up"}),
    ]
    for response in refused:
        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert response.json()["resourceType"] == "OperationOutcome"


def test_the_statement_offers_update_as_create_for_audit_only(desk: Desk) -> None:
    statement = desk.http.get("/fhir/metadata").json()
    types = {each["type"]: each for each in statement["rest"][0]["resource"]}
    assert [name for name, each in types.items() if each.get("updateCreate")] == ["AuditEvent"]
    assert statement["fhirVersion"] == "4.0.1"
    facility = desk.http.get("/at/99001/fhir/metadata").json()
    names = {each["type"]: each for each in facility["rest"][0]["resource"]}
    assert {"name": "patient", "type": "reference"} in names["Observation"]["searchParam"]
    assert {each["name"] for each in names["AdverseEvent"]["searchParam"]} >= {"subject"}
    assert "patient" not in {each["name"] for each in names["AdverseEvent"]["searchParam"]}


def test_a_person_reads_who_they_are_and_where_they_work(desk: Desk) -> None:
    headers = desk.sign_in()
    practitioner = desk.http.get("/fhir/Practitioner/dr-1", headers=headers).json()
    assert practitioner["name"][0]["text"] == "นพ.ทดสอบ แพทย์"
    assert practitioner["qualification"][0]["identifier"][0] == {
        "system": "https://terms.sil-th.org/id/th-doctor-id",
        "value": "ว.12345",
    }
    wanted = {"practitioner": "Practitioner/dr-1", "_include": "PractitionerRole:organization"}
    found = desk.http.get("/fhir/PractitionerRole", headers=headers, params=wanted)
    assert [role["id"] for role in _resources(found)] == ["role-1", "role-2"]
    assert _resources(found)[0]["code"][0]["coding"][0]["code"] == "doctor"
    assert [each["identifier"][0]["value"] for each in _resources(found, "include")] == ["99001", "99002"]


def test_somebody_without_a_licence_has_no_qualification(desk: Desk) -> None:
    headers = desk.sign_in("clerk")
    assert "qualification" not in desk.http.get("/fhir/Practitioner/cl-1", headers=headers).json()


def test_facilities_speak_three_families_of_codes_and_name_their_endpoint(desk: Desk) -> None:
    headers = desk.sign_in()
    organizations = _resources(desk.http.get("/fhir/Organization?_count=200", headers=headers))
    assert [each["identifier"][0]["system"] for each in organizations] == [
        "http://203.157.10.8/hcode_2020/query_set.php",
        "https://bps.moph.go.th/hcode/5",
        "https://terms.sil-th.org/id/th-moph-hcode",
    ]
    assert organizations[0]["telecom"][0]["value"] == "0-2000-0001"
    assert "telecom" not in organizations[2]
    endpoints = _resources(desk.http.get("/fhir/Endpoint?_count=200", headers=headers))
    assert endpoints[0]["address"] == f"{ORIGIN}/at/99001/fhir"
    assert endpoints[0]["managingOrganization"]["reference"] == f"Organization/{organizations[0]['id']}"


def test_an_endpoint_can_vanish_from_the_directory(desk: Desk) -> None:
    headers = desk.sign_in()
    desk.fault("99002", "unconnected")
    found = desk.http.get("/fhir/Endpoint?_count=200", headers=headers)
    assert found.json()["total"] == 2
    assert desk.http.get("/fhir/Endpoint/fhir-99002", headers=headers).status_code == 404


def test_a_large_directory_is_paged_to_the_end(make_desk: MakeDesk) -> None:
    world = small_world()
    desk = make_desk(replace(world, facilities=enlarged(world.facilities, 450)))
    headers = desk.sign_in()
    url, seen = "/fhir/Organization?_count=500", []
    while url:
        bundle = desk.http.get(url, headers=headers)
        seen += [each["id"] for each in _resources(bundle)]
        links = {link["relation"]: link["url"] for link in bundle.json()["link"]}
        url = links.get("next", "")
    assert len(seen) == len(set(seen)) == 450
    assert bundle.json()["total"] == 450


def _find(desk: Desk, identifier: str, who: str = "doctor", **more: Any) -> httpx.Response:
    return desk.http.post(
        "/fhir/Patient/_search", headers=desk.sign_in(who), data={"identifier": identifier}, **more
    )


@pytest.mark.parametrize(
    "identifier",
    [
        f"http://dopa.go.th|{CID}",
        f"https://www.dopa.go.th|{CID}",
        f"https://terms.sil-th.org/id/th-cid|{CID}",
        f"http://dopa.go.th|{CID},https://www.dopa.go.th|{CID},https://terms.sil-th.org/id/th-cid|{CID}",
        CID,
        "https://hl7.org/fhir/sid/passport-THA|TEST001",
    ],
)
def test_a_person_is_found_under_every_alias_and_once(desk: Desk, identifier: str) -> None:
    found = _find(desk, identifier)
    assert found.json()["total"] == 1
    (person,) = _resources(found)
    assert set(person) == {
        "resourceType",
        "id",
        "meta",
        "identifier",
        "active",
        "name",
        "gender",
        "birthDate",
    }
    assert CID not in found.json()["link"][0]["url"]


@pytest.mark.parametrize("identifier", [f"urn:other|{CID}", "9660487647598", f"http://dopa.go.th|{CID[:-1]}"])
def test_nobody_is_found_by_half_a_number(desk: Desk, identifier: str) -> None:
    assert _find(desk, identifier).json()["total"] == 0


def test_two_people_under_one_number_are_both_told(make_desk: MakeDesk) -> None:
    world = small_world()
    twin = replace(world.people[2], cid=CID)
    desk = make_desk(replace(world, people=(*world.people[:2], twin)))
    assert _find(desk, CID).json()["total"] == 2


def test_a_deceased_person_says_so(make_desk: MakeDesk) -> None:
    world = small_world()
    desk = make_desk(replace(world, people=(replace(world.people[0], deceased="2026-01-02"),)))
    assert _resources(_find(desk, CID))[0]["deceasedDateTime"] == "2026-01-02"


def test_a_number_in_a_url_is_refused(desk: Desk) -> None:
    headers = desk.sign_in()
    by_get = desk.http.get("/fhir/Patient", params={"identifier": CID}, headers=headers)
    assert (by_get.status_code, detail(by_get)) == (400, "use-post")
    mixed = desk.http.post("/fhir/Patient/_search", params={"identifier": CID}, headers=headers, data={})
    assert (mixed.status_code, detail(mixed)) == (400, "use-post")
    assert CID not in by_get.text + mixed.text


def test_leafing_through_people_is_refused(desk: Desk) -> None:
    headers = desk.sign_in()
    for form in ({}, {"identifier": ""}, {"identifier": "http://dopa.go.th|"}, {"name": "สมชาย"}):
        response = desk.http.post("/fhir/Patient/_search", headers=headers, data=form)
        assert response.status_code == 400, form
    strict = headers | {"Prefer": "handling=strict"}
    more = desk.http.post("/fhir/Patient/_search", headers=strict, data={"identifier": CID, "name": "x"})
    assert (more.status_code, more.json()["issue"][0]["code"]) == (400, "not-supported")


def test_the_token_must_cover_patients(desk: Desk) -> None:
    headers = desk.sign_in(scope="openid user/Observation.rs")
    refused = desk.http.post("/fhir/Patient/_search", headers=headers, data={"identifier": CID})
    assert (refused.status_code, detail(refused)) == (403, "not-granted")
    assert 'error="insufficient_scope"' in refused.headers["www-authenticate"]


def _event(key: str = "") -> dict[str, Any]:
    event = {
        "resourceType": "AuditEvent",
        "type": {"code": "rest"},
        "recorded": "2026-11-23T09:00:00+07:00",
        "agent": [{"requestor": True}],
        "source": {"observer": {"display": "desk"}},
    }
    return event | {"id": key} if key else event


def test_an_event_put_twice_is_once(desk: Desk) -> None:
    headers, key = desk.sign_in(), str(uuid.uuid4())
    assert desk.http.put(f"/fhir/AuditEvent/{key}", headers=headers, json=_event(key)).status_code == 201
    assert desk.http.put(f"/fhir/AuditEvent/{key}", headers=headers, json=_event(key)).status_code == 200
    assert [event["id"] for event in desk.http.get("/control/audit").json()] == [key]


def test_an_event_is_never_changed(desk: Desk) -> None:
    headers, key = desk.sign_in(), str(uuid.uuid4())
    desk.http.put(f"/fhir/AuditEvent/{key}", headers=headers, json=_event(key))
    changed = _event(key) | {"outcome": "8"}
    assert desk.http.put(f"/fhir/AuditEvent/{key}", headers=headers, json=changed).status_code == 409
    assert "outcome" not in desk.http.get("/control/audit").json()[0]


def test_posted_events_get_an_id_and_are_kept_in_order(desk: Desk) -> None:
    headers = desk.sign_in()
    first = desk.http.post("/fhir/AuditEvent", headers=headers, json=_event())
    second = desk.http.post("/fhir/AuditEvent", headers=headers, json=_event())
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.headers["location"].startswith(f"{ORIGIN}/fhir/AuditEvent/{first.json()['id']}")
    received = desk.http.get("/control/audit").json()
    assert [event["id"] for event in received] == [first.json()["id"], second.json()["id"]]


def test_what_is_no_event_is_refused(desk: Desk) -> None:
    headers, key = desk.sign_in(), str(uuid.uuid4())
    url = f"/fhir/AuditEvent/{key}"
    assert desk.http.put(url, headers=headers, json=_event(str(uuid.uuid4()))).status_code == 400
    assert desk.http.put("/fhir/AuditEvent/7", headers=headers, json=_event("7")).status_code == 400
    assert desk.http.put(url, headers=headers, json={"resourceType": "Patient", "id": key}).status_code == 400
    assert desk.http.put(url, headers=headers, content=b"{}").status_code == 415
    for element in ("type", "recorded", "agent", "source"):
        event = {name: value for name, value in _event(key).items() if name != element}
        assert desk.http.put(url, headers=headers, json=event).status_code == 422, element
    no_update = desk.sign_in(scope="openid user/AuditEvent.c")
    assert desk.http.put(url, headers=no_update, json=_event(key)).status_code == 403
    assert desk.http.get("/control/audit").json() == []
