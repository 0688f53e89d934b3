"""Supply over time in words: how every number was counted and from which rows; overlaps, gaps, early refills."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

from viewer.record.courses import Course
from viewer.record.cover import Cover, Covered, Early, Gap, Over, Overlap, cover_of, supply_terms
from viewer.record.facts import Supply
from viewer.record.regimen import Regimen
from viewer.record.supplies import Portion, Reckoning
from viewer.record.totals import Total
from viewer.view import terms
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Mark, Row, Shape, Tone

_WITHIN_DAYS = 365  # what ended longer ago is only counted
_TAGGED_DAYS = 90  # what ended in these last days is said on the row itself


def cover(pen: Pen, course: Course) -> Cover:
    """What the supplies of a course cover, by the table that is shipped."""
    return cover_of(course, pen.today, supply_terms())


def explanations(pen: Pen, course: Course, covered: Cover) -> Sequence[Callable[[], Row]]:
    """What opens first below a medicine: a row for every number that its supplies were counted to."""
    since = pen.today - timedelta(days=_WITHIN_DAYS)
    overlaps = [one for one in covered.overlaps if one.end >= since]
    gaps = [one for one in covered.gaps if one.end >= since]
    early = [one for one in covered.early if one.portion.start and one.portion.start >= since]
    told: list[Callable[[], Row]] = [
        partial(_counted, pen, portion)
        for portion in course.current
        if portion.reckoning is not None or len(course.current) > 1  # one alone says why in its own column
    ]
    if course.total is not None and (len(course.summed) > 1 or not course.portions):
        told.append(partial(_summed, pen, course))  # of one supply its own days say it
    told += [partial(_over, pen, one) for one in covered.over[:1]]
    told += [partial(_overlap, pen, one) for one in overlaps]
    told += [partial(_gap, pen, one) for one in gaps]
    told += [partial(_early, pen, one) for one in early]
    told += [partial(_covered, pen, course, one) for one in covered.covered]
    return told


def over_time(pen: Pen, covered: Cover) -> str:
    """The newest overlap and gap of the last year in one line, for the column of the bars."""
    since = pen.today - timedelta(days=_WITHIN_DAYS)
    parts = [
        pen.say("several places at once {span}, {n} days", span=_span(pen, one.start, one.end), n=one.days)
        for one in covered.overlaps[:1]
        if one.end >= since
    ]
    parts += [
        pen.say("no supply {span}, {n} days", span=_span(pen, one.start, one.end), n=one.days)
        for one in covered.gaps[:1]
        if one.end >= since
    ]
    return " · ".join(parts)


def tags(pen: Pen, covered: Cover) -> tuple[Mark, ...]:
    """What of it is of these days, as tags beside the name."""
    since = pen.today - timedelta(days=_TAGGED_DAYS)
    found = [
        pen.say("Several places at once {n} days", n=one.days)
        for one in covered.overlaps[:1]
        if one.end >= since
    ]
    found += [pen.say("No supply for {n} days", n=one.days) for one in covered.gaps[:1] if one.end >= since]
    found += [
        pen.say("Supplied {n} days early", n=one.left)
        for one in covered.early[:1]
        if one.portion.start and one.portion.start >= since
    ]
    return tuple(Mark(Shape.TAG, words, Tone.DOUBT) for words in found)


def _summed(pen: Pen, course: Course) -> Row:
    """รวม 100 ไมโครกรัม/วัน: 75 ไมโครกรัม × 1 เม็ด/วัน + 25 ไมโครกรัม × 1 เม็ด/วัน."""
    total = course.total
    assert total is not None  # noqa: S101 - the caller looked
    parts = []
    for portion in course.summed:
        regimen = portion.regimen
        a_day = total.per == "day"
        taken = pen.speech.counted((regimen.a_week or Fraction()) / (7 if a_day else 1), regimen.unit)
        dose = pen.say("{amount}/day", amount=taken) if a_day else pen.say("{amount}/week", amount=taken)
        parts.append(f"{pen.speech.strength(portion.supply.drug.strength)} × {dose}")
    rows = [portion.supply for portion in course.summed]
    head = pen.say("Total {amount}", amount=total_words(pen, total))
    return _row(pen, "summed", rows, head, " + ".join(parts), rows[0])


def total_words(pen: Pen, total: Total) -> str:
    """19 มก./สัปดาห์."""
    amount = f"{pen.speech.number(total.amount)} {pen.speech.strength(f'1 {total.unit}').removeprefix('1 ')}"
    if total.per == "week":
        return pen.say("{amount}/week", amount=amount)
    return pen.say("{amount}/day", amount=amount)


def _counted(pen: Pen, portion: Portion) -> Row:
    """360 เม็ด ÷ วันละ 4 เม็ด = 90 วัน · 31 ส.ค. 2569 – 28 พ.ย. 2569 · ±1 วัน."""
    supply = portion.supply
    if portion.reckoning is None or portion.start is None or portion.end is None:
        why = terms.uncounted(pen.words).get(portion.unclear) or pen.say("Cannot be counted")
        head, told = pen.say("Cannot be counted"), why
    else:
        left = portion.left(pen.today) or 0
        over = pen.say("Its time is over") if portion.reckoning.by == "bounded" else pen.say("Ran out")
        head = pen.say("{n} days left", n=left) if left > 0 else over
        margin = pen.say("±{n} days", n=portion.reckoning.margin) if portion.reckoning.margin else ""
        told = " · ".join(
            filter(
                None,
                (
                    _sum(pen, portion.reckoning, portion.regimen),
                    _span(pen, portion.start, portion.end),
                    margin,
                ),
            )
        )
    return _row(pen, "counted", (supply,), head, told, supply)


def _sum(pen: Pen, found: Reckoning, regimen: Regimen) -> str:
    """The division, or the sentence, that the days come from."""
    days = pen.say("{n} days", n=found.days)
    if found.by == "bounded":
        return pen.say("to be taken for {days} at most, as its label says", days=days)
    if found.by == "stated" or found.quantity is None:
        return pen.say("the source states a supply of {days}", days=days)
    quantity = pen.speech.counted(found.quantity, found.unit)
    if found.by == "steps":
        steps = " + ".join(_step(pen, step.a_day, step.days, found.unit) for step in regimen.steps)
        return f"{quantity}: {steps} = {days}"
    a_week = regimen.a_week or Fraction()
    if regimen.even:
        dose = pen.say("{amount}/day", amount=pen.speech.counted(a_week / 7, found.unit))
        return f"{quantity} ÷ {dose} = {days}"
    if regimen.interval > 1 and regimen.amount is not None:
        dose = pen.say("{amount} in {n} days", amount=pen.speech.counted(a_week * regimen.interval / 7, found.unit),
                       n=regimen.interval)  # fmt: skip
        return f"{quantity} ÷ {dose} = {days}"
    dose = pen.say("{amount}/week", amount=pen.speech.counted(a_week, found.unit))
    return f"{quantity} ÷ {dose} × 7 = {days}"


def _step(pen: Pen, a_day: Fraction, days: int | None, unit: str) -> str:
    dose = pen.say("{amount}/day", amount=pen.speech.counted(a_day, unit))
    if days is None:
        return pen.say("then {dose}", dose=dose)
    return f"{dose} × {pen.say('{n} days', n=days)}"


def _over(pen: Pen, over: Over) -> Row:
    unit = over.before.reckoning.unit if over.before.reckoning else ""
    told = pen.say(
        "{amount} of {strength} may be at home since the dose was changed on {date}",
        amount=pen.speech.counted(Fraction(over.amount), unit),
        strength=pen.speech.strength(over.before.supply.drug.strength) or over.before.supply.drug.name,
        date=pen.date(over.portion.supply.when),
    )
    return _row(pen, "over", (over.before.supply, over.portion.supply), pen.say("Of the old dose"), told)


def _overlap(pen: Pen, overlap: Overlap) -> Row:
    supplies = [portion.supply for portion in overlap.portions]
    who = pen.speech.joined(dict.fromkeys(map(pen.who, supplies)))
    told = pen.say("{who}: {span}", who=who, span=_span(pen, overlap.start, overlap.end))
    return _row(
        pen,
        "overlap",
        supplies,
        pen.say("Several places at once {n} days", n=overlap.days),
        told,
        tone=Tone.DOUBT,
    )


def _gap(pen: Pen, gap: Gap) -> Row:
    supplies = (gap.before.supply, gap.after.supply)
    told = " · ".join(
        (_span(pen, gap.start, gap.end), pen.say("as far as the answers tell, by the quantity supplied"))
    )
    return _row(pen, "gap", supplies, pen.say("No supply for {n} days", n=gap.days), told, tone=Tone.DOUBT)


def _early(pen: Pen, early: Early) -> Row:
    more_than = supply_terms().early_refill_more_than
    told = pen.say(
        "{date}, {n} days were left of the supply of {before} (told from more than {more} days on)",
        date=pen.date(early.portion.supply.when),
        n=early.left,
        before=pen.date(early.before.supply.when),
        more=more_than,
    )
    supplies = (early.before.supply, early.portion.supply)
    return _row(
        pen, "early", supplies, pen.say("Supplied {n} days early", n=early.left), told, early.portion.supply
    )


def _covered(pen: Pen, course: Course, covered: Covered) -> Row:
    told = pen.say(
        "{n} of the last {m} days, from {k} supplies", n=covered.days, m=covered.window, k=covered.supplies
    )
    head = pen.say("Covered at least {n} %", n=covered.percent)
    since = pen.today - timedelta(days=covered.window - 1)
    from_rows = [
        p.supply for p in course.portions if p.start and p.end and p.end >= since and p.start <= pen.today
    ]
    return _row(pen, f"covered-{covered.window}", from_rows, head, told)


def _row(
    pen: Pen, what: str, supplies: Sequence[Supply], head: str, told: str, place: Supply | None = None,
    tone: Tone = Tone.PLAIN,
) -> Row:  # fmt: skip
    ids = [pen.key(supply, what) for supply in supplies[:4]]
    return Row(
        key=row_key("supplied", what, *ids),
        cells=(Cell(head, tone=tone), Cell(told), Cell(pen.facility(place) if place else "")),
        marks=pen.marking.unread(supplies),
        sources=pen.sources(_newest_first(supplies)),
    )


def _newest_first(supplies: Iterable[Supply]) -> list[Supply]:
    return sorted(supplies, key=lambda supply: supply.when.age if supply.when else 0)


def _span(pen: Pen, start: date, end: date) -> str:
    return f"{pen.speech.day(start)} – {pen.speech.day(end)}"
