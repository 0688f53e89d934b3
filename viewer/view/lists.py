"""วัคซีน, เอกสาร and everything else: lists of single facts, each with its date, place and source."""

from collections.abc import Iterable
from dataclasses import replace

from viewer.record.denials import stands
from viewer.record.facts import (
    Attachment,
    Document,
    Fact,
    Narrative,
    Passage,
    Procedure,
    Report,
    Vaccine,
    Visit,
)
from viewer.view.pen import Pen
from viewer.view.sheet import Cell, Row, Section, Sheet, Tone
from viewer.view.silence import gaps, silence
from viewer.view.telling import is_living_will, tell


def vaccines(pen: Pen) -> Sheet:
    """The page of vaccines: doses by local day; the same vaccine of one day from two places stands together."""
    groups: dict[tuple[str, str], list[Vaccine]] = {}
    for row in pen.record.vaccines:
        day = row.when.first_day if row.when else None
        name = " ".join(row.concept.words.casefold().split())
        place = pen.date(row.when) if day else pen.key(row)  # a year alone is not its first day
        groups.setdefault((place, f"{name} {row.dose_number} {row.status}"), []).append(row)
    section = Section(
        name="vaccines",
        title=pen.say("Vaccines"),
        columns=(pen.say("Date"), pen.say("Vaccine"), pen.say("Lot"), pen.say("Facility")),
        rows=tuple(_vaccine_row(pen, rows) for rows in groups.values()),
        caption=_doses(pen, [rows[0] for rows in groups.values()]),
        empty=silence(pen.ledger, pen.words, "Immunization"),
    )
    return Sheet("vaccines", pen.say("Vaccines"), (section,), gaps(pen))


def _doses(pen: Pen, given: list[Vaccine]) -> str:
    """How many doses; one that was not given, or that does not protect, is not a dose."""
    count = sum(1 for row in given if stands(row) and not row.subpotent)
    return pen.say("{n} doses", n=count) if count else ""


def _vaccine_row(pen: Pen, rows: list[Vaccine]) -> Row:
    first = rows[0]
    told = (
        pen.say("told by the patient") if first.patient_reported else "",
        pen.say("the source says: does not protect") if any(row.subpotent for row in rows) else "",
        first.reason,
        first.note,
        pen.say("the same dose from {n} sources", n=len(rows)) if len(rows) > 1 else "",
        *pen.remarks(first),
    )
    return Row(
        key=pen.key(first),
        cells=(
            Cell(pen.date(first.when)),
            Cell(tell(pen, first), note=" · ".join(filter(None, told))),
            Cell(", ".join(dict.fromkeys(row.lot for row in rows if row.lot))),
            Cell(
                ", ".join(dict.fromkeys(pen.facility(row) for row in rows)),
                note=first.performer if first.performer != pen.facility(first) else "",
            ),
        ),
        marks=pen.marks(*rows),
        sources=pen.sources(rows),
        details=tuple(_plain(pen, row) for row in rows) if len(rows) > 1 else (),
        day=first.when.first_day if first.when else None,
    )


def _plain(pen: Pen, fact: Fact) -> Row:
    """A fact in one line: date, words, place."""
    note = " · ".join(filter(None, (fact.note, *pen.remarks(fact))))
    return Row(
        key=pen.key(fact, "plain"),
        cells=(Cell(pen.date(fact.when)), Cell(tell(pen, fact), note=note), Cell(pen.facility(fact))),
        marks=pen.marks(fact),
        sources=(pen.source(fact),),
        day=fact.when.first_day if fact.when else None,
    )


def documents(pen: Pen) -> Sheet:
    """The page of documents: files, reports, and narratives with their passages as plain text."""
    record = pen.record
    columns = (pen.say("Date"), pen.say("Document"), pen.say("Files"), pen.say("Facility"))
    sections = (
        Section(
            name="documents",
            title=pen.say("Documents"),
            columns=columns,
            rows=tuple(_document_row(pen, row) for row in record.documents),
            empty=silence(pen.ledger, pen.words, "DocumentReference"),
        ),
        Section(
            name="reports",
            title=pen.say("Reports"),
            columns=columns,
            rows=tuple(_report_row(pen, row) for row in record.reports),
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
    note = " · ".join(filter(None, (count, row.note, *pen.remarks(row))))
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
            Cell(pen.facility(fact)),
        ),
        marks=pen.marks(fact),
        sources=(pen.source(fact),),
        details=details,
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
    empty = reasons.get(passage.empty_reason) or (pen.say("No text") if not passage.entries else "")
    entries = pen.say("{n} rows pointed to", n=passage.entries) if passage.entries else ""
    return Row(
        key=pen.key(row, "passage", str(place)),
        cells=(
            Cell(passage.title or pen.say("Untitled"), note=entries, tone=Tone.STRONG, code=passage.code),
            Cell(passage.text or empty),
        ),
        sources=(pen.source(row),),
    )


def others(pen: Pen) -> Sheet:
    """Visits and procedures: all of them."""
    record = pen.record
    sections = (
        Section(
            name="visits",
            title=pen.say("Visits"),
            columns=(pen.say("Date"), pen.say("Visit"), pen.say("Facility")),
            rows=tuple(_visit_row(pen, visit) for visit in record.visits),
            caption=pen.say("{n} visits in all", n=len(record.visits)) if record.visits else "",
            empty=silence(pen.ledger, pen.words, "Encounter"),
        ),
        Section(
            name="procedures",
            title=pen.say("Procedures"),
            columns=(pen.say("Date"), pen.say("Procedure"), pen.say("Facility")),
            rows=tuple(_procedure_row(pen, row) for row in record.procedures),
            empty=silence(pen.ledger, pen.words, "Procedure"),
        ),
    )
    return Sheet("others", pen.say("Visits and procedures"), sections, gaps(pen))


def _visit_row(pen: Pen, visit: Visit) -> Row:
    start = visit.when.first_day if visit.when else None
    end = visit.end.first_day if visit.end else None
    until = pen.say("until {date}", date=pen.date(visit.end)) if end and start and end > start else ""
    return Row(
        key=pen.key(visit),
        cells=(
            Cell(pen.date(visit.when), note=until),
            Cell(
                tell(pen, visit), note=" · ".join(filter(None, (visit.came, visit.note, *pen.remarks(visit))))
            ),
            Cell(pen.facility(visit)),
        ),
        marks=pen.marks(visit),
        sources=(pen.source(visit),),
        day=start,
    )


def _procedure_row(pen: Pen, row: Procedure) -> Row:
    code = next((coding.code for coding in row.concept.codings if coding.code), "")
    told = (row.body_site, row.outcome, row.performer, row.not_done_reason, row.note, *pen.remarks(row))
    return Row(
        key=pen.key(row),
        cells=(
            Cell(pen.date(row.when)),
            Cell(
                tell(pen, row),
                note=" · ".join(filter(None, told)),
                code=code if code != row.concept.words else "",
            ),
            Cell(pen.facility(row)),
        ),
        marks=pen.marks(row),
        sources=(pen.source(row),),
        day=row.when.first_day if row.when else None,
    )
