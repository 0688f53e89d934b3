"""Moments as they are typed: read where day, month and year are certain, kept as words where they are not."""

from datetime import date, datetime, time

import pytest

from viewer.base.clock import BANGKOK
from viewer.view.wording.typed import read_moment
from viewer.visit.reconciliation import LastTaken

NOW = datetime(2026, 11, 23, 14, 20, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("typed", "day", "clock"),
    [
        ("วันนี้", date(2026, 11, 23), None),
        ("วันนี้ 8.00", date(2026, 11, 23), time(8)),
        ("วันนี้ เวลา 08:30 น.", date(2026, 11, 23), time(8, 30)),
        ("เมื่อวาน 20.00", date(2026, 11, 22), time(20)),
        ("เมื่อวานนี้", date(2026, 11, 22), None),
        ("22/11/2569", date(2026, 11, 22), None),
        ("22/11/2026 7.15 น.", date(2026, 11, 22), time(7, 15)),
        ("๒๒/๑๑/๒๕๖๙ ๒๐.๓๐", date(2026, 11, 22), time(20, 30)),
        ("22 พ.ย. 2569", date(2026, 11, 22), None),
        ("1 พฤศจิกายน 2569 เวลา 6.00 น.", date(2026, 11, 1), time(6)),
        ("3 พย 2569", date(2026, 11, 3), None),
        ("22 พ.ย. พ.ศ. 2569", date(2026, 11, 22), None),
        ("2026-11-22", date(2026, 11, 22), None),
        ("22 nov 2026", date(2026, 11, 22), None),
        ("  today   8:00 ", date(2026, 11, 23), time(8)),
    ],
)
def test_what_is_certain_is_read(typed: str, day: date, clock: time | None) -> None:
    assert read_moment(typed, NOW) == LastTaken(" ".join(typed.split()), day, clock)


@pytest.mark.parametrize(
    "typed",
    [
        "22/11/69",  # two digits: of which century, of which era
        "22/11",
        "เช้านี้",
        "เมื่อคืน",
        "8.00",
        "20.00 น.",
        "24/11/2569",  # tomorrow
        "วันนี้ 18.00",  # ahead
        "31/2/2569",
        "22/13/2569",
        "วันนี้ 25.00",
        "วันนี้ 8.75",
        "2/3/2100",
        "ประมาณ 3 วันก่อน",
        "ไม่แน่ใจ 22/11/2569",
        "22/11/1569",
    ],
)
def test_what_is_not_certain_stays_words(typed: str) -> None:
    assert read_moment(typed, NOW) == LastTaken(typed)


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_is_nothing(typed: str) -> None:
    assert read_moment(typed, NOW) is None
