"""How long one facility has been at work for us, and the end of its time."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager


class Stint:
    """The clock of one facility. It starts with the facility's first request and runs while one of its requests is
    under way (or waits as the facility asked it to); not while all of them wait for a turn at our own gate, nor while
    we are busy with what came. Otherwise whoever is asked among many would be given up without having been heard.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._limit: asyncio.Timeout | None = None
        self._started = self._stopped = False
        self._ran = 0.0
        self._since: float | None = None  # when it last began to run; None while it stands
        self._asking = self._waiting = self._busy = 0

    @property
    def took(self) -> float | None:
        """Seconds it has run; None when it never started."""
        if not self._started:
            return None
        return self._ran + (asyncio.get_running_loop().time() - self._since if self._since is not None else 0)

    @property
    def over(self) -> bool:
        """Whether its time is up, or was ended, or it has not begun."""
        return self._limit is None or self._limit.expired() or self._stopped

    @asynccontextmanager
    async def lasting(self) -> AsyncIterator[None]:
        """The block ends at the end of the facility's time.

        Raises:
            TimeoutError: it was over, or ``stop`` was called.
        """
        try:
            async with asyncio.timeout(None) as self._limit:
                yield
        finally:
            self._look(ended=True)
            self._limit = None

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Something is being asked in this block."""
        self._asking += 1
        self._look()
        try:
            yield
        finally:
            self._asking -= 1
            self._look()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """What is asked waits for its turn in this block."""
        self._waiting += 1
        self._look()
        try:
            yield
        finally:
            self._waiting -= 1
            self._look()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """We are busy with what came in this block."""
        self._busy += 1
        self._look()
        try:
            yield
        finally:
            self._busy -= 1
            self._look()

    def start(self) -> None:
        """The first request goes out; called again it changes nothing."""
        self._started = True
        self._look()

    def stop(self) -> None:
        """End it now."""
        self._stopped = True
        if self._limit is not None and not self._limit.expired():
            self._limit.reschedule(asyncio.get_running_loop().time())

    def _look(self, *, ended: bool = False) -> None:
        """Let the clock run or stand."""
        runs = self._started and not ended and self._asking > self._waiting and not self._busy
        if runs is (self._since is not None):
            return
        now = asyncio.get_running_loop().time()
        if self._since is not None:
            self._ran += now - self._since
        self._since = now if runs else None
        if self._limit is not None and not self._limit.expired() and not (self._stopped or ended):
            self._limit.reschedule(now + self._seconds - self._ran if runs else None)
