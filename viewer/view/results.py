"""ผลตรวจ: a grid of tests by dates, grouped by panel; what is not a number stands in a list of its own.

Rows of the grid are told apart by code, unit, specimen, method and place; a fact is in the grid or in the list.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from viewer.record.facts import Result
from viewer.record.key_results import (
    VOID,
    beside_pressure,
    day_of,
    is_bedside,
    phase_of,
    pressure_of,
    slug_of,
    unit_of,
)
from viewer.record.kidney import estimates, milligrams
from viewer.record.series import Placed, Series, line_of, one_series
from viewer.record.values import Precision, Quantity
from viewer.view.goals import inr_read
from viewer.view.joining import facilities, why_joined
from viewer.view.key_rows import is_warfarin_inr, source_flags
from viewer.view.lazy import Later, Rows
from viewer.view.panels import PANEL_ORDER, panel_of, panel_titles
from viewer.view.pen import Pen, ago, row_key
from viewer.view.result_list import result_list
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Sheet, Tone
from viewer.view.silence import gaps, silence
from viewer.view.telling import component_words, implausible, phase_words, result_name
from viewer.view.terms import SHORT_NAMES
from viewer.view.trends import change_of, conversion_note, range_words, trend_of

COLUMNS = 60  # date columns of the grid; older results stay in each row's details
BLANK = Cell("·", tone=Tone.QUIET, number=True)
Column = tuple[date, Precision, str]  # day, precision of its date, letter
Line = tuple[str, ...]
Grid = dict[Line, Series]


def results(pen: Pen) -> Sheet:
    """The page of results."""
    grid, listed = split(pen.record.alike, pen.series)
    return Sheet("results", pen.say("Test results"), (_grid(pen, grid), result_list(pen, listed)), gaps(pen))


def split(groups: Iterable[list[Placed]], known: Iterable[Series]) -> tuple[Grid, list[Result]]:
    """Numbers with a date go to the grid by test; all others to the list. Order within each: newest first.

    A series that is ``known`` already is taken again: what was worked out of it holds here.
    """
    lines: dict[Line, list[list[Placed]]] = {}
    listed: list[Placed] = []
    for group in groups:
        first = group[0][1]
        alike = _is_number(first)  # of a group all are, or none is
        usable = alike or first.components
        numbers = [
            placed
            for placed in (group if usable and first.status not in VOID else ())
            if (when := placed[1].when) is not None and when.usable and (alike or _is_pressure(placed[1]))
        ]
        if numbers:
            lines.setdefault(grid_line(numbers[0][1]), []).append(numbers)
        if len(numbers) < len(group):
            drawn = {placed[0] for placed in numbers}
            listed += [placed for placed in group if placed[0] not in drawn]
    by_latest = {id(series.latest): series for series in known}
    grid: Grid = {}
    for line, parts in lines.items():
        made = one_series(parts[0][0][1].slug, line, parts)
        same = by_latest.get(id(made.latest))
        grid[line] = same if same is not None and same.results == made.results else made
    return grid, [result for _, result in sorted(listed)]


def _is_number(result: Result) -> bool:
    value = result.value
    return isinstance(value, Quantity) and value.value is not None and not result.components


def _is_pressure(result: Result) -> bool:
    return bool(result.components) and result.value is None and pressure_of(result) is not None


def grid_line(result: Result) -> Line:
    """What results of one row of the grid have in common."""
    return (*line_of(result), "bedside" if slug_of(result) == "glucose" and is_bedside(result) else "")


def _grid(pen: Pen, grid: Grid) -> Section:
    headers = _columns(pen, grid.values())
    chosen = sorted(headers)[-COLUMNS:]
    titles = panel_titles(pen.words)
    titled = {title: place for place, title in enumerate(titles[slug] for slug in PANEL_ORDER)}
    made = [
        _test_row(pen, row_key("test", *line), one, chosen, titles[panel_of(one.latest)])
        for line, one in grid.items()
    ]
    made += _estimates(pen, grid.values(), chosen, titles["kidney"])
    made.sort(key=lambda row: (titled[row.group], row.cells[0].text.casefold()))
    dates = tuple(f"{_headline(pen, headers[column], column)} {column[2]}".strip() for column in chosen)
    more = len(headers) - len(chosen)
    ranged = any(result.ranges or result.flags for series in grid.values() for result in series.results)
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


_DAY = Precision.DAY


def _columns(pen: Pen, grid: Iterable[Series]) -> dict[Column, Result]:
    """Every day and place with a result, and one of its results. Those of one visit share their date: it is looked at
    once."""
    met = {(id(result.when), result.origin.hcode): result for series in grid for result in series.results}
    return {column: result for result in met.values() if (column := _column(pen, result)) is not None}


def _cells(pen: Pen, series: Series, columns: Sequence[Column]) -> dict[Column, list[Result]]:
    """Results by day and place, of these columns only (oldest first); of one cell newest first."""
    cells: dict[Column, list[Result]] = {column: [] for column in columns}
    for result in series.results:
        column = _column(pen, result)
        if column in cells:
            cells[column].append(result)
        elif column is not None and column[0] < columns[0][0]:
            break  # newest first: all that follow are older
    return cells


def _column(pen: Pen, result: Result) -> Column | None:
    """Its day and place; a year or a month alone is no day and shares no column with one."""
    when = result.when
    if when is None or when.first_day is None:
        return None
    precision = when.precision
    return when.first_day, precision if precision < _DAY else _DAY, pen.letters.get(result.origin.hcode, "")


def _headline(pen: Pen, result: Result, column: Column) -> str:
    """The day in words; of a year or a month alone no more than was sent."""
    return pen.speech.day(column[0]) if column[1] is _DAY else pen.date(result.when)


def _test_row(pen: Pen, key: str, series: Series, columns: Sequence[Column], panel: str) -> Row:
    rows, cells = series.results, _cells(pen, series, columns)
    latest = series.latest
    change, mark = change_of(pen, series)
    day = day_of(latest)
    odd = implausible(pen, rows)
    if latest in odd:
        change, mark = "", None
    return Row(
        key=key,
        cells=(
            Cell(row_name(pen, series), note=_apart(pen, series), code=latest.loinc),
            Cell("" if series.mixed else _unit(pen, latest), tone=Tone.QUIET),
            *(_value_cell(pen, series, found) if found else BLANK for found in cells.values()),
            Cell(change if mark else "", tone=mark.tone if mark else Tone.QUIET),
            Cell(ago(pen, latest.when) or pen.date(latest.when)),
        ),
        marks=(
            *((mark,) if mark else ()),
            *source_flags(pen, latest),
            *dict.fromkeys((*pen.marks(latest), *pen.marking.unread(rows))),
            *(_odd_mark(pen, result) for result in odd),
        ),
        sources=pen.sources(rows),
        details=Rows(len(rows), lambda at: _detail(pen, rows[at])),
        trend=trend_of(pen, series) if not odd else None,
        day=day,
        group=panel,
    )


def _odd_mark(pen: Pen, result: Result) -> Mark:
    value = pen.speech.value(result.value)
    return Mark(Shape.TAG, pen.say("Implausible weight {value}: not used", value=value), Tone.DOUBT)


def row_name(pen: Pen, series: Series) -> str:
    """The name as sent; of one test sent under two codes the name that both share, where there is one."""
    names = {result.loinc for result in series.results}
    short = SHORT_NAMES.get(series.slug, "") if len(names) > 1 else ""
    return short or result_name(pen, series.latest)


def _apart(pen: Pen, series: Series) -> str:
    """What tells this row from another of the same test, the range that was sent, and that its trend is converted."""
    result = series.latest
    sent = range_words(pen, result) if result.ranges else ""
    if sent and is_warfarin_inr(pen, result):
        sent = ""
    elif sent:
        sent = pen.say("range sent {range}", range=sent)
        if series.mixed:
            sent = f"{sent} {_unit(pen, result)}"
    goal = inr_read(pen) if slug_of(result) == "inr" else ""
    phase = phase_words(pen, phase_of(result))
    told = (phase, result.specimen, result.method, result.body_site, conversion_note(pen, series), sent, goal)
    return " · ".join(filter(None, told))


def _value_cell(pen: Pen, series: Series, found: list[Result]) -> Cell:
    """The value of one day at one place as sent, with its unit where the row holds several; oldest first."""
    units = {_unit(pen, result) for result in found} if series.mixed else set()
    if len(units) > 1:
        return Cell(" / ".join(pen.speech.value(result.value) for result in reversed(found)), number=True)
    figures = " / ".join(_figure(pen, result) for result in reversed(found))
    told = ", ".join(
        dict.fromkeys(filter(None, map(pen.marking.state, found)))
    )  # ผลเบื้องต้น, แก้ไขแล้ว: of this day
    return Cell(figures, note=told, number=True, unit=next(iter(units), ""))


def _figure(pen: Pen, result: Result) -> str:
    """A number as sent, or a blood pressure."""
    pair = pressure_of(result)
    return f"{pair[0]}/{pair[1]}" if pair else pen.speech.parts(result.value)[0]


def _unit(pen: Pen, result: Result) -> str:
    return pen.speech.unit(unit_of(result) if not result.components else "mm[Hg]")


def _detail(pen: Pen, result: Result) -> Row:
    return Row(
        key=pen.key(result, "detail"),
        cells=(
            Cell(pen.speech.when(result.when, time=True)),
            Cell(_figure(pen, result), unit=_unit(pen, result), note=_beside(pen, result), number=True),
            Cell(facilities(pen, result)),
        ),
        marks=(
            *source_flags(pen, result),
            *dict.fromkeys((*pen.marks(result), *pen.marking.zone(result))),
            *(_odd_mark(pen, odd) for odd in implausible(pen, [result])),
        ),
        sources=pen.sources((result,)),
        day=day_of(result),
    )


def _beside(pen: Pen, result: Result) -> str:
    """What else came with it: further components of a blood pressure, a note; by which rule it stands for several."""
    more = (component_words(pen, part) for part in beside_pressure(result))
    return " · ".join(filter(None, (*more, result.note, why_joined(pen, result))))


def _estimates(pen: Pen, grid: Iterable[Series], columns: list[Column], panel: str) -> list[Row]:
    """CKD-EPI 2021 under the reported eGFR, computed from every creatinine that allows it."""
    if not pen.body.fits:
        return []
    found = sorted(
        (r for series in grid if series.slug == "cr" for r in series.results if milligrams(r) is not None),
        key=lambda r: day_of(r) or date.min,
        reverse=True,
    )

    made = [one for one in estimates(found, pen.body) if one.value is not None]
    if not made:
        return []
    newest = made[0].creatinine
    values: dict[Column, str] = {}
    shown = set(columns)
    for one in made:
        column = _column(pen, one.creatinine)
        if column in shown and column not in values and one.value is not None:
            values[column] = str(round(one.value))
    row = Row(
        key=row_key("test", "egfr", "computed"),
        cells=(
            Cell(pen.say("eGFR computed"), note="CKD-EPI 2021"),
            Cell(pen.speech.unit("mL/min/1.73m2"), tone=Tone.QUIET),
            *(Cell(values[column], number=True) if column in values else BLANK for column in columns),
            Cell(""),
            Cell(ago(pen, newest.when) or pen.date(newest.when)),
        ),
        sources=Later(lambda: tuple(pen.sources([one.creatinine for one in made]))),
        day=day_of(newest),
        group=panel,
    )
    return [row]
