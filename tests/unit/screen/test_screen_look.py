"""The numbers of the look: contrast, scale, the facility palette, the filled stylesheet."""

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor

from viewer.screen.look import DARK, LARGEST, LIGHT, SMALLEST, TYPE, Colours, Theme

TEXT = (
    ("ink", ("surface", "bg", "sunk", "select", "hover")), ("ink2", ("surface", "bg", "sunk")),
    ("ink3", ("surface", "bg", "sunk")), ("accent", ("surface", "accentsoft", "bg")), ("accentink", ("accent",)),
    ("redink", ("surface", "redsoft")), ("onred", ("red",)), ("amberink", ("surface", "ambersoft", "accentsoft")),
    ("barink", ("bar",)), ("barink2", ("bar",)),
)  # fmt: skip
EDGES = (("line2", ("surface", "sunk")), ("amberline", ("surface", "ambersoft")), ("redline", ("surface",)))


def contrast(one: QColor, other: QColor) -> float:
    def light(colour: QColor) -> float:
        parts = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
                 for value in (colour.redF(), colour.greenF(), colour.blueF())]  # fmt: skip
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_token_can_be_read_on_its_grounds(colours: Colours) -> None:
    theme = Theme(colours)
    for token, grounds in TEXT:
        for ground in grounds:
            assert contrast(theme.colour(token), theme.colour(ground)) >= 4.5, (token, ground)
    for token, grounds in EDGES:
        for ground in grounds:
            assert contrast(theme.colour(token), theme.colour(ground)) >= 3.0, (token, ground)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_facility_letters_can_be_read_and_repeat_as_outlines(colours: Colours) -> None:
    theme = Theme(colours)
    for first, second in zip("ABCDEFGH", "IJKLMNOP", strict=True):
        filled, outlined = theme.facility(first), theme.facility(second)
        assert contrast(QColor(filled.fill), QColor(filled.ink)) >= 4.4, first
        assert contrast(QColor(filled.edge), theme.colour("surface")) >= 3.0, first
        assert outlined.outlined
        assert outlined.edge == filled.edge
        assert outlined.fill == colours.surface
    assert theme.facility("Q").edge == theme.facility("AA").edge == colours.line2
    assert len({theme.facility(letter).fill for letter in "ABCDEFGH"}) == 8


def test_there_is_no_green_that_could_look_safe() -> None:
    for colours in (LIGHT, DARK):
        for field in fields(colours):
            colour = QColor(getattr(colours, field.name))
            if colour.hsvSaturation() > 60:
                assert not 75 <= colour.hsvHue() <= 170, field.name


def test_lines_are_at_least_one_and_a_half_letters_high() -> None:
    for size in range(SMALLEST, LARGEST + 1, 10):
        theme = Theme(scale=size)
        for name, step in TYPE.items():
            if name != "keycap":
                assert theme.line(name) >= int(1.57 * theme.px(step.px)), (size, name)


def test_hairlines_stay_thin_until_a_hundred_and_fifty() -> None:
    assert [Theme(scale=scale).px(1) for scale in (80, 100, 150, 175, 200)] == [1, 1, 1, 2, 2]
    assert Theme(scale=125).px(32) == 40


@pytest.mark.parametrize("scale", [80, 100, 200])
def test_the_stylesheet_is_filled(scale: int) -> None:
    sheet = Theme(DARK, scale).stylesheet()
    assert "@" not in sheet
    assert DARK.surface in sheet
    assert f"min-height: {round(30 * scale / 100)}px" in sheet
    assert not re.search(r"\b0\.\d+px", sheet)
