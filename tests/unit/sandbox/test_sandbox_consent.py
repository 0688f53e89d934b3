"""A consent's life in the sandbox, and that facilities obey it at every step."""

from pathlib import Path
from typing import Any

import pytest
from unit.sandbox.desk import ORIGIN, TYPES, Desk, MakeDesk, detail, proposal
from unit.sandbox.small_world import MALI, SOMCHAI


def _answer(desk: Desk, code: str, answer: str, **more: Any) -> int:
    return desk.http.post(f"/control/consents/{code}", json={"answer": answer, **more}).status_code


def test_a_request_comes_back_with_code_link_and_time(desk: Desk) -> None:
    asked = desk.ask(desk.sign_in())
    assert asked.status_code == 201
    consent = asked.json()
    assert asked.headers["location"] == f"{ORIGIN}/fhir/Consent/{consent['id']}/_history/1"
    assert consent["status"] == "proposed"
    (identifier,) = consent["identifier"]
    assert identifier["system"] == "https://prawat.example/consent-code"
    assert len(identifier["value"]) == 6
    assert identifier["value"].isdigit()
    extensions = {each["url"]: each for each in identifier["extension"]}
    assert extensions["https://prawat.example/consent-link"]["valueUrl"].startswith(f"{ORIGIN}/phone/c/")
    until = extensions["https://prawat.example/consent-code-until"]["valueDateTime"]
    assert until == identifier["period"]["end"] == "2026-11-23T09:06:00+07:00"
    # Before consent no facility is named, save the one that asks.
    assert "99002" not in asked.text
    assert "990040001" not in asked.text


def _nested(**changes: Any) -> dict[str, Any]:
    consent = proposal()
    permit = consent["provision"]["provision"][0]
    permit.update(changes)
    return consent


@pytest.mark.parametrize(
    "consent",
    [
        proposal(status="active"),
        proposal(scope={"coding": [{"code": "research"}]}),
        proposal(category=[]),
        proposal(policy=None),
        proposal(patient="p-nobody"),
        proposal(provision=None),
        proposal(provision={"type": "permit"}),
        proposal(provision={"type": "deny"}),
        proposal(role="role-3", organization="990040001"),  # somebody else's post
        proposal(role="role-1", organization="99002"),  # not the organization of that post
        proposal(role="role-unknown"),
        proposal(types=()),
        proposal(types=("Observation", "Spaceship")),
        proposal(until="2026-11-23T08:59:59+07:00"),
        proposal(start="2026-11-23T08:00:00+07:00", until="2026-11-23T09:00:00+07:00"),
        proposal(until="tomorrow"),
        proposal(sources=("99999",)),
        _nested(type="deny"),
        _nested(purpose=[{"code": "HMARKT"}]),
        _nested(purpose=[]),
        _nested(period={}),
        _nested(period={"start": "2026-11-24", "end": "2026-11-23T17:00:00+07:00"}),
        _nested(actor=[]),
    ],
)
def test_a_request_that_does_not_fit_is_refused(desk: Desk, consent: dict[str, Any]) -> None:
    refused = desk.http.post("/fhir/Consent", headers=desk.sign_in(), json=consent)
    assert refused.status_code == 422
    assert "Consent." in refused.json()["issue"][0]["diagnostics"]


def test_asking_needs_the_scope(desk: Desk) -> None:
    assert desk.ask(desk.sign_in(scope="openid user/Consent.rs")).status_code == 403


def test_approval_names_the_facilities_in_order_and_denies_the_unticked(desk: Desk) -> None:
    headers = desk.sign_in()
    key = desk.consent(headers)
    consent = desk.http.get(f"/fhir/Consent/{key}", headers=headers).json()
    assert consent["status"] == "active"
    assert consent["provision"]["type"] == "deny"
    rows = [
        (nested["type"], nested["actor"][-1]["reference"])
        for nested in consent["provision"]["provision"]
        if nested["actor"][-1]["role"]["coding"][0]["code"] == "CST"
    ]
    assert rows == [
        ("permit", {"reference": "Organization/99001", "display": "รพ.หนึ่ง"}),
        ("deny", {"reference": "Organization/99002", "display": "รพ.สอง"}),
        ("permit", {"reference": "Organization/990040001", "display": "คลินิก <สาม>"}),
    ]
    (permit,) = [
        each
        for each in consent["provision"]["provision"]
        if "99001" in each["actor"][-1]["reference"]["reference"]
    ]
    assert [coding["code"] for coding in permit["class"]] == list(TYPES)
    assert permit["period"]["end"] == "2026-11-23T17:00:00+07:00"
    assert consent["identifier"][0]["extension"][0]["url"] != "https://prawat.example/consent-link"


