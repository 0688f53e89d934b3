"""The allergy card in words: assessed allergies alone, with whom to ask; what is not settled is named as that."""

from collections.abc import Callable
from typing import Any

import pytest
from sandbox_people import Patient

from viewer.base.words import Words
from viewer.view.allergies import allergies
from viewer.view.allergy_card import AllergyCard, allergy_card, why_none
from viewer.view.pen import Pen

from .conftest import D
from .made import PRINTING, pen_of

SIL = "https://fhir-ig.sil-th.org/th/extensions/StructureDefinition/ex-allergyintolerance-allergy-"
Whose = Callable[..., Patient]


def extension(name: str, words: str) -> dict[str, Any]:
    return {"url": SIL + name, "valueCodeableConcept": {"text": words}}


def row(name: str, certainty: str = "", **more: Any) -> dict[str, Any]:
    made = {
        "resourceType": "AllergyIntolerance", "code": {"text": name}, "category": ["medication"],
        "verificationStatus": {"coding": [{"code": "confirmed"}]}, "recordedDate": "2022-06-20", **more,
    }  # fmt: skip
    return made | ({"extension": [extension("certainty", certainty)]} if certainty else {})


def card(pen: Pen) -> AllergyCard:
    return allergy_card(pen, PRINTING, sandbox=True)


def test_person_8_has_the_assessed_allergy_alone(patient: Whose, words: Words) -> None:
    whose = patient(8)
    pen = Pen(whose.record, whose.ledger, D, words)
    made = card(pen)
    (entry,) = made.entries
    assert (entry.name, entry.reaction) == ("sulfamethoxazole + trimethoprim", "Stevens-Johnson syndrome")
    (told,) = entry.assessments
    assert told.startswith("ผลประเมิน: ใช่แน่นอน (certain) · ความร้ายแรง: ร้ายแรง")
    assert told.endswith("20 มิ.ย. 2565 · รพ.ศูนย์ธารสุวรรณ")
    assert entry.unnamed  # a line to write on: no source says who assessed it
    (unsettled,) = (note for note in made.notes if note.startswith("ยังไม่สรุป ห้ามถือว่าไม่แพ้: "))
    assert "amoxicillin (anaphylaxis, รพ.บ้านเหนือคลอง" in unsettled
    assert "แพ้ยาแก้อักเสบ" in unsettled
    assert why_none(pen) == ()
    everything = repr(made)
    for never in ("enalapril", "metoclopramide"):
        assert never not in everything


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (1, ("ไม่พบประวัติแพ้ยาที่ยังมีผลในข้อมูลที่ได้รับ",)),
        (2, ("แพ้ยาลดไข้สูง ไม่ทราบชื่อ หอบ: ไม่มีแหล่งใดระบุว่าประเมินแล้ว",)),
        (7, ("สารทึบรังสีไอโอดีน: ไม่มีแหล่งใดระบุว่าประเมินแล้ว",)),
    ],
)
def test_what_nobody_assessed_gets_no_card_and_says_why(
    patient: Whose, words: Words, number: int, why: tuple[str, ...]
) -> None:
    whose = patient(number)
    pen = Pen(whose.record, whose.ledger, D, words)
    assert why_none(pen) == why
    assert card(pen).entries == ()


def test_a_conflict_names_the_place_that_found_none(words: Words) -> None:
    none = row("penicillin", verificationStatus={"coding": [{"code": "refuted"}]})
    (why,) = why_none(pen_of(words, row("amoxicillin", "probable"), none))
    assert why == "amoxicillin: อีกแห่งประเมินแล้วไม่แพ้ (รพ.ตัวอย่าง 20 มิ.ย. 2565) ต้องสรุปให้ได้ก่อน"


def test_who_assessed_it_is_named_and_who_only_wrote_it_down_is_called_so(words: Words) -> None:
    assessed: dict[str, Any] = {"asserter": {"reference": "Practitioner/p", "display": "ภญ.สมใจ"}}
    written: dict[str, Any] = {"recorder": {"reference": "Practitioner/q", "display": "พว.สมหมาย"}}
    pen = pen_of(words, row("phenytoin", **assessed), row("aspirin", "certain", **written))
    entries = {entry.name: entry for entry in card(pen).entries}
    assert entries["phenytoin"].assessments[0].endswith("ผู้ประเมิน ภญ.สมใจ")
    assert not entries["phenytoin"].unnamed
    assert entries["aspirin"].assessments[0].endswith("ผู้บันทึก พว.สมหมาย")
    assert entries["aspirin"].unnamed
    told = {
        one.cells[0].text: (one.cells[3].text, one.cells[3].note) for one in allergies(pen).sections[0].rows
    }
    assert told == {
        "phenytoin": ("ผู้ประเมิน ภญ.สมใจ", ""),  # the one who informed: said once
        "aspirin": ("ไม่ระบุผู้ให้ข้อมูล", "ผู้บันทึก พว.สมหมาย"),
    }


def test_drugs_of_its_group_are_told_as_far_as_a_rule_in_force_says(words: Words) -> None:
    others = dict(card(pen_of(words, row("amoxicillin", "certain"))).others)
    own = next(names for label, names in others.items() if "เพนิซิลลิน" in label)
    ring = next(names for label, names in others.items() if "R1" in label)
    assert {"ampicillin", "cloxacillin"} <= set(own.split(", "))
    assert {"cefalexin", "cefaclor"} <= set(ring.split(", "))
    assert "amoxicillin" not in f"{own}, {ring}".split(", ")
    assert "ceftriaxone" not in f"{own}, {ring}".split(", ")


def test_a_class_recorded_by_its_name_means_all_of_it(words: Words) -> None:
    ((label, names),) = card(pen_of(words, row("penicillin", "certain"))).others
    assert label == "ยาทุกตัวในกลุ่ม เพนิซิลลิน"
    assert {"amoxicillin", "benzylpenicillin"} <= set(names.split(", "))


@pytest.mark.parametrize("name", ["ซัลฟา", "ยาแก้อักเสบ", "sulfamethoxazole + trimethoprim", "carbamazepine"])
def test_nothing_is_said_of_groups_that_no_rule_names(words: Words, name: str) -> None:
    assert card(pen_of(words, row(name, "certain"))).others == ()


def test_food_and_side_effects_are_on_no_card_of_drugs(words: Words) -> None:
    food = row("กุ้ง", "certain") | {"category": ["food"]}
    side = row("enalapril", "certain") | {"type": "intolerance"}
    assert why_none(pen_of(words, food, side)) == ("ไม่พบประวัติแพ้ยาที่ยังมีผลในข้อมูลที่ได้รับ",)


@pytest.mark.parametrize(
    ("name", "happened"),
    [
        ("แพ้ซัลฟา ผื่น", "ดูข้อความต้นทาง"),
        ("แพ้ยาลดไข้สูง ไม่ทราบชื่อ หอบ", "ดูข้อความต้นทาง"),
        ("atenolol", "ต้นทางไม่ได้บันทึก"),  # "ten" is no TEN
    ],
)
def test_a_status_of_the_source_is_no_assessment(name: str, happened: str, words: Words) -> None:
    (told,) = allergies(pen_of(words, row(name))).sections[0].rows
    assert told.cells[1].text == happened
    assert told.cells[2].text == "สถานะต้นทาง: ยืนยันแล้ว · ยังไม่พบการประเมิน"
