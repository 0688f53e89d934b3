"""Rows of key results and vital signs: value, change, date and trend, whatever the source's flag."""

import re
from collections.abc import Sequence

from viewer.record.facts import Result
from viewer.record.key_results import (
    BY_SLUG,
    KEY_TESTS,
    OWN_NAMES,
    Series,
    day_of,
    is_fasting,
    number_of,
)
from viewer.record.kidney import Estimate, estimate, milligrams
from viewer.record.values import Quantity
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Mark, Row, Shape, Tone, Trend
from viewer.view.telling import SHORT_NAMES, phase_words, result_name, result_value

_TROPONIN = re.compile("troponin", re.I)  # as laboratories shorten it
_HOUR = re.compile(r"\b(\d)\s*(?:h|hr|hour|ชม|ชั่วโมง)", re.I)
_BEFORE_DRINK = re.compile(r"ก่อนดื่ม|fasting|baseline|อดอาหาร", re.I)
_LOAD = re.compile(r"\b(\d{2,3})\s*(?:g\b|กรัม)", re.I)
_HOUR_OF = {"20438-8": 1, "20436-2": 2, "20437-0": 3}
NEWS_DAYS = 183  # a troponin or a tolerance test older than this is history
# What equation a reported eGFR names by its code: an older one reads other values from the same creatinine.
_EQUATIONS = {"62238-1": "2009", "98979-8": "2021", "33914-3": "MDRD", "77147-7": "MDRD"}


def key_rows(pen: Pen) -> tuple[Row, ...]:
    """One row per key test and unit, in the order of the list."""
    wanted = key_series(pen)
    rows = [_row(pen, series) for series in wanted]
    if not any(series.slug == "egfr" for series in wanted):
        computed = _computed_alone(pen)
        rows = [*([computed] if computed else []), *rows]
    return tuple(rows)


def key_series(pen: Pen) -> list[Series]:
    """Series of key tests in the order of the list, before dialysis in front of after it.

    INR only for a user of warfarin; tests that are not looked for in everybody only while they are news.
    """
    order = {test.slug: place for place, test in enumerate(KEY_TESTS)}
    found = [
        series
        for series in pen.series
        if series.slug in order
        and (series.slug != "inr" or takes_warfarin(pen))
        and (BY_SLUG[series.slug].always or _is_news(pen, series))
    ]
    return sorted(
        found,
        key=lambda series: (
            order[series.slug],
            series.phase == "after-dialysis",
            (_tolerance_hour(series.latest) or 0) if series.slug == "ogtt" else 0,
        ),
    )


def _is_news(pen: Pen, series: Series) -> bool:
    day = day_of(series.latest)
    return day is not None and (pen.today - day).days <= NEWS_DAYS


def missing_tests(pen: Pen) -> tuple[str, ...]:
    """Short names of key tests of which nothing arrived."""
    found = {series.slug for series in pen.series}
    if "cr" in found:
        found.add("egfr")  # computed, or the reason why not stands on the row
    names = {**SHORT_NAMES, "glucose": "FBS/Glucose"}
    return tuple(
        names[test.slug]
        for test in KEY_TESTS
        if test.always and test.slug not in found and (test.slug != "inr" or takes_warfarin(pen))
    )


def takes_warfarin(pen: Pen) -> bool:
    """Whether a course of warfarin is known, past ones included."""
    return any("warfarin" in course.name.casefold() for course in pen.courses)


def _row(pen: Pen, series: Series) -> Row:
    latest = series.latest
    text, unit = pen.speech.parts(latest.value) if not latest.components else (result_value(pen, latest), "")
    change, mark = change_of(pen, series)
    note = _note(pen, series)
    if series.slug == "egfr":
        unit = reported(pen, series)
        ours = _estimate_beside(pen, series)
        if ours and ours.value is not None:
            note = f"{pen.say('{n} computed', n=round(ours.value))} 2021"
    return Row(
        key=row_key("series", series.slug, latest.loinc, series.unit, series.phase, key_name(pen, series)),
        cells=(
            Cell(key_name(pen, series)),
            Cell(text, note=note, unit=unit, number=True, tone=Tone.STRONG),
            Cell(change, tone=mark.tone if mark else Tone.QUIET),
            Cell(pen.date(latest.when), note=aged(pen, latest)),
        ),
        marks=(*((mark,) if mark else ()), *_flags(pen, series), *pen.marks(latest)),
        sources=pen.sources(series.results[:1]),
        trend=trend_of(pen, series),
        day=day_of(latest),
    )


def key_name(pen: Pen, series: Series) -> str:
    """What a key test is called: short where the short name is exact, else as sent."""
    if series.slug == "glucose":
        return "FBS" if is_fasting(series.latest) else "Glucose"
    if series.slug == "ogtt" and (short := _tolerance_name(pen, series.latest)):
        return short
    if series.slug in OWN_NAMES:
        return _TROPONIN.sub("Trop", result_name(pen, series.latest))
    return SHORT_NAMES[series.slug]


def _tolerance_hour(result: Result) -> int | None:
    """Hours after the drink, 0 before it; None when neither name nor code says so."""
    name = result.concept.words
    if found := _HOUR.search(name):
        return int(found[1])
    return 0 if _BEFORE_DRINK.search(name) else _HOUR_OF.get(result.loinc)


def _tolerance_name(pen: Pen, result: Result) -> str:
    """OGTT 100 g 1 ชม.: how much was drunk belongs to the name, as limits differ by it."""
    hour, load = _tolerance_hour(result), _LOAD.search(result.concept.words)
    if hour is None:
        return ""
    test = f"OGTT {load[1]} g" if load else "OGTT"
    return (
        pen.say("{test} {n} h", test=test, n=hour) if hour else pen.say("{test} before the drink", test=test)
    )


