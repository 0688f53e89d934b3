"""Programs write lists of medicines: a transaction at the base, given back by id and at the facility it came from."""

import copy
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from unit.sandbox.desk import TYPES, Desk, detail
from unit.sandbox.small_world import MALI, OTHER, SOMCHAI

SCOPE = (
    "openid fhirUser user/*.rs user/Consent.crus user/AuditEvent.cu user/List.cu user/MedicationStatement.cu"
)
FORM = "6f9619ff-8b86-4d01-b42d-00c04f000000"
SYSTEM = "https://prawat.example/reconciliation"


def bundle(patient: str = SOMCHAI, role: str = "role-1", form: str = FORM) -> dict[str, Any]:
    """A list of one medicine."""
    statement = {
        "resourceType": "MedicationStatement",
        "identifier": [{"system": SYSTEM, "value": f"{form}-1"}],
        "status": "stopped",
        "medicationCodeableConcept": {"text": "amlodipine"},
        "subject": {"reference": f"Patient/{patient}"},
    }
    listed = {
        "resourceType": "List",
        "identifier": [{"system": SYSTEM, "value": form}],
        "status": "current",
        "mode": "snapshot",
        "subject": {"reference": f"Patient/{patient}"},
        "source": {"reference": f"PractitionerRole/{role}"},
        "entry": [{"item": {"reference": "urn:uuid:1"}}],
    }
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            entry("urn:uuid:0", listed, form),
            entry("urn:uuid:1", statement, f"{form}-1"),
        ],
    }


def entry(url: str, resource: dict[str, Any], number: str) -> dict[str, Any]:
    asked = {
        "method": "POST",
        "url": resource["resourceType"],
        "ifNoneExist": f"identifier={SYSTEM}|{number}",
    }
    return {"fullUrl": url, "resource": resource, "request": asked}


def post(desk: Desk, headers: dict[str, str], sent: dict[str, Any]) -> httpx.Response:
    return desk.http.post("/fhir", headers=headers, json=sent)


def places(response: httpx.Response) -> list[str]:
    return [each["response"]["location"].partition("/_history")[0] for each in response.json()["entry"]]


@pytest.fixture
def headers(desk: Desk) -> dict[str, str]:
    """Signed in, and Somchai allows it."""
    signed = desk.sign_in(scope=SCOPE)
    desk.consent(signed, types=(*TYPES, "List", "MedicationStatement"))
    return signed


def test_the_statement_says_what_is_taken(desk: Desk) -> None:
    rest = desk.http.get("/fhir/metadata").json()["rest"][0]
    assert {"code": "transaction"} in rest["interaction"]
    codes = {each["type"]: {one["code"] for one in each["interaction"]} for each in rest["resource"]}
    assert codes["List"] == codes["MedicationStatement"] == {"create", "read", "update"}


def test_a_list_is_taken_and_given_back(desk: Desk, headers: dict[str, str]) -> None:
    taken = post(desk, headers, bundle())
    assert taken.status_code == 200
    assert [each["response"]["status"] for each in taken.json()["entry"]] == ["201 Created"] * 2
    listed, stated = places(taken)
    back = desk.http.get(f"/fhir/{listed}", headers=headers).json()
    assert back["entry"] == [{"item": {"reference": stated}}]
    assert back["meta"]["versionId"] == "1"
    assert desk.http.get(f"/fhir/{stated}", headers=headers).json()["status"] == "stopped"
    for kind in ("List", "MedicationStatement"):
        (match,) = desk.search(headers, "99001", kind).json()["entry"]
        assert f"{kind}/{match['resource']['id']}" in (listed, stated)
    assert desk.search(headers, "990040001", "List").json()["total"] == 0
    assert desk.http.get(f"/at/99001/fhir/{listed}", headers=headers).status_code == 200


def test_what_is_sent_twice_stands_there_once(desk: Desk, headers: dict[str, str]) -> None:
    first, second = post(desk, headers, bundle()), post(desk, headers, bundle())
    assert places(first) == places(second)
    assert [each["response"]["status"] for each in second.json()["entry"]] == ["200 OK"] * 2
    assert desk.search(headers, "99001", "List").json()["total"] == 1
    other = post(desk, headers, bundle(form="6f9619ff-8b86-4d01-b42d-00c04f000001"))
    assert set(places(other)).isdisjoint(places(first))


def test_a_place_that_wrote_of_somebody_knows_them_from_then_on(desk: Desk) -> None:
    signed = desk.sign_in(scope=SCOPE)
    desk.consent(signed, patient=OTHER, types=("List", "MedicationStatement"))
    assert post(desk, signed, bundle(OTHER, "role-2")).status_code == 200
    assert desk.search(signed, "99002", "List", patient=OTHER).status_code == 403, "not in the first consent"
    desk.consent(signed, patient=OTHER, types=("List", "MedicationStatement"))
    assert desk.search(signed, "99002", "List", patient=OTHER).json()["total"] == 1
    told = desk.search(signed, "99002", "Patient", patient="", _id=OTHER).json()
    assert told["entry"][0]["resource"]["name"][0]["text"] == "นายอื่น ทดสอบ"


def _changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    sent = copy.deepcopy(bundle())
    change(sent)
    return sent


