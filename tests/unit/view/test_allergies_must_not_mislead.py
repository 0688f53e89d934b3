"""What a clinician with three minutes would read wrongly of allergies: one test for each way it once could be."""

from collections.abc import Callable
from datetime import date
from typing import Any

from unit.view.made import by_name, pen_of, rows

from viewer.base.words import Words
from viewer.exchange.ledger import LineState
from viewer.view.band import band, band_of
from viewer.view.sheet import AllergyState

Patient = Callable[..., Any]


def test_no_denial_is_called_confirmed(patient: Patient, words: Words, today: date) -> None:
    for number in (1, 3, 5, 7, 8):
        for row in rows(patient(number), "allergies", "allergies", today, words):
            if any(word in row.cells[0].text for word in ("ปฏิเสธ", "ไม่ทราบ")):
                assert (row.cells[1].text, row.cells[2].text) == ("", ""), number


def test_what_kills_stands_before_what_is_newer(patient: Patient, words: Words, today: date) -> None:
    first, second, third = rows(patient(8), "allergies", "allergies", today, words)[:3]
    assert first.cells[0].text == "sulfamethoxazole + trimethoprim"
    assert second.cells[0].text == "amoxicillin"
    assert third.cells[0].text == "แพ้ยาแก้อักเสบ"


def test_an_old_denial_casts_no_doubt_on_the_allergy(patient: Patient, words: Words, today: date) -> None:
    person = patient(7)
    block = band(person.record, person.ledger, today, words).allergy
    assert block.state is AllergyState.CONFLICT
    assert [tag.word for tag in block.tags] == ["คำปฏิเสธเก่า 7 ปี 6 เดือน ควรถามซ้ำ"]


def test_while_asking_an_allergy_stands_at_once_and_a_denial_never_alone(
    patient: Patient, words: Words, today: date
) -> None:
    late = {"F02": LineState.ASKING}
    person = patient(7, late)
    block = band(person.record, person.ledger, today, words).allergy
    assert block.state is AllergyState.ALLERGIC, "what one facility knows is not held back for another"
    assert [tag.word for tag in block.tags] == ["กำลังสอบถามอีก 1 แห่ง อาจมีเพิ่ม"]
    person = patient(7, {"F08": LineState.ASKING})
    block = band(person.record, person.ledger, today, words).allergy
    assert block.state is AllergyState.ASKING
    lines = ["".join(segment.text for segment in line) for line in block.lines]
    assert lines[0] == "กำลังสอบถาม 1 แห่ง ยังสรุปไม่ได้"
    assert lines[1].startswith("เท่าที่ได้รับ: ปฏิเสธการแพ้ยา")
    assert block.tags == ()


def test_a_conflict_names_what_speaks_against_the_allergy(
    patient: Patient, words: Words, today: date
) -> None:
    """Nobody denied anything that counts: penicillin was assessed. A denial that counts is called one."""
    assessed, denied = patient(8), patient(7)
    block = band(assessed.record, assessed.ledger, today, words).allergy
    assert (block.state, block.headline) == (AllergyState.CONFLICT, "ข้อมูลขัดแย้ง: มีทั้งแพ้และประเมินแล้วไม่แพ้")
    block = band(denied.record, denied.ledger, today, words).allergy
    assert (block.state, block.headline) == (AllergyState.CONFLICT, "ข้อมูลขัดแย้ง: มีทั้งแพ้และปฏิเสธ")


def test_an_allergy_that_one_source_calls_over_was_not_assessed(words: Words) -> None:
    one = {
        "resourceType": "AllergyIntolerance",
        "code": {"text": "ceftriaxone"},
        "recordedDate": "2026-01-02",
    }
    over = one | {"clinicalStatus": {"coding": [{"code": "resolved"}]}}
    block = band_of(pen_of(words, one, over)).allergy
    assert (block.state, block.headline) == (AllergyState.CONFLICT, "ข้อมูลขัดแย้ง: มีทั้งแพ้และแจ้งว่าหายแล้ว")


def test_this_facility_is_the_one_that_wrote_it(patient: Patient, words: Words, today: date) -> None:
    found = by_name(rows(patient(8), "allergies", "allergies", today, words))
    assert found["amoxicillin"].cells[3].text == "สถานพยาบาลแห่งนี้เป็นผู้พบการแพ้ยาเอง (B)"
    assert found["enalapril"].cells[3].text == "ผู้ป่วยให้ประวัติเอง"