def reported(pen: Pen, series: Series) -> str:
    """Whose eGFR it is, with the equation where its code names one: ต้นทาง 2009."""
    return " ".join(filter(None, (pen.say("reported"), _EQUATIONS.get(series.latest.loinc, ""))))


def aged(pen: Pen, result: Result) -> str:
    """How long ago, of what is too old to be read as news; "" of the rest."""
    day = day_of(result)
    return pen.speech.ago(day, pen.today) if day and (pen.today - day).days > NEWS_DAYS else ""


def inr_goal(pen: Pen) -> str:
    """An INR is only read against the goal. A goal that was sent and is not read yet is not "unknown"."""
    if any(gap.type == "Goal" for gap in pen.record.gaps):
        return pen.say("INR goal not known: a goal was sent that this version does not read yet")
    return pen.say("INR goal not known")


def _note(pen: Pen, series: Series) -> str:
    """What must be said beside the value: an INR has no normal range for a user of warfarin."""
    if series.slug == "inr":
        return inr_goal(pen)
    return phase_words(pen, series.phase)


def _flags(pen: Pen, series: Series) -> list[Mark]:
    """The source's own flags; not those of an INR against the range of people without warfarin."""
    if series.slug == "inr":
        return []
    return [pen.flags[flag] for flag in series.latest.flags if flag in pen.flags]


def change_of(pen: Pen, series: Series) -> tuple[str, Mark | None]:
    """The change against the value before, in the measure of the test; "once only" when there is none."""
    before = series.before
    new = number_of(series.latest)
    old = number_of(before) if before else None
    if new is None:
        return "", None
    if old is None or before is None:
        return pen.say("once only"), None
    if new == old:
        return pen.say("unchanged"), None
    test = BY_SLUG.get(series.slug)
    rises = new > old
    word = _change_word(pen, series, test.change if test else "before", new, old, before)
    percent = abs(new - old) / abs(old) * 100 if old else 100.0
    size = abs(new - old) if test and test.change == "difference" else percent
    tone = Tone.STRONG if test and test.big and size >= test.big - 1e-9 else Tone.QUIET
    return word, Mark(Shape.UP if rises else Shape.DOWN, word, tone)


def _change_word(pen: Pen, series: Series, how: str, new: float, old: float, before: Result) -> str:
    rises = new > old
    if how == "before" or not old:
        return pen.say("was {value}", value=pen.speech.parts(before.value)[0])
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


def trend_of(pen: Pen, series: Series) -> Trend | None:
    """The points of one test in one unit; a range only when the newest result brought one."""
    points = series.points
    if not points:
        return None
    counted = [r for r in reversed(series.results) if day_of(r) and number_of(r) is not None]
    low, high = sent_range(series.latest) if series.slug != "inr" else (None, None)
    letters = tuple(pen.letter(result) for result in counted)
    return Trend(points, pen.speech.unit(series.unit), letters, low, high)


def sent_range(result: Result) -> tuple[float | None, float | None]:
    """Low and high of the first reference range sent; None where the source sent none."""
    for found in result.ranges:
        low = float(found.low.value) if found.low and found.low.value is not None else None
        high = float(found.high.value) if found.high and found.high.value is not None else None
        if low is not None or high is not None:
            return low, high
    return None, None


def creatinines(pen: Pen) -> Sequence[Result]:
    """Creatinine results that can be computed with, newest first."""
    found = [
        r for series in pen.series if series.slug == "cr" for r in series.results if milligrams(r) is not None
    ]
    return sorted((r for r in found if day_of(r)), key=lambda r: str(day_of(r)), reverse=True)


def newest_estimate(pen: Pen) -> Estimate | None:
    """CKD-EPI 2021 of the newest creatinine, or the reason why there is none; None without a creatinine."""
    found = creatinines(pen)
    return estimate(found[0], pen.body, found[1] if len(found) > 1 else None) if found else None


def _estimate_beside(pen: Pen, series: Series) -> Estimate | None:
    """Ours beside a reported eGFR, only from a creatinine of the same day."""
    ours = newest_estimate(pen)
    return ours if ours and day_of(ours.creatinine) == day_of(series.latest) else None


def _computed_alone(pen: Pen) -> Row | None:
    """Where no source reports an eGFR: ours, or why it is not computed."""
    ours = newest_estimate(pen)
    if ours is None:
        return None
    if ours.value is None:
        cell = Cell(why_not_estimated(pen, ours.reason), tone=Tone.QUIET)
    else:
        cell = Cell(str(round(ours.value)), unit=pen.say("computed"), number=True, tone=Tone.STRONG)
    return Row(
        key=row_key("series", "egfr", "computed"),
        cells=(
            Cell("eGFR"),
            cell,
            Cell("CKD-EPI 2021", tone=Tone.QUIET),
            Cell(pen.date(ours.creatinine.when), note=aged(pen, ours.creatinine)),
        ),
        sources=pen.sources((ours.creatinine,)),
        day=day_of(ours.creatinine),
    )


def why_not_estimated(pen: Pen, reason: str) -> str:
    """Why the equation is not used."""
    say = pen.say
    return {
        "child": say("Not computed: under 18 years"),
        "age-unknown": say("Not computed: age not known"),
        "sex-unknown": say("Not computed: sex not known"),
        "pregnant": say("Not computed: pregnancy"),
        "dialysis": say("Not computed: on dialysis"),
        "changing": say("Not computed: creatinine is changing fast"),
    }.get(reason, say("Not computed: unit of creatinine"))
