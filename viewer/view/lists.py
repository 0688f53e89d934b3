"""วัคซีน and เอกสาร: lists of single facts, each with its date, place and source."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from viewer.record.denials import stands
from viewer.record.facts import (
    Attachment,
    Document,
    Fact,
    Narrative,
    Passage,
    Report,
    Vaccine,
)
from viewer.view.joining import facilities, joined_rows
from viewer.view.lazy import Rows
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Row, Section, Sheet, Tone
from viewer.view.silence import gaps, silence
from viewer.view.telling import is_living_will, tell
from viewer.view.unsent import unsent_words


def vaccines(pen: Pen) -> Sheet:
    """The page of vaccines: doses by local day; a dose that several sources tell of is one row."""
    rows = pen.record.vaccines
    section = Section(
        name="vaccines",
        title=pen.say("Vaccines"),
        columns=(pen.say("Date"), pen.say("Vaccine"), pen.say("Lot"), pen.say("Facility")),
        rows=Rows(len(rows), lambda at: _vaccine_row(pen, rows[at])),
        caption=_doses(pen, rows),
        empty=silence(pen.ledger, pen.words, "Immunization"),
    )
    return Sheet("vaccines", pen.say("Vaccines"), (section,), gaps(pen))


def _doses(pen: Pen, given: Sequence[Vaccine]) -> str:
    """How many doses; one that was not given, or that does not protect, is not a dose."""
    count = sum(1 for row in given if stands(row) and not row.subpotent)
    return pen.say("{n} doses", n=count) if count else ""


def _vaccine_row(pen: Pen, row: Vaccine) -> Row:
    told = [member for member in pen.record.members(row) if isinstance(member, Vaccine)]
    notes = (
        pen.say("not from who gave it") if all(one.second_hand for one in told) else "",
        *dict.fromkeys(pen.say("Origin: {words}", words=one.told_by) for one in told if one.told_by),
        pen.say("the source says: does not protect") if any(one.subpotent for one in told) else "",
        row.reason,
        *dict.fromkeys(part for one in told for part in _given(pen, one)),
        row.note,
        pen.say("the same dose from {n} sources", n=len(told)) if len(told) > 1 else "",
        *pen.remarks(row),
    )
    return Row(
        key=pen.key(row),
        cells=(
            Cell(pen.date(row.when)),
            Cell(tell(pen, row), note=" · ".join(filter(None, notes))),
            Cell(", ".join(dict.fromkeys(one.lot for one in told if one.lot))),
            Cell(facilities(pen, row), note=row.performer if row.performer != pen.facility(row) else ""),
        ),
        marks=pen.marks(*told),
        sources=pen.sources((row,)),
        details=joined_rows(pen, row),
        day=row.when.first_day if row.when else None,
    )


def _given(pen: Pen, row: Vaccine) -> Iterable[str]:
    """How and where it was given, when its lot expires, and what it did."""
    if row.series_doses:
        yield pen.say("of {n} doses in the series", n=row.series_doses)
    yield from filter(None, (row.route, row.site, pen.speech.value(row.amount)))
    if row.maker:
        yield pen.say("Maker: {name}", name=row.maker)
    if row.expires is not None:
        yield pen.say("expires {date}", date=pen.date(row.expires))
    if row.reaction:
        yield pen.say("Reaction: {words}", words=row.reaction)


def documents(pen: Pen) -> Sheet:
    """The page of documents: files, reports, and narratives with their passages as plain text."""
    record = pen.record
    columns = (pen.say("Date"), pen.say("Document"), pen.say("Files"), pen.say("Facility"))
    sections = (
        Section(
            name="documents",
            title=pen.say("Documents"),
            columns=columns,
            rows=Rows(len(record.documents), lambda at: _document_row(pen, record.documents[at])),
            empty=silence(pen.ledger, pen.words, "DocumentReference"),
        ),
        Section(
            name="reports",
            title=pen.say("Reports"),
            columns=columns,
            rows=Rows(len(record.reports), lambda at: _report_row(pen, record.reports[at])),
            empty=silence(pen.ledger, pen.words, "DiagnosticReport"),
        ),
        Section(
            name="narratives",
            title=pen.say("Summary documents"),
            columns=columns,
            rows=tuple(_narrative_row(pen, row) for row in record.narratives),
            empty=silence(pen.ledger, pen.words, "Composition"),
        ),
    )
    return Sheet("documents", pen.say("Documents"), sections, gaps(pen))


def _document_row(pen: Pen, row: Document) -> Row:
    if is_living_will(row):  # no word of what it says: a title would sum it up
        files = tuple(replace(attachment, title="") for attachment in row.attachments)
        return _filed(pen, row, " · ".join(filter(None, (row.author, *pen.remarks(row)))), files)
    kind = row.concept.words if row.title and row.concept.words != row.title else ""
    note = " · ".join(filter(None, (kind, row.author, row.note, *pen.remarks(row))))
    return _filed(pen, row, note, row.attachments)


def _report_row(pen: Pen, row: Report) -> Row:
    count = pen.say("{n} results in it", n=len(row.results)) if row.results else ""
    named = ", ".join(row.named) if row.conclusion else ""  # without one they stand in its place
    told = (count, unsent_words(pen, row.results), named, row.note, *pen.remarks(row))
    note = " · ".join(filter(None, told))
    return _filed(pen, row, note, row.attachments)


def _filed(
    pen: Pen, fact: Fact, note: str, attachments: Iterable[Attachment], details: tuple[Row, ...] = ()
) -> Row:
    return Row(
        key=pen.key(fact),
        cells=(
            Cell(pen.date(fact.when)),
            Cell(tell(pen, fact), note=note),
            Cell(" · ".join(_file(pen, attachment) for attachment in attachments)),
            Cell(facilities(pen, fact)),
        ),
        marks=pen.marks(fact),
        sources=pen.sources((fact,)),
        details=(*joined_rows(pen, fact), *details),
        day=fact.when.first_day if fact.when else None,
    )


def _file_kind(pen: Pen, content_type: str) -> str:
    """PDF, ภาพ JPEG, ข้อความ: what a clinician calls a file of this media type (RFC 6838)."""
    family, _, name = content_type.split(";")[0].strip().casefold().partition("/")
    if family == "text":
        return pen.say("Text")
    if family == "image":
        return f"{pen.say('Picture')} {name.upper()}".strip()
    return name.upper() or pen.say("File")


def _file(pen: Pen, attachment: Attachment) -> str:
    """PDF 120 KB; the address is never shown."""
    kind = _file_kind(pen, attachment.content_type)
    size = f" {max(attachment.size // 1024, 1):,} KB" if attachment.size else ""
    return f"{attachment.title} {kind}{size}".strip()


def _narrative_row(pen: Pen, row: Narrative) -> Row:
    passages = tuple(_passage(pen, row, place, passage) for place, passage in enumerate(row.passages))
    note = " · ".join(filter(None, (row.author, row.note, *pen.remarks(row))))
    return _filed(pen, row, note, (), passages)


def _passage(pen: Pen, row: Narrative, place: int, passage: Passage) -> Row:
    """One passage: its title and plain text; an empty one says why."""
    reasons = {
        "nilknown": pen.say("the source says: none known"),
        "notasked": pen.say("the source says: not asked"),
        "unavailable": pen.say("the source says: unavailable"),
        "withheld": pen.say("withheld by the source"),
    }
    empty = reasons.get(passage.empty_reason) or (
        pen.say("No text") if not passage.entries and not passage.inner else ""
    )
    entries = pen.say("{n} rows pointed to", n=passage.entries) if passage.entries else ""
    entries = " · ".join(filter(None, (entries, unsent_words(pen, passage.targets))))
    return Row(
        key=pen.key(row, "passage", str(place)),
        cells=(
            Cell(passage.title or pen.say("Untitled"), note=entries, tone=Tone.STRONG, code=passage.code),
            Cell(passage.text or empty),
        ),
        sources=pen.sources((row,)),
    )
