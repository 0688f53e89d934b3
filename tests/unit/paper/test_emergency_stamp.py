"""Every page of a record that was opened for an emergency says so, in a frame of its own and in words."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from form_samples import CLINIC, DOCTOR, FORMS, LABELS, PHARMACIST, SHOP, Told
from paper_samples import pages_of, thai

from viewer.base.words import Words
from viewer.paper.allergy_card import allergy_card_pdf
from viewer.paper.form import form_pdf
from viewer.paper.label import label_pdf
from viewer.paper.reconciliation import medicines_pdf
from viewer.paper.referral import referral_pdf
from viewer.signin.people import Clinician, Post
from viewer.view.allergy_card import allergy_card
from viewer.view.imprint import Printing
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.reconciling.form import medicines_form
from viewer.visit.reconciliation import Choice, Reconciliation

STAMP = "เปิดข้อมูลกรณีฉุกเฉิน"


class Opened(Told):
    """A record that was opened for a purpose."""

    purpose = "TREAT"

    def printing(self, who: Clinician = DOCTOR, post: Post = CLINIC, reference: str = "7F3K2291") -> Printing:
        return replace(super().printing(who, post, reference), purpose=self.purpose)


def letter(told: Told) -> bytes:
    made = letter_of(told.pen, told.printing(), LetterDraft(), sandbox=True)
    return referral_pdf(made, told.pen.words)


def reconciliation(told: Told) -> bytes:
    value = told.signed(told.decide(Reconciliation(), Choice.CONTINUE))
    made = medicines_form(told.subject, value, told.printing(PHARMACIST, SHOP), sandbox=True)
    return medicines_pdf(made, told.pen.words)


def card(told: Told) -> bytes:
    return allergy_card_pdf(allergy_card(told.pen, told.printing(), sandbox=True), told.pen.words)


def form(name: str, told: Told) -> bytes:
    return form_pdf(FORMS[name](told), told.pen.words)


def label(name: str, told: Told) -> bytes:
    return label_pdf(LABELS[name](told), told.pen.words)


PAPERS: dict[str, Callable[[Told], bytes]] = {
    "referral": letter,
    "reconciliation": reconciliation,
    "allergy-card": card,
    **{name: partial(form, name) for name in FORMS},
    **{name: partial(label, name) for name in LABELS},
}


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


@pytest.mark.parametrize("name", PAPERS)
def test_every_page_of_an_emergency_bears_its_stamp(name: str, words: Words) -> None:
    told = Opened(1, words)
    told.purpose = "ETREAT"
    pages = pages_of(PAPERS[name](told))
    assert pages
    for page in pages:
        assert "".join(page.replace("\u00a0", " ").split()).count(STAMP) == 1


def test_what_was_consented_to_bears_none(words: Words) -> None:
    for page in pages_of(letter(Opened(1, words))):
        assert STAMP not in "".join(page.split())


@pytest.mark.parametrize(("purpose", "emergency"), [("BTG", True), ("ETREAT", True), ("TREAT", False)])
def test_which_purposes_are_an_emergency(words: Words, purpose: str, *, emergency: bool) -> None:
    assert replace(Told(1, words).printing(), purpose=purpose).emergency is emergency
