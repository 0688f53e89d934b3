"""Latin dose shorthand ("1x3 pc prn", "2 tab po bid", "1 tablet twice daily"), read exactly or not at all.

`1x1 pc` does not say "morning", `ac` does not say "30 minutes", and `od` of eye drops is the right eye.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from viewer.record.regimen import Regimen, form_unit, unit_code
from viewer.record.routes import form_route

# "od" stands apart: once a day, or the right eye.
_WORDS: dict[str, dict[str, Any]] = {
    "qd": {"times": 1}, "bid": {"times": 2}, "tid": {"times": 3}, "qid": {"times": 4},
    "eod": {"interval": 2}, "qod": {"interval": 2}, "weekly": {"a_week": 1},
    "po": {"route": "oral"}, "oral": {"route": "oral"}, "sl": {"route": "sublingual"}, "sc": {"route": "subcutaneous"},
    "im": {"route": "intramuscular"}, "iv": {"route": "intravenous"},
    "prn": {"as_needed": True}, "sos": {"as_needed": True}, "stat": {"at_once": True},
}  # fmt: skip
_MOMENTS = {"ac": "AC", "pc": "PC", "hs": "HS", "qhs": "HS"}
_EYES = {"od": "right", "os": "left", "ou": "both"}
_PHRASES = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), token)
    for pattern, token in (
        (r"once (?:a day|daily|per day|every day)", "qd"), (r"(?:twice|two times) (?:a day|daily|per day)", "bid"),
        (r"(?:three times|thrice) (?:a day|daily|per day)", "tid"), (r"four times (?:a day|daily|per day)", "qid"),
        (r"every other day|alternate days?", "eod"), (r"once (?:a week|weekly|per week)|every week|q\s?wk", "weekly"),
        (r"(?:each|every|in the) morning", "in-the-morning"), (r"at bedtime|before bed", "hs"),
        (r"after (?:meals?|food)", "pc"), (r"before (?:meals?|food)", "ac"), (r"(?:when|as|if) needed", "prn"),
        (r"by mouth|orally", "po"), (r"daily|every day", "qd"), (r"take", ""),
    )
)  # fmt: skip
_LATIN = re.compile("[a-z]{2}")  # stands in every phrase ("q wk"), and in few Thai labels
_MORNING = "in-the-morning"
_NUMBER = r"\d{1,5}(?:\.\d{1,4})?|\d{1,3}/[1-9]\d{0,2}"
_CROSS = re.compile(rf"^({_NUMBER})\s*[x×*]\s*(\d{{1,3}})$")
_AMOUNT = re.compile(rf"^({_NUMBER})$")
_EVERY = re.compile(r"^q(\d{1,3})(?:-(\d{1,3}))?h(?:r|rs)?$")
_LASTS = re.compile(r"(?:\b(?:x|for)\s?|(?<![\w./]))(\d{1,3})\s?(days?|d|วัน|weeks?|wks?|สัปดาห์)(?=[\s.,)]|$)")
_MIXED = re.compile(r"(?<![\d./])(\d{1,2}) (?:1/2|½)(?![\d/])|(?<![\d./])(\d{1,2})½")
_LONGEST = 120  # characters: nobody writes shorthand at length


@dataclass(frozen=True, slots=True)
class Shorthand:
    """What was written. ``times`` a day, ``every`` hours ("4", "4-6"); ``moments`` are AC, PC, HS, MORN."""

    amount: str = ""
    unit: str = ""  # code of unit_code()
    times: int | None = None
    every: str = ""
    moments: tuple[str, ...] = ()
    route: str = ""  # a code of routes
    as_needed: bool = False
    at_once: bool = False
    interval: int = 1  # 2: every other day
    a_week: int | None = None
    lasts: int | None = None  # days
    eye: str = ""  # "right", "left", "both"


def read_shorthand(text: str, form: str = "") -> Shorthand | None:
    """The shorthand in ``text``; None when it holds any word that is not certain (then the raw text stands).

    ``form`` settles what ``od`` is: once a day of a tablet or a capsule, the right eye of eye drops, else nothing.
    Without an ``amount`` it says how often only.
    """
    if len(text) > _LONGEST:
        return None
    found: dict[str, Any] = {}
    moments: list[str] = []
    plain_text = _plain(text, found)
    for token in (token.strip(".,;()") for token in plain_text.split()):
        plain = token if token[:1].isdigit() else token.replace(".", "")
        if not plain:
            continue
        if plain in _MOMENTS or plain == _MORNING:
            moments.append(_MOMENTS.get(plain, "MORN"))
            continue
        told = _meaning(plain, form, after_amount="amount" in found)
        if told is None or any(key in found and (key != "times" or found[key] != told[key]) for key in told):
            return None
        found |= told
    short = Shorthand(moments=tuple(moments), **found)
    often = short.times is not None or short.every or short.interval > 1 or short.a_week is not None
    timed = often or moments or short.as_needed or short.at_once
    return short if (timed if short.amount else often) and not _doubtful(short, form) else None


def _doubtful(short: Shorthand, form: str) -> bool:
    """Two ways of saying how often in one text, drops of a tablet, an eye without drops."""
    ways = (short.times is not None) + bool(short.every) + (short.a_week is not None) + short.at_once
    if short.unit == "drop" and form_unit(form):
        return True
    return ways > 1 or (bool(short.eye) and short.unit not in ("", "drop"))


def _plain(text: str, found: dict[str, Any]) -> str:
    """Lower case, phrases as their tokens, how long it lasts taken out into ``found``, amounts in one piece."""
    plain = " ".join(text.split()).casefold()
    plain = _MIXED.sub(lambda m: f"{m[1] or m[2]}.5", plain).replace("½", "1/2").replace("¼", "1/4")
    for pattern, word in _PHRASES if _LATIN.search(plain) else ():
        plain = pattern.sub(word, plain)
    if lasts := _LASTS.search(plain):
        found["lasts"] = int(lasts[1]) * (7 if lasts[2][0] in "wส" else 1)
        plain = f"{plain[: lasts.start()]} {plain[lasts.end() :]}"
    plain = re.sub(r"\bq\s*(\d+(?:-\d+)?)\s*h", r"q\1h", plain)
    return re.sub(r"(?<=\d)\s*([x×*])\s*(?=\d)", r"\1", plain)


def _meaning(word: str, form: str, *, after_amount: bool) -> dict[str, Any] | None:
    """What one word says, as fields of Shorthand; None when that is not certain."""
    if cross := _CROSS.match(word):
        return {"amount": cross[1], "times": int(cross[2])}
    if _AMOUNT.match(word):
        return {"amount": word}
    if after_amount and unit_code(word):
        return {"unit": unit_code(word)}
    if hours := _EVERY.match(word):
        return {"every": hours[1] + (f"-{hours[2]}" if hours[2] else "")}
    if word in _EYES:
        if form_route(form) == "eye":
            return {"eye": _EYES[word]}
        return {"times": 1} if word == "od" and form_unit(form) else None
    return _WORDS.get(word)


def regimen_of(short: Shorthand, form: str = "") -> Regimen:
    """The same for counting."""
    meals = [moment for moment in short.moments if moment in ("AC", "PC")]
    named = tuple(moment for moment in short.moments if moment not in ("AC", "PC"))
    times: Fraction | int | None = None
    if short.a_week is not None:
        times = short.a_week
    elif short.times is not None or short.interval > 1:
        times = Fraction((short.times or 1) * 7, short.interval)
    elif named and not meals:
        times = 7 * len(named)
    unclear = ""
    if short.as_needed:
        unclear = "as-needed"
    elif short.every:
        unclear = "hourly"
    elif short.at_once or short.eye or _counted_otherwise(short, named, meals):
        unclear = "not-exact"
    elif not short.amount:
        unclear = "no-amount"
    return Regimen(
        amount=Fraction(short.amount) if short.amount else None,
        unit=short.unit or form_unit(form),
        times_a_week=times,
        weekly=short.a_week is not None,
        interval=short.interval,
        moments=named,
        meal=meals[0] if len(set(meals)) == 1 else "",
        lasts=short.lasts,
        as_needed=short.as_needed,
        unclear=unclear,
    )


def _counted_otherwise(short: Shorthand, named: tuple[str, ...], meals: list[str]) -> bool:
    """Three times a day, at bedtime: not both can be. After meals and at bedtime are four times."""
    if not named:
        return False
    return short.times != 4 if meals else short.times not in (None, len(set(named)))
