"""Weather files: what may be told, how it is dealt and drawn, and that the same seed is the same weather."""

import json
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from unit.sandbox.desk import Desk, MakeDesk, Seconds
from unit.sandbox.small_world import SOMCHAI, small_world

from viewer.sandbox.chance import Chance
from viewer.sandbox.climate import read_climate, told_climate
from viewer.sandbox.errors import FaultUnreadable
from viewer.sandbox.forecast import METADATA, Forecast, Meets
from viewer.sandbox.world import FacilityEntry
from viewer.sandbox.world.country import enlarged

WEATHERS = Path(__file__).resolve().parents[3] / "resources" / "weather"
MANY = enlarged([FacilityEntry("F01", "99001", "หนึ่ง", "รพช.", "HL")], 300)


def forecast(weather: dict[str, Any], seed: int = 1, seconds: Seconds | None = None) -> Forecast:
    return Forecast(told_climate(weather), MANY, seed, seconds or Seconds())


def kinds(drawn: list[Meets]) -> Counter[str]:
    return Counter(one.fault.kind for one in drawn)


def test_chance_is_even_and_hangs_on_its_name_alone() -> None:
    drawn = [Chance("a").share(number) for number in range(4000)]
    assert drawn == [Chance("a").share(number) for number in range(4000)]
    assert all(0 <= one < 1 for one in drawn)
    assert all(900 < sum(low <= one < low + 0.25 for one in drawn) < 1100 for low in (0, 0.25, 0.5, 0.75))
    assert Chance("a").within("b").share("c") == Chance("a").share("b", "c") != Chance("b").share("c")
    assert {Chance("x").whole(2, 4, number) for number in range(100)} == {2, 3, 4}
    assert Chance("x").some("abcd", 2, "y") == sorted(Chance("x").some("abcd", 2, "y"))
    assert Chance("x").some("ab", 9) == ["a", "b"]


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ([], "the weather"),
        ({"somewhere": {}}, "somewhere"),
        ({"everywhere": {"latency": {"kind": "gauss"}}}, "everywhere.latency"),
        ({"everywhere": {"latency": {"kind": "fixed"}}}, "everywhere.latency.fixed.seconds"),
        ({"everywhere": {"latency": {"kind": "fixed", "seconds": "1"}}}, "everywhere.latency.fixed.seconds"),
        ({"everywhere": {"latency": {"kind": "uniform", "least": 2, "most": 1}}}, "most must not be below"),
        ({"everywhere": {"latency": {"kind": "lognormal", "median": 2, "p95": 1}}}, "p95 must not be below"),
        ({"everywhere": {"loss": {"before": 1.5}}}, "everywhere.loss.before"),
        ({"everywhere": {"failing": {"share": 1, "status": 418}}}, "everywhere.failing.status"),
        ({"everywhere": {"revoked": {}}}, "either after_requests or after_seconds"),
        ({"everywhere": {"revoked": {"after_requests": 1, "after_seconds": 1}}}, "everywhere.revoked"),
        ({"everywhere": {"manner": "rude"}}, "everywhere.manner"),
        ({"everywhere": {"page_size": 0}}, "everywhere.page_size"),
        ({"everywhere": {"skew_hours": True}}, "everywhere.skew_hours"),
        ({"shares": [{"share": 0.5, "weather": {}}]}, "shares.0.name"),
        ({"shares": [{"name": "a", "share": 0.6, "weather": {}}, {"name": "b", "share": 0.6, "weather": {}}]},
         "add up to more than 1"),
        ({"shares": [{"name": "a", "share": 0.1, "weather": {}}, {"name": "a", "share": 0.1, "weather": {}}]},
         "same name"),
        ({"facilities": {"99001": {"storms": [{"after": -1}]}}}, "facilities.99001.storms.0.after"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(told: object, named: str) -> None:
    with pytest.raises(FaultUnreadable) as caught:
        told_climate(told)
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("weather", "named"),
    [
        ({"facilities": {"F999": {}}}, "facilities.F999"),
        ({"facilities": {"F01": {"silent": 0.6, "loss": {"before": 0.6}}}}, "weather of 99001"),
        ({"everywhere": {"silent": 0.6}, "facilities": {"99001": {"malformed": {"nan": 0.6}}}}, "99001"),
    ],
)
def test_what_does_not_fit_this_network_is_named(weather: dict[str, Any], named: str) -> None:
    with pytest.raises(FaultUnreadable) as caught:
        forecast(weather)
    assert named in str(caught.value)


