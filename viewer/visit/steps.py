"""One move counts at a time: what a clinician does now overtakes whatever still waits for an answer."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar

from viewer.base.errors import PrawatError

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

    def telling(self, step: int, tell: Callable[[str], None]) -> "Telling":
        """``with steps.telling(step, tell):`` around a move; ``tell`` takes the code of what went wrong."""
        return Telling(self, step, tell)

    async def part(self, step: int, work: Coroutine[Any, Any, _T]) -> _T:
        """Wait for a part of a move. It runs to its end even when it is overtaken.

        Raises:
            Overtaken: another move began meanwhile, or all parts were abandoned.
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


@dataclass(frozen=True, slots=True)
class Telling:
    """What goes wrong inside is told by its code, unless the move was overtaken: then nobody wants to know.

    Errors of ours end here; any other is told as unexpected, so that no page waits for ever, and goes on.
    """

    steps: Steps
    step: int
    tell: Callable[[str], None]

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> bool:
        """Tell, and say whether the error ends here."""
        ours = isinstance(error, PrawatError)
        if isinstance(error, Exception) and not isinstance(error, Overtaken) and self.steps.stands(self.step):
            self.tell(error.code if isinstance(error, PrawatError) else PrawatError.code)
        return ours or isinstance(error, Overtaken)


class HandedOver:
    """``with HandedOver("what failed"):`` an error inside goes to the loop's exception handler, and work goes on."""

    def __init__(self, message: str) -> None:
        self._message = message

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> bool:
        """Hand it over; what is no error (cancelling, leaving) goes on."""
        if not isinstance(error, Exception):
            return False
        loop = asyncio.get_running_loop()
        loop.call_exception_handler({"message": self._message, "exception": error})
        return True
