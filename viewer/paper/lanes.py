"""Visits as dots on one stretch of time, a lane for each facility: what was where, and how often, at one look."""

from viewer.paper.flow import Drawing
from viewer.paper.ink import Pen
from viewer.paper.inline import Align, Style
from viewer.paper.tags import Role
from viewer.paper.text import Lines, Setter
from viewer.view.forms.blocks import Lanes

_NAMES = 0.34  # of the width
_LEADING, _FOOT, _DOT = 13.0, 14.0, 2.0
_WORDS = Style(8.5, 13.0)
_ENDS = Style(7.5, 10)


def lanes(setter: Setter, block: Lanes) -> Drawing:
    """One figure to a screen reader. A name is never cut: a long one makes its lane higher."""
    width = setter.paper.width
    names = [setter.lines(name, _WORDS, width * _NAMES - 8) for name, _ in block.lanes]
    height = sum(name.height for name in names) + _FOOT

    def ink(pen: Pen, x: float, top: float) -> None:
        corners = [x, pen.foot - top - height, x + width, pen.foot - top]
        layout = {"/O": "/Layout", "/BBox": [round(corner, 2) for corner in corners]}
        with pen.tags.element(Role.PICTURE, alt=block.alt, layout=layout):
            _draw(pen, setter, block, names, x, top)

    return Drawing(height, ink)


def _draw(pen: Pen, setter: Setter, block: Lanes, names: list[Lines], x: float, top: float) -> None:
    left, right = x + setter.paper.width * _NAMES, x + setter.paper.width - 6
    first, last = (day.toordinal() for day in block.span)
    for (_, days), name in zip(block.lanes, names, strict=True):
        name.ink(pen, x, top)
        middle = top + _LEADING / 2
        pen.line(left, middle, right, middle, width=0.35, shade=0.6)
        for day in days:
            share = (day.toordinal() - first) / max(last - first, 1)
            pen.ring(left + (right - left) * share, middle, _DOT, filled=True)
        top += name.height
    pen.line(left, top + 1, right, top + 1, width=0.6, shade=0.0)
    setter.lines(block.ends[0], _ENDS, 100).ink(pen, left, top + 3)
    setter.lines(block.ends[1], Style(7.5, 10, align=Align.RIGHT), 100).ink(pen, right - 100, top + 3)
