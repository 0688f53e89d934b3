"""แนวโน้มผลตรวจ: chosen tests by date in a table, and each as a small chart in the unit it was sent in.

No line joins two units, specimens or methods: what the screen converts to share an axis stays apart here. A range
stands only where a source sent it. Our own eGFR stands beside the creatinine, never among those that were reported.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from viewer.record.analytes import folded
from viewer.record.facts import Result
from viewer.record.key_results import exact_day_of, number_of, unit_of
from viewer.record.series import Series
from viewer.signin.roles import LAB_TREND
from viewer.view.allergy_words import allergy_block
from viewer.view.axis import axis_of, figure
from viewer.view.forms.blocks import Block, Chart, Charts, Form, Heading, Remark, Ruled
from viewer.view.forms.computed import CREATININE, Computed, computed
from viewer.view.forms.head import person, printed_by
from viewer.view.goals import inr_read
from viewer.view.imprint import Printing, imprint
from viewer.view.issuing import issuer
from viewer.view.key_rows import (
    apart_words,
    is_warfarin_inr,
    key_tests,
    source_flags,
    tolerance_hour,
    tolerance_load,
)
from viewer.view.letter_results import more_words
from viewer.view.other_tests import others
from viewer.view.pen import Pen, row_key
from viewer.view.results import row_name, split
from viewer.view.sheet import Cell, Row, Section, Tone, Trend
from viewer.view.silence import silence
from viewer.view.telling import implausible
from viewer.view.trends import sent_range

_COLUMNS = 5  # tests side by side in one table; our own eGFR beside its creatinine makes one more
_BEFORE = 2  # columns ahead of them: day and place
_DAY_SHARE, _PLACE_SHARE = 17, 8  # of the width of a table
_LEAST = 2  # points of a chart


@dataclass(frozen=True, slots=True)
class Analyte:
    """One test that can be chosen. ``key`` holds no id; ``usual``: a key test, chosen unless told otherwise."""

    key: str
    name: str
    series: Series
    usual: bool


def analytes(pen: Pen) -> tuple[Analyte, ...]:
    """The tests with numbers and dates, the key tests first in their order."""
    order = {test.slug: place for place, test in enumerate(key_tests(pen))}
    grid, _ = split(pen.record.alike, pen.series)
    found = [
        Analyte(row_key("analyte", *one.line), _name(pen, one), one, one.slug in order)
        for one in grid.values()
        if not any(result.components for result in one.results)
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (order.get(one.series.slug, len(order)), _hour(one.series), one.name.casefold()),
        )
    )


def _hour(series: Series) -> tuple[str, int]:
    """Of a tolerance test how much was drunk, then the hour after it."""
    return (
        (tolerance_load(series.latest), tolerance_hour(series.latest) or 0)
        if series.slug == "ogtt"
        else ("", 0)
    )


def lab_trends(pen: Pen, printing: Printing, chosen: Collection[str] | None = None, *, sandbox: bool) -> Form:
    """The page; ``chosen`` are keys of analytes, None the usual ones, or all where no usual one arrived."""
    say, known = pen.say, analytes(pen)
    wanted = [one for one in known if (one.key in chosen if chosen is not None else one.usual)]
    if chosen is None:
        wanted = wanted or list(known)
    foot = imprint(pen, printing)
    ours = computed(pen, [one.series for one in wanted])
    parts: list[Block] = []
    for at in range(0, len(wanted), _COLUMNS):
        section = _table(pen, wanted[at : at + _COLUMNS], ours)
        tests = len(section.columns) - _BEFORE
        shares = (_DAY_SHARE, _PLACE_SHARE, *[(100 - _DAY_SHARE - _PLACE_SHARE) / tests] * tests)
        parts += [Heading(section.title), Ruled(section, shares)]
    charts = tuple(_charts(pen, wanted, ours))
    if charts:
        parts += [Heading(say("Trends")), Charts(charts)]
    parts.append(Remark(_notes(pen, wanted, ours, any_=bool(known))))
    parts.append(printed_by(pen, printing))
    return Form(
        code=LAB_TREND,
        number=printing.house.number(LAB_TREND),
        title=say("Laboratory results over time"),
        privacy=say("Personal health data, not to be shown to others"),
        issuer=issuer(printing.post, printing.house, pen.words),
        running_head=foot.header,
        allergy=allergy_block(pen, paper=True),
        opening=(person(pen, printing),),
        parts=tuple(parts),
        footer=foot.footer,
        strong=foot.strong,
        synthetic=sandbox,
        emergency=printing.emergency,
    )


def _name(pen: Pen, series: Series) -> str:
    """With what tells it from another test of the name, where the name as sent does not say it already."""
    name, apart = row_name(pen, series), apart_words(pen, series).split(" · ")
    return " ".join((name, *(words for words in apart if words and words not in name)))


def _notes(pen: Pen, wanted: Sequence[Analyte], ours: Computed | None, *, any_: bool) -> str:
    """``any_``: there are tests that could be chosen."""
    say = pen.say
    more = more_words(pen, others(pen, (one.series.latest for one in wanted)))
    if not wanted:
        none = say("No test was chosen") if any_ else silence(pen.ledger, pen.words, "Observation")
        return " · ".join(filter(None, (none, more)))
    ranged = any(sent_range(one.series.latest) != (None, None) for one in wanted)
    mixed = [one.name for one in wanted if one.series.mixed]
    return " · ".join(
        filter(
            None,
            (
                say("Values and units as sent"),
                "" if ranged else say("No reference range was sent"),
                say("Sent in several units, one chart each: {names}", names=", ".join(mixed))
                if mixed
                else "",
                say("eGFR computed: from the creatinine in the same row") if ours and ours.by_result else "",
                ours.why if ours is not None else "",
                more,
                say("Letters of facilities: {list}", list=_legend(pen, wanted)),
            ),
        )
    )


def _legend(pen: Pen, wanted: Iterable[Analyte]) -> str:
    used = set(pen.badges(result for one in wanted for result in one.series.results))
    return "; ".join(
        f"{line.letter} {line.facility.name}" for line in pen.ledger.lines if line.letter in used
    )


# --- the table


def _table(pen: Pen, wanted: Sequence[Analyte], ours: Computed | None) -> Section:
    """A row for each day and place, the newest first; above them the range that came with the newest value."""
    say = pen.say
    rows: dict[tuple[str, str], dict[str, list[Result]]] = {}
    first: dict[tuple[str, str], Result] = {}
    for one in wanted:
        for result in one.series.results:
            place = (pen.date(result.when), pen.who(result))
            rows.setdefault(place, {}).setdefault(one.key, []).append(result)
            first.setdefault(place, result)
    ordered = sorted(rows, key=lambda place: (_day(first[place]), place[1]), reverse=True)
    columns = [_column(pen, one) for one in wanted]
    kidney = [at for at, one in enumerate(wanted, 1) if one.series.slug == CREATININE]
    if kidney and ours is not None and ours.by_result:
        keys = [one.key for one in wanted if one.series.slug == CREATININE]
        columns.insert(kidney[-1], _ours(ours, keys))
    ranges = Row(
        row_key("trend", "ranges"),
        (Cell(say("Range sent")), Cell(""), *(Cell(one.range, tone=Tone.QUIET) for one in columns)),
    )
    made = [ranges] if any(one.range for one in columns) else []
    made += [
        Row(row_key("trend", *place), (*map(Cell, place), *(one.cell(rows[place]) for one in columns)))
        for place in ordered
    ]
    return Section(
        "trend",
        " · ".join(one.title for one in columns),
        (say("Date"), say("Source"), *(one.head for one in columns)),
        tuple(made),
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of a table: ``cell`` makes the cell of a day and place from its results by the keys of analytes."""

    title: str
    head: str
    range: str
    cell: Callable[[Mapping[str, Sequence[Result]]], Cell]


