"""What an order and a dispense say beside the dose, in words: for how long, refills, whether another may be given."""

from collections.abc import Iterable

from viewer.record.facts import Supply
from viewer.record.ordered import Ordered
from viewer.record.values import Span
from viewer.view.other_telling import span_words
from viewer.view.pen import Pen
from viewer.view.wording.spans import meant


def ordering_words(pen: Pen, supply: Supply) -> Iterable[str]:
    """พอใช้ 30 วัน ตามที่ต้นทางระบุ · เติมยาไม่ได้ · ห้ามจ่ายยาอื่นแทน."""
    if supply.days is not None and (length := _length(pen, supply)):
        yield pen.say("for {length}, says the source", length=length)
    if supply.ordered is not None:
        yield from _ordered(pen, supply.ordered)


def _length(pen: Pen, supply: Supply) -> str:
    days = supply.days
    if days is None or days.value is None:
        return days.text if days is not None else ""
    if (days.code or days.unit) in ("d", "day", "days", "วัน", ""):
        return pen.say("{n} days", n=f"{days.comparator}{days.value.normalize():f}")
    return pen.speech.quantity(days)


def _ordered(pen: Pen, ordered: Ordered) -> Iterable[str]:
    if ordered.refills == 0:  # more than none stand in the line of the order
        yield pen.say("No refills")
    if ordered.valid is not None:
        yield pen.say(
            "the order may be dispensed {span}",
            span=span_words(pen, Span(meant(ordered.valid.start), meant(ordered.valid.end))),
        )
    if not ordered.exchange:
        return
    told = {
        "refused": pen.say("Not to be replaced by another medicine"),
        "allowed": pen.say("May be replaced by another of the same medicine"),
        "done": pen.say("Given in place of what was ordered"),
        "not-done": pen.say("Given as ordered, not replaced"),
    }
    words = told.get(ordered.exchange) or pen.say("replacing it: {words}", words=ordered.exchange)
    yield f"{words} “{ordered.why}”" if ordered.why else words
