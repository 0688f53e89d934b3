"""The list of restricted rows: kind and running number, nothing else; what was opened is marked wherever it stands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.record.binder import Binder
from viewer.record.story import Hidden
from viewer.signin.roles import DOCTOR, PHARMACIST, REFERRAL_CLERK, Role
from viewer.view.band import band
from viewer.view.pen import Pen
from viewer.view.restricted import RestrictedList, restricted_list
from viewer.view.sheets import all_sheets

Patient = Callable[..., Any]
Strings = Callable[[Any], list[str]]


def listed(person: Any, role: Role, today: date, words: Words) -> RestrictedList:
    return restricted_list(Pen(person.record, person.ledger, today, words), role)


def test_placeholders_name_kind_and_number_only(patient: Patient, words: Words, today: date) -> None:
    person = patient(3)
    made = listed(person, DOCTOR, today, words)
    assert len(made.rows) == len(person.record.hidden)
    assert made.others == ""
    assert {row.words.partition(" รายการที่ ")[0] for row in made.rows} <= {
        "โรค", "ยา", "ผลตรวจ", "การรับบริการ", "รายงานผล", "เอกสาร", "เอกสารสรุป", "หัตถการ", "วัคซีน", "การแพ้"
    }  # fmt: skip
    assert all(row.told == "" and not row.opened for row in made.rows)
    assert len({row.words for row in made.rows}) == len(made.rows)


@pytest.mark.parametrize("number", [3, 4, 6, 12])
def test_the_order_tells_neither_time_nor_place(
    number: int, patient: Patient, words: Words, today: date
) -> None:
    """Nothing of a row decides its place but its number in the binder, through a key of this process."""
    person = patient(number)
    made = listed(person, DOCTOR, today, words)
    turned = replace(
        person.record,
        hidden=tuple(
            Hidden(row.number, row.kind, "label", "elsewhere") for row in reversed(person.record.hidden)
        ),
    )
    again = restricted_list(Pen(turned, person.ledger, today, words), DOCTOR)
    assert [(row.number, row.words) for row in again.rows] == [(row.number, row.words) for row in made.rows]


def test_what_a_role_may_not_open_is_only_counted(patient: Patient, words: Words, today: date) -> None:
    person = patient(3)
    hidden = tuple(
        replace(row, category="genetic" if place < 2 else "hiv")
        for place, row in enumerate(person.record.hidden)
    )
    made = restricted_list(
        Pen(replace(person.record, hidden=hidden), person.ledger, today, words), PHARMACIST
    )
    assert len(made.rows) == len(hidden) - 2
    assert made.others == "อีก 2 รายการ บทบาทของท่านไม่มีสิทธิ์เปิดดู"


def test_a_role_that_asks_for_none_has_no_list_and_no_count(
    patient: Patient, words: Words, today: date, strings: Strings
) -> None:
    person = patient(3)
    unasked = replace(person.ledger, restricted_not_asked=True)
    assert restricted_list(Pen(person.record, unasked, today, words), REFERRAL_CLERK) == RestrictedList(())
    drawn = band(person.record, unasked, today, words)
    assert (drawn.restricted, drawn.opens) == ("ไม่ได้ขอข้อมูลที่จำกัดการเข้าถึง", False)
    assert "มีข้อมูลที่จำกัดการเข้าถึง" not in "\n".join(strings(all_sheets(person.record, unasked, today, words)))


def test_an_opened_row_is_marked_on_every_sheet_where_it_stands_and_nowhere_else(
    patient: Patient, words: Words, today: date
) -> None:
    person = patient(3)
    binder, number = _opened(person)
    record = binder.record()
    mark = "จำกัดการเข้าถึง เปิดดูแล้ว"
    seen = 0
    for page in all_sheets(record, person.ledger, today, words):
        for section in page.sections:
            for row in section.rows:
                has = any(note.fact == number for note in row.sources)
                assert has == (mark in [one.word for one in row.marks]), (page.name, section.name)
                seen += has
    assert seen >= 2, "on the page of its kind and in the history over time, at least"
    drawn = band(record, person.ledger, today, words)
    assert drawn.restricted == f"จำกัดการเข้าถึง: ซ่อน {len(record.hidden) - 1} เปิดดู 1"


def _opened(person: Any) -> tuple[Binder, int]:
    """The person's restricted medicines in a binder of their own, the first of them opened."""
    from viewer.exchange.directory import Facility

    binder = Binder(date(2026, 11, 23), None)
    for fact in person.record.supplies:
        binder.add(fact.origin.raw, Facility(fact.origin.hcode, fact.origin.facility))
    number = binder.restricted()[0].number
    binder.reveal(number)
    return binder, number
