"""Results that are no numbers with a date: a list in words; and blood groups, which are never decided between."""

import re

from viewer.record.facts import Result
from viewer.record.key_results import day_of, number_of
from viewer.view.key_rows import source_flags
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Tone
from viewer.view.silence import silence
from viewer.view.telling import result_name, result_value

_BLOOD_GROUP = re.compile(r"blood group|หมู่เลือด|^abo\b|\brh\b", re.I)
_BLOOD_GROUP_LOINC = frozenset({"883-9", "882-1", "10331-7", "884-7"})


def result_list(pen: Pen, listed: list[Result]) -> Section:
    """Results in words, newest first."""
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
            Cell(pen.facility(result)),
        ),
        marks=(*clash, *source_flags(pen, result), *pen.marks(result)),
        sources=(pen.source(result),),
        day=day_of(result),
    )
