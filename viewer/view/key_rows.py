"""Rows of key results and vital signs: value, change, date and trend, whatever the source's flag."""

import re
from collections.abc import Iterator
from datetime import date

from viewer.record.conditions import late_kidney_disease
from viewer.record.facts import Result
from viewer.record.flags import contradicts_itself
from viewer.record.key_results import (
    BY_SLUG,
    KEY_TESTS,
    KIDNEY,
    PREGNANT,
    KeyTest,
    day_of,
    is_bedside,
    is_fasting,
    slug_of,
)
from viewer.record.kidney import Estimate, estimate, milligrams
from viewer.record.series import OWN_NAMES, Series
from viewer.view.flag_words import flag_marks
from viewer.view.goals import beside_direct, inr_brief
from viewer.view.pen import Pen, ago, row_key
from viewer.view.sheet import Cell, Mark, Row, Shape, Tone
from viewer.view.telling import phase_words, result_name, result_value
from viewer.view.terms import SHORT_NAMES
from viewer.view.trends import change_of, conversion_note, trend_of

ANTICOAGULANTS = re.compile(
    r"warfarin|apixaban|rivaroxaban|dabigatran|edoxaban|enoxaparin|heparin|fondaparinux|phenprocoumon", re.I
)
# Strokes, bleeding of brain, gut and eye, disorders of clotting.
_BLEEDING = re.compile(r"^(?:I6[0-4]|K92\.[0-2]|K2[5-8]\.[0246]|D6[5-8]|R58)")
_TROPONIN = re.compile("troponin", re.I)  # as laboratories shorten it
_HOUR = re.compile(r"\b(\d)\s*(?:h|hr|hour|ชม|ชั่วโมง)", re.I)
_BEFORE_DRINK = re.compile(r"ก่อนดื่ม|fasting|baseline|อดอาหาร", re.I)
_LOAD = re.compile(r"\b(\d{2,3})\s*(?:g\b|กรัม)", re.I)
_HOUR_OF = {"20438-8": 1, "20436-2": 2, "20437-0": 3}
NEWS_DAYS = 183  # a troponin or a tolerance test older than this is history
_TERM_DAYS = 294  # what was tested once in a pregnancy, or once for dialysis, is looked for to its end
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

    INR where it decides something; tests that are not looked for in everybody only while they are news.
    """
    order = {test.slug: place for place, test in enumerate(key_tests(pen))}
    found = [
        series
        for series in pen.series
        if series.slug in order
        and (series.slug != "inr" or _inr_matters(pen))
        and (BY_SLUG[series.slug].always or _is_news(pen, series))
    ]
    return sorted(
        found,
        key=lambda series: (
            order[series.slug],
            series.phase == "after-dialysis",
            (tolerance_hour(series.latest) or 0) if series.slug == "ogtt" else 0,
        ),
    )


def key_tests(pen: Pen) -> list[KeyTest]:
    """The key tests of this person: of those that belong to a state, where it holds."""
    states = (
        *((PREGNANT,) if pen.pregnancy is not None else ()),
        *((KIDNEY,) if late_kidney_disease(pen.record) else ()),
    )
    return [test for test in KEY_TESTS if not test.states or test.states.intersection(states)]


def _is_news(pen: Pen, series: Series) -> bool:
    day, days = day_of(series.latest), _TERM_DAYS if BY_SLUG[series.slug].states else NEWS_DAYS
    return day is not None and (pen.today - day).days <= days


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


def _inr_matters(pen: Pen) -> bool:
    """With any anticoagulant, where an answer that is missing may hide one, after a stroke and in bleeding."""
    return (
        takes_warfarin(pen)
        or not pen.ledger.complete
        or any(ANTICOAGULANTS.search(course.name) for course in pen.courses)
        or any(_BLEEDING.match(row.icd) for row in pen.record.problems)
        or any(_BLEEDING.match(one.code) for visit in pen.record.visits for one in visit.diagnoses)
    )


def takes_warfarin(pen: Pen) -> bool:
    """Whether a course of warfarin is known, past ones included."""
    return pen.warfarin


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
    unread = [mark.word for mark in pen.marking.unread(series.results)]
    aside = pen.marking.aside(latest).split(" · ")
    note = " · ".join(
        dict.fromkeys(filter(None, (note, conversion_note(pen, series, brief=True), *aside, *unread)))
    )
    return Row(
        key=row_key("series", *series.line),
        cells=(
            Cell(key_name(pen, series)),
            Cell(text, note=note, unit=unit, number=True, tone=Tone.STRONG),
            Cell(change, tone=mark.tone if mark else Tone.QUIET),
            Cell(pen.date(latest.when), note=aged(pen, latest)),
        ),
        marks=(*((mark,) if mark else ()), *source_flags(pen, latest), *_row_marks(pen, series)),
        sources=pen.sources(series.results[:1]),
        trend=trend_of(pen, series),
        day=day_of(latest),
    )


def _row_marks(pen: Pen, series: Series) -> tuple[Mark, ...]:
    """The newest result's own marks; that an older one of the trend was not read in full is told too."""
    return tuple(dict.fromkeys((*pen.marks(series.latest), *pen.marking.unread(series.results))))


