"""Structured doses, from the short notation of the stories.

"2 tab; 2/d; PC" is doseQuantity 2 tab, frequency 2 per 1 day, when PC. The parts, in any order:

    2 tab            how much, with its unit as sent
    2/d   1/wk       how often; "q8h" or "q4-6h" for every so many hours
    PC  HS  PCM,PCV  when (FHIR event-timing codes)
    mon-fri  sat,sun on which days
    prn              as needed; "prn:ปวด" says for what

What a story does not give is not sent: no meal words, no unit, no period is ever made up.
"""

import re

from viewer.sandbox.world.errors import StoryError
from viewer.sandbox.world.values import Resource

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (\S.*)")
_RATE = re.compile(r"(\d+)/(d|wk|mo)")
_EVERY = re.compile(r"q(\d+)(?:-(\d+))?h")
_WHEN = re.compile(r"(HS|WAKE|MORN|NOON|EVE|NIGHT|C|CM|CD|CV|AC|ACM|ACD|ACV|PC|PCM|PCD|PCV)")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def dosage(told: str, *, unit_system: str = "") -> Resource:
    """A FHIR Dosage without its text; {} for "".

    Raises:
        StoryError: when a part is none of the above.
    """
    wanted: Resource = {}
    repeat: Resource = {}
    for part in filter(None, (p.strip() for p in told.split(";"))):
        if not (_how_much(part, wanted, unit_system) or _how_often(part, repeat) or _as_needed(part, wanted)):
            raise StoryError(f"not a dose: {part!r} in {told!r}")
    if repeat:
        wanted["timing"] = {"repeat": repeat}
    return wanted


def _how_much(part: str, wanted: Resource, unit_system: str) -> bool:
    amount = _AMOUNT.fullmatch(part)
    if amount is None:
        return False
    quantity: Resource = {"value": number(amount[1]), "unit": amount[2]}
    if unit_system:
        quantity["system"] = unit_system
    wanted["doseAndRate"] = [{"doseQuantity": quantity}]
    return True


def _how_often(part: str, repeat: Resource) -> bool:
    if rate := _RATE.fullmatch(part):
        repeat |= {"frequency": int(rate[1]), "period": 1, "periodUnit": rate[2]}
    elif every := _EVERY.fullmatch(part):
        repeat |= {"frequency": 1, "period": int(every[1]), "periodUnit": "h"}
        if every[2]:
            repeat["periodMax"] = int(every[2])
    elif all(_WHEN.fullmatch(code) for code in part.split(",")):
        repeat["when"] = part.split(",")
    elif days := _days(part):
        repeat["dayOfWeek"] = days
    else:
        return False
    return True


def _days(part: str) -> list[str]:
    first, dash, last = part.partition("-")
    if dash and first in _DAYS and last in _DAYS:
        return list(_DAYS[_DAYS.index(first) : _DAYS.index(last) + 1])
    names = part.split(",")
    return names if all(name in _DAYS for name in names) else []


def _as_needed(part: str, wanted: Resource) -> bool:
    word, colon, reason = part.partition(":")
    if word != "prn":
        return False
    if colon:
        wanted["asNeededCodeableConcept"] = {"text": reason}
    else:
        wanted["asNeededBoolean"] = True
    return True


def number(text: str) -> int | float:
    """A decimal as JSON would write it: 2, not 2.0."""
    value = float(text)
    return int(value) if value.is_integer() else value