@pytest.mark.parametrize(
    "change",
    [
        lambda sent: sent.update(type="batch"),
        lambda sent: sent.update(entry=[]),
        lambda sent: sent["entry"].pop(0),
        lambda sent: sent["entry"][0]["request"].update(method="PUT"),
        lambda sent: sent["entry"][1]["resource"].update(status="active-ish"),
        lambda sent: sent["entry"][1]["resource"].pop("medicationCodeableConcept"),
        lambda sent: sent["entry"][0]["resource"].update(mode="list"),
        lambda sent: sent["entry"][0]["resource"]["entry"][0].update(date="2026-11-23"),
        lambda sent: sent["entry"][0]["resource"].update(entry=[{}]),
        lambda sent: sent["entry"][0]["resource"]["source"].update(reference="PractitionerRole/role-3"),
        lambda sent: sent["entry"][1]["resource"]["subject"].update(reference=f"Patient/{MALI}"),
        lambda sent: sent["entry"][1]["request"].update(ifNoneExist="code=x"),
    ],
    ids=[
        "batch", "empty", "no-list", "put", "status", "no-medication", "mode", "dated-entry", "no-item",
        "another-author", "two-people", "by-code",
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_whole(
    desk: Desk, headers: dict[str, str], change: Callable[[dict[str, Any]], object]
) -> None:
    assert post(desk, headers, _changed(change)).status_code == 422
    assert desk.search(headers, "99001", "MedicationStatement").json()["total"] == 0


def test_nobody_writes_without_consent_or_scope(desk: Desk) -> None:
    signed = desk.sign_in(scope=SCOPE)
    assert detail(post(desk, signed, bundle())) == "no-consent"
    reading = desk.sign_in()
    desk.consent(reading, types=("List",))
    assert detail(post(desk, reading, bundle())) == "not-granted"
    clerk = desk.sign_in("clerk", scope=SCOPE)
    assert detail(post(desk, clerk, bundle(role="role-4"))) == "not-granted"
    assert post(desk, {}, bundle()).status_code == 401


def test_a_list_is_read_only_by_who_may_read_of_the_person(desk: Desk, headers: dict[str, str]) -> None:
    listed, _ = places(post(desk, headers, bundle()))
    pharmacist = desk.sign_in("pharmacist", scope=SCOPE)
    assert desk.http.get(f"/fhir/{listed}", headers=pharmacist).status_code == 404
    assert desk.http.get("/fhir/List/none", headers=headers).status_code == 404


def _replacing(desk: Desk, headers: dict[str, str], listed: str, **changes: Any) -> dict[str, Any]:
    """A second list that takes the first back."""
    old = desk.http.get(f"/fhir/{listed}", headers=headers).json() | {"status": "retired"}
    asked = {"method": "PUT", "url": listed, "ifMatch": 'W/"1"'}
    sent = bundle(form="6f9619ff-8b86-4d01-b42d-00c04f000001")
    sent["entry"].append({"resource": old, "request": asked, **changes})
    return sent


def test_a_list_is_taken_back_by_the_one_in_its_place(desk: Desk, headers: dict[str, str]) -> None:
    listed, _ = places(post(desk, headers, bundle()))
    sent = _replacing(desk, headers, listed)
    taken = post(desk, headers, sent)
    assert [one["response"]["status"] for one in taken.json()["entry"]] == ["201 Created"] * 2 + ["200 OK"]
    assert taken.json()["entry"][2]["response"]["location"] == f"{listed}/_history/2"
    found = desk.search(headers, "99001", "List").json()["entry"]
    assert sorted(one["resource"]["status"] for one in found) == ["current", "retired"]
    again = post(desk, headers, sent)
    assert again.status_code == 412, "it has another version by now"
    back = desk.http.get(f"/fhir/{listed}", headers=headers).json()
    sent["entry"][2]["request"]["ifMatch"] = f'W/"{back["meta"]["versionId"]}"'
    assert places(post(desk, headers, sent)) == places(taken), "the same again changes nothing"
    assert desk.http.get(f"/fhir/{listed}", headers=headers).json() == back


def test_nothing_else_of_a_list_or_of_another_is_changed(desk: Desk, headers: dict[str, str]) -> None:
    listed, _ = places(post(desk, headers, bundle()))
    current = _replacing(desk, headers, listed)
    current["entry"][2]["resource"]["status"] = "current"
    assert post(desk, headers, current).status_code == 422
    elsewhere = _replacing(desk, headers, listed)
    elsewhere["entry"][2]["request"]["url"] = "List/another"
    assert post(desk, headers, elsewhere).status_code == 422
    unknown = _replacing(desk, headers, listed)
    unknown["entry"][2]["resource"]["id"] = "nobody"
    unknown["entry"][2]["request"]["url"] = "List/nobody"
    assert post(desk, headers, unknown).status_code == 404
    made = desk.sign_in(scope=SCOPE.replace("List.cu", "List.c"))
    desk.consent(made, types=(*TYPES, "List", "MedicationStatement"))
    assert detail(post(desk, made, _replacing(desk, made, listed))) == "not-granted"
    assert desk.http.get(f"/fhir/{listed}", headers=headers).json()["status"] == "current"
