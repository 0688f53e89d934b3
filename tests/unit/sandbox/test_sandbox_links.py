"""SMART Health Links at the sandbox, as the standard says: manifest, passcode, tries, end, single-use locations."""

from typing import Any

import httpx
import pytest
from unit.sandbox.desk import SCOPE, Desk, detail

SCOPES = f"{SCOPE} user/DocumentReference.c"
JWE = "eyJhbGciOiJkaXIifQ..aaaa.bbbb.cccc"
PASSCODE = "135790"


def deposit(desk: Desk, **changes: Any) -> dict[str, Any]:
    now = int(desk.sandbox.clock.epoch())
    files = [{"contentType": "application/fhir+json", "jwe": JWE}]
    return {"exp": now + 86_400, "passcode": PASSCODE, "files": files} | changes


def kept(desk: Desk, **changes: Any) -> str:
    answer = desk.http.post("/links", headers=desk.sign_in(scope=SCOPES), json=deposit(desk, **changes))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["url"])


def asked(desk: Desk, url: str, **body: Any) -> httpx.Response:
    return desk.http.post(url, json={"recipient": "รพ.ปลายทาง", "passcode": PASSCODE} | body)


def test_a_manifest_address_is_as_the_standard_wants_it(desk: Desk) -> None:
    urls = {kept(desk) for _ in range(3)}
    assert len(urls) == 3
    for url in urls:
        assert len(url) <= 128
        assert len(url.split("/")[-2]) == 43, "32 bytes by chance"


def test_whoever_knows_the_passcode_gets_the_file(desk: Desk) -> None:
    answer = asked(desk, kept(desk))
    assert answer.headers["content-type"] == "application/json"
    (file,) = answer.json()["files"]
    assert (file["contentType"], file["embedded"]) == ("application/fhir+json", JWE)


def test_a_file_too_long_to_embed_has_a_place_of_its_own_for_once(desk: Desk) -> None:
    (file,) = asked(desk, kept(desk), embeddedLengthMax=10).json()["files"]
    assert "embedded" not in file
    first = desk.http.get(file["location"])
    assert (first.status_code, first.text, first.headers["content-type"]) == (200, JWE, "application/jose")
    assert desk.http.get(file["location"]).status_code == 404
    (again,) = asked(desk, kept(desk), embeddedLengthMax=10).json()["files"]
    desk.seconds.passed += 3601
    assert desk.http.get(again["location"]).status_code == 404


def test_wrong_passcodes_are_counted_for_life(desk: Desk) -> None:
    url = kept(desk)
    for left in (4, 3):
        wrong = asked(desk, url, passcode="000000")
        assert (wrong.status_code, wrong.json()) == (401, {"remainingAttempts": left})
    assert asked(desk, url).status_code == 200
    further = [asked(desk, url, passcode=str(n)).json()["remainingAttempts"] for n in range(3)]
    assert further == [2, 1, 0], "the right one in between gives none back"
    assert asked(desk, url).status_code == 404, "disabled"


def test_a_link_ends(desk: Desk) -> None:
    url = kept(desk)
    desk.seconds.passed += 86_400
    assert asked(desk, url).status_code == 404


def test_who_asks_says_their_name(desk: Desk) -> None:
    assert asked(desk, kept(desk), recipient="").status_code == 400
    assert asked(desk, f"/links/{'x' * 43}/m").status_code == 404
    assert asked(desk, kept(desk), recipient="x" * (9 << 20)).status_code == 413


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 1},
        {"exp": 4_000_000_000},
        {"exp": "soon"},
        {"passcode": ""},
        {"passcode": None},
        {"files": []},
        {"files": [{"contentType": "application/fhir+json", "jwe": '{"resourceType":"Bundle"}'}]},
        {"files": [{"contentType": "text/plain", "jwe": JWE}]},
    ],
)
def test_what_does_not_fit_is_refused(desk: Desk, changes: dict[str, Any]) -> None:
    refused = desk.http.post("/links", headers=desk.sign_in(scope=SCOPES), json=deposit(desk, **changes))
    assert (refused.status_code, detail(refused)) == (422, "health-link")


def test_only_who_gives_papers_out_deposits(desk: Desk) -> None:
    assert desk.http.post("/links", json=deposit(desk)).status_code == 401
    assert desk.http.post("/links", headers=desk.sign_in(), json=deposit(desk)).status_code == 403
