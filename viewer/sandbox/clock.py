"""The sandbox's own time: it begins at nine in the morning of the people's day and then runs."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from datetime import time as time_of_day

BANGKOK = timezone(timedelta(hours=7))  # Thailand keeps no summer time


class SandboxClock:
    """Time of the sandbox. ``elapsed`` counts real seconds (time.monotonic); a test may stop it."""

    def __init__(self, day: date, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._start = datetime.combine(day, time_of_day(9), BANGKOK)
        self._elapsed = elapsed
        self._began = elapsed()
        self._ahead = 0.0

    def now(self) -> datetime:
        """The moment, with the offset of Bangkok."""
        return self._start + timedelta(seconds=self._elapsed() - self._began + self._ahead)

    def epoch(self) -> float:
        """The moment in seconds since 1970, as tokens and the store hold it."""
        return self.now().timestamp()

    def advance(self, seconds: float) -> None:
        """Move ahead; time never runs back.

        Raises:
            ValueError: when ``seconds`` is negative.
        """
        if seconds < 0:
            raise ValueError("the clock does not run back")
        self._ahead += seconds

    def catch_up(self, epoch: float) -> None:
        """Be no earlier than ``epoch``: a kept state file must not hold the future."""
        self._ahead += max(0.0, epoch - self.epoch())

    def reset(self) -> None:
        """Forget what was advanced; the time that really passed stays."""
        self._ahead = 0.0
