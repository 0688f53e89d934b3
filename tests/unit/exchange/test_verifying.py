"""Asking about a paper's code: without a token, and whatever comes back."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from viewer.exchange.errors import ExchangeError
from viewer.exchange.verifying import Proof, proof_of

ADDRESS = "https://hie.example/verify"
KEPT: dict[str, Any] = {
    "resourceType": "DocumentReference",
    "status": "current",
    "masterIdentifier": {"value": "ni:///sha-256;abc"},
    "custodian": {"display": "คลินิกใจดี", "identifier": {"value": "99004"}},
    "date": "2026-11-23T07:20:00+00:00",
    "extension": [{"url": "https://prawat.example/copy", "valuePositiveInt": 3}],
}


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> Proof | None:
    return proof_of(ADDRESS, "K7F3", httpx.MockTransport(answer))


def test_the_code_goes_and_no_token() -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=KEPT)

    found = answering(answer)
    assert found == Proof(
        "ni:///sha-256;abc", "คลินิกใจดี", "99004", datetime(2026, 11, 23, 7, 20, tzinfo=UTC), 3, False
    )
    (request,) = seen
    assert (request.method, str(request.url)) == ("GET", f"{ADDRESS}/K7F3")
    assert request.headers["Accept"] == "application/fhir+json"
    assert "Authorization" not in request.headers


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"status": "superseded"}, {"superseded": True}),
        ({"custodian": {}}, {"facility": "", "hcode": ""}),
        ({"extension": []}, {"copy": 0}),
        ({"date": "2026-11-23"}, {"issued": None}),
        ({"date": "soon"}, {"issued": None}),
    ],
)
def test_what_is_not_told_stays_open(change: dict[str, Any], expected: dict[str, Any]) -> None:
    found = answering(lambda _: httpx.Response(200, json=KEPT | change))
    assert found is not None
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize("status", [404, 410])
def test_an_unknown_code_is_none(status: int) -> None:
    assert answering(lambda _: httpx.Response(status, json={"resourceType": "OperationOutcome"})) is None


def breaks(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route")


@pytest.mark.parametrize(
    "answer",
    [
        breaks,
        lambda _: httpx.Response(302, headers={"Location": "https://elsewhere.example"}),
        lambda _: httpx.Response(429),
        lambda _: httpx.Response(500),
        lambda _: httpx.Response(200, content=b"<html>"),
        lambda _: httpx.Response(200, json={"resourceType": "Patient"}),
        lambda _: httpx.Response(200, json={"resourceType": "DocumentReference"}),
        lambda _: httpx.Response(200, content=b" " * (1 << 20)),
    ],
    ids=["no route", "redirect", "too many", "failed", "page", "patient", "no digest", "large"],
)
def test_anything_else_is_no_answer(answer: Callable[[httpx.Request], httpx.Response]) -> None:
    with pytest.raises(ExchangeError) as raised:
        answering(answer)
    assert "K7F3" not in str(raised.value)
