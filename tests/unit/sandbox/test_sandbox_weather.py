"""Bad weather at facilities: what is told wrongly, how long it holds, whom it meets."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from unit.sandbox.desk import Desk, Seconds, detail
from unit.sandbox.small_world import OTHER, SOMCHAI, small_world

from viewer.sandbox.errors import FaultUnreadable
from viewer.sandbox.faults import CALM, KINDS, Fault, read_fault
from viewer.sandbox.weather import Weather


@pytest.fixture
def headers(desk: Desk) -> dict[str, str]:
    """Of a doctor whom Somchai allowed everything."""
    signed_in = desk.sign_in()
    desk.consent(signed_in, ["99001", "99002", "990040001"])
    return signed_in


def _ids(bundle: httpx.Response) -> list[str]:
    return [entry["resource"]["id"] for entry in bundle.json().get("entry", [])]


def _self(bundle: httpx.Response) -> str:
    return str(bundle.json()["link"][0]["url"])


def test_another_persons_rows_come_with_that_person(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "wrong-patient")
    rows = desk.search(headers, "99001", "Observation")
    assert _ids(rows) == ["o9", OTHER]
    assert f"patient={SOMCHAI}" in _self(rows)  # it claims to have answered what was asked
    assert _ids(desk.search(headers, "99001", "Patient", patient="", _id=SOMCHAI)) == [OTHER]


def test_wrong_rows_are_found_elsewhere_when_nobody_else_is_known_here(
    desk: Desk, headers: dict[str, str]
) -> None:
    desk.fault("99002", "wrong-patient")
    assert OTHER in _ids(desk.search(headers, "99002", "AllergyIntolerance"))


def test_ignored_parameters_are_gone_from_the_self_link(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "ignores-parameters")
    rows = desk.search(headers, "99001", "Observation", code="nothing-has-this")
    assert _ids(rows) == [f"o{n}" for n in range(7)] + ["o9"]
    assert "patient" not in _self(rows)
    assert SOMCHAI not in _self(rows)
    assert len(_ids(desk.search(headers, "99001", "Patient", patient="", _id=SOMCHAI))) == 2


def test_lies_are_told_only_where_there_is_consent(desk: Desk) -> None:
    headers = desk.sign_in()
    for kind in ("wrong-patient", "ignores-parameters"):
        desk.fault("99001", kind)
        assert desk.search(headers, "99001", "Observation").status_code == 403


def test_withheld_and_not_connected_say_so(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "withheld")
    withheld = desk.search(headers, "99001", "Observation")
    assert (withheld.status_code, detail(withheld)) == (403, "withheld")
    desk.fault("99001", "not-connected")
    apart = desk.search(headers, "99001", "Observation")
    assert (apart.status_code, detail(apart)) == (404, "not-connected")


def test_small_pages(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "paged", page_size=3)
    page, sizes = desk.search(headers, "99001", "Observation"), []
    while True:
        sizes.append(len(_ids(page)))
        links = {link["relation"]: link["url"] for link in page.json()["link"]}
        if "next" not in links:
            break
        page = desk.http.get(links["next"], headers=headers)
    assert sizes == [3, 3, 1]


def test_broken_entries_are_no_resources(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "unreadable")
    bundle = desk.search(headers, "99001", "Observation").json()
    assert (bundle["total"], len(bundle["entry"])) == (7, 7)
    for entry in bundle["entry"]:
        resource = entry["resource"]
        assert not (isinstance(resource, dict) and isinstance(resource.get("resourceType"), str))
    assert _ids(desk.search(headers, "99001", "Patient", patient="", _id=SOMCHAI)) == [SOMCHAI]


def test_of_a_person_unknown_there_broken_entries_come_with_the_allergies(
    desk: Desk, headers: dict[str, str]
) -> None:
    desk.fault("990040001", "unreadable", entries=3)
    assert desk.search(headers, "990040001", "AllergyIntolerance").json()["total"] == 3
    assert desk.search(headers, "990040001", "Observation").json()["total"] == 0


@pytest.mark.parametrize(
    ("kind", "status"), [("500", 500), ("502", 502), ("503", 503), ("504", 504), ("429", 429)]
)
def test_errors_of_the_server(desk: Desk, headers: dict[str, str], kind: str, status: int) -> None:
    desk.fault("99001", kind)
    response = desk.search(headers, "99001", "Observation")
    assert response.status_code == status
    assert response.json()["resourceType"] == "OperationOutcome"
    assert ("retry-after" in response.headers) == (status == 429)


def test_retry_after_is_told_in_seconds(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "429", seconds=7)
    assert desk.search(headers, "99001", "Observation").headers["retry-after"] == "7"


def test_a_body_that_is_not_json(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "bad-json")
    response = desk.search(headers | {"Accept-Encoding": "gzip"}, "99001", "Observation")
    assert response.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        response.json()


def test_a_fault_holds_for_its_requests_and_no_longer(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "500", times=2)
    statuses = [desk.search(headers, "99001", "Observation").status_code for _ in range(4)]
    assert statuses == [500, 500, 200, 200]


def test_looking_at_what_a_facility_can_do_uses_up_no_fault(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "500", times=1)
    assert desk.http.get("/at/99001/fhir/metadata").status_code == 200
    assert desk.search(headers, "99001", "Observation").status_code == 500
    desk.fault("99001", "500")
    assert desk.http.get("/at/99001/fhir/metadata").status_code == 500


def test_a_fault_may_meet_one_person_only_and_one_facility_only(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "500", person=2)
    assert desk.search(headers, "99001", "Observation").status_code == 200
    desk.fault("99001", "500", person=1)
    assert desk.search(headers, "99001", "Observation").status_code == 500
    assert desk.http.get("/at/99001/fhir/Observation/o1", headers=headers).status_code == 500
    assert desk.search(headers, "99002", "AllergyIntolerance").status_code == 200


def test_off_and_reset_bring_fair_weather(desk: Desk, headers: dict[str, str]) -> None:
    desk.fault("99001", "500", person=1)
    desk.fault("99001", "off")
    assert desk.search(headers, "99001", "Observation").status_code == 200
    desk.fault("99001", "500")
    desk.http.post("/control/reset")
    assert desk.http.get("/control").json()["faults"] == {}
    assert desk.http.get("/control/consents").json() == []
    assert desk.search(headers, "99001", "Observation").status_code == 401  # nobody is signed in any more
    again = desk.sign_in()
    desk.consent(again)
    assert desk.search(again, "99001", "Observation").status_code == 200


def test_an_unlucky_further_page_is_hit_as_well(desk: Desk, headers: dict[str, str]) -> None:
    page = desk.search(headers, "99001", "Observation", _count="3").json()
    desk.fault("99001", "500", person=1)
    assert desk.http.get(page["link"][1]["url"], headers=headers).status_code == 500


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"hcode": "99001"},
        {"hcode": "99001", "fault": "slow"},
        {"hcode": "99001", "fault": {"kind": "snow"}},
        {"hcode": "99001", "fault": {"kind": "slow", "seconds": -1}},
        {"hcode": "99001", "fault": {"kind": "slow", "seconds": "long"}},
        {"hcode": "99001", "fault": {"kind": "slow", "seconds": True}},
        {"hcode": "99001", "fault": {"kind": "paged", "page_size": 0}},
        {"hcode": "99001", "fault": {"kind": "paged", "page_size": 1.5}},
        {"hcode": "99001", "fault": {"kind": "slow", "colour": "red"}},
        {"hcode": "00000", "fault": {"kind": "slow"}},
        {"hcode": "99001", "fault": {"kind": "slow"}, "person": 99},
    ],
)
def test_a_fault_that_does_not_fit_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    refused = desk.http.post("/control/faults", json=body)
    assert refused.status_code == 400
    assert refused.json()["error"]
    assert desk.http.get("/control").json()["faults"] == {}


def test_every_kind_can_be_told(desk: Desk) -> None:
    for kind in KINDS:
        desk.fault("99001", kind)
    with pytest.raises(FaultUnreadable):
        read_fault({"kind": ""})


def met(weather: Weather, hcode: str, patient: str) -> Fault:
    """What goes wrong with a request about this person."""
    return weather.meets(hcode, patient, "Condition 0").fault


def _with_habit(habit: dict[str, object]) -> Callable[..., Weather]:
    world = small_world()
    person = replace(world.people[0], habits={"99001": habit}, unconnected=("99002",))
    world = replace(world, people=(person, *world.people[1:]))
    return lambda **options: Weather(world, **options)


def test_a_late_facility_is_late_once_in_a_series() -> None:
    seconds = Seconds()
    weather = _with_habit({"kind": "slow", "seconds": 15})(elapsed=seconds)
    assert met(weather, "99001", SOMCHAI).seconds == 15
    assert met(weather, "99001", OTHER) == CALM
    seconds.passed = 5
    assert met(weather, "99001", SOMCHAI).seconds == 10
    seconds.passed = 16
    assert met(weather, "99001", SOMCHAI) == CALM
    seconds.passed = 16 + 121
    assert met(weather, "99001", SOMCHAI).seconds == 15  # after a quiet time it is late again


def test_seconds_are_scaled() -> None:
    seconds = Seconds()
    weather = _with_habit({"kind": "drip", "headers_seconds": 2, "seconds": 45})(elapsed=seconds, latency=0.1)
    first = met(weather, "99001", SOMCHAI)
    assert (weather.scaled(first.headers_seconds), weather.scaled(first.seconds)) == pytest.approx((0.2, 4.5))
    seconds.passed = 1
    assert met(weather, "99001", SOMCHAI).headers_seconds == 0
    assert met(weather, "99001", SOMCHAI).seconds == pytest.approx(35)
    seconds.passed = 4.6
    assert met(weather, "99001", SOMCHAI) == CALM
    assert met(_with_habit({"kind": "slow", "seconds": 15})(latency=0.0), "99001", SOMCHAI) == CALM


def test_habits_can_be_left_at_home_and_overruled() -> None:
    make = _with_habit({"kind": "timeout"})
    assert met(make(habits=False), "99001", SOMCHAI) == CALM
    weather = make()
    assert met(weather, "99001", SOMCHAI).kind == "timeout"
    weather.set("99001", Fault("500"))
    assert met(weather, "99001", SOMCHAI).kind == "500"
    weather.set("99001", CALM)
    assert met(weather, "99001", SOMCHAI) == CALM


def test_a_facility_may_be_unconnected_for_one_person() -> None:
    weather = _with_habit({"kind": "timeout"})()
    assert met(weather, "99002", SOMCHAI).kind == "not-connected"
    assert met(weather, "99002", OTHER) == CALM


def test_the_control_page_tells_the_state(desk: Desk) -> None:
    state = desk.http.get("/control").json()
    assert state["now"] == "2026-11-23T09:00:00+07:00"
    first = state["people"][0]
    assert (first["n"], first["cid"], first["name"]) == (1, "9660487647597", "นายสมชาย ทดสอบ")
    assert [each["id"] for each in state["signers"]] == ["doctor", "pharmacist", "clerk"]
    assert [each["hcode"] for each in state["facilities"]] == ["99001", "99002", "990040001"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"advance": -1}', b'{"advance": "1"}', b'{"advance": true}']
)
def test_the_clock_moves_ahead_only(desk: Desk, body: bytes) -> None:
    assert desk.http.post("/control/clock", content=body).status_code == 400
    assert desk.http.post("/control/clock", json={"advance": 90}).json()["now"] == "2026-11-23T09:01:30+07:00"
    assert desk.http.post("/control/reset").json()["now"] == "2026-11-23T09:00:00+07:00"


def test_a_scripted_patient_needs_a_code_and_an_answer(desk: Desk) -> None:
    assert desk.http.post("/control/consents/000000", json={"answer": "approve"}).status_code == 404
    code = desk.ask(desk.sign_in()).json()["identifier"][0]["value"]
    assert desk.http.post(f"/control/consents/{code}", json={"answer": "perhaps"}).status_code == 400
    wrong = {"answer": "approve", "facilities": "99001"}
    assert desk.http.post(f"/control/consents/{code}", json=wrong).status_code == 400
