"""The patient's sticker: at its true size, every word on it, nothing clipped, its symbol the hospital number alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from form_samples import Told
from paper_samples import edges_of, pages_of, thai
from PIL import Image

from viewer.base.words import Words
from viewer.exchange.ledger import LineState
from viewer.paper.formats import LABELS
from viewer.paper.label import label_pdf
from viewer.paper.pages import page_images
from viewer.view.forms.label import LabelSize, PatientLabel, patient_label

SIZES = {LabelSize.LARGE: (70, 35), LabelSize.SMALL: (50, 25)}
NAMES = {
    "short": "นายดี",
    "title and four words": "ม.ร.ว.หญิงพรรณวดีศรีสมบูรณ์ ณ บางช้างสมมติวงศ์ตัวอย่าง",
    "stacked marks": "ด.ญ.ปี่ป๋ำญู้ฎื่ปึ้กกิ๊กจุ๋มจิ๋มฟื้นฟูผู้ป่วย สุดสวาทขาดใจ",
    "latin": "Mr Maximilian Alexander Featherstonehaugh-Cholmondeley",
    "no place to break": "ก" * 90,
    "very long": " ".join(f"ชื่อ{n:02d}" for n in range(60)),
}


@pytest.fixture(scope="module")
def words() -> Words:
    return thai()


def label_of(
    number: int, words: Words, size: LabelSize = LabelSize.LARGE, **states: LineState
) -> PatientLabel:
    told = Told(number, words, states or None)
    return patient_label(told.pen, told.printing(), size, sandbox=True)


def flat(pages: Sequence[str]) -> str:
    return "".join("".join(pages).replace("\u00a0", " ").split())


@pytest.mark.parametrize("size", list(LabelSize))
def test_it_is_as_large_as_its_name_says(size: LabelSize, words: Words) -> None:
    document = pdfium.PdfDocument(label_pdf(label_of(4, words, size), words))
    try:
        sides = [round(side / 72 * 25.4, 1) for side in document[0].get_size()]
    finally:
        document.close()
    assert sides == list(SIZES[size])


@pytest.mark.parametrize("size", list(LabelSize))
@pytest.mark.parametrize("number", [1, 2, 4, 5, 8, 12])
def test_every_word_of_it_is_printed(number: int, size: LabelSize, words: Words) -> None:
    label = label_of(number, words, size)
    said = flat(pages_of(label_pdf(label, words)))
    told = [label.name, label.allergy, label.told, *label.about, *label.foot, "ข้อมูลจำลอง"]
    told += [name for _, names in label.allergens for name in names]
    told += [f"HN {label.number}" if label.number else "HN"]
    assert [text for text in told if "".join(text.split()) not in said] == []


@pytest.mark.parametrize("size", list(LabelSize))
@pytest.mark.parametrize("name", list(NAMES.values()), ids=list(NAMES))
def test_a_long_name_is_set_smaller_or_wrapped_and_never_clipped(
    name: str, size: LabelSize, words: Words
) -> None:
    many = (("", tuple(f"ยาทดสอบ{n:02d}" for n in range(12))),)
    for label in (
        replace(label_of(4, words, size), name=name),
        replace(label_of(12, words, size), name=name, allergens=many),
    ):
        data = label_pdf(label, words)
        said = flat(pages_of(data))
        assert [part for part in name.split() if part not in said] == []
        assert [
            one for _, names in label.allergens for one in names if "".join(one.split()) not in said
        ] == []
        paper = LABELS[size]
        for left, bottom, right, top in edges_of(data):
            assert left >= 0
            assert right <= paper.page_width
            assert bottom >= 0
            assert top <= paper.page_height


@pytest.mark.parametrize("size", list(LabelSize))
@pytest.mark.parametrize("name", ["นายบุญมี สมมติวงศ์", "ด.ญ.ปี่ป๋ำญู้ฎื่ปึ้กกิ๊กจุ๋มจิ๋มฟื้นฟูผู้ป่วย สุดสวาทขาดใจ"])
def test_who_denied_an_allergy_fits_on_one_label(name: str, size: LabelSize, words: Words) -> None:
    label = replace(label_of(1, words, size), name=name, number="5478339")
    pages = pages_of(label_pdf(label, words))
    assert len(pages) == 1
    assert "".join(f"{label.allergy} {label.told}".split()) in flat(pages)
    paper = LABELS[size]
    for left, bottom, right, top in edges_of(label_pdf(label, words)):
        assert min(left, bottom) >= 0
        assert right <= paper.page_width
        assert top <= paper.page_height


@pytest.mark.parametrize("size", list(LabelSize))
def test_no_mark_of_a_name_is_cut_at_the_edge(size: LabelSize, words: Words) -> None:
    """Drawn on a larger sheet the same words leave the same ink: nothing fell over the label's edge."""
    data = label_pdf(replace(label_of(4, words, size), name="ปี่ป๋ำ ญู้ฎื่"), words)
    ((width, height, pixels),) = page_images(data, 4)
    drawn = Image.frombytes("RGB", (width, height), pixels).convert("L")
    for edge in (drawn.crop((0, 0, width, 2)), drawn.crop((0, height - 2, width, height))):
        assert edge.getextrema() == (255, 255)


