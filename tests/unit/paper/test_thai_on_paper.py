"""Thai drawn right and found again: shaping, reading back, embedded fonts, broken lines."""

import re
import subprocess
import sys
from collections.abc import Iterable

import pypdfium2 as pdfium
import pytest
import uharfbuzz as hb
from data.thai.paragraphs import hard_words, paragraphs
from other_readers import needs_poppler, text_by_poppler

from viewer.paper.fonts import Face, Weight, faces
from viewer.paper.ink import Pen, Run
from viewer.paper.inline import Align, Blank, Sign, Span, Style
from viewer.paper.shaping import Shaper, clean
from viewer.paper.text import Setter
from viewer.view.sheet import Shape

BODY = Style(11, 16.5)


def read_back(data: bytes) -> list[str]:
    """Text of every page as pdfium reads it."""
    document = pdfium.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def set_on_pages(texts: Iterable[str], column: float = 510.0) -> tuple[bytes, list[list[str]]]:
    """Texts drawn one under another; the file, and which texts stand on which page."""
    pen, setter, y = Pen(title="ทดสอบ"), Setter(), 50.0
    pages: list[list[str]] = [[]]
    for text in texts:
        lines = setter.lines(text, BODY, column)
        if y + lines.height > 800:
            pen.turn_page()
            pages.append([])
            y = 50.0
        lines.draw(pen, 42, y)
        y += lines.height + 8
        pages[-1].append(text)
    return pen.finish(), pages


@pytest.fixture(scope="module")
def printed() -> tuple[bytes, list[list[str]]]:
    return set_on_pages(paragraphs())


@pytest.mark.parametrize("weight", Weight)
@pytest.mark.parametrize("word", hard_words())
def test_a_hard_word_is_drawn_as_harfbuzz_shapes_it(word: str, weight: Weight) -> None:
    sarabun = faces(weight)[0]
    buffer = hb.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    hb.shape(sarabun.font, buffer, {"kern": True, "liga": True})
    wanted = [
        (info.codepoint, place.x_advance, place.x_offset, place.y_offset)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]
    drawn = Shaper().shape(word, weight).glyphs
    assert [(glyph.id, glyph.advance, glyph.dx, glyph.dy) for glyph in drawn] == whole_sara_am(
        wanted, sarabun
    )
    assert all(glyph.id for glyph in drawn)
    assert "".join(glyph.text for glyph in drawn) == word


def whole_sara_am(glyphs: list[tuple[int, int, int, int]], face: Face) -> list[tuple[int, int, int, int]]:
    """HarfBuzz's two parts of a SARA AM over a common consonant as the one glyph that the font draws alike."""
    nikhahit, aa, whole = (face.font.get_nominal_glyph(code) for code in (0xE4D, 0xE32, 0xE33))
    joined: list[tuple[int, int, int, int]] = []
    for glyph in glyphs:
        if glyph[0] == aa and joined and joined[-1][0] == nikhahit:
            assert abs(joined[-1][2]) <= 12, "a hundredth of the font size at most"
            joined[-1] = (whole, glyph[1], 0, 0)
        else:
            joined.append(glyph)
    return joined


@pytest.mark.parametrize("weight", Weight)
def test_sara_am_whole_or_in_parts_looks_the_same(weight: Weight) -> None:
    font = faces(weight)[0].font
    nikhahit, aa, whole = (
        font.get_glyph_extents(font.get_nominal_glyph(code)) for code in (0xE4D, 0xE32, 0xE33)
    )
    assert abs(nikhahit.x_bearing - whole.x_bearing) <= 12
    assert abs((aa.x_bearing + aa.width) - (whole.x_bearing + whole.width)) <= 12
    assert nikhahit.y_bearing == whole.y_bearing


@pytest.mark.parametrize("word", ["ปำ", "ฝำ", "ฟำ"])
def test_sara_am_over_a_tall_consonant_moves_its_ring_aside(word: str) -> None:
    glyphs = Shaper().shape(word, Weight.REGULAR).glyphs
    assert len(glyphs) == 3
    assert "".join(glyph.reads for glyph in glyphs) == word[0] + "\u0e4d\u0e32"
    assert "".join(glyph.text for glyph in glyphs) == word


@pytest.mark.parametrize("word", hard_words())
def test_a_hard_word_is_read_back(word: str) -> None:
    pen, shaper = Pen(title="ทดสอบ"), Shaper()
    pen.text(50, 100, [Run(shaper.shape(word, Weight.REGULAR), 16)])
    pen.text(50, 150, [Run(shaper.shape(word, Weight.BOLD), 9.5)])
    assert read_back(pen.finish()) == [f"{word}\r\n{word}"]


def test_four_hundred_paragraphs_are_read_back_exactly(printed: tuple[bytes, list[list[str]]]) -> None:
    data, pages = printed
    assert sum(len(texts) for texts in pages) == 400
    for got, texts in zip(read_back(data), pages, strict=True):
        assert got.replace("\r\n", "") == "".join(texts)


@needs_poppler
def test_four_hundred_paragraphs_are_read_back_by_poppler(printed: tuple[bytes, list[list[str]]]) -> None:
    data, pages = printed
    got = text_by_poppler(data, "-raw").split("\f")
    for text, wanted in zip(got, pages, strict=False):  # poppler drops the space a broken line ends with
        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "".join(wanted))


