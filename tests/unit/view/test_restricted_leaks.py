"""Restricted rows leave no trace but their count: on every sheet, the timeline and the band."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.record.story import Record
from viewer.view.band import band
from viewer.view.sheets import all_sheets
from viewer.view.timeline import timeline

Patient = Callable[..., Any]
Strings = Callable[[Any], list[str]]
SECRETS = (
    "atazanavir", "ritonavir", "tenofovir", "emtricitabine", "คลินิกนภา", "B24", "A53", "ซิฟิลิส", "HIV", "เอชไอวี",
    "CD4", "viral load", "Viral load", "RPR", "1:32", "copies", "512", "48,000",
)  # fmt: skip


def _drawn(record: Record, person: Any, today: date, words: Words) -> tuple[Any, ...]:
    return (
        *all_sheets(record, person.ledger, today, words),
        timeline(record, person.ledger, today, words),
        replace(band(record, person.ledger, today, words), notices=()),
    )


def test_person_3_keeps_the_secret(patient: Patient, strings: Strings, words: Words, today: date) -> None:
    person = patient(3)
    text = "\n".join(strings(_drawn(person.record, person, today, words)))
    assert [secret for secret in SECRETS if secret in text] == []
    hidden = sum(1 for fact in person.record.facts() if fact.restricted)
    assert hidden > 10
    assert f"มีข้อมูลที่จำกัดการเข้าถึง {hidden} รายการ ไม่แสดง" in text


@pytest.mark.parametrize("number", [3, 4, 6, 12])
def test_what_is_drawn_is_what_is_drawn_without_the_restricted_rows(
    number: int, patient: Patient, strings: Strings, words: Words, today: date
) -> None:
    """Marks, sums, trends, orders, counts: nothing differs but the sentence that counts the hidden rows."""
    person = patient(number)
    without = _without_restricted(person.record)
    hidden = [f"มีข้อมูลที่จำกัดการเข้าถึง {n} รายการ ไม่แสดง" for n in range(1, 400)]
    before = [text for text in strings(_drawn(person.record, person, today, words)) if text not in hidden]
    after = strings(_drawn(without, person, today, words))
    assert before == after


def _without_restricted(record: Record) -> Record:
    def open_rows(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(row for row in rows if not row.restricted)

    names = (
        "allergies", "problems", "supplies", "results", "reports", "visits", "procedures", "vaccines", "documents",
        "narratives",
    )  # fmt: skip
    return replace(record, **{name: open_rows(getattr(record, name)) for name in names})


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
