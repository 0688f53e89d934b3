"""Papers registered by their digest, and what anybody who holds one is told of its code."""

import copy
from typing import Any

import httpx
import pytest
from unit.sandbox.desk import SCOPE, Desk, detail

SYSTEM, COPY = "https://prawat.example/verify", "https://prawat.example/copy"
SCOPES = f"{SCOPE} user/DocumentReference.c"
CODE, OTHER = "K7F392QDXM4P", "ABCDEFGHJKMN"
JSON = {"Accept": "application/fhir+json"}


def proof(code: str = CODE, role: str = "role-1", letter: str = "A", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "extension": [{"url": COPY, "valuePositiveInt": 1}],
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": f"ni:///sha-256;{letter * 43}"},
        "identifier": [{"system": SYSTEM, "value": code}],
        "status": "current",
        "author": [{"reference": f"PractitionerRole/{role}"}],
        "content": [{"attachment": {"contentType": "application/pdf", "size": 7}}],
        **more,
    }


def replacing(code: str) -> dict[str, Any]:
    return {"relatesTo": [{"code": "replaces", "target": {"identifier": {"system": SYSTEM, "value": code}}}]}


@pytest.fixture
def headers(desk: Desk) -> dict[str, str]:
    return desk.sign_in(scope=SCOPES)


def post(desk: Desk, headers: dict[str, str], sent: dict[str, Any]) -> httpx.Response:
    return desk.http.post("/fhir/DocumentReference", headers=headers, json=sent)


def test_what_is_registered_is_told_to_whoever_asks(desk: Desk, headers: dict[str, str]) -> None:
    assert post(desk, headers, proof()).status_code == 201
    told = desk.http.get(f"/verify/{CODE}", headers=JSON).json()
    assert told["masterIdentifier"]["value"] == "ni:///sha-256;" + "A" * 43
    assert told["custodian"]["identifier"]["value"] == "99001"
    assert told["custodian"]["display"]
    assert told["date"].startswith("2026-11-23T")
    assert told["status"] == "current"
    assert not {"author", "subject"} & set(told), "neither who wrote it nor whom it is about"


def test_people_get_a_page_in_thai(desk: Desk, headers: dict[str, str]) -> None:
    post(desk, headers, proof())
    page = desk.http.get(f"/verify/{CODE}")
    assert page.headers["content-type"].startswith("text/html")
    for words in ("มีเอกสารนี้ในระบบ", "23 พ.ย. 2569", "99001", " ".join(["00000000"] * 8)):
        assert words in page.text
    lost = desk.http.get("/verify/NOBODYHASIT2")
    assert (lost.status_code, "ไม่พบรหัสนี้" in lost.text) == (404, True)


def test_an_unknown_code_is_not_found(desk: Desk) -> None:
    assert desk.http.get(f"/verify/{CODE}", headers=JSON).status_code == 404


def test_it_is_found_by_its_code_with_a_token(desk: Desk, headers: dict[str, str]) -> None:
    post(desk, headers, proof())
    found = desk.http.get(
        "/fhir/DocumentReference", params={"identifier": f"{SYSTEM}|{CODE}"}, headers=headers
    )
    assert found.json()["total"] == 1
    everything = desk.http.get("/fhir/DocumentReference", params={"status": "current"}, headers=headers)
    assert everything.status_code == 400


def test_twice_is_once_and_another_paper_never_takes_the_code(desk: Desk, headers: dict[str, str]) -> None:
    first = post(desk, headers, proof())
    again = post(desk, headers, proof())
    assert (again.status_code, again.json()) == (200, first.json())
    other = post(desk, headers, proof(letter="B"))
    assert other.json()["masterIdentifier"] == first.json()["masterIdentifier"]


def test_a_newer_paper_takes_its_place(desk: Desk, headers: dict[str, str]) -> None:
    post(desk, headers, proof())
    post(desk, headers, proof(OTHER, letter="B", **replacing(CODE)))
    assert desk.http.get(f"/verify/{CODE}", headers=JSON).json()["status"] == "superseded"
    assert desk.http.get(f"/verify/{OTHER}", headers=JSON).json()["status"] == "current"
    page = desk.http.get(f"/verify/{CODE}").text
    assert "มีเอกสารฉบับใหม่ออกแทนแล้ว" in page
    assert OTHER not in page


def test_only_the_facility_that_issued_it_supersedes_it(desk: Desk, headers: dict[str, str]) -> None:
    post(desk, headers, proof())
    elsewhere = next(
        (signer, post_) for signer in desk.sandbox.world.signers for post_ in signer.posts
        if post_.hcode != "99001" and post_.role in ("doctor", "referral-nurse", "referral-clerk")
    )  # fmt: skip
    other = desk.sign_in(elsewhere[0].id, scope=SCOPES)
    sent = proof(OTHER, elsewhere[1].role_id, "B", **replacing(CODE))
    assert post(desk, other, sent).status_code == 201
    assert desk.http.get(f"/verify/{CODE}", headers=JSON).json()["status"] == "current"


def without(name: str) -> dict[str, Any]:
    sent = copy.deepcopy(proof())
    del sent[name]
    return sent


@pytest.mark.parametrize(
    "sent",
    [
        without("identifier"),
        without("masterIdentifier"),
        without("extension"),
        without("content"),
        proof(subject={"reference": "Patient/1"}),
        proof(description="ใบส่งต่อของใครบางคน"),
        proof(content=[{"attachment": {"contentType": "application/pdf", "data": "JVBERi0="}}]),
        proof(masterIdentifier={"value": "md5"}),
        proof("short"),
        proof("k7f392qdxm4p"),
        proof(extension=[{"url": COPY, "valuePositiveInt": 0}]),
    ],
)
def test_more_or_less_than_a_proof_is_refused(
    desk: Desk, headers: dict[str, str], sent: dict[str, Any]
) -> None:
    refused = post(desk, headers, sent)
    assert (refused.status_code, detail(refused)) == (422, "proof")


def test_another_persons_post_is_refused(desk: Desk, headers: dict[str, str]) -> None:
    assert post(desk, headers, proof(role="role-nobody")).status_code == 403


def test_without_a_token_or_its_scope_nothing_is_registered(desk: Desk) -> None:
    assert post(desk, {}, proof()).status_code == 401
    assert post(desk, desk.sign_in(), proof()).status_code == 403


def test_whoever_guesses_is_asked_for_patience(desk: Desk, headers: dict[str, str]) -> None:
    post(desk, headers, proof())
    answers = [desk.http.get(f"/verify/GUESS{n:07d}", headers=JSON).status_code for n in range(70)]
    assert answers[:60] == [404] * 60
    assert set(answers[60:]) == {429}
    desk.seconds.passed += 61
    assert desk.http.get(f"/verify/{CODE}", headers=JSON).status_code == 200
