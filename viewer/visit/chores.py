"""What goes on in the background of a visit: waiting for a consent, gathering, watching for a withdrawal."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Chores:
    """Background tasks by name. ``stop`` waits for their end: nothing runs on behind a closed record."""

    def __init__(self) -> None:
        self._running: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Start work under a name; the name must be free."""
        task = asyncio.create_task(work, name=f"visit: {name}")
        self._running[name] = task
        task.add_done_callback(lambda done: self._ended(name, done))

    async def stop(self, *names: str) -> None:
        """Cancel these (all, without names) and wait for their end. A chore may stop others, not itself."""
        chosen = names or tuple(self._running)
        tasks = [self._running[name] for name in chosen if name in self._running]
        tasks = [task for task in tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, name: str, done: asyncio.Task[None]) -> None:
        if self._running.get(name) is done:
            del self._running[name]
        if not done.cancelled() and (error := done.exception()) is not None:
            done.get_loop().call_exception_handler(
                {"message": "a chore of the visit failed", "exception": error}
            )
