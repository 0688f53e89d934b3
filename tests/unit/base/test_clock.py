"""Time is Bangkok's wherever the machine is, and the day turns at Bangkok's midnight."""

from datetime import UTC, date, datetime, timedelta

from viewer.base.clock import BANGKOK, MachineClock, StillClock


def test_the_machine_s_clock_is_aware_and_in_bangkok() -> None:
    now = MachineClock().now()
    assert now.utcoffset() == timedelta(hours=7)
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_sandbox_s_offset_moves_the_day() -> None:
    ahead = MachineClock(timedelta(days=400))
    assert ahead.today() - MachineClock().today() in (timedelta(days=400), timedelta(days=401))


def test_a_still_clock_stands_until_it_is_moved() -> None:
    clock = StillClock(datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC))
    assert clock.today() == date(2026, 11, 22)
    clock.advance(timedelta(seconds=1))
    assert clock.now() == datetime(2026, 11, 23, tzinfo=BANGKOK)
    assert clock.now().tzinfo is BANGKOK
    assert clock.today() == date(2026, 11, 23)
