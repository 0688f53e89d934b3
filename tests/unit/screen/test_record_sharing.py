"""How cards share a column and how an axis is made: plain functions, told by their rules."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from viewer.screen.pages.record.columns_of_cards import share
from viewer.view.axis import axis_of, figure
from viewer.view.sheet import Trend

HEIGHTS = st.lists(st.integers(0, 2000), min_size=1, max_size=5)


@given(
    HEIGHTS, st.lists(st.integers(0, 3), min_size=5, max_size=5), st.integers(0, 3000), st.integers(0, 200)
)
def test_heights_fill_the_room_and_are_never_negative(
    wanted: list[int], ranks: list[int], room: int, least: int
) -> None:
    heights = share(wanted, ranks[: len(wanted)], room, [least] * len(wanted))
    assert all(height >= 0 for height in heights)
    assert sum(heights) <= room
    if sum(wanted) <= room:
        assert heights[:-1] == wanted[:-1]
        assert sum(heights) == room


def test_the_least_patient_card_gives_up_first() -> None:
    assert share([300, 200, 200], [3, 2, 1], 600, [80, 80, 80]) == [300, 200, 100]
    assert share([300, 200, 200], [3, 2, 1], 540, [80, 80, 80]) == [300, 160, 80]


def test_equal_cards_give_up_alike() -> None:
    assert share([500, 100, 500], [1, 1, 1], 700, [50, 50, 50]) == [300, 100, 300]


def test_when_nothing_fits_all_shrink() -> None:
    assert share([400, 400], [2, 1], 100, [200, 200]) == [50, 50]


@given(st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), min_size=1, max_size=12))
def test_an_axis_holds_every_value_between_round_lines(values: list[float]) -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(len(values))]
    low, high, step = axis_of(Trend(tuple(zip(days, values, strict=True))))
    assert low <= min(values) + step * 1e-6
    assert high >= max(values) - step * 1e-6
    assert low < high
    lines = (high - low) / step
    assert abs(lines - round(lines)) < 1e-3
    assert 1 <= round(lines) <= 6


def test_axes_of_kidney_results_are_round() -> None:
    def axis(*values: float) -> tuple[float, float, float]:
        days = [date(2026, 1, 1) + timedelta(days=number) for number in range(len(values))]
        return axis_of(Trend(tuple(zip(days, values, strict=True))))

    assert axis(57, 49, 41, 35, 29) == (20, 60, 10)
    assert axis(4.6, 4.9, 5.1, 5.3, 5.7) == (4.5, 6.0, 0.5)
    assert axis(96) == (90, 100, 10)


def test_figures_have_no_needless_digits() -> None:
    assert [figure(value) for value in (5.70, 320.0, 48000.0, 0.38)] == ["5.7", "320", "48,000", "0.38"]
