"""Visits, procedures and everything that has no page of its own, grouped by what a clinician looks for."""

from collections.abc import Iterator

from viewer.record.facts import Procedure, Visit
from viewer.record.others import Other, Part
from viewer.view.joining import facilities, joined_rows
from viewer.view.lazy import Rows
from viewer.view.other_telling import dated, line_words, part_words, until
from viewer.view.other_words import Group, groups
from viewer.view.pen import Pen
from viewer.view.relatives import contact_rows
from viewer.view.sheet import Cell, Row, Section, Sheet
from viewer.view.silence import gaps, silence
from viewer.view.telling import tell

_ALWAYS = frozenset({"appointments", "alerts"})  # their silence is told like that of visits, each by itself


def others(pen: Pen) -> Sheet:
    """The page: every visit and procedure, then the rows of each group that has any."""
    record = pen.record
    sections = (
        Section(
            name="visits",
            title=pen.say("Visits"),
            columns=(pen.say("Date"), pen.say("Visit"), pen.say("Facility")),
            rows=Rows(len(record.visits), lambda at: _visit_row(pen, record.visits[at])),
            caption=pen.say("{n} visits in all", n=len(record.visits)) if record.visits else "",
            empty=silence(pen.ledger, pen.words, "Encounter"),
        ),
        Section(
            name="procedures",
            title=pen.say("Procedures"),
            columns=(pen.say("Date"), pen.say("Procedure"), pen.say("Facility")),
            rows=Rows(len(record.procedures), lambda at: _procedure_row(pen, record.procedures[at])),
            empty=silence(pen.ledger, pen.words, "Procedure"),
        ),
        *_groups(pen),
    )
    return Sheet("others", pen.say("Visits, procedures and more"), sections, gaps(pen))


def _groups(pen: Pen) -> Iterator[Section]:
    listed = groups(pen.words)
    rows = by_group(pen, listed)
    silent = []
    for group in listed:
        found = rows[group.name]
        named = contact_rows(pen) if group.name == "family" else ()
        if found or named or group.name in _ALWAYS:
            yield _section(pen, group, found, named)
        elif group.types:
            silent.append(group.title)
    if silent:
        yield Section(
            name="silent",
            title=pen.say("Also looked for"),
            empty=f"{', '.join(silent)}: {silence(pen.ledger, pen.words)}",
        )


def by_group(pen: Pen, listed: tuple[Group, ...]) -> dict[str, list[Other]]:
    """The rows of every group, in the order of the record; the last group takes what no other names."""
    place = {type_: group.name for group in listed for type_ in group.types}
    found: dict[str, list[Other]] = {group.name: [] for group in listed}
    rest = listed[-1].name
    for row in pen.record.others:
        found[place.get(row.origin.type, rest)].append(row)
    return found


def _section(pen: Pen, group: Group, rows: list[Other], before: tuple[Row, ...]) -> Section:
    """``before`` them stand rows that are made of something else: the relatives that a Patient names."""
    mixed = len({row.origin.type for row in rows}) > 1 or not group.types
    return Section(
        name=group.name,
        title=group.title,
        columns=(pen.say("Date"), pen.say("Details"), pen.say("Facility")),
        rows=Rows(
            len(before) + len(rows),
            lambda at: (
                before[at] if at < len(before) else other_row(pen, rows[at - len(before)], named=mixed)
            ),
        ),
        caption=pen.say("{n} rows", n=len(before) + len(rows)) if before or rows else "",
        empty=silence(pen.ledger, pen.words, *group.types),
    )


def other_row(pen: Pen, row: Other, *, named: bool = True) -> Row:
    """One row; ``named`` says what kind of row it is."""
    kind = pen.kind(row)
    told = tell(pen, row)
    note = (
        kind if named and kind not in told else "",
        *line_words(pen, row.lines),
        row.note,
        *pen.remarks(row),
    )
    code = next((coding.code for coding in row.concept.codings if coding.code), "")
    return Row(
        key=pen.key(row),
        cells=(
            Cell(dated(pen, row), note=until(pen, row)),
            Cell(
                told,
                note=" · ".join(filter(None, note)),
                code=code if not row.title and code not in told else "",
            ),
            Cell(pen.facility(row)),
        ),
        marks=pen.marks(row),
        sources=(pen.source(row),),
        details=tuple(_details(pen, row)),
        day=row.when.first_day if row.when else None,
    )


def _details(pen: Pen, row: Other) -> Iterator[Row]:
    for place, part in enumerate(row.parts):
        below = row.parts[place + 1].depth if place + 1 < len(row.parts) else 0
        yield _part_row(pen, row, place, part, heads=below > part.depth)
    if row.text:
        yield Row(
            key=pen.key(row, "text"),
            cells=(Cell(pen.say("The source's own text")), Cell(row.text), Cell("")),
            sources=(pen.source(row),),
        )


def _part_row(pen: Pen, row: Other, place: int, part: Part, *, heads: bool) -> Row:
    words, told = part_words(pen, part)
    if part.kind == "item" and not told and not heads:
        told = pen.say("no answer")
    return Row(
        key=pen.key(row, "part", str(place)),
        cells=(
            Cell(pen.of_others.parts.get(part.kind, part.kind)),
            Cell("– " * part.depth + words, note=told),
            Cell(""),
        ),
        sources=(pen.source(row),),
    )


def _visit_row(pen: Pen, visit: Visit) -> Row:
    start = visit.when.first_day if visit.when else None
    end = visit.end.first_day if visit.end else None
    ended = pen.say("until {date}", date=pen.date(visit.end)) if end and start and end > start else ""
    return Row(
        key=pen.key(visit),
        cells=(
            Cell(pen.date(visit.when), note=ended),
            Cell(
                tell(pen, visit), note=" · ".join(filter(None, (visit.came, visit.note, *pen.remarks(visit))))
            ),
            Cell(facilities(pen, visit)),
        ),
        marks=pen.marks(visit),
        sources=pen.sources((visit,)),
        details=joined_rows(pen, visit),
        day=start,
    )


def _why_so(pen: Pen, reason: str) -> str:
    """Why a procedure stands as it does: a cause of its not being done is no finding of it."""
    if not reason:
        return ""
    return pen.say("{label}: {value}", label=pen.of_others.labels["status-reason"], value=reason)


def _procedure_row(pen: Pen, row: Procedure) -> Row:
    code = next((coding.code for coding in row.concept.codings if coding.code), "")
    told = (
        row.body_site,
        pen.say("Reason: {words}", words=row.reason) if row.reason else "",
        row.outcome,
        pen.say("Complication: {words}", words=row.complication) if row.complication else "",
        pen.say("Devices and implants: {words}", words=row.devices) if row.devices else "",
        pen.say("Follow-up: {words}", words=row.follow_up) if row.follow_up else "",
        row.performer if row.performer != pen.facility(row) else "",
        _why_so(pen, row.not_done_reason),
        row.note,
        *pen.remarks(row),
    )
    return Row(
        key=pen.key(row),
        cells=(
            Cell(pen.date(row.when)),
            Cell(
                tell(pen, row),
                note=" · ".join(filter(None, told)),
                code=code if code != row.concept.words else "",
            ),
            Cell(facilities(pen, row)),
        ),
        marks=pen.marks(row),
        sources=pen.sources((row,)),
        details=joined_rows(pen, row),
        day=row.when.first_day if row.when else None,
    )
