"""A negation never flips: a denial is no allergen, a dash is no denial, a refuted row is no allergy."""

import json
from datetime import date
from typing import Any

import pytest

from viewer.exchange.directory import UNKNOWN
from viewer.record.binder import Binder
from viewer.record.denials import denial
from viewer.record.facts import Allergy, Fact, Stance


def read(type_: str, **more: Any) -> Fact:
    binder = Binder(date(2026, 11, 23), None)
    binder.add(json.dumps({"resourceType": type_, "id": "a", **more}).encode(), UNKNOWN)
    (row,) = binder.record().facts()
    return row


def stance(**more: Any) -> Stance:
    row = read("AllergyIntolerance", **more)
    assert isinstance(row, Allergy)
    return row.stance


@pytest.mark.parametrize(
    "text",
    [
        "ปฏิเสธการแพ้ยา", "ปฏิเสธแพ้ยา", "ปฏิเสธประวัติแพ้ยา", " ปฏิเสธการแพ้ยา. ", "2 ปฏิเสธแพ้ยา", "ไม่แพ้ยา", "ไม่เคยแพ้ยา",
        "ไม่มียาที่แพ้", "ไม่มีประวัติแพ้ยา", "NKDA", "nka", "No known drug allergy", "no known drug allergies",
        "No Known Allergies", "ปฏิเสธการแพ้ยาและอาหาร", "ปฏิเสธการแพ้อาหาร", "No known food allergy", "denies drug allergy",
        "ปฏิเสธ", "ไม่แพ้", "ปฎิเสธแพ้ยา", "ปฎิเสธการแพ้ยา", "ผู้ป่วยปฏิเสธการแพ้ยา", "แพ้ยา: ปฏิเสธ", "ไม่ได้แพ้ยา",
        "ปฏิเสธแพ้ยาแพ้อาหาร", "ไม่เคยแพ้ยาและอาหาร", "No Known Drug Allergies (NKDA)", "No allergies", "None known",
        "no known allergies to drugs", "NO KNOWN DRUG OR FOOD ALLERGY",
    ],
)  # fmt: skip
def test_denials(text: str) -> None:
    assert stance(code={"text": text}) is Stance.DENIED
    assert stance(code={"coding": [{"system": "x", "code": "1", "display": text}]}) is Stance.DENIED


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "--",
        "",
        " ",
        ".",
        "ไม่ทราบ",
        "ไม่ทราบประวัติแพ้ยา",
        "ไม่มีข้อมูล",
        "ไม่ระบุ",
        "unknown",
        "N/A",
        "?",
        "ไม่มี",
        "No",
        "Not known",
        "ไม่พบประวัติแพ้ยา",
        "ไม่พบการแพ้ยา",
    ],
)
def test_what_nobody_knows_is_neither_denial_nor_allergen(text: str) -> None:
    assert stance(code={"text": text}) is Stance.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "penicillin", "แพ้ยาแก้อักเสบ", "แพ้ยาลดไข้สูง ไม่ทราบชื่อ หอบ", "แพ้ซัลฟา ผื่น", "ปฏิเสธการแพ้ยา ยกเว้น penicillin",
        "ไม่แพ้ยา amoxicillin แต่แพ้ cefalexin", "ไม่ทราบชื่อยา เม็ดสีชมพู", "no known drug allergy except sulfa",
        "nkda?? aspirin", "ปฏิเสธแพ้ยา แพ้กุ้ง", "ไม่แพ้ยา แพ้อาหารทะเล", "No known drug allergies, latex",
        "พลาสเตอร์", "สารทึบรังสีไอโอดีน",
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


def test_a_denial_of_one_kind_is_none_of_another_whatever_category_stands_beside_it() -> None:
    latex = read("AllergyIntolerance", code={"coding": [{"code": "716184000"}]}, category=["medication"])
    assert isinstance(latex, Allergy)
    assert (latex.stance, latex.categories) == (Stance.DENIED, ("environment",))


HL7 = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"


