"""What can go wrong on paper.

PrawatError
  PaperError
    ShapingMissing   HarfBuzz is not installed: Thai would be drawn wrong, so nothing is drawn
    SheetTooNarrow   a table was asked to stand in less width than its rules and padding take
"""

from viewer.base.errors import PrawatError


class PaperError(PrawatError):
    """A page could not be made."""

    code = "paper"


class ShapingMissing(PaperError):
    """uharfbuzz is not installed. Without it Thai marks collide and words are misread, so paper refuses to start."""

    code = "shaping-missing"


class SheetTooNarrow(PaperError):
    """The page leaves no room for the columns."""

    code = "sheet-too-narrow"
