"""Results that are no numbers with a date: a list in words; and blood groups, which are never decided between."""

from viewer.record.facts import Result
from viewer.record.key_results import day_of, number_of
from viewer.view.blood_groups import differing_groups, is_blood_group
from viewer.view.joining import facilities, joined_rows
from viewer.view.key_rows import source_flags
from viewer.view.lazy import Rows
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Mark, Row, Section, Shape, Tone
from viewer.view.silence import silence
from viewer.view.telling import result_name, result_value
from viewer.view.trends import range_words
from viewer.view.unsent import unsent_words


def result_list(pen: Pen, listed: list[Result]) -> Section:
    """Results in words, newest first."""
    groups = {id(result) for result in listed if is_blood_group(result)}
    clashing = bool(groups and differing_groups(pen))
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


def _listed_row(pen: Pen, result: Result, blood_group: bool, clashing: bool) -> Row:
    caution = ""
    clash: tuple[Mark, ...] = ()
    if blood_group:
        if clashing:
            clash = (Mark(Shape.DIAMOND, pen.say("Conflicting data"), Tone.DOUBT),)
        caution = pen.say("For reference only: group and crossmatch again every time")
    sent = range_words(pen, result) if result.ranges else ""
    limits = pen.say("range sent {range}", range=sent) if sent else ""
    said = "" if result.absent == "as-text" else result.note  # there it stands in the place of a value
    unsent = unsent_words(pen, result.members)
    told = (caution, limits, result.specimen, result.method, result.body_site, unsent, said)
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