def test_the_etag_changes_with_every_version(desk: Desk) -> None:
    headers = desk.sign_in()
    asked = desk.ask(headers).json()
    url, code = f"/fhir/Consent/{asked['id']}", asked["identifier"][0]["value"]
    tags = [desk.http.get(url, headers=headers).headers["etag"]]
    same = desk.http.get(url, headers=headers | {"If-None-Match": tags[0]})
    assert (same.status_code, same.content) == (304, b"")
    for step, status in (("approve", "active"), ("withdraw", "inactive")):
        assert _answer(desk, code, step) == 200
        now = desk.http.get(url, headers=headers | {"If-None-Match": tags[-1]})
        assert now.json()["status"] == status
        tags.append(now.headers["etag"])
    assert len(set(tags)) == 3


def test_only_the_recipient_reads_a_consent(desk: Desk) -> None:
    key = desk.consent(desk.sign_in())
    assert desk.http.get(f"/fhir/Consent/{key}", headers=desk.sign_in("pharmacist")).status_code == 404


def test_before_and_without_consent_nothing_is_told(desk: Desk) -> None:
    headers = desk.sign_in()
    assert detail(desk.search(headers, "99001", "Observation")) == "no-consent"
    asked = desk.ask(headers).json()
    assert desk.search(headers, "99001", "Observation").status_code == 403  # proposed only
    _answer(desk, asked["identifier"][0]["value"], "refuse")
    refused = desk.search(headers, "99001", "Observation")
    assert (refused.status_code, detail(refused)) == (403, "no-consent")


def test_consent_opens_the_ticked_facilities_for_the_types_and_for_this_person_only(desk: Desk) -> None:
    headers = desk.sign_in()
    desk.consent(headers)
    assert desk.search(headers, "99001", "Observation").json()["total"] == 7
    assert (
        desk.search(headers, "990040001", "Observation").json()["total"] == 0
    )  # knows nothing, may be asked
    assert detail(desk.search(headers, "99002", "AllergyIntolerance")) == "no-consent"  # unticked
    assert detail(desk.search(headers, "99001", "Encounter")) == "type-not-permitted"
    assert detail(desk.search(headers, "99001", "Observation", patient=MALI)) == "no-consent"
    somebody_else = desk.sign_in("pharmacist")
    assert detail(desk.search(somebody_else, "99001", "Observation")) == "no-consent"


def test_narrowing_and_withdrawing_are_obeyed_at_once(desk: Desk) -> None:
    headers = desk.sign_in()
    asked = desk.ask(headers).json()
    code = asked["identifier"][0]["value"]
    assert _answer(desk, code, "approve", facilities=["99002"]) == 200
    assert desk.search(headers, "99002", "AllergyIntolerance").status_code == 200
    assert desk.search(headers, "99001", "AllergyIntolerance").status_code == 403
    assert _answer(desk, code, "withdraw") == 200
    assert detail(desk.search(headers, "99002", "AllergyIntolerance")) == "no-consent"


def test_the_period_ends_by_itself(desk: Desk) -> None:
    key = desk.consent(desk.sign_in())
    desk.http.post("/control/clock", json={"advance": 8 * 3600 - 1})
    headers = desk.sign_in()
    assert desk.search(headers, "99001", "Observation").status_code == 200
    desk.http.post("/control/clock", json={"advance": 2})
    assert detail(desk.search(headers, "99001", "Observation")) == "no-consent"
    consent = desk.http.get(f"/fhir/Consent/{key}", headers=headers).json()
    assert (consent["status"], consent["meta"]["versionId"]) == ("inactive", "3")


def test_nothing_is_told_before_the_period_begins(desk: Desk) -> None:
    headers = desk.sign_in()
    desk.consent(headers, start="2026-11-23T09:04:00+07:00")
    assert detail(desk.search(headers, "99001", "Observation")) == "no-consent"
    desk.seconds.passed += 240
    assert desk.search(headers, "99001", "Observation").status_code == 200


def test_each_facility_has_the_period_and_the_types_it_was_asked_for(desk: Desk) -> None:
    everywhere = proposal(types=("AllergyIntolerance",), until="2026-11-23T09:02:00+07:00")
    here = proposal(sources=("99001",), types=("Observation",), until="2026-11-23T09:04:00+07:00")
    everywhere["provision"]["provision"] += here["provision"]["provision"]
    headers = desk.sign_in()
    asked = desk.http.post("/fhir/Consent", headers=headers, json=everywhere).json()
    code = asked["identifier"][0]["value"]
    assert _answer(desk, code, "approve", facilities=["99001", "99002"]) == 200
    assert desk.search(headers, "99001", "Observation").status_code == 200
    assert detail(desk.search(headers, "99001", "AllergyIntolerance")) == "type-not-permitted"
    assert desk.search(headers, "99002", "AllergyIntolerance").status_code == 200
    desk.seconds.passed += 180
    assert desk.search(headers, "99001", "Observation").status_code == 200
    assert detail(desk.search(headers, "99002", "AllergyIntolerance")) == "no-consent"


