"""ผลตรวจ: a grid of tests by dates, grouped by panel; what is not a number stands in a list of its own.

Rows of the grid are told apart by code, unit, specimen, method and place; a fact is in the grid or in the list.
"""

import re
from collections.abc import Iterable
from datetime import date

from viewer.record.facts import Result
from viewer.record.key_results import VOID, Series, day_of, number_of, phase_of, pressure_of, slug_of, unit_of
from viewer.record.kidney import estimate, milligrams
from viewer.record.values import Quantity
from viewer.view.joining import facilities, joined_rows, why_joined
from viewer.view.key_rows import change_of, inr_goal, sent_range, takes_warfarin, trend_of
from viewer.view.panels import PANEL_ORDER, panel_of, panel_titles
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Sheet, Tone
from viewer.view.silence import gaps, silence
from viewer.view.telling import implausible, phase_words, result_name, result_value

COLUMNS = 60  # date columns of the grid; older results stay in each row's details
BLANK = Cell("·", tone=Tone.QUIET, number=True)
Column = tuple[str, str]  # sortable date, letter
_BLOOD_GROUP = re.compile(r"blood group|หมู่เลือด|^abo\b|\brh\b", re.I)
_BLOOD_GROUP_LOINC = frozenset({"883-9", "882-1", "10331-7", "884-7"})


def results(pen: Pen) -> Sheet:
    """The page of results."""
    grid, listed = _split(pen.record.results)
    return Sheet("results", pen.say("Test results"), (_grid(pen, grid), _list(pen, listed)), gaps(pen))


def _split(found: Iterable[Result]) -> tuple[dict[tuple[str, ...], list[Result]], list[Result]]:
    """Numbers with a date go to the grid by test; all others to the list. Order within each: newest first."""
    grid: dict[tuple[str, ...], list[Result]] = {}
    listed: list[Result] = []
    for result in found:
        if _is_numeric(result) and day_of(result) is not None and result.status not in VOID:
            grid.setdefault(_test_key(result), []).append(result)
        else:
            listed.append(result)
    return grid, listed


def _is_numeric(result: Result) -> bool:
    if result.components:
        return result.value is None and pressure_of(result) is not None
    value = result.value
    return isinstance(value, Quantity) and value.value is not None


def _test_key(result: Result) -> tuple[str, ...]:
    name = result.loinc or " ".join(result.concept.words.casefold().split())
    return (
        name,
        unit_of(result).casefold(),
        phase_of(result),
        result.specimen,
        result.method,
        result.body_site,
    )


def _grid(pen: Pen, grid: dict[tuple[str, ...], list[Result]]) -> Section:
    headers: dict[Column, date] = {}
    for rows in grid.values():
        for result in rows:
            if day := day_of(result):
                headers.setdefault(_column(pen, result, day), day)
    chosen = sorted(headers)[-COLUMNS:]
    titles = panel_titles(pen.words)
    titled = {title: place for place, title in enumerate(titles[slug] for slug in PANEL_ORDER)}
    made = [_test_row(pen, rows, chosen, titles[panel_of(rows[0])]) for rows in grid.values()]
    made += _estimates(pen, grid, chosen, titles["kidney"])
    made.sort(key=lambda row: (titled[row.group], row.cells[0].text.casefold()))
    dates = tuple(f"{pen.speech.day(headers[column])} {column[1]}".strip() for column in chosen)
    more = len(headers) - len(chosen)
    ranged = any(result.ranges or result.flags for rows in grid.values() for result in rows)
    notes = (
        pen.say("The sources sent neither ranges nor flags: nothing is judged high or low here")
        if not ranged
        else "",
        pen.say("“·” = no result on that day"),
        pen.say("{n} older dates stand in the opened rows", n=more) if more else "",
    )
    return Section(
        name="results",
        title=pen.say("Laboratory and measurements"),
        columns=(
            pen.say("Test"),
            pen.say("Unit"),
            *dates,
            pen.say("Against the one before"),
            pen.say("Last done"),
        ),
        rows=tuple(made),
        caption=pen.say("{n} tests", n=len(grid)) if grid else "",
        footer=" · ".join(filter(None, notes)) if grid else "",
        empty=silence(pen.ledger, pen.words, "Observation"),
    )


def _column(pen: Pen, result: Result, day: date) -> Column:
    return (day.isoformat(), pen.letter(result))


def _test_row(pen: Pen, rows: list[Result], columns: list[Column], panel: str) -> Row:
    latest = rows[0]
    series = Series(slug_of(latest), unit_of(latest), tuple(rows), phase_of(latest))
    cells: dict[Column, list[Result]] = {}
    for result in rows:
        if day := day_of(result):
            cells.setdefault(_column(pen, result, day), []).append(result)
    change, mark = change_of(pen, series)
    day = day_of(latest)
    odd = implausible(pen, rows)
    if latest in odd:
        change, mark = "", None
    return Row(
        key=row_key("test", *_test_key(latest)),
        cells=(
            Cell(result_name(pen, latest), note=_apart(pen, latest), code=latest.loinc),
            Cell(_unit(pen, latest), tone=Tone.QUIET),
            *(_value_cell(pen, cells[column]) if column in cells else BLANK for column in columns),
            Cell(change if mark else "", tone=mark.tone if mark else Tone.QUIET),
            Cell(pen.speech.ago(day, pen.today) if day else ""),
        ),
        marks=(
            *((mark,) if mark else ()),
            *_flags(pen, latest),
            *pen.marks(latest),
            *(_odd_mark(pen, result) for result in odd),
        ),
        sources=pen.sources(rows),
        details=tuple(_detail(pen, result) for result in rows),
        trend=trend_of(pen, series) if not odd else None,
        day=day,
        group=panel,
    )


