"""Relatives in words: with their source on screen and on paper, of a child on the band, into the referral as text."""

from dataclasses import replace
from typing import Any

import pytest
from form_samples import Told
from paper_samples import thai

from viewer.base.settings import ReferralCodes
from viewer.base.words import Words
from viewer.view.band import band_of
from viewer.view.forms.blocks import Filled, Form, Signatures
from viewer.view.forms.consent import consent_form, consent_history
from viewer.view.forms.history import summary_form
from viewer.view.letter import letter_of
from viewer.view.pen import Pen
from viewer.view.referring.offers import offers
from viewer.view.referring.paper_words import letter_draft
from viewer.view.relatives import told_relatives
from viewer.view.sheet import Row
from viewer.view.sheets import sheet_of
from viewer.visit.referral import Field, ReferralDraft, offered

from .made import PRINTING, pen_of, row_line

MALI = {"name": {"text": "น.ส.มาลี ตัวอย่างดี"}, "relationship": [{"text": "มารดา"}]}


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


@pytest.fixture(scope="module")
def child(words: Words) -> Told:
    return Told(2, words)


def of_birth(words: Words, birth: str, *contacts: dict[str, Any], **more: Any) -> Pen:
    return pen_of(words, {"resourceType": "Patient", "birthDate": birth, "contact": contacts, **more})


def family(pen: Pen) -> tuple[Row, ...]:
    found = (section for section in sheet_of("others", pen).sections if section.name == "family")
    return tuple(next(found).rows)


def lines(form: Form) -> dict[str, str]:
    return {
        line.label.strip(): line.value
        for block in (*form.opening, *form.parts) if isinstance(block, Filled) for line in block.lines
    }  # fmt: skip


def test_person_2_each_source_tells_of_the_mother_with_its_own_telephone(child: Told) -> None:
    rows = [row for row in sheet_of("summary", child.pen).sections[-1].rows if "ญาติ" in row.cells[0].text]
    told = [(row.cells[1].text, row.cells[1].note, [note.facility for note in row.sources]) for row in rows]
    assert told == [
        ("น.ส.มาลี ตัวอย่างดี (มารดา)", "โทร 08-0000-0020", ["รพ.สต.หนองบัวแก้ว"]),
        ("น.ส.มาลี ตัวอย่างดี (มารดา, ญาติใกล้ชิด)", "โทร 08-0000-0002", ["คลินิกเด็กอบอุ่น"]),
        ("น.ส.มาลี ตัวอย่างดี (มารดา)", "", ["ร้านยาชุมชนใกล้บ้าน"]),
    ]
    assert [row.cells[1].text for row in family(child.pen)] == [text for text, *_ in told]
    assert [row.cells[2].text for row in family(child.pen)] == [places[0] for *_, places in told]


def test_person_2_the_band_says_who_answers_for_the_child(child: Told) -> None:
    (fact,) = (fact for fact in band_of(child.pen).facts if fact.label == "ผู้ปกครอง")
    assert (fact.value, fact.caption) == (
        "น.ส.มาลี ตัวอย่างดี", "มารดา · 08-0000-0020 [C], 08-0000-0002 [I]",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("birth", "shown"), [("2006-11-24", True), ("2006-11-23", False), ("1960", False), ("", False)]
)
def test_only_who_is_under_age_has_a_guardian_on_the_band(words: Words, birth: str, shown: bool) -> None:
    labels = {fact.label for fact in band_of(of_birth(words, birth, MALI)).facts}
    assert ("ผู้ปกครอง" in labels) is shown


def test_of_a_child_the_guardian_comes_first_and_of_a_grown_up_the_order_of_the_source(words: Words) -> None:
    aunt = {"name": {"text": "นางป้า"}, "relationship": [{"text": "ป้า"}]}
    guardian = {"name": {"text": "นายผู้ปกครอง"}, "relationship": [{"text": "ผู้ปกครอง"}]}
    for birth, order in (
        ("2020", ["นายผู้ปกครอง", "น.ส.มาลี ตัวอย่างดี", "นางป้า"]),
        ("1960", ["นางป้า", "น.ส.มาลี ตัวอย่างดี", "นายผู้ปกครอง"]),
    ):
        assert [told.name for told in told_relatives(of_birth(words, birth, aunt, MALI, guardian))] == order


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (MALI, "น.ส.มาลี ตัวอย่างดี (มารดา) [A]"),
        ({**MALI, "period": {"end": "2020"}}, ""),
        ({"relationship": [{"coding": [{"code": "E"}]}], "name": {"text": "บริษัทสมมติ"}}, ""),
        ({"organization": {"display": "สถานสงเคราะห์"}}, ""),
        ({"relationship": [{"coding": [{"code": "FTH"}]}], "name": {"text": "นายดี"}}, "นายดี (บิดา) [A]"),
        (
            {"relationship": [{"coding": [{"code": "C"}]}], "name": {"text": "นายดี"}},
            "นายดี (ผู้ติดต่อกรณีฉุกเฉิน) [A]",
        ),
        ({"relationship": [{"text": "มารดา"}], "telecom": [{"value": "1"}]}, "มารดา [A]"),
    ],
)
def test_whom_a_letter_names(words: Words, told: dict[str, Any], line: str) -> None:
    pen = of_birth(words, "2020", told)
    assert offers(pen).get(Field.RELATIVE, "") == line
    assert family(pen), "on screen everybody stands"


