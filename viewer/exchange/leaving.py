"""Leaving a request in the middle without leaving anything of it behind.

httpx closes connections under a shield, but the shield (anyio's) only holds against anyio's own way of cancelling.
A plain ``Task.cancel``, which is what asyncio's timeouts and task groups do, goes through it: the pool then keeps
the slot of a request that no longer exists, and after enough of those every further request waits for ever.
"""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import anyio

_T = TypeVar("_T")


async def leaving_clean(work: Awaitable[_T]) -> _T:
    """Await ``work``; when cancelled, cancel it in the way its shields hold against, and wait until it has ended."""
    scope = anyio.CancelScope()
    done: list[_T] = []

    async def under_scope() -> None:
        with scope:
            done.append(await work)

    task = asyncio.create_task(under_scope())
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        scope.cancel()
        while not task.done():
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                continue  # being cancelled twice does not make it end sooner
        if not task.cancelled():
            task.exception()  # nobody is left to be told
        raise
    return done[0]
