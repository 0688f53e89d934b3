"""Results of the referral letter: key tests over their newest dates.

Key results reach the letter whatever their flag; a test whose newest value is older than the columns says so in
its own row, so that none is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from viewer.record.facts import Result
from viewer.record.key_results import exact_day_of
from viewer.record.kidney import estimates, milligrams
from viewer.record.series import Series
from viewer.view.goals import inr_read
from viewer.view.key_rows import apart_words, key_name, key_series, reported
from viewer.view.letter_vitals import vital_parts
from viewer.view.other_tests import others
from viewer.view.pen import Pen, row_key
from viewer.view.sheet import Cell, Row, Section, Tone
from viewer.view.silence import silence

COLUMNS = 5  # dates that fit beside name and source on A4


def letter_results(pen: Pen, left_out: frozenset[str] = frozenset()) -> Section:
    """Key tests by their newest dates, oldest column first, the newest value bold. ``left_out``: keys of rows that
    the writer does not want; how many they are is said, and how many tests are no key tests."""
    series = printed_series(pen, left_out)
    days = _days(series)
    rows: list[Row] = []
    computed = [row for row in _computed(pen, days) if row.key not in left_out]
    for one in series:
        rows.append(_row(pen, one, days))
        if one.slug == "egfr":
            rows.extend(computed)
    if not any(one.slug == "egfr" for one in series):
        rows = [*computed, *rows]
    omitted = omitted_words(pen, len(key_series(pen)) - len(series))
    more = others(pen, (one.latest for one in key_series(pen)))
    return Section(
        name="letter-results",
        title=pen.say("Results"),
        columns=(pen.say("Test · unit"), *(pen.speech.day(day) for day in days), pen.say("Source")),
        rows=tuple(rows),
        footer=" · ".join(filter(None, (*_legend(pen, series), omitted, _beside(pen, more)))) if rows else "",
        empty=" · ".join(filter(None, (omitted or _nothing(pen, more), more_words(pen, more)))),
    )


def _legend(pen: Pen, series: Sequence[Series]) -> Iterator[str]:
    """How the table is read: what is bold, which days it has, that no range came with it."""
    yield pen.say("Bold: the newest value of each test")
    if len(_every_day(series)) > COLUMNS:
        yield pen.say("only the newest {n} days with results", n=COLUMNS)
    if not any(result.ranges for one in series for result in one.results):
        yield pen.say("No reference range was sent")


def _nothing(pen: Pen, more: int) -> str:
    """That no key test was found; where other results were, it says of what."""
    told = silence(pen.ledger, pen.words, "Observation")
    if more:
        return f"{pen.say('Key results')}: {told}"
    return f"{pen.say('Laboratory results')}: {told}" if vital_parts(pen) else told


def _beside(pen: Pen, count: int) -> str:
    """That the record has more tests than the table; "" when none."""
    return pen.say("{n} more tests of the record are not in this table", n=count) if count else ""


def more_words(pen: Pen, count: int) -> str:
    """The same of a paper without any table."""
    return pen.say("{n} more tests of the record are not printed here", n=count) if count else ""


def omitted_words(pen: Pen, count: int) -> str:
    """That the writer left rows off the paper; "" when none."""
    return pen.say("{n} more rows of the record: not printed, as the writer chose", n=count) if count else ""


def printed_series(pen: Pen, left_out: frozenset[str]) -> list[Series]:
    """The tests, without those left out."""
    return [one for one in key_series(pen) if series_key(one) not in left_out]


def series_key(one: Series) -> str:
    """The key of a test's row."""
    return row_key("letter", *one.line)


def _days(series: Iterable[Series]) -> list[date]:
    """The newest dates of all of them, oldest first."""
    return sorted(_every_day(series))[-COLUMNS:]


def _every_day(series: Iterable[Series]) -> set[date]:
    return {day for one in series for result in one.results if (day := exact_day_of(result))}


def shown_on_paper(pen: Pen, left_out: frozenset[str] = frozenset()) -> Iterator[Result]:
    """The results of the columns, and of every test its newest."""
    series = printed_series(pen, left_out)
    days = _days(series)
    for one in series:
        yield from (result for result in one.results if exact_day_of(result) in days)
        yield one.latest


def shown_results(pen: Pen) -> Iterable[Result]:
    """Every result that the letter shows a value of: their facilities belong in its legend."""
    return (result for one in key_series(pen) for result in one.results)


def _source(pen: Pen, result: Result) -> str:
    return f"{pen.who(result)} {pen.date(result.when)}"


def _name(pen: Pen, series: Series) -> str:
    """Test, what tells it from another of the name, and unit; where several units were sent, each value has its own."""
    name = key_name(pen, series)
    if series.slug == "egfr":
        return f"{name} {reported(pen, series)}"
    unit = "" if series.mixed else pen.speech.unit(series.unit)
    return " ".join(filter(None, (name, apart_words(pen, series), unit)))


def _row(pen: Pen, series: Series, days: list[date]) -> Row:
    newest = exact_day_of(series.latest)
    shown = [result for result in series.results if exact_day_of(result) in days]
    older = newest is None or newest not in days
    read = inr_read(pen) if series.slug == "inr" else ""
    last = ""
    if older:
        value = pen.speech.value(series.latest.value)
        last = pen.say("last {value} ({source})", value=value, source=_source(pen, series.latest))
    doubts = (mark.word for mark in pen.marking.unread((*shown, series.latest)))
    return Row(
        key=series_key(series),
        cells=(
            Cell(_name(pen, series), note=" · ".join(filter(None, (last, read, *doubts)))),
            *(_cell(pen, series, shown, day, newest=day == newest) for day in days),
            Cell(_letters(pen, shown or [series.latest])),
        ),
        sources=pen.sources(shown),
        day=newest,
    )


def _cell(pen: Pen, series: Series, shown: list[Result], day: date, *, newest: bool) -> Cell:
    """The values of one day as sent, oldest first."""
    told = pen.speech.value if series.mixed else lambda value: pen.speech.parts(value)[0]
    found = [told(result.value) for result in reversed(shown) if exact_day_of(result) == day]
    return Cell(" / ".join(found), tone=Tone.STRONG if newest else Tone.PLAIN)


def _letters(pen: Pen, shown: list[Result]) -> str:
    """B, A ล่าสุด: who measured, the newest last."""
    newest = pen.who(shown[0])
    others = [letter for letter in pen.badges(shown) if letter != newest]
    return f"{', '.join(others)}, {pen.say('{who} last', who=newest)}" if others else newest


def _computed(pen: Pen, days: list[date]) -> list[Row]:
    """Our own eGFR of every creatinine that allows it, said to be computed."""
    creatinines = [
        r for one in pen.series if one.slug == "cr" for r in one.results if milligrams(r) is not None
    ]
    values: dict[date, int] = {}
    for ours in estimates(creatinines, pen.body):
        day = exact_day_of(ours.creatinine)
        if ours.value is not None and day in days:
            values.setdefault(day, round(ours.value))
    if not values:
        return []
    newest = max(values)
    cells = (
        Cell(f"{values[day]}" if day in values else "", tone=Tone.STRONG if day == newest else Tone.PLAIN)
        for day in days
    )
    return [
        Row(
            key=row_key("letter", "egfr", "computed"),
            cells=(Cell(pen.say("eGFR computed 2021")), *cells, Cell(pen.say("computed from Cr"))),
            day=newest,
        )
    ]