def _column(pen: Pen, one: Analyte) -> _Column:
    return _Column(
        one.name,
        _head(pen, one),
        _range(pen, one.series),
        lambda found: _cell(pen, one, found.get(one.key, ())),
    )


def _ours(ours: Computed, keys: Sequence[str]) -> _Column:
    return _Column(
        ours.name, ours.head, "", lambda found: ours.cell([r for key in keys for r in found.get(key, ())])
    )


def _day(result: Result) -> date:
    day = result.when.first_day if result.when else None
    return day or date.min


def _head(pen: Pen, one: Analyte) -> str:
    """Name and unit; of an INR what it is to be read by, too."""
    unit = "" if one.series.mixed else pen.speech.unit(one.series.unit)
    goal = inr_read(pen) if one.series.slug == "inr" else ""
    return "\n".join(filter(None, (one.name, unit, goal)))


def _range(pen: Pen, series: Series) -> str:
    """With the newest value; "" where none came, and of an INR under warfarin, whose range is for others."""
    if is_warfarin_inr(pen, series.latest):
        return ""
    low, high = sent_range(series.latest)
    if low is None and high is None:
        return ""
    unit = f" {pen.speech.unit(unit_of(series.latest))}" if series.mixed else ""
    if low is not None and high is not None:
        return f"{figure(low)}–{figure(high)}{unit}"
    return f"≥ {figure(low)}{unit}" if low is not None else f"≤ {figure(high or 0)}{unit}"