def test_a_code_that_ran_out_stays_proposed_and_cannot_be_answered(desk: Desk) -> None:
    headers = desk.sign_in(scope="openid user/Consent.crus")
    asked = desk.ask(headers).json()
    desk.seconds.passed += 6 * 60
    assert _answer(desk, asked["identifier"][0]["value"], "approve") == 409
    assert _answer(desk, asked["identifier"][0]["value"], "refuse") == 409
    consent = desk.http.get(f"/fhir/Consent/{asked['id']}", headers=desk.sign_in()).json()
    assert consent["status"] == "proposed"
    assert consent["identifier"][0]["period"]["end"] == "2026-11-23T09:06:00+07:00"


@pytest.mark.parametrize(
    ("first", "then"),
    [("approve", "approve"), ("approve", "refuse"), ("refuse", "approve"), ("refuse", "withdraw")],
)
def test_what_is_answered_is_not_answered_again(desk: Desk, first: str, then: str) -> None:
    code = desk.ask(desk.sign_in()).json()["identifier"][0]["value"]
    assert _answer(desk, code, first) == 200
    assert _answer(desk, code, then) == 409


def test_a_consent_bounds_the_dates_of_what_is_told(desk: Desk) -> None:
    headers = desk.sign_in()
    desk.consent(headers, data_period={"start": "2026-03-01", "end": "2026-04"})
    found = desk.search(headers, "99001", "Observation").json()
    assert [entry["resource"]["id"] for entry in found["entry"]] == ["o2", "o3"]


def test_named_sources_are_the_only_ones(desk: Desk) -> None:
    headers = desk.sign_in()
    desk.consent(headers, sources=("99002",), facilities=["99001", "99002"])
    assert desk.search(headers, "99002", "AllergyIntolerance").status_code == 200
    assert desk.search(headers, "99001", "AllergyIntolerance").status_code == 403


def test_an_earlier_consent_is_found_by_its_recipient(desk: Desk) -> None:
    headers = desk.sign_in()
    key = desk.consent(headers)
    url = f"/fhir/Consent?patient=Patient/{SOMCHAI}&status=active"
    assert [each["resource"]["id"] for each in desk.http.get(url, headers=headers).json()["entry"]] == [key]
    assert desk.http.get(f"{url}&actor=PractitionerRole/role-1", headers=headers).json()["total"] == 1
    assert desk.http.get(f"{url}&actor=PractitionerRole/role-2", headers=headers).json()["total"] == 0
    assert desk.http.get(url, headers=desk.sign_in("pharmacist")).json()["total"] == 0
    by_post = desk.http.post(
        "/fhir/Consent/_search", headers=headers, data={"patient": MALI, "status": "active"}
    )
    assert by_post.json()["total"] == 0
    assert desk.http.get("/fhir/Consent?status=active", headers=headers).status_code == 400


def test_who_asked_can_give_it_up_and_nothing_else(desk: Desk) -> None:
    headers = desk.sign_in()
    asked = desk.ask(headers).json()
    url = f"/fhir/Consent/{asked['id']}"
    active = asked | {"status": "active"}
    assert desk.http.put(url, headers=headers, json=active).status_code == 422
    given_up = proposal() | {"id": asked["id"], "status": "inactive"}
    stale = desk.http.put(url, headers=headers | {"If-Match": 'W/"9"'}, json=given_up)
    assert stale.status_code == 412
    assert desk.http.put(url, headers=desk.sign_in("pharmacist"), json=given_up).status_code == 404
    done = desk.http.put(url, headers=headers, json=given_up)
    assert (done.status_code, done.json()["status"], done.headers["etag"]) == (200, "inactive", 'W/"2"')
    assert desk.http.put(url, headers=headers, json=given_up).status_code == 409
    assert _answer(desk, asked["identifier"][0]["value"], "approve") == 409


def test_the_same_seed_gives_the_same_codes_and_links(make_desk: MakeDesk) -> None:
    first, second = make_desk(), make_desk()
    assert first.ask(first.sign_in()).json() == second.ask(second.sign_in()).json()


def test_a_kept_state_goes_on_where_it_stopped(make_desk: MakeDesk, tmp_path: Path) -> None:
    path = str(tmp_path / "state.sqlite")
    before = make_desk(path=path)
    before.seconds.passed += 240
    key = before.consent(before.sign_in())
    after = make_desk(path=path)
    assert after.sandbox.clock.now() >= before.sandbox.clock.now()
    headers = after.sign_in()
    assert after.http.get(f"/fhir/Consent/{key}", headers=headers).json()["status"] == "active"
    assert after.search(headers, "99001", "Observation").status_code == 200
    assert after.ask(headers).json()["id"] != key
