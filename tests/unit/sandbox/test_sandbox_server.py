"""The sandbox on a real socket and as a real process: torn answers, signals, the one line."""

import asyncio
import gzip
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sandbox_process import PEOPLE, end, first_line
from unit.sandbox.desk import Desk, Http, Seconds
from unit.sandbox.small_world import SOMCHAI, small_world

from viewer.sandbox.app import build
from viewer.sandbox.clock import SandboxClock
from viewer.sandbox.oidc.keys import Keys
from viewer.sandbox.server import listen, origin, server
from viewer.sandbox.store import Store
from viewer.sandbox.weather import Weather


class _Wired(Http):
    """A client over the socket."""

    def __init__(self, base: str) -> None:
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(base_url=base, trust_env=False, timeout=20)


@pytest.fixture
def wired(keys: Keys) -> Iterator[Desk]:
    """A desk before a sandbox that serves on a free port, in a thread of its own."""
    line, world = listen(0), small_world()
    weather = Weather(world, latency=0.05)
    listening = threading.Event()
    made: list[Any] = []

    def run() -> None:
        store = Store()  # SQLite belongs to the thread that opened it
        clock = SandboxClock(world.today)
        sandbox = build(world, origin(line), clock=clock, store=store, weather=weather, keys=keys)
        running = server(sandbox, listening.set)
        made.extend([sandbox, running])
        running.run(sockets=[line])
        store.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert listening.wait(20)
    sandbox, running = made
    http = _Wired(sandbox.places.origin)
    try:
        yield Desk(sandbox, Seconds(), http)
    finally:
        http.close()
        weather.closing = True
        running.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture
def headers(wired: Desk) -> dict[str, str]:
    """Of a doctor whom Somchai allowed everything."""
    signed_in = wired.sign_in()
    wired.consent(signed_in)
    return signed_in


