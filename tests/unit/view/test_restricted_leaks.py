"""Restricted rows leave no trace but their count: on every sheet, the timeline and the band."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace as replace_struct

from viewer.base.words import Words
from viewer.commands.written import sheets_json, sheets_text
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.record.story import Record
from viewer.view.band import band
from viewer.view.pen import Pen
from viewer.view.reconciling.form import Subject
from viewer.view.sheet import SHEET_NAMES, Row, Section, Sheet
from viewer.view.sheets import all_sheets, sheet_of
from viewer.view.timeline import timeline

from .made import HERE, record_of

Patient = Callable[..., Any]
Strings = Callable[[Any], list[str]]
SECRETS = (
    "atazanavir", "ritonavir", "tenofovir", "emtricitabine", "คลินิกนภา", "B24", "A53", "ซิฟิลิส", "HIV", "เอชไอวี",
    "CD4", "viral load", "Viral load", "RPR", "1:32", "copies", "512", "48,000",
)  # fmt: skip


NOTICE = "มีข้อมูลที่จำกัดการเข้าถึง"


def _unblind(sheet: Sheet) -> Sheet:
    """Without the findings that speak of a hidden row: they say what to do, and are the one thing that may differ."""

    def blind(row: Row) -> bool:
        return row.cells[0].text.startswith(("มีรายการยาที่จำกัดการเข้าถึง", "มีรายการที่จำกัดการเข้าถึง"))

    def open_rows(section: Section) -> Section:
        if section.name != "findings":
            return section
        return replace_struct(section, rows=tuple(row for row in section.rows if not blind(row)), caption="")

    return replace_struct(sheet, sections=tuple(map(open_rows, sheet.sections)))


def _drawn(record: Record, person: Any, today: date, words: Words) -> tuple[Any, ...]:
    return (
        *map(_unblind, all_sheets(record, person.ledger, today, words)),
        timeline(record, person.ledger, today, words),
        replace(band(record, person.ledger, today, words), restricted=""),
    )


def test_person_3_keeps_the_secret(patient: Patient, strings: Strings, words: Words, today: date) -> None:
    person = patient(3)
    drawn = (
        *all_sheets(person.record, person.ledger, today, words),
        *_drawn(person.record, person, today, words),
    )
    text = "\n".join(strings(drawn))
    assert [secret for secret in SECRETS if secret in text] == []
    hidden = sum(1 for fact in person.record.facts() if fact.restricted)
    assert hidden > 10
    assert f"มีข้อมูลที่จำกัดการเข้าถึง {hidden} รายการ ไม่แสดง" in text


@pytest.mark.parametrize("number", range(1, 13))
def test_what_is_drawn_is_what_is_drawn_had_the_restricted_rows_never_been_sent(
    number: int, patient: Patient, strings: Strings, words: Words, today: date
) -> None:
    """Marks, sums, trends, orders, counts, the ledger: nothing differs but the sentence that counts the hidden rows."""
    person = patient(number)
    never = _never_sent(person.record)
    other = patient(number, without=never)
    hidden = f"มีข้อมูลที่จำกัดการเข้าถึง {len(person.record.hidden)} รายการ ไม่แสดง"
    before = [text for text in strings(_drawn(person.record, person, today, words)) if text != hidden]
    assert before == strings(_drawn(other.record, other, today, words))
    assert (hidden in strings(all_sheets(person.record, person.ledger, today, words))) is bool(never)
    if number in (3, 4, 6, 12):
        assert never, "the story lost its point"


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("written", ["text", "json"])
def test_what_a_terminal_is_told_is_what_it_is_told_without_them(
    number: int, written: str, patient: Patient, words: Words, today: date
) -> None:
    person = patient(number)
    other = patient(number, without=_never_sent(person.record))

    def told(who: Any) -> list[str]:
        sheets = [_unblind(sheet) for sheet in all_sheets(who.record, who.ledger, today, words)]
        if written == "json":
            return _lines_of(json.loads(sheets_json([sheets])))
        return [line for line in sheets_text([("", sheets)], words).splitlines() if line]

    assert [line for line in told(person) if not line.lstrip("! ").startswith(NOTICE)] == told(other)


def _lines_of(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [line for name, inner in value.items() for line in (name, *_lines_of(inner))]
    return [line for inner in value for line in _lines_of(inner)] if isinstance(value, list) else [str(value)]


def _never_sent(record: Record) -> frozenset[tuple[str, str, str]]:
    """Every restricted row, as its facility was asked for it."""
    asked = {row.number: row.asked for row in record.hidden}
    facts = [fact for fact in record.facts() if fact.restricted]
    assert len(asked) == len(facts)
    return frozenset(
        (hcode, fact.origin.type, fact.origin.id.reveal()) for hcode in set(asked.values()) for fact in facts
    )


def _numbers(rows: Any) -> set[int]:
    found: set[int] = set()
    for row in rows:
        found |= {source.fact for source in row.sources}
        found |= _numbers(row.details)
    return found


@pytest.mark.parametrize("number", range(1, 13))
def test_every_open_fact_is_the_source_of_a_row(
    number: int, patient: Patient, words: Words, today: date
) -> None:
    person = patient(number)
    sheets = all_sheets(person.record, person.ledger, today, words)
    shown = _numbers(row for page in sheets for section in page.sections for row in section.rows)
    facts = list(person.record.facts())
    assert {fact.number for fact in facts if not fact.restricted} <= shown
    assert not {fact.number for fact in facts if fact.restricted and fact.number >= 0} & shown


@pytest.mark.parametrize("number", range(1, 13))
def test_each_fact_stands_on_a_page_of_its_own_kind(
    number: int, patient: Patient, words: Words, today: date
) -> None:
    """Not only on the timeline: pages that a clinician opens by kind leave nothing out either."""
    person = patient(number)
    sheets = [
        s
        for s in all_sheets(person.record, person.ledger, today, words)
        if s.name not in ("timeline", "summary")
    ]
    shown = _numbers(row for page in sheets for section in page.sections for row in section.rows)
    assert {fact.number for fact in person.record.facts() if not fact.restricted} <= shown


def test_a_short_name_that_means_a_restricted_medicine_leaves_no_trace(
    strings: Strings, words: Words, today: date
) -> None:
    def dispensed(name: str, id_: str) -> dict[str, Any]:
        return {
            "resourceType": "MedicationDispense", "id": id_, "status": "completed", "whenHandedOver": "2026-11-01",
            "medicationCodeableConcept": {"text": name}, "quantity": {"value": 60, "unit": "เม็ด"},
            "dosageInstruction": [{"text": "รับประทานครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหาร เช้า เย็น"}],
        }  # fmt: skip

    seen, secret = dispensed("amlodipine 5 mg tab", "a"), dispensed("NVP 200 mg", "b")
    hidden = "มีข้อมูลที่จำกัดการเข้าถึง 1 รายการ ไม่แสดง"

    def told(*sent: dict[str, Any]) -> list[str]:
        held = SimpleNamespace(ledger=Ledger((Line(HERE, "A", LineState.ANSWERED, len(sent)),)))
        return [text for text in strings(_drawn(record_of(*sent), held, today, words)) if text != hidden]

    assert told(seen, secret) == told(seen)
    assert not [text for text in told(seen, secret) if "NVP" in text or "nevirapine" in text]


@pytest.mark.parametrize("number", range(1, 13))
def test_paper_does_not_even_say_that_something_is_hidden(
    number: int, patient: Patient, strings: Strings, words: Words, today: date
) -> None:
    """Which medicines a hidden one must not meet tells what it is, and so does how much there is of it."""
    person = patient(number)
    other = patient(number, without=_never_sent(person.record))
    pens = []
    for one in (person, other):
        seen = Pen(one.record, one.ledger, today, words)
        pens.append(Subject.of(seen, one.record, opened=False).printed)
    printed, never = (strings([sheet_of(name, pen) for name in SHEET_NAMES]) for pen in pens)
    assert printed == never
    assert not [text for text in printed if NOTICE in text]
