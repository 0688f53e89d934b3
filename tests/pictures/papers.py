"""Every form of six sandbox people, as PDF and as pictures of its pages (``make papers``).

They go to out/pictures/papers/, to be looked at page by page, with a code where one stands. WORDS pick forms by name.
"""

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from form_samples import FORMS, LABELS, PHARMACIST, SHOP, Told
from paper_samples import thai
from PIL import Image

from viewer.base.words import Words
from viewer.paper.allergy_card import allergy_card_pdf
from viewer.paper.form import form_pdf
from viewer.paper.label import label_pdf
from viewer.paper.pages import page_images
from viewer.paper.reconciliation import medicines_pdf
from viewer.paper.referral import referral_pdf
from viewer.view.allergy_card import AllergyCard, allergy_card
from viewer.view.forms.blocks import Form
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.proof import proof_on_paper
from viewer.view.reconciling.form import MedicinesForm, medicines_form
from viewer.view.sheet import Letter
from viewer.visit.reconciliation import Choice, Reconciliation

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "out" / "pictures" / "papers"
PEOPLE = (1, 2, 4, 5, 8, 12)
VERIFY, CODE = "https://verify.hie.moph.example/paper", "K7F392QDXM4Y"
Made = TypeVar("Made")
Coded = TypeVar("Coded", Form, Letter, MedicinesForm, AllergyCard)
SCALE = 1.1  # of 72 pixels an inch


def main(wanted: list[str]) -> int:
    """Write the forms whose names hold one of the words; all without words."""
    words = thai()
    made: dict[str, Callable[[Told], bytes]] = {
        **{name: _set(_coded(form_pdf), make, words) for name, make in FORMS.items()},
        **{name: _set(label_pdf, make, words) for name, make in LABELS.items()},
        "referral": _set(_coded(referral_pdf), _letter, words),
        "reconciliation": _set(_coded(medicines_pdf), _reconciliation, words),
        "allergy-card": _set(_coded(allergy_card_pdf), _card, words),
    }
    for name, make in made.items():
        if wanted and not any(word in name for word in wanted):
            continue
        folder = OUT / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number in PEOPLE:
            pdf = make(Told(number, words))
            (folder / f"{number:02d}.pdf").write_bytes(pdf)
            for page, (width, height, pixels) in enumerate(page_images(pdf, SCALE), 1):
                picture = Image.frombytes("RGB", (width, height), pixels)
                picture.save(folder / f"{number:02d}-{page}.png")
        sys.stdout.write(f"{name}: {len(list(folder.glob('*.png')))} pages\n")
    return 0


def _set(
    pdf_of: Callable[[Made, Words], bytes], make: Callable[[Told], Made], words: Words
) -> Callable[[Told], bytes]:
    return lambda told: pdf_of(make(told), words)


def _coded(pdf_of: Callable[[Coded, Words], bytes]) -> Callable[[Coded, Words], bytes]:
    return lambda paper, words: pdf_of(replace(paper, proof=proof_on_paper(CODE, VERIFY, words)), words)


def _letter(told: Told) -> Letter:
    return letter_of(told.pen, told.printing(), LetterDraft(), sandbox=True)


def _reconciliation(told: Told) -> MedicinesForm:
    value = told.signed(told.decide(Reconciliation(), Choice.CONTINUE))
    return medicines_form(told.subject, value, told.printing(PHARMACIST, SHOP), sandbox=True)


def _card(told: Told) -> AllergyCard:
    """Of who has no assessed allergy an empty one, which the program never issues."""
    return allergy_card(told.pen, told.printing(), sandbox=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
