"""The lanes of the timeline on paper: marks never touch, and their numbers add up to the events."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from form_samples import FORMS, Told
from paper_samples import pages_of, thai
from tagged import open_pdf, tree_text

from viewer.paper.form import form_pdf
from viewer.paper.lanes import lanes, marks_of
from viewer.paper.text import Setter
from viewer.view.forms.blocks import Form, Lanes


@cache
def made(number: int) -> tuple[Form, bytes]:
    form = FORMS["visits"](Told(number, thai()))
    return form, form_pdf(form, thai())


@pytest.mark.parametrize("step", [0.0, 0.4, 3.0, 9.9, 40.0])
def test_marks_never_touch_and_add_up(step: float) -> None:
    marks = marks_of((step * n, "B" if n % 2 else "AA") for n in range(300))
    assert sum(mark.count for mark in marks) == 300
    for before, after in pairwise(marks):
        assert after.middle - after.width / 2 > before.middle + before.width / 2
    assert all(mark.letter == "" or mark.count == 1 for mark in marks)


@pytest.mark.parametrize("number", [1, 2, 7, 12])
def test_the_drawing_is_one_figure_that_names_its_lanes_and_years(number: int) -> None:
    form, data = made(number)
    (block,) = (part for part in form.parts if isinstance(part, Lanes))
    figures = [text for path, text in tree_text(open_pdf(data)) if path == "/Document/Figure"]
    assert figures == [block.alt]
    first = pages_of(data)[0]
    assert all(strip.lane.title in first for strip in block.strips)
    assert block.ticks[-1][1] in first
    assert "วันนี้" in first


def test_the_list_fits_few_pages_however_much_there_is() -> None:
    _, data = made(12)
    assert len(pages_of(data)) <= 8


def test_a_drawing_higher_than_a_page_goes_on_with_its_axis_and_is_read_aloud_once() -> None:
    form, _ = made(12)
    (block,) = (part for part in form.parts if isinstance(part, Lanes))
    (medicines,) = (strip for strip in block.strips if strip.lane.tracks)
    bars = medicines.lane.tracks[0][1]
    tracks = tuple((f"ยาที่{n:02d}ฯ " + "ชื่อการค้าที่ยาวมาก " * 9, bars) for n in range(20))
    strips = (replace(medicines, lane=replace(medicines.lane, tracks=tracks)),)
    high = replace(block, strips=strips)
    parts = tuple(high if part is block else part for part in form.parts)
    data = form_pdf(replace(form, parts=parts), thai())
    pages = pages_of(data)
    assert "ยาที่00ฯ" in pages[0]
    assert [sum(f"ยาที่{n:02d}ฯ" in page for page in pages) for n in range(20)] == [1] * 20
    assert "วันนี้" in pages[0]
    assert "วันนี้" in pages[1]
    assert block.ticks[-1][1] in pages[1]
    figures = [text for path, text in tree_text(open_pdf(data)) if path == "/Document/Figure"]
    assert figures == [block.alt]


def test_a_name_longer_than_a_page_leaves_room_for_the_others() -> None:
    form, _ = made(12)
    (block,) = (part for part in form.parts if isinstance(part, Lanes))
    (medicines,) = (strip for strip in block.strips if strip.lane.tracks)
    bars = medicines.lane.tracks[0][1]
    tracks = (("ยาวมากจริง ๆ " * 500, bars), ("ยาสุดท้าย", bars))
    high = replace(block, strips=(replace(medicines, lane=replace(medicines.lane, tracks=tracks)),))
    drawn = lanes(Setter(), high)
    assert drawn.height < Setter().paper.floor / 2
    whole, rest = drawn.split(drawn.height)
    assert (whole, rest) == (drawn, None)
    assert drawn.split(60) == (None, drawn)  # the lane's name is not parted from its medicines
