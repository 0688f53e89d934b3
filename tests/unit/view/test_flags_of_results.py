"""Interpretations of results: known ones in a laboratory's words, unknown ones as sent, none dropped."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Record
from viewer.view.sheets import sheet
from viewer.view.terms import flags

TODAY = date(2026, 11, 23)
WORDS = Words("th")
HL7 = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"


def read(interpretation: Any = None, name: str = "HBsAg", **more: Any) -> Record:
    sent = {
        "resourceType": "Observation", "id": "1", "status": "final", "subject": {"reference": "Patient/p"},
        "effectiveDateTime": "2026-11-01", "code": {"text": name}, **more,
    }  # fmt: skip
    if interpretation is not None:
        sent["interpretation"] = interpretation
    return read_everything([Source("a", json.dumps(sent).encode())], TODAY).persons[0].record


def told(record: Record) -> str:
    found = []
    for section in sheet("results", record, Ledger(), TODAY, WORDS).sections:
        for row in section.rows:
            found += [*(mark.word for mark in row.marks), *(cell.text for cell in row.cells)]
    return " | ".join(found)


def code(value: str, display: str = "", system: str = HL7) -> list[dict[str, Any]]:
    return [{"coding": [{"system": system, "code": value, **({"display": display} if display else {})}]}]


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (code("hh"), ("HH",)),
        (code("", "High"), ("H",)),
        ([{"text": "Critical high"}], ("HH",)),
        ([{"text": "ต่ำ"}], ("L",)),
        ({"text": "ค่าวิกฤต"}, ("AA",)),
        ([{"text": "ก้ำกึ่ง"}], ("IND",)),
        ([{"text": "-"}], ("-",)),  # as often nothing as negative
        ([{"text": "-ve"}], ("NEG",)),
        (code("POS"), ("POS",)),
        (code("<"), ("<",)),
        (code("R"), ("R",)),
        (code("R", "Reactive", "urn:lab"), ("RR",)),
        (code("R", "", "urn:lab"), ("“R”",)),
        (code("QQ", "", "urn:lab"), ("QQ",)),
        (code("Q7", "ส่งตรวจซ้ำ", "urn:lab"), ("ส่งตรวจซ้ำ",)),
        ([{**code("H")[0], "text": "Above high normal"}], ("H",)),
        ([{**code("N")[0], "text": "Critical high"}], ("N", "HH")),
        ([*code("H"), *code("U")], ("H", "U")),
        ("H", ("H",)),
    ],
)
def test_what_an_interpretation_means(sent: Any, found: tuple[str, ...]) -> None:
    record = read(sent, valueQuantity={"value": 5})
    assert record.results[0].flags == found


@pytest.mark.parametrize("known", sorted(flags(WORDS)))
def test_every_known_code_is_told_in_words(known: str) -> None:
    word = flags(WORDS)[known].word
    assert word in told(read(code(known), valueString="ข้อความ")) or known == "N"
    assert word in told(read(code(known)))


def test_an_unknown_flag_is_told_as_sent() -> None:
    assert "ส่งตรวจซ้ำ (ต้นทางแจ้ง)" in told(read(code("Q7", "ส่งตรวจซ้ำ", "urn:lab"), valueString="12"))


def test_resistance_is_told_of_each_component() -> None:
    parts = [
        {"code": {"text": "Meropenem"}, "interpretation": code("R")},
        {"code": {"text": "Amikacin"}, "valueString": "<=2", "interpretation": code("S")},
    ]
    shown = told(read(name="Culture", component=parts))
    assert "Meropenem ดื้อยา (R) (ต้นทางแจ้ง)" in shown
    assert "Amikacin <=2 ไวต่อยา (S) (ต้นทางแจ้ง)" in shown


@pytest.mark.parametrize(
    ("value", "sent", "torn"),
    [
        ({"valueString": "Reactive"}, "NEG", True),
        ({"valueCodeableConcept": {"text": "ไม่พบเชื้อ"}}, "DET", True),
        ({"valueString": "Negative"}, "POS", True),
        ({"valueString": "Negative"}, "ND", False),
        ({"valueString": "Positive"}, "H", False),
        ({}, "POS", False),
    ],
)
def test_a_value_against_its_own_flag_is_a_contradiction(
    value: dict[str, Any], sent: str, torn: bool
) -> None:
    assert ("ผลกับค่าที่ต้นทางแจ้งไม่ตรงกัน" in told(read(code(sent), **value))) is torn
