"""The look in numbers: colour tokens, facility palette, type scale, spacing. Frozen; a new size is a new Theme.

Contrast of every text token against the grounds it may stand on is at least 4.5, of marks and edges 3.0 (WCAG 2.2
AA, computed from sRGB; a test computes it again). Green is not in the palette: nothing may look safe.
"""

import re
from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QFont, QPalette

from viewer.base.resources import resource

FAMILY = "Sarabun"
SMALLEST, LARGEST = 80, 200
TARGET = 24  # WCAG 2.5.8: the least height and width of what can be clicked
_STACKED = 1.57  # of the letter size: highest mark above to lowest mark below, measured
_HALF_LIGHT = 127  # of QColor.lightness
_PAIRS = 8  # facilities told apart by colour; the letter tells them all apart


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of colour tokens, "#RRGGBB" each."""

    bg: str
    surface: str
    sunk: str
    hover: str
    select: str
    line: str
    line2: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    accentink: str
    accentsoft: str
    bar: str
    barink: str
    barink2: str
    red: str
    onred: str
    redink: str
    redsoft: str
    redline: str
    amberink: str
    ambersoft: str
    amberline: str


LIGHT = Colours(
    bg="#F1F4F7", surface="#FFFFFF", sunk="#EDF1F5", hover="#E6EEF7", select="#D9E8F8",
    line="#D5DCE3", line2="#768391", ink="#16202B", ink2="#414D5A", ink3="#596572",
    accent="#145A9E", accentink="#FFFFFF", accentsoft="#E4EFFA",
    bar="#173B60", barink="#FFFFFF", barink2="#C7D6E5",
    red="#A8201A", onred="#FFFFFF", redink="#A8201A", redsoft="#FCEBE9", redline="#C9433B",
    amberink="#7A4A00", ambersoft="#FFF4DC", amberline="#B97A12",
)  # fmt: skip

DARK = Colours(
    bg="#12161B", surface="#1A2027", sunk="#222A33", hover="#27313C", select="#213A56",
    line="#313C48", line2="#7B8997", ink="#E9EDF2", ink2="#BAC4CF", ink3="#98A5B3",
    accent="#7CB8FF", accentink="#0C1B2B", accentsoft="#1B3048",
    bar="#0C1117", barink="#F2F5F8", barink2="#A9B5C1",
    red="#B3261E", onred="#FFFFFF", redink="#FF9389", redsoft="#3A1D1C", redline="#D8564D",
    amberink="#FFCB6B", ambersoft="#362A14", amberline="#C48E2E",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FacilityColour:
    """How one facility's chip is drawn: ground, letter, 1 px edge; ``outlined`` = 2 px edge on the surface."""

    fill: str
    ink: str
    edge: str
    outlined: bool = False


# Ground, letter, edge by place in the palette. The smallest distance between two of them under simulated deutan,
# protan and tritan vision is 13 (CIE76); none is a red, an amber or the accent, so none is read as a state.
_FACILITIES_LIGHT = (
    ("#46349F", "#FFFFFF", "#46349F"),
    ("#0F7C6C", "#FFFFFF", "#0F7C6C"),
    ("#8CC4F4", "#16202B", "#3E7FB5"),
    ("#7E1C55", "#FFFFFF", "#7E1C55"),
    ("#8A5FD0", "#FFFFFF", "#8A5FD0"),
    ("#5E5A00", "#FFFFFF", "#5E5A00"),
    ("#C3D65C", "#16202B", "#7F9122"),
    ("#B0603A", "#FFFFFF", "#B0603A"),
)
_DARK_LETTER = "#10151B"
_FACILITIES_DARK = tuple(
    (fill, _DARK_LETTER, fill)
    for fill in ("#8F83F0", "#45C4AE", "#CBE4FB", "#D65C9E", "#C9A6FF", "#A39A2A", "#E0F07A", "#E8935F")
)


@dataclass(frozen=True, slots=True)
class TypeSize:
    """A step of the type scale at 100 %: pixels, line height in pixels, weight, spacing."""

    px: int
    line: int
    weight: int
    spacing: int = 0  # between letters


