"""A server that means harm, over a real socket: what it sends is bounded while it comes, and leads nowhere."""

import asyncio
import contextlib
import gzip
import json
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from fake_exchange import NOW, Asked, Naps, Purse, Reply, Setting, bundle

from viewer.base.clock import StillClock
from viewer.base.opaque import Opaque
from viewer.base.settings import Limits, Profile
from viewer.exchange import errors
from viewer.exchange.client import ExchangeClient, build_http
from viewer.exchange.origins import Origins
from viewer.exchange.pages import Search, pages

pytestmark = pytest.mark.anyio
Answering = Callable[[asyncio.StreamWriter, "Villain"], Awaitable[None]]
MB = 1 << 20


@dataclass
class Villain:
    """Answers every request by the same few lines of bytes; ``sent`` counts them."""

    answering: Answering
    clock: StillClock = field(default_factory=lambda: StillClock(NOW))
    asked: int = 0
    sent: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            self.asked += 1
            await self.answering(writer, self)
        writer.close()

    async def send(self, writer: asyncio.StreamWriter, content: bytes) -> None:
        writer.write(content)
        await writer.drain()
        self.sent += len(content)


@contextlib.asynccontextmanager
async def facing(villain: Villain, limits: Limits) -> AsyncIterator[ExchangeClient]:
    server = await asyncio.start_server(villain.serve, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/fhir"
    profile = Profile(
        name="t",
        title="t",
        base=base,
        issuer=base,
        client_id="c",
        origins=(base,),
        sandbox=True,
        limits=limits,
    )
    http = await asyncio.to_thread(build_http, limits)
    async with server, http:
        naps = Naps(villain.clock)
        yield ExchangeClient(http, Purse(), Origins(profile), base, limits, villain.clock, naps.sleep)


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status}", "Content-Type: application/fhir+json", *lines, "", "")).encode()


async def asked(villain: Villain, limits: Limits | None = None) -> bytes:
    async with facing(villain, limits or Limits(pace=0)) as client:
        return (await client.get(client.at("Thing", "1"))).body


async def bomb(writer: asyncio.StreamWriter, villain: Villain) -> None:
    """Zeros without end: 64 KB of it are 64 MB."""
    packing = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    await villain.send(writer, head("Content-Encoding: gzip", "Connection: close"))
    zeros = bytes(MB)
    while not writer.is_closing():
        await villain.send(writer, packing.compress(zeros) or b"")
        await asyncio.sleep(0)


async def test_a_gzip_bomb_is_left_while_it_unpacks() -> None:
    villain = Villain(bomb)
    with pytest.raises(errors.TooLarge):
        await asked(villain, Limits(pace=0, page_bytes=8 * MB))
    assert villain.asked == 1, "what is too large once is not asked for again"


async def test_gzip_within_gzip_is_not_unpacked() -> None:
    packed = gzip.compress(gzip.compress(bytes(4 * MB)))

    async def twice(writer: asyncio.StreamWriter, villain: Villain) -> None:
        await villain.send(
            writer, head("Content-Encoding: gzip, gzip", f"Content-Length: {len(packed)}") + packed
        )

    with pytest.raises(errors.NotJson):
        await asked(Villain(twice))


async def test_bytes_without_end() -> None:
    async def flood(writer: asyncio.StreamWriter, villain: Villain) -> None:
        await villain.send(writer, head("Connection: close"))
        while not writer.is_closing():
            await villain.send(writer, b" " * 65536)

    villain = Villain(flood)
    with pytest.raises(errors.TooLarge):
        await asked(villain, Limits(pace=0, page_bytes=MB))
    assert villain.sent < 64 * MB


async def test_a_byte_now_and_then_has_an_end() -> None:
    async def trickle(writer: asyncio.StreamWriter, villain: Villain) -> None:
        await villain.send(writer, head("Transfer-Encoding: chunked"))
        while not writer.is_closing():
            villain.clock.advance(timedelta(seconds=15))
            await villain.send(writer, b"1\r\n \r\n")
            await asyncio.sleep(0)

    with pytest.raises(errors.TimedOut):
        await asked(Villain(trickle))


@pytest.mark.parametrize("length", ["5", "500"])
async def test_a_length_that_lies(length: str) -> None:
    body = json.dumps({"resourceType": "Thing", "id": "1"}).encode()

    async def liar(writer: asyncio.StreamWriter, villain: Villain) -> None:
        await villain.send(writer, head(f"Content-Length: {length}", "Connection: close") + body)

    async with facing(Villain(liar), Limits(pace=0)) as client:
        answer = await client.get(client.at("Thing", "1"))
    assert body.startswith(answer.body)
    assert answer.whole == (length == "5"), "more than was announced is not read; less is told"


async def test_headers_without_end() -> None:
    async def headers(writer: asyncio.StreamWriter, villain: Villain) -> None:
        await villain.send(writer, b"HTTP/1.1 200 OK\r\n")
        for number in range(10_000):
            await villain.send(writer, f"X-{number}: {'a' * 200}\r\n".encode())

    with pytest.raises(errors.Unreachable):
        await asked(Villain(headers))


async def test_a_redirect_is_not_followed() -> None:
    async def elsewhere(writer: asyncio.StreamWriter, villain: Villain) -> None:
        await villain.send(
            writer, head("Location: https://evil.example/", "Content-Length: 0", status="307 Go")
        )

    villain = Villain(elsewhere)
    with pytest.raises(errors.Redirected):
        await asked(villain)
    assert villain.asked == 1


async def follow(setting: Setting, search: Search, seen: list[int]) -> None:
    async for page in pages(setting.client, search):
        seen.append(page.number)


async def test_a_next_that_is_always_another_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    setting = Setting(Limits(pace=0))

    def onwards(request: Asked) -> Reply:
        place = int(request.parameter("_page") or 0) + 1
        return Reply(body=bundle(link=[{"relation": "next", "url": f"Thing?_page={place}"}]))

    monkeypatch.setattr(setting.exchange, "usual", onwards)  # this exchange goes on and on
    search = Search(Opaque("https://hie.example/fhir"), "Thing", (("patient", "1"),))
    seen: list[int] = []
    async with setting.http:
        with pytest.raises(errors.PagesWithoutEnd):
            await follow(setting, search, seen)
    assert seen == list(range(1, 1001))
    assert len(setting.exchange.asked) <= 1001


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/fhir/Thing",
        "//evil.example/",
        "http://hie.example/fhir/Thing",
        "https://[",
        "\\\\evil",
    ],
)
async def test_a_next_elsewhere_is_not_asked(link: str) -> None:
    setting = Setting(Limits(pace=0))
    setting.exchange.script(
        "/fhir/Thing/_search", Reply(body=bundle(link=[{"relation": "next", "url": link}]))
    )
    search = Search(Opaque("https://hie.example/fhir"), "Thing", (("patient", "1"),))
    async with setting.http:
        with pytest.raises(errors.OriginRefused):
            await follow(setting, search, [])
    assert all(one.path.startswith("/fhir/") for one in setting.exchange.asked)
