"""Names of people from elsewhere: drawn where we ship a font, from right to left where it is written so, said in words
where not, and never as an empty box."""

import re
import sys
import unicodedata

import pypdfium2 as pdfium
import pytest
from other_readers import needs_poppler, text_by_poppler
from paper_samples import pages_of

from viewer.paper.fonts import Weight
from viewer.paper.ink import Pen
from viewer.paper.inline import Style
from viewer.paper.lines import read_together
from viewer.paper.shaping import Shaper, clean
from viewer.paper.text import Setter

NAMES = {
    "Lao": "ທ້າວ ສົມສັກ ວົງສາ · ນາງ ຄຳຫຼ້າ ແກ້ວມະນີ",
    "Khmer": "ឈ្មោះ សុខ វិបុល · ស្រីមុំ",
    "Burmese": "ကိုအောင်မြင့် · မသီတာဝင်း",
    "Chinese": "王小明 · 歐陽娜娜 · 李伟 · 陳大文",
    "Japanese": "山田 太郎 · さとう · スズキ",
    "Nepali": "राम बहादुर थापा · सीता कुमारी श्रेष्ठ",
    "Hindi": "नरेन्द्र कुमार शर्मा · लक्ष्मी त्रिपाठी",
    "mixed": "นาย王小明 (Mr Wang) ທ້າວ",
}
STRANGE = {
    "김철수": "[Hangul×3]",
    "שלום": "[Hebrew×4]",
}

TURNED = {  # from right to left, without the vowel signs that names are not written with
    "one word": "محمد",
    "three": "محمد علي حسن",
    "a ligature": "نور الإسلام عبد الله",
    "Persian and Urdu letters": "پرویز گلزار چوہدری ڈار",
    "a hyphen": "عبد-الرحمن خان",
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


# --- from right to left


def told_by_poppler(pdf: bytes, *options: str) -> str:
    """Without poppler's own signs of direction, and on one line."""
    told = text_by_poppler(pdf, *options)
    return " ".join(re.sub("[\u202a-\u202e\u200e\u200f]", "", told).split())


@pytest.mark.parametrize("name", list(TURNED.values()), ids=list(TURNED))
def test_a_name_from_right_to_left_begins_at_its_right(name: str) -> None:
    pdf = page_with(name)
    document = pdfium.PdfDocument(pdf)
    page = document[0].get_textpage()
    places = {page.get_text_range(n, 1): page.get_charbox(n)[0] for n in range(page.count_chars())}
    document.close()
    assert places[name[0]] > places[name[-1]], "the first letter stands to the right of the last"
    assert "".join(pages_of(pdf)) == name
    glyphs = [glyph for word in name.split() for glyph in Shaper().shape(word, Weight.REGULAR).glyphs]
    assert all(glyph.id for glyph in glyphs)


@needs_poppler
@pytest.mark.parametrize("name", list(TURNED.values()), ids=list(TURNED))
def test_it_is_found_as_it_was_written_also_among_thai(name: str) -> None:
    assert told_by_poppler(page_with(name)) == name
    if "-" not in name:  # there poppler's raw order is the order of the glyphs
        among = page_with(f"ชื่อ {name} จบ")
        assert told_by_poppler(among, "-raw") == f"ชื่อ {name} จบ", "in the order in which it is read"


def test_its_letters_are_joined_as_they_are_written() -> None:
    """A letter has another shape at the beginning, inside and at the end of a word."""
    alone = {letter: Shaper().shape(letter, Weight.REGULAR).glyphs[0].id for letter in "محد"}
    word = Shaper().shape("محمد", Weight.REGULAR)
    assert [glyph.text for glyph in word.glyphs] == list("دمحم")
    assert word.glyphs[-1].id != alone["م"]
    assert word.turned


@pytest.mark.parametrize("text", ["Ali محمد", "(محمد) Ali", "محمد5", "ไทยمحمد", "राम"])
def test_only_a_word_that_is_wholly_from_right_to_left_turns_its_line(text: str) -> None:
    assert not Shaper().shape(text.split()[0], Weight.REGULAR).turned


def test_a_long_name_is_broken_at_words_and_read_on_in_the_next_line() -> None:
    name = " ".join(f"{word}" for word in ["محمد", "علي", "حسن", "نور", "خان"] * 4)
    lines = Setter().lines(name, Style(12, 18), 90).lines
    assert len(lines) > 2
    told = [item.run.shaped.text for line in lines for item in line.items if item.run is not None]
    assert [word for word in told if word.strip()] == name.split()


def test_a_word_wider_than_its_column_is_broken_from_the_right() -> None:
    word = "ب" * 60
    lines = Setter().lines(word, Style(12, 18), 80).lines
    assert all(line.width <= 80.01 for line in lines)
    assert "".join(item.run.shaped.text for line in lines for item in line.items if item.run) == word
    first = lines[0].items[0].run
    assert first is not None
    assert first.shaped.glyphs[-1].id != first.shaped.glyphs[0].id, (
        "the word begins at the right of its first line"
    )


def test_numbers_between_such_words_go_along_and_separators_do_not() -> None:
    def order(text: str) -> list[str]:
        (line,) = Setter().lines(text, Style(12, 18), 500).lines
        groups = read_together((*line.items, *line.tail))
        return ["".join(item.run.shaped.text for item in group if item.run) for group in groups]

    assert order("محمد 12 علي") == ["محمد 12 علي"]
    assert order("\u00a0محمد علي\u00a0จบ")[:2] == ["\u00a0", "محمد علي"], "as on a line of a form"
    assert order("محمد · علي") == ["محمد", " ", "·", " ", "علي"]
    assert order("محمد 23 พ.ย.")[0] == "محمد"
