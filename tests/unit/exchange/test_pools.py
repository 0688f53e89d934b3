"""Connections in several pools, over real sockets: reused, few, and closed at the end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import httpx
import pytest

from viewer.exchange.pools import FACILITY, Pools

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
MOST, OF_ONE = 12, 6
pytestmark = pytest.mark.anyio


@dataclass
class Server:
    """Answers everything, and knows who is connected."""

    address: str = ""
    came: int = 0
    open: set[int] = field(default_factory=set)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(reached)

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        self.open.add(number := self.came)
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                self.waiting += 1
                await self._tell()
                await self.held.wait()
                writer.write(ANSWER)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            self.open.discard(number)
            await self._tell()
            writer.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    made.held.set()
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.address = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
    yield made
    listening.close()


async def ask(http: httpx.AsyncClient, server: Server, facility: str) -> int:
    return (await http.get(server.address, extensions={FACILITY: facility})).status_code


async def test_one_facility_is_asked_again_over_the_connection_that_is_open(server: Server) -> None:
    async with httpx.AsyncClient(transport=Pools(MOST, OF_ONE), trust_env=False) as http:
        assert [await ask(http, server, "99001") for _ in range(20)] == [200] * 20
        assert server.came == 1


async def ask_at_once(http: httpx.AsyncClient, server: Server, facility: str) -> None:
    """As many requests as one facility is asked at a time, all under way before the first is answered."""
    all_of_them = server.waiting + OF_ONE
    server.held.clear()
    asked = [asyncio.create_task(ask(http, server, facility)) for _ in range(OF_ONE)]
    await server.until(lambda: server.waiting == all_of_them)
    server.held.set()
    assert await asyncio.gather(*asked) == [200] * OF_ONE


async def test_all_that_one_facility_is_asked_over_at_a_time_stay_open(server: Server) -> None:
    """A person known at one facility is the ordinary one: each connection that is opened anew greets once more."""
    async with httpx.AsyncClient(transport=Pools(MOST, OF_ONE), trust_env=False) as http:
        for _ in range(3):
            await ask_at_once(http, server, "99001")
        assert server.came == OF_ONE


async def test_many_facilities_at_one_address_share_few_connections(server: Server) -> None:
    async with httpx.AsyncClient(transport=Pools(MOST, OF_ONE), trust_env=False) as http:
        assert [await ask(http, server, f"{n}") for n in range(60)] == [200] * 60
        assert server.came <= MOST


async def test_no_more_stay_open_than_may_be_used_at_a_time(server: Server) -> None:
    async with httpx.AsyncClient(transport=Pools(MOST, OF_ONE), trust_env=False) as http:
        server.held.clear()
        asked = [asyncio.create_task(ask(http, server, f"{n % 2}")) for n in range(2 * MOST)]
        await server.until(lambda: server.waiting == 2 * MOST)  # each pool bears what all may ask at a time
        assert len(server.open) == 2 * MOST
        server.held.set()
        assert await asyncio.gather(*asked) == [200] * 2 * MOST
        await ask(http, server, "0")
        await ask(http, server, "1")
        await server.until(lambda: len(server.open) <= MOST)
    await server.until(lambda: not server.open)


async def test_closed_pools_leave_nothing_open(server: Server) -> None:
    http = httpx.AsyncClient(transport=Pools(MOST, OF_ONE), trust_env=False)
    await asyncio.gather(*(ask(http, server, f"{n}") for n in range(8)))
    assert server.open
    await http.aclose()
    await server.until(lambda: not server.open)
