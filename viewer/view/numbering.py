"""Numbers of transfers, which count within the Thai fiscal year: it begins on 1 October."""

from datetime import date

_OCTOBER, _BUDDHIST = 10, 543


def fiscal_year(day: date) -> int:
    """The Thai fiscal year (B.E.) of a day."""
    return day.year + _BUDDHIST + (1 if day.month >= _OCTOBER else 0)


def with_year(number: str, day: date) -> str:
    """12/2570; a number that was typed with its year already stays as it is, and "" stays empty."""
    return f"{number}/{fiscal_year(day)}" if number and "/" not in number else number
