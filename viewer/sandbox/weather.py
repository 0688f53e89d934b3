"""The weather: what goes wrong at which facility, switched on by tests and demonstrations.

A fault holds for a whole facility or for one patient there, for ever or for a number of requests. Besides, the
people of the world bring habits: a facility that is late for one person. A habit of lateness counts from the first
request of a series, as where a record must be fetched once: requests that come later are answered with the first.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from viewer.sandbox.errors import FaultUnreadable
from viewer.sandbox.world import World

KINDS = {
    "off": "nothing goes wrong there, habits included",
    "slow": "answers after ``seconds``",
    "drip": "headers after ``headers_seconds``, the body in ``pieces``, the last after ``seconds``",
    "timeout": "takes the request and never answers",
    "unreachable": "closes the connection without an answer",
    "500": "answers with an error of the server",
    "502": "answers as a gateway whose server is away",
    "503": "answers that it is overloaded",
    "504": "answers as a gateway that waited too long",
    "429": "asks to come back after ``seconds`` (Retry-After)",
    "cut": "sends half of the body under its full length, then closes",
    "bad-json": "sends a body that is not JSON",
    "wrong-patient": "answers with another person's resources",
    "ignores-parameters": "answers with everybody's resources, its self link without a patient",
    "withheld": "does not disclose",
    "not-connected": "has no register of this person (yet)",
    "unconnected": "has no Endpoint in the directory",
    "paged": "pages of at most ``page_size``",
    "unreadable": "entries of a broken shape; ``entries`` of them where it holds nothing",
}
_NUMBERS = {"seconds", "headers_seconds"}
_COUNTS = {"times", "page_size", "pieces", "entries"}
_TICK = 0.1  # seconds between two looks at whether the sandbox is closing


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong. Seconds are told before scaling by the latency factor."""

    kind: str
    seconds: float = 0.0
    headers_seconds: float = 0.0
    pieces: int = 20
    page_size: int = 10
    entries: int = 3
    times: int = 0  # requests it holds for; 0 = until switched off
    patient: str = ""  # logical id; "" = whoever


CALM = Fault("off")
_LATE = frozenset({"slow", "drip"})
_QUIET = 120.0  # real seconds without a request, after which a late facility is late again


def read_fault(raw: object, patient: str = "") -> Fault:
    """A fault as JSON tells it: ``{"kind": "slow", "seconds": 15}``.

    Raises:
        FaultUnreadable: an unknown kind or field, or a value that does not fit.
    """
    if not isinstance(raw, Mapping):
        raise FaultUnreadable("a fault must be an object with a kind")
    kind = str(raw.get("kind", ""))
    if kind not in KINDS:
        raise FaultUnreadable(f"the kind of a fault must be one of {', '.join(KINDS)}")
    fault = Fault(kind, seconds=_USUAL_SECONDS.get(kind, 0.0), patient=patient)
    for name, value in raw.items():
        if name == "kind":
            continue
        if name == "patient" and isinstance(value, str):
            fault = replace(fault, patient=value)
        elif name in _NUMBERS and _is_number(value) and value >= 0:
            fault = _with_number(fault, name, float(value))
        elif name in _COUNTS and _is_number(value) and value == int(value) and value >= 1:
            fault = _with_count(fault, name, int(value))
        else:
            raise FaultUnreadable(f"{name} of a fault is unknown or does not fit")
    return fault


_USUAL_SECONDS = {"slow": 5.0, "drip": 10.0, "429": 1.0}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _with_number(fault: Fault, name: str, value: float) -> Fault:
    return replace(fault, seconds=value) if name == "seconds" else replace(fault, headers_seconds=value)


def _with_count(fault: Fault, name: str, value: int) -> Fault:
    if name == "times":
        return replace(fault, times=value)
    if name == "page_size":
        return replace(fault, page_size=value)
    return replace(fault, pieces=value) if name == "pieces" else replace(fault, entries=value)


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
        self.closing = False

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
        """Back to the habits."""
        self._set.clear()
        self._left.clear()
        self._series.clear()

    def told(self) -> dict[str, list[dict[str, object]]]:
        """What was switched on, by hcode."""
        told: dict[str, list[dict[str, object]]] = {}
        for (hcode, patient), fault in self._set.items():
            left = self._left.get((hcode, patient))
            told.setdefault(hcode, []).append(
                {"kind": fault.kind, "seconds": fault.seconds, "patient": patient, "times_left": left}
            )
        return told

    def at(self, hcode: str, patient: str) -> Fault:
        """What happens to this request; counts it. ``patient`` is "" when the request names none."""
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

    def steady(self, hcode: str) -> Fault:
        """What holds for every request to the facility, whoever it is about; counts nothing."""
        fault = self._set.get((hcode, ""), CALM)
        return CALM if fault.times else fault

    def unconnected(self, hcode: str) -> bool:
        """Whether the directory knows no Endpoint of this facility."""
        fault = self._set.get((hcode, ""))
        return fault is not None and fault.kind == "unconnected"

    def scaled(self, seconds: float) -> float:
        """Seconds of real time."""
        return seconds * self._latency

    async def pause(self, seconds: float) -> None:
        """Wait, scaled; shorter when the sandbox closes."""
        left = self.scaled(seconds)
        while left > 0 and not self.closing:
            await asyncio.sleep(min(_TICK, left))
            left -= _TICK