def test_a_file_is_read_and_named_when_it_cannot_be(tmp_path: Path) -> None:
    file = tmp_path / "weather.json"
    file.write_text('{"everywhere": {"skew_hours": 2}}', encoding="utf-8")
    assert read_climate(file).everywhere.skew_hours == 2
    for text in ("", "{", '{"everywhere": {"colour": "red"}}'):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(FaultUnreadable, match=r"weather\.json"):
            read_climate(file)
    with pytest.raises(FaultUnreadable, match=r"nowhere\.json"):
        read_climate(tmp_path / "nowhere.json")


@pytest.mark.parametrize("file", sorted(WEATHERS.glob("*.json")), ids=lambda file: str(file.stem))
def test_the_weathers_we_ship_can_be_had(file: Path) -> None:
    climate = read_climate(file)
    assert climate.about
    made = Forecast(climate, MANY, 7, Seconds())
    dealt = Counter(made.names.values())
    assert dealt == {each.name: round(each.share * len(MANY)) for each in climate.shares}


def test_shares_are_dealt_to_the_facility_and_to_nobody_twice() -> None:
    weather = {
        "shares": [
            {"name": "a", "share": 0.1, "weather": {"silent": 1}},
            {"name": "b", "share": 0.05, "weather": {"failing": {"share": 1}}},
        ]
    }
    made = forecast(weather)
    assert Counter(made.names.values()) == {"a": 30, "b": 15}
    assert made.names == forecast(weather).names
    assert made.names != forecast(weather, seed=2).names
    drawn = {entry.hcode: made.at(entry.hcode, "Condition 0").fault.kind for entry in MANY}
    assert {drawn[hcode] for hcode, name in made.names.items() if name == "a"} == {"timeout"}
    assert {drawn[hcode] for hcode, name in made.names.items() if name == "b"} == {"500"}
    assert Counter(drawn.values())["off"] == 255


def test_the_named_goes_before_the_share_and_the_share_before_everywhere() -> None:
    made = forecast(
        {
            "everywhere": {"skew_hours": 1, "page_size": 5, "silent": 1},
            "shares": [{"name": "all", "share": 1, "weather": {"page_size": 6, "silent": 0}}],
            "facilities": {"F01": {"page_size": 7}},
        }
    )
    first, other = made.at("99001", "x"), made.at(MANY[1].hcode, "x")
    assert (first.page_size, first.skew_hours, first.fault.kind) == (7, 1, "off")
    assert (other.page_size, other.skew_hours, other.fault.kind) == (6, 1, "off")


RAIN: dict[str, Any] = {
    "everywhere": {
        "latency": {"kind": "lognormal", "median": 0.2, "p95": 2},
        "loss": {"before": 0.1, "inside": 0.1},
        "failing": {"share": 0.1, "status": 502},
        "malformed": {"not_json": 0.05, "cut": 0.05, "nan": 0.05, "entry": 0.05},
        "drip": {"bytes_per_second": 100, "share": 0.3},
        "storms": [{"share": 0.1, "retry_after": 2}],
    }
}


def test_the_same_seed_is_the_same_weather_whatever_the_timing_and_the_order() -> None:
    asked = list(product([entry.hcode for entry in MANY[:5]], ["Condition 0", "Observation 0"], range(20)))
    made = forecast(RAIN, seed=3)
    seconds = Seconds()
    other = forecast(RAIN, seed=3, seconds=seconds)
    once = {key: made.at(key[0], key[1]) for key in asked}
    again = {}
    for key in sorted(asked, key=lambda key: (key[2], key[1], key[0])):
        seconds.passed += 0.37
        again[key] = other.at(key[0], key[1])
    assert once == again
    differently = forecast(RAIN, seed=4)
    assert once != {key: differently.at(key[0], key[1]) for key in asked}


