"""The newest vital signs of the record in one line of a referral: each with its source and date, of today the time."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby

from viewer.record.facts import Result
from viewer.record.key_results import VOID, day_of
from viewer.view.other_tests import SCORES
from viewer.view.pen import Pen, ago
from viewer.view.telling import phase_words
from viewer.view.vital_rows import bmi_of

_OLD_DAYS = 30  # an older vital sign says how old it is
PRESSURE = "pressure"


def vitals_on_paper(pen: Pen) -> Iterator[Result]:
    """The rows of the line."""
    for pressure in pen.pressures[:1]:
        yield from pressure.rows
    if pen.weight is not None:
        yield pen.weight.result
    for slug in ("height", "pulse", "respiration", "spo2", "temperature"):
        if (found := newest(pen, slug)) is not None:
            yield found
    yield from _scores(pen)


def newest(pen: Pen, slug: str) -> Result | None:
    """The newest result of a vital sign."""
    return next((one.latest for one in pen.series if one.slug == slug), None)


def _scores(pen: Pen) -> Iterator[Result]:
    """The newest NIHSS and coma score."""
    for code in SCORES:
        rows = (row for row in pen.record.results if row.loinc == code and row.status not in VOID)
        if (last := max(rows, key=lambda row: day_of(row) or date.min, default=None)) is not None:
            yield last


def vital_line(pen: Pen, elsewhere: Collection[str] = (), beside: str = "") -> str:
    """ความดันโลหิต 148/86, น้ำหนัก 71 กก., ส่วนสูง 165 ซม. (A 3 พ.ย. 2569) · BMI 26.1: what was measured together stands
    together. Signs with the names ``elsewhere`` have their own place on the paper; those that stand in the words
    ``beside`` it just so, drawn from the record, are not said twice."""
    signs = (sign for sign in _signs(pen, elsewhere) if _sourced(*sign) not in beside)
    told = [
        _sourced(", ".join(words for words, _ in group), source)
        for source, group in groupby(signs, lambda sign: sign[1])
    ]
    return " · ".join((*told, *(words for words in _index(pen) if words not in beside)))


def vital_parts(pen: Pen) -> list[str]:
    """The same one by one."""
    return [*(_sourced(*sign) for sign in _signs(pen)), *_index(pen)]


def _sourced(words: str, source: str) -> str:
    return f"{words} ({source})"


def _signs(pen: Pen, elsewhere: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Each sign in words, and where and when it was measured."""
    if PRESSURE not in elsewhere:
        for one in pen.pressures[:1]:
            yield f"{pen.say('Blood pressure')} {one.systolic}/{one.diastolic}", measured(pen, one.rows[0])
    if pen.weight is not None:
        after = phase_words(pen, pen.weight.result.phase)
        yield _told(pen, f"{pen.say('Weight')} {after}".rstrip(), pen.weight.result)
    for slug, name in (
        ("height", pen.say("Height")),
        ("pulse", pen.say("Pulse")),
        ("respiration", "RR"),
        ("spo2", "SpO₂"),
        ("temperature", pen.say("Temperature")),
    ):
        if slug not in elsewhere and (found := newest(pen, slug)) is not None:
            yield _told(pen, name, found)
    for row in _scores(pen):
        yield _told(pen, SCORES[row.loinc], row)


def _index(pen: Pen) -> Iterator[str]:
    if (bmi := bmi_of(pen)) is not None:
        yield f"BMI {bmi:.1f}"


def _told(pen: Pen, name: str, result: Result) -> tuple[str, str]:
    return f"{name} {pen.speech.value(result.value)}", measured(pen, result)


def measured(pen: Pen, result: Result) -> str:
    """A 9 ส.ค. 2564, 5 ปีก่อน: an old vital sign must not be read as one of today; and one of today has its time."""
    day = day_of(result)
    old = ago(pen, result.when) if day is not None and (pen.today - day).days > _OLD_DAYS else ""
    when = pen.speech.when(result.when, time=True) if day == pen.today else pen.date(result.when)
    return ", ".join(filter(None, (f"{pen.who(result)} {when}", old)))
