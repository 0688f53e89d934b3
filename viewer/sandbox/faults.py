"""One thing that goes wrong at a facility, as JSON tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from viewer.sandbox.errors import FaultUnreadable

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
    "torn": "whole on the wire, but the JSON ends in the middle",
    "nan": "NaN where a number should stand",
    "one-broken": "one entry of a page has a broken shape",
}
_NUMBERS = {"seconds", "headers_seconds"}
_COUNTS = {"times", "page_size", "pieces", "entries"}


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
