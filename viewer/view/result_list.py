"""Results that are no numbers with a date: a list in words; and blood groups, which are never decided between."""

import re

from viewer.record.facts import Result
from viewer.record.key_results import day_of, number_of
from viewer.view.joining import facilities, joined_rows
from viewer.view.key_rows import source_flags
from viewer.view.lazy import Rows
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Tone
from viewer.view.silence import silence
from viewer.view.telling import result_name, result_value
from viewer.view.trends import range_words

_BLOOD_GROUP = re.compile(r"blood group|หมู่เลือด|^abo\b|\brh\b", re.I)
_BLOOD_GROUP_LOINC = frozenset({"883-9", "882-1", "10331-7", "884-7"})


def result_list(pen: Pen, listed: list[Result]) -> Section:
    """Results in words, newest first."""
    groups = {id(result) for result in listed if _is_blood_group(result)}
    clashing = len({pen.speech.value(group.value) for group in blood_groups(pen)}) > 1 if groups else False
    return Section(
        name="findings-in-words",
        title=pen.say("Results in words"),
        columns=(pen.say("Date"), pen.say("Test"), pen.say("Result"), pen.say("Facility")),
        rows=Rows(
            len(listed),
            lambda at: _listed_row(pen, listed[at], id(listed[at]) in groups, clashing),
        ),
        caption=pen.say("{n} rows", n=len(listed)) if listed else "",
        empty=silence(pen.ledger, pen.words, "Observation"),
    )


def blood_groups(pen: Pen) -> list[Result]:
    """Blood groups with a value, newest first."""
    names = {result.concept.words for result in pen.record.results}
    named = {name for name in names if _BLOOD_GROUP.search(name)}
    return [
        result
        for result in pen.record.results
        if (result.loinc in _BLOOD_GROUP_LOINC or result.concept.words in named)
        and result.value not in (None, "")
        and not result.about
    ]


def _is_blood_group(result: Result) -> bool:
    if result.about:
        return False
    return result.loinc in _BLOOD_GROUP_LOINC or bool(_BLOOD_GROUP.search(result.concept.words))


def _listed_row(pen: Pen, result: Result, blood_group: bool, clashing: bool) -> Row:
    caution = ""
    clash: tuple[Mark, ...] = ()
    if blood_group:
        if clashing:
            clash = (Mark(Shape.DIAMOND, pen.say("Conflicting data"), Tone.DOUBT),)
        caution = pen.say("For reference only: group and crossmatch again every time")
    sent = range_words(pen, result) if result.ranges else ""
    limits = pen.say("range sent {range}", range=sent) if sent else ""
    told = (caution, limits, result.specimen, result.method, result.body_site, result.note)
    note = " · ".join(filter(None, told))
    return Row(
        key=pen.key(result),
        cells=(
            Cell(pen.date(result.when)),
            Cell(result_name(pen, result), code=result.loinc),
            Cell(result_value(pen, result), note=note, number=number_of(result) is not None),
            Cell(facilities(pen, result)),
        ),
        details=joined_rows(pen, result),
        marks=(*clash, *source_flags(pen, result), *pen.marks(result)),
        sources=pen.sources((result,)),
        day=day_of(result),
    )
