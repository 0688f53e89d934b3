"""A negation never flips: a denial is no allergen, a dash is no denial, a refuted row is no allergy."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder
from viewer.record.facts import Stance


def stance(**more: Any) -> Stance:
    resource = {"resourceType": "AllergyIntolerance", "id": "a", **more}
    binder = Binder(date(2026, 11, 23), None)
    binder.add(json.dumps(resource).encode(), UNKNOWN)
    return binder.record().allergies[0].stance


@pytest.mark.parametrize(
    "text",
    [
        "ปฏิเสธการแพ้ยา", "ปฏิเสธแพ้ยา", "ปฏิเสธประวัติแพ้ยา", " ปฏิเสธการแพ้ยา. ", "2 ปฏิเสธแพ้ยา", "ไม่แพ้ยา", "ไม่เคยแพ้ยา",
        "ไม่มียาที่แพ้", "ไม่มีประวัติแพ้ยา", "NKDA", "nka", "No known drug allergy", "no known drug allergies",
        "No Known Allergies", "ปฏิเสธการแพ้ยาและอาหาร", "ปฏิเสธการแพ้อาหาร", "No known food allergy", "denies drug allergy",
    ],
)  # fmt: skip
def test_denials(text: str) -> None:
    assert stance(code={"text": text}) is Stance.DENIED
    assert stance(code={"coding": [{"system": "x", "code": "1", "display": text}]}) is Stance.DENIED


@pytest.mark.parametrize(
    "text", ["-", "--", "", " ", ".", "ไม่ทราบ", "ไม่ทราบประวัติแพ้ยา", "ไม่มีข้อมูล", "ไม่ระบุ", "unknown", "N/A", "?"]
)
def test_what_nobody_knows_is_neither_denial_nor_allergen(text: str) -> None:
    assert stance(code={"text": text}) is Stance.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "penicillin", "แพ้ยาแก้อักเสบ", "แพ้ยาลดไข้สูง ไม่ทราบชื่อ หอบ", "แพ้ซัลฟา ผื่น", "ปฏิเสธการแพ้ยา ยกเว้น penicillin",
        "ไม่แพ้ยา amoxicillin แต่แพ้ cefalexin", "ไม่ทราบชื่อยา เม็ดสีชมพู", "no known drug allergy except sulfa",
        "nkda?? aspirin", "พลาสเตอร์", "สารทึบรังสีไอโอดีน",
    ],
)  # fmt: skip
def test_an_allergen_beside_words_of_denial_is_an_allergy(text: str) -> None:
    assert stance(code={"text": text}) is Stance.ALLERGIC


def test_a_named_allergen_beats_a_denial_or_a_dash_in_the_text() -> None:
    amoxicillin = [{"system": "x", "code": "1", "display": "amoxicillin"}]
    assert stance(code={"text": "-", "coding": amoxicillin}) is Stance.ALLERGIC
    assert stance(code={"text": "ไม่แพ้ยา", "coding": amoxicillin}) is Stance.ALLERGIC
    assert (
        stance(code={"text": "ปฏิเสธการแพ้ยา", "coding": [{"code": "00000", "display": "-"}]}) is Stance.DENIED
    )
    assert stance(reaction=[{"substance": {"text": "amoxicillin"}}]) is Stance.ALLERGIC


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("716186003", Stance.DENIED), ("409137002", Stance.DENIED), ("428607008", Stance.DENIED),
        ("no-known-allergies", Stance.DENIED), ("no-known-medication-allergies", Stance.DENIED),
        ("no-known-food-allergies", Stance.DENIED), ("no-allergy-info", Stance.UNKNOWN), ("764146007", Stance.ALLERGIC),
    ],
)  # fmt: skip
def test_codes(code: str, expected: Stance) -> None:
    assert stance(code={"coding": [{"code": code}]}) is expected


def verification(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def test_verification_turns_a_row_but_never_into_its_opposite() -> None:
    assert stance(code={"text": "penicillin"}, verificationStatus=verification("refuted")) is Stance.REFUTED
    assert (
        stance(code={"text": "penicillin"}, verificationStatus=verification("unconfirmed")) is Stance.ALLERGIC
    )
    assert (
        stance(code={"text": "penicillin"}, verificationStatus=verification("entered-in-error"))
        is Stance.UNKNOWN
    )
    assert stance(code={"text": "ปฏิเสธการแพ้ยา"}, verificationStatus=verification("refuted")) is Stance.UNKNOWN
    assert (
        stance(code={"text": "ปฏิเสธการแพ้ยา"}, verificationStatus=verification("entered-in-error"))
        is Stance.UNKNOWN
    )
    assert stance(code={"text": "enalapril"}, type="intolerance") is Stance.SIDE_EFFECT
    assert (
        stance(code={"text": "enalapril"}, type="intolerance", verificationStatus=verification("refuted"))
        is Stance.REFUTED
    )