def test_allergies_that_have_no_room_go_on_and_the_first_label_says_that_there_are_some(words: Words) -> None:
    names = tuple(f"ยาทดสอบ{n:02d} sodium" for n in range(40))
    label = replace(label_of(8, words, LabelSize.SMALL), allergens=(("", names),))
    pages = pages_of(label_pdf(label, words))
    assert len(pages) > 2
    assert "แพ้ยา" in pages[0]
    assert "มีต่อ" in pages[0]
    assert "มีต่อ" not in pages[-1]
    for number, page in enumerate(pages, 1):
        assert f"ดวงที่ {number}/{len(pages)}" in page.replace("\u00a0", " ")
        assert label.number in page
        assert label.name.split()[0] in page
    assert [name for name in names if "".join(name.split()) not in flat(pages)] == []


@pytest.mark.parametrize("size", list(LabelSize))
def test_the_symbol_holds_the_hospital_number_and_nothing_else(size: LabelSize, words: Words) -> None:
    label = label_of(12, words, size)
    ((width, height, pixels),) = page_images(label_pdf(label, words), 203 / 72)  # as a label printer draws it
    (found,) = zxingcpp.read_barcodes(Image.frombytes("RGB", (width, height), pixels))
    assert found.text == label.number == "5478339"


def test_without_a_hospital_number_there_is_a_line_to_write_on_and_no_symbol(words: Words) -> None:
    label = label_of(1, words)
    assert label.number == ""
    ((width, height, pixels),) = page_images(label_pdf(label, words), 4)
    assert zxingcpp.read_barcodes(Image.frombytes("RGB", (width, height), pixels)) == []
    assert label_pdf(replace(label, number="9" * 400), words), "a number that no symbol holds stands in words"


@pytest.mark.parametrize("number", [1, 2, 4, 12])
def test_no_citizen_id_stands_on_it_whole_or_in_part(number: int, words: Words) -> None:
    told = Told(number, words)
    said = flat(pages_of(label_pdf(label_of(number, words), words))).replace("-", "")
    cid = told.patient.number
    assert not [at for at in range(len(cid) - 4) if cid[at : at + 5] in said]


@pytest.mark.parametrize(
    ("number", "states", "head", "told", "loud"),
    [
        (4, {}, "มีประวัติแพ้ยา", "", True),
        (8, {}, "แพ้ยา (ข้อมูลขัดแย้ง)", "", True),
        (1, {}, "ปฏิเสธการแพ้ยา", "(ผู้ป่วย 12 มี.ค. 2563, 6 ปี 8 เดือนก่อน) ถามซ้ำ", False),
        (5, {}, "ไม่พบข้อมูลการแพ้", "โปรดถามผู้ป่วย", False),
        (5, {"F01": LineState.ASKING}, "กำลังสอบถาม ยังสรุปไม่ได้", "", False),
    ],
)
def test_the_five_states_of_allergy(
    number: int, states: dict[str, Any], head: str, told: str, loud: bool, words: Words
) -> None:
    label = label_of(number, words, **states)
    assert (label.allergy, label.told, label.loud) == (head, told, loud)
    assert any("ตอบแล้ว" in part for part in label.foot) is bool(states), "who is still asked is said"


def test_food_and_other_allergens_are_named_apart(words: Words) -> None:
    label = label_of(12, words)
    assert label.allergens == (
        ("", ("ciprofloxacin", "iodinated contrast", "ceftriaxone")), ("แพ้อาหาร", ("กุ้ง",)), ("แพ้อื่น ๆ", ("plaster",)),
    )  # fmt: skip
