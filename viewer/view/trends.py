"""How a series moves: the change against the value before, and its points on one axis."""

from viewer.record.analytes import axis_of, folded, reads_as
from viewer.record.facts import Result
from viewer.record.key_results import BY_SLUG, KEY_TESTS, unit_of
from viewer.record.series import Series
from viewer.record.values import Quantity, Range
from viewer.view.goals import inr_read
from viewer.view.lazy import Later
from viewer.view.pen import Pen
from viewer.view.sheet import Mark, Shape, Tone, Trend

_PLACES = {test.slug: n for n, test in enumerate(sorted(KEY_TESTS, key=lambda test: bool(test.states)))}


def change_of(pen: Pen, series: Series) -> tuple[str, Mark | None]:
    """The change against the value before, in the measure of the test; "once only" when there is none."""
    before = series.before
    new = series.number(series.latest)
    old = series.number(before) if before else None
    if new is None:
        return "", None
    if old is None or before is None:
        return pen.say("once only"), None
    if _order_unknown(series.latest, before):
        return pen.say("same day, order not known"), None
    if new == old:
        alike = series.is_converted(series.latest) == series.is_converted(before)
        return pen.say("unchanged") if alike else was(pen, series, before), None
    test = BY_SLUG.get(series.slug)
    rises = new > old
    word = _change_word(pen, series, test.change if test else "before", new, old, before)
    percent = abs(new - old) / abs(old) * 100 if old else 100.0
    size = _difference(series, before, new, old) if test and test.change == "difference" else percent
    tone = Tone.STRONG if test and test.big and size >= test.big - 1e-9 else Tone.QUIET
    return word, Mark(Shape.UP if rises else Shape.DOWN, word, tone)


def _order_unknown(latest: Result, before: Result) -> bool:
    """Whether both are of one day (month, year) without a time: neither is known to be the later one."""
    new, old = latest.when, before.when
    return new is not None and old is not None and new.moment is None and new.raw == old.raw


def _difference(series: Series, before: Result, new: float, old: float) -> float:
    """How far apart, in the unit that ``big`` is meant in: 2 mmol/mol of HbA1c is less than 0.2 %."""
    axis = axis_of(series.latest)
    if axis is None or axis_of(before) != axis:
        return abs(new - old)
    one, other = reads_as(series.latest, axis), reads_as(before, axis)
    return abs(new - old) if one is None or other is None else float(abs(one - other))


def _change_word(pen: Pen, series: Series, how: str, new: float, old: float, before: Result) -> str:
    rises = new > old
    if how == "before" or not old or series.mixed:
        return was(pen, series, before)
    if how == "percent":
        percent = f"{abs(new - old) / abs(old) * 100:.0f} %"
        return pen.say("up {amount}", amount=percent) if rises else pen.say("down {amount}", amount=percent)
    latest = series.latest.value
    exact = "0"
    if (
        isinstance(latest, Quantity)
        and isinstance(before.value, Quantity)
        and latest.value
        and before.value.value
    ):
        exact = pen.speech.number(abs(latest.value - before.value.value))
    return pen.say("up {amount}", amount=exact) if rises else pen.say("down {amount}", amount=exact)


def was(pen: Pen, series: Series, before: Result) -> str:
    """The value before, as sent; with its unit where another stands beside it."""
    value = pen.speech.value(before.value) if series.mixed else pen.speech.parts(before.value)[0]
    return pen.say("was {value}", value=value)


def trend_of(pen: Pen, series: Series) -> Trend | None:
    """The points of one test in one unit; a range only when the newest result brought one."""
    return pen.once("trend", series, lambda: _trend(pen, series))  # a key test stands on the summary, too


