"""The marks of the look, drawn as shapes in black: shape and word carry the meaning, never colour."""

from collections.abc import Callable
from math import cos, pi, sin

from viewer.paper.ink import Pen
from viewer.paper.tags import Role
from viewer.view.sheet import Shape


def draw_sign(
    pen: Pen, shape: Shape | None, x: float, top: float, side: float, *, ticked: bool = False
) -> None:
    """Draw a sign in the square whose top left corner is (x, top); None = a box to tick."""
    if shape is None:
        _draw_box_to_tick(pen, x, top, side, ticked=ticked)
        return
    draw = _DRAWN.get(shape)
    if draw is not None:
        draw(pen, x, top, side)


def _draw_box_to_tick(pen: Pen, x: float, top: float, side: float, *, ticked: bool) -> None:
    """The only sign that says what no word beside it says: a screen reader is told of it."""
    corners = [x, pen.foot - top - side, x + side, pen.foot - top]
    layout = {"/O": "/Layout", "/BBox": [round(corner, 2) for corner in corners]}
    with pen.tags.element(Role.PICTURE, alt="☑" if ticked else "☐", layout=layout):
        pen.box(x, top, side, side, line=0.8, shade=0.0)
        if ticked:
            tick = [(x + side * a, top + side * b) for a, b in ((0.2, 0.52), (0.42, 0.76), (0.82, 0.24))]
            pen.polygon(tick, line=1.2, closed=False)


def _octagon(pen: Pen, x: float, top: float, side: float) -> None:
    middle, radius = side / 2, side / 2
    corners = [
        (x + middle + radius * cos(pi / 8 + n * pi / 4), top + middle + radius * sin(pi / 8 + n * pi / 4))
        for n in range(8)
    ]
    pen.polygon(corners, filled=True)
    pen.fill(x + side * 0.26, top + side * 0.43, side * 0.48, side * 0.16, shade=1.0)


def _triangle(pen: Pen, x: float, top: float, side: float) -> None:
    pen.polygon([(x + side / 2, top), (x + side, top + side), (x, top + side)], filled=True)


def _ring(pen: Pen, x: float, top: float, side: float) -> None:
    pen.ring(x + side / 2, top + side / 2, side / 2 - 0.4)


def _ring_dot(pen: Pen, x: float, top: float, side: float) -> None:
    _ring(pen, x, top, side)
    pen.ring(x + side / 2, top + side / 2, side * 0.13, filled=True)


def _disc(pen: Pen, x: float, top: float, side: float) -> None:
    pen.ring(x + side / 2, top + side / 2, side / 2 - 0.4, filled=True)


def _diamond(pen: Pen, x: float, top: float, side: float) -> None:
    middle = side / 2
    left, right = (x, top + middle), (x + side, top + middle)
    above, below = (x + middle, top), (x + middle, top + side)
    pen.polygon([above, right, below, left])
    pen.polygon([above, below, left], filled=True)


def _square(pen: Pen, x: float, top: float, side: float) -> None:
    pen.box(x + side * 0.06, top + side * 0.06, side * 0.88, side * 0.88, line=0.8, shade=0.0)


def _cross_square(pen: Pen, x: float, top: float, side: float) -> None:
    _square(pen, x, top, side)
    near, far = side * 0.25, side * 0.75
    pen.line(x + near, top + near, x + far, top + far, width=0.8, shade=0.0)
    pen.line(x + near, top + far, x + far, top + near, width=0.8, shade=0.0)


def _half_disc(pen: Pen, x: float, top: float, side: float) -> None:
    _ring(pen, x, top, side)
    middle, radius = side / 2, side / 2 - 0.4
    arc = [
        (x + middle - radius * sin(n * pi / 12), top + middle - radius * cos(n * pi / 12)) for n in range(13)
    ]
    pen.polygon(arc, filled=True)


def _dashed_ring(pen: Pen, x: float, top: float, side: float) -> None:
    pen.ring(x + side / 2, top + side / 2, side / 2 - 0.4, dash=(1.4, 1.2))


def _up(pen: Pen, x: float, top: float, side: float) -> None:
    pen.polygon(
        [(x + side / 2, top + side * 0.1), (x + side, top + side * 0.9), (x, top + side * 0.9)], filled=True
    )


def _down(pen: Pen, x: float, top: float, side: float) -> None:
    pen.polygon(
        [(x, top + side * 0.1), (x + side, top + side * 0.1), (x + side / 2, top + side * 0.9)], filled=True
    )


_DRAWN: dict[Shape, Callable[[Pen, float, float, float], None]] = {
    Shape.OCTAGON: _octagon,
    Shape.TRIANGLE: _triangle,
    Shape.RING_DOT: _ring_dot,
    Shape.DISC: _disc,
    Shape.RING: _ring,
    Shape.DIAMOND: _diamond,
    Shape.SQUARE: _square,
    Shape.CROSS_SQUARE: _cross_square,
    Shape.HALF_DISC: _half_disc,
    Shape.DASHED_RING: _dashed_ring,
    Shape.UP: _up,
    Shape.DOWN: _down,
}


def has_sign(shape: Shape) -> bool:
    """Whether a shape is drawn (NEW and TAG are words only)."""
    return shape in _DRAWN
