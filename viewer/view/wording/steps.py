"""The steps of a dose, one after another, and the days they fall on: alike in every language."""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from viewer.record.facts import Dose
from viewer.record.timing import in_days
from viewer.record.values import Quantity, Range

# How often and for how long: the numbers of a text that are no amount.
_TIMES = re.compile(
    r"(?:(?:วัน|สัปดาห์|เดือน)ละ|ทุก)\s*\d+(?:\s*-\s*\d+)?\s*(?:ครั้ง|ชั่วโมง|ชม\.?|วัน|สัปดาห์)"
    r"|(?:นาน\s*)?\d+\s*(?:วัน|สัปดาห์|เดือน|days?|weeks?)|\bevery \d+ hours\b|\b\d+ times (?:a|per) (?:day|week)\b",
    re.I,
)
_AMOUNT = re.compile(
    r"\d|ครั้งละ|ครึ่ง|หนึ่ง|สอง|สาม|สี่|เม็ด|แคปซูล|ช้อน|ซอง|แผ่น|หยด|\b(?:half|one|two|three|four|tab\w*|cap\w*|puffs?)\b",
    re.I,
)


def tells_no_amount(text: str) -> bool:
    """Whether the words certainly say nothing of how much: "วันละ 1 ครั้ง ก่อนนอน", "once daily at bedtime"."""
    return not _AMOUNT.search(_TIMES.sub(" ", text))


def in_steps(
    doses: Sequence[Dose],
    one: Callable[[Dose], str],
    days: Callable[[int, int], str],
    *,
    both: str,
    then: str,
) -> str:
    """Dosages in their order: side by side joined by ``both``; steps led by their ``days`` (first, last), by ``then``.

    ``one`` says one dosage, ``days`` gets 0 for a last day that is open; "" where no dosage says anything.
    """
    ordered = sorted(doses, key=lambda dose: dose.sequence or 0)
    told = [words for words in map(one, ordered) if words]
    if not len({dose.sequence for dose in ordered}) == len(ordered) > 1:
        return both.join(told)
    if len(told) == len(ordered):
        told = [
            f"{days(first, last)} {words}" if first else words
            for (first, last), words in zip(_numbered(ordered), told, strict=True)
        ]
    return then.join(told)


def _numbered(doses: Sequence[Dose]) -> Iterable[tuple[int, int]]:
    """The first and the last day of each step, counted from 1; 0 where it is not written, or its words say it."""
    begins = 1
    for at, dose in enumerate(doses, 1):
        days = in_days(dose.bounds)
        said = any(word in dose.text for word in ("วันที่", "วันแรก"))
        open_end = not days and at == len(doses) and begins > 1  # "from day 1" would say nothing
        if begins and not said and (days or open_end):
            yield begins, (begins + days - 1 if days else 0)
        else:
            yield 0, 0
        begins = begins + days if begins and days else 0


def plain(value: Decimal) -> str:
    """A number of tablets without trailing zeros."""
    return f"{value.normalize():f}"


_PERIODS = {
    "s": ("sec", "second", "seconds", "วินาที"),
    "min": ("minute", "minutes", "นาที"), "h": ("hr", "hour", "hours", "ชั่วโมง"), "d": ("day", "days", "วัน"),
    "wk": ("week", "weeks", "สัปดาห์"), "mo": ("month", "months", "เดือน"), "a": ("year", "years", "ปี"),
}  # fmt: skip
_PERIOD_OF = {alias: code for code, aliases in _PERIODS.items() for alias in (code, *aliases)}


def period_code(length: Quantity) -> str:
    """The unit of a length of time as FHIR codes it: d for "days"; "" of one that is not known."""
    found = (_PERIOD_OF.get(sent.strip().casefold(), "") for sent in (length.code, length.unit))
    return next(filter(None, found), "")


def ends_of(amount: Range) -> tuple[str, str]:
    """The least and the most of a dose as numbers; "" for the one that was not sent."""
    low, high = amount.low, amount.high
    return (
        f"{low.value.normalize():f}" if low is not None and low.value else "",
        f"{high.value.normalize():f}" if high is not None and high.value else "",
    )


def sent_unit(amount: Range) -> str:
    """The unit of a dose that is a range, as sent with either end."""
    ends = [end for end in (amount.high, amount.low) if end is not None]
    return next((unit for end in ends if (unit := end.unit or end.code)), "")