@pytest.mark.parametrize(
    "sent",
    [
        "Refuted", " REFUTED ", {"text": "Refuted"}, {"coding": [{"display": "Refuted"}]}, [{"text": "refuted"}],
        {"coding": [{"system": "http://his.example/ver", "code": "9"}, {"system": HL7, "code": "refuted"}]},
    ],
)  # fmt: skip
@pytest.mark.parametrize("type_", ["AllergyIntolerance", "Condition"])
def test_a_refutation_in_any_spelling_is_one(type_: str, sent: Any) -> None:
    row = read(type_, code={"text": "penicillin"}, verificationStatus=sent)
    assert denial(row) == "refuted"


@pytest.mark.parametrize(
    "sent",
    [
        "Not-Done",
        "not_done",
        "NOT DONE ",
        ["not-done"],
        {"coding": [{"code": "not-done"}]},
        {"text": "not-done"},
    ],
)
@pytest.mark.parametrize(
    "type_", ["Procedure", "Immunization", "MedicationAdministration", "MedicationDispense"]
)
def test_not_done_in_any_spelling_is_not_done(type_: str, sent: Any) -> None:
    name = {"text": "x"}
    row = read(type_, status=sent, code=name, vaccineCode=name, medicationCodeableConcept=name)
    assert denial(row) in ("not-done", "not-given")


@pytest.mark.parametrize("sent", ["Entered-In-Error", "entered in error", ["entered-in-error"]])
@pytest.mark.parametrize("type_", ["Observation", "Encounter", "DiagnosticReport", "MedicationStatement"])
def test_entered_in_error_in_any_spelling_is_withdrawn(type_: str, sent: Any) -> None:
    assert denial(read(type_, status=sent, code={"text": "x"})) == "entered-in-error"


@pytest.mark.parametrize("sent", [True, "true", "True", 1, "yes", [True], {"value": True}])
def test_an_order_not_to_give_is_one_however_it_is_sent(sent: Any) -> None:
    row = read(
        "MedicationRequest", status="active", doNotPerform=sent, medicationCodeableConcept={"text": "x"}
    )
    assert denial(row) == "do-not-give"


@pytest.mark.parametrize("sent", [False, "false", None])
def test_an_order_that_does_not_forbid_is_an_order(sent: Any) -> None:
    row = read(
        "MedicationRequest", status="active", doNotPerform=sent, medicationCodeableConcept={"text": "x"}
    )
    assert denial(row) == ""
    assert row.remarks == ()


def test_a_document_whose_content_was_entered_in_error_is_withdrawn() -> None:
    assert (
        denial(read("DocumentReference", status="current", docStatus="entered-in-error"))
        == "entered-in-error"
    )
    assert denial(read("DocumentReference", status="current", docStatus="final")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "ไม่แพ้ยา penicillin", "ไม่เคยแพ้ยา amoxicillin 500 mg", "ผู้ป่วยไม่แพ้ยา aspirin", "ไม่แพ้เพนิซิลลิน", "ไม่แพ้อาหารทะเล",
        "ไม่แพ้กุ้ง", "ไม่แพ้พาราเซตามอล", "ไม่แพ้ยาทรามาดอล", "ไม่แพ้ยาคาร์บามาซีปีน",
        "No allergy to penicillin", "no known allergies to aspirin", "Not allergic to eggs", "denies allergy to latex",
    ],
)  # fmt: skip
def test_words_that_deny_one_thing_are_neither_an_allergy_nor_a_denial(text: str) -> None:
    assert stance(code={"text": text}) is Stance.NEGATED
    assert stance(code={"text": text}, type="intolerance") is Stance.NEGATED


