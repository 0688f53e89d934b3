"""The sandbox's OpenID provider: the way in, and every way that is closed."""

import base64
import json
from dataclasses import replace

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from unit.sandbox.desk import ORIGIN, REDIRECT, SCOPE, Desk, MakeDesk, answer
from unit.sandbox.small_world import small_world


def test_a_person_signs_in_with_code_and_proof(desk: Desk) -> None:
    back = answer(desk.press(desk.page(), "doctor"))
    assert back["state"] == "state-1"
    assert back["iss"] == f"{ORIGIN}/oidc"

    response = desk.redeem(back["code"])
    tokens = response.json()
    assert response.headers["cache-control"] == "no-store"
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 300
    assert tokens["refresh_token"]

    keys = KeySet.import_key_set(desk.http.get("/oidc/jwks").json())
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    assert claims["iss"] == f"{ORIGIN}/oidc"
    assert claims["aud"] == "prawat-desktop"
    assert claims["nonce"] == "nonce-1"
    assert claims["fhirUser"] == f"{ORIGIN}/fhir/Practitioner/dr-1"
    assert claims["exp"] - claims["iat"] == 300
    assert claims["iat"] == int(desk.sandbox.clock.epoch())


def test_the_keys_hold_no_private_half(desk: Desk) -> None:
    (key,) = desk.http.get("/oidc/jwks").json()["keys"]
    assert not {"d", "p", "q", "dp", "dq", "qi"} & set(key)


def test_the_page_names_everybody_with_licence_role_and_every_facility(desk: Desk) -> None:
    page = desk.page()
    assert page.status_code == 200
    assert page.text.count('name="who"') == 3
    for words in ("นพ.ทดสอบ แพทย์", "ว.12345", "อายุรกรรม", "รพ.หนึ่ง", "รพ.สอง", "เภสัชกร", "คลินิก &lt;สาม&gt;"):
        assert words in page.text
    assert "127.0.0.1:*" in page.headers["content-security-policy"]
    assert "<script" not in page.text


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "somebody-else"},
        {"client_id": ""},
        {"redirect_uri": "http://127.0.0.1:53211/elsewhere"},
        {"redirect_uri": "http://localhost:53211/callback"},
        {"redirect_uri": "http://127.0.0.1/callback"},
        {"redirect_uri": "http://127.0.0.1:0/callback"},
        {"redirect_uri": "http://127.0.0.1:65536/callback"},
        {"redirect_uri": "http://127.0.0.1:53211@evil.example/callback"},
        {"redirect_uri": "https://127.0.0.1:53211/callback"},
        {"redirect_uri": ""},
    ],
)
def test_nothing_is_sent_to_an_address_that_is_not_registered(desk: Desk, changes: dict[str, str]) -> None:
    refused = desk.page(**changes)
    assert refused.status_code == 400
    assert "location" not in refused.headers
    assert 'name="who"' not in refused.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": ""}, "unsupported_response_type"),
        ({"state": ""}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"aud": "https://elsewhere.example/fhir"}, "invalid_request"),
        ({"aud": ""}, "invalid_request"),
        ({"scope": "user/*.rs"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request": "e30."}, "request_not_supported"),
        ({"request_uri": "https://x.example"}, "request_uri_not_supported"),
    ],
)
def test_a_wrong_request_is_told_to_the_program(desk: Desk, changes: dict[str, str], error: str) -> None:
    back = answer(desk.page(**changes))
    assert back["error"] == error
    assert back["iss"] == f"{ORIGIN}/oidc"
    assert "code" not in back


def test_a_parameter_given_twice_is_refused(desk: Desk) -> None:
    twice = httpx.QueryParams([*desk.request().items(), ("scope", "openid")])
    assert answer(desk.http.get("/oidc/authorize", params=twice))["error"] == "invalid_request"


def test_going_back_is_told_as_access_denied(desk: Desk) -> None:
    page = desk.page()
    key = page.text.split('name="request" value="')[1].split('"')[0]
    back = answer(desk.http.post("/oidc/signin", data={"request": key, "answer": "cancel"}))
    assert back["error"] == "access_denied"


def test_a_sign_in_page_is_answered_once_and_not_for_ever(desk: Desk) -> None:
    page = desk.page()
    assert desk.press(page, "doctor").status_code == 303
    assert desk.press(page, "doctor").status_code == 400
    late = desk.page()
    desk.seconds.passed += 601
    assert desk.press(late, "doctor").status_code == 400


def test_an_unknown_name_signs_nobody_in(desk: Desk) -> None:
    page = desk.page()
    assert desk.press(page, "nobody").status_code == 400
    assert desk.press(page, "doctor").status_code == 303  # the page is still good


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"code_verifier": "w" * 50}, 400, "invalid_grant"),
        ({"code_verifier": ""}, 400, "invalid_request"),
        ({"redirect_uri": REDIRECT.replace("53211", "53212")}, 400, "invalid_grant"),
        ({"redirect_uri": ""}, 400, "invalid_request"),
        ({"client_id": "somebody-else"}, 401, "invalid_client"),
        ({"client_id": ""}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "unsupported_grant_type"),
    ],
)
def test_a_code_needs_its_proof_and_its_address(
    desk: Desk, changes: dict[str, str], status: int, error: str
) -> None:
    refused = desk.redeem(desk.code(), **changes)
    assert (refused.status_code, refused.json()["error"]) == (status, error)
    assert refused.headers["cache-control"] == "no-store"


def test_a_code_is_unknown_or_too_old(desk: Desk) -> None:
    assert desk.redeem("never-issued").json()["error"] == "invalid_grant"
    code = desk.code()
    desk.seconds.passed += 60
    assert desk.redeem(code).json()["error"] == "invalid_grant"