def key_name(pen: Pen, series: Series) -> str:
    """What a key test is called: short where the short name is exact, else as sent."""
    if series.slug == "glucose":
        return "FBS" if is_fasting(series.latest) else "Glucose"
    if series.slug == "ogtt" and (short := _tolerance_name(pen, series.latest)):
        return short
    if series.slug in OWN_NAMES:
        return _TROPONIN.sub("Trop", result_name(pen, series.latest))
    return SHORT_NAMES[series.slug]


def tolerance_hour(result: Result) -> int | None:
    """Hours after the drink, 0 before it; None when neither name nor code says so."""
    name = result.concept.words
    if found := _HOUR.search(name):
        return int(found[1])
    return 0 if _BEFORE_DRINK.search(name) else _HOUR_OF.get(result.loinc)


def tolerance_load(result: Result) -> str:
    """Grams that were drunk; "" where its name does not say."""
    found = _LOAD.search(result.concept.words)
    return found[1] if found else ""


def _tolerance_name(pen: Pen, result: Result) -> str:
    """OGTT 100 g 1 ชม.: how much was drunk belongs to the name, as limits differ by it."""
    hour, load = tolerance_hour(result), tolerance_load(result)
    if hour is None:
        return ""
    test = f"OGTT {load} g" if load else "OGTT"
    return (
        pen.say("{test} {n} h", test=test, n=hour) if hour else pen.say("{test} before the drink", test=test)
    )


def reported(pen: Pen, series: Series) -> str:
    """Whose eGFR it is, with the equation where its code names one: ต้นทาง 2009."""
    return " ".join(filter(None, (pen.say("reported"), _EQUATIONS.get(series.latest.loinc, ""))))


def aged(pen: Pen, result: Result) -> str:
    """How long ago, of what is too old to be read as news; "" of the rest."""
    day = day_of(result)
    return ago(pen, result.when) if day and (pen.today - day).days > NEWS_DAYS else ""


def is_warfarin_inr(pen: Pen, result: Result) -> bool:
    """Whether it is the INR of a user of warfarin: read against the goal, never against a range."""
    return slug_of(result) == "inr" and takes_warfarin(pen)


def source_flags(pen: Pen, result: Result) -> list[Mark]:
    """The source's own flags; not those of an INR against the range of people without warfarin."""
    if not result.flags or is_warfarin_inr(pen, result):
        return []
    marks = flag_marks(pen, result.flags)
    if contradicts_itself(result):
        marks.append(Mark(Shape.DIAMOND, pen.say("Value and flag of the source disagree"), Tone.DOUBT))
    return marks


def _note(pen: Pen, series: Series) -> str:
    """What must be said beside the value: an INR has no normal range for a user of warfarin."""
    if series.slug != "inr":
        return apart_words(pen, series)
    told = inr_brief(pen, series) if takes_warfarin(pen) else apart_words(pen, series)
    return " · ".join(filter(None, (told, beside_direct(pen))))


def apart_words(pen: Pen, series: Series) -> str:
    """What tells one row of a test from another of the same name: dialysis, bedside, specimen, method, place."""
    latest, told = series.latest, [phase_words(pen, series.phase)]
    if series.slug == "glucose" and is_bedside(latest):
        told.append(pen.say("bedside meter"))
    alike = [one for one in pen.series if one.slug == series.slug and one.phase == series.phase]
    if len({(one.latest.specimen, one.latest.method, one.latest.body_site) for one in alike}) > 1:
        told += [latest.specimen, latest.method, latest.body_site]
    return " · ".join(dict.fromkeys(filter(None, told)))


def creatinines(pen: Pen) -> Iterator[Result]:
    """Creatinine results that can be computed with, newest first."""
    found = [r for series in pen.series if series.slug == "cr" for r in series.results if day_of(r)]
    found.sort(key=lambda r: day_of(r) or date.min, reverse=True)
    return (r for r in found if milligrams(r) is not None)


def newest_estimate(pen: Pen) -> Estimate | None:
    """CKD-EPI 2021 of the newest creatinine, or the reason why there is none; None without a creatinine."""
    found = creatinines(pen)
    newest = next(found, None)
    return None if newest is None else estimate(newest, pen.body, next(found, None))


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