@pytest.mark.parametrize(
    "text",
    [
        "ไม่แพ้ยา กุ้ง", "ไม่แพ้ยา shrimp", "ไม่แพ้ยา, penicillin", "ไม่แพ้ยา penicillin ผื่น", "ไม่แพ้ยา ยกเว้น penicillin",
        "No allergy to drugs except penicillin", "Not allergic to penicillin but to cefalexin",
        "no allergy to eggs, latex",
        "ไม่แพ้ penicillin / แพ้ sulfa", "nkda penicillin", "No penicillin allergy?",
        "ไม่ได้แพ้แค่ penicillin", "ไม่ได้แพ้ยา penicillin อย่างเดียว", "ไม่แพ้ amoxicillin กินแล้วช็อก",
        "ไม่แพ้เพนิซิลลินมาก่อน", "ไม่เคยแพ้ ceftriaxone ครั้งนี้ช็อก", "ไม่แพ้ยา penicillin มาก่อนจนปี 2560",
        "Not allergic to penicillin until 2019", "not allergic to just penicillin",
        "no allergy to penicillin unless IV", "ไม่แพ้เพนิซิลลินน่าจะ", "ไม่แพ้เพนิซิลลินลมพิษ",
        "not allergic to penicillin presumably", "ไม่แพ้พาราเซตามอลมาก่อน",
    ],
)  # fmt: skip
def test_what_may_name_an_allergen_beside_its_denial_is_an_allergy(text: str) -> None:
    assert stance(code={"text": text}) is Stance.ALLERGIC


def test_a_denied_name_with_a_reaction_or_another_name_is_an_allergy() -> None:
    reaction = [{"manifestation": [{"text": "ผื่น"}]}]
    assert stance(code={"text": "ไม่แพ้ยา penicillin"}, reaction=reaction) is Stance.ALLERGIC
    penicillin, sulfa = (
        {"system": "x", "code": "1", "display": name} for name in ("penicillin", "sulfamethoxazole")
    )
    assert stance(code={"text": "ไม่แพ้ยา penicillin", "coding": [penicillin]}) is Stance.NEGATED
    assert stance(code={"text": "ไม่แพ้ยา penicillin", "coding": [sulfa]}) is Stance.ALLERGIC
    for told in ({"description": "ผื่น"}, {"severity": "severe"}):
        assert stance(code={"text": "ไม่แพ้ยา penicillin"}, reaction=[told]) is Stance.ALLERGIC


@pytest.mark.parametrize("display", ["แพ้ยา penicillin", "Allergy to penicillin", "penicillin anaphylaxis"])
def test_a_denied_name_beside_words_of_an_allergy_to_it_is_an_allergy(display: str) -> None:
    coding = [{"system": "x", "code": "1", "display": display}]
    assert stance(code={"text": "ไม่แพ้ยา penicillin", "coding": coding}) is Stance.ALLERGIC


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ไม่ได้กินยา metformin", "said-not-taken"),
        ("ไม่ได้ใช้ insulin", "said-not-taken"),
        ("ผู้ป่วยไม่ได้ทานยาแอสไพริน", "said-not-taken"),
        ("Not taking warfarin", "said-not-taken"),
        ("Patient denies taking aspirin", "said-not-taken"),
        ("ไม่ได้กินยาพาราเซตามอล", "said-not-taken"),
        ("ไม่ได้กินเมทฟอร์มินทุกมื้อ", ""),
        ("ไม่ได้กินเมทฟอร์มินประจำ", ""),
        ("ไม่ได้กินยาเม็ดคุมกำเนิด", "said-not-taken"),
        ("ไม่ได้กินยาหมด", ""),
        ("not taking metformin properly", ""),
        ("not taking metformin twice", ""),
        ("ไม่ได้กินยา metformin สม่ำเสมอ", ""),
        ("not taking metformin regularly", ""),
        ("ไม่ได้กินยา metformin มา 3 วัน", ""),
        ("ไม่ได้กิน warfarin สองวัน", ""),
        ("ไม่ได้กินยา aspirin เมื่อเช้า", ""),
        ("ไม่กินยา metformin ก่อนอาหาร", ""),
        ("ไม่ใช้ยา aspirin เกินวันละเม็ด", ""),
        ("not taking aspirin this morning", ""),
        ("Not taking more than 4 paracetamol", ""),
        ("not taking warfarin since yesterday", ""),
        ("metformin 500 mg tab", ""),
        ("ไม่ได้ใช้ยา", "none-known"),
    ],
)
def test_a_medicine_whose_own_name_says_that_it_is_not_taken(text: str, said: str) -> None:
    row = read("MedicationStatement", status="active", medicationCodeableConcept={"text": text})
    assert denial(row) == said
