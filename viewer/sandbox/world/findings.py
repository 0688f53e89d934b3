"""Results, vital signs and reports of a story as Observation and DiagnosticReport."""

import re
from collections.abc import Iterator

from viewer.sandbox.world.chart import Pen
from viewer.sandbox.world.errors import StoryError
from viewer.sandbox.world.lines import ReportRow, ResultRow, VitalsRow
from viewer.sandbox.world.rows import label, told
from viewer.sandbox.world.shape import HL7, LOCAL, LOINC, coding, concept, hl7, quantity, result_value
from viewer.sandbox.world.stories import Lab
from viewer.sandbox.world.values import Resource

_RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
_CATEGORIES = {"laboratory": "Laboratory", "vital-signs": "Vital Signs", "exam": "Exam", "survey": "Survey"}
_VITALS = ("bp", "weight", "height", "temp", "pulse", "spo2", "spo2_exertion", "rr")


def result(pen: Pen, row: ResultRow) -> None:
    """One Observation for each day of the row."""
    lab = _lab(pen, row.lab)
    for day, value in [*row.at.items(), *_spread(pen, row)]:
        made = _observation(pen, row.lab, lab, day, row.words)
        unit, ucum = (row.unit, "") if row.unit else (lab.unit, lab.ucum)
        if isinstance(value, str) and value.startswith("@"):
            value = "@" + pen.when(value[1:])
        made |= result_value(value, unit, ucum)
        if flag := row.flags.get(day):
            made["interpretation"] = [hl7("v3-ObservationInterpretation", flag)]
        if row.range:
            made["referenceRange"] = [_range(row.range, unit)]
        if row.note:
            made["note"] = [{"text": row.note}]
        if row.specimen:
            made["specimen"] = {"display": row.specimen}
        if row.method:
            made["method"] = {"text": row.method}
        label(made, row.labels)
        pen.keep(made)


def _spread(pen: Pen, row: ResultRow) -> Iterator[tuple[str, float]]:
    """The days and values of the row's series, newest first."""
    series = row.series
    if series is None:
        return
    steps = series.times - 1
    for count in range(series.times):
        day = pen.chart.calendar.back(series.day, series.every * count)
        value = series.last + (series.first - series.last) * count / max(steps, 1)
        if 0 < count < steps:
            value += series.sway * _wave(pen, row.lab, day)
        yield day, round(value, series.digits)


def _wave(pen: Pen, *parts: str) -> float:
    """A number between -1 and 1 that looks like chance and is always the same."""
    return int(pen.opaque("wave", *parts, length=6), 16) / 0x7FFFFF - 1


def vitals(pen: Pen, row: VitalsRow) -> None:
    """One Observation for each sign; blood pressure as its two components."""
    for sign in _VITALS:
        value = getattr(row, sign)
        if value in (None, ""):
            continue
        if sway := row.sway.get(sign):
            value = _swayed(value, sway * _wave(pen, sign, row.day), 1 if sign in _IN_TENTHS else 0)
        lab = _lab(pen, sign)
        made = _observation(pen, sign, lab, row.day, "")
        if sign == "bp":
            made["component"] = list(map(_pressure, ("8480-6", "8462-4"), str(value).split("/")))
        else:
            made["valueQuantity"] = quantity(value, lab.unit, lab.ucum)
        told(pen, made, row)
        pen.keep(made)


_IN_TENTHS = frozenset({"weight", "height", "temp"})  # nobody counts a tenth of a heart beat


def _swayed(value: float | str, by: float, digits: int) -> float | str:
    """A pressure moves at both ends, the lower by half."""
    if isinstance(value, str):
        upper, lower = map(float, value.split("/"))
        return f"{upper + by:.0f}/{lower + by / 2:.0f}"
    return round(value + by, digits)


def _pressure(code: str, value: str) -> Resource:
    words = "Systolic blood pressure" if code == "8480-6" else "Diastolic blood pressure"
    return {"code": concept(LOINC, code, words), "valueQuantity": quantity(float(value), "mmHg", "mm[Hg]")}


def report(pen: Pen, row: ReportRow) -> None:
    """DiagnosticReport over the results of its day."""
    made = pen.start("DiagnosticReport", row.day)
    local = pen.opaque("report", row.words, length=6)
    made |= {
        "status": "final",
        "category": [concept(HL7 + "v2-0074", row.category, _SECTIONS.get(row.category, row.category))],
        "code": concept(
            *((LOINC, row.code) if row.code else (LOCAL + "report", local)), row.words, row.words
        ),
        "subject": pen.subject(),
        "effectiveDateTime": pen.when(row.day),
        "performer": [pen.organization()],
    }
    if row.labs:
        made["result"] = [pen.named(f"lab:{lab}:{row.day}") for lab in row.labs]
    if row.conclusion:
        made["conclusion"] = row.conclusion
    told(pen, made, row)
    pen.keep(made)


_SECTIONS = {
    "LAB": "Laboratory",
    "RAD": "Radiology",
    "MB": "Microbiology",
    "EC": "Electrocardiac",
    "CUS": "Cardiac Ultrasound",
}


def _observation(pen: Pen, key: str, lab: Lab, day: str, words: str) -> Resource:
    made = pen.start("Observation", day, f"lab:{key}:{day}")
    code, system = (lab.loinc, LOINC) if lab.loinc else (key, LOCAL + "lab")
    words = words or lab.words
    return made | {
        "status": "final",
        "category": [
            {"coding": [coding(HL7 + "observation-category", lab.category, _CATEGORIES[lab.category])]}
        ],
        "code": concept(system, code, lab.words, words),
        "subject": pen.subject(),
        "effectiveDateTime": pen.when(day),
        "performer": [pen.organization()],
    }


def _lab(pen: Pen, key: str) -> Lab:
    try:
        return pen.chart.labs[key]
    except KeyError:
        raise StoryError(f"{key!r} is not in labs.json") from None


def _range(told_range: str, unit: str) -> Resource:
    if bounds := _RANGE.fullmatch(told_range):
        return {"low": quantity(float(bounds[1]), unit), "high": quantity(float(bounds[2]), unit)}
    return {"text": told_range}
