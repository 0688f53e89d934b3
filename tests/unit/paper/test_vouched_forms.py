"""Every form that whoever issues it signs: the code is read off it, its signature is valid, and void after one byte."""

from dataclasses import replace
from functools import cache

import keys_made
import pytest
import zxingcpp
from form_samples import FORMS, PHARMACIST, SHOP, Told
from keys_made import NAME, NOW, PASSPHRASE, key_file, trusted
from other_readers import needs_poppler, valid_by_poppler
from paper_samples import pages_of, thai
from PIL import Image
from tagged import content_of, open_pdf

from viewer.paper.allergy_card import allergy_card_pdf
from viewer.paper.errors import SealingFailed
from viewer.paper.form import form_pdf
from viewer.paper.opening import data_in, opened
from viewer.paper.pages import page_images
from viewer.paper.reconciliation import medicines_pdf
from viewer.paper.sealing import open_key, sealed, signature_of
from viewer.view.allergy_card import allergy_card
from viewer.view.proof import no_proof, proof_on_paper, proof_to_come
from viewer.view.reconciling.form import MedicinesForm, medicines_form
from viewer.view.sheet import Proof
from viewer.view.signature import Standing, seal_words
from viewer.visit.reconciliation import Choice, Reconciliation
from viewer.writing.paper_code import grouped

VERIFY, CODE = "https://verify.hie.moph.example/paper", "K7F392QDXM4Y"
CARRYING = ("referral-b", "referral-c", "reply")
VOUCHED = (*CARRYING, "medicine-list-a4", "medicine-list-a5", "lab-trend", "visits", "summary")
OTHERS = ("card", "reconciliation")


def signature_words(signer: tuple[str, ...]) -> tuple[str, ...]:
    return seal_words(signer, NAME, "ผู้ออกใบรับรองทดสอบ", NOW, thai())


@cache
def told(number: int) -> Told:
    return Told(number, thai())


def reconciliation() -> MedicinesForm:
    value = told(8).signed(told(8).decide(Reconciliation(), Choice.CONTINUE))
    return medicines_form(told(8).subject, value, told(8).printing(PHARMACIST, SHOP), sandbox=True)


@cache
def paper(name: str, *, signed: bool = False, code: str = CODE) -> bytes:
    """The form of somebody with a code; ``signed``: with the place of an electronic signature."""
    proof = proof_on_paper(code, VERIFY, thai()) if code else no_proof(thai(), offered=True)
    return _set(name, proof, signed=signed)


def _set(name: str, proof: Proof, *, signed: bool) -> bytes:
    if name == "card":
        card = allergy_card(told(8).pen, told(8).printing(), sandbox=True)
        words = signature_words(card.signer) if signed else ()
        return allergy_card_pdf(replace(card, proof=proof, sealed=words), thai())
    if name == "reconciliation":
        form = reconciliation()
        words = signature_words(form.signer) if signed else ()
        return medicines_pdf(replace(form, proof=proof, sealed=words), thai())
    made = FORMS[name](told(1))
    words = signature_words(made.signer) if signed else ()
    return form_pdf(replace(made, proof=proof, sealed=words), thai())


@cache
def signed(name: str) -> bytes:
    key = open_key(key_file(), PASSPHRASE, NOW)
    return sealed(paper(name, signed=True), key, reason="เอกสาร", place="คลินิกเวชกรรมใจดี")


def codes_on(pdf: bytes) -> list[str]:
    pictures = (Image.frombytes("RGB", (w, h), pixels) for w, h, pixels in page_images(pdf, 150 / 72))
    return [found.text for one in pictures for found in zxingcpp.read_barcodes(one)]


def said_on(pdf: bytes) -> str:
    return "".join("".join(pages_of(pdf)).replace("\u00a0", " ").split())


@pytest.mark.parametrize("name", VOUCHED + OTHERS)
def test_the_code_is_read_off_the_page_and_out_of_the_file(name: str) -> None:
    pdf = paper(name)
    assert codes_on(pdf) == [f"{VERIFY}/{CODE}"]
    assert grouped(CODE) in said_on(pdf)
    assert opened(pdf, needs_data=False).code == CODE
    read = open_pdf(pdf)
    assert [content_of(page).faults for page in read.pages] == [[]] * len(read.pages)


@pytest.mark.parametrize("name", VOUCHED + OTHERS)
def test_without_a_code_it_says_why_and_what_is_to_come_keeps_its_place(name: str) -> None:
    bare = paper(name, code="")
    assert codes_on(bare) == []
    assert "เอกสารนี้ไม่มีรหัสตรวจสอบ" in said_on(bare)
    preview = _set(name, proof_to_come(VERIFY, thai()), signed=False)
    assert codes_on(preview) == []
    assert len(pages_of(preview)) == len(pages_of(paper(name)))


@pytest.mark.parametrize("name", VOUCHED + OTHERS)
def test_the_stamp_stands_in_thai_where_the_field_is(name: str) -> None:
    text = said_on(paper(name, signed=True))
    assert "ลงลายมือชื่ออิเล็กทรอนิกส์แล้ว" in text
    assert "".join(f"ใบรับรองของ {NAME}".split()) in text
    assert "ร่างยังไม่ลงนาม" not in text
    pdf = open_pdf(paper(name, signed=True))
    (field,) = pdf.Root.AcroForm.Fields
    left, foot, right, top = map(float, field.Rect)
    assert 0 < left < right < 596
    assert 0 < foot < top < 842


@pytest.mark.parametrize("name", VOUCHED + OTHERS)
def test_a_signature_is_valid_and_names_who_signed(name: str) -> None:
    found = signature_of(signed(name), NOW, trusted())
    assert (found.standing, found.signer) == (Standing.TRUSTED, NAME)
    assert signed(name).startswith(paper(name, signed=True))


@pytest.mark.parametrize("name", [*CARRYING, "medicine-list-a5", "card", "reconciliation"])
def test_one_changed_byte_ends_it(name: str) -> None:
    data = signed(name)
    gap = data.index(b"/Contents <"), data.index(b">", data.index(b"/Contents <"))
    for at in (one for one in range(9, len(data), len(data) // 23) if not gap[0] <= one <= gap[1]):
        spoiled = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert signature_of(spoiled, NOW, trusted()).standing in (Standing.INVALID, Standing.UNSIGNED), at


@needs_poppler
@pytest.mark.parametrize("name", [*CARRYING, "medicine-list-a5"])
def test_poppler_sees_the_same(name: str) -> None:
    data = signed(name)
    at = data.index(b"stream", len(data) // 3) + 40
    assert valid_by_poppler(data)
    assert not valid_by_poppler(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


@pytest.mark.parametrize("name", CARRYING)
def test_a_signed_form_still_carries_its_data(name: str) -> None:
    assert b'"type":"document"' in data_in(signed(name))


@pytest.mark.parametrize("name", ["consent", "consent-history"])
def test_what_the_patient_signs_carries_neither(name: str) -> None:
    form = FORMS[name](told(1))
    assert not form.vouched
    pdf = form_pdf(replace(form, sealed=("x",), proof=proof_on_paper(CODE, VERIFY, thai())), thai())
    assert codes_on(pdf) == []
    with pytest.raises(SealingFailed):
        sealed(pdf, open_key(keys_made.key_file(), PASSPHRASE, NOW), reason="", place="")
