"""Letters, weights and gaps; and the width of A4, which most forms are made for. All in points."""

from viewer.paper.fonts import Weight
from viewer.paper.formats import A4, MM
from viewer.paper.inline import Align, Style

WIDTH = A4.width

BODY = Style(11, 16.5)
PROSE = Style(11, 16.5, align=Align.BOTH)
HEADING = Style(11, 17, Weight.BOLD)
SMALL = Style(9.5, 14.5)
SMALL_STRONG = Style(9.5, 14.5, Weight.BOLD)
CELL = SMALL
CELL_NOTE = Style(8.5, 12.5)
CELL_NUMBER = Style(9.5, 14.5, align=Align.RIGHT)
CELL_HEAD = SMALL_STRONG
FOOT = Style(8.5, 12.75)
FOOT_SMALL = Style(6.5, 9.75)
FOOT_RIGHT = Style(8.5, 12.75, align=Align.RIGHT)
TITLE = Style(15, 22.5, Weight.BOLD)
SECTION = Style(12, 18, Weight.BOLD)

FOOT_ASIDE = 22 * MM  # column of the page number
FOOT_GAP = 4.0  # between the rule and the footer's first line
BEFORE_FOOT = 8.0  # between the last part and the rule
"""At least this much stands free, so that a stamp or an initial never covers words."""
