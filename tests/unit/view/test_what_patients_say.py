"""What a Patient says of the person: names past and present, death, and whether the entry is in use."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.record.facts import Person
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Record
from viewer.view.names import written_name
from viewer.view.sheets import sheet

TODAY = date(2026, 11, 23)
FORMER = {"use": "official", "text": "นางสาวมาลี เดิมดี", "period": {"end": "2019-05-01"}}
NOW = {"use": "official", "text": "นางมาลี รักดี", "period": {"start": "2019-05-02"}}


def read(**more: Any) -> Record:
    sent = {"resourceType": "Patient", "id": "p", "name": [NOW], "birthDate": "1960-01-02", **more}
    return read_everything([Source("a", json.dumps(sent).encode())], TODAY).persons[0].record


def rows(record: Record) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The section of the person: by field the last text and its marks."""
    sections = sheet("summary", record, Ledger(), TODAY, Words("th")).sections
    found = next(one for one in sections if one.name == "person").rows
    return {row.cells[0].text: (row.cells[1].text, tuple(mark.word for mark in row.marks)) for row in found}


def person(record: Record) -> Person:
    assert record.person is not None
    return record.person


@pytest.mark.parametrize("names", [[FORMER, NOW], [NOW, FORMER]])
def test_a_name_that_ended_is_a_former_one(names: list[Any]) -> None:
    record = read(name=names)
    assert written_name(person(record)) == "นางมาลี รักดี"
    assert rows(record)["ชื่อเดิม"][0] == "นางสาวมาลี เดิมดี"


def test_an_only_name_that_ended_still_is_the_name_and_a_future_end_ends_nothing() -> None:
    assert written_name(person(read(name=[FORMER]))) == "นางสาวมาลี เดิมดี"
    ends_later = {**FORMER, "period": {"end": "2030-01-01"}}
    assert written_name(person(read(name=[ends_later, NOW]))) == "นางสาวมาลี เดิมดี"


def test_maiden_and_second_names_are_told() -> None:
    told = rows(read(name=[NOW, {"use": "maiden", "text": "มาลี เดิมดี"}, {"text": "Malee Rakdee"}]))
    assert told["ชื่อเดิม"][0] == "มาลี เดิมดี"
    assert told["อีกชื่อหนึ่ง"][0] == "Malee Rakdee"


@pytest.mark.parametrize(
    ("sent", "mark"),
    [
        ({"active": False}, "ระเบียนนี้ไม่ใช้แล้ว"),
        ({"link": [{"type": "replaced-by", "other": {"reference": "Patient/q"}}]}, "มีระเบียนอื่นใช้แทน"),
        ({"link": [{"type": "replaces", "other": {"reference": "Patient/q"}}]}, "ใช้แทนระเบียนอื่น"),
        ({"active": True, "link": [{"type": "seealso", "other": {"reference": "Patient/q"}}]}, ""),
    ],
)
def test_an_entry_that_is_not_in_use_or_replaced_says_so(sent: dict[str, Any], mark: str) -> None:
    assert rows(read(**sent))["ชื่อ"][1] == ((mark,) if mark else ())


def test_the_day_of_death_is_told() -> None:
    assert rows(read(deceasedDateTime="2025-03-04"))["เสียชีวิตเมื่อ"] == ("4 มี.ค. 2568", ())
    assert rows(read(deceasedBoolean=True))["เสียชีวิตเมื่อ"] == ("ไม่ระบุวันที่", ())
    assert "เสียชีวิตเมื่อ" not in rows(read())


def test_a_doubtful_date_of_death_casts_no_doubt_on_the_birth_date() -> None:
    told = rows(read(deceasedDateTime="2568-03-04"))
    assert told["เกิด"][1] == ()
    assert told["เสียชีวิตเมื่อ"][1] == ("วันเสียชีวิตไม่แน่ชัด",)
