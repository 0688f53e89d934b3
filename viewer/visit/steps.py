"""One move counts at a time: what a clinician does now overtakes whatever still waits for an answer."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


class Overtaken(Exception):
    """Another move came meanwhile: what this one would have brought counts no more. Never leaves the visit."""


class Steps:
    """The moves of a visit, numbered. Each waits through ``part``, which tells it when it has been overtaken."""

    def __init__(self) -> None:
        self._latest = 0
        self._parts: set[asyncio.Task[Any]] = set()

    def begin(self) -> int:
        """A move begins; those under way no longer count."""
        self._latest += 1
        return self._latest

    def stands(self, step: int) -> bool:
        """Whether this move is still the latest."""
        return step == self._latest

    async def part(self, step: int, work: Coroutine[Any, Any, _T]) -> _T:
        """Wait for a part of a move. It runs to its end even when it is overtaken.

        Raises:
            Overtaken: another move began meanwhile, or all parts were abandoned; also when the part itself failed.
        """
        task = asyncio.create_task(work)
        self._parts.add(task)
        try:
            result = await task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                raise
            raise Overtaken from None  # not we were cancelled: the part was
        except Exception:
            if not self.stands(step):
                raise Overtaken from None
            raise
        finally:
            self._parts.discard(task)
        if not self.stands(step):
            raise Overtaken
        return result

    async def abandon(self, patience: float) -> None:
        """Give the parts under way so many seconds, then end them, and wait for their end."""
        parts = tuple(self._parts)
        if not parts:
            return
        _, late = await asyncio.wait(parts, timeout=patience)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