def _cell(pen: Pen, one: Analyte, results: Sequence[Result]) -> Cell:
    """Values of one day and place, oldest first; flags of the source, and what is provisional or corrected, below."""
    told = pen.speech.value if one.series.mixed else lambda value: pen.speech.parts(value)[0]
    words = [told(result.value) for result in reversed(results)]
    flags = [mark.word for result in results for mark in source_flags(pen, result)]
    states = [pen.marking.state(result) for result in results]
    odd = [pen.say("implausible") for _ in implausible(pen, results)]
    notes = dict.fromkeys(filter(None, (*flags, *states, *odd)))
    return Cell(" / ".join(words), note=" · ".join(notes), tone=Tone.STRONG if flags else Tone.PLAIN)


# --- charts


def _charts(pen: Pen, wanted: Iterable[Analyte], ours: Computed | None) -> Iterator[Chart]:
    """One for each test and unit with enough points, and one of our own eGFR; all on the same stretch of time."""
    lines = list(_drawn(pen, wanted, ours))
    days = [day for line in lines for day, _ in line.trend.points]
    if not days:
        return
    span = (min(days), max(days))
    for line in lines:
        yield _chart(pen, line, span)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One line that is drawn; ``told`` are its points in words."""

    title: str
    trend: Trend
    told: str


def _drawn(pen: Pen, wanted: Iterable[Analyte], ours: Computed | None) -> Iterator[_Drawn]:
    lines: list[_Drawn] = []
    kidney = 0
    for one in wanted:
        lines += [_line(pen, one, unit, points) for unit, points in _lines(pen, one)]
        kidney = len(lines) if one.series.slug == CREATININE else kidney
    if ours is not None:
        points = ours.points()
        trend = Trend(tuple((one.day, one.value) for one in points), ours.unit)
        told = ", ".join(f"{pen.speech.day(one.day)} {one.told}" for one in points)
        lines.insert(kidney, _Drawn(f"{ours.name} {ours.unit}", trend, told))
    return (line for line in lines if len(line.trend.points) >= _LEAST)


Point = tuple[date, float, Result]


def _lines(pen: Pen, one: Analyte) -> Iterator[tuple[str, list[Point]]]:
    """Points by unit as sent, oldest first; what cannot be is not drawn."""
    odd = {id(result) for result in implausible(pen, one.series.results)}
    units: dict[str, list[Point]] = {}
    for result in reversed(one.series.results):
        day, number = exact_day_of(result), number_of(result)
        if day is not None and number is not None and id(result) not in odd:
            units.setdefault(folded(unit_of(result)), []).append((day, number, result))
    for points in units.values():
        yield pen.speech.unit(unit_of(points[-1][2])), points


def _line(pen: Pen, one: Analyte, unit: str, points: Sequence[Point]) -> _Drawn:
    newest = points[-1][2]
    low, high = (None, None) if is_warfarin_inr(pen, newest) else sent_range(newest)
    trend = Trend(tuple((day, number) for day, number, _ in points), unit, low=low, high=high)
    told = ", ".join(f"{pen.speech.day(day)} {figure(number)}" for day, number, _ in points)
    return _Drawn(" ".join(filter(None, (one.name, unit))), trend, told)


def _chart(pen: Pen, line: _Drawn, span: tuple[date, date]) -> Chart:
    first, last, step = axis_of(line.trend)
    count = round((last - first) / step)
    levels = tuple(
        (level, figure(level)) for n in range(count + 1) for level in (round(first + n * step, 10),)
    )
    ends = (pen.speech.day(span[0]), pen.speech.day(span[1]))
    return Chart(line.title, line.trend, f"{line.title}: {line.told}", span, ends, levels)