def _raw(
    desk: Desk, headers: dict[str, str], timeout: float = 10, encoding: str = "identity"
) -> tuple[bytes, bool]:
    """Everything the server sends for a search, and whether it closed the connection itself."""
    host, _, port = desk.sandbox.places.origin.removeprefix("http://").partition(":")
    body = f"patient={SOMCHAI}"
    request = (
        "POST /at/99001/fhir/Observation/_search HTTP/1.1\r\n"
        f"Host: {host}:{port}\r\nAuthorization: {headers['Authorization']}\r\nAccept-Encoding: {encoding}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )
    received = b""
    with socket.create_connection((host, int(port)), timeout=timeout) as line:
        line.sendall(request.encode())
        try:
            while piece := line.recv(65536):
                received += piece
        except TimeoutError:
            return received, False
    return received, True


def test_a_whole_answer_over_the_socket(wired: Desk, headers: dict[str, str]) -> None:
    assert wired.search(headers, "99001", "Observation").json()["total"] == 7


def test_unreachable_closes_without_a_word(wired: Desk, headers: dict[str, str]) -> None:
    wired.fault("99001", "unreachable")
    assert _raw(wired, headers) == (b"", True)
    with pytest.raises(httpx.RemoteProtocolError):
        wired.search(headers, "99001", "Observation")


def test_a_cut_answer_promises_more_than_it_sends(wired: Desk, headers: dict[str, str]) -> None:
    wired.fault("99001", "cut")
    received, closed = _raw(wired, headers)
    head, _, body = received.partition(b"\r\n\r\n")
    promised = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert head.startswith(b"HTTP/1.1 200")
    assert closed
    assert len(body) == promised // 2 > 500
    with pytest.raises(httpx.RemoteProtocolError):
        wired.search(headers, "99001", "Observation")


def test_silence_lasts_until_the_client_gives_up(wired: Desk, headers: dict[str, str]) -> None:
    wired.fault("99001", "timeout")
    assert _raw(wired, headers, timeout=0.5) == (b"", False)
    wired.fault("99001", "off")
    assert wired.search(headers, "99001", "Observation").status_code == 200


def test_a_dripping_answer_arrives_whole(wired: Desk, headers: dict[str, str]) -> None:
    wired.fault("99001", "drip", headers_seconds=1, seconds=6, pieces=5)
    received, _ = _raw(wired, headers, timeout=1.5, encoding="gzip")
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"content-encoding: gzip" in head.lower()
    assert json.loads(gzip.decompress(body))["total"] == 7


def test_a_slow_facility_does_not_hold_up_another(wired: Desk, headers: dict[str, str]) -> None:
    wired.fault("99001", "slow", seconds=20)

    async def both() -> list[str]:
        order: list[str] = []

        async def ask(hcode: str) -> None:
            url = f"{wired.sandbox.places.facility(hcode)}/Observation/_search"
            async with httpx.AsyncClient(trust_env=False, timeout=20) as http:
                answer = await http.post(url, headers=headers, data={"patient": SOMCHAI})
                assert answer.status_code == 200
                order.append(hcode)

        await asyncio.gather(ask("99001"), ask("990040001"))
        return order

    assert asyncio.run(both()) == ["990040001", "99001"]


def test_answers_are_not_held_back_by_the_socket(wired: Desk, headers: dict[str, str]) -> None:
    accepted = socket.create_connection(("127.0.0.1", int(wired.sandbox.places.origin.rsplit(":", 1)[1])))
    accepted.close()
    line = listen(0)
    try:
        assert line.proto == socket.IPPROTO_TCP  # asyncio sets TCP_NODELAY only on these
        assert line.getsockname()[0] == "127.0.0.1"
    finally:
        line.close()


def _start(*options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "viewer.sandbox", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _quietly_over(process: "subprocess.Popen[str]") -> None:
    complaints = process.stderr.read() if process.stderr else ""
    end(process)
    if process.stderr:
        process.stderr.close()
    assert (process.returncode, complaints) == (0, "")


@pytest.mark.parametrize("how", ["signal", "input"])
def test_the_process_says_one_line_and_ends_quietly(how: str) -> None:
    process = _start("--people", str(PEOPLE), "--until-stdin-closes", "--facilities", "20")
    said = json.loads(first_line(process))
    assert set(said) == {
        "base",
        "issuer",
        "phone",
        "verify",
        "links",
        "control",
        "now",
        "people",
        "facilities",
    }
    assert said["now"].startswith("2026-11-23T09:0")
    assert said["facilities"] == 20
    state = httpx.get(said["control"], trust_env=False).json()
    assert len(state["people"]) == said["people"] >= 12
    assert {each["id"] for each in state["signers"]} == {
        "on-anong",
        "theeradet",
        "siriporn",
        "jiraporn",
        "sudarat",
        "wasan",
    }
    if how == "signal":
        process.terminate()
    elif process.stdin:
        process.stdin.close()
    _quietly_over(process)


def test_it_ends_while_somebody_still_waits_for_a_silent_facility() -> None:
    process = _start("--people", str(PEOPLE), "--no-habits")
    said = json.loads(first_line(process))
    fault = {"hcode": "99001", "fault": {"kind": "timeout"}}
    assert httpx.post(f"{said['control']}/faults", json=fault, trust_env=False).status_code == 200
    port = int(said["base"].split(":")[2].split("/")[0])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"GET /at/99001/fhir/metadata HTTP/1.1\r\nHost: x\r\n\r\n")
        # The next answer proves that the silent request was taken first.
        assert httpx.get(said["control"], trust_env=False).status_code == 200
        process.terminate()
        assert line.recv(100) == b""
    _quietly_over(process)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--people", "/nowhere"), "sandbox:"),
        (("--people", str(PEOPLE), "--weather", "/nowhere.json"), "weather file"),
        (("--people", str(PEOPLE), "--port", "70000"), "port"),
        (("--people", str(PEOPLE), "--latency", "-1"), "factor"),
        ((), "--people"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(options: tuple[str, ...], words: str) -> None:
    process = _start(*options)
    said, complaint = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said == ""
    assert words in complaint
    assert "Traceback" not in complaint


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    line = listen(0)
    try:
        process = _start("--people", str(PEOPLE), "--port", str(line.getsockname()[1]))
        _, complaint = process.communicate(timeout=60)
    finally:
        line.close()
    assert process.returncode == 2
    assert "port" in complaint
