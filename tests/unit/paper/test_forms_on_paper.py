"""Every form of six sandbox people on paper: no word is lost, nothing over the edge, all read aloud."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from form_samples import FORMS, Told
from paper_samples import edges_of, pages_of, thai
from tagged import content_of, open_pdf, tree_text

from viewer.paper.form import form_pdf
from viewer.paper.formats import A4, A5
from viewer.view.forms.blocks import (
    Block,
    Charts,
    Filled,
    Form,
    Heading,
    Lanes,
    Paper,
    Remark,
    Rows,
    Ruled,
    Signatures,
    TearOff,
    Ticks,
)
from viewer.view.forms.blocks import Told as Prose
from viewer.view.proof import proof_on_paper
from viewer.view.sheet import Section
from viewer.writing.paper_code import grouped

PEOPLE = (1, 2, 4, 5, 8, 12)
VERIFY, CODE = "https://verify.hie.moph.example/paper", "K7F392QDXM4Y"
CASES = [(name, number) for name in FORMS for number in PEOPLE]


@cache
def told(number: int) -> Told:
    return Told(number, thai())


@cache
def made(name: str, number: int) -> tuple[Form, bytes]:
    form = FORMS[name](told(number))
    return form, form_pdf(form, thai())


def words_of(form: Form) -> Iterator[str]:
    """Everything that the form says, piece by piece."""
    yield from (form.title, form.subtitle, form.privacy, form.issuer.name, *form.issuer.lines, *form.footer)
    for block in (*form.opening, *form.parts):
        yield from _said(block)


def _said(block: Block) -> Iterator[str]:
    """What a block says in words of its own; tables, pictures and places to sign are told apart."""
    match block:
        case Heading():
            yield from (block.text, block.aside)
        case Prose():
            yield from (block.heading, *block.text.split("\n"))
        case Filled():
            yield block.title
            yield from (part for line in block.lines for part in (line.label.strip(), line.value))
        case Ticks():
            yield from (block.label, *(choice.text for choice in block.choices))
            yield from (part for line in block.then for part in (line.label.strip(), line.value))
        case Remark():
            yield block.text
        case _:
            yield from _laid(block)


def _laid(block: Block) -> Iterator[str]:
    match block:
        case Ruled():
            yield from _section(block.section)
        case Rows():
            yield from _section(block.section)
            yield from (mark.word for row in block.section.rows for mark in row.marks)
            cells = (cell for row in block.section.rows for cell in row.cells)
            yield from (part for cell in cells for part in (cell.unit, cell.code))
        case Charts():
            yield from (chart.alt for chart in block.charts)
        case Lanes():
            yield block.alt
        case Signatures():
            yield from block.legend
            yield from (part for place in block.places for part in (place.as_who, *place.who))
        case TearOff():
            yield block.title
            yield from (part for below in block.blocks for part in _said(below))


def _section(section: Section) -> Iterator[str]:
    if not section.rows:
        yield section.empty
    else:
        yield from (part for column in section.columns for part in column.split("\n"))
    yield section.footer
    for row in section.rows:
        for cell in row.cells:
            yield from (*cell.text.split("\n"), *cell.note.split("\n"))


def squeezed(text: str) -> str:
    return "".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize(("name", "number"), CASES)
def test_every_word_is_read_aloud_in_its_order_and_stands_in_the_text(name: str, number: int) -> None:
    form, data = made(name, number)
    read = squeezed("".join(text for _, text in tree_text(open_pdf(data))))
    lost = [piece for piece in words_of(form) if squeezed(piece) not in read]
    assert lost == []
    text = squeezed("".join(pages_of(data)))
    shown = [block for block in form.parts if isinstance(block, Heading | Ticks)]
    assert [block for block in shown if not all(squeezed(piece) in text for piece in _said(block))] == []


@pytest.mark.parametrize(("name", "number"), CASES)
def test_nothing_stands_over_the_margins_and_all_is_content_or_artifact(name: str, number: int) -> None:
    form, data = made(name, number)
    paper = {Paper.A4: A4, Paper.A5: A5}[form.paper]
    for left, foot, right, top in edges_of(data):
        assert left >= paper.side - 4
        assert right <= paper.page_width - paper.side + 4
        assert foot >= paper.bottom - 4
        assert top <= paper.page_height - paper.top + 6
    pdf = open_pdf(data)
    assert [content_of(page).faults for page in pdf.pages] == [[]] * len(pdf.pages)
    sizes = {tuple(round(float(end)) for end in page.mediabox) for page in pdf.pages}
    assert sizes == {(0, 0, round(paper.page_width), round(paper.page_height))}


def test_the_allergies_stand_on_every_page_of_a_clinical_form() -> None:
    for name in FORMS:
        form, data = made(name, 8)
        for page in pages_of(data):
            assert form.allergy is None or "sulfamethoxazole" in page
        assert (form.allergy is None) == (name in ("consent", "consent-history"))


def test_a_chart_is_one_figure_that_says_its_points() -> None:
    form, data = made("lab-trend", 1)
    figures = [text for path, text in tree_text(open_pdf(data)) if path == "/Document/Figure"]
    charts = [chart for block in form.parts if isinstance(block, Charts) for chart in block.charts]
    assert figures == [chart.alt for chart in charts]
    assert charts[1].alt.startswith("Creatinine มก./ดล.: 6 มิ.ย. 2567 1.32, ")


def test_the_same_form_is_the_same_bytes() -> None:
    form, data = made("referral-b", 5)
    assert form_pdf(form, thai()) == data


def test_a_name_that_is_very_long_is_wrapped_and_never_cut() -> None:
    form, _ = made("visits", 1)
    long = "รพ." + "ศูนย์การแพทย์เฉพาะทางโรคหัวใจและหลอดเลือดภาคตะวันออกเฉียงเหนือตอนล่าง" * 3
    strange = replace(form, issuer=replace(form.issuer, name="สถานพยาบาลจำลอง", lines=(long,)))
    text = squeezed("".join(pages_of(form_pdf(strange, thai()))))
    assert squeezed(long) in text


@pytest.mark.parametrize("number", PEOPLE)
def test_the_head_of_the_regular_medicines_stands_on_the_page_where_they_begin(number: int) -> None:
    _, data = made("referral-b-written", number)
    pages = [squeezed(page) for page in pages_of(data)]
    first = next(at for at, page in enumerate(pages) if squeezed("ยา ความแรง") in page)
    assert squeezed("3. ยาอื่น ๆ (ยาเดิมที่ผู้ป่วยใช้ประจำ)") in pages[first]


@pytest.mark.parametrize("number", PEOPLE)
@pytest.mark.parametrize("name", [name for name in FORMS if FORMS[name](told(1)).vouched])
def test_a_place_to_sign_never_stands_on_a_page_alone(name: str, number: int) -> None:
    """With its code, which makes it higher: some of what stands before it is on its page."""
    form, _ = made(name, number)
    pages = pages_of(form_pdf(replace(form, proof=proof_on_paper(CODE, VERIFY, thai())), thai()))
    at = next(n for n, block in enumerate(form.parts) if isinstance(block, Signatures))
    (page,) = (squeezed(page) for page in pages if grouped(CODE) in page)
    before = (squeezed(piece) for block in form.parts[max(0, at - 3) : at] for piece in _said(block))
    pieces = [piece[-12:] for piece in before if len(piece) >= 4]
    assert [piece for piece in pieces if piece in page]