def _trend(pen: Pen, series: Series) -> Trend | None:
    if not series.has_points:
        return None
    plotted = Later(lambda: series.plotted)
    for_others = series.slug == "inr" and pen.warfarin  # a range of people who take no warfarin
    low, high = (None, None) if for_others else _range_on(series)
    badges = pen.letters
    sent = tuple([converted(pen, series, result) for _, _, result in plotted]) if series.mixed else ()
    return Trend(
        points=Later(lambda: tuple([(day, number) for day, number, _ in plotted])),
        unit=pen.speech.unit(series.axis_unit),
        letters=Later(lambda: tuple([badges.get(result.origin.hcode, "") for _, _, result in plotted])),
        low=low,
        high=high,
        sent=sent if any(sent) else (),
        place=_PLACES.get(series.slug, 99),
        goal=inr_read(pen) if series.slug == "inr" else "",
    )


def converted(pen: Pen, series: Series, result: Result) -> str:
    """From what a point was converted, in words: แปลงหน่วยจาก 9.4 มมล./ล.; "" for a number as sent."""
    if not series.is_converted(result):
        return ""
    return pen.say("converted from {value}", value=pen.speech.value(result.value))


def conversion_note(pen: Pen, series: Series, *, brief: bool = False) -> str:
    """Beside a row whose trend holds converted points; "" for all others. ``brief`` where room is short."""
    if not series.mixed or not any(map(series.is_converted, series.results)):
        return ""
    if brief:
        return pen.say("≈ trend converted")
    return pen.say("trend in {unit}, converted", unit=pen.speech.unit(series.axis_unit))


def _range_on(series: Series) -> tuple[float | None, float | None]:
    """The newest result's range on the axis; none where its own unit is another than its value's."""
    latest = series.latest
    if not series.is_converted(latest):
        return sent_range(latest)
    axis, unit = axis_of(latest), unit_of(latest)
    for found in latest.ranges:
        if found.whose:
            continue
        ends = [end for end in (found.low, found.high) if end and end.value is not None]
        if axis and ends and all(folded(end.unit or end.code or unit) == folded(unit) for end in ends):
            low, high = (
                float(axis.step(end.value)) if end and end.value is not None else None
                for end in (found.low, found.high)
            )
            return low, high
    return None, None


def range_words(pen: Pen, result: Result) -> str:
    """The range in words: 70–99, ≥10, ≤5, the source's own words; of several each with whom or what it is for."""
    told = [(one.whose, _ends(pen, one, _other_unit(pen, result, one))) for one in result.ranges]
    ordinary = next((ends for whose, ends in told if not whose and ends), "")
    others = [(whose, ends) for whose, ends in told if whose]
    return ordinary or "; ".join(f"{whose}: {ends}" for whose, ends in others if ends)


def _other_unit(pen: Pen, result: Result, one: Range) -> str:
    """The unit of a range where it is another than the value's: without it, one would be held against the other."""
    value = result.value
    if not isinstance(value, Quantity) or not (value.unit or value.code):
        return ""
    of_value = {value.unit.casefold(), value.code.casefold()} - {""}
    ends = [end for end in (one.low, one.high) if end is not None and (end.unit or end.code)]
    return next((pen.speech.unit(end.unit or end.code) for end in ends
                 if not of_value & {end.unit.casefold(), end.code.casefold()}), "")  # fmt: skip


def _ends(pen: Pen, one: Range, unit: str = "") -> str:
    low = pen.speech.number(one.low.value) if one.low and one.low.value is not None else ""
    high = pen.speech.number(one.high.value) if one.high and one.high.value is not None else ""
    ends = f"{low}–{high}" if low and high else f"≥{low}" if low else f"≤{high}" if high else ""
    return f"{ends} {unit}".rstrip() if ends else one.text


def sent_range(result: Result) -> tuple[float | None, float | None]:
    """Low and high of the first reference range sent for this person; None where the source sent none.

    Which of several for others (men, women, ages, degrees) is this person's is not for us to say.
    """
    for found in result.ranges:
        if found.whose:
            continue
        low = float(found.low.value) if found.low and found.low.value is not None else None
        high = float(found.high.value) if found.high and found.high.value is not None else None
        if low is not None or high is not None:
            return low, high
    return None, None
