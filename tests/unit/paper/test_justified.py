"""Prose from edge to edge: only spaces where a line may be broken give, within a limit, and the text stays the text."""

from functools import cache

import pypdfium2 as pdfium
import pytest
from data.thai.paragraphs import paragraphs
from other_readers import needs_poppler, text_by_poppler

from viewer.paper.ink import Pen
from viewer.paper.inline import Align, Blank, Span, Style
from viewer.paper.lines import Line
from viewer.paper.text import Lines, Setter

LEFT, BOTH = Style(11, 16.5), Style(11, 16.5, align=Align.BOTH)
COLUMN, MARGIN = 510.0, 42.0


def laid(text: str, style: Style = BOTH, column: float = COLUMN) -> Lines:
    return Setter().lines(text, style, column)


@cache
def printed(style: Style) -> bytes:
    """The paragraphs one under another."""
    pen, setter, y = Pen(title="ทดสอบ"), Setter(), 50.0
    for text in paragraphs():
        lines = setter.lines(text, style, COLUMN)
        if y + lines.height > 800:
            pen.turn_page()
            y = 50.0
        lines.draw(pen, MARGIN, y)
        y += lines.height + 8
    return pen.finish()


def read_back(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def spaces(line: Line, *, loose: bool) -> list[float]:
    """Widths of its spaces in points; those at which it may be broken, or the others."""
    runs = [item for item in line.items if item.run is not None and not item.run.shaped.text.strip(" ")]
    return [item.width / len(item.run.shaped.text) for item in runs if item.run and item.loose == loose]


def test_lines_end_at_the_right_edge_where_their_spaces_allow_it() -> None:
    broken = even = 0
    for text in paragraphs():
        ragged, both = laid(text, LEFT), laid(text)
        assert len(both.lines) == len(ragged.lines)
        for before, after in zip(ragged.lines, both.lines, strict=True):
            room = COLUMN - before.width
            if after.last or room > 1.5 * sum(spaces(before, loose=True)):
                assert after == before, "the last line of a paragraph, or one with too few spaces"
                continue
            assert after.width == pytest.approx(COLUMN, abs=0.02)
            assert sum(item.width for item in after.items) == pytest.approx(after.width)
            own = spaces(before, loose=False) + spaces(before, loose=True)
            assert all(wide <= 2.5 * min(own) + 0.01 for wide in spaces(after, loose=True))
            assert spaces(after, loose=False) == spaces(before, loose=False)
            even += room > 0.01
        broken += len(both.lines) - 1
    assert even > broken / 2


def test_a_drug_and_its_strength_keep_their_space() -> None:
    text = " ".join(["ให้ยา Metformin 500 mg วันละ 2 ครั้ง และ\u00a0ตรวจ"] * 6)
    ragged, both = laid(text, LEFT, 475), laid(text, BOTH, 475)
    assert both.lines[0].width == pytest.approx(475)
    assert both.lines[0].width > ragged.lines[0].width
    (held,) = {round(width, 6) for width in spaces(both.lines[0], loose=False)}
    assert {round(width, 6) for width in spaces(ragged.lines[0], loose=False)} == {held}
    (wider,) = {round(width, 6) for width in spaces(both.lines[0], loose=True)}
    assert held < wider <= 2.5 * held


def test_each_paragraph_ends_ragged_and_a_line_to_write_on_is_let_alone() -> None:
    text = " ".join(["ปวดศีรษะ คลื่นไส้ อาเจียน"] * 12)
    lines = laid(f"{text}\n{text}").lines
    ends = [line for line in lines if line.last]
    assert len(ends) == 2
    assert all(line.width < COLUMN - 1 for line in ends)
    blank = Setter().lines([Span(f"{text} "), Blank(400)], BOTH, COLUMN).lines
    ragged = Setter().lines([Span(f"{text} "), Blank(400)], LEFT, COLUMN).lines
    assert blank[-1] == ragged[-1]


def test_the_ink_reaches_the_edge() -> None:
    pen, text = Pen(title="ทดสอบ"), " ".join(["ให้ยา Metformin 500 mg วันละ 2 ครั้ง และ ตรวจ"] * 6)
    laid(text, BOTH, 475).draw(pen, MARGIN, 50)
    page = pdfium.PdfDocument(pen.finish())[0]
    reader = page.get_textpage()
    said = reader.get_text_range()
    boxes = [reader.get_charbox(at) for at in range(said.index("\r\n")) if said[at] != " "]
    assert max(right for _, _, right, _ in boxes) == pytest.approx(MARGIN + 475, abs=1.5)


def test_what_is_extracted_is_the_same_text() -> None:
    assert read_back(printed(BOTH)) == read_back(printed(LEFT))
    assert "".join(read_back(printed(BOTH))).replace("\r\n", "") == "".join(paragraphs())


@needs_poppler
@pytest.mark.parametrize("option", ["-raw", "-nopgbrk"])
def test_another_reader_extracts_the_same_text(option: str) -> None:
    assert text_by_poppler(printed(BOTH), option).split() == text_by_poppler(printed(LEFT), option).split()


@pytest.mark.parametrize("column", [60.0, 90.0, 120.0, 200.0, COLUMN])
def test_a_dot_between_facts_ends_no_line_and_none_is_lost(column: float) -> None:
    told = "ตอบแล้ว 11 จาก 14 แห่ง · K 4.9 มมล./ล. · ความดันโลหิต 148/86 · [A] · ให้ยา"
    lines = ["".join(item.run.shaped.text for item in line.items if item.run)
             for line in laid(told, column=column).lines]  # fmt: skip
    assert not any(line.rstrip().endswith("·") for line in lines), lines
    assert "".join("".join(lines).split()) == "".join(told.split())
