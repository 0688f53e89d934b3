"""Requests given up leave the connection pool as they found it: over a real socket, the pool being httpx's own."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fake_exchange import NOW, Purse

from viewer.base.clock import StillClock
from viewer.base.opaque import Opaque
from viewer.base.settings import Limits, Profile
from viewer.exchange.client import ExchangeClient, build_http
from viewer.exchange.leaving import leaving_clean
from viewer.exchange.origins import Origins

pytestmark = pytest.mark.anyio


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Two answers a connection, then it closes: so that the pool has closing to do."""
    try:
        for _ in range(2):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


@pytest.fixture
async def address() -> AsyncIterator[str]:
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


async def test_after_many_given_up_the_next_one_is_answered(address: str) -> None:
    limits = Limits(in_all=2, per_facility=2, retries=1)
    site = Profile(
        name="t", title="t", base=address, issuer=address, client_id="c", origins=(address,), sandbox=True
    )
    async with await asyncio.to_thread(build_http, limits) as http:
        client = ExchangeClient(http, Purse(), Origins(site), address, limits, StillClock(NOW))

        async def ask() -> int:
            return (await client.get(client.at("Thing", "1"))).status

        for steps in range(120):
            tasks = [asyncio.create_task(ask()) for _ in range(2)]
            for _ in range(steps % 40):
                await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        async with asyncio.timeout(10):
            assert await asyncio.gather(*(ask() for _ in range(4))) == [200] * 4


async def test_what_is_awaited_comes_back_and_what_is_raised_too() -> None:
    async def good() -> str:
        await asyncio.sleep(0)
        return "answer"

    async def bad() -> str:
        raise httpx.ReadError("torn")

    assert await leaving_clean(good()) == "answer"
    with pytest.raises(httpx.ReadError):
        await leaving_clean(bad())


async def test_cancelled_twice_still_ends_what_it_began() -> None:
    ended = []

    async def stubborn() -> Opaque:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)
        raise AssertionError

    before = asyncio.all_tasks()
    task = asyncio.create_task(leaving_clean(stubborn()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    assert ended == [True]
    assert asyncio.all_tasks() == before