def test_a_code_used_twice_takes_back_what_it_gave(desk: Desk) -> None:
    code = desk.code()
    headers = {"Authorization": f"Bearer {desk.redeem(code).json()['access_token']}"}
    assert desk.http.get("/fhir/Organization", headers=headers).status_code == 200
    assert desk.redeem(code).json()["error"] == "invalid_grant"
    assert desk.http.get("/fhir/Organization", headers=headers).status_code == 401


def test_the_token_endpoint_wants_a_form_and_no_secret(desk: Desk) -> None:
    assert desk.http.post("/oidc/token", json={}).json()["error"] == "invalid_request"
    form = {"grant_type": "authorization_code", "client_id": "prawat-desktop", "code": "x"}
    secret = desk.http.post("/oidc/token", data=form, headers={"Authorization": "Basic cHJhd2F0OnM="})
    assert (secret.status_code, secret.json()["error"]) == (401, "invalid_client")


def _refresh(desk: Desk, token: str, **more: str) -> httpx.Response:
    form = {"grant_type": "refresh_token", "client_id": "prawat-desktop", "refresh_token": token} | more
    return desk.http.post("/oidc/token", data=form)


def test_refresh_tokens_rotate_and_a_used_one_kills_the_grant(desk: Desk) -> None:
    first = desk.redeem(desk.code()).json()
    second = _refresh(desk, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["scope"] == first["scope"]
    headers = {"Authorization": f"Bearer {second['access_token']}"}
    assert desk.http.get("/fhir/Organization", headers=headers).status_code == 200

    assert _refresh(desk, first["refresh_token"]).json()["error"] == "invalid_grant"  # reuse
    assert _refresh(desk, second["refresh_token"]).json()["error"] == "invalid_grant"
    assert desk.http.get("/fhir/Organization", headers=headers).status_code == 401


def test_a_refresh_may_narrow_and_never_widen(desk: Desk) -> None:
    tokens = desk.redeem(desk.code(scope="openid online_access user/Observation.rs user/Condition.rs")).json()
    wider = _refresh(desk, tokens["refresh_token"], scope="openid user/AllergyIntolerance.rs")
    assert wider.json()["error"] == "invalid_scope"
    narrowed = _refresh(desk, tokens["refresh_token"], scope="openid user/Observation.rs").json()
    assert narrowed["scope"] == "openid user/Observation.rs"


def test_without_the_scope_there_is_no_refresh_token(desk: Desk) -> None:
    tokens = desk.redeem(desk.code(scope="openid user/Patient.rs")).json()
    assert "refresh_token" not in tokens
    payload = tokens["id_token"].split(".")[1]
    assert "fhirUser" not in json.loads(base64.urlsafe_b64decode(payload + "=="))


def test_an_access_token_lives_three_hundred_seconds(desk: Desk) -> None:
    headers = desk.sign_in()
    desk.seconds.passed += 299
    assert desk.http.get("/fhir/Organization", headers=headers).status_code == 200
    desk.seconds.passed += 1
    late = desk.http.get("/fhir/Organization", headers=headers)
    assert late.status_code == 401
    assert 'error="invalid_token"' in late.headers["www-authenticate"]


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_revoking_either_token_ends_the_grant(desk: Desk, kind: str) -> None:
    tokens = desk.redeem(desk.code()).json()
    form = {"client_id": "prawat-desktop", "token": tokens[kind]}
    assert desk.http.post("/oidc/revoke", data=form).status_code == 200
    assert desk.http.post("/oidc/revoke", data=form | {"token": "unknown"}).status_code == 200
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert desk.http.get("/fhir/Organization", headers=headers).status_code == 401
    assert _refresh(desk, tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert desk.http.post("/oidc/revoke", data={"token": tokens[kind]}).status_code == 401


def test_scopes_are_granted_by_role(desk: Desk) -> None:
    asked = "openid fhirUser launch/patient user/DocumentReference.rs user/Observation.cruds user/Consent.crus junk"
    doctor = desk.redeem(desk.code("doctor", scope=asked)).json()["scope"]
    assert doctor == "openid fhirUser user/DocumentReference.rs user/Observation.rs user/Consent.crus"
    pharmacist = desk.redeem(desk.code("pharmacist", scope=asked)).json()["scope"]
    assert pharmacist == "openid fhirUser user/Observation.rs user/Consent.crus"


def test_a_wildcard_is_granted_type_by_type(desk: Desk) -> None:
    clerk = desk.redeem(desk.code("clerk", scope="openid user/*.read")).json()["scope"].split()
    assert "user/*.rs" not in clerk
    assert "user/AllergyIntolerance.rs" in clerk
    assert "user/MedicationAdministration.rs" not in clerk


def test_a_role_nobody_knows_opens_nothing(make_desk: MakeDesk) -> None:
    world = small_world()
    post = replace(world.signers[0].posts[0], role="visitor")
    desk = make_desk(replace(world, signers=(replace(world.signers[0], posts=(post,)),)))
    assert desk.redeem(desk.code(scope=SCOPE)).json()["scope"] == "openid fhirUser online_access"


def test_discovery_names_what_there_is(desk: Desk) -> None:
    told = desk.http.get("/oidc/.well-known/openid-configuration").json()
    assert told["issuer"] == f"{ORIGIN}/oidc"
    assert told["authorization_response_iss_parameter_supported"] is True
    assert told["code_challenge_methods_supported"] == ["S256"]
    smart = desk.http.get("/fhir/.well-known/smart-configuration").json()
    assert smart["token_endpoint"] == told["token_endpoint"]
    assert smart["now"] == "2026-11-23T09:00:00+07:00"
    assert {"launch-standalone", "client-public", "sso-openid-connect", "permission-v2"} <= set(
        smart["capabilities"]
    )
