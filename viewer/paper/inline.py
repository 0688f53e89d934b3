"""What stands in a line: words in a style, blanks to write on, signs."""

from dataclasses import dataclass, replace
from enum import StrEnum

from viewer.paper.fonts import Weight
from viewer.view.sheet import Shape


class Align(StrEnum):
    """Where a line stands in its column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTH = "both"  # from edge to edge, as far as its spaces may give


@dataclass(frozen=True, slots=True)
class Style:
    """Size and leading in points."""

    size: float
    leading: float
    weight: Weight = Weight.REGULAR
    align: Align = Align.LEFT

    def scaled(self, by: float) -> "Style":
        """The same in letters so many times as large."""
        return self if by == 1 else replace(self, size=self.size * by, leading=self.leading * by)


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one weight and size; None = as the style has it. ``dotted``: on a dotted line, as filled in a form.
    ``whole``: no line is broken inside them.
    """

    text: str
    weight: Weight | None = None
    size: float | None = None
    dotted: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A dotted line to write on, at least ``width`` points; one that ``grows`` shares what is left of its line."""

    width: float
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """A shape in the line: a mark of the look, or a box to tick."""

    shape: Shape | None  # None = a box to tick
    ticked: bool = False

    def side(self, style: Style) -> float:
        """The side of its square in points."""
        return style.size * (0.74 if self.shape is None else 0.64)

    def width(self, style: Style) -> float:
        """What it takes of a line, with the air around it."""
        return self.side(style) + style.size * 0.2


Inline = Span | Blank | Sign