TYPE = {
    "keycap": TypeSize(11, 16, 400),
    "caption": TypeSize(12, 18, 400),
    "small": TypeSize(13, 20, 400),
    "base": TypeSize(14, 22, 400),
    "fact": TypeSize(15, 24, 600),
    "value": TypeSize(16, 24, 600),
    "head": TypeSize(16, 24, 700),
    "lead": TypeSize(18, 30, 400),
    "name": TypeSize(20, 30, 600),
    "title": TypeSize(23, 35, 600),
    "digits": TypeSize(22, 34, 600),
    "code": TypeSize(46, 69, 700, 6),
    "brand": TypeSize(44, 66, 700),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours at one text size. ``scale`` is 80 to 200 (%). Widgets keep the theme they were built with."""

    colours: Colours = LIGHT
    scale: int = 100

    @property
    def dark(self) -> bool:
        """Whether the dark table is used."""
        return self.colours is DARK

    def px(self, size: float) -> int:
        """A length at 100 % in pixels of this scale. Hairlines stay 1 px up to 150 %, then 2."""
        if size == 1:
            return 1 if self.scale <= 150 else 2
        return round(size * self.scale / 100)

    def line(self, size: str) -> int:
        """Line height of a step of the type scale; never under what stacked marks of Sarabun need ("ญู้ ฎื่")."""
        step = TYPE[size]
        return max(self.px(step.line), int(_STACKED * self.px(step.px)))

    def font(self, size: str = "base", weight: int | None = None) -> QFont:
        """The font of a step of the type scale."""
        step = TYPE[size]
        font = QFont(FAMILY)
        font.setPixelSize(max(1, self.px(step.px)))
        font.setWeight(QFont.Weight(weight if weight is not None else step.weight))
        if step.spacing:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, self.px(step.spacing))
        return font

    def colour(self, token: str) -> QColor:
        """A token, or a "#RRGGBB" as it is."""
        return QColor(token if token.startswith("#") else getattr(self.colours, token))

    def facility(self, letter: str) -> FacilityColour:
        """The chip of a facility by its letter: A-H filled, I-P outlined, from the 17th on plain."""
        position = 0
        for character in letter:
            position = position * 26 + ord(character) - 64
        position -= 1
        if not 0 <= position < 2 * _PAIRS:
            return FacilityColour(self.colours.surface, self.colours.ink, self.colours.line2)
        table = _FACILITIES_DARK if self.dark else _FACILITIES_LIGHT
        fill, ink, edge = table[position % _PAIRS]
        if position < _PAIRS:
            return FacilityColour(fill, ink, edge)
        return FacilityColour(self.colours.surface, self.colours.ink, edge, outlined=True)

    def palette(self) -> QPalette:
        """For what a stylesheet does not reach: selections, place holders, tooltips, links."""
        palette = QPalette()
        role = QPalette.ColorRole
        for where, token in (
            (role.Window, "bg"), (role.WindowText, "ink"), (role.Base, "surface"), (role.AlternateBase, "surface"),
            (role.Text, "ink"), (role.Button, "surface"), (role.ButtonText, "ink"), (role.Highlight, "select"),
            (role.HighlightedText, "ink"), (role.PlaceholderText, "ink3"), (role.ToolTipBase, "surface"),
            (role.ToolTipText, "ink"), (role.Link, "accent"), (role.LinkVisited, "accent"),
        ):  # fmt: skip
            palette.setColor(where, self.colour(token))
        return palette

    def stylesheet(self) -> str:
        """The stylesheet of the whole window: resources/style/prawat.qss with this theme's values.

        Raises:
            KeyError: the template names a token that no theme has.
        """
        tokens = {field.name: getattr(self.colours, field.name) for field in fields(self.colours)}
        tick = "tick-light" if self.colour("accentink").lightness() > _HALF_LIGHT else "tick-dark"
        tokens["tick"] = resource("style", f"{tick}.svg").as_posix()
        template = resource("style", "prawat.qss").read_text(encoding="utf-8")

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            return f"{self.px(int(name[:-2]))}px" if name[:-2].isdigit() else tokens[name]

        return re.sub(r"@([a-z0-9]+)@", fill, template)