def test_many_are_counted_and_a_telephone_says_whose_it_is(words: Words) -> None:
    many = [{"name": {"text": f"ญาติคนที่ {n}"}, "telecom": [{"value": f"0{n}"}]} for n in range(5)]
    found = offers(of_birth(words, "2020", *many))
    assert found[Field.RELATIVE] == "ญาติคนที่ 0 [A], ญาติคนที่ 1 [A], ญาติคนที่ 2 [A] และอีก 2 รายการในประวัติ"
    assert found[Field.RELATIVE_PHONE].startswith("00 ญาติคนที่ 0 [A], 01 ญาติคนที่ 1 [A]")


def test_a_relative_of_restricted_access_is_told_nowhere(words: Words) -> None:
    hidden = {
        "resourceType": "RelatedPerson", "name": [{"text": "นางลับ"}], "meta": {"security": [{"code": "R"}]},
        "relationship": [{"text": "มารดา"}],
    }  # fmt: skip
    pen = pen_of(words, {"resourceType": "Patient", "birthDate": "2020"}, hidden)
    assert offers(pen) == {}
    assert told_relatives(pen) == ()


def test_a_relation_by_code_reads_in_thai_on_the_row_of_a_related_person(words: Words) -> None:
    mother = {
        "resourceType": "RelatedPerson", "name": [{"text": "นางสมมติ"}],
        "relationship": [{"coding": [{"code": "MTH"}]}],
    }  # fmt: skip
    (row,) = family(pen_of(words, mother))
    assert "มารดา" in row_line(row)


def test_the_letter_has_the_relative_and_explains_the_letter_of_its_source(words: Words, child: Told) -> None:
    referral = offered(ReferralDraft(), offers(child.pen))
    draft = letter_draft(referral, words, ReferralCodes(), child.printing().now)
    letter = letter_of(child.pen, child.printing(), draft, sandbox=True)
    (block,) = (block for block in letter.blocks if block.name == "agreed")
    assert [line.value for line in block.lines] == [
        "น.ส.มาลี ตัวอย่างดี (มารดา) [C, I, K]", "08-0000-0020 [C], 08-0000-0002 [I]",
    ]  # fmt: skip
    assert {line.split()[0] for line in letter.legend} >= {"C", "I", "K"}


def test_the_summary_names_the_relatives_in_its_head(child: Told) -> None:
    form = summary_form(child.pen, sheet_of("summary", child.pen), child.printing(), sandbox=True)
    assert lines(form)["ญาติ / ผู้ปกครอง"] == "น.ส.มาลี ตัวอย่างดี (มารดา) [C, I, K]"
    grown = summary_form(pen_of(child.pen.words), sheet_of("summary", child.pen), PRINTING, sandbox=True)
    assert "ญาติ / ผู้ปกครอง" not in lines(grown)


def test_a_childs_consent_is_signed_by_who_agreed_or_by_a_guardian_who_is_not_named(child: Told) -> None:
    told = child.consents[0]
    form = consent_form(child.pen, child.permit, told, child.printing(), sandbox=True)
    assert lines(form)["ผู้ให้ความยินยอม"] == "น.ส.มาลี ตัวอย่างดี (มารดา)"
    assert lines(form)["ผู้ปกครองตามข้อมูลต้นทาง"] == "น.ส.มาลี ตัวอย่างดี (มารดา) [C, I, K]"
    unread = consent_form(child.pen, child.permit, replace(told, given_by=()), child.printing(), sandbox=True)
    assert "ผู้ให้ความยินยอม" not in lines(unread)
    for made, who in ((form, ("(น.ส.มาลี ตัวอย่างดี (มารดา))",)), (unread, ())):
        (places,) = (block.places for block in made.parts if isinstance(block, Signatures))
        assert (places[0].as_who, places[0].who) == ("ผู้ปกครองหรือผู้แทนโดยชอบธรรม", who)


def test_the_history_of_consents_says_who_agreed(child: Told) -> None:
    form = consent_history(child.pen, child.consents[:1], child.printing(), sandbox=True)
    assert "ผู้ให้ความยินยอม น.ส.มาลี ตัวอย่างดี (มารดา)" in str(form)
