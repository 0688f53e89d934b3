"""Names of people from elsewhere: drawn where we ship a font, said in words where not, and never as an empty box."""

import sys
import unicodedata

import pytest
from paper_samples import pages_of

from viewer.paper.fonts import Weight
from viewer.paper.ink import Pen
from viewer.paper.inline import Style
from viewer.paper.shaping import Shaper, clean
from viewer.paper.text import Setter

NAMES = {
    "Lao": "ທ້າວ ສົມສັກ ວົງສາ · ນາງ ຄຳຫຼ້າ ແກ້ວມະນີ",
    "Khmer": "ឈ្មោះ សុខ វិបុល · ស្រីមុំ",
    "Burmese": "ကိုအောင်မြင့် · မသီတာဝင်း",
    "Chinese": "王小明 · 歐陽娜娜 · 李伟 · 陳大文",
    "Japanese": "山田 太郎 · さとう · スズキ",
    "mixed": "นาย王小明 (Mr Wang) ທ້າວ",
}
STRANGE = {
    "محمد": "[Arabic×4]",
    "김철수": "[Hangul×3]",
    "हिन्दी": "[Devanagari×6]",
    "שלום": "[Hebrew×4]",
}


def drawn(text: str, weight: Weight) -> str:
    """What the glyphs of a text read as, whatever they stand for."""
    return "".join(glyph.reads for glyph in Shaper().shape(clean(text), weight).glyphs)


def page_with(text: str, weight: Weight = Weight.REGULAR) -> bytes:
    pen = Pen(title="ทดสอบ")
    Setter().lines(text, Style(12, 18, weight), 500).draw(pen, 40, 40)
    return pen.finish()


@pytest.mark.parametrize("weight", list(Weight))
@pytest.mark.parametrize("name", list(NAMES.values()), ids=list(NAMES))
def test_a_name_is_drawn_and_read_as_it_was_written(name: str, weight: Weight) -> None:
    glyphs = Shaper().shape(name, weight).glyphs
    assert all(glyph.id for glyph in glyphs)
    assert "".join(glyph.text for glyph in glyphs) == name
    assert "[" not in drawn(name, weight)
    assert "".join(pages_of(page_with(name, weight))) == name


@pytest.mark.parametrize(("name", "said"), list(STRANGE.items()))
def test_what_no_font_has_is_said_and_still_reads_as_what_was_sent(name: str, said: str) -> None:
    assert drawn(name, Weight.REGULAR) == said
    assert "".join(glyph.text for glyph in Shaper().shape(name, Weight.REGULAR).glyphs) == name
    text = "".join(pages_of(page_with(f"ชื่อ {name} จบ")))
    assert name in text or name[::-1] in text  # pdfium tells Arabic and Hebrew in the order of the page
    assert "[" not in text


@pytest.mark.parametrize(("sign", "said"), [("\ue001", "[U+E001]"), ("😀", "[U+1F600]"), ("𠮷", "[U+20BB7]")])
def test_what_readers_cannot_take_is_its_number_in_sight_and_in_the_text(sign: str, said: str) -> None:
    assert "".join(pages_of(page_with(f"ยา {sign} จบ"))) == f"ยา {said} จบ"


def test_no_character_there_is_draws_an_empty_box() -> None:
    """All of Unicode that is assigned, in strings as long as names are."""
    assigned = (
        chr(code)
        for code in range(0x20, sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
    )
    shaper, waiting, boxes = Shaper(), "", []
    for letter in assigned:
        waiting += letter
        if len(waiting) < 400:
            continue
        boxes += [glyph.text for glyph in shaper.shape(clean(waiting), Weight.BOLD).glyphs if not glyph.id]
        waiting = ""
    assert boxes == []
