"""What the sign-in page may truthfully say about this machine."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtPrintSupport import QPrinterInfo

from viewer.base.words import Words

CLOCK_SLACK = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was found out. None = not found out, and then nothing is said about it."""

    reachable: bool | None = None  # the exchange answered
    clock_off: timedelta | None = None  # this machine's clock minus the exchange's
    waiting: int | None = None  # accesses written down and not yet sent
    refused: int = 0  # those among them that the exchange will not take
    damaged: bool | None = None  # the chain of the access log is broken: a row was changed, removed or put in


Check = Callable[[], Awaitable[Readiness]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the card; ``good`` False = amber, with what will happen."""

    title: str
    words: str
    good: bool


def findings(ready: Readiness, words: Words) -> tuple[Finding, ...]:
    """The lines of the card, in a fixed order."""
    say = words.say
    found = []
    if ready.reachable is not None:
        state = say("Can be reached") if ready.reachable else say("Cannot be reached now")
        found.append(Finding(say("Network"), state, ready.reachable))
    if ready.clock_off is not None:
        right = abs(ready.clock_off) <= CLOCK_SLACK
        minutes = max(1, round(abs(ready.clock_off) / timedelta(minutes=1)))
        wrong = say("Off by {n} minutes, signing in may fail", n=minutes)
        found.append(Finding(say("Machine clock"), say("Right") if right else wrong, right))
    printers = len(QPrinterInfo.availablePrinterNames())
    found.append(
        Finding(
            say("Printer"),
            say("{n} ready", n=printers) if printers else say("None; letters can be saved as PDF"),
            bool(printers),
        )
    )
    if ready.waiting is not None:
        waiting = say("{n} rows wait, sent by themselves after sign-in", n=ready.waiting)
        found.append(
            Finding(say("Access log"), waiting if ready.waiting else say("All sent"), not ready.waiting)
        )
    if ready.refused:
        kept = say("{n} rows refused by the exchange, kept here: tell who looks after it", n=ready.refused)
        found.append(Finding(say("Access log"), kept, False))
    if ready.damaged:
        told = say(
            "Damaged: a row was changed or removed. Nothing was repaired, tell who looks after the program"
        )
        found.append(Finding(say("Access log"), told, False))
    return tuple(found)
