"""Asking for a time stamp: what is sent, and what is taken for an answer."""

from collections.abc import Callable

import httpx
import pytest

from viewer.exchange.time_stamps import QUERY, REPLY, time_stamp

ADDRESS = "https://tsa.example/ask"


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> bytes:
    return time_stamp(ADDRESS, b"query", httpx.MockTransport(answer))


def test_the_query_goes_as_it_is_and_without_a_token() -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=b"stamp", headers={"Content-Type": REPLY})

    assert answering(answer) == b"stamp"
    (request,) = seen
    assert (request.method, str(request.url), request.content) == ("POST", ADDRESS, b"query")
    assert request.headers["Content-Type"] == QUERY
    assert "Authorization" not in request.headers


def broken(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route", request=request)


@pytest.mark.parametrize(
    "answer",
    [
        broken,
        lambda _: httpx.Response(503),
        lambda _: httpx.Response(302, headers={"Location": "https://elsewhere.example"}),
        lambda _: httpx.Response(200, content=b"<html>", headers={"Content-Type": "text/html"}),
        lambda _: httpx.Response(200, content=b"x" * 100_000, headers={"Content-Type": REPLY}),
    ],
    ids=["no route", "503", "redirect", "a page", "too much"],
)
def test_anything_else_is_no_time_stamp(answer: Callable[[httpx.Request], httpx.Response]) -> None:
    with pytest.raises(OSError, match="time stamp"):
        answering(answer)


def test_an_address_that_is_none_is_no_time_stamp() -> None:
    with pytest.raises(OSError, match="time stamp"):
        time_stamp("nowhere", b"query")
