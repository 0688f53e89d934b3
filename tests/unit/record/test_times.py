"""Dates: precision kept, Bangkok's calendar, nothing silently repaired."""

from datetime import date, timedelta

import pytest

from viewer.record.reading.times import read_birth, read_when
from viewer.record.values import Precision

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "precision", "day"),
    [
        ("2026", Precision.YEAR, date(2026, 1, 1)),
        ("2026-03", Precision.MONTH, date(2026, 3, 1)),
        ("2026-03-14", Precision.DAY, date(2026, 3, 14)),
        ("2026-03-14T08:30:00+07:00", Precision.INSTANT, date(2026, 3, 14)),
        ("2026-03-14T08:30+07:00", Precision.INSTANT, date(2026, 3, 14)),
        ("2022-01-03T17:00:00Z", Precision.INSTANT, date(2022, 1, 4)),
        ("2022-01-03T17:00:00.123456789Z", Precision.INSTANT, date(2022, 1, 4)),
        ("2026-03-14T08:30:00", Precision.INSTANT, date(2026, 3, 14)),
        (" 2026-03-14 ", Precision.DAY, date(2026, 3, 14)),
    ],
)
def test_precision_is_kept_and_instants_are_placed_in_bangkok(
    text: str, precision: Precision, day: date
) -> None:
    when = read_when(text, TODAY)
    assert (when.precision, when.first_day, when.flaw) == (precision, day, "")
    assert (when.moment is not None) == (precision is Precision.INSTANT)
    if when.moment is not None:
        assert str(when.moment.tzinfo) == "Asia/Bangkok"


def test_a_buddhist_year_is_flagged_and_never_converted() -> None:
    when = read_when("2522-05-30", TODAY)
    assert (when.flaw, when.year, when.month, when.day, when.usable) == ("buddhist-year", 2522, 5, 30, False)


def test_the_29th_of_february_of_a_buddhist_year_does_not_crash() -> None:
    assert read_when("2567-02-29T10:00:00+07:00", TODAY).flaw == "buddhist-year"


@pytest.mark.parametrize("text", ["0000-00-00", "0000-00-00T00:00:00.000Z", "0000", "2026-00-01"])
def test_zero_dates_are_no_dates(text: str) -> None:
    when = read_when(text, TODAY)
    assert when.flaw == "zero-date"
    assert when.first_day is None


@pytest.mark.parametrize(
    "text",
    ["3/8/64", "yesterday", "2026-13-01", "2026-02-30", "1066", "2026-03-14T25:00:00Z", "2026-W10-1", "๒๕๖๙"],
)
def test_what_is_no_date_is_kept_as_text(text: str) -> None:
    when = read_when(text, TODAY)
    assert (when.raw, when.flaw, when.usable) == (text, "unreadable", False)


def test_a_day_after_today_is_flagged_but_usable() -> None:
    assert read_when("2026-11-23", TODAY).flaw == ""
    tomorrow = read_when("2026-11-24", TODAY)
    assert (tomorrow.flaw, tomorrow.usable) == ("future", True)
    assert read_when("2026-11-23T17:00:00Z", TODAY).flaw == "future"


def test_a_datetime_in_birth_date_is_the_local_day() -> None:
    assert read_birth("1955-03-20T00:00:00.000Z", TODAY).first_day == date(1955, 3, 20)
    late = read_birth("1955-03-19T17:00:00Z", TODAY)
    assert (late.first_day, late.precision, late.moment) == (date(1955, 3, 20), Precision.DAY, None)


def test_bangkok_kept_local_mean_time_before_1920() -> None:
    moment = read_when("1900-01-01T00:00:00Z", TODAY).moment
    assert moment is not None
    assert moment.utcoffset() == timedelta(hours=6, minutes=42, seconds=4)