def test_every_font_is_embedded(printed: tuple[bytes, list[list[str]]]) -> None:
    names = embedded_fonts(printed[0])
    assert any(name.endswith("Sarabun-Regular") for name in names)
    assert any(name.endswith("DejaVuSansSymbols") for name in names), "α has no glyph in Sarabun"


def embedded_fonts(data: bytes) -> set[str]:
    """Fonts of all pages by name, after asserting that each is embedded."""
    document = pdfium.PdfDocument(data)
    names = set()
    for page in document:
        for item in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT]):
            font = item.get_font()
            assert font.is_embedded, font.get_base_name()
            names.add(font.get_base_name())
    document.close()
    assert b"Helvetica" not in data
    return names


def test_no_line_leaves_its_column() -> None:
    setter = Setter()
    for column in (60.0, 120.0, 510.0):
        for text in [*paragraphs(40), "A" * 400, "ก" * 400, "ผู้" * 200, "x" * 3 + "่" * 90, "🙂" * 90]:
            for line in setter.lines(text, BODY, column).lines:
                assert line.width <= column + 0.1 or len(line.items) == 1


def test_a_word_wider_than_its_column_is_broken_and_not_lost() -> None:
    setter = Setter()
    lines = setter.lines("ผู้ป่วย" + "Z" * 300, BODY, 100).lines
    assert len(lines) > 10
    drawn = "".join(item.run.shaped.text for line in lines for item in line.items if item.run)
    assert drawn == "ผู้ป่วย" + "Z" * 300


@pytest.mark.parametrize(
    "text",
    [
        "\x00ก\x07ข",
        "\u202eabc\u202c",
        "\ud800x",
        "ก\u200bข",
        "🙂👨‍👩‍👧",
        "שלום العربية",
        "中文 ລາວ မြန်မာ",
        "่้๊๋",
        "ก" + "้" * 50,
    ],
)
def test_hostile_text_is_drawn_without_harm(text: str) -> None:
    data, _ = set_on_pages([text + " ปลาย"])
    assert "ปลาย" in read_back(data)[0]
    assert not re.search("[\u0000\u202a-\u202e\u2066-\u2069\ud800-\udfff]", clean(text))


def test_direction_is_never_overridden() -> None:
    """A name of an allergen wrapped in a right-to-left override reads as it was written."""
    data, _ = set_on_pages(["แพ้ \u202enillicinep\u202c"])
    assert read_back(data)[0].strip() == "แพ้ nillicinep"


def test_spans_are_cut_as_one_text() -> None:
    setter = Setter()
    content = [Span("Metformin", Weight.BOLD), Span(" 500"), Span(" mg ครั้งละ 1 เม็ด")]
    first = setter.lines(content, BODY, 100).lines[0]
    assert "".join(item.run.shaped.text for item in first.items if item.run) == "Metformin 500 mg"


def test_a_growing_blank_takes_the_rest_of_its_line() -> None:
    pen, setter = Pen(title="ทดสอบ"), Setter()
    lines = setter.lines([Span("ลงชื่อ "), Blank(40, grows=True), Span(" แพทย์ผู้ส่ง")], BODY, 300)
    assert len(lines.lines) == 1
    lines.draw(pen, 50, 50)
    document = pdfium.PdfDocument(pen.finish())
    right = max(item.get_bounds()[2] for item in document[0].get_objects())
    document.close()
    assert right == pytest.approx(350, abs=2)


@pytest.mark.parametrize("align", Align)
def test_signs_and_blanks_stand_in_any_line(align: Align) -> None:
    pen, setter = Pen(title="ทดสอบ"), Setter()
    content: list[Span | Sign | Blank] = [
        Sign(None),
        Span("\u00a0แพ้ "),
        Sign(Shape.OCTAGON),
        Span("\u00a0ห้ามใช้ "),
        Blank(30),
    ]
    lines = setter.lines(content, Style(11, 16.5, align=align), 300)
    lines.draw(pen, 50, 50)
    assert read_back(pen.finish())[0].split() == ["แพ้", "ห้ามใช้"]


def test_a_split_paragraph_keeps_every_line() -> None:
    lines = Setter().lines(" ".join(paragraphs(3)), BODY, 200)
    head, rest = lines.split(60)
    assert head is not None
    assert rest is not None
    assert head.lines + rest.lines == lines.lines
    assert head.height <= 60


def test_metadata_names_nobody() -> None:
    pen = Pen(title="ใบส่งต่อผู้ป่วย")
    pen.turn_page()
    document = pdfium.PdfDocument(pen.finish())
    about = document.get_metadata_dict()
    document.close()
    assert about["Title"] == "ใบส่งต่อผู้ป่วย"
    assert about["Author"] == ""


def test_paper_refuses_to_start_without_harfbuzz() -> None:
    code = (
        "import sys; sys.modules['uharfbuzz'] = None\n"
        "try:\n    import viewer.paper.fonts\n"
        "except Exception as error: print(type(error).__name__, error.code)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["ShapingMissing", "shaping-missing"]
