"""The weather: what goes wrong at which facility, told by a file or switched on by tests and demonstrations.

A fault holds for a whole facility or for one patient there, for ever or for a number of requests. Besides, the
people of the world bring habits: a facility that is late for one person. A habit of lateness counts from the first
request of a series, as where a record must be fetched once: requests that come later are answered with the first.
A weather file (``climate``) holds where nothing is switched on and no habit says otherwise.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from viewer.sandbox.climate import Climate
from viewer.sandbox.errors import FaultUnreadable
from viewer.sandbox.faults import CALM, Fault, read_fault
from viewer.sandbox.forecast import METADATA, Forecast, Meets
from viewer.sandbox.world import World

_TICK = 0.1  # seconds between two looks at whether the sandbox is closing
_LATE = frozenset({"slow", "drip"})
_QUIET = 120.0  # real seconds without a request, after which a late facility is late again


class Weather:
    """What holds now. ``latency`` scales every number of seconds, so that tests and demonstrations can hurry."""

    def __init__(
        self,
        world: World,
        *,
        habits: bool = True,
        latency: float = 1.0,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._facilities = world.facilities
        self._hcodes = frozenset(entry.hcode for entry in world.facilities)
        self._habits: dict[tuple[str, str], Fault] = {}
        if habits:
            for human in world.people:
                for hcode, raw in human.habits.items():
                    self._habits[hcode, human.patient_id] = read_fault(raw, human.patient_id)
        self._apart = {(hcode, human.patient_id) for human in world.people for hcode in human.unconnected}
        self._latency = latency
        self._elapsed = elapsed
        self._series: dict[tuple[str, str], tuple[float, float]] = {}  # began, last asked: real seconds
        self._set: dict[tuple[str, str], Fault] = {}
        self._left: dict[tuple[str, str], int] = {}
        self._forecast: Forecast | None = None
        self._told: tuple[Climate, int] | None = None
        self.closing = False

    def foretell(self, climate: Climate, seed: int) -> None:
        """Let this be the weather from now on; what was asked so far does not count.

        Raises:
            FaultUnreadable: it names a facility that is not there, or more than everything goes wrong.
        """
        self._forecast, self._told = Forecast(climate, self._facilities, seed, self._passed), (climate, seed)

    @property
    def dealt(self) -> dict[str, str]:
        """Which share of the weather file each facility belongs to, by hcode."""
        return dict(self._forecast.names) if self._forecast else {}

    def set(self, hcode: str, fault: Fault) -> None:
        """Switch a fault on; it takes the place of an earlier one for the same facility and patient.

        Raises:
            FaultUnreadable: no such facility.
        """
        if hcode not in self._hcodes:
            raise FaultUnreadable("no facility has this hcode")
        key = (hcode, fault.patient)
        if fault.kind == "off" and not fault.patient:  # calm for everybody
            for other in [each for each in self._set if each[0] == hcode]:
                del self._set[other]
        self._set[key] = fault
        self._left.pop(key, None)
        if fault.times:
            self._left[key] = fault.times

    def reset(self) -> None:
        """Back to the habits and to the first request of the weather file."""
        self._set.clear()
        self._left.clear()
        self._series.clear()
        if self._told is not None:
            self.foretell(*self._told)

    def told(self) -> dict[str, list[dict[str, object]]]:
        """What was switched on, by hcode."""
        told: dict[str, list[dict[str, object]]] = {}
        for (hcode, patient), fault in self._set.items():
            left = self._left.get((hcode, patient))
            told.setdefault(hcode, []).append(
                {"kind": fault.kind, "seconds": fault.seconds, "patient": patient, "times_left": left}
            )
        return told

    def meets(self, hcode: str, patient: str, asked: str) -> Meets:
        """All that this request meets; counts it. ``asked`` is what for, never for whom."""
        fault = self._switched(hcode, patient)
        if fault is None:
            fault = self._own(hcode, patient)
            if fault == CALM and self._forecast is not None:
                return self._forecast.at(hcode, asked)
        return Meets(fault, page_size=fault.page_size if fault.kind == "paged" else 0)

    def _switched(self, hcode: str, patient: str) -> Fault | None:
        for key in ((hcode, patient), (hcode, "")):
            fault = self._set.get(key)
            if fault is None:
                continue
            left = self._left.get(key)
            if left is None:
                return fault
            if left > 0:
                self._left[key] = left - 1
                return fault
        return None

    def _own(self, hcode: str, patient: str) -> Fault:
        if (hcode, patient) in self._apart:
            return Fault("not-connected")
        habit = self._habits.get((hcode, patient), CALM)
        return self._late(habit, (hcode, patient)) if habit.kind in _LATE else habit

    def _late(self, habit: Fault, key: tuple[str, str]) -> Fault:
        """What is left of a lateness since its series began; a series ends after two quiet minutes."""
        now = self._elapsed()
        began, last = self._series.get(key, (now, now))
        if now - last > max(_QUIET, self.scaled(habit.seconds)):
            began = now
        self._series[key] = (began, now)
        passed = (now - began) / self._latency if self._latency else habit.seconds
        if passed >= habit.seconds:
            return CALM
        first = max(0.0, habit.headers_seconds - passed)
        return replace(habit, seconds=habit.seconds - passed, headers_seconds=first)

    def steady(self, hcode: str) -> Meets:
        """What a look at what the facility can do meets: no fault of a number of requests, and none is used up."""
        fault = self._set.get((hcode, ""))
        if fault is not None:
            return Meets(CALM if fault.times else fault)
        return self._forecast.at(hcode, METADATA) if self._forecast is not None else Meets()

    def unconnected(self, hcode: str) -> bool:
        """Whether the directory knows no Endpoint of this facility."""
        fault = self._set.get((hcode, ""))
        if fault is not None:
            return fault.kind == "unconnected"
        return self._forecast is not None and self._forecast.unconnected(hcode)

    def _passed(self) -> float:
        """Seconds before scaling. With no latency at all, time is always over."""
        return self._elapsed() / self._latency if self._latency else float(self._elapsed() > 0) * 1e9

    def scaled(self, seconds: float) -> float:
        """Seconds of real time."""
        return seconds * self._latency

    async def pause(self, seconds: float) -> None:
        """Wait, scaled; shorter when the sandbox closes."""
        left = self.scaled(seconds)
        while left > 0 and not self.closing:
            await asyncio.sleep(min(_TICK, left))
            left -= _TICK
