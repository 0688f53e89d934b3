"""A record made of a few resources, and every line of every surface that a clinician reads of it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from viewer.base.clock import BANGKOK
from viewer.base.opaque import Opaque
from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.record.binder import Binder
from viewer.record.story import Record
from viewer.signin.people import Clinician, Post
from viewer.view.band import band_of
from viewer.view.imprint import Printing
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.pen import Pen
from viewer.view.sheet import SHEET_NAMES, Row, Section, Sheet
from viewer.view.sheets import sheet, sheet_of
from viewer.view.timeline import timeline_of

_AS_SENT = msgspec.json.Encoder(decimal_format="number")  # a Decimal keeps its digits on the way
D = date(2026, 11, 23)
HERE = Facility("99001", "รพ.ตัวอย่าง", "hospital", "0-2000-9901")
_NOW = datetime(2026, 11, 23, 14, 20, tzinfo=BANGKOK)
_DOCTOR = Clinician(Opaque("s"), "พญ.อรอนงค์ ตัวอย่างแพทย์", "ว.99001", Opaque("Practitioner/x"))
_CLINIC = Post(Opaque("r"), "doctor", "990040001", "คลินิกเวชกรรมใจดี", "0-2000-9904")
PRINTING = Printing(_DOCTOR, _CLINIC, "นายทดสอบ", "9-6604-87647-59-7", _NOW, _NOW, "7F3K-2291")


def record_of(*resources: dict[str, Any]) -> Record:
    """What the binder reads from these resources of one facility."""
    binder = Binder(D, None)
    for number, resource in enumerate(resources):
        binder.add(_AS_SENT.encode({"id": f"r{number}", **resource}), HERE)
    return binder.record()


def pen_of(words: Words, *resources: dict[str, Any]) -> Pen:
    """A pen on such a record; its only facility has answered."""
    ledger = Ledger((Line(HERE, "A", LineState.ANSWERED, len(resources)),))
    return Pen(record_of(*resources), ledger, D, words)


def sheets_of(pen: Pen) -> dict[str, Sheet]:
    """Every sheet by its name."""
    return {name: sheet_of(name, pen) for name in SHEET_NAMES}


def rows(person: Any, page: str, section: str, today: date, words: Words) -> list[Row]:
    """The rows of one section of a sheet of a sandbox person."""
    drawn = sheet(page, person.record, person.ledger, today, words)
    return next(list(part.rows) for part in drawn.sections if part.name == section)


def by_name(found: list[Row]) -> dict[str, Row]:
    """Rows by their first cell."""
    return {row.cells[0].text: row for row in found}


def row_line(row: Row) -> str:
    """Everything that is read together with a row."""
    cells = [part for cell in row.cells for part in (cell.text, cell.unit, cell.code, cell.note)]
    return " ".join(filter(None, (row.group, *cells, *(mark.word for mark in row.marks))))


def rows_in(sections: Iterable[Section]) -> Iterator[Row]:
    """All rows, opened ones included."""
    for section in sections:
        for row in section.rows:
            yield row
            yield from row.details


def lines_of(pen: Pen) -> list[tuple[str, str]]:
    """(surface, line) of every sheet, the timeline's tracks, the band and the referral letter."""
    lines = [(name, row_line(row)) for name, page in sheets_of(pen).items() for row in rows_in(page.sections)]
    tracks = [track for lane in timeline_of(pen).lanes for track in lane.tracks]
    # A stop is drawn on the bar: a square with a cross.
    lines += [("track", title) for title, events in tracks if not any(event.stopped for event in events)]
    band = band_of(pen)
    lines += [("band", f"{fact.label} {fact.value} {fact.caption}") for fact in band.facts]
    lines += [("band", mark.word) for mark in (*band.notices, *band.allergy.tags)]
    told = [f"{band.allergy.headline} " + "".join(part.text for part in line) for line in band.allergy.lines]
    lines += [("band", line) for line in told]
    letter = letter_of(pen, PRINTING, LetterDraft(), sandbox=True)
    lines += [("letter", row_line(row)) for row in rows_in((letter.results, letter.medicines))]
    lines += [
        ("letter", text)
        for text in (*letter.diagnoses, *letter.problems, letter.story, *letter.beware, *letter.remarks)
    ]
    lines += [("letter", letter.results_note)]
    for part in letter.history.split("\n"):
        lines += [("letter", piece) for piece in part.replace("; ", " · ").split(" · ")]
    return lines
