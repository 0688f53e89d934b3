"""A merged row on every sheet: one row, every source, the rule in words, and no sum that counts twice."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from unit.merge.resources import (
    allergy,
    but,
    done,
    dose,
    given,
    icd,
    lab,
    loinc,
    ordered,
    problem,
    report,
    visit,
)

from viewer.base.words import Words
from viewer.exchange.directory import Facility
from viewer.exchange.ledger import Ledger, Line, LineState
from viewer.record.binder import Binder
from viewer.view.letter_results import letter_results
from viewer.view.pen import Pen
from viewer.view.sheet import Row, Section, Sheet
from viewer.view.sheets import all_sheets, sheet
from viewer.view.timeline import timeline

A, B = Facility("99001", "รพ.หนึ่ง"), Facility("99002", "รพ.สอง")
LEDGER = Ledger((Line(A, "A", LineState.ANSWERED, 1), Line(B, "B", LineState.ANSWERED, 1)))
NINE = "2026-11-20T09:00:00+07:00"
ONCE = "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง หลังอาหารเช้า"
K = lab(loinc("2823-3", "Potassium"), 5.7, "mmol/L", NINE)
TOLD_TWICE = [
    K,
    lab(loinc("29463-7", "Body weight"), 71, "kg", NINE),
    lab(loinc("5196-1", "HBsAg"), "Negative", at=NINE),
    dose("MMR", "2026-11-20", 1),
    problem(icd("E11.2", "เบาหวานชนิดที่ 2"), onset="2017-05-03"),
    allergy("amoxicillin"),
    done({"text": "ECG"}, "2026-11-20"),
    report(loinc("30746-2", "CXR"), "ปอดปกติ", "2026-11-20"),
]


def binder() -> Binder:
    made = Binder(date(2026, 11, 23), None)
    for place in (A, B):
        for number, resource in enumerate(TOLD_TWICE):
            made.add(json.dumps({**resource, "id": f"{place.hcode}-{number}"}).encode(), place)
    return made


def _sections(found: Sheet, name: str) -> Section:
    return next(section for section in found.sections if section.name == name)


def _details(row: Row) -> list[str]:
    return [" ".join(filter(None, (cell.text, cell.note))) for detail in row.details for cell in detail.cells]


PLACES = (
    ("results", "results", "รวมจาก 2 แหล่ง: การตรวจเดียวกัน เวลาเดียวกัน ค่าเดียวกัน"),
    ("results", "findings-in-words", "รวมจาก 2 แหล่ง: การตรวจเดียวกัน เวลาเดียวกัน ค่าเดียวกัน"),
    ("vaccines", "vaccines", "รวมจาก 2 แหล่ง: วัคซีนชนิดเดียวกัน วันเดียวกัน เข็มเดียวกัน"),
    ("problems", "problems", "รวมจาก 2 แหล่ง: การวินิจฉัยเดียวกัน สถานะเดียวกัน เริ่มเมื่อเดียวกัน"),
    ("allergies", "allergies", "รวมจาก 2 แหล่ง: สารเดียวกัน ให้ข้อมูลตรงกัน"),
    ("others", "procedures", "รวมจาก 2 แหล่ง: หัตถการเดียวกัน วันเดียวกัน"),
    ("documents", "reports", "รวมจาก 2 แหล่ง: การตรวจเดียวกัน วันเดียวกัน ข้อสรุปเดียวกัน"),
)


@pytest.mark.parametrize(("page", "section", "why"), PLACES)
def test_each_page_names_the_rule_and_both_sources(
    page: str, section: str, why: str, words: Words, today: date
) -> None:
    rows = _sections(sheet(page, binder().record(), LEDGER, today, words), section).rows
    assert rows
    for row in rows:
        assert {note.letter for note in row.sources} == {"A", "B"}
        assert len({note.fact for note in row.sources}) == len(row.sources) == 2
        assert any(why in told for told in _details(row))


def test_no_sum_counts_a_merged_row_twice(words: Words, today: date) -> None:
    record = binder().record()
    made = {one.name: one for one in all_sheets(record, LEDGER, today, words)}
    assert _sections(made["vaccines"], "vaccines").caption == "1 ครั้ง"
    assert _sections(made["problems"], "problems").caption == "1 · รวมจาก 2 แห่ง"
    drawn = timeline(record, LEDGER, today, words)
    assert sum(len(lane.events) for lane in drawn.lanes) == len(list(record.facts())) == len(TOLD_TWICE)
    potassium = next(
        row for row in _sections(made["results"], "results").rows if "2823-3" in row.cells[0].code
    )
    assert [cell.text for cell in potassium.cells if "5.7" in cell.text] == ["5.7"]
    key = next(row for row in _sections(made["summary"], "key-results").rows if row.cells[0].text == "K")
    assert {note.letter for note in key.sources} == {"A", "B"}
    assert "ครั้งเดียว" in key.cells[2].text


def test_the_letter_tells_a_merged_result_once_with_both_letters(words: Words, today: date) -> None:
    pen = Pen(binder().record(), LEDGER, today, words)
    row = next(row for row in letter_results(pen).rows if row.cells[0].text.startswith("K"))
    assert [cell.text for cell in row.cells[1:-1]] == ["5.7"]
    assert "A" in row.cells[-1].text
    assert "B" in row.cells[-1].text


def test_what_differs_is_said_beside_both(words: Words, today: date) -> None:
    made = Binder(today, None)
    made.add(json.dumps({**K, "id": "1"}).encode(), A)
    made.add(json.dumps({**but(K, valueQuantity={"value": 5.1, "unit": "mmol/L"}), "id": "2"}).encode(), B)
    (row,) = _sections(sheet("results", made.record(), LEDGER, today, words), "results").rows
    marks = {mark.word for detail in row.details for mark in detail.marks}
    assert marks == {"ต่างจาก A: ค่า 5.7 มมล./ล.", "ต่างจาก B: ค่า 5.1 มมล./ล."}


def test_an_order_and_its_dispense_are_one_row_of_one_source(words: Words, today: date) -> None:
    made = Binder(today, None)
    made.add(json.dumps({**ordered("metformin 500 mg tab", "2026-11-20", ONCE), "id": "o"}).encode(), A)
    made.add(json.dumps({**given("metformin 500 mg tab", "2026-11-20", quantity=30), "id": "d"}).encode(), A)
    record = made.record()
    (row,) = _sections(sheet("medicines", record, LEDGER, today, words), "medicines").rows
    assert len(row.details) == 2, "how the days were counted, and the one row"
    assert "รวมจาก 2 รายการของแหล่งเดียวกัน: ใบสั่งยา การจ่ายยา หรือรายการยา จากการจ่ายครั้งเดียวกัน" in _details(row)[4]
    assert [note.type for note in row.sources] == ["การจ่ายยา", "ใบสั่งยา"]
    assert "เหลือ 27 วัน" in row.cells[4].text
    assert [len(lane.events) for lane in timeline(record, LEDGER, today, words).lanes] == [1]


def test_a_row_the_reader_split_says_so(words: Words, today: date) -> None:
    made = binder()
    vaccine = made.record().vaccines[0]
    assert made.split(vaccine.number)
    rows = _sections(sheet("vaccines", made.record(), LEDGER, today, words), "vaccines").rows
    assert len(rows) == 2
    assert all("แยกแสดงตามที่ท่านเลือก" in {mark.word for mark in row.marks} for row in rows)
    assert [{note.letter for note in row.sources} for row in rows] == [{"A"}, {"B"}]


def test_a_visit_passed_on_is_one_visit(
    words: Words, today: date, strings: Callable[[Any], list[str]]
) -> None:
    told = {
        **visit("2026-11-20T09:00:00+07:00"),
        "identifier": [{"system": "https://bps.moph.go.th/hcode/5", "value": "99001"}],
    }
    made = Binder(today, None)
    made.add(json.dumps({**told, "id": "1"}).encode(), A)
    made.add(json.dumps({**told, "id": "2"}).encode(), B)
    summary = sheet("summary", made.record(), LEDGER, today, words)
    assert _sections(summary, "visits").caption == "ทั้งหมด 1 ครั้ง"
    others = strings(sheet("others", made.record(), LEDGER, today, words))
    assert any("การมารับบริการครั้งเดียวกัน ที่อีกแหล่งส่งต่อมา" in told for told in others)
