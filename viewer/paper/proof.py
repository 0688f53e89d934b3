"""A QR code as vector squares, with its code in letters below it: dark on white, four modules of white round it.

ISO/IEC 18004, 9.1: the quiet zone. A side is 25 mm at least, so that a telephone reads it off a folded, faxed paper.
"""

from dataclasses import replace

import segno

from viewer.paper.flow import Drawing, stack
from viewer.paper.fonts import Weight
from viewer.paper.formats import MM
from viewer.paper.ink import Pen
from viewer.paper.inline import Align
from viewer.paper.look import BODY, CELL_NOTE, SMALL
from viewer.paper.tags import Role
from viewer.paper.text import Setter
from viewer.view.sheet import HealthLink, Proof
from viewer.writing.paper_code import SYSTEM, code_in

QUIET = 4  # modules
_SIDE, _MODULE = 25 * MM, 0.6 * MM  # a symbol is at least so large, and so is each of its modules
_LINK_SIDE = 35 * MM
BODY_STRONG = replace(BODY, weight=Weight.BOLD)
_CODE = replace(SMALL, weight=Weight.BOLD, align=Align.CENTRE)
_SAID = replace(CELL_NOTE, align=Align.CENTRE)
Matrix = tuple[tuple[bool, ...], ...]


def identifier_of(proof: Proof | None) -> str:
    """``SYSTEM|CODE``, as a paper carries it in its metadata; "" without a code."""
    code = code_in(proof.code) if proof is not None else ""
    return f"{SYSTEM}|{code}" if code else ""


def modules(content: str, error: str = "m") -> Matrix:
    """The symbol's modules, without the white round it."""
    made = segno.make_qr(content, error=error)
    return tuple(tuple(bool(module) for module in row) for row in made.matrix)


def symbol(matrix: Matrix, said: str, least: float = _SIDE) -> Drawing:
    """The symbol with its white; a square. ``said`` is what a screen reader says of it."""
    side = max(least, len(matrix) * _MODULE)
    module = side / len(matrix)
    whole = side + 2 * QUIET * module

    def ink(pen: Pen, x: float, top: float) -> None:
        left, upper = x + QUIET * module, top + QUIET * module
        corners = [left, pen.foot - upper - side, left + side, pen.foot - upper]
        layout = {"/O": "/Layout", "/BBox": [round(corner, 2) for corner in corners]}
        with pen.tags.element(Role.PICTURE, alt=said, layout=layout):
            pen.squares(left, upper, module, matrix)

    return Drawing(whole, ink)


def proof_block(proof: Proof, setter: Setter) -> tuple[Drawing, float]:
    """The symbol, its code and what it is for, centred below each other; and how wide that is."""
    matrix = modules(proof.address)
    said = f"QR: {proof.said} {proof.code}"
    drawn = _place_kept(matrix) if proof.to_come else symbol(matrix, said)
    width = drawn.height
    lines = [setter.lines(proof.code, _CODE, width)] if proof.code else []
    lines.append(setter.lines(proof.said, _SAID, width))
    return stack([drawn, *lines]), width


def link_block(link: HealthLink, setter: Setter, width: float) -> Drawing:
    """A framed box: the symbol on the left, its words on the right."""
    drawn = symbol(modules(link.address), f"QR: {link.title}", _LINK_SIDE)
    column = width - drawn.height - 12
    title = setter.lines(link.title, BODY_STRONG, column)
    words = stack([title, *(setter.lines(line, SMALL, column) for line in link.said)])
    height = max(drawn.height, words.height + 12)

    def ink(pen: Pen, x: float, top: float) -> None:
        pen.box(x, top, width, height, line=0.6, shade=0.4)
        drawn.draw(pen, x + 1, top + (height - drawn.height) / 2)
        words.draw(pen, x + drawn.height + 6, top + (height - words.height) / 2)

    return Drawing(height, ink)


def _place_kept(matrix: Matrix) -> Drawing:
    """As large as the symbol will be."""
    white = symbol(matrix, "")
    module = white.height / (len(matrix) + 2 * QUIET)

    def ink(pen: Pen, x: float, top: float) -> None:
        side = len(matrix) * module
        pen.box(x + QUIET * module, top + QUIET * module, side, side, line=0.5, dash=(2, 2))

    return Drawing(white.height, ink)
