"""The way back from the browser, over real sockets: one right answer is taken, everything else is turned away."""

import asyncio
import socket
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256

import httpx
import pytest

from viewer.base.opaque import Opaque
from viewer.signin import loopback as loopback_module
from viewer.signin.errors import SignInTimedOut
from viewer.signin.loopback import Loopback

STATE = "st4te-of-this-sign-in"
GOOD = {"code": "c0de", "state": STATE, "iss": "https://id.example"}
SOON = 5.0


@pytest.fixture
async def loopback() -> AsyncIterator[Loopback]:
    async with Loopback(Opaque(STATE)) as listening:
        yield listening


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def say(loopback: Loopback, request: bytes) -> bytes:
    """Send bytes and read until the other side closes."""
    url = httpx.URL(loopback.redirect_uri)
    reader, writer = await asyncio.open_connection("127.0.0.1", url.port)
    writer.write(request.replace(b"{port}", str(url.port).encode()))
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


@pytest.mark.anyio
async def test_the_right_answer_is_taken_and_thanked_in_thai(
    loopback: Loopback, http: httpx.AsyncClient
) -> None:
    assert loopback.redirect_uri.startswith("http://127.0.0.1:")
    shown = await http.get(loopback.redirect_uri, params=GOOD)
    answer = await loopback.answer(SOON)
    assert answer.code == "c0de"
    assert answer.issuer == "https://id.example"
    assert answer.error == ""
    assert "c0de" not in repr(answer)
    assert shown.status_code == 200
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert shown.headers["cache-control"] == "no-store"
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    style = shown.text.partition("<style>")[2].partition("</style>")[0]
    assert b64encode(sha256(style.encode()).digest()).decode() in shown.headers["content-security-policy"]
    assert "กลับไปที่โปรแกรมประวัติได้เลย" in shown.text
    assert "c0de" not in shown.text
    assert STATE not in shown.text


@pytest.mark.anyio
async def test_an_error_answer_is_an_answer(loopback: Loopback, http: httpx.AsyncClient) -> None:
    words = {"error": "access_denied", "error_description": "<script>alert(1)</script>", "state": STATE}
    shown = await http.get(loopback.redirect_uri, params=words)
    answer = await loopback.answer(SOON)
    assert (answer.code, answer.error, answer.issuer) == (None, "access_denied", None)
    assert "script" not in shown.text


@pytest.mark.anyio
@pytest.mark.parametrize(
    "query",
    [
        {"code": "x", "state": "another"},
        {"code": "x", "state": ""},
        {"code": "x"},
        {"code": "x", "state": "สถานะ"},
        {"state": STATE},
        {"code": "", "state": STATE},
        {"code": "x", "error": "access_denied", "state": STATE},
        {"code": ["x", "y"], "state": STATE},
        {"code": "x", "state": [STATE, STATE]},
        {"code": "x", "state": STATE, **{f"p{number}": "" for number in range(20)}},
    ],
)
async def test_a_wrong_answer_is_refused_and_the_wait_goes_on(
    loopback: Loopback, http: httpx.AsyncClient, query: dict[str, str | list[str]]
) -> None:
    refused = await http.get(loopback.redirect_uri, params=query)
    assert refused.status_code == 400
    assert "โปรแกรมประวัติไม่รับคำขอนี้" in refused.text
    assert (await http.get(loopback.redirect_uri, params=GOOD)).status_code == 200
    assert (await loopback.answer(SOON)).code == "c0de"


