"""A record made of a few resources, and every line of every surface that a clinician reads of it; a sandbox
person whose facilities go on sending, and decisions on their medicines; a referral as it is typed, and its letter."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
from form_samples import CLINIC, DOCTOR, NOW, PHARMACIST
from sandbox_people import world

from viewer.base.opaque import Opaque
from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.exchange.ledger import letter as letter_at
from viewer.record.binder import Binder
from viewer.record.story import Record
from viewer.view.band import band_of
from viewer.view.imprint import Printing
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.pen import Pen
from viewer.view.reconciling.review import cases, standings
from viewer.view.referring.data import written as as_data
from viewer.view.referring.paper_words import letter_draft
from viewer.view.sheet import SHEET_NAMES, Letter, Row, Section, Sheet
from viewer.view.sheets import sheet, sheet_of
from viewer.view.timeline import timeline_of
from viewer.visit.reconciliation import Choice, Reconciliation, decided
from viewer.visit.referral import Field, ReferralDraft, written

_AS_SENT = msgspec.json.Encoder(decimal_format="number")  # a Decimal keeps its digits on the way
D = date(2026, 11, 23)
HERE = Facility("99001", "รพ.ตัวอย่าง", "hospital", "0-2000-9901")
PRINTING = Printing(DOCTOR, CLINIC, "นายทดสอบ", "9-6604-87647-59-7", NOW, NOW, "7F3K-2291")
SITE = ReferralCodes()
F = Field
STROKE = {
    F.TO: "รพ.ศูนย์ธารสุวรรณ", F.URGENCY: "2", F.REASON: "1", F.CAUSE: "เกินศักยภาพ", F.ASKED: "โปรดพิจารณา thrombectomy",
    F.SPECIAL: "02", F.HISTORY: "แขนขาขวาอ่อนแรง", F.PAST: "บิดาเป็นเบาหวาน", F.EXAMINATION: "motor ขวา grade 2",
    F.DIAGNOSIS: "I63.9 Ischemic stroke\\nสงสัยหัวใจเต้นผิดจังหวะ", F.TREATMENT: "NSS 80 mL/hr", F.MEASURED: "วันนี้ 14.05",
    F.SYSTOLIC: "186", F.DIASTOLIC: "104", F.PULSE: "88", F.RESPIRATION: "20", F.TEMPERATURE: "วัดไม่ได้", F.SPO2: "๙๖",
    F.O2_DEVICE: "cannula", F.O2_FLOW: "3", F.GCS_EYE: "4", F.GCS_VERBAL: "T", F.GCS_MOTOR: "6", F.PAIN: "0",
    F.GLUCOSE: "126", F.LINES: "แขนซ้าย No.20\\nขาขวา No.22", F.ISOLATION: "droplet", F.CARE: "1 3",
    F.STROKE_WELL: "เมื่อวาน 22.30", F.STROKE_NIHSS: "9", F.ACCEPTED_BY: "พญ.รับดี", F.ACCEPTED_PHONE: "0-2000-9901",
    F.RELATIVE: "นางสมใจ ภรรยา", F.RELATIVE_PHONE: "08-0000-0000", F.TRAVEL: "ambulance", F.COMPANION: "พยาบาลสมศรี",
    F.COVERAGE: "บัตรทอง", F.COVERAGE_NUMBER: "12-34", F.REGISTERED: "รพ.บ้านเหนือคลอง", F.NUMBER: "45/2570",
    F.ATTACHED: "lab film",
}  # fmt: skip


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


class Gathered:
    """A sandbox person as some facilities tell of them, with more rows of our own."""

    def __init__(self, number: int, but_not: Iterable[str] = (), asking: Iterable[str] = ()) -> None:
        known = world()
        self.human = next(person for person in known.people if person.number == number)
        names = {f.hcode: f.name for f in known.facilities}
        self.binder = Binder(D, Opaque(self.human.patient_id), names)
        self._lines: dict[str, Line] = {}
        for place, entry in enumerate(known.facilities):
            held = known.resources[entry.hcode].get(self.human.patient_id, ())
            silent = entry.key in (*but_not, *asking)
            state = LineState.ASKING if entry.key in asking else LineState.ANSWERED
            facility = Facility(entry.hcode, entry.name, entry.kind, entry.phone)
            self._lines[entry.key] = Line(facility, letter_at(place), state, len(held))
            if not silent:
                self.sends(entry.key, *held)

    def sends(self, key: str, *resources: Any) -> None:
        """More rows of one facility."""
        bundle = {
            "resourceType": "Bundle",
            "type": "searchset",
            "entry": [{"resource": r} for r in resources],
        }
        self.binder.add(json.dumps(bundle).encode(), self._lines[key].facility)

    def states(self, key: str, status: str, drug: str, id_: str, **more: Any) -> None:
        """A MedicationStatement of one facility."""
        subject = {"reference": f"Patient/{self.human.patient_id}"}
        medication = {"medicationCodeableConcept": {"text": drug}}
        row = {"resourceType": "MedicationStatement", "id": id_, "status": status, "subject": subject}
        self.sends(key, {**row, **medication, **more})

    def pen(self, words: Words, today: date = D) -> Pen:
        """A pen on what is known by now."""
        return Pen(self.binder.record(), Ledger(tuple(self._lines.values())), today, words)


def decide(pen: Pen, value: Reconciliation, choice: Choice, *names: str) -> Reconciliation:
    """The same choice for medicines by the beginning of their names; all that are needed without names."""
    found = [
        one.medicine
        for one in standings(cases(pen, value.own), value)
        if (one.needed if not names else one.medicine.name.startswith(names))
    ]
    assert found
    return decided(value, found, choice, PHARMACIST.name, NOW)


def medicine(pen: Pen, value: Reconciliation, name: str) -> Any:
    """The medicine whose name begins so."""
    return next(
        one.medicine for one in standings(cases(pen, value.own), value) if one.medicine.name.startswith(name)
    )


def draft_of(texts: dict[Field, str]) -> ReferralDraft:
    """A referral as it is typed; a backslash and an n break the line."""
    return written(ReferralDraft(), {name: text.replace("\\n", "\n") for name, text in texts.items()})


def letter_for(draft: ReferralDraft, words: Words, pen: Pen | None = None, reference: str = "7F3K") -> Letter:
    """The letter of such a referral, with its data; of nobody's record unless there is a pen."""
    pen = pen or Pen(Record(), Ledger(), NOW.date(), words)
    printing = Printing(DOCTOR, CLINIC, "นายทดสอบ สมมติวงศ์", "9-6604-87647-59-7", NOW, NOW, reference, copy=2)
    made = letter_draft(draft, words, SITE, NOW)
    data = as_data(draft, words, SITE, CLINIC, NOW)
    return letter_of(pen, printing, replace(made, written=data), sandbox=True)
