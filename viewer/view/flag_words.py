"""What the source's flags on a result say, and what stands where it has no value."""

from collections.abc import Iterable

from viewer.record.facts import Result
from viewer.record.values import UNREAD
from viewer.view.pen import Pen
from viewer.view.sheet import Mark, Shape


def flag_marks(pen: Pen, flags: Iterable[str]) -> list[Mark]:
    """The source's flags beside a value, which need not be told that it is normal."""
    return [_mark(pen, flag) for flag in flags if flag != "N"]


def flag_words(pen: Pen, flags: Iterable[str]) -> str:
    """The flags in the place of a value."""
    return " · ".join(_mark(pen, flag).word for flag in flags)


def _mark(pen: Pen, flag: str) -> Mark:
    """What none of our words means, as sent."""
    return pen.flags.get(flag) or Mark(Shape.TAG, pen.say("{words} (source's flag)", words=flag))


def without_value(pen: Pen, result: Result) -> str:
    """Why there is none; of a result that sent no more than its interpretation, that."""
    if not result.absent and _unread_value(result):
        return pen.say("cannot be read")
    if result.flags and not result.absent:
        return flag_words(pen, result.flags)
    return absent(pen, result.absent)


def _unread_value(result: Result) -> bool:
    """Whether a value was sent that nobody can read: not the same as none."""
    return any(one.code == "field-unreadable" and one.detail.startswith("value") for one in result.remarks)


def absent(pen: Pen, code: str) -> str:
    """Why there is no value."""
    words = {
        "unknown": pen.say("unknown"),
        "asked-unknown": pen.say("asked, unknown"),
        "not-performed": pen.say("not performed"),
        "error": pen.say("error in measuring"),
        "masked": pen.say("withheld by the source"),
        "temp-unknown": pen.say("not known yet"),
        "not-asked": pen.say("not asked"),
        "asked-declined": pen.say("asked, declined to answer"),
        "not-applicable": pen.say("not applicable"),
        "not-permitted": pen.say("withheld by the source"),
        "unsupported": pen.say("the source's system cannot send it"),
        "as-text": pen.say("told only in the source's text"),
        UNREAD: pen.say("cannot be read"),
        "not-a-number": pen.say("not a number, says the source"),
        "negative-infinity": pen.say("below every measurable value"),
        "positive-infinity": pen.say("above every measurable value"),
    }
    told = words.get(code) or pen.say("the source sent no value")
    return told if code in words or not code else f"{told} ({code})"