def _odd_mark(pen: Pen, result: Result) -> Mark:
    value = pen.speech.value(result.value)
    return Mark(Shape.TAG, pen.say("Implausible weight {value}: not used", value=value), Tone.DOUBT)


def _apart(pen: Pen, result: Result) -> str:
    """What tells this row from another of the same test, and the range that was sent."""
    low, high = sent_range(result)
    sent = ""
    if (low is not None or high is not None) and not _is_warfarin_inr(pen, result):
        ends = (
            pen.speech.number(low) if low is not None else "",
            pen.speech.number(high) if high is not None else "",
        )
        sent = pen.say("range sent {low}–{high}", low=ends[0], high=ends[1])
    goal = inr_goal(pen) if _is_warfarin_inr(pen, result) else ""
    phase = phase_words(pen, phase_of(result))
    return " · ".join(filter(None, (phase, result.specimen, result.method, result.body_site, sent, goal)))


def _is_warfarin_inr(pen: Pen, result: Result) -> bool:
    return slug_of(result) == "inr" and takes_warfarin(pen)


def _value_cell(pen: Pen, found: list[Result]) -> Cell:
    """The value of one day at one place; several of that day oldest first."""
    return Cell(" / ".join(_figure(pen, result) for result in reversed(found)), number=True)


def _figure(pen: Pen, result: Result) -> str:
    """A number as sent, or a blood pressure."""
    pair = pressure_of(result)
    return f"{pair[0]}/{pair[1]}" if pair else pen.speech.parts(result.value)[0]


def _unit(pen: Pen, result: Result) -> str:
    return pen.speech.unit(unit_of(result) if not result.components else "mm[Hg]")


def _flags(pen: Pen, result: Result) -> list[Mark]:
    if _is_warfarin_inr(pen, result):
        return []
    return [pen.flags[flag] for flag in result.flags if flag in pen.flags]


def _detail(pen: Pen, result: Result) -> Row:
    return Row(
        key=pen.key(result, "detail"),
        cells=(
            Cell(pen.speech.when(result.when, time=True)),
            Cell(_figure(pen, result), unit=_unit(pen, result), note=_beside(pen, result), number=True),
            Cell(facilities(pen, result)),
        ),
        marks=(
            *_flags(pen, result),
            *pen.marks(result),
            *(_odd_mark(pen, odd) for odd in implausible(pen, [result])),
        ),
        sources=pen.sources((result,)),
        day=day_of(result),
    )


def _beside(pen: Pen, result: Result) -> str:
    return " · ".join(filter(None, (result.note, why_joined(pen, result))))


def _estimates(
    pen: Pen, grid: dict[tuple[str, ...], list[Result]], columns: list[Column], panel: str
) -> list[Row]:
    """CKD-EPI 2021 under the reported eGFR, computed from every creatinine that allows it."""
    found = sorted(
        (r for rows in grid.values() if slug_of(rows[0]) == "cr" for r in rows if milligrams(r) is not None),
        key=lambda r: str(day_of(r)),
        reverse=True,
    )
    values: dict[Column, str] = {}
    used: list[Result] = []
    for place, result in enumerate(found):
        ours = estimate(result, pen.body, found[place + 1] if place + 1 < len(found) else None)
        day = day_of(result)
        if ours.value is not None and day is not None:
            values.setdefault(_column(pen, result, day), str(round(ours.value)))
            used.append(result)
    if not used:
        return []
    newest = day_of(used[0])
    row = Row(
        key=row_key("test", "egfr", "computed"),
        cells=(
            Cell(pen.say("eGFR computed"), note="CKD-EPI 2021"),
            Cell(pen.speech.unit("mL/min/1.73m2"), tone=Tone.QUIET),
            *(Cell(values[column], number=True) if column in values else BLANK for column in columns),
            Cell(""),
            Cell(pen.speech.ago(newest, pen.today) if newest else ""),
        ),
        sources=pen.sources(used),
        day=newest,
        group=panel,
    )
    return [row]


def _list(pen: Pen, listed: list[Result]) -> Section:
    return Section(
        name="findings-in-words",
        title=pen.say("Results in words"),
        columns=(pen.say("Date"), pen.say("Test"), pen.say("Result"), pen.say("Facility")),
        rows=tuple(_listed_row(pen, result) for result in listed),
        caption=pen.say("{n} rows", n=len(listed)) if listed else "",
        empty=silence(pen.ledger, pen.words, "Observation"),
    )


def blood_groups(pen: Pen) -> list[Result]:
    """Blood groups with a value, newest first."""
    return [
        result for result in pen.record.results if _is_blood_group(result) and result.value not in (None, "")
    ]


def _is_blood_group(result: Result) -> bool:
    return result.loinc in _BLOOD_GROUP_LOINC or bool(_BLOOD_GROUP.search(result.concept.words))


def _listed_row(pen: Pen, result: Result) -> Row:
    caution = ""
    clash: tuple[Mark, ...] = ()
    if _is_blood_group(result):
        if len({pen.speech.value(other.value) for other in blood_groups(pen)}) > 1:
            clash = (Mark(Shape.DIAMOND, pen.say("Conflicting data"), Tone.DOUBT),)
        caution = pen.say("For reference only: group and crossmatch again every time")
    note = " · ".join(filter(None, (caution, result.specimen, result.method, result.note)))
    return Row(
        key=pen.key(result),
        cells=(
            Cell(pen.date(result.when)),
            Cell(result_name(pen, result), code=result.loinc),
            Cell(result_value(pen, result), note=note, number=number_of(result) is not None),
            Cell(facilities(pen, result)),
        ),
        details=joined_rows(pen, result),
        marks=(*clash, *_flags(pen, result), *pen.marks(result)),
        sources=pen.sources((result,)),
        day=day_of(result),
    )
