"""What is about to be dispensed is held against the whole record; every supply stands on one page by date."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.view.band import band_of, cautions
from viewer.view.dispensing import dispensing
from viewer.view.findings import findings
from viewer.view.medicines import medicines
from viewer.view.pen import Pen
from viewer.view.prescription import prescription, prescription_check
from viewer.visit.prescription import Proposed

from .made import pen_of

Patient = Callable[..., Any]


def pen(person: Any, today: date, words: Words, *proposals: Proposed) -> Pen:
    return Pen(person.record, person.ledger, today, words, proposals=proposals)


def test_an_nsaid_for_the_person_with_kidney_disease(patient: Patient, today: date, words: Words) -> None:
    ibuprofen = Proposed("ibuprofen", ("ibuprofen",), "400 mg tab", "รับประทานครั้งละ 1 เม็ด วันละ 3 ครั้ง หลังอาหาร")
    made = pen(patient(1), today, words, ibuprofen)
    (row,) = prescription(made).rows
    assert row.cells[0].text == "ibuprofen 400 mg tab"
    assert "วันละ 3 ครั้ง" in row.cells[1].text
    assert "eGFR 29" in row.cells[2].text
    told = [detail.cells[1].note for detail in row.details]
    assert any("RDU ข้อ 14" in text for text in told)
    assert any("RDU ข้อ 13" in text for text in told)
    standing = findings(made).rows
    assert any("ยาที่จะจ่าย" in {mark.word for mark in one.marks} for one in standing)
    # No source sent it: it is the source of no row.
    assert all(note.fact >= 0 for one in standing for note in one.sources)


def test_what_no_rule_speaks_of_is_not_called_safe(patient: Patient, today: date, words: Words) -> None:
    (row,) = prescription(pen(patient(1), today, words, Proposed("vitamin c", ("ascorbic acid",)))).rows
    assert row.cells[2].text == "ยังไม่พบกฎที่ตรงกับยานี้"
    assert row.cells[1].text == "ไม่ได้พิมพ์วิธีใช้"
    assert not row.marks


def test_an_ergot_beside_hidden_medicines_names_none_of_them(
    patient: Patient, today: date, words: Words
) -> None:
    made = prescription(pen(patient(3), today, words, Proposed("Cafergot", ("ergotamine", "caffeine"))))
    (row,) = made.rows
    assert "ยาที่จำกัดการเข้าถึง" in row.cells[2].text
    text = repr(made.rows) + "".join(cell.text + cell.note for one in row.details for cell in one.cells)
    assert not any(secret in text for secret in ("ritonavir", "atazanavir", "HIV", "ONC"))


def test_controlled_medicines_stand_by_facility_and_date(patient: Patient, today: date, words: Words) -> None:
    person = patient(12)
    controlled, dispensed = dispensing(pen(person, today, words)).sections
    told = {row.cells[1].text.split()[0] for row in controlled.rows}
    assert {"alprazolam", "zolpidem", "diazepam"} <= told
    days = [row.day for row in controlled.rows if row.day]
    assert days == sorted(days, reverse=True)
    assert all(row.sources for row in controlled.rows)
    handed = [row for row in person.record.supplies if not row.restricted and row.kind != "administration"]
    assert len(dispensed.rows) == len(handed)
    assert "ซื้อจากที่อื่น" in controlled.footer


@pytest.mark.parametrize("number", [3])
def test_the_history_keeps_what_is_restricted(
    number: int, patient: Patient, today: date, words: Words
) -> None:
    person = patient(number)
    text = "".join(
        cell.text + cell.note
        for section in dispensing(pen(person, today, words)).sections
        for row in section.rows
        for cell in row.cells
    )
    assert not any(
        secret in text.lower() for secret in ("ritonavir", "atazanavir", "tenofovir", "emtricitabine")
    )


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (2, "paracetamol: ยาน้ำตัวเดียวกันสองความเข้มข้น"),
        (4, "ergotamine: ห้ามใช้ในหญิงตั้งครรภ์"),
        (12, "omeprazole: ตัวยาเดียวกันจากสองแหล่ง"),
        (1, "ห้ามใช้: metformin · eGFR 29"),
    ],
)
def test_a_headline_alone_says_what_is_the_matter(
    number: int, told: str, patient: Patient, today: date, words: Words
) -> None:
    heads = [row.cells[0].text for row in findings(pen(patient(number), today, words)).rows]
    assert any(head.startswith(told) for head in heads), heads


def test_a_rule_that_could_not_be_decided_says_why(patient: Patient, today: date, words: Words) -> None:
    person = patient(8)
    told = medicines(pen(person, today, words)).gaps
    undecided = [gap for gap in told if gap.startswith("ตัดสินไม่ได้: ")]
    assert undecided
    assert all(gap.endswith(")") for gap in undecided)
    assert not any(gap.startswith("ตัดสินไม่ได้: ") for gap in medicines(pen(patient(1), today, words)).gaps)


TRAMADOL = Proposed("tramadol", ("tramadol",), "50 mg cap")
WOMAN: dict[str, Any] = {"resourceType": "Patient", "gender": "female", "birthDate": "1996-02-03"}
MAN: dict[str, Any] = {"resourceType": "Patient", "gender": "male", "birthDate": "1996-02-03"}
FEEDS: dict[str, Any] = {
    "resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-11-10",
    "code": {"coding": [{"system": "http://loinc.org", "code": "63895-7"}], "text": "Breastfeeding status"},
    "valueCodeableConcept": {"coding": [{"system": "http://loinc.org", "code": "LA29252-6"}]},
}  # fmt: skip
WEANED = FEEDS | {"valueCodeableConcept": {"coding": [{"system": "http://loinc.org", "code": "LA29253-4"}]}}


@pytest.mark.parametrize(
    ("who", "told", "asks", "footer", "verdict"),
    [
        ((WOMAN,), False, True, "ไม่ทราบว่าให้นมบุตรหรือไม่: ถามแล้วเลือกด้านบน ระหว่างนี้ยังไม่ใช้กฎเรื่องให้นมบุตร", ""),
        ((WOMAN,), True, True, "ให้นมบุตร: เทียบกับกฎ 11 ข้อ ยาอื่นให้ดูเอกสารกำกับยา", "หายใจช้า"),
        ((WOMAN, FEEDS), False, False, "ให้นมบุตร: เทียบกับกฎ 11 ข้อ ยาอื่นให้ดูเอกสารกำกับยา", "หายใจช้า"),
        ((WOMAN, WEANED), False, True, "บันทึกไว้ว่าไม่ได้ให้นมบุตร (10 พ.ย. 2569): ถามซ้ำ", ""),
        ((MAN,), False, False, "", ""),
    ],
)
def test_breast_feeding_is_asked_where_nobody_says_and_never_taken_for_no(
    words: Words, who: tuple[dict[str, Any], ...], told: bool, asks: bool, footer: str, verdict: str
) -> None:
    at = pen_of(words, *who)
    made = Pen(at.record, at.ledger, at.today, words, proposals=(TRAMADOL,), breast_feeding=told)
    check = prescription_check(made)
    assert (check.asks, check.told, check.section.footer) == (asks, told, footer)
    (row,) = check.section.rows
    assert (verdict in row.cells[2].text) if verdict else "หายใจช้า" not in row.cells[2].text


def test_the_band_and_paper_say_that_she_breast_feeds_and_who_said_so(words: Words) -> None:
    recorded = pen_of(words, WOMAN, FEEDS)
    (fact,) = [one for one in band_of(recorded).facts if one.label == "ให้นมบุตร"]
    assert (fact.value, fact.caption) == ("ใช่", "10 พ.ย. 2569 · A")
    assert "ให้นมบุตร ใช่ (10 พ.ย. 2569 · A)" in cautions(recorded)
    told = Pen(recorded.record, recorded.ledger, recorded.today, words, breast_feeding=True)
    (fact,) = [one for one in band_of(told).facts if one.label == "ให้นมบุตร"]
    assert fact.caption == "บอกวันนี้"
    for silent in (pen_of(words, WOMAN), pen_of(words, WOMAN, WEANED)):
        assert not [one for one in band_of(silent).facts if one.label == "ให้นมบุตร"]


def test_the_finding_says_how_it_is_known(words: Words) -> None:
    at = pen_of(words, WOMAN, FEEDS)
    made = Pen(at.record, at.ledger, at.today, words, proposals=(TRAMADOL,))
    (row,) = findings(made).rows
    assert "ให้นมบุตร ตามที่บันทึกไว้" in row.cells[3].text
    assert any("63895-7" in repr(detail) or "Breastfeeding" in repr(detail) for detail in row.details)