def test_as_often_as_it_is_told() -> None:
    drawn = [forecast(RAIN, seed).at("99001", "Condition 0") for seed in range(2000)]
    told = kinds(drawn)
    for kind, share in (("429", 0.1), ("unreachable", 0.09), ("cut", 0.09), ("502", 0.09), ("nan", 0.045)):
        assert share * 2000 * 0.75 < told[kind] < share * 2000 * 1.25, kind
    delays = sorted(one.delay for one in drawn)
    assert 0.17 < delays[1000] < 0.23
    assert 1.6 < delays[1900] < 2.5
    assert 500 < sum(one.rate > 0 for one in drawn) < 700


def test_a_request_sent_again_is_drawn_anew() -> None:
    made = forecast({"everywhere": {"loss": {"before": 0.5}}})
    assert set(kinds([made.at("99001", "Condition 0") for _ in range(20)])) == {"off", "unreachable"}


def test_storms_and_restarts_count_from_the_first_request() -> None:
    seconds = Seconds(100)
    made = forecast(
        {
            "everywhere": {
                "storms": [{"after": 1, "seconds": 2, "retry_after": 9}],
                "restarts": [{"after": 5, "seconds": 1}, {"after": 7, "seconds": 1, "answers": "503"}],
            }
        },
        seconds=seconds,
    )
    told = []
    for passed in (0, 0.9, 1, 2.9, 3, 5, 5.9, 6, 7, 8):
        seconds.passed = 100 + passed
        told.append(made.at("99001", "x").fault.kind)
    assert told == ["off", "off", "429", "429", "off", "unreachable", "unreachable", "off", "503", "off"]


def test_the_consent_is_taken_back_once_and_a_look_at_the_metadata_does_not_count() -> None:
    made = forecast({"everywhere": {"revoked": {"after_requests": 2}}})
    asked = ["a", METADATA, "a", METADATA, "b", "c"]
    assert [made.at("99001", one).revokes for one in asked] == [False, False, False, False, True, False]
    later = forecast({"everywhere": {"revoked": {"after_seconds": 3}}})
    assert [later.at("99001", one).revokes_in for one in (METADATA, "a", "a")] == [None, 3, None]


# --- at a facility


@pytest.fixture
def headers(desk: Desk) -> dict[str, str]:
    """Of a doctor whom Somchai allowed everything."""
    signed_in = desk.sign_in()
    desk.consent(signed_in, ["99001", "99002", "990040001"])
    return signed_in


def told(desk: Desk, **conditions: object) -> None:
    answer = desk.http.post("/control/weather", json={"weather": {"facilities": {"99001": conditions}}})
    assert answer.status_code == 200, answer.text


def ids(bundle: httpx.Response) -> list[str]:
    return [entry["resource"].get("id", "?") for entry in bundle.json().get("entry", [])]


def pages(desk: Desk, headers: dict[str, str], most: int = 20) -> list[list[str]]:
    page, found = desk.search(headers, "99001", "Observation"), []
    for _ in range(most):
        found.append(ids(page))
        links = {link["relation"]: link["url"] for link in page.json()["link"]}
        if "next" not in links:
            break
        page = desk.http.get(links["next"], headers=headers)
    return found


def test_rows_come_twice_on_a_page_and_the_total_does_not_count_them(
    desk: Desk, headers: dict[str, str]
) -> None:
    told(desk, duplicates={"same_page": 1})
    bundle = desk.search(headers, "99001", "Observation")
    assert ids(bundle) == [f"o{number // 2}" for number in range(14)]
    assert bundle.json()["total"] == 7


def test_rows_come_again_on_the_next_page(desk: Desk, headers: dict[str, str]) -> None:
    told(desk, duplicates={"next_page": 1}, page_size=3)
    found = pages(desk, headers)
    assert sorted(one for page in found for one in page) == sorted([f"o{number}" for number in range(7)] * 2)
    assert all(len(set(page)) == len(page) for page in found)


def test_pages_without_end(desk: Desk, headers: dict[str, str]) -> None:
    told(desk, endless="onwards", page_size=3)
    found = pages(desk, headers, most=9)
    assert len(found) == 9
    assert found[3:] == [["o6"]] * 6
    told(desk, endless="circle", page_size=3)
    assert pages(desk, headers, most=9)[3:] == [["o6"]] * 6


