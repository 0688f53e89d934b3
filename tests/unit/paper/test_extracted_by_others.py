"""What other readers take out of our paper: every cell of every table, row by row, one after another, and no sign that
means nothing to anybody else."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from form_samples import FORMS, Told
from other_readers import needs_mupdf, needs_poppler, text_by_mupdf, text_by_poppler
from paper_samples import thai

from viewer.paper.form import form_pdf
from viewer.paper.reconciliation import medicines_pdf
from viewer.paper.referral import referral_pdf
from viewer.view.forms.blocks import Form, Rows, Ruled
from viewer.view.letter import LetterDraft, letter_of
from viewer.view.reconciling.form import MedicinesForm, Subject, medicines_form
from viewer.view.sheet import Letter, Section
from viewer.visit.reconciliation import Reconciliation

PEOPLE = (1, 12)
PAPERS = (*FORMS, "referral", "reconciliation")
Reads = Callable[[bytes], str]
READERS = [
    pytest.param(lambda pdf: text_by_poppler(pdf, "-raw"), id="poppler", marks=needs_poppler),
    pytest.param(text_by_mupdf, id="mupdf", marks=needs_mupdf),
]


@cache
def paper(name: str, number: int) -> tuple[tuple[Section, ...], bytes]:
    """Its tables in their order, and the file."""
    one, words = Told(number, thai()), thai()
    if name == "referral":
        letter = letter_of(one.pen, one.printing(), LetterDraft(), sandbox=True)
        return _of_letter(letter), referral_pdf(letter, words)
    if name == "reconciliation":
        subject = Subject.of(one.pen, one.pen.record, opened=False)
        form = medicines_form(subject, Reconciliation(), one.printing(), sandbox=True)
        return _of_medicines(form), medicines_pdf(form, words)
    made = FORMS[name](one)
    return tuple(_of_form(made)), form_pdf(made, words)


def _of_form(form: Form) -> Iterator[Section]:
    return (block.section for block in (*form.opening, *form.parts) if isinstance(block, Ruled | Rows))


def _of_letter(letter: Letter) -> tuple[Section, ...]:
    return letter.results, letter.medicines


def _of_medicines(form: MedicinesForm) -> tuple[Section, ...]:
    return (form.medicines,)


def squeezed(text: str) -> str:
    return "".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("reads", READERS)
@pytest.mark.parametrize("number", PEOPLE)
@pytest.mark.parametrize("name", PAPERS)
def test_cells_follow_one_another(name: str, number: int, reads: Reads) -> None:
    tables, pdf = paper(name, number)
    text, at = squeezed(reads(pdf)), 0
    assert not any(0xE000 <= ord(sign) <= 0xF8FF for sign in text)
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                for line in filter(None, map(squeezed, cell.text.split("\n"))):
                    found = text.find(line, at)
                    assert found >= 0, (table.name, line)
                    at = found + len(line)
    assert at or not any(table.rows for table in tables)