@pytest.mark.anyio
async def test_the_state_is_good_once(loopback: Loopback, http: httpx.AsyncClient) -> None:
    statuses = [
        (await http.get(loopback.redirect_uri, params=GOOD | {"code": code})).status_code
        for code in ("first", "second")
    ]
    assert statuses == [200, 400]
    assert (await loopback.answer(SOON)).code == "first"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n", 404),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n", 404),
        (b"GET http://127.0.0.1/callback?state=x HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n", 404),
        (b"POST /callback?code=x&state=S HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n", 405),
        (b"HEAD /callback?code=x&state=S HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n", 405),
        (b"GET /callback?code=x&state=S HTTP/1.1\r\nHost: rebound.example\r\n\r\n", 400),
        (b"GET /callback?code=x&state=S HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", 400),
        (
            b"GET /callback?code=x&state=S HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}\r\n\r\n",
            400,
        ),
        (b"GET /callback?code=x&state=S HTTP/1.1\r\n\r\n", 400),
        (b"GET /callback?code=%FF&state=S HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n", 400),
        (b"GET /callback?code=x&state=S HTTP/2\r\nHost: 127.0.0.1:{port}\r\n\r\n", 400),
        (b"GET  /callback HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n", 400),
        (b"GET /callback?code=\xe0\xb8\x81 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),  # TLS to a plain port
        (b"GET /callback HTTP/1.1\r\nX: " + b"x" * 20_000 + b"\r\n\r\n", 400),
    ],
)
async def test_what_is_no_request_of_ours_is_refused(
    loopback: Loopback, request_: bytes, status: int
) -> None:
    answer = await say(loopback, request_.replace(b"state=S", f"state={STATE}".encode()))
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert STATE.encode() not in answer
    with pytest.raises(SignInTimedOut):
        await loopback.answer(0)


@pytest.mark.anyio
async def test_silent_and_broken_connections_do_no_harm(loopback: Loopback, http: httpx.AsyncClient) -> None:
    # Browsers open connections ahead; some are dropped half-way.
    url = httpx.URL(loopback.redirect_uri)
    silent = socket.create_connection(("127.0.0.1", url.port or 0))
    broken = socket.create_connection(("127.0.0.1", url.port or 0))
    broken.sendall(b"GET /call")
    broken.close()
    assert (await http.get(loopback.redirect_uri, params=GOOD)).status_code == 200
    assert (await loopback.answer(SOON)).code == "c0de"
    silent.close()


@pytest.mark.anyio
async def test_a_silent_connection_is_not_held_for_ever(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loopback_module, "_PATIENCE", 0.01)
    assert await say(loopback, b"GET /callback") == b""


@pytest.mark.anyio
async def test_a_crowd_is_not_let_in(loopback: Loopback, http: httpx.AsyncClient) -> None:
    port = httpx.URL(loopback.redirect_uri).port or 0
    crowd = [socket.create_connection(("127.0.0.1", port)) for _ in range(loopback_module._VISITORS)]
    with pytest.raises(httpx.TransportError):
        await http.get(loopback.redirect_uri, params=GOOD)
    for visitor in crowd:
        visitor.close()


@pytest.mark.anyio
async def test_nobody_came() -> None:
    async with Loopback(Opaque(STATE)) as listening:
        with pytest.raises(SignInTimedOut) as late:
            await listening.answer(0)
    assert late.value.code == "sign-in-timed-out"


@pytest.mark.anyio
async def test_afterwards_nothing_listens_and_nothing_runs() -> None:
    before = asyncio.all_tasks()
    async with asyncio.timeout(SOON), Loopback(Opaque(STATE)) as listening:
        port = httpx.URL(listening.redirect_uri).port or 0
        silent = socket.create_connection(("127.0.0.1", port))
        await say(listening, b"GET / HTTP/1.1\r\n\r\n")  # so the silent one before it is let in, too
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    silent.close()
    assert asyncio.all_tasks() == before


@pytest.mark.anyio
async def test_cancelling_the_wait_closes_the_port() -> None:
    ports: list[int] = []
    waiting = asyncio.Event()

    async def wait() -> None:
        async with Loopback(Opaque(STATE)) as listening:
            ports.append(httpx.URL(listening.redirect_uri).port or 0)
            waiting.set()
            await listening.answer(SOON)

    task = asyncio.create_task(wait())
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", ports[0]))
