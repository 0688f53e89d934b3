"""What goes on in the background of a visit: waiting for a consent, gathering, watching for a withdrawal."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Chores:
    """Background tasks by name. ``stop`` waits for their end: nothing runs on behind a closed record."""

    def __init__(self) -> None:
        self._running: dict[asyncio.Task[None], str] = {}

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Start work under a name; several may share one."""
        task = asyncio.create_task(work, name=f"visit: {name}")
        self._running[task] = name
        task.add_done_callback(self._ended)

    async def stop(self, *names: str) -> None:
        """Cancel these (all, without names) and wait for their end. A chore may stop others, not itself."""
        tasks = self._others(names)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def finished(self, *names: str, within: float) -> None:
        """Wait until these have ended by themselves, at most so many seconds."""
        tasks = self._others(names)
        if tasks:
            await asyncio.wait(tasks, timeout=within)

    def _others(self, names: tuple[str, ...]) -> list[asyncio.Task[None]]:
        me = asyncio.current_task()
        return [
            task for task, name in self._running.items() if task is not me and (not names or name in names)
        ]

    def _ended(self, done: asyncio.Task[None]) -> None:
        self._running.pop(done, None)
        if not done.cancelled() and (error := done.exception()) is not None:
            done.get_loop().call_exception_handler(
                {"message": "a chore of the visit failed", "exception": error}
            )
