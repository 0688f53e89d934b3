"""What alone keeps a row apart from another source's, in words."""

from viewer.base.words import Words
from viewer.record.facts import Fact, Result, Supply, Vaccine
from viewer.record.story import Difference
from viewer.view.wording.grammar import Grammar


def difference_words(difference: Difference, who: str, words: Words, speech: Grammar) -> str:
    """ต่างจาก B: ค่า 5.1 mmol/L. ``who`` sent the other row."""
    what = " ".join(filter(None, (_field(difference.field, words), _told(difference, speech))))
    return words.say("Differs from {who}: {what}", who=who, what=what)


def _told(difference: Difference, speech: Grammar) -> str:
    """What the other row says of it, where that is short."""
    other: Fact = difference.other
    if isinstance(other, Result) and difference.field in ("value", "unit"):
        return speech.value(other.value)
    if isinstance(other, Supply) and difference.field == "quantity":
        return speech.quantity(other.quantity)
    if isinstance(other, Vaccine):
        return {"dose": other.dose_number, "lot": other.lot}.get(difference.field, "")
    return ""


def _field(name: str, words: Words) -> str:
    say = words.say
    return {
        "value": say("value"),
        "unit": say("unit"),
        "parts": say("values of its parts"),
        "method": say("method of the test"),
        "how": say("method of the test"),
        "specimen": say("specimen"),
        "range": say("reference range"),
        "side": say("side or site"),
        "site": say("side or site"),
        "status": say("status of the row"),
        "verification": say("certainty of the diagnosis"),
        "since": say("beginning"),
        "since-month": say("beginning"),
        "since-day": say("beginning"),
        "ended": say("end"),
        "end": say("end"),
        "time": say("time of day"),
        "performer": say("who did it"),
        "outcome": say("outcome"),
        "dose": say("number of the dose"),
        "lot": say("lot"),
        "quantity": say("quantity"),
        "quantity-unit": say("unit of the quantity"),
        "dose-text": say("how it is taken"),
        "how-taken": say("how it is taken"),
        "days": say("days supplied"),
        "strength": say("strength"),
        "conclusion": say("conclusion"),
        "results": say("number of results"),
        "files": say("files"),
        "text": say("text"),
    }.get(name, name)
