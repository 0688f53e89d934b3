"""Lines break at Thai word ends, keep numbers with their units, and place chips among words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from viewer.screen.look import Theme
from viewer.screen.typeset import Run, Typeset, advance, forget, runs_of
from viewer.view.sheet import Segment, Tone

DOSE = "ครั้งละ 1 เม็ด วันละ 2 ครั้ง หลังอาหารเช้า เย็น โทร 0-2000-9908"


def lines(typeset: Typeset) -> list[str]:
    return [row.layout.text() for row in typeset._rows]


def test_words_and_numbers_stay_whole(theme: Theme) -> None:
    for width in (95, 120, 160, 200, 260):
        broken = lines(Typeset(theme, DOSE, width=width))
        assert "".join(broken).replace(" ", "") == DOSE.replace(" ", "")
        for whole in ("0-2000-9908", "1 เม็ด", "2 ครั้ง"):
            assert any(whole in line for line in broken), (width, broken)


def test_no_line_is_wider_than_its_room(theme: Theme) -> None:
    for width in (60, 100, 333):
        typeset = Typeset(theme, DOSE, width=width)
        assert typeset.natural_width <= width + 1
        assert typeset.height == typeset.lines * theme.line("base")


def test_a_word_longer_than_the_room_is_broken_between_letters_never_below_a_mark(theme: Theme) -> None:
    for line in lines(Typeset(theme, "ป๋ำปู่ย่าผู้ป่วย", width=14)):
        assert line[0] not in "ัิีึืฺุู็่้๊๋์ํ๎"


def test_a_name_wider_than_its_room_is_parted_between_its_words(theme: Theme) -> None:
    """It stood as รพ.มหาวิทยาลัยศรีน, คร."""
    name = "รพ.มหาวิทยาลัยศรีนคร"
    room = advance(theme, "รพ.มหาวิทยาลัยศรีน") + 1
    assert lines(Typeset(theme, name, width=room)) == ["รพ.มหาวิทยาลัยศรี", "นคร"]
    assert lines(Typeset(theme, name, width=advance(theme, name) + 1)) == [name]


def test_what_is_cut_says_so(theme: Theme) -> None:
    typeset = Typeset(theme, DOSE, width=150, max_lines=1)
    assert typeset.elided
    assert lines(typeset)[0].endswith("…")
    assert typeset.natural_width <= 151
    assert not Typeset(theme, DOSE, width=2000, max_lines=1).elided


def test_hard_breaks_are_kept(theme: Theme) -> None:
    assert lines(Typeset(theme, "แพ้ยา\nแพ้อาหาร")) == ["แพ้ยา", "แพ้อาหาร"]


def test_a_chip_takes_its_room_and_stays_with_the_name_after_it(theme: Theme) -> None:
    with_chip = Typeset(theme, [Run("A", badge=True), Run("รพ.")])
    assert with_chip.natural_width >= advance(theme, "รพ.") + theme.px(18)
    runs = runs_of((Segment("ผู้ป่วยให้ข้อมูล "), Segment("A", badge=True), Segment("รพ.ศูนย์ธารสุวรรณ")))
    for width in range(150, 260, 10):
        for line in lines(Typeset(theme, runs, width=width)):
            assert not line.endswith("\u00a0"), width


@pytest.mark.parametrize("width", [40, 90, 170, 400])
def test_a_chip_at_the_end_of_a_line_is_drawn(theme: Theme, width: int) -> None:
    letters = "ABH"
    runs = [Run("amoxicillin (ผื่น), เพนิซิลลิน "), *(Run(letter, badge=True) for letter in letters)]
    typeset = Typeset(theme, runs, width=width)
    image = QImage(width + 80, typeset.height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    typeset.draw(painter, 0, 0)
    painter.end()
    seen = {
        image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())
    }
    for letter in letters:
        assert theme.facility(letter).fill in seen, letter


def test_a_chip_moves_no_line_and_keeps_off_the_name_before_it(theme: Theme) -> None:
    typeset = Typeset(theme, [Run("ยา"), Run("A", badge=True), Run("\nยา")])
    image = QImage(120, typeset.height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    typeset.draw(painter, 0, 0)
    painter.end()
    step = theme.line("base")
    dark = [
        {
            x
            for x in range(image.width())
            for y in range(top, top + step)
            if image.pixelColor(x, y).lightness() < 150
        }
        for top in (0, step)
    ]
    inked = [sorted(columns) for columns in dark]
    assert inked[0][0] == inked[1][0], "both lines begin at the same place"
    chip = min(x for x in inked[0] if x > inked[1][-1])
    assert chip - inked[1][-1] >= theme.px(3)


def test_tones_become_colour_and_weight() -> None:
    plain, loud = runs_of((Segment("ก"), Segment("ข", Tone.STOP)))
    assert (plain.colour, plain.weight) == ("", None)
    assert (loud.colour, loud.weight) == ("redink", 600)


def test_nothing_is_remembered_after_forgetting(theme: Theme) -> None:
    from viewer.screen import typeset

    advance(theme, "นายบุญมี")
    assert typeset._advance.cache_info().currsize
    forget()
    assert not typeset._advance.cache_info().currsize


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="กขาิี่้ำแabc 0-9\n.,()<&", max_size=60), st.integers(5, 300))
def test_any_text_keeps_its_letters(text: str, width: int) -> None:
    joined = "".join(lines(Typeset(Theme(), text, width=width)))
    assert "".join(joined.split()) == "".join(text.split())
