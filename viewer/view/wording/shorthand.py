"""Latin dose shorthand ("1x3 pc prn", "2 tab bid"), read exactly or not at all.

`1x1 pc` does not say "morning", `ac` does not say "30 minutes", and `od` in an eye is the right eye.
"""

import re
from dataclasses import dataclass
from typing import Any

from viewer.record.regimen import unit_code

# "od" is left out: once a day, or the right eye.
_WORDS: dict[str, dict[str, Any]] = {
    "qd": {"times": 1}, "bid": {"times": 2}, "tid": {"times": 3}, "qid": {"times": 4},
    "po": {"oral": True}, "prn": {"as_needed": True}, "stat": {"at_once": True},
}  # fmt: skip
_MOMENTS = {"ac": "AC", "pc": "PC", "hs": "HS"}
_NUMBER = r"\d{1,5}(?:\.\d{1,4})?|\d{1,3}/[1-9]\d{0,2}"
_CROSS = re.compile(rf"^({_NUMBER})\s*[x×*]\s*(\d{{1,3}})$")
_AMOUNT = re.compile(rf"^({_NUMBER})$")
_EVERY = re.compile(r"^q(\d{1,3})(?:-(\d{1,3}))?h(?:r|rs)?$")


@dataclass(frozen=True, slots=True)
class Shorthand:
    """What was written. ``times`` a day, ``every`` hours ("4", "4-6"); ``moments`` are AC, PC, HS."""

    amount: str = ""
    unit: str = ""  # code of unit_code()
    times: int | None = None
    every: str = ""
    moments: tuple[str, ...] = ()
    oral: bool = False
    as_needed: bool = False
    at_once: bool = False


def read_shorthand(text: str) -> Shorthand | None:
    """The shorthand in ``text``; None when it holds any word that is not certain (then the raw text stands)."""
    plain_text = re.sub(r"\bq\s*(\d+(?:-\d+)?)\s*h", r"q\1h", " ".join(text.split()).casefold())
    tokens = re.sub(r"\s*([x×*])\s*", r"\1", plain_text).split()
    found: dict[str, Any] = {}
    moments: list[str] = []
    for token in (token.strip(".,;") for token in tokens):
        plain = token if token[:1].isdigit() else token.replace(".", "")
        if plain in _MOMENTS:
            moments.append(_MOMENTS[plain])
            continue
        told = _meaning(plain, after_amount="amount" in found)
        if told is None or told.keys() & found.keys():
            return None
        found |= told
    timed = moments or found.keys() & {"times", "every", "as_needed", "at_once"}
    return Shorthand(moments=tuple(moments), **found) if "amount" in found and timed else None


def _meaning(token: str, *, after_amount: bool) -> dict[str, Any] | None:
    """What one word says, as fields of Shorthand; None when that is not certain."""
    if cross := _CROSS.match(token):
        return {"amount": cross[1], "times": int(cross[2])}
    if _AMOUNT.match(token):
        return {"amount": token}
    if after_amount and unit_code(token):
        return {"unit": unit_code(token)}
    if hours := _EVERY.match(token):
        return {"every": hours[1] + (f"-{hours[2]}" if hours[2] else "")}
    return _WORDS.get(token)
