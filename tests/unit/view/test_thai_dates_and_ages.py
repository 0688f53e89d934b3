"""Thai dates, ages and spans: as precise as they were sent, doubted where they are doubtful."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from viewer.record.values import Precision, When
from viewer.view.wording import en, th

D = date(2026, 11, 23)


def on(year: int, month: int, day: int) -> When:
    return When(f"{year}-{month:02}-{day:02}", year=year, month=month, day=day)


def test_days_and_moments() -> None:
    at = datetime(2026, 11, 23, 14, 20, tzinfo=ZoneInfo("Asia/Bangkok"))
    assert th.day(date(1960, 3, 14)) == "14 มี.ค. 2503"
    assert th.full_day(D) == "23 พฤศจิกายน พ.ศ. 2569"
    assert th.moment(at) == "23 พ.ย. 2569 เวลา 14.20 น."
    assert en.moment(at) == "23 Nov 2026, 14:20"


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (on(1960, 3, 14), "14 มี.ค. 2503"),
        (on(2024, 2, 29), "29 ก.พ. 2567"),
        (When("2020", Precision.YEAR, 2020), "พ.ศ. 2563"),
        (When("2020-03", Precision.MONTH, 2020, 3), "มี.ค. 2563"),
        (
            When("2522-05-30", year=2522, month=5, day=30, flaw="buddhist-year"),
            "2522-05-30 (ต้นทางส่งปี 2522 อาจเป็น พ.ศ. ซึ่งตรงกับ ค.ศ. 1979)",
        ),
        (When("31/12/64", flaw="unreadable"), "อ่านวันที่ไม่ได้ (ต้นทางส่ง “31/12/64”)"),
        (When("0000-00-00", flaw="zero-date"), "ไม่ระบุวันที่ (ต้นทางส่ง 0000-00-00)"),
        (When("2030-01-02", year=2030, month=1, day=2, flaw="future"), "2 ม.ค. 2573 (วันที่ในอนาคต)"),
        (None, "ไม่ระบุวันที่"),
    ],
)
def test_dates_as_sent(when: When | None, told: str) -> None:
    assert th.when(when) == told


def test_a_leaked_buddhist_year_is_never_converted() -> None:
    leaked = When("2522-05-30", year=2522, month=5, day=30, flaw="buddhist-year")
    assert "3065" not in th.when(leaked)
    assert th.when(leaked) == "2522-05-30 (ต้นทางส่งปี 2522 อาจเป็น พ.ศ. ซึ่งตรงกับ ค.ศ. 1979)"  # offered, as sent
    assert leaked.first_day is None
    assert th.age(leaked, D) == "ไม่ทราบอายุ (วันเกิดที่ต้นทางส่งน่าสงสัย)"


def test_the_time_of_day_is_told_only_when_asked_and_sent() -> None:
    at = datetime(2026, 11, 3, 8, 5, tzinfo=ZoneInfo("Asia/Bangkok"))
    instant = When("2026-11-03T08:05:00+07:00", Precision.INSTANT, 2026, 11, 3, at)
    assert th.when(instant) == "3 พ.ย. 2569"
    assert th.when(instant, time=True) == "3 พ.ย. 2569 เวลา 08.05 น."


@pytest.mark.parametrize(
    ("then", "told"),
    [
        (date(2026, 11, 23), "วันนี้"),
        (date(2026, 11, 22), "เมื่อวาน"),
        (date(2026, 11, 3), "20 วันก่อน"),
        (date(2026, 8, 25), "90 วันก่อน"),
        (date(2026, 6, 8), "5 เดือนก่อน"),
        (date(2025, 11, 23), "1 ปีก่อน"),
        (date(2020, 3, 12), "6 ปี 8 เดือนก่อน"),
        (date(2026, 11, 30), "อีก 7 วัน"),
    ],
)
def test_how_long_ago(then: date, told: str) -> None:
    assert th.ago(then, D) == told


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        (on(1960, 3, 14), "66 ปี 8 เดือน"),
        (on(2020, 7, 3), "6 ปี 4 เดือน"),
        (on(1957, 11, 2), "69 ปี 0 เดือน"),
        (on(1968, 1, 1), "58 ปี"),
        (When("1968", Precision.YEAR, 1968), "ประมาณ 58 ปี"),
        (on(2026, 5, 31), "5 เดือน 23 วัน"),
        (on(2026, 11, 20), "3 วัน"),
        (on(2025, 11, 24), "11 เดือน 30 วัน"),
        (on(2025, 11, 23), "1 ปี 0 เดือน"),
        (on(2024, 2, 29), "2 ปี 8 เดือน"),
        (None, "ไม่ทราบอายุ"),
        (on(2027, 1, 5), "ไม่ทราบอายุ (วันเกิดอยู่ในอนาคต)"),
    ],
)
def test_ages(birth: When | None, age: str) -> None:
    assert th.age(birth, D) == age


def test_the_last_day_of_a_month_has_an_age() -> None:
    assert th.age(on(2026, 1, 31), date(2026, 2, 28)) == "28 วัน"
    assert th.age(on(2026, 1, 31), date(2026, 3, 1)) == "1 เดือน 1 วัน"