def test_by_a_wrong_clock(desk: Desk, headers: dict[str, str]) -> None:
    right = desk.search(headers, "99001", "Observation")
    assert right.headers["date"] == "Mon, 23 Nov 2026 02:00:00 GMT"
    told(desk, skew_hours=7)
    wrong = desk.search(headers, "99001", "Observation")
    assert wrong.headers["date"] == "Mon, 23 Nov 2026 09:00:00 GMT"
    assert desk.search(headers, "99002", "Condition").headers["date"] == right.headers["date"]


def test_a_storm_says_when_to_come_back_as_it_is_told(desk: Desk, headers: dict[str, str]) -> None:
    told(desk, storms=[{"retry_after": 7}])
    assert desk.search(headers, "99001", "Observation").headers["retry-after"] == "7"
    told(desk, storms=[{}])
    assert "retry-after" not in desk.search(headers, "99001", "Observation").headers
    told(desk, storms=[{"retry_after": 7, "as_date": True}], skew_hours=-1)
    storm = desk.search(headers, "99001", "Observation")
    assert (storm.status_code, storm.headers["retry-after"]) == (429, "Mon, 23 Nov 2026 01:00:07 GMT")


def test_malformed_in_four_ways(desk: Desk, headers: dict[str, str]) -> None:
    for how in ("not_json", "cut"):
        told(desk, malformed={how: 1})
        broken = desk.search(headers, "99001", "Observation").content
        with pytest.raises(ValueError, match=r"Expecting|delimiter|Unterminated|end of data|double quotes"):
            json.loads(broken)
    told(desk, malformed={"nan": 1})
    assert desk.search(headers, "99001", "Observation").text.count("NaN") == 1
    told(desk, malformed={"entry": 1})
    resources = [each["resource"] for each in desk.search(headers, "99001", "Observation").json()["entry"]]
    assert len(resources) == 7
    assert sum("resourceType" not in resource for resource in resources) == 1


def test_the_patient_takes_it_back_in_the_middle(desk: Desk, headers: dict[str, str]) -> None:
    told(desk, revoked={"after_requests": 2})
    statuses = [desk.search(headers, "99001", "Observation").status_code for _ in range(4)]
    assert statuses == [200, 200, 403, 403]
    assert {each["status"] for each in desk.http.get("/control/consents").json()} == {"inactive"}


def test_what_is_switched_on_goes_before_the_file(desk: Desk, headers: dict[str, str]) -> None:
    told(desk, failing={"share": 1})
    assert desk.search(headers, "99001", "Observation").status_code == 500
    desk.fault("99001", "off")
    assert desk.search(headers, "99001", "Observation").status_code == 200
    desk.fault("99001", "503", person=1)
    assert desk.search(headers, "99001", "Observation").status_code == 503


def test_a_reset_begins_the_weather_anew(desk: Desk, headers: dict[str, str]) -> None:
    told(desk, storms=[{"after": 5}])
    assert desk.search(headers, "99001", "Observation").status_code == 200
    desk.seconds.passed += 10
    assert desk.search(headers, "99001", "Observation").status_code == 429
    desk.http.post("/control/reset")
    again = desk.sign_in()
    desk.consent(again)
    assert desk.search(again, "99001", "Observation").status_code == 200


def test_no_endpoint_and_no_metadata_in_bad_weather(desk: Desk, headers: dict[str, str]) -> None:
    told(desk, manner="unconnected")
    assert desk.http.get("/fhir/Endpoint/fhir-99001", headers=headers).status_code == 404
    told(desk, failing={"share": 1, "status": 503})
    assert desk.http.get("/at/99001/fhir/metadata").status_code == 503


@pytest.mark.parametrize(
    "body", [{}, {"weather": []}, {"weather": {}, "seed": "1"}, {"weather": {"facilities": {"1": {}}}}]
)
def test_a_weather_that_does_not_fit_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    refused = desk.http.post("/control/weather", json=body)
    assert refused.status_code == 400
    assert refused.json()["error"]


def test_without_any_latency_no_second_is_waited_for(make_desk: MakeDesk) -> None:
    desk = make_desk(small_world(), latency=0.0)
    headers = desk.sign_in()
    desk.consent(headers)
    told(desk, latency={"kind": "fixed", "seconds": 3600}, drip={"bytes_per_second": 1})
    assert desk.search(headers, "99001", "Observation", patient=SOMCHAI).json()["total"] == 7
