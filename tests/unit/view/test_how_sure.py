"""How sure a diagnosis or an allergy is, and whether it goes on: what stands there turns the row or is told."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.base.words import Words
from viewer.exchange.ledger import Ledger
from viewer.record.denials import denial
from viewer.record.facts import Stance
from viewer.record.shelf import Source, read_everything
from viewer.record.story import Record
from viewer.view.sheets import sheet

TODAY = date(2026, 11, 23)
WORDS = Words("th")
HL7 = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
SCT = "http://snomed.info/sct"


def read(**resource: Any) -> Record:
    whose = {"subject": {"reference": "Patient/p"}, "patient": {"reference": "Patient/p"}}
    (one,) = read_everything([Source("a", json.dumps({**whose, **resource}).encode())], TODAY).persons
    return one.record


def condition(**more: Any) -> Record:
    return read(resourceType="Condition", code={"text": "Cancer"}, **more)


def told(record: Record, name: str) -> str:
    row = sheet(name, record, Ledger(), TODAY, WORDS).sections[0].rows[0]
    return " | ".join([*(mark.word for mark in row.marks), *(cell.text for cell in row.cells)])


def local(code: str, display: str = "", system: str = "urn:x") -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, **({"display": display} if display else {})}]}


MEANT = [
    ({"text": "Ruled out"}, "refuted"),
    ({"text": "ไม่ใช่"}, "refuted"),
    ("RULED OUT", "refuted"),
    (local("410516002", "Known absent", SCT), "refuted"),
    (local("410516002", "", SCT), "refuted"),
    (local("X1", "ตัดออกแล้ว"), "refuted"),
    (local("refuted", "", HL7), "refuted"),
    (local("Refuted", "ประเมินแล้ว", HL7), "refuted"),
    ({"text": "Suspected"}, "unconfirmed"),
    ({"text": "สงสัย"}, "unconfirmed"),
    (local("415684004", "", SCT), "unconfirmed"),
    ({"text": "Working diagnosis"}, "provisional"),
    ({"text": "วินิจฉัยแยกโรค"}, "differential"),
    ({"text": "Entered in error"}, "entered-in-error"),
    ({**local("entered-in-error", "", HL7), "text": "สงสัย"}, "entered-in-error"),
    ({"text": "ยืนยันแล้ว"}, "confirmed"),
    ({**local("confirmed", "Confirmed", HL7), "text": "Confirmed"}, "confirmed"),
    ({"coding": [{"code": "9"}, {"system": HL7, "code": "confirmed"}]}, "confirmed"),
]
AS_SENT = [
    (local("RO", "Rule out"), "Rule out"),
    (local("RO"), "RO"),
    ({"text": "รอผลชิ้นเนื้อ"}, "รอผลชิ้นเนื้อ"),
    ({**local("confirmed", "", HL7), "text": "Ruled out"}, "Ruled out, confirmed"),
]


@pytest.mark.parametrize(("sent", "code"), MEANT)
def test_words_that_mean_one_of_the_codes(sent: Any, code: str) -> None:
    record = condition(verificationStatus=sent)
    (row,) = record.problems
    assert row.verification == code
    assert denial(row) == (code if code in ("refuted", "entered-in-error") else "")


@pytest.mark.parametrize(("sent", "words"), AS_SENT)
def test_words_that_mean_none_are_told_on_the_row(sent: Any, words: str) -> None:
    record = condition(verificationStatus=sent)
    assert f"ต้นทางระบุ “{words}”" in told(record, "problems")
    allergy = read(resourceType="AllergyIntolerance", code={"text": "penicillin"}, verificationStatus=sent)
    assert f"ต้นทางระบุ “{words}”" in told(allergy, "allergies")


def test_a_confirmed_diagnosis_says_nothing_of_it() -> None:
    assert "ต้นทางระบุ" not in told(condition(verificationStatus=local("confirmed", "", HL7)), "problems")
    assert "ต้นทางระบุ" not in told(condition(), "problems")


def test_an_allergy_that_was_ruled_out_is_none() -> None:
    record = read(
        resourceType="AllergyIntolerance", code={"text": "penicillin"}, verificationStatus={"text": "Ruled out"}
    )  # fmt: skip
    assert record.allergies[0].stance is Stance.REFUTED
    assert "ประเมินแล้วไม่แพ้" in told(record, "allergies")


@pytest.mark.parametrize(
    ("sent", "code", "words"),
    [
        (local("C", "หาย"), "resolved", "หายแล้ว"),
        ({"text": "Cured"}, "resolved", "หายแล้ว"),
        (local("C", "จำหน่าย"), "จำหน่าย", "ต้นทางระบุ “จำหน่าย”"),
        (local("C"), "C", "ต้นทางระบุ “C”"),
        (local("remission"), "remission", ""),
        ({"text": "Active"}, "active", ""),
    ],
)
def test_whether_it_goes_on(sent: Any, code: str, words: str) -> None:
    record = condition(clinicalStatus=sent)
    assert record.problems[0].clinical == code
    assert words in told(record, "problems")


def test_an_inactive_allergy_stays_one_and_says_so() -> None:
    record = read(
        resourceType="AllergyIntolerance", code={"text": "penicillin"}, clinicalStatus=local("inactive")
    )
    assert record.allergies[0].stance is Stance.ALLERGIC
    assert WORDS.say("The source says that it is not active") in told(record, "allergies")
