"""The numbers in a chart: beside their points, on no line and on no other number, inside the chart."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.paper.chart import HEIGHT, Box, Place, Plot
from viewer.paper.text import Setter
from viewer.view.forms.blocks import Chart
from viewer.view.sheet import Trend

START = date(2024, 1, 1)
WIDTH = 250.0


@pytest.mark.parametrize(
    ("start", "end", "crossed"),
    [
        ((0.0, 5.0), (20.0, 5.0), True),
        ((0.0, 0.0), (20.0, 20.0), True),
        ((0.0, 21.0), (20.0, 21.0), False),
        ((12.0, 12.0), (13.0, 13.0), False),
        ((5.0, 0.0), (5.0, 20.0), True),
        ((11.0, 0.0), (11.0, 20.0), False),
        ((6.0, 6.0), (7.0, 7.0), True),
        ((0.0, 12.0), (12.0, 0.0), True),
        ((0.0, 25.0), (25.0, 0.0), False),
    ],
)
def test_a_line_through_a_box(start: Place, end: Place, crossed: bool) -> None:
    box = Box(2, 2, 10, 10)
    assert box.crossed(start, end) is crossed
    assert box.crossed(end, start) is crossed


def placed(values: list[float], days: int) -> tuple[list[Box], list[Place]]:
    """Where the numbers stand, the newest first, and where the points do."""
    points = tuple((START + timedelta(days=n * days), value) for n, value in enumerate(values))
    levels = ((min(values), ""), (max(values), ""))
    drawn = Chart("", Trend(points, ""), "", (points[0][0], points[-1][0]), ("", ""), levels)
    plot = Plot(Setter(), drawn, 0.0, 0.0, WIDTH)
    places = plot.places()
    return [one.box for one in plot.written(places)], places


@pytest.mark.parametrize(
    "values",
    [
        [60, 52, 44, 37, 31], [1.32, 1.48, 1.71, 1.95, 2.27], [11.8, 10.9], [5.1, 5.3, 5.0, 5.2, 5.1, 5.4, 5.0, 6.1],
        [10.1, 10.2, 10, 10.2, 9.8, 9.7, 9.2, 9.5, 9.4], [5, 5, 5], [1, 9, 1, 9, 1],
    ],
)  # fmt: skip
def test_numbers_touch_no_line_and_no_other_number(values: list[float]) -> None:
    boxes, places = placed(values, 60)
    for box in boxes[1:]:  # the newest stands to the right of all
        assert not any(box.crossed(*line) for line in pairwise(places)), values
        assert not any(box.overlaps(other) for other in boxes if other is not box)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 9999), min_size=2, max_size=30))
def test_numbers_stay_inside_the_chart(values: list[int]) -> None:
    boxes, _ = placed([value / 10 for value in values], 30)
    for box in boxes[1:]:
        assert box.top >= 11
        assert box.bottom <= HEIGHT
        assert box.left >= 0
        assert box.right <= WIDTH
