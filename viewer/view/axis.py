"""The axis of values of a small chart, on screen and on paper alike."""

import math

from viewer.view.sheet import Trend

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_WANTED = 3  # stretches of the axis, about


def figure(value: float) -> str:
    """A number without needless digits: 5.7, 320, 48,000."""
    return f"{value:,.10g}" if abs(value) < 1e15 else f"{value:g}"


def axis_of(trend: Trend) -> tuple[float, float, float]:
    """Lowest and highest value of the axis and the step between its lines, all of them round numbers."""
    values = [value for _, value in trend.points] or [0.0]
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) * 0.2 or 1.0
    power = 10.0 ** math.floor(math.log10(spread / _WANTED))
    step = next(step * power for step in _STEPS if step * power >= spread / _WANTED * 0.999)
    digits = max(0, 2 - math.floor(math.log10(step)))
    first = round(math.floor(low / step + 1e-9) * step, digits)
    last = round(math.ceil(high / step - 1e-9) * step, digits)
    return (first, last, step) if last > first else (first - step, last + step, step)
